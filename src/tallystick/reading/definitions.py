"""`schemas/units.txt` → the units of a workspace: a bad line loses only itself, and one that changes ours is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick import units
from tallystick.errors import DataError
from tallystick.model import Place
from tallystick.reading.fields import Problems

_DEFINED = re.compile(r"\s*([^\W\d]\w*)\s*=")
_MOST_BAD = 20  # lines that are named and left out; with more the whole file is


def read_definitions(text: str, path: str, problems: Problems) -> str:
    """The lines that can be used; a finding UN01 for each other, and UN02 for each that changes a unit of ours."""
    lines = text.splitlines()
    for _ in range(_MOST_BAD):
        try:
            known = units.load_definitions("\n".join(lines), path=path)
        except DataError as problem:
            at = int(problem.place.rpartition(":")[2]) if problem.place[-1:].isdecimal() else 0
            place = Place(path, at, 1 if at else 0)
            problems.add("UN01", f"units cannot be defined: {problem.what}", place, fix=problem.fix)
            if not at:
                return ""
            lines[at - 1] = ""
            continue
        for number, name in _changed(lines, known):
            message = f"'{name}' is a unit already, and means something else here"
            problems.add("UN02", message, Place(path, number, 1), fix="give the unit a name of its own")
        return "\n".join(lines)
    return ""


def _changed(lines: list[str], known: units.Units) -> Iterator[tuple[int, str]]:
    """The lines that give a word another meaning than it has without them; to settle an ambiguous word is none."""
    for number, line in enumerate(lines, start=1):
        found = _DEFINED.match(line)
        if found and (ours := _meaning(found[1], units.current())) and ours != _meaning(found[1], known):
            yield number, found[1]


def _meaning(word: str, known: units.Units) -> tuple[object, ...] | None:
    """What a word comes to; None where it is unknown or may mean several things."""
    with units.using(known):
        try:
            unit = units.parse_unit(word)
            return None if len(unit.readings) > 1 else (units.factor(unit.canonical), units.dimension(unit.canonical))
        except DataError:
            return None
