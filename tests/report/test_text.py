"""The audit in a terminal: findings in the form of STYLE §6, one line of code, severity, place and message."""

from tallystick.report.text import render_text, show_finding
from tallystick.testing import audit_files

FILES = {
    "schemas/m.yaml": "measures: {mass: {unit: t}}\n",
    "data/c.yaml": "claims:\n  - {id: a, measure: mass, value: 5 t}\n  - {id: b, measure: mass, value: 5 tonnez}\n",
    "checks/c.yaml": "checks:\n  - {id: light, assert: a <= 9 t}\n",
}
FINDING = """\
UN01 error  data/c.yaml:3:35  value of 'b': unit 'tonnez' is not known (nearest: 'tonne')
  fix: correct the unit, or define it in schemas/units.txt
"""


def test_a_finding_is_code_severity_place_and_message_then_its_fix():
    audit = audit_files(FILES)
    assert render_text(audit) == f"{FINDING}2 claims, 1 check (1 holds), 0 quotes, 0 conflicts; 1 error, 0 warnings, 0 notes; not judged: 1 claim\n"
    assert show_finding(audit.findings[0]) == FINDING.rstrip("\n")


def test_a_narrow_terminal_wraps_and_indents():
    lines = render_text(audit_files(FILES), width=50).splitlines()
    assert lines[:3] == [
        "UN01 error  data/c.yaml:3:35  value of 'b': unit",
        "  'tonnez' is not known (nearest: 'tonne')",
        "  fix: correct the unit, or define it in",
    ]


def test_what_could_steer_a_terminal_is_shown_as_a_mark():
    files = {**FILES, "data/c.yaml": 'claims:\n  - {id: a, measure: mass, value: "5 \\e[2Jtonnez\\u202e"}\n'}
    out = render_text(audit_files(files))
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "�[2Jtonnez" in out
