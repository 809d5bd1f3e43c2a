r"""Markup within a line of Markdown, hidden: the same characters, each that no reader sees replaced by `HIDDEN`.

The length stays, so that an offset in what is left is the same place in the source. What is raised (`<sup>`) is
a power where it stands on a unit or on ten, else a footnote mark.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field
from html import unescape

from tallystick.documents.raised import lowered, raised

HIDDEN = "\0"
_LABEL = 200
_SPECIAL = re.compile(r"[\\`<\[\]&*_~]")
_MARKUP = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~\n])|(?P<code>`+)|(?P<comment><!--)"
    r"|(?P<address><(?:[A-Za-z][\w+.-]{1,31}:[^\s<>]{0,1000}|[\w.+-]{1,64}@[\w.-]{1,200})>)"
    r"|<(?P<shift>su[pb])>(?P<shifted>[^<>]{0,40})</su[pb]>"
    r"|(?P<tag></?[A-Za-z][^<>]{0,1000}>)|(?P<note>\[\^(?P<noted>[^\]\s]{1,60})\])|(?P<open>!?\[)|(?P<close>\])"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)|(?P<stars>\*+|_+|~~+)"
)
_TARGET = re.compile(
    r"\(\s{0,9}(?:<[^<>\n]{0,1000}>|[^\s()]{0,1000}(?:\([^\s()]{0,1000}\)[^\s()]{0,1000}){0,9})"
    r"(?:\s{1,9}(?:\"[^\"]{0,1000}\"|'[^']{0,1000}'))?\s{0,9}\)|\[(?P<label>[^\[\]]{0,200})\]"
)
_SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class Seen:
    """What a reader sees of a piece of Markdown: `text` with `HIDDEN` in it, and the footnote marks met on the way."""

    text: str
    marks: list[str] = field(default_factory=list)

    def plain(self) -> str:
        """The visible words alone."""
        return self.text.replace(HIDDEN, "")


def see(source: str, labels: Container[str] = (), *, code: bool = False) -> Seen:
    """The visible part of running Markdown.

    Args:
        source: One block, without the marks of the block itself.
        labels: Link labels that the document defines, as `label_of` gives them.
        code: Keep what stands in code spans; in prose it is hidden.

    >>> see("rose **5 %** to [7 t](x.html)").plain()
    'rose 5 % to 7 t'
    """
    if _SPECIAL.search(source) is None:
        return Seen(source)
    hider = _Hider(source, labels, code)
    hider.run()
    return Seen("".join(hider.chars), hider.marks)


def label_of(text: str) -> str:
    """A link label as the parser keys it."""
    return _SPACES.sub(" ", text.strip()).lower().upper()


@dataclass(slots=True)
class _Stars:
    """A run of emphasis marks: where, which, how many are left, and which side they may hold."""

    start: int
    char: str
    left: int
    opens: bool
    closes: bool


class _Hider:
    def __init__(self, source: str, labels: Container[str], code: bool) -> None:  # noqa: FBT001 - private
        self.source, self.labels, self.code = source, labels, code
        self.chars = list(source)
        self.marks: list[str] = []
        self.brackets: list[tuple[int, bool]] = []
        self.stars: list[_Stars] = []
        self.unclosed: set[str] = set()  # what has been looked for in vain, so that time stays linear

    def run(self) -> None:
        at = 0
        while (match := _MARKUP.search(self.source, at)) is not None:
            at = self._step(match)
        self._pair_stars()

    def hide(self, start: int, end: int) -> int:
        for at in range(start, end):
            if self.chars[at] != "\n":
                self.chars[at] = HIDDEN
        return end

    def _step(self, match: re.Match[str]) -> int:
        """Hides one piece of markup; where to go on."""
        start, end = match.span()
        if match["escaped"]:
            return self.hide(start, start + 1) + 1
        if match["code"]:
            return self._code(start, match["code"])
        if match["comment"]:
            return self.hide(start, self._find("-->", end, end))
        if match["shift"]:
            return self._shift(match)
        if match["note"]:
            self.marks.append(match["noted"])
            return self.hide(start, end)
        if match["tag"] or match["address"]:
            return self._tag(match)
        if match["open"]:
            self.brackets.append((start, match["open"] == "!["))
            return end
        if match["close"]:
            return self._close(start)
        if match["entity"]:
            return self._entity(match)
        self._star(match)
        return end

    def _find(self, wanted: str, start: int, otherwise: int) -> int:
        """The end of the next `wanted`, or `otherwise`."""
        found = -1 if wanted in self.unclosed else self.source.find(wanted, start)
        if found < 0:
            self.unclosed.add(wanted)
            return otherwise
        return found + len(wanted)

    def _code(self, start: int, ticks: str) -> int:
        body = start + len(ticks)
        if ticks in self.unclosed:
            return body
        close = re.compile(f"(?<!`){ticks}(?!`)").search(self.source, body)
        if close is None:
            self.unclosed.add(ticks)
            return body
        if self.code:
            self.hide(start, body)
            return self.hide(close.start(), close.end())
        return self.hide(start, close.end())

    def _shift(self, match: re.Match[str]) -> int:
        start, end = match.span()
        before, shifted = self.source[max(0, start - 9) : start], match["shifted"]
        shown = lowered(shifted) if match["shift"] == "sub" else raised(before, shifted)
        self.hide(start, end)
        if shown is None:
            self.marks.append(shifted.strip())
        else:
            self.chars[start : start + len(shown)] = shown
        return end

    def _tag(self, match: re.Match[str]) -> int:
        end = self.hide(*match.span())
        if match["tag"] and match["tag"][:3].lower() == "<br":
            self.chars[match.start()] = " "
        return end

    def _entity(self, match: re.Match[str]) -> int:
        """One character for its name, next to what it touches."""
        start, end = match.span()
        shown = unescape(match["entity"])
        if shown == match["entity"] or HIDDEN in shown:
            return end
        self.hide(start, end)
        follows = end < len(self.source) and self.source[end].isalnum()
        at = end - len(shown) if follows else start
        self.chars[at : at + len(shown)] = shown
        return end

    def _close(self, at: int) -> int:
        """A closing bracket: of a link or picture, whose address is hidden, or of nothing."""
        if not self.brackets:
            return at + 1
        start, is_picture = self.brackets.pop()
        end = self._target_end(start + 1 + is_picture, at)
        if end < 0:
            return at + 1
        if is_picture:
            return self.hide(start, end)
        self.hide(start, start + 1)
        return self.hide(at, end)

    def _target_end(self, inner: int, at: int) -> int:
        target = _TARGET.match(self.source, at + 1)
        if target is not None and target["label"] is None:
            return target.end()
        if at - inner > _LABEL:
            return -1
        label = (target["label"] if target else "") or self.source[inner:at]
        if label_of(label) in self.labels:
            return target.end() if target else at + 1
        return -1

    def _star(self, match: re.Match[str]) -> None:
        start, end = match.span()
        before = self.source[start - 1] if start else " "
        after = self.source[end] if end < len(self.source) else " "
        char = match["stars"][0]
        if char == "*" and before.isdigit() and after.isdigit():
            return  # a product
        opens = not after.isspace() and (after.isalnum() or not before.isalnum())
        closes = not before.isspace() and (before.isalnum() or not after.isalnum())
        if char == "_":
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        self.stars.append(_Stars(start, char, end - start, opens, closes))

    def _pair_stars(self) -> None:
        open_runs: dict[str, list[_Stars]] = {}
        for run in self.stars:
            waiting = open_runs.setdefault(run.char, [])
            while run.closes and run.left and waiting:
                self._pair(waiting[-1], run)
                if not waiting[-1].left:
                    waiting.pop()
            if run.opens and run.left:
                waiting.append(run)

    def _pair(self, opening: _Stars, closing: _Stars) -> None:
        count = min(opening.left, closing.left)
        opening.left -= count
        closing.left -= count
        self.hide(opening.start + opening.left, opening.start + opening.left + count)
        self.hide(closing.start, closing.start + count)
        closing.start += count
