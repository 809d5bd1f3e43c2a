"""One quantity in two or three units: "7 ft 10 in", "1 hour and 15 minutes", "6 lb 3 oz", "2 dollars and 30 cents"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from tallystick import units
from tallystick.errors import UnitError
from tallystick.text.drafts import Draft
from tallystick.text.tokens import Token

# Units that are said together, larger before smaller.
_CHAINS = (
    ("mile", "yard", "foot", "inch"),
    ("long_ton", "short_ton", "stone", "avoirdupois_pound", "avoirdupois_ounce"),
    ("year", "month", "week", "day", "hour", "minute", "second"),
    ("angular_degree", "arcminute", "arcsecond"),
    ("US_gallon", "US_quart", "US_pint", "US_fluid_ounce"),
)
# Of these only without a word between: "1 m 60 cm" is one length, "5 km and 800 m" are two.
_CLOSE_CHAINS = (("kilometer", "meter", "centimeter", "millimeter"), ("metric_ton", "kilogram", "gram"))
_JOINTS = frozenset(((), ("and",), (",",), (",", "and"), ("-",)))
# The smaller unit that may be left unsaid, and how many of it make the larger.
_SMALLER = {"foot": ("inches", 12), "hour": ("minutes", 60), "stone": ("pounds", 14)}
_MEASURED = ("tall", "high", "long", "deep", "wide")
_HUNDRED = Fraction(100)
_HUNDREDTHS = ("US_cent", "euro_cent", "penny", "sen")
# Behind degrees, ′ and ″ are parts of them.
_MINUTES = {"foot": "arcminute", "inch": "arcsecond"}


def join_compounds(drafts: Sequence[Draft], tokens: Sequence[Token]) -> Iterator[Draft]:
    """The drafts, those that say one quantity in falling units joined to one in the largest."""
    run: list[tuple[Draft, Fraction]] = []
    smallest = ""
    for draft in drafts:
        _give_smaller(run[-1][0] if run else None, draft, tokens)
        step = _step(smallest, draft, tokens[run[-1][0].last : draft.first]) if run else None
        if step is not None and _belong(run[-1][0], draft, tokens):
            smallest = step[0]
            run.append((draft, run[-1][1] * step[1]))
            continue
        if run:
            yield _joined(run)
        run, smallest = [(draft, Fraction(1))], draft.unit or draft.money
    if run:
        yield _joined(run)


def _give_smaller(last: Draft | None, draft: Draft, tokens: Sequence[Token]) -> None:
    """As in "6 ft 2", "1 hour and thirty", "11 stone 4": the unit of the smaller part is left unsaid."""
    smaller = _SMALLER.get(_named(last.unit)) if last is not None and draft.is_bare else None
    if last is None or smaller is None or not _belong(last, draft, tokens) or not draft.numeral.low < smaller[1]:
        return
    behind = tokens[draft.last].lower if draft.last < len(tokens) else "."
    if draft.numeral.low.denominator == 1 and (not behind[0].isalnum() or behind in _MEASURED):
        draft.unit = smaller[0]


def _step(larger: str, draft: Draft, between: Sequence[Token]) -> tuple[str, Fraction] | None:
    """The smaller unit, and how many of it the larger one holds; None when they are not said together."""
    if not larger or not draft.unit:
        return None
    one, other = _named(larger), _named(draft.unit)
    if not one or not other:
        return None
    if units.is_currency(one):
        return (draft.unit, _HUNDRED) if other in _HUNDREDTHS and draft.numeral.low < _HUNDRED else None
    other = _MINUTES.get(other, other) if one in ("angular_degree", "arcminute") else other
    chains = (*_CHAINS, *_CLOSE_CHAINS) if not between else _CHAINS
    if not any(one in chain and other in chain[chain.index(one) + 1 :] for chain in chains):
        return None
    held = units.convert(Fraction(1), one, other)
    return (other, held) if draft.numeral.low < held else None


def _named(unit: str) -> str:
    if not unit:
        return ""
    try:
        return units.parse_unit(unit).canonical
    except UnitError:
        return ""


def _belong(last: Draft, draft: Draft, tokens: Sequence[Token]) -> bool:
    """True when only a joint stands between two plain numbers, and no comparator, rate or sign divides them."""
    between = tuple(token.lower for token in tokens[last.last : draft.first])
    if len(between) > 2 or between not in _JOINTS or draft.negative or draft.relation != "=" or draft.rate:
        return False
    plain = not (last.is_range or draft.is_range or last.rate or last.spread or draft.spread)
    return plain and last.numeral.low.denominator == 1 and not draft.money


def _joined(run: Sequence[tuple[Draft, Fraction]]) -> Draft:
    """The parts of a quantity, each with how many of it its first unit holds, as one number as precise as the last."""
    (first, _), (last, held) = run[0], run[-1]
    if len(run) == 1:
        return first
    value = sum((part.numeral.low / ratio for part, ratio in run), Fraction(0))
    numeral = replace(first.numeral, low=value, high=value, step=last.numeral.step / held, last=last.numeral.last)
    return replace(first, numeral=numeral, last=last.last, why=[*first.why, "joined units"])
