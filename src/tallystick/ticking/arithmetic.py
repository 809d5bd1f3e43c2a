"""The interval of a stated expression over figures, as written and as far as print leaves it open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import lcm

from tallystick import bounds, units
from tallystick.errors import NotDecidable
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.model import Bound, Figure

_PERCENT, _POINTS = "percent", "percentage_point"
Amount = tuple[Bound, str]


class Figures:
    """Values of figures by id: as written, or widened to what their print leaves open."""

    __slots__ = ("_known", "_widened")

    def __init__(self, known: Mapping[str, Figure], *, widened: bool) -> None:
        self._known, self._widened = known, widened

    def amount(self, node: Node) -> Amount:
        """The interval and the unit of an expression.

        Raises:
            NotDecidable: it divides by what may be zero, or is of no kind that figures are tied by.
            UnitError: its units do not go together.
        """
        match node:
            case nodes.Name(name):
                return self._figure(name)
            case nodes.Number(quantity):
                return quantity.bound, quantity.unit
            case nodes.Negate(operand):
                bound, unit = self.amount(operand)
                return bounds.negate(bound), unit
            case nodes.Sum(terms, signs):
                return _added([self.amount(term) for term in terms], signs)
            case nodes.Product(factors, signs):
                pairs = zip(factors, signs, strict=True)
                return reduce(_multiplied, [_turned(self.amount(factor), sign) for factor, sign in pairs])
            case nodes.Call(function, arguments):
                return _called(function, [self.amount(argument) for argument in arguments])
        raise NotDecidable(f"a tie has no {type(node).__name__.lower()}")

    def _figure(self, name: str) -> Amount:
        value = self._known[name].value
        return (bounds.widen(value.bound, value.steps) if self._widened else value.bound), value.unit


def in_unit_of(amount: Amount, unit: str) -> Bound:
    """The interval in `unit`; a bare number is taken to be in it, percent and points count alike."""
    bound, own = amount
    if own == unit or not own or not unit or {own, unit} == {_PERCENT, _POINTS}:
        return bound
    return units.convert_bound(bound, own, unit)


def common_unit(amounts: list[Amount]) -> str:
    """The first unit that is one; "" when all are bare."""
    return next((unit for _, unit in amounts if unit), "")


def _added(amounts: list[Amount], signs: tuple[int, ...]) -> Amount:
    unit = common_unit(amounts)
    parts = [in_unit_of(amount, unit) for amount in amounts]
    turned = [part if sign > 0 else bounds.negate(part) for part, sign in zip(parts, signs, strict=True)]
    return _total(turned), unit


def _total(parts: Sequence[Bound]) -> Bound:
    """As `bounds.add`, one after another, and faster: a column may have ten thousand numbers."""
    low, high = _sum([part.low for part in parts]), _sum([part.high for part in parts])
    low_open, high_open = any(part.low_open for part in parts), any(part.high_open for part in parts)
    return Bound(low, high, low is not None and low_open, high is not None and high_open)


def _sum(ends: Sequence[Fraction | None]) -> Fraction | None:
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    common = lcm(*(end.denominator for end in known))
    return Fraction(sum(end.numerator * (common // end.denominator) for end in known), common)


def _turned(amount: Amount, sign: int) -> Amount:
    bound, unit = amount
    return amount if sign > 0 else (bounds.reciprocal(bound), units.power_unit(unit, -1) if unit else "")


def _multiplied(first: Amount, second: Amount) -> Amount:
    if not first[1] or not second[1]:
        unit = first[1] or second[1]
        made = bounds.multiply(first[0], second[0])
        return (bounds.scale(made, Fraction(1, 100)), "") if unit == _PERCENT else (made, unit)
    unit, factor = units.simplify_unit(units.multiply_units(first[1], second[1]))
    return bounds.scale(bounds.multiply(first[0], second[0]), factor), unit


def _called(function: str, amounts: list[Amount]) -> Amount:
    match function, amounts:
        case "growth", [now, before]:
            return bounds.scale(bounds.divide(in_unit_of(now, before[1]), before[0]), 100, -100), _PERCENT
        case "share", [part, whole]:
            return bounds.scale(bounds.divide(in_unit_of(part, whole[1]), whole[0]), 100), _PERCENT
        case "mean", _:
            added, unit = _added(amounts, (1,) * len(amounts))
            return bounds.scale(added, Fraction(1, len(amounts))), unit
        case "abs", [only]:
            return bounds.absolute(only[0]), only[1]
    unit = common_unit(amounts)
    parts = [in_unit_of(amount, unit) for amount in amounts]
    match function:
        case "max":
            return bounds.maximum(parts), unit
        case "min":
            return bounds.minimum(parts), unit
    raise NotDecidable(f"a tie has no function '{function}'")
