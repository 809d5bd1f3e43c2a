"""Sources in every format → one text, with what leads an offset back to its page.

Plain text and Markdown are read as they are; HTML, PDF and DOCX through the readers of the `docs`
extra, imported only when such a file is met.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from tallystick.errors import ReadError

MAX_BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True)
class Document:
    """A text, its title when the format has one, and (offset, label) of each page."""

    text: str
    title: str = ""
    pages: tuple[tuple[int, str], ...] = ()


def read_document(path: Path, raw: bytes) -> Document:
    r"""The text of a source; line ends are folded to `\n`, so that offsets are those of the text shown.

    Raises:
        ReadError: it is too large, not UTF-8, broken, or its reader is not installed.

    >>> read_document(Path("a.txt"), b"one\r\ntwo").text
    'one\ntwo'
    """
    if len(raw) > MAX_BYTES:
        raise ReadError(f"the file has {len(raw):,} bytes, more than {MAX_BYTES:,}", fix="split it")
    readers = {".html": _read_html, ".htm": _read_html, ".pdf": _read_pdf, ".docx": _read_docx}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        return Document(_decode(raw))
    try:
        return reader(raw)
    except ImportError as problem:
        fix = "install the readers: pip install 'tallystick[docs]'"
        raise ReadError(f"reading {path.suffix} needs the package '{problem.name}'", fix=fix) from None


def _decode(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        what = f"byte 0x{raw[problem.start]:02x} at offset {problem.start} is not UTF-8"
        raise ReadError(what, fix="save the file as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_html(raw: bytes) -> Document:
    """The main text, without menus and footers; all of the text when no main part is found."""
    import trafilatura
    from lxml import etree, html  # type: ignore[import-untyped]

    try:
        tree = html.fromstring(raw)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as problem:
        raise ReadError(f"broken HTML: {problem}", fix="save the page again") from None
    title = " ".join((tree.findtext(".//title") or "").split())
    main = trafilatura.extract(raw, include_comments=False, include_tables=True, favor_recall=True)
    text = main or "\n".join(line.strip() for line in tree.text_content().splitlines() if line.strip())
    return Document(text, title)


def _read_pdf(raw: bytes) -> Document:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(raw))
        texts = [page.extract_text() for page in reader.pages]
        title = str((reader.metadata or {}).get("/Title") or "")
    except (PyPdfError, ValueError, OSError) as problem:
        raise ReadError(f"broken PDF: {problem}", fix="save the file again") from None
    pages, at = [], 0
    for number, text in enumerate(texts, start=1):
        pages.append((at, f"page {number}"))
        at += len(text) + 1
    return Document("\n".join(texts), title, tuple(pages))


def _read_docx(raw: bytes) -> Document:
    from zipfile import BadZipFile

    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(raw))
    except (BadZipFile, OpcError, KeyError, ValueError) as problem:
        raise ReadError(f"broken DOCX: {problem}", fix="save the file again") from None
    lines = [paragraph.text for paragraph in document.paragraphs]
    rows = [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return Document("\n".join([*lines, *rows]), document.core_properties.title or "")
