"""What is counted: the noun phrase behind a number without a unit ("37 bicycle racks")."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick.text.drafts import is_tight, word_at
from tallystick.text.lexicon import words
from tallystick.text.numerals import Numeral
from tallystick.text.tokens import Token
from tallystick.text.unit_words import read_unit
from tallystick.units.forms import listed

_LONGEST = 6
_LONGEST_SINGULAR = 2
_SHORTEST_TIED = 3
_SHORTEST_MEN = 4


def read_noun(tokens: Sequence[Token], at: int, *, singular: bool = False) -> tuple[str, int]:
    """The noun phrase that starts at token `at`, and where it ends; "" and `at` when none does.

    Args:
        singular: The number is one, so a singular noun ends the phrase.

    >>> from tallystick.text.tokens import tokenize
    >>> read_noun(tokenize("bicycle racks behind town"), 0)
    ('bicycle racks', 2)
    """
    at += word_at(tokens, at) in words("stop_words", "lead")
    end = at
    while end < min(len(tokens), at + _LONGEST) and _is_part(tokens, end, at):
        end += 1
    plurals = [n for n in range(at, end) if is_plural(tokens[n])]
    if plurals:
        last = _last_of_run(plurals) + 1
    elif singular:
        last = min(end, at + _LONGEST_SINGULAR)
    else:
        return "", at
    return _shown(tokens, at, last), last


def _is_part(tokens: Sequence[Token], at: int, first: int) -> bool:
    """True for a word of the phrase, or a hyphen inside it."""
    if tokens[at].text == "-" and tokens[at].tight:
        return at > first
    if tokens[at].kind == "number" and tokens[at].tight:
        return at > first  # "F-35 jets", "A320 jets"
    return tokens[at].kind == "word" and not _ends_phrase(tokens, at)


def _last_of_run(plurals: Sequence[int]) -> int:
    """The last of the first plurals that follow each other: "sales managers", but not "players goals later"."""
    last = plurals[0]
    for at in plurals[1:]:
        if at != last + 1:
            break
        last = at
    return last


def _ends_phrase(tokens: Sequence[Token], at: int) -> bool:
    """True at a word that is never counted, unless a hyphen ties it to the word before ("gas-only options")."""
    tied = at > 0 and tokens[at].tight and tokens[at - 1].text == "-"
    return tokens[at].lower in words("stop_words", "stop") and not tied


def read_counted(tokens: Sequence[Token], at: int, numeral: Numeral) -> tuple[str, str, int]:
    """What a number counts: noun, or unit at the end of a noun phrase ("30 earlier years"), and where it ends.

    Both are "" when nothing is counted. "tens of thousands of dollars" and "two of the firm's plants" count
    what stands behind "of".
    """
    if is_tight(tokens, at) and tokens[at].text == "-":
        return _hyphened(tokens, at, numeral)
    start = _behind_of(tokens, at, numeral)
    if start > at:
        unit, last = read_unit(tokens, start)
        if unit:
            return "", unit, last
    noun, last = read_noun(tokens, start, singular=numeral.low == 1)
    if " " in noun and tokens[last - 1].lower in listed("heads"):
        return "", tokens[last - 1].text, last
    return (noun, "", last) if noun else ("", "", at)


def _hyphened(tokens: Sequence[Token], at: int, numeral: Numeral) -> tuple[str, str, int]:
    """As in "5,000-seat", "12-fold", "two-body": a lower-case word tied to a number is what it counts."""
    following = tokens[at + 1] if is_tight(tokens, at + 1) else None
    if following is None or following.kind != "word" or len(following.text) < _SHORTEST_TIED:
        return "", "", at
    # "two-body", but not "one-man" and "all-four-door".
    if numeral.in_words and (numeral.low == 1 or is_tight(tokens, numeral.first)):
        return "", "", at
    if following.lower in words("stop_words", "stop") or (
        numeral.in_words and following.lower in words("stop_words", "properties")
    ):
        return "", "", at  # "2-for-5", "six-speed"
    return (following.text, "", at + 2) if following.text.islower() else ("", "", at)


def _behind_of(tokens: Sequence[Token], at: int, numeral: Numeral) -> int:
    if word_at(tokens, at) != "of":
        return at
    if numeral.is_range:
        return at + 1
    owner = word_at(tokens, at + 1)
    owned = owner in words("stop_words", "owners") or owner.endswith(("'s", "’s", "s'", "s’"))
    return at + 2 if owned and numeral.low >= 2 else at


def is_plural(token: Token) -> bool:
    """True when a word looks like a plural noun."""
    word = token.lower
    if word in words("stop_words", "notplural"):
        return False
    if word in words("stop_words", "plural") or (len(word) > _SHORTEST_MEN and word.endswith("men")):
        return True
    if len(word) > 2 and token.text[:-1].isupper() and word[-1] == "s":
        return True
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "'s", "’s", "ous"))
        and word not in words("stop_words", "notplural")
    )


def _shown(tokens: Sequence[Token], first: int, last: int) -> str:
    if first >= last:
        return ""
    return "".join(f"{'' if t.tight or n == 0 else ' '}{t.text}" for n, t in enumerate(tokens[first:last]))
