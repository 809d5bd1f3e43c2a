"""XLSX → a table for every region of every sheet, its cells as they are shown, with formulas and stored values."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tallystick.documents import limits
from tallystick.documents.grid import Frame, Raw
from tallystick.documents.number_formats import show
from tallystick.documents.package import open_package
from tallystick.documents.pieces import Pieces
from tallystick.documents.printed import squeeze
from tallystick.documents.regions import Region, regions
from tallystick.documents.writing import Words, Writer
from tallystick.errors import ReadError
from tallystick.model import BlockKind, Document, Severity

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CHUNK = 2**20
_NAMED = 5  # places named in a finding
_KINDS = {"n": "number", "s": "text", "inlineStr": "text", "str": "text", "d": "date", "b": "boolean", "e": "error"}


def read_workbook(path: str, raw: bytes) -> Document:
    """The document of a workbook: its sheets in order, hidden ones marked."""
    package = open_package(raw, "XLSX")
    _count_cells(package)
    formulas, values = _load(raw, data_only=False), _load(raw, data_only=True)
    pieces = Pieces(path, "")
    writer = Writer(pieces)
    pieces.title = str(formulas.properties.title or "")
    sheets = [_Sheet(writer, sheet, values[sheet.title]) for sheet in formulas.worksheets]
    for sheet in sheets:
        sheet.read()
    # A program that computes does so for all: what has no value among others is an empty text.
    if not any(sheet.computed for sheet in sheets):
        for sheet in sheets:
            sheet.say_uncomputed()
    for chart in formulas.chartsheets:
        pieces.notes.append(f"'{chart.title}' is a chart, which is not read")
    return writer.document()


def _load(raw: bytes, *, data_only: bool) -> Any:  # noqa: ANN401 - the library has no types
    import openpyxl

    with warnings.catch_warnings():
        # It warns of what it does not keep, which nobody asks it to.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(raw), data_only=data_only, keep_links=False)


def _count_cells(package: zipfile.ZipFile) -> None:
    """Raises where there are more cells than are read, before they are in memory."""
    count = 0
    for entry in package.infolist():
        if _SHEET.fullmatch(entry.filename):
            with package.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    count += chunk.count(b"<c ")
    if count > limits.MAX_CELLS:
        raise ReadError(f"the workbook has {count:,} cells, more than {limits.MAX_CELLS:,}", fix="split it")


class _Sheet:
    """One sheet, its formulas and its values."""

    def __init__(self, writer: Writer, sheet: Worksheet, values: Worksheet) -> None:
        self.writer, self.sheet, self.values = writer, sheet, values
        self.is_hidden = sheet.sheet_state != "visible"
        self.columns = {
            column
            for dimension in sheet.column_dimensions.values()
            if dimension.hidden
            for column in range(dimension.min or 0, (dimension.max or 0) + 1)
        }
        self.uncomputed: list[str] = []
        self.computed = 0

    def read(self) -> None:
        """Writes its regions; says what of it could not be read."""
        if self.sheet.max_column > limits.MAX_COLUMNS:
            columns = f"{self.sheet.max_column:,} columns, more than {limits.MAX_COLUMNS:,}"
            self._unread(f"has {columns}: it is not read", "keep the columns that matter")
            return
        if self.is_hidden:
            self.writer.pieces.notes.append(f"sheet '{self.sheet.title}' is hidden")
        rows = self._rows()
        # A formula stands for a number, computed or not.
        texts = [[cell.text or "0" for cell in row if cell.text or cell.formula] for row in rows]
        gaps = [at for at in range(1, len(rows)) if rows[at][0].row > rows[at - 1][0].row + 1]
        for region in regions(texts, gaps):
            self._region(rows[region.first : region.last], region)

    def say_uncomputed(self) -> None:
        """That its formulas have no values, so that they and what they make are not judged."""
        if self.uncomputed:
            shown = ", ".join(self.uncomputed[:_NAMED])
            more = f" … and {len(self.uncomputed) - _NAMED} more" if len(self.uncomputed) > _NAMED else ""
            what = f"holds formulas that were never computed, and are not judged: {shown}{more}"
            self.writer.pieces.unread(
                f"sheet '{self.sheet.title}' {what}", fix="open it, compute, and save it", severity=Severity.WARNING
            )

    def _unread(self, what: str, fix: str) -> None:
        self.writer.pieces.unread(f"sheet '{self.sheet.title}' {what}", fix=fix)

    def _rows(self) -> list[list[Raw]]:
        """The filled cells by row; `row` and `column` are those of the sheet, from 1."""
        spans = {area.min_row * 100_000 + area.min_col: area for area in self.sheet.merged_cells.ranges}
        rows: dict[int, list[Raw]] = {}
        # Only the cells that are there: going by rows would make those between.
        for row, column in sorted(self.sheet._cells):  # noqa: SLF001 - as above
            cell = self.sheet._cells[row, column]  # noqa: SLF001 - as above
            made = self._cell(cell, row, column)
            if made is None:
                continue
            area = spans.get(row * 100_000 + column)
            if area is not None:
                made.rows = min(area.max_row, self.sheet.max_row) - row + 1
                made.columns = min(area.max_col, self.sheet.max_column) - column + 1
            rows.setdefault(row, []).append(made)
        return [cells for cells in rows.values() if any(cell.text or cell.formula for cell in cells)]

    def _cell(self, cell: Cell, row: int, column: int) -> Raw | None:
        if cell.value is None:
            return None
        stored = self.values.cell(row, column)
        formula = str(getattr(cell.value, "text", cell.value)) if cell.data_type == "f" else ""
        value = stored.value if formula else cell.value
        kind = "date" if stored.is_date and not isinstance(value, str) else _KINDS.get(stored.data_type, "text")
        text = "" if value is None else show(value, cell.number_format or "General")
        if formula and value is None:
            self.uncomputed.append(cell.coordinate)
        self.computed += bool(formula) and value is not None
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return Raw(
            row,
            column,
            squeeze(text),
            0,
            0,
            shift=round(cell.alignment.indent or 0) * 4 + len(text) - len(text.lstrip()),
            is_bold=bool(cell.font and cell.font.b),
            name=cell.coordinate,
            formula=formula,
            kind=kind if value is not None else "",
            value=repr(value) if is_number else "",
            is_hidden=bool(self.sheet.row_dimensions[row].hidden) or column in self.columns,
        )

    def _region(self, rows: Sequence[Sequence[Raw]], region: Region) -> None:
        if not region.is_table:
            for cell in (one for row in rows for one in row if one.text):
                self.writer.block(BlockKind.PARAGRAPH, Words(cell.text, cell.text))
            return
        left = min(cell.column for row in rows for cell in row)
        cells = [cell for number, row in enumerate(rows) for cell in _moved(row, number, left)]
        for cell in cells:
            cell.rows = max(1, min(cell.rows, len(rows) - cell.row))
        self.writer.table(cells, Frame(0, 0, name=self.sheet.title, is_hidden=self.is_hidden))


def _moved(row: Iterable[Raw], number: int, left: int) -> Iterable[Raw]:
    for cell in row:
        cell.row, cell.column = number, cell.column - left
        yield cell
