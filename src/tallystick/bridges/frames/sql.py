"""A table of a database: expressions are SQL, which runs there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from tallystick.bridges.frames import End, Row, by_rest

Column = Any


class SqlFrame:
    """Cells as columns of something that can be selected from."""

    def __init__(self, table: Any, execute: Any, dialect: str) -> None:  # noqa: ANN401 - of SQLAlchemy, read without types
        self.table, self.execute, self.dialect = table, execute, dialect

    def cell(self, name: str) -> Column:
        """The cells as they stand."""
        return sa.column(name)

    def text(self, name: str) -> Column:
        """The cells as text."""
        return sa.func.coalesce(sa.cast(sa.column(name), sa.String), "")

    def number(self, name: str) -> Column:
        """The cells as doubles; of SQLite, where a column holds what it likes, those that are numbers."""
        cell = sa.column(name)
        if self.dialect == "sqlite":
            is_number = sa.and_(sa.func.typeof(cell).in_(["integer", "real"]), sa.func.abs(cell) <= sys.float_info.max)
            return sa.case((is_number, sa.cast(cell, sa.Float)))
        return sa.cast(cell, sa.Float)

    def is_there(self, name: str) -> Column:
        """True where a cell holds something."""
        return sa.column(name).is_not(None)

    def is_null(self, expr: Column) -> Column:
        """True where a cell holds nothing."""
        return expr.is_(None)

    def is_in(self, expr: Column, values: Sequence[str]) -> Column:
        """True where a text is one of some."""
        return expr.in_(list(values)) if values else sa.false()

    def constant(self, *, value: bool) -> Column:
        """The same in every row."""
        return sa.true() if value else sa.false()

    def choose(self, cases: Sequence[tuple[Column, float]], otherwise: float | None = None) -> Column:
        """The number of the first case that is true."""
        return sa.case(*cases, else_=otherwise) if cases else sa.cast(sa.literal(otherwise), sa.Float)

    def filled(self, expr: Column, value: object) -> Column:
        """Without nulls."""
        if isinstance(value, bool):
            return sa.func.coalesce(expr, sa.true() if value else sa.false())
        return sa.func.coalesce(expr, value)

    def absolute(self, expr: Column) -> Column:
        """Without its sign."""
        return sa.func.abs(expr)

    def rounded(self, expr: Column) -> Column:
        """To whole numbers."""
        return sa.func.round(expr)

    def of_groups(
        self, ends: Mapping[str, End], by: Sequence[str], says: Callable[[Mapping[str, Column]], Column]
    ) -> Column:
        """A condition on a row and its group."""
        # One table of groups, without a window, which could not stand in a condition. Keys are renamed, since within
        # the subquery their own names would mean themselves.
        keys = [sa.column(name).label(f"tally_key_{at}") for at, name in enumerate(by)]
        taken = {"min": sa.func.min, "max": sa.func.max}
        columns = [taken[kind](expr).label(f"tally_{name}") for name, (kind, expr) in ends.items()]
        grouped = sa.select(*keys, *columns).select_from(self.table).group_by(*(sa.column(name) for name in by))
        held = grouped.subquery()
        same = [held.c[f"tally_key_{at}"].is_not_distinct_from(sa.column(name)) for at, name in enumerate(by)]
        told = says({name: held.c[f"tally_{name}"] for name in ends})
        return sa.exists(sa.select(1).select_from(held).where(*same, told).correlate(None))

    def among(self, exprs: Sequence[Column], rows: Sequence[Row]) -> Column:
        """True where the expressions are those of one of the rows."""
        first, *others = exprs
        found = []
        for rest, values in by_rest(rows).items():
            there = [value for value in values if value is not None]
            one_of = sa.func.coalesce(first.in_(there), sa.false()) if there else sa.false()
            one_of = sa.or_(one_of, first.is_(None)) if len(there) < len(values) else one_of
            same = [one.is_not_distinct_from(cell) for one, cell in zip(others, rest, strict=True)]
            found.append(sa.and_(one_of, *same))
        return sa.or_(*found) if found else sa.false()

    def rows(self, exprs: Mapping[str, Column], where: Column | None = None) -> list[Row]:
        """Each combination once."""
        query = sa.select(*(expr.label(name) for name, expr in exprs.items())).select_from(self.table).distinct()
        found = self.execute(query if where is None else query.where(where)).fetchall()
        return [tuple(row) for row in found]

    def holds_anywhere(self, exprs: Mapping[str, Column]) -> dict[str, bool]:
        """Which are true in any row."""
        flags = [sa.func.max(sa.case((expr, 1), else_=0)).label(name) for name, expr in exprs.items()]
        found = self.execute(sa.select(*flags).select_from(self.table)).fetchall()[0]
        return {name: bool(cell) for name, cell in zip(exprs, found, strict=True)}
