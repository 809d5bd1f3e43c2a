"""Dimensions in words: "mass per time", never `[mass] / [time]`."""

from __future__ import annotations

from collections.abc import Iterable

from tallystick.units.registry import MONEY, Dimension, Registry
from tallystick.units.spelling import Terms

# Base dimensions as pint spells them.
_BASES = {
    "[length]": "length",
    "[mass]": "mass",
    "[time]": "time",
    "[temperature]": "temperature",
    "[current]": "electric current",
    "[luminosity]": "luminous intensity",
    "[substance]": "amount of substance",
    "[information]": "information",
    "[angle]": "angle",
    "[printing_unit]": "pixels",
    "[containers]": "containers",
    "[percentage_points]": "percentage points",
    "[level]": "level",
}
_SHARES = {"percent": "percentage", "permille": "share in thousandths"}
_DERIVED: dict[Dimension, str] = {
    (("[length]", 2),): "area",
    (("[length]", 3),): "volume",
    (("[length]", 1), ("[time]", -1)): "speed",
    (("[length]", 1), ("[time]", -2)): "acceleration",
    (("[length]", 1), ("[mass]", 1), ("[time]", -2)): "force",
    (("[length]", -1), ("[mass]", 1), ("[time]", -2)): "pressure",
    (("[length]", 2), ("[mass]", 1), ("[time]", -2)): "energy",
    (("[length]", 2), ("[mass]", 1), ("[time]", -3)): "power",
    (("[current]", 1), ("[time]", 1)): "electric charge",
    (("[current]", -1), ("[length]", 2), ("[mass]", 1), ("[time]", -3)): "voltage",
    (("[current]", -2), ("[length]", 2), ("[mass]", 1), ("[time]", -3)): "electric resistance",
    (("[time]", -1),): "frequency",
    (("[angle]", 1), ("[time]", -1)): "rotation speed",
    (("[information]", 1), ("[time]", -1)): "data rate",
}


def multiply(first: Dimension, second: Dimension, exponent: int = 1) -> Dimension:
    """The dimension of first · second ** exponent."""
    powers = dict(first)
    for name, power in second:
        powers[name] = powers.get(name, 0) + power * exponent
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def of_terms(terms: Terms, registry: Registry) -> Dimension:
    """The dimension of a product of units."""
    total: Dimension = ()
    for name, power in terms:
        total = multiply(total, registry.base(name).dimension, power)
    return total


def differ_by_time(first: Dimension, second: Dimension) -> bool:
    """True when one is the other per time: an amount and a rate.

    >>> differ_by_time((("[mass]", 1),), (("[mass]", 1), ("[time]", -1)))
    True
    """
    return multiply(first, second, -1) in {(("[time]", 1),), (("[time]", -1),)}


def is_money(name: str) -> bool:
    """True for the base dimension of a currency."""
    return name.startswith(MONEY)


def name_of(terms: Terms, registry: Registry) -> str:
    """The dimension of a unit in words, following its spelling where the dimension has no name of its own."""
    whole = of_terms(terms, registry)
    if not whole:
        return _SHARES.get(terms[0][0], "plain number") if len(terms) == 1 else "plain number"
    if len(terms) == 1 and terms[0][0].startswith("delta_"):
        return "temperature difference"
    # "cars / year" is a count per time to its reader, only hertz is a frequency.
    named = _named(whole)
    if named and named != "frequency":
        return named
    over = [(name, power) for name, power in terms if power > 0]
    under = [(name, -power) for name, power in terms if power < 0]
    if not under:
        return named or _words(whole)
    top = of_terms(tuple(over), registry)
    bottom = [of_terms((term,), registry) for term in under]
    words = [
        _named(top) or _words(top) if top else "number",
        *(_named(each) or _words(each) for each in bottom if each),
    ]
    return " per ".join(words)


def _named(dimension: Dimension) -> str:
    if len(dimension) == 1 and dimension[0][1] == 1:
        return _base(dimension[0][0])
    return _DERIVED.get(dimension, "")


def _base(name: str) -> str:
    if is_money(name):
        return f"money ({name[len(MONEY) : -1]})"
    return _BASES.get(name) or name.strip("[]").replace("_", " ")


def _words(dimension: Dimension) -> str:
    over = _joined((name, power) for name, power in dimension if power > 0)
    under = _joined((name, -power) for name, power in dimension if power < 0)
    return " per ".join(part for part in (over or "number", under) if part)


def _joined(powers: Iterable[tuple[str, int]]) -> str:
    return " times ".join(_DERIVED.get(((name, power),), "") or _power(_base(name), power) for name, power in powers)


def _power(name: str, power: int) -> str:
    return name if power == 1 else {2: f"square {name}", 3: f"cubic {name}"}.get(power, f"{name} to the {power}th")
