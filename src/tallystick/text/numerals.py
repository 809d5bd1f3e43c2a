"""Numbers in digits and in words, with their scale: "2.5 million", "three hundred and five", "half a dozen"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from tallystick import bounds
from tallystick.text.lexicon import numbers, words
from tallystick.text.tokens import MAX_DIGITS, Token
from tallystick.text.unit_words import read_unit

_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at tokens `first` up to `last` (exclusive).

    `step` is the place of its last significant digit (0: exact by nature). `letter` holds a scale
    letter that only the context can settle ("5m"), and its value is not yet in `low` and `high`.
    `scale` is what a last scale word multiplied by: a million in "5 million".
    """

    low: Fraction
    high: Fraction
    step: Fraction
    first: int
    last: int
    printed: str = ""
    scaled: bool = False
    in_words: bool = False
    letter: str = ""
    is_fraction: bool = False
    scale: Fraction = Fraction(1)

    def times(self, scale: Fraction, last: int) -> Numeral:
        """The same number times a scale that ends before token `last`."""
        low, high, step = self.low * scale, self.high * scale, self.step * scale
        return replace(self, low=low, high=high, step=step, last=last, scaled=True, letter="", scale=self.scale * scale)

    @property
    def is_range(self) -> bool:
        """True for vague magnitudes such as "tens of thousands"."""
        return self.low != self.high


def read_numeral(tokens: Sequence[Token], at: int) -> Numeral | None:
    """The number that starts at this token, or None."""
    token = tokens[at]
    if token.kind == "number":
        return _digits(tokens, at)
    if token.kind == "word":
        if token.lower not in _starters():
            return None
        return _vague(tokens, at) or _fraction(tokens, at) or _words(tokens, at)
    if token.text in numbers("sign"):
        value = numbers("sign")[token.text]
        return _scales(Numeral(value, value, _ZERO, at, at + 1, token.text, is_fraction=True), tokens)
    return None


@cache
def _starters() -> frozenset[str]:
    """Every word that a number may start with."""
    listed = (numbers(section) for section in ("small", "tens", "vague", "multiple"))
    return frozenset(word for section in listed for word in section) | {"a", "an", "half", "several"}


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) and tokens[at].kind == "word" else ""


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _digits(tokens: Sequence[Token], at: int) -> Numeral | None:
    printed = tokens[at].plain
    if len(printed) > MAX_DIGITS:
        return None
    value = Fraction(printed)
    numeral = Numeral(value, value, bounds.step_of(printed), at, at + 1, printed)
    return _scales(_with_fraction(numeral, tokens), tokens)


def _with_fraction(numeral: Numeral, tokens: Sequence[Token]) -> Numeral:
    """2½, 2 1/2 and 1/2."""
    at = numeral.last
    sign = numbers("sign").get(_text(tokens, at))
    if sign is not None:
        return _exact(numeral, numeral.low + sign, at + 1)
    own = _slash(tokens, at - 1)
    if own is not None:
        return _exact(numeral, own, at + 2)
    beside = _slash(tokens, at) if "." not in numeral.printed else None
    return _exact(numeral, numeral.low + beside, at + 3) if beside is not None else numeral


def _exact(numeral: Numeral, value: Fraction, last: int) -> Numeral:
    return replace(numeral, low=value, high=value, step=_ZERO, last=last, is_fraction=True)


def _slash(tokens: Sequence[Token], at: int) -> Fraction | None:
    """The fraction `1/2` written over three tight tokens, or None."""
    if at + 2 >= len(tokens) or tokens[at + 1].text != "/" or not (tokens[at + 1].tight and tokens[at + 2].tight):
        return None
    over, under = tokens[at].text, tokens[at + 2].text
    if not (over.isdecimal() and under.isdecimal() and len(over) <= 2 and len(under) <= 3):
        return None
    is_longer = at + 3 < len(tokens) and tokens[at + 3].text == "/"
    return Fraction(int(over), int(under)) if 0 < int(over) < int(under) and not is_longer else None


def _scales(numeral: Numeral, tokens: Sequence[Token]) -> Numeral:
    """The number with every scale word behind it: "2 hundred thousand", "10-million"."""
    at = numeral.last
    hyphened = _text(tokens, at) == "-" and _word(tokens, at + 1) in numbers("scale") and tokens[at].tight
    if hyphened:
        at += 1
    word = _word(tokens, at)
    if word in numbers("scale"):
        return _scales(numeral.times(numbers("scale")[word], at + 1), tokens)
    return _scale_letters(numeral, tokens, at)


def _scale_letters(numeral: Numeral, tokens: Sequence[Token], at: int) -> Numeral:
    written = _text(tokens, at)
    if written not in numbers("letters") or numeral.scaled or numeral.in_words:
        return numeral
    if len(written) > 1:
        return numeral.times(numbers("letters")[written], at + 1)
    return replace(numeral, letter=written) if tokens[at].tight or written in "mb" else numeral


def _words(tokens: Sequence[Token], at: int) -> Numeral | None:
    """As in "two hundred and fifty thousand", "a hundred", "half a million", "two and a half"."""
    first = at
    if _word(tokens, at) == "half" and _word(tokens, at + 1) in ("a", "an"):
        scale = numbers("scale").get(_word(tokens, at + 2))
        if scale is None and read_unit(tokens, at + 2)[0]:
            return Numeral(Fraction(1, 2), Fraction(1, 2), _ZERO, first, at + 2, in_words=True)
        return _worded(scale / 2, first, at + 3, tokens) if scale else None
    if _word(tokens, at) in ("a", "an"):
        scale = numbers("scale").get(_word(tokens, at + 1))
        return _worded(scale, first, at + 2, tokens) if scale else None
    value, at = _cardinal(tokens, at)
    if at == first:
        return None
    if [_word(tokens, at + n) for n in range(3)] == ["and", "a", "half"]:
        return _worded(value + Fraction(1, 2), first, at + 3, tokens)
    worded = _worded(value, first, at, tokens)
    scale = numbers("scale").get(_word(tokens, at - 1), Fraction(1))
    return replace(worded, scale=worded.scale * scale, scaled=worded.scaled or scale != 1)


def _worded(value: Fraction, first: int, last: int, tokens: Sequence[Token]) -> Numeral:
    step = _ZERO if value < 100 or value.denominator != 1 else bounds.step_of(str(value))
    numeral = _scales(Numeral(value, value, step, first, last, in_words=True), tokens)
    return replace(numeral, step=_ZERO if numeral.low < 100 else bounds.step_of(bounds.show_number(numeral.low)))


def _cardinal(tokens: Sequence[Token], at: int) -> tuple[Fraction, int]:
    """Value and end of a run of number words; the end is `at` when there is none."""
    total, group, start = _ZERO, _ZERO, at
    last_value = Fraction(10**18)
    while at < len(tokens):
        word = _word(tokens, at)
        value = numbers("small").get(word) or numbers("tens").get(word)
        if value is None and word == "zero":
            value = _ZERO
        if value is not None and (group == 0 or _fits(value, last_value)):
            group, last_value = group + value, value
        elif word in numbers("scale") and word != "dozen" and group:
            scale = numbers("scale")[word]
            group, total = (group * scale, total) if scale == 100 else (_ZERO, total + group * scale)
            last_value = scale
        elif _joins(tokens, at, start):
            at += 1
            continue
        else:
            break
        at += 1
    return total + group, at


def _fits(value: Fraction, last: Fraction) -> bool:
    """As in "twenty five" and "hundred five" add up; "five twenty" and "two three" are two numbers."""
    return (last >= 100 and value < 100) or (20 <= last < 100 and value < 10)


def _joins(tokens: Sequence[Token], at: int, start: int) -> bool:
    """True for the hyphen in "twenty-five" and the "and" in "hundred and five"."""
    follows = _word(tokens, at + 1)
    more = follows in numbers("small") or follows in numbers("tens")
    before = _word(tokens, at - 1)
    if at == start or not more:
        return False
    if tokens[at].text == "-" and tokens[at].tight:
        return before in numbers("tens") and follows in numbers("small")
    return _word(tokens, at) == "and" and before in numbers("scale")


def _vague(tokens: Sequence[Token], at: int) -> Numeral | None:
    """As in "tens of thousands", "hundreds of millions", "dozens": from one to ten of the scale."""
    word = tokens[at].lower
    few = _few(tokens, at)
    if few is not None or word not in numbers("vague"):
        return few
    value, last = numbers("vague")[word], at + 1
    while _word(tokens, last) == "of" and _word(tokens, last + 1) in numbers("plural-scale"):
        value, last = value * numbers("plural-scale")[_word(tokens, last + 1)], last + 2
    if word == "tens" and last == at + 1:
        return None
    return Numeral(value, value * 10, _ZERO, at, last, in_words=True, scaled=True)


def _few(tokens: Sequence[Token], at: int) -> Numeral | None:
    """As in "several hundred", "a few thousand", "a few": from two to ten of the scale."""
    last = at + 1
    if _word(tokens, at) == "a" and _word(tokens, last) == "few":
        last += 1
    elif _word(tokens, at) != "several":
        return None
    scale = numbers("scale").get(_word(tokens, last), Fraction(1))
    last += scale != 1
    return Numeral(2 * scale, 10 * scale, _ZERO, at, last, in_words=True, scaled=scale != 1)


def _fraction(tokens: Sequence[Token], at: int) -> Numeral | None:
    """As in "a third", "two-thirds", "three quarters of", "half of"; "one in three" and "two out of five"."""
    word = tokens[at].lower
    if word in numbers("multiple"):
        value = numbers("multiple")[word]
        return Numeral(value, value, _ZERO, at, at + 1, in_words=True, is_fraction=True)
    if word == "half" and (_word(tokens, at + 1) in ("of", "the") or _stands_alone(tokens, at)):
        return Numeral(Fraction(1, 2), Fraction(1, 2), _ZERO, at, at + 1, in_words=True, is_fraction=True)
    over = Fraction(1) if word in ("a", "one") else numbers("small").get(word)
    if over is None:
        return None
    after = at + 1
    if _text(tokens, after) == "-" and tokens[after].tight:
        after += 1
    part = numbers("fraction").get(_word(tokens, after))
    scale = numbers("scale").get(_word(tokens, after + 3))
    if part is not None and scale is not None and _word(tokens, after + 1) == "of" and _word(tokens, after + 2) == "a":
        return _worded(over * part * scale, at, after + 4, tokens)  # "a quarter of a million"
    # "a second half" and "one quarter ago" are told apart by what stands around them.
    shown = _word(tokens, after + 1) in words("numeral_words", "behind fraction")
    if part is not None and (over > 1 or shown or _word(tokens, at - 1) in words("numeral_words", "before fraction")):
        return Numeral(over * part, over * part, _ZERO, at, after + 1, in_words=True, is_fraction=True)
    return None


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    """As in "fell by half", "cut it by almost half to 20": no noun behind it, and words of measure before it."""
    before, after = _word(tokens, at - 1), _word(tokens, at + 1)
    return before in words("numeral_words", "before half") and (
        not after.isalpha() or after in words("numeral_words", "behind half")
    )


def read_proportion(tokens: Sequence[Token], at: int) -> Numeral | None:
    """As in "one in three", "9 out of 10", "one of four": a fraction over two numbers, or None."""
    over = read_numeral(tokens, at)
    if over is None or over.scaled or over.is_range or over.is_fraction:
        return None
    middle = over.last
    if _word(tokens, middle) == "out" and _word(tokens, middle + 1) == "of":
        middle += 2
    elif _word(tokens, middle) in ("in", "of"):
        middle += 1
    else:
        return None
    if _word(tokens, middle) == "every":
        middle += 1
    under = read_numeral(tokens, middle) if middle < len(tokens) else None
    if under is None or under.is_range or under.is_fraction or not 1 <= over.low < under.low <= 10**9:
        return None
    if (
        _word(tokens, over.last) == "in"
        and tokens[middle].lower != "a"
        and (under.low > 1000 or (tokens[middle].text.isdecimal() and over.in_words))
    ):
        return None
    value = over.low / under.low
    return Numeral(value, value, _ZERO, at, under.last, in_words=over.in_words, is_fraction=True)
