"""One finding with everything behind it, as text: claims and quotes, the check's working, conflict, corrections."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.model import Audit, Claim, ConflictSet, Finding, Kind
from tallystick.reconcile.wording import show_bound


def derive(audit: Audit, finding: Finding) -> str:
    """The derivation of a finding, indented lines under its message."""
    return "\n".join(_lines(audit, finding)) + "\n"


def _lines(audit: Audit, finding: Finding) -> Iterator[str]:
    severity = finding.severity.value if finding.severity else "error"
    yield f"{finding.code} {finding.name} ({severity})  {finding.place}"
    yield f"  {finding.message}"
    claims = {claim.id: claim for claim in audit.ledger.claims}
    for name in finding.claims:
        if name in claims:
            yield from _claim(claims[name])
    for result in audit.checks:
        if finding.check and result.id == finding.check:
            how = f", agrees {result.agrees}" if result.agrees else ""
            yield f"  check {result.id}: {result.verdict.value}{how}"
            yield f"    {result.equation}"
            if result.substituted:
                yield f"    {result.substituted}"
            if result.reason:
                yield f"    because {result.reason}"
    for conflict in audit.conflicts:
        if set(conflict.claims) == set(finding.claims):
            yield from _conflict(conflict, audit)
    if finding.fix:
        yield f"  fix: {finding.fix}"
    yield f"  fingerprint: {finding.fingerprint}"


def _claim(claim: Claim) -> Iterator[str]:
    who = f", says {claim.by}" if claim.by else ""
    yield f"  claim {claim.id}: {claim.value.text}{who} ({claim.status})  {claim.place}"
    if claim.quote:
        yield f"    “{' '.join(claim.quote.exact.split())}”  {claim.source}"


def _conflict(conflict: ConflictSet, audit: Audit) -> Iterator[str]:
    kinds = {claim.id: audit.ledger.schema.measures[claim.measure].kind for claim in audit.ledger.claims}
    yield (
        "  how it comes about:"
        if conflict.firm
        else "  how it comes about (only as written, not when digits are widened):"
    )
    for step in conflict.steps:
        yield f"    {step}"
    if conflict.corrections:
        yield "  any one of these would mend it:"
    for correction in conflict.corrections:
        moves = (
            f"{c.claim} to {show_bound(c.bound, c.unit, kinds.get(c.claim, Kind.QUANTITY))}" for c in correction.changes
        )
        yield f"    move {'; '.join(moves)}"
