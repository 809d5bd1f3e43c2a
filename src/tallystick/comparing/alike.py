"""Labels that say the same thing: their words without case, articles, marks and plural, and the year they speak of."""

from __future__ import annotations

import re
from functools import lru_cache

from tallystick.model import Figure, Period

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_EMPTY = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "per", "total")
)


@lru_cache(maxsize=65536)
def words_of(label: str) -> frozenset[str]:
    """The words that carry a label, years left out.

    >>> sorted(words_of("Total net sales (in £m), 2023"))
    ['m', 'net', 'sale']
    """
    found = (word.casefold().removesuffix("'s") for word in _WORD.findall(label))
    return frozenset(_singular(word) for word in found if word not in _EMPTY and not _YEAR.fullmatch(word))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def row_words(figure: Figure) -> frozenset[str]:
    """The words that name a figure: those of its row; without any, those of its column."""
    return next((words for label in figure.labels if (words := words_of(label))), frozenset())


def all_words(figure: Figure) -> frozenset[str]:
    """All the words that its row, columns and section name a figure by."""
    return frozenset(word for label in figure.labels for word in words_of(label))


def year_of(period: Period | None) -> int:
    """The year a period ends in; 0 when it has none."""
    return period.last.year if period and period.last else 0
