"""One finding with everything behind it, as text: claims and quotes, the check's working, conflict, corrections."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick import bounds
from tallystick.model import Audit, Bound, Claim, ConflictSet, Finding


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
            yield f"  check {result.id}: {result.verdict.value}"
            yield f"    {result.equation}"
            if result.substituted:
                yield f"    {result.substituted}"
            if result.reason:
                yield f"    because {result.reason}"
    for conflict in audit.conflicts:
        if set(conflict.claims) == set(finding.claims):
            yield from _conflict(conflict)
    if finding.fix:
        yield f"  fix: {finding.fix}"
    yield f"  fingerprint: {finding.fingerprint}"


def _claim(claim: Claim) -> Iterator[str]:
    who = f", says {claim.by}" if claim.by else ""
    yield f"  claim {claim.id}: {claim.value.text}{who} ({claim.status})  {claim.place}"
    if claim.quote:
        yield f"    “{' '.join(claim.quote.exact.split())}”  {claim.source}"


def _conflict(conflict: ConflictSet) -> Iterator[str]:
    yield "  how it comes about:" if conflict.firm else "  how it comes about (only as written, not when digits are widened):"
    for step in conflict.steps:
        yield f"    {step}"
    if conflict.corrections:
        yield "  any one of these would mend it:"
    for correction in conflict.corrections:
        moves = (f"{change.claim} to {show_bound(change.bound)} {change.unit}".rstrip() for change in correction.changes)
        yield f"    move {'; '.join(moves)}"


def show_bound(bound: Bound) -> str:
    """An interval in words.

    >>> show_bound(bounds.at_most(3, strict=True))
    'less than 3'
    """
    low = None if bound.low is None else bounds.show_number(bound.low)
    high = None if bound.high is None else bounds.show_number(bound.high)
    if low is None and high is None:
        return "any value"
    if low is None:
        return f"{'less than' if bound.high_open else 'at most'} {high}"
    if high is None:
        return f"{'more than' if bound.low_open else 'at least'} {low}"
    if low == high:
        return low
    return f"{'more than ' if bound.low_open else ''}{low} .. {'less than ' if bound.high_open else ''}{high}"
