"""Reported statistics: what rounding allows is possible, and nothing else."""

from fractions import Fraction

import pytest

from tallystick.discovery.prose.statistics import (
    ReportedTest as Reported,
)
from tallystick.discovery.prose.statistics import (
    deviation_of_shares,
    is_deviation_possible,
    is_mean_possible,
    is_p_possible,
    is_share_deviation_possible,
    nearest_mean,
)


@pytest.mark.parametrize(
    ("test", "possible"),
    [
        (Reported("t", "2.20", Fraction(28), p=".04"), True),
        (Reported("t", "2.20", Fraction(28), p=".02"), False),
        (Reported("t", "2", Fraction(28), p=".02"), True),
        (Reported("F", "3.34", Fraction(2), Fraction(28), p=".05"), True),
        (Reported("r", ".37", Fraction(28), p=".04"), True),
        (Reported("chi2", "3.84", Fraction(1), p=".05"), True),
        (Reported("z", "1.96", p="0.001"), False),
        (Reported("t", "2.20", Fraction(28), p=".05", p_relation="<"), True),
        (Reported("t", "2.20", Fraction(28), p=".01", p_relation="<"), False),
        (Reported("t", "2.20", Fraction(28), p_relation="ns"), False),
        (Reported("t", "9.99", Fraction(28), p=".000", p_relation="<"), False),
    ],
    ids=["t", "t-off", "rounded", "F", "r", "chi2", "z", "below", "not-below", "ns", "below-zero"],
)
def test_a_p_is_possible_when_the_printed_statistic_allows_it(test, possible):
    assert is_p_possible(test) is possible


def test_half_of_p_is_possible_only_where_the_test_is_one_tailed():
    test = Reported("t", "2.20", Fraction(28), p=".02")
    assert (is_p_possible(test), is_p_possible(test, one_tailed=True)) == (False, True)


def test_a_mean_of_whole_numbers_is_a_sum_over_their_count():
    assert is_mean_possible("3.45", 20)
    assert not is_mean_possible("3.47", 20)
    assert nearest_mean("3.47", 20) == (Fraction(69, 20), Fraction(70, 20))
    assert is_mean_possible("54.0", 150, percent=True)
    assert not is_mean_possible("54.2", 150, percent=True)


def test_a_deviation_of_whole_numbers_has_a_whole_sum_of_squares_as_odd_as_the_sum():
    # 1, 2, 3: mean 2, deviation 1; no three whole numbers with mean 2 have 1.20.
    assert is_deviation_possible("2.00", "1.00", 3)
    assert not is_deviation_possible("2.00", "1.20", 3)


def test_the_deviation_of_zeros_and_ones_follows_from_their_mean():
    assert is_share_deviation_possible("0.50", "0.50", 100)
    assert not is_share_deviation_possible("0.19", "0.35", 1683)
    bound = deviation_of_shares("0.50", 100)
    assert bound.high is not None
    assert abs(float(bound.high) - 0.5025) < 0.001
