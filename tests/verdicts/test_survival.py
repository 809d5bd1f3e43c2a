"""What a verdict survives: widened print, and every mix of readings of an ambiguous unit."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_ledger import MILLION, TONS, judge, number, offer, quantity, supply_record

from tallystick import bounds, units
from tallystick.model import Claim


@pytest.mark.parametrize(
    ("assertion", "rounding", "readings"),
    [
        pytest.param("offer >= 2 * supply_record * 1 year", False, False, id="twice-the-record"),
        # 2 short tons are 1.814 t, 1 long ton is 1.016 t; rounded, 1.5 Mt meets at most 1.5 Mt.
        pytest.param("offer > supply_record * 1 year", False, True, id="more-than-the-record"),
        pytest.param("offer >= supply_record * 1 year", True, True, id="no-less-than-the-record"),
    ],
)
def test_the_offer_against_the_record_holds_and_says_what_it_survives(assertion, rounding, readings):
    found = judge(assertion, offer(), supply_record())
    assert found.verdict == "holds"
    assert (found.result.survives.rounding, found.result.survives.readings) == (rounding, readings)


def test_what_is_not_survived_is_said_with_its_numbers():
    found = judge("offer >= 2 * supply_record * 1 year", offer(), supply_record())
    assert found.result.survives.rounding_says == (
        "is no longer certain when every printed number is widened: 1.5 .. 2.5 million t against 0 .. 3 million t"
    )
    assert found.result.survives.readings_says == (
        "is no longer certain when 'offer' is in metric tons and 'supply_record' is in long tons per year"
    )
    assert found.codes == ["CK04", "CK05"]
    assert found.findings[0].message.startswith("c holds as written, but is no longer certain when every printed")


@pytest.mark.parametrize(
    ("assertion", "survives"),
    [
        pytest.param("x < 2.5", False, id="closed-end-of-the-widened-interval"),
        pytest.param("x <= 2.5", True, id="within-the-widened-interval"),
        pytest.param("x > 3", True, id="breaks-stays"),
        pytest.param("x != 2", False, id="breaks-does-not-stay"),
    ],
)
def test_print_is_widened_by_half_its_last_place(assertion, survives):
    two = Claim("x", "number", quantity(bounds.point(2), text="2", step=1))
    assert judge(assertion, two).result.survives.rounding is survives


def test_truncated_print_is_widened_away_from_zero_to_an_open_end():
    two = Claim("x", "number", quantity(bounds.point(2), text="2", step=1))
    assert judge("x < 3", two, mode="truncate").result.survives.rounding is True
    assert judge("x < 2.9", two, mode="truncate").result.survives.rounding is False


def test_two_printed_numbers_are_widened_independently():
    left = Claim("x", "number", quantity(bounds.point(Fraction("1.3")), text="1.3", step="1/10"))
    right = Claim("y", "number", quantity(bounds.point(Fraction("1.2")), text="1.2", step="1/10"))
    assert judge("x > y", left, right).result.survives.rounding is False
    assert judge("x >= y", left, right).result.survives.rounding is True


def test_unknown_survives_nothing_and_loses_nothing():
    survives = judge("x > 2", number("x", 1, 3)).result.survives
    assert (survives.rounding, survives.readings) == (None, None)


def test_exact_numbers_survive():
    survives = judge("x == 2", number("x", 2)).result.survives
    assert (survives.rounding, survives.readings) == (True, True)


def _tons(name: str) -> Claim:
    return Claim(name, "offer", quantity(bounds.point(1), "metric_ton", "1 ton", readings=TONS))


def test_six_ambiguous_units_are_all_mixed_and_seven_are_not():
    six = [_tons(f"x{index}") for index in range(6)]
    assertion = "x0 + x1 + x2 + x3 + x4 + x5 > 5 kg"
    assert judge(assertion, *six).result.survives.readings is True
    found = judge(f"x6 + {assertion}", *six, _tons("x6"))
    assert found.result.survives.readings is None
    assert "2187 mixes of readings, more than 729" in found.result.survives.readings_says


def test_an_ambiguous_literal_is_read_in_every_way():
    assert judge("x < 1000.001 kg and x <= 1 ton", _single_reading()).result.survives.readings is False


def _single_reading() -> Claim:
    return Claim("x", "offer", quantity(bounds.point(1), "metric_ton", "1 t"))


@pytest.mark.parametrize("unit", ["kilogram", "short_ton", "megametric_ton", "pound"])
@pytest.mark.parametrize("assertion", ["x > 3 Mt", "x <= 2 Mt", "x == 2000 kt", "2 * x > 3 Mt", "x / (1 Mt) > 1.9"])
def test_restating_a_claim_in_another_unit_changes_no_verdict(assertion, unit):
    written = Claim("x", "offer", quantity(bounds.point(2 * MILLION), "metric_ton", "2 Mt", step=MILLION))
    bound = units.convert_bound(written.value.bound, "metric_ton", unit)
    step = units.convert(MILLION, "metric_ton", unit)
    restated = Claim("x", "offer", quantity(bound, unit, "2 Mt, restated", step=step))
    first, second = judge(assertion, written).result, judge(assertion, restated).result
    assert (first.verdict, first.survives.rounding) == (second.verdict, second.survives.rounding)


@given(st.permutations(range(4)))
def test_the_order_of_claims_changes_no_verdict(order):
    claims = [number("a", 1, 3), number("b", 2), number("c", 0, 1), number("d", 5)]
    assertion = "a + b > c and d >= a + b"
    assert judge(assertion, *[claims[index] for index in order]).verdict == judge(assertion, *claims).verdict


@given(st.fractions(0, 5, max_denominator=8), st.fractions(0, 2, max_denominator=8))
def test_a_verdict_that_survives_rounding_is_the_verdict_on_the_widened_claim(value, step):
    printed = Claim("x", "number", quantity(bounds.point(value), text="x", step=step))
    widened = number("x", value - step / 2, value + step / 2)
    found = judge("2 * x <= 5", printed).result
    assert found.survives.rounding is (judge("2 * x <= 5", widened).result.verdict is found.verdict)


@given(
    st.tuples(st.fractions(0, 5, max_denominator=4), st.fractions(0, 5, max_denominator=4)).map(sorted),
    st.sampled_from(["kilogram", "short_ton", "long_ton", "pound", "megametric_ton"]),
    st.sampled_from(
        ["x <= 3 t", "x > 2 short tons", "2 * x == 4000 kg", "x / (1 t) < 4", "x - x == 0", "near(x, 2 t, 30 %)"]
    ),
)
def test_an_interval_restated_with_its_ends_has_the_same_verdict(interval, unit, assertion):
    bound = bounds.between(*interval)
    written = Claim("x", "offer", quantity(bound, "metric_ton"))
    restated = Claim("x", "offer", quantity(units.convert_bound(bound, "metric_ton", unit), unit))
    assert judge(assertion, written).verdict == judge(assertion, restated).verdict


def _printed(name: str, value: str, step: str) -> Claim:
    return Claim(name, "number", quantity(bounds.point(Fraction(value)), text=value, step=step))


@pytest.mark.parametrize(
    ("assertion", "verdict", "survives"),
    [
        pytest.param("x < 3", "holds", True, id="all-stay"),
        pytest.param("x < 2.3", "holds", False, id="one-that-holds-is-lost"),
        pytest.param("x < 1.9", "breaks", False, id="the-one-that-breaks-is-lost"),
        pytest.param("x < 0.5", "breaks", True, id="one-that-breaks-stays"),
    ],
)
def test_a_check_of_several_matches_survives_when_its_worst_verdict_stays(assertion, verdict, survives):
    found = judge(
        assertion, _printed("a", "2", "1"), _printed("b", "1.20", "1/100"), given={"x": {"measure": "number"}}
    )
    assert (found.verdict, found.result.survives.rounding) == (verdict, survives)
