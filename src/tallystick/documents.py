"""Sources in every format → one text, with what leads an offset back to its page.

Plain text and Markdown are read as they are; HTML, PDF and DOCX through the readers of the `docs`
extra, imported only when such a file is met.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

from tallystick.errors import ReadError

MAX_BYTES = 256 * 2**20
_LONGEST_REASON = 200
_HEAD = 2_048  # bytes in which a page declares its encoding
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})")
_XML = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


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
    except ReadError:
        raise
    except Exception as problem:  # noqa: BLE001 - on broken files these readers raise whatever they please
        kind = path.suffix[1:].upper()
        raise ReadError(f"broken {kind}: {_first_line(problem)}", fix="save the file again") from None


def _first_line(problem: Exception) -> str:
    return (str(problem) or type(problem).__name__).splitlines()[0][:_LONGEST_REASON]


def _decode(raw: bytes) -> str:
    """UTF-8, with or without a byte order mark."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        what = f"byte 0x{raw[problem.start]:02x} at offset {problem.start} is not UTF-8"
        raise ReadError(what, fix="save the file as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_html(raw: bytes) -> str:
    """In the encoding that the page declares, else UTF-8."""
    declared = _CHARSET.search(raw[:_HEAD])
    if declared is None:
        return _decode(raw)
    name = declared[1].decode("ascii")
    try:
        return _decode(raw) if name.lower() in ("utf-8", "utf8") else raw.decode(name)
    except (LookupError, UnicodeDecodeError):
        what = f"the page declares the encoding '{name}', and is not in it"
        raise ReadError(what, fix="save the page as UTF-8") from None


def _read_html(raw: bytes) -> Document:
    """The main text, without menus and footers; all of the text when no main part is found."""
    import trafilatura
    from lxml import html  # type: ignore[import-untyped]

    # A tree is made from text without its XML declaration, which only bytes may have.
    tree = html.fromstring(_XML.sub("", _decode_html(raw), count=1))
    title = " ".join((tree.findtext(".//title") or "").split())
    main = trafilatura.extract(tree, include_comments=False, include_tables=True, favor_recall=True)
    text = main or "\n".join(line.strip() for line in tree.text_content().splitlines() if line.strip())
    return Document(text, title)


def _read_pdf(raw: bytes) -> Document:
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
    return Document("\n".join(texts), str((reader.metadata or {}).get("/Title") or ""), tuple(pages))


def _read_docx(raw: bytes) -> Document:
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
    return Document("\n".join(lines), document.core_properties.title or "")
