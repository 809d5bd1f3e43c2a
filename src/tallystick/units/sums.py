"""What sums and differences of units come to: percents and points, temperatures and their differences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallystick.errors import UnitError

if TYPE_CHECKING:
    from tallystick.units.conversion import Units

PERCENT = "percent"
POINT = "percentage_point"
POINTS = (("[percentage_points]", 1),)


@dataclass(frozen=True, slots=True)
class SumUnits:
    """Convert the operands to `first` and `second`, add or subtract: the number is in `result`."""

    result: str
    first: str
    second: str


def sum_units(units: Units, operator: str, unit: str, other: str) -> SumUnits:
    """In which units to add (`+`) or subtract (`-`), and the unit of what comes out.

    Percent less percent is points; percent and points make percent; a sum of percents stays
    percent; percent beside a plain number is 0.01. Two temperatures differ by a difference
    (`delta_degree_Celsius`), and a difference moves a temperature; kelvin serve as either.

    Raises:
        UnitError: UN03, UN04 or UN05 when the two do not go together.
    """
    one, two = units.canonical(unit), units.canonical(other)
    if one == PERCENT and units.dimension(two) == POINTS:
        return SumUnits(PERCENT, PERCENT, POINT)
    if two == PERCENT and units.dimension(one) == POINTS and operator == "+":
        return SumUnits(PERCENT, POINT, PERCENT)
    if units.dimension(one) != units.dimension(two):
        raise units.mismatch(one, two)
    if units.is_affine(one) or units.is_affine(two):
        return _sum_of_temperatures(units, operator, one, two)
    if one == two == PERCENT and operator == "-":
        return SumUnits(POINT, PERCENT, PERCENT)
    if not units.dimension(one) and one != two:
        return SumUnits("", "", "")
    return SumUnits(one, one, one)


def _sum_of_temperatures(units: Units, operator: str, unit: str, other: str) -> SumUnits:
    first, second = units.is_affine(unit), units.is_affine(other)
    if operator == "-" and second and not unit.startswith("delta_"):
        scale = unit if first else other
        return SumUnits(f"delta_{scale}", scale, scale)
    if second and (first or operator == "-"):
        raise UnitError(
            f"cannot combine {units.shown(unit)} {operator} {units.shown(other)}: the zero of the scale is arbitrary",
            fix="add a difference of temperatures, or take the mean in kelvin",
            code="UN03",
        )
    scale, delta = (unit, f"delta_{unit}") if first else (other, f"delta_{other}")
    return SumUnits(scale, scale if first else delta, delta if first else scale)
