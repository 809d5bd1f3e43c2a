"""What a claim allows: its interval in the measure's unit, cut by the range; and the world it lives in."""

from fractions import Fraction

import pytest

from tallystick import bounds, printed, schema
from tallystick.errors import UnitError
from tallystick.model import Bound, Category, Claim, Kind, Measure, is_actual, world_of
from tallystick.reading.schemas import read_day_range, read_range
from tallystick.text import read_value

OUTPUT = Measure("output", unit="metric_ton / year", range=Bound(Fraction(0), Fraction(1000)))


def claim(value: str, **more: str) -> Claim:
    return Claim("a", "output", read_value(value, unit="metric_ton / year"), **more)  # type: ignore[arg-type]


def test_a_claim_is_converted_and_cut_by_the_range():
    assert schema.allowed(claim("<= 0.5 kt/year"), OUTPUT) == Bound(Fraction(0), Fraction(500))


def test_a_claim_partly_outside_keeps_the_part_inside_and_one_wholly_outside_allows_nothing():
    assert schema.allowed(claim("900 .. 2000 t/year"), OUTPUT) == Bound(Fraction(900), Fraction(1000))
    assert schema.allowed(claim("2 kt/year"), OUTPUT) is None


def test_rounding_widens_before_the_range_cuts():
    for text, low, high in (("1 kt/year", 500, 1000), ("0.8 kt/year", 750, 850)):
        one = claim(text)
        in_print = printed.interval(one.value)
        assert schema.allowed(one, OUTPUT, as_printed=in_print) == Bound(Fraction(low), Fraction(high))


def test_another_reading_of_the_unit_gives_another_interval():
    short = schema.allowed(claim("100 tons/year"), OUTPUT, unit="short_ton / year")
    assert short == bounds.point(Fraction("90.718474"))


@pytest.mark.parametrize("measure", [Measure("m"), Measure("m", kind=Kind.RANK), Measure("m", kind=Kind.COUNT)], ids=lambda m: m.kind.value)
def test_a_measure_without_a_unit_takes_plain_numbers_only(measure):
    with pytest.raises(UnitError, match="plain number"):
        schema.allowed(claim("5 t"), measure)


@pytest.mark.parametrize(
    ("status", "scenario", "world"),
    [
        ("reported", "", ""), ("ordered", "", ""), ("forecast", "", "forecast: a"), ("denied", "", "denied: a"),
        ("reported", "plan b", "plan b"),
    ],
    ids=["reported", "ordered", "forecast", "denied", "scenario"],
)  # fmt: skip
def test_a_status_chooses_the_world(status, scenario, world):
    one = Claim("a", "m", Category("x"), status=status, scenario=scenario)
    assert (world_of(one), is_actual(one)) == (world, world == "")


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("0 .. 80 Mt/year", "metric_ton / year", Bound(Fraction(0), Fraction(80_000_000))),
        ("1 .. 2 million t", "metric_ton", Bound(Fraction(10**6), Fraction(2 * 10**6))),
        ("0 USD ..", "USD", bounds.at_least(0)),
        (".. 100 %", "percent", bounds.at_most(100)),
        ("> 0 t", "metric_ton", Bound(Fraction(0), None, low_open=True)),
        ("1 .. 250", "", Bound(Fraction(1), Fraction(250))),
    ],
    ids=["unit-once", "scale-once", "open-above", "open-below", "strict", "bare"],
)  # fmt: skip
def test_a_range_is_read_in_the_measures_unit(text, unit, expected):
    assert read_range(text, unit, {}) == expected


def test_a_range_of_days_takes_both_spellings():
    assert read_day_range("2020 .. 2030") == read_day_range("2020/2030")
    assert read_day_range("2020-01-01 ..").high is None
