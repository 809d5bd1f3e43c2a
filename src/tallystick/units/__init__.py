"""Units, dimensions, currencies and the readings of ambiguous words; the only door to pint.

A unit is named by its canonical text ("metric_ton / year"); every function takes any spelling.
`using(units)` makes a workspace's own definitions the ones that the functions here mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from functools import cache

from tallystick.model import Bound
from tallystick.units import sums
from tallystick.units.conversion import Units
from tallystick.units.names import without_hints
from tallystick.units.readings import UnitWord
from tallystick.units.registry import Dimension
from tallystick.units.sums import SumUnits

__all__ = [
    "Dimension",
    "SumUnits",
    "UnitWord",
    "Units",
    "convert",
    "convert_bound",
    "current",
    "dimension",
    "dimension_name",
    "divide_units",
    "factor",
    "format_unit",
    "is_affine",
    "is_currency",
    "is_form",
    "is_usual",
    "load_definitions",
    "multiply_units",
    "opens_phrase",
    "parse_unit",
    "power_unit",
    "readings_of",
    "root_unit",
    "same_dimension",
    "simplify_unit",
    "sum_unit",
    "sum_units",
    "using",
    "without_hints",
    "without_offset",
]

_chosen: ContextVar[Units | None] = ContextVar("tallystick_units", default=None)


@cache
def default() -> Units:
    """The units that come with the package."""
    return Units()


def load_definitions(text: str, *, path: str = "") -> Units:
    """Our units with those of a workspace's `schemas/units.txt` (pint's own syntax) on top.

    Raises:
        UnitError: a line cannot be read, with its place; code RD01.
    """
    return Units(text, path=path)


def current() -> Units:
    """The units in use here: those of the innermost `using`, else the default ones."""
    return _chosen.get() or default()


@contextmanager
def using(units: Units) -> Iterator[Units]:
    """Make `units` the ones that the functions of this module mean, inside the block.

    >>> with using(load_definitions("smoot = 1.7018 * meter")):
    ...     convert(Fraction(10), "smoot", "m")
    Fraction(8509, 500)
    """
    token = _chosen.set(units)
    try:
        yield units
    finally:
        _chosen.reset(token)


def parse_unit(text: str, *, readings: Mapping[str, str] | None = None, prefer: str = "", place: str = "") -> UnitWord:
    """What a written unit means; see `Units.parse`."""
    return current().parse(text, readings=readings, prefer=prefer, place=place)


def is_form(word: str) -> bool:
    """True for any spelling of one unit; see `Units.is_form`."""
    return current().is_form(word)


def is_usual(symbol: str) -> bool:
    """False for a symbol whose prefix nobody uses with its unit; see `Units.is_usual`."""
    return current().is_usual(symbol)


def opens_phrase(word: str) -> bool:
    """True when a spelling of several words may start with this one; see `Units.opens_phrase`."""
    return current().opens_phrase(word)


def readings_of(word: str) -> tuple[str, ...]:
    """The units an ambiguous word may mean, the usual one first; empty when it means one thing."""
    return current().readings_of(word)


def convert(value: Fraction, unit: str, to_unit: str, *, place: str = "") -> Fraction:
    """Convert one value from `unit` to `to_unit`.

    Args:
        value: In `unit`.
        to_unit: Same dimension as `unit`.
        place: "path:line" of the claim, for the message.

    Returns:
        The value in `to_unit`; exact when the factor is (only the radian's is not).

    Raises:
        UnitError: UN01 `unit` is unknown; UN03 the dimensions differ; UN04 percent meets percentage
            point; UN05 an amount meets a rate.

    Source: definitions.txt beside this file, and schemas/units.txt where it defines the unit.

    >>> convert(Fraction("1.5"), "MWh", "kWh") == 1500
    True
    """
    return current().convert(value, unit, to_unit, place=place)


def convert_bound(bound: Bound, unit: str, to_unit: str, *, place: str = "") -> Bound:
    """Convert both ends of an interval from `unit` to `to_unit`; errors as `convert`."""
    return current().convert_bound(bound, unit, to_unit, place=place)


def factor(unit: str) -> tuple[Fraction, Fraction]:
    """(factor, offset) of `unit`: a value x is factor · x + offset in base units."""
    return current().factor(unit)


def dimension(unit: str) -> Dimension:
    """The dimension of `unit`, to be compared."""
    return current().dimension(unit)


def dimension_name(unit: str) -> str:
    """The dimension of `unit` in words: "mass", "mass per time", "money (USD)"."""
    return current().dimension_name(unit)


def same_dimension(unit: str, other: str) -> bool:
    """True when values of one can be converted to the other."""
    return current().dimension(unit) == current().dimension(other)


def multiply_units(unit: str, other: str) -> str:
    """The canonical unit of a product."""
    return current().multiply(unit, other)


def divide_units(unit: str, other: str) -> str:
    """The canonical unit of a quotient."""
    return current().multiply(unit, other, -1)


def power_unit(unit: str, exponent: int) -> str:
    """The canonical unit of a power."""
    return current().power(unit, exponent)


def root_unit(unit: str) -> str:
    """The canonical unit of a square root."""
    return current().root(unit)


def simplify_unit(unit: str) -> tuple[str, Fraction]:
    """The unit with like dimensions cancelled and percent taken as 0.01, and the factor to multiply by."""
    return current().simplify(unit)


def sum_unit(operator: str, unit: str, other: str) -> str:
    """The unit of a sum (`+`) or difference (`-`); see `sum_units`."""
    return sums.sum_units(current(), operator, unit, other).result


def sum_units(operator: str, unit: str, other: str) -> SumUnits:
    """In which units to add or subtract, and the unit of what comes out; see `sums.sum_units`."""
    return sums.sum_units(current(), operator, unit, other)


def is_affine(unit: str) -> bool:
    """True for temperatures whose zero is arbitrary (°C, °F)."""
    return current().is_affine(unit)


def without_offset(unit: str) -> str:
    """The unit in which values may be multiplied: kelvin for °C and °F, else `unit` itself."""
    return "kelvin" if is_affine(unit) else current().canonical(unit)


def is_currency(unit: str) -> bool:
    """True for one of the ISO 4217 currencies, also with a prefix or as its hundredth."""
    return current().is_currency(unit)


def format_unit(unit: str) -> str:
    """The unit as a reader expects it: "t/year", "kt", "USD", "%", "pp", "short ton"."""
    return current().format(unit)
