"""What a verdict survives: printed numbers widened, and every mix of readings of ambiguous units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from tallystick import printed
from tallystick.errors import CheckDefinitionError, UnitError
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.meaning import NoValue, Translator
from tallystick.meaning.statements import Statement, comparisons
from tallystick.model import Agrees, Claim, Quantity, Survives, Verdict
from tallystick.solving import kleene
from tallystick.solving.allowance import Allowance
from tallystick.solving.kleene import NOT_DECIDED, Judged
from tallystick.verdicts import agreement
from tallystick.verdicts.agreement import Read
from tallystick.verdicts.scope import Print, Scope
from tallystick.verdicts.wording import claims_of, show_reading, show_side, sides_of

MAX_MIXES = 3**6
_LIMIT_SHARE = 10  # a mix of readings gets this part of the time of a verdict
_NO_ANSWER = (UnitError, CheckDefinitionError, NoValue)
_BECOMES = {
    Verdict.HOLDS: "holds",
    Verdict.BREAKS: "breaks",
    Verdict.UNKNOWN: "is no longer certain",
}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where an ambiguous unit was written: a claim, or a literal of the check."""

    key: str
    name: str
    readings: tuple[str, ...]


def read(node: Node, scope: Scope) -> Read:
    """The statement under the scope's reading, with its unknowns; errors as `Translator.statement`."""
    work = Translator(scope)
    return Read(work.statement(node), work.unknowns)


def in_print(scope: Scope, how: Print, mode: str) -> Scope:
    """The same names with printed numbers taken another way."""
    return replace(scope, reading=replace(scope.reading, print=how, mode=mode))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict as written or in print, how it agrees, and the statement without what print excused."""

    judged: Judged
    agrees: Agrees | None
    written: Read
    softened: Statement


def outcome_of(node: Node, scope: Scope, *, mode: str, allowance: Allowance) -> Outcome:
    """The verdict of a statement: as written, else in print where that excuses (DESIGN §4).

    Args:
        node: The statement.
        scope: What its names stand for, as written.
        mode: How print was rounded: `nearest` or `truncate`; `exact` excuses nothing.
        allowance: The time that it shares with the rest of the run.
    """
    written = read(node, scope)
    judged = kleene.judge(written.statement, written.unknowns, allowance=allowance)
    excusable = any(part.is_equality for part in comparisons(written.statement))
    if judged.verdict is Verdict.HOLDS:
        return Outcome(judged, Agrees.EXACTLY if excusable else None, written, written.statement)
    if mode == printed.EXACT or not any(_is_printed(claim) for claim in _claims_in(node, scope)):
        return Outcome(judged, None, written, written.statement)
    rounded = read(node, in_print(scope, Print.ROUNDED, mode))
    softened = agreement.soften(written, rounded, allowance=allowance)
    if softened != written.statement:
        judged = kleene.judge(softened, written.unknowns, allowance=allowance)
    agrees = Agrees.IN_PRINT if judged.verdict is Verdict.HOLDS else None
    return Outcome(judged, agrees, written, softened)


def survival_of(node: Node, scope: Scope, outcome: Outcome, *, mode: str, allowance: Allowance) -> Survives:
    """Whether a verdict stays under rounding and under every mix of readings; both None for `unknown`."""
    if outcome.judged.verdict is Verdict.UNKNOWN:
        return Survives()
    rounding, rounding_says = _rounding(node, scope, outcome, mode=mode, allowance=allowance)
    readings, readings_says = _readings(node, scope, outcome.judged.verdict, mode=mode, allowance=allowance)
    return Survives(rounding, readings, rounding_says, readings_says)


def _rounding(
    node: Node, scope: Scope, outcome: Outcome, *, mode: str, allowance: Allowance
) -> tuple[bool | None, str]:
    if not any(_is_printed(claim) for claim in _claims_in(node, scope)):
        return True, ""
    verdict, widened = outcome.judged.verdict, in_print(scope, Print.WIDENED, mode)
    try:
        read_wide = read(node, widened)
    except _NO_ANSWER as problem:
        return False, f"{_BECOMES[Verdict.UNKNOWN]} when every printed number is widened: {problem.what}"
    if verdict is Verdict.HOLDS:
        statement = agreement.never_refuted(outcome.written, outcome.softened, read_wide)
    else:
        statement = agreement.never_touching(outcome.written, read_wide, allowance=allowance)
    found = kleene.judge(statement, read_wide.unknowns, allowance=allowance)
    if found.verdict is verdict:
        return True, ""
    if found.reason.startswith(NOT_DECIDED):
        return None, f"what widening every printed number leaves is {found.reason}"
    sides, _ = sides_of(found.at or node, widened)
    against = f": {' against '.join(show_side(side) for side in sides)}" if sides else ""
    return False, f"{_BECOMES[found.verdict]} when every printed number is widened{against}"


def _is_printed(claim: Claim) -> bool:
    """True when the print of the claim's number leaves room."""
    return isinstance(claim.value, Quantity) and any(claim.value.steps)


def _judge(node: Node, scope: Scope, mode: str, allowance: Allowance) -> Judged:
    try:
        return outcome_of(node, scope, mode=mode, allowance=allowance).judged
    except _NO_ANSWER as problem:
        return Judged(Verdict.UNKNOWN, problem.what)


def _readings(
    node: Node, scope: Scope, verdict: Verdict, *, mode: str, allowance: Allowance
) -> tuple[bool | None, str]:
    occurrences = list(_occurrences(node, scope))
    if not occurrences:
        return True, ""
    mixes = prod(len(occurrence.readings) for occurrence in occurrences)
    if mixes > MAX_MIXES:
        return None, f"{len(occurrences)} ambiguous units have {mixes} mixes of readings, more than {MAX_MIXES} to try"
    unsure, less = "", replace(allowance, question_ms=allowance.question_ms // _LIMIT_SHARE)
    for chosen in product(*(occurrence.readings for occurrence in occurrences)):
        mix = {occurrence.key: unit for occurrence, unit in zip(occurrences, chosen, strict=True)}
        found = _judge(node, _under(scope, mix), mode, less)
        if found.reason.startswith(NOT_DECIDED):
            unsure = f"{found.reason} when {_mix_in_words(occurrences, mix)}"
        elif found.verdict is not verdict:
            return False, f"{_BECOMES[found.verdict]} when {_mix_in_words(occurrences, mix)}"
    return (None, unsure) if unsure else (True, "")


def _under(scope: Scope, mix: Mapping[str, str]) -> Scope:
    return replace(scope, reading=replace(scope.reading, units=mix))


def _occurrences(node: Node, scope: Scope) -> Iterator[Occurrence]:
    for claim in _claims_in(node, scope):
        if isinstance(claim.value, Quantity) and len(claim.value.readings) > 1:
            yield Occurrence(claim.id, f"'{claim.id}'", claim.value.readings)
    for part in nodes.walk(node):
        if isinstance(part, nodes.Number) and len(part.quantity.readings) > 1:
            yield Occurrence(f"literal@{part.span[0]}", f"'{part.quantity.text}'", part.quantity.readings)


def _claims_in(node: Node, scope: Scope) -> Iterable[Claim]:
    """The claims an expression uses, each once."""
    return {claim.id: claim for name in nodes.names(node) for claim in claims_of(name, scope)}.values()


def _mix_in_words(occurrences: Iterable[Occurrence], mix: Mapping[str, str]) -> str:
    return " and ".join(f"{each.name} is in {show_reading(mix[each.key])}" for each in occurrences)
