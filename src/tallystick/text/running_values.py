"""A claim's `value:` as running text says it: "$4,000 a ton", "down 17.1 percent", "will not fall below 5 t"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tallystick import bounds, units
from tallystick.model import Quantity
from tallystick.numerals import SCALES
from tallystick.text.comparators import is_direction
from tallystick.text.grammar import read_quantities
from tallystick.text.lexicon import numbers, words
from tallystick.text.mentions import Mention
from tallystick.text.money import read_money_before
from tallystick.text.quantities import is_positive, negated
from tallystick.text.tokens import tokenize

_LONGEST = 200  # characters; longer texts are no single value


def read_running(text: str, prefer: str, readings: Mapping[str, str], digits: int | None) -> Quantity | None:
    """The one quantity that a whole text states as running text would, or None when it states none, or more.

    A fall is below zero: "down 3 %" is -3 %.
    """
    found = read_quantities(text, readings=readings) if len(text) <= _LONGEST else []
    if len(found) != 1 or not _is_whole(found[0], text):
        return None
    quantity = replace(_preferred(found[0].quantity, prefer, readings), text=text)
    if digits is not None and len(found[0].numbers) == 1:
        step = bounds.step_of(bounds.show_number(found[0].numbers[0]), digits)
        quantity = replace(quantity, steps=(step, step))
    return negated(quantity) if found[0].direction == "down" and is_positive(quantity) else quantity


def with_number(text: str) -> str:
    """A text that names only a scale, with the one it means: "1 thousand tonnes", "USD 1 million", "$1bn"; or "".

    >>> with_number("thousand tonnes"), with_number("$bn"), with_number("5 t")
    ('1 thousand tonnes', '$1bn', '')
    """
    tokens = tokenize(text) if len(text) <= _LONGEST else []
    if any(token.kind == "number" for token in tokens):
        return ""
    for at, token in enumerate(tokens[:3]):
        is_word = token.lower in SCALES
        is_letter = token.text in numbers("letters") and bool(read_money_before(tokens, at)[0])
        if is_word or is_letter:
            return f"{text[: token.start]}1{' ' if is_word else ''}{text[token.start :]}"
    return ""


def _is_whole(mention: Mention, text: str) -> bool:
    """True when only auxiliaries and words of change stand beside the mention, and its unit is known."""
    quantity = mention.quantity
    if mention.kind != "quantity" or mention.noun or (quantity.unit_text and not quantity.unit):
        return False
    if (mention.rate and "/" not in quantity.unit) or {"money", "unit"} <= set(mention.why):
        return False
    beside = [token.lower for token in tokenize(text[: mention.start])]
    known = all(
        word in words("comparators", "between") or is_direction(word) or word in ("by", "of") for word in beside
    )
    return known and not text[mention.end :].strip()


def _preferred(quantity: Quantity, prefer: str, readings: Mapping[str, str]) -> Quantity:
    """The quantity in the unit its measure chooses among the readings of its words."""
    if not prefer or prefer not in quantity.readings or prefer == quantity.unit:
        return quantity
    word = units.parse_unit(quantity.unit_text, readings=readings, prefer=prefer)
    return replace(quantity, unit=word.canonical, readings=word.readings)
