"""A pandas frame: expressions are series, computed at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import and_
from typing import Any

import pandas as pd

from tallystick.bridges.frames import End, Row, by_rest, either, known

Series = Any


class PandasFrame:
    """Cells as pandas series, aligned with the frame."""

    def __init__(self, frame: Any) -> None:  # noqa: ANN401 - a pandas frame, whose package brings no types
        self.frame = frame

    def cell(self, name: str) -> Series:
        """The cells as they stand."""
        return self.frame[known(name, list(self.frame.columns))]

    def text(self, name: str) -> Series:
        """The cells as text."""
        return self.cell(name).astype("string").fillna("").astype(object)

    def number(self, name: str) -> Series:
        """The cells as doubles."""
        cells = self.cell(name)
        if not pd.api.types.is_numeric_dtype(cells) or pd.api.types.is_bool_dtype(cells):
            cells = pd.to_numeric(cells.astype("string").str.strip().str.replace(",", ""), errors="coerce")
        found = pd.Series(cells.to_numpy(dtype=float, na_value=float("nan")), index=self.frame.index)
        return found.where(found.abs() != float("inf"))

    def is_there(self, name: str) -> Series:
        """True where a cell holds something."""
        return self.cell(name).notna()

    def is_null(self, expr: Series) -> Series:
        """True where a cell holds nothing."""
        return expr.isna()

    def is_in(self, expr: Series, values: Sequence[str]) -> Series:
        """True where a text is one of some."""
        return expr.isin(list(values))

    def constant(self, *, value: bool) -> Series:
        """The same in every row."""
        return pd.Series(value, index=self.frame.index, dtype=bool)

    def choose(self, cases: Sequence[tuple[Series, float]], otherwise: float | None = None) -> Series:
        """The number of the first case that is true."""
        chosen = pd.Series(float("nan") if otherwise is None else otherwise, index=self.frame.index, dtype=float)
        for condition, value in reversed(cases):
            chosen = chosen.mask(condition, value)
        return chosen

    def filled(self, expr: Series, value: object) -> Series:
        """Without nulls."""
        return expr.fillna(value)

    def absolute(self, expr: Series) -> Series:
        """Without its sign."""
        return expr.abs()

    def rounded(self, expr: Series) -> Series:
        """To whole numbers."""
        return expr.round()

    def of_groups(
        self, ends: Mapping[str, End], by: Sequence[str], says: Callable[[Mapping[str, Series]], Series]
    ) -> Series:
        """A condition on a row and its group."""
        keys = [self.cell(name) for name in by]
        return says({name: expr.groupby(keys, dropna=False).transform(kind) for name, (kind, expr) in ends.items()})

    def among(self, exprs: Sequence[Series], rows: Sequence[Row]) -> Series:
        """True where the expressions are those of one of the rows."""
        first, *others = exprs
        found = []
        for rest, values in by_rest(rows).items():
            there = [value for value in values if value is not None]
            one_of = first.isin(there) | (first.isna() if len(there) < len(values) else False)
            same = [one.isna() if cell is None else one == cell for one, cell in zip(others, rest, strict=True)]
            found.append(reduce(and_, (self.filled(one, value=False) for one in same), one_of).astype(bool))
        return either(found, self.constant(value=False))

    def rows(self, exprs: Mapping[str, Series], where: Series | None = None) -> list[Row]:
        """Each combination once, in the order met."""
        held = pd.DataFrame(dict(exprs), index=self.frame.index)
        held = (held if where is None else held[where]).drop_duplicates()
        columns = [[None if is_missing(cell) else cell for cell in held[name].tolist()] for name in exprs]
        return list(zip(*columns, strict=True))

    def holds_anywhere(self, exprs: Mapping[str, Series]) -> dict[str, bool]:
        """Which are true in any row."""
        return {name: bool(expr.any()) for name, expr in exprs.items()}


def is_missing(cell: object) -> bool:
    """True for what pandas takes for no value."""
    return cell is None or cell is pd.NA or cell is pd.NaT or cell != cell  # noqa: PLR0124 - NaN
