"""What a verdict survives: printed numbers widened, and every mix of readings of ambiguous units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from tallystick.errors import CheckDefinitionError, UnitError
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.model import Claim, Quantity, Survives, Verdict
from tallystick.verdicts.amounts import Unknowns
from tallystick.verdicts.deciding import NOT_DECIDED
from tallystick.verdicts.kleene import Judged
from tallystick.verdicts.scope import NoValue, Scope
from tallystick.verdicts.statements import judge_statement
from tallystick.verdicts.wording import claims_of, show_reading, show_side, sides_of

MAX_MIXES = 3**6
_LIMIT_SHARE = 10  # a mix of readings gets this part of the time of a verdict
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


def survival_of(node: Node, scope: Scope, verdict: Verdict, *, mode: str, limit_ms: int) -> Survives:
    """Whether a verdict stays under rounding and under every mix of readings; both None for `unknown`."""
    if verdict is Verdict.UNKNOWN:
        return Survives()
    rounding, rounding_says = _rounding(node, scope, verdict, mode=mode, limit_ms=limit_ms)
    readings, readings_says = _readings(node, scope, verdict, limit_ms=limit_ms)
    return Survives(rounding, readings, rounding_says, readings_says)


def rounded(scope: Scope, mode: str) -> Scope:
    """The same names with every printed number widened."""
    return replace(scope, reading=replace(scope.reading, rounded=True, mode=mode), unknowns=Unknowns())


def _rounding(node: Node, scope: Scope, verdict: Verdict, *, mode: str, limit_ms: int) -> tuple[bool | None, str]:
    if not any(_is_printed(claim) for claim in _claims_in(node, scope)):
        return True, ""
    widened = rounded(scope, mode)
    found = _judge(node, widened, limit_ms)
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


def _judge(node: Node, scope: Scope, limit_ms: int) -> Judged:
    try:
        return judge_statement(node, scope, limit_ms=limit_ms)
    except (UnitError, CheckDefinitionError, NoValue) as problem:
        return Judged(Verdict.UNKNOWN, problem.what)


def _readings(node: Node, scope: Scope, verdict: Verdict, *, limit_ms: int) -> tuple[bool | None, str]:
    occurrences = list(_occurrences(node, scope))
    if not occurrences:
        return True, ""
    mixes = prod(len(occurrence.readings) for occurrence in occurrences)
    if mixes > MAX_MIXES:
        return None, f"{len(occurrences)} ambiguous units have {mixes} mixes of readings, more than {MAX_MIXES} to try"
    unsure = ""
    for chosen in product(*(occurrence.readings for occurrence in occurrences)):
        mix = {occurrence.key: unit for occurrence, unit in zip(occurrences, chosen, strict=True)}
        found = _judge(node, _under(scope, mix), limit_ms // _LIMIT_SHARE)
        if found.reason.startswith(NOT_DECIDED):
            unsure = f"{found.reason} when {_mix_in_words(occurrences, mix)}"
        elif found.verdict is not verdict:
            return False, f"{_BECOMES[found.verdict]} when {_mix_in_words(occurrences, mix)}"
    return (None, unsure) if unsure else (True, "")


def _under(scope: Scope, mix: Mapping[str, str]) -> Scope:
    return replace(scope, reading=replace(scope.reading, units=mix), unknowns=Unknowns())


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
