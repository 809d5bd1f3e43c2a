"""A document → the figures of its prose and what its sentences state about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tallystick.discovery.prose.calendar import find_dates
from tallystick.discovery.prose.changes import find_changes, find_changes_between
from tallystick.discovery.prose.chronology import find_chronology, find_chronology_between
from tallystick.discovery.prose.counts import find_counts, find_counts_between
from tallystick.discovery.prose.kinds import find_kinds
from tallystick.discovery.prose.order import find_orders
from tallystick.discovery.prose.parts import find_parts, find_parts_between
from tallystick.discovery.prose.ranges import find_ranges
from tallystick.discovery.prose.rankings import find_rankings
from tallystick.discovery.prose.rates import find_rates, find_rates_between
from tallystick.discovery.prose.repeats import find_repeats
from tallystick.discovery.prose.reports import find_statistics, needs_distributions
from tallystick.discovery.prose.restated_units import find_restated_units
from tallystick.discovery.prose.sentences import Sentence, read_sentences
from tallystick.discovery.prose.shares import find_shares, find_shares_between
from tallystick.discovery.stated import Stated
from tallystick.expressions.nodes import names
from tallystick.model import Document, Figure

_OF_A_SENTENCE = (
    find_dates,
    find_restated_units,
    find_changes,
    find_shares,
    find_parts,
    find_ranges,
    find_counts,
    find_orders,
    find_rates,
    find_kinds,
    find_chronology,
    find_statistics,
)
_OF_SENTENCES = (
    find_changes_between,
    find_shares_between,
    find_parts_between,
    find_rates_between,
    find_chronology_between,
    find_repeats,
)


_NO_DISTRIBUTIONS = (
    "tests are reported with their p-values, which are not recomputed without scipy: pip install 'tallystick[stats]'"
)


@dataclass(frozen=True, slots=True)
class Prose:
    """The figures of a document's prose in order of place, and every tie that its sentences state."""

    figures: tuple[Figure, ...]
    stated: tuple[Stated, ...]
    notes: tuple[str, ...] = ()  # what could not be judged


@lru_cache(maxsize=4)
def read_prose(document: Document, prefix: str = "") -> Prose:
    """What the sentences of a document say in figures, and about them.

    Args:
        prefix: Of every id, so that several documents keep theirs apart.
    """
    sentences = read_sentences(document, prefix)
    found = list(_found([one for one in sentences if one.is_prose], document))
    stated = tuple(one for one in found if isinstance(one, Stated))
    named = {name for one in stated for name in names(one.statement)}
    own = [one for one in found if isinstance(one, Figure) and one.id in named]
    figures = [one.figure for sentence in sentences for one in sentence.said if one.kind not in "tn" or one.id in named]
    unique = {one.id: one for one in (*figures, *own)}
    notes = (_NO_DISTRIBUTIONS,) if needs_distributions(sentences) else ()
    return Prose(tuple(sorted(unique.values(), key=lambda one: (one.start, one.end))), stated, notes)


def _found(sentences: Sequence[Sentence], document: Document) -> Iterator[Stated | Figure]:
    for sentence in sentences:
        for find in _OF_A_SENTENCE:
            yield from find(sentence)
    for find_between in _OF_SENTENCES:
        yield from find_between(sentences)
    yield from find_counts_between(sentences, document)
    yield from find_rankings(sentences, document)
