"""The units there are: their spellings, exact factors and dimensions. The only module that imports pint.

The data files beside this one say what is known; pint reads the definitions and works out factors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from tallystick.errors import UnitError

if TYPE_CHECKING:
    from pint import UnitRegistry

# Dimensions and their exponents, sorted by name: (("[mass]", 1), ("[time]", -1)).
Dimension = tuple[tuple[str, int], ...]


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
    """Every known spelling, and what it stands for."""

    names: dict[str, str]  # spelling → long name
    folded: dict[str, str]  # long spelling in lower case → long name
    symbols: dict[str, str]  # long name → short symbol
    words: dict[str, tuple[str, ...]]  # ambiguous word → readings, each a long name
    prefixes: tuple[Prefix, ...]
    prefixable: dict[str, str]  # long name → "all" or "large"
    currencies: frozenset[str]
    pint: UnitRegistry
    bases: dict[str, Base] = field(default_factory=dict)

    def base(self, name: str) -> Base:
        """What this long name is, worked out once."""
        known = self.bases.get(name)
        if known is None:
            known = self.bases[name] = _base(self.pint, name)
        return known


def _base(registry: UnitRegistry, name: str) -> Base:
    factor, _ = registry.get_root_units(name, check_nonmult=False)
    zero = registry.Quantity(Fraction(0), name).to_root_units().magnitude
    dimension = registry.get_dimensionality(name)
    powers = sorted((str(key), int(power)) for key, power in dimension.items())
    return Base(Fraction(factor), Fraction(zero), tuple(powers))


@cache
def load(definitions: str = "") -> Registry:
    """The registry with a user's definitions on top of ours.

    Raises:
        UnitError: a definition cannot be read; code RD01.
    """
    import pint

    ours = _read("definitions.txt")
    registry = pint.UnitRegistry(None, non_int_type=Fraction, cache_folder=None)
    currencies = dict(_currencies(_read("currencies.txt")))
    registry.load_definitions([*_statements(ours), *(f"{code} = [money_{code}]" for code in currencies), *_minor_units()])
    known = frozenset(registry)
    added = _load_more(registry, definitions) if definitions.strip() else frozenset[str]()
    return _tables(registry, ours, currencies, (known, added))


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _statements(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _minor_units() -> tuple[str, ...]:
    return ("US_cent = USD / 100", "euro_cent = EUR / 100 = _ = eurocent", "penny = GBP / 100 = _ = pence = pennies")


def _tables(
    registry: UnitRegistry, ours: str, currencies: dict[str, tuple[str, ...]], spellings: tuple[frozenset[str], frozenset[str]]
) -> Registry:
    known, added = spellings
    names = {spelling: registry.get_name(spelling) for spelling in known | added}
    for code, spelled in currencies.items():
        names.update(dict.fromkeys((code, *(word.replace(" ", "_") for word in spelled)), code))
    marks = dict(re.findall(r"^(\w+) = .*# (all|large) prefixes$", ours, re.MULTILINE))
    marks |= {names[spelling]: "all" for spelling in added if not spelling.startswith("delta_")}
    return Registry(
        names=names,
        folded={spelling.lower(): name for spelling, name in names.items() if _is_long(spelling)},
        symbols={name: symbol for name in set(names.values()) if (symbol := _symbol(registry, name)) != name},
        words=dict(_words(_read("words.txt"))),
        prefixes=tuple(Prefix(*pair) for pair in re.findall(r"^(\w+)- = \S+ = (\w+)-", ours, re.MULTILINE)),
        prefixable=marks,
        currencies=frozenset(currencies),
        pint=registry,
    )


def _symbol(registry: UnitRegistry, name: str) -> str:
    return name if name.startswith("delta_") else str(registry.get_symbol(name))


def _is_long(spelling: str) -> bool:
    return len(spelling) > 3 and any(a.islower() and b.islower() for a, b in zip(spelling, spelling[1:], strict=False))


def _currencies(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in _statements(text):
        code, *spelled = (part.strip() for part in line.split(","))
        yield code, tuple(spelled)


def _words(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in _statements(text):
        words, _, readings = line.partition(":")
        yield from ((word, tuple(readings.split())) for word in words.split())


# A definition is arithmetic that pint works out: these keep it small, and keep it from opening files.
_TOO_BIG = re.compile(r"\d{40}|[eE][+-]?\d{3}|\*\*\s*-?\s*\d{2}|\^\s*-?\s*\d{2}|\*\*[^*]*\*\*")
_LINES = 5000


def _load_more(registry: UnitRegistry, text: str) -> frozenset[str]:
    """The spellings that a user's definitions add."""
    before = frozenset(registry)
    lines = [line.split("#", 1)[0].rstrip() for line in text.splitlines()]
    if len(lines) > _LINES:
        raise UnitError(f"{len(lines)} lines of unit definitions are more than {_LINES}", code="RD01")
    for number, line in enumerate(lines, 1):
        if line.strip():
            _define(registry, line.strip(), number)
    added = frozenset(registry) - before
    for spelling in sorted(added):
        _check_definition(registry, spelling)
    return added


def _define(registry: UnitRegistry, line: str, number: int) -> None:
    if line.startswith("@") and not line.startswith("@alias "):
        raise UnitError(f"line {number} of the unit definitions: '{line[:60]}' is not allowed here", code="RD01")
    if len(line) > 400 or _TOO_BIG.search(line):
        raise UnitError(f"line {number} of the unit definitions: a number or a line is too long", code="RD01")
    try:
        registry.load_definitions([line])
    except Exception as problem:  # noqa: BLE001  pint raises whatever its parsers meet
        what = str(problem).splitlines()[0][:200] if str(problem) else type(problem).__name__
        raise UnitError(
            f"line {number} of the unit definitions: '{line[:60]}' cannot be read ({what})",
            fix="write `name = 1.5 * known_unit = symbol`",
            code="RD01",
        ) from None


def _check_definition(registry: UnitRegistry, spelling: str) -> None:
    try:
        _base(registry, registry.get_name(spelling))
    except Exception:  # noqa: BLE001  as above; a unit that leads to itself overflows the stack
        raise UnitError(
            f"the definition of unit '{spelling}' leads to no known unit",
            fix="define it by units that are known",
            code="RD01",
        ) from None


def spellings(registry: Registry) -> Iterable[str]:
    """Every spelling worth proposing, with the usual prefixed symbols."""
    yield from registry.names
    yield from registry.words
    for name, mark in registry.prefixable.items():
        symbol = registry.symbols.get(name, name)
        yield from (prefix + symbol for prefix in ("kMGT" if mark == "large" else "kMGTmcµ"))
