"""Rows of cells with spans → cells on a grid, each at its first row and column; columns of mere signs joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from tallystick.documents import limits
from tallystick.documents.grid import Raw
from tallystick.documents.printed import is_number

_PREFIXES = frozenset({"$", "€", "£", "¥", "₹", "US$", "C$", "A$", "(", "$(", "R", "~", "<", ">", "±"})
_SUFFIXES = frozenset({"%", ")", ")%", "%)", "]", "pts", "pp", "x", "‰", "€", "$", "£"})


def place(rows: Iterable[Sequence[Raw]]) -> list[Raw]:
    """Every cell moved right of what reaches into its row from above; spans end where the table does.

    `rows` and `columns` of a cell say how far it wants to reach; `row` and `column` are set here.
    """
    placed: list[Raw] = []
    reach: dict[int, int] = {}  # column → the first row it is free in
    last = 0
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while reach.get(column, 0) > number:
                column += 1
            cell.row, cell.column = number, column
            cell.columns = max(1, min(cell.columns, limits.MAX_COLUMNS - column))
            if cell.rows > 1:
                reach |= dict.fromkeys(range(column, column + cell.columns), number + cell.rows)
            placed.append(cell)
            column += cell.columns
        last = number
    for cell in placed:
        cell.rows = max(1, min(cell.rows, last - cell.row + 1))
    return placed


def join_signs(cells: Sequence[Raw]) -> list[Raw]:
    """The cells without columns that hold nothing, or only signs of the numbers beside them ("$", ")", "%")."""
    columns = max((cell.column + cell.columns for cell in cells), default=0)
    held: list[list[Raw]] = [[] for _ in range(columns)]
    by_place = {(cell.row, cell.column): cell for cell in cells}
    for cell in cells:
        if cell.text and cell.columns == 1:
            held[cell.column].append(cell)
    gone = [column for column in range(columns) if _is_joined(held[column], column, by_place, columns)]
    if not gone or len(gone) == columns:
        return list(cells)
    return _without(cells, gone)


def _is_joined(held: Sequence[Raw], column: int, by_place: dict[tuple[int, int], Raw], columns: int) -> bool:
    """True for a column to drop; its signs have then been written to their numbers."""
    for signs, step in ((_PREFIXES, 1), (_SUFFIXES, -1)):
        beside = [by_place.get((cell.row, column + step)) for cell in held]
        if 0 <= column + step < columns and all(
            cell.text in signs and other is not None and _takes(cell.text, other.text)
            for cell, other in zip(held, beside, strict=True)
        ):
            for cell, other in zip(held, beside, strict=True):
                if other is not None:
                    _join(other, cell, before=step > 0)
            return True
    return False


def _join(number: Raw, sign: Raw, *, before: bool) -> None:
    number.shown = number.shown or number.text
    number.written = number.written or number.text
    number.text = sign.text + number.text if before else number.text + sign.text
    number.shown = sign.text + number.shown if before else number.shown + sign.text
    number.written = sign.text + number.written if before else number.written + sign.text


def _takes(sign: str, text: str) -> bool:
    closed = text + ")" if "(" in sign + text and ")" not in text else text
    return is_number(closed) or text in ("—", "–", "-", "(—", "(-")


def _without(cells: Sequence[Raw], gone: Sequence[int]) -> list[Raw]:
    """The cells of the columns that stay, renumbered; a cell that spans gone columns spans fewer."""
    lost = set(gone)
    columns = max(cell.column + cell.columns for cell in cells)
    new = list(accumulate((column not in lost for column in range(columns)), initial=0))
    kept: list[Raw] = []
    for cell in cells:
        start, end = new[cell.column], new[cell.column + cell.columns]
        if end > start:
            cell.column, cell.columns = start, end - start
            kept.append(cell)
    return kept
