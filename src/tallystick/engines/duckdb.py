"""DuckDB: the engine for files, in this process, on tables larger than memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

import duckdb
import narwhals as nw

from tallystick.engines.protocol import ROW
from tallystick.errors import ReadError

_NUMBERS = count(1)
_MEMORY = "1GB"


class DuckDB:
    """An engine over a connection of its own; nothing is installed or loaded from elsewhere."""

    name = "duckdb"

    def __init__(self, memory: str = _MEMORY) -> None:
        self.connection = duckdb.connect(config={"autoinstall_known_extensions": False, "memory_limit": memory})

    def scan(self, paths: Sequence[str]) -> nw.LazyFrame[Any]:
        """The rows of Parquet or CSV files."""
        listed = ", ".join(_text(path) for path in paths)
        if paths[0].lower().endswith(".parquet"):
            query = f"FROM read_parquet([{listed}], file_row_number=true) SELECT * RENAME (file_row_number AS {ROW})"
        else:
            query = f"FROM read_csv([{listed}], all_varchar=true) SELECT row_number() OVER () - 1 AS {ROW}, *"
        try:
            return nw.from_native(self.connection.sql(query))
        except duckdb.Error as problem:
            what = f"{paths[0]} cannot be read: {str(problem).splitlines()[0]}"
            raise ReadError(what, fix="check the file; it may be cut short") from None

    def take(self, columns: Mapping[str, Sequence[object]]) -> nw.LazyFrame[Any]:
        """A temporary table; a column's type is that of its first value that is no None."""
        name = f"tally_{next(_NUMBERS)}"
        kinds = ", ".join(f'"{column}" {_type(values)}' for column, values in columns.items())
        self.connection.execute(f"CREATE TEMP TABLE {name} ({kinds})")
        rows = [list(row) for row in zip(*columns.values(), strict=True)]
        if rows:
            marks = ", ".join("?" for _ in columns)
            self.connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608 - a name of ours
        return nw.from_native(self.connection.table(name))

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """A temporary table of what the frame comes to."""
        name = f"tally_{next(_NUMBERS)}"
        self._create(name, frame)
        return nw.from_native(self.connection.table(name))

    def _create(self, name: str, frame: nw.LazyFrame[Any]) -> None:
        query = frame.to_native().sql_query()
        self.connection.execute(f"CREATE TEMP TABLE {name} AS {query}")

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
        """The rows as plain Python values."""
        relation = frame.to_native()
        return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]

    def write(self, frame: nw.LazyFrame[Any], path: str) -> None:
        """A Parquet file."""
        frame.to_native().write_parquet(path)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _type(values: Sequence[object]) -> str:
    known = next((value for value in values if value is not None), "")
    return {bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE"}.get(type(known), "VARCHAR")
