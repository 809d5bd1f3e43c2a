"""Text → tokens: numbers, words and single marks, with their places. One pass, linear."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Thousands are grouped by commas, thin or no-break spaces, or apostrophes; a decimal point needs a digit behind it.
_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f\u2009']\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
    r"|(?P<word>(?:[A-Za-z]\.){2,}(?![A-Za-z])|[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<mark>\S)"
)
MAX_DIGITS = 400


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text: kind is number, word or mark; `tight` when nothing stands between it and the one before."""

    kind: str
    text: str
    start: int
    end: int
    tight: bool
    lower: str


def tokenize(text: str) -> list[Token]:
    """All tokens of a text, in order.

    >>> [token.text for token in tokenize("up 5pc to $1,200.50 (U.S.)")]
    ['up', '5', 'pc', 'to', '$', '1,200.50', '(', 'U.S.', ')']
    """
    tokens, last = [], -1
    for match in _TOKEN.finditer(text):
        kind, piece = match.lastgroup or "mark", match[0]
        tokens.append(Token(kind, piece, match.start(), match.end(), match.start() == last, piece.lower()))
        last = match.end()
    return tokens
