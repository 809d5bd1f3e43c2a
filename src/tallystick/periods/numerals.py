"""Small numbers in words, as durations use them: "two", "twenty-one", "half a", "a dozen"."""

from __future__ import annotations

import re
from fractions import Fraction

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS: dict[str, Fraction] = {
    **{word: Fraction(number) for number, word in enumerate(_ONES)},
    **{word: Fraction(number * 10) for number, word in enumerate(_TENS, 2)},
    "a": Fraction(1), "an": Fraction(1), "half": Fraction(1, 2), "half a": Fraction(1, 2), "half an": Fraction(1, 2),
    "a couple of": Fraction(2), "a dozen": Fraction(12), "a hundred": Fraction(100), "one hundred": Fraction(100),
    "quarter of a": Fraction(1, 4), "a quarter of a": Fraction(1, 4), "quarter of an": Fraction(1, 4),
}  # fmt: skip
_DIGITS = re.compile(r"[+-]?\d{1,12}(?:,\d{3})*(?:\.\d{1,12})?")
_PAIR = re.compile(rf"({'|'.join(_TENS)})[ -]({'|'.join(_ONES[1:10])})")
_AND_HALF = re.compile(r"(.+?) and a half")


def read_numeral(text: str) -> Fraction | None:
    """The number that a short numeral says, or None.

    >>> read_numeral("twenty-one"), read_numeral("1.5"), read_numeral("two and a half"), read_numeral("many")
    (Fraction(21, 1), Fraction(3, 2), Fraction(5, 2), None)
    """
    word = " ".join(text.lower().split())
    if _DIGITS.fullmatch(word):
        return Fraction(word.replace(",", ""))
    if word in _WORDS:
        return _WORDS[word]
    if match := _PAIR.fullmatch(word):
        return _WORDS[match[1]] + _WORDS[match[2]]
    if (match := _AND_HALF.fullmatch(word)) and (whole := read_numeral(match[1])) is not None:
        return whole + Fraction(1, 2)
    return None
