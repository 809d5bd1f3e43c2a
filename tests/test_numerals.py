"""Numbers in words: what is read, where it ends, and what is none."""

from fractions import Fraction

import pytest

from tallystick.numerals import MONTHS, read_amount, read_decimals, read_more, read_scales, read_spelled


def _words(text: str) -> list[str]:
    return text.replace("-", " - ").replace(",", " ,").split()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("four hundred and nineteen", "419"),
        ("seventy-one thousand and six", "71006"),
        ("thirty-six hundred", "3600"),
        ("a hundred and twelve", "112"),
        ("six million, four hundred thousand", "6400000"),
        ("nine lakh crore", "9000000000000"),
        ("eight dozen", "96"),
        ("fourteen crores", "140000000"),
        ("zero point oh five", "1/20"),
        ("six point two five million", "6250000"),
        ("eleven point twelve", "278/25"),
        ("five sixths", "5/6"),
        ("thirteen thirty-seconds", "13/32"),
        ("nine twenty-firsts", "3/7"),
        ("a hundred thousandths", "1/10"),
        ("seven and a half", "15/2"),
        ("eight-and-a-half", "17/2"),
        ("ten and three-quarters", "43/4"),
        ("two hundred and one half", "401/2"),
        ("four million and a half", "4500000"),
        ("one and a half billion", "1500000000"),
        ("half a dozen", "6"),
        ("three-quarters of a million", "750000"),
        ("quarter million", "250000"),
    ],
    ids=lambda text: text,
)
def test_words_say_a_number(text, value):
    found = read_spelled(_words(text))
    assert (found.value, found.end) == (Fraction(value), len(_words(text)))


@pytest.mark.parametrize(
    ("text", "value", "end"),
    [
        ("seven eleven", 7, 1),
        ("sixty forty", 60, 1),
        ("two hundred three hundred", 200, 2),
        ("one thousand and two thousand", 1000, 2),
        ("five million and six million", 5_000_000, 2),
        ("twelve point of order", 12, 1),
        ("three quarter-finals", 3, 1),
    ],
    ids=str,
)
def test_a_number_ends_where_another_begins(text, value, end):
    found = read_spelled(_words(text))
    assert (found.value, found.end) == (value, end)


@pytest.mark.parametrize("text", ["", "and", "hundred", "a", "a tree", "point", "half", "quarter-finals", "thousand"])
def test_what_says_no_number_is_none(text):
    assert read_spelled(_words(text)) is None


def test_a_part_of_one_is_marked_for_it_may_be_the_third_of_a_row():
    assert read_spelled(["a", "third"]).is_singular
    assert not read_spelled(["two", "thirds"]).is_singular


def test_scales_multiply_up_to_three_of_them():
    assert read_scales(["hundred", "thousand", "crore"], 0) == (10**12, 3)
    assert read_scales(["million"] * 5, 0)[1] == 3


def test_what_stands_behind_a_scale_and_below_it_is_added():
    assert read_more(_words("and sixty"), 0, Fraction(400), 100) == (460, 2)
    assert read_more(_words("two hundred"), 0, Fraction(7000), 1000) == (7200, 2)
    assert read_more(_words("and fifty"), 0, Fraction(2_000_000), 1_000_000) == (2_000_000, 0)


def test_decimals_are_read_digit_by_digit_or_as_one_number():
    assert read_decimals(_words("point one oh four"), 0).value == Fraction(104, 1000)
    assert read_decimals(_words("point seventy-five"), 0).value == Fraction(3, 4)
    assert read_decimals(_words("point taken"), 0) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("a", "1"), ("half an", "1/2"), ("a quarter of an", "1/4"), ("a couple of", "2"), ("two and a half", "5/2"), ("a dozen", "12")],
    ids=lambda text: text,
)
def test_an_amount_before_a_unit_is_read_whole_or_not_at_all(text, value):
    assert read_amount(text) == Fraction(value)
    assert read_amount(f"{text} blue") is None


def test_the_months_are_twelve():
    assert len(MONTHS) == 12
