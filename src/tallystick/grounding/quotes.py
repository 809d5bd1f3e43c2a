"""A quote → where it stands in its source: white space and quotation marks folded, offsets kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from tallystick.model import Quote

_MARKS = str.maketrans({**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′`´", "'")})
_WINDOW = 240
_TRIED = 24
_NEAR = 0.55


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with white space and quotation marks folded; `offsets[i]` is where character i stood."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the original text, end exclusive."""
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> Folded:
    r"""The text with every run of white space as one space, and plain quotation marks.

    >>> fold("“two \n weeks”").text
    '"two weeks"'
    """
    kept: list[str] = []
    offsets: list[int] = []
    for at, char in enumerate(text):
        if char.isspace():
            if kept and kept[-1] == " ":
                continue
            char = " "  # noqa: PLW2901 - the folded character
        kept.append(char)
        offsets.append(at)
    return Folded("".join(kept).translate(_MARKS), tuple(offsets))


def find(quote: Quote, source: Folded) -> list[tuple[int, int]]:
    """Every place of a quote in the original text that its prefix and suffix allow."""
    exact = fold(quote.exact).text.strip()
    prefix, suffix = fold(quote.prefix).text.strip(), fold(quote.suffix).text.strip()
    if not exact:
        return []
    found = [
        at for at in _places(source.text, exact) if _stands_between(source.text, at, at + len(exact), prefix, suffix)
    ]
    return [source.span(at, at + len(exact)) for at in found]


def _places(text: str, exact: str) -> Iterator[int]:
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
    starts = [at for word in words for at in islice(_places(source.text, word), _TRIED)]
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
