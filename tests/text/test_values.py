"""Every form a claim's `value:` may take, and what is said of those it may not."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.errors import DataError, UnitError, ValueReadError
from tallystick.text import read_value

FORMS = [
    ("5", "5", "5", "", "="),
    ("1.20", "6/5", "6/5", "", "="),
    ("-3", "-3", "-3", "", "="),
    ("1e6", "1000000", "1000000", "", "="),
    ("25 %", "25", "25", "percent", "="),
    ("200%", "200", "200", "percent", "="),
    ("2 million tons", "2000000", "2000000", "metric_ton", "="),
    ("126,000 t", "126000", "126000", "metric_ton", "="),
    ("12.3m tonnes", "12300000", "12300000", "metric_ton", "="),
    ("$5m", "5000000", "5000000", "USD", "="),
    ("-$5", "-5", "-5", "USD", "="),
    ("5 bn USD", "5000000000", "5000000000", "USD", "="),
    ("€1,234.56", "30864/25", "30864/25", "EUR", "="),
    ("1 234,56 EUR", "30864/25", "30864/25", "EUR", "="),
    ("1,5 t", "3/2", "3/2", "metric_ton", "="),
    ("<= 1 Mt/year", None, "1", "megametric_ton / year", "<="),
    ("not more than 1 million tons", None, "1000000", "metric_ton", "<="),
    ("has not exceeded 1 million tons", None, "1000000", "metric_ton", "<="),
    ("under 4%", None, "4", "percent", "<"),
    ("more than 3 kg", "3", None, "kilogram", ">"),
    ("at least 3 kg", "3", None, "kilogram", ">="),
    ("5 tons or more", "5", None, "metric_ton", ">="),
    ("about $500 billion", "400000000000", "600000000000", "USD", "~"),
    ("about 15", "14", "16", "", "~"),
    ("1.5 .. 2 Mt", "3/2", "2", "megametric_ton", ".."),
    ("0 USD ..", "0", None, "USD", ".."),
    (".. 5 t", None, "5", "metric_ton", ".."),
    ("between 3 and 5 Mt", "3", "5", "megametric_ton", ".."),
    ("5-10 %", "5", "10", "percent", ".."),
    ("$10 to $15 billion", "10000000000", "15000000000", "USD", ".."),
    ("5 ± 1 t", "4", "6", "metric_ton", "±"),
    ("tens of thousands of dollars", "10000", "100000", "USD", ".."),
    ("several tons", "2", "10", "metric_ton", ".."),
    ("a few hundred", "200", "1000", "", ".."),
    ("half a million tons", "500000", "500000", "metric_ton", "="),
    ("one in three", "1/3", "1/3", "", "="),
    ("two weeks", "2", "2", "week", "="),
    ("rank 2", "2", "2", "", "="),
    ("minus 5 °C", "-5", "-5", "degree_Celsius", "="),
    ("3 kWh per square metre", "3", "3", "kilowatt_hour / meter ** 2", "="),
    ("10 bps", "10", "10", "basis_point", "="),
    ("$4,000 a ton", "4000", "4000", "USD / metric_ton", "="),
    ("1e-5 t", "1/100000", "1/100000", "metric_ton", "="),
    ("3.5 × 10^6 t", "3500000", "3500000", "metric_ton", "="),
    ("thousand tonnes", "1000", "1000", "metric_ton", "="),
    ("USD million", "1000000", "1000000", "USD", "="),
    ("$bn", "1000000000", "1000000000", "USD", "="),
    ("1000 t", "1000", "1000", "metric_ton", "="),
    ("down 17.1 percent", "-171/10", "-171/10", "percent", "="),
    ("fell by more than 3 %", None, "-3", "percent", "<"),
    ("up 2 %", "2", "2", "percent", "="),
    ("will not fall below $90", "90", None, "USD", ">="),
    ("$(310) thousand", "-310000", "-310000", "USD", "="),
    ("(12.3)%", "-123/10", "-123/10", "percent", "="),
    ("-5 to 10 °C", "-5", "10", "degree_Celsius", ".."),
    ("7.2 ± 0.3 mm", "69/10", "15/2", "millimeter", "±"),
    ("five lakhs", "500000", "500000", "", "="),
    ("€6 500", "6500", "6500", "EUR", "="),
    ("a third", "1/3", "1/3", "", "="),
]


@pytest.mark.parametrize(("written", "low", "high", "unit", "relation"), FORMS, ids=[form[0] for form in FORMS])
def test_a_written_value_reads_as(written, low, high, unit, relation):
    read = read_value(written)
    assert (read.bound.low, read.bound.high) == tuple(None if end is None else Fraction(end) for end in (low, high))
    assert (read.unit, read.relation, read.text) == (unit, relation, written)


@pytest.mark.parametrize(
    ("written", "strict"), [("under 4%", (False, True)), ("<= 4%", (False, False)), ("> 4%", (True, False))]
)
def test_strict_words_give_open_ends(written, strict):
    bound = read_value(written).bound
    assert (bound.low_open, bound.high_open) == strict


@pytest.mark.parametrize(
    ("written", "step"),
    [
        ("2 million tons", "1000000"),
        ("2.0 million tons", "100000"),
        ("600,000 t", "100000"),
        ("599,000 t", "1000"),
        ("1.200 million t", "1000"),
        ("0.50 t", "1/100"),
        ("12", "0"),
        ("0 t", "0"),
        ("100 %", "0"),
        ("99 %", "1"),
        ("rank 12", "0"),
    ],
)
def test_the_step_is_the_place_of_the_last_significant_digit(written, step):
    assert read_value(written).steps == (Fraction(step), Fraction(step))


def test_digits_say_how_many_are_significant():
    assert read_value("600,000 t", digits=3).steps == (1000, 1000)
    assert read_value("2 million t", digits=2).steps == (100_000, 100_000)


def test_an_ambiguous_word_keeps_its_readings():
    assert read_value("5 tons").readings == ("metric_ton", "short_ton", "long_ton")
    assert read_value("5 tons", readings={"ton": "short_ton"}).unit == "short_ton"
    assert read_value("5 tons", unit="short_ton").unit == "short_ton"


@pytest.mark.parametrize(
    ("written", "code", "message"),
    [
        ("NaN", "RD06", "is no number"),
        ("inf", "RD06", "is no number"),
        ("", "RD06", "has no number"),
        ("plenty", "RD06", "has no number"),
        ("1e400", "RD06", "exponent beyond 300"),
        ("1e99999999999", "RD06", "exponent beyond 300"),
        ("9" * 1000, "RD06", "more than 400 digits"),
        ("5 .. 3 t", "RD06", "ends before it starts"),
        ("..", "RD06", "no number at either end"),
        ("2 million tonz", "UN01", "'tonz' is not known .nearest: 'ton'"),
        ("5 tons of aluminum", "UN01", "is not known"),
        ("hello 5", "RD06", "says nothing of a number"),
        ("$5 EUR", "RD06", "two currencies"),
    ],
)
def test_what_is_no_value_says_why(written, code, message):
    with pytest.raises((ValueReadError, UnitError), match=message) as raised:
        read_value(written)
    assert raised.value.code == code
    assert isinstance(raised.value, DataError)
    assert raised.value.fix


@given(st.text(max_size=60))
def test_any_text_is_a_value_or_a_reasoned_refusal(written):
    try:
        bound = read_value(written).bound
    except DataError:
        return
    assert bound.low is not None or bound.high is not None


@given(
    st.lists(
        st.sampled_from(["5", "1e3", "..", "-", "$", "t", "%", "to", "about", "<=", "million", "m", "/", "1/2", "±"]),
        max_size=8,
    )
)
def test_any_soup_of_words_is_a_value_or_a_reasoned_refusal(pieces):
    try:
        bound = read_value(" ".join(pieces)).bound
    except DataError:
        return
    assert bound.low is None or bound.high is None or bound.low <= bound.high
