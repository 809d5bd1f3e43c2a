"""Three-valued truth: tables, repeated names, and what a wider interval may do."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_ledger import category, judge, number, quantity

from tallystick import bounds
from tallystick.model import Claim
from tallystick.solving.allowance import Allowance

# x lies in 1 .. 3, so each statement has the verdict of its name for every value, none, or some.
STATEMENTS = {"holds": "x >= 1", "breaks": "x > 3", "unknown": "x > 2"}
OTHERS = {"holds": "y >= 1", "breaks": "y > 3", "unknown": "y > 2"}
BOTH = [(first, second) for first, second in product(STATEMENTS, OTHERS)]


def _verdict(text: str) -> str:
    return judge(text, number("x", 1, 3), number("y", 1, 3)).verdict


@pytest.mark.parametrize(("first", "second"), BOTH)
def test_and_is_kleene(first, second):
    expected = "breaks" if "breaks" in (first, second) else "unknown" if "unknown" in (first, second) else "holds"
    assert _verdict(f"{STATEMENTS[first]} and {OTHERS[second]}") == expected


@pytest.mark.parametrize(("first", "second"), BOTH)
def test_or_is_kleene(first, second):
    expected = "holds" if "holds" in (first, second) else "unknown" if "unknown" in (first, second) else "breaks"
    assert _verdict(f"{STATEMENTS[first]} or {OTHERS[second]}") == expected


@pytest.mark.parametrize(("first", "second"), BOTH)
def test_if_then_is_not_or(first, second):
    assert _verdict(f"if {STATEMENTS[first]} then {OTHERS[second]}") == _verdict(
        f"not {STATEMENTS[first]} or {OTHERS[second]}"
    )


@pytest.mark.parametrize(("part", "expected"), [("holds", "breaks"), ("breaks", "holds"), ("unknown", "unknown")])
def test_not_is_kleene(part, expected):
    assert _verdict(f"not {STATEMENTS[part]}") == expected


def test_an_if_whose_condition_breaks_holds():
    assert _verdict("if x > 3 then y / (y - 2) > 0") == "holds"


def test_else_speaks_where_the_condition_breaks():
    assert _verdict("if x > 3 then y > 3 else y >= 1") == "holds"


@pytest.mark.parametrize(
    ("assertion", "expected"),
    [
        pytest.param("x - x == 0", "holds", id="difference-with-itself"),
        pytest.param("2 * x >= x", "holds", id="twice-itself"),
        pytest.param("x / x == 1", "holds", id="share-of-itself"),
        pytest.param("x * y - y * x == 0", "holds", id="product-with-itself"),
        pytest.param("x > 1 or x <= 1", "holds", id="excluded-middle"),
        pytest.param("x > 2 and x < 2", "breaks", id="contradiction"),
        pytest.param("x ** 2 - 2 * x + 1 >= 0", "holds", id="square-written-out"),
        pytest.param("x ** 2 - 2 * x * y + y ** 2 >= 0", "holds", id="square-of-a-difference"),
        pytest.param("x * y >= x", "holds", id="common-factor"),
        pytest.param("x / (x + y) < 1", "holds", id="part-of-a-whole"),
        pytest.param("x + y - x <= 3", "holds", id="cancelled-term"),
        pytest.param("max(x, y) >= min(x, y)", "holds", id="functions-are-known"),
    ],
)
def test_the_same_name_twice_is_the_same_unknown(assertion, expected):
    assert _verdict(assertion) == expected


@pytest.mark.parametrize(
    ("assertion", "expected"),
    [
        ("x / y <= 3", "holds"),
        ("x / y < 3", "unknown"),
        ("x / y > 3", "breaks"),
        ("x * y <= 9", "holds"),
        ("1 / x <= 1", "holds"),
        ("1 / x + 1 / y > 2", "breaks"),
        ("x ** 3 <= 27", "holds"),
        ("x ** -1 >= 0.3", "holds"),
        ("abs(x - 2) <= 1", "holds"),
        ("mean(x, y) <= 3", "holds"),
        ("1 <= x <= 3", "holds"),
        ("1 < x <= 3", "unknown"),
        ("x != 4", "holds"),
        ("x in {4, 5}", "breaks"),
        ("x in {1, 2}", "unknown"),
        ("near(x, y, 200 %)", "holds"),
        ("near(x, 10, 50 %)", "breaks"),
    ],
)
def test_intervals_decide(assertion, expected):
    assert _verdict(assertion) == expected


@pytest.mark.parametrize(
    ("assertion", "reason"),
    [
        ("x / (y - 2) > 0", "division by 'y - 2', which may be zero"),
        ("x / (y - y) > 0", "division by 'y - y', which is zero"),
        ("x ** 0.5 > 1", "'0.5' as an exponent is not a known whole number"),
        ("x ** 65 > 1", "an exponent of 65 is beyond 64"),
        ("x > 2", "true for some of the values the claims allow, false for others"),
        ("implied(x) > 2", "what the other claims imply for 'x' is not known here"),
    ],
)
def test_unknown_says_why(assertion, reason):
    found = judge(assertion, number("x", 1, 3), number("y", 1, 3))
    assert (found.verdict, found.result.reason) == ("unknown", reason)
    assert found.codes == ["CK02"]
    assert reason in found.findings[0].message


def test_without_time_the_solver_gives_no_answer():
    found = judge("x ** 2 - 2 * x * y + y ** 2 >= 0", number("x", 1, 3), number("y", 1, 3), allowance=Allowance(0))
    assert found.verdict == "unknown"
    assert "not decided" in found.result.reason


def test_a_curved_statement_with_both_signs_needs_no_solver():
    found = judge("x ** 2 * y > x + y", number("x", 1, 3), number("y", 1, 3), allowance=Allowance(0))
    assert found.result.reason == "true for some of the values the claims allow, false for others"


def test_implied_asks_for_the_reconciled_bounds():
    implied = {"x": (judge("x == x", number("x", 1, 3)).result.sides[0].bound, "")}
    assert judge("implied(x) >= 1", number("x", 0, 9), implied=implied).verdict == "holds"
    assert judge("implied(x) >= 0", number("x", 0, 9), implied={}).verdict == "holds"


@pytest.mark.parametrize(
    ("assertion", "expected"),
    [
        ('door == "open"', "holds"),
        ('door != "open"', "breaks"),
        ('door in {"open", "closed"}', "holds"),
        ("ban", "holds"),
        ("not ban", "breaks"),
        ("ban == true", "holds"),
        ('if ban then door == "closed"', "breaks"),
    ],
)
def test_words_compare_as_text(assertion, expected):
    claims = category("door", "status", "open"), category("ban", "in_force", "true")
    assert judge(assertion, *claims).verdict == expected


@pytest.mark.parametrize(
    ("assertion", "message"),
    [
        ('door == "opne"', r"'door' is never 'opne' (nearest: 'open')"),
        ('door > "open"', "words have no order"),
        ("door > 3", "one is a word, the other an amount"),
        ("door + 1 > 3", "'door' is a word, not an amount"),
        ("(x > 2) + 1 > 3", "'x > 2' is true or false, not an amount"),
        ("x", "'x' is neither true nor false"),
    ],
)
def test_a_part_of_the_wrong_kind_is_a_fault_of_the_check(assertion, message):
    found = judge(assertion, category("door", "status", "open"), number("x", 1, 3))
    assert (found.verdict, found.codes) == ("unknown", ["CK06"])
    assert message in found.findings[0].message


def test_a_claim_outside_its_range_allows_no_answer():
    found = judge("r > 5 %", *_rate_of(2000))
    assert (found.verdict, found.codes) == ("unknown", ["CK02"])
    assert "allows no value" in found.result.reason


def test_a_claim_in_a_unit_its_measure_does_not_know_allows_no_answer():
    found = judge("made > 1 t", Claim("made", "offer", quantity(bounds.point(3), "USD", "$3")))
    assert (found.verdict, found.codes) == ("unknown", ["CK02"])
    assert found.result.reason.startswith("'made' cannot be taken: cannot compare 'USD'")


def _rate_of(percent):
    from small_ledger import rate

    return (rate("r", percent),)


# --- properties ---

_numbers = st.fractions(-4, 4, max_denominator=4)
_intervals = st.tuples(_numbers, _numbers).map(sorted)
_relations = st.sampled_from(["<", "<=", "==", "!=", ">=", ">"])
_COMPARE = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
}


def _grid(interval):
    low, high = interval
    return [low + (high - low) * Fraction(step, 4) for step in range(5)]


def _written(value: Fraction) -> str:
    return f"({value.numerator} / {value.denominator})"


@given(st.tuples(_numbers, _numbers, _numbers), _relations, _intervals, _intervals)
def test_a_linear_statement_agrees_with_every_point_of_a_grid(factors, relation, first, second):
    a, b, c = factors
    assertion = f"{_written(a)} * x + {_written(b)} * y - {_written(a)} * x * 2 {relation} {_written(c)}"
    found = judge(assertion, number("x", *first), number("y", *second)).verdict
    truths = {_COMPARE[relation](a * x + b * y - 2 * a * x, c) for x, y in product(_grid(first), _grid(second))}
    if found == "unknown":
        # A linear range is exact; only an equality may hold between the points of a grid.
        assert truths == {True, False} or relation in ("==", "!=")
    else:
        assert truths == {found == "holds"}


@given(
    st.sampled_from(["x * y", "x * y - x", "x / (y * y + 1)", "(x + y) ** 2 - x * y", "abs(x) - abs(y)", "max(x, y)"]),
    _relations,
    _numbers,
    _intervals,
    _intervals,
)
def test_a_curved_statement_never_contradicts_a_point(expression, relation, limit, first, second):
    found = judge(f"{expression} {relation} {_written(limit)}", number("x", *first), number("y", *second)).verdict
    values = (
        eval(expression, {"abs": abs, "max": max}, {"x": x, "y": y})  # noqa: S307 - our own six texts
        for x, y in product(_grid(first), _grid(second))
    )
    truths = {_COMPARE[relation](value, limit) for value in values}
    if found != "unknown":
        assert truths == {found == "holds"}


@given(
    st.sampled_from(["x <= 2", "x == 1", "x * x > 1", "2 * x >= x", "if x > 0 then x > 1"]),
    _intervals,
    _numbers,
    _numbers,
)
def test_widening_an_interval_never_decides(assertion, interval, more, less):
    narrow = judge(assertion, number("x", *interval)).verdict
    wide = judge(assertion, number("x", interval[0] - abs(less), interval[1] + abs(more))).verdict
    assert wide in (narrow, "unknown")


@pytest.mark.parametrize(
    "assertion",
    [
        pytest.param("((9e399 ** 64) ** 64) ** 64 > x", id="tower-of-a-number"),
        pytest.param("((x ** 64) ** 64) ** 64 > 1", id="tower-of-an-unknown"),
        pytest.param(" * ".join(["9e399"] * 2_000) + " > x", id="long-product"),
    ],
)
def test_numbers_beyond_all_use_are_not_computed(assertion):
    found = judge(assertion, number("x", 1, 3), number("y", 1, 3))
    assert found.verdict == "unknown"
    assert found.result.reason == "a number that is too long"


def test_a_claim_without_a_value_leaves_no_answer_to_any_part():
    assert judge("r > 5 % or x >= 1", *_rate_of(2000), number("x", 1, 3)).verdict == "unknown"


@pytest.mark.parametrize(
    ("assertion", "verdict"),
    [
        pytest.param(" * ".join(["(x + y + 1)"] * 40) + " > 1", "holds", id="wide-product"),
        pytest.param(" + ".join(f"1 / (x + {index})" for index in range(90)) + " < 99", "holds", id="many-quotients"),
        pytest.param("(x + y + 1) ** 40 / (x + y) ** 40 > 0", "holds", id="quotient-of-powers"),
        pytest.param("x * 9e399 ** 20 > x + y ** 2", "holds", id="long-number"),
        pytest.param("x ** 2 * 9e399 ** 20 > y + 4 * 9e399 ** 20", "unknown", id="long-number-left-open"),
        pytest.param(" + ".join(f"1 / {2 * index + 3}" for index in range(2_000)) + " > x", "holds", id="long-sum"),
        pytest.param(" or ".join(f"x > 1 + y * {index} / 999" for index in range(1, 300)), "unknown", id="many-parts"),
    ],
)
def test_what_is_too_large_to_write_out_is_judged_by_intervals(assertion, verdict):
    assert judge(assertion, number("x", 1, 3), number("y", 1, 3)).verdict == verdict


def test_what_the_solver_leaves_open_is_not_said_to_be_lost():
    from tallystick.model import Claim

    printed = Claim("x", "number", quantity(bounds.point(2), text="2", step=1))
    survives = judge("x ** 3 - 3 * x ** 2 + 3 * x > 0.99", printed, allowance=Allowance(0)).result.survives
    assert survives.rounding is None
    assert survives.rounding_says.startswith("what widening every printed number leaves is not decided")
