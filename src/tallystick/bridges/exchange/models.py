"""The models of a Python file → tables; and tables → such a file (`model_source`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tallystick import units
from tallystick.bridges.agreement import Sources
from tallystick.bridges.exchange import Tables
from tallystick.bridges.exchange.columns import measure_of
from tallystick.bridges.exchange.model_source import write_pandera
from tallystick.bridges.exchange.reading import counted, number
from tallystick.bridges.limits import Limits
from tallystick.bridges.models import surroundings
from tallystick.bridges.sums import Sums
from tallystick.errors import ReadError
from tallystick.model import Agreement, Bound, Measure, Role, TableColumn, TableSpec, Total
from tallystick.reading.python_files import in_words, is_interruption, loaded
from tallystick.schema.door import schemas_in
from tallystick.schema.tables import About, TableModel, about, roles
from tallystick.schema.tables import Role as Part

__all__ = ["read_pandera", "write_pandera"]

_PERIODS = ("period", "year", "quarter", "month", "date", "day")
# pandera's own checks that are an end of a range.
_ENDS = ("greater_than_or_equal_to", "greater_than", "less_than_or_equal_to", "less_than", "in_range")
Schema = Any  # of pandera, which brings no types
Column = Any


def read_pandera(path: Path) -> Tables:
    """The models and schemas of a Python file, which is run.

    Raises:
        ReadError: it cannot be run, or holds none.
    """
    left: list[str] = []
    measures: dict[str, Measure] = {}
    known, defined = surroundings(str(path.resolve()))
    try:
        with units.using(known), loaded(path, "models") as module:
            found = schemas_in(module)
            specs = [_spec(name, schema, model, defined, measures, left) for name, schema, model in found]
    except BaseException as problem:  # a stranger's file may raise anything
        if is_interruption(problem):
            raise
        what = f"the file cannot be run: {in_words(problem)}"
        raise ReadError(what, place=path.as_posix(), fix="correct the file") from None
    if not specs:
        raise ReadError("no model of pandera is in it", place=path.as_posix(), fix="name a file of models")
    folder = path.resolve().parent
    return Tables(tuple(specs), measures, counted(left), folder.parent if folder.name == "schemas" else folder)


def _spec(
    name: str,
    schema: Schema,
    model: Any,  # noqa: ANN401
    defined: Mapping[str, Measure],
    measures: dict[str, Measure],
    left: list[str],
) -> TableSpec:
    """The table that a schema of pandera describes.

    Args:
        defined: Measures that stand beside the file.
        measures: Where those of the table are put.
    """
    is_ours = isinstance(model, type) and issubclass(model, TableModel)
    said, parts = (about(model), roles(model)) if is_ours else (About(), {})
    table = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    asked = {column: list(_asked(declared)) for column, declared in schema.columns.items()}
    every = [*_asked(schema), *(one for many in asked.values() for one in many)]
    keys = _keys(schema, parts, every)
    unit_columns = {one.unit_column for one in every if isinstance(one, Limits)}
    columns = []
    for column, declared in schema.columns.items():
        part = parts.get(column)
        limits = next((one for one in asked[column] if isinstance(one, Limits)), None)
        role = _role_of(part) if part else _role(column, declared, limits, keys, is_unit=column in unit_columns)
        made = _column(column, declared, part, limits, role, left)
        if role is Role.VALUE:
            wanted = (part.name if part else "") or said.measure
            measure = defined.get(wanted) or _measure(table, column, wanted, declared, limits, keys)
            made = replace(made, measure=measures.setdefault(measure.name, measure).name)
        columns.append(made)
    left += [f"a check of the whole of '{name}'" for check in schema.checks if not hasattr(check, "meaning")]
    left += [] if keys else [f"'{name}' has no key: write one"]
    totals = tuple(Total(one.whole, one.parts, is_exact=one.is_exact) for one in every if isinstance(one, Sums))
    agrees = next((Agreement(one.within) for one in every if isinstance(one, Sources)), None)
    held = tuple(_in_sums(column, every) for column in columns)
    path = said.table or f"data/tables/{table}.csv"
    return TableSpec(table, (path,), columns=held, key=keys, totals=totals, agreement=agrees)


def _role_of(part: Part) -> Role:
    """What a column of our own models is."""
    known = {"key": Role.DIMENSION, "period": Role.PERIOD, "by": Role.BY, "unit": Role.UNIT, "value": Role.VALUE}
    return known[part.kind]


def _keys(schema: Schema, parts: Mapping[str, Any], every: list[Any]) -> tuple[str, ...]:
    named = tuple(name for name, role in parts.items() if role.kind in ("key", "period"))
    together = schema.unique if isinstance(schema.unique, list) else [schema.unique] if schema.unique else []
    alone = [name for name, column in schema.columns.items() if getattr(column, "unique", False)]
    shared = next((one.key for one in every if isinstance(one, Sources)), ())
    return named or tuple(together) or tuple(alone[:1]) or shared


def _asked(declared: Schema | Column) -> Iterator[Any]:
    """What the checks that know units ask."""
    for check in declared.checks:
        asked = getattr(getattr(check, "meaning", None), "asked", None)
        if asked is not None:
            yield asked


def _role(name: str, declared: Column, limits: Limits | None, keys: tuple[str, ...], *, is_unit: bool) -> Role:
    """What a column of a plain model is, as far as its checks, its type and its name tell."""
    if name in keys:
        return Role.PERIOD if name.lower() in _PERIODS else Role.DIMENSION
    if is_unit:
        return Role.UNIT
    return Role.VALUE if limits is not None or _is_number(declared) else Role.OTHER


def _column(
    name: str, declared: Column, part: Part | None, limits: Limits | None, role: Role, left: list[str]
) -> TableColumn:
    values: tuple[str, ...] = ()
    pattern = ""
    for check in declared.checks:
        said = check.statistics or {}
        if check.name == "isin":
            values = tuple(str(one) for one in said["allowed_values"])
        elif check.name == "str_matches":
            pattern = str(said["pattern"]).removeprefix("^").removesuffix("$")
        elif check.name not in _ENDS and not hasattr(check, "meaning"):
            left.append(f"check '{check.name}' of '{name}'")
    is_key = role in (Role.DIMENSION, Role.PERIOD)
    return TableColumn(
        name,
        role,
        dimension=(part.name if part else "") or name if role is Role.DIMENSION else "",
        unit=part.unit if part else limits.unit if limits else "",
        unit_column=part.unit_column if part else limits.unit_column if limits else "",
        is_nullable=bool(declared.nullable),
        is_unique=bool(getattr(declared, "unique", False)) and not is_key,
        values=values,
        pattern=pattern,
    )


def _in_sums(column: TableColumn, every: list[Any]) -> TableColumn:
    """The column with what an empty cell of it means to a sum it is part of."""
    found = next((one for one in every if isinstance(one, Sums) and column.name in one.parts), None)
    return replace(column, missing=found.missing_of(column.name)) if found else column


def _is_number(declared: Column) -> bool:
    return any(word in str(declared.dtype).lower() for word in ("int", "float", "decimal"))


def _measure(
    table: str, column: str, wanted: str, declared: Column, limits: Limits | None, keys: tuple[str, ...]
) -> Measure:
    """A measure of a column that names none: its limits are those of its checks."""
    within = limits.measure.range if limits else _plain_range(declared)
    unit = limits.measure.unit if limits else ""
    dimensions = tuple(name for name in keys if name.lower() not in _PERIODS)
    return measure_of("" if wanted else table, wanted or column, unit, within, dimensions=dimensions)


def _plain_range(declared: Column) -> Bound:
    """The limits of a plain number: pandera's own checks."""
    low = high = None
    for check in declared.checks:
        if check.name in _ENDS:
            said = check.statistics or {}
            low = number(said["min_value"]) if "min_value" in said else low
            high = number(said["max_value"]) if "max_value" in said else high
    return Bound(low, high)
