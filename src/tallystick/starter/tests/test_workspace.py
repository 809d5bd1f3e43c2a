"""This workspace passes its own audit: run `pytest`."""

from pathlib import Path

from tallystick import audit_workspace


def test_the_workspace_has_no_error():
    audit = audit_workspace(Path(__file__).parent.parent)
    assert [finding.message for finding in audit.findings if finding.severity == "error"] == []
