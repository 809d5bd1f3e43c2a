"""A long text in pieces that end with a paragraph or a sentence, so that memory stays small."""

from __future__ import annotations

from collections.abc import Iterator

_LONGEST = 1 << 16
# Where a text may be cut, the better first.
_ENDS = ("\n\n", ".\n", ". ", "\n")


def cut_in_pieces(text: str, longest: int = _LONGEST) -> Iterator[tuple[int, str]]:
    """The pieces of a text in order, each with its place; a short text is one piece.

    >>> list(cut_in_pieces("One. Two. Three. Four.", longest=12))
    [(0, 'One. Two. '), (10, 'Three. Four.')]
    """
    start = 0
    while len(text) - start > longest:
        end = _cut(text, start, longest)
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _cut(text: str, start: int, longest: int) -> int:
    """Where the piece that starts here ends: at the last good place in reach, else at the first behind it."""
    for mark in _ENDS:
        at = text.rfind(mark, start + longest // 2, start + longest)
        if at >= 0:
            return at + len(mark)
    behind = [at + len(mark) for mark in _ENDS if (at := text.find(mark, start + longest)) >= 0]
    return min(behind, default=len(text))
