"""The findings as annotations of a GitHub workflow: most severe first, no more than GitHub shows."""

from __future__ import annotations

from tallystick.model import Audit, Finding, Severity
from tallystick.report.formats import PLAIN, Look
from tallystick.report.summary import summary

MOST = 10  # annotations of each level that one step may make
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(audit: Audit, look: Look = PLAIN) -> str:  # noqa: ARG001 - every renderer is called alike
    """One command a finding, up to ten of each level, then what was left out and what was done."""
    lines: list[str] = []
    left: list[str] = []
    for severity, level in _LEVEL.items():
        found = [one for one in audit.findings if (one.severity or Severity.ERROR) is severity]
        lines += [_command(one, level) for one in found[:MOST]]
        if len(found) > MOST:
            left.append(f"{len(found) - MOST:,} more of level {level}")
    if left:
        lines.append(f"{', '.join(left)}: not annotated, since GitHub shows {MOST} of each level a step")
    return "\n".join([*lines, summary(audit)]) + "\n"


def _command(finding: Finding, level: str) -> str:
    place = finding.place
    properties = {"file": place.path, "line": place.line, "col": place.column}
    properties["title"] = f"{finding.code} {finding.name}".strip()
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value)
    fix = f"\nfix: {finding.fix}" if finding.fix else ""
    return f"::{level} {written}::{_data(f'{finding.message}{fix}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
