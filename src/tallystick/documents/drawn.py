"""Plain lines drawn as tables: parted by pipes or tabs, or by blanks between columns of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tallystick.documents.columns import Drawn, Field, find_columns, is_rule
from tallystick.documents.grid import Raw
from tallystick.documents.printed import is_number, squeeze

_FIELD = re.compile(r"\S+(?: \S+)*")
_LEADERS = re.compile(r"(?:\s?[.·_]){3,}")
_SIGN_GAP = re.compile(r"([$€£¥]) +(?=[\d(.–—-])")
_MARKS = ("|", "\t")
_LEAST = 2  # lines that make a table
_STARTS = 3  # lines that one run of lines is tried from


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the text, and where it starts."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends, without its line end."""
        return self.start + len(self.text)

    @property
    def fields(self) -> Sequence[Field]:
        """The parts between two blanks or more, or leading dots."""
        flat = _LEADERS.sub(lambda match: " " * len(match[0]), self.text) if ".." in self.text else self.text
        flat = _SIGN_GAP.sub(lambda match: " " * (len(match[0]) - 1) + match[1], flat)
        return [self._field(match) for match in _FIELD.finditer(flat)]

    def _field(self, match: re.Match[str]) -> Field:
        """A field with the currency sign that was drawn apart from it."""
        start, end = match.span()
        if self.text[start] != match[0][0]:
            start = self.text.rindex(match[0][0], 0, start)
        return Field(squeeze(self.text[start:end]), start, end, self.start + start, self.start + end)


def find_tables(lines: Sequence[TextLine]) -> Iterator[Drawn]:
    """The tables among these lines, in order; each line is looked at a few times at most."""
    at = reached = 0
    barred = dict.fromkeys(_MARKS, 0)
    starts = until = 0
    while at < len(lines):
        drawn = None
        for mark in _MARKS:
            if drawn is None and at >= barred[mark]:
                drawn, barred[mark] = _parted(lines, at, mark)
        if drawn is None and (at >= until or starts < _STARTS):
            drawn, end = find_columns(lines, at, reached)
            starts, until = (starts + 1, until) if at < until else (0, end)
        if drawn is None:
            at += 1
        else:
            yield drawn
            at = reached = drawn.last


def _parted(lines: Sequence[TextLine], first: int, mark: str) -> tuple[Drawn | None, int]:
    """Two lines or more, all with as many pipes or tabs (rules between them are no rows), and the line they end at."""
    count = lines[first].text.count(mark)
    if not count or is_rule(lines[first].text):
        return None, first + 1
    last = first
    while last < len(lines) and (is_rule(lines[last].text) or lines[last].text.count(mark) == count):
        last += 1
    rows = [line for line in lines[first:last] if not is_rule(line.text)]
    has_rule = any(is_rule(line.text) and ("+" in line.text or "|" in line.text) for line in lines[first:last])
    cells = [cell for row, line in enumerate(rows) for cell in _parts(line, row, mark)]
    figures = sum(is_number(cell.text) for cell in cells)
    if len(rows) < _LEAST or not (figures >= _LEAST or has_rule) or (count == 1 and not has_rule and mark == "|"):
        return None, last
    above = next((at - first for at in range(first, last) if is_rule(lines[at].text)), 0)
    return Drawn(first, last, cells, above if above < len(rows) else 0), last


def _parts(line: TextLine, row: int, mark: str) -> Iterator[Raw]:
    parts = line.text.rstrip(" ").split(mark)
    is_boxed = mark == "|" and not parts[0].strip()
    at = line.start
    for number, part in enumerate(parts):
        bare = part.strip()
        lead = len(part) - len(part.lstrip()) if bare else 0
        is_edge = mark == "|" and number == len(parts) - 1 and not bare
        if not is_edge and not (number == 0 and is_boxed):
            column = number - is_boxed
            yield Raw(row, column, bare, at + lead, at + lead + len(bare), shift=0 if column else lead)
        at += len(part) + 1
