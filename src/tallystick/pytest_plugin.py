"""Checks as pytest items, and fixtures for tests of one's own.

A workspace whose config says `pytest = true` is collected: an item a check, an item a file, each with the findings
about it (`pytest facts -k offer`). In a test, `tally.assert_clean()` judges the workspace at pytest's root, the one
that `tally_workspace` in pytest's config names, or that of `pytestmark = pytest.mark.tally("facts")`.

pytest finds this where Tallystick is installed (`-p no:tallystick.pytest_plugin` turns it off). Nothing of the
engine is imported until a test or a workspace asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tallystick.model import Audit, Finding

_ORDER = ("error", "warning", "note")
_MADE = pytest.StashKey[dict[Path, "Tally"]]()
_ASKS = ("pytest = true", "pytest=true")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let pytest's own config name the workspace, where it is not at pytest's root."""
    parser.addini("tally_workspace", "the Tallystick workspace that tally and tally_audit are about", default=".")


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known, and room for what is audited."""
    config.addinivalue_line("markers", "tally(folder): the workspace, from pytest's root, that a test is about")
    config.stash[_MADE] = {}


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The workspace of a config that asks to be collected."""
    if file_path.name not in ("tally.toml", "pyproject.toml") or not _may_ask(file_path):
        return None
    from tallystick.errors import AuditError
    from tallystick.workspace import find_workspace

    try:
        home = find_workspace(file_path.parent)
    except AuditError as problem:
        raise pytest.Collector.CollectError(str(problem)) from None
    if home.config_file != file_path.name or not home.config.pytest:
        return None
    made: pytest.Collector = WorkspaceFile.from_parent(parent, path=file_path)
    return made


def _may_ask(path: Path) -> bool:
    """True when a config holds the words at all: only then is anything of ours imported."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return any(words in text for words in _ASKS)


class WorkspaceFile(pytest.File):
    """A workspace as pytest collects it: "compared", an item a check, an item a file, and one for anything else."""

    def collect(self) -> Iterator[pytest.Item]:
        """The items; the audit is made when the first of them runs."""
        from tallystick.errors import AuditError
        from tallystick.reading import read_ledger
        from tallystick.workspace import find_workspace

        try:
            ledger = read_ledger(find_workspace(self.path.parent))
        except AuditError as problem:
            raise self.CollectError(str(problem)) from None
        placed = {finding.place.path for finding in ledger.findings} - {""}
        self.checks = dict.fromkeys(check.id for check in ledger.checks)
        self.files = dict.fromkeys(sorted({path for path, _ in ledger.inputs} | placed))
        for name in ("compared", *self.checks, *self.files, "anything else"):
            item: pytest.Item = ClaimsItem.from_parent(self, name=name)
            yield item

    def owner(self, finding: Finding) -> str:
        """The name of the item that a finding is about."""
        if finding.check in self.checks:
            return str(finding.check)
        return finding.place.path if finding.place.path in self.files else "anything else"


class FoundError(Exception):
    """Findings at or above the gate, in words."""


class ClaimsItem(pytest.Item):
    """One check or file of a workspace: it fails with its findings at or above the `fail_on` of the config."""

    def runtest(self) -> None:
        """Fail with the findings about this check or file; "compared" fails where nothing was compared.

        Raises:
            FoundError: there are such.
        """
        tally = _audited(self.config, self.path.parent)
        if self.name == "compared":
            tally.assert_compared()
            return
        home = self.parent
        if isinstance(home, WorkspaceFile):
            tally.fail_with([one for one in tally.failing() if home.owner(one) == self.name])

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> object:  # type: ignore[override]  # noqa: ARG002
        """The findings alone: where in this plugin they were met is no news."""
        if isinstance(excinfo.value, FoundError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The config of the workspace, and the item's name."""
        return self.path, None, self.name


@dataclass(frozen=True, slots=True)
class Tally:
    """A workspace under test: its audit, the gate of its config, and the way to it from where pytest runs."""

    audit: Audit
    gate: str = "error"
    way: str = "."

    def failing(self, fail_on: str = "") -> list[Finding]:
        """The findings at or above a severity, by default that of the config."""
        gate = fail_on or self.gate
        if gate not in (*_ORDER, "never"):
            raise ValueError(f"fail_on '{gate}' is not known: use one of {', '.join(_ORDER)}, never")
        levels = _ORDER[: _ORDER.index(gate) + 1] if gate != "never" else ()
        return [finding for finding in self.audit.findings if finding.severity in levels]

    def assert_clean(self, *, fail_on: str = "") -> None:
        """Fail with the findings at or above a severity, by default that of the config; or when nothing was compared.

        Raises:
            FoundError: there are such.
            ValueError: `fail_on` is no severity.
        """
        __tracebackhide__ = True
        self.assert_compared()
        self.fail_with(self.failing(fail_on))

    def assert_compared(self) -> None:
        """Fail where nothing was compared: that nothing was found says nothing then.

        Raises:
            FoundError: so it is.
        """
        __tracebackhide__ = True
        from tallystick.report.summary import is_nothing_compared, summary

        if is_nothing_compared(self.audit):
            raise FoundError(f"tally: {summary(self.audit)}")

    def fail_with(self, found: list[Finding]) -> None:
        """Fail with these, if there are any.

        Raises:
            FoundError: there are.
        """
        __tracebackhide__ = True
        from tallystick.report.places import moved
        from tallystick.report.text import show_finding

        if found:
            raise FoundError("\n".join(show_finding(moved(finding, self.way)) for finding in found))


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """The workspace of the test's mark, else of pytest's config: `tally.assert_clean()`, `tally.audit`."""
    mark = request.node.get_closest_marker("tally")
    return _workspace(request.config, mark.args[0] if mark and mark.args else None)


@pytest.fixture(scope="session")
def tally_audit(pytestconfig: pytest.Config) -> Audit:
    """The audit of the workspace; an error finding is for the test to judge, an audit of nothing fails here."""
    return _workspace(pytestconfig, None).audit


def _workspace(config: pytest.Config, named: str | None) -> Tally:
    """The audited workspace; a test that asks for one that is none, or for one without claims, fails in words."""
    from tallystick.errors import AuditError

    folder = config.rootpath / (named or str(config.getini("tally_workspace")))
    try:
        tally = _audited(config, folder)
    except AuditError as problem:
        pytest.fail(f"{problem}\n  or set tally_workspace in pytest's config", pytrace=False)
    if all(claim.is_unread for claim in tally.audit.ledger.claims):
        pytest.fail(f"no claim was read in {folder}: there is nothing to test", pytrace=False)
    return tally


def _audited(config: pytest.Config, folder: Path) -> Tally:
    """The audit of a workspace, made once a run (and once a worker of pytest-xdist).

    Raises:
        AuditError: it cannot be made.
    """
    from tallystick.auditing import audit_workspace
    from tallystick.workspace import find_workspace

    home = find_workspace(folder)
    made = config.stash[_MADE]
    if home.root not in made:
        made[home.root] = Tally(audit_workspace(home.root), home.config.fail_on, _way_to(home.root))
    return made[home.root]


def _way_to(folder: Path) -> str:
    try:
        return Path(relpath(folder)).as_posix()
    except ValueError:  # on another drive
        return folder.as_posix()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what each audit did: that it found nothing may mean that it compared nothing."""
    for tally in config.stash[_MADE].values():
        from tallystick.report.summary import summary

        terminalreporter.write_line(f"tally: {summary(tally.audit)}")
