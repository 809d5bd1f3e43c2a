"""The audit as JSON, format 1: `audit.schema.json` beside this module describes it, and is part of the contract."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from tallystick import __version__
from tallystick.bounds import show_number
from tallystick.model import (
    Audit,
    Bound,
    CheckResult,
    Claim,
    ConflictSet,
    Finding,
    Located,
    Measure,
    Period,
    Quantity,
    Severity,
    Source,
)
from tallystick.report.formats import PLAIN, Look
from tallystick.report.json_ties import figures_data, ties_data
from tallystick.report.summary import is_nothing_compared, summary
from tallystick.report.totals import loose_figures, tied_figures

FORMAT = 1
SCHEMA = Path(__file__).with_name("audit.schema.json")


def render(audit: Audit, look: Look = PLAIN) -> str:  # noqa: ARG001 - every renderer is called alike
    """The audit in this format."""
    return render_json(audit)


def render_json(audit: Audit) -> str:
    """The audit as one JSON object, keys in a stable order, a line feed at the end."""
    return json.dumps(to_data(audit), ensure_ascii=False, indent=1) + "\n"


def to_data(audit: Audit) -> dict[str, Any]:
    """The audit as plain JSON data."""
    located = {one.claim: one for one in audit.located}
    measures = audit.ledger.schema.measures
    return {
        "format": FORMAT,
        "tool": {"name": "tallystick", "version": __version__},
        "summary": _summary(audit),
        "claims": [_claim(claim, located.get(claim.id), measures) for claim in audit.ledger.claims],
        "checks": [_check(result) for result in audit.checks],
        "conflicts": [_conflict(conflict) for conflict in audit.conflicts],
        "findings": [_finding(finding) for finding in audit.findings],
        "allowed": [{**_finding(f), "because": allow.because} for f, allow in audit.allowed],
        "coverage": _coverage(audit),
        "figures": figures_data(audit),
        "notes": [{"document": path, "says": note} for path, note in audit.notes],
        "ties": ties_data(audit),
        "sources": [_source(source) for source in audit.ledger.sources],
        "rules": [{"code": code, "name": name, "summary": summary} for code, name, summary in audit.rules],
        "implied": [
            {"variable": name, **_interval(bound), "unit": unit or None} for name, bound, unit in audit.implied
        ],
        "provenance": _provenance(audit),
    }


def _summary(audit: Audit) -> dict[str, Any]:
    counts = {level.value: sum(f.severity is level for f in audit.findings) for level in Severity}
    share = audit.coverage.share
    return {
        "claims": len(audit.ledger.claims),
        "checks": len(audit.checks),
        **counts,
        "coverage": round(share.numerator / share.denominator, 6),
        "figures": tied_figures(audit) + len(loose_figures(audit)),
        "tied": tied_figures(audit),
        "ties": len(audit.ties),
        "known": audit.known,
        "compared": not is_nothing_compared(audit),
        "examined": asdict(audit.examined),
        "says": summary(audit),
    }


def _number(value: Fraction | None) -> str | None:
    return None if value is None else show_number(value)


def _interval(bound: Bound) -> dict[str, Any]:
    return {
        "low": _number(bound.low),
        "high": _number(bound.high),
        "low_open": bound.low_open,
        "high_open": bound.high_open,
    }


def _value(claim: Claim) -> dict[str, Any]:
    value = claim.value
    if isinstance(value, Quantity):
        return {"value": value.text, **_interval(value.bound), "unit": value.unit or None}
    text = value.text
    ends = (text, text)
    if isinstance(value, Period):
        ends = (value.first.isoformat() if value.first else None, value.last.isoformat() if value.last else None)  # type: ignore[assignment]
    return {"value": text, "low": ends[0], "high": ends[1], "low_open": False, "high_open": False, "unit": None}


def _claim(claim: Claim, located: Located | None, measures: Mapping[str, Measure]) -> dict[str, Any]:
    kind = measures[claim.measure].kind.value if claim.measure in measures else None
    return {
        "id": claim.id,
        "measure": claim.measure,
        "kind": kind,
        "dimensions": dict(claim.dimensions),
        **_value(claim),
        "period": claim.period.text if claim.period else None,
        "status": claim.status,
        "scenario": claim.scenario or None,
        "by": claim.by or None,
        "source": claim.source or None,
        "quote": claim.quote.exact if claim.quote else None,
        "start": located.start if located else None,
        "end": located.end if located else None,
        "note": claim.note or None,
        "unread": claim.is_unread,
        "place": _place(claim.place.path, claim.place.line, claim.place.column),
    }


def _check(result: CheckResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "says": result.says,
        "verdict": result.verdict.value,
        "agrees": result.agrees.value if result.agrees else None,
        "survives": {"rounding": result.survives.rounding, "readings": result.survives.readings},
        "survives_says": {"rounding": result.survives.rounding_says, "readings": result.survives.readings_says},
        "equation": result.equation,
        "substituted": result.substituted,
        "reason": result.reason,
        "claims": list(result.claims),
        "group": dict(result.group),
        "sides": [{"text": side.text, **_interval(side.bound), "unit": side.unit or None} for side in result.sides],
        "relation": result.relation or None,
        "place": _place(result.place.path, result.place.line, result.place.column),
    }


def _conflict(conflict: ConflictSet) -> dict[str, Any]:
    return {
        "claims": list(conflict.claims),
        "relations": list(conflict.relations),
        "steps": list(conflict.steps),
        "corrections": [
            {"changes": [{"claim": c.claim, **_interval(c.bound), "unit": c.unit or None} for c in correction.changes]}
            for correction in conflict.corrections
        ],
        "firm": conflict.firm,
        "world": conflict.world or None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value if finding.severity else "error",
        "message": finding.message,
        "fix": finding.fix,
        "claims": list(finding.claims),
        "check": finding.check,
        "place": _place(finding.place.path, finding.place.line, finding.place.column),
        "fingerprint": finding.fingerprint,
        "spans": [list(span) for span in finding.spans],
        "because_of": finding.because_of or None,
        "count": finding.count,
        "content": finding.content or None,
        "members": list(finding.members),
    }


def _place(path: str, line: int, column: int) -> dict[str, Any]:
    return {"path": path, "line": line, "column": column}


def _coverage(audit: Audit) -> dict[str, Any]:
    coverage = audit.coverage
    return {
        "quantities": len(coverage.numbers),
        "claimed": coverage.claimed,
        "waived": coverage.waived,
        "unclaimed": [{"source": n.source, "start": n.start, "end": n.end, "text": n.text} for n in coverage.unclaimed],
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "path": source.path,
        "title": source.title,
        "date": source.date.text if source.date else None,
        "publisher": source.publisher,
        "url": source.url,
        "trust": show_number(source.trust),
        "sha256": source.sha256 or None,
    }


def _provenance(audit: Audit) -> dict[str, Any]:
    made = audit.provenance
    return {
        "as_of": audit.as_of.isoformat() if audit.as_of else None,
        "inputs": [{"path": path, "sha256": digest} for path, digest in made.inputs],
        "versions": dict(made.versions),
        "settings": dict(made.settings),
    }
