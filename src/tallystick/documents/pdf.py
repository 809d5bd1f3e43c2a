"""PDF → blocks and tables page by page; what has no text, or lost some of it, is said with its page."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tallystick.documents import limits
from tallystick.documents.columns import Drawn, find_columns
from tallystick.documents.grid import Frame
from tallystick.documents.pdf_lines import PageLine, read_lines
from tallystick.documents.pdf_tables import Ruled, find_ruled, settle_shifts
from tallystick.documents.pieces import Pieces
from tallystick.documents.spans import join_signs
from tallystick.documents.writing import Words, Writer
from tallystick.errors import ReadError
from tallystick.model import BlockKind, Document

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

_PAGE_NUMBER = re.compile(r"(?:page\s)?[-–—\s]*(?:\d{1,4}|[ivxl]{1,6})[-–—\s]*(?:(?:of|/)\s?\d{1,4})?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_RUNNING = 3  # pages on which a line at the edge is the same
_OFF = 6  # points by which the edges of one column may differ
_STARTS = 3  # lines that one run of lines is tried from
_HEADING = 1.15  # times the size of common text
_GAP = 0.75  # of a line's height, by which paragraphs are parted
_CODED = re.compile(r"\(cid:\d+\)|\ufffd")
_ITEM = re.compile(r"(?:[-*•–◦▪●]|\d{1,2}[.)])\s+(?=\S)")


def read_pdf(path: str, raw: bytes, tell: Callable[[str], None]) -> Document:
    """The document of a PDF; `tell` is called with each page."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError

    # Each page is read on its own, and what it lost is said; the library logs what it also raises.
    try:
        with _quiet(), pdfplumber.open(io.BytesIO(raw)) as pdf:
            reader = _Reader(Writer(Pieces(path, "")), pdf, tell)
            reader.run()
    except Exception as problem:
        if isinstance(problem.args[0] if problem.args else None, PDFEncryptionError):
            raise ReadError("the file is encrypted", fix="save it without a password") from None
        raise
    return reader.writer.document()


@contextmanager
def _quiet() -> Iterator[None]:
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


class _Reader:
    """Pages in their order → blocks."""

    def __init__(self, writer: Writer, pdf: PDF, tell: Callable[[str], None]) -> None:
        self.writer, self.pdf, self.tell = writer, pdf, tell
        self.textless: list[str] = []
        self.coded: list[str] = []
        self.lost: list[str] = []
        self.large: list[str] = []

    def run(self) -> None:
        """Reads every page, then writes them; says which were not read."""
        pages = list(self._pages())
        running = _running(pages)
        sizes = Counter(round(line.size, 1) for _, lines, _ in pages for line in lines for _ in line.fields)
        common = sizes.most_common(1)[0][0] if sizes else 10.0
        title = str((self.pdf.metadata or {}).get("Title") or "")
        self.writer.pieces.title = title if _CODED.search(title) is None else ""
        for label, lines, ruled in pages:
            self.writer.page(label)
            outer = [line for line in _edges(lines) if _is_running(line, running)]
            kept = [line for line in lines if line not in outer]
            _write(kept, ruled, self.writer, common)
        self._say("without text, only pictures: not read", self.textless, "run text recognition on it")
        self._say("with letters that stand for no character", self.coded, "save it with its fonts' character tables")
        self._say(f"of more than {limits.MAX_PAGE:,} bytes: not read", self.large, "draw it with less")
        self._say("could not be read whole", self.lost, "save the file again")

    def _say(self, what: str, pages: Sequence[str], fix: str) -> None:
        if pages:
            shown = ", ".join(label.removeprefix("page ") for label in pages[:5])
            more = f" … and {len(pages) - 5} more" if len(pages) > 5 else ""
            count = f"{len(pages)} page{'s' * (len(pages) > 1)}"
            self.writer.pieces.unread(f"{count} {what} (page {shown}{more})", fix=fix)

    def _pages(self) -> Iterator[tuple[str, list[PageLine], list[Ruled]]]:
        labels = _labels(self.pdf)
        number = 0
        for number, page in enumerate(_opened(self.pdf), start=1):
            if number > limits.MAX_PAGES:
                message = f"the document has more than {limits.MAX_PAGES:,} pages: the rest is not read"
                self.writer.pieces.unread(message, fix="split the document")
                return
            label = next(labels, "") or str(number)
            self.tell(f"page {label}")
            yield self._page(page, f"page {label}")
        if number == 0:
            raise ReadError("broken PDF: it has no pages", fix="save the file again")

    def _page(self, page: Page, label: str) -> tuple[str, list[PageLine], list[Ruled]]:
        lines: list[PageLine] = []
        ruled: list[Ruled] = []
        try:
            # Before it is read, for what was unpacked is gone then.
            faults = {_fault_of(content) for content in page.page_obj.contents}
            if "large" in faults:
                self.large.append(label)
                return label, lines, ruled
            if "cut" in faults:
                self.lost.append(label)
            lines = read_lines(page)
            ruled = find_ruled(page, lines)
            if not lines and page.images:
                self.textless.append(label)
            if _is_coded("".join(line.text for line in lines)):
                self.coded.append(label)
        except Exception:  # noqa: BLE001 - on a broken page the library raises whatever it pleases
            self.lost.append(label)
        page.close()
        return label, lines, ruled


def _opened(pdf: PDF) -> Iterator[Page]:
    """The pages one by one; `PDF.pages` would make them all first."""
    from pdfminer.pdfpage import PDFPage
    from pdfplumber.page import Page

    # A page tree may name one page a thousand times over; it is read once.
    seen: set[object] = set()
    for page in PDFPage.create_pages(pdf.doc):
        if page.pageid not in seen:
            seen.add(page.pageid)
            yield Page(pdf, page, page_number=len(seen), initial_doctop=0)


def _labels(pdf: PDF) -> Iterator[str]:
    from pdfminer.pdfdocument import PDFNoPageLabels

    try:
        yield from pdf.doc.get_page_labels()
    except (PDFNoPageLabels, AttributeError, TypeError, ValueError, KeyError):
        return


def _is_coded(text: str) -> bool:
    """True when more than a letter here or there stands for no character."""
    found = _CODED.findall(text)
    return len(found) > 3 and len(found) * 20 > len(text) - sum(map(len, found))


def _fault_of(content: object) -> str:
    """What is wrong with a stream of a page: "large", "cut" where it does not unpack to its end, or ""."""
    import zlib

    from pdfminer.pdftypes import LITERALS_FLATE_DECODE, resolve1

    stream = resolve1(content)
    filters = [name for name, _ in stream.get_filters()] if hasattr(stream, "get_filters") else []
    if filters[:1] and filters[0] in LITERALS_FLATE_DECODE and stream.rawdata is not None:
        unpacker = zlib.decompressobj()
        try:
            unpacked = unpacker.decompress(stream.rawdata, limits.MAX_PAGE + 1)
        except zlib.error:
            return "cut"
        if len(unpacked) > limits.MAX_PAGE:
            return "large"
        return "" if unpacker.eof else "cut"
    return "large" if len(getattr(stream, "rawdata", None) or b"") > limits.MAX_PAGE else ""


def _running(pages: Sequence[tuple[str, list[PageLine], list[Ruled]]]) -> frozenset[str]:
    """The lines that stand at the edge of page after page, digits aside."""
    edges = [_plain(line.text) for _, lines, _ in pages for line in _edges(lines)]
    return frozenset(text for text, count in Counter(edges).items() if count >= _RUNNING)


def _edges(lines: Sequence[PageLine]) -> list[PageLine]:
    """The first and the last line of a page, where they stand apart from the rest and are no row of a table."""
    pairs = [(lines[0], lines[1]), (lines[-1], lines[-2])] if len(lines) > 1 else []
    return [
        line
        for line, other in pairs
        if sum(field.is_figure for field in line.fields) < 2
        and max(line.top - other.bottom, other.top - line.bottom) > line.bottom - line.top
    ]


def _plain(text: str) -> str:
    return _DIGITS.sub("0", text)


def _is_running(line: PageLine, running: frozenset[str]) -> bool:
    """True for a page number, and for what runs along the edge of every page."""
    return _plain(line.text) in running or _PAGE_NUMBER.fullmatch(line.text) is not None


def _write(lines: Sequence[PageLine], ruled: Sequence[Ruled], writer: Writer, common: float) -> None:
    """The blocks of a page in reading order; lines within a ruled table give way to it."""
    of = [next((table for table in ruled if table.holds(line)), None) for line in lines]
    at = 0
    while at < len(lines):
        end = next((n for n in range(at, len(lines)) if of[n] is not of[at]), len(lines))
        table = of[at]
        if table is None:
            _write_open(lines[at:end], writer, common)
        else:
            writer.table(table.cells, Frame(0, 0))
        at = end


def _write_open(lines: Sequence[PageLine], writer: Writer, common: float) -> None:
    """Paragraphs, and tables of which no lines are drawn."""
    at = held = tried = until = 0
    while at < len(lines):
        drawn: Drawn | None = None
        if at >= until or tried < _STARTS:
            drawn, end = find_columns(lines, at, held, off=_OFF)
            tried, until = (tried + 1, until) if at < until else (0, end)
        if drawn is None:
            at += 1
            continue
        _paragraphs(lines[held : drawn.first], writer, common)
        settle_shifts(drawn.cells)
        writer.table(join_signs(drawn.cells), Frame(0, 0, header_rows=drawn.header_rows))
        at = held = drawn.last
    _paragraphs(lines[held:], writer, common)


def _paragraphs(lines: Sequence[PageLine], writer: Writer, common: float) -> None:
    """Lines joined to paragraphs where neither gap, size nor set-in parts them."""
    block: list[PageLine] = []
    for line in lines:
        if block and _parts(block[-1], line):
            _block(block, writer, common)
            block = []
        block.append(line)
    if block:
        _block(block, writer, common)


def _parts(above: PageLine, line: PageLine) -> bool:
    gap = line.top - above.bottom
    height = max(above.bottom - above.top, 1)
    return (
        gap > _GAP * height
        or gap < -2 * height  # the next column
        or abs(line.size - above.size) > 0.1 * above.size
        or line.is_bold != above.is_bold
        or _ITEM.match(line.text) is not None
    )


def _block(lines: Sequence[PageLine], writer: Writer, common: float) -> None:
    text, shown = "\n".join(line.text for line in lines), "\n".join(line.shown for line in lines)
    kind, level = BlockKind.PARAGRAPH, 0
    item = _ITEM.match(text)
    if lines[0].size >= _HEADING * common or (lines[0].is_bold and len(lines) < 3 and not text.endswith((".", ":"))):
        kind, level = BlockKind.HEADING, 1 if lines[0].size >= 1.5 * common else 2
    elif item is not None:
        kind, level = BlockKind.ITEM, 1
        shown = " " * item.end() + shown[item.end() :]
    writer.block(kind, Words(text, shown), level=level)
