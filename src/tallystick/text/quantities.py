"""Draft → `Quantity`: the interval, the canonical unit, and how far the print is exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from tallystick import bounds, units
from tallystick.errors import DataError, UnitError
from tallystick.model import Bound, Quantity
from tallystick.text.comparators import flip
from tallystick.text.drafts import Draft

_ZERO = Fraction(0)
_EXACT_COUNTS_BELOW = 100


def to_quantity(draft: Draft, surface: str, readings: Mapping[str, str]) -> Quantity:
    """The quantity that a draft states.

    Args:
        surface: The words of the text.
        readings: What ambiguous unit words mean here.
    """
    if draft.spread is not None:
        return _spread_quantity(draft, surface, readings)
    low, high = _ends(draft)
    steps = (draft.numeral.step, (draft.high or draft.numeral).step)
    if draft.negative:
        steps = (steps[1], steps[0])
    unit, written, known = _unit(draft, readings)
    bound, relation = as_bound(draft.relation, low, high, about_steps(steps, low))
    if _is_exact(draft, low, unit):
        steps = (_ZERO, _ZERO)
    return Quantity(bound, unit, surface, written, relation, steps, known)


def _spread_quantity(draft: Draft, surface: str, readings: Mapping[str, str]) -> Quantity:
    """The interval of "7.2 ± 0.3 mm"; its printed number is the middle."""
    middle, reach = _ends(draft)[0], draft.spread.high if draft.spread else _ZERO
    unit, written, known = _unit(draft, readings)
    return Quantity(Bound(middle - reach, middle + reach), unit, surface, written, "±", (_ZERO, _ZERO), known)


def negated(quantity: Quantity) -> Quantity:
    """The same quantity on the other side of zero.

    >>> negated(Quantity(bounds.at_least(3), relation=">=")).relation
    '<='
    """
    bound = quantity.bound
    low, high = (None if end is None else -end for end in (bound.high, bound.low))
    turned = Bound(low, high, bound.high_open, bound.low_open)
    return replace(quantity, bound=turned, relation=flip(quantity.relation), steps=quantity.steps[::-1])


def is_positive(quantity: Quantity) -> bool:
    """True when no end of it lies below zero."""
    low, high = quantity.bound.low, quantity.bound.high
    return (low is None or low >= 0) and (high is None or high >= 0)


def printed_numbers(draft: Draft) -> tuple[Fraction, ...]:
    """The numbers as printed, smaller first: one, or the two of a range."""
    return tuple(dict.fromkeys(_ends(draft)))


def _ends(draft: Draft) -> tuple[Fraction, Fraction]:
    ends = (draft.numeral.low, (draft.high or draft.numeral).high)
    low, high = min(ends), max(ends)
    return (-high, -low) if draft.negative else (low, high)


def _is_exact(draft: Draft, value: Fraction, unit: str) -> bool:
    """Exact by nature (DESIGN §4): counts below 100, 0, 100 %."""
    if value == 0 or (unit == "percent" and value == 100):
        return True
    return (
        not unit and not draft.money and value.denominator == 1 and value < _EXACT_COUNTS_BELOW and draft.high is None
    )


def about_steps(steps: tuple[Fraction, Fraction], value: Fraction) -> tuple[Fraction, Fraction]:
    """How far "about" reaches either way: the print's last digit; one for a whole number that is exact."""
    if any(steps) or value.denominator != 1:
        return steps
    return Fraction(1), Fraction(1)


def as_bound(relation: str, low: Fraction, high: Fraction, steps: tuple[Fraction, Fraction]) -> tuple[Bound, str]:
    """The interval that a number and its comparator say, and the relation to keep.

    `about x` is x ± one unit of its last significant digit (DESIGN §4). About a range is that range.

    >>> as_bound("<", Fraction(3), Fraction(3), (Fraction(1), Fraction(1)))[0].high_open
    True
    """
    if relation == "~" and low == high:
        return Bound(low - steps[0], high + steps[1]), "~"
    if relation in (">", ">="):
        return bounds.at_least(low, strict=relation == ">"), relation
    if relation in ("<", "<="):
        return bounds.at_most(high, strict=relation == "<"), relation
    return Bound(low, high), relation if low == high or relation == "~" else ".."


def _unit(draft: Draft, readings: Mapping[str, str]) -> tuple[str, str, tuple[str, ...]]:
    """Canonical unit, unit as written, and its readings; canonical is "" for a word that `units` does not know."""
    written = draft.money or draft.unit
    if not written:
        return "", "", ()
    for shown in (f"{written}/{draft.rate}", written) if draft.rate else (written,):
        try:
            word = units.parse_unit(shown, readings=readings)
        except UnitError:
            continue
        return word.canonical, shown, word.readings or (_meanings(written, readings) if shown == written else ())
    return "", written, ()


def _meanings(written: str, readings: Mapping[str, str]) -> tuple[str, ...]:
    """Every unit that "dinars" or "degrees" may be, of whatever dimension: a text has no measure that would decide."""
    declared = {word.lower().rstrip("s") for word in readings}
    return () if written.lower().rstrip("s") in declared else units.readings_of(written)


def same_unit(first: str, second: str) -> bool:
    """True when two unit words mean one unit: "foot" and "feet", "mpg" and "miles per gallon"."""
    return first.lower().rstrip("s") == second.lower().rstrip("s") or unit_factor(first, second) == 1


def unit_factor(first: str, second: str) -> Fraction:
    """How many of the second unit the first is, as both are written; 0 when they do not compare.

    >>> unit_factor("m", "km")
    Fraction(1, 1000)
    """
    try:
        one, other = units.parse_unit(first).canonical, units.parse_unit(second).canonical
        if one != other and (units.is_affine(one) or units.is_affine(other)):
            return _ZERO
        return units.convert(Fraction(1), one, other)
    except DataError:
        return _ZERO
