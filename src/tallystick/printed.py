"""What print leaves open: which figures are rounded, the interval that rounds to one, and what agrees in print.

DESIGN §4, "Print agrees, or it does not". Imports only `model` and `bounds`.
"""

from __future__ import annotations

import re
from fractions import Fraction

from tallystick import bounds
from tallystick.model import Bound, Kind, Quantity

EXACT = "exact"  # the config's `rounding` that takes every printed number as it stands
_NOTHING = (Fraction(0), Fraction(0))
_CENT = Fraction(1, 100)
_CURRENCY = re.compile(r"[A-Z]{3}")
_NUMBER = re.compile(r"\d[\d,_\u202f\u00a0 ]*(?:\.\d+)?")


def steps_of(quantity: Quantity, kind: Kind = Kind.QUANTITY) -> tuple[Fraction, Fraction]:
    """The steps that may excuse a figure, in its unit: none for a limit, a range, or what is exact by nature.

    Only a figure printed as such agrees in print. A bound's end ("not more than 1 million") is a limit.

    >>> half = (Fraction(1), Fraction(1))
    >>> steps_of(Quantity(bounds.point(7), steps=half)) == half, steps_of(Quantity(bounds.at_most(7), relation="<="))
    (True, (Fraction(0, 1), Fraction(0, 1)))
    """
    if quantity.relation != "=" or is_exact(quantity, kind):
        return _NOTHING
    return quantity.steps


def is_exact(quantity: Quantity, kind: Kind = Kind.QUANTITY) -> bool:
    """True for what is printed to its last unit: money to the cent, ranks, and counts that show no scale."""
    if not any(quantity.steps) or kind in (Kind.RANK, Kind.DATE, Kind.CATEGORY, Kind.BOOLEAN):
        return True
    if kind is Kind.COUNT:
        return scale_of(quantity) == 1
    return bool(_CURRENCY.fullmatch(quantity.unit)) and quantity.steps[0] == _CENT


def scale_of(quantity: Quantity) -> Fraction | None:
    """By what a word or letter multiplies the printed number: 10⁶ in "2 million"; None where that cannot be told.

    >>> scale_of(Quantity(bounds.point(2_000_000), text="2 million")) == 10**6
    True
    """
    found = _NUMBER.search(quantity.text)
    value = quantity.bound.low
    plain = Fraction(re.sub(r"[^\d.]", "", found[0])) if found else Fraction(0)
    if value is None:
        return None
    return abs(value) / plain if plain else Fraction(1) if not value else None


def interval(quantity: Quantity, kind: Kind = Kind.QUANTITY, *, mode: str = "nearest") -> Bound:
    """The values whose print the figure is, in its unit; as written for what print does not round.

    >>> interval(Quantity(bounds.point(2), steps=(Fraction(1), Fraction(1))))
    Bound(low=Fraction(3, 2), high=Fraction(5, 2), low_open=False, high_open=False)
    """
    return quantity.bound if mode == EXACT else bounds.widen(quantity.bound, steps_of(quantity, kind), mode=mode)


def overlap(first: Bound, second: Bound) -> bool:
    """True when two intervals have more than an end in common: 1.5 is nobody's "1 million" and "2 million" at once.

    >>> one, two = Bound(Fraction(1, 2), Fraction(3, 2)), Bound(Fraction(3, 2), Fraction(5, 2))
    >>> overlap(one, two), overlap(one, bounds.point(1)), overlap(bounds.point(1), bounds.point(1))
    (False, True, True)
    """
    return first == second or straddles_zero(bounds.add(first, bounds.negate(second)))


def straddles_zero(difference: Bound) -> bool:
    """True when two sides that differ by so much agree in print: values of either sign are possible.

    >>> straddles_zero(Bound(Fraction(-1), Fraction(1))), straddles_zero(Bound(Fraction(0), Fraction(1)))
    (True, False)
    """
    return (difference.low is None or difference.low < 0) and (difference.high is None or difference.high > 0)
