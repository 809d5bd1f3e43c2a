"""Helpers for tests of one's own checks and workspaces: files as texts in, an audit out.

>>> audit = audit_files({"schemas/m.yaml": "measures: {mass: {unit: t}}",
...                      "data/c.yaml": "claims: [{id: a, measure: mass, value: 5 tonnez}]"})
>>> codes(audit)
['UN01']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from tallystick.audit import Settings, audit_workspace
from tallystick.authoring import Rule, section
from tallystick.document_audit import audit_documents
from tallystick.model import Audit

_FILE = re.compile(r"```\w+ (\S+)\n(.*?)\n```", re.DOTALL)
# What every example of a rule's page stands on.
EXAMPLE_FILES = {
    "schemas/measures.yaml": """\
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
""",
    "data/sources/text.txt": """\
On 25 February 2025 the plant sold 5 tonnes.
It lost 5 tonnes, and not more than 9 tonnes were in the ship.
""",
}


def audit_files(files: Mapping[str, str], *, settings: Settings | None = None) -> Audit:
    """The audit of a workspace of these files, path → text, which exists only while it is audited."""
    with TemporaryDirectory() as folder:
        for path, text in {"tally.toml": "", **files}.items():
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="")
        return audit_workspace(folder, settings=settings)


def audit_example(rule: Rule, heading: str) -> Audit:
    """The audit of the example under a heading of a rule's page: `Fails` or `Holds`.

    Files called `draft` are documents alone, others stand in a workspace.
    """
    shown = {path: f"{text}\n" for path, text in _FILE.findall(section(rule.doc, heading))}
    if all(Path(path).stem == "draft" for path in shown):
        return _audit_drafts(shown)
    return audit_files({**EXAMPLE_FILES, **shown})


def _audit_drafts(files: Mapping[str, str]) -> Audit:
    with TemporaryDirectory() as folder, chdir(folder):
        for path, text in files.items():
            Path(path).write_text(text, encoding="utf-8", newline="")
        return audit_documents([Path(path) for path in files])


def codes(audit: Audit) -> list[str]:
    """The codes of the findings, sorted."""
    return sorted(finding.code for finding in audit.findings)
