"""What an engine can do: scan files, take a small table up, keep what a plan comes to, and hand rows over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import narwhals as nw

ROW = "__row"  # the number of a row: in its file, from 0, above that of its file in the table (see `split_row`)
_FILE_BITS = 40


@dataclass(frozen=True, slots=True)
class File:
    """A file that an engine reads by itself: Parquet, or separated values in UTF-8, whose columns are named here.

    `skip` lines come before the first row, those of the header among them.
    """

    path: str
    names: tuple[str, ...] = ()
    separator: str = ","
    skip: int = 1

    @property
    def is_parquet(self) -> bool:
        """Whether it is Parquet, by its name."""
        return self.path.lower().endswith((".parquet", ".pq"))


def first_row(file: int) -> int:
    """The number of the first row of a table's file.

    >>> split_row(first_row(3) + 14)
    (3, 14)
    """
    return file << _FILE_BITS


def split_row(number: int) -> tuple[int, int]:
    """Which file of a table a row stands in, and its number there; both from 0."""
    return number >> _FILE_BITS, number & ((1 << _FILE_BITS) - 1)


class Engine(Protocol):
    """One way to run a plan; every frame is a lazy narwhals frame of this engine.

    What an engine cannot read or compute, it says as a `ReadError`.
    """

    name: str

    def scan(self, file: File) -> nw.LazyFrame[Any]:
        """The rows of a file, with the column `__row`: the row's number in it, from 0."""
        ...

    def take(self, columns: Mapping[str, Sequence[object]]) -> nw.LazyFrame[Any]:
        """A small table of our own."""
        ...

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The same frame, computed once."""
        ...

    def unpivot(
        self, frame: nw.LazyFrame[Any], on: Sequence[str], index: Sequence[str], name: str, value: str
    ) -> nw.LazyFrame[Any]:
        """A row for each column of `on`: its name in one column, its cell in another, those of `index` beside them."""
        ...

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
        """The rows of a frame that is small."""
        ...

    def write(self, frame: nw.LazyFrame[Any], path: str) -> None:
        """The rows of a frame as a Parquet file."""
        ...
