"""`schemas/*.yaml` → measures, readings, relations and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tallystick import units
from tallystick.errors import DataError, UnitError
from tallystick.model import Bound, Kind, Measure, Relation, Schema
from tallystick.reading.fields import Datum, Fields, Problems, as_text, as_texts, nearest, records
from tallystick.reading.numbers import read_allows
from tallystick.reading.sources import read_severity
from tallystick.text import read_value

KEYS = ("measures", "readings", "relations", "allow")
MEASURE_KEYS = ("title", "unit", "dimensions", "range", "kind", "values")
RELATION_KEYS = ("id", "says", "for each", "for_each", "holds", "severity", "allow")


@dataclass(slots=True)
class SchemaReader:
    """Gathers several schema files into one `Schema`; the first definition of a name keeps it."""

    problems: Problems
    measures: dict[str, Measure] = field(default_factory=dict)
    readings: dict[str, str] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)

    def read(self, fields: Fields) -> None:
        """Take one file."""
        self.problems.unknown_keys(fields, KEYS, "a schema")
        self._readings(fields)
        for name, definition in self._mapping(fields, "measures").items():
            self._measure(name, definition, fields)
        for record in records(fields, "relations", self.problems):
            self._relation(record)

    def schema(self) -> Schema:
        """All of it."""
        return Schema(self.measures, self.readings, tuple(self.relations.values()))

    def _mapping(self, fields: Fields, key: str) -> Fields:
        value = fields.get(key)
        if isinstance(value, Fields):
            return value
        if value is not None:
            self.problems.add(
                "SC10", f"'{key}' is no mapping of names", fields.at(key), fix=f"write {key}: then name: …"
            )
        return Fields(fields.place)

    def _readings(self, fields: Fields) -> None:
        declared = self._mapping(fields, "readings")
        for word in declared:
            written = as_text(declared, word, self.problems)
            try:
                self.readings.setdefault(word, units.parse_unit(written).canonical)
            except UnitError as problem:
                self.problems.add(
                    problem.code, f"reading of '{word}': {problem.what}", declared.at(word), fix=problem.fix
                )

    def _measure(self, name: str, definition: Datum, within: Fields) -> None:
        place = within["measures"].at(name)
        if name in self.measures:
            first = self.measures[name].place
            self.problems.add("RD03", f"measure '{name}' is defined twice (first at {first})", place, fix="rename one")
            return
        if definition is None:
            definition = Fields(place)
        if not isinstance(definition, Fields):
            self.problems.add("SC10", f"measure '{name}' is no mapping", place, fix=f"write {name}: {{unit: …}}")
            return
        self.problems.unknown_keys(definition, MEASURE_KEYS, f"measure '{name}'")
        self.measures[name] = self._make(name, definition)

    def _make(self, name: str, fields: Fields) -> Measure:
        kind = as_text(fields, "kind", self.problems, "quantity")
        if kind not in list(Kind):
            message = f"kind '{kind}' of '{name}' is not known{nearest(kind, list(Kind))}"
            self.problems.add("SC06", message, fields.at("kind"), fix=f"use one of {', '.join(Kind)}")
            kind = "quantity"
        unit = self._unit(name, fields)
        return Measure(
            name=name,
            kind=Kind(kind),
            title=as_text(fields, "title", self.problems),
            unit=unit,
            dimensions=as_texts(fields, "dimensions", self.problems),
            range=self._range(name, fields, unit),
            values=as_texts(fields, "values", self.problems),
            place=fields.place,
        )

    def _unit(self, name: str, fields: Fields) -> str:
        written = as_text(fields, "unit", self.problems)
        if not written:
            return ""
        try:
            return units.parse_unit(written, readings=self.readings).canonical
        except UnitError as problem:
            message = f"unit of measure '{name}': {problem.what}"
            self.problems.add(problem.code, message, fields.at("unit"), fix=problem.fix)
            return ""

    def _range(self, name: str, fields: Fields, unit: str) -> Bound:
        written = as_text(fields, "range", self.problems)
        if not written:
            return Bound()
        try:
            return read_range(written, unit, self.readings)
        except DataError as problem:
            code = getattr(problem, "code", "RD06") or "RD06"
            message = f"range of measure '{name}': {problem.what}"
            self.problems.add(code, message, fields.at("range"), fix=problem.fix or "write it as 0 .. 80 Mt/year")
            return Bound()

    def _relation(self, fields: Fields) -> None:
        self.problems.unknown_keys(fields, RELATION_KEYS, "a relation")
        identity, holds = as_text(fields, "id", self.problems), as_text(fields, "holds", self.problems)
        for key, text in (("id", identity), ("holds", holds)):
            if not text:
                who = f"relation '{identity}'" if identity else "a relation"
                self.problems.add("RD04", f"{who} has no '{key}'", fields.place, fix=f"add {key}: …")
                return
        if identity in self.relations:
            self.problems.add(
                "RD03", f"relation '{identity}' is there twice; the first is kept", fields.place, fix="rename one"
            )
            return
        self.relations[identity] = Relation(
            identity,
            holds,
            says=as_text(fields, "says", self.problems),
            for_each=as_texts(fields, "for each", self.problems) or as_texts(fields, "for_each", self.problems),
            severity=read_severity(fields, self.problems),
            allow=read_allows(fields, self.problems),
            place=fields.at("holds"),
        )


def read_range(text: str, unit: str, readings: Mapping[str, str]) -> Bound:
    """The interval `0 .. 80 Mt/year`, `0 USD ..` or `.. 100 %` names, in `unit`.

    Raises:
        DataError: an end cannot be read, or its unit does not go with `unit`.

    >>> read_range("0 .. 1000 %", "percent", {}).high
    Fraction(1000, 1)
    """
    low, dots, high = text.partition("..")
    if not dots:
        return _end(text, unit, readings, other="")
    ends = _end(low.strip(), unit, readings, other=high), _end(high.strip(), unit, readings, other=low)
    return Bound(ends[0].low, ends[1].high)


def _end(text: str, unit: str, readings: Mapping[str, str], *, other: str) -> Bound:
    if not text:
        return Bound()
    quantity = read_value(text, unit=unit, readings=readings)
    if quantity.unit == "" and unit and other:
        # "0 .. 80 Mt/year": the unit stands once, behind the last end.
        own = read_value(other.strip(), unit=unit, readings=readings).unit if other.strip() else unit
        return units.convert_bound(quantity.bound, own or unit, unit)
    if quantity.unit == "" and unit:
        return quantity.bound
    return units.convert_bound(quantity.bound, quantity.unit, unit)
