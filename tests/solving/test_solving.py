"""The solver on small systems: held against z3, against grids, and against what peers get wrong."""

from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from tallystick.errors import CheckDefinitionError, ExpressionError, NotDecidable
from tallystick.meaning import Names, Symbol, Translator, parse, translate
from tallystick.meaning.formula import Formula, either, every, linear, negate, put_in, unknowns
from tallystick.model import Bound, Kind, Verdict
from tallystick.solving import can_hold, kleene, search
from tallystick.solving.allowance import Allowance
from tallystick.solving.elimination import Row, decide_rows
from tallystick.solving.showing import show_formula
from tallystick.solving.z3door import Session

NAMES = ("x", "y", "z")


@st.composite
def rows(draw: st.DrawFn) -> Formula:
    coefficients = {name: draw(st.integers(-3, 3)) for name in NAMES}
    return linear(coefficients, draw(st.sampled_from(["<", "<=", "==", ">", "!="])), draw(st.integers(-4, 4)))


@st.composite
def statements(draw: st.DrawFn) -> Formula:
    shape = draw(st.sampled_from(["row", "if", "either", "both"]))
    if shape == "row":
        return draw(rows())
    parts = draw(st.lists(rows(), min_size=2, max_size=3))
    if shape == "if":
        return either([negate(parts[0]), parts[1]])
    return either(parts) if shape == "either" else every(parts)


def ask_z3(formulas: list[Formula]) -> bool | None:
    session = Session(allowance=Allowance(question_ms=5000))
    for formula in formulas:
        session.add(formula)
    return session.check(()).feasible


@settings(max_examples=100, deadline=None)
@given(st.lists(statements(), min_size=1, max_size=6))
def test_cases_and_elimination_agree_with_z3(formulas: list[Formula]) -> None:
    outcome = search.decide([(formula, 1 << place) for place, formula in enumerate(formulas)])
    if outcome.feasible is None:
        # It says that it gives up; z3 is asked then.
        reject()
    assert outcome.feasible == ask_z3(formulas)
    if outcome.feasible is False:
        core = [formula for place, formula in enumerate(formulas) if outcome.mask >> place & 1]
        assert ask_z3(core) is False


@settings(max_examples=100, deadline=None)
@given(st.lists(statements(), min_size=1, max_size=6))
def test_the_reach_of_an_unknown_agrees_with_z3(formulas: list[Formula]) -> None:
    try:
        found = search.reach([(formula, 0) for formula in formulas], "x")
    except OverflowError:
        # It says that it gives up; z3 is asked then.
        reject()
    if not found:
        assert ask_z3(formulas) is False
        return
    inside = [formula for low, _ in found if low is not None for formula in [linear({"x": 1}, "<", low.value)]]
    if all(low is not None for low, _ in found):
        assert ask_z3([*formulas, *inside]) is False
    session = Session(allowance=Allowance(question_ms=500))
    for formula in formulas:
        session.add(formula)
    try:
        low, high = session.reach((), "x")
    except OverflowError:
        # z3's optimizer gave up in its turn.
        reject()
    assert (low is None) == any(end is None for end, _ in found)
    assert (high is None) == any(end is None for _, end in found)
    if low is not None:
        assert low.value == min(end.value for end, _ in found if end is not None)
    if high is not None:
        assert high.value == max(end.value for _, end in found if end is not None)


@settings(max_examples=200, deadline=None)
@given(statements(), st.lists(st.integers(-4, 4), min_size=3, max_size=3))
def test_a_statement_and_its_opposite_never_hold_at_one_point(formula: Formula, point: list[int]) -> None:
    known = {name: Fraction(value) for name, value in zip(NAMES, point, strict=True)}
    assert put_in(formula, known) != put_in(negate(formula), known)


@settings(max_examples=100, deadline=None)
@given(statements())
def test_a_formula_written_out_and_read_again_means_the_same(formula: Formula) -> None:
    class Plain(Names):
        def one(self, name: str) -> Symbol:
            return Symbol(name)

    if not unknowns(formula):
        return
    again = translate(parse(show_formula(formula), hyphens=False), Plain()).formula
    assert can_hold([formula, negate(again)]) is False
    assert can_hold([again, negate(formula)]) is False


def test_whole_numbers_are_not_rounded_away() -> None:
    between = [Row({"n": -2}, 0, -1, 1), Row({"n": 2}, 0, 1, 2)]
    assert decide_rows(between).feasible is True
    assert decide_rows(between, {"n"}).feasible is False


def test_elimination_ends_on_a_cycle_of_differences() -> None:
    cycle = [Row({"x": -1, "y": 1}, 0, -1, 1), Row({"y": -1, "z": 1}, 0, -1, 2), Row({"z": -1, "x": 1}, 0, -1, 4)]
    assert decide_rows(cycle).mask == 7


@dataclass(frozen=True)
class _Bounded(Names):
    bounds: dict[str, Bound]
    units: dict[str, str]

    def one(self, name: str) -> Symbol:
        return Symbol(name, unit=self.units.get(name, ""), bound=self.bounds[name])

    def each(self, names, by=()):
        yield self


def decide(statement: str, bounds: dict[str, Bound], units: dict[str, str] | None = None) -> Verdict:
    work = Translator(_Bounded(bounds, units or {}))
    return kleene.judge(work.statement(parse(statement)), work.unknowns, allowance=Allowance(question_ms=500)).verdict


def at(low: object, high: object) -> Bound:
    return Bound(Fraction(str(low)), Fraction(str(high)))


@pytest.mark.parametrize(
    ("statement", "bounds", "verdict"),
    [
        pytest.param("x - x == 0", {"x": at(0, 9)}, Verdict.HOLDS, id="the same name twice is one unknown"),
        pytest.param("2 * x >= x", {"x": at(0, 9)}, Verdict.HOLDS, id="linear"),
        pytest.param("x * x >= x", {"x": at(1, 9)}, Verdict.HOLDS, id="curved"),
        pytest.param("x * x >= x", {"x": at(0, 9)}, Verdict.UNKNOWN, id="curved, some"),
        pytest.param("x * y - y * x == 0", {"x": at(0, 9), "y": at(0, 9)}, Verdict.HOLDS, id="products commute"),
        pytest.param(
            "x / y == 5", {"x": at(0, 0), "y": at(0, 0)}, Verdict.UNKNOWN, id="nothing is divided by zero"
        ),
        pytest.param("abs(x - y) <= 3", {"x": at(0, 1), "y": at(2, 3)}, Verdict.HOLDS, id="absolute value"),
        pytest.param("max(x, y) >= min(x, y)", {"x": at(0, 3), "y": at(1, 2)}, Verdict.HOLDS, id="extremes"),
        pytest.param("near(x, y, 10 %)", {"x": at(10, 10), "y": at("9.5", 11)}, Verdict.HOLDS, id="near"),
        pytest.param("growth(x, y) <= 50 %", {"x": at(3, 3), "y": at(2, 3)}, Verdict.HOLDS, id="growth"),
        pytest.param("if x > 1 then y < 2 else y > 1", {"x": at(0, 3), "y": at(1, 2)}, Verdict.UNKNOWN, id="if else"),
        pytest.param("0.1 * x == 0.3", {"x": at(3, 3)}, Verdict.HOLDS, id="decimals are exact"),
        pytest.param("(x + 1) ** 2 == x ** 2 + 2 * x + 1", {"x": at(-5, 5)}, Verdict.HOLDS, id="powers"),
    ],
)
def test_verdicts_of_names_that_repeat(statement: str, bounds: dict[str, Bound], verdict: Verdict) -> None:
    assert decide(statement, bounds) is verdict


def test_units_take_part_in_a_verdict() -> None:
    bounds = {"stock": at(2, 2), "flow": at(1, 1)}
    units = {"stock": "megametric_ton", "flow": "megametric_ton / year"}
    assert decide("stock >= 2 * flow * 1 year", bounds, units=units) is Verdict.HOLDS


def test_a_number_where_a_statement_is_expected_names_the_column() -> None:
    with pytest.raises(ExpressionError, match="'x \\+ 1' is neither true nor false"):
        decide("x + 1", {"x": at(1, 2)})


class _Words(Names):
    def one(self, name: str) -> Symbol:
        return Symbol(name, Kind.CATEGORY)


def test_words_have_no_order() -> None:
    with pytest.raises(CheckDefinitionError, match="words have no order"):
        translate(parse('a < "b"'), _Words())


def test_two_open_categories_are_not_compared() -> None:
    with pytest.raises(NotDecidable, match="neither lists its values"):
        translate(parse("a == b"), _Words())
