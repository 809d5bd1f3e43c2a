"""Numbers in digits and in words, with their scale: "2.5 million", "three hundred and five", "half a dozen"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from tallystick import bounds, numerals
from tallystick.text.digits import read_digits, slashed_ahead
from tallystick.text.lexicon import numbers, words
from tallystick.text.tokens import Token
from tallystick.text.unit_words import read_unit

_ZERO = Fraction(0)
_EXACT_BELOW = 100
_HYPHENS = frozenset("-‐‑")
_VAGUE = {word: value for word, value in numerals.PLURAL_SCALES.items() if word not in ("lacs", "lakhs", "crores")}
_PLURALS = {**numerals.PLURAL_SCALES, "tens": 10, "scores": 20}
_OTHER_PARTS = numerals.PLURAL_PARTS.keys() | {"half"}
_PART_REACH = 8
_GROUP = 3  # digits between two thousands
_MOST_PLURALS = 3  # "tens of thousands of millions"
_VAGUE_STARTS = frozenset((*_VAGUE, "tens", "scores", "several"))
_STARTS = _VAGUE_STARTS | numerals.STARTERS | frozenset(numerals.FOLDS)


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

    def negated(self) -> Numeral:
        """The same number below zero."""
        return replace(self, low=-self.high, high=-self.low)

    @property
    def is_range(self) -> bool:
        """True for vague magnitudes such as "tens of thousands"."""
        return self.low != self.high


def may_start(token: Token) -> bool:
    """False for the many tokens that no number starts with."""
    return token.kind == "number" or token.lower in _openers()


@cache
def _openers() -> frozenset[str]:
    return frozenset((*_STARTS, *numbers("sign")))


def read_numeral(tokens: Sequence[Token], at: int) -> Numeral | None:
    """The number that starts at this token, or None."""
    token = tokens[at]
    if token.kind == "number":
        return _digits(tokens, at)
    if token.kind == "word" and token.lower in _STARTS:
        return _vague(tokens, at) or _spelled(tokens, at)
    if token.text in numbers("sign"):
        value = numbers("sign")[token.text]
        return with_scales(Numeral(value, value, _ZERO, at, at + 1, token.text, is_fraction=True), tokens)
    return None


def spelling(tokens: Sequence[Token], at: int) -> list[str]:
    """The words from token `at` on as `numerals` reads them: lower case, a hyphen only where it joins."""
    window = tokens[at : at + numerals.LONGEST]
    return ["-" if token.text in _HYPHENS and token.tight else token.lower.rstrip("-") for token in window]


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) and tokens[at].kind == "word" else ""


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _digits(tokens: Sequence[Token], at: int) -> Numeral | None:
    found = read_digits(tokens, at)
    if found is None:
        return None
    if found.last == at + 1 and _is_plural(tokens, at):
        return _of_plurals(int(found.value), tokens, at, at + 2)
    decimals = _spoken_decimals(tokens, found.last) if found.value.denominator == 1 else None
    if decimals is not None:
        value, step = found.value + decimals.value, Fraction(1, 10**decimals.decimals)
        spoken = Numeral(value, value, step, at, found.last + decimals.end, f"{found.value}.")
        return with_scales(spoken, tokens)
    value, printed = found.value, tokens[at].plain
    return with_scales(
        Numeral(value, value, found.step, at, found.last, printed, is_fraction=found.is_fraction), tokens
    )


def _is_plural(tokens: Sequence[Token], at: int) -> bool:
    """As in "100s of visitors", "1,000s of birds"."""
    plain, ends = tokens[at].plain, _text(tokens, at + 1) == "s" and tokens[at + 1].tight
    return ends and _word(tokens, at + 2) == "of" and len(plain) > 1 and plain.strip("0") == "1"


def _spoken_decimals(tokens: Sequence[Token], at: int) -> numerals.Spelled | None:
    """As in "2 point five": what stands behind the point, or None."""
    if _word(tokens, at) != "point" or _word(tokens, at + 1) not in numerals.DIGITS:
        return None
    return numerals.read_decimals(spelling(tokens, at), 0)


def with_scales(numeral: Numeral, tokens: Sequence[Token]) -> Numeral | None:
    """A number in digits with every scale word behind it ("2 hundred thousand", "10-million") and its "and a half"."""
    at = numeral.last
    if not _may_scale(tokens, at):
        return _scale_letters(numeral, tokens)
    window = spelling(tokens, at)
    scale, end = numerals.read_scales(window, 0)
    if scale > 1 and numerals.read_scales(window, end)[0] > 1:
        return None  # "5 million million million million"
    whole = numerals.Spelled(numeral.low, end, scale)
    more = numerals.add_share(window, replace(whole, value=numeral.low * scale))
    end = _behind_dozens(window, more.end)
    if scale == 1 and more.end == 0:
        return _scale_letters(numeral, tokens)
    if scale == more.scale and more.value == numeral.low * scale:
        return _scale_letters(_with_more(numeral.times(Fraction(scale), at + end), tokens, scale), tokens)
    return replace(
        numeral,
        low=more.value,
        high=more.value,
        step=_ZERO,
        last=at + end,
        scaled=more.scale > 1,
        scale=Fraction(more.scale),
    )


def _with_more(numeral: Numeral, tokens: Sequence[Token], scale: int) -> Numeral:
    """As in "7 thousand two hundred", "9 million 400 thousand": what stands behind the scale and is below it."""
    at = numeral.last
    value, end = numerals.read_more(spelling(tokens, at), 0, numeral.low, scale)
    if end == 0 and at < len(tokens) and tokens[at].kind == "number" and len(tokens[at].plain) <= _GROUP:
        less, behind = numerals.read_scales(spelling(tokens, at + 1), 0)
        end = 1 + behind if 1 < less < scale else 0
        value += Fraction(tokens[at].plain) * less
    return replace(numeral, low=value, high=value, step=_ZERO, last=at + end) if end else numeral


def _may_scale(tokens: Sequence[Token], at: int) -> bool:
    word = _text(tokens, at).lower()
    if word in _HYPHENS:
        word = _word(tokens, at + 1)
    return word == "and" or word in numerals.SCALES or word in numerals.PLURAL_SCALES


def _behind_dozens(window: Sequence[str], end: int) -> int:
    """As in "2 dozens of eggs": the "of" belongs to the number."""
    of_dozens = 0 < end < len(window) and window[end - 1] in ("dozens", "dozen") and window[end] == "of"
    return end + 1 if of_dozens else end


def _scale_word(numeral: Numeral, tokens: Sequence[Token]) -> Numeral:
    """As in "three hundred Cr": a scale in short behind words."""
    written = _text(tokens, numeral.last)
    is_scale = len(written) > 1 and written in numbers("letters")
    return _times_letters(numeral, tokens) if is_scale else numeral


def _times_letters(numeral: Numeral, tokens: Sequence[Token]) -> Numeral:
    """As in "3 cr 12 lakh": the number times its scale in short, with what stands below the scale."""
    scale = numbers("letters")[_text(tokens, numeral.last)]
    return _with_more(numeral.times(scale, numeral.last + 1), tokens, int(scale))


def _scale_letters(numeral: Numeral, tokens: Sequence[Token]) -> Numeral:
    at = numeral.last
    written = _text(tokens, at)
    if written not in numbers("letters") or numeral.scaled:
        return numeral
    if len(written) > 1:
        return _times_letters(numeral, tokens)
    return replace(numeral, letter=written) if tokens[at].tight or written in "mb" else numeral


def _spelled(tokens: Sequence[Token], at: int) -> Numeral | None:
    """As in "two hundred and fifty thousand", "half a million", "two and a half", "two-thirds", "threefold"."""
    word = tokens[at].lower
    if word in numerals.FOLDS:
        return _plain(Fraction(numerals.FOLDS[word]), at, at + 1)
    if word in ("a", "an") and not _is_numeral_behind_article(tokens, at + 1):
        return _one_unit(tokens, at)
    window = spelling(tokens, at)
    found = numerals.read_spelled(window)
    if found is None:
        return _half(tokens, at) if word in ("half", "quarter") else None
    last = at + found.end
    quarters = numerals.read_quarters(window, 0)
    if quarters is not None and read_unit(tokens, at + quarters[1])[0]:
        return _plain(quarters[0], at, at + quarters[1])
    if found.is_fraction:
        return _plain(found.value, at, last) if _is_part(found, tokens, at, last) else _no_part(tokens, at)
    if numerals.read_scales(window, found.end)[0] > 1:
        return None  # "one million million million million"
    slashed = slashed_ahead(tokens, at + found.end) if found.scale == 1 else None
    if slashed is not None:
        return replace(_worded(found, at, slashed[1]), low=found.value + slashed[0], high=found.value + slashed[0])
    last = at + _behind_dozens(window, found.end)
    return _scale_word(replace(_worded(found, at, last), scaled=found.scale > 1), tokens)


def _one_unit(tokens: Sequence[Token], at: int) -> Numeral | None:
    """The "an" of "an hour and a half", "an hour and 20 minutes", and of "a litre" where nothing else is said."""
    unit, end = read_unit(tokens, at + 1)
    if not unit:
        return None
    is_alone = at == 0 and end == len(tokens)
    half = [_word(tokens, end + n) for n in range(3)] in (["and", "a", "half"], ["and", "a", "quarter"])
    more = _word(tokens, end) == "and" and end + 1 < len(tokens) and tokens[end + 1].kind == "number"
    if not (is_alone or half or (more and read_unit(tokens, end + 2)[0])):
        return None
    return Numeral(Fraction(1), Fraction(1), _ZERO, at, at + 1, in_words=True)


def _is_numeral_behind_article(tokens: Sequence[Token], at: int) -> bool:
    word = _word(tokens, at)
    return word in numerals.SCALES or word in numerals.PARTS or word in numerals.TENS


def _no_part(tokens: Sequence[Token], at: int) -> Numeral | None:
    """The "one" of "one quarter ago", which is no part of a whole; "a half mile"."""
    if tokens[at].lower != "one":
        return _of_unit(tokens, at) if _word(tokens, at + 1) in ("half", "quarter") else None
    return Numeral(Fraction(1), Fraction(1), _ZERO, at, at + 1, in_words=True)


def _plain(value: Fraction, first: int, last: int) -> Numeral:
    return Numeral(value, value, _ZERO, first, last, in_words=True, is_fraction=True)


def _worded(found: numerals.Spelled, first: int, last: int) -> Numeral:
    step = _ZERO if found.value < _EXACT_BELOW else bounds.step_of(bounds.show_number(found.value))
    if found.decimals:
        step = Fraction(found.scale, 10**found.decimals)
    return Numeral(found.value, found.value, step, first, last, in_words=True, scale=Fraction(found.scale))


def _is_part(found: numerals.Spelled, tokens: Sequence[Token], first: int, last: int) -> bool:
    """False for "a second half" and "one quarter ago", which are told apart by what stands around them."""
    is_alone = first == 0 and last == len(tokens)
    if not found.is_singular or is_alone or (tokens[first].lower == "one" and _is_one_part(tokens, first, last)):
        return True
    shown = _word(tokens, last) in words("numeral_words", "behind fraction")
    led = _word(tokens, first - 1) in words("numeral_words", "before fraction")
    return shown or led or _is_parallel(tokens, first, last)


def _is_parallel(tokens: Sequence[Token], first: int, last: int) -> bool:
    """As in "spared half the vines but ruined a fifth": a clause ends here, and another part stands before it."""
    ends = last >= len(tokens) or tokens[last].text in ".,;!?¶"
    return ends and any(token.lower in _OTHER_PARTS for token in tokens[max(0, first - _PART_REACH) : first])


def _is_one_part(tokens: Sequence[Token], first: int, last: int) -> bool:
    """As in "one-third", and "one third" before no word."""
    return _text(tokens, first + 1) in _HYPHENS or not _word(tokens, last)


def _half(tokens: Sequence[Token], at: int) -> Numeral | None:
    """As in "half an hour", "half of", "fell by half", "quarter-mile", "half-full"."""
    of_unit = _of_unit(tokens, at)
    if of_unit is not None or tokens[at].lower != "half":
        return of_unit
    is_alone = len(tokens) == 1
    is_state = _text(tokens, at + 1) in _HYPHENS and _word(tokens, at + 2) in words("numeral_words", "half tied")
    if is_alone or is_state or _word(tokens, at + 1) in ("of", "the") or _stands_alone(tokens, at):
        return _plain(Fraction(1, 2), at, at + 1)
    return None


def _of_unit(tokens: Sequence[Token], at: int) -> Numeral | None:
    """As in "half an hour", "half a mile", "a half mile", "quarter-litre"."""
    start = at + (tokens[at].lower in ("a", "an"))
    behind = start + 1 + (_word(tokens, start + 1) in ("a", "an"))
    if not read_unit(tokens, behind)[0]:
        return None
    value = numerals.PARTS[tokens[start].lower]
    return Numeral(value, value, _ZERO, at, behind, in_words=True)


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    """As in "fell by half", "more than half agreed": words of measure before it, and behind "by" no noun."""
    before, after = _word(tokens, at - 1), _word(tokens, at + 1)
    if before not in words("numeral_words", "before half"):
        return False
    if before != "by":
        return after not in words("numeral_words", "not half") and _text(tokens, at + 1) not in _HYPHENS
    return not after.isalpha() or after in words("numeral_words", "behind half")


def _vague(tokens: Sequence[Token], at: int) -> Numeral | None:
    """As in "tens of thousands", "hundreds of millions", "dozens": from one to ten of the scale."""
    word = tokens[at].lower
    few = _few(tokens, at) or _couple(tokens, at)
    if few is not None or word not in _PLURALS:
        return few
    if word == "scores" and not _counts_scores(tokens, at):
        return None
    found = _of_plurals(_PLURALS[word], tokens, at, at + 1)
    return None if word == "tens" and found and found.last == at + 1 else found


def _of_plurals(value: int, tokens: Sequence[Token], first: int, last: int) -> Numeral | None:
    """As in "of thousands of millions" behind "tens" or "10s"; None where too many follow."""
    depth = 1
    while _word(tokens, last) == "of" and _word(tokens, last + 1) in _PLURALS and depth < _MOST_PLURALS:
        value, last, depth = value * _PLURALS[_word(tokens, last + 1)], last + 2, depth + 1
    if _word(tokens, last) == "of" and _word(tokens, last + 1) in _PLURALS:
        return None
    in_words = tokens[first].kind == "word"
    return Numeral(Fraction(value), Fraction(value * 10), _ZERO, first, last, in_words=in_words, scaled=True)


def _counts_scores(tokens: Sequence[Token], at: int) -> bool:
    """True for "scores of people", and not for "her scores of 4"."""
    counted = _word(tokens, at + 2)
    opens = at == 0 or tokens[at - 1].kind != "word" or tokens[at - 1].lower in words("numeral_words", "before scores")
    return _word(tokens, at + 1) == "of" and opens and counted.endswith("s") and counted not in numerals.SMALL


def _couple(tokens: Sequence[Token], at: int) -> Numeral | None:
    """As in "a couple of weeks", "a couple hundred": two, where a unit or a scale follows."""
    if _word(tokens, at) != "a" or _word(tokens, at + 1) != "couple":
        return None
    last = at + 2 + (_word(tokens, at + 2) == "of")
    scale, end = numerals.read_scales(spelling(tokens, last), 0)
    if scale == 1 and not read_unit(tokens, last)[0]:
        return None
    return Numeral(Fraction(2 * scale), Fraction(2 * scale), _ZERO, at, last + end, in_words=True, scaled=scale != 1)


def _few(tokens: Sequence[Token], at: int) -> Numeral | None:
    """As in "several hundred", "a few thousand", "a few": from two to ten of the scale."""
    last = at + 1
    if _word(tokens, at) == "a" and _word(tokens, last) == "few":
        last += 1
    elif _word(tokens, at) != "several":
        return None
    scale, end = numerals.read_scales(spelling(tokens, last), 0)
    return Numeral(Fraction(2 * scale), Fraction(10 * scale), _ZERO, at, last + end, in_words=True, scaled=scale != 1)
