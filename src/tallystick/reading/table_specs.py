"""A table that an engine judges row by row: what a schema file says of it → a `TableSpec` with its relations.

A relation that adds up measures which are columns of the table (`total == a + b`, `total == sum(a, b)`) becomes a
total of its rows; any other relation over them is named as not judged there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from tallystick.errors import DataError
from tallystick.expressions import nodes, parse
from tallystick.expressions.nodes import Node
from tallystick.model import (
    Agreement,
    Layout,
    Missing,
    Ordered,
    Quantity,
    Relation,
    Role,
    Schema,
    TableColumn,
    TableSpec,
    Total,
)
from tallystick.reading.declared_tables import DeclaredTable
from tallystick.reading.fields import Problems
from tallystick.text import read_value


def spec_of(table: DeclaredTable, schema: Schema, problems: Problems) -> TableSpec:
    """The table as an engine judges it; faults of its description go to `problems`."""
    columns = tuple(_columns(table))
    at = {column.measure: column.name for column in columns if column.role is Role.VALUE}
    totals = tuple(_totals(table, at, schema, problems))
    return TableSpec(
        table.name,
        (table.path,),
        Layout.WIDE,
        columns,
        key=tuple(table.key),
        ordered=tuple(Ordered(first, second) for first, second in table.ordered),
        totals=totals,
        agreement=_agreement(table, problems),
        missing=table.missing,
        place=table.place,
    )


def _columns(table: DeclaredTable) -> Iterator[TableColumn]:
    for name, of in table.key.items():
        yield TableColumn(name, Role.PERIOD if of == "period" else Role.DIMENSION, dimension=of)
    if table.by:
        yield TableColumn(table.by, Role.BY, is_nullable=True)
    for unit_column in dict.fromkeys(one.unit_column for one in table.columns.values() if one.unit_column):
        yield TableColumn(unit_column, Role.UNIT)
    for name, one in table.columns.items():
        yield TableColumn(
            name,
            Role.VALUE,
            measure=one.measure,
            unit=one.unit,
            unit_column=one.unit_column,
            is_nullable=one.nullable,
            missing=Missing(one.missing or Missing.UNKNOWN),
        )


def _totals(table: DeclaredTable, at: Mapping[str, str], schema: Schema, problems: Problems) -> Iterator[Total]:
    """The relations over measures of the table that its rows can be held to."""
    for relation in schema.relations:
        try:
            tree = parse(relation.holds)
        except DataError:
            continue  # told where relations are judged
        if not set(nodes.names(tree)) & set(at):
            continue
        total = _total(relation, tree, at)
        if total is None:
            message = f"relation '{relation.id}' is not judged in table '{table.name}': it is no sum of its columns"
            problems.add("CF06", message, relation.place, fix="read the table as claims (engine: ledger)")
        else:
            yield total


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
        case nodes.Call("sum", arguments):
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
