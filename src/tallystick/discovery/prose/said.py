"""One figure of prose as patterns see it, and when two of them can be of one kind."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tallystick import units
from tallystick.errors import DataError
from tallystick.model import Figure

_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Said:
    """A figure of prose, its kind and its characters without the words that bound it.

    `kind` is a letter: q quantity, p percent, o points, f fraction, x multiple, d date, t time of day, n rank.
    `hedge` is the relation its words give it: "" ~ < <= > >=. `rate` is what it is per, as written.
    `value` is the printed value in `unit`, 0 for what has none.
    """

    figure: Figure
    kind: str
    start: int
    end: int
    hedge: str = ""
    rate: str = ""
    value: Fraction = _ZERO

    @property
    def id(self) -> str:
        """The figure's id."""
        return self.figure.id

    @property
    def unit(self) -> str:
        """The canonical unit; "" for a bare number or a count."""
        return self.figure.value.unit

    @property
    def noun(self) -> str:
        """What is counted, in lower case."""
        return self.figure.noun.lower()


def alike(first: Said, second: Said) -> bool:
    """True when two figures can be of one kind: units of one dimension, or one of them bare, and no other noun."""
    if first.unit and second.unit and not _same_dimension(first.unit, second.unit):
        return False
    if bool(first.unit) != bool(second.unit) and (first.noun or second.noun or _is_in_cents(first, second)):
        return False
    return not (first.noun and second.noun) or stem(first.noun) == stem(second.noun)


def _is_in_cents(*pair: Said) -> bool:
    """True where a bare number beside cents would be taken for whole money."""
    return any("cent" in one.figure.value.text and one.unit != "percent" for one in pair)


def _same_dimension(one: str, other: str) -> bool:
    try:
        return units.same_dimension(one, other)
    except DataError:
        return False


def stem(word: str) -> str:
    """A noun without its plural.

    >>> stem("companies"), stem("boxes"), stem("cars")
    ('company', 'box', 'car')
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
