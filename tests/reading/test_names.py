"""Names of one thing that differ only in spelling are told once, and `aliases:` makes them one."""

import json

import pytest

from tallystick.model import Audit
from tallystick.reading.names import look_alike
from tallystick.testing import audit_files, codes

MEASURES = "measures:\n  out: {unit: t, dimensions: [country]}\n"


def audit(*names: str, schema: str = "", checks: str = "", period: str = "2024") -> Audit:
    rows = "".join(f"  - {{id: c{n}, measure: out, country: {json.dumps(name)}, value: {n + 5} t, period: {period}}}\n" for n, name in enumerate(names))
    files = {"schemas/m.yaml": MEASURES + schema, "data/c.yaml": f"claims:\n{rows}"}
    return audit_files({**files, **({"checks/c.yaml": checks} if checks else {})})


@pytest.mark.parametrize(
    "names",
    [("Viet Nam", "Vietnam"), ("Côte d'Ivoire", "Cote d'Ivoire"), ("PERU", "Peru"), ("United\u00a0Kingdom", "United Kingdom"), ("Guinea-Bissau", "Guinea Bissau")],
    ids=["space", "accent", "case", "no-break-space", "hyphen"],
)
def test_names_that_differ_only_in_spelling_are_told_once(names):
    made = audit(*names, *names)
    assert codes(made).count("SC11") == 1
    finding = next(finding for finding in made.findings if finding.code == "SC11")
    assert finding.severity == "warning"
    assert all(f"'{name}'" in finding.message for name in names)


@pytest.mark.parametrize("names", [("Niger", "Nigeria"), ("Unit 1 10", "Unit 11 0"), ("A1", "A2"), ("10-1", "101"), ("1.0", "10"), ("Mali", "Malí Norte")])
def test_names_of_different_things_are_not_taken_for_one(names):
    assert not look_alike(*names)
    assert codes(audit(*names)) == []


@pytest.mark.parametrize("aliases", ["{Vietnam: [Viet Nam]}", "{country: {Vietnam: [Viet Nam]}}", "{Vietnam: Viet Nam}"], ids=["for-all", "of-a-dimension", "one"])
def test_an_alias_makes_them_one(aliases):
    check = "checks:\n  - {id: c, given: {o: {measure: out, country: Viet Nam}}, assert: o >= 6 t}\n"
    made = audit("Viet Nam", "Vietnam", schema=f"aliases: {aliases}\n", checks=check)
    assert {claim.dimensions["country"] for claim in made.ledger.claims} == {"Vietnam"}
    assert [code for code in codes(made) if code != "CK04"] == ["CF01", "CK01"]  # two values of one country, and both are asked for under either name


def test_an_alias_holds_for_rows_of_tables():
    files = {
        "schemas/m.yaml": MEASURES + "aliases: {Vietnam: [VNM, Viet Nam]}\ntables: {t: {path: data/tables/t.csv, columns: {out: {measure: out, unit: t}}, key: [country, period]}}\n",
        "data/tables/t.csv": "country,period,out\nVNM,2024,5\nPeru,2024,6\n",
    }
    assert [claim.dimensions["country"] for claim in audit_files(files).ledger.claims] == ["Vietnam", "Peru"]


@pytest.mark.parametrize(
    ("aliases", "code"),
    [("[a]", "SC10"), ("{Vietnam: {x: {y: z}}}", "SC10"), ("{A: [B], C: [B]}", "RD03"), ("{A: [B], B: [C]}", "RD03")],
    ids=["no-mapping", "nested", "of-two", "chain"],
)
def test_aliases_that_cannot_be_are_named(aliases, code):
    assert codes(audit("A", schema=f"aliases: {aliases}\n")) == [code]
