"""Running words as they come in bits: white space folded, footnote marks set aside, a break where one is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.documents.raised import as_mark, lowered, raised
from tallystick.documents.writing import Words

_BLANK = re.compile(r"[ \t\n\r\f]+")
_BREAK = "\v"


class Phrase:
    """The words of one block or cell so far. `bold` counts the bold elements that are open."""

    def __init__(self) -> None:
        self.bold = 0
        self._start()

    def _start(self) -> None:
        self.texts: list[str] = []
        self.shown: list[str] = []
        self.marks: list[str] = []
        self.ends_blank = True
        self.is_bold = False
        self._is_light = False

    @property
    def is_empty(self) -> bool:
        """True when no words have come."""
        return not self.texts

    def add(self, text: str, *, is_prose: bool = True, is_break: bool = False) -> None:
        """More words; those that are no prose are blank in it."""
        if is_break:
            self._put(_BREAK, _BREAK)
            self.ends_blank = True
            return
        if not text:
            return
        folded = _BLANK.sub(" ", text)
        if self.ends_blank and folded.startswith(" "):
            folded = folded[1:]
        if not folded:
            return
        self._put(folded, folded if is_prose else " " * len(folded))
        self.ends_blank = folded.endswith(" ")
        if folded.strip():
            self._is_light = self._is_light or not self.bold
            self.is_bold = not self._is_light

    def shift(self, tag: str, text: str) -> None:
        """Words set higher (`sup`) or lower (`sub`): a power, an index, or a footnote mark, which is no prose."""
        if not text.strip():
            return
        shown = lowered(text) if tag == "sub" else raised(self._before(), text)
        if shown is not None:
            self._put(shown, shown)
        else:
            self.marks.append(text.strip("()[] \t\n,"))
            mark = as_mark(text)
            self._put(mark, " " * len(mark))
        self.ends_blank = False

    def _put(self, text: str, shown: str) -> None:
        self.texts.append(text)
        self.shown.append(shown)

    def _before(self) -> str:
        return "".join(self.texts[-3:])[-12:]

    def whole(self) -> Words:
        """All of it as one run; the phrase then is empty."""
        words = Words("".join(self.texts), "".join(self.shown), tuple(self.marks))
        self._start()
        return words

    def take(self) -> Iterator[Words]:
        """The paragraphs of it, parted by double breaks; the phrase then is empty."""
        words = self.whole()
        return iter(list(_paragraphs(words)))


def _paragraphs(words: Words) -> Iterator[Words]:
    if _BREAK not in words.text:
        lead = len(words.text) - len(words.text.lstrip(" "))
        text = words.text.strip(" ")
        yield Words(text, words.shown[lead : lead + len(text)], words.marks)
        return
    at = 0
    for part in re.split(f"({_BREAK}[{_BREAK} ]*{_BREAK})", words.text):
        text, shown = part, words.shown[at : at + len(part)]
        at += len(part)
        lead = len(text) - len(text.lstrip(f" {_BREAK}"))
        text = text.strip(f" {_BREAK}").replace(_BREAK, "\n")
        if text:
            yield Words(text, shown[lead : lead + len(text)].replace(_BREAK, "\n"), words.marks)
