"""By how much the parts of a row may miss their whole in print, and by how much they do."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tallystick.model import Missing, TableSpec, Total

MOST_DECIMALS = 9


def room_of(column: str, decimals: Mapping[str, int], factors: Mapping[str, Fraction]) -> Fraction:
    """Half a unit of the last place that a column is printed to, in the unit that the whole is added up in."""
    return abs(factors[column]) / 2 / Fraction(10) ** decimals[column]


def allowed(
    total: Total, row: Mapping[str, object], decimals: Mapping[str, int], factors: Mapping[str, Fraction]
) -> Fraction:
    """By how much the whole and the parts of a row may miss each other in print; a zero is printed exactly."""
    rounded = (column for column in (total.whole, *total.parts) if row[column])
    return sum((room_of(column, decimals, factors) for column in rounded), Fraction(0))


def misses(
    spec: TableSpec, total: Total, row: Mapping[str, object], factors: Mapping[str, Fraction]
) -> Fraction | None:
    """Whole less parts of one row, exactly, from the shortest print of its numbers; None where one is missing."""
    found = Fraction(0)
    for name, sign in ((total.whole, 1), *((part, -1) for part in total.parts)):
        cell = row[name]
        if cell is None:
            if sign < 0 and spec.column(name).missing is Missing.ZERO:
                continue
            return None
        found += sign * Fraction(str(cell)) * factors[name]
    return found
