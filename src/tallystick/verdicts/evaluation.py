"""What the parts of an expression come to: amounts, dates and words. Imports `expressions` and below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from tallystick import bounds, units
from tallystick.errors import CheckDefinitionError, NotDecidable, UnitError
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.expressions.showing import show
from tallystick.model import Bound, Claim, Quantity
from tallystick.verdicts import amounts, arithmetic
from tallystick.verdicts.amounts import DATE, Amount
from tallystick.verdicts.combinations import combine_claims
from tallystick.verdicts.dating import enter_date, moved_by_calendar, read_date, weekdays_of
from tallystick.verdicts.ranking import rank_among
from tallystick.verdicts.scope import Scope, Words, amount_or_words


def evaluate(node: Node, scope: Scope) -> Amount | Words:
    """What a part of an expression comes to.

    Raises:
        UnitError: Two parts do not go together.
        CheckDefinitionError: A part is not of the kind that its place asks for.
        NotDecidable: It has no value here; the message says why.
    """
    match node:
        case nodes.Number(quantity):
            return _literal(quantity, f"literal@{node.span[0]}", scope)
        case nodes.Date(period):
            return enter_date(period, scope)
        case nodes.Text(text):
            return Words(frozenset({text}))
        case nodes.Truth(value):
            return Words(frozenset({"true" if value else "false"}))
        case nodes.Name(name):
            return amount_or_words(scope.one[name], scope)
        case nodes.Call(function, arguments):
            return _FUNCTIONS[function](arguments, scope)
    return _arithmetic(node, scope)


def amount_of(node: Node, scope: Scope) -> Amount:
    """The amount a part of an expression comes to; errors as `evaluate`."""
    value = evaluate(node, scope)
    if isinstance(value, Words):
        raise CheckDefinitionError(f"'{show(node)}' is a word, not an amount", fix="compare words with == or !=")
    return value


def _literal(quantity: Quantity, occurrence: str, scope: Scope) -> Amount:
    bound, unit = quantity.bound, scope.reading.units.get(occurrence, quantity.unit)
    return scope.unknowns.enter(f"{occurrence} {unit}", bound, unit)


def _arithmetic(node: Node, scope: Scope) -> Amount:
    match node:
        case nodes.Negate(operand):
            return arithmetic.negate(amount_of(operand, scope))
        case nodes.Sum(terms, signs):
            return _sum(terms, signs, scope)
        case nodes.Product(factors, signs):
            return _product(factors, signs, scope)
        case nodes.Power(base, exponent):
            return arithmetic.power(amount_of(base, scope), _whole(exponent, scope), scope.unknowns)
    raise CheckDefinitionError(f"'{show(node)}' is true or false, not an amount", fix="compare amounts")


def _whole(node: Node, scope: Scope) -> int:
    value = amount_of(node, scope).constant
    if value is None or value.denominator != 1:
        raise NotDecidable(f"'{show(node)}' as an exponent is not a known whole number")
    return int(value)


def _sum(terms: tuple[Node, ...], signs: tuple[int, ...], scope: Scope) -> Amount:
    parts = [amount_of(term, scope) for term in terms]
    if not any(part.unit == DATE for part in parts):
        return arithmetic.total(parts, signs, scope.unknowns)
    result = parts[0]
    for part, sign in zip(parts[1:], signs[1:], strict=True):
        moved = moved_by_calendar(result, part, sign, scope)
        result = moved or arithmetic.total([result, part], [1, sign], scope.unknowns)
    return result


def _product(factors: tuple[Node, ...], signs: tuple[int, ...], scope: Scope) -> Amount:
    result = amount_of(factors[0], scope)
    for factor, sign in zip(factors[1:], signs[1:], strict=True):
        part = amount_of(factor, scope)
        if sign > 0:
            result = arithmetic.multiply(result, part, scope.unknowns)
        else:
            result = arithmetic.divide(result, part, scope.unknowns, name=f"'{show(factor)}'")
    return result


def each_value(arguments: tuple[Node, ...], scope: Scope) -> Iterator[Amount]:
    """What an aggregate takes: every argument's amount for every match of its names.

    Raises:
        NotDecidable: A name in it matches nothing, or too many combinations come together.
    """
    for argument in arguments:
        for one in _combinations(argument, scope):
            yield amount_of(argument, replace(scope, one=one))


def _combinations(argument: Node, scope: Scope) -> Iterator[Mapping[str, Claim]]:
    names = nodes.names(argument)
    found = combine_claims({name: scope.every[name] for name in names})
    if found.capped:
        raise NotDecidable(f"'{show(argument)}' has more than {len(found.combinations)} combinations of claims")
    return iter(found.combinations)


def _listed(function: str, arguments: tuple[Node, ...], scope: Scope) -> list[Amount]:
    found = list(each_value(arguments, scope))
    if not found:
        raise NotDecidable(f"nothing to take the {function} of: no claim matches")
    return found


def _sum_of(arguments: tuple[Node, ...], scope: Scope) -> Amount:
    parts = _listed("sum", arguments, scope)
    return arithmetic.total(parts, [1] * len(parts), scope.unknowns)


def _mean_of(arguments: tuple[Node, ...], scope: Scope) -> Amount:
    parts = amounts.in_one_unit(_listed("mean", arguments, scope))
    return arithmetic.average(parts, scope.unknowns)


def _least(arguments: tuple[Node, ...], scope: Scope) -> Amount:
    return _extreme("min", bounds.minimum, arguments, scope)


def _greatest(arguments: tuple[Node, ...], scope: Scope) -> Amount:
    return _extreme("max", bounds.maximum, arguments, scope)


def _extreme(
    function: str, choose: Callable[[list[Bound]], Bound], arguments: tuple[Node, ...], scope: Scope
) -> Amount:
    parts = amounts.in_one_unit(_listed(function, arguments, scope))
    if len(parts) == 1:
        return parts[0]
    bound = choose([amounts.tightest(part, scope.unknowns) for part in parts])
    return scope.unknowns.compose(function, parts, bound, parts[0].unit)


def _count(arguments: tuple[Node, ...], scope: Scope) -> Amount:
    return amounts.known_number(Fraction(sum(1 for argument in arguments for _ in _combinations(argument, scope))))


def _absolute(arguments: tuple[Node, ...], scope: Scope) -> Amount:
    part = amount_of(arguments[0], scope)
    negative = arithmetic.negate(part)  # also refuses dates, whose zero is arbitrary
    found = amounts.tightest(part, scope.unknowns)
    if found.low is not None and found.low >= 0:
        return part
    if found.high is not None and found.high <= 0:
        return negative
    return scope.unknowns.compose("abs", [part], bounds.absolute(found), part.unit)


def _share(arguments: tuple[Node, ...], scope: Scope) -> Amount:
    return amounts.to_unit(_ratio(arguments[0], arguments[1], scope), "percent")


def _growth(arguments: tuple[Node, ...], scope: Scope) -> Amount:
    ratio = _ratio(arguments[0], arguments[1], scope)
    change = arithmetic.total([ratio, amounts.known_number(Fraction(1))], [1, -1], scope.unknowns)
    return amounts.to_unit(change, "percent")


def _ratio(part: Node, whole: Node, scope: Scope) -> Amount:
    """Part / whole in one unit.

    Raises:
        UnitError: The two do not compare.
    """
    first, second = amounts.in_one_unit([amount_of(part, scope), amount_of(whole, scope)])
    return arithmetic.divide(first, second, scope.unknowns, name=f"'{show(whole)}'")


def _rank(arguments: tuple[Node, ...], scope: Scope) -> Amount:
    subject, rivals = arguments
    if not isinstance(subject, nodes.Name) or not isinstance(rivals, nodes.Name):
        raise CheckDefinitionError("rank(x, by) takes two names", fix="rank a claim among the claims of a `given` name")
    return rank_among(scope.one[subject.name], scope.every[rivals.name], scope)


def _implied(arguments: tuple[Node, ...], scope: Scope) -> Amount:
    subject = arguments[0]
    if not isinstance(subject, nodes.Name):
        raise CheckDefinitionError("implied(x) takes a name", fix="name one claim")
    claim = scope.one[subject.name]
    if scope.implied is None:
        raise NotDecidable(f"what the other claims imply for '{claim.id}' is not known here")
    if claim.id not in scope.implied:
        return amount_of(subject, scope)  # the others add nothing to what it says itself
    return scope.unknowns.enter(f"implied({claim.id})", *scope.implied[claim.id])


def _weekday(arguments: tuple[Node, ...], scope: Scope) -> Words:
    return weekdays_of(amount_or_date(arguments[0], scope), scope.unknowns)


def _date_of(arguments: tuple[Node, ...], scope: Scope) -> Amount:
    return amount_or_date(arguments[0], scope)


def amount_or_date(node: Node, scope: Scope) -> Amount:
    """The date a part of an expression names: a year as a plain number and a date in words count.

    Raises:
        UnitError: It names none.
    """
    period = read_date(node)
    found = enter_date(period, scope) if period else amount_of(node, scope)
    if found.unit != DATE:
        shown = units.dimension_name(found.unit)
        raise UnitError(f"'{show(node)}' is a {shown}, not a date", fix="write a date as 2025-02-24")
    return found


_FUNCTIONS: Mapping[str, Callable[[tuple[Node, ...], Scope], Amount | Words]] = {
    "abs": _absolute,
    "count": _count,
    "date": _date_of,
    "growth": _growth,
    "implied": _implied,
    "max": _greatest,
    "mean": _mean_of,
    "min": _least,
    "rank": _rank,
    "share": _share,
    "sum": _sum_of,
    "weekday": _weekday,
}
AGGREGATES = frozenset({"count", "max", "mean", "min", "sum"})
