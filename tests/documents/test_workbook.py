"""XLSX: cells are read as they are shown, with formula and stored value; what is hidden is marked, what is not there said."""

import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font

from tallystick.documents import limits, read_document
from tallystick.documents.number_formats import show
from tallystick.errors import ReadError


def workbook(*rows, title="Sales"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def read(book):
    held = io.BytesIO()
    book.save(held)
    document = read_document(Path("a.xlsx"), held.getvalue())
    assert len(document.prose) == len(document.text)
    return document


def grid(table):
    return [[(cell.name, cell.text) for cell in table.cells if cell.row == row] for row in range(table.rows)]


@pytest.mark.parametrize(
    ("value", "written", "shown"),
    [
        (0.153, "0.0%", "15.3%"),
        (0.125, "0 %", "13 %"),
        (1234.5, "#,##0", "1,235"),
        (-1234.5, "#,##0.0;(#,##0.0)", "(1,234.5)"),
        (-0.004, "0.00", "0.00"),
        (0, '0;-0;"–"', "–"),
        (1_234_567, '0.0,,"m"', "1.2m"),
        (12.5, '"$"#,##0.00', "$12.50"),
        (12.5, "[$€-407] #,##0.00", "€ 12.50"),
        (12.5, '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-', "12.50"),
        (0.5, "#.##", ".5"),
        (7, "000", "007"),
        (12345, "0.00E+00", "1.23E+04"),
        (0.1 + 0.2, "General", "0.3"),
        (5.0, "General", "5"),
        (1e21, "General", "1E+21"),
        (2.5, "0", "3"),
        (3.75, "# ?/?", "3.75"),
        (True, "General", "TRUE"),
        (date(2024, 3, 1), "d mmm yyyy", "1 Mar 2024"),
        (datetime.fromisoformat("2024-03-01T14:05"), "yyyy-mm-dd h:mm AM/PM", "2024-03-01 2:05 PM"),
        (datetime.fromisoformat("2024-03-01"), "mm/dd/yy", "03/01/24"),
        ("5 t", "0.0", "5 t"),
    ],
)
def test_a_value_is_shown_as_its_format_says(value, written, shown):
    assert show(value, written) == shown


def test_a_sheet_gives_its_table_as_it_is_shown():
    book = workbook(
        ["Sales of the mill"],
        [],
        ["Crop", 2023, None, "Share"],
        [None, "Q1", "Q2", None],
        ["Wheat (1)", 1200.44, 900, 0.153],
        ["durum", -12, "1,5", "#DIV/0!"],
        ["Total", 5, 7, None],
        ["(1) Without seed."],
    )
    sheet = book.active
    sheet.merge_cells("B3:C3")
    sheet["B5"].number_format = "#,##0.0"
    sheet["D5"].number_format = "0.0%"
    sheet["A6"].alignment = Alignment(indent=1)
    sheet["A7"].font = Font(bold=True)
    document = read(book)
    (table,) = document.tables
    assert grid(table) == [
        [("A3", "Crop"), ("B3", "2023"), ("D3", "Share")],
        [("B4", "Q1"), ("C4", "Q2")],
        [("A5", "Wheat"), ("B5", "1,200.4"), ("C5", "900"), ("D5", "15.3%")],
        [("A6", "durum"), ("B6", "-12"), ("C6", "1,5"), ("D6", "#DIV/0!")],
        [("A7", "Total"), ("B7", "5"), ("C7", "7")],
    ]
    by_name = {cell.name: cell for cell in table.cells}
    assert (table.header_rows, table.header_columns, table.name) == (2, 1, "Sales")
    assert (by_name["B3"].columns, by_name["B5"].value, by_name["D5"].value) == (2, "1200.44", "0.153")
    assert [by_name[name].kind for name in ("A5", "B5", "C6", "D6")] == ["text", "number", "text", "error"]
    assert (by_name["A6"].indent, by_name["A7"].is_bold, by_name["A5"].mark) == (1, True, "1")
    assert [block.kind.value for block in document.blocks] == ["paragraph", "table", "footnote"]
    assert all(cell.text in document.text[cell.start : cell.end] for cell in table.cells)


def test_a_formula_without_a_value_is_said():
    document = read(workbook(["a", "b"], ["x", 5], ["y", "=B2*2"]))
    assert document.tables[0].cells[-1].formula == "=B2*2"
    (finding,) = document.findings
    assert finding.message == "sheet 'Sales' holds formulas that were never computed, and are not judged: B3"
    assert finding.severity == "warning"


def test_tables_of_one_sheet_are_parted_where_a_new_header_stands():
    book = workbook(["a", "n"], ["x", 5], [], ["Assets"], ["y", 6], [], ["Second"], ["c", "2023"], ["z", 7])
    document = read(book)
    assert [[cell.text for cell in table.cells] for table in document.tables] == [
        ["a", "n", "x", "5", "Assets", "y", "6"],
        ["c", "2023", "z", "7"],
    ]
    assert document.tables[1].intro == "Second"


def test_what_is_hidden_is_read_and_marked():
    book = workbook(["a", "n", "m"], ["x", 5, 6], ["y", 7, 8])
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["C"].hidden = True
    other = book.create_sheet("Secret")
    other.append(["z", 9])
    other.sheet_state = "hidden"
    document = read(book)
    assert [cell.name for cell in document.tables[0].cells if cell.is_hidden] == ["C1", "A2", "B2", "C2", "C3"]
    assert [table.is_hidden for table in document.tables] == [False, True]
    assert document.notes == ("sheet 'Secret' is hidden",)


def test_a_cell_far_out_costs_nothing():
    book = workbook(["a", "n"], ["x", 5])
    book.active["B1048576"] = 7
    assert len(read(book).tables[0].cells) == 5


def test_a_sheet_too_wide_is_said_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr(limits, "MAX_COLUMNS", 2)
    book = workbook(["a", "b", "c"])
    book.create_sheet("Next").append(["x", 5])
    document = read(book)
    assert [finding.message for finding in document.findings] == ["sheet 'Sales' has 3 columns, more than 2: it is not read"]
    assert [table.name for table in document.tables] == ["Next"]


@pytest.mark.parametrize(
    ("limit", "message"),
    [("MAX_CELLS", "the workbook has 4 cells, more than 3"), ("MAX_UNPACKED", r"the file unpacks to [\d,]+ bytes, more than 3")],
)
def test_a_workbook_beyond_a_limit_is_refused(monkeypatch, limit, message):
    monkeypatch.setattr(limits, limit, 3)
    with pytest.raises(ReadError, match=message):
        read(workbook(["a", "b"], ["x", 5]))


def test_a_formula_of_an_empty_text_among_computed_ones_is_no_fault(monkeypatch):
    book = workbook(["a", "n"], ["x", 5], ["y", '=IF(B2>9,"high","")'], ["z", "=B2*2"])
    held = io.BytesIO()
    book.save(held)
    # As a program that computes writes it: a value for the number, none for the empty text.
    computed = openpyxl.load_workbook(io.BytesIO(held.getvalue()))
    computed.active["B3"], computed.active["B4"] = None, 10
    load = openpyxl.load_workbook
    monkeypatch.setattr(openpyxl, "load_workbook", lambda raw, **how: computed if how.get("data_only") else load(raw, **how))
    document = read_document(Path("a.xlsx"), held.getvalue())
    assert document.findings == ()
