"""Baselines: findings that are known and left for later, kept by rule and content, never by line.

A baseline is a JSON file of its own: an entry a finding, why it is kept (`because`) and until when (`until`). An
earlier audit (`-o json:FILE`) serves as one as well. What it holds is left out, and counted; an entry that has ended
hides nothing, and one that matches nothing is told (RD08).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tallystick.model import Audit, Finding, Findings, Place, Severity
from tallystick.report.changes import names_of, prints_of, without_known

KIND = "baseline"
FORMAT = 1
SHOWN = 3


def to_baseline(audit: Audit, *, because: str = "", until: date | None = None) -> dict[str, Any]:
    """A baseline of every finding of an audit.

    Args:
        because: Why they are kept; it stands with each entry.
        until: The day from which on they are told again.
    """
    entries = [_entry(finding, because, until) for finding in audit.findings]
    return {"format": FORMAT, "kind": KIND, "findings": entries, "checks": []}


def _entry(finding: Finding, because: str, until: date | None) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "code": finding.code,
        "fingerprint": finding.fingerprint,
        "content": finding.content or None,
        "members": list(finding.members),
        "path": finding.place.path,
        "message": finding.message,
    }
    return {**entry, **({"because": because} if because else {}), **({"until": until.isoformat()} if until else {})}


def render_baseline(baseline: Mapping[str, Any]) -> str:
    """The baseline as its file holds it: an entry a line, so that a change of one is a line of a diff."""
    lines = ",\n".join(f"  {json.dumps(one, ensure_ascii=False)}" for one in baseline["findings"])
    head = f'"format": {FORMAT}, "kind": "{KIND}", "checks": []'
    return f'{{{head}, "findings": [\n{lines}\n]}}\n' if lines else f'{{{head}, "findings": []}}\n'


def apply_baseline(audit: Audit, earlier: Mapping[str, Any]) -> Audit:
    """The audit without the findings that a baseline, or an earlier audit, holds; RD08 tells entries that are stale."""
    entries = list(earlier.get("findings", ()))
    ended = [one for one in entries if _has_ended(one, audit.as_of)]
    in_force = [one for one in entries if not _has_ended(one, audit.as_of)]
    left = without_known(audit, {**earlier, "findings": in_force})
    hidden = len(audit.findings) - len(left.findings)
    stale = _stale(audit, ended, in_force) if earlier.get("kind") == KIND else ()
    return replace(left, findings=Findings((*left.findings, *stale)), known=hidden)


def prune(audit: Audit, baseline: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """The baseline without the entries that the audit no longer finds or that have ended, and how many went."""
    now = _now(audit)
    entries = baseline.get("findings", ())
    kept = [one for one in entries if now & prints_of(one) and not _has_ended(one, audit.as_of)]
    return {**baseline, "findings": kept}, len(entries) - len(kept)


def describe(baseline: Mapping[str, Any]) -> Iterator[str]:
    """One line an entry: code, where it was met, what it said, why it is kept and until when."""
    for one in baseline.get("findings", ()):
        reason = f" because {one['because']}" if one.get("because") else ""
        until = f" until {one['until']}" if one.get("until") else ""
        where = one.get("path") or _place_of(one)
        yield f"{one.get('code', '')}  {where}  {one.get('message', '')}{reason}{until}"


def _place_of(entry: Mapping[str, Any]) -> str:
    place = entry.get("place")
    return str(place.get("path", "")) if isinstance(place, Mapping) else ""


def _now(audit: Audit) -> set[str]:
    return {name.partition(":")[0] for finding in audit.findings for name in names_of(finding)}


def _stale(audit: Audit, ended: Sequence[Mapping[str, Any]], entries: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    now = _now(audit)
    gone = [one for one in entries if not now & prints_of(one)]
    fix = "take them out: tally baseline prune"
    if gone:
        yield _note(f"the baseline holds {_listed(gone)} that the audit no longer finds", fix)
    if ended:
        yield _note(f"the baseline holds {_listed(ended)} that ended by {audit.as_of}", fix)


def _listed(entries: Sequence[Mapping[str, Any]]) -> str:
    shown = ", ".join(f"{one.get('code')} {one.get('message', '')}" for one in entries[:SHOWN])
    more = f" and {len(entries) - SHOWN:,} more" if len(entries) > SHOWN else ""
    return f"{len(entries):,} finding{'s' if len(entries) > 1 else ''} ({shown}{more})"


def _note(message: str, fix: str) -> Finding:
    return Finding("RD08", message, (), Place(""), name="stale-allow", severity=Severity.NOTE, fix=fix)


def _has_ended(entry: Mapping[str, Any], as_of: date | None) -> bool:
    until = entry.get("until")
    if not isinstance(until, str) or as_of is None:
        return False
    return as_of >= date.fromisoformat(until)
