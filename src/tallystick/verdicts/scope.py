"""What the names of one expression stand for, and under which reading of the claims.

A `Reading` says how claims are taken (as written, rounded, in another unit); a `Scope` adds which
claim each name stands for. Imports `schema` and below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tallystick import schema
from tallystick.errors import NotDecidable, UnitError
from tallystick.model import Bound, Category, Claim, Ledger, Measure, Period, Quantity
from tallystick.verdicts.amounts import DATE, Amount, Unknowns


class NoValue(NotDecidable):
    """A claim allows no value at all, so that no statement about it has an answer."""


Implied = Mapping[str, tuple[Bound, str]]
NO_MEASURE = Measure("")


@dataclass(frozen=True, slots=True)
class Words:
    """The texts a value may be: one for a category, several where a weekday is not known."""

    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """How printed numbers are taken: widened or not, and the unit chosen for each ambiguous one.

    `units` maps an occurrence (a claim's id, or `literal@start` in the expression) to a unit.
    """

    rounded: bool = False
    mode: str = "nearest"
    units: Mapping[str, str] = field(default_factory=dict)


AS_WRITTEN = Reading()


@dataclass(frozen=True, slots=True)
class Scope:
    """Names, the claims they stand for, and the reading in which those are taken.

    `one` has the claim of each name outside an aggregate, `every` all claims of each name.
    """

    ledger: Ledger
    one: Mapping[str, Claim]
    every: Mapping[str, tuple[Claim, ...]]
    reading: Reading = AS_WRITTEN
    implied: Implied | None = None
    unknowns: Unknowns = field(default_factory=Unknowns)

    def measure(self, claim: Claim) -> Measure:
        """The measure of a claim; one without unit or range when the schema has none."""
        return self.ledger.schema.measures.get(claim.measure, NO_MEASURE)


def amount_or_words(claim: Claim, scope: Scope) -> Amount | Words:
    """What a claim's name stands for: an amount, a date, or a word.

    Raises:
        NoValue: The claim allows no value at all.
    """
    if isinstance(claim.value, Category):
        return Words(frozenset({claim.value.text}))
    if isinstance(claim.value, Period):
        from tallystick import periods

        return scope.unknowns.enter(claim.id, periods.to_days(claim.value), DATE)
    bound, unit = interval(claim, scope)
    return scope.unknowns.enter(claim.id, bound, unit)


def interval(claim: Claim, scope: Scope) -> tuple[Bound, str]:
    """The values a claim allows within its measure's range, and their unit.

    Raises:
        NoValue: There is none, or the claim's unit does not fit its measure.
    """
    measure, reading = scope.measure(claim), scope.reading
    if not isinstance(claim.value, Quantity):
        raise NotDecidable(f"'{claim.id}' is no quantity")
    chosen = reading.units.get(claim.id)
    try:
        bound = schema.allowed(claim, measure, rounded=reading.rounded, mode=reading.mode, unit=chosen)
    except UnitError as problem:
        # Reading has made the finding; here it only leaves the check without an answer.
        raise NoValue(f"'{claim.id}' cannot be taken: {problem.what}") from None
    if bound is None:
        raise NoValue(f"'{claim.id}' allows no value: what it says lies outside the range of {measure.name}")
    return bound, schema.unit_of(claim, measure)
