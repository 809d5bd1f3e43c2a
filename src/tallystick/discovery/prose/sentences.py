"""Prose → sentences, each with its figures and its shape: the words in lower case, a figure being one character.

Patterns of ties are written over shapes, so that no number, unit or noun stands between two words they look for,
and what lies between two figures is plain to see. The character of a figure tells its kind and its position:
`QUANTITY`, `PERCENT` … are the character classes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.figures import read_said
from tallystick.discovery.prose.precision import evenly_printed
from tallystick.discovery.prose.said import Said
from tallystick.model import Block, BlockKind, Document

KINDS = "qpofxdtn"
_FIRST, _ROOM = 0xE000, 0x100


def _class(kinds: str) -> str:
    """The inside of a character class for figures of these kinds."""
    starts = (_FIRST + KINDS.index(kind) * _ROOM for kind in kinds)
    return "".join(f"{chr(start)}-{chr(start + _ROOM - 1)}" for start in starts)


QUANTITY, PERCENT, POINTS, FRACTION, MULTIPLE, DATE, TIME, RANK = (f"[{_class(kind)}]" for kind in KINDS)
LEVEL = f"[{_class('qp')}]"
FIGURE = f"[{_class(KINDS)}]"
# What may stand between two figures of one relation: words and dates, no other figure, no end of a clause.
BETWEEN = f"[^;{_class('qpofxtn')}]"
NO_FIGURE = f"[^;{_class(KINDS)}]"

_PROSE = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.CAPTION,
    BlockKind.FOOTNOTE,
    BlockKind.QUOTATION,
)
_END = lazily(r"[.!?…][\"'”’)\]*_]*\s+(?=[\"'“‘(\[*_]*[A-Z0-9ÄÖÜÉ$€£`])")
_ABBREVIATION = lazily(
    r"(?:\b(?:no|nos|vs|ca|approx|figs?|eq|dr|mrs?|ms|prof|st|jr|sr|inc|ltd|co|corp|cf|vol|pp?|min|max|avg|est|al|etc"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|e\.g|i\.e|u\.s|u\.k)|\.[a-z])\.$|(?-i:\b[A-Z])\.$",
    re.IGNORECASE,
)
_CODE = lazily(r"[{}\\|]|\":|=>|==|\w\(\)|</|/>|\w_\w+_\w|;$|\$\(|\[\d+\]=|::|&&|--\w+[= ]\S+ --\w")
_SPACE = lazily(r"\s+")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‑": "-", "→": ">"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its characters in the document, what it says in figures, and its shape."""

    start: int
    end: int
    text: str
    shape: str
    said: tuple[Said, ...]
    block: int
    kind: BlockKind
    path: str = ""
    prefix: str = ""

    @property
    def is_prose(self) -> bool:
        """False for what looks like data or code that no markup tells from text."""
        return _CODE.search(self.text) is None

    def at(self, char: str) -> Said:
        """What the character of a figure stands for."""
        return self.said[(ord(char) - _FIRST) % _ROOM]

    def figures(self, part: str) -> tuple[Said, ...]:
        """The figures of a part of the shape, in order."""
        return tuple(self.at(char) for char in part if is_figure(char))


def is_figure(char: str) -> bool:
    """True for a character that stands for a figure."""
    return _FIRST <= ord(char) < _FIRST + len(KINDS) * _ROOM


def read_sentences(document: Document, prefix: str = "") -> tuple[Sentence, ...]:
    """Every sentence of the prose of a document, in order."""
    text = document.prose or document.text
    blocks = [(n, block) for n, block in enumerate(document.blocks) if block.kind in _PROSE]
    alone = _alone(text, [block for _, block in blocks])
    said = read_said(alone, document.path, prefix)
    starts = [one.start for one in said]
    found: list[Sentence] = []
    for number, block in blocks:
        for start, end in _spans(alone, block):
            mine = said[bisect_left(starts, start) : bisect_left(starts, end)]
            if len(mine) < _ROOM:
                found.append(
                    replace(_sentence(alone, (start, end), mine, (number, block)), path=document.path, prefix=prefix)
                )
    return tuple(found)


def _alone(text: str, blocks: Sequence[Block]) -> str:
    """The text of the blocks at their places, and line breaks for all else: nothing reaches from block to block."""
    pieces, at = [], 0
    for block in blocks:
        if block.start >= at:
            pieces += ["\n" * (block.start - at), text[block.start : block.end]]
            at = block.end
    return "".join(pieces)


def _spans(text: str, block: Block) -> Iterator[tuple[int, int]]:
    start = block.start
    for match in _END.finditer(text, block.start, block.end):
        if text[match.start()] == "." and _ABBREVIATION.search(text, max(start, match.start() - 8), match.start() + 1):
            continue
        yield start, match.end()
        start = match.end()
    if start < block.end:
        yield start, block.end


def _sentence(text: str, span: tuple[int, int], said: Sequence[Said], block: tuple[int, Block]) -> Sentence:
    pieces, at = [], span[0]
    for position, one in enumerate(said):
        pieces += [text[at : one.start], chr(_FIRST + KINDS.index(one.kind) * _ROOM + position)]
        at = one.end
    pieces.append(text[at : span[1]])
    shape = _SPACE.sub(" ", "".join(pieces).translate(_PLAIN).lower()).strip()
    return Sentence(span[0], span[1], text[span[0] : span[1]], shape, evenly_printed(said), block[0], block[1].kind)
