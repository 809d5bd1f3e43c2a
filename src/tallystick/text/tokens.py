"""Text → tokens: numbers, words and single marks, with their places. One pass, linear."""

from __future__ import annotations

import re
from typing import NamedTuple

from tallystick.numerals import SMALL, TENS

MAX_DIGITS = 400
PARAGRAPH = "¶"
# A blank line, or the end of a block or cell, is a mark of its own, so that no unit, noun or range reaches over it.
_WORDS_AND_MARKS = (
    r"|(?P<break>\n[^\S\n]*(?=\n)|\u2029)"
    r"|(?P<word>(?:[A-Za-z]\.){2,}(?![A-Za-z])|[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<mark>\S)"
)
# Thousands are grouped by commas (by hundreds above them in India), no-break or thin spaces, apostrophes, or, twice at
# least, by plain spaces or points; four groups by points are an address of the network.
_POINT = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,2}(?:,\d\d)+,\d{3}(?![\d,])(?:\.\d+)?"
    r"|\d{1,3}(?:\.\d{3}){2}(?![.\d])|\d{1,3}(?:[\u00a0\u202f\u2009'’]\d{3})+(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?: \d{3}){2,}(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)" + _WORDS_AND_MARKS
)
_COMMA = re.compile(
    r"(?P<number>\d{1,3}(?:[. \u00a0\u202f\u2009]\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?)" + _WORDS_AND_MARKS
)
# Words that print has run together at the end of a line, "threeyear", and where the number in them ends.
_GLUED = {
    number + time + ending: len(number)
    for number in (*SMALL, *TENS)
    for time in ("second", "minute", "hour", "day", "week", "month", "year")
    for ending in ("", "s")
    if number != "one"
}
# What only a decimal comma, or only a decimal point, can have written.
_SHOWS_COMMA = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:[. \u00a0\u202f]\d{3}){1,5},\d{1,2}|\d{1,3},\d{1,2})(?![\d,.]\d|\d)"
)
_SHOWS_POINT = re.compile(r"\d,\d{3}(?!\d)|(?<![\d.])\d+\.(?:\d{1,2}|\d{4,})(?![\d.])")


class Token(NamedTuple):
    """A piece of text: kind is number, word or mark; `tight` when nothing stands between it and the one before.

    A megabyte has 200,000 of them, and a tuple is made in a third of the time of a frozen record.

    `plain` is a number's digits with a decimal point, without what groups its thousands.
    """

    kind: str
    text: str
    start: int
    end: int
    tight: bool
    lower: str
    plain: str = ""


def tokenize(text: str, *, decimal_comma: bool = False) -> list[Token]:
    """All tokens of a text, in order.

    >>> [token.text for token in tokenize("up 5pc to $1,200.50 (U.S.)")]
    ['up', '5', 'pc', 'to', '$', '1,200.50', '(', 'U.S.', ')']
    """
    pattern, point = (_COMMA, ",") if decimal_comma else (_POINT, ".")
    tokens, last = [], -1
    for match in pattern.finditer(text):
        kind, piece = match.lastgroup or "mark", match[0]
        if kind == "break":
            kind, piece = "mark", PARAGRAPH
        if kind == "word" and (cut := _GLUED.get(piece.lower(), 0)):
            number, piece = piece[:cut], piece[cut:]
            middle = match.start() + cut
            tokens.append(Token(kind, number, match.start(), middle, match.start() == last, number.lower()))
            tokens.append(Token(kind, piece, middle, match.end(), tight=False, lower=piece.lower()))
            last = match.end()
            continue
        plain = _plain(piece, point) if kind == "number" else ""
        tokens.append(Token(kind, piece, match.start(), match.end(), match.start() == last, piece.lower(), plain))
        last = match.end()
    return tokens


def _plain(printed: str, point: str) -> str:
    if printed.isdecimal():
        return printed
    point = "" if printed.count(point) > 1 else point
    return "".join("." if char == point else char for char in printed if char.isdecimal() or char == point)


def uses_decimal_comma(text: str) -> bool:
    """True when the text's own numbers show a decimal comma ("1 234,56") and none shows a point.

    >>> uses_decimal_comma("Es kostet 1.234,56 EUR"), uses_decimal_comma("1,234.56"), uses_decimal_comma("5 t")
    (True, False, False)
    """
    return _SHOWS_COMMA.search(text) is not None and _SHOWS_POINT.search(text) is None
