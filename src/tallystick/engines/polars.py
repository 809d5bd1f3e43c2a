"""Polars: the engine for frames in memory and for files, streaming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
import polars as pl

from tallystick.engines.protocol import ROW
from tallystick.errors import ReadError


class Polars:
    """An engine over lazy frames of this process."""

    name = "polars"

    def scan(self, paths: Sequence[str]) -> nw.LazyFrame[Any]:
        """The rows of Parquet or CSV files."""
        try:
            if paths[0].lower().endswith(".parquet"):
                frame = pl.scan_parquet(list(paths), row_index_name=ROW)
            else:
                frame = pl.scan_csv(list(paths), row_index_name=ROW, infer_schema=False)
            frame.collect_schema()
        except (pl.exceptions.PolarsError, OSError) as problem:
            what = f"{paths[0]} cannot be read: {str(problem).splitlines()[0]}"
            raise ReadError(what, fix="check the file; it may be cut short") from None
        return nw.from_native(frame)

    def of(self, frame: Any) -> nw.LazyFrame[Any]:  # noqa: ANN401 - any frame that narwhals knows
        """The rows of a frame in memory: polars, pandas, pyarrow."""
        rows = nw.from_native(frame, eager_only=True).with_row_index(ROW)
        lazy: nw.LazyFrame[Any] = nw.from_native(rows.to_polars().lazy())
        return lazy

    def take(self, columns: Mapping[str, Sequence[object]]) -> nw.LazyFrame[Any]:
        """A frame of our own."""
        return nw.from_native(pl.LazyFrame({name: list(values) for name, values in columns.items()}))

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The frame collected, streaming."""
        collected: pl.DataFrame = frame.to_native().collect(engine="streaming")
        return nw.from_native(collected.lazy())

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
        """The rows as plain Python values."""
        found: list[dict[str, Any]] = frame.to_native().collect(engine="streaming").to_dicts()
        return found

    def write(self, frame: nw.LazyFrame[Any], path: str) -> None:
        """A Parquet file."""
        frame.to_native().sink_parquet(path)
