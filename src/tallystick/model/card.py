"""What a notebook shows of an audit: one self-contained piece of HTML, everything from the user escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tallystick.model.ledger import Finding

MOST = 10


def card(counts: Sequence[str], findings: Sequence[Finding]) -> str:
    """The counts in a line, then a table of the first findings.

    >>> card(["1 claim", "0 errors"], [])
    '<div><p><b>tally</b>: 1 claim, 0 errors</p></div>'
    """
    rows = "".join(_row(finding) for finding in findings[:MOST])
    head = "".join(f"<th>{name}</th>" for name in ("code", "severity", "place", "message"))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
    more = f"<p>… and {len(findings) - MOST:,} more</p>" if len(findings) > MOST else ""
    return f"<div><p><b>tally</b>: {escape(', '.join(counts))}</p>{table}{more}</div>"


def _row(finding: Finding) -> str:
    severity = finding.severity.value if finding.severity else ""
    cells = (finding.code, severity, str(finding.place), finding.message)
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
