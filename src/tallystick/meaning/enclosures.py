"""Functions of one number that are no polynomials: sound enclosures, and which arguments give which values.

Exact where they are exact (roots of squares, log 1, exp 0); else between two fractions 40 digits apart.
Imports only `bounds` and below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, DecimalException
from fractions import Fraction
from math import ceil, floor, isqrt

from tallystick import bounds
from tallystick.errors import NotDecidable
from tallystick.model import Bound

_DIGITS = 40
_HALF = Fraction(1, 2)
Ends = tuple[Fraction, Fraction]
Limits = tuple[tuple[str, Fraction], ...]  # what the argument must be, all of it; None: nothing is
_TURNED = {"<": "<", "<=": "<", ">": ">", ">=": ">"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A function that never falls: what it makes of one number, and of which numbers it makes what.

    `at` gives the two ends of an enclosure, equal where the value is exact. `solve` gives, for
    `f(x) relation value`, what x must then be: exactly, but for irrational limits, which it moves outward.
    """

    at: Callable[[Fraction], Ends]
    solve: Callable[[str, Fraction], Limits | None]
    whole: bool = False

    def enclose(self, bound: Bound) -> Bound:
        """An interval that holds every value for arguments in `bound`."""
        low = None if bound.low is None else self.at(bound.low)
        high = None if bound.high is None else self.at(bound.high)
        open_low = bound.low_open and not self.whole and low is not None and low[0] == low[1]
        open_high = bound.high_open and not self.whole and high is not None and high[0] == high[1]
        return Bound(low and low[0], high and high[1], open_low, open_high)


def _floor(value: Fraction) -> Ends:
    return Fraction(floor(value)), Fraction(floor(value))


def _ceil(value: Fraction) -> Ends:
    return Fraction(ceil(value)), Fraction(ceil(value))


def _round(value: Fraction) -> Ends:
    """To the nearest whole number; a half away from zero, as print does."""
    size = floor(abs(value) + _HALF)
    return Fraction(size if value >= 0 else -size), Fraction(size if value >= 0 else -size)


def _at_least_whole(relation: str, value: Fraction) -> int:
    """The least whole number n for which n >= value (or > value)."""
    return ceil(value) if relation == ">=" else floor(value) + 1


def _at_most_whole(relation: str, value: Fraction) -> int:
    return floor(value) if relation == "<=" else ceil(value) - 1


def _solve_whole(
    least: Callable[[int], tuple[str, Fraction]], most: Callable[[int], tuple[str, Fraction]]
) -> Callable[[str, Fraction], Limits | None]:
    """Of a step function: where it is at least n, and where it is at most n."""

    def solve(relation: str, value: Fraction) -> Limits | None:
        if relation == "==":
            return (least(int(value)), most(int(value))) if value.denominator == 1 else None
        if relation in (">", ">="):
            return (least(_at_least_whole(relation, value)),)
        return (most(_at_most_whole(relation, value)),)

    return solve


def _down(value: Fraction) -> Decimal:
    return _divide(value, ROUND_FLOOR)


def _up(value: Fraction) -> Decimal:
    return _divide(value, ROUND_CEILING)


def _divide(value: Fraction, rounding: str) -> Decimal:
    return Context(prec=_DIGITS, rounding=rounding).divide(Decimal(value.numerator), Decimal(value.denominator))


def _exp(value: Fraction) -> Ends:
    if value == 0:
        return Fraction(1), Fraction(1)
    if abs(value) > _LARGEST:
        raise NotDecidable("exp() of a number that is too large")
    return _outward(lambda number, context: context.exp(number), value)


def _log(value: Fraction) -> Ends:
    if value == 1:
        return Fraction(0), Fraction(0)
    return _outward(lambda number, context: context.ln(number), value)


def _sqrt(value: Fraction) -> Ends:
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return Fraction(top, bottom), Fraction(top, bottom)
    return _outward(lambda number, context: context.sqrt(number), value)


def _outward(compute: Callable[[Decimal, Context], Decimal], value: Fraction) -> Ends:
    """Two fractions around the true value: decimal's results are right to the last place (IEEE 854)."""
    context = Context(prec=_DIGITS)
    try:
        low, high = compute(_down(value), context), compute(_up(value), context)
        return Fraction(context.next_minus(low)), Fraction(context.next_plus(high))
    except (DecimalException, ValueError, OverflowError):
        raise NotDecidable("a number that is too large") from None


def _solve_smooth(
    inverse: Callable[[Fraction], Ends], least: Fraction | None
) -> Callable[[str, Fraction], Limits | None]:
    """Of a function that always rises above `least`, which it never reaches (or only at its start)."""

    def solve(relation: str, value: Fraction) -> Limits | None:
        if least is not None and value < least:
            return () if relation in (">", ">=") else None
        low, high = inverse(value)
        if relation == "==":
            return ((">=", low), ("<=", high))
        exact = low == high
        return ((relation if exact else _TURNED[relation], high if relation in ("<", "<=") else low),)

    return solve


def _exp_solve(relation: str, value: Fraction) -> Limits | None:
    if value <= 0:
        return () if relation in (">", ">=") else None
    return _solve_smooth(_log, None)(relation, value)


SHAPES = {
    "floor": Shape(_floor, _solve_whole(lambda n: (">=", Fraction(n)), lambda n: ("<", Fraction(n + 1))), whole=True),
    "ceil": Shape(_ceil, _solve_whole(lambda n: (">", Fraction(n - 1)), lambda n: ("<=", Fraction(n))), whole=True),
    "round": Shape(
        _round,
        _solve_whole(
            lambda n: (">=" if n > 0 else ">", n - _HALF),
            lambda n: ("<" if n >= 0 else "<=", n + _HALF),
        ),
        whole=True,
    ),
    "exp": Shape(_exp, _exp_solve),
    "log": Shape(_log, _solve_smooth(_exp, None)),
    "sqrt": Shape(_sqrt, _solve_smooth(lambda value: (value * value, value * value), Fraction(0))),
}


def enclose(function: str, bound: Bound) -> Bound:
    """The values a function takes over an interval within its domain.

    >>> enclose("sqrt", Bound(Fraction(4), Fraction(9))) == Bound(Fraction(2), Fraction(3))
    True
    """
    if function == "log" and bound.low is not None and bound.low <= 0:
        bound = Bound(None, bound.high, high_open=bound.high_open)
    if function != "exp":
        return SHAPES[function].enclose(bound)
    # Beyond e^100,000 an end is as good as infinite, or as zero.
    low = None if bound.low is None or bound.low < -_LARGEST else min(bound.low, _LARGEST)
    high = None if bound.high is None or bound.high > _LARGEST else max(bound.high, -_LARGEST)
    found = SHAPES["exp"].enclose(Bound(low, high, bound.low_open, bound.high_open))
    return bounds.intersect(found, bounds.at_least(0, strict=True)) or found


_LARGEST = Fraction(100_000)
