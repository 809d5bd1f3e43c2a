"""Which finding follows from which: one fault is told once, and what it entails under it; many alike are told as one.

A finding follows from another when it speaks of a claim that the other found unreadable or unlike its quote, of a
number inside the quote of such a claim, or of something missing that an unreadable file may hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from tallystick.model import Finding, Located, Severity

# What is wrong with a claim in itself, the deepest first: it cannot be read, is unlike its quote, does not fit.
_UNREADABLE = ("UN01", "RD06", "SC06", "SC10", "SC05", "RD05", "RD04")
_UNQUOTED = ("QT03", "QT04", "QT05", "PD03", "QT01")
_UNFIT = ("SC01", "UN03", "UN04", "UN05")
_OF_VERDICTS = ("CK01", "CK02", "CK03", "CK06", "CF01", "CF02", "CF06", "SP01")
_DEPTH = {code: depth for depth, codes in enumerate((_UNREADABLE, _UNQUOTED, _UNFIT, _OF_VERDICTS)) for code in codes}
_RANK = {code: rank for rank, code in enumerate((*_UNREADABLE, *_UNQUOTED, *_UNFIT))}
# What is missing where a file could not be read: measures and relations in schemas, claims in data.
_MISSING = {"schemas": ("RD05", "CK03", "CK06"), "data": ("CK03", "CK06", "QT06")}
_WEIGHT = {level: weight for weight, level in enumerate(Severity)}
# Of one code in one file, or in one check, more than so many are told as the first few and one more.
MANY, MANY_OF_CHECK = 100, 20
FEW = 10


def link(
    findings: Iterable[Finding], located: Sequence[Located] = (), unread: Collection[str] = frozenset()
) -> list[Finding]:
    """The findings, each with the fingerprint of the one it follows from, if that is among them.

    Args:
        unread: Claims that cannot be read.
    """
    told = list(findings)
    index = _index(told, located, unread)
    causes = {finding.fingerprint: index.cause_of(finding) for finding in told}

    def root(finding: Finding) -> str:
        # Causes are deeper than what follows from them, so that no circle can be.
        cause = causes[finding.fingerprint]
        while cause is not None and (deeper := causes[cause.fingerprint]) is not None:
            cause = deeper
        return cause.fingerprint if cause else ""

    return [replace(finding, because_of=root(finding)) for finding in told]


@dataclass(slots=True)
class _Index:
    """Where the causes are: the deepest fault of a claim, the files nobody could read, the quotes of faulty claims."""

    claims: dict[str, Finding] = field(default_factory=dict)
    files: dict[str, Finding] = field(default_factory=dict)  # first folder of the path → RD01
    quotes: dict[str, list[tuple[int, int, Finding]]] = field(default_factory=lambda: defaultdict(list))

    def cause_of(self, finding: Finding) -> Finding | None:
        """The finding this one follows from, or None."""
        depth = _DEPTH.get(finding.code)
        if depth:
            faults = [self.claims[name] for name in finding.claims if name in self.claims]
            deeper = [fault for fault in faults if _DEPTH[fault.code] < depth]
            if deeper:
                return min(deeper, key=lambda one: _RANK[one.code])
        if finding.code == "QT06":
            spans = self.quotes.get(finding.source, ())
            inside = next((one for low, high, one in spans if low < finding.end and finding.start < high), None)
            if inside:
                return inside
        for folder, cause in self.files.items():
            if finding.code in _MISSING[folder] and (finding.code == "RD05" or not finding.claims):
                return cause
        return None


def _index(findings: Sequence[Finding], located: Sequence[Located], unread: Collection[str]) -> _Index:
    index = _Index()
    for finding in findings:
        folder = finding.place.path.partition("/")[0]
        if finding.code == "RD01" and folder in _MISSING:
            index.files.setdefault(folder, finding)
        for name in finding.claims if _is_fault(finding) else ():
            known = index.claims.get(name)
            is_own = finding.code not in _UNREADABLE or name in unread
            if is_own and (known is None or _RANK[finding.code] < _RANK[known.code]):
                index.claims[name] = finding
        if finding.code == "QT01" and finding.start >= 0:
            index.quotes[finding.source].append((finding.start, finding.end, finding))
    for one in located:
        if one.claim in index.claims:
            index.quotes[one.source].append((one.start, one.end, index.claims[one.claim]))
    return index


def _is_fault(finding: Finding) -> bool:
    """True for what is wrong with a claim in itself; a quote of which only the words differ is no such fault."""
    if finding.severity is Severity.NOTE or finding.code not in _RANK:
        return False
    return finding.code != "QT01" or finding.start >= 0


def tell_as_one(findings: Sequence[Finding]) -> list[Finding]:
    """The findings; of those that say the same, and of hundreds alike, one stands for all."""
    causes, told_as = _told([one for one in findings if not one.because_of])
    entailed = [one for one in findings if one.because_of]
    moved = [replace(one, because_of=told_as.get(one.because_of, one.because_of)) for one in entailed]
    return [*causes, *_told(moved)[0]]


def _told(findings: Sequence[Finding]) -> tuple[list[Finding], dict[str, str]]:
    """The findings that stand for these, and the fingerprint that each merged one now goes by."""
    told_as: dict[str, str] = {}

    def merge(several: Sequence[Finding], message: str) -> Finding:
        made = _merged(several, message)
        told_as.update((one.fingerprint, made.fingerprint) for one in several)
        return made

    groups: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for same in _by(findings, lambda one: (one.code, one.place, one.message, one.check, one.severity)):
        one = same[0] if len(same) == 1 else merge(same, f"{same[0].message} ({len(same):,} times)")
        groups[one.code, one.check or one.place.path, one.severity, one.because_of].append(one)
    told: list[Finding] = []
    for alike in groups.values():
        most = MANY_OF_CHECK if alike[0].check else MANY
        told += alike if len(alike) <= most else [*alike[:FEW], merge(alike[FEW:], _rest_in_words(alike[FEW:]))]
    for old, new in list(told_as.items()):
        told_as[old] = told_as.get(new, new)
    return told, told_as


def _rest_in_words(rest: Sequence[Finding]) -> str:
    first, count = rest[0], sum(one.count for one in rest)
    where = f"check {first.check}" if first.check else first.place.path
    return f"… and {count:,} more of {first.code} in {where}, from {first.place} on"


def _by(findings: Iterable[Finding], key: Callable[[Finding], Hashable]) -> Iterable[list[Finding]]:
    groups: dict[Hashable, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[key(finding)].append(finding)
    return groups.values()


def _merged(findings: Sequence[Finding], message: str) -> Finding:
    """One finding for several: it speaks of all their claims, and is another as soon as one of them is."""
    claims = tuple(dict.fromkeys(name for one in findings for name in one.claims))
    members = [name for one in findings for name in one.members or (f"{one.fingerprint}:{one.content}",)]
    prints = "\x1f".join(sorted(members))
    return replace(
        findings[0],
        message=message,
        claims=claims,
        count=sum(one.count for one in findings),
        fingerprint=sha256(prints.encode()).hexdigest()[:16],
        members=tuple(members),
    )


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Causes by their weight, that of the gravest thing they entail; under each what follows from it."""
    told = list(findings)
    under: dict[str, list[Finding]] = defaultdict(list)
    known = {finding.fingerprint for finding in told}
    for finding in told:
        if finding.because_of in known:
            under[finding.because_of].append(finding)

    def rank(finding: Finding) -> int:
        return _WEIGHT[finding.severity or Severity.ERROR]

    def own(finding: Finding) -> tuple[object, ...]:
        return rank(finding), finding.place, finding.code, finding.message

    def weight(finding: Finding) -> tuple[object, ...]:
        group = [finding, *under.get(finding.fingerprint, ())]
        return min(map(rank, group)), len(group) == 1, *own(finding)[1:]

    roots = sorted((finding for finding in told if finding.because_of not in known), key=weight)
    return [one for root in roots for one in (root, *sorted(under.get(root.fingerprint, ()), key=own))]
