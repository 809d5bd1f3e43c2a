"""The rules of functions of one value or of two: ratios, distances, rounding, roots, dates. Imports `translation`."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tallystick import bounds, units
from tallystick.errors import NotDecidable, UnitError
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.expressions.showing import show
from tallystick.meaning import amounts, arithmetic, polynomials
from tallystick.meaning.amounts import Amount, known_number, tightest
from tallystick.meaning.dates import weekdays_of
from tallystick.meaning.enclosures import enclose
from tallystick.meaning.statements import All, Demand, Statement
from tallystick.meaning.translation import Translator, mistake
from tallystick.meaning.words import Words
from tallystick.model import Bound


def absolute(work: Translator, call: nodes.Call) -> Amount:
    """The size without the sign."""
    return _size(work, work.amount(call.arguments[0]))


def _size(work: Translator, part: Amount) -> Amount:
    negative = arithmetic.negate(part)  # also refuses dates, whose zero is arbitrary
    found = tightest(part, work.unknowns)
    if found.low is not None and found.low >= 0:
        return part
    if found.high is not None and found.high <= 0:
        return negative
    return work.unknowns.compose("abs", [part], bounds.absolute(found), part.unit)


def share(work: Translator, call: nodes.Call) -> Amount:
    """Part of whole, in percent."""
    return amounts.to_unit(_ratio(work, *call.arguments), "percent")


def growth(work: Translator, call: nodes.Call) -> Amount:
    """The change from the second to the first, of the second, in percent."""
    ratio = _ratio(work, *call.arguments)
    return amounts.to_unit(arithmetic.total([ratio, known_number(Fraction(1))], [1, -1], work.unknowns), "percent")


def _ratio(work: Translator, part: Node, whole: Node) -> Amount:
    first, second = amounts.in_one_unit([work.amount(part), work.amount(whole)])
    return work.divide(first, second, whole)


def near(work: Translator, call: nodes.Call) -> Statement:
    """|x - y| <= p·|y|, or |x - y| <= p where p has the unit of the difference."""
    first, second, reach = call.arguments
    x, y = amounts.in_one_unit([work.amount(first), work.amount(second)])
    apart, within = arithmetic.total([x, y], [1, -1], work.unknowns), work.amount(reach)
    if not within.unit or units.same_dimension(within.unit, ""):
        part = amounts.to_unit(within, "")
        # The difference of percents is in points, and of dates in days: the number is the same.
        within = amounts.replace_unit(arithmetic.multiply(part, _size(work, y), work.unknowns), apart.unit)
    sides = (work.relate(apart, "<=", within), work.relate(apart, ">=", arithmetic.negate(within)))
    return All(tuple(replace(side, is_equality=True) for side in sides), call)


def implied(work: Translator, call: nodes.Call) -> Amount | Words:
    """What everything else says of a name."""
    subject = call.arguments[0]
    if not isinstance(subject, nodes.Name):
        raise mistake(call, "implied(x) takes a name", "name one claim")
    return work.enter(work.names.implied(subject.name))


def weekday(work: Translator, call: nodes.Call) -> Words:
    """The name of a day."""
    return weekdays_of(work.date(call.arguments[0]), work.unknowns)


def date_of(work: Translator, call: nodes.Call) -> Amount:
    """A date written as words."""
    return work.date(call.arguments[0])


def to_whole(work: Translator, call: nodes.Call) -> Amount:
    """To a whole number, or to a whole multiple of the second argument."""
    part = work.amount(call.arguments[0])
    step, unit = _step(work, call, part)
    plain = replace(amounts.to_unit(part, unit), unit="")
    scaled = replace(plain, top=polynomials.scale(plain.top, 1 / step), bound=bounds.scale(plain.bound, 1 / step))
    whole = _made(work, call.function, scaled)
    return replace(whole, top=polynomials.scale(whole.top, step), bound=bounds.scale(whole.bound, step), unit=unit)


def _step(work: Translator, call: nodes.Call, part: Amount) -> tuple[Fraction, str]:
    if len(call.arguments) == 1:
        if part.unit:
            shown, name = units.format_unit(part.unit), show(call.arguments[0])
            what = f"{call.function}({name}) of an amount in {shown} has no step"
            raise UnitError(what, fix=f"write {call.function}({name}, 1 {shown})")
        return Fraction(1), ""
    step = work.amount(call.arguments[1])
    if step.constant is None or step.constant <= 0:
        raise mistake(call.arguments[1], f"'{show(call.arguments[1])}' is no known step above 0", "write it as 0.1 t")
    return step.constant, step.unit


def _made(work: Translator, function: str, part: Amount) -> Amount:
    made = work.unknowns.compose(function, [part], enclose(function, tightest(part, work.unknowns)), "")
    if function in ("floor", "ceil", "round"):
        work.unknowns.whole.update(key for monomial in made.top for key in monomial)
    return made


def transcendental(work: Translator, call: nodes.Call) -> Amount:
    """The natural logarithm or its inverse, of a plain number."""
    part = work.amount(call.arguments[0])
    if part.unit and not units.same_dimension(part.unit, ""):
        shown, name = units.format_unit(part.unit), show(call.arguments[0])
        raise UnitError(f"{call.function}() of an amount in {shown}", fix=f"divide it by a unit: {name} / (1 {shown})")
    plain = amounts.to_unit(part, "")
    if call.function == "log":
        _demand(work, plain, ">", f"the logarithm of '{show(call.arguments[0])}', which may be zero or less")
        plain = _within(work, plain, bounds.at_least(0, strict=True))
    return _made(work, call.function, plain)


def root(work: Translator, call: nodes.Call) -> Amount:
    """The square root."""
    part = work.amount(call.arguments[0])
    unit = units.root_unit(part.unit) if part.unit else ""
    _demand(work, part, ">=", f"the square root of '{show(call.arguments[0])}', which may be less than zero")
    return replace(_made(work, "sqrt", _within(work, replace(part, unit=""), bounds.at_least(0))), unit=unit)


def _demand(work: Translator, part: Amount, relation: str, says: str) -> None:
    allowed = bounds.at_least(0, strict=relation == ">")
    if not bounds.contains(allowed, tightest(part, work.unknowns)):
        work.demands.append(Demand(part, relation, says))


def _within(work: Translator, part: Amount, domain: Bound) -> Amount:
    """The part with its interval cut to the domain."""
    found = bounds.intersect(tightest(part, work.unknowns), domain)
    if found is None:
        raise NotDecidable("a number outside of what the function takes")
    return replace(part, bound=found)
