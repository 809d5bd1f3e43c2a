"""Sums, products, quotients and powers of amounts, under the rules of units. Imports `amounts` and below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce

from tallystick import bounds, units
from tallystick.errors import NotDecidable, UnitError
from tallystick.meaning import polynomials
from tallystick.meaning.amounts import DATE, Amount, Unknowns, is_zero, known_number, tightest, to_unit
from tallystick.meaning.polynomials import ONE, Polynomial, TooMany
from tallystick.model import Bound


def total(terms: Sequence[Amount], signs: Sequence[int], unknowns: Unknowns) -> Amount:
    """The signed sum; time is linear in the number of terms that divide by nothing unknown.

    Raises:
        UnitError: Two terms do not go together.
    """
    if any(map(is_zero, terms)) and not all(map(is_zero, terms)):
        kept = [(term, sign) for term, sign in zip(terms, signs, strict=True) if not is_zero(term)]
        terms, signs = [term for term, _ in kept], [sign for _, sign in kept]
    first = terms[0] if signs[0] > 0 else negate(terms[0])
    unit, waiting = first.unit, [first]
    rules: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    for term, sign in zip(terms[1:], signs[1:], strict=True):
        relation = "+" if sign > 0 else "-"
        key = (relation, unit, term.unit)
        if key not in rules:
            rules[key] = _units_of_sum(relation, unit, term)
        joined, left, right = rules[key]
        if (joined, left) != (unit, unit):
            # What was added so far comes out in another unit: percent less percent is points.
            waiting, unit = [replace(to_unit(_added(waiting, unit, unknowns), left), unit=joined)], joined
        moved = to_unit(term, right)
        waiting.append(replace(moved if sign > 0 else turned(moved), unit=unit))
    return _added(waiting, unit, unknowns)


def _units_of_sum(relation: str, unit: str, term: Amount) -> tuple[str, str, str]:
    """The unit of the sum, and the units in which the two parts are to be added."""
    if term.unit == unit and (not unit or (relation == "+" and unit != DATE and not units.is_affine(unit))):
        return unit, unit, unit
    if DATE in {unit, term.unit}:
        return _units_of_dates(relation, unit, term.unit)
    known = units.sum_units(relation, unit, term.unit)
    return known.result, known.first, known.second


def _units_of_dates(relation: str, unit: str, other: str) -> tuple[str, str, str]:
    if unit == other == DATE and relation == "-":
        return "day", DATE, DATE
    if unit == DATE and other != DATE and units.same_dimension(other, "day"):
        return DATE, DATE, "day"
    if other == DATE and unit != DATE and relation == "+" and units.same_dimension(unit, "day"):
        return DATE, "day", DATE
    raise UnitError(
        "cannot add two dates" if unit == other else "cannot add a date and what is no duration",
        fix="add a duration to a date, or subtract one date from another",
        code="UN03",
    )


def _added(terms: Sequence[Amount], unit: str, unknowns: Unknowns) -> Amount:
    """The sum of terms that are all in `unit`."""
    plain = [term for term in terms if term.is_plain]
    bound = plain[0].bound if plain else bounds.point(0)
    for term in plain[1:]:
        bound = bounds.add(bound, term.bound)
    result = Amount(polynomials.total(term.top for term in plain), bound, unit)
    for term in terms:
        if not term.is_plain:
            result = _add_quotients(result, term, unknowns)
    _refuse_long(_bits(result.bound))
    return result


def _add_quotients(first: Amount, second: Amount, unknowns: Unknowns) -> Amount:
    bound = bounds.add(first.bound, second.bound)
    if first.bottom == second.bottom:
        return Amount(polynomials.total([first.top, second.top]), bound, first.unit, first.bottom)
    try:
        left, right = polynomials.multiply(first.top, second.bottom), polynomials.multiply(second.top, first.bottom)
        return Amount(polynomials.total([left, right]), bound, first.unit, _bottom(first, second.bottom))
    except TooMany:
        return unknowns.compose("sum", (first, second), bound, first.unit)


def _bottom(amount: Amount, other: Polynomial) -> Polynomial:
    if other == ONE:
        return amount.bottom
    return other if amount.is_plain else polynomials.multiply(amount.bottom, other)


def negate(amount: Amount) -> Amount:
    """The amount with its sign turned.

    Raises:
        UnitError: Its zero is arbitrary.
    """
    _refuse_arbitrary_zero(amount)
    return turned(amount)


def turned(amount: Amount) -> Amount:
    """The amount with its sign turned, where the caller knows that its zero is no matter."""
    return replace(amount, top=polynomials.scale(amount.top, -1), bound=bounds.negate(amount.bound))


def _refuse_arbitrary_zero(amount: Amount) -> None:
    if amount.unit == DATE:
        raise UnitError("cannot multiply a date", fix="multiply a duration, or subtract two dates", code="UN03")
    if amount.unit and units.is_affine(amount.unit):
        shown = units.format_unit(amount.unit)
        raise UnitError(
            f"cannot multiply a temperature in '{shown}': its zero is arbitrary", fix="state it in kelvin", code="UN03"
        )


def multiply(first: Amount, second: Amount, unknowns: Unknowns) -> Amount:
    """First · second.

    Raises:
        UnitError: One is a date or a temperature whose zero is arbitrary.
        NotDecidable: The number is too long.
    """
    first, second, unit, factor = _ready_to_multiply(first, second, 1)
    _refuse_long(_bits(first.bound) + _bits(second.bound))
    bound = bounds.scale(bounds.multiply(first.bound, second.bound), factor)
    try:
        top = polynomials.scale(polynomials.multiply(first.top, second.top), factor)
        return Amount(top, bound, unit, _bottom(first, second.bottom))
    except TooMany:
        return unknowns.compose("product", (first, second), bound, unit)


def _bits(bound: Bound) -> int:
    return polynomials.bits((bound.low, bound.high))


def _refuse_long(bits: int) -> None:
    if bits > polynomials.MAX_BITS:
        raise NotDecidable("a number that is too long")


def divide(first: Amount, second: Amount, unknowns: Unknowns) -> Amount:
    """First / second; that `second` is not zero is for the caller to demand.

    Raises:
        UnitError: One is a date or a temperature whose zero is arbitrary.
        NotDecidable: The number is too long.
    """
    first, second, unit, factor = _ready_to_multiply(first, second, -1)
    found = without_zero(tightest(second, unknowns))
    if found is None or (found.low is None or found.low < 0) == (found.high is None or found.high > 0):
        scaled = replace(first, top=polynomials.scale(first.top, factor), bound=bounds.scale(first.bound, factor))
        return unknowns.compose("quotient", (scaled, second), bounds.EVERYTHING, unit)
    sign = 1 if found.low is not None and found.low >= 0 else -1
    _refuse_long(_bits(first.bound) + _bits(found))
    bound = bounds.scale(bounds.divide(first.bound, found), factor)
    value = second.constant
    if value is not None:
        return replace(first, top=polynomials.scale(first.top, factor / value), bound=bound, unit=unit)
    try:
        top = polynomials.scale(polynomials.multiply(first.top, second.bottom), sign * factor)
        return Amount(top, bound, unit, _bottom(first, polynomials.scale(second.top, sign)))
    except TooMany:
        return unknowns.compose("a long quotient", (first, second), bound, unit)


def without_zero(bound: Bound) -> Bound | None:
    """The interval without a zero at its end; None when nothing else is left."""
    low_open = bound.low_open or bound.low == 0
    high_open = bound.high_open or bound.high == 0
    return bounds.between(bound.low, bound.high, low_open=low_open, high_open=high_open)


def _ready_to_multiply(first: Amount, second: Amount, exponent: int) -> tuple[Amount, Amount, str, Fraction]:
    """Both operands, the unit of what comes out, and a factor that simplifying that unit leaves."""
    _refuse_arbitrary_zero(first)
    _refuse_arbitrary_zero(second)
    if not first.unit and not second.unit:
        return first, second, "", Fraction(1)
    if first.unit and second.unit and first.unit != second.unit:
        # Beside another unit a percent is 0.01, so that no "percent · ton" comes out.
        first, second = _without_percent(first), _without_percent(second)
    elif first.unit and second.unit and exponent > 0:
        first, second = _without_percent(first), _without_percent(second)
    join = units.multiply_units if exponent > 0 else units.divide_units
    unit, factor = units.simplify_unit(join(first.unit, second.unit))
    return first, second, unit, factor


def _without_percent(amount: Amount) -> Amount:
    return to_unit(amount, "") if amount.unit and units.same_dimension(amount.unit, "") else amount


def power(amount: Amount, exponent: int, unknowns: Unknowns) -> Amount:
    """Amount ** exponent, for a whole exponent.

    Raises:
        UnitError: It is a date or a temperature whose zero is arbitrary.
        NotDecidable: The exponent is too great, zero is raised to a negative one, or the number is too long.
    """
    _refuse_arbitrary_zero(amount)
    base, size = _without_percent(amount), abs(exponent)
    if size > bounds.MAX_EXPONENT:
        raise NotDecidable(f"an exponent of {exponent} is beyond {bounds.MAX_EXPONENT}")
    _refuse_long(_bits(base.bound) * size)
    bound, unit = bounds.power(base.bound, size), units.power_unit(base.unit, size) if base.unit else ""
    try:
        top = reduce(polynomials.multiply, [base.top] * size, ONE)
        bottom = ONE if base.is_plain else reduce(polynomials.multiply, [base.bottom] * size, ONE)
        raised = Amount(top, bound, unit, bottom)
    except TooMany:
        raised = unknowns.compose(f"power {size}", (base,), bound, unit)
    return raised if exponent >= 0 else divide(known_number(Fraction(1)), raised, unknowns)


def average(parts: Sequence[Amount], unknowns: Unknowns) -> Amount:
    """The mean of amounts that are all in one unit, also where its zero is arbitrary."""
    unit, share = parts[0].unit, Fraction(1, len(parts))
    added = _added(parts, unit, unknowns)
    return replace(added, top=polynomials.scale(added.top, share), bound=bounds.scale(added.bound, share))
