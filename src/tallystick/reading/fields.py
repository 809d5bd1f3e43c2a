"""What every format is read into: `Fields`, a mapping of texts that knows where each stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from tallystick.model import Finding, Place
from tallystick.showing import nearest

# Scalars are texts in every format: `1.20` keeps its zero, `NO` is a country. None is an empty value.
Datum = Any  # None | str | list[Datum] | Fields


class Fields(dict[str, Datum]):
    """One record as written: key → text, list or `Fields`, and the place of each."""

    __slots__ = ("_at", "_key_at", "place")

    def __init__(
        self, place: Place, at: Callable[[str], Place] | None = None, key_at: Callable[[str], Place] | None = None
    ) -> None:
        super().__init__()
        self.place = place
        self._at = at
        self._key_at = key_at or at

    def at(self, key: str) -> Place:
        """Where the value of a key stands; the record's own place when it has none."""
        return self._at(key) if self._at else self.place

    def key_at(self, key: str) -> Place:
        """Where a key itself stands, as far as the format tells."""
        return self._key_at(key) if self._key_at else self.place


class Items(list[Datum]):
    """A list as written, with the place of each item."""

    __slots__ = ("places",)

    def __init__(self, items: Iterable[Datum] = (), places: Iterable[Place] = ()) -> None:
        super().__init__(items)
        self.places = list(places)


class Problems(list[Finding]):
    """The findings met while reading, in the order met."""

    def add(self, code: str, message: str, place: Place, *, fix: str = "", claim: str = "") -> None:
        """Note one problem."""
        self.append(Finding(code, message, (claim,) if claim else (), place, fix=fix))

    def name_claim(self, start: int, claim: str) -> None:
        """Give the problems met since `start` the claim they belong to, where they name none."""
        for at in range(start, len(self)):
            if claim and not self[at].claims:
                self[at] = replace(self[at], claims=(claim,))

    def unknown_keys(self, fields: Fields, known: Iterable[str], of: str) -> None:
        """Note every key of a record that nothing reads."""
        names = list(known)
        for key in fields:
            if key not in names:
                fix = f"correct the key, or remove it; {of} takes {', '.join(names)}"
                self.add("RD02", f"key '{key}' of {of} is not known{nearest(key, names)}", fields.key_at(key), fix=fix)


def as_text(fields: Fields, key: str, problems: Problems, default: str = "") -> str:
    """The text of a key; a list or mapping in its place is a finding."""
    value = fields.get(key)
    if value is None:
        return default
    if isinstance(value, str):
        return value.strip()
    problems.add("SC10", f"'{key}' is {_kind(value)}, not a text", fields.at(key), fix=f"write {key}: and one text")
    return default


def as_texts(fields: Fields, key: str, problems: Problems) -> tuple[str, ...]:
    """The texts of a key: a list, or one text whose parts a semicolon separates."""
    value = fields.get(key)
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(item.strip() for item in value)
    problems.add("SC10", f"'{key}' is {_kind(value)}, not a list of texts", fields.at(key), fix=f"write {key}: [a, b]")
    return ()


def records(fields: Fields, key: str, problems: Problems) -> list[Fields]:
    """The records in the list under a key; what is no record is a finding."""
    value = fields.get(key)
    if value is None:
        if key in fields:
            fix = f"list {key} under it, each with '- ', or write {key}: []"
            problems.add("SC05", f"'{key}' is empty", fields.key_at(key), fix=fix)
        return []
    if not isinstance(value, list):
        problems.add(
            "SC10", f"'{key}' is {_kind(value)}, not a list", fields.at(key), fix=f"start each of {key} with '- '"
        )
        return []
    places = value.places if isinstance(value, Items) else []
    for at, item in enumerate(value):
        if not isinstance(item, Fields):
            shown = f"'{item[:60]}'" if isinstance(item, str) else _kind(item)
            place = places[at] if at < len(places) else fields.at(key)
            problems.add("SC10", f"{shown} in '{key}' is no record of keys and values", place, fix="write key: value")
    return [item for item in value if isinstance(item, Fields)]


def _kind(value: Datum) -> str:
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, Fields) else "a text" if value else "an empty item"
