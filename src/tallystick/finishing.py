"""Findings made ready for a report: severity, fix and fingerprint added, accepted ones set aside, in a stable order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from tallystick import causes
from tallystick.authoring import Rule
from tallystick.model import Allow, ConflictSet, Finding, Ledger, Located, Severity

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
# Findings whose severity a check may set; notes on what a verdict survives stay notes.
_OF_CHECKS = ("CK01", "CK02", "CK03", "CK06", "SP01")
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Finished:
    """The findings of a report, and those their author accepts."""

    findings: tuple[Finding, ...]
    allowed: tuple[tuple[Finding, Allow], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a config or command line chooses: the day on which an `allow … until` is judged, severities, codes.

    Without a day no expiry is judged; `severity` is code → severity; `select` and `ignore` are codes or families.
    """

    as_of: date | None = None
    severity: Mapping[str, str] = field(default_factory=dict)
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()


def finish(
    findings: Sequence[Finding],
    ledger: Ledger,
    rules: Mapping[str, Rule],
    conflicts: Sequence[ConflictSet] = (),
    *,
    located: Sequence[Located] = (),
    choice: Choice | None = None,
) -> Finished:
    """Every finding with its name, severity, fix and fingerprint, under the one it follows from; repeated ones once.

    Args:
        located: Where the quotes of claims stand.
    """
    choice = choice or Choice()
    kept, allowed, stale = _set_aside(findings, ledger, choice.as_of)
    finisher = _Finisher(ledger, rules, choice.severity, conflicts)
    done = {finisher.finish(finding): None for finding in [*kept, *stale]}
    chosen = [finding for finding in done if _is_chosen(finding.code, choice.select, choice.ignore)]
    unread = {claim.id for claim in ledger.claims if claim.is_unread}.union(ledger.lost)
    linked = causes.in_order(causes.link(chosen, located, unread))
    told = causes.in_order(causes.tell_as_one(linked))
    return Finished(tuple(told), tuple((finisher.finish(f), allow) for f, allow in allowed))


def _lower_first(text: str) -> str:
    """A sentence of a page as the fix of a message: lower case, no full stop at the end."""
    return (text[:1].lower() + text[1:]).removesuffix(".")


def _is_chosen(code: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    def matches(patterns: Sequence[str]) -> bool:
        return any(code.startswith(pattern) for pattern in patterns)

    return (not select or matches(select)) and not matches(ignore)


class _Finisher:
    """Looks up what a finding is given; its tables are built once."""

    def __init__(
        self, ledger: Ledger, rules: Mapping[str, Rule], severity: Mapping[str, str], conflicts: Sequence[ConflictSet]
    ) -> None:
        self.rules, self.severity = rules, severity
        self.sources = {source.path: source for source in ledger.sources}
        self.claims = {claim.id: claim for claim in ledger.claims}
        self.checks = {check.id: check.severity for check in ledger.checks}
        self.relations = {relation.id: relation.severity for relation in ledger.schema.relations}
        self.conflicts = {frozenset(one.claims): one for one in conflicts}

    def finish(self, finding: Finding) -> Finding:
        rule = self.rules.get(finding.code)
        return replace(
            finding,
            name=finding.name or (rule.name if rule else ""),
            severity=finding.severity or self._severity(finding, rule),
            fix=finding.fix or (_lower_first(rule.fix) if rule else ""),
            fingerprint=self._fingerprint(finding),
            content=finding.content or self._content(finding),
        )

    def _severity(self, finding: Finding, rule: Rule | None) -> Severity:
        own = list(self._own(finding))
        if own:
            # A conflict is no graver than the mildest of what it rests on.
            return max(own, key=_RANK.__getitem__)
        if finding.code in self.severity:
            return Severity(self.severity[finding.code])
        return rule.severity if rule else Severity.ERROR

    def _own(self, finding: Finding) -> Iterator[Severity]:
        """Severities that the check, relations or sources of a finding set."""
        if finding.code in _OF_CHECKS and finding.check and self.checks.get(finding.check):
            yield self.checks[finding.check]  # type: ignore[misc]
        if finding.source and (source := self.sources.get(finding.source)) and source.severity:
            yield source.severity
        if finding.code.startswith("CF"):
            yield from self._of_conflict(finding)

    def _of_conflict(self, finding: Finding) -> Iterator[Severity]:
        conflict = self.conflicts.get(frozenset(finding.claims))
        for name in (*(conflict.relations if conflict else ()), finding.check or ""):
            if self.relations.get(name):
                yield self.relations[name]  # type: ignore[misc]
        for name in finding.claims:
            source = self.sources.get(self.claims[name].source) if name in self.claims else None
            if source and source.severity:
                yield source.severity

    def _content(self, finding: Finding) -> str:
        """A hash of what the claims of a finding say; "" when it speaks of none."""
        said = (f"{name}={self.claims[name].value.text}" for name in sorted(finding.claims) if name in self.claims)
        text = "\x1f".join(said)
        return sha256(text.encode()).hexdigest()[:8] if text else ""

    def _fingerprint(self, finding: Finding) -> str:
        """A hash that stays when lines move: of code, claims, check and the source text around, else of the message."""
        source = self.sources.get(finding.source)
        around = ""
        if source and source.text and finding.start >= 0:
            around = " ".join(source.text[max(0, finding.start - _AROUND) : finding.end + _AROUND].split())
        parts = [finding.code, *sorted(finding.claims), finding.check or "", around]
        if not (finding.claims or finding.check or around):
            parts += [finding.place.path, finding.message]
        return sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _set_aside(
    findings: Sequence[Finding], ledger: Ledger, as_of: date | None
) -> tuple[list[Finding], list[tuple[Finding, Allow]], list[Finding]]:
    """Findings kept, findings accepted, and RD08 for every `allow` that accepts nothing or has run out."""
    allows = list(_allows(ledger))
    kept: list[Finding] = []
    aside: list[tuple[Finding, Allow]] = []
    used: set[int] = set()
    for finding in findings:
        at = next((n for n, (allow, scope) in enumerate(allows) if _covers(allow, scope, finding, as_of)), None)
        if at is None:
            kept.append(finding)
        else:
            used.add(at)
            aside.append((finding, allows[at][0]))
    stale = [_stale(allow, as_of) for n, (allow, _) in enumerate(allows) if n not in used]
    return kept, aside, stale


# What an `allow` speaks of: ("claim", id), ("check", id) or ("file", path).
_Scope = tuple[str, str]


def _allows(ledger: Ledger) -> Iterator[tuple[Allow, _Scope]]:
    yield from ((allow, ("claim", claim.id)) for claim in ledger.claims for allow in claim.allow)
    yield from ((allow, ("check", check.id)) for check in ledger.checks for allow in check.allow)
    yield from ((allow, ("check", one.id)) for one in ledger.schema.relations for allow in one.allow)
    yield from ((allow, ("file", path)) for path, allow in ledger.allow)


def _covers(allow: Allow, scope: _Scope, finding: Finding, as_of: date | None) -> bool:
    if allow.code not in (finding.code, finding.name) or _has_ended(allow, as_of):
        return False
    kind, name = scope
    if kind == "claim":
        return name in finding.claims
    if allow.start >= 0:
        return finding.source == name and allow.start <= finding.start < allow.end
    return finding.check == name if kind == "check" else finding.place.path == name


def _has_ended(allow: Allow, as_of: date | None) -> bool:
    return allow.until is not None and as_of is not None and as_of >= allow.until


def _stale(allow: Allow, as_of: date | None) -> Finding:
    if _has_ended(allow, as_of):
        return Finding("RD08", f"allow {allow.code} ended on {allow.until}", (), allow.place)
    return Finding("RD08", f"allow {allow.code} matches no finding", (), allow.place)
