"""A bare document → its figures and the ties it states; judges nothing itself. One module a kind of tie.

`stated` is the record of a tie not yet judged; `ticking` judges it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tallystick.discovery.figures import Numbered, read_tables
from tallystick.discovery.footing import state_totals
from tallystick.discovery.means import state_means
from tallystick.discovery.moves import state_moves
from tallystick.discovery.pairing import state_pairs
from tallystick.discovery.prose import Prose, read_prose
from tallystick.discovery.restated import state_restated, state_tables
from tallystick.discovery.series import state_series
from tallystick.discovery.shares import state_shares
from tallystick.discovery.stated import Stated
from tallystick.expressions.nodes import names
from tallystick.model import Document, Figure

_OF_A_TABLE = (state_shares, state_pairs, state_series, state_means, state_totals)

__all__ = ["Stated", "Understood", "discover", "figures_of", "understand"]


@dataclass(frozen=True, slots=True)
class Understood:
    """A document as it is understood, once: every number with what it is of, its tables' grids, its sentences."""

    document: Document
    figures: tuple[Figure, ...]
    tables: tuple[Numbered, ...]
    prose: Prose

    @property
    def notes(self) -> tuple[str, ...]:
        """What is not compared in it, and why: rows of records, statistics that this machine cannot recompute."""
        records = (
            f"{len(one.grid.rows):,} rows of records: relations between rows are not guessed; "
            "describe the table under tables: in schemas/*.yaml"
            for one in self.tables
            if one.grid.is_records
        )
        return (*dict.fromkeys(records), *self.prose.notes)


def understand(document: Document, prefix: str = "") -> Understood:
    """A document with every number of it and what it is of, in reading order.

    Args:
        prefix: Of every id, so that several documents keep theirs apart.
    """
    tables, prose = read_tables(document, prefix), read_prose(document, prefix)
    found = [*(figure for one in tables for figure in one.figures.values()), *prose.figures]
    return Understood(document, tuple(sorted(found, key=lambda one: (one.start, one.end))), tables, prose)


def figures_of(document: Document, prefix: str = "") -> tuple[Figure, ...]:
    """Every number of a document with what it is of, in reading order."""
    return understand(document, prefix).figures


def discover(understood: Sequence[Understood]) -> tuple[Stated, ...]:
    """Every tie that the documents state between their figures, in reading order."""
    return tuple(stated for one in understood for stated in _discover(one))


def _discover(one: Understood) -> Iterator[Stated]:
    for numbered in one.tables:
        yield from _once([stated for state in _OF_A_TABLE for stated in state(numbered)])
    yield from one.prose.stated
    said = [figure for figure in one.figures if figure.table < 0]
    cells = [figure for figure in one.figures if figure.table >= 0]
    yield from state_moves(one.document, said)
    yield from state_restated(one.document, said, cells)
    yield from state_tables(cells)


def _once(stated: Sequence[Stated]) -> Iterator[Stated]:
    """Of several ways to say one relation between the same figures, the one that is likeliest meant."""
    best: dict[frozenset[str], Stated] = {}
    for one in stated:
        known = best.setdefault(frozenset(names(one.statement)), one)
        if one.weight > known.weight:
            best[frozenset(names(one.statement))] = one
    yield from best.values()
