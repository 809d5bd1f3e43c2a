"""A table as its backend holds it: its cells as expressions of that backend, in its native form.

Expressions take `& | ~ + - * < <= > >=` as every backend writes them; what they do not share is a method here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol

from tallystick.errors import ReadError
from tallystick.showing import nearest

Expr = Any  # of the backend: a polars or ibis expression, a pandas series, a Spark or SQL column
Row = tuple[Any, ...]
End = tuple[Literal["min", "max"], Expr]


def known(name: str, names: Sequence[str]) -> str:
    """The name of a column that is there.

    Raises:
        ReadError: it is not.
    """
    if name not in names:
        raise ReadError(f"the table has no column '{name}'{nearest(name, names)}", fix="correct the name, or the table")
    return name


def either(conditions: Sequence[Expr], none: Expr) -> Expr:
    """True where one of many conditions is, as a tree that is not deep: thousands in a chain end a parser's stack."""
    if len(conditions) < 2:
        return conditions[0] if conditions else none
    half = len(conditions) // 2
    return either(conditions[:half], none) | either(conditions[half:], none)


def by_rest(rows: Sequence[Row]) -> dict[Row, list[Any]]:
    """The first cells of rows by what stands in the others: of many values in few units, a list a unit."""
    found: dict[Row, list[Any]] = {}
    for first, *rest in rows:
        found.setdefault(tuple(rest), []).append(first)
    return found


class Frame(Protocol):
    """What every backend can do with a table."""

    def cell(self, name: str) -> Expr:
        """The cells of a column as they stand."""
        ...

    def text(self, name: str) -> Expr:
        """The cells of a column as text; "" where there is none."""
        ...

    def number(self, name: str) -> Expr:
        """The cells of a column as doubles; null where a cell holds none, or is no finite number."""
        ...

    def is_there(self, name: str) -> Expr:
        """True where a column holds something: NaN is nothing."""
        ...

    def is_null(self, expr: Expr) -> Expr:
        """True where a cell holds nothing."""
        ...

    def is_in(self, expr: Expr, values: Sequence[str]) -> Expr:
        """True where a text is one of some; never null."""
        ...

    def constant(self, *, value: bool) -> Expr:
        """The same in every row."""
        ...

    def choose(self, cases: Sequence[tuple[Expr, float]], otherwise: float | None = None) -> Expr:
        """The number of the first case that is true."""
        ...

    def filled(self, expr: Expr, value: object) -> Expr:
        """The expression with a value where it is null."""
        ...

    def absolute(self, expr: Expr) -> Expr:
        """Without its sign."""
        ...

    def rounded(self, expr: Expr) -> Expr:
        """To whole numbers."""
        ...

    def of_groups(self, ends: Mapping[str, End], by: Sequence[str], says: Callable[[Mapping[str, Expr]], Expr]) -> Expr:
        """A condition on a row and on ends of the rows that share some columns with it.

        Args:
            ends: By name, the least ("min") or greatest ("max") that an expression comes to in those rows.
            by: The columns they share; rows without one share that.
            says: The condition, given the ends.
        """
        ...

    def among(self, exprs: Sequence[Expr], rows: Sequence[Row]) -> Expr:
        """True where the expressions are those of one of the rows; never null."""
        ...

    def rows(self, exprs: Mapping[str, Expr], where: Expr | None = None) -> list[Row]:
        """What the expressions come to, each combination once."""
        ...

    def holds_anywhere(self, exprs: Mapping[str, Expr]) -> dict[str, bool]:
        """Which expressions are true in any row."""
        ...
