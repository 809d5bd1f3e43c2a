"""Findings about checks: CK01 to CK06, and UN codes where units are ambiguous or do not go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tallystick import units
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.meaning import Names, plain_beside_percent
from tallystick.model import Check, CheckResult, Finding, Place, Severity, Verdict
from tallystick.verdicts.preparing import CannotJudge, place_at
from tallystick.verdicts.wording import show_side

_SHOWN = 3
_LONGEST = 300  # characters of an expression that a message quotes


@dataclass(frozen=True, slots=True)
class Judgement:
    """A result, with code and fix of the finding it must become when it was refused rather than judged."""

    result: CheckResult
    code: str = ""
    fix: str = ""
    severity: Severity | None = None  # of what must not pass, whatever its code usually weighs


def complain_of_refusal(check: Check, refusal: CannotJudge) -> Finding:
    """The finding of a check that is not judged at all."""
    return Finding(refusal.code, refusal.what, refusal.claims, place=refusal.at, check=check.id, fix=refusal.fix)


def complain_of_ambiguity(check: Check, node: Node, readings: Mapping[str, str]) -> Iterator[Finding]:
    """The findings of units in the check itself that may mean several things and that no reading settles."""
    for part in nodes.walk(node):
        if not isinstance(part, nodes.Number) or len(part.quantity.readings) < 2:
            continue
        quantity = part.quantity
        for word in units.parse_unit(quantity.unit_text, readings=readings).ambiguous:
            options = ", ".join(units.format_unit(unit) for unit in quantity.readings)
            what = f"'{word}' in check '{check.id}' may mean {options}; read as {units.format_unit(quantity.unit)}"
            fix = f"write the unit that is meant, as in '{units.format_unit(quantity.unit)}'"
            yield Finding("UN02", what, place=place_at(check, part.span[0]), check=check.id, fix=fix)


def complain_of_plain_numbers(check: Check, node: Node, names: Names) -> Iterator[Finding]:
    """UN06 for each bare number that stands where a percentage is meant."""
    for number in plain_beside_percent(node, names):
        what = f"check '{check.id}': '{number.quantity.text}' is a plain number beside a percentage"
        fix = f"write {number.quantity.text} %"
        yield Finding("UN06", what, place=place_at(check, number.span[0]), check=check.id, fix=fix)


def complain(check: Check, judgements: Sequence[Judgement]) -> Iterator[Finding]:
    """The findings of one group of a check: each match that does not hold, with its claims where there are several."""
    for judgement in judgements:
        for finding in _findings(check, judgement):
            yield _with_claims(finding) if len(judgements) > 1 else finding


def _with_claims(finding: Finding) -> Finding:
    """The finding with the names of its claims, which alone tell it from that of another match."""
    shown = [f"'{name}'" for name in finding.claims[:_SHOWN]]
    more = f" and {len(finding.claims) - _SHOWN} more" if len(finding.claims) > _SHOWN else ""
    return replace(finding, message=f"{finding.message}, of {', '.join(shown)}{more}") if shown else finding


def _place(check: Check) -> Place:
    return check.assertion_place if check.assertion_place.path else check.place


def _findings(check: Check, judgement: Judgement) -> Iterator[Finding]:
    result = judgement.result
    if judgement.code or result.verdict is not Verdict.HOLDS:
        yield _finding(check, judgement)
    if result.survives.rounding is False:
        yield _note(check, result, "CK04", result.survives.rounding_says)
    if result.survives.readings is False:
        yield _note(check, result, "CK05", result.survives.readings_says)


def _finding(check: Check, judgement: Judgement) -> Finding:
    result = judgement.result
    if result.verdict is Verdict.BREAKS:
        part = f": {result.reason}" if result.reason else ""
        return _named(check, result, "CK01", f"{_head(result)} does not hold{part}{_against(result)}")
    message = f"{_head(result)} is unknown: {result.reason}{_against(result)}"
    if judgement.code.startswith("UN"):
        message = f"check '{check.id}': {result.reason}, in {_short(result.equation)}"
    found = _named(check, result, judgement.code or "CK02", message, fix=judgement.fix)
    return replace(found, severity=judgement.severity)


def _note(check: Check, result: CheckResult, code: str, says: str) -> Finding:
    return _named(check, result, code, f"{check.id} {result.verdict.value} as written, but {says}")


def _named(check: Check, result: CheckResult, code: str, message: str, *, fix: str = "") -> Finding:
    group = "".join(f", {name} {value}" for name, value in result.group.items())
    return Finding(code, message + group, claims=result.claims, place=_place(check), check=check.id, fix=fix)


def _head(result: CheckResult) -> str:
    equation, substituted = _short(result.equation), _short(result.substituted)
    if not substituted or substituted == equation:
        return f"{result.id}: {equation}"
    return f"{result.id}: {equation}, that is {substituted},"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _against(result: CheckResult) -> str:
    return f" ({' against '.join(show_side(side) for side in result.sides)})" if result.sides else ""
