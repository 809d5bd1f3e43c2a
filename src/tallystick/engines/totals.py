"""Parts that make a whole in every row: sieved by floats around what print allows, judged in fractions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tallystick.model import Missing, TableSpec, Total

MOST_DECIMALS = 9


def finest(row: Mapping[str, object], columns: Sequence[str]) -> dict[str, int]:
    """The decimals that each column is printed to: the finest its cells show."""
    return {
        column: next((n for n in range(MOST_DECIMALS) if not row[f"{column}@{n}"]), MOST_DECIMALS) for column in columns
    }


def allowed(total: Total, decimals: Mapping[str, int], factors: Mapping[str, Fraction]) -> Fraction:
    """By how much the whole and the parts may miss each other in print: half a unit of the last place of each."""
    columns = (total.whole, *total.parts)
    return sum((Fraction(1, 2 * 10 ** decimals[column]) * abs(factors[column]) for column in columns), Fraction(0))


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
