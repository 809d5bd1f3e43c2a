"""What belongs to one number around its digits: brackets that mean a loss, and the spread behind "±"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tallystick.numerals import PARTS
from tallystick.text.drafts import Draft, is_tight, word_at
from tallystick.text.money import read_money_before
from tallystick.text.numerals import Numeral, read_numeral, with_scales
from tallystick.text.quantities import same_unit
from tallystick.text.ranges import share_scale
from tallystick.text.tokens import Token
from tallystick.text.unit_words import read_unit

_WRITTEN = (("±",), ("+", "/", "-"), ("+", "/", "−"), ("+", "-"))


def read_loss(numeral: Numeral, tokens: Sequence[Token]) -> Numeral | None:
    """As in "$(48) million", "(4.1)%": the number that accounting brackets make a loss, with its scale; or None."""
    opens, closes = numeral.first - 1, numeral.last
    if word_at(tokens, opens) != "(" or word_at(tokens, closes) != ")" or not is_tight(tokens, closes):
        return None
    is_money = tokens[opens].tight and bool(read_money_before(tokens, opens)[0])
    is_share = word_at(tokens, closes + 1) == "%" and is_tight(tokens, closes + 1)
    return with_scales(replace(numeral, last=closes + 1), tokens) if is_money or is_share else None


def read_repeated(numeral: Numeral, tokens: Sequence[Token]) -> Numeral:
    """The number with its own repetition in brackets: "twelve (12) hours"."""
    at = numeral.last + 1
    if word_at(tokens, numeral.last) != "(" or at >= len(tokens):
        return numeral
    again = read_numeral(tokens, at)
    same = again is not None and (again.low, again.high) == (numeral.low, numeral.high) and numeral.in_words
    return replace(numeral, last=again.last + 1) if again and same and word_at(tokens, again.last) == ")" else numeral


def add_share(draft: Draft, tokens: Sequence[Token]) -> None:
    """As in "3 hours and a half", "a mile and a quarter": the fraction of the unit behind it."""
    part = draft.last + 1 + (word_at(tokens, draft.last + 1) == "a")
    is_share = word_at(tokens, draft.last) == "and" and word_at(tokens, part) in ("half", "quarter")
    if not (draft.unit and is_share) or draft.numeral.low.denominator != 1 or read_unit(tokens, part + 1)[0]:
        return
    value = draft.numeral.low + PARTS[word_at(tokens, part)] * draft.numeral.scale
    draft.numeral = replace(draft.numeral, low=value, high=value, step=value - value)
    draft.last = part + 1


def spread_behind(tokens: Sequence[Token], at: int) -> int:
    """The token behind a "±" at token `at`; `at` when none stands there."""
    for signs in _WRITTEN:
        if tuple(token.text for token in tokens[at : at + len(signs)]) == signs:
            return at + len(signs)
    return at


def add_spread(middle: Draft, spread: Draft) -> None:
    """Gives a number the spread behind its "±": both have one unit, which stands behind either or both."""
    if middle.numeral.is_range or spread.numeral.is_range or spread.negative:
        return
    if not middle.is_bare and not spread.is_bare and (middle.money, middle.noun) != (spread.money, spread.noun):
        return
    if middle.unit and spread.unit and not same_unit(middle.unit, spread.unit):
        return
    if middle.is_bare:
        share_scale(middle, spread)
        middle.unit, middle.money, middle.noun = spread.unit, spread.money, spread.noun
    middle.rate = middle.rate or spread.rate
    middle.spread, middle.last = spread.numeral, spread.last
    middle.why.append("spread")
