"""A claim's value against what its quote says: number, scale, unit and bound, in that order of complaint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tallystick import periods, units
from tallystick.errors import DataError
from tallystick.model import Bound, Category, Claim, Kind, Measure, Period, Quantity, Source
from tallystick.text import Mention
from tallystick.text.mentions import ALONE_IN_BRACKETS
from tallystick.text.quantities import is_positive, negated

_TIMES = ("year", "month", "week", "day", "hour", "minute", "second")
_CHANGES = frozenset({"change", "changes", "growth", "increase", "rise", "gain", "delta", "difference"})
RATE_NOTE = "the rate per {time} is the claimant's reading: the quote gives no time"


@dataclass(frozen=True, slots=True)
class Grounded:
    """What came of holding a value against a quote: the mention that yields it, or code and message."""

    mention: Mention | None = None
    note: str = ""
    code: str = ""
    message: str = ""


def hold_value(
    claim: Claim, measure: Measure | None, mentions: Sequence[Mention], source: Source, quoted: str
) -> Grounded:
    """Whether the quote yields the claim's value.

    Args:
        mentions: Those of the source that the quote covers.
        quoted: The words of the quote.
    """
    value = claim.value
    if isinstance(value, Category):
        return Grounded()
    if isinstance(value, Period):
        return _hold_date(claim, value, mentions, source, quoted)
    wanted = "rank" if measure is not None and measure.kind is Kind.RANK else "quantity"
    found = [mention for mention in mentions if mention.kind == wanted]
    if not found:
        return Grounded(code="QT03", message=f"'{claim.id}' says {value.text}, and its quote holds no {wanted}")
    outcomes = [_compare(claim, value, mention, measure) for mention in found]
    return min(outcomes, key=_closeness)


def _closeness(outcome: Grounded) -> int:
    return {"": 0, "QT05": 1, "QT04": 2, "QT03": 3}[outcome.code]


def _compare(claim: Claim, value: Quantity, mention: Mention, measure: Measure | None) -> Grounded:
    """The best outcome of all that the mention may say: a fall is below zero, a spread has a middle."""
    falls = mention.direction == "down" and is_positive(mention.quantity)
    signed = falls and measure is not None and _is_change(measure)
    outcomes = [_compare_one(claim, value, mention, said) for said in _sayings(mention, falls=falls, signed=signed)]
    best = min(outcomes, key=_closeness)
    if best.code and signed and not _compare_one(claim, value, mention, mention.quantity).code:
        message = f"{_shown(claim, value, mention)}: a fall is below zero in '{claim.measure}'"
        return Grounded(code="QT03", message=message)
    return best


def _sayings(mention: Mention, *, falls: bool, signed: bool) -> Iterator[Quantity]:
    """The quantities that a mention may be taken for.

    Args:
        falls: Its words say that something fell by it.
        signed: The measure is of change, so that a fall has one reading only.
    """
    said = mention.quantity
    if not signed:
        yield said
    if falls or ALONE_IN_BRACKETS in mention.why:
        yield negated(said)
    if said.relation == "±":
        yield replace(said, bound=Bound(mention.numbers[0], mention.numbers[0]), relation="=")


def _is_change(measure: Measure) -> bool:
    """True when the words of a measure say that it has a sign: "growth", "output_change"."""
    named = f"{measure.name} {measure.title}".lower().replace("_", " ").replace("-", " ").split()
    return not _CHANGES.isdisjoint(named)


def _shown(claim: Claim, value: Quantity, mention: Mention) -> str:
    return f"'{claim.id}' says {value.text}, its quote '{' '.join(mention.text.split())}'"


def _compare_one(claim: Claim, value: Quantity, mention: Mention, said: Quantity) -> Grounded:
    shown = _shown(claim, value, mention)
    best = Grounded(code="QT04", message=f"{shown}: the units differ") if _same_numbers(value, said) else None
    for factor, note in _factors(claim, value, said):
        if factor and _ends(value, Fraction(1)) == _ends(said, factor):
            if _same_bound(value, said):
                return Grounded(mention, note)
            best = Grounded(code="QT05", message=f"{shown}: the number is the same, the bound is not")
    return best or Grounded(code="QT03", message=shown)


def _same_numbers(value: Quantity, said: Quantity) -> bool:
    return _ends(value, Fraction(1)) == _ends(said, Fraction(1))


def _factors(claim: Claim, value: Quantity, said: Quantity) -> Iterator[tuple[Fraction, str]]:
    """What turns the quote's number into the claim's unit, under each reading of both; with a note for rates."""
    for own in value.readings or (value.unit,):
        for theirs in said.readings or (said.unit,):
            yield _factor(theirs, own), ""
            if claim.period is None:
                continue
            for time in _TIMES:
                per_time = (
                    _factor(units.divide_units(theirs, time), own)
                    if theirs and not units.is_affine(theirs)
                    else Fraction(0)
                )
                if per_time:
                    yield per_time, RATE_NOTE.format(time=time)


def _factor(unit: str, to_unit: str) -> Fraction:
    """How many `to_unit` one `unit` is; 0 when they do not compare, or when zero points differ."""
    if to_unit.startswith("delta_") and units.is_affine(unit):
        unit = f"delta_{unit}"  # a text writes "7.2 °F" of a temperature and of a rise
    if unit == to_unit:
        return Fraction(1)
    if units.is_affine(unit) or units.is_affine(to_unit):
        return Fraction(0)
    try:
        return units.convert(Fraction(1), unit, to_unit)
    except DataError:
        return Fraction(0)


def _ends(quantity: Quantity, factor: Fraction) -> tuple[Fraction, ...]:
    """The printed numbers of a quantity: its ends, or the middle of an `about`."""
    low, high = quantity.bound.low, quantity.bound.high
    if quantity.relation == "~" and low is not None and high is not None:
        return ((low + high) / 2 * factor,)
    return tuple(dict.fromkeys(end * factor for end in (low, high) if end is not None))


def _same_bound(value: Quantity, said: Quantity) -> bool:
    first, second = value.bound, said.bound
    if (value.relation == "~") != (said.relation == "~"):
        return False
    if value.relation == "~":
        return True
    return _shape(first) == _shape(second)


def _shape(bound: Bound) -> tuple[bool, bool, bool, bool]:
    return bound.low is None, bound.high is None, bound.low_open, bound.high_open


def _hold_date(claim: Claim, value: Period, mentions: Iterable[Mention], source: Source, quoted: str) -> Grounded:
    """PD03 when the quote names another date; QT03 when it names none and nothing else yields it."""
    found = list(_dates(mentions, source, quoted))
    if any(periods.overlaps(period, value) for period in found):
        return Grounded()
    if found:
        shown = ", ".join(periods.show(period) for period in found[:5])
        return Grounded(code="PD03", message=f"'{claim.id}' says {periods.show(value)}, its quote {shown}")
    if claim.derived_from:
        return Grounded()
    return Grounded(code="QT03", message=f"'{claim.id}' says {periods.show(value)}, and its quote holds no date")


def _dates(mentions: Iterable[Mention], source: Source, quoted: str) -> Iterator[Period]:
    for mention in mentions:
        if mention.kind == "date":
            try:
                yield periods.parse_date(mention.text, source_date=source.date)
            except DataError:
                continue
    words = quoted.replace(",", " ").split()
    for size in (4, 3, 2, 1):
        for at in range(len(words) - size + 1):
            piece = " ".join(words[at : at + size]).strip(".;:\"'")
            found = periods.resolve(piece, source.date) if source.date else None
            if found is not None:
                yield found
