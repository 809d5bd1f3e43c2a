"""What print leaves open."""

from fractions import Fraction

import pytest

from tallystick import bounds, printed
from tallystick.model import Bound, Kind
from tallystick.text import read_value


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("57,913 t", Kind.QUANTITY, "57912.5", "57913.5"),
        ("2 million tonnes", Kind.QUANTITY, "1500000", "2500000"),
        ("not more than 2 million tonnes", Kind.QUANTITY, None, "2000000"),
        ("1.5 .. 2 t", Kind.QUANTITY, "1.5", "2"),
        ("12,000", Kind.COUNT, "12000", "12000"),
        ("1.2 million", Kind.COUNT, "1150000", "1250000"),
        ("$1,204.55", Kind.QUANTITY, "1204.55", "1204.55"),
        ("$1.25 million", Kind.QUANTITY, "1245000", "1255000"),
        ("$1,204", Kind.QUANTITY, "1203.5", "1204.5"),
    ],
    ids=["integer", "scaled", "limit", "range", "votes", "scaled count", "cents", "scaled money", "whole money"],
)
def test_only_a_figure_printed_as_such_and_rounded_is_wider_than_it_reads(text, kind, low, high):
    found = printed.interval(read_value(text), kind)
    assert (found.low, found.high) == (low and Fraction(low), Fraction(high))


def test_rounding_exact_widens_nothing():
    assert printed.interval(read_value("2 million tonnes"), mode="exact") == bounds.point(2_000_000)


def test_intervals_that_touch_do_not_agree_and_those_that_overlap_do():
    one, two = Bound(Fraction(1, 2), Fraction(3, 2)), Bound(Fraction(3, 2), Fraction(5, 2))
    assert not printed.overlap(one, two)
    assert printed.overlap(one, Bound(Fraction(1), None))
    assert printed.overlap(one, bounds.point(1))
    assert not printed.overlap(one, bounds.point(Fraction(3, 2)))
