"""CSV and TSV → one table; separator, decimal mark, encoding and the lines around the table are found, and said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tallystick.documents import limits
from tallystick.documents.decoding import decode
from tallystick.documents.grid import Frame, Raw
from tallystick.documents.pieces import Pieces
from tallystick.errors import ReadError
from tallystick.model import BlockKind, Document

_SEPARATORS = ("\t", ";", "|", ",")
_NAMES = {"\t": "tabs", ";": "semicolons", "|": "pipes", ",": "commas"}
_TRIED = 60  # lines from which the separator is found
_MOST = 0.8  # of them must be of one width
_COMMA = re.compile(r"[+−-]?(?:\d+|\d{1,3}(?:[. \u00a0\u202f'’]\d{3})+),\d+\s?%?")
_POINT = re.compile(r"[+−-]?(?:\d+|\d{1,3}(?:[, \u00a0\u202f'’]\d{3})+)\.\d+\s?%?")
_GROUPED = re.compile(r"[+−-]?\d{1,3}[.,]\d{3}")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"[^\S\n]*')


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a line: their texts and where they stand."""

    cells: Sequence[tuple[str, int, int]]
    start: int
    end: int

    @property
    def filled(self) -> list[tuple[str, int, int]]:
        return [cell for cell in self.cells if cell[0]]


def read_delimited(path: str, raw: bytes) -> Document:
    """The document of a file of separated values: its table, and the lines before and after it as paragraphs."""
    text, encoding = _decode(raw)
    pieces = Pieces(path, text)
    if encoding:
        pieces.notes.append(f"encoding: {encoding}, for it is not UTF-8")
    separator = "\t" if path.lower().endswith((".tsv", ".tab")) else _separator(text)
    rows = list(_rows(text, separator, pieces))
    first, last = _extent(rows)
    for row in rows[:first]:
        _paragraph(row, pieces)
    body = rows[first:last]
    if body:
        _table(body, pieces, separator)
    for row in rows[last:]:
        _paragraph(row, pieces)
    if first:
        pieces.notes.append(f"{first} line{'s' * (first > 1)} before the table")
    return pieces.document()


def _decode(raw: bytes) -> tuple[str, str]:
    try:
        return decode(raw), ""
    except ReadError:
        return decode(raw.translate(None, b"\x81\x8d\x8f\x90\x9d"), "cp1252"), "windows-1252"


def _separator(text: str) -> str:
    """What most of the first lines are parted by, into one number of cells."""
    lines = [line for line in text[:200_000].split("\n")[: _TRIED * 2] if line.strip()][:_TRIED]
    best, most = ",", 0
    for separator in _SEPARATORS:
        widths = Counter(sum(1 for _ in _cells(line, 0, separator)) for line in lines)
        widths.pop(1, None)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        if count >= _MOST * len(lines):
            return separator
        if count * width > most:
            best, most = separator, count * width
    return best


def _rows(text: str, separator: str, pieces: Pieces) -> Iterator[_Row]:
    """The rows that are not empty, up to the limits."""
    at = count = line = 0
    while at < len(text):
        cells = list(_cells(text, at, separator))
        end = cells[-1][3]
        line += 1
        if len(cells) > limits.MAX_COLUMNS:
            message = (
                f"the row has {len(cells):,} columns, more than {limits.MAX_COLUMNS:,}: from here on nothing is read"
            )
            pieces.unread(message, line=line, fix="keep the columns that matter")
            return
        row = _Row([cell[:3] for cell in cells], at, end)
        count += len(cells)
        if count > limits.MAX_CELLS:
            message = f"the table has more than {limits.MAX_CELLS:,} cells: from here on nothing is read"
            pieces.unread(message, line=line, fix="split the file")
            return
        if row.filled:
            yield row
        line += text.count("\n", at, end)
        at = end + 1


def _cells(text: str, at: int, separator: str) -> Iterator[tuple[str, int, int, int]]:
    """The text, start and end of each cell of the line that starts here, and where the cell itself ends."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    if text.find('"', at, end) < 0:
        yield from _unquoted(text, at, end, separator)
        return
    while True:
        quoted = _QUOTED.match(text, at)
        if quoted is not None and text[quoted.end() : quoted.end() + 1] in (separator, "\n", ""):
            stop = quoted.end()
            yield quoted[1].replace('""', '"').strip(), quoted.start(1), quoted.end(1), stop
        else:
            stop = _next(text, at, separator)
            written = text[at:stop]
            lead = len(written) - len(written.lstrip())
            yield written.strip(), at + lead, at + max(lead, len(written.rstrip())), stop
        if text[stop : stop + 1] != separator:
            return
        at = stop + 1


def _unquoted(text: str, at: int, end: int, separator: str) -> Iterator[tuple[str, int, int, int]]:
    for written in text[at:end].split(separator):
        stop = at + len(written)
        bare = written.strip()
        start = at + written.index(bare) if len(bare) < len(written) else at
        yield bare, start, start + len(bare), stop
        at = stop + 1


def _next(text: str, at: int, separator: str) -> int:
    ends = [found for mark in (separator, "\n") if (found := text.find(mark, at)) >= 0]
    return min(ends, default=len(text))


def _extent(rows: Sequence[_Row]) -> tuple[int, int]:
    """The first row of the table, and the first after it: rows of a single cell at either end are words around it."""
    if max((len(row.cells) for row in rows), default=0) < 2:
        return 0, len(rows)
    first, last = 0, len(rows)
    while first < last and len(rows[first].filled) < 2:
        first += 1
    while last > first and len(rows[last - 1].filled) < 2 and len(rows[last - 1].cells) < len(rows[first].cells):
        last -= 1
    return (first, last) if first < last else (0, len(rows))


def _paragraph(row: _Row, pieces: Pieces) -> None:
    for text, start, end in row.filled:
        pieces.add(BlockKind.PARAGRAPH, start, pieces.text[start:end])
        pieces.title = pieces.title or text


def _table(rows: Sequence[_Row], pieces: Pieces, separator: str) -> None:
    cells = [
        Raw(number, column, text, start, end)
        for number, row in enumerate(rows)
        for column, (text, start, end) in enumerate(row.cells)
    ]
    style = _style(cells)
    pieces.notes.append(f"separated by {_NAMES[separator]}")
    if style == "comma":
        pieces.notes.append("decimal mark: comma")
    pieces.add_table(cells, Frame(rows[0].start, rows[-1].end, style=style))


def _style(cells: Sequence[Raw]) -> str:
    """The decimal mark that the numbers show; "" when none does."""
    commas = points = 0
    for cell in cells:
        if "," in cell.text and _COMMA.fullmatch(cell.text):
            commas += _GROUPED.fullmatch(cell.text) is None
        elif "." in cell.text and _POINT.fullmatch(cell.text):
            points += _GROUPED.fullmatch(cell.text) is None
    if commas == points:
        return ""
    return "comma" if commas > points else "point"
