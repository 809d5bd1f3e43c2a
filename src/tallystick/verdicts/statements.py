"""Whether an expression is true of the claims: holds, breaks or unknown. Imports `evaluation`, `deciding` and below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import partial

from tallystick import bounds, units
from tallystick.errors import CheckDefinitionError, NotDecidable
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.expressions.showing import show
from tallystick.model import Kind
from tallystick.verdicts import amounts, arithmetic, polynomials
from tallystick.verdicts.amounts import DATE, Amount
from tallystick.verdicts.dating import read_date
from tallystick.verdicts.deciding import NOT_DECIDED, SOME, decide_open, is_open_for_sure, plain_comparison
from tallystick.verdicts.evaluation import amount_of, amount_or_date, evaluate
from tallystick.verdicts.kleene import BREAKS, HOLDS, UNKNOWN, Judged, either, every, known, opposite
from tallystick.verdicts.polynomials import TooMany
from tallystick.verdicts.scope import NoValue, Scope, Words


def judge_statement(node: Node, scope: Scope, *, limit_ms: int) -> Judged:
    """The verdict on a statement: by intervals, then by the solver where they may have lost something.

    Raises:
        UnitError: Two parts do not go together; there is no answer, not even `unknown`.
        CheckDefinitionError: A part is not of the kind that its place asks for.
        NoValue: A claim in it allows no value at all.
    """
    return decide_open(_state(node, scope), scope.unknowns, limit_ms=limit_ms)


def _state(node: Node, scope: Scope) -> Judged:
    found = _judge(node, scope)
    return found if found.at is not None else replace(found, at=node)


def _judge(node: Node, scope: Scope) -> Judged:
    match node:
        case nodes.And(operands):
            return every([_state(operand, scope) for operand in operands])
        case nodes.Or(operands):
            return either([_state(operand, scope) for operand in operands])
        case nodes.Not(operand):
            return opposite(_state(operand, scope))
        case nodes.IfThen(condition, consequence, otherwise):
            return _if_then(condition, consequence, otherwise, scope)
        case nodes.Missing(operand):
            return _missing(operand, scope)
    try:
        return _compare(node, scope)
    except NoValue:
        raise
    except NotDecidable as problem:
        return Judged(UNKNOWN, problem.what)


def _if_then(condition: Node, consequence: Node, otherwise: Node | None, scope: Scope) -> Judged:
    when = _state(condition, scope)
    found = either([opposite(when), _state(consequence, scope)])
    return found if otherwise is None else every([found, either([when, _state(otherwise, scope)])])


def _compare(node: Node, scope: Scope) -> Judged:
    match node:
        case nodes.Compare(operands, relations):
            return _chain(operands, relations, scope)
        case nodes.Member(item, options):
            return either([_related(item, "==", option, scope) for option in options])
        case nodes.Within(item, period):
            return _within(item, period, scope)
        case nodes.Call("near", (first, second, share)):
            return _near(first, second, share, scope)
    return _truth(node, evaluate(node, scope))


# --- comparisons ---


def _chain(operands: Sequence[Node], relations: Sequence[str], scope: Scope) -> Judged:
    """All pairs of `a < b < c`; of several, the one that decides is what a reader is shown."""
    pairs = list(zip(operands[:-1], relations, operands[1:], strict=True))
    judged = [_related(left, relation, right, scope) for left, relation, right in pairs]
    if len(pairs) == 1:
        return judged[0]
    parts = zip(judged, pairs, strict=True)
    return every([replace(one, at=nodes.Compare((left, right), (how,))) for one, (left, how, right) in parts])


def _missing(operand: Node, scope: Scope) -> Judged:
    if not isinstance(operand, nodes.Name):
        raise CheckDefinitionError(f"'{show(operand)}' is no name", fix="ask of a `given` name whether it is missing")
    verdict = BREAKS if scope.every.get(operand.name) else HOLDS
    return known(verdict)


def _related(left: Node, relation: str, right: Node, scope: Scope) -> Judged:
    first, second = _comparable(left, right, scope)
    if isinstance(first, Words) and isinstance(second, Words):
        return _compare_words((left, first), relation, (right, second), scope)
    if isinstance(first, Words) or isinstance(second, Words):
        raise CheckDefinitionError(
            f"cannot compare '{show(left)}' with '{show(right)}': one is a word, the other an amount",
            fix="compare words with words",
        )
    return compare_amounts(first, relation, second, scope)


def _comparable(left: Node, right: Node, scope: Scope) -> tuple[Amount | Words, Amount | Words]:
    """Both sides; a literal beside a date is read as a date."""
    first, second = evaluate(left, scope), evaluate(right, scope)
    if isinstance(first, Amount) and first.unit == DATE and read_date(right):
        second = amount_or_date(right, scope)
    elif isinstance(second, Amount) and second.unit == DATE and read_date(left):
        first = amount_or_date(left, scope)
    return first, second


def compare_amounts(first: Amount, relation: str, second: Amount, scope: Scope) -> Judged:
    """Whether `first relation second`.

    Raises:
        UnitError: The two do not compare.
    """
    first, second = amounts.in_one_unit([first, second])
    verdict = bounds.compare(relation, first.bound, second.bound)
    if verdict is not UNKNOWN:
        return known(verdict)
    try:
        apart = amounts.difference(first, second)
    except TooMany:
        return Judged(UNKNOWN, NOT_DECIDED)
    verdict = bounds.compare(relation, polynomials.range_of(apart, scope.unknowns.known), bounds.point(0))
    if verdict is not UNKNOWN:
        return known(verdict)
    is_open = is_open_for_sure(apart, scope.unknowns)
    return Judged(UNKNOWN, SOME if is_open else NOT_DECIDED, partial(plain_comparison, apart, relation), (apart,))


def _near(first: Node, second: Node, reach: Node, scope: Scope) -> Judged:
    """|x - y| <= p·|y|, or |x - y| <= p where p has the unit of the difference, as two comparisons."""
    x, y = amounts.in_one_unit([amount_of(first, scope), amount_of(second, scope)])
    apart, within = arithmetic.total([x, y], [1, -1], scope.unknowns), amount_of(reach, scope)
    if units.same_dimension(within.unit, ""):
        share = amounts.to_unit(within, "")
        # The difference of percents is in points, and of dates in days: the number is the same.
        within = amounts.replace_unit(arithmetic.multiply(share, _size(y, scope), scope.unknowns), apart.unit)
    above = compare_amounts(apart, ">=", arithmetic.negate(within), scope)
    return every([compare_amounts(apart, "<=", within, scope), above])


def _size(amount: Amount, scope: Scope) -> Amount:
    found = amounts.tightest(amount, scope.unknowns)
    if found.low is not None and found.low >= 0:
        return amount
    if found.high is not None and found.high <= 0:
        return arithmetic.negate(amount)
    return scope.unknowns.compose("abs", [amount], bounds.absolute(found), amount.unit)


def _within(item: Node, period: Node, scope: Scope) -> Judged:
    inner = amounts.tightest(amount_or_date(item, scope), scope.unknowns)
    outer = amounts.tightest(amount_or_date(period, scope), scope.unknowns)
    if bounds.contains(outer, inner):
        return known(HOLDS)
    if bounds.intersect(outer, inner) is None:
        return known(BREAKS)
    return Judged(UNKNOWN, f"'{show(item)}' may lie inside or outside")


# --- words ---


def _compare_words(first: tuple[Node, Words], relation: str, second: tuple[Node, Words], scope: Scope) -> Judged:
    if relation not in ("==", "!="):
        raise CheckDefinitionError(
            f"words have no order: '{show(first[0])} {relation} {show(second[0])}'",
            fix="compare words with == or !=",
        )
    _refuse_unknown_word(first[0], second, scope)
    _refuse_unknown_word(second[0], first, scope)
    left, right = first[1].options, second[1].options
    if len(left) == len(right) == 1:
        equal = HOLDS if left == right else BREAKS
    else:
        equal = UNKNOWN if left & right else BREAKS
    verdict = equal if relation == "==" else bounds.opposite(equal)
    reason = "the day is not known" if verdict is UNKNOWN else ""
    return Judged(verdict, reason, None if verdict is UNKNOWN else known(verdict).plain)


def _refuse_unknown_word(node: Node, other: tuple[Node, Words], scope: Scope) -> None:
    """Nothing, unless a literal is compared with a word that can never be it.

    Raises:
        CheckDefinitionError: The literal is none of the words the other side may be; with the nearest.
    """
    possible = _vocabulary(other[0], scope)
    if not possible or not isinstance(node, nodes.Text) or node.text in possible:
        return
    near = get_close_matches(node.text, possible, 1, 0.5)
    hint = f" (nearest: '{near[0]}')" if near else ""
    raise CheckDefinitionError(
        f"'{show(other[0])}' is never '{node.text}'{hint}", fix=f"use one of {', '.join(possible)}"
    )


def _vocabulary(node: Node, scope: Scope) -> tuple[str, ...]:
    if isinstance(node, nodes.Call) and node.function == "weekday":
        from tallystick import periods

        return tuple(periods.WEEKDAYS)
    if isinstance(node, nodes.Name) and node.name in scope.one:
        measure = scope.measure(scope.one[node.name])
        return ("true", "false") if measure.kind is Kind.BOOLEAN else measure.values
    return ()


def _truth(node: Node, value: Amount | Words) -> Judged:
    """The verdict of a value that stands where true or false is expected."""
    if isinstance(value, Words) and len(value.options) == 1:
        text = next(iter(value.options))
        if text in ("true", "false"):
            verdict = HOLDS if text == "true" else BREAKS
            return known(verdict)
    raise CheckDefinitionError(f"'{show(node)}' is neither true nor false", fix="compare it with something")
