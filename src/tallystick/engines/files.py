"""The files of a table opened as one frame of text or numbers, whatever dialect each is written in.

What is found by looking at a file is kept, so that it can be said. Rows carry their file and number in `__row`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import narwhals as nw

from tallystick.engines.protocol import ROW, Engine, File, first_row, split_row
from tallystick.errors import ReadError
from tallystick.model import Dialect, Place, TableSpec
from tallystick.reading.dialects import Sniffed, header_unit, sniff

MEMORY = "memory:"  # how the path of a frame in memory starts
_PARQUET = (".parquet", ".pq")


@dataclass(frozen=True, slots=True)
class Opened:
    """A table's files as one frame, and how each was read; `lacking` are (file, column) that others have."""

    frame: nw.LazyFrame[Any]
    files: tuple[str, ...]
    read: tuple[Sniffed | None, ...]
    lacking: tuple[tuple[str, str], ...] = ()
    units: dict[str, str] = field(default_factory=dict)  # column → the unit its header names

    @property
    def dialect(self) -> Dialect:
        """How the first file marks its numbers."""
        first = self.read[0] if self.read else None
        return first.dialect if first else Dialect(decimal=".", thousands=",")

    def place(self, number: int) -> Place:
        """Where a row stands: its line, or of Parquet its number, from 1."""
        at, row = split_row(number)
        read = self.read[at] if at < len(self.read) else None
        return Place(self.files[at], row + 1 + (read.skip if read else 0))


def open_files(spec: TableSpec, engine: Engine, *, shown: Sequence[str] = (), frame: Any = None) -> Opened:  # noqa: ANN401
    """The rows of a table.

    Args:
        spec: Its paths are files, or `memory:…` for a frame.
        engine: That reads them.
        shown: The paths as messages name them; those of the spec by default.
        frame: One in memory.

    Raises:
        ReadError: a file cannot be read.
    """
    if frame is not None:
        rows = _of_memory(engine, frame)
        names = [name for name in rows.collect_schema() if name != ROW]
        return Opened(rows, spec.paths, (None,), units=_header_units(names))
    looked = [None if path.lower().endswith(_PARQUET) else sniff(Path(path), spec.dialect) for path in spec.paths]
    parts = [_part(engine, path, read) for path, read in zip(spec.paths, looked, strict=True)]
    names = list(dict.fromkeys(name for part in parts for name in part.collect_schema()))
    lacking = tuple(
        (path, name)
        for path, part in zip(shown or spec.paths, parts, strict=True)
        for name in names
        if name not in part.collect_schema()
    )
    parts = [_like(part, names, number, parts[0]) for number, part in enumerate(parts)]
    units = next((read.unit_of for read in looked if read), _header_units(names))
    whole = parts[0] if len(parts) == 1 else nw.concat(parts, how="vertical")
    return Opened(whole, tuple(shown or spec.paths), tuple(looked), lacking, units)


def _header_units(names: Sequence[str]) -> dict[str, str]:
    return {name: unit for name in names if (unit := header_unit(name)[1])}


def _part(engine: Engine, path: str, read: Sniffed | None) -> nw.LazyFrame[Any]:
    if read is None:
        return engine.scan(File(path))
    if read.rows is None:
        return engine.scan(File(path, read.names, read.dialect.separator, read.skip))
    columns: dict[str, Sequence[object]] = {ROW: range(len(read.rows))}
    texts = zip(*read.rows, strict=True) if read.rows else ([] for _ in read.names)
    columns |= {name: [cell or None for cell in cells] for name, cells in zip(read.names, texts, strict=True)}
    return engine.take(columns)


def _of_memory(engine: Engine, frame: Any) -> nw.LazyFrame[Any]:  # noqa: ANN401 - any frame that narwhals knows
    if not hasattr(engine, "of"):
        raise ReadError(f"{engine.name} takes no frame in memory", fix="use engine: polars")
    rows: nw.LazyFrame[Any] = engine.of(frame)
    return rows


def _like(part: nw.LazyFrame[Any], names: Sequence[str], number: int, first: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The rows of one of several files with the columns of all, as text where the files differ in kind."""
    schema, kinds = part.collect_schema(), first.collect_schema()
    made: dict[str, nw.Expr] = {}
    for name in names:
        if name not in schema:
            made[name] = nw.lit(None).cast(kinds.get(name, nw.String()))
        elif name in kinds and schema[name] != kinds[name] and name != ROW:
            made[name] = nw.col(name).cast(kinds[name])
    made[ROW] = nw.col(ROW).cast(nw.Int64) + first_row(number)
    return part.with_columns(**made).select(*names)


def with_files(spec: TableSpec, paths: Sequence[str]) -> TableSpec:
    """The same description of other files."""
    return replace(spec, paths=tuple(paths))
