"""Documents in every format → `model.Document`: the text, its blocks, its tables with the place of every cell.

One reader a format, imported when such a file is met. Markdown keeps its source as its text; other formats give
the text that a reader sees. What could not be read of a document is among its findings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tallystick.documents.decoding import decode
from tallystick.errors import ReadError
from tallystick.model import Document

__all__ = ["read_document"]

MAX_BYTES = 256 * 2**20
_LONGEST_REASON = 200


def read_document(path: Path, raw: bytes) -> Document:
    r"""The document of a file, by the ending of its name; `path` is how places name it.

    Raises:
        ReadError: nothing of it can be read: too large, in no known encoding, broken, encrypted, or its reader
            is not installed.

    >>> read_document(Path("a.txt"), b"one\r\ntwo").text
    'one\ntwo'
    """
    if len(raw) > MAX_BYTES:
        raise ReadError(f"the file has {len(raw):,} bytes, more than {MAX_BYTES:,}", fix="split it")
    reader = _READERS.get(path.suffix.lower(), _plain)
    try:
        return replace(reader(path.as_posix(), raw), sha256=hashlib.sha256(raw).hexdigest())
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


def _plain(path: str, raw: bytes) -> Document:
    text = decode(raw)
    return Document(path, text, text)


def _markdown(path: str, raw: bytes) -> Document:
    from tallystick.documents.markdown import read_markdown

    return read_markdown(path, decode(raw))


def _html(path: str, raw: bytes) -> Document:
    from tallystick.documents.flat import read_html

    flat = read_html(raw)
    return Document(path, flat.text, flat.text, flat.title)


def _pdf(path: str, raw: bytes) -> Document:
    from tallystick.documents.flat import read_pdf

    flat = read_pdf(raw)
    return Document(path, flat.text, flat.text, flat.title, pages=flat.pages)


def _docx(path: str, raw: bytes) -> Document:
    from tallystick.documents.flat import read_docx

    flat = read_docx(raw)
    return Document(path, flat.text, flat.text, flat.title)


_READERS: dict[str, Callable[[str, bytes], Document]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".docx": _docx,
}
