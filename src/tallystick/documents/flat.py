"""HTML, PDF and DOCX as running text; one reader after the other is replaced by one that knows blocks and tables."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from tallystick.documents.decoding import decode
from tallystick.errors import ReadError

MAX_BYTES = 256 * 2**20
_HEAD = 2_048  # bytes in which a page declares its encoding
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})")
_XML = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


@dataclass(frozen=True, slots=True)
class Flat:
    """A text, its title, and (offset, label) of each page."""

    text: str
    title: str = ""
    pages: tuple[tuple[int, str], ...] = ()


def _decode_html(raw: bytes) -> str:
    """In the encoding that the page declares, else UTF-8."""
    declared = _CHARSET.search(raw[:_HEAD])
    if declared is None:
        return decode(raw)
    name = declared[1].decode("ascii")
    try:
        return decode(raw) if name.lower() in ("utf-8", "utf8") else raw.decode(name)
    except (LookupError, UnicodeDecodeError):
        what = f"the page declares the encoding '{name}', and is not in it"
        raise ReadError(what, fix="save the page as UTF-8") from None


def read_html(raw: bytes) -> Flat:
    """The main text, without menus and footers; all of the text when no main part is found."""
    import trafilatura
    from lxml import html

    # A tree is made from text without its XML declaration, which only bytes may have.
    tree = html.fromstring(_XML.sub("", _decode_html(raw), count=1))
    title = " ".join((tree.findtext(".//title") or "").split())
    main = trafilatura.extract(tree, include_comments=False, include_tables=True, favor_recall=True)
    text = main or "\n".join(line.strip() for line in tree.text_content().splitlines() if line.strip())
    return Flat(text, title)


def read_pdf(raw: bytes) -> Flat:
    """The text page by page; `pages` holds where each starts."""
    import logging

    from pypdf import PdfReader

    # The reader logs what it also raises; once is enough.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(raw))
    texts = [page.extract_text() for page in reader.pages]
    pages, at = [], 0
    for number, text in enumerate(texts, start=1):
        pages.append((at, f"page {number}"))
        at += len(text) + 1
    return Flat("\n".join(texts), str((reader.metadata or {}).get("/Title") or ""), tuple(pages))


def read_docx(raw: bytes) -> Flat:
    """Paragraphs and tables in their order; a row of a table is a line."""
    import zipfile

    import docx
    from docx.table import Table

    unpacked = sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(raw)).infolist())
    if unpacked > MAX_BYTES:
        raise ReadError(f"the file unpacks to {unpacked:,} bytes, more than {MAX_BYTES:,}", fix="split it")
    document = docx.Document(io.BytesIO(raw))
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return Flat("\n".join(lines), document.core_properties.title or "")
