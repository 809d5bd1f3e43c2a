"""Number lines and graphs: what belongs to an interval is seen, and said to those who do not see it."""

from fractions import Fraction

from tallystick.model import Bound, ConflictSet, Side
from tallystick.report.svg import conflict_graph, number_line


def line(first: Bound, second: Bound) -> str:
    return number_line((Side("x", first, "metric_ton"), Side("y", second, "metric_ton")))


def test_a_reached_end_is_filled_and_an_open_one_hollow():
    drawn = line(Bound(Fraction(1), Fraction(2), high_open=True), Bound(Fraction(3), Fraction(3)))
    assert drawn.count('class="closed"') == 2
    assert drawn.count('class="open"') == 1


def test_an_unbounded_end_is_an_arrow():
    assert line(Bound(None, Fraction(2)), Bound(Fraction(1))).count('class="arrow"') == 2


def test_ends_are_labelled_with_their_unit():
    assert ">1 t</text>" in line(Bound(Fraction(1), Fraction(4)), Bound(Fraction(2), Fraction(2)))


def test_common_values_are_a_band_and_none_is_said():
    assert 'class="common"' in line(Bound(Fraction(1), Fraction(4)), Bound(Fraction(2), Fraction(9)))
    apart = line(Bound(Fraction(1), Fraction(2)), Bound(Fraction(3), Fraction(9)))
    assert 'class="common"' not in apart
    assert "no value in common" in apart


def test_two_unbounded_sides_draw_nothing():
    assert line(Bound(), Bound()) == ""


def test_names_in_a_picture_are_escaped():
    assert "<script" not in conflict_graph(ConflictSet(("<script>", "b"), ("<script>",)))
    assert "<script" not in number_line((Side("<script>", Bound(Fraction(1)), ""), Side("y", Bound(Fraction(2)), "")))
