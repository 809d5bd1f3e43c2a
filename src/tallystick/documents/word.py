"""DOCX → blocks and tables, insertions, text boxes, content controls, notes and headers with them."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tallystick.documents.package import open_package
from tallystick.documents.phrases import Phrase
from tallystick.documents.pieces import Pieces
from tallystick.documents.word_runs import GONE, read_runs
from tallystick.documents.word_styles import NAMESPACE as W
from tallystick.documents.word_styles import Styles
from tallystick.documents.word_tables import read_table, within
from tallystick.documents.writing import Writer
from tallystick.errors import ReadError
from tallystick.model import BlockKind, Document

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAIN = "word/document.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PAGE_FIELDS = ("PAGE", "NUMPAGES")


def read_word(path: str, raw: bytes) -> Document:
    """The document of a DOCX: its body, then its notes, headers and footers."""
    package = open_package(raw, "DOCX")
    body = _part(package, _main_part(package))
    if body is None:
        raise ReadError("broken DOCX: there is no document in it", fix="save the file again")
    pieces = Pieces(path, "")
    walk = _Walk(Writer(pieces), Styles(_other_part(package, "word/styles.xml", pieces)))
    core = _other_part(package, "docProps/core.xml", pieces)
    pieces.title = (core.findtext(f".//{_TITLE}") or "").strip() if core is not None else ""
    walk.blocks(body)
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        walk.notes(_other_part(package, name, pieces))
    for name in sorted(package.namelist()):
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
            walk.margin(_other_part(package, name, pieces))
    _say_what_is_not_read(body, package, pieces)
    return walk.writer.document()


def _part(package: zipfile.ZipFile, name: str) -> Element | None:
    from lxml import etree

    try:
        content = package.read(name)
    except KeyError:
        return None
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as problem:
        raise ReadError(f"broken DOCX: {name}: {problem}", fix="save the file again") from None


def _other_part(package: zipfile.ZipFile, name: str, pieces: Pieces) -> Element | None:
    """A part beside the body; where it is broken, that is said, and the rest is read."""
    try:
        return _part(package, name)
    except (ReadError, zipfile.BadZipFile) as problem:
        pieces.unread(f"{name} is broken and not read: {problem.args[0]}", fix="save the file again")
        return None


def _main_part(package: zipfile.ZipFile) -> str:
    relations = _part(package, "_rels/.rels")
    for relation in () if relations is None else relations:
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            return posixpath.normpath(str(relation.get("Target", _MAIN)).lstrip("/"))
    return _MAIN


def _say_what_is_not_read(body: Element, package: zipfile.ZipFile, pieces: Pieces) -> None:
    if body.find(f".//{W}del") is not None or body.find(f".//{W}ins") is not None:
        pieces.notes.append("tracked changes: what was inserted is read, what was deleted is not")
    if body.find(f".//{W}altChunk") is not None:
        pieces.unread("a document that is embedded in it is not read", fix="paste its text in")
    pictures = sum(name.startswith("word/media/") for name in package.namelist())
    if pictures:
        pieces.notes.append(f"{pictures} picture{'s' * (pictures > 1)}, not read")


class _Walk:
    """The blocks of a part in their order."""

    def __init__(self, writer: Writer, styles: Styles) -> None:
        self.writer, self.styles = writer, styles
        self.margins: set[str] = set()

    def blocks(self, parent: Element, kind: BlockKind | None = None) -> None:
        """Writes the paragraphs and tables in an element, however they are wrapped."""
        for element in _children(parent):
            if element.tag == f"{W}p":
                self.paragraph(element, kind)
            else:
                self.table(element, kind)

    def table(self, element: Element, kind: BlockKind | None = None) -> None:
        """Writes a table, then the tables in its cells; one that frames a single cell is none."""
        rows = list(within(element, "tr"))
        cells = list(within(rows[0], "tc")) if len(rows) == 1 else []
        if len(cells) == 1:
            self.blocks(cells[0], kind)
            return
        for nested in read_table(element, self.writer):
            self.table(nested, kind)

    def paragraph(self, element: Element, kind: BlockKind | None = None) -> None:
        """Writes a paragraph, then the text boxes that hang on it."""
        look = self.styles.look(element)
        phrase = Phrase()
        read_runs(element, phrase)
        if look.kind is BlockKind.CODE:
            self.writer.code(phrase.whole().text.replace("\v", "\n"))
        for words in phrase.take():
            self.writer.block(kind or look.kind, words, level=0 if kind else look.level)
        for box in _boxes(element):
            self.blocks(box, kind)

    def notes(self, part: Element | None) -> None:
        """Writes the foot- or endnotes of the document."""
        for note in () if part is None else part:
            if note.get(f"{W}type") in (None, "normal"):
                self.blocks(note, BlockKind.FOOTNOTE)

    def margin(self, part: Element | None) -> None:
        """Writes a header or footer once, without its page numbers."""
        if part is None:
            return
        for paragraph in part.iter(f"{W}p"):
            fields = [text.text or "" for text in paragraph.iter(f"{W}instrText")]
            fields += [field.get(f"{W}instr") or "" for field in paragraph.iter(f"{W}fldSimple")]
            phrase = Phrase()
            read_runs(paragraph, phrase)
            words = phrase.whole()
            is_page = any(field.split()[:1] == [name] for field in fields for name in _PAGE_FIELDS)
            if not is_page and words.text not in self.margins:
                self.margins.add(words.text)
                self.writer.block(BlockKind.PARAGRAPH, words)


def _children(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables right within an element, through content controls and the like."""
    for element in parent:
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif isinstance(element.tag, str) and element.tag not in GONE:
            yield from _children(element)


def _boxes(paragraph: Element) -> Iterator[Element]:
    """The text boxes of a paragraph, without their older copies and without boxes in boxes."""
    pending = list(paragraph)[::-1]
    while pending:
        element = pending.pop()
        if element.tag == f"{W}txbxContent":
            yield element
        elif element.tag not in GONE:
            pending += list(element)[::-1]
