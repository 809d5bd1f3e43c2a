"""Every number of a document's tables as a figure: value with unit and scale, labels, period, place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from tallystick.discovery import headers
from tallystick.discovery.grids import Entry, Grid, grids_of
from tallystick.discovery.headers import Said
from tallystick.model import Bound, Document, Figure, Quantity, Table


@dataclass(frozen=True, slots=True)
class Numbered:
    """A table's grid, and the figure at each of its numbers."""

    table: int
    grid: Grid
    ids: dict[tuple[int, int], str]

    def id(self, grid: Grid, line: int, sibling: int) -> str:
        """The id of a number of the grid, or of the same grid turned."""
        return self.ids[(sibling, line) if grid.transposed else (line, sibling)]


def figures_of_tables(document: Document, prefix: str = "") -> Iterator[Figure]:
    """The figures of a document's tables, in reading order.

    Args:
        prefix: Of every id, so that several documents keep theirs apart.
    """
    for number, table in enumerate(document.tables):
        for grid in _grids(table):
            yield from _figures(document, table, number, grid, prefix)


def numbered_tables(document: Document, figures: Iterable[Figure]) -> Iterator[Numbered]:
    """The grids of a document's tables, with the ids of these figures of it."""
    ids = {(one.table, one.row, one.column): one.id for one in figures if one.document == document.path}
    for number, table in enumerate(document.tables):
        for grid in _grids(table):
            places = (
                (row, column, ids.get((number, entry.cell.row, entry.cell.column)))
                for row, entries in enumerate(grid.rows)
                for column, entry in enumerate(entries)
                if entry
            )
            yield Numbered(number, grid, {(row, column): name for row, column, name in places if name})


def _grids(table: Table) -> list[Grid]:
    return grids_of(table, _said_of(table))


def _said_of(table: Table) -> Said:
    """Unit and scale of all numbers of a table, as its own top, its caption or the words before it say."""
    top = " ".join(f"({cell.text})" for cell in table.cells if cell.row <= table.header_rows + 1 and cell.text)
    for text in (top, table.caption, table.intro, table.name):
        said = headers.said_of_numbers(text)
        if said.scale:
            return said
    return Said()


def _figures(document: Document, table: Table, number: int, grid: Grid, prefix: str) -> Iterator[Figure]:
    periods = [headers.period_of(header) for header in grid.headers]
    for row, entries in enumerate(grid.rows):
        for column, entry in enumerate(entries):
            if entry is None:
                continue
            cell = entry.cell
            labels = dict.fromkeys((grid.labels[row], grid.headers[column], grid.sections[row], table.caption))
            yield Figure(
                f"{prefix}t{number + 1}r{cell.row + 1}c{cell.column + 1}",
                _quantity(entry, grid),
                document.path,
                cell.start,
                cell.end,
                tuple(label for label in labels if label),
                periods[column] or headers.period_of(grid.labels[row]) or headers.period_of(grid.sections[row]),
                table=number,
                row=cell.row,
                column=cell.column,
                noun=grid.labels[row],
                cell=cell.name,
            )


def _quantity(entry: Entry, grid: Grid) -> Quantity:
    """The number with its unit and scale. A grid's values are twice the real ones at its finest decimals."""
    unit = 2 * 10**grid.places
    value, step = Fraction(entry.value, unit), Fraction(2 * entry.half, unit)
    text = entry.cell.text.strip()
    return Quantity(Bound(value, value), entry.unit, text=text, unit_text=entry.unit, steps=(step, step))
