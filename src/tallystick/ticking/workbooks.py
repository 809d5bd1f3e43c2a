"""What only a workbook can have: errors, numbers kept as text, constants among formulas, sums that skip a number.

WB01 to WB05, straight from its cells: a workbook states its relations itself, as formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from tallystick.bounds import show_number
from tallystick.discovery.cells import read_cell
from tallystick.model import Cell, Document, Finding, Place, Table
from tallystick.ticking.formulas import Reference, number_of, references, shape, value_of

_ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|N/A|SPILL!|CALC!)")
_SUM = re.compile(r"=?\s*SUM\(\s*([^(),:]+:[^(),:]+)\s*\)", re.IGNORECASE)
_FEWEST = 2  # neighbours that must agree
# Programs keep binary floats of some 15 digits, and show fewer.
_KEPT = Fraction(1, 10**9)


def judge_workbooks(documents: Iterable[Document]) -> tuple[Finding, ...]:
    """Every fault of this kind, in reading order."""
    return tuple(found for document in documents for found in _of_document(document))


def _of_document(document: Document) -> Iterator[Finding]:
    sheets: dict[str, dict[str, Cell]] = {}
    for table in document.tables:
        sheets.setdefault(table.name, {}).update((cell.name, cell) for cell in table.cells if cell.name)
    for table in document.tables:
        yield from _judge(document, table, sheets[table.name])


def _judge(document: Document, table: Table, places: Mapping[str, Cell]) -> Iterator[Finding]:
    for cell in table.cells:
        if _ERROR.fullmatch(cell.text.strip()):
            yield _finding(document, "WB01", [cell], f"{_name(cell)} is {cell.text.strip()}")
    columns, rows = _lines(table, by_column=True), _lines(table, by_column=False)
    yield from (_finding(document, "WB02", [cell], said) for cell, said in _texts(columns))
    constants = {one.name: (one, said) for one, said in (*_constants(columns), *_constants(rows))}
    yield from (_finding(document, "WB03", [cell], said) for cell, said in constants.values())
    for cell in table.cells:
        yield from _of_formula(document, cell, places)


def _lines(table: Table, *, by_column: bool) -> list[list[Cell]]:
    lines: dict[int, list[Cell]] = {}
    for cell in table.cells:
        lines.setdefault(cell.column if by_column else cell.row, []).append(cell)
    return [sorted(line, key=lambda one: (one.row, one.column)) for _, line in sorted(lines.items())]


def _texts(columns: Sequence[Sequence[Cell]]) -> Iterator[tuple[Cell, str]]:
    """WB02: text that is a number, in a column where numbers are kept as such."""
    for column in columns:
        numbers = sum(cell.kind == "number" for cell in column)
        for cell in column:
            printed = read_cell(cell.text) if cell.kind == "text" and not cell.formula else None
            if printed and not printed.is_dash and not cell.is_header and numbers >= _FEWEST:
                others = f"{numbers} others of its column are numbers"
                yield cell, f"{_name(cell)} is the text '{cell.text.strip()}', which no formula adds up; {others}"


def _constants(lines: Sequence[Sequence[Cell]]) -> Iterator[tuple[Cell, str]]:
    """WB03: a number between two cells with the same formula."""
    for line in lines:
        for before, cell, after in zip(line, line[1:], line[2:], strict=False):
            if cell.kind == "number" and not cell.formula and before.formula and after.formula:
                same = shape(before) == shape(after)
                if same and references(before.formula):
                    others = f"{before.name} and {after.name} have the formula {_shown(before)}"
                    yield cell, f"{_name(cell)} is the number {cell.text}, where {others}"


def _of_formula(document: Document, cell: Cell, places: Mapping[str, Cell]) -> Iterator[Finding]:
    """WB04 and WB05 of one cell with a formula."""
    if not cell.formula:
        return
    skipped = _skipped(cell, places)
    if skipped:
        names = ", ".join(f"{one.name} ({one.text})" for one in skipped)
        yield _finding(document, "WB04", [cell, *skipped], f"{cell.name} {_shown(cell)} leaves out {names}")
    made, kept = value_of(cell.formula, places), number_of(cell)
    if made is not None and kept is not None and abs(made - kept) > abs(made) * _KEPT:
        said = f"{cell.name} holds {show_number(kept)}, and {_shown(cell)} makes {show_number(made)}"
        yield _finding(document, "WB05", [cell], said)


def _skipped(cell: Cell, places: Mapping[str, Cell]) -> list[Cell]:
    """The numbers between a sum's range and the cell it stands in, in the same column or row."""
    found = _SUM.fullmatch(cell.formula)
    ends = references(found[1]) if found else []
    here = Reference.of(cell.name)
    if len(ends) != 2 or here is None:
        return []
    last = ends[1]
    if last.column == here.column == ends[0].column and last.row < here.row:
        between = [Reference(here.column, row).name for row in range(last.row + 1, here.row)]
    elif last.row == here.row == ends[0].row and last.column < here.column:
        between = [Reference(column, here.row).name for column in range(last.column + 1, here.column)]
    else:
        return []
    there = (one for name in between if (one := places.get(name)))
    return [one for one in there if one.kind == "number" and not _SUM.fullmatch(one.formula)]


def _shown(cell: Cell) -> str:
    return cell.formula if cell.formula.startswith("=") else f"={cell.formula}"


def _name(cell: Cell) -> str:
    return cell.name or f"row {cell.row + 1}, column {cell.column + 1}"


def _finding(document: Document, code: str, cells: Sequence[Cell], said: str) -> Finding:
    cell = cells[0]
    line_start = document.text.rfind("\n", 0, cell.start) + 1
    place = Place(document.path, document.text.count("\n", 0, line_start) + 1, cell.start - line_start + 1)
    spans = tuple(sorted((one.start, one.end) for one in cells))
    return Finding(code, said, place=place, source=document.path, start=cell.start, end=cell.end, spans=spans)
