"""Amounts in units that go together: products, sums, comparisons, and dates beside durations.

Imports `amounts`, and `units` only where a unit stands.
"""

from __future__ import annotations

from fractions import Fraction

from tallystick.errors import ExpressionError, NotDecidable
from tallystick.solving import amounts
from tallystick.solving.amounts import Amount

DATE = "date"  # stands for a unit: days since the first day of the year 1

# Plain numbers need no unit registry, and most rule sets have nothing else.


def factor_of(unit: str) -> tuple[Fraction, Fraction]:
    """(factor, offset) of a unit; a plain number's without asking."""
    if not unit:
        return Fraction(1), Fraction(0)
    from tallystick import units

    return units.factor(unit)


def product_unit(first: str, second: str, sign: int) -> str:
    """The unit of a product (sign 1) or quotient (-1)."""
    if DATE in (first, second):
        raise NotDecidable("a date is multiplied or divided")
    if not second:
        return first
    from tallystick import units

    first, second = units.without_offset(first), units.without_offset(second)
    return units.multiply_units(first, second) if sign > 0 else units.divide_units(first, second)


def power_unit(unit: str, power: int) -> str:
    """The unit of a power."""
    if not unit:
        return ""
    from tallystick import units

    return units.power_unit(unit, power)


def matched(first: Amount, second: Amount) -> tuple[Amount, Amount]:
    """Both in one base, ready to be compared.

    Raises:
        UnitError: Their dimensions differ.
    """
    if first.unit == second.unit:
        return first, second
    if DATE in (first.unit, second.unit):
        raise ExpressionError("a date is compared with what is no date", fix="compare dates with dates")
    from tallystick import units

    units.convert(Fraction(0), second.unit, first.unit)
    return first, second


def summed(first: Amount, second: Amount, sign: int) -> tuple[Amount, Amount, str]:
    """Both in the base of the unit their sum or difference has."""
    if DATE in (first.unit, second.unit):
        return _sum_of_dates(first, second, sign)
    if first.unit == second.unit == "":
        return first, second, ""
    from tallystick import units

    plan = units.sum_units("+" if sign > 0 else "-", first.unit, second.unit)
    return _rebased(first, plan.first, plan.result), _rebased(second, plan.second, plan.result), plan.result


def _rebased(amount: Amount, unit: str, result: str) -> Amount:
    """The same number read in `unit`, as an amount of `result`: points of a difference of percents."""
    from tallystick import units

    if units.same_dimension(unit, result):
        return amount
    factor = units.factor(result)[0] / units.factor(unit)[0]
    return _multiplied(amount, factor, result)


def _multiplied(amount: Amount, factor: Fraction, unit: str) -> Amount:
    return amounts.combine(amount, amounts.constant(factor), amounts.times, unit)


def _sum_of_dates(first: Amount, second: Amount, sign: int) -> tuple[Amount, Amount, str]:
    if first.unit == second.unit:
        if sign > 0:
            raise ExpressionError("two dates are added", fix="subtract them")
        day = factor_of("day")[0]
        return _multiplied(first, day, "day"), _multiplied(second, day, "day"), "day"
    if first.unit != DATE:
        first, second = second, first
        if sign < 0:
            raise ExpressionError("a date is taken from a duration", fix="subtract the duration from the date")
    if second.unit in ("month", "year", "decade", "century", "quarter"):
        raise NotDecidable(f"a calendar step of a {second.unit} from a date that is not known")
    matched(second, amounts.constant(Fraction(0), "day"))
    return first, _multiplied(second, 1 / factor_of("day")[0], DATE), DATE
