"""Tables: unit-aware models on Polars find every failing row, and ClaimTable agrees with the record reader."""

from pathlib import Path

import pytest

from tallystick.auditing import audit_workspace
from tallystick.tables import claim_table_failures

MODEL = """\
from tallystick.tables import By, Key, Period, Quantity, TableModel, Unit


class Output(TableModel, table="data/tables/output.csv", measure="output", ids="{column}_{country}_{year}"):
    country: str = Key(isin=["Chile", "Peru", "Bolivia"])
    year: str = Period(str_matches="^[0-9]{4}$")
    amount: str = Quantity(unit_column="unit")
    unit: str = Unit()
    share: str = Quantity(measure="share", unit="percent", nullable=True)
    plants: int = By(nullable=True)
"""
MEASURES = """\
measures:
  output: {unit: tonne/year, dimensions: [country], range: 0 .. 10 Mt/year}
  share: {unit: percent, dimensions: [country], range: 0 .. 100 %}
"""
HEADER = "country,year,amount,unit,share,plants\n"


def audit_of(folder: Path, rows: str, model: str = MODEL):
    files = {"tally.toml": "", "schemas/m.yaml": MEASURES, "schemas/output.py": model, "data/tables/output.csv": rows}
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return audit_workspace(folder)


def test_rows_become_claims_in_their_own_units(tmp_path):
    audit = audit_of(tmp_path, HEADER + 'Chile,2020,"1,200",kt/year,40,3\nPeru,2020,1.20,Mt/year,,2\n')
    assert audit.findings == ()
    shown = {claim.id: (claim.value.text, claim.value.unit, dict(claim.dimensions)) for claim in audit.ledger.claims if claim.measure == "output"}
    assert shown == {
        "amount_chile_2020": ("1,200 kt/year", "kilometric_ton / year", {"country": "Chile"}),
        "amount_peru_2020": ("1.20 Mt/year", "megametric_ton / year", {"country": "Peru"}),
    }


CASES = [
    pytest.param("Chile,2020,99,Mt/year,40,3", "SC01", id="out-of-range"),
    pytest.param("Chile,2020,,t/year,40,3", "SC05", id="empty-value"),
    pytest.param("Kile,2020,5,t/year,40,3", "SC06", id="not-in-set"),
    pytest.param("Chile,20-20,5,t/year,40,3", "SC07", id="pattern-differs"),
    pytest.param("Chile,2020,5,t/year,40,three", "SC10", id="wrong-type"),
    pytest.param("Chile,2020,5,tonz/year,40,3", "UN01", id="unknown-unit"),
    pytest.param("Chile,2020,5,USD/year,40,3", "UN03", id="wrong-dimension"),
    pytest.param("Chile,2020,5,t,40,3", "UN05", id="stock-for-flow"),
    pytest.param("Chile,2020,plenty,t/year,40,3", "RD06", id="no-number"),
    pytest.param("Chile,2020,5,t/year,140,3", "SC01", id="share-out-of-range"),
    pytest.param("Peru,2019,6,t/year,,3", "SC08", id="duplicate-key"),
]


@pytest.mark.parametrize(("row", "code"), CASES)
def test_every_failing_row_is_a_finding_with_its_line(tmp_path, row, code):
    audit = audit_of(tmp_path, f"{HEADER}Peru,2019,5,t/year,,3\n\n{row}\nBolivia,2020,5,t/year,,1\n")
    found = [finding for finding in audit.findings if finding.code == code]
    assert {str(finding.place) for finding in found} >= {"data/tables/output.csv:4:1"}
    assert all(finding.fix for finding in found)
    assert "amount_bolivia_2020" in {claim.id for claim in audit.ledger.claims}


def test_several_faults_hide_none_of_each_other(tmp_path):
    audit = audit_of(tmp_path, HEADER + "Kile,2020,5,tonz/year,40,3\nChile,2020,-1,t/year,400,3\n")
    assert {(finding.code, finding.place.line) for finding in audit.findings} >= {("SC06", 2), ("UN01", 2), ("SC01", 3)}


@pytest.mark.parametrize(
    ("model", "says"),
    [
        pytest.param("import nothing_of_that_name\n", "cannot be loaded", id="import-fails"),
        pytest.param(MODEL.replace("output.csv", "outputs.csv"), "nearest: 'data/tables/output.csv'", id="table-missing"),
        pytest.param(MODEL.replace('measure="output"', 'measure="outputs"'), "nearest: 'output'", id="measure-unknown"),
        pytest.param(MODEL.replace("data/tables/output.csv", "../../secret.csv"), "outside the workspace", id="table-outside"),
    ],
)
def test_a_model_that_does_not_fit_is_named(tmp_path, model, says):
    audit = audit_of(tmp_path, HEADER + "Chile,2020,5,t/year,40,3\n", model)
    assert any(says in finding.message for finding in audit.findings)


def test_a_column_that_is_missing_is_named(tmp_path):
    audit = audit_of(tmp_path, "country,year,unit,share,plants\nChile,2020,t/year,40,3\n")
    assert "the table has no column 'amount'" in {finding.message for finding in audit.findings if finding.code == "RD04"}


def test_a_column_that_is_missing_and_part_of_an_id_is_named(tmp_path):
    audit = audit_of(tmp_path, "year,amount,unit,share,plants\n2020,5,t/year,40,3\n")
    assert "the table has no column 'country'" in {finding.message for finding in audit.findings if finding.code == "RD04"}
    assert audit.ledger.claims == ()


ROWS = [
    {"id": "a", "measure": "share", "value": "5 %", "country": "Chile"},
    {"id": "a", "measure": "share", "value": "6 %", "country": "Peru"},
    {"id": None, "measure": "share", "value": "6 %", "country": "Peru"},
    {"id": "b", "measure": None, "value": "6 %", "country": "Peru"},
    {"id": "c", "measure": "share", "value": None, "country": "Peru"},
    {"id": "d", "measure": "share", "value": "6 %", "country": "Peru", "status": "rumoured"},
    {"id": "e", "measure": "share", "value": "6 %", "country": "Peru", "over": "all"},
    {"id": "f", "measure": "share", "value": "6 %", "country": "Peru", "status": "forecast", "over": "total"},
    {"id": "g" * 201, "measure": "share", "value": "6 %", "country": "Peru"},
]


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], ROWS[::-1], ROWS[2:6]], ids=["all", "one", "reversed", "some"])
def test_the_claim_table_rejects_the_rows_the_record_reader_rejects_for_the_same_codes(tmp_path, rows):
    names = ["id", "measure", "value", "country", "status", "over"]
    lines = [",".join(row.get(name) or "" for name in names) for row in rows]
    (tmp_path / "tally.toml").touch()
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/m.yaml").write_text(MEASURES, encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/rows.csv").write_text("\n".join([",".join(names), *lines]) + "\n", encoding="utf-8")
    audit = audit_workspace(tmp_path)
    shape = ("SC05", "SC06", "SC07", "RD03")
    read = {(f.place.line - 2, f.code) for f in audit.findings if f.code in shape}
    table = {(failure.row, failure.code) for failure in claim_table_failures(rows)}
    # pandera names both rows of a duplicate, the record reader the second: the first keeps its id.
    first_of_duplicates = {(at, "RD03") for at, row in enumerate(rows) if row["id"] and row["id"] not in [r["id"] for r in rows[:at]]}
    assert table - first_of_duplicates == read


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param("{country}_{year}", "{land}", "ids of model Output names 'land'", id="template-names-no-column"),
        pytest.param("{country}_{year}", "{country.x}", "nearest: 'country'", id="template-reaches-inside"),
        pytest.param('unit_column="unit"', 'unit_column="unitt"', "nearest: 'unit'", id="unit-column-missing"),
        pytest.param("country: str", "country: 'Nope'", "model Output is no schema", id="annotation-unknown"),
        pytest.param("from tallystick", "import sys; sys.exit(3)\nfrom tallystick", "SystemExit: 3", id="file-exits"),
    ],
)
def test_a_model_that_cannot_be_used_is_named_and_the_claims_beside_it_are_read(tmp_path, old, new, says):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/c.yaml").write_text("claims:\n  - {id: a, measure: share, country: Chile, value: 5 %}\n", encoding="utf-8")
    audit = audit_of(tmp_path, HEADER + "Chile,2020,5,t/year,40,3\n", MODEL.replace(old, new))
    found = [finding for finding in audit.findings if finding.code == "CK06"]
    assert says in found[0].message
    assert found[0].place.path == "schemas/output.py"
    assert [claim.id for claim in audit.ledger.claims] == ["a"]


def test_a_model_may_postpone_its_annotations(tmp_path):
    audit = audit_of(tmp_path, HEADER + "Chile,2020,5,t/year,40,3\n", "from __future__ import annotations\n" + MODEL)
    assert audit.findings == ()
    assert len(audit.ledger.claims) == 2


def test_the_first_row_of_a_key_keeps_it_and_the_second_is_the_finding(tmp_path):
    audit = audit_of(tmp_path, HEADER + "Chile,2020,5,t/year,,3\nChile,2020,6,t/year,,3\n")
    assert [(f.code, f.place.line) for f in audit.findings] == [("SC08", 3)]
    assert [claim.value.text for claim in audit.ledger.claims] == ["5 t/year"]


def test_a_column_declared_as_a_number_is_checked_as_one(tmp_path):
    model = MODEL.replace("By(nullable=True)", "By(nullable=True, ge=0)")
    rows = "Chile,2020,5,t/year,,-3\nPeru,2020,5,t/year,,x\nBolivia,2020,5,t/year,,\n"
    audit = audit_of(tmp_path, HEADER + rows, model)
    assert [(f.code, f.place.line) for f in audit.findings] == [("SC01", 2), ("SC10", 3)]


def test_a_dimension_that_differs_from_the_measures_is_named_once(tmp_path):
    model = MODEL.replace("country: str", "land: str").replace("{country}", "{land}")
    rows = HEADER.replace("country", "land") + "Chile,2020,5,t/year,40,3\nPeru,2020,5,t/year,40,3\n"
    codes = [finding.code for finding in audit_of(tmp_path, rows, model).findings]
    assert (codes.count("SC02"), codes.count("SC03")) == (2, 2)  # once for each of the two value columns
