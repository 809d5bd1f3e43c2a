"""Numbers that belong to a name or a label: "GMT Eight", "iPhone 14", "650 Skyliner", "9 East Street"."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick.numerals import SMALL
from tallystick.text.drafts import Draft, is_tight, starts_sentence, word_at
from tallystick.text.lexicon import numbers, words
from tallystick.text.money import read_money_before
from tallystick.text.nouns import is_plural, read_noun
from tallystick.text.numerals import Numeral
from tallystick.text.symbols import read_unknown
from tallystick.text.tokens import Token
from tallystick.text.unit_words import read_unit

_LONG_NUMBER = 1000
_FEWEST = 100  # of a model that is told by its number
_CONTRACTED = ("'s", "’s", "'re", "’re")
_JOINTS = "-–—:/"


def is_part_of_name(tokens: Sequence[Token], numeral: Numeral) -> bool:
    """True when the number stands behind a name ("S23", "GMT Eight", "iPhone 14") and counts nothing."""
    first, last = numeral.first, numeral.last
    before = tokens[first - 1] if first else None
    if _is_tied_to_word(tokens, first) or _is_model(tokens, numeral) or _is_plural_name(tokens, numeral):
        return True
    if is_tight(tokens, last) and tokens[last].kind == "word" and not _is_suffix(tokens, last):
        return not read_unknown(tokens, last, numeral.printed)[0]
    if before is None or before.kind != "word" or not _is_capitalised(before) or before.lower.endswith(_CONTRACTED):
        return False
    if numeral.in_words:
        return tokens[first].text[0].isupper() and not starts_sentence(tokens, first - 1)
    if numeral.scaled or before.lower in words("stop_words", "notnames") or read_money_before(tokens, first)[0]:
        return False
    unit = read_unit(tokens, last)[0]
    is_letter = len(unit) == 1 and unit.isupper() and before.text.isupper()  # "HD 188753 A"
    if (unit and not is_letter) or read_noun(tokens, last)[0]:
        return False
    if _is_amount(tokens[first].text):
        return False
    return not (starts_sentence(tokens, first - 1) and before.lower in words("stop_words", "openers"))


def _is_model(tokens: Sequence[Token], numeral: Numeral) -> bool:
    """As in "two 3310 Nokia phones": plain digits behind a count in words, and a name behind them."""
    first, following = numeral.first, word_at(tokens, numeral.last)
    counted = word_at(tokens, first - 1) in SMALL and numeral.last == first + 1 and not tokens[first].tight
    if not counted or not tokens[first].text.isdecimal() or numeral.low < _FEWEST:
        return False
    return following.isalpha() and tokens[numeral.last].text[0].isupper() and not read_unit(tokens, numeral.last)[0]


def _is_plural_name(tokens: Sequence[Token], numeral: Numeral) -> bool:
    """As in "both of her Series 7s", "two Boeing 737s": a name in the plural, and no seconds."""
    first, last = numeral.first, numeral.last
    if first < 1 or not is_tight(tokens, last) or tokens[last].text != "s" or tokens[first].tight:
        return False
    before = tokens[first - 1]
    return before.kind == "word" and before.text.istitle() and not starts_sentence(tokens, first - 1)


def _is_tied_to_word(tokens: Sequence[Token], first: int) -> bool:
    """As in "FeTe0.55": digits that touch letters which are neither money nor the × of "30x60"."""
    if first == 0 or not tokens[first].tight or tokens[first].kind != "number" or tokens[first - 1].kind != "word":
        return False
    is_side = tokens[first - 1].lower == "x" and first > 1 and tokens[first - 2].kind == "number"
    return not is_side and not read_money_before(tokens, first)[0]


def _is_amount(digits: str) -> bool:
    """As in "Revenue 412,300 rose", "Margin 12.5": grouped or decimal digits are no number of a name."""
    return "," in digits or "." in digits


def ends_score(tokens: Sequence[Token], at: int) -> bool:
    """True for the second number of "2-1": one tied to the number before it, that no range has taken."""
    if at < 2 or tokens[at - 2].kind != "number" or tokens[at - 1].text not in _JOINTS:
        return False
    is_pair = tokens[at - 1].text in "/:" and bool(read_unit(tokens, at + 1)[0])  # "120/80 mmHg", "CO2:4.2%"
    return tokens[at - 1].tight and tokens[at].tight and not is_pair


def _is_capitalised(token: Token) -> bool:
    return token.text != token.lower


def _is_suffix(tokens: Sequence[Token], at: int) -> bool:
    return (
        bool(read_unit(tokens, at)[0])
        or tokens[at].text in numbers("letters")
        or tokens[at].lower in ("x", "plus", "ish", "and")
    )


def is_kept(draft: Draft, tokens: Sequence[Token]) -> bool:
    """False for "several", a bare "one", half of a score, and a number that only labels what follows."""
    numeral = draft.numeral
    if numeral.is_range and not numeral.scaled:
        return False  # "several cases", "a few days": too vague to be a number
    if not draft.is_bare:
        return True
    is_alone = draft.first == 0 and draft.last == len(tokens)
    shown = is_alone or draft.high is not None or draft.negative
    if numeral.in_words and numeral.low in (1, 2) and not (numeral.is_fraction or shown):
        return draft.relation not in ("=", "~") or (numeral.low == 2 and _something_follows(draft, tokens))
    if draft.is_range or draft.negative or numeral.is_fraction or draft.rate:
        return True
    if word_at(tokens, draft.first - 1) in words("stop_words", "places"):
        return False
    return not (_is_half_of_score(draft, tokens) or _is_label(draft, tokens) or _is_shirt_number(draft, tokens))


def _something_follows(draft: Draft, tokens: Sequence[Token]) -> bool:
    """As in "two ∼45-day windows", "two CBF/DREB genes": words stand there that could be counted; "the two are" not."""
    following = tokens[draft.last] if draft.last < len(tokens) else None
    if following is None or following.tight or following.kind == "mark":
        return following is not None and following.text in "∼~≈" and not following.tight
    return following.lower not in words("stop_words", "stop")


def _is_half_of_score(draft: Draft, tokens: Sequence[Token]) -> bool:
    """As in "2-1", "9:4": a tight joint on either side."""
    behind = is_tight(tokens, draft.last) and tokens[draft.last].text in _JOINTS
    before = draft.first > 0 and tokens[draft.first].tight and tokens[draft.first - 1].text in _JOINTS
    return behind or before


def _is_label(draft: Draft, tokens: Sequence[Token]) -> bool:
    """As in "650 Skyliner", "18 Old Mill Lane": up to three bare digits before a capitalised singular."""
    numeral = draft.numeral
    if numeral.low >= _LONG_NUMBER or numeral.in_words or numeral.scaled or draft.relation != "=":
        return False
    if word_at(tokens, draft.first - 1) in ("=", "<", ">", "≤", "≥") or "." in numeral.printed:
        return False  # "q = 0 CB configuration", "6.5 M Urea"
    following = tokens[draft.last] if draft.last < len(tokens) else None
    if following is None or following.kind != "word" or following.text == "I":
        return False
    # "62 HRC" is a number with a unit we do not know, "9 East Street" an address.
    is_symbol = following.text.isupper() and len(following.text) > 1 and not is_tight(tokens, draft.last + 1)
    return following.text[0].isupper() and not is_symbol and not is_plural(following)


def _is_shirt_number(draft: Draft, tokens: Sequence[Token]) -> bool:
    """As in "Moreno (9) celebrates", a footnote's "(2)": bare digits alone in brackets."""
    numeral = draft.numeral
    alone = word_at(tokens, draft.first - 1) == "(" and word_at(tokens, draft.last) == ")"
    return alone and not numeral.in_words and numeral.low < _LONG_NUMBER and numeral.low.denominator == 1
