"""Whether groups of claims are separate: no relation, derivation, shared claim or overlapping quote ties them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise, product

from tallystick import expressions
from tallystick.errors import CheckDefinitionError
from tallystick.model import Check, CheckResult, Finding, Ledger, Located, Verdict
from tallystick.showing import nearest

# A step of a path: the node reached, and what ties it to the one before.
_HUB = "\0"  # begins the node of a relation; no claim's id does
Ties = Mapping[str, Sequence[tuple[str, str]]]


def judge_all(ledger: Ledger, located: Sequence[Located] = ()) -> tuple[list[CheckResult], list[Finding]]:
    """The verdict of every `separate` check, and a finding SP01 with the path for each that breaks."""
    results: list[CheckResult] = []
    findings: list[Finding] = []
    ties = _ties(ledger, located)
    by_claim = {one.claim: one for one in located}
    for check in ledger.checks:
        if check.separate:
            result, found = _judge(check, ledger, ties, by_claim)
            results.append(result)
            findings += found
    return results, findings


def _judge(
    check: Check, ledger: Ledger, ties: Ties, located: Mapping[str, Located]
) -> tuple[CheckResult, list[Finding]]:
    known = {claim.id for claim in ledger.claims}
    names = tuple(dict.fromkeys(name for group in check.separate for name in group))
    missing = [name for name in names if name not in known]
    equation = " | ".join(", ".join(group) for group in check.separate)
    if missing:
        findings = [_unknown_name(check, name, known, ledger.lost) for name in missing]
        return _result(check, Verdict.UNKNOWN, equation, findings[0].message, names), findings
    paths = [*_shared_words(check.separate, located), *_paths(check.separate, ties)]
    if not paths:
        return _result(check, Verdict.HOLDS, equation, "no path ties the groups", names), []
    reason = "; ".join(paths[:5])
    message = f"{check.id}: the groups are tied: {reason}"
    return _result(check, Verdict.BREAKS, equation, reason, names), [
        Finding("SP01", message, names, check.place, check.id)
    ]


def _result(check: Check, verdict: Verdict, equation: str, reason: str, claims: tuple[str, ...]) -> CheckResult:
    return CheckResult(
        id=check.id, verdict=verdict, says=check.says, equation=f"separate: {equation}", reason=reason,
        claims=claims, severity=check.severity, place=check.place,
    )  # fmt: skip


def _unknown_name(check: Check, name: str, known: set[str], lost: Sequence[str]) -> Finding:
    if name in lost:
        return Finding("CK02", f"{check.id}: '{name}' cannot be read", (name,), check.place, check.id, fix="mend it")
    hint = nearest(name, sorted(known))
    return Finding(
        "CK06", f"{check.id}: '{name}' is no claim{hint}", (), check.place, check.id, fix="name a claim's id"
    )


def _shared_words(groups: Sequence[Sequence[str]], located: Mapping[str, Located]) -> Iterator[str]:
    """Claims of different groups whose quotes overlap, be it that one lies inside the other."""
    for group, other in combinations(groups, 2):
        for first, second in product(group, other):
            one, two = located.get(first), located.get(second)
            if first != second and one and two and _overlap(one, two):
                yield f"'{first}' shares words of its quote with '{second}'"


def _overlap(one: Located, two: Located) -> bool:
    return one.source == two.source and one.start < two.end and two.start < one.end


def _paths(groups: Sequence[Sequence[str]], ties: Ties) -> Iterator[str]:
    """The shortest path between each two groups that has one, in words."""
    for at, group in enumerate(groups):
        for other in groups[at + 1 :]:
            path = _shortest(group, set(other), ties)
            if path:
                yield path


def _shortest(start: Sequence[str], goal: set[str], ties: Ties) -> str:
    came: dict[str, tuple[str, str]] = dict.fromkeys(start, ("", ""))
    queue = deque(start)
    while queue:
        node = queue.popleft()
        if node in goal:
            return _in_words(node, came)
        for other, why in ties.get(node, ()):
            if other not in came:
                came[other] = (node, why)
                queue.append(other)
    return ""


def _in_words(node: str, came: Mapping[str, tuple[str, str]]) -> str:
    before, why = came[node]
    if not before:
        return f"'{node}' is in both"
    steps = [f"'{node}'"]
    while before:
        if not before.startswith(_HUB):
            steps.append(f"'{before}' {why}")
        node = before
        before, why = came[node]
    return " ".join(reversed(steps))


def _ties(ledger: Ledger, located: Sequence[Located]) -> Ties:
    ties: dict[str, list[tuple[str, str]]] = {}

    def tie(first: str, second: str, why: str, back: str) -> None:
        ties.setdefault(first, []).append((second, why))
        ties.setdefault(second, []).append((first, back))

    for claim in ledger.claims:
        for origin in claim.derived_from:
            tie(claim.id, origin, "is derived from", "is the origin of")
    for first, second in _same_numbers(located):
        tie(first, second, "stands on the same number as", "stands on the same number as")
    for members, relation in _related(ledger):
        # A node of the relation's own ties its members without a tie for every pair.
        for member in members:
            tie(member, f"{_HUB}{relation}", f"is tied by relation '{relation}' to", "")
    return ties


def _same_numbers(located: Sequence[Located]) -> Iterator[tuple[str, str]]:
    """Claims that stand on the same number: what one says the other says too."""
    numbered = [one for one in located if one.number_start >= 0]
    for first, second in pairwise(sorted(numbered, key=lambda one: (one.source, one.number_start))):
        if (first.source, first.number_start) == (second.source, second.number_start):
            yield first.claim, second.claim


def _related(ledger: Ledger) -> Iterator[tuple[list[str], str]]:
    """The claims of the measures that one relation speaks of, and its id."""
    for relation in ledger.schema.relations:
        try:
            names = set(expressions.names(expressions.parse(relation.holds)))
        except CheckDefinitionError:
            continue
        yield [claim.id for claim in ledger.claims if claim.measure in names], relation.id
