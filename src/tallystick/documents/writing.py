"""A text written anew while a document is read: blocks and tables one after the other, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tallystick.documents import limits
from tallystick.documents.grid import Frame, Raw
from tallystick.documents.pieces import Pieces
from tallystick.model import BlockKind, Document

BETWEEN_CELLS = " | "


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text, its prose of the same length, and the footnote marks set aside in it."""

    text: str
    shown: str
    marks: tuple[str, ...] = ()


@dataclass(slots=True)
class Writer:
    """Gathers the text; a block is a line or more, a row of a table is a line."""

    pieces: Pieces
    written: list[str] = field(default_factory=list)
    length: int = 0
    cells: int = 0
    is_full: bool = False

    def block(self, kind: BlockKind, words: Words, *, level: int = 0) -> None:
        """A block of its own, unless it is blank."""
        if words.text.strip() and self._has_room(len(words.text)):
            self.pieces.add(kind, self._start(), words.shown, level=level)
            self._write(words.text)

    def code(self, text: str) -> None:
        """A block that is no prose."""
        if text.strip() and self._has_room(len(text)):
            start = self._start()
            self._write(text)
            self.pieces.skip(BlockKind.CODE, start, self.length)

    def table(self, cells: Sequence[Raw], frame: Frame) -> None:
        """A table; its cells get their places here."""
        if not cells or not self._has_room(sum(len(cell.text) + len(BETWEEN_CELLS) for cell in cells), len(cells)):
            return
        start = self._start()
        row = cells[0].row
        for at, cell in enumerate(cells):
            if at:
                self._write("\n" if cell.row > row else BETWEEN_CELLS)
            row = cell.row
            cell.start = self.length
            self._write(cell.written or cell.text)
            cell.end = self.length
        self.pieces.add_table(cells, replace(frame, start=start, end=self.length))

    def embed(self, other: Pieces) -> None:
        """What was read of a text on its own, put here."""
        if not self._has_room(len(other.text)):
            return
        start = self._start()
        self._write(other.text)
        self.pieces.embed(other, start)

    def page(self, label: str) -> None:
        """A page starts here."""
        self.pieces.pages.append((self.length + bool(self.length), label))

    def remark(self, text: str) -> None:
        """A comment that speaks to this program."""
        self.pieces.comments.append((self.length, text))

    def document(self) -> Document:
        """The document of all that was written."""
        self.pieces.text = "".join(self.written)
        return self.pieces.document()

    def _start(self) -> int:
        """Where the next block starts: on a line of its own."""
        if self.length:
            self._write("\n")
        return self.length

    def _write(self, text: str) -> None:
        self.written.append(text)
        self.length += len(text)

    def _has_room(self, characters: int, cells: int = 0) -> bool:
        """False, with one finding, where a limit is reached."""
        self.cells += cells
        over = (
            f"{limits.MAX_CHARACTERS:,} characters"
            if self.length + characters > limits.MAX_CHARACTERS
            else f"{limits.MAX_CELLS:,} cells of tables"
            if self.cells > limits.MAX_CELLS
            else ""
        )
        if over and not self.is_full:
            self.pieces.unread(f"the document has more than {over}: the rest is not read", fix="split the document")
        self.is_full = self.is_full or bool(over)
        return not self.is_full
