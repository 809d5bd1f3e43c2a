"""HTML within Markdown → blocks and tables with their places in the source."""

from __future__ import annotations

import re
from collections.abc import Container

from tallystick.documents.grid import Frame, Raw
from tallystick.documents.inline import HIDDEN, see
from tallystick.documents.pieces import Pieces
from tallystick.documents.printed import squeeze
from tallystick.documents.spans import place
from tallystick.model import BlockKind

_TAG = re.compile(
    r"<(?P<closing>/?)(?P<name>table|caption|thead|tr|td|th)\b(?P<attributes>[^<>]{0,1000})>", re.IGNORECASE
)
_SPAN = re.compile(r"(row|col)span\s*=\s*[\"']?(\d{1,6})", re.IGNORECASE)
_INDENT = re.compile(r"(?:\s|&nbsp;|&ensp;|&emsp;|&#160;)*")
_BOLD = re.compile(r"\s*(?:<(?:b|strong)\b|\*\*)", re.IGNORECASE)


def read_embedded(pieces: Pieces, start: int, end: int, labels: Container[str]) -> None:
    """Adds what stands between these characters: words as paragraphs, tables as tables."""
    _Embedded(pieces, labels).run(start, end)


class _Embedded:
    def __init__(self, pieces: Pieces, labels: Container[str]) -> None:
        self.pieces, self.labels = pieces, labels
        self.rows: list[list[Raw]] = []
        self.table = -1  # where the open table starts
        self.header_rows = 0
        self.in_head = False

    def run(self, start: int, end: int) -> None:
        """Goes from tag to tag; what stands between two belongs to the first."""
        at, last = start, None
        for match in _TAG.finditer(self.pieces.text, start, end):
            self._content(last, at, match.start())
            self._tag(match)
            at, last = match.end(), match
        self._content(last, at, end)
        self._close(end)

    def _tag(self, match: re.Match[str]) -> None:
        name, is_closing = match["name"].lower(), bool(match["closing"])
        if name == "table" and is_closing:
            self._close(match.end())
        elif name == "table":
            self._close(match.start())
            self.table = match.start()
        elif name == "thead":
            self.in_head = not is_closing
        elif name == "tr" and not is_closing:
            self.rows.append([])
            self.header_rows += self.in_head

    def _content(self, tag: re.Match[str] | None, start: int, end: int) -> None:
        name = tag["name"].lower() if tag and not tag["closing"] else ""
        if name in ("td", "th") and self.table >= 0 and tag is not None:
            self._cell(tag, start, end)
        elif name == "caption" or self.table < 0:
            self._words(BlockKind.CAPTION if name == "caption" else BlockKind.PARAGRAPH, start, end)

    def _words(self, kind: BlockKind, start: int, end: int) -> None:
        shown = see(self.pieces.text[start:end], self.labels).text.replace(HIDDEN, " ")
        lead = len(shown) - len(shown.lstrip())
        if shown.strip():
            self.pieces.add(kind, start + lead, shown.strip())

    def _cell(self, tag: re.Match[str], start: int, end: int) -> None:
        raw = self.pieces.text[start:end]
        lead, tail = len(raw) - len(raw.lstrip()), len(raw) - len(raw.rstrip())
        bare = raw[lead : len(raw) - tail]
        seen = see(bare, self.labels, code=True)
        spans = {found[1].lower(): int(found[2]) for found in _SPAN.finditer(tag["attributes"])}
        indent, prose = _INDENT.match(bare), seen.text.replace(HIDDEN, " ")
        cell = Raw(
            0, 0, squeeze(seen.plain()), start + lead, start + lead + len(bare), prose,
            rows=spans.get("row", 1) or 1_000_000, columns=spans.get("col", 1), shift=len(indent[0]) if indent else 0,
            is_bold=_BOLD.match(bare) is not None, is_header=tag["name"].lower() == "th", mark=" ".join(seen.marks),
        )  # fmt: skip
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append(cell)

    def _close(self, end: int) -> None:
        """Adds the table that is open."""
        cells = place(row for row in self.rows if row)
        if self.table >= 0 and cells:
            plain = {cell.row for cell in cells if not cell.is_header}
            headers = self.header_rows or next((row for row in range(len(self.rows)) if row in plain), 0)
            self.pieces.add_table(cells, Frame(self.table, end, header_rows=headers))
        self.rows, self.table, self.header_rows, self.in_head = [], -1, 0, False
