"""The audit as Markdown, for the summary of a job or a comment on a change."""

from __future__ import annotations

import re

from tallystick.model import Audit, Finding, Severity, Verdict
from tallystick.report.formats import PLAIN, Look
from tallystick.report.summary import summary
from tallystick.report.totals import not_compared

MOST_BYTES = 1_000_000  # a job summary may have a mebibyte
_MARK = {Severity.ERROR: "🟥 error", Severity.WARNING: "🟨 warning", Severity.NOTE: "🟦 note"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~!&])")


def render(audit: Audit, look: Look = PLAIN) -> str:  # noqa: ARG001 - every renderer is called alike
    """What was done, the findings as a table, the checks that do not hold; cut where a summary would be refused."""
    head = [f"## Tallystick: {_escape(summary(audit))}", ""]
    rows = [_row(finding) for finding in audit.findings]
    table = ["| | where | what |", "|---|---|---|"] if rows else []
    checks = [
        f"- **{_escape(one.id)}** {one.verdict.value}: {_escape(one.says or one.equation)}"
        for one in audit.checks
        if one.verdict is not Verdict.HOLDS
    ]
    loose = not_compared(audit)
    notes = [f"- {_escape(f'{path}: {note}')}" for path, note in audit.notes]
    tail = [
        *(["", "### Checks that do not hold", "", *checks] if checks else []),
        *(["", *notes] if notes else []),
        *(["", _escape(loose)] if loose else []),
    ]
    kept = _fitting(rows, MOST_BYTES - _size([*head, *table, *tail]) - 200)
    cut = ["", f"… and {len(rows) - kept:,} more findings"] if kept < len(rows) else []
    return "\n".join([*head, *table, *rows[:kept], *cut, *tail]).rstrip() + "\n"


def _row(finding: Finding) -> str:
    level = _MARK[finding.severity or Severity.ERROR]
    fix = f"<br>fix: {_escape(finding.fix)}" if finding.fix else ""
    return f"| {level} {finding.code} | {_escape(str(finding.place))} | {_escape(finding.message)}{fix} |"


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _size(lines: list[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def _fitting(rows: list[str], room: int) -> int:
    """How many of the first rows fit into so many bytes."""
    for at, row in enumerate(rows):
        room -= len(row.encode()) + 1
        if room < 0:
            return at
    return len(rows)
