"""Whether an expression is true of the claims: holds, breaks or unknown. Imports `evaluation`, `solving` and below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import partial

from tallystick import bounds, units
from tallystick.errors import NotDecidable, UnitError
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.expressions.showing import show
from tallystick.model import Bound, Kind, Quantity, Verdict
from tallystick.verdicts import amounts, polynomials
from tallystick.verdicts.amounts import DATE, Amount
from tallystick.verdicts.evaluation import amount_of, amount_or_date, evaluate, read_date
from tallystick.verdicts.polynomials import Polynomial
from tallystick.verdicts.scope import Scope, Words

HOLDS, BREAKS, UNKNOWN = Verdict.HOLDS, Verdict.BREAKS, Verdict.UNKNOWN
NOT_DECIDED = "not decided"
_SOME = "true for some of the values the claims allow, false for others"


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with its reason when unknown, and the same statement without units for the solver.

    `plain` is None where no solver can help. `open_parts` are the polynomials of the comparisons
    that intervals left open.
    """

    verdict: Verdict
    reason: str = ""
    plain: Callable[[], Node] | None = None
    open_parts: tuple[Polynomial, ...] = ()


def judge_statement(node: Node, scope: Scope, *, limit_ms: int) -> Judged:
    """The verdict on a statement: by intervals, then by the solver where an unknown comes up more than once.

    Raises:
        UnitError: Two parts do not go together; there is no answer, not even `unknown`.
    """
    found = _state(node, scope)
    if found.verdict is not UNKNOWN or found.plain is None or not _is_worth_solving(found.open_parts):
        return found
    return _solve(found, scope, limit_ms)


def _is_worth_solving(parts: Sequence[Polynomial]) -> bool:
    """True when intervals may have lost something: an unknown in two comparisons, or multiplied."""
    uses = Counter(key for part in parts for key in polynomials.unknowns(part))
    return any(count > 1 for count in uses.values()) or not all(polynomials.is_linear(part) for part in parts)


def _solve(found: Judged, scope: Scope, limit_ms: int) -> Judged:
    from tallystick.solving import decide

    keys = {key for part in found.open_parts for key in polynomials.unknowns(part)}
    if found.plain is None:
        return found
    verdict = decide(found.plain(), {key: scope.unknowns.known[key] for key in keys}, limit_ms=limit_ms)
    if verdict in (HOLDS, BREAKS):
        return Judged(verdict)
    if verdict is UNKNOWN and not any(scope.unknowns.is_composed(key) for key in keys):
        return Judged(UNKNOWN, _SOME)
    return Judged(UNKNOWN, f"{NOT_DECIDED} within {limit_ms} ms" if verdict is None else NOT_DECIDED)


def _state(node: Node, scope: Scope) -> Judged:
    match node:
        case nodes.And(operands):
            return _every([_state(operand, scope) for operand in operands])
        case nodes.Or(operands):
            return _either([_state(operand, scope) for operand in operands])
        case nodes.Not(operand):
            return _opposite(_state(operand, scope))
        case nodes.IfThen(condition, consequence, otherwise):
            return _if_then(condition, consequence, otherwise, scope)
        case nodes.Missing(operand):
            return _missing(operand, scope)
    try:
        return _compare(node, scope)
    except NotDecidable as problem:
        return Judged(UNKNOWN, problem.what)


def _compare(node: Node, scope: Scope) -> Judged:
    match node:
        case nodes.Compare(operands, relations):
            pairs = zip(operands[:-1], relations, operands[1:], strict=True)
            return _every([_related(left, relation, right, scope) for left, relation, right in pairs])
        case nodes.Member(item, options):
            return _either([_related(item, "==", option, scope) for option in options])
        case nodes.Within(item, period):
            return _within(item, period, scope)
        case nodes.Call("near", (first, second, share)):
            return _near(first, second, share, scope)
    return _truth(node, evaluate(node, scope))


# --- Kleene ---


def _every(parts: Sequence[Judged]) -> Judged:
    if len(parts) == 1:
        return parts[0]
    verdict = BREAKS if any(part.verdict is BREAKS for part in parts) else _worst_known(parts, HOLDS)
    return _joined(verdict, parts, nodes.And)


def _either(parts: Sequence[Judged]) -> Judged:
    if len(parts) == 1:
        return parts[0]
    verdict = HOLDS if any(part.verdict is HOLDS for part in parts) else _worst_known(parts, BREAKS)
    return _joined(verdict, parts, nodes.Or)


def _worst_known(parts: Sequence[Judged], otherwise: Verdict) -> Verdict:
    return UNKNOWN if any(part.verdict is UNKNOWN for part in parts) else otherwise


def _joined(verdict: Verdict, parts: Sequence[Judged], kind: Callable[[tuple[Node, ...]], Node]) -> Judged:
    if verdict is not UNKNOWN:
        return Judged(verdict, plain=_truth_node(verdict))
    reason = next(part.reason for part in parts if part.verdict is UNKNOWN)
    plains = [part.plain for part in parts]
    known = [plain for plain in plains if plain is not None]
    plain = (lambda: kind(tuple(each() for each in known))) if len(known) == len(plains) else None
    return Judged(UNKNOWN, reason, plain, tuple(part for each in parts for part in each.open_parts))


def _opposite(part: Judged) -> Judged:
    plain = part.plain
    turned = (lambda: nodes.Not(plain())) if plain is not None else None
    return Judged(bounds.opposite(part.verdict), part.reason, turned, part.open_parts)


def _if_then(condition: Node, consequence: Node, otherwise: Node | None, scope: Scope) -> Judged:
    when = _state(condition, scope)
    found = _either([_opposite(when), _state(consequence, scope)])
    return found if otherwise is None else _every([found, _either([when, _state(otherwise, scope)])])


def _truth_node(verdict: Verdict) -> Callable[[], Node]:
    return partial(nodes.Truth, verdict is HOLDS)


# --- comparisons ---


def _missing(operand: Node, scope: Scope) -> Judged:
    if not isinstance(operand, nodes.Name):
        raise UnitError(f"'{show(operand)}' is no name", fix="ask of a `given` name whether it is missing", code="UN03")
    verdict = BREAKS if scope.every.get(operand.name) else HOLDS
    return Judged(verdict, plain=_truth_node(verdict))


def _related(left: Node, relation: str, right: Node, scope: Scope) -> Judged:
    first, second = _comparable(left, right, scope)
    if isinstance(first, Words) and isinstance(second, Words):
        return _compare_words((left, first), relation, (right, second), scope)
    if isinstance(first, Words) or isinstance(second, Words):
        raise UnitError(
            f"cannot compare '{show(left)}' with '{show(right)}': one is a word, the other an amount",
            fix="compare words with words",
            code="UN03",
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
    apart = amounts.difference(first, second)
    zero = bounds.point(0)
    verdict = bounds.compare(relation, polynomials.range_of(apart, scope.unknowns.known), zero)
    if verdict is UNKNOWN:
        verdict = bounds.compare(relation, first.bound, second.bound)
    if verdict is not UNKNOWN:
        return Judged(verdict, plain=_truth_node(verdict))
    exact = polynomials.is_linear(apart) and not any(map(scope.unknowns.is_composed, polynomials.unknowns(apart)))
    return Judged(UNKNOWN, _SOME if exact else NOT_DECIDED, partial(_plain_comparison, apart, relation), (apart,))


def _plain_comparison(apart: Polynomial, relation: str) -> Node:
    terms = [_plain_term(monomial, value) for monomial, value in apart.items()]
    left = nodes.Sum(tuple(terms), (1,) * len(terms)) if len(terms) > 1 else terms[0]
    return nodes.Compare((left, _plain_number(Fraction(0))), (relation,))


def _plain_term(monomial: tuple[str, ...], value: Fraction) -> Node:
    factors: list[Node] = [_plain_number(value), *(nodes.Name(key) for key in monomial)]
    return nodes.Product(tuple(factors), (1,) * len(factors)) if len(factors) > 1 else factors[0]


def _plain_number(value: Fraction) -> Node:
    return nodes.Number(Quantity(Bound(value, value), text=bounds.show_number(value)))


def _near(first: Node, second: Node, reach: Node, scope: Scope) -> Judged:
    """|x - y| <= p·|y|, or |x - y| <= p where p has the unit of the difference, as two comparisons."""
    x, y = amounts.in_one_unit([amount_of(first, scope), amount_of(second, scope)])
    apart, within = amounts.total([x, y], [1, -1]), amount_of(reach, scope)
    if units.same_dimension(within.unit, ""):
        share = amounts.to_unit(within, "")
        # The difference of percents is in points, and of dates in days: the number is the same.
        within = amounts.replace_unit(amounts.multiply(share, _size(y, scope)), apart.unit)
    above = compare_amounts(apart, ">=", amounts.negate(within), scope)
    return _every([compare_amounts(apart, "<=", within, scope), above])


def _size(amount: Amount, scope: Scope) -> Amount:
    found = amounts.tightest(amount, scope.unknowns)
    if found.low is not None and found.low >= 0:
        return amount
    if found.high is not None and found.high <= 0:
        return amounts.negate(amount)
    return scope.unknowns.compose("abs", [amount], bounds.absolute(found), amount.unit)


def _within(item: Node, period: Node, scope: Scope) -> Judged:
    inner = amounts.tightest(amount_or_date(item, scope), scope.unknowns)
    outer = amounts.tightest(amount_or_date(period, scope), scope.unknowns)
    if bounds.contains(outer, inner):
        return Judged(HOLDS, plain=_truth_node(HOLDS))
    if bounds.intersect(outer, inner) is None:
        return Judged(BREAKS, plain=_truth_node(BREAKS))
    return Judged(UNKNOWN, f"'{show(item)}' may lie inside or outside")


# --- words ---


def _compare_words(first: tuple[Node, Words], relation: str, second: tuple[Node, Words], scope: Scope) -> Judged:
    if relation not in ("==", "!="):
        raise UnitError(
            f"words have no order: '{show(first[0])} {relation} {show(second[0])}'",
            fix="compare words with == or !=",
            code="UN03",
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
    return Judged(verdict, reason, None if verdict is UNKNOWN else _truth_node(verdict))


def _refuse_unknown_word(node: Node, other: tuple[Node, Words], scope: Scope) -> None:
    """Nothing, unless a literal is compared with a word that can never be it.

    Raises:
        UnitError: The literal is none of the words the other side may be; with the nearest.
    """
    possible = _vocabulary(other[0], scope)
    if not possible or not isinstance(node, nodes.Text) or node.text in possible:
        return
    near = get_close_matches(node.text, possible, 1, 0.5)
    hint = f" (nearest: '{near[0]}')" if near else ""
    raise UnitError(
        f"'{show(other[0])}' is never '{node.text}'{hint}", fix=f"use one of {', '.join(possible)}", code="CK06"
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
            return Judged(verdict, plain=_truth_node(verdict))
    raise UnitError(f"'{show(node)}' is neither true nor false", fix="compare it with something", code="CK06")
