"""Tables as people keep them, in every layout and dialect: the same faults found by each engine, in words and by line."""

from pathlib import Path

import pytest

from tallystick.auditing import audit_workspace
from tallystick.model import Audit

ENGINES = ["duckdb", "polars"]


def desk(folder: Path, schema: str, **files: str | bytes) -> Audit:
    (folder / "schemas").mkdir(parents=True, exist_ok=True)
    (folder / "data/tables").mkdir(parents=True, exist_ok=True)
    (folder / "tally.toml").write_text("")
    (folder / "schemas/t.yaml").write_text(schema)
    for name, content in files.items():
        path = folder / "data/tables" / name.replace("_", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return audit_workspace(folder)


def told(audit: Audit, code: str) -> list[str]:
    return [finding.message for finding in audit.findings if finding.code == code]


WIDE = """
tables:
  herd:
    path: data/tables/herd.csv
    engine: {engine}
    key: {{farm: farm, year: period}}
    columns: {{all: {{unit: head}}, cows: {{unit: head}}, goats: {{unit: head, nullable: true}}}}
    checks:
      - {{id: parts, assert: all == cows + goats}}
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_a_row_is_judged_with_its_own_key_and_never_with_another_rows_parts(tmp_path, engine):
    rows = "farm,year,all,cows,goats\nHill,2020,10,4,6\nHill,2021,99,41,\nDale,2020,20,12,\n"
    audit = desk(tmp_path, WIDE.replace("head", '"1"').format(engine=engine), herd_csv=rows)
    assert told(audit, "CK01") == []
    (said,) = told(audit, "CK02")
    assert said.startswith("'parts' is not judged in 2 rows of herd")
    assert "line 3 Hill 2021" in said


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("suffix", "rows"),
    [
        pytest.param("csv", "farm;year;all;cows;goats\nHill;2020;1.010;4,5;5,5\n", id="semicolons-and-commas"),
        pytest.param("tsv", "farm\tyear\tall\tcows\tgoats\nHill\t2020\t1010\t4.5\t5.5\n", id="tabs"),
        pytest.param("csv", "Source: the census\n\nfarm,year,all,cows,goats\nHill,2020,\"1,010\",4.5,5.5\n", id="preamble"),
        pytest.param("json", '[{"farm": "Hill", "year": 2020, "all": 1010, "cows": 4.5, "goats": 5.5}]', id="json"),
        pytest.param("jsonl", '{"farm": "Hill", "year": 2020, "all": 1010, "cows": 4.5, "goats": 5.5}\n', id="jsonl"),
        pytest.param("csv", "farm,year,all,cows,goats\nHügel,2020,1010,4.5,5.5\n".encode("latin-1"), id="latin-1"),
    ],
)  # fmt: skip
def test_a_file_is_read_whatever_parts_and_marks_its_numbers(tmp_path, engine, suffix, rows):
    schema = WIDE.replace("head", '"1"').replace("herd.csv", f"herd.{suffix}").format(engine=engine)
    audit = desk(tmp_path, schema, **{f"herd_{suffix}": rows})
    assert [(f.code, f.count) for f in audit.findings] == [("CK01", 1)]
    assert "all 1010 cows 4.5 goats 5.5" in told(audit, "CK01")[0]


def test_what_was_found_by_looking_is_said(tmp_path):
    rows = "From the census\nfarm;year;all;cows;goats\nHill;2020;10,5;4,5;6\n"
    audit = desk(tmp_path, WIDE.replace("head", '"1"').format(engine="duckdb"), herd_csv=rows)
    assert audit.tables[0].says == ("parted by semicolons", "1 row before the names passed over", "decimal mark ','")


def test_one_decimal_mark_goes_for_a_whole_file(tmp_path):
    rows = "farm,year,all,cows,goats\nHill,2020,10.5,4.5,6\nDale,2020,10.5,4.5,6\nVale,2020,\"1.234.567,89\",1,1\n"
    audit = desk(tmp_path, WIDE.replace("head", '"1"').format(engine="duckdb"), herd_csv=rows)
    assert [m for m in told(audit, "SC10") if "all is no number in 1 row: line 4 Vale 2020 all 1.234.567,89" in m]


YEARS = """
tables:
  coal:
    path: data/tables/coal.csv
    layout: years
    engine: {engine}
    key: [land]
    columns: {{"1990..2024": {{unit: kt, period: column, nullable: true}}}}
    missing: [".."]
    flags: [p, (e)]
    checks:
      - {{id: never-falls, assert: value >= previous(value)}}
      - {{id: no-jump, assert: "abs(growth(value, previous(value))) <= 50 %"}}
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_periods_that_are_columns_are_rows_of_a_series(tmp_path, engine):
    rows = 'land,code,1990,1991,1992\nAland,A,"1,200 (e)","1,300p",..\nBoria,B,5,4,9\n'
    audit = desk(tmp_path, YEARS.format(engine=engine), coal_csv=rows)
    assert told(audit, "CK01") == [
        "'never-falls' breaks in 1 row: value >= previous(value): line 3 Boria 1991 previous(value) 5 value 4",
        "'no-jump' breaks in 1 row: abs(growth(value, previous(value))) <= 50 %: line 3 Boria 1992 previous(value) 4 value 9",
    ]
    assert all("Aland 1992" in message for message in told(audit, "CK02"))
    assert "2 cells with a flag" in audit.tables[0].says


IAMC = """
measures: {{co2: {{unit: Mt/year}}, fuel: {{unit: Mt/year}}, land: {{unit: Mt/year}}}}
tables:
  runs:
    path: data/tables/runs.csv
    layout: iamc
    engine: {engine}
    measure: {{names: {{"Emissions|CO2": co2, "Emissions|CO2|Energy": fuel, "Emissions|CO2|AFOLU": land}}, others: skip}}
    checks: [{{id: emissions, assert: co2 == fuel + land}}]
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_variables_of_a_scenario_table_add_up_in_the_units_of_their_rows(tmp_path, engine):
    rows = (
        "Model,Scenario,Region,Variable,Unit,2020,2030\n"
        "M,S,World,Emissions|CO2,Mt CO2/yr,100.0,90.0\n"
        "M,S,World,Emissions|CO2|Energy,Gt CO2/yr,0.0800,0.0700\n"
        "M,S,World,Emissions|CO2|AFOLU,kt CO2/yr,20000,25001\n"
        "M,S,World,Price|Carbon,EUR/t,20,25\n"
    )
    audit = desk(tmp_path, IAMC.format(engine=engine), runs_csv=rows)
    (said,) = told(audit, "CK01")
    assert "'emissions' breaks in 1 row: co2 == fuel + land: line 2 M S World 2030" in said
    assert [(f.code, f.severity.value, f.count) for f in audit.findings if f.code != "CK01"] == [("RD05", "note", 2)]


GROUPS = """
tables:
  regions:
    path: data/tables/regions.csv
    engine: {engine}
    key: [region, year]
    columns: {{tons: {{unit: t, missing: {missing}, nullable: true}}}}
    checks:
      - id: world
        for each: [year]
        given: {{world: {{column: tons, region: World}}, parts: {{column: tons, region: not World}}}}
        assert: world == sum(parts)
"""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("missing", "broken", "open_groups"),
    [pytest.param("unknown", 1, 1, id="unknown"), pytest.param("zero", 2, 0, id="zero"), pytest.param("skip", 1, 0, id="skip")],
)  # fmt: skip
def test_a_total_over_rows_is_judged_group_by_group_and_says_what_is_missing(tmp_path, engine, missing, broken, open_groups):
    rows = "region,year,tons\nWorld,2001,30.5\nNorth,2001,10.5\nSouth,2001,20.0\nWorld,2002,99.9\nNorth,2002,1.5\nSouth,2002,2.5\nWorld,2003,9.5\nNorth,2003,\nSouth,2003,2.5\n"
    audit = desk(tmp_path, GROUPS.format(engine=engine, missing=missing), regions_csv=rows)
    counts = {finding.code: finding.count for finding in audit.findings}
    assert counts == {"CK01": broken, **({"CK02": open_groups} if open_groups else {})}
    assert any("passes over 1 group" in said for said in audit.tables[0].says) == (missing == "skip")


@pytest.mark.parametrize("engine", ENGINES)
def test_no_row_of_a_long_table_is_left_out_of_a_check(tmp_path, engine):
    rows = "farm,year,all,cows,goats\n" + "".join(f"F{n},2020,{12 + (n >= 10_400)},5,7\n" for n in range(10_500))
    audit = desk(tmp_path, WIDE.replace("head", '"1"').replace("assert: all", "exactly: true, assert: all").format(engine=engine), herd_csv=rows)
    assert [(f.code, f.count) for f in audit.findings] == [("CK01", 100)]


REFERENCES = """
aliases: {{Vietnam: [Viet Nam]}}
tables:
  lands: {{path: data/tables/lands.csv, engine: {engine}, key: [land], columns: {{area: {{unit: km^2}}}}}}
  crops:
    path: data/tables/crops.csv
    engine: {engine}
    key: [land, crop]
    columns: {{tons: {{unit: t}}, from: {{references: lands.land}}}}
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_references_and_names_that_look_alike_are_held_to_the_other_table(tmp_path, engine):
    lands = "land,area\nPeru,10\nViet Nam,5\n"
    crops = "land,crop,tons,from\nPeru,rice,1,Peru\nPerú,rice,1,Chile\nVietnam,rice,2,Vietnam\nViet Nam,maize,2,Peru\n"
    audit = desk(tmp_path, REFERENCES.format(engine=engine), lands_csv=lands, crops_csv=crops)
    assert told(audit, "SC09") == ["from names what lands.land does not have, in 1 row: 'Chile' (1)"]
    assert told(audit, "SC11") == ["land is written 'Peru' (1) and 'Perú' (1): one name, or several?"]


@pytest.mark.parametrize("engine", ENGINES)
def test_files_of_a_pattern_are_one_table_and_each_row_names_its_file(tmp_path, engine):
    schema = WIDE.replace("head", '"1"').replace("herd.csv", "herd*.csv").format(engine=engine)
    one = "farm,year,all,cows,goats\nHill,2020,10,4,6\n"
    two = "farm,year,all,cows,goats\nHill,2021,10,4,6\nDale,2021,19,4,6\n"
    audit = desk(tmp_path, schema, herd1_csv=one, herd2_csv=two)
    assert "data/tables/herd2.csv:3 Dale 2021 all 19" in told(audit, "CK01")[0]
    assert [str(f.place) for f in audit.findings] == ["data/tables/herd2.csv:3"]
    assert "2 files" in audit.tables[0].says


def test_a_finding_of_a_table_is_known_again_by_rule_and_key(tmp_path):
    rows = "farm,year,all,cows,goats\nHill,2020,99,4,6\nDale,2020,98,12,7\n"
    schema = WIDE.replace("head", '"1"').format(engine="duckdb")
    (before,) = desk(tmp_path, schema, herd_csv=rows).findings
    (after,) = desk(tmp_path, schema, herd_csv=rows.replace("98", "97") + "Vale,2020,90,1,1\n").findings
    kept, changed = ({name.split(":")[at] for name in f.members} for at, f in ((0, before), (1, before)))
    assert len(kept & {name.split(":")[0] for name in after.members}) == 2
    assert len(changed & {name.split(":")[1] for name in after.members}) == 1


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("rows", "code", "words"),
    [
        pytest.param("farm,year,all,cows,goats,cows\nHill,2020,10,4,6,4\n", "RD03", "column 'cows' is there twice", id="column-twice"),
        pytest.param("farm,year,all,cows,goats\nHill,2020,10,4,6\nDale,20", "RD01", "2 of 5 cells: the file may be cut short", id="cut-short"),
        pytest.param("farm,year,all,cows,goats\nHill,2020,10,4,\nDale,2020,4,4,\n", "SC05", "goats has no value at all", id="all-empty"),
        pytest.param("farm,year,all,cows,goats\nHill,soon,10,4,6\n", "SC10", "year holds what is no period ('soon')", id="no-period"),
        pytest.param("farm,year,all,cows,goats\n", "RD01", "a header and no row", id="no-rows"),
        pytest.param("farm,year,all,cows\nHill,2020,10,4\n", "RD04", "no column 'goats'", id="no-column"),
    ],
)  # fmt: skip
def test_bad_input_is_told_in_a_finding(tmp_path, engine, rows, code, words):
    audit = desk(tmp_path, WIDE.replace("head", '"1"').format(engine=engine), herd_csv=rows)
    assert any(words in message for message in told(audit, code)), [f.message for f in audit.findings]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_hundred_thousand_units_nobody_knows_are_a_few_findings(tmp_path, engine):
    schema = f"measures: {{m: {{unit: t}}}}\ntables:\n  t: {{path: data/tables/t.csv, engine: {engine}, key: [id], columns: {{v: {{measure: m, unit_column: u}}}}}}\n"
    rows = "id,v,u\n" + "".join(f"{n},1,qz{n}x\n" for n in range(3000)) + "z,1,kg\n"
    audit = desk(tmp_path, schema, t_csv=rows)
    assert sorted(f.count for f in audit.findings if f.code == "UN01") == [1, 1, 1, 1, 1, 2995]


SAME = {
    "wide": (
        "key: {land: land, year: period}\n    columns: {all: {measure: all, unit: kt}, coal: {measure: coal, unit: kt}, gas: {measure: gas, unit: kt, nullable: true}}",
        "land,year,all,coal,gas\nA,2001,30.5,10.5,20.0\nA,2002,31.5,10.5,\nB,2001,9.5,4.5,5.5\nB,2002,60.5,30.0,30.5\n",
    ),
    "long": (
        "layout: long\n    key: {land: land, year: period}\n    measure: {column: item}\n    columns: {v: {unit_column: u, nullable: true}}",
        "land,year,item,u,v\nA,2001,all,kt,30.5\nA,2001,coal,kt,10.5\nA,2001,gas,kt,20.0\nA,2002,all,kt,31.5\nA,2002,coal,kt,10.5\nA,2002,gas,kt,\nB,2001,all,kt,9.5\nB,2001,coal,kt,4.5\nB,2001,gas,kt,5.5\nB,2002,all,kt,60.5\nB,2002,coal,kt,30.0\nB,2002,gas,kt,30.5\n",
    ),
    "years": (
        'layout: years\n    key: [land]\n    measure: {column: item, names: {all: {measure: all, unit: kt}, coal: {measure: coal, unit: kt}, gas: {measure: gas, unit: kt}}}\n    columns: {"2001..2002": {period: column, nullable: true}}',
        "land,item,2001,2002\nA,all,30.5,31.5\nA,coal,10.5,10.5\nA,gas,20.0,..\nB,all,9.5,60.5\nB,coal,4.5,30.0\nB,gas,5.5,30.5\n",
    ),
    "iamc": (
        "layout: iamc\n    measure: {names: {Energy|All: all, Energy|Coal: coal, Energy|Gas: gas}}",
        "Model,Scenario,Region,Variable,Unit,2001,2002\nM,S,A,Energy|All,kt,30.5,31.5\nM,S,A,Energy|Coal,t,10500.0,10500.0\nM,S,A,Energy|Gas,kt,20.0,\nM,S,B,Energy|All,kt,9.5,60.5\nM,S,B,Energy|Coal,kt,4.5,30.0\nM,S,B,Energy|Gas,kt,5.5,30.5\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("layout", list(SAME))
def test_the_same_numbers_come_to_the_same_verdicts_in_every_layout(tmp_path, engine, layout):
    description, rows = SAME[layout]
    schema = (
        "measures: {all: {unit: t}, coal: {unit: t}, gas: {unit: t}}\ntables:\n  t:\n    path: data/tables/t.csv\n"
        f"    engine: {engine}\n    {description}\n    checks:\n      - {{id: parts, assert: all == coal + gas}}\n"
        '      - {id: steady, assert: "growth(coal, previous(coal)) <= 100 %"}\n'
    )
    audit = desk(tmp_path, schema, t_csv=rows)
    assert [(f.code, f.check, f.count) for f in sorted(audit.findings, key=lambda f: (f.code, f.check or ""))] == [
        ("CK01", "parts", 1), ("CK01", "steady", 1), ("CK02", "parts", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_of_a_parquet_without_an_end_or_of_another_kind_are_told(tmp_path, engine):
    import polars as pl

    (tmp_path / "data/tables").mkdir(parents=True)
    frame = pl.DataFrame({"id": [1, 2, 3], "x": [1.5, float("inf"), float("nan")], "y": [True, False, True]})
    frame.write_parquet(tmp_path / "data/tables/t.parquet")
    schema = f'tables: {{t: {{path: data/tables/t.parquet, engine: {engine}, key: [id], columns: {{x: {{unit: t}}, y: {{unit: t}}}}}}}}\n'
    audit = desk(tmp_path, schema)
    assert "x is no number in 1 row: row 2 2 x inf" in told(audit, "SC10")
    assert any("y holds no numbers but boolean" in said for said in told(audit, "SC10"))
    assert told(audit, "SC05") == ["x is empty in 1 row: row 3 3 x (empty)"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_sheet_of_a_workbook_is_a_table(tmp_path, engine):
    openpyxl = pytest.importorskip("openpyxl")
    (tmp_path / "data/tables").mkdir(parents=True)
    book = openpyxl.Workbook()
    book.active.append(["from the census"])
    for row in (["farm", "year", "all", "cows", "goats"], ["Hill", 2020, 10.5, 4.5, 6], ["Dale", 2020, 99, 4, 6]):
        book.active.append(row)
    book.save(tmp_path / "data/tables/herd.xlsx")
    schema = WIDE.replace("head", '"1"').replace("herd.csv", "herd.xlsx").format(engine=engine)
    audit = desk(tmp_path, schema)
    assert [(f.code, f.count) for f in audit.findings] == [("CK01", 1)]
    assert "line 4 Dale 2020 all 99 cows 4 goats 6" in audit.findings[0].message


@pytest.mark.parametrize("engine", ENGINES)
def test_a_torn_parquet_is_a_finding_and_other_tables_are_judged(tmp_path, engine):
    schema = WIDE.replace("head", '"1"').format(engine=engine)
    schema += f'  torn: {{path: data/tables/torn.parquet, engine: {engine}, key: [id], columns: {{x: {{unit: t}}}}}}\n'
    audit = desk(tmp_path, schema, torn_parquet=b"PAR1 and then nothing", herd_csv="farm,year,all,cows,goats\nHill,2020,99,4,6\n")
    assert {(f.code, f.place.path) for f in audit.findings} == {("RD01", "data/tables/torn.parquet"), ("CK01", "data/tables/herd.csv")}


@pytest.mark.parametrize(
    ("written", "code", "words"),
    [
        pytest.param("assert: all == cow + goats", "CK06", "'cow' is no column of table 'herd' (nearest: 'cows')", id="unknown-name"),
        pytest.param("assert: all == cows + 3 kWh", "UN03", "cannot compare", id="units"),
        pytest.param("assert: all == previous(2)", "CK06", "previous() takes one name", id="previous"),
        pytest.param("assert: all == (cows", "CK06", "cannot be read", id="syntax"),
    ],
)  # fmt: skip
def test_a_check_that_means_nothing_is_told_where_it_stands(tmp_path, written, code, words):
    schema = WIDE.replace("head", '"1"').replace("assert: all == cows + goats", written).format(engine="duckdb")
    audit = desk(tmp_path, schema, herd_csv="farm,year,all,cows,goats\nHill,2020,9,4,6\n")
    assert any(words in message for message in told(audit, code)), [(f.code, f.message) for f in audit.findings]
    assert all(f.place.path == "schemas/t.yaml" for f in audit.findings if f.code == code)
