"""Captions, introductions and notes: which of the blocks around a table speak of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tallystick.documents.printed import is_aside
from tallystick.model import Block, BlockKind, Table

_CAPTION = re.compile(
    r"\W{0,3}(?:table|tab\.|exhibit|schedule|figure|fig\.|chart)\s+(?:[A-Z]{0,2}[\d.-]{1,8}[a-z]?|[IVXL]{1,6})\b"
    r"|table:\s",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:notes?|sources?|key|n\.?b\.?)\s?\d{0,2}[:.]|[(\[](?:\d{1,2}|[a-z])[)\]]\s|[*†‡§¹²³⁴⁵⁶⁷⁸⁹]+\s?\S"
    r"|(?:\d|[a-z]) [A-Z]"
    r"|(?:all )?(?:figures|numbers|amounts|totals|percentages|shares|values)\b.{0,60}\b(?:rounded|rounding|add|sum)",
    re.IGNORECASE,
)
_LONGEST_INTRO = 1_500


def relate(blocks: Sequence[Block], tables: Sequence[Table], prose: str) -> tuple[tuple[Block, ...], tuple[Table, ...]]:
    """The blocks with captions and table notes named as such, and the tables with caption and introduction."""
    kept, made = list(blocks), list(tables)
    for at, block in enumerate(kept):
        if block.kind is not BlockKind.TABLE:
            continue
        above = _above(kept, at, prose)
        caption = _caption(kept, at, above, prose)
        if caption >= 0:
            kept[caption] = replace(kept[caption], kind=BlockKind.CAPTION, table=block.table)
            above = [one for one in above if one != caption]
        made[block.table] = _told(made[block.table], kept, caption, above, prose)
        _note(kept, at, prose)
    return tuple(kept), tuple(made)


def _words(block: Block, prose: str) -> str:
    return " ".join(prose[block.start : block.end].split())


def _above(blocks: Sequence[Block], at: int, prose: str) -> list[int]:
    """The nearest blocks above a table that may speak of it, nearest first, up to a paragraph of words."""
    found: list[int] = []
    for one in range(at - 1, max(at - 4, -1), -1):
        kind = blocks[one].kind
        if kind in (BlockKind.TABLE, BlockKind.CODE, BlockKind.FOOTNOTE):
            break
        found.append(one)
        if kind is BlockKind.HEADING:
            break
        words = _words(blocks[one], prose)
        if not is_aside(words) and not _CAPTION.match(words):
            break
    return found


def _caption(blocks: Sequence[Block], at: int, above: Sequence[int], prose: str) -> int:
    """The block that is the table's caption: above it, else right below; -1 when there is none."""
    below = [at + 1] if at + 1 < len(blocks) else []
    for one in (*above, *below):
        if blocks[one].kind is BlockKind.CAPTION and blocks[one].table in (-1, blocks[at].table):
            return one
        if blocks[one].kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and _CAPTION.match(_words(blocks[one], prose)):
            is_next_tables = one > at and one + 1 < len(blocks) and blocks[one + 1].kind is BlockKind.TABLE
            if not is_next_tables:
                return one
    return -1


def _told(table: Table, blocks: Sequence[Block], caption: int, above: Sequence[int], prose: str) -> Table:
    """The table with what the blocks above say; a heading names a table that has no caption."""
    headings = [one for one in above if blocks[one].kind is BlockKind.HEADING]
    texts = [one for one in reversed(above) if one not in headings]
    name = _words(blocks[caption], prose) if caption >= 0 else ""
    if not name and headings:
        name = _words(blocks[headings[0]], prose)
    intro = " ".join(_words(blocks[one], prose) for one in texts)[-_LONGEST_INTRO:]
    return replace(table, caption=table.caption or name, intro=table.intro or intro)


def _note(blocks: list[Block], at: int, prose: str) -> None:
    """Names the notes that stand right below a table."""
    for one in range(at + 1, len(blocks)):
        if blocks[one].kind is BlockKind.CAPTION:
            continue
        is_text = blocks[one].kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.FOOTNOTE)
        if not is_text or not _NOTE.match(_words(blocks[one], prose)):
            return
        blocks[one] = replace(blocks[one], kind=BlockKind.FOOTNOTE, table=blocks[at].table)
