"""Units convert exactly, are shown as readers expect, and never pass for another by chance."""

import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick import units
from tallystick.errors import UnitError
from tallystick.model import Bound
from tallystick.units.registry import load

NAMES = sorted(set(load().names.values()))
VALUES = st.fractions(min_value=-(10**18), max_value=10**18, max_denominator=10**6)


@pytest.mark.parametrize(
    ("value", "unit", "to_unit", "expected"),
    [
        ("1", "short ton", "kg", "907.18474"),
        ("1", "long ton", "kg", "1016.0469088"),
        ("2", "Mt/year", "t/year", "2000000"),
        ("0.1", "t", "kg", "100"),
        ("1.5", "MWh", "kWh", "1500"),
        ("1", "kWh", "MJ", "3.6"),
        ("1", "barrel", "L", "158.987294928"),
        ("1", "imperial gallon", "L", "4.54609"),
        ("1", "US gallon", "L", "3.785411784"),
        ("1", "year", "day", "365.25"),
        ("12", "month", "year", "1"),
        ("25", "%", "", "0.25"),
        ("150", "basis points", "percentage points", "1.5"),
        ("20", "°C", "°F", "68"),
        ("-40", "degF", "degC", "-40"),
        ("0", "degC", "K", "273.15"),
        ("9", "Δ°F", "Δ°C", "5"),
        ("1", "W/°C", "W/K", "1"),
        ("250", "US cents", "USD", "2.5"),
        ("3", "MEUR", "EUR", "3000000"),
        ("1", "nautical mile", "km", "1.852"),
        ("8", "Mbps", "MB/s", "1"),
        ("1", "GiB", "B", "1073741824"),
        ("1e15", "t", "Gt", "1e6"),
    ],
)
def test_conversion_is_exact(value, unit, to_unit, expected):
    assert units.convert(Fraction(value), unit, to_unit) == Fraction(expected)


def test_a_tenth_and_two_tenths_of_a_tonne_are_three_tenths():
    parts = [units.convert(Fraction(kilograms), "kg", "t") for kilograms in (100, 200)]
    assert sum(parts) == Fraction(3, 10)


@given(VALUES, st.sampled_from(NAMES), st.data())
def test_there_and_back_is_the_same_value(value, unit, data):
    alike = [name for name in NAMES if units.same_dimension(name, unit) and "delta_" not in name + unit]
    other = data.draw(st.sampled_from(alike or [unit]))
    assert units.convert(units.convert(value, unit, other), other, unit) == value


@given(
    VALUES,
    st.sampled_from(["kg", "short_ton", "lb"]),
    st.sampled_from(["t", "oz", "stone"]),
    st.sampled_from(["g", "Mt"]),
)
def test_a_detour_changes_nothing(value, unit, over, to_unit):
    direct = units.convert(value, unit, to_unit)
    assert units.convert(units.convert(value, unit, over), over, to_unit) == direct


def test_every_factor_is_an_exact_positive_fraction():
    for name in NAMES:
        factor, offset = units.factor(name)
        assert isinstance(factor, Fraction), name
        assert isinstance(offset, Fraction), name
        assert factor > 0, name


def test_bounds_keep_open_and_unbounded_ends():
    bound = Bound(None, Fraction(1), high_open=True)
    assert units.convert_bound(bound, "Mt", "t") == Bound(None, Fraction(10**6), high_open=True)
    assert units.convert_bound(bound, "t", "metric_ton") is bound


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("", ""),
        ("1", ""),
        ("t", "metric_ton"),
        ("tonnes", "metric_ton"),
        ("metric tons", "metric_ton"),
        ("metric tonne", "metric_ton"),
        ("tonne/year", "metric_ton / year"),
        ("t/year", "metric_ton / year"),
        ("t/a", "metric_ton / year"),
        ("Mt per year", "megametric_ton / year"),
        ("kt", "kilometric_ton"),
        ("Gt", "gigametric_ton"),
        ("kilotonnes", "kilometric_ton"),
        ("megatons", "megametric_ton"),
        ("kWh/m2", "kilowatt_hour / meter ** 2"),
        ("kWh/m²", "kilowatt_hour / meter ** 2"),
        ("kWh*m^-2", "kilowatt_hour / meter ** 2"),
        ("kWh per square metre", "kilowatt_hour / meter ** 2"),
        ("kilowatt-hours", "kilowatt_hour"),
        ("Kilowatt Hours", "kilowatt_hour"),
        ("tonne-kilometres", "kilometer * metric_ton"),
        ("cubic metres per second", "meter ** 3 / second"),
        ("m**3/s", "meter ** 3 / second"),
        ("m·s⁻¹", "meter / second"),
        ("sq ft", "foot ** 2"),
        ("feet", "foot"),
        ("inches", "inch"),
        ("litres", "liter"),
        ("per year", "1 / year"),
        ("1/year", "1 / year"),
        ("kWh/(m2*year)", "kilowatt_hour / meter ** 2 / year"),
        ("$/bbl", "USD / oil_barrel"),
        ("US dollars per barrel", "USD / oil_barrel"),
        ("barrels", "oil_barrel"),
        ("HK$", "HKD"),
        ("pounds sterling", "GBP"),
        ("£", "GBP"),
        ("€", "EUR"),
        ("yen", "JPY"),
        ("per cent", "percent"),
        ("pct", "percent"),
        ("percentage points", "percentage_point"),
        ("pp", "percentage_point"),
        ("basis points", "basis_point"),
        ("degrees Celsius", "degree_Celsius"),
        ("°C", "degree_Celsius"),
        ("μg/m³", "microgram / meter ** 3"),
        ("troy ounces", "troy_ounce"),
        ("people/km2", "person / kilometer ** 2"),
        ("lb.", "avoirdupois_pound"),
        ("t*year/year", "metric_ton"),
        ("Mtpa", "megatonne_per_annum"),
        ("Mt CO2e/year", "megametric_ton / year"),
        ("tonnes of CO₂ equivalent", "metric_ton"),
        ("gCO2/km", "gram / kilometer"),
        ("parts per million", "parts_per_million"),
        ("thousand tonnes", "metric_ton * thousand"),
        ("1000 t", "metric_ton * thousand"),
        ("'000 t", "metric_ton * thousand"),
        ("10^6 m3", "meter ** 3 * million"),
        ("USD million", "USD * million"),
        ("million USD", "USD * million"),
        ("$bn", "USD * billion"),
        ("US$m", "USD * million"),
        ("EUR mn", "EUR * million"),
        ("% of GDP", "percent"),
        ("GtC", "gigametric_ton"),
        ("kbbl", "kilooil_barrel"),
        ("kb/d", "thousand_barrels_per_day"),
        ("mb/d", "million_barrels_per_day"),
        ("index", "index"),
        ("L/100km", "liter / hundred / kilometer"),
        ("m s-1", "meter / second"),
        ("m s−1", "meter / second"),
        ("W m⁻² K⁻¹", "watt / kelvin / meter ** 2"),
        ("kcal·day-1", "kilocalorie / day"),
        ("mg/kg/day", "milligram / day / kilogram"),
        ("Danish crowns", "DKK"),
        ("kwh", "kilowatt_hour"),
        ("sqm", "meter ** 2"),
        ("pc", "percent"),
        ("kilos", "kilogram"),
        ("Nm", "newton_meter"),
        ("Nm3", "normal_cubic_meter"),
    ],
)
def test_a_unit_is_known_by_its_usual_spellings(written, canonical):
    word = units.parse_unit(written)
    assert word.canonical == canonical
    assert word.text == written


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(-3, 3)), max_size=4))
def test_canonical_and_short_texts_read_back_as_the_same_unit(powers):
    unit = ""
    for name, power in powers:
        if units.is_affine(name):
            continue
        unit = units.multiply_units(unit, units.power_unit(name, power))
    assert units.parse_unit(unit).canonical == unit
    assert units.parse_unit(units.format_unit(unit)).canonical == unit


def test_every_unit_is_shown_so_that_it_reads_back():
    for name in NAMES:
        assert units.parse_unit(name).canonical == name
        assert units.parse_unit(units.format_unit(name)).canonical == name, name


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("metric_ton / year", "t/year"),
        ("kilometric_ton", "kt"),
        ("USD", "USD"),
        ("USD / oil_barrel", "USD/barrel"),
        ("percent", "%"),
        ("percentage_point", "pp"),
        ("short_ton", "short ton"),
        ("US_gallon", "US gallon"),
        ("kilowatt_hour / meter ** 2", "kWh/m²"),
        ("1 / year", "1/year"),
        ("degree_Celsius", "°C"),
        ("delta_degree_Celsius", "Δ°C"),
        ("", ""),
    ],
)
def test_a_unit_is_shown_short(unit, shown):
    assert units.format_unit(unit) == shown


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("t", "mass"),
        ("t/year", "mass per time"),
        ("MWh", "energy"),
        ("kW", "power"),
        ("km/h", "speed"),
        ("m2", "area"),
        ("barrel/day", "volume per time"),
        ("kWh/m2", "energy per area"),
        ("USD", "money (USD)"),
        ("USD/t", "money (USD) per mass"),
        ("people/year", "number per time"),
        ("Hz", "frequency"),
        ("%", "percentage"),
        ("", "plain number"),
        ("pp", "percentage points"),
        ("Δ°C", "temperature difference"),
        ("t*km", "length times mass"),
    ],
)
def test_a_dimension_is_named_in_words(unit, name):
    assert units.dimension_name(unit) == name


def test_no_dimension_name_shows_brackets():
    for name in NAMES:
        assert "[" not in units.dimension_name(name) + units.dimension_name(f"{name}/year**2")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("kWhh", r"unit 'kWhh' is not known \(nearest: 'kWh'\)"),
        ("tonnne/year", r"'tonnne' in it\) is not known \(nearest: 'tonne'\)"),
        ("usd", r"nearest: 'USD'"),
        ("qqzzx", r"unit 'qqzzx' is not known\n"),
        ("kg gold", r"'gold' in it"),
        ("kW h", r"two symbols side by side"),
        ("m**0.5", r"'m\*\*0.5' is not known"),
        ("m^2^2", r"is not known"),
        ("t/", r"is not known"),
        ("/", r"is not known"),
        ("(t", r"is not known"),
        ("t)", r"is not known"),
        ("2 t", r"is not known"),
        ("mday", r"is not known"),
        ("pH", r"is not known"),
        ("GT", r"nearest: 'Gt'"),
        ("mEUR", r"is not known"),
        ("yd3000", r"is not known"),
        ("kmetre", r"is not known"),
        ("ktons/yearr", r"nearest: 'year'"),
        ("__import__('os')", r"is not known"),
        ("m\x00", r"is not known"),
    ],
)
def test_an_unknown_unit_is_refused_with_the_nearest_name(written, message):
    with pytest.raises(UnitError, match=message) as caught:
        units.parse_unit(written, place="data/claims.csv:14:unit")
    assert caught.value.code == "UN01"
    assert caught.value.place == "data/claims.csv:14:unit"
    assert caught.value.fix


@pytest.mark.parametrize(
    "hostile",
    [
        "x" * 10_000,
        "(" * 10_000,
        "m*" * 5_000 + "m",
        "m**999999",
        "m**-" + "9" * 150,
        "m" + "/m" * 99,
        "km" * 99,
        "°" * 199,
    ],
    ids=["letters", "brackets", "product", "power", "digits", "quotients", "no spaces", "signs"],
)
def test_a_hostile_unit_is_refused_at_once(hostile):
    # A hang would be seen; how long it takes is for benchmarks to say.
    with pytest.raises(UnitError, match="is not known") as caught:
        units.parse_unit(hostile)
    assert caught.value.code == "UN01"
    assert len(caught.value.what) < 200


@given(st.text(max_size=60))
def test_any_text_is_a_unit_or_refused_with_un01(text):
    try:
        word = units.parse_unit(text)
    except UnitError as problem:
        code = problem.code
    else:
        code = "UN01" if units.parse_unit(word.canonical).canonical == word.canonical else "not read back"
    assert code == "UN01"


@pytest.mark.parametrize("symbol", ["kt", "Mt", "Gt"])
def test_kt_is_a_kilotonne_and_never_a_knot(symbol):
    assert units.dimension_name(symbol) == "mass"
    assert units.dimension_name("kn") == "speed"


def test_each_currency_is_a_dimension_of_its_own():
    assert units.is_currency("USD")
    assert units.is_currency("MEUR")
    assert units.is_currency("US_cent")
    assert not units.is_currency("USD/t")
    assert not units.same_dimension("USD", "EUR")
    with pytest.raises(UnitError, match=r"cannot compare 'USD' \(money\) with 'EUR' \(money\)") as caught:
        units.convert(Fraction(1), "USD", "EUR")
    assert caught.value.code == "UN03"
    assert "EUR/USD" in caught.value.fix


def test_the_currencies_are_those_of_iso_4217():
    codes = load().currencies
    assert {"USD", "EUR", "GBP", "JPY", "CNY", "RUB", "UAH", "CHF", "XOF", "ZMW", "VES", "SLE", "XCG"} <= codes
    assert len(codes) > 170


@pytest.mark.parametrize(
    ("unit", "other", "code", "message"),
    [
        ("kW", "MWh", "UN03", r"cannot compare 'kW' \(power\) with 'MWh' \(energy\)"),
        ("USD", "t", "UN03", r"cannot compare 'USD' \(money\) with 't' \(mass\)"),
        ("", "t", "UN03", r"cannot compare a plain number with 't' \(mass\)"),
        ("GB", "", "UN03", r"'GB' \(information\) with a plain number"),
        ("%", "pp", "UN04", r"'%' \(percentage\) with 'pp' \(percentage points\)"),
        ("bp", "%", "UN04", r"'bp' \(percentage points\) with '%' \(percentage\)"),
        ("t", "t/year", "UN05", r"'t' \(mass\) with 't/year' \(mass per time\): one is an amount, the other a rate"),
        ("barrel/day", "barrel", "UN05", r"one is an amount, the other a rate"),
        ("", "1/year", "UN05", r"one is an amount, the other a rate"),
        ("bpd", "barrel", "UN05", r"one is an amount, the other a rate"),
        ("kt", "Mtpa", "UN05", r"one is an amount, the other a rate"),
        ("%/year", "pp/year", "UN04", r"cannot compare '%/year'"),
        ("°C", "Δ°C", "UN03", r"'°C' \(temperature\) with 'Δ°C' \(temperature difference\)"),
    ],
)
def test_units_that_do_not_go_together_are_refused_in_words(unit, other, code, message):
    with pytest.raises(UnitError, match=message) as caught:
        units.convert(Fraction(1), unit, other, place="a.csv:3")
    assert caught.value.code == code
    assert caught.value.place == "a.csv:3"
    assert caught.value.fix
    assert "[" not in str(caught.value)


def test_stock_against_flow_says_how_to_say_what_was_meant():
    with pytest.raises(UnitError, match="amount") as caught:
        units.convert(Fraction(2), "Mt", "t/year")
    assert caught.value.fix == "multiply the rate by a time (… * 1 year), or state the amount per time (Mt/year)"


@pytest.mark.parametrize(
    ("operator", "unit", "other", "result", "first", "second"),
    [
        ("-", "%", "%", "percentage_point", "percent", "percent"),
        ("+", "%", "%", "percent", "percent", "percent"),
        ("+", "%", "pp", "percent", "percent", "percentage_point"),
        ("-", "%", "bp", "percent", "percent", "percentage_point"),
        ("+", "bp", "%", "percent", "percentage_point", "percent"),
        ("-", "pp", "pp", "percentage_point", "percentage_point", "percentage_point"),
        ("-", "", "%", "", "", ""),
        ("+", "kt", "t", "kilometric_ton", "kilometric_ton", "kilometric_ton"),
        ("-", "°C", "°F", "delta_degree_Celsius", "degree_Celsius", "degree_Celsius"),
        ("+", "°C", "K", "degree_Celsius", "degree_Celsius", "delta_degree_Celsius"),
        ("+", "Δ°F", "°C", "degree_Celsius", "delta_degree_Celsius", "degree_Celsius"),
        ("-", "K", "K", "kelvin", "kelvin", "kelvin"),
    ],
)
def test_a_sum_says_its_unit_and_those_of_its_operands(operator, unit, other, result, first, second):
    found = units.sum_units(operator, unit, other)
    assert (found.result, found.first, found.second) == (result, first, second)
    assert units.sum_unit(operator, unit, other) == result


@pytest.mark.parametrize(
    ("operator", "unit", "other", "code"),
    [
        ("-", "pp", "%", "UN04"),
        ("+", "", "pp", "UN03"),
        ("+", "°C", "°C", "UN03"),
        ("-", "Δ°C", "°C", "UN03"),
        ("+", "t", "t/year", "UN05"),
        ("+", "t", "USD", "UN03"),
    ],
)
def test_a_sum_that_means_nothing_is_refused(operator, unit, other, code):
    with pytest.raises(UnitError, match="cannot") as caught:
        units.sum_units(operator, unit, other)
    assert caught.value.code == code


def test_products_cancel_and_percents_count_as_hundredths():
    assert units.multiply_units("Mt/year", "year") == "megametric_ton"
    assert units.divide_units("t", "t") == ""
    assert units.power_unit("m", 2) == "meter ** 2"
    assert units.same_dimension(units.multiply_units("Mt", "%"), "t")
    assert units.convert(Fraction(50), units.multiply_units("Mt", "%"), "t") == 500_000
    assert units.simplify_unit("Mt*percent") == ("megametric_ton", Fraction(1, 100))
    assert units.simplify_unit("t/kt") == ("", Fraction(1, 1000))
    assert units.simplify_unit("t*year/day") == ("metric_ton", Fraction(36525, 100))


def test_a_temperature_is_not_multiplied_unless_its_zero_is_one():
    with pytest.raises(UnitError, match="its zero is arbitrary"):
        units.multiply_units("°C", "")
    assert units.without_offset("°F") == "kelvin"
    assert units.without_offset("t") == "metric_ton"
    assert units.multiply_units("K", "") == "kelvin"


def test_converting_again_and_again_reads_the_unit_once(monkeypatch):
    first = units.convert(Fraction(1), "kWh", "MJ")
    monkeypatch.setattr("tallystick.units.spelling.read_parts", None)
    assert units.convert(Fraction(1), "kWh", "MJ") == first
    assert units.factor("kWh") == units.factor("kWh")


def test_loading_units_says_nothing_to_a_log():
    own = "shift = day / 3\\nflow = 5 * kilogram / y\\n"
    script = f"import logging; logging.basicConfig(); import tallystick.units as u; u.load_definitions('{own}').parse('t/shift')"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stderr == ""


@pytest.mark.parametrize("written", ["t/y", "kt/y", "Mt / y"])
def test_y_is_a_year_beside_other_units(written):
    assert units.parse_unit(written).canonical.endswith("metric_ton / year")


def test_pint_is_imported_only_when_a_unit_is_asked_for():
    script = "import sys, tallystick.units; sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
