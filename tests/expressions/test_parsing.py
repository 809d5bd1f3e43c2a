"""What the language says, and what it answers when it cannot be read."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.errors import ExpressionError
from tallystick.expressions import (
    And,
    Call,
    Compare,
    Date,
    IfThen,
    Member,
    Missing,
    Name,
    Negate,
    Not,
    Number,
    Or,
    Power,
    Product,
    Sum,
    Text,
    Truth,
    Within,
    functions,
    names,
    parse,
    show,
    walk,
)
from tallystick.model import Bound, Quantity

X, Y, Z = Name("x"), Name("y"), Name("z")


def number(text: str) -> Number:
    value = Fraction(text)
    return Number(Quantity(Bound(value, value), text=text))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        pytest.param("x >= y", Compare((X, Y), (">=",)), id="comparison"),
        pytest.param("0 <= x < 5", Compare((number("0"), X, number("5")), ("<=", "<")), id="chain"),
        pytest.param("x ≤ y", Compare((X, Y), ("<=",)), id="unicode-relation"),
        pytest.param("x - y + z", Sum((X, Y, Z), (1, -1, 1)), id="flat-sum"),
        pytest.param("x / y * z", Product((X, Y, Z), (1, -1, 1)), id="flat-product"),
        pytest.param("x + y * z", Sum((X, Product((Y, Z), (1, 1))), (1, 1)), id="product-first"),
        pytest.param("-x ** 2", Negate(Power(X, number("2"))), id="power-before-sign"),
        pytest.param("x ** y ** z", Power(X, Power(Y, Z)), id="power-from-the-right"),
        pytest.param("-1 * x", Product((number("-1"), X), (1, 1)), id="sign-belongs-to-a-number"),
        pytest.param("not x and y", And((Not(X), Y)), id="not-before-and"),
        pytest.param("x or y and z", Or((X, And((Y, Z)))), id="and-before-or"),
        pytest.param("if x then y", IfThen(X, Y), id="if-then"),
        pytest.param("if x then y else z", IfThen(X, Y, Z), id="if-then-else"),
        pytest.param("x in {\"a\", 'b'}", Member(X, (Text("a"), Text("b"))), id="set"),
        pytest.param("x not in {1}", Not(Member(X, (number("1"),))), id="not-in-set"),
        pytest.param("x in y", Within(X, Y), id="containment"),
        pytest.param("x is missing", Missing(X), id="missing"),
        pytest.param("x is not missing", Not(Missing(X)), id="not-missing"),
        pytest.param("x == True", Compare((X, Truth(value=True)), ("==",)), id="truth"),
        pytest.param("near(x, y, 0.05)", Call("near", (X, Y, number("0.05"))), id="call"),
        pytest.param("not (x == y)", Not(Compare((X, Y), ("==",))), id="keyword-before-parenthesis"),
        pytest.param("sum == max", Compare((Name("sum"), Name("max")), ("==",)), id="function-names-are-names"),
        pytest.param('x == "say \\"so\\""', Compare((X, Text('say "so"')), ("==",)), id="escaped-quotation-mark"),
    ],
)
def test_text_becomes_the_tree_a_reader_expects(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", Fraction(1, 10)),
        (".5", Fraction(1, 2)),
        ("1e-14", Fraction(1, 10**14)),
        ("2.5E3", Fraction(2500)),
        ("1_000", Fraction(1000)),
        ("30000000", Fraction(30_000_000)),
        ("-3", Fraction(-3)),
    ],
)
def test_numbers_are_exact(text, value):
    tree = parse(text)
    assert isinstance(tree, Number)
    assert tree.value == value


def test_a_tenth_three_times_is_three_tenths():
    tree = parse("0.1 * 3 == 0.3")
    left, right = tree.operands
    assert left.factors[0].value * left.factors[1].value == right.value


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("d in 2024-02", "2024-02-01", "2024-02-29"),
        ("d == 2025-02-24", "2025-02-24", "2025-02-24"),
        ("d in ../2022", "None", "2022-12-31"),
        ("d in 2025..", "2025-01-01", "None"),
        ("d in 2025-03/..", "2025-03-01", "None"),
        ("d in 2023-01/2023-06", "2023-01-01", "2023-06-30"),
    ],
)
def test_dates_and_periods_are_literals(text, first, last):
    date = next(part for part in walk(parse(text)) if isinstance(part, Date))
    assert (str(date.period.first), str(date.period.last)) == (first, last)


def test_a_hyphen_without_spaces_belongs_to_the_name():
    assert names(parse("offer-2 >= offer - 2")) == ("offer-2", "offer")


def test_any_text_between_backticks_is_a_name():
    assert names(parse("`2024 output, t` + `and` > x")) == ("2024 output, t", "and", "x")


def test_a_hyphen_always_subtracts_when_told_so():
    assert parse("a-b > 0", hyphens=False) == parse("a - b > 0")


def test_names_and_functions_are_listed_once_in_reading_order():
    tree = parse("max(b, a) > b and sum(c) == max(a)")
    assert names(tree) == ("b", "a", "c")
    assert functions(tree) == ("max", "sum")


def test_every_node_knows_its_characters():
    text = "x  >= 2 * (yes + z)"
    found = {text[node.span[0] : node.span[1]] for node in walk(parse(text))}
    assert {"x", "2", "yes", "z", "yes + z", text[:-1]} <= found


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        pytest.param("", 1, "there is no expression", id="empty"),
        pytest.param("x >= ", 5, "the expression ends where a value is expected", id="unfinished"),
        pytest.param("x y", 3, "'y' stands where a comparison, an operator", id="two-values"),
        pytest.param("x >= >= y", 6, "'>=' stands where a value is expected", id="two-relations"),
        pytest.param("(x > 1", 7, r"ends where '\)' is expected", id="open-parenthesis"),
        pytest.param("x > 1)", 6, r"'\)' stands where the end is expected", id="closing-parenthesis"),
        pytest.param("if x > 1", 9, "'then'", id="no-then"),
        pytest.param("x = 5", 3, "'=' does not compare", id="single-equals"),
        pytest.param("x & y", 3, "'&' does not belong", id="ampersand"),
        pytest.param("r := x", 3, "':=' does not belong", id="assignment"),
        pytest.param('x == "abc', 6, "quotation mark", id="open-quotation"),
        pytest.param("x > 1,200", 5, "'1,200' may be one number or several", id="thousands-comma"),
        pytest.param("x in {1,200}", 7, "'1,200' may be one number or several", id="thousands-comma-in-a-set"),
        pytest.param("x > 1 # y", 7, "'#' does not belong", id="stray-character"),
        pytest.param("x > 1e999", 5, "more than 400 digits", id="huge-exponent"),
        pytest.param("x > " + "9" * 401, 5, "more than 400 digits", id="too-many-digits"),
    ],
)
def test_an_error_points_at_its_column_and_says_what_is_expected(text, column, message):
    with pytest.raises(ExpressionError, match=message) as caught:
        parse(text)
    assert caught.value.column == column


def test_an_error_names_its_place():
    with pytest.raises(ExpressionError, match=r"^checks/a\.yaml:3, column 4: the expression ends"):
        parse("x >", place="checks/a.yaml:3")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 100_000, id="parentheses"),
        pytest.param("not " * 20_000 + "x", id="nots"),
        pytest.param("-" * 20_000 + "x", id="signs"),
        pytest.param("2 ** " * 5_000 + "2", id="powers"),
        pytest.param("abs(" * 20_000 + "x" + ")" * 20_000, id="calls"),
    ],
)
def test_deep_nesting_is_refused_without_a_deep_stack(text):
    with pytest.raises(ExpressionError, match="nests deeper than 60 levels"):
        parse(text)


def test_a_text_beyond_the_limit_is_refused():
    with pytest.raises(ExpressionError, match="longer than 300000"):
        parse("x + " * 100_000 + "x")


def test_brackets_inside_quotation_marks_do_not_nest():
    assert parse('x == "' + "(" * 100 + '"')


def test_a_sum_of_ten_thousand_terms_is_one_flat_node():
    tree = parse(" + ".join(f"part{index}" for index in range(10_000)))
    assert len(tree.terms) == 10_000


_PIECES = [
    *("x", "offer-2", "1", "2.5", "25 %", "3 Mt/year", "$5 billion", "two weeks", "2024", "2025-02-24", "../2022"),
    *("`a b`", '"text"', "'", '"', "(", ")", "{", "}", ",", "+", "-", "*", "/", "**", "<", "<=", "==", "=", "!"),
    *("and", "or", "not", "if", "then", "else", "in", "is", "missing", "true", "sum(", "near(", "\n", "€", "\x00"),
]


@given(st.lists(st.sampled_from(_PIECES), max_size=12), st.sampled_from(["", " "]))
def test_a_text_is_an_expression_or_an_error_with_its_column(pieces, joint):
    text = joint.join(pieces)
    found = _tree_or_error(text)
    if isinstance(found, ExpressionError):
        assert 1 <= found.column <= len(text) + 1
        assert found.fix
    else:
        assert parse(show(found)) == found


def _tree_or_error(text):
    try:
        return parse(text)
    except ExpressionError as problem:
        return problem
