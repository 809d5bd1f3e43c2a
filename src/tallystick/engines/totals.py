"""Parts that make a whole in every row: sieved by floats around what print allows, judged in fractions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from operator import add, or_
from typing import Any

import narwhals as nw

from tallystick.engines.plan import Rule
from tallystick.engines.protocol import ROW
from tallystick.model import Missing, TableSpec, Total

_RELATIVE = 1e-12
MOST_DECIMALS = 9


def decimals_of(frame: nw.LazyFrame[Any], columns: Sequence[str]) -> nw.LazyFrame[Any]:
    """Per column and number of decimals from 0 to 9 whether any cell needs more: `column@3`."""
    needs = {
        f"{column}@{places}": _needs_more(nw.col(column), places)
        for column in columns
        for places in range(MOST_DECIMALS)
    }
    return frame.select(**needs)


def _needs_more(cell: nw.Expr, places: int) -> nw.Expr:
    scaled = cell.cast(nw.Float64) * 10.0**places
    off = (scaled - scaled.round(0)).abs()
    return (off > 1e-6 + scaled.abs() * _RELATIVE).any()


def finest(row: Mapping[str, object], columns: Sequence[str]) -> dict[str, int]:
    """The decimals that each column is printed to: the finest its cells show."""
    return {
        column: next((n for n in range(MOST_DECIMALS) if not row[f"{column}@{n}"]), MOST_DECIMALS) for column in columns
    }


def rules_of_totals(
    spec: TableSpec, decimals: Mapping[str, int], factors: Mapping[str, Fraction], present: Sequence[str]
) -> Iterator[Rule]:
    """A rule for each total: off by more than its print allows.

    Args:
        decimals: Of each column, as `finest` gives them.
        factors: Column → factor to the unit that the whole is added up in.
    """
    for total in spec.totals:
        columns = (total.whole, *total.parts)
        if all(column in present for column in columns):
            room = Fraction(0) if total.is_exact else allowed(total, decimals, factors)
            off, scale = _off(spec, total, factors)
            margin = scale * _RELATIVE
            sure, doubt = off > margin + float(room), (off > float(room) - margin) & (off <= margin + float(room))
            yield Rule("CK01", columns, sure, doubt, subject=total)


def allowed(total: Total, decimals: Mapping[str, int], factors: Mapping[str, Fraction]) -> Fraction:
    """By how much the whole and the parts may miss each other in print: half a unit of the last place of each."""
    columns = (total.whole, *total.parts)
    return sum((Fraction(1, 2 * 10 ** decimals[column]) * abs(factors[column]) for column in columns), Fraction(0))


def _off(spec: TableSpec, total: Total, factors: Mapping[str, Fraction]) -> tuple[nw.Expr, nw.Expr]:
    """How far the parts miss the whole, and the size of what was added, in one unit; null where a part is unknown."""
    parts = [_part(spec, name) * float(factors[name]) for name in total.parts]
    whole = nw.col(total.whole).cast(nw.Float64) * float(factors[total.whole])
    size = reduce(add, (part.abs() for part in parts)) + whole.abs()
    return (whole - reduce(add, parts)).abs(), size


def _part(spec: TableSpec, name: str) -> nw.Expr:
    cell = nw.col(name).cast(nw.Float64)
    return cell.fill_null(0.0) if spec.column(name).missing is Missing.ZERO else cell


def unjudged(spec: TableSpec, total: Total) -> nw.Expr:
    """Rows of a total that cannot be judged, since a part that may be anything is missing."""
    unknown = [name for name in (total.whole, *total.parts) if spec.column(name).missing is Missing.UNKNOWN]
    # A row is never missing its own number, so that the start of the chain is false everywhere.
    return reduce(or_, (nw.col(name).is_null() for name in unknown), nw.col(ROW).is_null())


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
