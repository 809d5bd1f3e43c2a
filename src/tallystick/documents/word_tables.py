"""A table of a DOCX: merged cells placed, indentation kept, tables within its cells handed back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tallystick.documents import limits
from tallystick.documents.grid import Frame, Raw
from tallystick.documents.phrases import Phrase
from tallystick.documents.spans import join_signs
from tallystick.documents.word_runs import read_runs
from tallystick.documents.word_styles import NAMESPACE as W
from tallystick.documents.word_styles import is_on, value_of
from tallystick.documents.writing import Writer

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TWIPS = 20  # to the point


def read_table(table: Element, writer: Writer) -> list[Element]:
    """Writes a table; the tables in its cells, to be read after it."""
    cells: list[Raw] = []
    above: dict[int, Raw] = {}
    nested: list[Element] = []
    headers = 0
    for number, row in enumerate(within(table, "tr")):
        settings = row.find(f"{W}trPr")
        headers += headers == number and settings is not None and is_on(settings, "tblHeader")
        column = _number(value_of(settings, "gridBefore"))
        for element in within(row, "tc"):
            wide = max(1, _number(value_of(element.find(f"{W}tcPr"), "gridSpan")))
            if column + wide > limits.MAX_COLUMNS:
                message = f"a table has more than {limits.MAX_COLUMNS:,} columns: what lies beyond is not read"
                writer.pieces.unread(message, fix="keep the columns that matter")
                break
            if _goes_on(element) and column in above:
                above[column].rows = number - above[column].row + 1
            else:
                above[column] = _cell(element, number, column, wide)
                cells.append(above[column])
            nested += _tables(element)
            column += wide
    writer.table(join_signs(cells), Frame(0, 0, header_rows=headers))
    return nested


def within(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, through content controls and insertions."""
    for element in parent:
        if element.tag == f"{W}{name}":
            settings = element.find(f"{W}trPr")
            if settings is None or settings.find(f"{W}del") is None:
                yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from within(element, name)


def _number(written: str) -> int:
    return min(int(written[:9]), limits.MAX_COLUMNS + 1) if written.isdecimal() else 0


def _goes_on(element: Element) -> bool:
    """True for a cell that is merged with the one above it."""
    settings = element.find(f"{W}tcPr")
    merged = settings.find(f"{W}vMerge") if settings is not None else None
    return merged is not None and (merged.get(f"{W}val") or "continue") == "continue"


def _paragraphs(element: Element) -> Iterator[Element]:
    for inner in element:
        if inner.tag == f"{W}p":
            yield inner
        elif inner.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _paragraphs(inner)


def _tables(element: Element) -> list[Element]:
    """The outermost tables in a cell."""
    return [inner for inner in element.iter(f"{W}tbl") if next(inner.iterancestors(f"{W}tc"), None) is element]


def _cell(element: Element, row: int, column: int, wide: int) -> Raw:
    phrase, shift = Phrase(), 0
    for paragraph in _paragraphs(element):
        settings = paragraph.find(f"{W}pPr")
        inset = settings.find(f"{W}ind") if settings is not None else None
        if inset is not None and phrase.is_empty:
            shift = _number(inset.get(f"{W}left") or inset.get(f"{W}start") or "") // _TWIPS
        phrase.add(" ")
        read_runs(paragraph, phrase)
    is_bold = phrase.is_bold
    words = phrase.whole()
    text, shown = words.text.replace("\v", " "), words.shown.replace("\v", " ")
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    shown = shown[lead : lead + len(text)]
    plain = " ".join(shown.split(" ")).strip() if words.marks else text
    return Raw(
        row, column, plain, 0, 0, shown, text, columns=wide, shift=shift + 4 * lead, is_bold=is_bold and bool(text),
        mark=" ".join(words.marks),
    )  # fmt: skip
