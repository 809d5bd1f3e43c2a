"""Numbers of a table's cells as the table means them: with the unit and the scale of their headers and captions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from tallystick.model import Figure
from tallystick.text import Mention


def told_by_tables(
    mentions: Sequence[Mention], figures: Sequence[Figure], text: str
) -> tuple[list[Mention], Mapping[int, Mention]]:
    """The mentions of a text with those of cells as their table means them, and those cells as they are printed.

    Args:
        mentions: As the grammar reads them, in order.
        figures: Of the tables of the text.

    Returns:
        Mentions in order, one a cell; and start of a cell's mention → its number without what headers add.
    """
    starts = [mention.start for mention in mentions]
    told: list[Mention] = []
    printed: dict[int, Mention] = {}
    at = 0
    for figure in sorted(figures, key=lambda one: one.start):
        first, last = bisect_left(starts, figure.start), bisect_right(starts, max(figure.start, figure.end - 1))
        own = mentions[first:last]
        if first < at or not _says_more(figure, own):
            continue
        told += mentions[at:first]
        told.append(_mention(figure, text))
        printed[figure.start] = own[0]
        at = last
    told += mentions[at:]
    return told, printed


def _says_more(figure: Figure, own: Sequence[Mention]) -> bool:
    """True for a cell of one number to which its headers add a unit, a scale or a sign."""
    if len(own) != 1 or own[0].kind != "quantity":
        return False
    quantity = own[0].quantity
    return quantity.bound != figure.value.bound or quantity.unit != figure.value.unit


def _mention(figure: Figure, text: str) -> Mention:
    values = tuple(_ends(figure))
    return Mention(
        figure.start, figure.end, text[figure.start : figure.end], figure.value, why=("table",), numbers=values
    )


def _ends(figure: Figure) -> Iterator[Fraction]:
    bound = figure.value.bound
    yield from dict.fromkeys(end for end in (bound.low, bound.high) if end is not None)
