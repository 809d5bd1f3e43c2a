"""Tables held to those of other documents, figure by figure, where row, period and unit are one (RS03, RS04)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tallystick.comparing.alike import all_words, row_words, year_of
from tallystick.comparing.nearness import agree, in_words
from tallystick.discovery.stated import Stated, equals
from tallystick.expressions.nodes import Name
from tallystick.model import Evidence, Figure

_RESTATED = re.compile(r"\brestated|\bre-presented|\breclassified|\badjusted\b", re.IGNORECASE)
_SIBLINGS = 4  # of five figures found again, so many must agree before the fifth is surely wrong


def state_prior(figures: Sequence[Figure], prior: Sequence[Figure]) -> Iterator[Stated]:
    """The ties between this document's earlier periods and the document that first printed them (RS04).

    A figure whose column says that it was restated is a likeness at most.
    """
    yield from _ties(figures, prior, "RS04", "P")


def state_twins(figures: Sequence[Figure], others: Sequence[Figure]) -> Iterator[Stated]:
    """The ties between tables of documents that are audited together (RS03)."""
    yield from _ties(figures, others, "RS03", "T")


def _ties(figures: Sequence[Figure], others: Sequence[Figure], code: str, tick: str) -> Iterator[Stated]:
    known = _index(others)
    if not known:
        return
    found = [(figure, twin) for figure in figures if (twin := _twin(figure, known)) is not None]
    agreeing = Counter(figure.table for figure, twin in found if agree(figure, twin))
    total = Counter(figure.table for figure, _ in found)
    for figure, twin in found:
        restated = any(_RESTATED.search(label) for label in figure.labels)
        siblings = total[figure.table]
        sure = siblings > 1 and agreeing[figure.table] * (_SIBLINGS + 1) >= siblings * _SIBLINGS
        told = Evidence.LIKENESS if restated else Evidence.WORDS if sure else Evidence.AGREEMENT
        yield Stated(
            code,
            equals(figure.id, Name(twin.id)),
            told,
            because=f"'{_named(figure)}' stands in {twin.document} as well",
            subject=figure.id,
            tick=tick,
            says=f"'{_named(figure)}' is {in_words(figure)} here, and {in_words(twin)} in {twin.document}",
            fix="correct the figure, or say that it is restated",
        )


def _named(figure: Figure) -> str:
    return ", ".join(figure.labels[:2])


_Key = tuple[frozenset[str], int]


def _key(figure: Figure) -> _Key | None:
    year = year_of(figure.period)
    words = row_words(figure)
    return (words, year) if year and figure.table >= 0 and words else None


def _index(prior: Sequence[Figure]) -> dict[_Key, list[Figure]]:
    found: dict[_Key, list[Figure]] = defaultdict(list)
    for figure in prior:
        key = _key(figure)
        if key is not None:
            found[key].append(figure)
    return found


def _twin(figure: Figure, known: dict[_Key, list[Figure]]) -> Figure | None:
    """The figure of the prior document with the same row, period and unit whose other labels are likest; or None."""
    key = _key(figure)
    twins = [one for one in known.get(key, ()) if one.value.unit == figure.value.unit] if key else []
    words = all_words(figure)
    ranked = sorted(twins, key=lambda one: -len(words & all_words(one)))
    # Two that are alike in every other label may be the same row of two tables: neither is surely meant.
    same = [one for one in ranked if len(words & all_words(one)) == len(words & all_words(ranked[0]))]
    return same[0] if len(same) == 1 else None
