"""Markdown → blocks and tables with their places in the source itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tallystick.documents import limits
from tallystick.documents.embedded import read_embedded
from tallystick.documents.grid import Frame, Raw
from tallystick.documents.inline import HIDDEN, Seen, see
from tallystick.documents.pieces import Pieces
from tallystick.documents.printed import squeeze
from tallystick.model import BlockKind, Document

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_SILENT = True
_FRONT = re.compile(r"(?:---|\+\+\+)[ \t]*\n(?:[^\n]*\n){0,500}?(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|$)")
_FRONT_TITLE = re.compile(r"^title\s*[:=]\s*[\"']?(.{1,200}?)[\"']?\s*$", re.MULTILINE)
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_PIPE = re.compile(r"(?<!\\)\|")
_NOTED = re.compile(r"\[\^[^\]\s]{1,60}\]:[ \t]*")
_TASK = re.compile(r"\[[ xX]\][ \t]")
_COMMENT = re.compile(r"<!--\s{0,20}(tally:.{0,500}?)\s{0,20}-->", re.DOTALL)
_INDENT = re.compile(r"(?:&nbsp;|&ensp;|&emsp;|&#160;|[\u00a0\u2003\u2002\u3000])+")
_TABLE_OPEN = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_CLOSE = re.compile(r"</table\s*>", re.IGNORECASE)
_Rule = Callable[["StateBlock", int, int, bool], bool]


def read_markdown(path: str, text: str) -> Document:
    """The document of a Markdown source; its text is the source."""
    pieces = Pieces(path, text)
    front = _FRONT.match(text)
    body = front.end() if front else 0
    if front and (told := _FRONT_TITLE.search(front[0])):
        pieces.title = told[1]
    _Walk(pieces, body).run()
    pieces.comments += _comments(pieces)
    return pieces.document()


def _comments(pieces: Pieces) -> Iterator[tuple[int, str]]:
    """The comments that speak to this program; those within code are examples."""
    code = [(block.start, block.end) for block in pieces.blocks if block.kind is BlockKind.CODE]
    for match in _COMMENT.finditer(pieces.text):
        if not any(start <= match.start() < end for start, end in code):
            yield match.start(), match[1]


@cache
def _parser() -> MarkdownIt:
    """The block parser of CommonMark with tables of ours, each token with the places of its lines."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": limits.MAX_NESTING})
    parser.core.ruler.enableOnly(["normalize", "block"])
    rules = {rule.name: rule.fn for rule in parser.block.ruler.__rules__}
    for name in ("paragraph", "heading", "lheading"):
        parser.block.ruler.at(name, _with_places(rules[name]))
    parser.block.ruler.at("reference", _no_note(rules["reference"]))
    parser.block.ruler.before("html_block", "html_table", _html_table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("fence", "pipe_table", _pipe_table, {"alt": ["paragraph", "reference"]})
    return parser


def _lines(state: StateBlock, first: int, last: int) -> list[tuple[int, int]]:
    """Where the content of each line starts and ends, without the marks of lists and quotations."""
    return [(state.bMarks[line] + state.tShift[line], state.eMarks[line]) for line in range(first, last)]


def _with_places(rule: _Rule) -> _Rule:
    def located(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's own form
        before = len(state.tokens)
        done = rule(state, start, end, silent)
        if done and not silent:
            for token in state.tokens[before:]:
                if token.type == "inline" and token.map:
                    token.meta["lines"] = _lines(state, *token.map)
        return done

    return located


def _no_note(rule: _Rule) -> _Rule:
    def reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's own form
        at = state.bMarks[start] + state.tShift[start]
        return not state.src.startswith("[^", at) and rule(state, start, end, silent)

    return reference


def _html_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's own form
    """A table of HTML up to its end, blank lines included."""
    unclosed: set[int] = state.env.setdefault("unclosed", set())
    if end in unclosed or _TABLE_OPEN.match(state.src, state.bMarks[start] + state.tShift[start]) is None:
        return False
    last = next((n for n in range(start, end) if _TABLE_CLOSE.search(state.src, state.bMarks[n], state.eMarks[n])), -1)
    if last < 0:
        # Nor does any after it, so that it is looked for once.
        unclosed.add(end)
        return False
    if not silent:
        _push(state, "html_block", start, last + 1)
    return True


def _pipe_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's own form
    """A table drawn with pipes, its header above a rule; rows may have more or fewer cells than the header."""
    if start + 2 > end or state.sCount[start + 1] < state.blkIndent or state.is_code_block(start):
        return False
    (first, first_end), (rule, rule_end) = _lines(state, start, start + 2)
    if state.src[rule : rule + 1] not in ("|", "-", ":") or state.src.find("|", first, first_end) < 0:
        return False
    drawn = state.src[rule:rule_end]
    if _RULE.fullmatch(drawn) is None or (
        "|" not in drawn and len(_PIPE.findall(state.src[first:first_end].strip("| "))) > 0
    ):
        return False
    if silent:
        return True
    stops = state.md.block.ruler.getRules("blockquote")
    line = start + 2
    while line < end and state.sCount[line] >= state.blkIndent and not state.isEmpty(line):
        if state.is_code_block(line) or any(stop(state, line, end, _SILENT) for stop in stops):
            break
        line += 1
    _push(state, "pipe_table", start, line).meta["lines"] = _lines(state, start, line)
    return True


def _push(state: StateBlock, kind: str, start: int, end: int) -> Token:
    token = state.push(kind, "", 0)
    token.map = [start, end]
    state.line = end
    return token


class _Walk:
    """The tokens in their order → blocks."""

    def __init__(self, pieces: Pieces, body: int) -> None:
        self.pieces, self.body = pieces, body
        self.source = pieces.text[body:]
        self.starts = [0, *(match.end() for match in re.finditer("\n", self.source)), len(self.source)]
        self.labels: Container[str] = ()
        self.lists = self.quotes = 0
        self.is_fresh = False  # an item whose first paragraph has not come yet
        self.heading = 0

    def run(self) -> None:
        environment: dict[str, Any] = {}
        tokens = _parser().parse(self.source, environment)
        self.labels = environment.get("references", ())
        for token in tokens:
            step = getattr(self, f"_{token.type}", None)
            if step is not None:
                step(token)
        holders = ("blockquote_open", "list_item_open")
        if any(token.level >= limits.MAX_NESTING - 1 and token.type in holders for token in tokens):
            self.pieces.unread(
                f"lists and quotations are nested deeper than {limits.MAX_NESTING}: what lies deeper is not read",
                fix="nest less deeply",
            )

    def _bullet_list_open(self, _token: Token) -> None:
        self.lists += 1

    def _bullet_list_close(self, _token: Token) -> None:
        self.lists -= 1

    _ordered_list_open, _ordered_list_close = _bullet_list_open, _bullet_list_close

    def _list_item_open(self, _token: Token) -> None:
        self.is_fresh = True

    def _blockquote_open(self, _token: Token) -> None:
        self.quotes += 1

    def _blockquote_close(self, _token: Token) -> None:
        self.quotes -= 1

    def _heading_open(self, token: Token) -> None:
        self.heading = int(token.tag[1:])

    def _heading_close(self, _token: Token) -> None:
        self.heading = 0

    def _fence(self, token: Token) -> None:
        first, last = token.map or [0, 0]
        end = self.body + self.starts[min(last, len(self.starts) - 1)]
        self.pieces.skip(BlockKind.CODE, self.body + self.starts[first], end)

    _code_block = _fence

    def _inline(self, token: Token) -> None:
        lines = token.meta["lines"]
        start, end = lines[0][0], lines[-1][1]
        if self.heading:
            start = self.source.find(token.content, start, end)
            end = start + len(token.content)
        raw = self._joined(lines, start, end)
        kind, level = self._kind()
        note = _NOTED.match(raw)
        if note is not None:
            kind, level = BlockKind.FOOTNOTE, 0
        skipped = note or (_TASK.match(raw) if kind is BlockKind.ITEM else None)
        shift = skipped.end() if skipped else 0
        shown = see(raw[shift:].rstrip(), self.labels).text.replace(HIDDEN, " ")
        if self.heading and not self.pieces.title:
            self.pieces.title = " ".join(shown.split())
        if shown.strip():
            self.pieces.add(kind, self.body + start + shift, shown, level=level)

    def _kind(self) -> tuple[BlockKind, int]:
        if self.heading:
            return BlockKind.HEADING, self.heading
        if self.lists and self.is_fresh:
            self.is_fresh = False
            return BlockKind.ITEM, self.lists
        return (BlockKind.QUOTATION if self.quotes else BlockKind.PARAGRAPH), self.lists

    def _joined(self, lines: Sequence[tuple[int, int]], start: int, end: int) -> str:
        """The source from start to end, with the marks that lead its lines blank."""
        raw = self.source[start:end]
        for (_, last), (first, _) in pairwise(lines):
            if first > last + 1:
                raw = raw[: last + 1 - start] + " " * (first - last - 1) + raw[first - start :]
        return raw

    def _pipe_table(self, token: Token) -> None:
        lines = token.meta["lines"]
        cells: list[Raw] = []
        del lines[1]
        for row, (start, end) in enumerate(lines):
            cells += self._row(row, start, end)
        widest = max((cell.column for cell in cells), default=0) + 1
        if widest > limits.MAX_COLUMNS:
            message = f"a table has {widest:,} columns, more than {limits.MAX_COLUMNS:,}: it is not read"
            self.pieces.unread(message, fix="keep the columns that matter")
            return
        _keep_drawn_indents(cells)
        last = lines[-1][1] if len(lines) > 1 else self.starts[(token.map or [0, 0])[1]]
        self.pieces.add_table(cells, Frame(self.body + lines[0][0], self.body + last, header_rows=1))

    def _row(self, row: int, start: int, end: int) -> list[Raw]:
        line = self.source[start:end].rstrip()
        cuts = [match.start() for match in _PIPE.finditer(line)]
        if not cuts or cuts[0] != 0:
            cuts.insert(0, -1)
        if cuts[-1] != len(line) - 1:
            cuts.append(len(line))
        return [
            self._cell(row, column, start + left + 1, line[left + 1 : right])
            for column, (left, right) in enumerate(pairwise(cuts))
        ]

    def _cell(self, row: int, column: int, start: int, drawn: str) -> Raw:
        raw = drawn.strip(" \t")
        lead = len(drawn) - len(drawn.lstrip(" \t"))
        at = self.body + start + lead
        if not raw:
            return Raw(row, column, "", at - lead, at - lead + len(drawn))
        seen = see(raw, self.labels, code=True)
        text = seen.plain()
        indent = _INDENT.match(raw)
        shift = len(text) - len(text.lstrip()) if indent else 0
        prose = _words_of(see(raw, self.labels) if "`" in raw else seen)
        words = squeeze(text)
        return Raw(
            row, column, words, at, at + len(raw), prose,
            shift=shift * 100 + (lead if column == 0 else 0), is_bold=raw.startswith(("**", "__", "<b>")),
            mark=" ".join(seen.marks),
        )  # fmt: skip

    def _html_block(self, token: Token) -> None:
        first, last = token.map or [0, 0]
        start, end = self.starts[first], self.starts[min(last, len(self.starts) - 1)]
        read_embedded(self.pieces, self.body + start, self.body + end, self.labels)


def _words_of(seen: Seen) -> str:
    return seen.text.replace(HIDDEN, " ")


def _keep_drawn_indents(cells: Sequence[Raw]) -> None:
    """Blanks drawn before labels count as indentation only where they look meant: few steps, the first at one."""
    leads = {cell.shift % 100 for cell in cells if cell.column == 0 and cell.text and cell.row}
    meant = 1 < len(leads) <= 4 and min(leads) <= 1 and all((lead - min(leads)) % 2 == 0 for lead in leads)
    for cell in cells:
        if cell.column or not meant:
            cell.shift -= cell.shift % 100
