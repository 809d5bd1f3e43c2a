"""pandera with units: the same rows fail on polars, lazy or not, on pandas and on ibis, and they are shown."""

from pathlib import Path

import polars as pl
import pytest
from pandera import polars as pa
from pandera.errors import SchemaErrors

from tallystick.errors import CheckDefinitionError, UnitError
from tallystick.pandera import Key, Period, Quantity, TableModel, Unit, agreement_of, quantity, total, unit_of

SUPPLY = "quantity within 0 .. 80 Mt/year"
FLOW = "unit of mass per time"


def trade(made, **more):
    """A user's own plain model."""

    class Trade(made.pa.DataFrameModel):
        supply: float = Quantity("0 .. 80 Mt/year", unit_column="unit", nullable=True)
        unit: str = made.pa.Field(nullable=True)

    return Trade


def test_values_are_held_to_their_limits_in_the_unit_of_their_row(made):
    columns = {"supply": [1.0, 79_000.0, 81_000.0, -1.0, None], "unit": ["Mt/year", "kt/year", "kt/year", "t/year", "t/year"]}
    assert made.failing(trade(made), columns) == [(SUPPLY, 2), (SUPPLY, 3)]


def test_bananas_and_stocks_for_flows_and_no_unit_are_found(made):
    columns = {"supply": [1.0, 1.0, 1.0, 1.0, 1.0], "unit": ["bananas", "Mt", "USD/year", None, "kg/day"]}
    assert made.failing(trade(made), columns) == [(FLOW, 0), (FLOW, 1), (FLOW, 2), (FLOW, 3)]


def test_a_value_at_its_limit_is_judged_exactly(made):
    columns = {"supply": [80.0, 80.00000000000001, 80_000.0, 80_000.00000000001, 0.0], "unit": ["Mt/year"] * 2 + ["kt/year"] * 2 + ["g/s"]}
    assert made.failing(trade(made), columns) == [(SUPPLY, 1), (SUPPLY, 3)]


def test_thousands_of_values_beside_a_limit_are_each_judged(made):
    values = [80.0 + step * 2e-14 for step in range(-1500, 1500)]
    columns = {"supply": values, "unit": ["Mt/year"] * len(values)}
    assert len(made.failing(trade(made), columns)) == sum(value > 80 for value in values) > 1000


def test_a_column_in_a_unit_of_its_own_needs_no_other_column(made):
    class Reserves(made.pa.DataFrameModel):
        reserves_mt: float = Quantity("0 .. 200000 kt", unit="Mt")

    assert made.failing(Reserves, {"reserves_mt": [44.0, 200.0, 201.0]}) == [("quantity within 0 .. 200000 kt", 2)]


def test_numbers_written_as_text_are_read_and_other_text_is_told(made):
    class Text(made.pa.DataFrameModel):
        amount: str = Quantity("0 .. 80 kt", unit="t")

    assert made.failing(Text, {"amount": ["36,000", "81,000", "many", "80000"]}) == [("quantity within 0 .. 80 kt", 1), ("quantity within 0 .. 80 kt", 2)]


def test_an_open_end_lets_everything_beyond_it_pass(made):
    schema = made.pa.DataFrameSchema({"aid": made.pa.Column(float, quantity("0 USD ..", unit="million USD"))})
    assert made.failing(schema, {"aid": [0.0, 1e30, -1e-30]}) == [("quantity within 0 USD ..", 2)]


def test_a_column_of_units_is_held_to_their_kind(made):
    schema = made.pa.DataFrameSchema({"unit": made.pa.Column(str, unit_of("kWh"))})
    assert made.failing(schema, {"unit": ["MWh", "GJ", "MW", "kWhh"]}) == [("unit of energy", 2), ("unit of energy", 3)]


PARTS = ("coal", "gas", "oil")


def mix(*rows):
    return dict(zip((*PARTS, "all"), map(list, zip(*rows, strict=True)), strict=True))


def test_parts_may_miss_their_total_by_what_print_rounds(made):
    schema = made.pa.DataFrameSchema({"all": made.pa.Column(float)}, checks=total("all", PARTS))
    columns = mix((1.0, 2.0, 3.0, 6.0), (1.0, 2.0, 3.0, 7.0), (1.0, 2.0, 3.0, 8.0), (1.0, 2.0, 3.0, 4.0))
    assert made.failing(schema, columns) == [("coal + gas + oil makes all", 2), ("coal + gas + oil makes all", 3)]


def test_a_zero_is_exact_and_a_column_of_tens_is_rounded_to_tens(made):
    schema = made.pa.DataFrameSchema({"all": made.pa.Column(float)}, checks=total("all", PARTS))
    # Coal is printed to tens (±5), the rest to the unit (±0.5): 6.5 in all, and 5 where oil and gas are nothing.
    columns = mix((10.0, 1.0, 2.0, 19.0), (20.0, 1.0, 2.0, 30.0), (20.0, 0.0, 0.0, 25.0), (20.0, 0.0, 0.0, 26.0))
    assert made.failing(schema, columns) == [("coal + gas + oil makes all", 1), ("coal + gas + oil makes all", 3)]


def test_decimals_that_a_float_cannot_hold_add_up_exactly(made):
    schema = made.pa.DataFrameSchema({"all": made.pa.Column(float)}, checks=total("all", PARTS, exactly=True))
    columns = mix((0.1, 0.2, 0.3, 0.6), (0.1, 0.2, 0.3, 0.7))
    assert made.failing(schema, columns) == [("coal + gas + oil makes all", 1)]


@pytest.mark.parametrize(("missing", "failing"), [("unknown", [0, 1, 3]), ("zero", [1, 3]), ("skip", [3])], ids=["unknown", "zero", "skip"])
def test_a_missing_part_is_what_its_author_says(made, missing, failing):
    schema = made.pa.DataFrameSchema({"all": made.pa.Column(float)}, checks=total("all", PARTS, missing=missing))
    columns = mix((1.0, None, 3.0, 4.0), (1.0, None, 3.0, 40.0), (1.0, 2.0, 3.0, 6.0), (1.0, 2.0, 3.0, 60.0))
    assert [row for _, row in made.failing(schema, columns)] == failing


def test_parts_in_other_units_are_added_in_one(made):
    units = {"coal": "kt", "gas": "t", "oil": "kg", "all": "t"}
    schema = made.pa.DataFrameSchema({"all": made.pa.Column(float)}, checks=total("all", PARTS, units_of=units, exactly=True))
    assert made.failing(schema, mix((1.0, 1.0, 1.0, 1001.001), (1.0, 1.0, 1.0, 1001.002))) == [("coal + gas + oil makes all", 1)]


def test_sources_that_disagree_are_found_in_other_units(made):
    check = agreement_of("amount", ["country"], unit_column="unit", like="t", within="1 %")
    schema = made.pa.DataFrameSchema({"amount": made.pa.Column(float, nullable=True)}, checks=check)
    columns = {
        "country": ["Chile", "Chile", "Chile", "Peru", "Peru", "Cuba", None, None],
        "amount": [2.0, 2005.0, 2.5, 2.3, 2300.0, 1.0, 1.0, 2.0],
        "unit": ["t", "kg", "t", "t", "kg", "bananas", "t", "t"],
    }
    assert made.shown(schema, columns) == [1.0, 2.0, 2.0, 2.5, 2005.0]


def test_equal_amounts_in_other_units_agree_though_floats_do_not(made):
    check = agreement_of("amount", ["country"], unit_column="unit", like="kg")
    schema = made.pa.DataFrameSchema({"amount": made.pa.Column(float)}, checks=check)
    columns = {"country": ["a", "a", "b", "b"], "amount": [1.001, 1001.0, 1.001, 1001.0000000001], "unit": ["t", "kg", "t", "kg"]}
    assert made.shown(schema, columns) == [1.001, 1001.0000000001]


def test_what_fails_is_shown_with_the_unit_or_value_that_failed():
    frame = pl.DataFrame({"supply": [90.0, 1.0], "unit": ["Mt/year", "bananas"]})
    with pytest.raises(SchemaErrors) as found:
        pa.DataFrameSchema({"supply": pa.Column(float, quantity("0 .. 80 Mt/year", unit_column="unit"))}).validate(frame, lazy=True)
    assert found.value.failure_cases.select("column", "check", "failure_case", "index").rows() == [("supply", FLOW, "bananas", 1), ("supply", SUPPLY, "90.0", 0)]


@pytest.mark.parametrize(
    ("within", "how", "said"),
    [
        ("", {"unit": "Mtt/year"}, r"unit 'Mtt/year' .* \(nearest: 'Mt'\)"),
        ("0 .. 80 Mtt", {"unit_column": "unit"}, r"unit 'Mtt' is not known \(nearest: 'Mt'\)"),
        ("0 .. 80 Mt", {"unit": "kt/year"}, "one is an amount, the other a rate"),
        ("0 .. 80 Mt", {"unit": "USD"}, "cannot compare 'USD'"),
        ("lots", {"unit": "t"}, "has no number"),
    ],
    ids=["unit", "unit-of-range", "stock-for-flow", "other-kind", "no-range"],
)  # fmt: skip
def test_what_cannot_be_is_refused_when_the_class_is_made(within, how, said):
    with pytest.raises(ValueError, match=said):
        Quantity(within, **how)


def test_a_unit_and_a_column_of_units_are_refused_together():
    with pytest.raises(CheckDefinitionError, match="keep one of them"):
        Quantity("0 .. 80 Mt", unit="t", unit_column="unit")


def test_totals_of_other_kinds_are_refused():
    with pytest.raises(UnitError, match="cannot compare"):
        total("all", ["a"], units_of={"all": "t", "a": "USD"})


class Alone(TableModel, table="data/tables/output.csv", measure="output"):
    """As in schemas/: its measure stands in YAML beside it."""

    country: str = Key()
    year: str = Period()
    amount: float = Quantity(unit_column="unit")
    unit: str = Unit()


def test_a_measure_that_nothing_defines_is_told_and_nothing_passes():
    frame = pl.DataFrame({"country": ["Chile"], "year": ["2024"], "amount": [1.0], "unit": ["t"]})
    with pytest.raises(CheckDefinitionError, match="measure 'output' of column 'amount' of Alone is not known"):
        Alone.validate(frame)


def test_fields_that_only_a_table_model_can_judge_pass_nothing_elsewhere():
    class Plain(pa.DataFrameModel):
        country: str = Key()
        amount: float = Quantity(measure="output", unit="t")

    with pytest.raises(SchemaErrors, match="derive from tallystick") as found:
        Plain.validate(pl.DataFrame({"country": ["Chile"], "amount": [1.0]}), lazy=True)
    assert set(found.value.failure_cases["column"]) == {"country", "amount"}


def own(name):
    """A model of this repository, from its file."""
    from tallystick.reading.python_files import loaded

    with loaded(Path(__file__).parents[2] / "schemas" / "tables.py", "schemas") as module:
        return getattr(module, name)


def rows_of(file):
    return pl.read_csv(Path(__file__).parents[2] / "data" / "tables" / file, infer_schema=False)


@pytest.mark.parametrize(("model", "file"), [("Output", "output.csv"), ("Imports", "imports.csv"), ("RareEarths", "rare_earths.csv")], ids=lambda one: one)
@pytest.mark.parametrize("how", ["eager", "lazy"])
def test_the_tables_of_this_repository_are_such_models_and_hold(model, file, how):
    frame = rows_of(file)
    own(model).validate(frame if how == "eager" else frame.lazy(), lazy=True)


def test_validating_a_table_alone_finds_units_amounts_and_keys():
    frame, last = rows_of("output.csv"), rows_of("output.csv").tail(1)
    worse = [last.with_columns(year=pl.lit("1990"), **{column: pl.lit(cell)}) for column, cell in (("unit", "bananas"), ("unit", "t"), ("amount", "101,000,000"), ("amount", "many"))]
    worse = [one.with_columns(year=pl.lit(str(1990 + at))) for at, one in enumerate(worse)]
    with pytest.raises(SchemaErrors) as found:
        own("Output").validate(pl.concat([frame, *worse, frame.head(1)]), lazy=True)
    count = len(frame)
    assert {(row["index"], row["failure_case"]) for row in found.value.failure_cases.to_dicts() if row["column"] == "amount"} == {
        (count, "bananas"), (count + 1, "t"), (count + 2, "101,000,000"), (count + 3, "many"),
    }  # fmt: skip
    assert set(found.value.failure_cases.filter(pl.col("check") == "multiple_fields_uniqueness")["index"]) == {0, count + 4}


@pytest.mark.parametrize(
    ("values", "units", "failing"),
    [
        ([], [], []),
        ([None, None], ["t", "t"], []),
        ([1.0, 2.0], [None, None], [("unit of mass", 0), ("unit of mass", 1)]),
        ([float("nan"), float("inf"), float("-inf"), 1.0], ["t"] * 4, [("quantity within 0 .. 5 t", 1), ("quantity within 0 .. 5 t", 2)]),
        ([5 * 10**18, 1, 6, -1], ["t"] * 4, [("quantity within 0 .. 5 t", 0), ("quantity within 0 .. 5 t", 2), ("quantity within 0 .. 5 t", 3)]),
        ([1.0, 2.0], [3, 4], [("unit of mass", 0), ("unit of mass", 1)]),
        ([1.0, 2.0], ["  t ", "T"], [("unit of mass", 1)]),
    ],
    ids=["no-rows", "no-values", "no-units", "not-finite", "whole", "numbers-as-units", "blanks"],
)  # fmt: skip
def test_odd_cells_are_named_and_stop_nothing(made, values, units, failing):
    schema = made.pa.DataFrameSchema({"v": made.pa.Column(checks=quantity("0 .. 5 t", unit_column="u"), nullable=True)})
    kinds = {"v": pl.Float64, "u": pl.String} if not any(values) or not any(units) else None
    assert made.failing(schema, {"v": values, "u": units}, kinds) == failing


def test_a_column_that_is_not_there_is_told_with_what_is_near(made):
    schema = made.pa.DataFrameSchema({"v": made.pa.Column(checks=quantity("0 .. 5 t", unit_column="unit"))})
    said = {str(case["failure_case"]) for case in made.cases(schema, {"v": [1.0], "units": ["t"]})}
    assert len(said) == 1
    assert "the table has no column 'unit' (nearest: 'units')" in said.pop().replace("\\'", "'")


def test_a_failure_may_be_a_warning_as_panderas_own():
    class Loose(pa.DataFrameModel):
        v: float = Quantity("0 .. 5 t", unit="t", raise_warning=True)

    with pytest.warns(Warning, match="quantity within 0 .. 5 t"):
        Loose.validate(pl.DataFrame({"v": [6.0]}))


def test_a_sum_of_itself_is_refused():
    with pytest.raises(CheckDefinitionError, match="a column stands twice"):
        total("all", ["coal", "all"])


def test_limits_of_a_model_are_findings_of_its_workspace(tmp_path):
    from tallystick.auditing import audit_workspace

    (tmp_path / "tally.toml").touch()
    for folder in ("schemas", "data/tables"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "schemas/m.yaml").write_text("measures:\n  output: {unit: t/year, dimensions: [country], range: 0 .. 9 Mt/year}\n")
    (tmp_path / "schemas/t.py").write_text(
        "from tallystick.pandera import Key, Quantity, TableModel, Unit\n"
        "class Output(TableModel, table='data/tables/o.csv', measure='output'):\n"
        "    country: str = Key()\n"
        "    amount: str = Quantity('0 .. 5 kt/year', unit_column='unit')\n"
        "    unit: str = Unit()\n"
    )
    (tmp_path / "data/tables/o.csv").write_text('country,amount,unit\nChile,"5,000",t/year\nPeru,"5,001",t/year\nCuba,1,bananas\nMali,10,Mt/year\n')
    found = [(finding.code, finding.place.line) for finding in audit_workspace(tmp_path).findings if finding.place.path.endswith("o.csv")]
    assert sorted(found) == [("SC01", 3), ("SC01", 5), ("UN01", 4)]


def test_a_model_imported_alone_knows_the_units_of_its_workspace(tmp_path):
    from tallystick.reading.python_files import loaded

    (tmp_path / "units.txt").write_text("sack = 50 * kilogram\n")
    (tmp_path / "grain.py").write_text(
        "import pandera.polars as pa\nfrom tallystick.pandera import Quantity\n"
        "class Grain(pa.DataFrameModel):\n    amount: float = Quantity('0 .. 100 kg', unit_column='unit')\n    stored: float = Quantity('0 .. 9 sack', unit='sack')\n"
    )
    with loaded(tmp_path / "grain.py", "models") as module, pytest.raises(SchemaErrors) as found:
        module.Grain.validate(pl.DataFrame({"amount": [2.0, 3.0], "unit": ["sack", "sack"], "stored": [9.0, 10.0]}), lazy=True)
    assert [(row["column"], row["index"]) for row in found.value.failure_cases.to_dicts()] == [("amount", 1), ("stored", 1)]
