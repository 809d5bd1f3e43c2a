"""What holds for every text: offsets, context, determinism, and time."""

import gc
import os
import subprocess
import sys
import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick import bounds, numerals
from tallystick.errors import DataError
from tallystick.text import read_quantities, read_value

SENTENCES = [
    "Shares rose 5.2% to more than $3bn.",
    "Between 3 and 4 Mt of tons, not exceeding 20 kWh a day, were lost.",
    "He went from 176 pounds to 161 on 3 May 2021 at 7:30 p.m.",
    "Tens of thousands of dollars, one in three, half a million and 5- or 6-inch screens.",
]
PIECES = st.sampled_from(
    [
        "5",
        "1,000",
        "$",
        "%",
        " ",
        "-",
        "(",
        ")",
        "to",
        "from",
        "million",
        "one",
        "of",
        "the",
        "tons",
        "a",
        "per",
        ".",
        "\n",
        "é",
        "½",
    ]
)


@given(st.lists(PIECES, max_size=40))
def test_offsets_slice_to_the_surface_in_any_soup_of_words(pieces):
    text = "".join(pieces)
    for mention in read_quantities(text):
        assert text[mention.start : mention.end] == mention.text
        low, high = mention.quantity.bound.low, mention.quantity.bound.high
        assert low is None or high is None or low <= high


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text):
    for mention in read_quantities(text):
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize("sentence", SENTENCES)
@given(before=st.integers(min_value=0, max_value=5))
def test_unrelated_text_before_shifts_and_never_changes(sentence, before):
    prefix = "Nothing is counted here. " * before
    alone, shifted = read_quantities(sentence), read_quantities(prefix + sentence + " Nor here.")
    assert [(m.start + len(prefix), m.text, m.quantity) for m in alone] == [
        (m.start, m.text, m.quantity) for m in shifted
    ]


@given(
    st.fractions(min_value=0, max_value=10**9, max_denominator=1000).filter(lambda x: 10**6 % x.denominator == 0),
    st.sampled_from(["metric_ton", "percent", "USD", "kilowatt_hour", "meter", "EUR", "percentage_point", ""]),
    st.sampled_from(["", "<= ", ">= ", "< ", "> "]),
)
def test_a_printed_quantity_reads_back_as_itself(number, unit, relation):
    read = read_value(f"{relation}{bounds.show_number(number)} {unit}".strip())
    ends = {end for end in (read.bound.low, read.bound.high) if end is not None}
    assert ends == {number}
    assert read.unit == unit
    assert read.relation == (relation.strip() or "=")


def _seconds(text):
    """Seconds of reading alone: a pause of the collector is of the size of the test process, not of the text."""
    gc.disable()
    try:
        started = time.process_time()
        read_quantities(text)
        return time.process_time() - started
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "piece",
    ["1", "(", "()", "1 ", "1,", "1,000,", "1-", "from 1 to ", "one and ", "tens of thousands of ", "123 ", "a", "a@", "www.",
     "$5 ($6) ", "5 t per ", "12:30:", "S&P ", "5 points to 5,000 at ", "half a ", "one in ", "A-", "-", "\n",
     "twenty five hundred ", "one and a half ", "two hundred and ", "one point ", "not ", "never fall below 5 ", "5 ± ", "3 × 10 ",
     "2^", "1e", "5 000 ", "5 and 1/2 ", "one thousand, ", "$(", "less than or equal to ", "one over ", "5,00,"],
)  # fmt: skip
def test_time_is_linear_in_hostile_text(piece):
    read_quantities("5 tons")
    seconds = []
    for size in (3_000, 24_000):
        text = piece * (size // len(piece))
        seconds.append(min(_seconds(text) for _ in range(2)))
    # Eight times the text: linear is 8, quadratic is 64; small times are noise.
    assert seconds[1] < 24 * max(seconds[0], 0.02)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("five " + "million " * 985, id="985 scale words"),
        pytest.param("one " + "hundred " * 2150, id="hundreds"),
        pytest.param("5 " + "million " * 986, id="digits and 986 scale words"),
        pytest.param("twenty five hundred " * 2150, id="twenty five hundred"),
        pytest.param("tens of " + "thousands of " * 1500, id="tens of thousands of thousands"),
        pytest.param("9," * 20000, id="nines and commas"),
        pytest.param("9" * 40000 + " MW", id="40,000 digits"),
        pytest.param("2^" * 5000 + "2", id="a tower of powers"),
        pytest.param("1" + "0" * 390 + "e301 million t", id="large power"),
        pytest.param("½" * 5000, id="halves"),
    ],
)
def test_a_hostile_number_ends_in_a_reading_or_a_refusal(text):
    for mention in read_quantities(text):
        assert text[mention.start : mention.end] == mention.text
    with pytest.raises(DataError):
        read_value(text)


SPELLED = st.integers(min_value=0, max_value=10**12 - 1)


def _below_thousand(number):
    names = {value: word for word, value in [*numerals.SMALL.items(), *numerals.TENS.items()] if word not in ("nought", "fourty")}
    hundreds, rest = divmod(number, 100)
    words = [names[hundreds], "hundred"] if hundreds else []
    if rest in names and (rest or not hundreds):
        return [*words, names[rest]]
    return [*words, f"{names[rest - rest % 10]}-{names[rest % 10]}"] if rest else words


def _spell(number):
    """The number in words, in the plain American style."""
    groups = [(10**9, "billion"), (10**6, "million"), (10**3, "thousand")]
    words = []
    for size, name in groups:
        count, number = divmod(number, size)
        words += [*_below_thousand(count), name] if count else []
    return " ".join([*words, *(_below_thousand(number) if number or not words else [])])


@given(SPELLED)
def test_a_number_spelled_out_reads_back_as_itself(number):
    read = read_value(f"{_spell(number)} kg")
    assert read.bound == bounds.point(number)


@given(SPELLED)
def test_and_behind_hundreds_changes_no_number(number):
    british = _spell(number).replace("hundred ", "hundred and ").replace("hundred and thousand", "hundred thousand")
    british = british.replace("hundred and million", "hundred million").replace("hundred and billion", "hundred billion")
    assert read_value(f"{british} kg").bound == bounds.point(number)


@given(st.integers(min_value=1000, max_value=10**11), st.sampled_from([",", "\u00a0", "\u202f", "'", "’"]))
def test_digits_grouped_in_any_style_are_the_same_number(number, mark):
    assert read_value(f"{number:,} kg".replace(",", mark)).bound == bounds.point(number)


@given(st.integers(min_value=10**6, max_value=10**8))
def test_digits_grouped_by_points_or_spaces_are_the_same_number(number):
    for mark in (".", " "):
        assert read_value(f"{number:,} kg".replace(",", mark)).bound == bounds.point(number)


def _raised(exponent):
    return str(exponent).translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))


@given(st.integers(min_value=100, max_value=999), st.integers(min_value=-30, max_value=30))
def test_every_style_of_a_power_of_ten_is_the_same_number(mantissa, exponent):
    printed = f"{mantissa // 100}.{mantissa % 100:02}"
    expected = Fraction(mantissa, 100) * Fraction(10) ** exponent
    minus = str(exponent).replace("-", "−")
    for written in (f"e{exponent}", f"E{exponent:+03}", f" × 10^{exponent}", f"×10{_raised(exponent)}", f" x 10^{minus}", f"·10**{exponent}"):
        (mention,) = read_quantities(f"It is {printed}{written} kg.")
        assert mention.quantity.bound == bounds.point(expected), written


@given(st.integers(min_value=-90, max_value=90), st.integers(min_value=-90, max_value=90))
def test_each_end_of_a_range_keeps_its_own_sign(first, second):
    low, high = sorted((first, second))
    if low == high:
        high += 1
    (mention,) = read_quantities(f"It held from {low} °C to {high} °C all day.")
    assert mention.numbers == (low, high)


def test_a_million_digits_are_one_number_that_is_no_quantity():
    assert read_quantities("9" * 1_000_000) == []


def test_the_hash_seed_changes_nothing():
    code = f"from tallystick.text import read_quantities as r; print(r({' '.join(SENTENCES)!r}))"
    outputs = set()
    for seed in ("0", "4242"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        outputs.add(subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True).stdout)
    assert len(outputs) == 1
