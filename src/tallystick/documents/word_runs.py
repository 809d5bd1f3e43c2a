"""The runs of a DOCX paragraph → its words as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tallystick.documents.phrases import Phrase
from tallystick.documents.word_styles import NAMESPACE as W
from tallystick.documents.word_styles import is_on, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What a reader of the page does not see: what was deleted or moved away, and the older copy of a text box.
GONE = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}rPr", f"{W}pPr", _FALLBACK})


def read_runs(paragraph: Element, phrase: Phrase) -> None:
    """Adds the words of a paragraph as a reader sees them."""
    pending = list(paragraph)[::-1]
    while pending:
        element = pending.pop()
        if element.tag == f"{W}r":
            _read_run(element, phrase)
        elif element.tag == _MATH:
            phrase.add(element.text or "")
        elif element.tag not in GONE and element.tag != f"{W}txbxContent":
            pending += list(element)[::-1]


def _read_run(run: Element, phrase: Phrase) -> None:
    look = run.find(f"{W}rPr")
    if look is not None and is_on(look, "vanish"):
        return
    set_as = value_of(look, "vertAlign")
    text = "".join(_words(run))
    note = run.find(f"{W}footnoteReference")
    note = run.find(f"{W}endnoteReference") if note is None else note
    if note is not None:
        phrase.shift("sup", note.get(f"{W}id") or "*")
    elif set_as in ("superscript", "subscript"):
        phrase.shift("sup" if set_as == "superscript" else "sub", text)
    else:
        phrase.bold = int(look is not None and is_on(look, "b"))
        struck = look is not None and (is_on(look, "strike") or is_on(look, "dstrike"))
        for at, part in enumerate(text.split("\v")):
            if at:
                phrase.add("", is_break=True)
            phrase.add(part, is_prose=not struck)


def _words(run: Element) -> Iterator[str]:
    for element in run:
        if element.tag == f"{W}t":
            yield element.text or ""
        elif element.tag in (f"{W}tab", f"{W}ptab"):
            yield " "
        elif element.tag in (f"{W}br", f"{W}cr"):
            yield "\v"
        elif element.tag == f"{W}noBreakHyphen":
            yield "-"
