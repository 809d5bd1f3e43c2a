"""What a quantity is per: "a day", "per gram", "/kg/day", "per diluted share", "per 1,000 live births"."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick import units
from tallystick.text.lexicon import pairs, words
from tallystick.text.money import read_money_before
from tallystick.text.symbols import joined, word
from tallystick.text.tokens import Token
from tallystick.text.unit_words import read_divisor, read_unit

_LINKS = ("a", "an", "per", "/", "each", "every")
_MOST_ADJECTIVES = 2
_LONGEST_NOUN = 3
_MOST_LINKS = 3
_SHORTEST_WORD = 4
_FEWEST_DIGITS = 3


def read_rate(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """What a quantity is per, and where it ends; "" and `at` when nothing.

    >>> from tallystick.text.tokens import tokenize
    >>> read_rate(tokenize("per kg per day"), 0), read_rate(tokenize("a year ago"), 0)
    (('kg/day', 4), ('', 0))
    """
    behind = pairs("rate_words", "behind").get(word(tokens, at), "")
    if behind:
        return behind.replace("_", " "), at + 1
    rate, last = _one(tokens, at)
    for _ in range(_MOST_LINKS):
        # "30 mg/kg/day", "5 kg per hectare per year"
        more, end = _one(tokens, last) if rate and word(tokens, last).lower() in ("/", "per") else ("", last)
        if not more:
            break
        rate, last = f"{rate}/{more}", end
    return rate, last


def _one(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    if at + 1 >= len(tokens):
        return "", at
    link, after = _link(tokens, at)
    if not link or after >= len(tokens):
        return "", at
    if link == "/":
        if read_money_before(tokens, after + 1)[0]:
            return "", at  # "$7/$9"
        return read_divisor(tokens, after) or _listed(tokens, after) or ("", at)
    if link == "per":
        return _per(tokens, after) or ("", at)
    found = _listed(tokens, after) or _long_unit(tokens, after)
    # "$5 a year ago" is no rate.
    past = found is not None and word(tokens, found[1]).lower() in words("rate_words", "past")
    return found if found is not None and not past else ("", at)


def _link(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The word that says "per", hyphens taken off ("barrel-a-day"), and the token behind it; "" when none."""
    after = at + 1
    link = tokens[at]
    if link.text == "-" and link.tight:
        link, after = tokens[after], after + 1
    after += after < len(tokens) and tokens[after].text == "-" and tokens[after].tight
    return (link.lower, after) if link.lower in _LINKS else ("", at)


def _listed(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    lower = tokens[at].lower
    return (lower, at + 1) if lower in words("rate_words", "rate") else None


def _long_unit(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """As in "a megawatt-hour", "a square foot": a unit in words, and no money."""
    unit, last = read_unit(tokens, at)
    if len(unit) < _SHORTEST_WORD or unit.endswith("s") or not unit[0].isalpha() or units.is_currency(unit):
        return None
    return unit, last


def _per(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """What stands behind "per": a unit, a number of things, or a noun with its adjectives."""
    if tokens[at].kind == "number":
        return _per_number(tokens, at)
    found = read_divisor(tokens, at) or _listed(tokens, at)
    if found:
        return found
    for ahead in range(1, _MOST_ADJECTIVES + 1):
        behind = at + ahead
        if behind >= len(tokens) or tokens[behind - 1].kind != "word" or tokens[behind].tight:
            break
        if tokens[behind].lower in words("rate_words", "rate") and not _is_function_word(tokens, behind - 1):
            return tokens[behind].lower, behind + 1
    return (tokens[at].lower, at + 1) if tokens[at].kind == "word" else None


def _per_number(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """As in "per 1,000 live births": "1000 births"; "per 100 km"."""
    if tokens[at].plain.strip("0") != "1" or len(tokens[at].plain) < _FEWEST_DIGITS:
        return None  # "1 % per 3 % more wind"
    end = at + 1
    unit, last = read_unit(tokens, end)
    if unit:
        return f"{tokens[at].plain} {unit}", last
    while end < min(len(tokens), at + 1 + _LONGEST_NOUN) and tokens[end].kind == "word":
        if _is_function_word(tokens, end):
            break
        end += 1
    noun = joined(tokens, end - 1, end) if end > at + 1 else ""
    return f"{tokens[at].plain} {noun}".strip(), end


def _is_function_word(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].lower in words("stop_words", "stop")
