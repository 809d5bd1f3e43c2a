"""CSV: separator, decimal mark, encoding and the lines around the table are found, and said."""

from pathlib import Path

import pytest

from tallystick.documents import limits, read_document


def read(text, name="a.csv"):
    document = read_document(Path(name), text if isinstance(text, bytes) else text.encode())
    assert len(document.prose) == len(document.text)
    return document


def grid(table):
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)]


@pytest.mark.parametrize(
    ("text", "name", "note"),
    [
        ("crop,2019\nrye,5\noats,6\n", "a.csv", "separated by commas"),
        ("crop;2019\nrye;5\noats;6\n", "a.csv", "separated by semicolons"),
        ("crop\t2019\nrye\t5\noats\t6\n", "a.csv", "separated by tabs"),
        ("crop\t2019\nrye\t5\noats\t6\n", "a.tsv", "separated by tabs"),
        ("crop|2019\nrye|5\noats|6\n", "a.csv", "separated by pipes"),
        ("crop;2019\nrye;5,5\noats;6,25\n", "a.csv", "separated by semicolons"),
    ],
)
def test_the_separator_is_found_and_said(text, name, note):
    document = read(text, name)
    assert document.notes[0] == note
    assert [row[0] for row in grid(document.tables[0])] == ["crop", "rye", "oats"]


@pytest.mark.parametrize(
    ("numbers", "style"),
    [("1.5;2.25", "point"), ("1,5;2,25", "comma"), ("1.234,5;7", "comma"), ("1,234.5;7", "point"), ("1,234;2", "")],
)
def test_the_decimal_mark_is_the_one_its_numbers_show(numbers, style):
    document = read(f"a;b\n{numbers}\n")
    assert document.tables[0].style == style
    assert ("decimal mark: comma" in document.notes) == (style == "comma")


def test_lines_around_the_table_are_paragraphs():
    document = read("Ministry of crops\nUpdated 2024,\n\ncrop,2019,2020\nrye,5,6\noats,7,8\nSource: the ministry\n")
    (table,) = document.tables
    assert grid(table) == [["crop", "2019", "2020"], ["rye", "5", "6"], ["oats", "7", "8"]]
    assert (table.header_rows, table.header_columns) == (1, 1)
    assert [block.kind.value for block in document.blocks] == ["paragraph", "paragraph", "table", "footnote"]
    assert document.title == "Ministry of crops"
    assert document.notes[-1] == "2 lines before the table"


def test_quoted_cells_hold_separators_quotes_and_line_ends():
    document = read('name,n\n"Rye, ""winter""",5\n"two\nlines",6\n5" pipe,7\n')
    assert grid(document.tables[0]) == [["name", "n"], ['Rye, "winter"', "5"], ["two\nlines", "6"], ['5" pipe', "7"]]


def test_every_cell_has_its_place():
    document = read('crop , 2019\n"rye",  5\n')
    assert [document.text[cell.start : cell.end] for cell in document.tables[0].cells] == ["crop", "2019", "rye", "5"]


def test_an_old_encoding_is_read_and_said():
    document = read("land,n\nÖsterreich,5\n".encode("cp1252"))
    assert document.tables[0].cells[2].text == "Österreich"
    assert document.notes[0] == "encoding: windows-1252, for it is not UTF-8"


def test_long_rows_are_kept_and_words_before_numbers_name_the_rows():
    (table,) = read("country,year,t,kg\nPeru,1990,5,6\nPeru,1991,7,8,9\n").tables
    assert grid(table)[2] == ["Peru", "1991", "7", "8", "9"]
    assert table.header_columns == 2


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        ("MAX_COLUMNS", "the row has 3 columns, more than 2: from here on nothing is read"),
        ("MAX_CELLS", "the table has more than 2 cells: from here on nothing is read"),
    ],
)
def test_a_limit_that_is_reached_is_named_with_its_line(monkeypatch, limit, message):
    monkeypatch.setattr(limits, limit, 2)
    (finding,) = read("a,b\nc,d,e\n").findings
    assert (finding.code, finding.message, finding.place.line) == ("RD01", message, 2)


@pytest.mark.parametrize("text", ['"' * 100_001, ',"' * 100_000, "x" * 1_000_000, "\n" * 100_000, ";,|\t" * 400])
def test_hostile_rows_end(text):
    assert read(text + "\n5,6\n").text
