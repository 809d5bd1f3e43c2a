"""Columns: series without gaps, and one of a kind in each group."""

import pytest

from tallystick.errors import ReadError
from tallystick.model import Verdict
from tallystick.rulesets.sequences import exactly_one, is_linear_sequence
from tallystick.rulesets.sets import RuleSet


@pytest.mark.parametrize(
    ("values", "options", "answer"),
    [
        pytest.param([7], {}, True, id="one value"),
        pytest.param([5, 3, 4], {}, True, id="any order"),
        pytest.param([5, 3, 4], {"sort": False}, False, id="the order given"),
        pytest.param([1, 2, 4], {}, False, id="a gap"),
        pytest.param([0.1, 0.2, 0.3], {}, True, id="decimals are exact"),
        pytest.param(["2019Q3", "2019Q4", "2020Q1"], {}, True, id="quarters over a year's end"),
        pytest.param(["2019-11", "2019-12", "2020-01"], {"begin": "2019-11"}, True, id="months"),
        pytest.param([1, 2, 3], {"end": 4}, False, id="it stops too early"),
        pytest.param([1, None, 3], {}, None, id="a missing value"),
        pytest.param([], {}, False, id="nothing"),
    ],
)
def test_a_linear_sequence_has_equal_steps(values, options, answer) -> None:
    assert is_linear_sequence(values, **options) is answer


def test_a_value_that_is_no_place_in_a_series_is_named() -> None:
    with pytest.raises(ReadError, match="'soon' is neither a number nor a period"):
        is_linear_sequence([1, "soon"])


def test_a_missing_row_decides_only_where_it_could() -> None:
    assert exactly_one([True, None, True, True, None], ["a", "a", "b", "b", "b"]) == [None, None, False, False, False]


def test_numbers_may_differ_as_far_as_the_caller_says() -> None:
    rules = RuleSet({"equal": "x == 10", "order": "x >= 9.5", "strict": "x < 9"})
    exact, loose = rules.evaluate({"x": 9}), rules.evaluate({"x": 9}, equal_within=1, order_within=0.5)
    assert list(exact.verdicts.values()) == [Verdict.BREAKS] * 3
    assert list(loose.verdicts.values()) == [Verdict.HOLDS] * 3
