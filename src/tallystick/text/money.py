"""Money written before a number: "$5", "US $5", "EUR 5", "RM5"."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick import units
from tallystick.numerals import SCALES, SMALL, TENS
from tallystick.text.symbols import joined
from tallystick.text.tokens import Token
from tallystick.units.forms import listed, wired

_SIGNS = "$€£¥₹₩₽₺₪"
_CODE = 3  # letters of a code
_NO_AMOUNT = frozenset(("in", "into", "a", "an", "per", "the", "/"))  # "priced in euros 20 times"
_NUMBERS = SMALL.keys() | TENS.keys() | SCALES.keys()


def read_money_before(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The currency written right before token `at`, and where it starts; "" and `at` when there is none.

    >>> from tallystick.text.tokens import tokenize
    >>> read_money_before(tokenize("cost US $5"), 3)
    ('USD', 1)
    """
    for length in (3, 2, 1):
        first = at - length
        if first < 0:
            continue
        window = tokens[first:at]
        if window[0].text == "A" and length > 1 and not window[1].tight:
            continue  # "A $5 million grant"
        sign = "".join(token.text for token in window)
        code = _money_sign(sign, tokens, at) if _may_be_sign(window) else ""
        if not code and length == 2 and sign[-1] in _SIGNS and len(sign) == _CODE + 1 and window[-1].tight:
            code = _money_sign(sign[:-1].upper(), tokens, at)  # "mxn$ 90"
        if code and sign.isalpha() and first and tokens[first - 1].kind == "number":
            continue  # "3 CAD 40 cents": the code stands behind its number
        if code and not (length == 1 and sign.isalpha() and len(sign) < 3 and not _may_touch(sign, tokens, at)):
            return code, first
    return "", at


def read_money_word_before(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Money in words right before a number, as written, and where it starts: "rupees 500", "Malaysian ringgit 42".

    >>> from tallystick.text.tokens import tokenize
    >>> read_money_word_before(tokenize("a fine of rupees 500"), 4), read_money_word_before(tokenize("20 baht 5"), 2)
    (('rupees', 3), ('', 2))
    """
    first = at - 1
    if first < 0 or tokens[first].lower not in listed("before digits"):
        return "", at
    said = f"{tokens[first - 1].text} {tokens[first].text}" if first else ""
    first -= units.is_form(said) and tokens[first - 1].kind == "word"
    before = tokens[first - 1] if first else None
    divides = before is not None and (before.kind == "number" or before.lower in _NO_AMOUNT | _NUMBERS)
    return ("", at) if divides else (joined(tokens, first, at), first)


def _may_be_sign(window: Sequence[Token]) -> bool:
    return len(window) == 1 or any(token.text in _SIGNS + ".=" for token in window)


def _may_touch(sign: str, tokens: Sequence[Token], at: int) -> bool:
    """Letters alone ("R", "PS") must touch the digits; "Rs" and "RM" need not."""
    return tokens[at].tight or sign in ("Rs", "RM", "Kč", "zł", "Tk", "Dh", "Ft")


def _money_sign(sign: str, tokens: Sequence[Token], at: int) -> str:
    """The ISO 4217 code that a sign or code before a number means, or ""."""
    if sign in wired():
        return wired()[sign]
    usual = not (sign.isalpha() and sign.isascii()) or sign in listed("signs") | listed("codes")
    # "TOP 10", "COP 27": a code that is also a word needs digits that look like money.
    if not usual and not (len(sign) == 3 and sign.isupper() and _looks_like_money(tokens[at].text)):
        return ""
    if not units.is_form(sign):
        return ""
    meant = units.parse_unit(sign).canonical
    return meant if units.is_currency(meant) and len(meant) == 3 else ""


def _looks_like_money(digits: str) -> bool:
    return "," in digits or "." in digits or len(digits) > 4
