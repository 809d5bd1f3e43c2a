"""The units there are: their spellings, exact factors and dimensions. The only module that imports pint.

The data files beside this one say what is known; pint reads the definitions and works out factors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tallystick.units.additions import add_definitions, is_sensible

if TYPE_CHECKING:
    from pint import UnitRegistry

# Dimensions and their exponents, sorted by name: (("[mass]", 1), ("[time]", -1)).
Dimension = tuple[tuple[str, int], ...]
MONEY = "[money_"


@dataclass(frozen=True, slots=True)
class Base:
    """What one named unit is: factor · x + offset in base units, and its dimension."""

    factor: Fraction
    offset: Fraction
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Prefix:
    """An SI or binary prefix: `kilo`, `k`."""

    name: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Registry:
    """Every known spelling, and what it stands for. The last three remember what was worked out."""

    names: dict[str, str]  # spelling → long name
    folded: dict[str, str]  # long spelling in lower case → long name
    symbols: dict[str, str]  # long name → short symbol
    words: dict[str, tuple[str, ...]]  # ambiguous word → readings, each a long name
    prefixes: tuple[Prefix, ...]
    prefixable: dict[str, frozenset[str]]  # long name → symbols of the prefixes it takes
    usual: dict[str, frozenset[str]]  # long name → symbols of those in use
    added: frozenset[str]  # long names that a workspace defines
    currencies: frozenset[str]
    pint: UnitRegistry[Any]
    bases: dict[str, Base] = field(default_factory=dict)
    near: dict[str, str] = field(default_factory=dict)
    proposals: list[str] = field(default_factory=list)

    def base(self, name: str) -> Base:
        """What this long name is, worked out once."""
        known = self.bases.get(name)
        if known is None:
            known = self.bases[name] = _base(self.pint, name)
        return known


def _base(registry: UnitRegistry[Any], name: str) -> Base:
    factor: Any = registry.get_root_units(name, check_nonmult=False)[0]
    zero = registry.Quantity(Fraction(0), name).to_root_units().magnitude
    powers: dict[str, Any] = dict(registry.get_dimensionality(name))
    dimension = tuple(sorted((key, int(power)) for key, power in powers.items()))
    # pint mixes int and Fraction here; a float, or half a power, would mean that exactness was lost.
    if isinstance(factor, float) or dict(dimension) != powers:
        raise TypeError(f"the definition of unit '{name}' is not exact")
    return Base(Fraction(factor), Fraction(zero), dimension)


def _is_exact(registry: UnitRegistry[Any], name: str) -> bool:
    try:
        factor = _base(registry, name).factor
    except TypeError:
        return False
    return is_sensible(factor.numerator, factor.denominator)


@cache
def load(definitions: str = "", path: str = "") -> Registry:
    """The registry, with a user's definitions on top of ours.

    Args:
        definitions: In pint's syntax, each by units that stand above it.
        path: Where they were read, for messages.

    Raises:
        UnitError: a definition cannot be read; code RD01.
    """
    import pint

    registry: UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Fraction, on_redefinition="ignore")
    ours = _read("definitions.txt")
    currencies = dict(_currencies(_read("currencies.txt")))
    _define_money(registry, currencies)
    registry.load_definitions(_statements(ours))
    names = {spelling: registry.get_name(spelling) for spelling in registry}
    names |= _money_names(currencies)
    symbols = _symbols(registry, set(names.values()))
    added = _added(registry, definitions, path)
    prefixes = tuple(Prefix(*pair) for pair in re.findall(r"^(\w+)- = \S+ = (\w+)-", ours, re.MULTILINE))
    every = frozenset(prefix.symbol for prefix in prefixes)
    return Registry(
        names=names | added,
        folded={spelling.lower(): name for spelling, name in (names | added).items() if is_long(spelling)},
        symbols=symbols | _symbols(registry, set(added.values())),
        words={
            word: readings
            for word, readings in _words(_read("words.txt"))
            if not {word, word.removesuffix("s")} & set(added)
        },
        prefixes=prefixes,
        prefixable=_prefixable(ours, currencies, every) | dict.fromkeys(added.values(), every),
        usual=_prefixable(ours, currencies, frozenset()) | dict.fromkeys(added.values(), every),
        added=frozenset(added.values()),
        currencies=frozenset(currencies),
        pint=registry,
    )


def _prefixable(text: str, currencies: Iterable[str], every: frozenset[str]) -> dict[str, frozenset[str]]:
    """The prefixes noted behind each unit; those of the SI take `every` decimal one as well."""
    noted = re.findall(r"^(\w+) = .*# prefixes (.+)$", text, re.MULTILINE)
    decimal = frozenset(symbol for symbol in every if not symbol.endswith("i"))
    # "MSEK" and "kEUR" are written; "mUSD" and "GUSD" are not.
    return dict.fromkeys(currencies, frozenset({"k", "M"})) | {
        name: frozenset(symbols.split()) - {"SI"} | (decimal if symbols.startswith("SI ") else frozenset())
        for name, symbols in noted
    }


def _added(registry: UnitRegistry[Any], definitions: str, path: str) -> dict[str, str]:
    if not definitions.strip():
        return {}
    # Not among our own definitions: pint would take "day" for a decayear as well, and log a warning for each run.
    registry.load_definitions(["@alias year = y"])
    return add_definitions(registry, definitions, path, partial(_is_exact, registry))


def _define_money(registry: UnitRegistry[Any], codes: dict[str, tuple[str, ...]]) -> None:
    # Records instead of text: pint's parser would take ten times as long for these two hundred.
    from pint.facets.plain import ScaleConverter, UnitDefinition
    from pint.util import UnitsContainer

    one: Any = ScaleConverter(1)
    for code in codes:
        dimension = UnitsContainer({f"{MONEY}{code}]": 1})
        registry.define(UnitDefinition(code, None, (), one, dimension))  # type: ignore[arg-type]  # documented: str or Definition


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _statements(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _symbols(registry: UnitRegistry[Any], names: set[str]) -> dict[str, str]:
    plain = [name for name in names if not name.startswith("delta_")]
    return {name: symbol for name in plain if (symbol := str(registry.get_symbol(name))) != name}


def is_long(spelling: str) -> bool:
    """True for a word, whose case means nothing; false for a symbol, whose case does."""
    return len(spelling) > 3 and any(a.islower() and b.islower() for a, b in pairwise(spelling))


def _money_names(currencies: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Every spelling of a currency; "Danish krone" is "Danish crown", too, where that names no other."""
    families = [line[1:].split() for line in _statements(_read("currencies.txt")) if line.startswith("~")]
    alike = {word: family for family in families for word in family}
    own = {word.replace(" ", "_"): code for code, spelled in currencies.items() for word in (code, *spelled)}
    named = [(code, *name.rpartition("_")) for name, code in own.items() if "_" in name]
    return {f"{land}_{word}": code for code, land, _, last in named for word in alike.get(last, ())} | own


def _currencies(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in _statements(text):
        if line.startswith("~"):
            continue
        code, *spelled = (part.strip() for part in line.split(","))
        yield code, tuple(spelled)


def _words(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in _statements(text):
        words, _, readings = line.partition(":")
        yield from ((word, tuple(readings.split())) for word in words.split())
