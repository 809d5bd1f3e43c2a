"""YAML text → `Fields`, straight from the parser's events: no tags, no recursion, limits on all of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from tallystick.model import Place
from tallystick.reading.fields import Datum, Fields, Problems

MAX_DEPTH = 40
MAX_ALIASES = 1_000
_NULLS = ("", "~", "null", "Null", "NULL")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Stop(Exception):
    """The file cannot be read further; what, where and one fix."""

    def __init__(self, what: str, mark: Any, fix: str) -> None:
        super().__init__(what)
        self.what, self.mark, self.fix = what, mark, fix


def read_yaml(text: str, path: str, problems: Problems) -> Fields | None:
    """The top record of a YAML text, or None (with a finding RD01) when there is none."""
    builder = _Builder(path, problems)
    try:
        top = builder.build(_events(text))
    except _Stop as stop:
        line, column = (stop.mark.line + 1, stop.mark.column + 1) if stop.mark else (1, 1)
        problems.add("RD01", stop.what, Place(path, line, column), fix=stop.fix)
        return None
    if isinstance(top, Fields):
        return top
    what = "the file is empty" if top is None else "the file is no mapping of keys and values"
    problems.add("RD01", what, Place(path, 1, 1), fix="start it with a key such as 'claims:'")
    return None


def _events(text: str) -> Iterable[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=_Loader)
    except yaml.MarkedYAMLError as problem:
        what = " ".join(part for part in (problem.problem, problem.context) if part) or "it does not parse"
        mark = problem.problem_mark or problem.context_mark
        raise _Stop(
            f"broken YAML: {what}", mark, "mend the line; indent with spaces, quote texts that hold ': '"
        ) from None
    except yaml.YAMLError as problem:
        first = str(problem).splitlines()[0]
        raise _Stop(f"broken YAML: {first}", None, "remove the character") from None


class _Builder:
    """Events to data, on a stack of open collections."""

    def __init__(self, path: str, problems: Problems) -> None:
        self.path, self.problems = path, problems
        self.open: list[Fields | list[Datum]] = []
        self.keys: list[str | None] = []  # of each open mapping, the key whose value comes next
        self.places: list[dict[str, Place]] = []
        self.anchors: dict[str, Datum] = {}
        self.building: list[str | None] = []
        self.aliases = 0
        self.top: Datum = None
        self.documents = 0

    def build(self, events: Iterable[yaml.Event]) -> Datum:
        for event in events:
            match event:
                case yaml.ScalarEvent():
                    is_null = event.value in _NULLS and not event.style
                    self.put(None if is_null else event.value, event)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self.start(event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self.end()
                case yaml.AliasEvent():
                    self.alias(event)
                case yaml.DocumentStartEvent():
                    self.document(event)
        return self.top

    def document(self, event: yaml.Event) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _Stop("a second YAML document starts here", event.start_mark, "keep one document a file")

    def place(self, event: yaml.Event) -> Place:
        return Place(self.path, event.start_mark.line + 1, event.start_mark.column + 1)

    def start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise _Stop(f"nested more than {MAX_DEPTH} deep", event.start_mark, "write it flatter")
        places: dict[str, Place] = {}
        if isinstance(event, yaml.MappingStartEvent):
            here = self.place(event)
            made: Fields | list[Datum] = Fields(here, lambda key: places.get(key, here))
        else:
            made = []
        self.put(made, event)
        self.open.append(made)
        self.keys.append(None)
        self.places.append(places)
        self.building.append(event.anchor)

    def end(self) -> None:
        self.open.pop()
        self.keys.pop()
        self.places.pop()
        self.building.pop()

    def alias(self, event: yaml.AliasEvent) -> None:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise _Stop(f"more than {MAX_ALIASES} aliases", event.start_mark, "write the values out")
        if event.anchor in self.building:
            raise _Stop(f"alias '*{event.anchor}' stands inside itself", event.start_mark, "write the value out")
        if event.anchor not in self.anchors:
            raise _Stop(f"alias '*{event.anchor}' has no anchor", event.start_mark, f"define &{event.anchor} above it")
        self.put(self.anchors[event.anchor], event)

    def put(self, value: Datum, event: yaml.NodeEvent) -> None:
        if event.anchor and not isinstance(event, yaml.AliasEvent):
            self.anchors[event.anchor] = value
        if not self.open:
            self.top = value
        elif isinstance(holder := self.open[-1], list):
            holder.append(value)
        elif self.keys[-1] is None:
            self.key(value, event)
        else:
            self.keep(holder, self.keys[-1], value, event)

    def key(self, value: Datum, event: yaml.Event) -> None:
        if not isinstance(value, str | None):
            raise _Stop(
                "a list or mapping stands where a key is expected", event.start_mark, "write a text before the ':'"
            )
        self.keys[-1] = value or "null"

    def keep(self, holder: Fields, key: str, value: Datum, event: yaml.Event) -> None:
        self.keys[-1] = None
        if key in holder:
            first = holder.at(key)
            message = f"key '{key}' is written twice (first on line {first.line}); the first is kept"
            self.problems.add("RD03", message, self.place(event), fix="remove one of them")
            return
        holder[key] = value
        self.places[-1][key] = self.place(event)
