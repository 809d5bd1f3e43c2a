"""A document → the figures of its prose and what its sentences state about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tallystick.discovery.prose.calendar import find_dates
from tallystick.discovery.prose.changes import find_changes
from tallystick.discovery.prose.parts import find_parts, find_parts_between
from tallystick.discovery.prose.restated_units import find_restated_units
from tallystick.discovery.prose.sentences import Sentence, figures_of, read_sentences
from tallystick.discovery.prose.shares import find_shares, find_shares_between
from tallystick.discovery.stated import Stated
from tallystick.model import Document, Figure

_OF_A_SENTENCE = (find_dates, find_restated_units, find_changes, find_shares, find_parts)
_OF_SENTENCES = (find_shares_between, find_parts_between)


def state_prose(document: Document) -> tuple[tuple[Figure, ...], tuple[Stated, ...]]:
    """The figures of the prose of a document, in order, and every tie that its sentences state."""
    sentences = read_sentences(document)
    figures, stated = list(figures_of(sentences)), []
    for found in _found(sentences):
        if isinstance(found, Stated):
            stated.append(found)
        else:
            figures.append(found)
    return tuple(figures), tuple(stated)


def _found(sentences: Sequence[Sentence]) -> Iterator[Stated | Figure]:
    for sentence in sentences:
        for find in _OF_A_SENTENCE:
            yield from find(sentence)
    for find_between in _OF_SENTENCES:
        yield from find_between(sentences)
