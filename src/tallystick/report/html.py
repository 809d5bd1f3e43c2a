"""The audit report: one HTML file that needs no network and no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tallystick import __version__, schema, units
from tallystick.bounds import intersect
from tallystick.model import (
    Audit,
    Bound,
    Change,
    Claim,
    ConflictSet,
    Kind,
    Measure,
    Quantity,
    Severity,
    Side,
    Source,
    Verdict,
)
from tallystick.reconcile.wording import show_bound as show_correction
from tallystick.report import document_page
from tallystick.report.anchors import anchor
from tallystick.report.article import Paragraph, mark_up
from tallystick.report.changes import changes_since
from tallystick.report.formats import PLAIN, Look
from tallystick.report.rows import check_rows, claim_rows, finding_anchor, finding_rows, flags
from tallystick.report.summary import TO_WRITE, count, is_nothing_compared, nothing_compared
from tallystick.report.svg import conflict_graph, number_line, share_bar
from tallystick.verdicts.wording import show_bound

MAX_ROWS = 2_000
LONG = 200  # claims; beyond, the browser lays out the cards it shows, which opens four times as fast
_HERE = Path(__file__).parent


def render(audit: Audit, look: Look = PLAIN) -> str:  # noqa: ARG001 - every renderer is called alike
    """The audit in this format."""
    return render_html(audit)


def render_html(audit: Audit, *, against: Mapping[str, Any] | None = None) -> str:
    """The audit as one self-contained page; the same audit gives the same bytes.

    Args:
        against: An earlier audit as JSON data; the page then says what is new and what is gone.
    """
    with units.using(units.load_definitions(audit.ledger.definitions) if audit.ledger.definitions else units.current()):
        if audit.documents and not audit.ledger.claims:
            return (
                _environment().get_template("document.html.j2").render(document_page.content(audit) | _assets()) + "\n"
            )
        page = _environment().get_template("audit.html.j2")
        return page.render(_content(audit, against) | _assets()) + "\n"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(
        anchor=anchor,
        conflict_graph=conflict_graph,
        counted=count,
        finding_anchor=finding_anchor,
        implied_of=show_bound,
        mark={"holds": "✓", "breaks": "✗", "unknown": "?", "error": "■", "warning": "▲", "note": "●"},
        max_rows=MAX_ROWS,
        number_line=number_line,
        share_bar=share_bar,
        version=__version__,
    )
    return made


def _content(audit: Audit, against: Mapping[str, Any] | None) -> dict[str, Any]:
    claims = {claim.id: claim for claim in audit.ledger.claims}
    known = set(list(claims)[:MAX_ROWS])
    sources = list(_sources(audit, known))
    rows = finding_rows(audit, MAX_ROWS)
    counts = {level.value: sum(f.severity is level for f in audit.findings) for level in Severity}
    return {
        "audit": audit,
        "title": _title(audit),
        "headline": _headline(audit, counts),
        "counts": counts,
        "to_write": TO_WRITE if is_nothing_compared(audit) else "",
        "verdicts": {verdict.value: sum(r.verdict is verdict for r in audit.checks) for verdict in Verdict},
        "share": _percent(audit.coverage.share),
        "sources": [_SourceRow(source, lines, hidden) for source, lines, hidden in sources],
        "marked": {name for _, lines, _ in sources for line in lines for piece in line.pieces for name in piece.ids},
        "grave": [row for row in rows if row.is_grave],
        "notes": [row for row in rows if not row.is_grave],
        "rules": {code: says for code, _, says in audit.rules},
        "checks": check_rows(audit.checks[:MAX_ROWS]),
        "claims": claim_rows(audit, MAX_ROWS),
        "known_claims": known,
        "known_checks": {result.id for result in audit.checks[:MAX_ROWS]},
        "known_findings": {row.anchor for row in rows},
        "long": len(audit.ledger.claims) > LONG,
        "cut": max(len(audit.findings), len(audit.checks), len(audit.ledger.claims)) > MAX_ROWS,
        "correction_of": lambda change: _correction(change, claims, audit),
        "sides_of": lambda conflict: _sides_of(conflict, claims, audit),
        "changes": changes_since(audit, against) if against is not None else None,
    }


def _assets() -> dict[str, Any]:
    return {
        "style": Markup((_HERE / "style.css").read_text("utf-8")),  # noqa: S704 - our own file
        "script": Markup((_HERE / "script.js").read_text("utf-8")),  # noqa: S704 - our own file
    }


@dataclass(frozen=True, slots=True)
class _SourceRow:
    """A source, the paragraphs of it that are shown, and how many are not."""

    source: Source
    paragraphs: Sequence[Paragraph]
    hidden: int


def _sources(audit: Audit, known: set[str]) -> Iterator[tuple[Source, list[Paragraph], int]]:
    """Each source with the paragraphs that are shown, and how many are not; all sources share the limit."""
    left = MAX_ROWS
    flagged = {name: finding for name, finding in flags(audit.findings[:MAX_ROWS]) if name in known}
    for source in _by_claims(audit):
        if source.text:
            paragraphs = mark_up(source, audit, known, flagged)
            yield source, paragraphs[:left], max(len(paragraphs) - left, 0)
            left = max(left - len(paragraphs), 0)


def _title(audit: Audit) -> str:
    first = next((source for source in _by_claims(audit) if source.title or source.text), None)
    return (first.title or first.path) if first else "Audit"


def _headline(audit: Audit, counts: Mapping[str, int]) -> str:
    """What the audit came to, in a sentence a reader without time will read."""
    if not audit.ledger.claims:
        return "There is no claim to audit."
    if is_nothing_compared(audit) and not counts["error"]:
        return f"{nothing_compared(audit)}."
    if counts["error"]:
        return f"It does not hold as it stands: {count(counts['error'], 'error')} to mend."
    if counts["warning"]:
        return f"No errors; {count(counts['warning'], 'warning')} to weigh."
    return "Every claim, quote and check holds."


def _by_claims(audit: Audit) -> list[Source]:
    """The sources in the order their first claims are written, then those without."""
    order = {path: at for at, path in enumerate(dict.fromkeys(claim.source for claim in audit.ledger.claims))}
    return sorted(audit.ledger.sources, key=lambda source: (order.get(source.path, len(order)), source.path))


def _percent(share: Fraction) -> str:
    tenths = share * 1000
    return f"{tenths.numerator // tenths.denominator / 10:g} %"


def _sides_of(conflict: ConflictSet, claims: Mapping[str, Claim], audit: Audit) -> list[Side]:
    """Two claims of one quantity in a conflict, whose intervals do not meet; none when it is no such pair."""
    measures = audit.ledger.schema.measures
    told = [claims[name] for name in conflict.claims if name in claims and isinstance(claims[name].value, Quantity)]
    for first, second in combinations(told, 2):
        same = first.measure == second.measure and first.dimensions == second.dimensions
        sides = [_side(claim, measures.get(claim.measure)) for claim in (first, second)] if same else []
        if len(sides) == 2 and intersect(sides[0].bound, sides[1].bound) is None:
            return sides
    return []


def _side(claim: Claim, measure: Measure | None) -> Side:
    bound = schema.allowed(claim, measure) if measure else None
    unit = schema.unit_of(claim, measure) if measure else ""
    return Side(claim.value.text, bound or Bound(), unit)


def _correction(change: Change, claims: Mapping[str, Claim], audit: Audit) -> str:
    claim = claims.get(change.claim)
    measure = audit.ledger.schema.measures.get(claim.measure) if claim else None
    return show_correction(change.bound, change.unit, measure.kind if measure else Kind.QUANTITY)
