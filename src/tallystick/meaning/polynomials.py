"""Exact polynomials in unknowns, and the tightest interval found for what they can come to.

A monomial is the sorted tuple of its unknowns, one entry per power. Imports only `bounds` and below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import reduce
from itertools import product

from tallystick import bounds
from tallystick.errors import NotDecidable
from tallystick.model import Bound

Monomial = tuple[str, ...]
Polynomial = Mapping[Monomial, Fraction]


class TooMany(NotDecidable):
    """A product that is too large to write out; an interval for it may still be found."""


ZERO: Polynomial = {}
ONE: Polynomial = {(): Fraction(1)}
MAX_TERMS = 2_000
MAX_BITS = 200_000  # of a number: about 60,000 digits
PRINTABLE_BITS = 12_000  # Python turns no integer of more than 4,300 digits to text
_MAX_CORNERS = 8  # unknowns whose corners are all tried: 2⁸ of them


def constant(value: Fraction) -> Polynomial:
    """The polynomial of one known number."""
    return {(): value} if value else ZERO


def unknown(key: str) -> Polynomial:
    """The polynomial of one unknown."""
    return {(key,): Fraction(1)}


def constant_of(polynomial: Polynomial) -> Fraction | None:
    """The number it is whatever the unknowns are, or None."""
    if not polynomial:
        return Fraction(0)
    return polynomial.get(()) if len(polynomial) == 1 else None


def unknowns(polynomial: Polynomial) -> frozenset[str]:
    """The unknowns it depends on."""
    return frozenset(key for monomial in polynomial for key in monomial)


def is_linear(polynomial: Polynomial) -> bool:
    """True when no monomial multiplies unknowns."""
    return all(len(monomial) <= 1 for monomial in polynomial)


def total(polynomials: Iterable[Polynomial]) -> Polynomial:
    """The sum; time is linear in the number of terms.

    >>> total([unknown("x"), unknown("x"), constant(Fraction(1))]) == {("x",): 2, (): 1}
    True
    """
    result: dict[Monomial, Fraction] = {}
    for polynomial in polynomials:
        for monomial, value in polynomial.items():
            result[monomial] = result.get(monomial, Fraction(0)) + value
    return {monomial: value for monomial, value in result.items() if value}


def scale(polynomial: Polynomial, factor: Fraction | int, offset: Fraction | int = 0) -> Polynomial:
    """Factor · polynomial + offset."""
    scaled = {monomial: value * factor for monomial, value in polynomial.items()} if factor else ZERO
    return total([scaled, constant(Fraction(offset))]) if offset else scaled


def multiply(first: Polynomial, second: Polynomial) -> Polynomial:
    """First · second.

    Raises:
        TooMany: The product has too many terms or too high a power.
        NotDecidable: It has too long a number.
    """
    if len(first) * len(second) > MAX_TERMS or _degree(first) + _degree(second) > bounds.MAX_EXPONENT:
        raise TooMany(f"a product of more than {MAX_TERMS} terms or {bounds.MAX_EXPONENT} unknowns")
    if bits(first.values()) + bits(second.values()) > MAX_BITS:
        raise NotDecidable("a number that is too long")
    terms = product(first.items(), second.items())
    return total({tuple(sorted(left + right)): a * b} for (left, a), (right, b) in terms)


def _degree(polynomial: Polynomial) -> int:
    return max(map(len, polynomial), default=0)


def bits(values: Iterable[Fraction | None]) -> int:
    """How long the longest of the numbers is, with its denominator."""
    known = (value for value in values if value is not None)
    return max((value.numerator.bit_length() + value.denominator.bit_length() for value in known), default=0)


def range_of(polynomial: Polynomial, known: Mapping[str, Bound]) -> Bound:
    """An interval that holds every value; the exact range when the polynomial is linear.

    Args:
        polynomial: In unknowns that all are `known`.
        known: The interval of each unknown.

    >>> x = {"x": Bound(Fraction(1), Fraction(2))}
    >>> range_of({("x", "x"): Fraction(1), ("x",): Fraction(-1)}, x)  # x (x - 1)
    Bound(low=Fraction(0, 1), high=Fraction(2, 1), low_open=False, high_open=False)
    """
    found = _sum_of_ranges(polynomial, known)
    if is_linear(polynomial):
        return found
    for other in (_factored(polynomial, known), range_by_corners(polynomial, ONE, known)):
        # Both hold every value, so that they cannot be apart.
        found = (bounds.intersect(found, other) or found) if other is not None else found
    return found


def _sum_of_ranges(polynomial: Polynomial, known: Mapping[str, Bound]) -> Bound:
    found = bounds.point(0)
    for monomial, value in polynomial.items():
        found = bounds.add(found, bounds.scale(_range_of_monomial(monomial, known), value))
    return found


def _range_of_monomial(monomial: Monomial, known: Mapping[str, Bound]) -> Bound:
    if len(monomial) == 1:
        return known[monomial[0]]
    powers = (bounds.power(known[key], count) for key, count in Counter(monomial).items())
    return reduce(bounds.multiply, powers, bounds.point(1))


def _factored(polynomial: Polynomial, known: Mapping[str, Bound]) -> Bound | None:
    """The range of x·(rest) where x is a factor of every term; None when there is none."""
    common = reduce(lambda first, second: first & second, (Counter(monomial) for monomial in polynomial))
    if not common:
        return None
    rest = {tuple(sorted((Counter(monomial) - common).elements())): value for monomial, value in polynomial.items()}
    factor = _range_of_monomial(tuple(sorted(common.elements())), known)
    return bounds.multiply(factor, range_of(rest, known))


def range_by_corners(top: Polynomial, bottom: Polynomial, known: Mapping[str, Bound]) -> Bound | None:
    """The range of top / bottom by the corners of the box, where no unknown has a power and every end is finite.

    Along each side such a quotient only rises or only falls, so it is greatest and least in a corner.
    An end that is open is taken as closed, which can only make the range wider. `bottom` is never zero.
    """
    keys = sorted(unknowns(top) | unknowns(bottom))
    several = any(len(set(monomial)) < len(monomial) for monomial in (*top, *bottom))
    if several or len(keys) > _MAX_CORNERS:
        return None
    ends = []
    for key in keys:
        low, high = known[key].low, known[key].high
        if low is None or high is None:
            return None
        ends.append((low, high))
    corners = [dict(zip(keys, corner, strict=True)) for corner in product(*ends)]
    if any(not _value_at(bottom, corner) for corner in corners):
        return None
    values = [_value_at(top, corner) / _value_at(bottom, corner) for corner in corners]
    return Bound(min(values), max(values))


def takes_both_signs(polynomial: Polynomial, known: Mapping[str, Bound]) -> bool:
    """True when it is positive for some values and negative for others, for sure; False says nothing.

    Where it is positive in a corner it is so nearby as well, so that open ends do not matter.
    """
    keys = sorted(unknowns(polynomial))
    if len(keys) > _MAX_CORNERS:
        return False
    corners = product(*(_two_values(known[key]) for key in keys))
    values = [_value_at(polynomial, dict(zip(keys, corner, strict=True))) for corner in corners]
    return min(values) < 0 < max(values)


def _two_values(bound: Bound) -> tuple[Fraction, Fraction]:
    """Two values within an interval or at its ends, far apart where they can be."""
    if bound.low is not None and bound.high is not None:
        return bound.low, bound.high
    start = bound.low if bound.low is not None else bound.high if bound.high is not None else Fraction(0)
    return (start - 1 if bound.low is None else start), (start + 1 if bound.high is None else start)


def _value_at(polynomial: Polynomial, values: Mapping[str, Fraction]) -> Fraction:
    found = Fraction(0)
    for monomial, value in polynomial.items():
        for key in monomial:
            value *= values[key]  # noqa: PLW2901 - the running product of one term
        found += value
    return found
