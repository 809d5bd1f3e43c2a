"""A pytest fixture `tally_audit`: the audit of the workspace at pytest's root, or where `tally_workspace` says.

pytest finds it where Tallystick is installed (`-p no:tallystick.pytest_plugin` turns it off). Nothing of the
engine is imported until a test asks for the fixture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tallystick.model import Audit

_MADE = pytest.StashKey["Audit"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let pytest's own config name the workspace, where it is not at pytest's root."""
    parser.addini("tally_workspace", "the Tallystick workspace that tally_audit is the audit of", default=".")


@pytest.fixture(scope="session")
def tally_audit(pytestconfig: pytest.Config) -> Audit:
    """The audit of the workspace; an error finding is for the test to judge, an audit of nothing fails here."""
    from tallystick.auditing import audit_workspace
    from tallystick.errors import AuditError

    folder = pytestconfig.rootpath / str(pytestconfig.getini("tally_workspace"))
    try:
        audit = audit_workspace(folder)
    except AuditError as problem:
        pytest.fail(f"{problem}\n  or set tally_workspace in pytest's config", pytrace=False)
    if all(claim.is_unread for claim in audit.ledger.claims):
        pytest.fail(f"no claim was read in {folder}: there is nothing to test", pytrace=False)
    pytestconfig.stash[_MADE] = audit
    return audit


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what the audit did, where a test asked for it: that it found nothing may mean that it compared nothing."""
    audit = config.stash.get(_MADE, None)
    if audit is not None:
        from tallystick.report.summary import summary

        terminalreporter.write_line(f"tally: {summary(audit)}")
