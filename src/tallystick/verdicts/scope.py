"""What the names of one check stand for, and under which reading of the claims.

A `Reading` says how claims are taken (as written, in print, widened, in another unit); a `Scope` adds which
claim each name stands for. Imports `meaning`, `schema` and below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from tallystick import bounds, printed, schema
from tallystick.errors import CheckDefinitionError, NotDecidable, UnitError
from tallystick.meaning import Names, NoValue, Rivals, Symbol
from tallystick.meaning.formula import FALSE, TRUE, Formula
from tallystick.model import WHOLE, Bound, Category, Claim, Kind, Measure, Period, Quantity
from tallystick.verdicts.combinations import combine_claims
from tallystick.verdicts.matching import ClaimIndex

Implied = Mapping[str, tuple[Bound, str]]
NO_MEASURE = Measure("")


class Print(Enum):
    """How printed numbers are taken: as written, as what rounds to a figure, or with limits moved outward too."""

    AS_WRITTEN = "as written"
    ROUNDED = "rounded"
    WIDENED = "widened"


@dataclass(frozen=True, slots=True)
class Reading:
    """How printed numbers are taken, and the unit chosen for each ambiguous one.

    `units` maps an occurrence (a claim's id, or `literal@start` in the expression) to a unit.
    """

    print: Print = Print.AS_WRITTEN
    mode: str = "nearest"
    units: Mapping[str, str] = field(default_factory=dict)


AS_WRITTEN = Reading()


@dataclass(frozen=True, slots=True)
class Scope(Names):
    """Names, the claims they stand for, and the reading in which those are taken.

    `alone` has the claim of each name outside an aggregate, `every` all claims of each name.
    """

    index: ClaimIndex
    alone: Mapping[str, Claim]
    every: Mapping[str, tuple[Claim, ...]]
    reading: Reading = AS_WRITTEN
    known: Implied | None = None
    met: dict[tuple[str, Print], Symbol] = field(default_factory=dict)  # by claim, but for other readings of units

    def measure(self, claim: Claim) -> Measure:
        """The measure of a claim; one without unit or range when the schema has none."""
        return self.index.ledger.schema.measures.get(claim.measure, NO_MEASURE)

    def one(self, name: str) -> Symbol:
        """See `Names`."""
        claim = self.alone.get(name)
        if claim is None and len(self.every.get(name, ())) == 1:
            (claim,) = self.every[name]
        if claim is None:
            raise NotDecidable(f"'{name}' stands for several claims where one is needed")
        return self.symbol(claim)

    def symbol(self, claim: Claim) -> Symbol:
        """The unknown of a claim.

        Raises:
            NoValue: The claim allows no value at all.
        """
        key = claim.id, self.reading.print
        if self.reading.units:
            return self._symbol(claim)
        if key not in self.met:
            self.met[key] = self._symbol(claim)
        return self.met[key]

    def _symbol(self, claim: Claim) -> Symbol:
        measure = self.measure(claim)
        if isinstance(claim.value, Category):
            kind = Kind.BOOLEAN if measure.kind is Kind.BOOLEAN else Kind.CATEGORY
            return Symbol(claim.id, kind, values=measure.values, word="" if claim.is_unread else claim.value.text)
        if isinstance(claim.value, Period):
            from tallystick import periods

            return Symbol(claim.id, Kind.DATE, bound=periods.to_days(claim.value))
        bound, unit = interval(claim, measure, self.reading)
        kind = measure.kind if measure.kind in WHOLE else Kind.QUANTITY
        return Symbol(claim.id, kind, unit, bound=bound)

    def each(self, names: Sequence[str], by: Sequence[str] = ()) -> Iterator[Names]:
        """See `Names`."""
        if by:
            what = f"'{by[0]}' groups records, not claims"
            raise CheckDefinitionError(what, fix=f"group the check: for each: [{', '.join(by)}]")
        found = combine_claims({name: self.every[name] for name in names})
        if found.capped:
            listed = ", ".join(names)
            raise NotDecidable(f"'{listed}' has more than {len(found.combinations)} combinations of claims")
        for one in found.combinations:
            yield replace(self, alone={**self.alone, **one})

    def missing(self, name: str) -> Formula:
        """See `Names`."""
        return FALSE if self.every.get(name) else TRUE

    def implied(self, name: str) -> Symbol:
        """See `Names`."""
        claim = self.alone[name]
        if self.known is None:
            raise NotDecidable(f"what the other claims imply for '{claim.id}' is not known here")
        own = self.symbol(claim)
        if claim.id not in self.known:
            return own  # the others add nothing to what it says itself
        bound, unit = self.known[claim.id]
        return replace(own, name=f"implied({claim.id})", bound=bound, unit=unit)

    def rivals(self, name: str, by: str) -> Rivals:
        """See `Names`."""
        subject = self.alone[name]
        if by in self.every:
            found: Iterable[Claim] = self.every[by]
        else:
            found = self.index.beside(subject, by)
        groups: dict[object, list[Symbol]] = {}
        for rival in found:
            entity = tuple(sorted(rival.dimensions.items()))
            if rival.id != subject.id and not (entity and entity == tuple(sorted(subject.dimensions.items()))):
                groups.setdefault(entity or rival.id, []).append(self.symbol(rival))
        return Rivals(self.symbol(subject), list(groups.values()), is_open=by not in self.every)

    def unit_of(self, occurrence: str, unit: str) -> str:
        """See `Names`."""
        return self.reading.units.get(occurrence, unit)


def interval(claim: Claim, measure: Measure, reading: Reading) -> tuple[Bound, str]:
    """The values a claim allows within its measure's range, and their unit.

    Raises:
        NoValue: There is none, or the claim's unit does not fit its measure.
    """
    if not isinstance(claim.value, Quantity):
        raise NotDecidable(f"'{claim.id}' is no quantity")
    try:
        bound = schema.allowed(
            claim, measure, as_printed=_as_printed(claim.value, measure, reading), unit=reading.units.get(claim.id)
        )
    except UnitError as problem:
        # Reading has made the finding; here it only leaves the check without an answer.
        raise NoValue(f"'{claim.id}' cannot be taken: {problem.what}") from None
    whole = bounds.whole_within(bound) if bound is not None and measure.kind in WHOLE else bound
    if whole is None:
        raise NoValue(f"'{claim.id}' allows no value: what it says lies outside the range of {measure.name}")
    return whole, schema.unit_of(claim, measure)


def _as_printed(quantity: Quantity, measure: Measure, reading: Reading) -> Bound:
    if reading.print is Print.ROUNDED:
        return printed.interval(quantity, measure.kind, mode=reading.mode)
    if reading.print is Print.WIDENED:
        steps = quantity.steps if quantity.relation != "=" else printed.steps_of(quantity, measure.kind)
        return bounds.widen(quantity.bound, steps, mode=reading.mode)
    return quantity.bound
