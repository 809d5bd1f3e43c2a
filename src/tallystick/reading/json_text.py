"""JSON and JSON Lines → records whose places are looked for only when a finding asks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from tallystick.model import Place
from tallystick.reading.fields import Datum, Fields, Items, Problems

MAX_DEPTH = 40
_SPACE = re.compile(r"[ \t\r\n]*")


class _Object(dict[str, Any]):
    """An object as parsed: of a key that is there twice the first is kept, and the key noted."""

    __slots__ = ("doubled",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.doubled: list[str] = []
        if len(self) < len(pairs):
            self.doubled = [key for key in self if sum(key == name for name, _ in pairs) > 1]
            self.update(reversed(pairs))


_DECODER = json.JSONDecoder(object_pairs_hook=_Object, parse_float=str, parse_int=str, parse_constant=str)


@lru_cache(maxsize=256)
def _key_pattern(key: str) -> re.Pattern[str]:
    return re.compile(re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:\s*")


class Located:
    """Turns parsed JSON into data with places: scalars as text, objects as `Fields`."""

    def __init__(self, text: str, problems: Problems) -> None:
        self.text, self.problems = text, problems

    def wrap(self, value: object, place: Place, span: tuple[int, int] | None = None, depth: int = 0) -> Datum:
        """The data of one parsed value, which stands at `span` of the text."""
        if depth > MAX_DEPTH:
            self.problems.add("RD01", f"nested more than {MAX_DEPTH} deep", place, fix="write it flatter")
            return None
        if isinstance(value, dict):
            return self._object(value, place, span, depth)
        if isinstance(value, list):
            return Items((self.wrap(item, place, None, depth + 1) for item in value), [place] * len(value))
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            return value if value.isascii() else self._whole(value, place)
        return value if value is None else str(value)

    def _object(self, value: dict[str, Any], place: Place, span: tuple[int, int] | None, depth: int) -> Fields:
        made = Fields(place, self._finder(span, place) if span else None)
        for key, item in value.items():
            made[self._whole(key, place)] = self.wrap(item, place, None, depth + 1)
        self.name_doubled(value, made)
        return made

    def name_doubled(self, value: object, made: Fields) -> None:
        """Find the keys that an object has twice."""
        for key in getattr(value, "doubled", ()):
            message = f"key '{key}' is written twice; the first is kept"
            self.problems.add("RD03", message, made.at(key), fix="remove one of them")

    def _finder(self, span: tuple[int, int], place: Place) -> Callable[[str], Place]:
        def at(key: str) -> Place:
            found = _key_pattern(key).search(self.text, *span)
            if found is None:
                return place
            # Counted from the record on, not from the top: a file of many faults stays linear.
            line = place.line + self.text.count("\n", span[0], found.end())
            return Place(place.path, line, found.end() - self.text.rfind("\n", 0, found.end()))

        return at

    def _whole(self, value: str, place: Place) -> str:
        """The text, without the halves of surrogate pairs that JSON can spell and no file can hold."""
        try:
            value.encode()
        except UnicodeEncodeError:
            message = "a text holds half of a surrogate pair, which is no character"
            self.problems.add("RD01", message, place, fix="write the character itself")
            return value.encode("utf-8", "replace").decode()
        return value


def read_json_lines(text: str, path: str, problems: Problems) -> Items:
    """One record a line; a broken line is a finding RD01, and the others are read."""
    rows = Items()
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = Place(path, number, 1)
        try:
            value = _DECODER.decode(line.strip())
        except (ValueError, RecursionError) as problem:
            broken = Place(path, number, getattr(problem, "colno", 1))
            problems.add("RD01", _what(problem), broken, fix="write one JSON object a line")
            continue
        rows.append(Located(line, problems).wrap(value, place, (0, len(line))))
        rows.places.append(place)
    return rows


def _what(problem: Exception) -> str:
    return f"broken JSON: {getattr(problem, 'msg', 'nested too deep')}"


def read_json(text: str, path: str, problems: Problems) -> Fields | None:
    """The top object of a JSON text, or one made of a top list; None (RD01) when it is neither or broken."""
    try:
        whole = _DECODER.decode(text)
    except (ValueError, RecursionError) as problem:
        place = Place(path, getattr(problem, "lineno", 1), getattr(problem, "colno", 1))
        problems.add("RD01", _what(problem), place, fix="mend the JSON here")
        return None
    top = Place(path, 1, 1)
    if not isinstance(whole, (list, dict)):
        fix = "write a list of claims, or an object with 'claims'"
        problems.add("RD01", "the file is neither a list of claims nor an object with 'claims'", top, fix=fix)
        return None
    located = Located(text, problems)
    claims = whole if isinstance(whole, list) else whole.get("claims")
    rest = {key: value for key, value in whole.items() if key != "claims"} if isinstance(whole, dict) else {}
    if not isinstance(claims, list):
        return located.wrap(whole, top, (0, len(text)))  # type: ignore[no-any-return]
    fields: Fields = located.wrap(rest, top, (0, len(text)))
    located.name_doubled(whole, fields)
    fields["claims"] = _claims(located, claims, path)
    return fields


def _claims(located: Located, claims: list[object], path: str) -> Items:
    """Each claim with its place: the array is walked once more, for offsets only."""
    made, text = Items(), located.text
    at, line, counted = _start_of_claims(text), 1, 0
    for claim in claims:
        start = _skip(text, at)
        _, end = _DECODER.raw_decode(text, start)
        line, counted = line + text.count("\n", counted, start), start
        place = Place(path, line, start - text.rfind("\n", 0, start))
        made.append(located.wrap(claim, place, (start, end)))
        made.places.append(place)
        at = _skip(text, end) + 1
    return made


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _start_of_claims(text: str) -> int:
    """Just behind the '[' of the claims: the top array, or the one under the top object's first "claims"."""
    at = _skip(text, 0)
    if text[at] == "[":
        return at + 1
    for key, value_at in _members(text, at + 1):
        if key == "claims":
            return value_at + 1
    return at


def _members(text: str, at: int) -> Iterator[tuple[str, int]]:
    """The keys of the top object, and where the value of each starts."""
    while True:
        key, at = _DECODER.raw_decode(text, _skip(text, at))
        at = _skip(text, _skip(text, at) + 1)
        yield key, at
        _, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at) + 1
