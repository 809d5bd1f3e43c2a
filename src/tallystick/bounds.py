"""Intervals with open, closed and unbounded ends, in exact arithmetic. Imports only `model` and `errors`.

An interval is never empty: what may be empty returns None. Ends that are strict stay strict;
nothing is ever moved by an epsilon.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import product
from math import ceil, floor

from tallystick.errors import NotDecidable
from tallystick.model import Bound, Verdict

EVERYTHING = Bound()
_ZERO = Fraction(0)


def point(value: Fraction | int) -> Bound:
    """The interval of one value."""
    return Bound(Fraction(value), Fraction(value))


def at_most(value: Fraction | int, *, strict: bool = False) -> Bound:
    """Everything up to `value`; without it when strict."""
    return Bound(None, Fraction(value), high_open=strict)


def at_least(value: Fraction | int, *, strict: bool = False) -> Bound:
    """Everything from `value`; without it when strict."""
    return Bound(Fraction(value), None, low_open=strict)


def between(
    low: Fraction | int | None, high: Fraction | int | None, *, low_open: bool = False, high_open: bool = False
) -> Bound | None:
    """The interval from low to high, or None when no value lies in it.

    >>> between(2, 1) is None, between(1, 1, high_open=True) is None
    (True, True)
    """
    bottom = None if low is None else Fraction(low)
    top = None if high is None else Fraction(high)
    if bottom is not None and top is not None and (bottom > top or (bottom == top and (low_open or high_open))):
        return None
    return Bound(bottom, top, low_open and bottom is not None, high_open and top is not None)


# An end is compared as (value, side): an open low end lies just above its value, an open high end just below.
def _low_key(bound: Bound) -> tuple[int, Fraction, int]:
    return (-1, _ZERO, 0) if bound.low is None else (0, bound.low, int(bound.low_open))


def _high_key(bound: Bound) -> tuple[int, Fraction, int]:
    return (1, _ZERO, 0) if bound.high is None else (0, bound.high, -int(bound.high_open))


def intersect(first: Bound, second: Bound) -> Bound | None:
    """The values in both, or None when there is none.

    >>> intersect(at_most(3), at_least(3))
    Bound(low=Fraction(3, 1), high=Fraction(3, 1), low_open=False, high_open=False)
    """
    low, high = max(first, second, key=_low_key), min(first, second, key=_high_key)
    return between(low.low, high.high, low_open=low.low_open, high_open=high.high_open)


def hull(bounds: Iterable[Bound]) -> Bound:
    """The smallest interval that holds all of `bounds`; at least one is needed."""
    known = list(bounds)
    low, high = min(known, key=_low_key), max(known, key=_high_key)
    return Bound(low.low, high.high, low.low_open, high.high_open)


def contains(outer: Bound, inner: Bound) -> bool:
    """True when every value of `inner` lies in `outer`."""
    return _low_key(outer) <= _low_key(inner) and _high_key(inner) <= _high_key(outer)


def negate(bound: Bound) -> Bound:
    """The interval of -x."""
    return Bound(
        None if bound.high is None else -bound.high,
        None if bound.low is None else -bound.low,
        bound.high_open,
        bound.low_open,
    )


def add(first: Bound, second: Bound) -> Bound:
    """The interval of x + y for independent x and y."""
    low = None if first.low is None or second.low is None else first.low + second.low
    high = None if first.high is None or second.high is None else first.high + second.high
    return Bound(
        low,
        high,
        low is not None and (first.low_open or second.low_open),
        high is not None and (first.high_open or second.high_open),
    )


def subtract(first: Bound, second: Bound) -> Bound:
    """The interval of x - y for independent x and y."""
    return add(first, negate(second))


def scale(bound: Bound, factor: Fraction | int, offset: Fraction | int = 0) -> Bound:
    """The interval of factor · x + offset.

    >>> scale(at_most(3, strict=True), -2)
    Bound(low=Fraction(-6, 1), high=None, low_open=True, high_open=False)
    """
    if factor == 0:
        return point(offset)
    turned = bound if factor > 0 else negate(bound)
    size = abs(Fraction(factor))
    return Bound(
        None if turned.low is None else turned.low * size + offset,
        None if turned.high is None else turned.high * size + offset,
        turned.low_open,
        turned.high_open,
    )


# Products of ends: (sign of infinity or 0, value, whether the end is reached).
_End = tuple[int, Fraction, bool]


def _ends(bound: Bound) -> tuple[_End, _End]:
    low = (-1, _ZERO, False) if bound.low is None else (0, bound.low, not bound.low_open)
    high = (1, _ZERO, False) if bound.high is None else (0, bound.high, not bound.high_open)
    return low, high


def _sign(end: _End) -> int:
    infinite, value, _ = end
    return infinite or (value > 0) - (value < 0)


def _end_product(first: _End, second: _End) -> _End:
    sign = _sign(first) * _sign(second)
    if sign == 0:
        # A reached zero gives zero whatever the other end does; an open zero only approaches it.
        reached = any(end[2] and _sign(end) == 0 for end in (first, second))
        return 0, _ZERO, reached
    if first[0] or second[0]:
        return sign, _ZERO, False
    return 0, first[1] * second[1], first[2] and second[2]


def _from_ends(ends: Iterable[_End]) -> Bound:
    known = list(ends)
    low = min(known, key=lambda end: (end[0], end[1], not end[2]))
    high = max(known, key=lambda end: (end[0], end[1], end[2]))
    return Bound(
        None if low[0] else low[1],
        None if high[0] else high[1],
        not low[0] and not low[2],
        not high[0] and not high[2],
    )


def multiply(first: Bound, second: Bound) -> Bound:
    """The interval of x · y for independent x and y.

    >>> multiply(Bound(Fraction(-1), Fraction(2)), at_least(3))
    Bound(low=None, high=None, low_open=False, high_open=False)
    """
    return _from_ends(_end_product(a, b) for a, b in product(_ends(first), _ends(second)))


def reciprocal(bound: Bound) -> Bound:
    """The interval of 1 / x.

    Raises:
        NotDecidable: zero lies in `bound`.
    """
    if contains(bound, point(0)):
        raise NotDecidable("division by a value that may be zero")
    low = _inverse(bound.high, is_open=bound.high_open, beyond=bound.low)
    high = _inverse(bound.low, is_open=bound.low_open, beyond=bound.high)
    return Bound(low[0], high[0], low[1], high[1])


def _inverse(end: Fraction | None, *, is_open: bool, beyond: Fraction | None) -> tuple[Fraction | None, bool]:
    """One end of a reciprocal, and whether it is open: infinity turns to an open 0, an open 0 to infinity."""
    if end is None:
        return (_ZERO, True) if beyond is not None else (None, False)
    return (1 / end, is_open) if end else (None, False)


def divide(first: Bound, second: Bound) -> Bound:
    """The interval of x / y for independent x and y.

    Raises:
        NotDecidable: `second` holds zero.
    """
    # Most quotients are of positive numbers, and need no products of ends.
    if first.low and first.high and second.low and second.high and min(first.low, second.low) > 0:
        open_low, open_high = first.low_open or second.high_open, first.high_open or second.low_open
        return Bound(first.low / second.high, first.high / second.low, open_low, open_high)
    return multiply(first, reciprocal(second))


def power(bound: Bound, exponent: int) -> Bound:
    """The interval of x ** exponent, for a whole exponent of at most 64.

    >>> power(Bound(Fraction(-2), Fraction(1)), 2)
    Bound(low=Fraction(0, 1), high=Fraction(4, 1), low_open=False, high_open=False)
    """
    if abs(exponent) > MAX_EXPONENT:
        raise NotDecidable(f"an exponent of {exponent} is beyond {MAX_EXPONENT}")
    if exponent < 0:
        return reciprocal(power(bound, -exponent))
    if exponent == 0:
        return point(1)
    base = absolute(bound) if exponent % 2 == 0 else bound
    return Bound(
        None if base.low is None else base.low**exponent,
        None if base.high is None else base.high**exponent,
        base.low_open,
        base.high_open,
    )


MAX_EXPONENT = 64


def absolute(bound: Bound) -> Bound:
    """The interval of |x|."""
    if bound.low is not None and bound.low >= 0:
        return bound
    if bound.high is not None and bound.high <= 0:
        return negate(bound)
    upper = hull([bound, negate(bound)])
    return Bound(_ZERO, upper.high, high_open=upper.high_open)


def whole_within(bound: Bound) -> Bound | None:
    """From the least to the greatest whole number in an interval; None when there is none.

    >>> whole_within(at_least(5, strict=True))
    Bound(low=Fraction(6, 1), high=None, low_open=False, high_open=False)
    """
    low = None if bound.low is None else floor(bound.low) + 1 if bound.low_open else ceil(bound.low)
    high = None if bound.high is None else ceil(bound.high) - 1 if bound.high_open else floor(bound.high)
    return between(low, high)


def minimum(bounds: Iterable[Bound]) -> Bound:
    """The interval of the least of independent values."""
    known = list(bounds)
    low, high = min(known, key=_low_key), min(known, key=_high_key)
    return Bound(low.low, high.high, low.low_open, high.high_open)


def maximum(bounds: Iterable[Bound]) -> Bound:
    """The interval of the greatest of independent values."""
    known = list(bounds)
    low, high = max(known, key=_low_key), max(known, key=_high_key)
    return Bound(low.low, high.high, low.low_open, high.high_open)


def compare(relation: str, first: Bound, second: Bound) -> Verdict:
    """Whether `first relation second` is true for all, none or some of the independent values.

    Args:
        relation: One of `< <= == != >= >`.

    >>> compare("<", at_most(3, strict=True), point(3)).value
    'holds'
    """
    return _COMPARISONS[relation](first, second)


def _below(first: Bound, second: Bound, *, strict: bool) -> bool:
    """True when every x of first and y of second have x < y (strict) or x <= y."""
    if first.high is None or second.low is None:
        return False
    if first.high < second.low:
        return True
    return first.high == second.low and (not strict or first.high_open or second.low_open)


def _is_less(first: Bound, second: Bound, *, strict: bool) -> Verdict:
    if _below(first, second, strict=strict):
        return Verdict.HOLDS
    return Verdict.BREAKS if _below(second, first, strict=not strict) else Verdict.UNKNOWN


def _is_equal(first: Bound, second: Bound) -> Verdict:
    if first.is_point and first == second:
        return Verdict.HOLDS
    return Verdict.BREAKS if intersect(first, second) is None else Verdict.UNKNOWN


def opposite(verdict: Verdict) -> Verdict:
    """The verdict of the negated statement (Kleene)."""
    return _OPPOSITE[verdict]


_OPPOSITE = {
    Verdict.HOLDS: Verdict.BREAKS,
    Verdict.BREAKS: Verdict.HOLDS,
    Verdict.UNKNOWN: Verdict.UNKNOWN,
}
_COMPARISONS: dict[str, Callable[[Bound, Bound], Verdict]] = {
    "<": lambda a, b: _is_less(a, b, strict=True),
    "<=": lambda a, b: _is_less(a, b, strict=False),
    ">": lambda a, b: _is_less(b, a, strict=True),
    ">=": lambda a, b: _is_less(b, a, strict=False),
    "==": _is_equal,
    "!=": lambda a, b: opposite(_is_equal(a, b)),
}


def widen(bound: Bound, steps: tuple[Fraction, Fraction], *, mode: str = "nearest") -> Bound:
    """The values whose print would be the ends of `bound`, given the place of each end's last digit.

    Args:
        bound: As written.
        steps: Place of the last significant digit of the low and the high end, 0 for exact ends.
        mode: `nearest` widens by half a step to a closed end; `truncate` by a whole step,
            away from zero, to an open end.

    Source: XBRL Calculations 1.1 (round to nearest, closed ends; truncation, open ends).

    >>> widen(point(2), (Fraction(1), Fraction(1)))
    Bound(low=Fraction(3, 2), high=Fraction(5, 2), low_open=False, high_open=False)
    """
    move = _widen_truncated if mode == "truncate" else _widen_nearest
    low, low_open = move(bound.low, steps[0], is_open=bound.low_open, upwards=False)
    high, high_open = move(bound.high, steps[1], is_open=bound.high_open, upwards=True)
    return Bound(low, high, low_open, high_open)


def _widen_nearest(
    end: Fraction | None, step: Fraction, *, is_open: bool, upwards: bool
) -> tuple[Fraction | None, bool]:
    if end is None or not step:
        return end, is_open
    # Half a step is itself printed as the end, so a widened end is reached unless the print was strict.
    return end + (step / 2 if upwards else -step / 2), is_open


def _widen_truncated(
    end: Fraction | None, step: Fraction, *, is_open: bool, upwards: bool
) -> tuple[Fraction | None, bool]:
    if end is None or not step:
        return end, is_open
    away_from_zero = end >= 0 if upwards else end <= 0
    return (end + (step if upwards else -step), True) if away_from_zero else (end, is_open)


def step_of(printed: str, digits: int | None = None) -> Fraction:
    """The place of the last significant digit of a printed plain number.

    Trailing zeros of a whole number are not significant unless `digits` says how many digits are.

    >>> step_of("2.0"), step_of("600,000"), step_of("599000"), step_of("0.50", digits=1)
    (Fraction(1, 10), Fraction(100000, 1), Fraction(1000, 1), Fraction(1, 10))
    """
    plain = printed.replace(",", "").replace("_", "").lstrip("+-")
    whole, _, decimals = plain.partition(".")
    if digits is not None:
        return _step_of_digits(whole.lstrip("0"), decimals, digits)
    if decimals:
        return Fraction(1, 10 ** len(decimals))
    stripped = whole.rstrip("0")
    return Fraction(10 ** (len(whole) - len(stripped))) if stripped else Fraction(1)


def _step_of_digits(whole: str, decimals: str, digits: int) -> Fraction:
    leading = len(whole) if whole else -(len(decimals) - len(decimals.lstrip("0")))
    return Fraction(10) ** (leading - digits)


def show_number(value: Fraction) -> str:
    """A decimal string, or `p/q` where no finite decimal exists.

    >>> show_number(Fraction(5, 4)), show_number(Fraction(1, 3)), show_number(Fraction(2000000))
    ('1.25', '1/3', '2000000')
    """
    places, rest = 0, value.denominator
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
