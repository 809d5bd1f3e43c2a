"""One number over another: "one in three", "9 out of 10", "one of four"."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick.text.numerals import Numeral, read_numeral
from tallystick.text.tokens import Token

_LARGEST = 10**9
_LARGEST_IN = 1000


def read_proportion(tokens: Sequence[Token], at: int) -> Numeral | None:
    """As in "one in three", "9 out of 10", "one of four": a fraction over two numbers, or None."""
    over = read_numeral(tokens, at)
    return proportion_of(over, tokens) if over is not None else None


def proportion_of(over: Numeral, tokens: Sequence[Token]) -> Numeral | None:
    """The fraction whose upper number was read, or None when no other stands below it."""
    if over.scaled or over.is_range or over.is_fraction:
        return None
    middle = _behind_link(tokens, over.last)
    under = read_numeral(tokens, middle) if over.last < middle < len(tokens) else None
    if under is None or under.is_range or under.is_fraction or not 1 <= over.low < under.low <= _LARGEST:
        return None
    if _word(tokens, over.last) == "in" and not _is_share(over, under, tokens[middle]):
        return None
    if _word(tokens, over.last) == "over" and (
        _word(tokens, under.last) or under.low < 3 or not (over.in_words or over.low == 1)
    ):
        return None  # "paid 30 over 60 days"
    value = over.low / under.low
    return Numeral(value, value, value - value, over.first, under.last, in_words=over.in_words, is_fraction=True)


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) and tokens[at].kind == "word" else ""


def _behind_link(tokens: Sequence[Token], at: int) -> int:
    """The token behind "in", "of", "out of", "in every"; `at` when none of them stands there."""
    middle = at
    if _word(tokens, middle) == "out" and _word(tokens, middle + 1) == "of":
        middle += 2
    elif _word(tokens, middle) in ("in", "of", "over"):
        middle += 1
    else:
        return at
    return middle + (_word(tokens, middle) == "every")


def _is_share(over: Numeral, under: Numeral, first: Token) -> bool:
    """False for "5 in 2,000" of a place, and for "one in 5" that mixes words and digits."""
    if first.lower == "a":
        return True
    if over.low == 1 and ("," in first.text or (over.in_words and under.in_words)):
        return True  # "one in 20,000"
    return under.low <= _LARGEST_IN and not (first.text.isdecimal() and over.in_words)
