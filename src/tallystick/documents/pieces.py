"""A document put together: from pieces of a source that stays as it is, or from text that is written anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tallystick.documents.captions import relate
from tallystick.documents.grid import Frame, Raw, set_marks_aside, to_table
from tallystick.model import Block, BlockKind, Document, Finding, Place, Severity, Table

# Ends a block or a cell in prose: one character that no text holds by chance, and that counts as white space.
END = "\u2029"
_LEAD = re.compile(r"[(\[](?:\d{1,2}|[a-z])[)\]](?=\s)|[*†‡§¹²³⁴⁵⁶⁷⁸⁹]+|\d{1,2}\.?(?= [A-Z])")
_LOOKED_BACK = 50
_HIDES = re.compile(r"[^\n]")


@dataclass(slots=True)
class Pieces:
    """What is gathered while a source is read; `prose` holds (start, visible text of the same length)."""

    path: str
    text: str
    prose: list[tuple[int, str]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    pages: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)
    title: str = ""

    def add(self, kind: BlockKind, start: int, shown: str, *, level: int = 0) -> None:
        """A block of prose that starts here; what is hidden in it is blank in `shown`."""
        self.blocks.append(Block(kind, start, start + len(shown), level))
        self.prose.append((start, shown))

    def skip(self, kind: BlockKind, start: int, end: int) -> None:
        """A block that is no prose."""
        self.blocks.append(Block(kind, start, end))

    def add_table(self, cells: Sequence[Raw], frame: Frame) -> None:
        """A table, and the prose of its cells."""
        for cell in cells:
            if len(cell.shown or cell.text) != cell.end - cell.start:
                cell.shown = self.text[cell.start : cell.end]
        set_marks_aside(cells)
        self.prose += [(cell.start, cell.shown) for cell in cells if cell.text]
        self.blocks.append(Block(BlockKind.TABLE, frame.start, frame.end, table=len(self.tables)))
        self.tables.append(to_table(cells, frame))

    def embed(self, other: Pieces, start: int) -> None:
        """The blocks and tables that were read of a text on its own, which stands here from `start`."""
        tables = len(self.tables)
        self.prose += [(start + at, shown) for at, shown in other.prose]
        self.blocks += [_moved(block, start, tables) for block in other.blocks]
        self.tables += [_moved_table(table, start) for table in other.tables]

    def unread(self, message: str, *, line: int = 0, fix: str = "", severity: Severity | None = None) -> None:
        """Something of the document that could not be read; the same is said once."""
        finding = Finding("RD01", message, place=Place(self.path, line), fix=fix, severity=severity)
        if finding not in self.findings[-_LOOKED_BACK:]:
            self.findings.append(finding)

    def document(self) -> Document:
        """The document of all that was gathered."""
        prose = _blanked(self.text, self.prose)
        blocks, tables = relate(self.blocks, self.tables, prose)
        prose = _without_marks(prose, blocks)
        return Document(
            self.path,
            self.text,
            prose,
            self.title,
            blocks,
            tables,
            tuple(self.pages),
            tuple(self.findings),
            tuple(self.notes),
            tuple(self.comments),
        )


def _moved(block: Block, start: int, tables: int) -> Block:
    table = block.table + tables if block.table >= 0 else -1
    return replace(block, start=block.start + start, end=block.end + start, table=table)


def _moved_table(table: Table, start: int) -> Table:
    cells = tuple(replace(cell, start=cell.start + start, end=cell.end + start) for cell in table.cells)
    return replace(table, cells=cells, start=table.start + start, end=table.end + start)


def _blanked(text: str, pieces: Sequence[tuple[int, str]]) -> str:
    """The pieces in their places, all else blank; each piece ends with `END`, where there is room."""
    made: list[str] = []
    at = 0
    for start, shown in pieces:
        if start > at:
            made.append(_gap(text[at:start]) if at else _HIDES.sub(" ", text[:start]))
        made.append(shown)
        at = start + len(shown)
    made.append(_gap(text[at:]) if at else _HIDES.sub(" ", text))
    return "".join(made)


def _without_marks(prose: str, blocks: Sequence[Block]) -> str:
    """The prose with the marks that lead its footnotes blank."""
    made, at = [], 0
    for block in blocks:
        if block.kind is BlockKind.FOOTNOTE and (mark := _LEAD.match(prose, block.start, block.end)):
            made += [prose[at : mark.start()], " " * len(mark[0])]
            at = mark.end()
    return "".join([*made, prose[at:]])


def _gap(text: str) -> str:
    """What stands between two pieces, blank, its first character the end of the piece before."""
    return END + _HIDES.sub(" ", text[1:]) if len(text) > 1 else END * len(text)
