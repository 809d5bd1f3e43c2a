"""A workspace's own units (`schemas/units.txt`) put into the registry, with limits on what a line may ask."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tallystick.errors import UnitError

if TYPE_CHECKING:
    from pint import UnitRegistry

# A definition is arithmetic that pint works out: these limits keep it small.
_TOO_BIG = re.compile(r"\d{40}|[eE][+-]?\d{3}|(?:\*\*|\^)\s*\(?\s*-?\s*(?:\d{2}|\()|(?:\*\*|\^)[^*^]*(?:\*\*|\^)")
_MOST_LINES = 5000
_MOST_CHARACTERS = 400
_MOST_BITS = 4096
_SHAPE = re.compile(r"(?:@alias\s+)?[^\W\d]\w*\s*=\s*\S.*")
_FIX = "write `name = 1.5 * known_unit = symbol`, by units known or defined above"


def add_definitions(registry: UnitRegistry[Any], text: str, path: str) -> dict[str, str]:
    """The spellings that a workspace's definitions add, with their long names.

    Raises:
        UnitError: a line cannot be read, with its place; code RD01.
    """
    lines = text.splitlines()
    if len(lines) > _MOST_LINES:
        raise UnitError(f"{len(lines)} lines of unit definitions are more than {_MOST_LINES}", place=path, code="RD01")
    before = frozenset(registry)
    defined: set[str] = set()
    for number, line in enumerate(lines, 1):
        statement = line.split("#", 1)[0].strip()
        if statement:
            _add(registry, statement, defined, f"{path}:{number}" if path else f"units:{number}")
    # A unit of ours that is defined anew keeps its spellings, so it is in `defined` and not in the difference.
    spellings = [spelling for spelling in registry if spelling not in before or spelling in defined]
    return {spelling: registry.get_name(spelling) for spelling in spellings}


def _add(registry: UnitRegistry[Any], line: str, defined: set[str], place: str) -> None:
    if not _SHAPE.fullmatch(line) or line.count("(") != line.count(")"):
        raise _unreadable(line, place, "")
    if len(line) > _MOST_CHARACTERS or _TOO_BIG.search(line):
        raise _unreadable(line, place, "a number, an exponent or the line is too long")
    name = line.removeprefix("@alias").split("=", 1)[0].strip()
    if not line.startswith("@") and name in defined:
        raise _unreadable(line, place, f"'{name}' is defined twice")
    try:
        registry.load_definitions([line])
        factor = Fraction(str(registry.get_root_units(name, check_nonmult=False)[0]))
    except Exception as problem:  # noqa: BLE001  pint raises whatever its parsers meet, RecursionError included
        raise _unreadable(line, place, _first_line(problem)) from None
    if max(factor.numerator.bit_length(), factor.denominator.bit_length()) > _MOST_BITS or factor <= 0:
        raise _unreadable(line, place, "its factor is not a positive number of sensible size")
    defined.add(name)


def _first_line(problem: Exception) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0][:160]


def _unreadable(line: str, place: str, why: str) -> UnitError:
    shown = line if len(line) <= 60 else line[:57] + "…"
    return UnitError(
        f"unit definition '{shown}' cannot be read" + (f" ({why})" if why else ""), place=place, fix=_FIX, code="RD01"
    )
