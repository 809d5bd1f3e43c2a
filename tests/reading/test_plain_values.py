"""The short way of reading a value gives what the grammar gives, or nothing."""

from hypothesis import given
from hypothesis import strategies as st

from tallystick.errors import DataError
from tallystick.reading.plain_values import PlainReader
from tallystick.text import read_value

NUMBERS = st.one_of(
    st.integers(0, 10**9).map(str),
    st.integers(0, 10**9).map("{:,}".format),
    st.decimals(0, 10**6, places=3).map(str),
    st.sampled_from(["0", "100", "007", "1.20", "12,34", ".5", "1e3"]),
)
BEHIND = st.sampled_from(
    ["t", "kt/year", "t / year", "%", "percentage points", "USD", "tons", "million t", "t or more", "to 6 t", "m", "m/s",
     "days", "plenty", "", "%/year", "°C", "bn USD", "of 5 t", "and 6 t"]
)  # fmt: skip


@given(NUMBERS, BEHIND, st.sampled_from([" ", ""]))
def test_the_short_way_agrees_with_the_grammar(number, behind, space):
    text = f"{number}{space}{behind}"
    short = PlainReader("metric_ton", {}).read(text)
    try:
        whole = read_value(text, unit="metric_ton", readings={})
    except DataError:
        whole = None
    assert short is None or short == whole
