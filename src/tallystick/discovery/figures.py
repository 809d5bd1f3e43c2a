"""Every number of a document's tables as a figure: value with unit and scale, labels, period, place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from tallystick.discovery import headers
from tallystick.discovery.grids import Entry, Grid, grids_of
from tallystick.discovery.headers import Said
from tallystick.model import Bound, Document, Figure, Quantity, Table


@dataclass(frozen=True, slots=True)
class Numbered:
    """A table's grid, and the figure at each of its numbers by row and column of the grid."""

    table: int
    grid: Grid
    figures: dict[tuple[int, int], Figure]

    def id(self, grid: Grid, line: int, sibling: int) -> str:
        """The id of a number of the grid, or of the same grid turned."""
        return self.figures[(sibling, line) if grid.transposed else (line, sibling)].id


def read_tables(document: Document, prefix: str = "") -> tuple[Numbered, ...]:
    """The grids of a document's tables, each made once, with the figures at their numbers, in reading order.

    Args:
        prefix: Of every id, so that several documents keep theirs apart.
    """
    return tuple(
        Numbered(number, grid, dict(_figures(document, table, grid, f"{prefix}t{number + 1}", number)))
        for number, table in enumerate(document.tables)
        for grid in grids_of(table, _said_of(table))
    )


def _said_of(table: Table) -> Said:
    """Unit and scale of all numbers of a table, as its own top, its caption or the words before it say."""
    top = " ".join(f"({cell.text})" for cell in table.cells if cell.row <= table.header_rows + 1 and cell.text)
    for text in (top, table.caption, table.intro, table.name):
        said = headers.said_of_numbers(text)
        if said.scale:
            return said
    return Said()


def _figures(
    document: Document, table: Table, grid: Grid, prefix: str, number: int
) -> Iterator[tuple[tuple[int, int], Figure]]:
    periods = [headers.period_of(header) for header in grid.headers]
    for row, entries in enumerate(grid.rows):
        named, section = grid.labels[row], grid.sections[row]
        other = headers.period_of(named) or headers.period_of(section)
        for column, entry in enumerate(entries):
            if entry is None:
                continue
            cell = entry.cell
            labels = dict.fromkeys((named, grid.headers[column], section, table.caption))
            yield (
                (row, column),
                Figure(
                    f"{prefix}r{cell.row + 1}c{cell.column + 1}",
                    _quantity(entry, grid),
                    document.path,
                    cell.start,
                    cell.end,
                    tuple(label for label in labels if label),
                    periods[column] or other,
                    table=number,
                    row=cell.row,
                    column=cell.column,
                    noun=named,
                    cell=cell.name,
                ),
            )


def _quantity(entry: Entry, grid: Grid) -> Quantity:
    """The number with its unit and scale."""
    step = _exact(2 * entry.half, grid.places)
    bound = _point(entry.value, grid.places)
    return Quantity(bound, entry.unit, text=entry.cell.text.strip(), unit_text=entry.unit, steps=(step, step))


@lru_cache(maxsize=16384)
def _point(value: int, places: int) -> Bound:
    exact = _exact(value, places)
    return Bound(exact, exact)


@lru_cache(maxsize=1024)
def _exact(value: int, places: int) -> Fraction:
    """A number of a grid, whose values are twice the real ones at its finest decimals."""
    return Fraction(value, 2 * 10**places)
