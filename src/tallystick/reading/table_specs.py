"""A table that an engine judges row by row: what a schema file says of it → a `TableSpec` with its relations.

A relation that adds up measures which are columns of the table (`total == a + b`, `total == sum(a, b)`) becomes a
total of its rows; any other relation over them, a check of its rows or groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from tallystick import units
from tallystick.errors import DataError
from tallystick.expressions import nodes, parse
from tallystick.expressions.nodes import Node
from tallystick.model import (
    Agreement,
    Bound,
    Layout,
    Measure,
    Missing,
    Ordered,
    Quantity,
    Relation,
    Role,
    RowCheck,
    Schema,
    Spread,
    TableColumn,
    TableSpec,
    Total,
)
from tallystick.reading.declared_tables import Column, DeclaredTable
from tallystick.reading.fields import Problems
from tallystick.text import read_value

PERIOD, PART = "period", "part"  # the column of periods, or of parts of them, where they were columns


def spec_of(table: DeclaredTable, schema: Schema, problems: Problems) -> TableSpec:
    """The table as an engine judges it; faults of its description go to `problems`."""
    spread = _spread(table)
    columns = tuple(_columns(table, spread, schema, problems))
    at = {column.measure: column.name for column in columns if column.role is Role.VALUE and column.measure}
    totals, checks = _relations(table, columns, at, schema)
    own = (*table.key, spread.period if spread else "", table.measure_column)
    key = tuple(dict.fromkeys(name for name in own if name))
    return TableSpec(
        table.name,
        (table.path,),
        Layout(table.layout),
        columns,
        key=key,
        ordered=tuple(Ordered(first, second) for first, second in table.ordered),
        totals=totals,
        agreement=_agreement(table, problems),
        missing=table.missing,
        place=table.place,
        flags=table.flags,
        dialect=table.dialect,
        spread=spread,
        checks=(*checks, *table.checks),
        names=table.names,
        only_named=table.only_named,
    )


def _spread(table: DeclaredTable) -> Spread | None:
    """The columns that are periods, and what their values are called: their measure."""
    spread = {name: one for name, one in table.columns.items() if one.is_spread}
    if not spread:
        return None
    first = next(iter(spread.values()))
    # Where a row has a period of its own, its columns are parts of it: months of a year.
    is_part = "period" in table.key.values()
    return Spread(tuple(spread), first.measure or "value", PART if is_part else PERIOD)


def _columns(table: DeclaredTable, spread: Spread | None, schema: Schema, problems: Problems) -> Iterator[TableColumn]:
    for name, of in table.key.items():
        yield TableColumn(name, Role.PERIOD if of == "period" else Role.DIMENSION, dimension=of)
    if spread and spread.period not in table.key:
        yield TableColumn(
            spread.period, Role.PERIOD if spread.period == PERIOD else Role.DIMENSION, dimension=spread.period
        )
    if table.measure_column:
        yield TableColumn(table.measure_column, Role.MEASURE)
    if table.by:
        yield TableColumn(table.by, Role.BY, is_nullable=True)
    for unit_column in dict.fromkeys(one.unit_column for one in table.columns.values() if one.unit_column):
        yield TableColumn(unit_column, Role.UNIT, is_nullable=True)  # a value without one is a finding of units
    done = False
    for name, one in table.columns.items():
        if one.is_spread and spread:
            if not done:
                yield _column(spread.value, one, schema, problems)
            done = True
        else:
            yield _column(name, one, schema, problems)


def _column(name: str, one: Column, schema: Schema, problems: Problems) -> TableColumn:
    return TableColumn(
        name,
        Role.VALUE if one.is_value else Role.OTHER,
        measure=one.measure,
        unit=one.unit,
        unit_column=one.unit_column,
        is_nullable=one.nullable,
        is_unique=one.unique,
        values=one.values,
        pattern=one.pattern,
        range=_range(name, one, schema, problems),
        missing=Missing(one.missing or Missing.UNKNOWN),
        references=one.references,
    )


def _range(name: str, one: Column, schema: Schema, problems: Problems) -> Bound:
    """The column's own range, in its unit (in its measure's, where a row names the unit)."""
    if not one.range:
        return Bound()
    measure = schema.measures.get(one.measure)
    try:
        written = one.unit if one.unit not in ("", "header") else (measure.unit if measure else "")
        unit = units.parse_unit(written).canonical if written else ""
        quantity = read_value(one.range, unit=unit)
        return units.convert_bound(quantity.bound, quantity.unit or unit, unit)
    except DataError as problem:
        code = getattr(problem, "code", "RD06") or "RD06"
        fix = problem.fix or "write it as 0 .. 80 Mt/year"
        problems.add(code, f"range of column '{name}': {problem.what}", one.place, fix=fix)
        return Bound()


def _relations(
    table: DeclaredTable, columns: Sequence[TableColumn], at: Mapping[str, str], schema: Schema
) -> tuple[tuple[Total, ...], tuple[RowCheck, ...]]:
    """The relations over measures of the table that its rows can be held to."""
    totals: list[Total] = []
    checks: list[RowCheck] = []
    of_long = _measures_of_long(table, schema) if table.measure_column else {}
    for relation in schema.relations:
        try:
            tree = parse(relation.holds)
        except DataError:
            continue  # told where relations are judged
        named = set(nodes.names(tree))
        if not named & {*at, *of_long}:
            continue
        total = _total(relation, tree, at)
        if total is not None and not table.measure_column and _is_of_rows(relation, table):
            totals.append(total)
        elif named <= {*at, *of_long}:
            groups = () if _is_of_rows(relation, table) else _groups(relation, columns)
            checks.append(
                RowCheck(relation.id, relation.holds, relation.says, groups, (), relation.exactly, relation.place)
            )
    return tuple(totals), tuple(checks)


def _measures_of_long(table: DeclaredTable, schema: Schema) -> Mapping[str, Measure]:
    known = {measure for _, measure, _ in table.names} if table.only_named else set(schema.measures)
    return {name: measure for name, measure in schema.measures.items() if name in known}


def _is_of_rows(relation: Relation, table: DeclaredTable) -> bool:
    """Whether a relation speaks of each row: of all that its key names, or of nothing in particular."""
    return not relation.for_each or set(table.key.values()) <= {*relation.for_each, "period"}


def _groups(relation: Relation, columns: Sequence[TableColumn]) -> tuple[str, ...]:
    return tuple(
        column.name
        for column in columns
        if column.role in (Role.DIMENSION, Role.PERIOD) and column.dimension in relation.for_each
    )


def _total(relation: Relation, tree: Node, at: Mapping[str, str]) -> Total | None:
    match tree:
        case nodes.Compare((nodes.Name(whole), other), ("==",)) | nodes.Compare((other, nodes.Name(whole)), ("==",)):
            parts = _parts(other)
        case _:
            return None
    if not parts or any(name not in at for name in (whole, *parts)):
        return None
    return Total(at[whole], tuple(at[name] for name in parts), relation.id, relation.exactly)


def _parts(node: Node) -> tuple[str, ...]:
    """The names that a sum adds up; nothing when it is none."""
    match node:
        case nodes.Sum(terms, signs) if all(sign > 0 for sign in signs):
            parts = terms
        case nodes.Call("sum", arguments) if len(arguments) > 1:
            parts = arguments
        case _:
            return ()
    return tuple(part.name for part in parts if isinstance(part, nodes.Name)) if _all_names(parts) else ()


def _all_names(parts: tuple[Node, ...]) -> bool:
    return all(isinstance(part, nodes.Name) for part in parts)


def _agreement(table: DeclaredTable, problems: Problems) -> Agreement | None:
    if table.agreement is None:
        return None
    within, about = (_share(text, table, problems) for text in table.agreement)
    return Agreement(within, about)


def _share(text: str, table: DeclaredTable, problems: Problems) -> Fraction:
    try:
        value = read_value(text)
    except DataError as problem:
        problems.add("RD06", f"'agreement' of table '{table.name}': {problem.what}", table.place, fix=problem.fix)
        return Fraction(0)
    return _of(value)


def _of(value: Quantity) -> Fraction:
    low = value.bound.low or Fraction(0)
    return low / 100 if value.unit == "percent" else low
