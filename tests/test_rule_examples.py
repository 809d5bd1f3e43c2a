"""Every rule's page is its test: the files under Fails give its code, those under Holds do not."""

import re
from pathlib import Path

import pytest

from tallystick import registry
from tallystick.authoring import SECTIONS, Rule, section
from tallystick.model.codes import Code
from tallystick.testing import audit_example

RULES = list(registry.rules().values())
SRC = Path(registry.__file__).parent
SOURCES = sorted(path for path in SRC.rglob("*.py") if "rules" not in path.parts)

@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_failing_example_gives_the_code(rule: Rule):
    audit = audit_example(rule, "Fails")

    assert rule.code in {finding.code for finding in audit.findings}

@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_holding_example_does_not(rule: Rule):
    audit = audit_example(rule, "Holds")
    assert [finding.message for finding in audit.findings if finding.code == rule.code] == []
    assert audit.ledger.claims or audit.figures

@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_finding_carries_name_severity_fix_and_fingerprint(rule: Rule):
    audit = audit_example(rule, "Fails")
    for finding in audit.findings:
        if finding.code == rule.code:
            assert (finding.name, finding.severity) == (rule.name, rule.severity)
            assert finding.fix
            assert re.fullmatch(r"[0-9a-f]{16}", finding.fingerprint)

def test_every_page_has_all_sections():
    assert [rule.code for rule in RULES for heading in SECTIONS if not section(rule.doc, heading)] == []


def test_codes_and_pages_are_one_closed_set():
    assert {rule.code: rule.name for rule in RULES} == {code.value: code.name.lower().replace("_", "-") for code in Code}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(SRC)))
def test_no_module_speaks_of_a_code_that_has_no_page(path):
    written = re.findall(r"\"([A-WYZ][A-Z]\d\d)\"", path.read_text("utf-8"))
    assert set(written) <= set(Code)
