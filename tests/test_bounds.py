"""Promises of the interval arithmetic: exact, sound, and with strict ends kept strict."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick import bounds
from tallystick.bounds import at_least, at_most, between, point
from tallystick.errors import NotDecidable
from tallystick.model import Bound, Verdict

SMALL = st.fractions(min_value=-5, max_value=5, max_denominator=4)
OPERATIONS = {
    "add": (bounds.add, lambda x, y: x + y),
    "subtract": (bounds.subtract, lambda x, y: x - y),
    "multiply": (bounds.multiply, lambda x, y: x * y),
    "minimum": (lambda a, b: bounds.minimum([a, b]), min),
    "maximum": (lambda a, b: bounds.maximum([a, b]), max),
}
RELATIONS = {
    "<": lambda x, y: x < y,
    "<=": lambda x, y: x <= y,
    "==": lambda x, y: x == y,
    "!=": lambda x, y: x != y,
    ">=": lambda x, y: x >= y,
    ">": lambda x, y: x > y,
}


@st.composite
def intervals(draw: st.DrawFn) -> Bound:
    """Any interval with small ends, some open, some unbounded."""
    ends = sorted([draw(SMALL), draw(SMALL)])
    low = None if draw(st.integers(0, 5)) == 0 else ends[0]
    high = None if draw(st.integers(0, 5)) == 0 else ends[1]
    made = between(low, high, low_open=draw(st.booleans()), high_open=draw(st.booleans()))
    return made or point(ends[0])


def members(bound: Bound) -> list[Fraction]:
    """Values of the interval: its reached ends, points just inside them, and the middle."""
    low = bound.low if bound.low is not None else (bound.high or Fraction(0)) - 7
    high = bound.high if bound.high is not None else low + 7
    near = [low, low + (high - low) / 1000, (low + high) / 2, high - (high - low) / 1000, high]
    return [value for value in near if bounds.contains(bound, point(value))]


@pytest.mark.parametrize("name", OPERATIONS, ids=str)
@given(first=intervals(), second=intervals())
def test_a_result_holds_every_value_its_operands_can_give(name, first, second):
    of_bounds, of_values = OPERATIONS[name]
    result = of_bounds(first, second)
    for x in members(first):
        for y in members(second):
            assert bounds.contains(result, point(of_values(x, y)))


@given(first=intervals(), second=intervals())
def test_a_quotient_holds_every_value_or_says_that_zero_is_in_the_way(first, second):
    if bounds.contains(second, point(0)):
        with pytest.raises(NotDecidable, match="may be zero"):
            bounds.divide(first, second)
        return
    result = bounds.divide(first, second)
    assert all(bounds.contains(result, point(x / y)) for x in members(first) for y in members(second))


@given(bound=intervals(), exponent=st.integers(0, 5))
def test_a_power_holds_every_value(bound, exponent):
    result = bounds.power(bound, exponent)
    assert all(bounds.contains(result, point(x**exponent)) for x in members(bound))


@pytest.mark.parametrize("relation", RELATIONS, ids=str)
@given(first=intervals(), second=intervals())
def test_a_verdict_is_true_of_every_pair_of_values(relation, first, second):
    verdict = bounds.compare(relation, first, second)
    seen = {RELATIONS[relation](x, y) for x in members(first) for y in members(second)}
    if verdict is Verdict.HOLDS:
        assert seen == {True}
    if verdict is Verdict.BREAKS:
        assert seen == {False}


@given(first=intervals(), second=intervals())
def test_disjoint_intervals_are_never_equal_and_touching_ones_may_be(first, second):
    verdict = bounds.compare("==", first, second)
    assert (verdict is Verdict.BREAKS) == (bounds.intersect(first, second) is None)


@pytest.mark.parametrize(
    ("relation", "first", "second", "verdict"),
    [
        pytest.param("<", at_most(1, strict=True), point(1), "holds", id="strict-end-stays-strict"),
        pytest.param("<", at_most(1), point(1), "unknown", id="reached-end-may-be-equal"),
        pytest.param("<=", at_most(1), point(1), "holds", id="reached-end-is-at-most"),
        pytest.param(">", at_most(1), at_least(1), "breaks", id="touching-ends-are-not-greater"),
        pytest.param(">=", at_most(1, strict=True), at_least(1), "breaks", id="open-end-never-reaches"),
        pytest.param("==", point(1), point(1), "holds", id="equal-points"),
        pytest.param("==", at_most(1), at_least(1), "unknown", id="one-common-value"),
        pytest.param("!=", point(1), point(2), "holds", id="different-points"),
    ],
)
def test_touching_ends_are_judged_by_whether_they_are_reached(relation, first, second, verdict):
    assert bounds.compare(relation, first, second).value == verdict


def test_tenths_add_up_exactly():
    assert bounds.add(point(Fraction("0.1")), point(Fraction("0.2"))) == point(Fraction("0.3"))


@pytest.mark.parametrize("size", [10**7, 10**15, 10**40], ids=["1e7", "1e15", "1e40"])
def test_size_makes_no_difference(size):
    assert bounds.compare("<", point(size), point(size + Fraction(1, 10**9))) is Verdict.HOLDS


@pytest.mark.parametrize(
    ("bound", "step", "mode", "wide"),
    [
        pytest.param(point(2), 1, "nearest", between(Fraction(3, 2), Fraction(5, 2)), id="a-point"),
        pytest.param(at_most(600_000), 100_000, "nearest", at_most(650_000), id="a-bound-outward"),
        pytest.param(at_least(10), 10, "nearest", at_least(5), id="a-lower-bound-outward"),
        pytest.param(point(2), 0, "nearest", point(2), id="exact-by-nature"),
        pytest.param(point(2), 1, "truncate", between(2, 3, high_open=True), id="truncated"),
        pytest.param(point(-2), 1, "truncate", between(-3, -2, low_open=True), id="truncated-below-zero"),
        pytest.param(
            point(0), 1, "truncate", between(-1, 1, low_open=True, high_open=True), id="truncated-to-zero"
        ),
    ],
)
def test_printed_digits_widen_a_bound(bound, step, mode, wide):
    assert bounds.widen(bound, (Fraction(step), Fraction(step)), mode=mode) == wide


@given(value=SMALL, step=st.sampled_from([Fraction(1), Fraction(1, 10)]), mode=st.sampled_from(["nearest", "truncate"]))
def test_a_truncated_end_swaps_its_open_side_under_a_negative_weight(value, step, mode):
    wide = bounds.widen(point(value), (step, step), mode=mode)
    turned = bounds.scale(wide, -2)
    assert (turned.low_open, turned.high_open) == (wide.high_open, wide.low_open)


@pytest.mark.parametrize(
    ("printed", "digits", "step"),
    [
        pytest.param("2", None, 1, id="one-digit"),
        pytest.param("2.0", None, Fraction(1, 10), id="a-kept-zero"),
        pytest.param("600,000", None, 100_000, id="trailing-zeros"),
        pytest.param("599,000", None, 1_000, id="some-trailing-zeros"),
        pytest.param("600000", 3, 1_000, id="digits-say-so"),
        pytest.param("0.00120", None, Fraction(1, 100_000), id="small-decimals"),
        pytest.param("0.00120", 2, Fraction(1, 10_000), id="small-decimals-with-digits"),
        pytest.param("0", None, 1, id="zero"),
    ],
)
def test_the_last_significant_digit_has_a_place(printed, digits, step):
    assert bounds.step_of(printed, digits) == step


@given(st.fractions(max_denominator=10**6))
def test_a_shown_number_reads_back_as_itself(value):
    assert Fraction(bounds.show_number(value)) == value


@given(outer=intervals(), inner=intervals())
def test_a_meet_lies_in_both_and_a_hull_holds_both(outer, inner):
    meet = bounds.intersect(outer, inner)
    assert meet is None or (bounds.contains(outer, meet) and bounds.contains(inner, meet))
    assert bounds.contains(bounds.hull([outer, inner]), inner)
