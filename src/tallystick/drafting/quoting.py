"""Quotes for drafted claims: a few words around a number that stand nowhere else in the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

_WORD = re.compile(r"\S+")
# A sentence ends at a mark with white space behind it, or at the end of a line, block or cell.
_END = re.compile(r"[.!?][\"”’')]*(?=\s)|[\n\u2029]")
_LINE_END = re.compile(r"[\n\u2029]")
_SHINGLE = 4  # so many words in a row that stand once make any quote that holds them stand once
_BEFORE, _AFTER, _MOST = 3, 4, 12


class Sentences:
    """A text cut into sentences and words; every question about it takes logarithmic time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._ends = [match.end() for match in _END.finditer(text)]
        self._lines = [match.end() for match in re.finditer("\n", text)]
        self._stops = [match.end() for match in _LINE_END.finditer(text)]
        self._words = [match.span() for match in _WORD.finditer(text)]
        self._starts = [start for start, _ in self._words]
        said = [text[start:end] for start, end in self._words]
        self._shingles = [hash(tuple(said[at : at + _SHINGLE])) for at in range(len(said))]
        self._counts = Counter(self._shingles)

    def index(self, at: int) -> int:
        """The number of the sentence that character `at` stands in."""
        return bisect_right(self._ends, at)

    def around(self, at: int) -> str:
        """The sentence that character `at` stands in."""
        start, end = self._span(at)
        return self.text[start:end].strip()

    def after(self, at: int, longest: int = 60) -> str:
        """What follows character `at` in its sentence."""
        end = self._span(max(0, at - 1))[1]
        return self.text[at : min(end, at + longest)]

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of a character, from 1."""
        line = bisect_right(self._lines, at)
        return line + 1, at - (self._lines[line - 1] if line else 0) + 1

    def quote(self, start: int, end: int) -> tuple[str, str]:
        """Words around the characters, and a prefix where no words of its line are unique.

        The quote stays on its line, and grows until four words in a row in it stand nowhere else.
        """
        first, last = self._word(start), self._word(end - 1)
        line = self._line(start)
        low, high = self._word(line[0]), self._word(max(line[0], line[1] - 1))
        for more in range(_MOST):
            left, right = max(low, first - _BEFORE - more), min(high, last + _AFTER + more)
            if self._is_unique(left, right) or (left == low and right == high):
                break
        quote = " ".join(self.text[self._words[left][0] : self._words[right][1]].split())
        prefix = "" if self._is_unique(left, right) else self._prefix(left)
        return quote, prefix

    def _is_unique(self, left: int, right: int) -> bool:
        return any(self._counts[self._shingles[at]] == 1 for at in range(left, right - _SHINGLE + 2))

    def _prefix(self, left: int) -> str:
        """The words before a quote that stands more than once, back to where they are unique."""
        first = left
        while first > 0 and left - first < _MOST and not self._is_unique(first, left - 1):
            first -= 1
        return " ".join(self.text[self._words[first][0] : self._words[left][0]].split())

    def _word(self, at: int) -> int:
        return max(0, bisect_right(self._starts, at) - 1)

    def _line(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._stops, at)
        start = self._stops[line - 1] if line else 0
        return start, self._stops[line] - 1 if line < len(self._stops) else len(self.text)

    def _span(self, at: int) -> tuple[int, int]:
        number = self.index(at)
        start = self._ends[number - 1] if number else 0
        return start, self._ends[number] if number < len(self._ends) else len(self.text)
