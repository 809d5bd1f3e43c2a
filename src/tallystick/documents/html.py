"""HTML → blocks and tables as a reader sees them; scripts, styles, menus and what is hidden are left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from tallystick.documents import limits
from tallystick.documents.decoding import decode
from tallystick.documents.grid import Frame, Raw
from tallystick.documents.phrases import Phrase
from tallystick.documents.pieces import Pieces
from tallystick.documents.plain import add_plain
from tallystick.documents.spans import join_signs, place
from tallystick.documents.writing import Writer
from tallystick.errors import ReadError
from tallystick.model import BlockKind, Document

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
    from lxml.etree import iterwalk as Walk  # noqa: N812 - it is a class

_HEAD = 2_048  # bytes in which a page declares its encoding
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})")
_XML = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_REMARK = re.compile(r"<!--\s{0,20}(tally:.{0,500}?)\s{0,20}-->", re.DOTALL)
_SKIPPED = re.compile(
    r"script|style|template|noscript|svg|math|head|nav|footer|button|select|textarea|object|iframe|canvas|audio|video"
    r"|ix:header|map|datalist|dialog"
)
_ROLES = frozenset({"navigation", "contentinfo", "search", "menu", "menubar"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SET_IN = re.compile(r"(?:padding-left|margin-left|text-indent)\s*:\s*(-?\d{1,4}(?:\.\d+)?)\s*(px|pt|em|rem|%)?")
_POINTS = {"px": 0.75, "pt": 1.0, "em": 12.0, "rem": 12.0, "%": 3.0}
_HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|form|h[1-6]"
    r"|header|hr|legend|li|main|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_HOLDERS = {"blockquote": BlockKind.QUOTATION, "figcaption": BlockKind.CAPTION, "caption": BlockKind.CAPTION}
_SPAN = re.compile(r"\s*(\d{1,7})")


def read_html(path: str, raw: bytes) -> Document:
    """The document of a page: its main part when it names one, else all of its body."""
    from lxml import etree, html

    source = _XML.sub("", _decode(raw), count=1)
    pieces = Pieces(path, "")
    if len(source) > limits.MAX_CHARACTERS:
        message = f"the page has {len(source):,} characters: only the first {limits.MAX_CHARACTERS:,} are read"
        pieces.unread(message, fix="split the page")
        source = source[: limits.MAX_CHARACTERS]
    if not source.strip():
        return pieces.document()
    # Comments go, for they cut texts in two; those that speak to us are kept as words that no page holds.
    kept = _REMARK.sub(lambda match: f"<tally-remark>{escape(match[1])}</tally-remark>", source)
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(kept.replace("\0", ""), parser=parser)
    except etree.ParserError:  # nothing but comments
        return pieces.document()
    if any("depth" in entry.message for entry in parser.error_log):
        pieces.unread("the page is nested too deeply: what lies deeper is not read", fix="close the tags that are open")
    pieces.title = " ".join((tree.findtext(".//title") or "").split())
    walk = _Walk(Writer(pieces))
    walk.run(etree.iterwalk(_main(tree), events=("start", "end")))
    return walk.writer.document()


def _decode(raw: bytes) -> str:
    """In the encoding that the page declares, else UTF-8."""
    declared = _CHARSET.search(raw[:_HEAD])
    name = declared[1].decode("ascii") if declared else "utf-8"
    if name.lower() in ("utf-8", "utf8"):
        return decode(raw)
    try:
        return raw.decode(name)
    except (LookupError, UnicodeDecodeError):
        what = f"the page declares the encoding '{name}', and is not in it"
        raise ReadError(what, fix="save the page as UTF-8") from None


def _main(tree: Element) -> Element:
    """The one element that is said to be the main part, where it holds most of the words; else the whole page."""
    found = tree.xpath("//main | //*[@role='main']") or tree.xpath("//body")
    return found[0] if len(found) == 1 else tree


@dataclass(slots=True)
class _Open:
    """A table that is being read: rows of cells so far, and the caption."""

    rows: list[list[Raw]] = field(default_factory=list)
    caption: str = ""
    cell: Raw | None = None
    header_rows: int = 0
    is_head: bool = False
    indent: float = 0


class _Walk:
    """Elements in their order → blocks."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.phrase = Phrase()
        self.kinds: list[BlockKind] = []
        self.lists = self.heading = 0
        self.is_fresh = False
        self.table: _Open | None = None

    def run(self, walk: Walk) -> None:
        is_taken = False
        for event, element in walk:
            tag = element.tag.lower() if isinstance(element.tag, str) else ""
            if event == "start":
                is_taken = _is_left_out(element, tag) or self._takes_whole(element, tag)
                if is_taken:
                    walk.skip_subtree()
                else:
                    self._start(element, tag)
                continue
            # What was taken whole ends right after it starts.
            if not is_taken:
                self._end(element, tag)
            is_taken = False
            self.phrase.add(element.tail or "")
        self._flush()

    def _takes_whole(self, element: Element, tag: str) -> bool:
        """True for what is read here and now, without going into it."""
        if tag == "tally-remark":
            self.writer.remark(element.text_content())
        elif tag in ("sup", "sub"):
            self.phrase.shift(tag, element.text_content())
        elif tag in ("del", "s", "strike", "code") and self.table is None:
            self.phrase.add(element.text_content(), is_prose=False)
        elif tag == "pre" and self.table is None:
            self._flush()
            self._preformatted(element)
        elif tag == "br":
            self.phrase.add(" " if self.table else "", is_break=self.table is None)
        else:
            return False
        return True

    def _preformatted(self, element: Element) -> None:
        text = element.text_content().strip("\n")
        if element.find(".//code") is not None or "highlight" in (element.get("class") or ""):
            self.writer.code(text)
            return
        drawn = Pieces("", text)
        add_plain(drawn, 0, len(text))
        self.writer.embed(drawn)

    def _start(self, element: Element, tag: str) -> None:
        if _is_block(tag):
            self._boundary()
        self._enter(element, tag)
        self.phrase.add(element.text or "")

    def _enter(self, element: Element, tag: str) -> None:
        step: Callable[[Element], None] | None = getattr(self, f"_enter_{tag}", None)
        if step is not None:
            step(element)
        elif tag in _HEADINGS:
            self.heading = _HEADINGS[tag]
        elif tag in ("ul", "ol"):
            self.lists += 1
        elif tag in ("b", "strong") or _HEAVY.search(element.get("style") or ""):
            self.phrase.bold += 1
        kind = _HOLDERS.get(tag) or (BlockKind.FOOTNOTE if _is_footnote(element, tag) else None)
        if kind:
            self.kinds.append(kind)
        if self.table and self.table.cell and (inset := _SET_IN.search(element.get("style") or "")):
            self.table.indent += float(inset[1]) * _POINTS[inset[2] or "px"]

    def _end(self, element: Element, tag: str) -> None:
        if _is_block(tag):
            self._boundary()
        step: Callable[[Element], None] | None = getattr(self, f"_leave_{tag}", None)
        if step is not None:
            step(element)
        elif tag in _HEADINGS:
            self.heading = 0
        elif tag in ("ul", "ol"):
            self.lists -= 1
        elif tag in ("b", "strong") or _HEAVY.search(element.get("style") or ""):
            self.phrase.bold -= 1
        if tag in _HOLDERS or _is_footnote(element, tag):
            self.kinds.pop()

    def _boundary(self) -> None:
        """The end of a block; within a cell only a blank."""
        if self.table is not None:
            self.phrase.add(" ")
        else:
            self._flush()

    def _flush(self) -> None:
        if self.phrase.is_empty:
            return
        for words in self.phrase.take():
            if words.text.strip():
                kind, level = self._kind()
                self.writer.block(kind, words, level=level)

    def _kind(self) -> tuple[BlockKind, int]:
        if self.heading:
            return BlockKind.HEADING, self.heading
        if self.lists and self.is_fresh:
            self.is_fresh = False
            return BlockKind.ITEM, self.lists
        return (self.kinds[-1] if self.kinds else BlockKind.PARAGRAPH), self.lists

    def _enter_li(self, _element: Element) -> None:
        self.is_fresh = True

    def _enter_table(self, element: Element) -> None:
        # A table that holds tables, or is said to be no table, only lays out the page.
        if self.table is None and element.find(".//table") is None and element.get("role") != "presentation":
            self.table = _Open()

    def _enter_thead(self, _element: Element) -> None:
        if self.table:
            self.table.is_head = True

    def _leave_thead(self, _element: Element) -> None:
        if self.table:
            self.table.is_head = False

    def _enter_tr(self, _element: Element) -> None:
        if self.table:
            self.table.rows.append([])
            self.table.header_rows += self.table.is_head

    def _enter_caption(self, _element: Element) -> None:
        self.phrase.take()

    def _leave_caption(self, _element: Element) -> None:
        if self.table:
            for words in self.phrase.take():
                self.writer.block(BlockKind.CAPTION, words)
                self.table.caption = " ".join(words.shown.split())

    def _enter_td(self, element: Element) -> None:
        if self.table is None:
            return
        self.phrase.take()
        span = {
            name: int(found[1]) for name in ("rowspan", "colspan") if (found := _SPAN.match(element.get(name) or ""))
        }
        rows = span.get("rowspan", 1) or 1_000_000
        self.table.cell = Raw(0, 0, "", 0, 0, rows=rows, columns=span.get("colspan", 1), is_header=element.tag == "th")
        self.table.indent = 0

    _enter_th = _enter_td

    def _leave_td(self, _element: Element) -> None:
        table = self.table
        if table is None or table.cell is None:
            return
        is_bold = self.phrase.is_bold
        words = self.phrase.whole()
        cell, lead = table.cell, len(words.text) - len(words.text.lstrip())
        cell.written = words.text.strip()
        cell.shown = words.shown[lead : lead + len(cell.written)]
        cell.text = " ".join(cell.shown.split(" ")).strip() if words.marks else cell.written
        cell.mark = " ".join(words.marks)
        cell.shift = 4 * lead + round(table.indent)
        cell.is_bold = is_bold and bool(cell.text)
        if not table.rows:
            table.rows.append([])
        table.rows[-1].append(cell)
        table.cell = None

    _leave_th = _leave_td

    def _leave_table(self, _element: Element) -> None:
        table, self.table = self.table, None
        if table is None:
            return
        self.phrase.take()
        rows = [row for row in table.rows if row]
        widest = max((len(row) for row in rows), default=0)
        if widest > limits.MAX_COLUMNS:
            message = f"a table has {widest:,} columns, more than {limits.MAX_COLUMNS:,}: it is not read"
            self.writer.pieces.unread(message, fix="keep the columns that matter")
            return
        cells = join_signs(place(rows))
        if len([cell for cell in cells if cell.text]) > 1:
            self.writer.table(cells, Frame(0, 0, caption=table.caption, header_rows=_told(table, cells)))
        else:
            for cell in cells:
                self.phrase.add(cell.text)
            self._flush()


def _told(table: _Open, cells: list[Raw]) -> int:
    """How many rows the page says are headers: those of its head, or those of header cells alone."""
    if table.header_rows:
        return table.header_rows
    plain = {cell.row for cell in cells if not cell.is_header}
    return next((row for row in range(len(table.rows)) if row in plain), 0)


@cache
def _is_block(tag: str) -> bool:
    return _BLOCKS.fullmatch(tag) is not None


@cache
def _is_skipped(tag: str) -> bool:
    return not tag or _SKIPPED.fullmatch(tag) is not None


def _is_left_out(element: Element, tag: str) -> bool:
    if _is_skipped(tag):
        return True
    attributes = element.attrib
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or attributes.get("role") in _ROLES
        or _HIDDEN.search(attributes.get("style", "")) is not None
    )


def _is_footnote(element: Element, tag: str) -> bool:
    """True for an element that says it is a footnote."""
    if tag not in ("li", "aside", "p", "div", "section", "ol"):
        return False
    return "footnote" in (element.get("class") or "") or element.get("role") in ("doc-footnote", "doc-endnotes")
