"""The stages put together: tokens → numerals → units, comparators, ranges, rates, nouns → mentions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tallystick import bounds, units
from tallystick.errors import UnitError
from tallystick.model import Bound, Quantity
from tallystick.text import comparators
from tallystick.text.lexicon import numbers
from tallystick.text.masks import Mask, find_masks
from tallystick.text.mentions import Mention
from tallystick.text.nouns import read_noun
from tallystick.text.numerals import Numeral, read_numeral, read_proportion
from tallystick.text.tokens import Token, tokenize
from tallystick.text.unit_words import read_money_before, read_rate, read_unit

_ZERO = Fraction(0)
_MINUS = ("-", "−", "–")


@dataclass(slots=True)
class Draft:
    """A quantity on its way to a mention: tokens `first` to `last` (exclusive), and what each stage found."""

    numeral: Numeral
    first: int
    last: int
    money: str = ""
    unit: str = ""
    rate: str = ""
    noun: str = ""
    relation: str = "="
    direction: str = ""
    negative: bool = False
    high: Numeral | None = None
    why: list[str] = field(default_factory=list)

    @property
    def is_bare(self) -> bool:
        """True while no unit, money or noun was found."""
        return not (self.unit or self.money or self.noun)


def read_quantities(text: str, *, readings: Mapping[str, str] | None = None) -> list[Mention]:
    """Every quantity, date and rank of a text, in order.

    Args:
        readings: What ambiguous words mean here; others keep all their readings.

    >>> [mention.text for mention in read_quantities("It rose by 5% to more than 2 million tons in 2023.")]
    ['5%', 'more than 2 million tons', '2023']
    """
    masks = find_masks(text)
    tokens = tokenize(text)
    hidden = _hidden(tokens, masks)
    drafts = list(_drafts(tokens, hidden))
    _carry_over(drafts, tokens)
    found = [_mention(draft, tokens, text, readings or {}) for draft in drafts if _is_kept(draft, tokens)]
    found += [_masked(mask, text) for mask in _outermost(masks) if mask.kind in ("date", "year", "time", "rank")]
    return sorted(found, key=lambda mention: (mention.start, mention.end))


def _outermost(masks: Sequence[Mask]) -> Iterator[Mask]:
    """Masks that lie in no mask before them."""
    reach = -1
    for mask in masks:
        if mask.end > reach:
            yield mask
            reach = mask.end


def _hidden(tokens: Sequence[Token], masks: Sequence[Mask]) -> list[bool]:
    """For each token, whether a mask covers it."""
    hidden, at = [], 0
    reach = -1
    for token in tokens:
        while at < len(masks) and masks[at].start <= token.start:
            reach = max(reach, masks[at].end)
            at += 1
        hidden.append(token.start < reach)
    return hidden


def _drafts(tokens: Sequence[Token], hidden: Sequence[bool]) -> Iterator[Draft]:
    at = 0
    while at < len(tokens):
        draft = None if hidden[at] else _draft(tokens, at, hidden)
        if draft is None:
            at += 1
            continue
        yield draft
        at = max(draft.last, at + 1)


def _draft(tokens: Sequence[Token], at: int, hidden: Sequence[bool]) -> Draft | None:
    numeral = read_proportion(tokens, at) or read_numeral(tokens, at)
    if numeral is None or _is_part_of_name(tokens, numeral, hidden):
        return None
    draft = Draft(numeral, at, numeral.last)
    draft.why.append("words" if numeral.in_words else "digits")
    _prefix(draft, tokens)
    _suffix(draft, tokens)
    _range(draft, tokens, hidden)
    _around(draft, tokens)
    return draft


def _is_part_of_name(tokens: Sequence[Token], numeral: Numeral, hidden: Sequence[bool]) -> bool:
    """ "GMT Eight", "iPhone 14": a capitalised word right before, and nothing counted behind."""
    first, last = numeral.first, numeral.last
    before = tokens[first - 1] if first else None
    following = tokens[last] if last < len(tokens) else None
    if numeral.in_words and tokens[first].text[0].isupper() and before is not None and before.text[0].isupper() and before.kind == "word":
        return True
    if following is not None and following.tight and following.kind == "word" and not _is_suffix(tokens, last):
        return True
    if before is None or numeral.in_words or numeral.scaled or not before.text[0].isupper() or before.kind != "word":
        return False
    is_start = first < 2 or tokens[first - 2].text in ".!?:;\"“("
    counted = read_unit(tokens, last)[0] or read_noun(tokens, last)[0] or read_money_before(tokens, first)[0]
    return not counted and not is_start and not before.tight and before.lower not in _NOT_NAMES


_NOT_NAMES = frozenset("the a in on at of to by for from with and or about over under i he she they we it".split())


def _is_suffix(tokens: Sequence[Token], at: int) -> bool:
    return bool(read_unit(tokens, at)[0]) or tokens[at].text in numbers("letters") or tokens[at].lower in ("x", "plus", "ish", "and")


def _prefix(draft: Draft, tokens: Sequence[Token]) -> None:
    """A sign and a currency before the number, in either order."""
    at = draft.first
    if at and tokens[at].tight and tokens[at - 1].text in _MINUS and (at < 2 or not tokens[at - 1].tight or tokens[at - 2].text in "($€£"):
        draft.negative, at = True, at - 1
    elif at and tokens[at - 1].lower in ("minus", "negative"):
        draft.negative, at = True, at - (2 if at > 1 and tokens[at - 1].text == "-" else 1)
    elif at > 1 and tokens[at - 1].text == "-" and tokens[at - 2].lower in ("minus", "negative"):
        draft.negative, at = True, at - 2
    draft.money, at = read_money_before(tokens, at) if at else ("", at)
    if draft.money and at and tokens[at - 1].text in _MINUS and tokens[at].tight and (at < 2 or not tokens[at - 1].tight):
        draft.negative, at = True, at - 1
    draft.first = at


def _suffix(draft: Draft, tokens: Sequence[Token]) -> None:
    """Scale letter, unit, rate and noun behind the number."""
    _settle_letter(draft, tokens)
    draft.unit, draft.last = read_unit(tokens, draft.last)
    if draft.unit:
        draft.why.append("unit")
        if tokens[draft.last - 1].lower in ("pound", "pounds") and draft.last < len(tokens) and tokens[draft.last].lower == "sterling":
            draft.last += 1
    if draft.money:
        draft.why.append("money")
    _after(draft, tokens)
    _rate(draft, tokens)
    if draft.is_bare:
        _noun(draft, tokens)


def _after(draft: Draft, tokens: Sequence[Token]) -> None:
    relation, last = comparators.read_after(tokens, draft.last)
    if relation:
        draft.relation, draft.last = relation, last
        draft.why.append("comparator behind")
        if draft.is_bare:
            draft.unit, draft.last = read_unit(tokens, last)


def _settle_letter(draft: Draft, tokens: Sequence[Token]) -> None:
    """ "$5m" and "12.3m tonnes" are millions; "5m" alone is metres, "5k" thousands."""
    letter, at = draft.numeral.letter, draft.numeral.last
    if not letter:
        return
    tight = tokens[at].tight
    if draft.money or (tight and letter in "kKBMb"):
        chosen = True
    elif letter == "m":
        unit = read_unit(tokens, at + 1)[0]
        noun = read_noun(tokens, at + 1)[0]
        chosen = bool(unit or noun) and (tight or bool(unit))
    else:
        chosen = tight and letter == "T" and bool(read_unit(tokens, at + 1)[0])
    if chosen:
        draft.numeral = draft.numeral.times(numbers("letters")[letter], at + 1)
        draft.last = at + 1
        draft.why.append("scale letter")


def _rate(draft: Draft, tokens: Sequence[Token]) -> None:
    if draft.numeral.is_fraction and draft.is_bare:
        return
    if draft.is_bare:
        return
    draft.rate, last = read_rate(tokens, draft.last)
    if draft.rate:
        draft.last = last
        draft.why.append("rate")


def _noun(draft: Draft, tokens: Sequence[Token]) -> None:
    at = draft.last
    if draft.numeral.is_fraction or (at < len(tokens) and tokens[at].text == "-" and tokens[at].tight):
        return
    if draft.numeral.is_range and at < len(tokens) and tokens[at].lower == "of":
        at += 1
    noun, last = read_noun(tokens, at, singular=draft.numeral.low == 1)
    if noun:
        draft.noun, draft.last = noun, last
        draft.why.append("count noun")
        _rate(draft, tokens)


def _range(draft: Draft, tokens: Sequence[Token], hidden: Sequence[bool]) -> None:
    """ "5 to 10 %", "$10-15 billion", "between 3 and 4 Mt", "from 252 miles to 287 miles", "7- or 8-inch"."""
    at = draft.last
    if at >= len(tokens) or draft.noun and tokens[at].lower not in ("to",):
        return
    hanging = tokens[at].text == "-" and at + 1 < len(tokens) and tokens[at + 1].lower in ("to", "or")
    at += hanging
    link = tokens[at].lower
    start = at + 1
    if start >= len(tokens) or link not in ("to", "-", "–", "—", "and", "or", "through") or hidden[at]:
        return
    while start < len(tokens) - 1 and (tokens[start].text in "$€£" or tokens[start].text in ("US", "RM")) :
        start += 1
    if hidden[start]:
        return
    high = read_numeral(tokens, start)
    if high is None or high.is_fraction:
        return
    other = Draft(high, start, high.last)
    _prefix(other, tokens)
    _suffix(other, tokens)
    if _is_range(draft, other, link, tokens):
        _merge(draft, other)


def _is_range(low: Draft, high: Draft, link: str, tokens: Sequence[Token]) -> bool:
    before = tokens[low.first - 1].lower if low.first else ""
    earlier = {token.lower for token in tokens[max(0, low.first - 4) : low.first]}
    if low.noun and low.noun != high.noun:
        return False
    if low.numeral.is_range or high.numeral.is_range or low.rate and not high.rate:
        return False
    same = not low.unit or not high.unit or low.unit.rstrip("s") == high.unit.rstrip("s")
    money = not high.money or not low.is_bare and low.money == high.money or low.is_bare and not high.money
    if not (same and money) or (low.money and high.unit and not high.money and high.unit not in ("dollars", "euros", "pounds")):
        return False
    if link == "and":
        return "between" in earlier and not (earlier & {"."})
    if link == "or":
        return low.is_bare and low.numeral.low < high.numeral.low and not high.is_bare and high.numeral.low <= low.numeral.low + 2
    ascending = low.numeral.low < _scaled(low, high).low
    if link in "-–—":
        tight = tokens[low.last].tight or low.last + 1 < len(tokens) and not tokens[low.last + 1].tight
        return ascending and tight and (not high.is_bare or low.numeral.low >= 20 or not low.is_bare)
    if before == "from" or "from" in earlier:
        return True
    if before == "by" or comparators.read_direction(tokens, low.first):
        return ascending and low.is_bare and not high.is_bare and before == "by"
    return ascending and (low.is_bare or bool(low.money) or low.unit.rstrip("s") == high.unit.rstrip("s"))


def _scaled(low: Draft, high: Draft) -> Numeral:
    return high.numeral


def _merge(low: Draft, high: Draft) -> None:
    numeral = low.numeral
    if high.numeral.scaled and not numeral.scaled and high.numeral.printed and numeral.low < Fraction(high.numeral.printed or 0) * 1000:
        base = Fraction(high.numeral.printed)
        if base and not low.unit:
            numeral = numeral.times(high.numeral.low / base, numeral.last)
    low.numeral, low.high = numeral, high.numeral
    low.unit, low.money = high.unit or low.unit, low.money or high.money
    low.rate, low.noun, low.last = high.rate or low.rate, high.noun, high.last
    low.relation = high.relation if high.relation != "=" else low.relation
    low.why.append("range")


def _around(draft: Draft, tokens: Sequence[Token]) -> None:
    """The comparator before, and which way it went."""
    relation, first = comparators.read_before(tokens, draft.first)
    if relation != "=" or first < draft.first:
        if draft.relation == "=":
            draft.relation = relation
        draft.why.append("comparator")
        draft.first = first if relation != "=" else draft.first
    draft.direction = comparators.read_direction(tokens, draft.first)
    if draft.direction:
        draft.why.append(draft.direction)


def _carry_over(drafts: Sequence[Draft], tokens: Sequence[Token]) -> None:
    """ "grew by 2 percent but shrank by 1": a bare number after the same preposition takes the unit before it."""
    last: Draft | None = None
    for draft in drafts:
        if not draft.is_bare:
            last = draft if draft.unit or draft.money else None
            continue
        if last is None or draft.numeral.is_fraction or draft.first - last.last > 12:
            continue
        between = tokens[last.last : draft.first]
        if any(token.text in ".;!?" for token in between) or not between:
            continue
        if _preposition(tokens, draft.first) in ("by", "to", "from") and _preposition(tokens, draft.first) == _preposition(tokens, last.first) or (
            _preposition(tokens, draft.first) == "to" and _preposition(tokens, last.first) == "from"
        ):
            draft.unit, draft.money, draft.rate = last.unit, last.money, last.rate
            draft.why.append("carried over")


def _preposition(tokens: Sequence[Token], at: int) -> str:
    return tokens[at - 1].lower if at else ""


def _is_kept(draft: Draft, tokens: Sequence[Token]) -> bool:
    """False for a bare "one", a hyphened score, and a number that only labels something."""
    if not draft.is_bare:
        return True
    numeral = draft.numeral
    if numeral.in_words and numeral.low <= 2 and not numeral.is_fraction:
        return False
    before = tokens[draft.first - 1] if draft.first else None
    after = tokens[draft.last] if draft.last < len(tokens) else None
    is_score = any(t is not None and t.text in "-–—:/" and t.tight for t in (after,)) or (before is not None and before.text in "-–—:/" and tokens[draft.first].tight)
    return not is_score or draft.high is not None or draft.negative


def _mention(draft: Draft, tokens: Sequence[Token], text: str, readings: Mapping[str, str]) -> Mention:
    start, end = tokens[draft.first].start, tokens[draft.last - 1].end
    quantity = _quantity(draft, text[start:end], readings)
    return Mention(start, end, text[start:end], quantity, "quantity", draft.direction, draft.noun, draft.rate, tuple(draft.why))


def _quantity(draft: Draft, surface: str, readings: Mapping[str, str]) -> Quantity:
    numeral, high = draft.numeral, draft.high
    low_value, high_value = numeral.low, (high or numeral).high
    steps = (numeral.step, (high or numeral).step)
    unit, written, known = _unit(draft, readings)
    if _is_exact(draft, low_value, unit):
        steps = (_ZERO, _ZERO)
    if draft.negative:
        low_value, high_value, steps = -high_value, -low_value, (steps[1], steps[0])
    low_value, high_value = min(low_value, high_value), max(low_value, high_value)
    bound, relation = as_bound(draft.relation, low_value, high_value, steps)
    return Quantity(bound, unit, surface, written, relation, steps, known)


def _is_exact(draft: Draft, value: Fraction, unit: str) -> bool:
    """Exact by nature: counts below 100, 0, 100 %."""
    return value == 0 or (not unit and value < 100 and value.denominator == 1 and draft.high is None) or (unit == "percent" and value == 100)


def as_bound(relation: str, low: Fraction, high: Fraction, steps: tuple[Fraction, Fraction]) -> tuple[Bound, str]:
    """The interval that a number and its comparator say, and the relation to keep.

    >>> as_bound("<", Fraction(3), Fraction(3), (Fraction(1), Fraction(1)))[0].high_open
    True
    """
    if relation == "~" and low == high:
        return Bound(low - steps[0], high + steps[1]), "~"
    if relation in (">", ">="):
        return bounds.at_least(low, strict=relation == ">"), relation
    if relation in ("<", "<="):
        return bounds.at_most(high, strict=relation == "<"), relation
    return Bound(low, high), relation if low == high or relation == "~" else ".."


def _unit(draft: Draft, readings: Mapping[str, str]) -> tuple[str, str, tuple[str, ...]]:
    """Canonical unit, unit as written, and its readings."""
    written = draft.money or draft.unit
    if draft.money and draft.unit:
        written = draft.money
    if not written:
        return "", "", ()
    for spelled in (f"{written}/{draft.rate}" if draft.rate else written, written):
        try:
            word = units.parse_unit(_SPELLINGS.get(spelled, spelled), readings=readings)
        except UnitError:
            continue
        return word.canonical, spelled, word.readings
    return "", written, ()


_SPELLINGS = {"p": "pence", "pc": "percent", "pct": "percent", "ºC": "°C", "degrees c": "degC", "degrees f": "degF", "kilos": "kilogram", "kilo": "kilogram"}


def _masked(mask: Mask, text: str) -> Mention:
    kind = {"year": "date"}.get(mask.kind, mask.kind)
    surface = text[mask.start : mask.end]
    return Mention(mask.start, mask.end, surface, _rank(surface) if kind == "rank" else Quantity(Bound(), text=surface), kind, why=(mask.kind,))


_ORDINALS = {name: n for n, name in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth".split(), start=1
)}  # fmt: skip


def _rank(surface: str) -> Quantity:
    word = surface.split()[0].split("-")[0].lower()
    digits = "".join(char for char in word if char.isdigit())
    value = Fraction(int(digits)) if digits else Fraction(_ORDINALS.get(word, 0))
    return Quantity(Bound(value, value), text=surface, unit_text="rank")
