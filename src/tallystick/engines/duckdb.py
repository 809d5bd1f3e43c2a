"""DuckDB: the engine for files, in this process, on tables larger than memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import narwhals as nw

from tallystick.engines.protocol import ROW, File
from tallystick.errors import ReadError

_NUMBERS = count(1)
_MEMORY = "1GB"
_MANY = 1000  # rows


class DuckDB:
    """An engine over a connection of its own; nothing is installed or loaded from elsewhere."""

    name = "duckdb"
    repeats = True  # it computes a number as often as a plan names it: what is named often is kept

    def __init__(self, memory: str = _MEMORY) -> None:
        self.connection = duckdb.connect(config={"autoinstall_known_extensions": False, "memory_limit": memory})
        # It rewrites a condition for each of the cases inside, which takes minutes for a check of two dozen terms.
        self.connection.execute("SET disabled_optimizers = 'expression_rewriter'")

    def scan(self, file: File) -> nw.LazyFrame[Any]:
        """The rows of a Parquet or CSV file."""
        with _told(file.path):
            return nw.from_native(self.connection.sql(_query(file)))

    def take(self, columns: Mapping[str, Sequence[object]]) -> nw.LazyFrame[Any]:
        """A temporary table; a column's type is that of its first value that is no None."""
        name = f"tally_{next(_NUMBERS)}"
        kinds = ", ".join(f'"{column}" {_type(values)}' for column, values in columns.items())
        self.connection.execute(f"CREATE TEMP TABLE {name} ({kinds})")
        rows = [list(row) for row in zip(*columns.values(), strict=True)]
        if len(rows) > _MANY:
            self._load(name, columns)
        elif rows:
            marks = ", ".join("?" for _ in columns)
            self.connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608 - a name of ours
        return nw.from_native(self.connection.table(name))

    def _load(self, name: str, columns: Mapping[str, Sequence[object]]) -> None:
        """Many rows by way of a file, which is a hundred times faster than one by one."""
        import polars as pl

        with TemporaryDirectory() as folder:
            path = f"{folder}/rows.parquet"
            pl.DataFrame({column: list(values) for column, values in columns.items()}).write_parquet(path)
            self.connection.execute(f"INSERT INTO {name} FROM read_parquet({_text(path)})")

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """A temporary table of what the frame comes to."""
        name = f"tally_{next(_NUMBERS)}"
        self._create(name, frame)
        return nw.from_native(self.connection.table(name))

    def _create(self, name: str, frame: nw.LazyFrame[Any]) -> None:
        query = frame.to_native().sql_query()
        with _told():
            self.connection.execute(f"CREATE TEMP TABLE {name} AS {query}")

    def unpivot(
        self, frame: nw.LazyFrame[Any], on: Sequence[str], index: Sequence[str], name: str, value: str
    ) -> nw.LazyFrame[Any]:
        """A row for each column of `on`."""
        # narwhals would ask the connection of the process, which does not know our tables.
        view, listed = f"tally_{next(_NUMBERS)}", ", ".join(_quoted(column) for column in on)
        kept = ", ".join(_quoted(column) for column in (*index, name, value))
        with _told():
            frame.to_native().create_view(view)
            made = self.connection.sql(
                f"SELECT {kept} FROM {view} UNPIVOT INCLUDE NULLS "  # noqa: S608 - quoted above
                f"({_quoted(value)} FOR {_quoted(name)} IN ({listed}))"
            )
        return nw.from_native(made)

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
        """The rows as plain Python values."""
        relation = frame.to_native()
        with _told():
            return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]

    def write(self, frame: nw.LazyFrame[Any], path: str) -> None:
        """A Parquet file."""
        frame.to_native().write_parquet(path)


def _query(file: File) -> str:
    if file.is_parquet:
        return f"FROM read_parquet({_text(file.path)}, file_row_number=true) SELECT * RENAME (file_row_number AS {ROW})"
    names = ", ".join(f"{_text(name)}: 'VARCHAR'" for name in file.names)
    # Everything is said, so that nothing is guessed: cells are text, whatever the first thousand rows look like.
    marks = f"delim={_text(file.separator)}, quote='\"', escape='\"'"
    said = f"{marks}, header=false, null_padding=true, skip={file.skip}, columns={{{names}}}"
    return f"FROM read_csv({_text(file.path)}, auto_detect=false, {said}) SELECT row_number() OVER () - 1 AS {ROW}, *"


@contextmanager
def _told(path: str = "") -> Iterator[None]:
    """What DuckDB cannot read, as a `ReadError` in a line."""
    try:
        yield
    except duckdb.Error as problem:
        said = next((line for line in str(problem).splitlines() if line.strip()), "it does not say why")
        what = f"{path or 'the table'} cannot be read: {said}"
        raise ReadError(what, fix="check the file; it may be cut short") from None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _type(values: Sequence[object]) -> str:
    known = next((value for value in values if value is not None), "")
    return {bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE"}.get(type(known), "VARCHAR")
