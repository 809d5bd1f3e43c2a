"""Every check of a ledger judged: results, one per group, and findings. Imports everything else in `verdicts`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tallystick.errors import TallystickError, UnitError
from tallystick.expressions import nodes, show
from tallystick.expressions.nodes import Node
from tallystick.meaning import NoValue, Symbol
from tallystick.model import Agrees, Check, CheckResult, Claim, Finding, Ledger, Severity, Survives, Verdict
from tallystick.printed import EXACT
from tallystick.solving.allowance import Allowance
from tallystick.solving.kleene import Judged
from tallystick.verdicts.complaints import (
    Judgement,
    complain,
    complain_of_ambiguity,
    complain_of_plain_numbers,
    complain_of_refusal,
)
from tallystick.verdicts.matching import ClaimIndex, index_claims
from tallystick.verdicts.preparing import (
    CannotJudge,
    Prepared,
    combinations_of,
    names_that_may_be_empty,
    prepare,
    silence_of,
)
from tallystick.verdicts.scope import Implied, Print, Scope
from tallystick.verdicts.survival import outcome_of, survival_of
from tallystick.verdicts.wording import claims_of, sides_of, substitute

_ORDER = {Verdict.BREAKS: 0, Verdict.UNKNOWN: 1, Verdict.HOLDS: 2}


@dataclass(frozen=True, slots=True)
class Settings:
    """How checks are judged: rounding `nearest` or `truncate`, the solver's time, reconciled bounds by claim."""

    mode: str = "nearest"
    allowance: Allowance = field(default_factory=Allowance)
    implied: Implied | None = None


def judge_all(
    ledger: Ledger, *, mode: str = "nearest", allowance: Allowance | None = None, implied: Implied | None = None
) -> tuple[tuple[CheckResult, ...], tuple[Finding, ...]]:
    """Results and findings of every assertion of the ledger, in its order; separations are judged elsewhere.

    Args:
        ledger: Claims and checks.
        mode: How print was rounded: `nearest` or `truncate`.
        allowance: The time that the solver may take over all statements, and over one question.
        implied: What reconciling found: bound and unit by claim id, for claims of which it knows more than they say.
    """
    settings, index = Settings(mode, allowance or Allowance(), implied), index_claims(ledger)
    results: list[CheckResult] = []
    findings: list[Finding] = []
    for check in ledger.checks:
        if check.separate:
            continue
        found, complaints = _examine(check, index, settings)
        results.extend(found)
        findings.extend(complaints)
    return tuple(results), tuple(findings)


def judge(
    check: Check, ledger: Ledger, *, settings: Settings = Settings(), index: ClaimIndex | None = None
) -> Iterator[CheckResult]:
    """The results of one assertion, one per group; see `judge_all` for what they cost in findings."""
    found, _ = _examine(check, index or index_claims(ledger), settings)
    yield from found


def _examine(check: Check, index: ClaimIndex, settings: Settings) -> tuple[list[CheckResult], list[Finding]]:
    try:
        prepared = prepare(check, index)
    except CannotJudge as refusal:
        result = _blank(check, equation=" ".join(check.assertion.split()), reason=refusal.what)
        return [result], [complain_of_refusal(check, refusal)]
    results: list[CheckResult] = []
    findings = [*_silences(check, prepared, index), *_unused(check, prepared)]
    findings.extend(complain_of_ambiguity(check, prepared.node, index.ledger.schema.readings))
    for group, matches in prepared.groups:
        task = Task(check, prepared, dict(group), matches, index, settings)
        findings.extend(() if results else _plain_numbers(task))
        judgements = _judge_group(task)
        results.append(_together(judgements))
        findings.extend(complain(check, judgements))
    return results, findings


def _silences(check: Check, prepared: Prepared, index: ClaimIndex) -> Iterator[Finding]:
    """Findings of a check that is judged although no claim matches, as one that counts them may be."""
    if any(any(matches.values()) for _, matches in prepared.groups):
        return
    names = nodes.names(prepared.node)
    for query in check.given:
        if query.name in names:
            yield complain_of_refusal(check, silence_of(check, query, index, fix="allow CK03 on the check"))


def _unused(check: Check, prepared: Prepared) -> Iterator[Finding]:
    """Findings of queries that the assertion does not name: it may mean a claim of a like name instead."""
    names = nodes.names(prepared.node)
    for query in check.given:
        if query.name not in names:
            what = f"'{query.name}' under 'given' of check '{check.id}' is not used"
            fix = "name it in the assertion, or remove it"
            yield Finding("RD02", what, place=query.place, check=check.id, fix=fix)


@dataclass(frozen=True, slots=True)
class Task:
    """One group of a check, with all that judging it needs."""

    check: Check
    prepared: Prepared
    group: Mapping[str, str]
    matches: Mapping[str, tuple[Claim, ...]]
    index: ClaimIndex
    settings: Settings
    met: dict[tuple[str, Print], Symbol] = field(default_factory=dict)


def _judge_group(task: Task) -> list[Judgement]:
    """One judgement per combination of claims."""
    for name in task.prepared.single:
        if not task.matches[name]:
            return [_unjudged(task, f"no claim of this group matches '{name}'")]
    found = combinations_of(task.prepared, task.matches)
    if not found.combinations:
        names = " and ".join(f"'{name}'" for name in task.prepared.single if name in task.prepared.pins)
        reason = f"no claims of {names} agree in their shared dimensions and period"
        return [_unjudged(task, reason, code="CK03", fix="ask for claims that have a dimension and a period in common")]
    judgements = [_judge_one(task, one) for one in found.combinations]
    if found.capped:
        reason = f"only the first {len(judgements):,} combinations of claims are judged, and there are more"
        rest = _unjudged(task, reason, fix="narrow the queries, or group with `for each`")
        judgements.append(replace(rest, severity=Severity.ERROR))
    return judgements


def _unjudged(task: Task, reason: str, *, code: str = "", fix: str = "") -> Judgement:
    blank = _blank(task.check, equation=task.prepared.equation, reason=reason)
    return Judgement(replace(blank, group=task.group), code, fix)


def _blank(check: Check, *, equation: str, reason: str) -> CheckResult:
    return CheckResult(
        check.id,
        Verdict.UNKNOWN,
        says=check.says,
        equation=equation,
        reason=reason,
        severity=check.severity,
        place=check.place,
    )


def _scope(task: Task, one: Mapping[str, Claim]) -> Scope:
    """What the names stand for in one combination of claims."""
    every = {name: task.matches[name] for name in task.prepared.gathered}
    return Scope(task.index, one, every, known=task.settings.implied, met=task.met)


def _plain_numbers(task: Task) -> Iterator[Finding]:
    """UN06, told once for a check: the first combination of claims shows the units."""
    for one in combinations_of(task.prepared, task.matches).combinations[:1]:
        yield from complain_of_plain_numbers(task.check, task.prepared.node, _scope(task, one))


def _judge_one(task: Task, one: Mapping[str, Claim]) -> Judgement:
    """The judgement on one combination of claims."""
    node, settings = task.prepared.node, task.settings
    scope = _scope(task, one)
    mode = EXACT if task.check.exactly else settings.mode
    claims = dict.fromkeys(claim.id for name in nodes.names(node) for claim in claims_of(name, scope))
    blank = _blank(task.check, equation=task.prepared.equation, reason="")
    asked = replace(blank, substituted=substitute(node, scope), claims=tuple(claims), group=task.group)
    try:
        outcome = outcome_of(node, scope, mode=mode, allowance=settings.allowance)
    except UnitError as problem:
        return Judgement(replace(asked, reason=problem.what), problem.code, problem.fix)
    except NoValue as problem:
        return Judgement(replace(asked, reason=problem.what))
    except TallystickError as problem:
        return Judgement(replace(asked, reason=problem.what), "CK06", problem.fix)
    judged = outcome.judged
    unread = [f"'{name}'" for name in _unread(node, scope)] if judged.verdict is Verdict.UNKNOWN else []
    if unread:
        return Judgement(replace(asked, reason=f"the value of {' and '.join(unread[:5])} cannot be read"))
    sides, relation = sides_of(judged.at or node, scope)
    survives = survival_of(node, scope, outcome, mode=mode, allowance=settings.allowance)
    return Judgement(
        replace(
            asked,
            verdict=judged.verdict,
            reason=judged.reason or _part_that_broke(node, judged),
            sides=sides,
            relation=relation,
            survives=survives,
            agrees=outcome.agrees,
        )
    )


def _unread(node: Node, scope: Scope) -> list[str]:
    """The claims whose values the statement needs and nobody can read; to count claims, none is needed."""
    names = [name for name in nodes.names(node) if name not in names_that_may_be_empty(node)]
    return list(dict.fromkeys(claim.id for name in names for claim in claims_of(name, scope) if claim.is_unread))


def _part_that_broke(node: Node, judged: Judged) -> str:
    """Which part of a longer statement is false; "" when it is the whole, or nothing is."""
    is_part = judged.verdict is Verdict.BREAKS and judged.at is not None and judged.at != node
    return f"'{show(judged.at)}' is false" if is_part and judged.at else ""


def _together(judgements: Sequence[Judgement]) -> CheckResult:
    """The result of a group: the worst of its matches, with all of them when there are several."""
    matches = [judgement.result for judgement in judgements]
    worst = min(matches, key=lambda match: _ORDER[match.verdict])
    if len(matches) == 1:
        return worst
    claims = dict.fromkeys(claim for match in matches for claim in match.claims)
    agrees = Agrees.IN_PRINT if any(match.agrees is Agrees.IN_PRINT for match in matches) else worst.agrees
    return replace(
        worst,
        claims=tuple(claims),
        survives=_survives_together(worst, matches),
        matches=tuple(matches),
        agrees=agrees if worst.verdict is Verdict.HOLDS else None,
    )


def _survives_together(worst: CheckResult, matches: Sequence[CheckResult]) -> Survives:
    """Whether the worst verdict stays the worst: `holds` needs every match, `breaks` one that breaks."""
    if worst.verdict is Verdict.UNKNOWN:
        return Survives()
    each = [match.survives for match in matches if match.verdict is worst.verdict]
    enough = _all_of if worst.verdict is Verdict.HOLDS else _any_of
    rounding = enough([one.rounding for one in each])
    readings = enough([one.readings for one in each])
    if readings is False and worst.verdict is Verdict.BREAKS and len(matches) > 1:
        readings = None  # another match may break where this one does not
    rounding_says = "" if rounding else next(one.rounding_says for one in each if not one.rounding)
    readings_says = "" if readings else next(one.readings_says for one in each if not one.readings)
    return Survives(rounding, readings, rounding_says, readings_says)


def _all_of(parts: Sequence[bool | None]) -> bool | None:
    return False if False in parts else None if None in parts else True


def _any_of(parts: Sequence[bool | None]) -> bool | None:
    return True if True in parts else None if None in parts else False
