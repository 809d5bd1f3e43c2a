"""Unit words behind a number, money signs before it, and what it is per."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from tallystick.text.lexicon import pairs, sections, words
from tallystick.text.tokens import Token

_LONGEST = 3
_CONTEXT_REACH = 12
_PAST = frozenset({"ago", "earlier", "later", "before", "prior", "after", "previously"})
_HYPHENS = "-‑–"


@cache
def _long() -> frozenset[tuple[str, ...]]:
    listed = (phrase for line in sections("unit_words")["long"] for phrase in line.split(", "))
    return frozenset(tuple(phrase.replace("-", " - ").split()) for phrase in listed)


@cache
def _nationalities() -> Mapping[str, str]:
    both = {**pairs("unit_words", "names"), **pairs("unit_words", "crowns")}
    return {name.lower(): code for name, code in both.items()}


@cache
def _contexts() -> Mapping[str, tuple[tuple[str, frozenset[str]], ...]]:
    """Symbol → the meanings it has only near certain words."""
    found: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}
    for line in sections("unit_words")["context"]:
        head, *near = line.split()
        symbol, _, meaning = head.partition("=")
        found[symbol] = (*found.get(symbol, ()), (meaning, frozenset(near)))
    return found


def read_unit(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The unit that starts at token `at` as written, and where it ends; "" and `at` when there is none.

    >>> from tallystick.text.tokens import tokenize
    >>> read_unit(tokenize("metric tons of it"), 0)
    ('metric tons', 2)
    """
    if at >= len(tokens):
        return "", at
    start = at + 1 if _is_hyphen(tokens, at) else at
    found = _named_money(tokens, start) or _phrase(tokens, start) or _symbol(tokens, start)
    return found or ("", at)


def _is_hyphen(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text in _HYPHENS and tokens[at].tight and at + 1 < len(tokens) and tokens[at + 1].tight


def _phrase(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
        window = tuple(token.lower for token in tokens[at : at + length])
        if window in _long():
            return _joined(tokens, at, at + length), at + length
        # "barrel-a-day" and "square-foot": hyphens inside count as spaces.
        loose = tuple(word for word in window if word not in _HYPHENS)
        if len(loose) < length and window[0] not in _HYPHENS and window[-1] not in _HYPHENS and loose in _long():
            return " ".join(loose), at + length
    return None


def _joined(tokens: Sequence[Token], first: int, last: int) -> str:
    pieces = [tokens[first].text, *(f"{'' if t.tight else ' '}{t.text}" for t in tokens[first + 1 : last])]
    return "".join(pieces)


def _symbol(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """A symbol of one or two tokens ("km", "°C", "m2"), read by its neighbours where it has several meanings."""
    if at >= len(tokens):
        return None
    known = words("unit_words", "short")
    pair = _joined(tokens, at, at + 2)
    if len(pair) > len(tokens[at].text) and " " not in pair and pair in known:
        return pair, at + 2
    symbol = tokens[at].text
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None and following.tight and (symbol, following.text) == ("in", "-"):
        return None  # "a 1-in-100-year flood"
    if _names_a_model(tokens, at):
        return None  # "25 F-35 jets"
    if following is not None and following.kind == "number" and following.tight and symbol in "$€£¥":
        return None  # "$1.10-$1.15"
    if symbol not in known or not (tokens[at].tight or _may_stand_apart(tokens, at)):
        return None
    return _in_context(symbol, tokens, at), at + 1


def _names_a_model(tokens: Sequence[Token], at: int) -> bool:
    """True for a capital tied to a number: "F-35", "A320"."""
    after = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].text == "-" and tokens[at + 1].tight)
    tied = after < len(tokens) and tokens[after].tight and tokens[after].kind == "number"
    return tied and len(tokens[at].text) == 1 and tokens[at].text.isupper()


def _may_stand_apart(tokens: Sequence[Token], at: int) -> bool:
    """True for "5 km", "126,000 t" and "5 W"; false for "3 in a row" and "3 A levels"."""
    symbol = tokens[at].text
    if symbol == "in":
        return at + 1 < len(tokens) and tokens[at + 1].lower in words("unit_words", "inch")
    if len(symbol) > 1 or not symbol.isalpha():
        return True
    if symbol not in words("unit_words", "apart") or at == 0 or tokens[at - 1].kind != "number":
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is None or not following.lower.endswith("s")


def _in_context(symbol: str, tokens: Sequence[Token], at: int) -> str:
    if symbol not in _contexts():
        return symbol
    near = {token.lower for token in tokens[max(0, at - _CONTEXT_REACH) : at + _CONTEXT_REACH]}
    return next((meaning for meaning, cues in _contexts()[symbol] if near & cues), symbol)


def _named_money(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """As in "Australian dollars", "Danish crowns", "USD": money named behind the number."""
    if at >= len(tokens):
        return None
    for length in (2, 1):
        name = " ".join(token.lower for token in tokens[at : at + length])
        last = at + length
        if name not in _nationalities() or last >= len(tokens):
            continue
        if tokens[last].lower in ("cent", "cents"):
            return "cents", last + 1
        if tokens[last].lower in words("unit_words", "money"):
            return _nationalities()[name], last + 1
    code = pairs("unit_words", "prefix").get(tokens[at].text, "")
    return (code, at + 1) if len(code) == 3 and tokens[at].text in (code, "BTC", "RMB", "NIS") else None


def read_money_before(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The currency written right before token `at`, and where it starts; "" and `at` when there is none.

    >>> from tallystick.text.tokens import tokenize
    >>> read_money_before(tokenize("cost US $5"), 3)
    ('USD', 1)
    """
    known = pairs("unit_words", "prefix")
    for length in (3, 2, 1):
        first = at - length
        if first < 0:
            continue
        window = tokens[first:at]
        code = known.get("".join(token.text for token in window), "")
        # Letters alone ("R", "PS") must touch the digits; a code such as EUR need not.
        letters = length == 1 and window[0].kind == "word" and len(window[0].text) < 3
        if code and not (letters and not tokens[at].tight and window[0].text not in ("Rs", "RM")):
            return code, first
    return "", at


def read_rate(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """What a quantity is per ("a day", "per gram", "/year"), and where it ends; "" and `at` when nothing."""
    if at + 1 >= len(tokens):
        return "", at
    link, after = _rate_link(tokens, at)
    if not link or after >= len(tokens):
        return "", at
    word, known = tokens[after].lower, words("unit_words", "rate")
    if word in known:
        # "$5 a year ago" is no rate.
        past = link in ("a", "an") and after + 1 < len(tokens) and tokens[after + 1].lower in _PAST
        return ("", at) if past else (word, after + 1)
    if link not in ("per", "/") or tokens[after].kind == "number" or tokens[after].text in "$€£":
        return "", at
    unit, last = read_unit(tokens, after)
    if unit:
        return unit, last
    return (word, after + 1) if tokens[after].kind == "word" and link == "per" else ("", at)


def _rate_link(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The word that says "per", hyphens taken off ("barrel-a-day"), and the token behind it; "" when none."""
    after = at + 1
    link = tokens[at]
    if link.text == "-" and link.tight:
        link, after = tokens[after], after + 1
    after += after < len(tokens) and tokens[after].text == "-" and tokens[after].tight
    if link.lower not in ("a", "an", "per", "/", "each", "every") or (link.text == "/" and not link.tight):
        return "", at
    return link.lower, after
