"""Cells of workbooks: errors, text for numbers, constants, sums that end too soon, values never computed again."""

from tallystick.model import Cell, Document, Table
from tallystick.ticking import judge_workbooks
from tallystick.ticking.formulas import Reference, value_of


def sheet(*rows: str) -> Document:
    """A sheet of lines of cells; `=A1 -> 3` is a formula and its value, `'3` the text 3."""
    cells = []
    for row, line in enumerate(rows):
        for column, written in enumerate(line.split("|")):
            formula, arrow, shown = written.strip().rpartition(" -> ")
            name = Reference(column + 1, row + 1).name
            is_number = shown.lstrip("-").replace(".", "").isdigit()
            kind = "error" if shown.startswith("#") else "number" if is_number else "text"
            text = shown.removeprefix("'")
            at = 100 * row + 10 * column
            cells.append(
                Cell(row, column, text, at, at + len(text), name=name, formula=formula if arrow else "", kind=kind, value=text if is_number else "")
            )
    table = Table(tuple(cells), len(rows), len(rows[0].split("|")), 0, 1000, name="Sheet")
    return Document("book.xlsx", " " * 1000, tables=(table,))


def messages(*rows: str) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in judge_workbooks([sheet(*rows)])]


def test_a_sound_sheet_has_no_finding():
    assert messages("Item|Price|Count|Amount", "Nails|2|40|=B2*C2 -> 80", "Saws|15|3|=B3*C3 -> 45", "All|||=SUM(D2:D3) -> 125") == []


def test_an_error_value_is_named():
    assert messages("A|B", "1|=A2/0 -> #DIV/0!") == [("WB01", "B2 is #DIV/0!")]


def test_a_number_kept_as_text():
    ((code, message),) = messages("Item|Amount", "x|12", "y|'14", "z|16")
    assert code == "WB02"
    assert message == "B3 is the text '14', which no formula adds up; 2 others of its column are numbers"


def test_a_constant_between_formulas_that_are_the_same():
    ((code, message),) = messages("P|Q|V", "2|3|=A2*B2 -> 6", "4|5|21", "6|7|=A4*B4 -> 42")
    assert (code, message) == ("WB03", "C3 is the number 21, where C2 and C4 have the formula =A2*B2")


def test_a_constant_between_other_formulas_is_no_fault():
    assert messages("P|Q|V", "2|3|=A2*B2 -> 6", "4|5|21", "6|7|=A4+B4 -> 13") == []


def test_a_sum_that_ends_before_the_last_number():
    ((code, message),) = messages("Item|kg", "a|3", "b|4", "c|5", "All|=SUM(B2:B3) -> 7")
    assert (code, message) == ("WB04", "B5 =SUM(B2:B3) leaves out B4 (5)")


def test_a_sum_that_passes_over_a_subtotal_is_no_fault():
    assert messages("Item|kg", "a|3", "b|4", "Sub|=SUM(B2:B3) -> 7", "All|=SUM(B2:B3) -> 7") == []


def test_a_value_that_was_not_computed_again():
    ((code, message),) = messages("Item|kg", "a|3", "b|4", "All|=B2+B3*2 -> 10")
    assert (code, message) == ("WB05", "B4 holds 10, and =B2+B3*2 makes 11")


def test_values_of_binary_floats_are_what_their_formula_makes():
    assert messages("a|b", "0.1|0.2", "All|=A2+B2 -> 0.30000000000000004") == []


def test_formulas_of_other_functions_are_left_alone():
    places = {"A1": Cell(0, 0, "3", 0, 1, name="A1", kind="number", value="3")}
    assert value_of("=ROUND(A1/2, 0)", places) is None
    assert value_of("=A1/0", places) is None
    assert value_of("=Other!A1+1", places) is None
    assert value_of("=" + "(" * 200 + "A1" + ")" * 200, places) is None
    assert value_of("=-(A1+1)*$A$1", places) == -12
