"""Plain text → paragraphs and items; tables only where lines of numbers stand in columns beyond doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tallystick.documents.drawn import TextLine, find_tables
from tallystick.documents.grid import Frame
from tallystick.documents.pieces import Pieces
from tallystick.model import BlockKind, Document

_ITEM = re.compile(r"[ \t]*(?:[-*•–◦▪]|\d{1,3}[.)]|[a-z][.)])[ \t]+(?=\S)")


def read_plain(path: str, text: str) -> Document:
    """The document of a text; its text is as it is."""
    pieces = Pieces(path, text)
    add_plain(pieces, 0, len(text))
    return pieces.document()


def add_plain(pieces: Pieces, start: int, end: int) -> None:
    """The blocks of a stretch of plain text."""
    lines = list(_lines(pieces.text, start, end))
    at = 0
    for table in find_tables(lines):
        _paragraphs(pieces, lines[at : table.first])
        frame = Frame(lines[table.first].start, lines[table.last - 1].end, header_rows=table.header_rows)
        pieces.add_table(table.cells, frame)
        at = table.last
    _paragraphs(pieces, lines[at:])


def _lines(text: str, start: int, end: int) -> Iterator[TextLine]:
    for line in text[start:end].split("\n"):
        yield TextLine(start, line)
        start += len(line) + 1


def _paragraphs(pieces: Pieces, lines: Sequence[TextLine]) -> None:
    for block in _blocks(lines):
        marked = [at for at, line in enumerate(block) if _ITEM.match(line.text)]
        if not marked or marked[0]:
            _add(pieces, BlockKind.PARAGRAPH, block, 0)
            continue
        for at, until in zip(marked, [*marked[1:], len(block)], strict=True):
            mark = _ITEM.match(block[at].text)
            _add(pieces, BlockKind.ITEM, block[at:until], mark.end() if mark else 0)


def _blocks(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Lines up to an empty one."""
    block: list[TextLine] = []
    for line in lines:
        if line.text.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _add(pieces: Pieces, kind: BlockKind, block: Sequence[TextLine], skipped: int) -> None:
    start = block[0].start + (skipped or len(block[0].text) - len(block[0].text.lstrip()))
    end = block[-1].start + len(block[-1].text.rstrip())
    pieces.add(kind, start, pieces.text[start:end], level=int(kind is BlockKind.ITEM))
