"""An ambiguous word has several readings; the workspace or the measure chooses, and the rest stays known."""

import pytest

from tallystick import units
from tallystick.errors import UnitError
from tallystick.testing import audit_files
from tallystick.units.registry import load

TONS = ("metric_ton", "short_ton", "long_ton")


def test_a_bare_ton_is_metric_as_written_and_left_open():
    word = units.parse_unit("tons")
    assert word.canonical == "metric_ton"
    assert word.readings == TONS
    assert word.ambiguous == ("tons",)


@pytest.mark.parametrize("spelling", ["ton", "tons", "Ton", "TONS"])
def test_a_declared_reading_is_taken_and_the_others_stay(spelling):
    word = units.parse_unit(spelling, readings={"ton": "short_ton"})
    assert word.canonical == "short_ton"
    assert set(word.readings) == set(TONS)
    assert word.ambiguous == ()


@pytest.mark.parametrize("key", ["ton", "tons", "Tons"])
def test_a_reading_may_be_declared_in_singular_or_plural(key):
    assert units.parse_unit("tons/year", readings={key: "long ton"}).canonical == "long_ton / year"


@pytest.mark.parametrize(
    ("written", "measure", "taken"),
    [
        ("tons", "short_ton", "short_ton"),
        ("tons", "short_ton/year", "short_ton"),
        ("tons/year", "long_ton/year", "long_ton / year"),
        ("tons", "kt", "metric_ton"),
        ("tons", "kg", "metric_ton"),
        ("gallons", "imperial_gallon", "imperial_gallon"),
        ("gallons", "L", "US_gallon"),
        ("ounces", "troy_ounce", "troy_ounce"),
    ],
)
def test_the_reading_in_the_measures_unit_is_as_written_else_the_usual_one(written, measure, taken):
    word = units.parse_unit(written, prefer=measure)
    assert word.canonical == taken
    assert word.ambiguous == (written.split("/")[0],)


def test_what_is_declared_weighs_more_than_the_measure():
    word = units.parse_unit("tons", readings={"ton": "long_ton"}, prefer="short_ton")
    assert word.canonical == "long_ton"


@pytest.mark.parametrize(
    ("written", "measure", "taken"),
    [
        ("$", "", "USD"),
        ("$", "USD", "USD"),
        ("$", "CAD", "CAD"),
        ("dollars", "AUD/year", "AUD"),
        ("$/t", "CAD/t", "CAD / metric_ton"),
        ("pounds", "", "avoirdupois_pound"),
        ("pounds", "GBP", "GBP"),
        ("¥", "CNY", "CNY"),
        ("peso", "PHP", "PHP"),
    ],
)
def test_readings_of_other_dimensions_are_settled_by_the_measure(written, measure, taken):
    word = units.parse_unit(written, prefer=measure)
    assert word.canonical == taken
    assert word.readings == ()
    assert word.ambiguous == ()


def test_a_declared_dollar_is_that_dollar():
    assert units.parse_unit("$", readings={"$": "CAD"}).canonical == "CAD"


def test_a_dollar_is_listed_as_ambiguous_but_not_with_its_country():
    assert units.readings_of("$")[:3] == ("USD", "CAD", "AUD")
    assert units.readings_of("US$") == ()
    assert units.readings_of("t") == ()
    assert units.readings_of("tons") == TONS


def test_degrees_of_a_temperature_are_celsius_or_fahrenheit():
    word = units.parse_unit("degrees", prefer="degC")
    assert word.canonical == "degree_Celsius"
    assert word.readings == ("degree_Celsius", "degree_Fahrenheit")
    assert units.parse_unit("degrees").canonical == "angular_degree"


def test_two_ambiguous_words_give_every_mix():
    word = units.parse_unit("gallons/ton")
    assert len(word.readings) == 6
    assert word.ambiguous == ("gallons", "ton")


def test_a_word_of_the_workspaces_own_may_be_declared():
    assert units.parse_unit("loads/day", readings={"load": "metric_ton"}).canonical == "metric_ton / day"


def test_a_declared_reading_must_be_one_known_unit():
    with pytest.raises(UnitError, match="the reading 'kg/m' of 'ton' is not one unit"):
        units.parse_unit("ton", readings={"ton": "kg/m"})
    with pytest.raises(UnitError, match="unit 'metrc_ton' is not known") as caught:
        units.parse_unit("ton", readings={"ton": "metrc_ton"})
    assert caught.value.code == "UN01"


def test_every_reading_is_a_canonical_name():
    for word, readings in load().words.items():
        for reading in readings:
            assert units.parse_unit(reading).canonical == reading, word


@pytest.mark.parametrize(
    ("unit", "value", "hint"),
    [
        pytest.param("t/year", "5 tons/year", "ton: metric_ton", id="rate"),
        pytest.param("USD/t", "$5 per ton", "ton: metric_ton", id="price"),
        pytest.param("USD/lb", "$5 per ounce", "ounce: avoirdupois_ounce", id="price-of-another-measure"),
        pytest.param("kcal", "5 calories", "calorie: kilocalorie", id="as-it-was-read"),
        pytest.param("gal/day", "7 gallons a day", "gallon: US_gallon", id="in-words"),
        pytest.param("floz", "7 fluid ounces", "fluid_ounce: US_fluid_ounce", id="of-two-words"),
    ],
)
def test_the_fix_of_an_ambiguous_unit_is_a_reading_that_settles_it(unit, value, hint):
    files = {"schemas/m.yaml": f"measures: {{m: {{unit: {unit}}}}}\n", "data/c.yaml": f"claims: [{{id: a, measure: m, value: {value}}}]\n"}
    (finding,) = [one for one in audit_files(files).findings if one.place.path == "data/c.yaml"]
    assert finding.fix == f"say which under readings: in schemas/, as '{hint}'"
    settled = {**files, "schemas/r.yaml": f"readings: {{{hint}}}\n"}
    assert [one for one in audit_files(settled).findings if one.place.path == "data/c.yaml"] == []
