"""Documents in every format → `model.Document`: the text, its blocks, its tables with the place of every cell.

One reader a format, imported when such a file is met. Markdown, plain text and CSV keep their source as their text;
other formats give the text that a reader sees. What could not be read of a document is among its findings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tallystick.documents import limits
from tallystick.documents.decoding import decode
from tallystick.errors import ReadError
from tallystick.model import Document, Finding, Place

__all__ = ["quiet", "read_document"]

_LONGEST_REASON = 200


def quiet(_: str) -> None:
    """Tells nobody how far the work is."""


def read_document(path: Path, raw: bytes, tell: Callable[[str], None] = quiet) -> Document:
    r"""The document of a file, by the ending of its name; `path` is how places name it.

    Args:
        tell: Called with the page that is read, where a format has pages.

    Raises:
        ReadError: nothing of it can be read: too large, in no known encoding, broken, encrypted, or its reader
            is not installed.

    >>> read_document(Path("a.txt"), b"one\r\ntwo").text
    'one\ntwo'
    """
    if len(raw) > limits.MAX_BYTES:
        raise ReadError(f"the file has {len(raw):,} bytes, more than {limits.MAX_BYTES:,}", fix="split it")
    suffix = path.suffix.lower()
    if suffix in _SAVE_AS:
        raise ReadError(f"{suffix} files are not read", fix=f"save it as {_SAVE_AS[suffix]}")
    try:
        if suffix == ".pdf":
            document = _pdf(path.as_posix(), raw, tell)
        else:
            document = _READERS.get(suffix, _plain)(path.as_posix(), raw)
    except ImportError as problem:
        fix = "install the readers: pip install 'tallystick[docs]'"
        raise ReadError(f"reading {suffix} needs the package '{problem.name}'", fix=fix) from None
    except ReadError:
        raise
    except Exception as problem:  # noqa: BLE001 - on broken files these readers raise whatever they please
        raise ReadError(f"broken {suffix[1:].upper()}: {_first_line(problem)}", fix="save the file again") from None
    findings = document.findings
    if not findings and not document.text.strip():
        findings = (Finding("RD01", "the document is empty", place=Place(path.as_posix()), fix="put a text there"),)
    return replace(document, sha256=hashlib.sha256(raw).hexdigest(), findings=findings)


def _first_line(problem: Exception) -> str:
    return (str(problem) or type(problem).__name__).splitlines()[0][:_LONGEST_REASON]


def _plain(path: str, raw: bytes) -> Document:
    from tallystick.documents.plain import read_plain

    text, findings = _cut(decode(raw), path)
    return replace(read_plain(path, text), findings=findings)


def _markdown(path: str, raw: bytes) -> Document:
    from tallystick.documents.markdown import read_markdown

    text, findings = _cut(decode(raw), path)
    document = read_markdown(path, text)
    return replace(document, findings=(*findings, *document.findings))


def _cut(text: str, path: str) -> tuple[str, tuple[Finding, ...]]:
    """The text up to the limit, and a finding where more of it is there."""
    if len(text) <= limits.MAX_CHARACTERS:
        return text, ()
    what = f"the document has {len(text):,} characters: only the first {limits.MAX_CHARACTERS:,} are read"
    end = text.rfind("\n", 0, limits.MAX_CHARACTERS) + 1
    finding = Finding("RD01", what, place=Place(path), fix="split the document")
    return text[: end or limits.MAX_CHARACTERS], (finding,)


def _delimited(path: str, raw: bytes) -> Document:
    from tallystick.documents.delimited import read_delimited

    return read_delimited(path, raw)


def _html(path: str, raw: bytes) -> Document:
    from tallystick.documents.html import read_html

    return read_html(path, raw)


def _workbook(path: str, raw: bytes) -> Document:
    from tallystick.documents.workbook import read_workbook

    return read_workbook(path, raw)


def _word(path: str, raw: bytes) -> Document:
    from tallystick.documents.word import read_word

    return read_word(path, raw)


def _pdf(path: str, raw: bytes, tell: Callable[[str], None]) -> Document:
    from tallystick.documents.pdf import read_pdf

    return read_pdf(path, raw, tell)


_READERS: dict[str, Callable[[str, bytes], Document]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".csv": _delimited,
    ".tsv": _delimited,
    ".tab": _delimited,
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
    ".xlsx": _workbook,
    ".xlsm": _workbook,
    ".docx": _word,
    ".docm": _word,
}
# What would otherwise be called broken text.
_SAVE_AS = {
    **dict.fromkeys((".doc", ".odt", ".rtf", ".pages", ".epub", ".pptx", ".ppt", ".odp"), "DOCX or PDF"),
    **dict.fromkeys((".xls", ".xlsb", ".ods", ".numbers"), "XLSX"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".webp"), "text"),
}
