"""YAML text → `Fields`, straight from the parser's events: no tags, no recursion, limits on all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from tallystick.model import Place
from tallystick.reading.fields import Datum, Fields, Items, Problems

MAX_DEPTH = 40
MAX_ALIASES = 1_000
_MERGE = "<<"
_NULLS = ("", "~", "null", "Null", "NULL")
# What YAML 1.1 §5.1 does not let stand in a file.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A key and a plain text that YAML takes for something else: a block, an alias, a tag, another key.
_UNQUOTED = re.compile(r"[\s-]*([\w.-]+):[ \t]+([>|*&!%@`].*?|[^'\"\s\[{].*?:[ \t].*?)[ \t]*")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class _Mark:
    line: int
    column: int


class _Stop(Exception):
    """The file cannot be read further; what, where and one fix."""

    def __init__(self, what: str, mark: _Mark | None, fix: str) -> None:
        super().__init__(what)
        self.what, self.mark, self.fix = what, mark, fix


def read_yaml(text: str, path: str, problems: Problems) -> Fields | None:
    """The top record of a YAML text, or None (with a finding RD01) when there is none."""
    builder = _Builder(path, problems, text.splitlines())
    try:
        top = builder.build(_events(text))
    except _Stop as stop:
        line, column = (stop.mark.line + 1, stop.mark.column + 1) if stop.mark else (1, 1)
        fix = _to_quote(builder.lines[line - 1] if line <= len(builder.lines) else "") or stop.fix
        problems.add("RD01", stop.what, Place(path, line, column), fix=fix)
        return None
    if isinstance(top, Fields):
        return top
    what = "the file is empty" if top is None else "the file is no mapping of keys and values"
    problems.add("RD01", what, Place(path, 1, 1), fix="write keys and values, as 'name: value'")
    return None


def _to_quote(line: str) -> str:
    """The fix of a line whose value starts or reads as something else in YAML: ">= 17.1 %", "a: b"; "" for another."""
    found = _UNQUOTED.fullmatch(line)
    if found is None:
        return ""
    key, value = found.groups()
    mark = "'" if '"' in value else '"'
    return f"quote the text: {key}: {mark}{value}{mark}"


def _events(text: str) -> Iterable[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=_Loader)
    except yaml.MarkedYAMLError as problem:
        what = " ".join(part for part in (problem.problem, problem.context) if part) or "it does not parse"
        mark = _mark(problem.problem_mark or problem.context_mark)
        raise _Stop(
            f"broken YAML: {what}", mark, "mend the line; indent with spaces, quote texts that hold ': '"
        ) from None
    except yaml.YAMLError as problem:
        first = str(problem).splitlines()[0]
        raise _Stop(f"broken YAML: {first}", _mark_of(text), "remove the character") from None


def _mark(mark: Any) -> _Mark:  # noqa: ANN401 - the C loader's marks are a class of their own
    return _Mark(mark.line, mark.column) if mark else _Mark(0, 0)


def _mark_of(text: str) -> _Mark | None:
    """Where a character stands that YAML forbids; the reader itself gives no line."""
    found = _FORBIDDEN.search(text)
    if found is None:
        return None
    return _Mark(text.count("\n", 0, found.start()), found.start() - text.rfind("\n", 0, found.start()) - 1)


class _Builder:
    """Events to data, on a stack of open collections."""

    def __init__(self, path: str, problems: Problems, lines: Sequence[str]) -> None:
        self.path, self.problems, self.lines = path, problems, lines
        self.open: list[Fields | Items] = []
        self.keys: list[str | None] = []  # of each open mapping, the key whose value comes next
        self.key_places: list[dict[str, Place]] = []
        self.places: list[dict[str, Place]] = []
        self.merges: list[list[tuple[Datum, yaml.Event]]] = []  # of each open mapping, what stands behind `<<`
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
                    self.documents += 1
                    if self.documents > 1:
                        what = "a second YAML document starts here; only the first is read"
                        self.problems.add("RD01", what, self.place(event), fix="keep one document a file")
                        break
        return self.top

    def place(self, event: yaml.Event) -> Place:
        """Where the first character of an event's content stands: behind a quote, below a block's mark."""
        mark = _mark(event.start_mark)
        line, column = mark.line + 1, mark.column + 1
        style = event.style if isinstance(event, yaml.ScalarEvent) else None
        if style in ("|", ">"):
            found = next((n for n in range(line, len(self.lines)) if self.lines[n].strip()), None)
            if found is not None:
                text = self.lines[found]
                return Place(self.path, found + 1, len(text) - len(text.lstrip()) + 1)
        return Place(self.path, line, column + (style in ("'", '"')))

    def start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise _Stop(f"nested more than {MAX_DEPTH} deep", _mark(event.start_mark), "write it flatter")
        places: dict[str, Place] = {}
        keys: dict[str, Place] = {}
        if isinstance(event, yaml.MappingStartEvent):
            here = self.place(event)
            made: Fields | Items = Fields(here, lambda key: places.get(key, here), lambda key: keys.get(key, here))
        else:
            made = Items()
        self.put(made, event)
        self.open.append(made)
        self.keys.append(None)
        self.places.append(places)
        self.key_places.append(keys)
        self.merges.append([])
        self.building.append(event.anchor)

    def end(self) -> None:
        closed, places, keys = self.open.pop(), self.places.pop(), self.key_places.pop()
        self.keys.pop()
        self.building.pop()
        for value, event in self.merges.pop():
            # A key of the mapping's own outweighs one that `<<: *other` brings in, wherever it stands.
            for other in value if isinstance(value, Items) else [value]:
                if not isinstance(other, Fields) or not isinstance(closed, Fields):
                    raise _Stop("'<<' takes a mapping, or a list of them", _mark(event.start_mark), "write <<: *name")
                for key in [key for key in other if key not in closed]:
                    closed[key], places[key], keys[key] = other[key], other.at(key), other.key_at(key)

    def alias(self, event: yaml.AliasEvent) -> None:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise _Stop(f"more than {MAX_ALIASES} aliases", _mark(event.start_mark), "write the values out")
        if event.anchor in self.building:
            raise _Stop(f"alias '*{event.anchor}' stands inside itself", _mark(event.start_mark), "write the value out")
        if event.anchor not in self.anchors:
            raise _Stop(
                f"alias '*{event.anchor}' has no anchor", _mark(event.start_mark), f"define &{event.anchor} above it"
            )
        self.put(self.anchors[event.anchor], event)

    def put(self, value: Datum, event: yaml.NodeEvent) -> None:
        if event.anchor and not isinstance(event, yaml.AliasEvent):
            self.anchors[event.anchor] = value
        if not self.open:
            self.top = value
        elif isinstance(holder := self.open[-1], Items):
            holder.append(value)
            holder.places.append(self.place(event))
        elif self.keys[-1] is None:
            self.key(value, event)
        else:
            self.keep(holder, self.keys[-1], value, event)

    def key(self, value: Datum, event: yaml.Event) -> None:
        if not isinstance(value, str | None):
            raise _Stop(
                "a list or mapping stands where a key is expected",
                _mark(event.start_mark),
                "write a text before the ':'",
            )
        name = value or "null"
        self.keys[-1] = name
        self.key_places[-1].setdefault(name, self.place(event))

    def keep(self, holder: Fields, key: str, value: Datum, event: yaml.Event) -> None:
        self.keys[-1] = None
        if key == _MERGE:
            self.merges[-1].append((value, event))
            return
        if key in holder:
            first = holder.at(key)
            message = f"key '{key}' is written twice (first on line {first.line}); the first is kept"
            self.problems.add("RD03", message, self.place(event), fix="remove one of them")
            return
        holder[key] = value
        self.places[-1][key] = self.place(event)
