"""A document as it was read: its text, its blocks, its tables with the place of every cell.

Offsets count characters of `Document.text`, end exclusive. `prose` is as long as `text`, with whatever is no
prose (markup, code, addresses, footnote marks) blanked, so that an offset in one is the same place in the other.
In `prose` every block and cell is followed by a paragraph separator (U+2029), so that no phrase reaches over its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tallystick.model.ledger import Finding


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    QUOTATION = "quotation"
    CODE = "code"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of a document that is one thing.

    `level` is a heading's rank or the depth of a list item, from 1. `table` is the index of the table
    that a block of kind TABLE or CAPTION belongs to, or -1.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    table: int = -1


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: rows and columns from 0, its text without markup and footnote marks, its place.

    `start` and `end` are the characters of `Document.text` that its text stands in. `rows` and `columns` say how
    far a merged cell reaches. `indent` counts levels of indentation. `mark` holds footnote marks set aside.
    `name` is how the format calls the place ("B7", "page 3"); `formula` and `kind` are those of a workbook:
    number, text, date, boolean, error, or "" where the format knows no kinds; `value` is the number as a workbook
    stores it, where `text` is what it shows. `box` is left, top, right, bottom on a page, in points.
    """

    row: int
    column: int
    text: str
    start: int
    end: int
    rows: int = 1
    columns: int = 1
    indent: int = 0
    is_bold: bool = False
    is_header: bool = False
    mark: str = ""
    name: str = ""
    formula: str = ""
    kind: str = ""
    value: str = ""
    box: tuple[int, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a table in reading order; merged cells stand once, at their first row and column.

    `header_rows` and `header_columns` are as the format says or as they were found. `caption` is what names the
    table, `intro` the paragraph that stands before it; either may hold the unit and the scale of its numbers.
    `style` is the decimal mark where the table shows it, point or comma, else "".
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    start: int
    end: int
    header_rows: int = 1
    header_columns: int = 1
    caption: str = ""
    intro: str = ""
    name: str = ""
    style: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its text, what it is made of, and what of it could not be read.

    `notes` say in words how it was read where the format leaves that open: separator, encoding, decimal mark.
    `comments` are those of Markdown and HTML that speak to this program (`<!-- tally: … -->`), which no reader sees:
    the offset in `text` where each stands, and its words.
    """

    path: str
    text: str
    prose: str = ""
    title: str = ""
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    pages: tuple[tuple[int, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    comments: tuple[tuple[int, str], ...] = ()
    sha256: str = ""
