"""Words around a number that make it a bound, or say which way it went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from tallystick.text.lexicon import phrases, sections
from tallystick.text.tokens import Token

_NUMBERS = frozenset(("a", "half", "one", "two", "three"))
_LONGEST = 5
_REACH = 4  # how many words back a verb of change may stand
_SKIPPED = frozenset(
    {"a", "an", "the", "its", "of", "by", "to", "total", "further", "another", "record", "as", "much", "whopping"}
)


def read_before(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The comparator that ends right before token `at`, and where it starts; "" and `at` when none does.

    >>> from tallystick.text.tokens import tokenize
    >>> read_before(tokenize("has not exceeded 1 million"), 3)
    ('<=', 1)
    """
    known = phrases("comparators", "before")
    for length in range(min(_LONGEST, at), 0, -1):
        window = tuple(_plain(token) for token in tokens[at - length : at])
        if window in known:
            return known[window], at - length
        # "wasn't exceeded": the negation hides at the end of a word.
        if length > 1 and window[0].endswith(("n't", "n’t")) and ("not", *window[1:]) in known:
            return known["not", *window[1:]], at - length
    return "", at


def read_after(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The comparator that starts at token `at`, and where it ends; "" and `at` when none does."""
    known = phrases("comparators", "after")
    if at + 1 < len(tokens) and tokens[at].text == "-" and tokens[at].tight and (tokens[at + 1].lower,) in known:
        return known[tokens[at + 1].lower,], at + 2  # "5,000-plus", "3,000-odd"
    for length in (3, 2, 1):
        window = tuple(_plain(token) for token in tokens[at : at + length])
        if len(window) < length or window not in known or (window == ("+",) and not tokens[at].tight):
            continue
        following = tokens[at + length] if at + length < len(tokens) else None
        # "nearly 60 and over half": the comparator belongs to what follows.
        if window[0] == "and" and following is not None and (following.kind == "number" or following.lower in _NUMBERS):
            continue
        return known[window], at + length
    return "", at


def _plain(token: Token) -> str:
    return token.lower


def read_direction(tokens: Sequence[Token], at: int) -> str:
    """The direction, up or down, when a word of change stands shortly before token `at`, else ""."""
    for back in range(1, _REACH + 1):
        if at - back < 0:
            return ""
        word = tokens[at - back]
        if word.lower in _directions():
            return _directions()[word.lower]
        if word.kind != "word" or not (word.lower in _SKIPPED or _is_comparator(word.lower)):
            return ""
    return ""


def _is_comparator(word: str) -> bool:
    return word in _comparator_words()


@cache
def _comparator_words() -> frozenset[str]:
    return frozenset(word for phrase in phrases("comparators", "before") for word in phrase)


@cache
def _directions() -> Mapping[str, str]:
    listed = sections("comparators")
    return {word: name for name in ("up", "down") for line in listed[name] for word in line.split(", ")}


def flip(relation: str) -> str:
    """The relation seen from the other side of zero."""
    return {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(relation, relation)
