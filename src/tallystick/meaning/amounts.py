"""Amounts: quotients of polynomials with a unit, brought to one unit and enclosed in an interval.

A date is an amount in the unit `DATE`, counted in days. Imports `units`, `bounds` and below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tallystick import bounds, units
from tallystick.errors import UnitError
from tallystick.meaning import polynomials
from tallystick.meaning.polynomials import ONE, Polynomial
from tallystick.model import Bound

DATE = "date"
SOLVABLE = ("abs", "max", "min", "if", "quotient", "rank")  # made by what plain comparisons say in full


@dataclass(frozen=True, slots=True)
class Amount:
    """top / bottom in `unit`; `bottom` is positive for every value of its unknowns.

    `bound` holds every value, found along the way that the expression was written.
    """

    top: Polynomial
    bound: Bound
    unit: str = ""
    bottom: Polynomial = field(default_factory=lambda: ONE)

    @property
    def is_plain(self) -> bool:
        """True when nothing unknown is divided by."""
        return self.bottom is ONE

    @property
    def constant(self) -> Fraction | None:
        """Its number, when it is known exactly."""
        return polynomials.constant_of(self.top) if self.is_plain else None


@dataclass(frozen=True, slots=True)
class Made:
    """How an unknown comes about: the function, its parts, and what else it depends on."""

    function: str
    parts: tuple[Amount, ...]
    detail: object = None
    order: int = 0  # later ones are made of earlier ones


class Unknowns:
    """The intervals of the unknowns met while one expression is judged, and what functions make of them.

    `mark` sets what functions make apart from that of other expressions in one system.
    """

    def __init__(self, mark: str = "") -> None:
        self.mark = mark
        self.known: dict[str, Bound] = {}
        self.whole: set[str] = set()
        self._names: dict[object, str] = {}
        self._made: dict[str, Made] = {}

    def enter(self, key: str, bound: Bound, unit: str) -> Amount:
        """The amount of one unknown; a known number when only one value is allowed."""
        if bound.is_point and bound.low is not None:
            return known_number(bound.low, unit)
        self.known[key] = bound
        return Amount(polynomials.unknown(key), bound, unit)

    def compose(self, function: str, parts: Sequence[Amount], bound: Bound, unit: str, detail: object = None) -> Amount:
        """The amount of what a function makes of its parts: the same parts give the same unknown."""
        shape = (function, tuple((_frozen(part.top), _frozen(part.bottom), part.unit) for part in parts), detail)
        key = self._names.setdefault(shape, f"{function}() {len(self._names) + 1}{self.mark}")
        self._made[key] = Made(function, tuple(parts), detail, len(self._made))
        return self.enter(key, bound, unit)

    def made(self, key: str) -> Made | None:
        """How an unknown is made; None for a free one, whose interval holds only values it may take."""
        return self._made.get(key)

    def is_composed(self, key: str) -> bool:
        """True for an unknown that is not free: its interval may hold values it never takes."""
        return key in self._made

    def is_opaque(self, key: str) -> bool:
        """True for an unknown made by a function that plain comparisons cannot say in full."""
        return key in self._made and self._made[key].function not in SOLVABLE


def _frozen(polynomial: Polynomial) -> frozenset[tuple[tuple[str, ...], Fraction]]:
    return frozenset(polynomial.items())


def known_number(value: Fraction, unit: str = "") -> Amount:
    """The amount of one known number."""
    return Amount(polynomials.constant(value), bounds.point(value), unit)


def is_zero(amount: Amount) -> bool:
    """True for a bare 0, which is the same in every unit whose zero is not arbitrary."""
    return amount.unit == "" and amount.constant == 0


def to_unit(amount: Amount, unit: str) -> Amount:
    """The same amount in another unit.

    Raises:
        UnitError: The two do not go together.
    """
    if amount.unit == unit:
        return amount
    if is_zero(amount) and unit != DATE and not units.is_affine(unit):
        return replace(amount, unit=unit)
    _refuse_unlike(unit, amount.unit)
    slope, intercept = units.current().line(amount.unit, unit)
    return _moved(amount, slope, intercept, unit)


def _refuse_unlike(unit: str, other: str) -> None:
    """Nothing, when amounts in the two units compare; the first side is named first."""
    if DATE in {unit, other}:
        rest = other if unit == DATE else unit
        what = f"cannot compare a date with {_shown(rest)}"
        raise UnitError(what, fix="subtract two dates to get a duration, or write the date as 2025-02-24")
    if not units.same_dimension(unit, other):
        problem = units.current().mismatch(unit, other)
        fix = problem.fix if problem.code != "UN03" else _fix_unlike(unit, other)
        raise UnitError(problem.what, fix=fix, code=problem.code)
    # The zero of °C is arbitrary, so 5 °C as a temperature and 5 °C as a difference are not the same.
    if units.is_affine(unit) != units.is_affine(other) and "delta_" in f"{unit} {other}":
        what = f"cannot compare {_shown(unit)} with {_shown(other)}: one is a temperature, the other a difference"
        raise UnitError(what, fix="write a difference of temperatures in kelvin")


def _shown(unit: str) -> str:
    return f"'{units.format_unit(unit)}' ({units.dimension_name(unit)})" if unit else "a plain number"


def _fix_unlike(unit: str, other: str) -> str:
    if "" in {unit, other}:
        return f"give the number a unit of {units.dimension_name(unit or other)}"
    return "compare amounts of one kind; a price or a rate turns one kind into another"


def _moved(amount: Amount, slope: Fraction, intercept: Fraction, unit: str) -> Amount:
    if slope == 1 and intercept == 0:
        return replace(amount, unit=unit)
    top = polynomials.scale(amount.top, slope)
    if intercept:
        top = polynomials.total([top, polynomials.scale(amount.bottom, intercept)])
    return replace(amount, top=top, bound=bounds.scale(amount.bound, slope, intercept), unit=unit)


def tightest(amount: Amount, unknowns: Unknowns) -> Bound:
    """The tightest interval found for an amount, in its unit; exact when it is linear."""
    top = polynomials.range_of(amount.top, unknowns.known)
    if not amount.is_plain:
        bottom = polynomials.range_of(amount.bottom, unknowns.known)
        top = bounds.EVERYTHING if bounds.contains(bottom, bounds.point(0)) else bounds.divide(top, bottom)
        by_corners = polynomials.range_by_corners(amount.top, amount.bottom, unknowns.known)
        top = bounds.intersect(top, by_corners or top) or top
    return bounds.intersect(top, amount.bound) or amount.bound


def difference(first: Amount, second: Amount) -> Polynomial:
    """A polynomial with the sign of first - second, both in one unit."""
    if first.bottom == second.bottom:
        return polynomials.total([first.top, polynomials.scale(second.top, -1)])
    left, right = polynomials.multiply(first.top, second.bottom), polynomials.multiply(second.top, first.bottom)
    return polynomials.total([left, polynomials.scale(right, -1)])


def in_one_unit(amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts, all in the unit of the first that has one.

    Raises:
        UnitError: Two do not go together.
    """
    unit = next((amount.unit for amount in amounts if not is_zero(amount)), amounts[0].unit)
    return [to_unit(amount, unit) for amount in amounts]


def replace_unit(amount: Amount, unit: str) -> Amount:
    """The same number under another unit, where the caller knows that only the name differs."""
    return replace(amount, unit=unit)
