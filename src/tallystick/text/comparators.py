"""Words around a number that make it a bound, or say which way it went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from tallystick.text.lexicon import phrases, sections, words
from tallystick.text.negation import negate
from tallystick.text.tokens import Token

_NUMBERS = frozenset(("a", "half", "one", "two", "three"))
_LONGEST = 5
_REACH = 4  # how many words back a verb of change may stand
_LONGEST_TAG = 8
_CLAUSE = 12  # tokens back to the verb of a change "from A to B"
_CLAUSE_ENDS = frozenset(".;!?:¶")
_SHORT = ("short", "shy", "just")  # "fell short of the 60 votes"
_LEVELS = frozenset({"to", "at", "toward", "towards", "from"})
_SKIPPED = frozenset(
    {"a", "an", "the", "its", "of", "by", "total", "further", "another", "record", "as", "much", "whopping"}
)


def read_before(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The comparator that ends right before token `at`, and where it starts; "" and `at` when none does.

    >>> from tallystick.text.tokens import tokenize
    >>> read_before(tokenize("has not exceeded 1 million"), 3)
    ('<=', 1)
    """
    relation, first = _or_equal(tokens, at) or _equal_or(tokens, *_phrase(tokens, at))
    if not relation:
        relation, first = _phrase(tokens, _before_article(tokens, at))
        if relation != "reach" and not (relation == "<" and tokens[first].lower in _SHORT):
            return "", at
    relation, first = negate(relation, tokens, first)
    return (relation, first) if relation else ("", at)


def _phrase(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    known = phrases("comparators", "before")
    for length in range(min(_LONGEST, at), 0, -1):
        window = tuple(token.lower for token in tokens[at - length : at])
        if window in known and not (window[-1] == ">" and _closes_tag(tokens, at - 1)):
            return known[window], at - length
    return "", at


def _closes_tag(tokens: Sequence[Token], at: int) -> bool:
    """True for the ">" of "<b>5" and "<br/>"."""
    for back in range(at - 1, max(-1, at - 1 - _LONGEST_TAG), -1):
        if tokens[back].text == ">":
            return False
        if tokens[back].text == "<":
            name = tokens[back + 1]
            return name.tight and (name.kind == "word" or name.text == "/") and tokens[at].tight
    return False


def _or_equal(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """As in "less than or equal to 5", "smaller or equal to 5"."""
    for phrase in _lists("equal"):
        start = at - len(phrase)
        if start > 0 and tuple(token.lower for token in tokens[start:at]) == phrase:
            for length in range(min(2, start), 0, -1):
                window = tuple(token.lower for token in tokens[start - length : start])
                if window in phrases("comparators", "comparative"):
                    return phrases("comparators", "comparative")[window] + "=", start - length
    return None


def _equal_or(tokens: Sequence[Token], relation: str, first: int) -> tuple[str, int]:
    """As in "equal to or more than 5": the end belongs to the bound."""
    if relation not in ("<", ">") or first < 2 or tokens[first - 1].lower != "or":
        return relation, first
    equal = first - 2 - (tokens[first - 2].lower == "to")
    return (f"{relation}=", equal) if equal >= 0 and tokens[equal].lower in ("equal", "equals") else (relation, first)


def _before_article(tokens: Sequence[Token], at: int) -> int:
    """As in "did not reach the 50 % mark": the token at the article before token `at`."""
    return at - 1 if at > 0 and tokens[at - 1].lower in ("the", "its", "their", "a") else at


def missed_mark(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """As in "missed the 50 % mark": where the words before a number at tokens `first` to `last` start, or None."""
    before = _before_article(tokens, first)
    if before == first or before < 1 or last >= len(tokens):
        return None
    missed = tokens[before - 1].lower in words("comparators", "missed")
    return before - 1 if missed and tokens[last].lower in words("comparators", "mark") else None


def read_after(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The comparator that starts at token `at`, and where it ends; "" and `at` when none does."""
    known = phrases("comparators", "after")
    if at + 1 < len(tokens) and tokens[at].text == "-" and tokens[at].tight and (tokens[at + 1].lower,) in known:
        return known[tokens[at + 1].lower,], at + 2  # "5,000-plus", "3,000-odd"
    for length in (3, 2, 1):
        window = tuple(token.lower for token in tokens[at : at + length])
        if len(window) < length:
            continue
        following = tokens[at + length] if at + length < len(tokens) else None
        if window in phrases("comparators", "limits") and (following is None or following.kind != "word"):
            return phrases("comparators", "limits")[window], at + length
        if window not in known or (window == ("+",) and not tokens[at].tight):
            continue
        # "nearly 60 and over half", "20 or more than 30": the comparator belongs to what follows.
        if following is not None and _is_compared(window, following):
            continue
        return known[window], at + length
    return "", at


def _is_compared(window: tuple[str, ...], following: Token) -> bool:
    """True when a word behind a number compares what follows: "5 and under the table", "five plus 3"."""
    if window[0] not in ("and", "or", "plus", "+"):
        return False
    opens = following.kind == "number" or following.text in "$€£¥" or following.lower in _NUMBERS
    return (
        following.lower == "than"
        or (opens and window[0] != "or")
        or following.lower in words("comparators", "following")
    )


def read_direction(tokens: Sequence[Token], at: int) -> str:
    """The direction, up or down, when a word of change stands shortly before token `at`, else "".

    A level that something came to has none: "rose to 5 %"; nor has what "made up 5 %".
    """
    for back in range(1, _REACH + 1):
        if at - back < 0:
            return ""
        word = tokens[at - back]
        if word.lower in _directions():
            return "" if _is_particle(tokens, at - back) else _directions()[word.lower]
        if word.kind != "word" or not (word.lower in _SKIPPED or _is_comparator(word.lower)) or word.lower in _LEVELS:
            return ""
    return ""


def _is_particle(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1].lower if at else ""
    return tokens[at].lower in ("up", "down") and before in words("comparators", "particles")


def read_direction_behind(tokens: Sequence[Token], at: int) -> str:
    """The direction that the word at token `at` gives the number before it: "a 17 percent decline", "0.3 % lower"."""
    if at >= len(tokens):
        return ""
    return phrases("comparators", "behind").get((tokens[at].lower,), "")


def says_when(tokens: Sequence[Token], over: int, draft_last: int, unit: str) -> bool:
    """True for the "over" of "over three years prices doubled": a span of time, and no bound.

    Args:
        over: The token right before the number.
        draft_last: The token behind its unit.
    """
    if over < 0 or tokens[over].lower != "over" or unit.lower() not in words("comparators", "times"):
        return False
    before = tokens[over - 1].lower if over else ""
    behind = tokens[draft_last].lower if draft_last < len(tokens) else ""
    return before not in words("comparators", "lasting") and behind not in ("long", "old")


def changes_before(tokens: Sequence[Token], at: int) -> bool:
    """True when the clause before token `at` says that something changed, as in "rose 40 % from 10 to 14"."""
    for token in reversed(tokens[max(0, at - _CLAUSE) : at]):
        if token.text in _CLAUSE_ENDS or token.lower in words("comparators", "spans"):
            return False
        if token.lower in _directions():
            return True
    return False


def is_direction(word: str) -> bool:
    """True for a word that says which way a number went: "fell", "up", "growth"."""
    return word in _directions()


def _is_comparator(word: str) -> bool:
    return word in _comparator_words()


@cache
def _lists(section: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a section that only lists them."""
    return tuple(tuple(phrase.split()) for line in sections("comparators")[section] for phrase in line.split(", "))


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
