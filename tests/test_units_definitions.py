"""A workspace's own units are read in pint's syntax, within limits, and each fault has its line."""

from fractions import Fraction

import pytest

from tallystick import units
from tallystick.errors import UnitError

OWN = """
# how long a smoot is
smoot = 1.7018 * meter = smt
[smootness] = [length] * [mass]
barrel = 31.5 * US_gallon
ton = 2240 * avoirdupois_pound
fund_price = USD / kilogram
doge = [doge]
@alias smoot = smooot
"""


def test_own_units_convert_take_prefixes_and_have_their_plural():
    with units.using(units.load_definitions(OWN)):
        assert units.convert(Fraction(10), "smoots", "m") == Fraction("17.018")
        assert units.convert(Fraction(1), "ksmt", "smooot") == 1000
        assert units.format_unit("kilosmoot") == "ksmt"
        assert units.dimension_name("doge") == "doge"
        assert units.dimension_name("fund_price") == "money (USD) per mass"


def test_own_units_replace_ours_and_settle_ambiguous_words():
    with units.using(units.load_definitions(OWN)):
        assert units.convert(Fraction(1), "barrel", "US_gallon") == Fraction("31.5")
        word = units.parse_unit("tons")
        assert (word.canonical, word.readings) == ("ton", ())
    assert units.parse_unit("tons").canonical == "metric_ton"
    assert units.convert(Fraction(1), "barrel", "US_gallon") == 42


def test_own_units_end_with_their_block():
    with units.using(units.load_definitions(OWN)):
        pass
    with pytest.raises(UnitError, match="'smoot' is not known"):
        units.parse_unit("smoot")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("x = 2 * zork", "'zork' is not known"),
        ("x = x", "leads back to itself"),
        ("x = (((", "cannot be read"),
        ("x", "cannot be read"),
        ("x = ", "cannot be read"),
        ("= 3 * meter", "cannot be read"),
        ("x = 5 $", "cannot be read"),
        ("x = 0 * meter", "no positive number"),
        ("x = -1 * meter", "no positive number"),
        ("x = meter ** 0.5", "no whole power"),
        ("x = 1e99999 * meter", "too long"),
        ("x = 2 ** 9 ** 9 * meter", "too long"),
        ("x = meter ** 99", "too long"),
        ("x = " + "9" * 50 + " * meter", "too long"),
        ("x = " + "(" * 60 + "1" + ")" * 60, "too long"),
        ("x = 2 * meter\nx = 3 * meter", "'x' is defined twice"),
        ("@import /etc/passwd", "cannot be read"),
        ("@group mine", "cannot be read"),
        ("x- = 10 = y-", "cannot be read"),
        ("x = __import__('os').system('id')", "cannot be read"),
        ("x = 1e99 * meter\ny = x ** 9\nz = y ** 9\nw = z ** 9", "no positive number|cannot be read"),
    ],
)
def test_a_faulty_definition_is_named_with_its_line(line, why):
    with pytest.raises(UnitError, match=why) as caught:
        units.load_definitions("# own\n" + line, path="schemas/units.txt")
    assert caught.value.code == "RD01"
    assert caught.value.place.startswith("schemas/units.txt:")
    assert caught.value.fix.startswith("write `name")


def test_too_many_definitions_are_refused():
    with pytest.raises(UnitError, match="600 lines of unit definitions are more than 500"):
        units.load_definitions("# nothing\n" * 600)
