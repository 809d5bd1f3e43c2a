"""Every rule's page is its test: the files under Fails give its code, those under Holds do not."""

import re

import pytest

from tallystick import registry
from tallystick.authoring import SECTIONS, Rule, section
from tallystick.testing import audit_example

RULES = list(registry.rules().values())

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

def test_codes_are_those_of_the_design():
    counts = {"RD": 8, "UN": 6, "SC": 11, "QT": 6, "PD": 4, "CK": 6, "CF": 6, "SP": 1}
    expected = [f"{family}{n:02}" for family, most in counts.items() for n in range(1, most + 1)]
    expected += [*(f"TB0{n}" for n in range(1, 9)), "RS02", "RS03", *(f"WB0{n}" for n in range(1, 6))]
    expected += [*(f"TX{n:02}" for n in range(1, 11)), "RS01", "RS06", *(f"ST0{n}" for n in range(1, 6))]
    assert [rule.code for rule in RULES] == expected
