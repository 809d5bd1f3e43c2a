"""Spark: the engine for a cluster, by its master (`spark://…`, `local[2]`) or through Spark Connect (`sc://…`)."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import narwhals as nw

from tallystick.engines.protocol import ROW, File
from tallystick.errors import AuditError, ReadError


class Spark:
    """An engine over a session of its own; nothing but suspects ever comes to this process."""

    name = "spark"

    def __init__(self, url: str = "local[2]") -> None:
        # Workers must run the same Python, and this machine's name need not resolve.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.appName("tallystick").config("spark.ui.enabled", "false")
        builder = builder.config("spark.ui.showConsoleProgress", "false").config("spark.sql.shuffle.partitions", "8")
        try:
            self.session = (builder.remote(url) if url.startswith("sc://") else builder.master(url)).getOrCreate()
        except Exception as problem:  # noqa: BLE001 - the gateway raises whatever Java or the network does
            raise _unreachable(url, problem) from None
        if hasattr(self.session, "sparkContext") and not url.startswith("sc://"):
            self.session.sparkContext.setLogLevel("ERROR")

    def scan(self, file: File) -> nw.LazyFrame[Any]:
        """The rows of a Parquet or CSV file; a row's number is the one in its own file (of CSV: in no order)."""
        path = str(Path(file.path).resolve()) if "://" not in file.path else file.path
        try:
            if file.is_parquet:
                frame = self.session.read.parquet(path)
                frame = frame.select("*", frame["_metadata.row_index"].alias(ROW))
            else:
                frame = self._csv(file, path)
        except Exception as problem:  # noqa: BLE001 - as above
            what = f"{file.path} cannot be read by Spark: {_first_line(problem)}"
            raise ReadError(what, fix="check the file, and that every worker sees it") from None
        rows: nw.LazyFrame[Any] = nw.from_native(frame)
        return rows

    def _csv(self, file: File, path: str) -> Any:  # noqa: ANN401 - the session's own frame
        """The rows below the header: Spark skips no lines, so that those above are known by their number."""
        from pyspark.sql.functions import monotonically_increasing_id

        kinds = ", ".join(f"`{name}` string" for name in file.names)
        frame = self.session.read.csv(path, schema=kinds, sep=file.separator, escape='"', multiLine=file.skip > 1)
        numbered = frame.withColumn(ROW, monotonically_increasing_id())
        return numbered.filter(numbered[ROW] >= file.skip).withColumn(ROW, numbered[ROW] - file.skip)

    def take(self, columns: Mapping[str, Sequence[object]]) -> nw.LazyFrame[Any]:
        """A small frame; a column's type is that of its first value that is no None."""
        kinds = ", ".join(f"`{name}` {_type(values)}" for name, values in columns.items())
        rows = list(zip(*columns.values(), strict=True))
        small: nw.LazyFrame[Any] = nw.from_native(self.session.createDataFrame(rows, kinds))
        return small

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The frame cached where it was computed."""
        native = frame.to_native().cache()
        native.count()
        kept: nw.LazyFrame[Any] = nw.from_native(native)
        return kept

    def unpivot(
        self, frame: nw.LazyFrame[Any], on: Sequence[str], index: Sequence[str], name: str, value: str
    ) -> nw.LazyFrame[Any]:
        """A row for each column of `on`."""
        return frame.unpivot(on=list(on), index=list(index), variable_name=name, value_name=value)

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
        """The rows of a small frame."""
        return [row.asDict() for row in frame.to_native().collect()]

    def write(self, frame: nw.LazyFrame[Any], path: str) -> None:
        """A folder of Parquet parts, as Spark writes it."""
        frame.to_native().write.mode("overwrite").parquet(path)


def _unreachable(url: str, problem: Exception) -> AuditError:
    said = _first_line(problem)
    if "JAVA" in said.upper() or "gateway" in said:
        return AuditError(f"Spark needs Java, and there is none: {said}", fix="install Java 17, or use --engine duckdb")
    return AuditError(f"Spark at {url} cannot be reached: {said}", fix="start it, or use --engine duckdb")


def _first_line(problem: Exception) -> str:
    return (str(problem) or type(problem).__name__).splitlines()[0][:200]


def _type(values: Sequence[object]) -> str:
    known = next((value for value in values if value is not None), "")
    return {bool: "boolean", int: "bigint", float: "double"}.get(type(known), "string")
