"""The words of a page → its lines in reading order: columns of text one after the other, raised words set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tallystick.documents.columns import Field
from tallystick.documents.printed import is_number
from tallystick.documents.raised import as_mark, lowered, raised

if TYPE_CHECKING:
    from pdfplumber.page import Page

_GAP = 0.9  # of the size of its letters: what stands further apart are two fields
_SAME_LINE = 0.5  # of a word's height that must lie within the line
_SMALL = 0.8  # of the size of the line's letters: a raised or lowered word
# Some fonts hold " ." where they draw a point.
_IN_PIECES = re.compile(r"(?<=\d) (?=[.,]\d)")
_LEADERS = re.compile(r"(?:\s*[.·_…]){3,}\s*$|(?:\s+\.){2,}\s*$")
_OF_NUMBERS = set("0123456789.,")
_LEADER = set(".·_…")
_LEAST_SIDE = 5  # lines that a column of text has
_SELDOM = 50  # letters of which more than one may be printed twice
_PIECES = 0.22  # of the size: digits that stand closer are pieces of one number; a space is wider
_CLEAR = 0.85  # share of the lines that leave the gutter clear


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box, in points from the top left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    is_bold: bool


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page: `text` as read, `shown` its prose, and the fields that stand apart in it."""

    text: str
    shown: str
    fields: Sequence[Field]
    words: Sequence[Word]
    top: float
    bottom: float
    size: float
    is_bold: bool


def read_lines(page: Page) -> list[PageLine]:
    """The lines of a page in the order in which they are read."""
    found = _once_printed(page).extract_words(extra_attrs=["size", "fontname"], x_tolerance_ratio=0.15)
    words = [_word(one) for one in found if one.get("upright", True)]
    rows = list(_rows(words))
    return [_line(row) for row in _in_order(rows)]


def _once_printed(page: Page) -> Page:
    """The page without letters that are printed twice, a little beside each other, to look bold."""
    at = {(one["text"], round(one["x0"]), round(one["top"])) for one in page.chars}
    is_doubled = (len(page.chars) - len(at)) * _SELDOM > len(page.chars)
    return page.dedupe_chars(tolerance=1) if is_doubled else page


def _word(found: dict[str, Any]) -> Word:
    name = str(found.get("fontname") or "").lower()
    return Word(
        _IN_PIECES.sub("", str(found["text"])),
        found["x0"], found["x1"], found["top"], found["bottom"], float(found.get("size") or 10),
        "bold" in name or "black" in name or "heavy" in name,
    )  # fmt: skip


def _rows(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words whose heights overlap, from left to right; small ones join the line that they hang on."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one.bottom, one.left)):
        for row in reversed(rows[-3:]):
            top, bottom = max(one.top for one in row), max(one.bottom for one in row)
            overlap = min(bottom, word.bottom) - max(top, word.top)
            if overlap > _SAME_LINE * min(word.bottom - word.top, bottom - top):
                row.append(word)
                break
        else:
            rows.append([word])
    for row in rows:
        yield sorted(row, key=lambda one: one.left)


def _in_order(rows: Sequence[list[Word]]) -> list[list[Word]]:
    """The lines; where a gutter parts columns of prose, the left column before the right one."""
    gutter = _gutter(rows)
    if gutter is None:
        return list(rows)
    made: list[list[Word]] = []
    left: list[list[Word]] = []
    right: list[list[Word]] = []
    for row in rows:
        if any(word.left < gutter < word.right for word in row) or _goes_through(row, gutter):
            made += [*left, *right, row]
            left, right = [], []
            continue
        left += [part] if (part := [word for word in row if word.right <= gutter]) else []
        right += [part] if (part := [word for word in row if word.left >= gutter]) else []
    return [*made, *left, *right]


def _goes_through(row: Sequence[Word], gutter: float) -> bool:
    """True for a line whose words stand as close at the gutter as words do."""
    before = max((word.right for word in row if word.right <= gutter), default=None)
    after = min((word.left for word in row if word.left >= gutter), default=None)
    return before is not None and after is not None and after - before < _GAP * row[0].size * 0.7


def _gutter(rows: Sequence[Sequence[Word]]) -> float | None:
    """Where, near the middle, hardly a line has words, and both sides are prose; None for one column."""
    if len(rows) < 2 * _LEAST_SIDE:
        return None
    left, right = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    width = right - left
    for step in range(30, 71, 2):
        at = left + width * step / 100
        clear = sum(all(word.right <= at or word.left >= at for word in row) for row in rows)
        if clear < _CLEAR * len(rows):
            continue
        sides = [
            [word for row in rows for word in row if word.right <= at],
            [word for row in rows for word in row if word.left >= at],
        ]
        starts = sum(any(word.right <= at for word in row) and any(word.left >= at for word in row) for row in rows)
        if starts >= _LEAST_SIDE and all(_is_prose(side, len(rows)) for side in sides):
            return at
    return None


def _is_prose(words: Sequence[Word], rows: int) -> bool:
    letters = sum(any(char.isalpha() for char in word.text) for word in words)
    return len(words) > 3 * rows * 0.6 and letters > 0.75 * len(words)


def _line(words: Sequence[Word]) -> PageLine:
    size = max(word.size for word in words)
    parts: list[tuple[str, str]] = []
    fields: list[Field] = []
    start = 0
    for at, word in enumerate(words):
        text, shown = _set(word, words[at - 1] if at else None, size, "".join(part for part, _ in parts[-2:]))
        is_apart = at and text == word.text and _is_apart(words[at - 1], word, size)
        parts.append((" " * bool(is_apart) + text, " " * bool(is_apart) + shown))
        if at + 1 == len(words) or words[at + 1].left - word.right > _GAP * size:
            fields += _field(words[start : at + 1], parts[start:])
            start = at + 1
    is_bold = all(word.is_bold for word in words)
    text, shown = "".join(part for part, _ in parts), "".join(part for _, part in parts)
    return PageLine(
        text, shown, _with_signs(fields), words, min(word.top for word in words),
        max(word.bottom for word in words), size, is_bold,
    )  # fmt: skip


def _is_apart(before: Word, word: Word, size: float) -> bool:
    """True where a space stands between two words; the pieces of a bold number are no words."""
    digits = all(set(one.text) <= _OF_NUMBERS for one in (before, word))
    return word.left - before.right > (_PIECES if digits else 0.12) * size


def _set(word: Word, before: Word | None, size: float, written: str) -> tuple[str, str]:
    """A word as it is written, and its prose: raised, it is a power or a footnote mark."""
    if word.size > _SMALL * size or before is None or len(word.text) > 4 or word.left - before.right > 0.3 * size:
        return word.text, word.text
    if word.bottom > before.bottom + 0.5:
        low = lowered(word.text)
        return low, low
    if word.bottom > before.bottom - 0.08 * size:
        return word.text, word.text
    high = raised(written, word.text)
    if high is not None:
        return high, high
    mark = as_mark(word.text)
    return mark, " " * len(mark)


def _field(words: Sequence[Word], parts: Sequence[tuple[str, str]]) -> Iterator[Field]:
    kept = [
        (word, part)
        for word, part in zip(words, parts, strict=True)
        if not set(word.text) <= _LEADER or len(word.text) < 2
    ]
    if not kept:
        return
    words = [word for word, _ in kept]
    text = "".join(part for _, (part, _) in kept).strip().rstrip("".join(_LEADER - {"."})).strip()
    text = _LEADERS.sub("", text) or text
    yield Field(
        text, round(words[0].left), round(words[-1].right), box=box_of(words), is_bold=all(w.is_bold for w in words)
    )


def box_of(words: Sequence[Word]) -> tuple[int, ...]:
    """The box around words, in whole points."""
    return (
        int(min(word.left for word in words)),
        int(min(word.top for word in words)),
        round(max(word.right for word in words) + 0.5),
        round(max(word.bottom for word in words) + 0.5),
    )


def _with_signs(fields: Sequence[Field]) -> list[Field]:
    """The fields, currency signs and percent signs that stand apart joined to their numbers."""
    made: list[Field] = []
    for field in fields:
        last = made[-1] if made else None
        is_sum = last is not None and last.text in "$€£¥" and field.is_figure
        is_share = last is not None and field.text in ("%", ")", ")%") and is_number(last.text)
        if last is not None and (is_sum or is_share):
            made[-1] = _joined(last, field)
        else:
            made.append(field)
    return made


def _joined(first: Field, second: Field) -> Field:
    box = (first.box[0], min(first.box[1], second.box[1]), second.box[2], max(first.box[3], second.box[3]))
    return Field(first.text + second.text, first.start, second.end, box=box, is_bold=second.is_bold)
