"""Tables that a schema file describes: wide and long ones become claims, and no table is passed in silence."""

from pathlib import Path

import pytest

from tallystick.auditing import Settings, audit_workspace
from tallystick.model import Audit

MEASURES = """\
measures:
  supply: {unit: tonne/year, dimensions: [exporter, importer], range: 0 .. 10 Mt/year}
  price: {unit: USD/t, dimensions: [exporter, importer]}
"""
WIDE = """\
tables:
  trade:
    path: data/tables/trade.csv
    layout: wide
    columns:
      supply_kt: {measure: supply, unit: kt/year}
      price: {measure: price, unit_column: in, nullable: true}
    key: [exporter, importer, period]
"""
ROWS = """\
exporter,importer,period,supply_kt,price,in
Russia,Japan,2020,"1,200",2000,USD/t
Russia,Japan,2021,1300,,
"""


def audit_of(folder: Path, files: dict[str, str], **settings) -> Audit:
    for path, content in {"tally.toml": "", "schemas/measures.yaml": MEASURES, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return audit_workspace(folder, settings=Settings(**settings))


def wide(folder: Path, tables: str = WIDE, rows: str = ROWS, **settings) -> Audit:
    return audit_of(folder, {"schemas/tables.yaml": tables, "data/tables/trade.csv": rows}, **settings)


def found(audit: Audit) -> list[tuple[str, str]]:
    return [(finding.code, str(finding.place)) for finding in audit.findings]


def test_every_value_cell_of_a_wide_table_is_a_claim(tmp_path):
    audit = wide(tmp_path)
    assert audit.findings == ()
    assert {claim.id: (claim.measure, claim.value.text, claim.period.text) for claim in audit.ledger.claims} == {
        "trade_supply_kt_russia_japan_2020": ("supply", "1,200 kt/year", "2020"),
        "trade_price_russia_japan_2020": ("price", "2000 USD/t", "2020"),
        "trade_supply_kt_russia_japan_2021": ("supply", "1300 kt/year", "2021"),
    }
    assert audit.ledger.claims[0].dimensions == {"exporter": "Russia", "importer": "Japan"}
    assert "data/tables/trade.csv" in dict(audit.ledger.inputs)


def test_columns_may_have_other_names_than_what_they_hold_and_ids_a_form(tmp_path):
    tables = WIDE.replace("[exporter, importer, period]", "{from: exporter, validate: importer, year: period}\n    ids: '{from}_{year}_{column}'\n    by: said")
    rows = "from,validate,year,supply_kt,price,in,said\nRussia,Japan,2020,5,,,Reuters\n"
    (claim,) = wide(tmp_path, tables, rows).ledger.claims
    assert (claim.id, claim.by, claim.dimensions["importer"]) == ("russia_2020_supply_kt", "Reuters", "Japan")


def test_a_long_table_has_the_columns_of_claims(tmp_path):
    tables = "tables:\n  trade: {path: data/tables/trade.csv, layout: long}\n"
    rows = "id,measure,exporter,importer,period,value\na,supply,Russia,Japan,2020,5 kt/year\nb,supply,Russia,Japan,2020,5 kg\n"
    audit = wide(tmp_path, tables, rows)
    assert [claim.id for claim in audit.ledger.claims] == ["a", "b"]
    assert found(audit) == [("UN05", "data/tables/trade.csv:3:28")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param("Russia,Japan,2022,,5,USD/t", "SC05", id="empty"),
        pytest.param("Russia,Japan,2022,99999,,", "SC01", id="out-of-range"),
        pytest.param("Russia,Japan,2022,5,5,USD", "UN03", id="unit"),
        pytest.param("Russia,Japan,2022/2021,5,,", "SC04", id="period"),
        pytest.param("Russia,Japan,2020,5,,", "SC08", id="key-again"),
        pytest.param("Russia,,2022,5,,", "SC05", id="key-empty"),
    ],
)
def test_every_failing_row_is_a_finding_with_its_line(tmp_path, row, code):
    audit = wide(tmp_path, rows=f"{ROWS}{row}\n")
    assert (code, "data/tables/trade.csv:4:1") in found(audit)


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "says"),
    [
        pytest.param("    path: data/tables/trade.csv\n", "", "RD04", "3:5", "table 'trade' has no 'path'", id="no-path"),
        pytest.param("trade.csv", "trad.csv", "RD01", "3:11", "nearest: 'data/tables/trade.csv'", id="path"),
        pytest.param("data/tables", "../tables", "RD07", "3:11", "outside the workspace", id="path-outside"),
        pytest.param("layout", "layuot", "RD02", "4:5", "nearest: 'layout'", id="unknown-key"),
        pytest.param("wide", "tall", "SC06", "4:13", "layout 'tall' of table 'trade'", id="layout"),
        pytest.param("measure: supply, unit: kt/year", "nullable: true", "RD04", "6:18", "column 'supply_kt' of table 'trade' has no 'measure'", id="no-measure"),
        pytest.param("measure: supply", "measure: suply", "RD05", "3:5", "nearest: 'supply'", id="unknown-measure"),
        pytest.param("unit: kt/year", "unnit: kt/year", "RD02", "6:36", "nearest: 'unit'", id="unknown-column-key"),
        pytest.param("[exporter, importer, period]", "[exporter, period]", "SC02", "3:5", "no column for importer", id="dimension-missing"),
        pytest.param("    key: [exporter, importer, period]\n", "", "RD04", "3:5", "table 'trade' has no 'key'", id="no-key"),
        pytest.param("supply_kt:", "supply_t:", "RD04", "trade.csv", "the table has no column 'supply_t'", id="no-such-column"),
        pytest.param("  trade:\n", "  trade: x\n  other:\n", "SC10", "2:10", "table 'trade' is no mapping", id="no-mapping"),
        pytest.param("    key:", "    ids: '{land}'\n    key:", "CK06", "3:5", "names 'land', which is no column", id="ids"),
    ],
)  # fmt: skip
def test_a_description_that_does_not_fit_is_named_where_it_stands(tmp_path, old, new, code, place, says):
    audit = wide(tmp_path, WIDE.replace(old, new))
    met = [finding for finding in audit.findings if finding.code == code and says in finding.message]
    assert met, [f"{f.place} {f.code} {f.message}" for f in audit.findings]
    assert place in str(met[0].place)
    assert met[0].fix
    assert not any("no schema describes" in finding.message for finding in audit.findings)


def test_a_table_parted_by_semicolons_is_told_so_once(tmp_path):
    audit = wide(tmp_path, rows=ROWS.replace(",", ";"))
    assert [(f.code, f.message) for f in audit.findings] == [("RD01", "the columns are parted by ';', not by commas")]


def test_a_name_for_two_tables_is_kept_by_the_first(tmp_path):
    audit = audit_of(
        tmp_path,
        {"schemas/a.yaml": WIDE, "schemas/b.yaml": WIDE, "data/tables/trade.csv": ROWS},
    )
    assert found(audit) == [("RD03", "schemas/b.yaml:3:5")]


def test_a_table_that_nothing_describes_is_named(tmp_path):
    rows = {"data/tables/other.csv": ROWS, "data/tables/more.yaml": "claims: []\n", "data/tables/README.md": "Tables.\n"}
    audit = audit_of(tmp_path, {"schemas/tables.yaml": WIDE, "data/tables/trade.csv": ROWS, **rows})
    assert found(audit) == [("RD01", "data/tables/more.yaml"), ("RD01", "data/tables/other.csv")]
    assert audit.findings[0].message == "no schema describes this table: nothing of it is read"
    assert audit.findings[0].fix == "describe it under tables: in schemas/, or move it out of data/tables/"


@pytest.mark.parametrize("model", ["raise RuntimeError\n", "x = 1\n"])
def test_a_table_is_not_named_where_its_model_may_be_in_a_file_that_did_not_run(tmp_path, model):
    files = {"schemas/t.py": model, "data/tables/trade.csv": ROWS}
    audit = audit_of(tmp_path, files, python="raise" in model)
    assert {finding.code for finding in audit.findings} == {"CK06"}
