"""What an engine can do: scan files, take a small table up, keep what a plan comes to, and hand rows over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import narwhals as nw

ROW = "__row"  # the number of a row in its file, from 0


class Engine(Protocol):
    """One way to run a plan; every frame is a lazy narwhals frame of this engine."""

    name: str

    def scan(self, paths: Sequence[str]) -> nw.LazyFrame[Any]:
        """The rows of files, with the column `__row`.

        Raises:
            ReadError: a file cannot be read.
        """
        ...

    def take(self, columns: Mapping[str, Sequence[object]]) -> nw.LazyFrame[Any]:
        """A small table of our own."""
        ...

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The same frame, computed once."""
        ...

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
        """The rows of a frame that is small."""
        ...

    def write(self, frame: nw.LazyFrame[Any], path: str) -> None:
        """The rows of a frame as a Parquet file."""
        ...
