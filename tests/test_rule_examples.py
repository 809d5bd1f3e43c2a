"""Every rule's page is its test: the files under Fails give its code, those under Holds do not."""

import re
from pathlib import Path

import pytest

from tallystick import registry
from tallystick.audit import audit_workspace
from tallystick.authoring import SECTIONS, Rule, section

FILE = re.compile(r"```\w+ (\S+)\n(.*?)\n```", re.DOTALL)
MEASURES = """\
measures:
  mass: {unit: tonne, range: -10 t .. 100 Mt}
  first: {unit: tonne, range: 0 .. 100 Mt}
  second: {unit: tonne, range: 0 .. 100 Mt}
  money: {unit: USD}
  supply: {unit: tonne/year, dimensions: [country], range: 0 .. 100 Mt/year}
  share: {unit: percent, range: 0 .. 100 %}
  change: {unit: percentage_point}
  published: {kind: date}
  color: {kind: category, values: [red, green]}
"""
TEXT = "On 25 February 2025 the plant sold 5 tonnes.\nIt lost 5 tonnes, and not more than 9 tonnes were in the ship.\n"
RULES = list(registry.rules().values())

def workspace(folder: Path, example: str) -> Path:
    """A workspace of the example's files over a few measures and one text."""
    files = {"schemas/measures.yaml": MEASURES, "data/sources/text.txt": TEXT, **dict(FILE.findall(example))}
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content + "\n", encoding="utf-8")
    return folder

@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_failing_example_gives_the_code(rule: Rule, tmp_path: Path):
    audit = audit_workspace(workspace(tmp_path, section(rule.doc, "Fails")))

    assert rule.code in {finding.code for finding in audit.findings}

@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_holding_example_does_not(rule: Rule, tmp_path: Path):
    audit = audit_workspace(workspace(tmp_path, section(rule.doc, "Holds")))
    assert [finding.message for finding in audit.findings if finding.code == rule.code] == []
    assert audit.ledger.claims

@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_finding_carries_name_severity_fix_and_fingerprint(rule: Rule, tmp_path: Path):
    audit = audit_workspace(workspace(tmp_path, section(rule.doc, "Fails")))
    for finding in audit.findings:
        if finding.code == rule.code:
            assert (finding.name, finding.severity) == (rule.name, rule.severity)
            assert finding.fix
            assert re.fullmatch(r"[0-9a-f]{16}", finding.fingerprint)

def test_every_page_has_all_sections():
    assert [rule.code for rule in RULES for heading in SECTIONS if not section(rule.doc, heading)] == []

def test_codes_are_those_of_the_design():
    counts = {"RD": 8, "UN": 5, "SC": 10, "QT": 6, "PD": 3, "CK": 6, "CF": 6, "SP": 1}
    expected = [f"{family}{n:02}" for family, most in counts.items() for n in range(1, most + 1)]
    assert [rule.code for rule in RULES] == expected
