"""Cells as a format gives them → a table: marks set aside, header rows and columns found, indentation in levels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tallystick.documents.marks import set_aside
from tallystick.documents.printed import is_aside, is_blank, is_data, is_number, is_period, is_sign
from tallystick.model import Cell, Table

# Marks of writing direction, soft hyphens and blanks without width, which no reader sees.
_UNSEEN = dict.fromkeys([0xAD, 0x61C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])
_MOST_HEADER_ROWS = 8
_MOST_HEADER_COLUMNS = 12
_OF_TIME = re.compile(r"year|date|period|month|quarter|\bfy\b|time|day|week")
_LOOKED_AT = 400  # rows in which the header columns are looked for


@dataclass(slots=True)
class Raw:
    """A cell as it was read.

    `written` is what stands in the document's text where that is written anew, and `shown` its prose, both "" where
    they are its text; `shift` is how far the text is set in, in any measure that grows.
    """

    row: int
    column: int
    text: str
    start: int
    end: int
    shown: str = ""
    written: str = ""
    rows: int = 1
    columns: int = 1
    shift: int = 0
    is_bold: bool = False
    is_header: bool = False
    mark: str = ""
    name: str = ""
    formula: str = ""
    kind: str = ""
    value: str = ""
    box: tuple[int, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What a format itself says of a table: where it stands, its names, how many header rows at least, its numbers."""

    start: int
    end: int
    name: str = ""
    caption: str = ""
    header_rows: int = 0
    style: str = ""
    is_hidden: bool = False


def set_marks_aside(cells: Iterable[Raw]) -> None:
    """Takes the footnote marks off the ends of the cells, out of their text and their prose."""
    for cell in cells:
        cell.shown = cell.shown or cell.text
        if not cell.text.isascii():
            cell.text = cell.text.translate(_UNSEEN).strip()
        text, mark = set_aside(cell.text)
        if mark:
            cell.shown = _without_tail(cell.shown, len("".join(cell.text[len(text) :].split())))
            cell.text, cell.mark = text, f"{mark} {cell.mark}".strip()


def _without_tail(shown: str, count: int) -> str:
    """The prose with its last visible characters blank."""
    at = len(shown)
    while count and at:
        at -= 1
        count -= not shown[at].isspace()
    return shown[:at] + " " * (len(shown) - at)


def to_table(cells: Sequence[Raw], frame: Frame) -> Table:
    """The table of these cells, which stand in reading order, their marks set aside."""
    rows = max((cell.row + cell.rows for cell in cells), default=0)
    columns = max((cell.column + cell.columns for cell in cells), default=0)
    top = _by_row(cells, rows)
    headers = max(_header_rows(top, frame.header_rows), min(frame.header_rows, rows))
    labels = _header_columns(cells, headers, columns)
    levels = _levels(cells, headers, labels)
    made = tuple(_cell(cell, headers, labels, levels) for cell in cells)
    return Table(
        made,
        rows,
        columns,
        frame.start,
        frame.end,
        headers,
        labels,
        caption=frame.caption,
        name=frame.name,
        style=frame.style,
        is_hidden=frame.is_hidden,
    )


def _cell(raw: Raw, headers: int, labels: int, levels: dict[int, int]) -> Cell:
    is_label = raw.row >= headers and raw.column < max(labels, 1)
    return Cell(
        raw.row,
        raw.column,
        raw.text,
        raw.start,
        raw.end,
        raw.rows,
        raw.columns,
        levels.get(raw.shift, 0) if is_label else 0,
        raw.is_bold,
        raw.is_header or raw.row < headers or raw.column < labels,
        raw.mark,
        raw.name,
        raw.formula,
        raw.kind,
        raw.value,
        raw.box,
        raw.is_hidden,
    )


def _by_row(cells: Iterable[Raw], rows: int) -> list[list[Raw]]:
    """The cells of the rows in which headers may stand."""
    top: list[list[Raw]] = [[] for _ in range(min(rows, _MOST_HEADER_ROWS + 1))]
    for cell in cells:
        if cell.row < len(top):
            top[cell.row].append(cell)
    return top


def _header_rows(top: Sequence[Sequence[Raw]], told: int) -> int:
    """How many rows at the top name the columns: those the format tells, and those that go on like them."""
    count, named = 0, False
    for at, row in enumerate(top):
        if at >= told and not _names_columns(row, is_first=not named, is_told=told > 0):
            break
        count = at + 1
        named = named or any(cell.text for cell in row if cell.column)
    if count == len(top) and count > told:
        return told  # nothing but names: a table of words
    return count


def _names_columns(row: Sequence[Raw], *, is_first: bool, is_told: bool) -> bool:
    """True for a row that holds no data: years, units, names above empty or bracketed labels."""
    label = next((cell.text for cell in row if cell.column == 0 and cell.columns == 1), "")
    others = [cell for cell in row if cell.text and (cell.column or cell.columns > 1)]
    if not others or any(cell.kind in ("number", "error") and not is_period(cell.text) for cell in others):
        return False
    texts = [cell.text for cell in others if not is_blank(cell.text)]
    if not texts or any(is_data(text) for text in texts) or (label and all(is_sign(text) for text in texts)):
        return False
    if is_first or not label or is_aside(label):
        return True
    return not is_told and all(cell.is_header for cell in row if cell.text)


def _header_columns(cells: Iterable[Raw], headers: int, columns: int) -> int:
    """How many columns at the left name the rows: words, years under such a name, or what only counts."""
    texts: list[list[str]] = [[] for _ in range(min(columns, _MOST_HEADER_COLUMNS))]
    titles = [""] * len(texts)
    for cell in cells:
        if cell.column >= len(texts) or cell.row >= headers + _LOOKED_AT:
            continue
        if cell.row < headers:
            titles[cell.column] += " " + cell.text.lower()
        elif not is_blank(cell.text):
            texts[cell.column].append(cell.text)
    count = 0
    while count < len(texts) and _names_rows(texts[count], titles[count], is_first=count == 0):
        count += 1
    return count if count < columns else min(1, columns)


def _names_rows(texts: Sequence[str], title: str, *, is_first: bool) -> bool:
    """True for a column of words, and for numbers that only name rows."""
    words = sum(not is_number(text) and not is_sign(text) for text in texts)
    if words * 2 > len(texts):
        return True
    if not texts:
        return is_first
    if all(is_period(text) or not is_number(text) for text in texts):
        return is_first or _OF_TIME.search(title) is not None
    return is_first and _counts(texts)


def _counts(texts: Sequence[str]) -> bool:
    """True for 1, 2, 3 and for sizes that only grow, each with its unit."""
    if len(texts) < 2:
        return False
    if [text.rstrip(".") for text in texts] == [str(at + 1) for at in range(len(texts))]:
        return True
    return all(text[-1].isalpha() for text in texts) and len(set(texts)) == len(texts)


def _levels(cells: Iterable[Raw], headers: int, labels: int) -> dict[int, int]:
    """Each measure of indentation among the row labels → its level, from 0."""
    reach = max(labels, 1)
    shifts = {cell.shift for cell in cells if cell.column < reach and cell.row >= headers and cell.text}
    return {shift: level for level, shift in enumerate(sorted(shifts))}
