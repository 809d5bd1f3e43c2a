"""Unit words behind a number, money signs before it, and what it is per."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from tallystick.text.lexicon import sections, words
from tallystick.text.tokens import Token

_LONGEST = 3
# Symbols of one letter are units only directly behind digits: "5m", "3 A" is no current.
_TIGHT = frozenset("tmgpcshVAWKJNLlC")


@cache
def _long() -> frozenset[tuple[str, ...]]:
    listed = (phrase for line in sections("unit_words")["long"] for phrase in line.split(", "))
    return frozenset(tuple(phrase.replace("-", " - ").split()) for phrase in listed)


@cache
def _prefixes() -> Mapping[str, str]:
    pairs = (pair.split("=") for line in sections("unit_words")["prefix"] for pair in line.split())
    return dict(pairs)  # type: ignore[arg-type]


@cache
def _crowns() -> Mapping[str, str]:
    lines = (*sections("unit_words")["names"], *sections("unit_words")["crowns"])
    return {name.replace("_", " ").lower(): code for line in lines for name, code in (p.split("=") for p in line.split())}


def read_unit(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The unit that starts at token `at` as written, and where it ends; "" and `at` when there is none.

    >>> from tallystick.text.tokens import tokenize
    >>> read_unit(tokenize("metric tons of it"), 0)
    ('metric tons', 2)
    """
    if at >= len(tokens):
        return "", at
    start = at + 1 if _is_hyphen(tokens, at) else at
    found = _money(tokens, start) or _phrase(tokens, start) or _symbol(tokens, start)
    return found or ("", at)


def _is_hyphen(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text in "-‑–" and tokens[at].tight and at + 1 < len(tokens) and tokens[at + 1].tight


def _phrase(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
        window = tuple(token.lower for token in tokens[at : at + length])
        if window in _long():
            return _joined(tokens, at, at + length), at + length
        # "barrel-a-day" and "square-foot": hyphens inside count as spaces.
        loose = tuple(word for word in window if word not in "-‑")
        if len(loose) < length and window[0] not in "-‑" and window[-1] not in "-‑" and loose in _long():
            return " ".join(loose), at + length
    return None


def _joined(tokens: Sequence[Token], first: int, last: int) -> str:
    pieces = [tokens[first].text, *(f"{'' if t.tight else ' '}{t.text}" for t in tokens[first + 1 : last])]
    return "".join(pieces)


def _symbol(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    if at >= len(tokens):
        return None
    token = tokens[at]
    known = words("unit_words", "short")
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None and following.tight and token.text + following.text in known and following.kind != "number":
        return token.text + following.text, at + 2
    if following is not None and following.tight and following.text in ("2", "3") and token.text + following.text in known:
        return token.text + following.text, at + 2
    if token.text not in known or (token.text in _TIGHT and not (token.tight or _is_spaced_symbol(tokens, at))):
        return None
    if token.text == "in" and not token.tight:
        return None
    return token.text, at + 1


# "126,000 t" is tonnes; "3 A" is no current. These may stand one space behind digits, before no other word of one letter.
_SPACED = frozenset("tgmlLWV")


def _is_spaced_symbol(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    before = tokens[at - 1] if at else None
    return token.text in _SPACED and before is not None and before.kind == "number" and token.start - before.end == 1


def _money(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """ "Australian dollars", "Danish crowns", "USD": money named behind the number."""
    if at >= len(tokens):
        return None
    for length in (2, 1):
        name = " ".join(token.lower for token in tokens[at : at + length])
        last = at + length
        if name in _crowns() and last < len(tokens) and _is_money_word(tokens[last].lower):
            code = _crowns()[name]
            return (code if tokens[last].lower.rstrip("s") != "cent" else "cents"), last + 1
    code = _prefixes().get(tokens[at].text, "")
    return (code, at + 1) if len(tokens[at].text) == 3 and tokens[at].text == code else None


def _is_money_word(word: str) -> bool:
    return word.rstrip("s") in {
        "dollar", "crown", "krone", "kroner", "krona", "kronor", "franc", "rupee", "peso", "yuan", "yen", "ruble", "rouble",
        "pound", "lira", "won", "ringgit", "rand", "shekel", "sheqel", "kuna", "colone", "kip", "zloty", "real", "reai", "baht", "cent",
    }  # fmt: skip


def read_money_before(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The currency written right before token `at`, and where it starts; "" and `at` when there is none.

    >>> from tallystick.text.tokens import tokenize
    >>> read_money_before(tokenize("cost US $5"), 3)
    ('USD', 1)
    """
    best = ("", at)
    for length in (3, 2, 1):
        first = at - length
        if first < 0:
            continue
        window = tokens[first:at]
        code = _prefixes().get("".join(token.text for token in window), "")
        # A word of letters alone ("R", "Rs") must touch the digits; a code such as EUR need not.
        letters = window[-1].kind == "word" and len(window) == 1
        if code and not (letters and len(window[0].text) < 3 and not tokens[at].tight):
            return code, first
    return best


def read_rate(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """What a quantity is per ("a day", "per gram", "/year"), and where it ends; "" and `at` when nothing."""
    if at + 1 >= len(tokens):
        return "", at
    first, after = tokens[at], at + 1
    hyphened = first.text == "-" and first.tight
    if hyphened:
        first, after = tokens[after], after + 1
        if after < len(tokens) and tokens[after].text == "-":
            after += 1
    if first.lower not in ("a", "an", "per", "/", "each", "every") or after >= len(tokens):
        return "", at
    if first.text == "/" and not first.tight:
        return "", at
    word = tokens[after].lower
    known = words("unit_words", "rate")
    singular = word if word in known else word.rstrip("s")
    if singular in known and (word in known or first.text == "/"):
        return singular, after + 1
    if first.lower == "per":
        unit, last = read_unit(tokens, after)
        return (unit, last) if unit else (word, after + 1) if tokens[after].kind == "word" else ("", at)
    if first.text == "/":
        unit, last = read_unit(tokens, after)
        return (unit, last) if unit else ("", at)
    return "", at
