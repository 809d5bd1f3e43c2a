"""Lines drawn in columns → cells: with pipes, or with blanks between numbers that stand below each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tallystick.documents.grid import Raw
from tallystick.documents.printed import is_blank, is_number, is_period, is_sign

_FIELD = re.compile(r"\S+(?: \S+)*")
_LEADERS = re.compile(r"(?:\s?[.·_]){3,}")
_RULE = re.compile(r"[\s=+|:*_–—-]{3,}")
_SIGN_GAP = re.compile(r"([$€£¥]) +(?=[\d(.–—-])")
_MARKS = ("|", "\t")
_LEAST = 2  # lines of numbers that make a table
_MOST_ABOVE = 6  # lines above them that may be headers
_NARROW = 60  # characters that a label line within a table may have
_OFF = 2  # characters by which edges of one column may differ
_ALIGNED = 0.7
_STARTS = 3  # lines that one run of lines is tried from


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text, and where it starts."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends, without its line end."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table found: its lines, end exclusive, its cells, and how many rows were found to be headers."""

    first: int
    last: int
    cells: Sequence[Raw]
    header_rows: int


@dataclass(frozen=True, slots=True)
class _Field:
    text: str
    start: int  # within its line
    end: int

    @property
    def is_figure(self) -> bool:
        return is_number(self.text) or is_blank(self.text) or is_period(self.text)


def find_tables(lines: Sequence[Line]) -> Iterator[Drawn]:
    """The tables among these lines, in order; each line is looked at a few times at most."""
    at = reached = 0
    barred = dict.fromkeys(_MARKS, 0)
    starts = until = 0
    while at < len(lines):
        drawn = None
        for mark in _MARKS:
            if drawn is None and at >= barred[mark]:
                drawn, barred[mark] = _parted(lines, at, mark)
        if drawn is None and (at >= until or starts < _STARTS):
            drawn, end = _spaced(lines, at, reached)
            starts, until = (starts + 1, until) if at < until else (0, end)
        if drawn is None:
            at += 1
        else:
            yield drawn
            at = reached = drawn.last


def _parted(lines: Sequence[Line], first: int, mark: str) -> tuple[Drawn | None, int]:
    """Two lines or more, all with as many pipes or tabs (rules between them are no rows), and the line they end at."""
    count = lines[first].text.count(mark)
    if not count or _is_rule(lines[first].text):
        return None, first + 1
    last = first
    while last < len(lines) and (_is_rule(lines[last].text) or lines[last].text.count(mark) == count):
        last += 1
    rows = [line for line in lines[first:last] if not _is_rule(line.text)]
    has_rule = len(rows) < last - first
    cells = [cell for row, line in enumerate(rows) for cell in _parts(line, row, mark)]
    figures = sum(is_number(cell.text) for cell in cells)
    if len(rows) < _LEAST or not (figures >= _LEAST or has_rule) or (count == 1 and not has_rule and mark == "|"):
        return None, last
    above = next((at - first for at in range(first, last) if _is_rule(lines[at].text)), 0)
    return Drawn(first, last, cells, above if above < len(rows) else 0), last


def _parts(line: Line, row: int, mark: str) -> Iterator[Raw]:
    parts = line.text.rstrip(" ").split(mark)
    is_boxed = mark == "|" and not parts[0].strip()
    at = line.start
    for number, part in enumerate(parts):
        bare = part.strip()
        lead = len(part) - len(part.lstrip()) if bare else 0
        is_edge = mark == "|" and number == len(parts) - 1 and not bare
        if not is_edge and not (number == 0 and is_boxed):
            column = number - is_boxed
            yield Raw(row, column, bare, at + lead, at + lead + len(bare), shift=0 if column else lead)
        at += len(part) + 1


def _is_rule(text: str) -> bool:
    return bool(text.strip()) and _RULE.fullmatch(text) is not None


def _fields(text: str) -> list[_Field]:
    """The parts of a line between two blanks or more, or leading dots."""
    flat = _LEADERS.sub(lambda match: " " * len(match[0]), text)
    flat = _SIGN_GAP.sub(lambda match: " " * (len(match[0]) - 1) + match[1], flat)
    return [_field(text, match) for match in _FIELD.finditer(flat)]


def _field(text: str, match: re.Match[str]) -> _Field:
    """A field with the currency sign that was drawn apart from it."""
    start = match.start()
    if text[start] != match[0][0]:
        start = text.rindex(match[0][0], 0, start)
    return _Field(" ".join(text[start : match.end()].split()), start, match.end())


def _data(text: str) -> list[_Field]:
    """The fields of a line of numbers, with or without words before them; none for any other line."""
    if "  " not in text and ".." not in text:
        return []
    fields = _fields(text)
    words = next((at for at, field in enumerate(fields) if field.is_figure), len(fields))
    figures = [field for field in fields[words:] if not is_sign(field.text)]
    if not figures or len(fields) < 2 or not all(field.is_figure for field in figures):
        return []
    return fields if any(is_number(field.text) for field in figures) else []


def _spaced(lines: Sequence[Line], first: int, reached: int) -> tuple[Drawn | None, int]:
    """Lines of numbers below each other with the lines above that name their columns, and the line they end at."""
    rows, last = _run(lines, first)
    figured = [fields for fields in rows.values() if fields]
    columns = _columns(figured)
    if len(figured) < _LEAST or not _is_aligned(figured, columns):
        return None, last
    top = _headers(lines, first, max(reached, first - _MOST_ABOVE), columns)
    headers = [at for at in range(top, first) if lines[at].text.strip() and not _is_rule(lines[at].text)]
    cells: list[Raw] = []
    for row, at in enumerate([*headers, *rows]):
        cells += _cells(lines[at], row, rows.get(at) or _fields(lines[at].text), columns)
    return Drawn(top, last, cells, len(headers)), last


def _run(lines: Sequence[Line], first: int) -> tuple[dict[int, list[_Field]], int]:
    """The rows of a table that starts here, by line (no fields: a label alone), and the line after the last."""
    rows: dict[int, list[_Field]] = {}
    waiting: list[int] = []
    last = at = first
    for at in range(first, len(lines)):
        text = lines[at].text
        fields = _data(text)
        if fields:
            rows |= {line: [] for line in waiting}
            rows[at], waiting, last = fields, [], at + 1
        elif not rows or len(waiting) > 1 or at > last + 2:
            break
        elif text.strip() and not _is_rule(text):
            if len(text.strip()) > _NARROW or len(_fields(text)) > 1:
                break
            waiting.append(at)
    return rows, last


def _columns(rows: Sequence[Sequence[_Field]]) -> list[tuple[int, int]]:
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


def _is_aligned(rows: Sequence[Sequence[_Field]], columns: Sequence[tuple[int, int]]) -> bool:
    """True when no row has two fields in one column, and most columns have fields below each other, at one edge."""
    edges: list[list[_Field]] = [[] for _ in columns]
    for fields in rows:
        taken = [_column_of(field, columns) for at, field in enumerate(fields) if at or field.is_figure]
        if len(set(taken)) < len(taken):
            return False
        for field, column in zip(fields[len(fields) - len(taken) :], taken, strict=True):
            edges[column].append(field)
    below = [edge for edge in edges if len(edge) > 1]
    if len(below) * 2 <= len(edges):
        return False
    return all(_share(edge, "end") >= _ALIGNED or _share(edge, "start") >= _ALIGNED for edge in below)


def _share(fields: Sequence[_Field], edge: str) -> float:
    places = sorted(field.end if edge == "end" else field.start for field in fields)
    middle = places[len(places) // 2]
    return sum(abs(place - middle) <= _OFF for place in places) / len(places)


def _column_of(field: _Field, columns: Sequence[tuple[int, int]]) -> int:
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
        if not _is_rule(text) and not _stands_over(_fields(text), columns):
            break
        top -= 1
    return top


def _stands_over(fields: Sequence[_Field], columns: Sequence[tuple[int, int]]) -> bool:
    left = columns[0][0] - 2
    above = [field for field in fields if field.end > left]
    if not above or len(fields) - len(above) > 1:
        return False
    # What starts among the labels and runs into the columns is a sentence.
    return all(field.start >= left - len(field.text) // 2 and field.start > 0 for field in above)


def _cells(line: Line, row: int, fields: Sequence[_Field], columns: Sequence[tuple[int, int]]) -> Iterator[Raw]:
    for at, field in enumerate(fields):
        start, end = line.start + field.start, line.start + field.end
        is_label = at == 0 and not (field.is_figure and row) and field.end <= columns[0][0] + 1
        if is_label or (at == 0 and not field.is_figure and field.start < columns[0][0]):
            yield Raw(row, 0, field.text, start, end, shift=field.start)
            continue
        over = [n for n, (left, right) in enumerate(columns) if field.start < right and field.end > left]
        column = over[0] if over else _column_of(field, columns)
        yield Raw(row, column + 1, field.text, start, end, columns=max(len(over), 1))
