"""Tables as people keep them: two sources of one key, cells without a number, tabs under a header with commas."""

import pytest

from tallystick.model import Audit
from tallystick.testing import audit_files, codes

MEASURES = "measures: {out: {unit: t/year, dimensions: [country]}}\n"
TABLE = "tables: {t: {path: data/tables/t.csv, columns: {out: {measure: out, unit: t/year}}, key: [country, period], by: source}}\n"


def audit(rows: str, table: str = TABLE, **more: str) -> Audit:
    return audit_files({"schemas/m.yaml": MEASURES, "schemas/t.yaml": table, "data/tables/t.csv": rows, **more})


def test_two_sources_of_one_key_are_two_claims_that_can_contradict_each_other():
    made = audit("country,period,out,source\nChile,2024,500.5,Bank\nChile,2024,700.5,Bureau\nPeru,2024,5,Bank\n")
    assert [(claim.id, claim.by) for claim in made.ledger.claims] == [
        ("t_chile_2024_bank", "Bank"), ("t_chile_2024_bureau", "Bureau"), ("t_peru_2024", "Bank"),
    ]  # fmt: skip
    assert codes(made) == ["CF01"]


def test_one_source_that_states_a_key_twice_is_told():
    made = audit("country,period,out,source\nChile,2024,5,Bank\nChile,2024,7,Bank\n")
    assert codes(made) == ["SC08"]


def test_a_cell_without_a_number_is_quoted_as_it_stands_and_its_claim_may_be_any():
    check = {"checks/c.yaml": "checks:\n  - {id: c, given: {o: {measure: out}}, assert: sum(o) <= 9 t/year}\n"}
    made = audit("country,period,out,source\nChile,2024,NA,Bank\nPeru,2024,5,Bank\n", **check)
    assert codes(made) == ["CK02", "RD06"]
    told = next(finding for finding in made.findings if finding.code == "RD06")
    assert "'NA' has no number" in told.message
    assert [claim.id for claim in made.ledger.claims if claim.is_unread] == ["t_chile_2024"]


@pytest.mark.parametrize("mark", ["\t", ";", "|"], ids=["tab", "semicolon", "bar"])
def test_a_table_parted_by_another_mark_is_told_so_whatever_its_header_holds(mark):
    rows = [["country", "period", "output, in t", "source, if any"], ["Chile", "2024", "5", "Bank"], ["Peru", "2024", "6", "Bank"]]
    made = audit("".join(mark.join(row) + "\n" for row in rows))
    assert codes(made) == ["RD01"]
    assert "not by commas" in made.findings[0].message
