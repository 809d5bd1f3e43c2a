"""Letters behind digits that only the context settles: "$5m", "12.3m tonnes", "500k", "300K"."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick.text.drafts import Draft
from tallystick.text.lexicon import numbers, words
from tallystick.text.nouns import is_plural, read_counted
from tallystick.text.tokens import Token
from tallystick.text.unit_words import read_unit

_ALWAYS = "kKBMb"  # thousands, millions and billions where they touch the digits
_NEAR = 12  # tokens on either side that may speak of temperature
_PHRASE = 5  # words up to the noun that is counted


def settle_letter(draft: Draft, tokens: Sequence[Token]) -> None:
    """As in "$5m" and "12.3m tonnes" are millions; "5m" alone is metres, "5k" thousands."""
    letter, at = draft.numeral.letter, draft.numeral.last
    if letter and _is_scale(draft, letter, tokens):
        draft.numeral = draft.numeral.times(numbers("letters")[letter], at + 1)
        draft.last = at + 1
        draft.why.append("scale letter")


def _is_scale(draft: Draft, letter: str, tokens: Sequence[Token]) -> bool:
    at = draft.numeral.last
    tight, counted = tokens[at].tight, bool(read_unit(tokens, at + 1)[0])
    if letter == "K" and not draft.money and _speaks_of_temperature(tokens, at) and not _counts(draft, tokens):
        return False
    if draft.money or (tight and letter in _ALWAYS):
        return True
    if letter == "m":
        return counted or (tight and _counts(draft, tokens))
    return tight and letter == "T" and counted


def _speaks_of_temperature(tokens: Sequence[Token], at: int) -> bool:
    near = {token.lower for token in tokens[max(0, at - _NEAR) : at + _NEAR]}
    return bool(near & words("numeral_words", "temperature"))


def _counts(draft: Draft, tokens: Sequence[Token]) -> bool:
    """As in "12m digitised or scanned pages", not "5m deep wells": a noun phrase follows that millions may count."""
    at = draft.numeral.last + 1
    if at < len(tokens) and tokens[at].lower in words("numeral_words", "behind metres"):
        return False
    if any(read_counted(tokens, at, draft.numeral)[:2]):
        return True
    for token in tokens[at : at + _PHRASE]:
        joins = token.lower in ("and", "or") and token is not tokens[at]
        if not joins and (token.kind != "word" or token.lower in words("stop_words", "stop")):
            return False
        if is_plural(token):
            return True
    return False
