"""How much an audit compared and could not judge, counted before any finding is left out: nothing passes in silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from tallystick.model import CheckResult, Claim, Examined, Finding, Ledger, Located, Verdict, world_of

# Findings that stand for a check or relation nobody could judge.
_OPEN = ("CK03", "CK06")


def account(
    ledger: Ledger, results: Sequence[CheckResult], located: Sequence[Located], findings: Iterable[Finding]
) -> Examined:
    """What was compared beside the checks, and what was not judged.

    Args:
        results: Of all checks.
        findings: All of them, whether a report shows them or not.
    """
    told = list(findings)
    read = [claim for claim in ledger.claims if not claim.is_unread]
    unread = {claim.id for claim in ledger.claims if claim.is_unread} | set(ledger.lost)
    relations = {relation.id for relation in ledger.schema.relations}
    idle = {finding.check for finding in told if finding.code in _OPEN}
    unknown = {result.id for result in results if result.verdict is Verdict.UNKNOWN}
    return Examined(
        quotes=len({one.claim for one in located}),
        relations=len(relations - idle),
        repeated=sum(_meet(claims) for claims in _by_quantity(read)),
        unread_files=len({finding.place.path for finding in told if finding.code == "RD01"}),
        unread_claims=len(unread),
        open_checks=len(unknown | {name for name in idle if name}),
        open_groups=sum(finding.code == "CF06" for finding in told),
    )


def _by_quantity(claims: Iterable[Claim]) -> Iterable[list[Claim]]:
    """The claims of each quantity: of one measure, dimensions and world."""
    groups: dict[tuple[str, str, tuple[tuple[str, str], ...]], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[world_of(claim), claim.measure, tuple(sorted(claim.dimensions.items()))].append(claim)
    return groups.values()


def _meet(claims: Sequence[Claim]) -> bool:
    """True when the periods of two of them have a day in common."""
    spans = sorted(_span(claim) for claim in claims)
    latest = date.min
    for at, (first, last) in enumerate(spans):
        if at and first <= latest:
            return True
        latest = max(latest, last)
    return False


def _span(claim: Claim) -> tuple[date, date]:
    period = claim.period
    return (period and period.first) or date.min, (period and period.last) or date.max
