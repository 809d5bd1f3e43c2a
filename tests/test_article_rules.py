"""The page of the article's rules is held to the audit: every rule has its row, every row its verdicts."""

import re
from pathlib import Path

import pytest

from tallystick.auditing import audit_workspace
from tallystick.model import Audit

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/article-rules.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| R")]
SAID = [row for row in ROWS if len(row) == 4 and not row[2].startswith("X")]


@pytest.fixture(scope="module")
def audit() -> Audit:
    return audit_workspace(ROOT)


def test_every_rule_has_a_row():
    assert {row[0] for row in ROWS} == {f"R{number:02}" for number in range(1, 51)}


@pytest.mark.parametrize("row", SAID, ids=[row[0] for row in SAID])
def test_a_rule_comes_to_what_its_row_says(audit, row):
    results = {result.id: result for result in audit.checks}
    names = re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", row[2])
    verdicts = re.findall(r"\b(holds|breaks)\b(?: \((\w+)\))?", row[3])
    assert len(names) == len(verdicts)
    for name, (verdict, severity) in zip(names, verdicts, strict=True):
        assert results[name].verdict == verdict
        assert not severity or results[name].severity == severity


def test_every_check_has_a_row_or_stands_among_the_relations(audit):
    named = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", PAGE))
    known = {result.id for result in audit.checks} | {relation.id for relation in audit.ledger.schema.relations}
    assert known - named == set()
    assert named - known == set()


def test_every_check_carries_the_rules_it_says():
    said: dict[str, set[str]] = {}
    for row in SAID:
        for name in re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", row[2]):
            said.setdefault(name, set()).add(row[0])
    for file in sorted((ROOT / "checks").glob("*.yaml")):
        for name, rules in re.findall(r"- id: (\S+)(?: # ([R\d ]+))?\n", file.read_text("utf-8")):
            assert said[name] == set(rules.split()), name
