"""One quantity in two or three units: "7 ft 10 in", "1 hour and 15 minutes", "6 lb 3 oz", "2 dollars and 30 cents"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from tallystick import units
from tallystick.errors import UnitError
from tallystick.text.drafts import Draft, word_at
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
# With an "and" between, of these: "3 m and 5 cm long". Not "at 3 m and 50 cm", which lists two.
_SAID_CHAINS = (("meter", "centimeter", "millimeter"), ("kilogram", "gram"))
_LISTING = ("of", "at", "from", "between", "by", "in", "both", "either", "to")
_MOST_PAST = Fraction(
    12
)  # "2 yards and 7 feet", "1 week and 10 days": what holds few of the smaller is counted past it
_JOINTS = frozenset(((), ("and",), (",",), (",", "and"), ("-",)))
# The smaller unit that may be left unsaid, and how many of it make the larger.
_SMALLER = {"foot": ("inches", 12), "hour": ("minutes", 60), "stone": ("pounds", 14)}
_MEASURED = ("tall", "high", "long", "deep", "wide")
_HUNDRED = Fraction(100)
_FEWEST_HUNDREDTHS = 10
_HUNDREDTHS = ("US_cent", "euro_cent", "penny", "sen")
# Behind degrees, ′ and ″ are parts of them.
_MINUTES = {"foot": "arcminute", "inch": "arcsecond"}


def join_compounds(drafts: Sequence[Draft], tokens: Sequence[Token]) -> Iterator[Draft]:
    """The drafts, those that say one quantity in falling units joined to one in the largest."""
    run: list[tuple[Draft, Fraction]] = []
    smallest = ""
    for draft in drafts:
        _give_smaller(run[-1][0] if run else None, draft, tokens)
        step = _step(smallest, draft, _chains(run[-1][0], draft, tokens)) if run else None
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
    """As in "6 ft 2", "1 hour and thirty", "11 stone 4", "ten euros fifty": the smaller unit is left unsaid."""
    if last is None or not draft.is_bare or not _belong(last, draft, tokens):
        return
    unit, held = _SMALLER.get(_named(last.unit)) or _hundredths(last, draft, tokens)
    behind = tokens[draft.last].lower if draft.last < len(tokens) else "."
    measured = not behind[0].isalnum() or behind in _MEASURED
    if draft.numeral.low < held and draft.numeral.low.denominator == 1 and measured:
        draft.unit = unit


def _hundredths(last: Draft, draft: Draft, tokens: Sequence[Token]) -> tuple[str, int]:
    """As in "ten euros fifty", "twenty rupees and 43": a number of two digits right behind money in words."""
    said = word_at(tokens, draft.first - 1)
    if draft.numeral.low < _FEWEST_HUNDREDTHS or not last.unit or last.numeral.scaled or said == ",":
        return "", 0
    if said == "and" and word_at(tokens, last.first - 1) in _LISTING:
        return "", 0
    return ("cents", 100) if units.is_currency(_named(last.unit)) else ("", 0)


def _chains(last: Draft, draft: Draft, tokens: Sequence[Token]) -> tuple[tuple[str, ...], ...]:
    """The units that may be said together across what stands between two numbers."""
    between = [token.lower for token in tokens[last.last : draft.first]]
    if not between:
        return (*_CHAINS, *_CLOSE_CHAINS)
    behind = tokens[draft.last] if draft.last < len(tokens) else None
    counts = behind is not None and behind.kind == "word" and behind.lower not in (*_MEASURED, "of")
    listed = counts or word_at(tokens, last.first - 1) in _LISTING
    return _CHAINS if between != ["and"] or listed else (*_CHAINS, *_SAID_CHAINS)


def _step(larger: str, draft: Draft, chains: Sequence[Sequence[str]]) -> tuple[str, Fraction] | None:
    """The smaller unit, and how many of it the larger one holds; None when they are not said together."""
    if not larger or not draft.unit:
        return None
    one, other = _named(larger), _named(draft.unit)
    if not one or not other:
        return None
    if units.is_currency(one):
        return (draft.unit, _HUNDRED) if other in _HUNDREDTHS and draft.numeral.low < _HUNDRED else None
    other = _MINUTES.get(other, other) if one in ("angular_degree", "arcminute") else other
    if not any(one in chain and other in chain[chain.index(one) + 1 :] for chain in chains):
        return None
    held = units.convert(Fraction(1), one, other)
    return (other, held) if draft.numeral.low < max(held, _MOST_PAST) else None


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
