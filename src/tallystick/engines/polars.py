"""Polars: the engine for frames in memory and for files, streaming."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import narwhals as nw
import polars as pl

from tallystick.engines.protocol import ROW, File
from tallystick.errors import ReadError


class Polars:
    """An engine over lazy frames of this process."""

    name = "polars"

    def scan(self, file: File) -> nw.LazyFrame[Any]:
        """The rows of a Parquet or CSV file."""
        with _told(file.path):
            if file.is_parquet:
                frame = pl.scan_parquet(file.path, row_index_name=ROW)
            else:
                kinds = dict.fromkeys(file.names, pl.String)
                frame = pl.scan_csv(
                    file.path, has_header=False, skip_lines=file.skip, separator=file.separator, schema=kinds
                ).with_row_index(ROW)
            frame.collect_schema()
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
        with _told():
            collected: pl.DataFrame = frame.to_native().collect(engine="streaming")
        return nw.from_native(collected.lazy())

    def unpivot(
        self, frame: nw.LazyFrame[Any], on: Sequence[str], index: Sequence[str], name: str, value: str
    ) -> nw.LazyFrame[Any]:
        """A row for each column of `on`."""
        return frame.unpivot(on=list(on), index=list(index), variable_name=name, value_name=value)

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
        """The rows as plain Python values."""
        with _told():
            found: list[dict[str, Any]] = frame.to_native().collect(engine="streaming").to_dicts()
        return found

    def write(self, frame: nw.LazyFrame[Any], path: str) -> None:
        """A Parquet file."""
        frame.to_native().sink_parquet(path)


@contextmanager
def _told(path: str = "") -> Iterator[None]:
    """What Polars cannot read, as a `ReadError` in a line."""
    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as problem:
        said = next((line for line in str(problem).splitlines() if line.strip()), "it does not say why")
        raise ReadError(
            f"{path or 'the table'} cannot be read: {said}", fix="check the file; it may be cut short"
        ) from None
