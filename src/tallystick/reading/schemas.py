"""`schemas/*.yaml` → measures, readings, relations and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tallystick import bounds, periods, units
from tallystick.errors import DataError, UnitError
from tallystick.model import Allow, Bound, Kind, Measure, Place, Relation, Schema
from tallystick.reading import claims
from tallystick.reading.declared_tables import DeclaredTable, read_declared
from tallystick.reading.fields import Datum, Fields, Problems, as_text, as_texts, records
from tallystick.reading.names import read_aliases
from tallystick.reading.numbers import read_allows, read_flag
from tallystick.reading.sources import read_severity
from tallystick.showing import nearest
from tallystick.text import read_value

KEYS = ("measures", "readings", "relations", "tables", "aliases", "allow")
MEASURE_KEYS = ("title", "unit", "dimensions", "range", "kind", "values")
_KEYS_OF: dict[str, tuple[str, ...]] = {
    Kind.QUANTITY: ("unit", "range"),
    Kind.DURATION: ("unit", "range"),
    Kind.DATE: ("range",),
    Kind.RANK: ("range",),
    Kind.COUNT: ("range",),
    Kind.CATEGORY: ("values",),
}
# What every count and every rank lies in, whatever its schema says.
_NATURAL = {Kind.COUNT: bounds.at_least(0), Kind.RANK: bounds.at_least(1)}
RELATION_KEYS = ("id", "says", "for each", "for_each", "holds", "severity", "allow", "exactly")


@dataclass(slots=True)
class SchemaReader:
    """Gathers several schema files into one `Schema`; the first definition of a name keeps it."""

    problems: Problems
    measures: dict[str, Measure] = field(default_factory=dict)
    readings: dict[str, str] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    tables: dict[str, DeclaredTable | None] = field(default_factory=dict)  # None: described, and not readable
    allows: list[tuple[str, Allow]] = field(default_factory=list)
    aliases: dict[tuple[str, str], str] = field(default_factory=dict)

    def read(self, fields: Fields) -> None:
        """Take one file."""
        self.problems.unknown_keys(fields, KEYS, "a schema")
        self.allows += [(fields.place.path, allow) for allow in read_allows(fields, self.problems)]
        self._readings(fields)
        read_aliases(fields, self.problems, self.aliases)
        for name, definition in self._mapping(fields, "measures").items():
            self._measure(name, definition, fields)
        for record in records(fields, "relations", self.problems):
            self._relation(record)
        for name, definition in self._mapping(fields, "tables").items():
            self._table(name, definition, fields["tables"].at(name))

    def schema(self) -> Schema:
        """All of it."""
        return Schema(self.measures, self.readings, tuple(self.relations.values()), self.aliases)

    def _mapping(self, fields: Fields, key: str) -> Fields:
        value = fields.get(key)
        if isinstance(value, Fields):
            return value
        if value is None and key in fields:
            self.problems.add("SC05", f"'{key}' is empty", fields.key_at(key), fix="remove the key, or fill it")
        elif value is not None:
            self.problems.add(
                "SC10", f"'{key}' is no mapping of names", fields.at(key), fix=f"write {key}: then name: …"
            )
        return Fields(fields.place)

    def _readings(self, fields: Fields) -> None:
        declared = self._mapping(fields, "readings")
        for word in declared:
            written = as_text(declared, word, self.problems)
            try:
                unit = units.parse_unit(written).canonical
                options = units.readings_of(word)
                if options and not any(units.same_dimension(unit, option) for option in options):
                    units.convert(Fraction(1), options[0], unit)
                self.readings.setdefault(word, unit)
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

    def _table(self, name: str, definition: Datum, place: Place) -> None:
        if name not in self.tables:
            self.tables[name] = read_declared(name, definition, place, self.problems)
            return
        first = self.tables[name]
        where = f" (first at {first.place})" if first else ""
        self.problems.add("RD03", f"table '{name}' is described twice{where}", place, fix="rename one")

    def _make(self, name: str, fields: Fields) -> Measure:
        kind = as_text(fields, "kind", self.problems, "quantity")
        if kind not in list(Kind):
            message = f"kind '{kind}' of '{name}' is not known{nearest(kind, list(Kind))}"
            self.problems.add("SC06", message, fields.at("kind"), fix=f"use one of {', '.join(Kind)}")
            kind = "quantity"
        self._check_keys(name, kind, fields)
        unit = self._unit(name, fields) if "unit" in _KEYS_OF.get(kind, ()) else ""
        return Measure(
            name=name,
            kind=Kind(kind),
            title=as_text(fields, "title", self.problems),
            unit=unit or "",
            dimensions=self._dimensions(name, fields),
            range=Bound() if unit is None else self._range(name, Kind(kind), fields, unit),
            values=as_texts(fields, "values", self.problems) if kind == Kind.CATEGORY else (),
            place=fields.place,
            is_unit_unread=unit is None,
        )

    def _check_keys(self, name: str, kind: str, fields: Fields) -> None:
        """Name the keys that a measure of this kind has no use for."""
        for key in ("unit", "range", "values"):
            if fields.get(key) is not None and key not in _KEYS_OF.get(kind, ()):
                message = f"measure '{name}' has '{key}', which a measure of kind {kind} does not take"
                self.problems.add("RD02", message, fields.key_at(key), fix="remove the key, or correct the kind")
        if kind == Kind.CATEGORY and fields.get("values") in (None, "", []):
            message = f"measure '{name}' of kind category has no 'values'"
            self.problems.add("RD04", message, fields.place, fix="list the words it takes: values: [a, b]")

    def _dimensions(self, name: str, fields: Fields) -> tuple[str, ...]:
        """The dimensions but those that no claim could name, since the word is a key of every claim."""
        found = as_texts(fields, "dimensions", self.problems)
        for word in dict.fromkeys(word for word in found if word in claims.KEYS):
            message = f"dimension '{word}' of measure '{name}' has the name of a claim's key"
            self.problems.add("RD03", message, fields.at("dimensions"), fix="rename the dimension")
        return tuple(dict.fromkeys(word for word in found if word not in claims.KEYS))

    def _unit(self, name: str, fields: Fields) -> str | None:
        """The unit of a measure, "" when it gives none; None, with a finding, when it cannot be read."""
        met = Problems()
        written = as_text(fields, "unit", met)
        try:
            if not met:
                return units.parse_unit(written, readings=self.readings).canonical if written else ""
        except UnitError as problem:
            met.add(problem.code, f"unit of measure '{name}': {problem.what}", fields.at("unit"), fix=problem.fix)
        for finding in met:
            message = f"{finding.message}; its claims keep their own units and are not reconciled"
            self.problems.add(finding.code, message, finding.place, fix=finding.fix)
        return None

    def _range(self, name: str, kind: Kind, fields: Fields, unit: str) -> Bound:
        written = as_text(fields, "range", self.problems)
        if not written or "range" not in _KEYS_OF.get(kind, ()):
            return _NATURAL.get(kind, Bound())
        try:
            return read_day_range(written) if kind is Kind.DATE else read_range(written, unit, self.readings)
        except DataError as problem:
            code = getattr(problem, "code", "RD06") or "RD06"
            message = f"range of measure '{name}': {problem.what}"
            fix = problem.fix if unit or code != "UN03" else f"give measure '{name}' a unit"
            self.problems.add(code, message, fields.at("range"), fix=fix or "write it as 0 .. 80 Mt/year")
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
            exactly=read_flag(fields, "exactly", self.problems),
        )


def read_day_range(text: str) -> Bound:
    """The days that `2020 .. 2030`, `2020-01-01 ..` or `2020/2030` spans, as ordinals.

    Raises:
        PeriodError: it is no period, or ends before it starts.

    >>> read_day_range("2020 .. 2030") == read_day_range("2020/2030")
    True
    """
    low, dots, high = text.partition("..")
    return periods.to_days(periods.parse_period(f"{low.strip() or '..'}/{high.strip() or '..'}" if dots else text))


def read_range(text: str, unit: str, readings: Mapping[str, str]) -> Bound:
    """The interval `0 .. 80 Mt/year`, `0 USD ..` or `.. 100 %` names, in `unit`.

    Raises:
        DataError: an end cannot be read, or its unit does not go with `unit`.

    >>> read_range("0 .. 1000 %", "percent", {}).high
    Fraction(1000, 1)
    """
    quantity = read_value(text, unit=unit, readings=readings)
    # "0 ..": a bare range is in the measure's unit.
    return units.convert_bound(quantity.bound, quantity.unit or unit, unit)
