"""One table in five formats is the same table: its cells, its header rows and columns, its marks."""

import html
import io
from pathlib import Path

import docx
import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.documents import read_document

LABELS = st.sampled_from(["Wheat", "Rye", "of which durum", "Total (1)", "Öl & Fett", "Net <loss>", "Other, net", "Class A"])
NUMBERS = st.sampled_from(["1,200", "(354)", "-7.5", "12 %", "0", "$ 5.2", "900*", "–", "", "2.35", "18"])
NAMES = st.sampled_from(["2019", "2020", "Q1", "Sales", "Change in %", "(in thousands)", "FY 2018/19"])


@st.composite
def tables(draw):
    columns = draw(st.integers(1, 4))
    headers = draw(st.integers(1, 2))
    names = [["" if at else "Crop", *(draw(NAMES) for _ in range(columns))] for at in range(headers)]
    rows = [[draw(LABELS), *(draw(NUMBERS) for _ in range(columns))] for _ in range(draw(st.integers(1, 4)))]
    return [*names, *rows, ["Sum", *("1" for _ in range(columns))]]


def as_markdown(rows):
    lines = ["| " + " | ".join(cell.replace("<", "&lt;").replace("*", r"\*") for cell in row) + " |" for row in rows]
    return "a.md", "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]]).encode()


def as_html(rows):
    cells = ["<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]
    return "a.html", f"<table>{''.join(cells)}</table>".encode()


def as_csv(rows):
    return "a.csv", "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()


def as_docx(rows):
    document, held = docx.Document(), io.BytesIO()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            table.cell(number, column).text = cell
    document.save(held)
    return "a.docx", held.getvalue()


def as_xlsx(rows):
    book, held = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([cell or None for cell in row])
    book.save(held)
    return "a.xlsx", held.getvalue()


def understood(name, raw):
    (table,) = read_document(Path(name), raw).tables
    cells = [(cell.row, cell.column, cell.text, cell.mark) for cell in table.cells if cell.text]
    return cells, table.header_rows, table.header_columns


@given(tables())
@settings(max_examples=25, deadline=None)
def test_a_table_is_the_same_in_every_format(rows):
    read = {write.__name__: understood(*write(rows)) for write in (as_markdown, as_html, as_csv, as_docx, as_xlsx)}
    assert all(one == read["as_markdown"] for one in read.values()), read


@given(tables())
@settings(max_examples=25, deadline=None)
def test_the_place_of_a_cell_holds_its_text(rows):
    for write in (as_html, as_csv, as_docx, as_xlsx):
        name, raw = write(rows)
        document = read_document(Path(name), raw)
        for cell in document.tables[0].cells:
            assert cell.text in document.text[cell.start : cell.end]
            assert len(document.prose) == len(document.text)
