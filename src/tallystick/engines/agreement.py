"""Sources that disagree: rows of one measure, key and period whose intervals do not meet, in whatever units.

Intervals on a line all meet when the greatest low end is not above the least high end (Helly), so that one grouping
finds the keys in conflict, and only their rows are compared pair by pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from tallystick.engines.protocol import ROW, Engine

_BASE, _LOW, _HIGH = "__base", "__low", "__high"


def intervals(
    frame: nw.LazyFrame[Any], value: str, bound: str, within: float, about: float, factor: str
) -> nw.LazyFrame[Any]:
    """The rows with the interval that each states, in the unit of its measure.

    Args:
        bound: The column of relations (`=`, `~`, `<=`, `>=`); "" where every row states a value.
        within: How far, relatively, two sources may differ that state a value.
        about: The same where a row says "about".
        factor: The column with the factor to the measure's unit.
    """
    base = nw.col(value).cast(nw.Float64) * nw.col(factor)
    based = frame.with_columns(**{_BASE: base})
    low, high = nw.col(_BASE) * (1 - within), nw.col(_BASE) * (1 + within)
    if bound:
        said = nw.col(bound)
        low = nw.when(said == "<=").then(float("-inf")).otherwise(_said(said, nw.col(_BASE) * (1 - about), low))
        high = nw.when(said == ">=").then(float("inf")).otherwise(_said(said, nw.col(_BASE) * (1 + about), high))
    return based.with_columns(**{_LOW: low, _HIGH: high})


def _said(said: nw.Expr, about: nw.Expr, plain: nw.Expr) -> nw.Expr:
    return nw.when(said == "~").then(about).otherwise(plain)


def conflicts(engine: Engine, frame: nw.LazyFrame[Any], key: Sequence[str], kept: Sequence[str]) -> nw.LazyFrame[Any]:
    """The pairs of rows that contradict each other; those columns of the second row end in `_2`.

    Args:
        frame: Rows with their intervals; rows without a value or with a unit that does not fit left out.
        key: What two rows must share to speak of one quantity.
        kept: The columns of a row to keep.
    """
    ends = frame.group_by(*key).agg(
        nw.len().alias("__n"), nw.col(_LOW).max().alias("__most"), nw.col(_HIGH).min().alias("__least")
    )
    torn = ends.filter((nw.col("__n") > 1) & (nw.col("__most") > nw.col("__least"))).select(*key)
    columns = list(dict.fromkeys([ROW, *key, *kept, _BASE, _LOW, _HIGH]))
    rows = engine.keep(frame.select(*columns).join(torn, on=list(key), how="semi"))
    others = rows.rename({name: f"{name}_2" for name in columns if name not in key})
    pairs = rows.join(others, on=list(key), how="inner")
    apart = (nw.col(_LOW) > nw.col(f"{_HIGH}_2")) | (nw.col(f"{_LOW}_2") > nw.col(_HIGH))
    return pairs.filter((nw.col(ROW) < nw.col(f"{ROW}_2")) & apart)
