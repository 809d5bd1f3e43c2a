"""Remarks in a source that readers do not see: `<!-- … -->`, each with where it starts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tallystick.model import Block, BlockKind

_OPEN, _CLOSE = "<!--", "-->"
MOST = 1_000


def find_comments(text: str, blocks: Sequence[Block]) -> tuple[tuple[int, str], ...]:
    """(offset, words) of the first remarks of a source; what stands in code is none.

    >>> find_comments("a <!-- one --> b <!-- open", ())
    ((2, ' one '),)
    """
    code = [(block.start, block.end) for block in blocks if block.kind is BlockKind.CODE]
    found = ((at, words) for at, words in _comments(text) if not any(start <= at < end for start, end in code))
    return tuple(one for one, _ in zip(found, range(MOST), strict=False))


def _comments(text: str) -> Iterator[tuple[int, str]]:
    at = text.find(_OPEN)
    while at >= 0:
        end = text.find(_CLOSE, at + len(_OPEN))
        if end < 0:
            return
        yield at, text[at + len(_OPEN) : end]
        at = text.find(_OPEN, end)
