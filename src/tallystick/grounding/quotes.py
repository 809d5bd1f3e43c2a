"""A quote → where it stands in its source: white space and quotation marks folded, offsets kept."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from tallystick.model import Quote

_MARKS = str.maketrans({**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′`´", "'")})
_RUN = re.compile(r"\s{2,}|[^\S ]")
_WORD = re.compile(r"[^ ]+")
_SHORT = 20_000  # characters that are looked through faster than words are listed
_WINDOW = 240
_TRIED = 24
_NEAR = 0.55


@dataclass(slots=True)
class Folded:
    """A text with white space and quotation marks folded.

    `breaks` are the characters behind which folding has left out more of the original, `shifts` how much in all.
    """

    text: str
    breaks: Sequence[int] = ()
    shifts: Sequence[int] = ()
    _words: dict[str, list[int]] | None = None
    _sorted: list[str] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the original text, end exclusive."""
        return self._original(start), self._original(end - 1) + 1

    def _original(self, at: int) -> int:
        found = bisect_right(self.breaks, at)
        return at + (self.shifts[found - 1] if found else 0)

    @property
    def words(self) -> Mapping[str, Sequence[int]]:
        """Where each word starts, made when first asked for."""
        if self._words is None:
            self._words = defaultdict(list)
            for found in _WORD.finditer(self.text):
                self._words[found[0]].append(found.start())
        return self._words

    def starting_with(self, start: str) -> Iterator[int]:
        """Where the words stand that start so."""
        if self._sorted is None:
            self._sorted = sorted(self.words)
        for word in islice(self._sorted, bisect_left(self._sorted, start), None):
            if not word.startswith(start):
                return
            yield from self.words[word]


def fold(text: str) -> Folded:
    r"""The text with every run of white space as one space, and plain quotation marks.

    >>> fold("“two \n weeks”").text
    '"two weeks"'
    """
    breaks: list[int] = []
    shifts: list[int] = []
    left_out = 0
    for found in _RUN.finditer(text):
        start, end = found.span()
        if end - start > 1:
            breaks.append(start - left_out + 1)
            left_out += end - start - 1
            shifts.append(left_out)
    return Folded(_RUN.sub(" ", text).translate(_MARKS), breaks, shifts)


def find(quote: Quote, source: Folded) -> list[tuple[int, int]]:
    """Every place of a quote in the original text that its prefix and suffix allow."""
    exact = fold(quote.exact).text.strip()
    prefix, suffix = fold(quote.prefix).text.strip(), fold(quote.suffix).text.strip()
    if not exact:
        return []
    found = [at for at in _places(source, exact) if _stands_between(source.text, at, at + len(exact), prefix, suffix)]
    return [source.span(at, at + len(exact)) for at in found]


def _places(source: Folded, exact: str) -> Iterable[int]:
    """Where some words stand; by way of the rarest of them, so that many quotes of a long text take no longer."""
    words = list(_WORD.finditer(exact))
    if len(words) < 2 or len(source.text) < _SHORT:
        return _all_places(source.text, exact)
    # The first word may be the end of one in the source, the last the beginning of one.
    rarest = min(words[1:-1], key=lambda word: len(source.words.get(word[0], ())), default=words[-1])
    starts = source.starting_with(rarest[0]) if rarest is words[-1] else source.words.get(rarest[0], ())
    places = (start - rarest.start() for start in starts)
    return sorted(at for at in places if at >= 0 and source.text.startswith(exact, at))


def _all_places(text: str, exact: str) -> Iterator[int]:
    at = text.find(exact)
    while at >= 0:
        yield at
        at = text.find(exact, at + 1)


def _stands_between(text: str, start: int, end: int, prefix: str, suffix: str) -> bool:
    # White space is folded, so at most one blank stands between; slices keep the search linear.
    before, after = text[max(0, start - len(prefix) - 1) : start], text[end : end + len(suffix) + 1]
    return before.rstrip().endswith(prefix) and after.lstrip().startswith(suffix)


def nearest(quote: Quote, source: Folded) -> tuple[int, int] | None:
    """Where the passage most like a quote that is not there stands in the original text, or None.

    Only the windows around the quote's rarest words are compared, so that time stays linear in the source.
    """
    exact = fold(quote.exact).text.strip()
    words = sorted({word for word in exact.split() if len(word) > 3}, key=len, reverse=True)[:6]
    starts = [at for word in words for at in islice(source.starting_with(word.rstrip(",.;:")), _TRIED)]
    best, score = None, _NEAR
    for at in sorted(set(starts))[:_TRIED]:
        offset = max(0, at - exact.find(source.text[at : at + 4]) if source.text[at : at + 4] in exact else at)
        window = source.text[offset : offset + min(len(exact), _WINDOW)]
        likeness = SequenceMatcher(None, exact[:_WINDOW], window, autojunk=False).ratio()
        if likeness > score:
            best, score = (offset, offset + len(window)), likeness
    return source.span(*best) if best else None


@dataclass(frozen=True, slots=True)
class Lines:
    """Line and column of a character, by bisection over line starts."""

    starts: tuple[int, ...]

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def lines_of(text: str) -> Lines:
    r"""The line starts of a text.

    >>> lines_of("ab\ncd").at(4)
    (2, 2)
    """
    return Lines((0, *(at + 1 for at, char in enumerate(text) if char == "\n")))
