"""A Spark frame: expressions are columns; nothing but suspects ever comes to this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import and_
from typing import Any

from pyspark.sql import Window
from pyspark.sql import functions as F  # noqa: N812 - as all who use it do
from pyspark.sql.types import FractionalType, NumericType

from tallystick.bridges.frames import End, Row, by_rest, either, known

Column = Any


class SparkFrame:
    """Cells as Spark columns."""

    def __init__(self, frame: Any) -> None:  # noqa: ANN401 - a Spark frame, whose package is read without types
        self.frame = frame

    def cell(self, name: str) -> Column:
        """The cells as they stand."""
        return F.col(f"`{known(name, self.frame.columns)}`")

    def text(self, name: str) -> Column:
        """The cells as text."""
        return F.coalesce(self.cell(name).cast("string"), F.lit(""))

    def number(self, name: str) -> Column:
        """The cells as doubles."""
        cell = self.cell(name)
        if isinstance(self.frame.schema[name].dataType, NumericType):
            cell = cell.cast("double")
        else:
            cell = F.regexp_replace(F.trim(cell.cast("string")), ",", "").try_cast("double")
        return F.when(~F.isnan(cell) & (F.abs(cell) != F.lit(float("inf"))), cell)

    def is_there(self, name: str) -> Column:
        """True where a cell holds something."""
        cell = self.cell(name)
        is_float = isinstance(self.frame.schema[name].dataType, FractionalType)
        return cell.isNotNull() & ~F.isnan(cell.cast("double")) if is_float else cell.isNotNull()

    def is_null(self, expr: Column) -> Column:
        """True where a cell holds nothing."""
        return expr.isNull()

    def is_in(self, expr: Column, values: Sequence[str]) -> Column:
        """True where a text is one of some."""
        return F.coalesce(expr.isin(list(values)), F.lit(False)) if values else F.lit(False)  # noqa: FBT003

    def constant(self, *, value: bool) -> Column:
        """The same in every row."""
        return F.lit(value)

    def choose(self, cases: Sequence[tuple[Column, float]], otherwise: float | None = None) -> Column:
        """The number of the first case that is true."""
        chosen = F.lit(otherwise).cast("double")
        for condition, value in reversed(cases):
            chosen = F.when(condition, F.lit(value)).otherwise(chosen)
        return chosen

    def filled(self, expr: Column, value: object) -> Column:
        """Without nulls."""
        return F.coalesce(expr, F.lit(value))

    def absolute(self, expr: Column) -> Column:
        """Without its sign."""
        return F.abs(expr)

    def rounded(self, expr: Column) -> Column:
        """To whole numbers."""
        return F.round(expr)

    def of_groups(
        self, ends: Mapping[str, End], by: Sequence[str], says: Callable[[Mapping[str, Column]], Column]
    ) -> Column:
        """A condition on a row and its group."""
        window = Window.partitionBy(*(self.cell(name) for name in by))
        taken = {"min": F.min, "max": F.max}
        return says({name: taken[kind](expr).over(window) for name, (kind, expr) in ends.items()})

    def among(self, exprs: Sequence[Column], rows: Sequence[Row]) -> Column:
        """True where the expressions are those of one of the rows."""
        first, *others = exprs
        found = []
        for rest, values in by_rest(rows).items():
            there = [value for value in values if value is not None]
            one_of = F.coalesce(first.isin(there), F.lit(False)) if there else F.lit(False)  # noqa: FBT003
            one_of = one_of | first.isNull() if len(there) < len(values) else one_of
            found.append(reduce(and_, (e.eqNullSafe(F.lit(c)) for e, c in zip(others, rest, strict=True)), one_of))
        return either(found, F.lit(False))  # noqa: FBT003

    def rows(self, exprs: Mapping[str, Column], where: Column | None = None) -> list[Row]:
        """Each combination once."""
        named = {f"__{name}": expr for name, expr in exprs.items()}
        held = self.frame.withColumns(named if where is None else named | {"__where": where})
        held = held if where is None else held.filter(F.col("__where"))
        return [tuple(row) for row in held.select(*named).distinct().collect()]

    def holds_anywhere(self, exprs: Mapping[str, Column]) -> dict[str, bool]:
        """Which are true in any row."""
        found = self.frame.agg(*(F.max(expr).alias(name) for name, expr in exprs.items())).collect()[0]
        return {name: bool(found[name]) for name in exprs}
