"""How a unit is shown: "t/year", "kWh/m²", "short ton", "%". Reading it back gives the same unit."""

from __future__ import annotations

from tallystick.units.names import resolve, takes_prefix
from tallystick.units.registry import Registry
from tallystick.units.spelling import SCALES, Terms

# The word is shown where the symbol is not what a reader of news expects.
_WORDS = {
    name: name for name in ("year", "month", "week", "day", "quarter", "inch", "acre", "stone", "carat", "count")
} | {"oil_barrel": "barrel", "person": "people"}

# "L/100 km"
_DIGITS = {"hundred": "100", "thousand": "1000", "lakh": "100000", "million": "1000000", "billion": "1000000000"}


def short(terms: Terms, registry: Registry) -> str:
    """The unit as a reader expects it."""
    scales = [name for name, power in terms if power == 1 and name in SCALES]
    over = [_to_power(name, power, registry) for name, power in terms if power > 0 and name not in scales]
    divisors = [name for name, power in terms if power == -1 and name in _DIGITS]
    others = [(name, power) for name, power in terms if power < 0 and name not in divisors]
    # Digits only beside the unit they count: "/1000000000" alone is no unit.
    in_digits = len(divisors) == 1 and any(name not in SCALES for name, _ in others)
    shown = others if in_digits else [(name, power) for name, power in terms if power < 0]
    under = [_to_power(name, -power, registry) for name, power in shown]
    under = [f"{_DIGITS[divisors[0]]} {under[0]}", *under[1:]] if in_digits else under
    counted = " ".join([*scales, *(["·".join(over)] if over else [])])
    return "/".join([counted or ("1" if under else ""), *under])


def _to_power(name: str, power: int, registry: Registry) -> str:
    shown = short_name(name, registry)
    if power == 1:
        return shown
    return f"{shown}{'²³'[power - 2]}" if power in {2, 3} else f"{shown}^{power}"


def short_name(name: str, registry: Registry) -> str:
    """The symbol of one unit, or its name in words."""
    if name in _WORDS or name in registry.currencies:
        return _WORDS.get(name, name)
    if name.startswith("delta_"):
        return "Δ" + short_name(name.removeprefix("delta_"), registry)
    shown = registry.symbols.get(name) or _with_prefix(name, registry)
    # A symbol that may mean something else is no use: "gal" is shown as "US gallon".
    return shown if shown and resolve(shown, registry) == (name,) else name.replace("_", " ")


def _with_prefix(name: str, registry: Registry) -> str:
    for prefix in registry.prefixes:
        rest = name.removeprefix(prefix.name)
        if rest != name and takes_prefix(rest, prefix, registry):
            return prefix.symbol + short_name(rest, registry)
    return ""
