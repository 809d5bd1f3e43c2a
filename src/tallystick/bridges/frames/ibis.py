"""An ibis table: expressions run in its database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import and_
from typing import Any

import ibis

from tallystick.bridges.frames import End, Row, by_rest, either, known

Column = Any


class IbisFrame:
    """Cells as columns of an ibis table."""

    def __init__(self, table: Any) -> None:  # noqa: ANN401 - an ibis table, whose package brings no types
        self.table = table

    def cell(self, name: str) -> Column:
        """The cells as they stand."""
        return self.table[known(name, self.table.columns)]

    def text(self, name: str) -> Column:
        """The cells as text."""
        return self.cell(name).cast("string").fill_null("")

    def number(self, name: str) -> Column:
        """The cells as doubles."""
        cell = self.cell(name)
        if cell.type().is_numeric():
            found = cell.cast("float64")
        else:
            found = cell.cast("string").strip().replace(",", "").try_cast("float64")
        return (found.isnan() | found.isinf()).ifelse(None, found)

    def is_there(self, name: str) -> Column:
        """True where a cell holds something."""
        cell = self.cell(name)
        return ~(cell.isnull() | cell.isnan().fill_null(False)) if cell.type().is_floating() else cell.notnull()  # noqa: FBT003

    def is_null(self, expr: Column) -> Column:
        """True where a cell holds nothing."""
        return expr.isnull()

    def is_in(self, expr: Column, values: Sequence[str]) -> Column:
        """True where a text is one of some."""
        return expr.isin(list(values)).fill_null(False) if values else self.constant(value=False)  # noqa: FBT003

    def constant(self, *, value: bool) -> Column:
        """The same in every row."""
        # A literal alone would be a scalar.
        first = self.table[self.table.columns[0]]
        return first.isnull() | first.notnull() if value else first.isnull() & first.notnull()

    def choose(self, cases: Sequence[tuple[Column, float]], otherwise: float | None = None) -> Column:
        """The number of the first case that is true."""
        rest = ibis.null("float64") if otherwise is None else ibis.literal(otherwise, "float64")
        return ibis.cases(*cases, else_=rest) if cases else rest

    def filled(self, expr: Column, value: object) -> Column:
        """Without nulls."""
        return expr.fill_null(value)

    def absolute(self, expr: Column) -> Column:
        """Without its sign."""
        return expr.abs()

    def rounded(self, expr: Column) -> Column:
        """To whole numbers."""
        return expr.round()

    def of_groups(
        self, ends: Mapping[str, End], by: Sequence[str], says: Callable[[Mapping[str, Column]], Column]
    ) -> Column:
        """A condition on a row and its group."""
        window = ibis.window(group_by=[self.cell(name) for name in by])
        return says(
            {name: (expr.min() if kind == "min" else expr.max()).over(window) for name, (kind, expr) in ends.items()}
        )

    def among(self, exprs: Sequence[Column], rows: Sequence[Row]) -> Column:
        """True where the expressions are those of one of the rows."""
        first, *others = exprs
        found = []
        for rest, values in by_rest(rows).items():
            there = [value for value in values if value is not None]
            one_of = first.isin(there).fill_null(False) if there else self.constant(value=False)  # noqa: FBT003
            one_of = one_of | first.isnull() if len(there) < len(values) else one_of
            found.append(reduce(and_, (one.identical_to(cell) for one, cell in zip(others, rest, strict=True)), one_of))
        return either(found, self.constant(value=False))

    def rows(self, exprs: Mapping[str, Column], where: Column | None = None) -> list[Row]:
        """Each combination once."""
        held = self.table.mutate(**{f"__{name}": expr for name, expr in exprs.items()})
        if where is not None:
            held = self.table.mutate(**{f"__{name}": expr for name, expr in exprs.items()}, __where=where)
            held = held.filter(held["__where"])
        found = held.select(*(f"__{name}" for name in exprs)).distinct().to_pyarrow()
        return [tuple(row.values()) for row in found.to_pylist()]

    def holds_anywhere(self, exprs: Mapping[str, Column]) -> dict[str, bool]:
        """Which are true in any row."""
        found = self.table.aggregate(**{name: expr.any() for name, expr in exprs.items()}).to_pyarrow().to_pylist()[0]
        return {name: bool(found[name]) for name in exprs}
