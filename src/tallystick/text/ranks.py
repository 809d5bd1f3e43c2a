"""Ranks: "second largest" is 2, "the 14th biggest" 14."""

from __future__ import annotations

from fractions import Fraction

from tallystick.model import Bound, Quantity
from tallystick.numerals import ORDINALS, TENS


def rank_of(surface: str) -> Quantity:
    """The rank that an ordinal before a superlative states.

    >>> rank_of("second largest").bound.low
    Fraction(2, 1)
    """
    first, *more = surface.lower().replace("-", " ").split()
    digits = "".join(char for char in first if char.isdecimal())
    value = int(digits) if digits else ORDINALS.get(first) or TENS.get(first, 0)
    if first in TENS and more:
        value += ORDINALS.get(more[0], 0)
    return Quantity(Bound(Fraction(value), Fraction(value)), text=surface, unit_text="rank")
