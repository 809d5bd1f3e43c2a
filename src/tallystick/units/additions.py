"""A workspace's own units (`schemas/units.txt`) put into the registry, with limits on what a line may ask."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tallystick.errors import UnitError

if TYPE_CHECKING:
    from pint import UnitRegistry

# A definition is arithmetic that pint works out: these limits keep it small.
_TOO_BIG = re.compile(r"\d{40}|[eE][+-]?\d{3}|(?:\*\*|\^)\s*\(?\s*-?\s*(?:\d{2}|\()|(?:\*\*|\^)[^*^]*(?:\*\*|\^)")
_MOST_LINES = 500
_MOST_CHARACTERS = 400
_MOST_DEPTH = 10
_MOST_BITS = 4096
# pint drops signs it does not know ("5 $"), so the arithmetic may hold only those it does.
_SHAPE = re.compile(r"(?P<name>[^\W\d]\w*|\[\w+\])\s*=\s*(?P<meaning>[\w\s.+\-*/^()\[\]:;]+?)\s*(?:=.*)?")
_ALIAS = re.compile(r"@alias\s+(?P<name>[^\W\d]\w*)\s*=\s*\S.*")
_UNDEFINED = re.compile(r"'([^']+)' is not defined")
_FIX = "write `name = 1.5 * known_unit = symbol`, by units known or defined above"


def add_definitions(
    registry: UnitRegistry[Any], text: str, path: str, is_exact: Callable[[str], bool]
) -> dict[str, str]:
    """The spellings that a workspace's definitions add, with their long names.

    Args:
        is_exact: Whether a defined unit has an exact factor of sensible size; may raise anything.

    Raises:
        UnitError: a line cannot be read, with its place; code RD01.
    """
    lines = text.splitlines()
    if len(lines) > _MOST_LINES:
        raise UnitError(f"{len(lines)} lines of unit definitions are more than {_MOST_LINES}", place=path, code="RD01")
    before, defined = frozenset(registry), set[str]()
    for number, line in enumerate(lines, 1):
        statement = line.split("#", 1)[0].strip()
        try:
            if statement:
                defined.add(_add(registry, statement, defined, is_exact))
        except UnitError as problem:
            problem.place = f"{path or 'units.txt'}:{number}"
            raise
    # A unit of ours that is defined anew keeps its spelling, so it is in `defined` and not in the difference.
    spellings = [spelling for spelling in registry if spelling not in before or spelling in defined]
    return {spelling: registry.get_name(spelling) for spelling in spellings}


def _add(registry: UnitRegistry[Any], line: str, defined: set[str], is_exact: Callable[[str], bool]) -> str:
    match = _SHAPE.fullmatch(line) or _ALIAS.fullmatch(line)
    if match is None or line.count("(") != line.count(")"):
        raise _unreadable(line, "")
    if len(line) > _MOST_CHARACTERS or line.count("(") > _MOST_DEPTH or _TOO_BIG.search(line):
        raise _unreadable(line, "a number, an exponent or the line is too long")
    name = match["name"]
    if match.re is _SHAPE and name in defined:
        raise _unreadable(line, f"'{name}' is defined twice")
    try:
        registry.load_definitions([line])
        exact = name.startswith("[") or is_exact(name)
    except Exception as problem:  # noqa: BLE001  pint raises whatever its parsers meet, RecursionError included
        raise _unreadable(line, _why(problem)) from None
    if not exact:
        raise _unreadable(line, "its factor is no positive number of sensible size, or its dimension no whole power")
    return name


def is_sensible(numerator: int, denominator: int) -> bool:
    """True for a factor above zero of at most `_MOST_BITS` bits."""
    return numerator > 0 and max(numerator.bit_length(), denominator.bit_length()) <= _MOST_BITS


def _why(problem: Exception) -> str:
    if isinstance(problem, RecursionError):
        return "it leads back to itself, or through too many others"
    match = _UNDEFINED.search(str(problem))
    return f"'{match[1]}' is not known" if match else ""


def _unreadable(line: str, why: str) -> UnitError:
    shown = line if len(line) <= 60 else line[:57] + "…"
    return UnitError(f"unit definition '{shown}' cannot be read" + (f" ({why})" if why else ""), fix=_FIX, code="RD01")
