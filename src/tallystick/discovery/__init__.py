"""A bare document → its figures and the ties it states; judges nothing itself. One module a kind of tie.

`stated` is the record of a tie not yet judged; `ticking` judges it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tallystick.discovery.figures import read_tables
from tallystick.discovery.footing import state_totals
from tallystick.discovery.pairing import state_pairs
from tallystick.discovery.stated import Stated
from tallystick.expressions.nodes import names
from tallystick.model import Document, Figure

__all__ = ["Stated", "discover", "figures_of"]


def figures_of(document: Document) -> tuple[Figure, ...]:
    """Every number of a document with what it is of, in reading order."""
    return tuple(read_tables(document)[1])


def discover(documents: Sequence[Document], figures: Sequence[Figure]) -> tuple[Stated, ...]:
    """Every tie that the documents state between these figures of theirs, in reading order."""
    known = {figure.id for figure in figures}
    return tuple(one for one in _discover(documents) if known.issuperset(names(one.statement)))


def _discover(documents: Sequence[Document]) -> Iterator[Stated]:
    for document in documents:
        for numbered in read_tables(document)[0]:
            yield from _once([*state_pairs(numbered), *state_totals(numbered)])


def _once(stated: Sequence[Stated]) -> Iterator[Stated]:
    """Of several ways to say one relation between the same figures, the one that is likeliest meant."""
    best: dict[frozenset[str], Stated] = {}
    for one in stated:
        known = best.setdefault(frozenset(names(one.statement)), one)
        if one.weight > known.weight:
            best[frozenset(names(one.statement))] = one
    yield from best.values()
