"""Lines of figures that stand below each other → cells, whatever the places are measured in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tallystick.documents.grid import Raw
from tallystick.documents.marks import set_aside
from tallystick.documents.printed import is_blank, is_number, is_period, is_sign

_RULE = re.compile(r"[\s=+|:*_–—-]{3,}")
_LEAST = 2  # lines of numbers that make a table
_MOST_ABOVE = 6  # lines above them that may be headers
_NARROW = 60  # characters that a label line within a table may have
_ALIGNED = 0.7
_CUTS = 4  # labels alone at which a run of lines is cut


@dataclass(frozen=True, slots=True)
class Field:
    """Words of a line that stand apart: from where to where across, and which characters of the text they are."""

    text: str
    start: int
    end: int
    at: int = 0
    to: int = 0
    box: tuple[int, ...] = ()
    is_bold: bool = False
    mark: str = ""

    @property
    def is_figure(self) -> bool:
        """True for a number, a date, or what stands for none."""
        text = set_aside(self.text)[0]
        return is_number(text) or is_blank(text) or is_period(text)


class Line(Protocol):
    """A line of a text or page."""

    @property
    def text(self) -> str:
        """All of it."""

    @property
    def fields(self) -> Sequence[Field]:
        """What stands apart in it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table found: its lines, end exclusive, its cells, and how many rows were found to be headers."""

    first: int
    last: int
    cells: Sequence[Raw]
    header_rows: int


def is_rule(text: str) -> bool:
    """True for a line that is drawn."""
    return bool(text.strip()) and _RULE.fullmatch(text) is not None


def _data(line: Line) -> Sequence[Field]:
    """The fields of a line of numbers, with or without words before them; none for any other line."""
    fields = line.fields
    if len(fields) < 2:
        return []
    words = next((at for at, field in enumerate(fields) if field.is_figure), len(fields))
    figures = [field for field in fields[words:] if not is_sign(field.text)]
    if not figures or not all(field.is_figure for field in figures):
        return []
    return fields if any(is_number(field.text) for field in figures) else []


def find_columns(lines: Sequence[Line], first: int, reached: int, *, off: int = 2) -> tuple[Drawn | None, int]:
    """Lines of numbers below each other with the lines above that name their columns, and the line they end at.

    Args:
        first: The line that the numbers start at.
        reached: The first line that may belong to it.
        off: By how much the edges of one column may differ.
    """
    rows, end = _run(lines, first)
    columns = _aligned(rows, off)
    # What does not stand below the rest may be a table of its own, after a label alone.
    for label in sorted((at for at, fields in rows.items() if not fields), reverse=True)[:_CUTS]:
        if not columns:
            rows = {at: fields for at, fields in rows.items() if at < label}
            columns = _aligned(rows, off)
    if not columns:
        return None, end
    last = max(at for at, fields in rows.items() if fields) + 1
    rows = {at: fields for at, fields in rows.items() if at < last}
    top = _headers(lines, first, max(reached, first - _MOST_ABOVE), columns)
    headers = [at for at in range(top, first) if lines[at].text.strip() and not is_rule(lines[at].text)]
    cells: list[Raw] = []
    for row, at in enumerate([*headers, *rows]):
        cells += _cells(row, rows.get(at) or lines[at].fields, columns)
    return Drawn(top, last, cells, len(headers)), end


def _aligned(rows: Mapping[int, Sequence[Field]], off: int) -> list[tuple[int, int]]:
    """The columns of the rows of figures; none where they do not stand below each other."""
    figured = [fields for fields in rows.values() if fields]
    columns = _columns(figured)
    return columns if len(figured) >= _LEAST and _is_aligned(figured, columns, off) else []


def _run(lines: Sequence[Line], first: int) -> tuple[dict[int, Sequence[Field]], int]:
    """The rows of a table that starts here, by line (no fields: a label alone), and the line after the last."""
    rows: dict[int, Sequence[Field]] = {}
    waiting: list[int] = []
    last = at = first
    for at in range(first, len(lines)):
        text = lines[at].text
        fields = _data(lines[at])
        if fields:
            rows |= {line: [] for line in waiting}
            rows[at], waiting, last = fields, [], at + 1
        elif not rows or len(waiting) > 1 or at > last + 2:
            break
        elif text.strip() and not is_rule(text):
            if len(text.strip()) > _NARROW or len(lines[at].fields) > 1:
                break
            waiting.append(at)
    return rows, last


def _columns(rows: Sequence[Sequence[Field]]) -> list[tuple[int, int]]:
    """The characters that each column of figures, or of words behind the first, takes up."""
    spans = sorted(
        (field.start, field.end) for fields in rows for at, field in enumerate(fields) if at or field.is_figure
    )
    columns: list[tuple[int, int]] = []
    for start, end in spans:
        if columns and start < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(end, columns[-1][1]))
        else:
            columns.append((start, end))
    return columns


def _is_aligned(rows: Sequence[Sequence[Field]], columns: Sequence[tuple[int, int]], off: int) -> bool:
    """True when no row has two fields in one column, and most columns have fields below each other, at one edge."""
    edges: list[list[Field]] = [[] for _ in columns]
    for fields in rows:
        taken = [_column_of(field, columns) for at, field in enumerate(fields) if at or field.is_figure]
        if len(set(taken)) < len(taken):
            return False
        for field, column in zip(fields[len(fields) - len(taken) :], taken, strict=True):
            edges[column].append(field)
    below = [edge for edge in edges if len(edge) > 1]
    if len(below) * 2 <= len(edges):
        return False
    return all(max(_share(edge, side, off) for side in ("start", "end")) >= _ALIGNED for edge in below)


def _share(fields: Sequence[Field], edge: str, off: int) -> float:
    places = sorted(field.end if edge == "end" else field.start for field in fields)
    middle = places[len(places) // 2]
    return sum(abs(place - middle) <= off for place in places) / len(places)


def _column_of(field: Field, columns: Sequence[tuple[int, int]]) -> int:
    """The column that a field overlaps most, or the nearest."""

    def apart(at: int) -> tuple[int, int]:
        start, end = columns[at]
        overlap = min(field.end, end) - max(field.start, start)
        return (-overlap, abs(field.start + field.end - start - end))

    return min(range(len(columns)), key=apart)


def _headers(lines: Sequence[Line], first: int, least: int, columns: Sequence[tuple[int, int]]) -> int:
    """The first of the lines right above that stand over the columns."""
    top = first
    while top > least:
        text = lines[top - 1].text
        if not is_rule(text) and not _stands_over(lines[top - 1].fields, columns):
            break
        top -= 1
    return top


def _stands_over(fields: Sequence[Field], columns: Sequence[tuple[int, int]]) -> bool:
    left = columns[0][0] - 2
    above = [field for field in fields if field.end > left]
    if not above or len(fields) - len(above) > 1:
        return False
    # What starts among the labels and runs into the columns is a sentence.
    return all(field.start >= left - (field.end - field.start) // 2 and field.start > 0 for field in above)


def _cells(row: int, fields: Sequence[Field], columns: Sequence[tuple[int, int]]) -> Iterator[Raw]:
    for at, field in enumerate(fields):
        is_label = at == 0 and not (field.is_figure and row) and field.end <= columns[0][0] + 1
        column, wide = 0, 1
        if not is_label and (at or field.is_figure or field.start >= columns[0][0]):
            over = [n for n, (left, right) in enumerate(columns) if field.start < right and field.end > left]
            column, wide = (over[0] if over else _column_of(field, columns)) + 1, max(len(over), 1)
        yield Raw(
            row, column, field.text, field.at, field.to, columns=wide, shift=0 if column else field.start,
            is_bold=field.is_bold, box=field.box, mark=field.mark,
        )  # fmt: skip
