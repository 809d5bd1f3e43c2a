"""Markdown is parsed: its text stays the source, its prose is what a reader sees, its tables have cells with places."""

from pathlib import Path

import pytest

from tallystick.documents import read_document
from tallystick.model import BlockKind
from tallystick.text import read_quantities


def read(text):
    document = read_document(Path("a.md"), text.encode())
    assert len(document.prose) == len(document.text)
    return document


def numbers(text):
    return [mention.text for mention in read_quantities(read(text).prose) if mention.kind == "quantity"]


def grid(table):
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param("The dam holds **5.4 million** tons.", ["5.4 million** tons"], id="bold"),
        pytest.param("1. First\n2. Second\n", [], id="list-markers"),
        pytest.param("Run `sleep 30` for 5 s.", ["5 s"], id="code-span"),
        pytest.param("```\n40 t\n```\n", [], id="fence"),
        pytest.param("See [the 7 kg](http://h.example/99 '12 t').", ["7 kg"], id="link-target"),
        pytest.param("![12 km](x.png) and 3 km", ["3 km"], id="picture"),
        pytest.param("---\nweight: 55\n---\nIt is 6 t.", ["6 t"], id="front-matter"),
        pytest.param("Sales<sup>1</sup> of 5 t<!-- 9 t -->.", ["5 t"], id="mark-and-comment"),
        pytest.param("An area of 5 km<sup>2</sup> in all", ["5 km²"], id="power"),
        pytest.param("Sold 5&nbsp;t at &euro;7 each[^3].\n\n[^3]: In 4 shops.", ["5 t", "€7", "4 shops"], id="entities"),
        pytest.param("- 40\n- tons of 5 kg", ["40", "5 kg"], id="items-do-not-join"),
        pytest.param("# Up by 5\npercent is 6 t", ["5", "6 t"], id="heading-does-not-join"),
        pytest.param("| a | b |\n|---|---|\n| 5 | million |\n| 3 | May 2020 |", ["5", "3"], id="cells-do-not-join"),
        pytest.param("8 * 3 and 8*3*2 and 5\\*", ["8", "3", "8", "3", "2", "5"], id="no-emphasis"),
    ],
)
def test_prose_holds_the_numbers_that_a_reader_sees(source, found):
    shown = [" ".join(piece.replace("*", " ").split()) for piece in numbers(source)]
    assert shown == [" ".join(piece.replace("*", " ").split()) for piece in found]


def test_blocks_are_named_for_what_they_are():
    document = read("# Head\n\nText\nof it.\n\n- one\n  - two\n\n    more\n\n> said 5\n> times\n\n~~~\ncode\n~~~\n\n[^a]: Note.\n")
    assert [(block.kind.value, block.level, document.text[block.start : block.end]) for block in document.blocks] == [
        ("heading", 1, "Head"),
        ("paragraph", 0, "Text\nof it."),
        ("item", 1, "one"),
        ("item", 2, "two"),
        ("paragraph", 2, "more"),
        ("quotation", 0, "said 5\n> times"),
        ("code", 0, "~~~\ncode\n~~~\n"),
        ("footnote", 0, "Note."),
    ]
    assert document.title == "Head"


TABLE = """Output by plant (in thousands):

Table 2: Output

|  |  | Years ended June 30, |
| --- | ---: | ---: |
|  | 2023 | 2022 |
| Coal (1) | 1,200 | **(354)** |
| &nbsp;&nbsp;Lignite[^x] | 7 \\| 8 | `12 ns` |
| Total |  | 70* |

(1) Without the mine.
"""


def test_a_table_has_its_cells_in_their_places():
    document = read(TABLE)
    (table,) = document.tables
    assert grid(table) == [
        ["", "", "Years ended June 30,"],
        ["", "2023", "2022"],
        ["Coal", "1,200", "(354)"],
        ["Lignite", "7 | 8", "12 ns"],
        ["Total", "", "70"],
    ]
    assert (table.header_rows, table.header_columns, table.rows, table.columns) == (2, 1, 5, 3)
    assert [(cell.text, cell.mark) for cell in table.cells if cell.mark] == [("Coal", "1"), ("Lignite", "x"), ("70", "*")]
    assert [cell.text for cell in table.cells if cell.indent] == ["Lignite"]
    assert [cell.text for cell in table.cells if cell.is_bold] == ["(354)"]
    assert [document.text[cell.start : cell.end] for cell in table.cells if cell.row == 2] == ["Coal (1)", "1,200", "**(354)**"]
    assert document.text[table.start : table.end] == TABLE[TABLE.index("|  |") : TABLE.index("\n\n(1)")]


def test_a_table_knows_what_stands_around_it():
    document = read(TABLE)
    (table,) = document.tables
    assert (table.caption, table.intro) == ("Table 2: Output", "Output by plant (in thousands):")
    assert [(block.kind, block.table) for block in document.blocks] == [
        (BlockKind.PARAGRAPH, -1),
        (BlockKind.CAPTION, 0),
        (BlockKind.TABLE, 0),
        (BlockKind.FOOTNOTE, 0),
    ]


def test_a_heading_names_a_table_without_a_caption():
    (table,) = read("## Sales in EUR\n\n| a | b |\n|---|---|\n| x | 5 |\n").tables
    assert (table.caption, table.intro) == ("Sales in EUR", "")


def test_rows_of_another_length_are_kept_whole():
    (table,) = read("| a | b |\n|---|---|\n| x | 5 | 6 |\n| y |\nEnd of it.\n").tables
    assert grid(table) == [["a", "b"], ["x", "5", "6"], ["y"], ["End of it."]]


def test_a_table_in_a_quotation_and_in_a_list_has_places():
    document = read("> | a | b |\n> |---|---|\n> | x | 5 |\n\n- item\n\n  | c | d |\n  |---|---|\n  | y | 6 |\n")
    assert [[document.text[cell.start : cell.end] for cell in table.cells] for table in document.tables] == [
        ["a", "b", "x", "5"],
        ["c", "d", "y", "6"],
    ]


def test_nesting_beyond_the_limit_is_said():
    document = read("> " * 150 + "deep\n\nafter 5 t\n")
    assert [finding.code for finding in document.findings] == ["RD01"]
    assert "nested deeper than 100" in document.findings[0].message
    assert "after 5 t" in document.prose


@pytest.mark.parametrize("piece", ["[", "![", "`", "``` `", "<!--", "<a ", "**a ", "_a", "&amp", "](a \"", "|", "> ", "<sup>", "<table>\n", "<td>\n", "| a\n|-\n"])
def test_marks_that_never_close_take_linear_time(piece):
    assert read("x " + piece * 20_000).text.startswith("x")


def test_comments_that_speak_to_us_are_kept_with_their_place():
    source = "one\n\n<!-- tally: allow TB01 because of a > b -->\n\n~~~\n<!-- tally: example -->\n~~~\n<!-- other -->\n"
    assert read(source).comments == ((5, "tally: allow TB01 because of a > b"),)


def test_a_table_of_html_has_its_places_in_the_source():
    source = """Sales:

<table>
<caption>Table 1: Sales</caption>
<tr><th rowspan="2">Crop</th><th colspan=2>2023</th></tr>

<tr><th>Q1</th><th>Q2</th></tr>
<tr><td>Rye<sup>1</sup></td><td><b>5 &amp; 6</b></td><td>7</td></tr>
</table>

After <b>8 t</b>.
"""
    document = read(source)
    (table,) = document.tables
    assert [(cell.row, cell.column, cell.text) for cell in table.cells] == [
        (0, 0, "Crop"), (0, 1, "2023"), (1, 1, "Q1"), (1, 2, "Q2"), (2, 0, "Rye"), (2, 1, "5 & 6"), (2, 2, "7"),
    ]  # fmt: skip
    assert [document.text[cell.start : cell.end] for cell in table.cells if cell.row == 2] == ["Rye<sup>1</sup>", "<b>5 &amp; 6</b>", "7"]
    assert (table.header_rows, table.caption, table.intro) == (2, "Table 1: Sales", "Sales:")
    assert numbers(source)[-2:] == ["7", "8 t"]
