"""Each stage of the grammar alone: tokens, masks, numerals, units, comparators, nouns, ranges."""

from fractions import Fraction

import pytest

from tallystick.text import comparators, read_quantities
from tallystick.text.lexicon import sections
from tallystick.text.masks import find_masks
from tallystick.text.money import read_money_before
from tallystick.text.nouns import read_counted
from tallystick.text.numerals import read_numeral
from tallystick.text.proportions import read_proportion
from tallystick.text.rates import read_rate
from tallystick.text.tokens import tokenize, uses_decimal_comma
from tallystick.text.unit_words import read_unit


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1,234.5", "1234.5"),
        ("1\u202f234", "1234"),
        ("1'234'567", "1234567"),
        ("1 234 567", "1234567"),
        ("0.50", "0.50"),
        (".5", ".5"),
    ],
)
def test_a_number_is_one_token_without_its_groups(text, plain):
    (token,) = tokenize(text)
    assert (token.kind, token.plain) == ("number", plain)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We filled 3\n\nL of the scale is bent.", ["3"]),
        ("It holds 12\n \n \nkg is the symbol.", ["12"]),
        ("It holds 12\nkg of rice.", ["12\nkg"]),
        ("At least\r\n7 days.", ["At least\r\n7 days"]),
    ],
)
def test_a_blank_line_ends_a_quantity_and_a_line_break_does_not(text, found):
    assert [mention.text for mention in read_quantities(text)] == found


def test_tokens_know_whether_they_touch():
    assert [token.tight for token in tokenize("$5 m-1")] == [False, True, False, True, True]


def test_a_decimal_comma_is_read_where_the_text_shows_it():
    (token,) = tokenize("1.234,56", decimal_comma=True)
    assert token.plain == "1234.56"
    assert uses_decimal_comma("3,5 % von 1.234,56")
    assert not uses_decimal_comma("3.5 % of 1,234.56")


@pytest.mark.parametrize(
    ("text", "covered", "kind"),
    [
        ("on 3 March 2021 it", "3 March 2021", "date"),
        ("on 25/02/2025.", "25/02/2025", "date"),
        ("at 7:30 p.m. on", "7:30 p.m.", "time"),
        ("at 1430 GMT", "1430 GMT", "time"),
        ("in 2023 it", "2023", "year"),
        ("the 1990s were", "1990s", "year"),
        ("the S&P 500 fell", "S&P 500", "name"),
        ("flight 370 left", "flight 370", "label"),
        ("call 020 7946 0958 now", "020 7946 0958", "phone"),
        ("the A320 flew", "A320", "name"),
        ("one of the firms", "one of the", "idiom"),
        ("the 14th richest man", "14th richest", "rank"),
    ],
)
def test_a_mask_covers_what_is_no_quantity(text, covered, kind):
    assert (covered, kind) in [(text[mask.start : mask.end], mask.kind) for mask in find_masks(text)]


@pytest.mark.parametrize(
    "text", ["RM79 million", "AUD1.5m of it", "2023 people", "an average of 1500", "3 million", "PS6m"]
)
def test_a_mask_leaves_amounts_alone(text):
    digits = next(n for n, char in enumerate(text) if char.isdigit())
    assert not [mask for mask in find_masks(text) if mask.start <= digits < mask.end]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two hundred and fifty thousand", 250_000),
        ("twenty-five thousand six hundred and twelve", 25_612),
        ("2.5 million", 2_500_000),
        ("half a million", 500_000),
        ("a dozen", 12),
        ("three and a half", Fraction(7, 2)),
        ("3½", Fraction(7, 2)),
        ("2 1/2", Fraction(5, 2)),
        ("two-thirds", Fraction(2, 3)),
        ("threefold", 3),
        ("5bn", 5 * 10**9),
        ("a quarter of a million", 250_000),
    ],
)
def test_a_numeral_reads_as(text, value):
    numeral = read_numeral(tokenize(text), 0)
    assert numeral is not None
    assert (numeral.low, numeral.high, numeral.last) == (value, value, len(tokenize(text)))


@pytest.mark.parametrize("text", ["and", "the", "hundred", "sometimes", "five twenty"])
def test_what_is_no_numeral_stays_none_or_short(text):
    numeral = read_numeral(tokenize(text), 0)
    assert numeral is None or numeral.last == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [("one in three", "1/3"), ("9 out of 10", "9/10"), ("1 out of every 8", "1/8"), ("one of four", "1/4")],
)
def test_a_proportion_reads_as(text, value):
    assert read_proportion(tokenize(text), 0).low == Fraction(value)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("metric tons of it", "metric tons"),
        ("-hour", "hour"),
        ("kWh a day", "kWh"),
        ("Australian dollars", "Australian dollars"),
        ("W USB-C", "W"),
        ("degrees Celsius", "degrees Celsius"),
        ("times", ""),
        ("in a row", ""),
    ],
)
def test_a_unit_behind_a_number_reads_as(text, unit):
    tokens = tokenize(f"5{'' if text.startswith('-') else ' '}{text}")
    assert read_unit(tokens, 1)[0] == unit


@pytest.mark.parametrize(
    ("text", "code"), [("$5", "USD"), ("US $5", "USD"), ("HK$5", "HKD"), ("RM5", "MYR"), ("EUR 5", "EUR"), ("a 5", "")]
)
def test_money_before_a_number_reads_as(text, code):
    tokens = tokenize(text)
    assert read_money_before(tokens, len(tokens) - 1)[0] == code


@pytest.mark.parametrize(
    ("text", "rate"),
    [("a day", "day"), ("per gram", "gram"), ("/year", "year"), ("a year ago", ""), ("-a-day", "day"), ("an idea", "")],
)
def test_a_rate_reads_as(text, rate):
    tokens = tokenize(f"x{text}" if text.startswith("-") else f"x {text}")
    assert read_rate(tokens, 1)[0] == rate


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("more than", ">"),
        ("no more than", "<="),
        ("has not exceeded", "<="),
        ("hasn't exceeded", "<="),
        ("at least", ">="),
        ("under", "<"),
        ("nearly", "~"),
        ("exactly", "="),
        ("green", ""),
    ],
)
def test_words_before_a_number_bound_it(text, relation):
    tokens = tokenize(text)
    assert comparators.read_before(tokens, len(tokens))[0] == relation


def test_a_noun_phrase_ends_at_its_plural_or_its_unit():
    numeral = read_numeral(tokenize("50"), 0)
    assert read_counted(tokenize("bicycle racks by June"), 0, numeral)[:2] == ("bicycle racks", "")
    assert read_counted(tokenize("previous years of it"), 0, numeral)[:2] == ("", "years")


def test_every_word_list_is_read_and_none_is_empty():
    for name in ("numeral_words", "rate_words", "comparators", "stop_words", "mask_words"):
        assert all(lines for heading, lines in sections(name).items() if heading)
