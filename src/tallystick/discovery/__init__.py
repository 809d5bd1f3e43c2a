"""A bare document → its figures and the ties it states; judges nothing itself. One module a kind of tie.

`stated` is the record of a tie not yet judged; `ticking` judges it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tallystick.discovery.figures import figures_of_tables, numbered_tables
from tallystick.discovery.footing import state_totals
from tallystick.discovery.moves import state_moves
from tallystick.discovery.pairing import state_pairs
from tallystick.discovery.prose import read_prose
from tallystick.discovery.restated import state_restated, state_tables
from tallystick.discovery.series import state_series
from tallystick.discovery.shares import state_shares
from tallystick.discovery.stated import Stated
from tallystick.expressions.nodes import names
from tallystick.model import Document, Figure

_OF_A_TABLE = (state_shares, state_pairs, state_series, state_totals)

__all__ = ["Stated", "discover", "figures_of"]


def figures_of(document: Document, prefix: str = "") -> tuple[Figure, ...]:
    """Every number of a document with what it is of, in reading order.

    Args:
        prefix: Of every id, so that several documents keep theirs apart.
    """
    found = [*figures_of_tables(document, prefix), *read_prose(document, prefix).figures]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def discover(documents: Sequence[Document], figures: Sequence[Figure]) -> tuple[Stated, ...]:
    """Every tie that the documents state between these figures of theirs, in reading order."""
    return tuple(one for document in documents for one in _discover(document, figures))


def _discover(document: Document, figures: Sequence[Figure]) -> Iterator[Stated]:
    own = [figure for figure in figures if figure.document == document.path]
    cells = [figure for figure in own if figure.table >= 0]
    for numbered in numbered_tables(document, cells):
        yield from _once([one for state in _OF_A_TABLE for one in state(numbered)])
    yield from read_prose(document, _prefix_of(own)).stated
    yield from state_moves(document, [figure for figure in own if figure.table < 0])
    yield from state_restated(document, [figure for figure in own if figure.table < 0], cells)
    yield from state_tables(cells)


def _prefix_of(figures: Sequence[Figure]) -> str:
    """What the ids of a document's figures begin with."""
    return next((one.id[: one.id.rindex("s")] for one in figures if one.table < 0 and "s" in one.id), "")


def _once(stated: Sequence[Stated]) -> Iterator[Stated]:
    """Of several ways to say one relation between the same figures, the one that is likeliest meant."""
    best: dict[frozenset[str], Stated] = {}
    for one in stated:
        known = best.setdefault(frozenset(names(one.statement)), one)
        if one.weight > known.weight:
            best[frozenset(names(one.statement))] = one
    yield from best.values()
