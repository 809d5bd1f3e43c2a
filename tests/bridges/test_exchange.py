"""Formats of others: what goes out comes back, and what a format cannot carry is said."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tallystick import units
from tallystick.bridges.exchange import CONVERTERS, convert
from tallystick.bridges.exchange.columns import range_text
from tallystick.errors import AuditError, DataError
from tallystick.model import Bound
from tallystick.text import read_value

from .conftest import need

ROOT = Path(__file__).parents[2]
CLAIMS = """\
sources:
  - {path: sources/report.txt, title: A report}
source: sources/report.txt
claims:
  - {id: catch, measure: catch, country: Peru, value: 4.2 million t, period: 2023, by: the ministry, quote: Peru landed 4.2 million t of fish}
  - {id: quota, measure: quota, value: '<= 5 Mt', quote: {exact: no more than 5 Mt, prefix: 'with '}, status: forecast}
  - {id: share, measure: share, value: '84', unit: '%', derived_from: [catch, quota], note: 'of the quota, "by" our own sum'}
  - {id: mood, measure: mood, value: steady, source: sources/other.txt}
"""
FORMATS = ["yaml", "csv", "jsonl", "json", "parquet", "claims-package"]


@pytest.fixture
def claims(tmp_path):
    path = tmp_path / "claims.yaml"
    path.write_text(CLAIMS)
    return path


def written(path, to, folder):
    """The file that a conversion makes, and what it could not carry."""
    made = convert(path, to)
    target = folder / f"made-{to}{CONVERTERS[to].suffix}"
    target.write_bytes(made.content if isinstance(made.content, bytes) else made.content.encode())
    return target, made.left


@pytest.mark.parametrize("to", FORMATS)
def test_claims_come_back_as_they_went(claims, tmp_path, to):
    path, left = written(claims, to, tmp_path)
    back = CONVERTERS[to].read(path)
    first = CONVERTERS["yaml"].read(claims)
    assert [dict(one) for one in back.records] == [dict(one) for one in first.records]
    assert back.sources == first.sources or left == ("sources of the file (1)",)


@pytest.mark.parametrize("to", FORMATS)
def test_the_format_of_a_file_is_told_by_its_name_and_content(claims, tmp_path, to):
    path, _ = written(claims, to, tmp_path)
    assert convert(path, "yaml").content == convert(path, "yaml", to).content


@pytest.mark.parametrize("to", ["yaml", "csv", "claims-package", "jsonl", "parquet"])
def test_the_claims_of_this_repository_come_back(tmp_path, to):
    path, _ = written(ROOT / "data/claims.yaml", to, tmp_path)
    assert [dict(one) for one in CONVERTERS[to].read(path).records] == [dict(one) for one in CONVERTERS["yaml"].read(ROOT / "data/claims.yaml").records]


def test_a_quote_becomes_an_annotation_of_its_exact_words(claims):
    made = convert(claims, "annotations")
    page = json.loads(made.content)
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    quota = page["items"][1]
    assert quota["target"] == {"source": "sources/report.txt", "selector": {"type": "TextQuoteSelector", "prefix": "with ", "exact": "no more than 5 Mt"}}
    assert quota["body"][0]["value"] == "quota: <= 5 Mt"
    assert made.left == ("a claim without a quote is a note on its whole source (2)",)


def test_a_review_goes_out_and_comes_back_without_a_verdict(claims, tmp_path):
    path, left = written(claims, "claimreview", tmp_path)
    assert "no rating: a claims file has no verdict" in left
    assert "'derived_from' of a claim" in left
    back = {one["id"]: one for one in CONVERTERS["claimreview"].read(path).records}
    assert (back["catch"]["value"], back["catch"]["by"], back["catch"]["measure"]) == ("4.2 million t", "the ministry", "catch")
    assert back["catch"]["quote"] == "Peru landed 4.2 million t of fish"


def test_a_strangers_review_becomes_a_claim_for_each_quantity(tmp_path):
    path = tmp_path / "review.json"
    review = {
        "@context": "https://schema.org", "@type": "ClaimReview", "author": {"name": "Desk"},
        "claimReviewed": "The dam cost $2.1 billion and stores 74 billion cubic metres.",
        "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "A minister"}, "appearance": [{"url": "https://example.org/a"}]},
        "reviewRating": {"alternateName": "Half true"},
    }  # fmt: skip
    other = {"@type": "ClaimReview", "claimReviewed": "The dam is beautiful."}
    path.write_text(json.dumps([review, other, {"@type": "Person"}]))
    found = CONVERTERS["claimreview"].read(path)
    assert [(one["value"], one["by"], one["source"]) for one in found.records] == [
        ("$2.1 billion", "A minister", "https://example.org/a"),
        ("74 billion cubic metres", "A minister", "https://example.org/a"),
    ]
    assert found.records[0]["note"] == "rated 'Half true' by Desk"
    assert found.left == ("the rating of a review stands in the note of its claims", "a claim without a number")


def test_a_quantity_of_wikibase_has_the_bounds_its_print_leaves_open(claims):
    made = convert(claims, "wikibase")
    (catch, share) = json.loads(made.content)
    assert catch["value"]["value"] == {
        "amount": "+4200000", "unit": "http://www.wikidata.org/entity/Q191118", "upperBound": "+4250000", "lowerBound": "+4150000",
    }  # fmt: skip
    assert share["value"]["value"]["amount"] == "+84"
    assert made.left == ("a bound or a range, which has no amount", "a value that is no quantity")


def fact(value, *, decimals=None, unit="iso4217:USD", period="2023-01-01T00:00:00/2024-01-01T00:00:00"):
    of = {"concept": "us-gaap:Revenues", "entity": "cik:0001", "period": period, **({"unit": unit} if unit else {})}
    return {"value": value, "dimensions": of, **({} if decimals is None else {"decimals": decimals})}


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "low", "high"),
    [
        ("1230000", -3, "iso4217:USD", 1229500, 1230500),
        ("1230000", -6, "iso4217:USD", 730000, 1730000),
        ("1000000", -6, "iso4217:USD", 500000, 1500000),
        ("12.5", 1, "iso4217:USD", 12.45, 12.55),
        ("12.5", 2, "iso4217:EUR", 12.5, 12.5),
        ("0", -3, "iso4217:USD", -500, 500),
        ("400", -3, "iso4217:USD", -100, 900),
        ("-1200000", -5, "iso4217:USD", -1250000, -1150000),
        ("0.25", 2, "xbrli:pure", 0.245, 0.255),
        ("1230000", "INF", "iso4217:USD", 1230000, 1230000),
    ],
    ids=["thousands", "no-digit-counts", "millions", "tenths", "cents", "zero", "below-the-place", "negative", "pure", "exact"],
)  # fmt: skip
def test_decimals_are_how_far_a_fact_was_rounded(tmp_path, value, decimals, unit, low, high):
    from tallystick import printed
    from tallystick.model import Kind, Measure, Place, Schema
    from tallystick.reading.fields import Problems
    from tallystick.reading.values import Reader

    path = tmp_path / "facts.json"
    path.write_text(json.dumps({"documentInfo": {}, "facts": {"f1": fact(value, decimals=decimals, unit=unit)}}))
    (record,) = CONVERTERS["oim"].read(path).records
    measured = Measure("Revenues", Kind.QUANTITY, unit=record.get("unit", ""))
    text = f"{record['value']} {record.get('unit', '')}".strip()
    digits = int(record["digits"]) if "digits" in record else None
    quantity = Reader(measured, Schema({"Revenues": measured}), None, digits).read(text, Place(""), "f1", Problems())
    within = printed.interval(quantity)
    assert (float(within.low), float(within.high)) == (low, high)


def test_periods_of_facts_are_days_and_what_is_no_number_is_counted(tmp_path):
    path = tmp_path / "facts.json"
    facts = {
        "span": fact("5.00", decimals=2), "instant": fact("5.00", decimals=2, period="2024-01-01T00:00:00"),
        "text": {"value": "Acme", "dimensions": {"concept": "dei:Name"}}, "nil": fact(None, decimals=0),
        "per": fact("1.25", decimals=2, unit="iso4217:USD/xbrli:shares"),
    }  # fmt: skip
    path.write_text(json.dumps({"documentInfo": {"documentType": "https://xbrl.org/2021/xbrl-json"}, "facts": facts}))
    found = CONVERTERS["oim"].read(path)
    assert [one["period"] for one in found.records] == ["2023-01-01/2023-12-31", "2023-12-31", "2023-01-01/2023-12-31"]
    assert found.left == ("a fact that is no number", "a nil fact", "the 'shares' of a unit 'iso4217:USD/xbrli:shares'")


@pytest.mark.parametrize(
    ("read_as", "text"),
    [
        ("oim", '{"facts": {"a": {"value": "1e999999999", "decimals": "x", "dimensions": {"unit": "iso4217:USD"}}, "b": 7, "c": {"value": "5", "decimals": "x", "dimensions": {"unit": "t"}}}}'),
        ("claimreview", '[{"@type": "ClaimReview", "claimReviewed": null, "itemReviewed": [1], "reviewRating": true}, null]'),
        ("datapackage", '{"resources": [{"schema": {"fields": [{"name": 5}, null, {"name": "a", "constraints": [1]}], "primaryKey": ["b", null], "missingValues": true}, "path": [[]]}, 3]}'),
        ("table-schema", '{"fields": [{"name": "a", "type": "number", "constraints": {"minimum": "1e999999999", "enum": 4}}], "primaryKey": {}}'),
        ("csvw", '{"tables": {"tableSchema": {"columns": [{"titles": {"en": "a"}, "datatype": 5, "unit": {}}], "primaryKey": "z"}}}'),
        ("claims-package", '{"resources": [{"name": "tallystick-claims", "data": [{"id": 1, "quote": "{"}, 7]}], "sources": 4, "tallystick": []}'),
    ],
    ids=["oim", "claimreview", "datapackage", "table-schema", "csvw", "claims-package"],
)  # fmt: skip
def test_what_no_standard_allows_is_left_out_and_counted(tmp_path, read_as, text):
    path = tmp_path / "odd.json"
    path.write_text(text)
    held = CONVERTERS[read_as].read(path)
    for writer in CONVERTERS.values():
        if writer.writes and writer.holds == CONVERTERS[read_as].holds and writer.name != "gx":
            assert writer.write(held).content is not None
    assert held.left


SCHEMA = """\
measures:
  supply: {title: Steel supplied, unit: kt/year, dimensions: [exporter, importer], range: 0 .. 80 Mt/year}
  energy: {unit: TWh, dimensions: [country], range: 0 TWh ..}
  coal: {unit: TWh, dimensions: [country]}
  gas: {unit: GWh, dimensions: [country], range: 0 .. 12000 GWh}
relations:
  - {id: mix-adds-up, holds: energy == coal + gas}
tables:
  trade: {path: data/tables/trade.csv, columns: {amount: {measure: supply, unit_column: unit}}, key: [exporter, importer]}
  mix:
    path: data/tables/mix.csv
    columns: {all: {measure: energy, unit: TWh}, coal: {measure: coal, unit: TWh, nullable: true, missing: zero}, gas: {measure: gas, unit: GWh}}
    key: {country: country, year: period}
    missing: [n/a]
"""
TRADE = "exporter,importer,amount,unit\nChile,Peru,12.5,kt/year\nPeru,Chile,0.2,Mt/year\n"
MIX = "country,year,all,coal,gas\nChile,2023,10,4,6000\nChile,2024,11,,11000\n"


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "schemas").mkdir()
    (tmp_path / "data/tables").mkdir(parents=True)
    (tmp_path / "schemas/energy.yaml").write_text(SCHEMA)
    (tmp_path / "data/tables/trade.csv").write_text(TRADE)
    (tmp_path / "data/tables/mix.csv").write_text(MIX)
    (tmp_path / "tally.toml").touch()
    return tmp_path


def tables(path, read_as="schema"):
    return CONVERTERS[read_as].read(path)


def test_a_schema_becomes_models_of_pandera_that_run_and_find_what_is_wrong(workspace):
    import polars as pl
    from pandera.errors import SchemaErrors

    from tallystick.reading.python_files import loaded

    made = convert(workspace / "schemas/energy.yaml", "pandera")
    path = workspace / "models.py"
    path.write_text(made.content)
    assert made.left == ("texts of 'mix' that stand for no value: n/a",)
    with loaded(path, "models") as module:
        trade, mix = pl.read_csv(workspace / "data/tables/trade.csv"), pl.read_csv(workspace / "data/tables/mix.csv")
        module.Trade.validate(trade)
        module.Mix.validate(mix)
        for wrong in (trade.with_columns(unit=pl.lit("Mt")), trade.with_columns(amount=pl.lit(90e3)), pl.concat([trade, trade])):
            with pytest.raises(SchemaErrors):
                module.Trade.validate(wrong, lazy=True)
        with pytest.raises(SchemaErrors, match="coal \\+ gas makes all"):
            module.Mix.validate(mix.with_columns(gas=pl.lit(9000)), lazy=True)


def test_models_of_pandera_come_back_as_a_schema(workspace):
    path = workspace / "models.py"
    path.write_text(convert(workspace / "schemas/energy.yaml", "pandera").content)
    trade, mix = tables(path, "pandera").specs
    assert (trade.key, mix.key) == (("exporter", "importer"), ("country", "year"))
    assert [(total.whole, total.parts) for total in mix.totals] == [("all", ("coal", "gas"))]
    assert {one.name: (one.unit, one.unit_column, one.is_nullable, one.missing.value) for one in mix.columns if one.measure} == {
        "all": ("TWh", "", False, "unknown"), "coal": ("TWh", "", True, "zero"), "gas": ("GWh", "", False, "unknown"),
    }  # fmt: skip
    back = workspace / "schemas/back.yaml"
    back.write_text(convert(path, "schema").content)
    again = tables(back)
    assert {name: (one.unit, one.range) for name, one in again.measures.items()} == {
        name: (one.unit, one.range) for name, one in tables(path, "pandera").measures.items()
    }


def test_a_users_own_model_becomes_a_schema_and_its_other_checks_are_told(tmp_path):
    path = tmp_path / "models.py"
    path.write_text(
        "import pandera.polars as pa\n"
        "class FishLandings(pa.DataFrameModel):\n"
        "    port: str = pa.Field(isin=['Callao', 'Paita'])\n"
        "    year: int\n"
        "    boats: int = pa.Field(ge=0, le=5000)\n"
        "    name: str = pa.Field(str_length={'max_value': 9})\n"
        "    class Config:\n"
        "        unique = ['port', 'year']\n"
    )
    found = tables(path, "pandera")
    (spec,) = found.specs
    assert (spec.name, spec.key, spec.column("boats").measure) == ("fish_landings", ("port", "year"), "fish_landings_boats")
    assert found.measures["fish_landings_boats"].range.high == 5000
    assert found.left == ("check 'str_length' of 'name'",)
    assert "fish_landings:" in convert(path, "schema").content


def test_the_tables_of_this_repository_become_a_schema_with_its_measures():
    found = tables(ROOT / "schemas/tables.py", "pandera")
    assert {spec.name: spec.paths for spec in found.specs} == {
        "output": ("data/tables/output.csv",), "imports": ("data/tables/imports.csv",), "rare_earths": ("data/tables/rare_earths.csv",),
    }  # fmt: skip
    assert set(found.measures) == {"aluminum_output", "aluminum_supply", "reserves", "mine_production"}


def test_a_data_package_keeps_units_keys_and_limits(workspace):
    path = workspace / "datapackage.json"
    made = convert(workspace / "schemas/energy.yaml", "datapackage")
    path.write_text(made.content)
    assert made.left == ("the range of 'amount', whose unit is another in each row", "that coal + gas makes all")
    first, back = tables(workspace / "schemas/energy.yaml"), tables(path, "datapackage")
    assert [spec.key for spec in back.specs] == [spec.key for spec in first.specs]
    assert back.specs[1].missing == ("n/a",)
    (gas,) = [one for one in json.loads(made.content)["resources"][1]["schema"]["fields"] if one["name"] == "gas"]
    assert (gas["unit"], gas["constraints"]["maximum"]) == ("GWh", 12000)
    assert {name: (one.unit, one.range) for name, one in back.measures.items() if name != "supply"} == {
        name: (one.unit, one.range) for name, one in first.measures.items() if name != "supply"
    }
    assert convert(path, "schema").content


RICH = """\
measures:
  depth: {unit: m, dimensions: [well], range: '> 0 m'}
tables:
  wells:
    path: data/tables/wells.csv
    columns:
      depth: {measure: depth, unit: ft, range: .. 9000 ft, nullable: true}
      flow: {unit: barrel/day, range: 0 .. 500 barrel/day}
      state: {values: [open, shut]}
      code: {pattern: 'W[0-9]+', unique: true}
    key: [well]
    ordered: [[drilled, closed]]
    agreement: {within: 2 %}
    flags: ['(e)']
"""


def test_all_that_a_table_says_is_carried_or_told(tmp_path):
    (tmp_path / "rich.yaml").write_text(RICH)
    first = tables(tmp_path / "rich.yaml")
    made = convert(tmp_path / "rich.yaml", "schema")
    assert made.left == ("the flags of 'wells'",)
    (tmp_path / "back.yaml").write_text(made.content)
    again = tables(tmp_path / "back.yaml")
    assert again.measures == {name: replace(one, place=again.measures[name].place) for name, one in first.measures.items()}
    assert again.specs == (replace(first.specs[0], flags=(), place=again.specs[0].place),)
    package = convert(tmp_path / "rich.yaml", "datapackage")
    assert {"that drilled is never after closed in 'wells'", "that sources of 'wells' agree", "that an end of the range of 'depth' is no part of it"} <= set(package.left)
    assert convert(tmp_path / "rich.yaml", "pandera").left == ("that drilled is never after closed in 'wells'", "the flags of 'wells'")
    source = convert(tmp_path / "rich.yaml", "pandera").content
    assert 'agreement_of("flow", ["well"], unit="barrel/day", within="2 %")' in source
    assert 'Quantity("> 0 m", unit="ft"' not in source  # cut by the column's own range


@pytest.mark.parametrize("unit", ["t/year", "m**3/day", "m/s**2", "percent", "million USD", "degC", "barrel/day", "EUR/MWh", ""])
@pytest.mark.parametrize("within", [Bound(Fraction(0), Fraction(500)), Bound(Fraction(5, 2)), Bound(None, Fraction(-1, 4)), Bound(Fraction(0), None, low_open=True)], ids=["both", "low", "high", "strict"])
def test_a_range_is_written_so_that_it_reads_back(unit, within):
    canonical = units.parse_unit(unit).canonical if unit else ""
    said = read_value(range_text(within, canonical))
    assert units.convert_bound(said.bound, said.unit, canonical) == within


def test_a_folder_of_schemas_is_read_whole_with_its_units(workspace):
    (workspace / "schemas/measures.yaml").write_text("measures:\n  grain: {unit: sack/year, dimensions: [country], range: 0 .. 9 sack/year}\n")
    (workspace / "schemas/units.txt").write_text("sack = 50 * kilogram\n")
    (workspace / "schemas/grain.yaml").write_text("tables:\n  grain: {path: data/tables/grain.csv, columns: {grain: {measure: grain, unit: sack/year}}, key: [country]}\n")
    assert 'Quantity("0 .. 9 sack/year", unit="sack/year")' in convert(workspace / "schemas", "pandera").content


def test_a_table_schema_is_of_one_table(workspace):
    with pytest.raises(DataError, match="is of one table, and these are trade, mix"):
        convert(workspace / "schemas/energy.yaml", "table-schema")


def test_a_package_names_the_columns_of_its_files_in_their_order(workspace):
    (workspace / "data/tables/trade.csv").write_text('note,importer,exporter,unit,amount\nx,Chile,Peru,kt/year,"12,500"\n')
    fields = json.loads(convert(workspace / "schemas/energy.yaml", "datapackage").content)["resources"][0]["schema"]["fields"]
    assert [field["name"] for field in fields] == ["note", "importer", "exporter", "unit", "amount"]
    assert (fields[0]["type"], fields[-1]["groupChar"]) == ("any", ",")


def test_a_strangers_table_schema_is_read_with_its_units(tmp_path):
    path = tmp_path / "wells.json"
    fields = [
        {"name": "well", "type": "string", "constraints": {"pattern": "W[0-9]+"}},
        {"name": "day", "type": "date"},
        {"name": "depth", "type": "number", "unit": "m", "constraints": {"minimum": 0, "maximum": "3500", "required": True}},
        {"name": "flow", "type": "number", "unit": "barrelz/day"},
    ]
    path.write_text(json.dumps({"fields": fields, "primaryKey": ["well", "day"], "missingValues": ["", "-"]}))
    found = tables(path, "table-schema")
    (spec,) = found.specs
    assert (spec.key, spec.missing, spec.column("depth").unit) == (("well", "day"), ("-",), "m")
    assert found.measures["wells_depth"].range.high == 3500
    assert any("the unit of 'flow': unit 'barrelz/day'" in one for one in found.left)


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ({"http://qudt.org/schema/qudt/hasUnit": {"@id": "http://qudt.org/vocab/unit/KiloW-HR"}}, "kWh"),
        ({"qudt:unit": "unit:TON_Metric"}, "t"),
        ({"schema:unitCode": "MAW"}, "MW"),
        ({"sdmx-attribute:unitMeasure": "kg"}, "kg"),
        ({"unit": "furlongz"}, ""),
        ({}, ""),
    ],
    ids=["qudt-address", "qudt-prefix", "un-cefact", "sdmx", "unknown", "none"],
)  # fmt: skip
def test_units_of_csvw_are_read_however_people_write_them(tmp_path, said, unit):
    path = tmp_path / "plants.csv-metadata.json"
    columns = [{"name": "plant", "datatype": "string"}, {"name": "size", "titles": "Size", "datatype": {"base": "decimal", "minimum": "0"}, **said}]
    path.write_text(json.dumps({"@context": "http://www.w3.org/ns/csvw", "url": "plants.csv", "tableSchema": {"columns": columns, "primaryKey": "plant"}}))
    found = tables(path, "csvw")
    (spec,) = found.specs
    assert (spec.column("size").unit, spec.key, found.measures["plants_size"].range.low) == (unit, ("plant",), 0)
    assert bool(found.left) == ("furlongz" in str(said))


@pytest.mark.filterwarnings("ignore")
def test_a_project_of_great_expectations_is_written_that_runs(workspace, monkeypatch):
    need("great_expectations", "pandas", "sqlalchemy")
    made = convert(workspace / "schemas/energy.yaml", "gx")
    for name, text in made.content.items():
        (workspace / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace / name).write_text(text)
    monkeypatch.chdir(workspace)
    assert all(result.success for result in run_checkpoints(workspace, ["trade", "mix"]))
    (workspace / "data/tables/mix.csv").write_text(MIX + "Peru,2024,9,1,2000\n")
    (mix,) = run_checkpoints(workspace, ["mix"])
    assert unexpected(mix) == {"expect_quantities_to_make_total": 1}


def run_checkpoints(folder, names):
    from tallystick import gx as own

    own.ExpectUnitToBeOf  # noqa: B018 - makes the expectations known
    import great_expectations as gx

    context = gx.get_context(mode="file", project_root_dir=folder)
    context.variables.progress_bars = {"globally": False}
    return [context.checkpoints.get(name).run() for name in names]


def unexpected(result):
    """Expectation → rows that are unexpected, of those that are not met."""
    (run,) = result.run_results.values()
    assert [one.exception_info for one in run.results if not one.result] == []
    return {one.expectation_config.type: one.result["unexpected_count"] for one in run.results if not one.success}


@pytest.mark.filterwarnings("ignore")
def test_the_tables_of_this_repository_are_held_to_a_suite_that_finds_what_its_own_checks_do(tmp_path, monkeypatch):
    need("great_expectations", "pandas", "sqlalchemy")
    import shutil

    from tallystick.auditing import audit_workspace

    for name in ("schemas", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "tally.toml").touch()
    for name, text in convert(ROOT / "schemas/tables.py", "gx").content.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    names = ["output", "imports", "rare_earths"]
    assert all(result.success for result in run_checkpoints(tmp_path, names))
    output = tmp_path / "data/tables/output.csv"
    last = "USGS MCS 2024"
    output.write_text(output.read_text() + f"Peru,1990,5,bananas,{last}\nPeru,1991,5,t,{last}\nPeru,1992,101,Mt/year,{last}\nPeru,19x3,5,kt/year,{last}\nPeru,1992,101,Mt/year,{last}\n")
    rare = tmp_path / "data/tables/rare_earths.csv"
    rare.write_text(rare.read_text() + "Peru,2024,201,\n,2024,1,\n")
    one, _, three = run_checkpoints(tmp_path, names)
    theirs = {**unexpected(one), **{f"{name} of rare_earths": count for name, count in unexpected(three).items()}}
    ours = [(finding.code, finding.place.path.rpartition("/")[2]) for finding in audit_workspace(tmp_path).findings if "tables" in finding.place.path]
    count = {pair: ours.count(pair) for pair in ours}
    assert theirs == {
        "expect_quantity_to_be_between": count["UN01", "output.csv"] + count["UN05", "output.csv"] + count["SC01", "output.csv"],
        "expect_column_values_to_match_regex": count["SC07", "output.csv"],
        "expect_compound_columns_to_be_unique": 2 * count["SC08", "output.csv"],  # a key that stands twice is two rows
        "expect_quantity_to_be_between of rare_earths": count["SC01", "rare_earths.csv"],
        "expect_column_values_to_not_be_null of rare_earths": count["SC05", "rare_earths.csv"],
    }


@pytest.mark.parametrize(
    ("name", "text", "to", "said"),
    [
        ("a.json", "{", "yaml", "a.json.*JSON"),
        ("a.json", '{"documentInfo": {}}', "yaml", "has 'facts', and this has none"),
        ("a.json", '{"fields": []}', "schema", "has no fields"),
        ("a.py", "raise ValueError('no')", "schema", "the file cannot be run: ValueError: no"),
        ("a.py", "x = 1", "schema", "no model of pandera is in it"),
        ("a.yaml", "claims: [1", "csv", "a.yaml"),
        ("a.odd", "x", "csv", "nothing tells the format"),
        ("a.csv", "id,measure,value\na,b,1\n", "pandera", "holds claims, and pandera holds tables"),
        ("a.csv", "id,measure,value\na,b,1\n", "cvs", r"format 'cvs' is not known \(nearest: 'csv'\)"),
        ("a.csv", "id,measure,value\na,b,1\n", "oim", "format 'oim' cannot be written"),
    ],
    ids=["torn", "no-facts", "no-fields", "raises", "no-model", "torn-yaml", "unknown-name", "other-kind", "slip", "only-read"],
)  # fmt: skip
def test_what_cannot_be_converted_is_one_clear_error(tmp_path, name, text, to, said):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises((AuditError, DataError), match=said):
        convert(path, to)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(AuditError, match="there is no file"):
        convert(tmp_path / "nothing.csv", "json")
