"""A polars frame: expressions stay lazy until pandera collects them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import and_

import polars as pl

from tallystick.bridges.frames import End, Row, by_rest, either, known


class PolarsFrame:
    """Cells as polars expressions."""

    def __init__(self, frame: pl.LazyFrame) -> None:
        self.frame, self.schema = frame, frame.collect_schema()

    def cell(self, name: str) -> pl.Expr:
        """The cells as they stand."""
        return pl.col(known(name, self.schema.names()))

    def text(self, name: str) -> pl.Expr:
        """The cells as text."""
        return self.cell(name).cast(pl.String).fill_null("")

    def number(self, name: str) -> pl.Expr:
        """The cells as doubles."""
        cell = self.cell(name)
        is_text = not self.schema[name].is_numeric()
        found = cell.cast(pl.String).str.strip_chars().str.replace_all(",", "") if is_text else cell
        number = found.cast(pl.Float64, strict=False)
        return pl.when(number.is_finite()).then(number)

    def is_there(self, name: str) -> pl.Expr:
        """True where a cell holds something."""
        cell = self.cell(name)
        is_missing = cell.is_null()
        return ~(is_missing | cell.is_nan().fill_null(value=False)) if self.schema[name].is_float() else ~is_missing

    def is_null(self, expr: pl.Expr) -> pl.Expr:
        """True where a cell holds nothing."""
        return expr.is_null()

    def is_in(self, expr: pl.Expr, values: Sequence[str]) -> pl.Expr:
        """True where a text is one of some."""
        return expr.is_in(list(values)).fill_null(value=False)

    def constant(self, *, value: bool) -> pl.Expr:
        """The same in every row."""
        # A literal alone would come out as one row.
        first = pl.col(self.schema.names()[0])
        return first.is_null() | first.is_not_null() if value else first.is_null() & first.is_not_null()

    def choose(self, cases: Sequence[tuple[pl.Expr, float]], otherwise: float | None = None) -> pl.Expr:
        """The number of the first case that is true."""
        chosen: pl.Expr = pl.lit(otherwise, pl.Float64)
        for condition, value in reversed(cases):
            chosen = pl.when(condition).then(pl.lit(value, pl.Float64)).otherwise(chosen)
        return chosen

    def filled(self, expr: pl.Expr, value: object) -> pl.Expr:
        """Without nulls."""
        return expr.fill_null(value)

    def absolute(self, expr: pl.Expr) -> pl.Expr:
        """Without its sign."""
        return expr.abs()

    def rounded(self, expr: pl.Expr) -> pl.Expr:
        """To whole numbers."""
        return expr.round(0)

    def of_groups(
        self, ends: Mapping[str, End], by: Sequence[str], says: Callable[[Mapping[str, pl.Expr]], pl.Expr]
    ) -> pl.Expr:
        """A condition on a row and its group."""
        taken = {"min": pl.Expr.min, "max": pl.Expr.max}
        return says({name: taken[kind](expr).over(*by) for name, (kind, expr) in ends.items()})

    def among(self, exprs: Sequence[pl.Expr], rows: Sequence[Row]) -> pl.Expr:
        """True where the expressions are those of one of the rows."""
        first, *others = exprs
        found = []
        for rest, values in by_rest(rows).items():
            same = [one.eq_missing(cell) for one, cell in zip(others, rest, strict=True)]
            found.append(reduce(and_, same, first.is_in(values, nulls_equal=True)))
        chosen: pl.Expr = either(found, self.constant(value=False))
        return chosen

    def rows(self, exprs: Mapping[str, pl.Expr], where: pl.Expr | None = None) -> list[Row]:
        """Each combination once, in a stable order."""
        frame = self.frame if where is None else self.frame.filter(where)
        found: pl.DataFrame = frame.select(**exprs).unique(maintain_order=True).collect()
        return found.rows()

    def holds_anywhere(self, exprs: Mapping[str, pl.Expr]) -> dict[str, bool]:
        """Which are true in any row."""
        found: pl.DataFrame = self.frame.select(**{name: expr.any() for name, expr in exprs.items()}).collect()
        return {name: bool(found[name][0]) for name in exprs}
