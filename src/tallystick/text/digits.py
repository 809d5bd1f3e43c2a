"""Numbers in digits: groups parted by a space, fractions and mixed numbers, powers of ten; each over several tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tallystick import bounds
from tallystick.numerals import MONTHS
from tallystick.text.lexicon import numbers
from tallystick.text.tokens import MAX_DIGITS, Token
from tallystick.text.unit_words import read_unit

MAX_EXPONENT = 300
_SLASHES = "/⁄∕"
_TIMES = "×xX*·∙⋅"
_MINUS = "-−–‐"
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺")
_MONTH_STARTS = frozenset(name[:3].lower() for name in MONTHS)
_SMALL_DENOMINATOR = 20
_DENOMINATORS = frozenset({24, 25, 30, 32, 36, 40, 48, 50, 60, 64, 100, 128, 256, 360, 365, 1000, 10000})
_ROUND_DENOMINATORS = frozenset(("1000", "10000"))
_ORDINAL_ENDS = ("th", "ths", "rd", "rds", "nd", "st")
_NOT_GROUPED = frozenset({"and", "or", "to", "of", "in", "at", "by", "from"})


@dataclass(frozen=True, slots=True)
class Printed:
    """A number in digits that ends before token `last`; `step` is the place of its last significant digit."""

    value: Fraction
    step: Fraction
    last: int
    is_fraction: bool = False


def read_digits(tokens: Sequence[Token], at: int) -> Printed | None:
    """The number whose digits start at this token, or None for one with too many digits or too large a power.

    >>> from tallystick.text.tokens import tokenize
    >>> [str(read_digits(tokenize(text), 0).value) for text in ("210 000 ha", "2 1/2", "1.5 × 10^3", "10⁻²")]
    ['210000', '5/2', '1500', '1/100']
    """
    plain = tokens[at].plain
    if len(plain) > MAX_DIGITS:
        return None
    if _is_grouped(tokens, at):
        plain += tokens[at + 1].plain
        return Printed(Fraction(plain), bounds.step_of(plain), at + 2)
    number = Printed(Fraction(plain), bounds.step_of(plain), at + 1)
    if "." not in plain:
        number = _mixed(number, tokens)
    return number if number.last > at + 1 else _powered(number, plain, tokens)


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _is_tight(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].tight


def _is_grouped(tokens: Sequence[Token], at: int) -> bool:
    """True for one plain space between thousands ("€5 000", "210 000 hectares"), and not for "June 12 300 more"."""
    first, second = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if second is None or second.kind != "number" or second.start != first.end + 1 or len(second.text) != len("000"):
        return False
    if not (first.text.isdecimal() and len(first.text) <= len("000") and first.text[0] != "0"):
        return False
    if not second.text.isdecimal() or (at and first.tight and tokens[at - 1].text in ".,/:-"):
        return False
    before = tokens[at - 1] if at else None
    if before is not None and (before.kind == "number" or before.lower[:3] in _MONTH_STARTS):
        return False
    following = tokens[at + 2] if at + 2 < len(tokens) else None
    if following is not None and following.kind == "number" and not following.tight:
        return False  # a row of numbers
    if second.text == "000" or (before is not None and before.text in "$€£¥₹"):
        return True
    named = before is not None and before.kind == "word" and before.text[0].isupper() and at > 1
    counts = following is not None and following.text.islower() and following.lower not in _NOT_GROUPED
    return second.text.endswith("00") and counts and not named


def _mixed(number: Printed, tokens: Sequence[Token]) -> Printed:
    """2½, 2 ½, 2 1/2, 2-1/2 and 1/2, with any slash."""
    at = number.last
    sign = numbers("sign").get(_text(tokens, at))
    if sign is not None:
        return _with_share(number, sign, at + 1)
    own = _slashed(tokens, at - 1)
    if own is not None:
        last = at + 2 + (_text(tokens, at + 2) in _ORDINAL_ENDS and _is_tight(tokens, at + 2))
        return Printed(own, Fraction(0), last, is_fraction=True)
    shared = slashed_ahead(tokens, at)
    if shared is not None:
        return _with_share(number, *shared)
    at += _text(tokens, at) == "-" and _is_tight(tokens, at) and _is_tight(tokens, at + 1)
    beside = _slashed(tokens, at)
    return _with_share(number, beside, at + 3) if beside is not None else number


def _with_share(number: Printed, share: Fraction, last: int) -> Printed:
    return Printed(number.value + share, Fraction(0), last, is_fraction=number.value == 0)


def slashed_ahead(tokens: Sequence[Token], at: int) -> tuple[Fraction, int] | None:
    """The fraction behind an "and" at token `at` ("two and 3/8"), and its end; or None."""
    share = _slashed(tokens, at + 1) if _text(tokens, at) == "and" else None
    return (share, at + 4) if share is not None else None


def _slashed(tokens: Sequence[Token], at: int) -> Fraction | None:
    """The fraction `1/2` written over three tight tokens, or None."""
    if _text(tokens, at + 1) not in tuple(_SLASHES) or not (_is_tight(tokens, at + 1) and _is_tight(tokens, at + 2)):
        return None
    over, under = tokens[at].text, _text(tokens, at + 2)
    if not (over.isdecimal() and under.isdecimal() and len(over) <= 2):
        return None
    if len(under) > 3 and under not in _ROUND_DENOMINATORS:
        return None
    if int(under) > _SMALL_DENOMINATOR and int(under) not in _DENOMINATORS and read_unit(tokens, at + 3)[0]:
        return None  # "24/70 mm"
    is_longer = _text(tokens, at + 3) in tuple(_SLASHES)
    return Fraction(int(over), int(under)) if 0 < int(over) <= int(under) and not is_longer else None


def _powered(number: Printed, plain: str, tokens: Sequence[Token]) -> Printed | None:
    """As in `1e-5`, `3 × 10^8`, `10⁻³`, `10−3`, `2.5^2`; None when the power is beyond the limits."""
    shifted = _e_notation(number, tokens) or _times_ten(number, plain, tokens)
    raised = None if shifted else _raised(number, tokens)
    exponent, last = shifted or raised or (0, number.last)
    if abs(exponent) > MAX_EXPONENT:
        return None
    if raised is None:
        factor = Fraction(10) ** exponent
        return Printed(number.value * factor, number.step * factor, last)
    if abs(exponent) * len(plain) > MAX_DIGITS or (number.value == 0 and exponent < 0):
        return None
    return Printed(number.value**exponent, Fraction(0), last)


def _e_notation(number: Printed, tokens: Sequence[Token]) -> tuple[int, int] | None:
    """The exponent of "1e-5" and its end."""
    if _text(tokens, number.last) not in ("e", "E") or not tokens[number.last].tight:
        return None
    found = _signed(tokens, number.last + 1)
    return found if found and _is_tight(tokens, number.last + 1) else None


def _times_ten(number: Printed, plain: str, tokens: Sequence[Token]) -> tuple[int, int] | None:
    """The exponent of "3 × 10^8", also where print lost the raising: "3 × 10 8", "3 × 10−8", "2.4 × 1019"."""
    sign, ten = _text(tokens, number.last), _text(tokens, number.last + 1)
    if sign not in tuple(_TIMES) or not ten.startswith("10"):
        return None
    last = number.last + 2
    is_sure = sign in "×·∙⋅"
    if ten == "10":
        lost = _signed(tokens, last) if is_sure or _text(tokens, last) in tuple(_MINUS) else None
        return _exponent(tokens, last) or lost
    glued = is_sure and ten.isdecimal() and len(ten) <= 4 and "." in plain and number.value < 10
    return (int(ten[2:]), last) if glued else None


def _raised(number: Printed, tokens: Sequence[Token]) -> tuple[int, int] | None:
    """The exponent that the number itself bears: "10^5", "2.5²"; "10−6" is a power, "10−15" a range."""
    spelled = _text(tokens, number.last) == "*" and _text(tokens, number.last + 1) == "*"  # "2 ** 31"
    found = _exponent(tokens, number.last) if spelled or _is_tight(tokens, number.last) else None
    if found is None and tokens[number.last - 1].text == "10" and _text(tokens, number.last) == "−":
        lost = _signed(tokens, number.last)
        return lost if lost and lost[0] > -10 and _is_tight(tokens, number.last + 1) else None
    return found


def _exponent(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """As in "^-8", "**3", "⁻⁷": an exponent that shows itself, and its end."""
    if _text(tokens, at) == "^":
        return _signed(tokens, at + 1)
    if _text(tokens, at) == "*" and _text(tokens, at + 1) == "*":
        return _signed(tokens, at + 2)
    end, raised = at, ""
    while end < min(len(tokens), at + 3) and set(tokens[end].text) <= _SUPERSCRIPTS and _is_tight(tokens, end):
        raised, end = raised + tokens[end].text.translate(_RAISED), end + 1
    is_number = raised.lstrip("+-").isdecimal() and len(raised) <= 4
    return (int(raised), end) if is_number else None


def _signed(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A whole number of up to three digits with its sign, and its end."""
    sign = _text(tokens, at)
    start = at + (sign in (*_MINUS, "+"))
    digits = _text(tokens, start)
    if not digits.isdecimal() or len(digits) > 5 or (start > at and not _is_tight(tokens, start)):
        return None
    return (-int(digits) if sign in tuple(_MINUS) else int(digits)), start + 1
