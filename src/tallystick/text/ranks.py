"""Ranks: "second largest" is 2, "the 14th biggest" 14."""

from __future__ import annotations

from fractions import Fraction

from tallystick.model import Bound, Quantity
from tallystick.text.lexicon import numbers


def rank_of(surface: str) -> Quantity:
    """The rank that an ordinal before a superlative states.

    >>> rank_of("second largest").bound.low
    Fraction(2, 1)
    """
    first, *more = surface.lower().replace("-", " ").split()
    digits = "".join(char for char in first if char.isdecimal())
    ordinals = numbers("ordinal")
    value = Fraction(int(digits)) if digits else ordinals.get(first) or numbers("tens").get(first, Fraction(0))
    if first in numbers("tens") and more:
        value += ordinals.get(more[0], Fraction(0))
    return Quantity(Bound(value, value), text=surface, unit_text="rank")
