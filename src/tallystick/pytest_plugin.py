"""A pytest fixture `tally_audit`: the audit of the workspace at pytest's root.

pytest finds it where Tallystick is installed (`-p no:tallystick.pytest_plugin` turns it off). Nothing of the
engine is imported until a test asks for the fixture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tallystick.model import Audit


@pytest.fixture(scope="session")
def tally_audit(pytestconfig: pytest.Config) -> Audit:
    """The audit of the workspace at pytest's root; an error finding is for the test to judge."""
    from tallystick.audit import audit_workspace

    return audit_workspace(pytestconfig.rootpath)
