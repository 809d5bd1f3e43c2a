"""Units in checks: what goes together, what is refused, and how the refusal reads."""

from fractions import Fraction

import pytest
from small_ledger import category, date, judge, number, offer, output, quantity, rate, supply_record

from tallystick import bounds
from tallystick.model import Claim


def _fund() -> Claim:
    return Claim("fund", "fund", quantity(bounds.point(500 * 10**9), "USD", "$500 billion"))


def _warm(name: str, degrees: int) -> Claim:
    return Claim(name, "warmth", quantity(bounds.point(degrees), "degree_Celsius", f"{degrees} °C"))


@pytest.mark.parametrize(
    ("assertion", "code", "message"),
    [
        pytest.param("offer > fund", "UN03", "cannot compare 't' (mass) with 'USD' (money)", id="tons-with-dollars"),
        pytest.param("offer + fund > 1 t", "UN03", "with", id="tons-plus-dollars"),
        pytest.param("offer > 5", "UN03", "cannot compare 't' (mass) with a plain number", id="no-unit"),
        pytest.param("offer >= supply_record", "UN05", "one is an amount, the other a rate", id="stock-with-flow"),
        pytest.param("r - s >= 5 %", "UN04", "(percentage points) with '%'", id="points-with-percent"),
        pytest.param("summer - winter > 5 °C", "UN03", "one is a temperature, the other a difference", id="difference"),
        pytest.param("summer + winter > 5 °C", "UN03", "arbitrary", id="sum-of-temperatures"),
        pytest.param("2 * summer > 5 °C", "UN03", "its zero is arbitrary", id="twice-a-temperature"),
        pytest.param("posted > 5 days", "UN03", "cannot compare a date with 'day' (time)", id="date-with-duration"),
        pytest.param("posted + posted > 5 days", "UN03", "cannot add two dates", id="sum-of-dates"),
    ],
)
def test_what_does_not_go_together_is_refused_and_not_answered(assertion, code, message):
    claims = (
        offer(), supply_record(), _fund(), rate("r", 30), rate("s", 25), _warm("summer", 25), _warm("winter", 5),
        date("posted", "2025-02-24"), category("door", "status", "open"),
    )  # fmt: skip
    found = judge(assertion, *claims)
    assert (found.verdict, found.codes) == ("unknown", [code])
    assert message in found.findings[0].message
    assert found.findings[0].check == "c"
    assert found.findings[0].fix


def test_the_message_says_how_to_compare_an_amount_with_a_rate():
    found = judge("offer >= supply_record", offer(), supply_record())
    assert "1 year" in found.findings[0].fix


@pytest.mark.parametrize(
    ("assertion", "verdict"),
    [
        pytest.param("r - s == 5 percentage points", "holds", id="difference-of-percents-is-points"),
        pytest.param("s + 5 percentage points == r", "holds", id="percent-and-points"),
        pytest.param("r + s == 55 %", "holds", id="sum-of-shares-stays-percent"),
        pytest.param("r == 0.3", "holds", id="percent-against-a-plain-number"),
        pytest.param("r * ru == 1.14 Mt/year", "holds", id="percent-of-an-amount"),
        pytest.param("2 * s == 50 %", "holds", id="twice-a-percent"),
        pytest.param("r / s == 1.2", "holds", id="ratio-of-percents"),
        pytest.param("1 - r == 0.7", "holds", id="one-less-a-percent"),
        pytest.param("share(ru, ru + india) == 47.5 %", "holds", id="share"),
        pytest.param("growth(india, ru) > 10 %", "holds", id="growth"),
        pytest.param("near(ru, india, 10 %)", "holds", id="near"),
        pytest.param("near(ru, india, 5 %)", "breaks", id="not-near"),
        pytest.param("near(ru, india, 0.5 Mt/year)", "holds", id="near-by-an-amount"),
        pytest.param("ru * 1 year == 3.8 Mt", "holds", id="rate-times-time"),
        pytest.param("ru * 6 months == 1.9 Mt", "holds", id="rate-times-months"),
        pytest.param("ru >= 0", "holds", id="zero-needs-no-unit"),
        pytest.param("ru == 3800 kt/year", "holds", id="other-prefix"),
        pytest.param("fund / (2 t) == $250 billion/t", "holds", id="price"),
        pytest.param("summer - winter == 20 K", "holds", id="difference-of-temperatures"),
        pytest.param("summer > 290 K", "holds", id="temperature-in-kelvin"),
        pytest.param("mean(summer, winter) == 15 °C", "holds", id="mean-of-temperatures"),
        pytest.param("winter > -5 °C", "holds", id="below-zero"),
    ],
)
def test_units_are_converted_exactly(assertion, verdict):
    claims = (
        _fund(), rate("r", 30), rate("s", 25), output("ru", "Russia", "3.8"), output("india", "India", "4.2"),
        _warm("summer", 25), _warm("winter", 5),
    )  # fmt: skip
    assert judge(assertion, *claims).verdict == verdict


def test_a_tenth_and_two_tenths_are_three_tenths():
    assert judge("x + 0.2 == 0.3", number("x", Fraction(1, 10))).verdict == "holds"


def test_tenfold_size_changes_nothing():
    assert judge("x * 1e7 < 1e15 + 1 and x * 1e7 > 1e15 - 1", number("x", 10**8)).verdict == "holds"


def test_sides_are_shown_in_a_unit_that_an_author_wrote():
    result = judge("ru * 1 year <= 4 Mt", output("ru", "Russia", "3.8")).result
    assert [(side.unit, side.bound.low) for side in result.sides] == [
        ("megametric_ton", Fraction("3.8")),
        ("megametric_ton", 4),
    ]
    assert result.relation == "<="


def test_the_numbers_are_put_in_as_their_authors_wrote_them():
    result = judge("offer >= 2 * supply_record*1 year", offer(), supply_record()).result
    assert result.equation == "offer >= 2 * supply_record * 1 year"
    assert result.substituted == "2 million tons >= 2 * (at most 1 million tons a year) * 1 year"
    assert [side.text for side in result.sides] == ["2 million tons", "2 * (at most 1 million tons a year) * 1 year"]
