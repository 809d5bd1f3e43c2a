"""The number that a cell prints."""

import pytest

from tallystick.discovery.cells import read_cell, uses_comma
from tallystick.discovery.headers import said_of_numbers, unit_of_header


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        pytest.param("$ (1,234.5)", -123450, "USD", id="brackets"),
        pytest.param("(48.3)%", -4830, "percent", id="percent outside"),
        pytest.param("−8.7", -870, "", id="minus sign"),
        pytest.param("1 234 567", 123456700, "", id="spaces"),
        pytest.param("(55) bps", -5500, "basis_point", id="basis points"),
        pytest.param("12.3p", 1230, "", id="flag"),
        pytest.param("—", 0, "", id="dash"),
    ],
)
def test_a_number_with_its_sign_and_unit(text, value, unit):
    printed = read_cell(text)
    assert printed is not None
    assert (printed.digits_at(2), printed.unit) == (value, unit)


@pytest.mark.parametrize(
    "text", ["3-5", "K1", "x1", "T 12", "F19", "June 1, 2019", "n.m.", "1Q19", "Note 13", "1,2,3", "", "9" * 70]
)
def test_what_is_no_number_or_two(text):
    assert read_cell(text) is None


def test_a_table_with_decimal_commas_is_read_so():
    texts = ["1.234,5", "880,4", "12,75", "1.000"]
    assert uses_comma(texts)
    assert read_cell("1.234,5", comma=True).digits_at(1) == 12345


@pytest.mark.parametrize(
    ("text", "unit", "scale"),
    [
        pytest.param("All amounts are in millions of euros.", "EUR", 6, id="a sentence"),
        pytest.param("Million EUR", "EUR", 6, id="a code behind"),
        pytest.param("All figures in bn USD", "USD", 9, id="short"),
        pytest.param("(thousands of tonnes)", "metric_ton", 3, id="tonnes"),
        pytest.param("expressed in thousands of Swiss francs", "CHF", 3, id="two words"),
        pytest.param("(Rupees in crore)", "", 7, id="crore"),
        pytest.param("in thousands of homes", "", 3, id="homes are no unit"),
        pytest.param("We paid US$ 1,180 million.", "", 0, id="an amount says nothing of others"),
    ],
)
def test_words_give_a_table_its_unit_and_scale(text, unit, scale):
    said = said_of_numbers(text)
    assert (said.unit, said.scale) == (unit, scale)


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        pytest.param("EUR per tonne", "EUR / metric_ton", id="money per mass"),
        pytest.param("km per hour", "kilometer / hour", id="length per time"),
        pytest.param("Sales per head", "", id="words"),
        pytest.param("Second", "", id="after First"),
        pytest.param("GF", "", id="capitals"),
        pytest.param("MW", "megawatt", id="power"),
        pytest.param("Units", "", id="of whatever is counted"),
    ],
)
def test_a_header_that_is_a_unit_and_one_that_names_a_column(header, unit):
    assert unit_of_header(header).unit == unit
