"""A table as rows and columns of whole numbers that can be added fast, with labels, headers and kinds.

Values are scaled so that half a last digit is whole: `value` = printed number · 2 · 10^places, `half` = half its
step in the same scale. Nothing here is judged: exact intervals are made from `Figure`s.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from itertools import pairwise

from tallystick.discovery import headers
from tallystick.discovery.cells import TIMES, Printed, read_cell, uses_comma
from tallystick.discovery.evidence import Cue, has_cue
from tallystick.discovery.headers import Said
from tallystick.model import Cell, Table

_RECORDS = 100  # rows from which a table may be records
_SELDOM = 50  # rows of which one may be out of the ordinary
_FEW = 3  # lines that may all be totals
_RUN = 5  # numbers that must step evenly
_RATES = ("percent", "percentage_point", "basis_point", TIMES)
_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEARLY = re.compile(r"(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?")


class State(Enum):
    """How a relation does in one sibling."""

    HOLDS = "holds"
    BREAKS = "breaks"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of a grid: as printed, its value and half step in the grid's scale, its kind, unit, scale, cell.

    `kind` says what may be added to it: "" for money and bare numbers, else the unit of its rate. `scale` is the
    power of ten that its value has been multiplied by. `half` is 0 where what is printed is exact.
    """

    cell: Cell
    printed: Printed
    value: int
    half: int
    kind: str
    unit: str
    scale: int


@dataclass
class Grid:
    """The numbers of a table by row and column; None where there is none.

    `labels` name rows, `headers` columns; `sections` is the label that stands over a run of rows, and `starts` says
    where one begins. `over` is what merged headers say, `deducted` the rows that are told to be taken off. A grid of
    `is_records` has a record a row: nobody adds its rows up, unless a word says so.
    """

    rows: list[list[Entry | None]]
    labels: list[str]
    headers: list[str]
    sections: list[str]
    starts: list[bool]
    indents: list[int]
    bold: list[bool]
    places: int
    units: list[Said]
    transposed: bool = False
    columns: list[list[Entry | None]] = field(default_factory=list)
    deducted: frozenset[int] = frozenset()
    over: list[str] = field(default_factory=list)
    is_records: bool = False

    @cached_property
    def totals(self) -> frozenset[int]:
        """The lines that a word calls a total; none where most lines have the word, or neighbours the same label."""
        found = [n for n, label in enumerate(self.labels) if label and has_cue(label, Cue.TOTAL)]
        if len(found) > _FEW and 2 * len(found) > len(self.labels):
            return frozenset()
        return frozenset(n for n in found if self.labels[max(0, n - 1) : n + 2].count(self.labels[n]) == 1)

    def count(self, states: Sequence[State], lines: Sequence[int]) -> tuple[int, int]:
        """(holds, breaks) of a relation between lines; it holds once where siblings have the very same numbers."""
        seen = {
            tuple(one.value if (one := self.rows[line][n]) else None for line in lines)
            for n, state in enumerate(states)
            if state is State.HOLDS
        }
        return len(seen), states.count(State.BREAKS)

    @cached_property
    def running(self) -> frozenset[int]:
        """The siblings whose numbers step evenly from line to line: years, row numbers."""
        return frozenset(n for n, line in enumerate(zip(*self.rows, strict=True)) if is_running(line))

    def among(self, siblings: Sequence[int]) -> Grid:
        """The grid with these of its siblings alone, enough to weigh what its lines are made of."""
        rows = [[line[n] for n in siblings] for line in self.rows]
        named, over = [self.headers[n] for n in siblings], [self.over[n] for n in siblings]
        return replace(self, rows=rows, headers=named, over=over, columns=[])

    def turned(self) -> Grid:
        """The same grid with rows for columns."""
        return Grid(
            self.columns,
            self.headers,
            self.labels,
            [""] * len(self.headers),
            [False] * len(self.headers),
            [0] * len(self.headers),
            [False] * len(self.headers),
            self.places,
            self.units,
            not self.transposed,
            self.rows,
            _deducted(self.headers),
            [""] * len(self.labels),
            self.is_records,
        )


def grids_of(table: Table, said: Said = Said()) -> list[Grid]:  # noqa: B008  a frozen record
    """The grids of a table: one, or one for each set of headers that stands in it.

    Args:
        said: What the table's top, caption or introduction says of all its numbers.
    """
    cells = _placed(table)
    comma = uses_comma([cell.text for row in cells for cell in row if cell])
    printed = [[read_cell(cell.text, comma=comma) if cell else None for cell in row] for row in cells]
    first = _first_label_free(cells, printed)
    grids = []
    for tops, rows in _segments(_header_rows(cells, printed, first), len(cells)):
        found_headers = _headers([cells[n] for n in tops], table.columns)
        grid = _grid([cells[n] for n in rows], [printed[n] for n in rows], first, found_headers, said)
        grid.over = _over([cells[n] for n in tops], table.columns)
        grids.append(grid)
    return grids


def _segments(tops: Sequence[int], size: int) -> Iterator[tuple[list[int], list[int]]]:
    """(header rows, other rows) of each stretch of a table under headers of its own."""
    header: list[int] = []
    body: list[int] = []
    chosen = frozenset(tops)
    for n in range(size):
        if n not in chosen:
            body.append(n)
        elif body:
            yield header, body
            header, body = [n], []
        else:
            header.append(n)
    if body:
        yield header, body


def _grid(
    cells: Sequence[Sequence[Cell | None]],
    printed: Sequence[Sequence[Printed | None]],
    first: int,
    found_headers: list[str],
    said: Said,
) -> Grid:
    columns = len(found_headers)
    labels = [_label(row, first) for row in cells]
    numbers = [[one if c >= first else None for c, one in enumerate(row)] for row in printed]
    units = [_column_unit(found_headers[c], [row[c] for row in numbers], said) for c in range(columns)]
    steps = _Steps(numbers, found_headers, labels, units)
    entries = [[_entry(cells[n][c], numbers[n][c], n, c, steps) for c in range(columns)] for n in range(len(cells))]
    sections, starts = _sections(labels, entries)
    return Grid(
        entries, labels, found_headers, sections, starts,
        [row[0].indent if row[0] else 0 for row in cells],
        [any(cell.is_bold for cell in row if cell) for row in cells],
        steps.places, units, columns=[list(column) for column in zip(*entries, strict=True)],
        deducted=_deducted(labels), is_records=_is_records(cells, labels, entries),
    )  # fmt: skip


def _is_records(
    cells: Sequence[Sequence[Cell | None]], labels: Sequence[str], entries: Sequence[Sequence[Entry | None]]
) -> bool:
    """True for many rows, hardly any of which is set in, has no number, or is called a total."""
    rows = len(entries)
    if rows < _RECORDS or any(row[0].indent for row in cells if row[0]):
        return False
    headings = sum(not any(row) for row in entries)
    unnamed = sum(not label for label in labels)
    totals = {label for label in labels if label and has_cue(label, Cue.TOTAL)}
    return _SELDOM * max(headings, min(unnamed, rows - unnamed), len(totals)) <= rows


def _deducted(labels: Sequence[str]) -> frozenset[int]:
    return frozenset(n for n, label in enumerate(labels) if has_cue(label, Cue.LESS))


def _placed(table: Table) -> list[list[Cell | None]]:
    cells: list[list[Cell | None]] = [[None] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        if cell.row < table.rows and cell.column < table.columns:
            cells[cell.row][cell.column] = cell
    return cells


def _is_year(cell: Cell | None, printed: Printed | None) -> bool:
    """True for "2019": a whole number of four digits with nothing beside it."""
    return printed is not None and cell is not None and _YEARLY.fullmatch(cell.text.strip()) is not None


def _first_label_free(cells: Sequence[Sequence[Cell | None]], printed: Sequence[Sequence[Printed | None]]) -> int:
    """How many columns at the left only name rows: those with more words (or years) than numbers."""
    columns = len(cells[0]) if cells else 0
    for column in range(columns):
        filled = [(row[column], numbers[column]) for row, numbers in zip(cells, printed, strict=True)]
        numeric = sum(one is not None and not _is_year(cell, one) for cell, one in filled)
        words = sum(bool(cell and cell.text.strip()) for cell, _ in filled) - numeric
        if numeric > words or (column and numeric):
            return column
    return columns


def _header_rows(
    cells: Sequence[Sequence[Cell | None]], printed: Sequence[Sequence[Printed | None]], first: int
) -> list[int]:
    """Rows that name columns: those over the first numbers that are no years, and later ones that look like it."""
    tops: list[int] = []
    is_over = False
    for n, (row, numbers) in enumerate(zip(cells, printed, strict=True)):
        data = [c for c in range(first, len(row)) if numbers[c] is not None]
        years = [c for c in data if _is_year(row[c], numbers[c])]
        words = [cell.text for c in range(first, len(row)) if (cell := row[c]) and cell.text.strip() and c not in data]
        if len(data) > len(years):
            is_over = True
        elif not is_over:
            if words or years:
                tops.append(n)
        elif len(years) > 1 or (len(words) > 1 and all(_names_a_column(word) for word in words)):
            tops.append(n)
    return tops


def _names_a_column(text: str) -> bool:
    """True for what stands over columns in the midst of a table: years, units, words of three letters and more."""
    return len(text) > len("n.a.") and (_A_YEAR.search(text) is not None or headers.unit_of_header(text).unit != "")


def _headers(tops: Sequence[Sequence[Cell | None]], columns: int) -> list[str]:
    texts: list[list[str]] = [[] for _ in range(columns)]
    for row in tops:
        for column, text in enumerate(_filled(row, columns)):
            if text:
                texts[column].append(text)
    for column in range(1, columns):
        # Markdown has no merged cells: what stands over two columns is written over one of them.
        texts[column] = texts[column] or texts[column - 1]
    return [" ".join(dict.fromkeys(parts)) for parts in texts]


def _over(tops: Sequence[Sequence[Cell | None]], columns: int) -> list[str]:
    """What the header rows but the last may say of each column, taken as far to the right as nothing else stands."""
    texts = [""] * columns
    for row in tops[:-1]:
        said = ""
        for column, text in enumerate(_filled(row, columns)):
            said = text or said if column else ""
            texts[column] = f"{texts[column]} {said}".strip()
    return texts


def _filled(row: Sequence[Cell | None], columns: int) -> list[str]:
    """What a header row says of each column."""
    cells = [cell for cell in row if cell and cell.text.strip()]
    texts = [""] * columns
    # "(in thousands)" alone in its row is said of the table, whatever column it was put in.
    if len(cells) == 1 and headers.said_of_numbers(f"({cells[0].text})").scale:
        return texts
    for cell in cells:
        for column in range(cell.column, min(columns, cell.column + max(1, cell.columns))):
            texts[column] = cell.text.strip()
    return texts


def _label(row: Sequence[Cell | None], first: int) -> str:
    return " ".join(cell.text.strip() for cell in row[:first] if cell and cell.text.strip())


def _column_unit(header: str, printed: Sequence[Printed | None], said: Said) -> Said:
    """What a column's header says, else its first number; the scale is the table's where it says none."""
    own = headers.unit_of_header(header)
    scale = 0 if own.unit in _RATES else own.scale or said.scale
    if own.unit:
        return Said(own.unit, scale)
    shown = next((one for one in printed if one is not None and not one.is_dash), None)
    if shown and shown.unit in _RATES:
        return Said(shown.unit)
    return Said((shown.unit if shown else "") or said.unit, scale)


class _Steps:
    """The half step of each number: a column is printed to the finest precision that its cells show."""

    def __init__(
        self,
        numbers: Sequence[Sequence[Printed | None]],
        column_headers: Sequence[str],
        labels: Sequence[str],
        units: Sequence[Said],
    ) -> None:
        self.units = units
        self.places = max((one.decimals for row in numbers for one in row if one), default=0)
        self.whole = [self._whole_step([row[c] for row in numbers]) for c in range(len(column_headers))]
        self.counted = [headers.counts_things(text) for text in column_headers]
        self.per_one = [headers.is_per_one(text) for text in column_headers]
        self.counted_rows = [headers.counts_things(text) for text in labels]
        self.per_one_rows = [headers.is_per_one(text) for text in labels]
        self.rates = [headers.is_percent_label(text) for text in labels]

    @staticmethod
    def _whole_step(column: Sequence[Printed | None]) -> int:
        """The step of whole numbers of a column: 1, or more where all end in zeros."""
        whole = [one.digits for one in column if one is not None and not one.decimals and one.digits.strip("0")]
        return int(10 ** min((len(digits) - len(digits.rstrip("0")) for digits in whole), default=0))

    def kind(self, printed: Printed, column: int, row: int) -> str:
        """What may be added to it: "" for money and bare numbers, else the unit of its rate."""
        if printed.unit:
            return printed.unit if printed.unit in _RATES else ""
        if self.rates[row]:
            return "percent"
        return self.units[column].unit if self.units[column].unit in _RATES else ""

    def unit(self, printed: Printed, column: int, row: int, kind: str) -> tuple[str, int]:
        """(unit, power of ten): the number's own, else its column's; what is told per one takes no scale."""
        if kind in _RATES:
            return ("" if kind == TIMES else kind), 0
        own = self.units[column]
        unit = printed.unit or ("" if own.unit in _RATES else own.unit)
        if self.counted_rows[row] and not printed.unit:
            unit = ""
        is_rate = self.per_one_rows[row] or self.per_one[column]
        return unit, printed.scale or (0 if is_rate else own.scale)

    def half(self, printed: Printed, column: int, row: int, kind: str) -> int:
        """Half of the last digit's place, in the grid's places; 0 where the number is exact."""
        if self._is_exact(printed, column, row, kind):
            return 0
        one = int(10**self.places)
        return one // 10**printed.decimals if printed.decimals else one * self.whole[column]

    def _is_exact(self, printed: Printed, column: int, row: int, kind: str) -> bool:
        """Counts of whole things, where no scale is shown."""
        own = self.units[column]
        if printed.decimals or printed.scale or own.scale or own.unit or printed.unit or kind:
            return False
        return self.counted[column] or self.counted_rows[row]


def _entry(cell: Cell | None, printed: Printed | None, row: int, column: int, steps: _Steps) -> Entry | None:
    if cell is None or printed is None:
        return None
    kind = steps.kind(printed, column, row)
    unit, scale = steps.unit(printed, column, row, kind)
    factor = int(10**scale)
    value = printed.digits_at(steps.places) * 2 * factor
    return Entry(cell, printed, value, steps.half(printed, column, row, kind) * factor, kind, unit, scale)


def _sections(labels: Sequence[str], entries: Sequence[Sequence[Entry | None]]) -> tuple[list[str], list[bool]]:
    """The heading over each row, and whether the row is the first under one."""
    section, sections, starts, fresh = "", [], [], True
    for label, row in zip(labels, entries, strict=True):
        has_number = any(row)
        if not has_number:
            section, fresh = label or section, True
        sections.append(section)
        starts.append(has_number and fresh)
        fresh = fresh and not has_number
    return sections, starts


def is_running(line: Sequence[Entry | None]) -> bool:
    """True for numbers that step evenly, one by one as in an index of rows, or by years."""
    values = [one.value for one in line if one is not None]
    # The corner of a table of rows and columns by number is empty.
    if len(values) < _RUN or len(values) < len(line) - 1:
        return False
    steps = Counter(b - a for a, b in pairwise(values))
    step, often = steps.most_common(1)[0]
    # Numbers of records run on where some were left out.
    return step != 0 and (len(values) - 1 - often) * _SELDOM <= len(values)
