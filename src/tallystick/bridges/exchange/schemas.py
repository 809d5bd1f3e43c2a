"""Tables as `schemas/*.yaml` describes them, read and written."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from tallystick import units
from tallystick.bounds import show_number
from tallystick.bridges.exchange import Tables, Written
from tallystick.bridges.exchange.columns import open_ends, range_text, shown, untold
from tallystick.bridges.exchange.reading import counted
from tallystick.errors import ReadError
from tallystick.model import Kind, Measure, Missing, Role, TableColumn, TableSpec
from tallystick.reading.fields import Problems
from tallystick.reading.schemas import SchemaReader
from tallystick.reading.table_specs import spec_of
from tallystick.reading.yaml_text import read_yaml


def read_schema(path: Path) -> Tables:
    """The tables of a schema file with its measures; of a folder, those of all its files.

    Raises:
        ReadError: a file cannot be read, or what it says of a table.
    """
    problems = Problems()
    reader = SchemaReader(problems)
    files = sorted([*path.rglob("*.yaml"), *path.rglob("*.yml")]) if path.is_dir() else [path]
    for file in files:
        fields = read_yaml(file.read_text("utf-8"), file.as_posix(), problems)
        if fields is not None:
            reader.read(fields)
    schema = reader.schema()
    described = [table for table in reader.tables.values() if table is not None]
    specs = tuple(spec_of(table, schema, problems) for table in described if table.layout == "wide")
    if problems:
        told = problems[0]
        raise ReadError(told.message, place=str(told.place), fix=told.fix)
    left = [f"table '{table.name}' of layout {table.layout}" for table in described if table.layout != "wide"]
    left += ["a relation between measures, which is no sum of the columns of a table"] * len(
        [one for one in schema.relations if one.id not in {total.id for spec in specs for total in spec.totals}]
    )
    left += [f"the ids of the claims of '{table.name}'" for table in described if table.ids]
    left += [f"{file.name}: convert it by itself" for file in sorted(path.glob("*.py"))] if path.is_dir() else []
    folder = path.resolve() if path.is_dir() else path.resolve().parent
    return Tables(specs, schema.measures, counted(left), folder.parent if folder.name == "schemas" else folder)


def write_schema(tables: Tables) -> Written:
    """A schema file: the measures, then the tables; a total of a table's columns becomes a relation."""
    left = [*open_ends(tables.measures)]
    top: dict[str, Any] = {"measures": {name: _measure(one) for name, one in tables.measures.items()}}
    relations = [_relation(spec, total) for spec in tables.specs for total in spec.totals]
    top |= {"relations": relations} if relations else {}
    top["tables"] = {spec.name: _table(spec, left) for spec in tables.specs}
    return Written(yaml.safe_dump(top, allow_unicode=True, sort_keys=False, width=120), counted(left))


def _measure(measure: Measure) -> dict[str, Any]:
    kind = {} if measure.kind is Kind.QUANTITY else {"kind": measure.kind.value}
    made: dict[str, Any] = {**({"title": measure.title} if measure.title else {}), **kind}
    made |= {"unit": shown(measure.unit)} if measure.unit else {}
    made |= {"dimensions": list(measure.dimensions)} if measure.dimensions else {}
    within = range_text(measure.range, measure.unit)
    made |= {"range": within} if within else {}
    return made | ({"values": list(measure.values)} if measure.values else {})


def _relation(spec: TableSpec, total: Any) -> dict[str, Any]:  # noqa: ANN401 - a total
    of = {column.name: column.measure for column in spec.of_role(Role.VALUE)}
    holds = f"{of[total.whole]} == {' + '.join(of[part] for part in total.parts)}"
    named = {"id": total.id or f"{spec.name}-{total.whole}", "holds": holds}
    return named | ({"exactly": True} if total.is_exact else {})


def _table(spec: TableSpec, left: list[str]) -> dict[str, Any]:
    key = {
        column.name: "period" if column.role is Role.PERIOD else column.dimension or column.name
        for column in (spec.column(name) for name in spec.key)
    }
    made: dict[str, Any] = {"path": spec.paths[0], "layout": "wide"}
    said = [column for column in spec.columns if column.role in (Role.VALUE, Role.OTHER) and _column(column)]
    made["columns"] = {column.name: _column(column) for column in said}
    keyed = [one for one in spec.columns if one not in said and (one.values or one.pattern)]
    left += [f"the values or pattern of '{one.name}', which is part of the key" for one in keyed]
    made["key"] = list(key) if all(name == of for name, of in key.items()) else key
    by = spec.of_role(Role.BY)
    made |= {"by": by[0].name} if by else {}
    rest = [column.name for column in spec.of_role(Role.OTHER) if not _column(column)]
    made |= {"ignore": rest} if rest else {}
    made |= {"ordered": [[one.first, one.second] for one in spec.ordered]} if spec.ordered else {}
    if spec.agreement:
        made["agreement"] = {"within": _share(spec.agreement.within), "about": _share(spec.agreement.about)}
    left += untold(spec)
    return made | ({"missing": list(spec.missing)} if spec.missing else {})


def _share(of: Fraction) -> str:
    return f"{show_number(of * 100)} %"


def _column(column: TableColumn) -> dict[str, Any]:
    made: dict[str, Any] = {"measure": column.measure} if column.measure else {}
    made |= {"unit_column": column.unit_column} if column.unit_column else {}
    made |= {"unit": column.unit} if column.unit else {}
    made |= {"nullable": True} if column.is_nullable and column.role is Role.VALUE else {}
    made |= {"missing": column.missing.value} if column.missing is not Missing.UNKNOWN else {}
    made |= {"values": list(column.values)} if column.values else {}
    made |= {"pattern": column.pattern} if column.pattern else {}
    within = range_text(column.range, units.parse_unit(column.unit).canonical if column.unit else "")
    made |= {"range": within} if within else {}
    return made | ({"unique": True} if column.is_unique else {})
