"""Number words, once: what each means, and the grammar of numbers written in words. Imports nothing of the package.

A number is read from words in lower case, where a hyphen inside ("twenty-five") is a word "-" of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_TEEN_ORDINALS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
_TENS_ORDINALS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
_POWERS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "quadrillion": 15, "quintillion": 18}

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DIGITS = MappingProxyType(
    {"zero": 0, "nought": 0, "naught": 0, "oh": 0, **{word: n for n, word in enumerate(_ONES, 1)}}
)
SMALL = MappingProxyType(
    {"zero": 0, "nought": 0, "naught": 0, **{word: n for n, word in enumerate([*_ONES, *_TEENS], 1)}}
)  # 0 to 19
TENS = MappingProxyType({"fourty": 40, **{word: 10 * n for n, word in enumerate(_TENS, 2)}})
SCALES = MappingProxyType(
    {"hundred": 100, "lakh": 10**5, "lac": 10**5, "crore": 10**7, "dozen": 12}
    | {word: 10**power for word, power in _POWERS.items()}
)
PLURAL_SCALES = MappingProxyType({f"{word}s": value for word, value in SCALES.items()} | {"dozs": 12})
ORDINALS = MappingProxyType(
    {word: n for n, word in enumerate([*_SMALL_ORDINALS, *_TEEN_ORDINALS.split()], 1)}
    | {word: 10 * n for n, word in enumerate(_TENS_ORDINALS.split(), 2)}
    | {"hundredth": 100}
)
# What a whole is divided into; "second" is time and never a part.
PARTS = MappingProxyType(
    {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}
    | {word: Fraction(1, n) for word, n in ORDINALS.items() if n > 2}
    | {f"{word}th": Fraction(1, value) for word, value in SCALES.items() if word in (*_POWERS, "hundred")}
)
PLURAL_PARTS = MappingProxyType(
    {f"{word}s": part for word, part in PARTS.items() if word != "half"} | {"halves": Fraction(1, 2)}
)
# A number of times something.
FOLDS = MappingProxyType(
    {"twofold": 2}
    | {f"{word}fold": n for word, n in SMALL.items() if 3 <= n <= 12}
    | {"hundredfold": 100, "thousandfold": 1000}
)
STARTERS = frozenset((*SMALL, *TENS, "a", "an", "half", "quarter", "hundred"))

# Behind "three quarter" these are counted three times.
_WHOLE_QUARTERS = ("final", "finals", "finalists", "sessions", "century", "centuries")
LONGEST = 48  # words that one number may take
_MOST_SCALES = 3  # "hundred thousand million"
_SHARED_FROM = 1000  # "3 million and a half" is half a million more; "a hundred and a half" is one half more
_ARTICLES = ("a", "an")
_JOINTS = ("and", "-")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words that ends before word `end`.

    `scale` is what its last scale word multiplied by; `decimals` how many digits stand behind "point".
    `is_fraction` is true for "two thirds"; `is_singular` for "a third" and "one third", which may also
    be the third of a row.
    """

    value: Fraction
    end: int
    scale: int = 1
    decimals: int = 0
    is_fraction: bool = False
    is_singular: bool = False


def read_spelled(words: Sequence[str], at: int = 0) -> Spelled | None:
    """The number that the words from `at` on say, or None.

    >>> [str(read_spelled(text.split()).value) for text in ("two hundred and five", "three point two billion")]
    ['205', '3200000000']
    >>> [str(read_spelled(text.split()).value) for text in ("two thirds", "five and a quarter", "half a million")]
    ['2/3', '21/4', '500000']
    """
    of_scale = _share_of_scale(words, at)
    if of_scale is not None:
        return of_scale
    if _word(words, at) in _ARTICLES:
        return _with_article(words, at)
    if _word(words, at) == "hundred":
        scale, last = read_scales(words, at)
        value, end = _behind_hundred(words, 1, at + 1)
        if last > at + 1:
            return Spelled(Fraction(scale), last, scale)
        return Spelled(Fraction(value), end) if value > 100 else None
    whole = _decimal(words, _cardinal(words, at))
    if whole.end == at:
        return None
    part, end = _denominator(words, whole.end, is_one=whole.value == 1)
    if part and not whole.decimals:
        return Spelled(whole.value * part, end, is_fraction=True, is_singular=whole.value == 1)
    return add_share(words, whole)


def read_amount(text: str) -> Fraction | None:
    """The number before a unit that a whole short text says, or None.

    >>> [str(read_amount(text)) for text in ("twenty-one", "half an", "a couple of", "a", "many")]
    ['21', '1/2', '2', '1', 'None']
    """
    words = text.lower().replace("-", " - ").split()
    if words in (["a"], ["an"]):
        return Fraction(1)
    if len(words) > 1 and words[-1] in _ARTICLES:
        words = words[:-1]
    words = words[:-1] if words[-1:] == ["of"] else words
    if words == ["a", "couple"]:
        return Fraction(2)
    if words in (["half"], ["quarter"], ["a", "quarter"]):
        return PARTS[words[-1]]
    found = read_spelled(words)
    return found.value if found and found.end == len(words) else None


def add_share(words: Sequence[str], whole: Spelled) -> Spelled:
    """A number with the fraction behind its "and": "two and a half", "3 million and a half"."""
    found = _share_ahead(words, whole.end)
    if found is None:
        return whole
    share, end = found
    scale, last = read_scales(words, end)
    if scale > 1 and whole.scale > scale >= _SHARED_FROM:
        # "one billion and three quarters million"
        return replace(whole, value=whole.value + share * scale, end=last, scale=scale)
    shared = whole.scale if whole.scale >= _SHARED_FROM else 1
    value = whole.value + share * shared
    if scale > 1 and whole.scale in (1, 100):
        return Spelled(value * scale, last, scale)
    return replace(whole, value=value, end=end)


def read_scales(words: Sequence[str], at: int) -> tuple[int, int]:
    """The product of the scale words from `at` on ("lakh crore"), and their end; 1 and `at` when none stands there.

    >>> read_scales("hundred thousand people".split(), 0)
    (100000, 2)
    """
    product, end = 1, at
    for _ in range(_MOST_SCALES):
        start = end + (_word(words, end) == "-")
        word = _word(words, start)
        scale = SCALES.get(word) or PLURAL_SCALES.get(word)
        if scale is None:
            break
        product, end = product * scale, start + 1
    return product, end


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if 0 <= at < len(words) else ""


def read_more(words: Sequence[str], at: int, total: Fraction, scale: int) -> tuple[Fraction, int]:
    """The number of "4 hundred and sixty", "7 thousand two hundred" with the words behind its scale, and their end.

    An "and" adds only to hundreds: "2 million and fifty more" are two numbers.
    """
    if scale == 100:
        value, end = _behind_hundred(words, 0, at)
        return total + value, end
    more = _cardinal(words, at, 0, scale)
    return total + more.value, more.end


def _is_and(words: Sequence[str], at: int) -> bool:
    return _word(words, at) == "and"


def _is_comma(words: Sequence[str], at: int) -> bool:
    """True for the comma of "two thousand, three hundred"; one before less than a hundred parts two numbers."""
    return _word(words, at) == "," and _below_thousand(words, at + 1)[0] >= 100


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int]:
    word = _word(words, at)
    if word not in TENS:
        return (SMALL[word], at + 1) if word in SMALL else (0, at)
    unit = at + 1 + (_word(words, at + 1) == "-")
    ones = SMALL.get(_word(words, unit), 0)
    return (TENS[word] + ones, unit + 1) if 0 < ones < 10 else (TENS[word], at + 1)


def _below_thousand(words: Sequence[str], at: int) -> tuple[int, int]:
    """As in "two hundred and five", "twenty-five hundred"; the end is `at` when there is none."""
    value, end = _below_hundred(words, at)
    return _behind_hundred(words, value, end + 1) if value and _word(words, end) == "hundred" else (value, end)


def _behind_hundred(words: Sequence[str], hundreds: int, end: int) -> tuple[int, int]:
    value = hundreds * 100
    if _is_and(words, end) and _share_ahead(words, end) is not None:
        return value, end  # "one hundred and three quarters"
    more, stop = _below_hundred(words, end + (_word(words, end) in _JOINTS))
    return (value + more, stop) if more and _word(words, stop) != "hundred" else (value, end)


def _cardinal(words: Sequence[str], at: int, total: int = 0, ceiling: int = 0) -> Spelled:
    """The whole number in words from `at` on, whose scales descend; its end is `at` when there is none.

    Args:
        total: What was read before, as the million of "a million two hundred".
        ceiling: What each further part must be below; 0: nothing was read before.
    """
    end, scale, start = at, ceiling or 1, at
    while True:
        group, stop = _below_thousand(words, start)
        factor, behind = read_scales(words, stop)
        if stop == start or (ceiling and group * factor >= ceiling) or (factor > 1 and group == 0):
            break
        total, end, scale = total + group * factor, behind, factor
        scale = 100 if factor == 1 and _word(words, end - 1) == "hundred" else scale
        if factor == 1 or (_is_and(words, end) and _share_ahead(words, end) is not None):
            break
        ceiling, start = factor, end + (_is_and(words, end) or _is_comma(words, end))
    return Spelled(Fraction(total), end, scale)


def _with_article(words: Sequence[str], at: int) -> Spelled | None:
    """As in "a hundred and fifty", "a million", "a third", "a hundred trillionths"."""
    scale, end = read_scales(words, at + 1)
    part, stop = _denominator(words, end, is_one=scale == 1)
    if part:
        return Spelled(scale * part, stop, is_fraction=True, is_singular=scale == 1)
    if scale == 1:
        return None
    if _word(words, at + 1) == "hundred" and end == at + 2:
        value, end = _behind_hundred(words, 1, end)
        return add_share(words, Spelled(Fraction(value), end, 100 if value == 100 else 1))
    if _is_and(words, end) and _share_ahead(words, end) is not None:
        return add_share(words, Spelled(Fraction(scale), end, scale))
    more = _cardinal(words, end + _is_and(words, end), scale, scale)
    return more if more.value > scale else Spelled(Fraction(scale), end, scale)


def _decimal(words: Sequence[str], whole: Spelled) -> Spelled:
    """As in "three point two billion", "nine point nine nine": the number with the digits behind "point"."""
    point = whole.end + (_word(words, whole.end) == "-")
    if _word(words, point) != "point" or whole.scale not in (1, 100):
        return whole
    behind = read_decimals(words, point)
    if behind is None:
        return whole
    scale, last = read_scales(words, behind.end)
    return Spelled((whole.value + behind.value) * scale, last, scale, behind.decimals)


def read_decimals(words: Sequence[str], point: int) -> Spelled | None:
    """What stands behind the "point" at this word: digit by digit ("oh two"), or as one number ("fourteen"); or None.

    >>> read_decimals("point oh two".split(), 0).value
    Fraction(1, 50)
    """
    digits, end = "", point + 1
    while _word(words, end) in DIGITS:
        digits, end = digits + str(DIGITS[words[end]]), end + 1
    if not digits:
        more, end = _below_hundred(words, end)
        digits = str(more) if more else ""
    return Spelled(Fraction(int(digits), 10 ** len(digits)), end, decimals=len(digits)) if digits else None


def _denominator(words: Sequence[str], at: int, *, is_one: bool) -> tuple[Fraction, int]:
    """The part that a numerator is of ("thirds", "-hundredths", "twenty-firsts"), and its end; 0 and `at` when none."""
    start = at + (_word(words, at) == "-")
    part = (PARTS if is_one else PLURAL_PARTS).get(_word(words, start))
    if part is not None:
        return part, start + 1
    tens = TENS.get(_word(words, start), 0)
    last = start + 1 + (_word(words, start + 1) == "-")
    ordinal = _word(words, last)
    ones = ORDINALS.get(ordinal if is_one else ordinal.removesuffix("s"), 0)
    matches = tens and 0 < ones < 10 and (is_one or ordinal.endswith("s"))
    return (Fraction(1, tens + ones), last + 1) if matches else (Fraction(0), at)


def _share_ahead(words: Sequence[str], at: int) -> tuple[Fraction, int] | None:
    """The proper fraction behind an "and" at `at` ("and a half", "and three-fifths", "-and-a-half"), and its end."""
    joint = at + (_word(words, at) == "-")
    start = joint + 1 + (_word(words, joint + 1) == "-")
    return (_share(words, start) or read_quarters(words, start)) if _is_and(words, joint) else None


def read_quarters(words: Sequence[str], at: int) -> tuple[Fraction, int] | None:
    """As in "two and three quarter hours", "three-quarter inch": quarters in the singular, and their end; or None.

    >>> read_quarters("three quarter inches".split(), 0), read_quarters("three quarter finals".split(), 0)
    ((Fraction(3, 4), 2), None)
    """
    number, end = _below_hundred(words, at)
    end += _word(words, end) == "-"
    behind = _word(words, end + 1 + (_word(words, end + 1) == "-"))
    if number not in (1, 2, 3) or _word(words, end) != "quarter" or behind in _WHOLE_QUARTERS:
        return None
    return Fraction(number, 4), end + 1


def _share(words: Sequence[str], at: int) -> tuple[Fraction, int] | None:
    word = _word(words, at)
    if word in ("half", "quarter"):
        tied = _word(words, at + 1) == "-" and _word(words, at + 2) not in (*_ARTICLES, *SCALES)
        return None if tied or _word(words, at + 1) == "the" else (PARTS[word], at + 1)
    number, end = (1, at + 1) if word in _ARTICLES else _below_hundred(words, at)
    part, end = _denominator(words, end, is_one=number == 1)
    share = number * part
    return (share, end) if 0 < share < 1 else None


def _singular_share(words: Sequence[str], at: int) -> tuple[Fraction, int] | None:
    """As in "three quarter million": the part of a scale in the singular, and its end."""
    number, end = _below_hundred(words, at)
    part, last = _denominator(words, end, is_one=True)
    return (number * part, last) if 0 < number * part < 1 and _word(words, last) in SCALES else None


def _share_of_scale(words: Sequence[str], at: int) -> Spelled | None:
    """As in "half a million", "a quarter million", "two-thirds of a billion", "half a dozen"."""
    found = _share(words, at) or _singular_share(words, at)
    if found is None:
        return None
    share, end = found
    end += _word(words, end) in ("of", "-")
    end += _word(words, end) in _ARTICLES
    scale, last = read_scales(words, end)
    if scale == 1 or _word(words, last - 1) in PLURAL_SCALES:
        return None
    return Spelled(share * scale, last, scale)
