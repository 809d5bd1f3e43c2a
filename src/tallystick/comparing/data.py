"""RS05: figures held to the data they come from, by like labels; a value agrees that rounds to the print."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tallystick.comparing.alike import all_words, row_words, words_of
from tallystick.comparing.nearness import agree, distance, in_words
from tallystick.discovery.stated import Stated, equals
from tallystick.expressions.nodes import Name
from tallystick.model import Document, Evidence, Figure, Severity

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SIBLINGS = 4
_MOST = 200  # values with like labels that are looked at for one figure


def state_data(figures: Sequence[Figure], data: Sequence[Figure]) -> Iterator[Stated]:
    """The tie of each figure to the value of the data that its labels name.

    Args:
        data: Values of data files, as `values_of` gives them: their labels are all words of their row.
    """
    index = _Index(data)
    found = [(figure, like) for figure in figures if (like := index.like(figure))]
    chosen = [(figure, _nearest(figure, like)) for figure, like in found]
    agreeing = Counter(figure.table for figure, (_, agrees) in chosen if agrees)
    total = Counter(figure.table for figure, _ in chosen)
    for figure, (value, agrees) in chosen:
        sure = agreeing[figure.table] * (_SIBLINGS + 1) >= total[figure.table] * _SIBLINGS and total[figure.table] > 1
        yield Stated(
            "RS05",
            equals(figure.id, Name(value.id)),
            Evidence.WORDS if sure else Evidence.AGREEMENT,
            because=f"{value.document} has it under '{', '.join(value.labels[:3])}'"
            + ("" if agrees else ", the nearest"),
            subject=figure.id,
            tick="D",
            severity=Severity.ERROR if sure else Severity.WARNING,
            says=_says(figure, value),
            fix="correct the figure, or the data",
        )


def _says(figure: Figure, value: Figure) -> str:
    under = ", ".join(value.labels[:3])
    named = ", ".join(figure.labels[:2])
    return f"'{named}' is {in_words(figure)}, and {value.document} has {in_words(value)} at the nearest ('{under}')"


class _Index:
    """Values by the words of their rows."""

    def __init__(self, data: Sequence[Figure]) -> None:
        self.data = data
        self.words = [all_words(value) for value in data]
        self.years = [frozenset(year for label in value.labels for year in _YEAR.findall(label)) for value in data]
        self.at: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(self.words):
            for word in words:
                self.at[word].append(number)

    def like(self, figure: Figure) -> list[Figure]:
        """The values whose rows hold every word of the figure's own, and its year where they have one."""
        wanted = row_words(figure)
        if figure.table < 0 or not wanted or any(word not in self.at for word in wanted):
            return []
        shortest = min((self.at[word] for word in wanted), key=len)
        years = frozenset(year for label in figure.labels for year in _YEAR.findall(label))
        hits = [
            n for n in shortest if wanted <= self.words[n] and (not self.years[n] or not years or years & self.years[n])
        ]
        best = max((len(self.words[n] & all_words(figure)) for n in hits), default=0)
        return [self.data[n] for n in hits if len(self.words[n] & all_words(figure)) == best][:_MOST]


def _nearest(figure: Figure, like: Sequence[Figure]) -> tuple[Figure, bool]:
    """A value that agrees in print, else the one that is nearest, and whether it agrees."""
    for value in like:
        if agree(figure, value):
            return value, True
    return min(like, key=lambda value: distance(figure, value)), False


def values_of(document: Document, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of a data file, each labelled with every text of its row beside its headers."""
    texts: dict[tuple[int, int], list[str]] = defaultdict(list)
    for number, table in enumerate(document.tables):
        for cell in table.cells:
            if cell.row >= table.header_rows and _is_label(cell.text.strip()):
                texts[number, cell.row].append(cell.text.strip())
    return [
        replace(
            figure,
            labels=tuple(dict.fromkeys((*texts[figure.table, figure.row], *figure.labels))),
        )
        for figure in figures
    ]


def _is_label(text: str) -> bool:
    """True for words, and for a year that stands in a column of its own."""
    return bool(_YEAR.fullmatch(text)) or (bool(words_of(text)) and not text[:1].isdigit())
