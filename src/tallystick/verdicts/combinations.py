"""Which claims are judged together when names match several. Imports only `model`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tallystick.model import Claim, Period

MAX_COMBINATIONS = 10_000
Combination = dict[str, Claim]


@dataclass(frozen=True, slots=True)
class Pins:
    """What the query of a name asks for by itself: dimensions by value, and the period."""

    dimensions: Mapping[str, str]
    period: Period | None = None


FREE = Pins({})


@dataclass(frozen=True, slots=True)
class Combinations:
    """One claim per name, in the order of the ledger; capped when there were more than are listed."""

    combinations: tuple[Combination, ...]
    capped: bool = False


def combine_claims(
    matches: Mapping[str, Sequence[Claim]],
    limit: int = 0,
    *,
    alone: Iterable[str] = (),
    pins: Mapping[str, Pins] | None = None,
) -> Combinations:
    """One combination per choice of a claim for each name.

    Names go together only where the dimensions they share agree and their periods meet, whatever else is
    claimed; a dimension (or a period) that two queries ask for in two values is meant to differ.

    Args:
        matches: The claims of each name.
        limit: How many are listed; by default as many as there are claims thrice over, and MAX_COMBINATIONS at least:
            what runs beyond is a product, never a list of rows.
        alone: Names that are a claim's id: they go with everything.
        pins: What the queries of the names ask for.
    """
    limit = limit or max(MAX_COMBINATIONS, 3 * sum(len(claims) for claims in matches.values()))
    apart = frozenset(alone)
    found: list[Combination] = [{name: claims[0] for name, claims in matches.items() if name in apart and claims}]
    joined: list[str] = []
    for name, claims in matches.items():
        if name not in apart:
            found = _joined(found, joined, name, claims, (limit + 1, pins or {}))
            joined.append(name)
    return Combinations(tuple(found[:limit]), capped=len(found) > limit)


def _joined(
    found: list[Combination],
    earlier: Sequence[str],
    name: str,
    claims: Sequence[Claim],
    settings: tuple[int, Mapping[str, Pins]],
) -> list[Combination]:
    """Every combination so far with each claim of `name` that pairs with it, at most as many as the limit."""
    limit, pins = settings
    mine = pins.get(name, FREE)
    others = {key: pins.get(key, FREE) for key in earlier}
    differing = {d for other in others.values() for d in _meant_to_differ(mine, other)}
    shared = _shared_dimensions([*(combination[key] for combination in found for key in earlier), *claims], differing)
    index: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        index[_key(claim, shared)].append(claim)
    result: list[Combination] = []
    for combination in found:
        partners = index.get(_key(combination[earlier[0]], shared), ()) if earlier else claims
        for claim in partners:
            if all(_pairs((combination[key], others[key]), (claim, mine)) for key in earlier):
                result.append({**combination, name: claim})
                if len(result) >= limit:
                    return result
    return result


def _shared_dimensions(claims: Iterable[Claim], differing: Iterable[str]) -> list[str]:
    """The dimensions that every one of the claims has, but for those that are meant to differ."""
    shared: set[str] | None = None
    for claim in claims:
        shared = set(claim.dimensions) if shared is None else shared & claim.dimensions.keys()
    return sorted((shared or set()).difference(differing))


def _key(claim: Claim, dimensions: Sequence[str]) -> tuple[str, ...]:
    return tuple(claim.dimensions[dimension] for dimension in dimensions)


def _meant_to_differ(first: Pins, second: Pins) -> set[str]:
    both = first.dimensions.keys() & second.dimensions.keys()
    return {dimension for dimension in both if first.dimensions[dimension] != second.dimensions[dimension]}


def _pairs(first: tuple[Claim, Pins], second: tuple[Claim, Pins]) -> bool:
    """True when what both claims say about dimensions and period agrees."""
    (one, mine), (other, theirs) = first, second
    differ_in_time = mine.period is not None and theirs.period is not None and not meet(mine.period, theirs.period)
    if not differ_in_time and not meet(one.period, other.period):
        return False
    shared = (one.dimensions.keys() & other.dimensions.keys()) - _meant_to_differ(mine, theirs)
    return all(one.dimensions[dimension] == other.dimensions[dimension] for dimension in shared)


def meet(first: Period | None, second: Period | None) -> bool:
    """True when two periods have a day in common, or one of them is not given; nobody knows of one not read."""
    if first is None or second is None:
        return not any(period and period.is_unread for period in (first, second))
    if first.is_unread or second.is_unread:
        return False
    start = max(first.first or date.min, second.first or date.min)
    return start <= min(first.last or date.max, second.last or date.max)
