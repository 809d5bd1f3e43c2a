"""Two numbers that make one interval: "5 to 10 %", "$10-15 billion", "between 3 and 4 Mt", "from 176 pounds to 161"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tallystick.text import comparators
from tallystick.text.drafts import Draft, is_tight, word_at
from tallystick.text.lexicon import words
from tallystick.text.numerals import Numeral
from tallystick.text.quantities import same_unit, unit_factor
from tallystick.text.tokens import Token

_DASHES = "-–—−~～"
_LINKS = frozenset({"to", "and", "or", "through", "thru", "from", *_DASHES})
_BELOW = ("<", "≤", "⩽", "≦")
_ENDS = frozenset(".;!?¶")
_REACH = 4  # how many words before the first number "from" and "between" may stand
_TIME_LEADS = ("in", "at", "on", "last", "a", "the")
_LONGEST_TIME = 4
_LARGEST_SCORE = 20
_SCORE_REACH = 8  # tokens back to the word of a match


def find_high(low: Draft, tokens: Sequence[Token], hidden: Sequence[str]) -> tuple[str, int] | None:
    """The word that links `low` to a second number, and the token where that number's words start; or None."""
    at = low.last
    if word_at(tokens, low.first - 1) == "from":
        at = _behind_date(tokens, at, hidden)
        # "from 28 mpg overall to 23"
        at += bool(low.unit) and word_at(tokens, at + 1) == "to" and tokens[at].kind == "word"
    if at + 1 >= len(tokens) or hidden[at]:
        return None
    if tokens[at].text in _BELOW:
        return _behind_name(at, tokens)
    if tokens[at].lower not in _LINKS:
        return None
    return tokens[at].lower, at + 1


def _behind_name(at: int, tokens: Sequence[Token]) -> tuple[str, int] | None:
    """As in "0.2 ≤ z ≤ 0.7": the second sign, and the token behind it."""
    for second in (at + 2, at + 3):
        if second + 1 < len(tokens) and tokens[second].text in _BELOW and tokens[second - 1].kind in ("word", "number"):
            return tokens[second].text, second + 1
    return None


def _behind_date(tokens: Sequence[Token], at: int, hidden: Sequence[str]) -> int:
    """As in "from 31 mpg in 2011 to 37 mpg": the token behind the date, when one stands there."""
    lead = at + (word_at(tokens, at) in _TIME_LEADS)
    end = lead
    while end < len(tokens) and hidden[end] and end - lead < _LONGEST_TIME:
        end += 1
    return end if end > lead else at


def hangs(low: Draft, tokens: Sequence[Token]) -> bool:
    """True for the "7-" of "5- or 6-inch": its unit is that of the number behind "or"."""
    return low.is_bare and tokens[low.last - 1].text == "-"


def lend_unit(low: Draft, high: Draft) -> None:
    """Gives `low` the unit, money, noun and rate of `high`."""
    low.unit, low.money, low.noun, low.rate = high.unit, high.money, high.noun, high.rate
    low.last = low.numeral.last
    low.why.append("unit shared")


def is_range(low: Draft, high: Draft, link: str, tokens: Sequence[Token]) -> bool:
    """True when the two drafts, linked by this word, are the ends of one interval."""
    if not _agree(low, high) or word_at(tokens, low.numeral.last - 1).endswith("fold"):
        return False  # "threefold to 12"
    if link == "from":
        return word_at(tokens, low.first - 1) == "to" and not high.is_bare
    earlier = _words_before(low.first, tokens)
    ascending = signed(low).low < signed(high).low or (low.negative and high.negative)
    if link == "and":
        return _is_between(low.first, tokens)
    if link in _BELOW:
        return ascending
    if link == "or":
        near = high.numeral.low <= low.numeral.low + 2  # "three or four"
        return "unit shared" not in low.why and ascending and low.is_bare and not high.is_bare and near
    if link in _DASHES:
        loose = tokens[low.last].text == "-" and not high.negative and low.is_bare and not high.is_bare
        return ascending and (loose or _is_dash(low, tokens)) and not _is_score(low, high, tokens)
    return "from" in earlier or _runs_to(low, high, tokens, ascending=ascending)


def _runs_to(low: Draft, high: Draft, tokens: Sequence[Token], *, ascending: bool) -> bool:
    """As in "5 to 10 km": what "to" links without a "from"."""
    if word_at(tokens, low.first - 1) == "by":
        return ascending and low.is_bare and not high.is_bare and not low.numeral.is_fraction
    if comparators.read_direction(tokens, low.first) and not low.is_bare:
        return False
    if low.unit and high.unit:
        return True
    return ascending and (low.is_bare or bool(low.money) or low.noun == high.noun)


def _is_between(at: int, tokens: Sequence[Token]) -> bool:
    """True behind "between", and not behind "the difference between" or "between the 5 t and 7 t trucks"."""
    for back in range(at - 1, max(-1, at - 1 - _REACH), -1):
        word = tokens[back].lower
        if word == "between":
            return word_at(tokens, back - 1) not in words("numeral_words", "gaps")
        if word in ("the", "these", "those", "our", "their") or word in _ENDS:
            return False
    return False


def _words_before(at: int, tokens: Sequence[Token]) -> set[str]:
    """The few words before token `at` in its own sentence."""
    words: set[str] = set()
    for token in reversed(tokens[max(0, at - _REACH) : at]):
        if token.text in _ENDS:
            break
        words.add(token.lower)
    return words


def _is_score(low: Draft, high: Draft, tokens: Sequence[Token]) -> bool:
    """True for "lost 2-4": small whole numbers, nothing counted, behind words of a match or a vote."""
    if not (low.is_bare and high.is_bare) or low.numeral.low >= _LARGEST_SCORE or "." in low.numeral.printed:
        return False
    before = tokens[max(0, low.first - _SCORE_REACH) : low.first]
    named = bool(before) and before[-1].kind == "word" and before[-1].text[0].isupper() and low.first > 1
    follows = high.last < len(tokens) and tokens[high.last].kind == "word" and tokens[high.last].text[0].isupper()
    return named or follows or any(token.lower in words("numeral_words", "scores") for token in before)


def _is_dash(low: Draft, tokens: Sequence[Token]) -> bool:
    """False for a dash that opens an aside: "rose 5% - 3% less than", and for a minus: "20 °C, −5 at night"."""
    if tokens[low.last].text in "−~～" and not is_tight(tokens, low.last) and is_tight(tokens, low.last + 1):
        return False
    return is_tight(tokens, low.last) or not is_tight(tokens, low.last + 1)


def is_loose(low: Draft, high: Draft, tokens: Sequence[Token]) -> bool:
    """True for "about 2 -7 g", a dash that print has set off on one side; a row of figures has no word before it."""
    led = word_at(tokens, low.first - 1) in words("stop_words", "stop")
    return low.is_bare and not high.is_bare and high.negative and led and not low.negative


def _agree(low: Draft, high: Draft) -> bool:
    """True when nothing the two say about unit, money or noun differs."""
    if high.numeral.is_fraction != low.numeral.is_fraction and low.is_bare and high.is_bare:
        return False
    if low.numeral.is_range or high.numeral.is_range or (low.rate and not high.rate):
        return False
    if low.noun and low.noun != high.noun and not high.is_bare:
        return False
    if low.unit and high.unit and not same_unit(low.unit, high.unit) and not _ascends(low, high):
        return False
    if high.money:
        return low.money == high.money or low.is_bare
    return not (low.money and (high.noun or high.unit))


def _differ(low: Draft, high: Draft) -> bool:
    return bool(low.unit and high.unit) and not same_unit(low.unit, high.unit)


def _ascends(low: Draft, high: Draft) -> bool:
    """As in "800 kW to 3 MW": two units of one kind, and the second end above the first."""
    factor = unit_factor(low.unit, high.unit)
    return 0 < signed(low).low * factor < signed(high).low and not (low.rate or high.rate)


def is_change(low: Draft, high: Draft, link: str, tokens: Sequence[Token]) -> bool:
    """True for "fell from 176 to 161": two values, one after the other, and no interval of one value."""
    descends = (
        signed(low).low > signed(high).low and not high.negative and not (_differ(low, high) and _ascends(low, high))
    )
    if link == "from" or descends:
        return True
    return word_at(tokens, low.first - 1) == "from" and comparators.changes_before(tokens, low.first - 1)


def merge(low: Draft, high: Draft, *, change: bool = False, one_sign: bool = False) -> None:
    """Makes `low` the interval from `low` to `high`; they share scale, unit, money, rate and noun.

    Args:
        change: They are two values, one after the other.
        one_sign: "minus 7 to 3 degrees" says its minus once for both.
    """
    share_scale(low, high)
    if one_sign and low.negative and "minus word" in low.why:
        high.negative = "plus sign" not in high.why
    if not change and _differ(low, high):
        low.numeral = low.numeral.times(unit_factor(low.unit, high.unit), low.numeral.last)
    low.numeral, high.numeral = signed(low), signed(high)
    low.negative = high.negative = False
    relation = high.relation if high.relation != "=" else low.relation
    low.unit, low.money = high.unit or low.unit, low.money or high.money
    low.rate, low.noun = high.rate or low.rate, high.noun or low.noun
    if change:
        high.unit, high.money, high.rate, high.noun = low.unit, low.money, low.rate, low.noun
        low.parts = (replace(low, why=[*low.why, "change"]), replace(high, why=[*high.why, "change"]))
    low.high, low.last, low.relation = high.numeral, high.last, relation
    low.why.append("change" if change else "range")


def signed(draft: Draft) -> Numeral:
    """The draft's number with its sign."""
    return draft.numeral.negated() if draft.negative else draft.numeral


def share_scale(low: Draft, high: Draft) -> None:
    """As in "$10 to $15 billion" is ten billion to fifteen; "10,000 to 1 million" is as written."""
    scale = high.numeral.scale
    if scale == 1 or low.numeral.scaled or low.numeral.in_words != high.numeral.in_words or low.unit:
        return
    larger = low.numeral.times(scale, low.numeral.last)
    # "from $900 to $3 million" is as written: the scale is shared only where the range then ascends.
    if low.numeral.low < 1000 and (larger.low < high.numeral.low or "down" in low.why):
        low.numeral = larger
