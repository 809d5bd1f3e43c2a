"""The audit report: one HTML file that needs no network and no script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
    Category,
    CheckResult,
    Claim,
    ConflictSet,
    Finding,
    Kind,
    Located,
    Measure,
    Period,
    Quantity,
    Severity,
    Side,
    Source,
    Verdict,
)
from tallystick.reconcile.wording import show_bound as show_correction
from tallystick.report.anchors import anchor
from tallystick.report.article import Paragraph, mark_up
from tallystick.report.svg import conflict_graph, number_line
from tallystick.report.text import summary
from tallystick.verdicts.wording import show_bound

MAX_ROWS = 2_000
_HERE = Path(__file__).parent


def render_html(audit: Audit, *, against: Mapping[str, Any] | None = None) -> str:
    """The audit as one self-contained page; the same audit gives the same bytes.

    Args:
        against: An earlier audit as JSON data; the page then says what is new and what is gone.
    """
    with units.using(units.load_definitions(audit.ledger.definitions) if audit.ledger.definitions else units.current()):
        page = _environment().get_template("audit.html.j2")
        return page.render(_content(audit, against)) + "\n"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(
        anchor=anchor, number_line=number_line, conflict_graph=conflict_graph, finding_anchor=finding_anchor
    )
    return made


def _content(audit: Audit, against: Mapping[str, Any] | None) -> dict[str, Any]:
    claims = {claim.id: claim for claim in audit.ledger.claims}
    index = _Index.of(audit)
    rules = {code: says for code, _, says in audit.rules}
    known = set(list(claims)[:MAX_ROWS])
    sources = list(_sources(audit, known))
    return {
        "audit": audit,
        "version": __version__,
        "title": _title(audit),
        "summary": summary(audit),
        "counts": {level.value: sum(f.severity is level for f in audit.findings) for level in Severity},
        "verdicts": {verdict.value: sum(r.verdict is verdict for r in audit.checks) for verdict in Verdict},
        "share": _percent(audit.coverage.share),
        "sources": sources,
        "marked": {name for _, lines, _ in sources for line in lines for piece in line.pieces for name in piece.ids},
        "findings": list(_named_once(audit.findings[:MAX_ROWS])),
        "rules": rules,
        "checks": _check_rows(audit.checks[:MAX_ROWS]),
        "claims": [_claim_row(claim, audit, index) for claim in audit.ledger.claims[:MAX_ROWS]],
        "known_claims": known,
        "known_checks": {result.id for result in audit.checks[:MAX_ROWS]},
        "known_findings": {finding_anchor(finding) for finding in audit.findings[:MAX_ROWS]},
        "cut": max(len(audit.findings), len(audit.checks), len(audit.ledger.claims)) > MAX_ROWS,
        "max_rows": MAX_ROWS,
        "correction_of": lambda change: _correction(change, claims, audit),
        "implied_of": show_bound,
        "sides_of": lambda conflict: _sides_of(conflict, claims, audit),
        "changes": _changes(audit, against) if against is not None else None,
        "style": Markup((_HERE / "style.css").read_text("utf-8")),  # noqa: S704 - our own file
        "script": Markup((_HERE / "script.js").read_text("utf-8")),  # noqa: S704 - our own file
        "mark": {"holds": "✓", "breaks": "✗", "unknown": "?", "error": "■", "warning": "▲", "note": "●"},
    }


def _sources(audit: Audit, known: set[str]) -> Iterator[tuple[Source, list[Paragraph], int]]:
    """Each source with the paragraphs that are shown, and how many are not; all sources share the limit."""
    left = MAX_ROWS
    for source in _by_claims(audit):
        if source.text:
            paragraphs = mark_up(source, audit, known)
            yield source, paragraphs[:left], max(len(paragraphs) - left, 0)
            left = max(left - len(paragraphs), 0)


def _title(audit: Audit) -> str:
    first = next((source for source in _by_claims(audit) if source.title or source.text), None)
    return (first.title or first.path) if first else "Audit"


def _by_claims(audit: Audit) -> list[Source]:
    """The sources in the order their first claims are written, then those without."""
    order = {path: at for at, path in enumerate(dict.fromkeys(claim.source for claim in audit.ledger.claims))}
    return sorted(audit.ledger.sources, key=lambda source: (order.get(source.path, len(order)), source.path))


def _percent(share: Fraction) -> str:
    tenths = share * 1000
    return f"{tenths.numerator // tenths.denominator / 10:g} %"


@dataclass(frozen=True, slots=True)
class _Index:
    """What stands behind each claim, by its id."""

    located: Mapping[str, Located]
    checks: Mapping[str, list[str]]
    findings: Mapping[str, list[Finding]]

    @classmethod
    def of(cls, audit: Audit) -> _Index:
        """The index of an audit, of rows that the page shows."""
        checks: dict[str, dict[str, None]] = defaultdict(dict)
        for result in audit.checks[:MAX_ROWS]:
            for name in result.claims:
                checks[name][result.id] = None
        findings = defaultdict(list)
        for finding in audit.findings[:MAX_ROWS]:
            for name in finding.claims:
                findings[name].append(finding)
        located = {one.claim: one for one in reversed(audit.located)}
        return cls(located, {name: list(ids) for name, ids in checks.items()}, findings)


def _claim_row(claim: Claim, audit: Audit, index: _Index) -> dict[str, Any]:
    measure = audit.ledger.schema.measures.get(claim.measure)
    return {
        "claim": claim,
        "title": measure.title if measure and measure.title else claim.measure,
        "interval": _interval(claim),
        "world": _world(claim),
        "located": index.located.get(claim.id),
        "checks": index.checks.get(claim.id, []),
        "findings": index.findings.get(claim.id, [])[:20],
    }


def _world(claim: Claim) -> str:
    """The world a claim lives in, in words."""
    if claim.scenario:
        return f"scenario {claim.scenario}"
    return "a world of its own" if schema.world(claim) else "actual world"


def _check_rows(results: Iterable[CheckResult]) -> list[tuple[CheckResult, str, list[str]]]:
    """Each result with its group in words and its anchors; the first of a check carries the check's own anchor."""
    rows, seen = [], set[str]()
    for result in results:
        group = " ".join(f"{name}={member}" for name, member in result.group.items())
        names = dict.fromkeys((anchor("check", result.id), anchor("check", f"{result.id} {group}".rstrip())))
        rows.append((result, group, [name for name in names if name not in seen]))
        seen.update(names)
    return rows


def _named_once(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with its anchor, "" when another has taken it."""
    seen: set[str] = set()
    for finding in findings:
        name = finding_anchor(finding)
        yield finding, "" if name in seen else name
        seen.add(name)


def _interval(claim: Claim) -> str:
    value = claim.value
    if isinstance(value, Quantity):
        return show_bound(value.bound, value.unit)
    if isinstance(value, Period):
        ends = [day.isoformat() for day in (value.first, value.last) if day]
        return " to ".join(dict.fromkeys(ends))
    return value.text if isinstance(value, Category) else ""


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


def _correction(change: Any, claims: Mapping[str, Claim], audit: Audit) -> str:  # noqa: ANN401 - a Change
    claim = claims.get(change.claim)
    measure = audit.ledger.schema.measures.get(claim.measure) if claim else None
    return show_correction(change.bound, change.unit, measure.kind if measure else Kind.QUANTITY)


def _changes(audit: Audit, against: Mapping[str, Any]) -> dict[str, Any]:
    """What is new since an earlier audit, and what is gone."""
    before = {found.get("fingerprint", ""): found for found in against.get("findings", ())}
    now = {finding.fingerprint for finding in audit.findings}
    verdicts = {_key(old.get("id"), old.get("group")): old.get("verdict") for old in against.get("checks", ())}
    return {
        "new": [finding for finding in audit.findings if finding.fingerprint not in before],
        "gone": [found for print_, found in before.items() if print_ not in now],
        "turned": [
            (result, verdicts[_key(result.id, result.group)])
            for result in audit.checks
            if verdicts.get(_key(result.id, result.group), result.verdict.value) != result.verdict.value
        ],
    }


def _key(name: object, group: object) -> tuple[str, str]:
    pairs: Iterable[Any] = sorted(dict(group).items()) if isinstance(group, Mapping) else ()
    return str(name), str(list(pairs))


def finding_anchor(finding: Finding) -> str:
    """The anchor of a finding: its code and fingerprint."""
    return f"{finding.code}-{finding.fingerprint}"
