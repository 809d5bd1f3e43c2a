"""What holds for every text: offsets, context, determinism, and time."""

import os
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick import bounds
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


@pytest.mark.parametrize(
    "piece",
    ["1", "(", "()", "1 ", "1,", "1,000,", "1-", "from 1 to ", "one and ", "tens of thousands of ", "123 ", "a", "a@", "www.",
     "$5 ($6) ", "5 t per ", "12:30:", "S&P ", "5 points to 5,000 at ", "half a ", "one in ", "A-", "-", "\n"],
)  # fmt: skip
def test_time_is_linear_in_hostile_text(piece):
    read_quantities("5 tons")
    seconds = []
    for size in (3_000, 24_000):
        text = piece * (size // len(piece))
        started = time.process_time()
        read_quantities(text)
        seconds.append(time.process_time() - started)
    # Eight times the text: linear is 8, quadratic is 64; small times are noise.
    assert seconds[1] < 24 * max(seconds[0], 0.02)


def test_a_million_digits_are_one_number_that_is_no_quantity():
    assert read_quantities("9" * 1_000_000) == []


def test_the_hash_seed_changes_nothing():
    code = f"from tallystick.text import read_quantities as r; print(r({' '.join(SENTENCES)!r}))"
    outputs = set()
    for seed in ("0", "4242"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        outputs.add(subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True).stdout)
    assert len(outputs) == 1
