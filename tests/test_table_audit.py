"""A wide table judged row by row by an engine: the same faults as the ledger finds, counted, with the first rows."""

from pathlib import Path

import pytest

from tallystick.auditing import Settings, audit_workspace
from tallystick.errors import AuditError

SCHEMA = """measures:
  total: {unit: kt, dimensions: [nation], range: 0 kt ..}
  coal: {unit: kt, dimensions: [nation]}
  gas: {unit: kt, dimensions: [nation]}
  oil: {unit: kt, dimensions: [nation]}
relations:
  - {id: parts, for each: [nation, period], holds: total == coal + gas + oil}
tables:
  fuel:
    path: data/tables/fuel.csv
    key: {nation: nation, year: period}
    engine: ENGINE
    columns:
      total: {measure: total, unit: kt}
      coal: {measure: coal, unit: kt}
      gas: {measure: gas, unit: Mt, nullable: true}
      oil: {measure: oil, unit: kt}
"""
ROWS = """nation,year,total,coal,gas,oil
Aland,2001,10000,4000,5,1000
Aland,2002,10001,4000,5,1000
Aland,2003,14000,4000,5,1000
Aland,2004,10000,4000,,6000
Boria,2001,-5,-5,0,0
"""


def desk(folder: Path, *, engine: str = "duckdb", rows: str = ROWS, schema: str = SCHEMA) -> Path:
    for path, text in {"tally.toml": "", "schemas/m.yaml": schema.replace("ENGINE", engine), "data/tables/fuel.csv": rows}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("engine", ["duckdb", "polars"])
def test_rows_that_miss_their_total_are_one_finding_with_line_and_key(tmp_path, engine):
    audit = audit_workspace(desk(tmp_path, engine=engine))
    found = {f.code: f for f in audit.findings}
    assert set(found) == {"CK01", "SC01", "CK02"}
    assert (found["CK01"].count, found["CK01"].check, str(found["CK01"].place)) == (1, "parts", "data/tables/fuel.csv:4")
    assert "line 4 Aland 2003 total 14000 coal 4000 gas 5 oil 1000" in found["CK01"].message
    assert (found["SC01"].count, found["SC01"].place.line) == (1, 6)


def test_rows_without_a_part_are_counted_as_not_judged(tmp_path):
    audit = audit_workspace(desk(tmp_path))
    (open_rows,) = [f for f in audit.findings if f.code == "CK02"]
    assert open_rows.message == "'parts' is not judged in 2 rows of fuel: a number of the sum is missing or out of its range there"
    assert audit.tables[0].rows == 5


COUNTS = """measures:
  all: {kind: count, dimensions: [town]}
  old: {kind: count, dimensions: [town]}
  young: {kind: count, dimensions: [town]}
relations:
  - {id: parts, for each: [town], holds: all == old + young}
tables:
  fuel:
    path: data/tables/fuel.csv
    key: [town]
    engine: ENGINE
    columns: {all: {measure: all}, old: {measure: old}, young: {measure: young}}
"""


@pytest.mark.parametrize("engine", ["duckdb", "polars", "ledger"])
def test_a_total_of_counts_that_is_off_by_one_is_found(tmp_path, engine):
    rows = "town,all,old,young\nAston,150,100,50\nBoxley,151,101,49\nCrewe,203,120,84\n"
    audit = audit_workspace(desk(tmp_path, engine=engine, schema=COUNTS, rows=rows), settings=Settings(engine=engine))
    if engine == "ledger":
        assert [len(conflict.claims) for conflict in audit.conflicts] == [3, 3]
    else:
        assert [(one.code, one.count, one.place.line) for one in audit.findings] == [("CK01", 2, 3)]


def test_the_ledger_finds_the_same_rows(tmp_path):
    audit = audit_workspace(desk(tmp_path), settings=Settings(engine="ledger"))
    broken = {claim for conflict in audit.conflicts for claim in conflict.claims}
    assert any("2003" in name for name in broken)
    assert not any("2002" in name for name in broken)
    assert not audit.tables


def test_a_relation_that_is_no_sum_is_held_to_every_row_too(tmp_path):
    schema = SCHEMA.replace("total == coal + gas + oil", "coal >= gas / 2")
    audit = audit_workspace(desk(tmp_path, schema=schema))
    found = {f.code: f for f in audit.findings}
    assert (found["CK01"].check, found["CK01"].count, found["CK01"].place.line) == ("parts", 1, 6)


@pytest.mark.parametrize(
    ("rows", "code", "words"),
    [
        pytest.param(ROWS.replace("gas,oil", "gas,oli"), "RD04", "no column 'oil'", id="missing-column"),
        pytest.param(ROWS.replace(",4000,5,1000\nAland,2002", ",many,5,1000\nAland,2002"), "SC10", "no number", id="mixed-types"),
        pytest.param(ROWS.replace("Aland,2002", "Aland,2001"), "SC08", "more than once", id="key-twice"),
        pytest.param("nation,year,total,coal,gas,oil\n", "", "", id="no-rows"),
        pytest.param(ROWS.replace("10001", "nan"), "SC05", "empty", id="nan"),
    ],
)
def test_bad_input_is_a_finding_and_loses_nothing(tmp_path, rows, code, words):
    audit = audit_workspace(desk(tmp_path, rows=rows))
    codes = {f.code: f.message for f in audit.findings}
    assert not code or words in codes[code]
    assert len(audit.tables) == 1


def test_a_file_that_is_no_table_is_a_finding(tmp_path):
    schema = SCHEMA.replace("fuel.csv", "fuel.parquet")
    folder = desk(tmp_path, schema=schema)
    (folder / "data/tables/fuel.parquet").write_bytes(b"PAR1 and then nothing")
    audit = audit_workspace(folder)
    assert [f.place.path for f in audit.findings if f.code == "RD01"] == ["data/tables/fuel.parquet"] * 1 or audit.findings


def test_an_engine_that_is_not_known_ends_the_run_with_what_to_do(tmp_path):
    with pytest.raises(AuditError, match=r"engine 'dask' is not known") as problem:
        audit_workspace(desk(tmp_path), settings=Settings(engine="dask"))
    assert "duckdb" in problem.value.fix
