"""Negation before a comparator: how far it reaches, and what it makes of "more than", "below" and "reach"."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick.text.lexicon import words
from tallystick.text.tokens import Token

_TURNED = {">": "<=", "<": ">=", ">=": "<", "reach": "<", "pass": "<="}
_ONLY_NEGATED = ("reach", "pass")
_REACH = 8  # tokens between the negation and its comparator
_STRANGERS = 1  # verbs that stand between them
_OF_NOUNS = frozenset({"no", "none", "neither", "nor"})  # these may have a noun between, too


def negate(relation: str, tokens: Sequence[Token], first: int) -> tuple[str, int]:
    """The relation a comparator at token `first` has under the negation before it, and where that starts.

    Unchanged, with `first`, when none reaches it; what only counts when negated ("reach") is then "".

    >>> from tallystick.text.tokens import tokenize
    >>> negate(">", tokenize("it will not rise above"), 4)
    ('<=', 2)
    """
    start = _negation(tokens, first) if relation in _TURNED else None
    if start is not None and relation in _ONLY_NEGATED and tokens[start].lower == "no" and start == first - 1:
        start = None  # "no top 10 club"
    if start is None:
        return ("", first) if relation in _ONLY_NEGATED else (relation, first)
    is_soft = tokens[start].lower in words("comparators", "softeners")
    return "~" if is_soft else _TURNED[relation], start


def _negation(tokens: Sequence[Token], first: int) -> int | None:
    """Where the negation starts whose reach ends at token `first`, or None."""
    strangers = 0
    for at in range(first - 1, max(-1, first - 1 - _REACH), -1):
        token = tokens[at]
        if _negates(tokens, at):
            return at if strangers <= _STRANGERS + (token.lower in _OF_NOUNS) else None
        if token.lower == "of" and at and tokens[at - 1].lower in _OF_NOUNS:
            continue
        if token.kind != "word" or token.lower in words("comparators", "blockers"):
            return None
        if token.lower not in words("comparators", "between"):
            strangers += 1
            if strangers > _STRANGERS + 1 or token.text != token.lower:
                return None
    return None


def _negates(tokens: Sequence[Token], at: int) -> bool:
    word = tokens[at].lower.replace("’", "'")
    if word in words("comparators", "needs to"):
        return at + 1 < len(tokens) and tokens[at + 1].lower == "to"
    return word.endswith("n't") or word in words("comparators", "negators") or word in words("comparators", "softeners")
