"""Units behind a number as running text writes them, with powers and products; which words are units, `units` says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tallystick import units
from tallystick.text.symbols import counted_follows, is_kept_out, is_tied, joined, names_a_model, read_symbol, word
from tallystick.text.tokens import Token
from tallystick.units.forms import listed

_LONGEST = 6
_HYPHENS = "-‑–"
_POWERS = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}
_RAISED = ("squared", "cubed")
_LONG_SYMBOL = 3
_DOTS = "·⋅∙•*"
_MINUS = "-−–‐"
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_unit(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The unit that starts at token `at` as written, and where it ends; "" and `at` when there is none.

    >>> from tallystick.text.tokens import tokenize
    >>> read_unit(tokenize("metric tons of it"), 0), read_unit(tokenize("5 m s−1 at"), 1)
    (('metric tons', 2), ('m s−1', 5))
    """
    if at >= len(tokens):
        return "", at
    return _product(tokens, at + 1 if _is_hyphen(tokens, at) else at) or ("", at)


def read_divisor(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """The unit behind "/" or "per", where a letter alone is one ("5 km/h"), and where it ends."""
    if word(tokens, at) == "(":
        return _in_brackets(tokens, at + 1)
    found = _factor(tokens, at, bare=True)
    if found is None or found[0].lower() in listed("counted"):
        return None
    written, last, _ = found
    # "g/cm 3": print has set the exponent off, and no unit or noun follows that it could count.
    if len(written) < 3 and word(tokens, last) in ("2", "3") and not tokens[last].tight and _stands_alone(tokens, last):
        return written + tokens[last].text, last + 1
    return written, last


def _in_brackets(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """As in "3 W/(m·K)"."""
    found = _product(tokens, at)
    closed = found is not None and word(tokens, found[1]) == ")"
    return (f"({found[0]})", found[1] + 1) if found and closed else None


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    after = at + 1
    if after >= len(tokens) or tokens[after].kind == "mark":
        return True
    return tokens[after].kind == "word" and not counted_follows(tokens, after) and not read_unit(tokens, after)[0]


def _is_hyphen(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text in _HYPHENS and tokens[at].tight and at + 1 < len(tokens) and tokens[at + 1].tight


def _product(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """As in "kWh", "square feet", "m s−1", "kcal·day−1": one unit, or symbols that a dot or exponents join."""
    first = _factor(tokens, at)
    if first is None:
        return None
    written, last, raised = first
    while (more := _next_factor(tokens, last, raised=raised)) is not None:
        (joint, factor), last, raised = more
        written += joint + factor
    return written, last


def _next_factor(tokens: Sequence[Token], at: int, *, raised: bool) -> tuple[tuple[str, str], int, bool] | None:
    if at >= len(tokens):
        return None
    if tokens[at].text in _DOTS:
        found = _factor(tokens, at + 1, bare=True)
        return ((tokens[at].text, found[0]), found[1], found[2]) if found else None
    if tokens[at].text == "." and at + 1 < len(tokens) and tokens[at + 1].tight:
        found = _factor(tokens, at + 1, bare=True)  # "ml.kg−1.min−1"
        return (("·", found[0]), found[1], found[2]) if found and found[2] else None
    if tokens[at].kind != "word" or tokens[at].tight or (not raised and names_a_model(tokens, at)):
        return None
    if tokens[at].text in ("h", "m") and tokens[at - 1].kind == "word" and not is_tied(tokens, at + 1):
        # "3 kW h", "9 N m"
        glued = units.is_form(tokens[at - 1].text + tokens[at].text) and len(tokens[at - 1].text) <= _LONG_SYMBOL
        return (("", tokens[at].text), at + 1, False) if glued else None
    found = _factor(tokens, at, bare=True)
    if found is None or not (found[2] and (raised or "-" in found[0] or "−" in found[0] or "⁻" in found[0])):
        return None
    return (" ", found[0]), found[1], found[2]


def _factor(tokens: Sequence[Token], at: int, *, bare: bool = False) -> tuple[str, int, bool] | None:
    """One unit with its exponent: as written, where it ends, whether it has one; `bare`: within a product."""
    power = tokens[at].lower in _POWERS if at < len(tokens) else False
    start = at + 1 if power else at
    if power and start < len(tokens) and (tokens[start].text == "." or _is_hyphen(tokens, start)):
        start += 1
    found = _phrase(tokens, start) or read_symbol(tokens, start, bare=bare or power)
    if found is None:
        return None
    written, last = found
    if power:
        return f"{tokens[at].text} {written}", last, False
    if last < len(tokens) and tokens[last].lower in _RAISED:
        return f"{written} {tokens[last].text}", last + 1, True
    exponent, end = _exponent(tokens, last, written)
    return written + exponent, end, bool(exponent) or written[-1:] in _SUPERSCRIPTS


def _exponent(tokens: Sequence[Token], at: int, unit: str) -> tuple[str, int]:
    """The exponent at token `at` as "2" or "−1", also one that print has set off ("cm −3"); "" when there is none."""
    if at >= len(tokens) or not unit[-1:].isalpha():
        return "", at
    token = tokens[at]
    if token.tight and token.kind == "number" and token.text in ("2", "3") and len(unit) < 4:
        return ("", at) if is_tied(tokens, at + 1) else (token.text, at + 1)
    if token.tight and token.text == "⁻" and at + 1 < len(tokens) and tokens[at + 1].text[:1] in _SUPERSCRIPTS:
        return token.text + tokens[at + 1].text, at + 2
    start = at + 1 if token.text == "^" or (token.text == "*" and word(tokens, at + 1) == "*") else at
    start += token.text == "*" and start > at
    signed = start < len(tokens) and tokens[start].text in _MINUS
    digit = start + signed
    if start == at and token.text in ("2", "3") and not token.tight:  # "310 m 2 /kg"
        return (token.text, at + 1) if len(unit) < _LONG_SYMBOL and word(tokens, at + 1) == "/" else ("", at)
    if digit >= len(tokens) or tokens[digit].text not in ("1", "2", "3", "4") or not tokens[digit].tight:
        return "", at
    if start == at and (not signed or len(unit) > 4 or _counts(tokens, digit)):
        return "", at
    return ("−" if signed else "") + tokens[digit].text, digit + 1


def _counts(tokens: Sequence[Token], digit: int) -> bool:
    """True when what looks like an exponent is a number of its own: "5 cm-3 cm", "4 km -3 %"."""
    after = digit + 1
    if after >= len(tokens):
        return False
    if tokens[after].text in _HYPHENS:
        return tokens[after].tight
    following = tokens[after]
    if following.text == "%" or following.kind == "number":
        return True
    return following.tight and following.kind == "word" and following.text[0] not in _SUPERSCRIPTS


def _phrase(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """A unit of several words, or one long word: "nautical miles", "pounds per square inch", "kilowatt-hours"."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return None
    if _may_open(tokens[at].lower):
        for last in range(min(at + _LONGEST, len(tokens)), at + 1, -1):
            # A phrase ends with a word, and only words and hyphens stand in it.
            if tokens[last - 1].kind != "word" or not all(_in_phrase(token) for token in tokens[at:last]):
                continue
            spoken = " ".join(token.text for token in tokens[at:last] if token.kind == "word")
            if units.is_form(spoken) and not is_kept_out(spoken, tokens, last):
                return joined(tokens, at, last), last
    return None


def _in_phrase(token: Token) -> bool:
    return token.kind == "word" or (token.text in _HYPHENS and token.tight)


@cache
def _prefix_names() -> tuple[str, ...]:
    return ("kilo", "mega", "giga", "tera", "milli", "micro", "centi", "hecto", "peta")


def _may_open(lower: str) -> bool:
    if units.opens_phrase(lower):
        return True
    return any(lower.startswith(name) and units.opens_phrase(lower[len(name) :]) for name in _prefix_names())
