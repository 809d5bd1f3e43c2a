"""A pandas frame: expressions are series, computed at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from tallystick.bridges.frames import Row, known

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

    def least(self, expr: Series, by: Sequence[str]) -> Series:
        """The least of a group."""
        return expr.groupby([self.cell(name) for name in by], dropna=False).transform("min")

    def most(self, expr: Series, by: Sequence[str]) -> Series:
        """The greatest of a group."""
        return expr.groupby([self.cell(name) for name in by], dropna=False).transform("max")

    def among(self, exprs: Sequence[Series], rows: Sequence[Row]) -> Series:
        """True where the expressions are those of one of the rows."""
        wanted = set(rows)
        found = [row in wanted for row in self._tuples(dict(enumerate(exprs)))] if wanted else False
        return pd.Series(found, index=self.frame.index, dtype=bool)

    def rows(self, exprs: Mapping[str, Series], where: Series | None = None) -> list[Row]:
        """Each combination once, in the order met."""
        rows = self._tuples(exprs)
        kept = rows if where is None else [row for row, chosen in zip(rows, where, strict=True) if chosen]
        return list(dict.fromkeys(kept))

    def holds_anywhere(self, exprs: Mapping[str, Series]) -> dict[str, bool]:
        """Which are true in any row."""
        return {name: bool(expr.any()) for name, expr in exprs.items()}

    def _tuples(self, exprs: Mapping[Any, Series]) -> list[Row]:
        """The rows as plain values, None where one is missing: NaN is not even equal to itself."""
        columns = [[None if cell is pd.NA or cell != cell else cell for cell in expr] for expr in exprs.values()]  # noqa: PLR0124
        return list(zip(*columns, strict=True))
