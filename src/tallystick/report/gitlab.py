"""The findings as a GitLab code quality report."""

from __future__ import annotations

import json

from tallystick.model import Audit, Finding, Severity
from tallystick.report.formats import PLAIN, Look

_LEVEL = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(audit: Audit, look: Look = PLAIN) -> str:  # noqa: ARG001 - every renderer is called alike
    """One entry a finding; fingerprints are unique, as GitLab drops the second of two alike."""
    seen: dict[str, int] = {}
    entries = []
    for finding in audit.findings:
        number = seen[finding.fingerprint] = seen.get(finding.fingerprint, 0) + 1
        mark = finding.fingerprint if number == 1 else f"{finding.fingerprint}-{number}"
        entries.append(_entry(finding, mark))
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def _entry(finding: Finding, fingerprint: str) -> dict[str, object]:
    fix = f" (fix: {finding.fix})" if finding.fix else ""
    return {
        "type": "issue",
        "check_name": f"{finding.code} {finding.name}",
        "description": f"{finding.message}{fix}",
        "fingerprint": fingerprint,
        "severity": _LEVEL[finding.severity or Severity.ERROR],
        "location": {"path": finding.place.path or ".", "lines": {"begin": max(finding.place.line, 1)}},
    }
