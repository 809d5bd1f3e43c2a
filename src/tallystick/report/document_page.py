"""The report of documents that nobody annotated: what cannot be true first, then the document with its ticks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from tallystick.model import Audit, Figure, Finding, Severity, Tie, Verdict
from tallystick.report.document import TICKS, Excerpt, Marker, figure_anchor
from tallystick.report.rows import finding_anchor
from tallystick.report.totals import compared, is_little_compared, loose_figures, tied_figures

MAX_TIES = 2_000
MAX_FINDINGS = 2_000


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with its figures, the tie it breaks and the words or rows it stands in."""

    finding: Finding
    anchor: str
    tie: Tie | None
    figures: tuple[Figure, ...]
    excerpt: Excerpt


def content(audit: Audit) -> dict[str, Any]:
    """What the template of a document shows."""
    marker = Marker(audit)
    ties = sorted(audit.ties, key=lambda tie: tie.verdict is Verdict.HOLDS)
    counts = {level.value: sum(f.severity is level for f in audit.findings) for level in Severity}
    return {
        "audit": audit,
        "title": ", ".join(document.title or document.path for document in audit.documents[:3]) or "Audit",
        "headline": headline(audit),
        "none_found": _none_found(audit),
        "counts": counts,
        "held": sum(tie.verdict is Verdict.HOLDS for tie in audit.ties),
        "in_print": sum(tie.agrees == "in print" for tie in audit.ties),
        "findings": _rows(audit, marker),
        "ties": ties[:MAX_TIES],
        "loose": loose_figures(audit),
        "tied": tied_figures(audit),
        "views": [marker.view(document) for document in audit.documents],
        "rules": {code: says for code, _, says in audit.rules},
        "ticks": TICKS,
        "used": {tie.tick for tie in audit.ties},
        "figure_anchor": partial(figure_anchor, audit=audit),
    }


def headline(audit: Audit) -> str:
    """What the audit of documents came to, never more than was done."""
    if not audit.figures:
        return "No figure was found: nothing was compared."
    errors = sum(finding.severity is Severity.ERROR for finding in audit.findings)
    rest = len(audit.findings) - errors
    done = compared(audit)
    if errors:
        return f"{errors:,} of its statements cannot be true as they stand. {done}"
    if rest:
        return f"Nothing in it is surely wrong; {rest:,} to weigh. {done}"
    return done if audit.ties else f"Nothing was compared. {done}"


def _none_found(audit: Audit) -> str:
    if not audit.ties:
        return "Nothing was compared, so nothing can be said to hold."
    if is_little_compared(audit):
        tied = tied_figures(audit)
        whole = tied + len(loose_figures(audit))
        return f"{tied:,} of {whole:,} figures were compared, and those agree. Of the others nothing can be said."
    return "All that was compared agrees."


def _rows(audit: Audit, marker: Marker) -> list[FindingRow]:
    by_start = {(figure.document, figure.start): figure for figure in audit.figures}
    broken: Mapping[frozenset[str], Tie] = {
        frozenset(tie.figures): tie for tie in audit.ties if tie.verdict is not Verdict.HOLDS
    }
    rows, seen = [], set[str]()
    for finding in audit.findings[:MAX_FINDINGS]:
        name = finding_anchor(finding)
        figures = _figures(finding, by_start)
        tie = broken.get(frozenset(figure.id for figure in figures))
        rows.append(FindingRow(finding, "" if name in seen else name, tie, figures, marker.excerpt(finding, figures)))
        seen.add(name)
    return rows


def _figures(finding: Finding, by_start: Mapping[tuple[str, int], Figure]) -> tuple[Figure, ...]:
    found: Sequence[Figure | None] = [by_start.get((finding.source, start)) for start, _ in finding.spans]
    return tuple(figure for figure in found if figure is not None)
