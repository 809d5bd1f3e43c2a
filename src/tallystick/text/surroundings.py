"""What stands around one number: sign and currency before it; scale letter, unit, rate and noun behind it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tallystick import units
from tallystick.numerals import SCALES
from tallystick.text import comparators
from tallystick.text.drafts import Draft, is_tight, word_at
from tallystick.text.letters import settle_letter
from tallystick.text.lexicon import words
from tallystick.text.money import read_money_before, read_money_word_before
from tallystick.text.nouns import read_counted
from tallystick.text.rates import read_rate
from tallystick.text.symbols import read_unknown
from tallystick.text.tokens import Token
from tallystick.text.unit_words import read_unit

_MINUS = frozenset("-−–")
_MILLION = 10**6
_OLDEST = 120
_YOUNGEST = 10
_WAGE_TIMES = ("hour", "week", "month", "year")
_OPENERS = "($€£~∼≈<>=≤≥±["
_RATES = ("a", "an", "per")
_SUBSTANCE = 4


def read_prefix(draft: Draft, tokens: Sequence[Token]) -> None:
    """A sign and a currency before the number, in either order: "-$5", "$-5", "minus 5", "minus-130"."""
    at = _sign(draft, tokens, draft.first)
    draft.money, at = read_money_before(tokens, at) if at else ("", at)
    scale = SCALES.get(word_at(tokens, at - 1)) if at > 1 else None
    if scale and not draft.money and not draft.numeral.scaled:
        draft.money, before = read_money_before(tokens, at - 1)  # "EUR million 18"
        if draft.money:
            draft.numeral, at = draft.numeral.times(Fraction(scale), draft.numeral.last), before
    if draft.money:
        draft.why.append("money")
        at = at if draft.negative else _sign(draft, tokens, at)
    draft.first = at


def _sign(draft: Draft, tokens: Sequence[Token], at: int) -> int:
    """Where the sign before token `at` starts; notes a minus on the draft."""
    before = tokens[at - 1] if at else None
    if before is None:
        return at
    worded = at - 1
    if before.text == "-" and at > 1:
        worded = at - 2
    if tokens[worded].lower in words("numeral_words", "minus"):
        if word_at(tokens, worded - 1) == "or" and word_at(tokens, worded - 2) == "plus":
            return worded - 2
        draft.negative = True
        draft.why.append("minus word")
        return worded
    # A dash that touches a word or number before it is a hyphen or the dash of a range.
    opens = at < 2 or not before.tight or tokens[at - 2].text in _OPENERS
    if before.text in _MINUS and tokens[at].tight and opens:
        draft.negative = True
        return at - 1
    if before.text in _MINUS and not tokens[at].tight and _stands_apart(tokens, at - 1):
        draft.negative = True
        return at - 1
    if before.lower == "plus" and word_at(tokens, at - 2) in ("to", "and"):
        draft.why.append("plus sign")
        return at - 1
    if before.text in ("+", "±") and opens:
        draft.why += ["plus sign"] if before.text == "+" else []
        return at - 1
    return at


def _stands_apart(tokens: Sequence[Token], at: int) -> bool:
    """True for a minus with a space behind it: a true one behind no number or unit, a dash behind "was" or "of"."""
    before = word_at(tokens, at - 1)
    if tokens[at].tight or (at and tokens[at - 1].kind == "number"):
        return False
    return before in words("numeral_words", "before minus") and (tokens[at].text != "−" or not before.isdecimal())


def read_suffix(draft: Draft, tokens: Sequence[Token]) -> None:
    """Scale letter, unit, comparator, rate and noun behind the number."""
    settle_letter(draft, tokens)
    hanging = _hanging(tokens, draft.last)
    if hanging > draft.last:
        draft.last = hanging
        return
    draft.unit, draft.last = _unit_of_fraction(draft, tokens) or _unit(draft, tokens)
    if not draft.unit and draft.last == draft.numeral.last:
        unknown, draft.last = read_unknown(tokens, draft.last, draft.numeral.printed)
        # Letters that mean money elsewhere ("8.74Rs") are only what is counted.
        draft.unit, draft.noun = ("", unknown) if units.is_form(unknown) else (unknown, "")
    _qualify_money(draft, tokens)
    if draft.unit:
        draft.why.append("unit")
        _age(draft, tokens)
    _after(draft, tokens)
    if not draft.is_bare:
        _rate(draft, tokens)
        _settle_pounds(draft, tokens)
    else:
        _noun(draft, tokens)
    if draft.is_bare and not draft.numeral.is_fraction:
        draft.unit, draft.first = read_money_word_before(tokens, draft.first)


def _unit(draft: Draft, tokens: Sequence[Token]) -> tuple[str, int]:
    """The unit behind the number; money has none but money ("£33 psf" is no pressure)."""
    unit, last = read_unit(tokens, draft.last)
    if draft.money and unit and not units.is_currency(units.parse_unit(unit).canonical):
        return "", draft.last
    return unit, last


def _qualify_money(draft: Draft, tokens: Sequence[Token]) -> None:
    """As in "$31 U.S.", "$5 million Canadian", and "18 EUR million": what stands behind says which, or how many."""
    said = f"{tokens[draft.last].text} dollar" if draft.last < len(tokens) else ""
    if draft.money and word_at(tokens, draft.first) == "$" and units.is_form(said):
        draft.money, draft.last = units.parse_unit(said).canonical, draft.last + 1
    scale = SCALES.get(word_at(tokens, draft.last))
    if draft.unit and scale and not draft.numeral.scaled and units.is_currency(draft.unit):
        draft.numeral = draft.numeral.times(Fraction(scale), draft.numeral.last)
        draft.last += 1


def _unit_of_fraction(draft: Draft, tokens: Sequence[Token]) -> tuple[str, int] | None:
    """As in "a quarter of a percentage point", "three quarters of an hour", "one and two quarters of hour"."""
    at = draft.last
    is_part = draft.numeral.is_fraction or (draft.numeral.in_words and draft.numeral.low.denominator > 1)
    if not is_part or word_at(tokens, at) != "of":
        return None
    article = word_at(tokens, at + 1) in ("a", "an")
    unit, last = read_unit(tokens, at + 1 + article)
    return (unit, last) if unit and (article or not unit.endswith("s")) else None


def _age(draft: Draft, tokens: Sequence[Token]) -> None:
    """As in "44-year-old", "44 years old": the age belongs to the words of the quantity."""
    at = draft.last + (word_at(tokens, draft.last) == "-")
    if draft.unit.lower().rstrip("s") in ("year", "month", "week", "day") and word_at(tokens, at) in ("old", "olds"):
        draft.last = at + 1
        draft.why.append("age")


def _settle_pounds(draft: Draft, tokens: Sequence[Token]) -> None:
    """As in "20 million pounds", "900 pounds a week": money. "20 million pounds of beef" and "20 pounds" are weight."""
    if draft.unit.lower() != "pounds" or word_at(tokens, draft.last) == "of":
        return
    if draft.numeral.scale >= _MILLION or draft.rate in _WAGE_TIMES:
        draft.money, draft.unit = "GBP", ""
        draft.why.append("such pounds are money")


def _hanging(tokens: Sequence[Token], at: int) -> int:
    """As in "5- or 6-inch": the token behind a hyphen whose word is still to come."""
    hangs = is_tight(tokens, at) and tokens[at].text == "-" and word_at(tokens, at + 1) in ("to", "or", "and")
    return at + 1 if hangs else at


def _after(draft: Draft, tokens: Sequence[Token]) -> None:
    """A comparator behind the number or its unit: "50 or more employees", "5 tons or less", "20-plus"."""
    relation, last = comparators.read_after(tokens, draft.last)
    if not relation:
        return
    draft.relation, draft.last = relation, last
    draft.why.append("comparator behind")
    if draft.is_bare:
        draft.unit, draft.last = read_unit(tokens, last)


def _rate(draft: Draft, tokens: Sequence[Token]) -> None:
    draft.rate, last = read_rate(tokens, draft.last)
    if not draft.rate and not draft.money:
        draft.rate, last = read_rate(tokens, _behind_substance(tokens, draft.last))
    if draft.rate:
        draft.last = last
        draft.why.append("rate")


def _behind_substance(tokens: Sequence[Token], at: int) -> int:
    """As in "55 million cubic metres of natural gas a day": the token behind what is measured."""
    if word_at(tokens, at) != "of":
        return at
    end = at + 1
    while end < min(len(tokens), at + _SUBSTANCE) and tokens[end].text.isalnum() and tokens[end].lower not in _RATES:
        end += 1
    return end


def _is_age(draft: Draft, tokens: Sequence[Token]) -> bool:
    """As in "aged 40", "aged between 18 and 35", and "Anna Berg, 52, said"."""
    at, numeral = draft.first, draft.numeral
    if numeral.scaled or numeral.low > _OLDEST or numeral.low.denominator != 1:
        return False
    if "aged" in (word_at(tokens, at - 1), word_at(tokens, at - 2)) and word_at(tokens, at - 1) != ",":
        return True
    if _lives(tokens, comparators.read_before(tokens, at)[1]) and numeral.low >= _YOUNGEST:
        return True
    between_commas = word_at(tokens, at - 1) == "," and word_at(tokens, draft.last) == ","
    named = at > 1 and tokens[at - 2].kind == "word" and tokens[at - 2].text[0].isupper()
    return between_commas and named and not numeral.in_words and numeral.low >= 1


def _lives(tokens: Sequence[Token], at: int) -> bool:
    """As in "turned 41", "live to about 84", "died at 79", "at the age of 62"."""
    for phrase in words("stop_words", "lives"):
        said = phrase.split("_")
        if [word_at(tokens, at - len(said) + n) for n in range(len(said))] == said:
            return True
    return False


def _noun(draft: Draft, tokens: Sequence[Token]) -> None:
    if draft.numeral.is_fraction:
        return
    if _is_age(draft, tokens):
        draft.unit = "years"
        draft.why.append("age")
        return
    is_side = draft.last + 1 < len(tokens) and is_tight(tokens, draft.last + 1)  # "30x60 cm"
    if is_tight(tokens, draft.last) and tokens[draft.last].text in ("x", "X") and not is_side:
        draft.noun, draft.last = "times", draft.last + 1
        draft.why.append("count noun")
        return
    noun, unit, last = read_counted(tokens, draft.last, draft.numeral)
    if noun or unit:
        draft.noun, draft.unit, draft.last = noun, unit, last
        draft.why.append("unit" if unit else "count noun")
        _rate(draft, tokens)
    elif word_at(tokens, draft.last) in _RATES:
        _rate(draft, tokens)
