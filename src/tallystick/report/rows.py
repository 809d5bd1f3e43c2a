"""The rows of the report: a finding with its working, a check with its anchors, a claim with what stands behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tallystick.model import (
    Audit,
    Category,
    CheckResult,
    Claim,
    Finding,
    Located,
    Period,
    Quantity,
    Severity,
    Verdict,
    world_of,
)
from tallystick.report.anchors import anchor
from tallystick.verdicts.wording import show_bound

# Their messages repeat what the working of the check shows better.
_SHOWN_BY_WORKING = ("CK01", "CK02")
_MOST_CLAIMS = 8


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with its anchor ("" when another has taken it), and what it rests on.

    `under` says that it follows from the one above, `is_grave` that one of the two is more than a note. `working` is
    the check's result where the working says more than the message does; `conflict` the number of its conflict set
    from 1, 0 when it has none; `claims` those whose words are shown.
    """

    finding: Finding
    anchor: str
    working: CheckResult | None
    conflict: int
    claims: tuple[Claim, ...]
    under: bool = False
    is_grave: bool = True


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A result with its group in words; the first of a check also carries the check's own anchor."""

    result: CheckResult
    group: str
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with what stands behind it."""

    claim: Claim
    title: str
    interval: str
    world: str
    located: Located | None
    checks: tuple[str, ...]
    findings: tuple[Finding, ...]


def finding_anchor(finding: Finding) -> str:
    """The anchor of a finding: its code and fingerprint."""
    return f"{finding.code}-{finding.fingerprint}"


def finding_rows(audit: Audit, limit: int) -> list[FindingRow]:
    """The first findings, each with its working."""
    results = defaultdict(list)
    for result in audit.checks:
        results[result.id].append(result)
    claims = {claim.id: claim for claim in audit.ledger.claims}
    conflicts = {frozenset(one.claims): at for at, one in reversed(list(enumerate(audit.conflicts[:limit], start=1)))}
    rows, seen, causes = [], set[str](), dict[str, bool]()
    for finding in audit.findings[:limit]:
        name = finding_anchor(finding)
        working = _working(finding, results.get(finding.check or "", ()))
        told = tuple(claims[one] for one in finding.claims[:_MOST_CLAIMS] if one in claims)
        conflict = conflicts.get(frozenset(finding.claims), 0) if finding.code.startswith("CF") else 0
        under = finding.because_of in causes
        causes.setdefault(finding.fingerprint, finding.severity is not Severity.NOTE)
        is_grave = causes[finding.because_of if under else finding.fingerprint]
        rows.append(FindingRow(finding, "" if name in seen else name, working, conflict, told, under, is_grave))
        seen.add(name)
    return rows


def _working(finding: Finding, results: Sequence[CheckResult]) -> CheckResult | None:
    """The result that a finding speaks of: the one of the same claims, else the first that does not hold."""
    if finding.code not in _SHOWN_BY_WORKING:
        return None
    failed = [result for result in results if result.verdict is not Verdict.HOLDS and result.equation]
    same = (result for result in failed if set(result.claims) == set(finding.claims))
    return next(same, failed[0] if failed else None)


def check_rows(results: Iterable[CheckResult]) -> list[CheckRow]:
    """Each result with its group and anchors."""
    rows, seen = [], set[str]()
    for result in results:
        group = " ".join(f"{name}={member}" for name, member in result.group.items())
        names = dict.fromkeys((anchor("check", result.id), anchor("check", f"{result.id} {group}".rstrip())))
        rows.append(CheckRow(result, group, tuple(name for name in names if name not in seen)))
        seen.update(names)
    return rows


def claim_rows(audit: Audit, limit: int) -> list[tuple[str, list[ClaimRow]]]:
    """The first claims, by the title of the source they are quoted from, in the order they are written."""
    titles = {source.path: source.title or source.path for source in audit.ledger.sources}
    index = _Index.of(audit, limit)
    groups: dict[str, list[ClaimRow]] = {}
    for claim in audit.ledger.claims[:limit]:
        title = titles.get(claim.source) or claim.source or "Without a source"
        groups.setdefault(title, []).append(_claim_row(claim, audit, index))
    return list(groups.items())


@dataclass(frozen=True, slots=True)
class _Index:
    """What stands behind each claim, by its id."""

    located: Mapping[str, Located]
    checks: Mapping[str, Mapping[str, None]]
    findings: Mapping[str, Sequence[Finding]]

    @classmethod
    def of(cls, audit: Audit, limit: int) -> _Index:
        """The index of an audit, of rows that the page shows."""
        checks: dict[str, dict[str, None]] = defaultdict(dict)
        for result in audit.checks[:limit]:
            for name in result.claims:
                checks[name][result.id] = None
        findings = defaultdict(list)
        for finding in audit.findings[:limit]:
            for name in finding.claims:
                findings[name].append(finding)
        return cls({one.claim: one for one in reversed(audit.located)}, checks, findings)


def _claim_row(claim: Claim, audit: Audit, index: _Index) -> ClaimRow:
    measure = audit.ledger.schema.measures.get(claim.measure)
    return ClaimRow(
        claim,
        measure.title if measure and measure.title else claim.measure,
        _interval(claim),
        _world(claim),
        index.located.get(claim.id),
        tuple(index.checks.get(claim.id, ())),
        tuple(index.findings.get(claim.id, ())[:20]),
    )


def _world(claim: Claim) -> str:
    """The world a claim lives in, in words."""
    if claim.scenario:
        return f"scenario {claim.scenario}"
    return "a world of its own" if world_of(claim) else "actual world"


def _interval(claim: Claim) -> str:
    value = claim.value
    if isinstance(value, Quantity):
        return show_bound(value.bound, value.unit)
    if isinstance(value, Period):
        ends = [day.isoformat() for day in (value.first, value.last) if day]
        return " to ".join(dict.fromkeys(ends))
    return value.text if isinstance(value, Category) else ""


def flags(findings: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """(claim, its gravest finding) of every claim that an error or a warning names; findings come gravest first."""
    seen: set[str] = set()
    for finding in findings:
        if finding.severity is Severity.NOTE:
            continue
        for name in finding.claims:
            if name not in seen:
                seen.add(name)
                yield name, finding
