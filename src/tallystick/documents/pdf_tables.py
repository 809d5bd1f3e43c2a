"""Tables that a page draws with lines, and the steps of indentation on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallystick.documents.grid import Raw
from tallystick.documents.pdf_lines import PageLine, Word, box_of
from tallystick.documents.printed import is_number
from tallystick.documents.spans import join_signs

if TYPE_CHECKING:
    from pdfplumber.page import Page

_LEAST_EDGES = 6
_STEP = 4  # points that part two levels of indentation
_MOST_LINES = 3  # of numbers in one cell; more, and the lines drawn are not those of the cells


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table drawn with lines: its box and its cells."""

    box: tuple[float, float, float, float]
    cells: Sequence[Raw]

    def holds(self, line: PageLine) -> bool:
        """True for a line whose middle lies within the table."""
        left, top, right, bottom = self.box
        middle = (line.top + line.bottom) / 2
        return top - 1 <= middle <= bottom + 1 and line.words[0].left >= left - 2 and line.words[-1].right <= right + 2


def find_ruled(page: Page, lines: Sequence[PageLine]) -> list[Ruled]:
    """The tables whose every cell is drawn."""
    if not lines or len(page.edges) < _LEAST_EDGES:
        return []
    words = [word for line in lines for word in line.words]
    found = [
        _ruled(table.bbox, [cell for row in table.rows for cell in row.cells if cell], words)
        for table in page.find_tables()
    ]
    return [table for table in found if table is not None]


def _ruled(
    box: tuple[float, float, float, float], cells: Sequence[tuple[float, float, float, float]], words: Sequence[Word]
) -> Ruled | None:
    columns, rows = _edges(cells, 0), _edges(cells, 1)
    made: list[Raw] = []
    for left, top, right, bottom in sorted(
        set(cells), key=lambda cell: (_near(rows, cell[1]), _near(columns, cell[0]))
    ):
        inside = [
            word
            for word in words
            if left <= (word.left + word.right) / 2 < right and top <= (word.top + word.bottom) / 2 < bottom
        ]
        if (
            sum(is_number(word.text) for word in inside) > _MOST_LINES
            and len({round(w.bottom) for w in inside}) > _MOST_LINES
        ):
            return None
        row, column = _near(rows, top), _near(columns, left)
        wide, high = _near(columns, right) - column, _near(rows, bottom) - row
        made.append(_cell(inside, row, column, high, wide))
    filled = [cell for cell in made if cell.text]
    if len(filled) < 4 or len({cell.row for cell in filled}) < 2 or len({cell.column for cell in filled}) < 2:
        return None
    settle_shifts(made)
    return Ruled(box, join_signs(made))


def _cell(words: Sequence[Word], row: int, column: int, high: int, wide: int) -> Raw:
    text = " ".join(word.text for word in sorted(words, key=lambda one: (round(one.bottom / 3), one.left)))
    return Raw(
        row, column, text, 0, 0, rows=max(high, 1), columns=max(wide, 1),
        shift=round(min((word.left for word in words), default=0)) if column == 0 else 0,
        is_bold=bool(words) and all(word.is_bold for word in words), box=box_of(words) if words else (),
    )  # fmt: skip


def _edges(cells: Iterable[tuple[float, float, float, float]], axis: int) -> list[float]:
    """The places of the lines across or down, those that nearly touch as one."""
    made: list[float] = []
    for place in sorted({cell[at] for cell in cells for at in (axis, axis + 2)}):
        if not made or place - made[-1] > 2:
            made.append(place)
    return made


def _near(edges: Sequence[float], place: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - place))


def settle_shifts(cells: Sequence[Raw]) -> None:
    """Makes one measure of labels that are set in by nearly the same."""
    shifts = sorted({cell.shift for cell in cells if cell.column == 0 and cell.text})
    settled: dict[int, int] = {}
    for at, shift in enumerate(shifts):
        settled[shift] = settled[shifts[at - 1]] if at and shift - shifts[at - 1] < _STEP else shift
    for cell in cells:
        cell.shift = settled.get(cell.shift, cell.shift)
