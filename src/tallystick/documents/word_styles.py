"""What a paragraph of a DOCX is, by its style and its own settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallystick.model import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W = NAMESPACE
_DEEPEST = 20  # styles that a style may be based on
_OFF = ("0", "false", "off", "none")
_BY_NAME = (
    ("caption", BlockKind.CAPTION),
    ("quote", BlockKind.QUOTATION),
    ("footnote", BlockKind.FOOTNOTE),
    ("endnote", BlockKind.FOOTNOTE),
    ("code", BlockKind.CODE),
    ("preformatted", BlockKind.CODE),
    ("list", BlockKind.ITEM),
)


@dataclass(frozen=True, slots=True)
class Look:
    """The kind and level of a paragraph."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0


def is_on(look: Element, name: str) -> bool:
    """True when a run or row has a property that is not switched off."""
    found = look.find(f"{_W}{name}")
    return found is not None and (found.get(f"{_W}val") or "1").lower() not in _OFF


def value_of(look: Element | None, name: str) -> str:
    """The value of a property, "" when it is not there."""
    found = look.find(f"{_W}{name}") if look is not None else None
    return str(found.get(f"{_W}val") or "") if found is not None else ""


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, part: Element | None) -> None:
        found = part.findall(f"{_W}style") if part is not None else []
        self._styles = {str(style.get(f"{_W}styleId")): style for style in found}
        self._looks: dict[str, Look] = {}

    def look(self, paragraph: Element) -> Look:
        """What a paragraph is: its own settings first, then those of its style."""
        own = paragraph.find(f"{_W}pPr")
        style = value_of(own, "pStyle")
        if style not in self._looks:
            self._looks[style] = self._of_style(style)
        look = self._looks[style]
        level = _outline(own)
        if level:
            return Look(BlockKind.HEADING, level)
        listed = _listed(own)
        if listed and look.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            return Look(BlockKind.ITEM, listed)
        return look

    def _of_style(self, name: str) -> Look:
        for _ in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                return _named(name.lower())
            settings = style.find(f"{_W}pPr")
            title = value_of(style, "name").lower()
            level = _outline(settings)
            if level:
                return Look(BlockKind.HEADING, level)
            named = _named(title)
            if named.kind is not BlockKind.PARAGRAPH:
                return named
            if listed := _listed(settings):
                return Look(BlockKind.ITEM, listed)
            name = value_of(style, "basedOn")
            if not name:
                break
        return Look()


def _outline(settings: Element | None) -> int:
    written = value_of(settings, "outlineLvl")
    return int(written) + 1 if written.isdecimal() and int(written) < 9 else 0


def _listed(settings: Element | None) -> int:
    """The depth of a list item, 0 for none."""
    numbered = settings.find(f"{_W}numPr") if settings is not None else None
    if numbered is None or value_of(numbered, "numId") in ("", "0"):
        return 0
    level = value_of(numbered, "ilvl")
    return (int(level) if level.isdecimal() else 0) + 1


def _named(title: str) -> Look:
    if title.startswith("heading"):
        digits = title.removeprefix("heading").strip()
        return Look(BlockKind.HEADING, int(digits) if digits.isdecimal() else 1)
    if title in ("title", "subtitle"):
        return Look(BlockKind.HEADING, 1)
    kind = next((kind for word, kind in _BY_NAME if word in title), BlockKind.PARAGRAPH)
    if kind is BlockKind.ITEM:
        return Look(kind, int(title[-1]) if title[-1].isdecimal() else 1)
    return Look(kind)
