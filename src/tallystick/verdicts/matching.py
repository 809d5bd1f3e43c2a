"""Which claims a query and a name stand for, and how a check falls into groups. Imports `expressions` and below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from tallystick.errors import CheckDefinitionError, PeriodError
from tallystick.model import Check, Claim, Ledger, Period, Query, is_actual, world_of
from tallystick.verdicts.combinations import Pins, meet

_KEYS = ("id", "measure", "period", "status", "scenario", "source", "by")
Group = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class ClaimIndex:
    """The claims of a ledger by id and by what queries ask for; each index is made when it is first asked for."""

    ledger: Ledger
    by_id: Mapping[str, Claim] = field(default_factory=dict)
    by_measure: Mapping[str, Sequence[Claim]] = field(default_factory=dict)
    dimensions: frozenset[str] = frozenset()
    _by_value: dict[tuple[str, str], dict[str, list[Claim]]] = field(default_factory=dict)
    _by_rest: dict[tuple[str, str], dict[Hashable, list[Claim]]] = field(default_factory=dict)

    def candidates(self, query: Query) -> Sequence[Claim]:
        """The fewest claims that hold all that a query matches, in the order of the ledger."""
        measure = query.where.get("measure", "")
        found: Sequence[Claim] = self.by_measure.get(measure, ()) if "measure" in query.where else self.ledger.claims
        for key, wanted in query.where.items():
            if key not in ("measure", "period"):
                fewer = self._values(measure, key, found_in=query).get(wanted, ())
                found = fewer if len(fewer) < len(found) else found
        return found

    def beside(self, subject: Claim, along: str) -> Iterator[Claim]:
        """The claims of a measure that differ from one in one dimension at most, in the same world and time."""
        key = subject.measure, along
        if key not in self._by_rest:
            self._by_rest[key] = defaultdict(list)
            for claim in self.by_measure.get(subject.measure, ()):
                self._by_rest[key][_rest(claim, along)].append(claim)
        found = self._by_rest[key][_rest(subject, along)]
        return (claim for claim in found if meet(claim.period, subject.period))

    def _values(self, measure: str, key: str, *, found_in: Query) -> Mapping[str, Sequence[Claim]]:
        known = self._by_value.get((measure, key))
        if known is None:
            known = self._by_value[measure, key] = defaultdict(list)
            within = self.by_measure.get(measure, ()) if "measure" in found_in.where else self.ledger.claims
            for claim in within:
                known[_value_of(claim, key)].append(claim)
        return known


def _rest(claim: Claim, along: str) -> Hashable:
    """What a claim shares with those beside it: its world, and its dimensions but for one."""
    return world_of(claim), tuple(sorted(pair for pair in claim.dimensions.items() if pair[0] != along))


def index_claims(ledger: Ledger) -> ClaimIndex:
    """The index of a ledger's claims; of two claims with one id the first keeps it."""
    by_id: dict[str, Claim] = {}
    by_measure: dict[str, list[Claim]] = defaultdict(list)
    for claim in ledger.claims:
        by_id.setdefault(claim.id, claim)
        by_measure[claim.measure].append(claim)
    dimensions = frozenset(key for claim in ledger.claims for key in claim.dimensions)
    return ClaimIndex(ledger, by_id, by_measure, dimensions)


def pins_of(query: Query) -> Pins:
    """What a query asks for by itself."""
    dimensions = {key: wanted for key, wanted in query.where.items() if key not in _KEYS}
    return Pins(dimensions, _period(query))


def find_claims(query: Query, index: ClaimIndex) -> tuple[Claim, ...]:
    """The claims a query matches, in the order of the ledger.

    Only claims of the actual world match, unless the query names a `status` or a `scenario`.

    Raises:
        CheckDefinitionError: The query has a key that no claim has, or an unreadable period.
    """
    period = _tests(query, index)
    return tuple(claim for claim in index.candidates(query) if _is_wanted(claim, query, period))


def _tests(query: Query, index: ClaimIndex) -> Period | None:
    """The period asked for, when every key of the query is one that claims have."""
    measure = index.ledger.schema.measures.get(query.where.get("measure", ""))
    known = {
        dimension
        for each in ([measure] if measure else index.ledger.schema.measures.values())
        for dimension in each.dimensions
    }
    for key in query.where:
        if key not in _KEYS and key not in known and key not in index.dimensions:
            near = get_close_matches(key, [*_KEYS, *sorted(known)], 1, 0.5)
            hint = f" (nearest: '{near[0]}')" if near else ""
            raise CheckDefinitionError(
                f"given '{query.name}' asks for '{key}', which no claim has{hint}",
                fix="name a dimension of the measure",
            )
    return _period(query)


def _period(query: Query) -> Period | None:
    if "period" not in query.where:
        return None
    from tallystick import periods

    try:
        return periods.parse_period(query.where["period"])
    except PeriodError as problem:
        raise CheckDefinitionError(f"given '{query.name}': {problem.what}", fix=problem.fix) from None


def _is_wanted(claim: Claim, query: Query, period: Period | None) -> bool:
    if not ({"status", "scenario"} & query.where.keys()) and not is_actual(claim):
        return False
    return all(_agrees(claim, key, wanted, period) for key, wanted in query.where.items())


def _agrees(claim: Claim, key: str, wanted: str, period: Period | None) -> bool:
    if key == "period":
        return _lies_within(claim.period, period)
    if key in _KEYS:
        return str(getattr(claim, key)) == wanted
    return claim.dimensions.get(key) == wanted


def _lies_within(inner: Period | None, outer: Period | None) -> bool:
    from tallystick import periods

    if inner is None or inner.is_unread or outer is None:
        return False
    return periods.contains(outer, inner)


def explain_no_match(query: Query, index: ClaimIndex) -> str:
    """Why a query matches nothing: the first key whose value no claim has, with the nearest one that some have."""
    if "measure" in query.where and query.where["measure"] not in index.by_measure:
        wanted, defined = query.where["measure"], index.ledger.schema.measures
        known = sorted(index.by_measure if wanted in defined else {*index.by_measure, *defined})
        return f"no claim has measure '{wanted}'{_listed(known) if wanted in defined else _nearest(wanted, known)}"
    candidates = index.by_measure.get(query.where["measure"], ()) if "measure" in query.where else index.ledger.claims
    period = _period(query)
    for key, wanted in query.where.items():
        left = [claim for claim in candidates if _agrees(claim, key, wanted, period)]
        if not left:
            known = sorted({_value_of(claim, key) for claim in candidates} - {""})
            hint = _nearest(wanted, known) if key != "period" else _listed(known)
            return f"{_others_than(query, key)} has {key} '{wanted}'{hint}"
        candidates = left
    statuses = ", ".join(sorted({claim.status for claim in candidates}))
    return f"only claims of other worlds match (status {statuses}); name a `status` or a `scenario`"


def _others_than(query: Query, key: str) -> str:
    before = list(query.where)[: list(query.where).index(key)]
    return f"no claim with {' and '.join(f'{k} {query.where[k]!r}' for k in before)}" if before else "no claim"


def _value_of(claim: Claim, key: str) -> str:
    if key == "period":
        return show_period(claim.period) if claim.period and not claim.period.is_unread else ""
    return str(getattr(claim, key)) if key in _KEYS else claim.dimensions.get(key, "")


def show_period(period: Period) -> str:
    """A period in one spelling, however it was written: `2024` for 2024-01/2024-12 as well."""
    from tallystick import periods

    first, _, last = periods.show(period).partition("/")
    return first if first == last or not last else f"{first}/{last}"


def _nearest(wanted: str, known: Sequence[str]) -> str:
    near = get_close_matches(wanted, known, 1, 0.5)
    return f" (nearest: '{near[0]}')" if near else _listed(known)


def _listed(known: Sequence[str]) -> str:
    shown = ", ".join(f"'{value}'" for value in known[:5])
    return f" (there is: {shown}{f' … and {len(known) - 5} more' if len(known) > 5 else ''})" if shown else ""


def groups_of(check: Check, matches: Mapping[str, Sequence[Claim]]) -> list[tuple[Group, dict[str, tuple[Claim, ...]]]]:
    """The groups a check is repeated for, each with the claims of every `given` name that belong to it.

    A claim that lacks one of the dimensions belongs to every group that agrees in the others;
    one whose period cannot be read belongs to no group of periods.
    """
    if not check.for_each:
        return [((), {name: tuple(claims) for name, claims in matches.items()})]
    index = {name: _by_key(claims, check.for_each) for name, claims in matches.items()}
    whole = {key for found in index.values() for key in found if "" not in key}
    masks = {name: sorted({tuple(map(bool, key)) for key in found}) for name, found in index.items()}
    return [
        (
            tuple(zip(check.for_each, key, strict=True)),
            {name: _members(found, masks[name], key) for name, found in index.items()},
        )
        for key in sorted(whole)
    ]


_Key = tuple[str, ...]


def _by_key(claims: Iterable[Claim], dimensions: Sequence[str]) -> dict[_Key, list[Claim]]:
    found: dict[_Key, list[Claim]] = defaultdict(list)
    for claim in claims:
        if "period" in dimensions and claim.period and claim.period.is_unread:
            continue
        found[tuple(_value_of(claim, dimension) for dimension in dimensions)].append(claim)
    return found


def _members(found: Mapping[_Key, list[Claim]], masks: Iterable[tuple[bool, ...]], key: _Key) -> tuple[Claim, ...]:
    """The claims of a group, by the patterns of dimensions that claims have."""
    partial = (tuple(part if kept else "" for part, kept in zip(key, mask, strict=True)) for mask in masks)
    return tuple(claim for each in partial for claim in found.get(each, ()))
