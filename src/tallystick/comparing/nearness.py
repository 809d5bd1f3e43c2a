"""Whether two figures agree in print, and how far apart they are."""

from __future__ import annotations

from fractions import Fraction

from tallystick import units
from tallystick.discovery.stated import equals
from tallystick.errors import DataError
from tallystick.expressions.nodes import Name
from tallystick.model import Figure, Verdict
from tallystick.ticking.arithmetic import in_unit_of
from tallystick.ticking.judging import judge


def agree(first: Figure, second: Figure) -> bool:
    """True when the two are one value in print, whatever their units."""
    statement = equals(first.id, Name(second.id))
    return judge(statement, {first.id: first, second.id: second}).verdict is Verdict.HOLDS


def distance(first: Figure, second: Figure) -> tuple[int, Fraction]:
    """A key by which the nearest value comes first; units that do not go together come last."""
    try:
        other = in_unit_of((second.value.bound, second.value.unit), first.value.unit)
    except DataError:
        return 1, Fraction(0)
    low, wanted = other.low, first.value.bound.low
    return (0, abs(low - wanted)) if low is not None and wanted is not None else (1, Fraction(0))


def in_words(figure: Figure) -> str:
    """The figure as printed, with its unit where the print does not show it."""
    text, unit = figure.value.text, figure.value.unit
    shown = units.format_unit(unit) if unit else ""
    return text if not shown or shown in text or any(sign in text for sign in "%$€£¥") else f"{text} {shown}"
