"""Plain text stays as it is; lines of numbers in columns are tables only where nothing else can be meant."""

from pathlib import Path

import pytest

from tallystick.documents import read_document


def read(text):
    document = read_document(Path("a.txt"), text.encode())
    assert document.text == text
    assert len(document.prose) == len(document.text)
    return document


def grid(table):
    return [[(cell.column, cell.text) for cell in table.cells if cell.row == row] for row in range(table.rows)]


def test_paragraphs_and_items_are_blocks():
    document = read("One of 5.\nGoes on.\n\n1. First\n   more\n2. Second\n\n- dash\n")
    assert [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks] == [
        ("paragraph", "One of 5.\nGoes on."),
        ("item", "First\n   more"),
        ("item", "Second"),
        ("item", "dash"),
    ]
    assert "1." not in document.prose


def test_a_number_that_starts_a_line_of_a_paragraph_is_no_item():
    assert "12) or" in read("It was read twice (see 11 and\n12) or not at all.\n").prose


SPACED = """Output of the mill (in tons)
                          Year ended June 30
                        2019      2018   Change
                       -----     -----   ------
Wheat ................ 1,200       900      33%
  of which durum         (12)      1.5        -
Total                $ 1,188   $ 901.5      32%

Old mill
Rye                      300        20     1,400%
"""


def test_numbers_below_each_other_are_a_table():
    document = read(SPACED)
    (table,) = document.tables
    assert grid(table) == [
        [(1, "Year ended June 30")],
        [(1, "2019"), (2, "2018"), (3, "Change")],
        [(0, "Wheat"), (1, "1,200"), (2, "900"), (3, "33%")],
        [(0, "of which durum"), (1, "(12)"), (2, "1.5"), (3, "-")],
        [(0, "Total"), (1, "$ 1,188"), (2, "$ 901.5"), (3, "32%")],
        [(0, "Old mill")],
        [(0, "Rye"), (1, "300"), (2, "20"), (3, "1,400%")],
    ]
    assert (table.header_rows, table.header_columns, table.intro) == (2, 1, "Output of the mill (in tons)")
    assert [(cell.text, cell.indent) for cell in table.cells if cell.indent] == [("of which durum", 1)]
    assert table.cells[0].columns == 3
    assert all(cell.text in document.text[cell.start : cell.end] for cell in table.cells)


@pytest.mark.parametrize(
    "text",
    [
        "name | n | unit\n-----+---+-----\nrye  | 5 | kg\noats | 6 | kg\n",
        "| name | n | unit |\n+------+---+------+\n| rye | 5 | kg |\n| oats | 6 | kg |\n",
        "name\tn\tunit\nrye\t5\tkg\noats\t6\tkg\n",
    ],
    ids=["pipes", "boxed", "tabs"],
)
def test_lines_parted_alike_are_a_table(text):
    (table,) = read(text).tables
    assert [[cell for _, cell in row] for row in grid(table)] == [["name", "n", "unit"], ["rye", "5", "kg"], ["oats", "6", "kg"]]
    assert (table.header_rows, table.header_columns) == (1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "It rose by 5.  In 2019 it fell by 7.  Then\nit rose by 9.  In 2020 it fell by 11.\n",
        "Dear reader,  5\n\nnothing stands below it\n",
        "a | b\n",
        "either 5 | 6 of them\nor not\n",
        "x  5\n                         y  6\n",
    ],
    ids=["sentences", "one-line", "one-pipe", "pipe-in-prose", "ragged"],
)
def test_what_may_be_prose_is_no_table(text):
    assert read(text).tables == ()


@pytest.mark.parametrize("piece", ["a  1\n", "| \n", "1  ", "\t", "- \n", "a\n\n", ". . "])
def test_hostile_text_takes_linear_time(piece):
    assert read(piece * 20_000).text
