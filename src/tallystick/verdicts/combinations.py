"""Which claims are judged together when names match several. Imports only `model`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tallystick.model import Claim

MAX_COMBINATIONS = 10_000
Combination = dict[str, Claim]


@dataclass(frozen=True, slots=True)
class Combinations:
    """One claim per name, in the order of the ledger; capped when there were more than are listed."""

    combinations: tuple[Combination, ...]
    capped: bool = False


def combine_claims(matches: Mapping[str, Sequence[Claim]], limit: int = 0) -> Combinations:
    """One combination per choice of a claim for each name.

    Names with several matches go together only where their shared dimensions and their periods agree;
    a name with one match goes with all.

    Args:
        limit: How many are listed; by default as many as there are claims thrice over, and MAX_COMBINATIONS at least:
            what runs beyond is a product, never a list of rows.
    """
    limit = limit or max(MAX_COMBINATIONS, 3 * sum(len(claims) for claims in matches.values()))
    single = {name: claims[0] for name, claims in matches.items() if len(claims) == 1}
    several = {name: claims for name, claims in matches.items() if len(claims) != 1}
    found: list[Combination] = [single]
    for name, claims in several.items():
        found = _joined(found, [key for key in several if key in found[0]] if found else [], name, claims, limit + 1)
    return Combinations(tuple(found[:limit]), capped=len(found) > limit)


def _joined(
    found: list[Combination], earlier: list[str], name: str, claims: Sequence[Claim], limit: int
) -> list[Combination]:
    """Every combination so far with each claim of `name` that pairs with it, at most `limit`."""
    shared = _shared_dimensions([*(combination[key] for combination in found for key in earlier), *claims])
    index: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        index[_key(claim, shared)].append(claim)
    result: list[Combination] = []
    for combination in found:
        partners = index.get(_key(combination[earlier[0]], shared), ()) if earlier else claims
        for claim in partners:
            if all(_pairs(combination[key], claim) for key in earlier):
                result.append({**combination, name: claim})
                if len(result) >= limit:
                    return result
    return result


def _shared_dimensions(claims: Iterable[Claim]) -> list[str]:
    """The dimensions that every one of the claims has."""
    shared: set[str] | None = None
    for claim in claims:
        shared = set(claim.dimensions) if shared is None else shared & claim.dimensions.keys()
    return sorted(shared or ())


def _key(claim: Claim, dimensions: Sequence[str]) -> tuple[str, ...]:
    return tuple(claim.dimensions[dimension] for dimension in dimensions)


def _pairs(first: Claim, second: Claim) -> bool:
    """True when what both claims say about dimensions and period agrees."""
    if any(claim.period and claim.period.is_unread for claim in (first, second)):
        return False
    if first.period and second.period:
        spans = (first.period.first, first.period.last), (second.period.first, second.period.last)
        if spans[0] != spans[1]:
            return False
    shared = first.dimensions.keys() & second.dimensions.keys()
    return all(first.dimensions[dimension] == second.dimensions[dimension] for dimension in shared)
