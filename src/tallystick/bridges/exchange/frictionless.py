"""Tables ⇄ Frictionless Table Schemas and Data Packages; `unit` and `unitColumn` of a field are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tallystick import units
from tallystick.bounds import show_number
from tallystick.bridges.exchange import Tables, Written
from tallystick.bridges.exchange.columns import in_order, measure_of, own_range, stated, types_of, untold
from tallystick.bridges.exchange.reading import counted, items, key_of, number, objects, read_json_object
from tallystick.errors import DataError, ReadError
from tallystick.model import Bound, Measure, Role, TableColumn, TableSpec

_NUMBERS = ("number", "integer")
_PERIODS = ("date", "year", "yearmonth")
_NAMED_PERIODS = ("year", "period", "date", "month")
_EMPTY = ("",)


def write_table_schema(tables: Tables) -> Written:
    """The schema of one table.

    Raises:
        ReadError: there are several tables.
    """
    if len(tables.specs) != 1:
        names = ", ".join(spec.name for spec in tables.specs)
        raise ReadError(f"a Table Schema is of one table, and these are {names}", fix="write --to datapackage")
    left: list[str] = []
    return Written(_json(_schema(tables.specs[0], tables, left)), counted(left))


def write_datapackage(tables: Tables) -> Written:
    """A package whose resources are the files of the tables."""
    left: list[str] = []
    resources = [
        {
            "name": spec.name.lower().replace("_", "-"),
            "path": spec.paths[0] if len(spec.paths) == 1 else list(spec.paths),
            "profile": "tabular-data-resource",
            "schema": _schema(spec, tables, left),
        }
        for spec in tables.specs
    ]
    return Written(_json({"profile": "tabular-data-package", "resources": resources}), counted(left))


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _schema(spec: TableSpec, tables: Tables, left: list[str]) -> dict[str, Any]:
    types = types_of(tables.root / spec.paths[0]) if spec.paths else {}
    fields = {column.name: _field(column, tables.measures, left) for column in spec.columns}
    for name, field in fields.items():
        # A number that its file writes as text has separators: "36,000".
        if field["type"] == "number" and types.get(name) == "str":
            field["groupChar"] = ","
    # A schema names the columns of its file in their order, all of them.
    ordered = [fields.pop(name, {"name": name, "type": "any"}) for name in types]
    made: dict[str, Any] = {"fields": [*ordered, *fields.values()]}
    made |= {"primaryKey": list(spec.key)} if spec.key and not spec.agreement else {}
    made |= {"missingValues": ["", *spec.missing]} if spec.missing else {}
    left += [f"that {' + '.join(one.parts)} makes {one.whole}" for one in spec.totals]
    left += [*in_order(spec), *untold(spec)]
    left += [f"that sources of '{spec.name}' agree"] if spec.agreement else []
    return made


def _field(column: TableColumn, measures: Mapping[str, Measure], left: list[str]) -> dict[str, Any]:
    measure = stated(column, measures)
    is_value = column.role is Role.VALUE
    made: dict[str, Any] = {"name": column.name, "type": "number" if is_value else "string"}
    made |= {"title": measure.title} if measure and measure.title else {}
    made |= {"unit": column.unit} if column.unit else {}
    made |= {"unitColumn": column.unit_column} if column.unit_column else {}
    # Of no standard: kept so that our own reading of it loses nothing.
    made |= {"measure": column.measure} if column.measure else {}
    rules: dict[str, Any] = {} if column.is_nullable or column.role is Role.OTHER else {"required": True}
    rules |= {"unique": True} if column.is_unique else {}
    rules |= {"enum": list(column.values)} if column.values else {}
    rules |= {"pattern": column.pattern} if column.pattern else {}
    if is_value:
        rules |= _ends(column, measures, left)
    return made | ({"constraints": rules} if rules else {})


def _ends(column: TableColumn, measures: Mapping[str, Measure], left: list[str]) -> dict[str, Any]:
    """The ends of a column's range, in its own unit; where each row has its own, no number can say them."""
    within, measure = own_range(column, measures), stated(column, measures)
    if column.unit_column:
        if measure is not None and measure.range != Bound():
            left.append(f"the range of '{column.name}', whose unit is another in each row")
        return {}
    if within.low_open or within.high_open:
        left.append(f"that an end of the range of '{column.name}' is no part of it")
    told = {"minimum": within.low, "maximum": within.high}
    return {name: _number(end) for name, end in told.items() if end is not None}


def _number(value: Any) -> Any:  # noqa: ANN401 - a fraction → a number of JSON
    text = show_number(value)
    return int(text) if value.denominator == 1 else float(value)


def read_table_schema(path: Path) -> Tables:
    """The table that a schema is of; its file is not said there, and named after it.

    Raises:
        ReadError: it is no Table Schema.
    """
    left: list[str] = []
    measures: dict[str, Measure] = {}
    name = _plain_name(path.name.split(".")[0])
    spec = _spec(name, f"data/tables/{name}.csv", read_json_object(path, "a Table Schema"), measures, left)
    left.append("where the table lies: a Table Schema names no file")
    return Tables((spec,), measures, counted(left), path.resolve().parent)


def read_datapackage(path: Path) -> Tables:
    """The tables of a package.

    Raises:
        ReadError: it is no Data Package, or none of its resources has a schema.
    """
    top = read_json_object(path, "a Data Package")
    left: list[str] = []
    measures: dict[str, Measure] = {}
    specs = []
    for number_, resource in enumerate(objects(top.get("resources")), start=1):
        name = _plain_name(str(resource.get("name") or f"table_{number_}"))
        if not isinstance(resource.get("schema"), dict):
            left.append(f"resource '{name}', which has no schema in it")
            continue
        where = [one for one in items(resource.get("path")) if isinstance(one, str) and one]
        file = where[0] if where else f"data/tables/{name}.csv"
        specs.append(_spec(name, file, resource["schema"], measures, left))
    if not specs:
        raise ReadError("no resource has a schema in it", place=path.as_posix(), fix="name a tabular Data Package")
    return Tables(tuple(specs), measures, counted(left), path.resolve().parent)


def _plain_name(name: str) -> str:
    return "".join(char if char.isalnum() else "_" for char in name).strip("_") or "table"


def _spec(name: str, file: str, schema: Mapping[str, Any], measures: dict[str, Measure], left: list[str]) -> TableSpec:
    known = [one for one in objects(schema.get("fields")) if one.get("name")]
    if not known:
        raise ReadError(f"the schema of '{name}' has no fields", fix="name a Table Schema")
    key = key_of(schema.get("primaryKey"), (str(one["name"]) for one in known), left)
    unit_columns = {str(one["unitColumn"]) for one in known if one.get("unitColumn")}
    columns = tuple(_column(name, one, key, unit_columns, measures, left) for one in known)
    missing = tuple(str(one) for one in items(schema.get("missingValues")) if str(one) not in _EMPTY)
    left += [f"'{rule}' of a schema" for rule in ("foreignKeys",) if schema.get(rule)]
    left += [] if key else [f"'{name}' has no key: write one"]
    return TableSpec(name, (file,), columns=columns, key=key, missing=missing)


def _column(
    table: str,
    field: Mapping[str, Any],
    key: tuple[str, ...],
    unit_columns: set[str],
    measures: dict[str, Measure],
    left: list[str],
) -> TableColumn:
    name, kind = str(field["name"]), str(field.get("type") or "string")
    said = field.get("constraints")
    rules = said if isinstance(said, dict) else {}
    role = Role.UNIT if name in unit_columns else Role.VALUE if kind in _NUMBERS else Role.OTHER
    if name in key:
        role = (
            Role.PERIOD if kind in _PERIODS or name.lower() in ("year", "period", "date", "month") else Role.DIMENSION
        )
    unit = _unit(name, field, left)
    measure = ""
    if role is Role.VALUE:
        dimensions = tuple(one for one in key if one.lower() not in _NAMED_PERIODS)
        made = _measure(table, name, field, rules, unit, dimensions)
        measure = measures.setdefault(made.name, made).name
    known = ("required", "unique", "enum", "pattern", "minimum", "maximum")
    left += [f"'{rule}' of '{name}'" for rule in rules if rule not in known]
    return TableColumn(
        name,
        role,
        dimension=name if role is Role.DIMENSION else "",
        measure=measure,
        unit="" if field.get("unitColumn") else unit,
        unit_column=str(field.get("unitColumn") or ""),
        is_nullable=not rules.get("required") and name not in key,
        is_unique=str(rules.get("unique")).lower() == "true",
        values=tuple(str(one) for one in items(rules.get("enum"))),
        pattern=str(rules.get("pattern") or ""),
    )


def _unit(name: str, field: Mapping[str, Any], left: list[str]) -> str:
    """The unit of a field, as `unit` or `units` of it; one that is not known is kept out, and told."""
    written = str(field.get("unit") or field.get("units") or "")
    if not written:
        return ""
    try:
        units.parse_unit(written)
    except DataError as problem:
        left.append(f"the unit of '{name}': {problem.what}")
        return ""
    return written


def _measure(
    table: str, name: str, field: Mapping[str, Any], rules: Mapping[str, Any], unit: str, dimensions: tuple[str, ...]
) -> Measure:
    canonical = units.parse_unit(unit).canonical if unit else ""
    within = Bound(number(rules.get("minimum")), number(rules.get("maximum")))
    wanted = str(field.get("measure") or "")
    made = measure_of("" if wanted else table, wanted or name, canonical, within, dimensions=dimensions)
    title = str(field.get("title") or "")
    return Measure(made.name, title=title, unit=made.unit, range=made.range, dimensions=made.dimensions)
