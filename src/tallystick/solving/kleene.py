"""A statement judged by the intervals of its unknowns, in three-valued logic (Kleene); then by the solver.

Imports `meaning` and, for what intervals leave open, the rest of `solving`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tallystick import bounds
from tallystick.errors import NotDecidable
from tallystick.expressions.nodes import Node
from tallystick.meaning import amounts, polynomials
from tallystick.meaning.amounts import Unknowns, tightest
from tallystick.meaning.expanding import Expansion
from tallystick.meaning.formula import FALSE, TRUE, Formula
from tallystick.meaning.formula import unknowns as unknowns_of
from tallystick.meaning.polynomials import Polynomial
from tallystick.meaning.statements import All, Any, Comparison, Demand, Fact, One, Opposite, Statement, Unsettled
from tallystick.model import Bound, Verdict
from tallystick.solving.allowance import Allowance

HOLDS, BREAKS, UNKNOWN = Verdict.HOLDS, Verdict.BREAKS, Verdict.UNKNOWN
NOT_DECIDED = "not decided"
SOME = "true for some of the values the claims allow, false for others"
MAX_PARTS = 200  # comparisons put to the solver at once


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with its reason when unknown, the part that decided or could not be, and what was left open.

    `open_parts` are the differences of the comparisons that intervals left open; `is_solvable` is false where
    a part cannot be told by any solver.
    """

    verdict: Verdict
    reason: str = ""
    at: Node | None = None
    open_parts: tuple[Polynomial, ...] = ()
    is_solvable: bool = True


@dataclass(frozen=True, slots=True)
class Intervals:
    """The interval judge of statements over some unknowns."""

    unknowns: Unknowns

    def judge(self, statement: Statement) -> Judged:
        """The verdict by intervals alone."""
        found = self._judge(statement)
        return found if found.at is not None else replace(found, at=statement.at)

    def _judge(self, statement: Statement) -> Judged:
        match statement:
            case Comparison():
                return self._compare(statement)
            case Fact(formula):
                return _fact(formula)
            case Unsettled(reason):
                return Judged(UNKNOWN, reason, is_solvable=False)
            case All(parts):
                return _every([self.judge(part) for part in parts])
            case Any(parts):
                return _either([self.judge(part) for part in parts])
            case Opposite(part):
                return _opposite(self.judge(part))
            case One(parts):
                return _exactly_one([self.judge(part) for part in parts])

    def _compare(self, found: Comparison) -> Judged:
        failing = next((demand for demand in found.demands if not self._is_met(demand)), None)
        if failing is not None:
            return Judged(UNKNOWN, failing.says, is_solvable=False)
        verdict = bounds.compare(found.relation, found.first.bound, found.second.bound)
        if verdict is not UNKNOWN:
            return Judged(verdict)
        try:
            apart = amounts.difference(found.first, found.second)
            verdict = bounds.compare(found.relation, polynomials.range_of(apart, self.unknowns.known), bounds.point(0))
        except NotDecidable:
            return Judged(UNKNOWN, NOT_DECIDED, is_solvable=False)
        if verdict is not UNKNOWN:
            return Judged(verdict)
        return Judged(UNKNOWN, SOME if is_open_for_sure(apart, self.unknowns) else NOT_DECIDED, open_parts=(apart,))

    def _is_met(self, demand: Demand) -> bool:
        found = tightest(demand.amount, self.unknowns)
        return bounds.compare(demand.relation, found, bounds.point(0)) is HOLDS


def _fact(formula: Formula) -> Judged:
    if formula == TRUE:
        return Judged(HOLDS)
    return Judged(BREAKS) if formula == FALSE else Judged(UNKNOWN, SOME)


def _every(parts: Sequence[Judged]) -> Judged:
    """The conjunction: breaks when a part breaks, holds when all hold."""
    if len(parts) == 1:
        return parts[0]
    verdict = BREAKS if any(part.verdict is BREAKS for part in parts) else _unless_unknown(parts, HOLDS)
    at = next((part.at for part in parts if part.verdict is verdict), None)
    return _joined(verdict, parts, at if verdict is not HOLDS else None)


def _either(parts: Sequence[Judged]) -> Judged:
    """The disjunction: holds when a part holds, breaks when all break."""
    if len(parts) == 1:
        return parts[0]
    verdict = HOLDS if any(part.verdict is HOLDS for part in parts) else _unless_unknown(parts, BREAKS)
    # Of an `if … then …` that breaks, the consequence comes last, and is what a reader looks at.
    return _joined(verdict, parts, next((part.at for part in reversed(parts) if part.verdict is verdict), None))


def _exactly_one(parts: Sequence[Judged]) -> Judged:
    surely = sum(part.verdict is HOLDS for part in parts)
    maybe = sum(part.verdict is not BREAKS for part in parts)
    verdict = BREAKS if surely > 1 or not maybe else HOLDS if surely == maybe == 1 else UNKNOWN
    return _joined(verdict, parts, None)


def _opposite(part: Judged) -> Judged:
    return replace(part, verdict=bounds.opposite(part.verdict), at=None)


def _unless_unknown(parts: Sequence[Judged], verdict: Verdict) -> Verdict:
    return UNKNOWN if any(part.verdict is UNKNOWN for part in parts) else verdict


def _joined(verdict: Verdict, parts: Sequence[Judged], at: Node | None) -> Judged:
    if verdict is not UNKNOWN:
        return Judged(verdict, at=at)
    reason = next(part.reason for part in parts if part.verdict is UNKNOWN)
    open_parts = tuple(one for part in parts for one in part.open_parts)
    return Judged(UNKNOWN, reason, at, open_parts, all(part.is_solvable for part in parts))


# --- what intervals leave open ---------------------------------------------------------


def is_open_for_sure(apart: Polynomial, unknowns: Unknowns) -> bool:
    """True when comparing `apart` with 0 is true for some values and false for others, whatever the relation.

    Intervals leave a linear comparison open only when it is; of another, two values of opposite sign show it.
    """
    keys = polynomials.unknowns(apart)
    if any(unknowns.is_composed(key) for key in keys) or not unknowns.whole.isdisjoint(keys):
        return False
    return polynomials.is_linear(apart) or polynomials.takes_both_signs(apart, unknowns.known)


def judge(statement: Statement, unknowns: Unknowns, *, allowance: Allowance) -> Judged:
    """The verdict on a statement: by intervals, then by the solver where those may have lost something.

    Intervals may have lost something where an unknown stands in two comparisons, is multiplied, is a whole
    number, or is made by a function.
    """
    found = Intervals(unknowns).judge(statement)
    if found.verdict is not UNKNOWN or not _is_worth_solving(found, unknowns):
        return found
    if len(found.open_parts) > MAX_PARTS:
        return Judged(UNKNOWN, f"{NOT_DECIDED}: more than {MAX_PARTS} comparisons are open at once", found.at)
    if _longest(found.open_parts, unknowns) > polynomials.PRINTABLE_BITS:
        return Judged(UNKNOWN, f"{NOT_DECIDED}: a number is too long", found.at)
    return _solve(statement, unknowns, found, allowance)


def _solve(statement: Statement, unknowns: Unknowns, found: Judged, allowance: Allowance) -> Judged:
    """By two questions: can the statement fail, and can it hold, within the intervals?"""
    expansion = Expansion(unknowns)
    try:
        formula, opposite = expansion.formula(statement), expansion.formula(statement, truth=False)
    except NotDecidable as problem:
        return Judged(UNKNOWN, f"{NOT_DECIDED}: {problem.what}", found.at)
    can_fail = _ask(opposite, expansion, allowance)
    if can_fail is False:
        return Judged(HOLDS, at=found.at)
    can_be = _ask(formula, expansion, allowance)
    if can_be is False:
        return Judged(BREAKS, at=found.at)
    if can_be is None or can_fail is None:
        return Judged(UNKNOWN, f"{NOT_DECIDED} within {allowance.question_ms} ms", found.at)
    if not found.is_solvable:
        return found
    used = {*unknowns_of(formula), *unknowns_of(opposite)}
    return Judged(UNKNOWN, NOT_DECIDED if any(map(unknowns.is_opaque, used)) else SOME, found.at)


def can_be(found: Comparison, relation: str, unknowns: Unknowns, *, allowance: Allowance) -> bool:
    """True when `first relation second` is possible, for sure."""
    try:
        apart = amounts.difference(found.first, found.second)
    except NotDecidable:
        return False
    range_ = polynomials.range_of(apart, unknowns.known)
    verdict = bounds.compare(relation, range_, bounds.point(0))
    if verdict is not UNKNOWN:
        return verdict is HOLDS
    if is_open_for_sure(apart, unknowns):
        return True
    expansion = Expansion(unknowns)
    try:
        return _ask(expansion.compared(apart, relation), expansion, allowance) is True
    except NotDecidable:
        return False


def _ask(formula: Formula, expansion: Expansion, allowance: Allowance) -> bool | None:
    from tallystick.solving import bound_rows, can_hold

    formulas = [formula, *expansion.definitions]
    known = expansion.unknowns.known
    used = dict.fromkeys(name for part in formulas for name in unknowns_of(part))
    rows = [row for name in used for row in bound_rows(name, known.get(name, Bound()))]
    return can_hold(
        [*formulas, *rows], whole=expansion.unknowns.whole, limit_ms=0 if allowance.is_spent else allowance.next_ms()
    )


def _longest(parts: Sequence[Polynomial], unknowns: Unknowns) -> int:
    keys = {key for part in parts for key in polynomials.unknowns(part)}
    ends = (end for key in keys for end in (unknowns.known[key].low, unknowns.known[key].high))
    return polynomials.bits([*(value for part in parts for value in part.values()), *ends])


def _is_worth_solving(found: Judged, unknowns: Unknowns) -> bool:
    if not found.open_parts:
        return False
    uses = Counter(key for part in found.open_parts for key in polynomials.unknowns(part))
    repeats = any(count > 1 for count in uses.values())
    return repeats or not all(is_open_for_sure(part, unknowns) for part in found.open_parts)
