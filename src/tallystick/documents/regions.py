"""Rows of a sheet → its tables and the lines between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tallystick.documents.printed import is_data


@dataclass(frozen=True, slots=True)
class Region:
    """Rows from `first` to `last`, end exclusive, that are one table, or lines of words."""

    first: int
    last: int
    is_table: bool


def regions(rows: Sequence[Sequence[str]], gaps: Sequence[int]) -> Iterator[Region]:
    """The tables among rows of filled cells, and the words around them.

    Args:
        rows: The texts of the filled cells of each row; none is empty.
        gaps: Rows that an empty row stands before.
    """
    starts = [0, *(gap for gap in gaps if _opens(rows, gap)), len(rows)]
    for first, last in pairwise(starts):
        yield from _region(rows, first, last)


def _opens(rows: Sequence[Sequence[str]], at: int) -> bool:
    """True where a table of its own may start: a row of names, with or without a line of words above, then numbers."""
    while at < len(rows) and len(rows[at]) == 1:
        at += 1
    names = rows[at] if at < len(rows) else ()
    below = rows[at + 1] if at + 1 < len(rows) else ()
    return len(names) > 1 and not any(map(is_data, names)) and any(map(is_data, below))


def _region(rows: Sequence[Sequence[str]], first: int, last: int) -> Iterator[Region]:
    start, end = first, last
    while start < end and len(rows[start]) == 1:
        start += 1
    while end > start and len(rows[end - 1]) == 1 and not is_data(rows[end - 1][0]):
        end -= 1
    if start == end:
        yield Region(first, last, is_table=sum(is_data(row[0]) for row in rows[first:last]) > 1)
        return
    if first < start:
        yield Region(first, start, is_table=False)
    yield Region(start, end, is_table=True)
    if end < last:
        yield Region(end, last, is_table=False)
