"""Tables as pandera models on Polars, made unit-aware: a value column with a unit column, or a unit of its own.

The only door to pandera, imported only where a table asks. A table is text until its rows are read:
numbers keep their digits, and every failing row is named with the code of its fault.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

# Without this a lazy frame would be validated by its column names alone, without a word.
os.environ.setdefault("PANDERA_VALIDATION_DEPTH", "SCHEMA_AND_DATA")

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors, SchemaInitError

from tallystick import bounds, schema, units
from tallystick.errors import DataError, PeriodError
from tallystick.model import Kind, Measure, Schema
from tallystick.model import Quantity as QuantityRecord
from tallystick.periods import parse_period
from tallystick.text import read_value

__all__ = [
    "About",
    "By",
    "ClaimTable",
    "Failure",
    "Key",
    "Period",
    "Quantity",
    "Role",
    "SchemaInitError",
    "TableModel",
    "Unit",
]

_ROLE = "tallystick"
_OUTCOME = "__tally_{}"
_CODES = ("RD06", "UN01", "UN03", "UN04", "UN05", "SC01", "SC04")


@dataclass(frozen=True, slots=True)
class Role:
    """What a column is to a claim: a dimension, the period, who says it, or a value with its unit."""

    kind: str
    name: str = ""  # of the dimension, or of the measure
    unit: str = ""
    unit_column: str = ""


def Key(*, dimension: str = "", **checks: Any) -> Any:  # noqa: N802, ANN401 - reads as a column's kind, as pandera's Field does
    """A column that names a dimension of the measure, and is part of the row's key."""
    return pa.Field(metadata={_ROLE: Role("key", dimension)}, **checks)


def Period(**checks: Any) -> Any:  # noqa: N802, ANN401
    """The column of periods (2024, 2024-05, 2018/2022), part of the row's key."""
    return pa.Field(metadata={_ROLE: Role("period")}, **checks)


def By(**checks: Any) -> Any:  # noqa: N802, ANN401
    """The column that says who states the row."""
    return pa.Field(metadata={_ROLE: Role("by")}, nullable=checks.pop("nullable", True), **checks)


def Unit(**checks: Any) -> Any:  # noqa: N802, ANN401
    """The column of units, for a value column that names it."""
    return pa.Field(metadata={_ROLE: Role("unit")}, **checks)


def Quantity(*, measure: str = "", unit: str = "", unit_column: str = "", **checks: Any) -> Any:  # noqa: N802, ANN401
    """A column of values of a measure, in a unit of its own or in the one its row names."""
    return pa.Field(metadata={_ROLE: Role("value", measure, unit, unit_column)}, **checks)


@dataclass(frozen=True, slots=True)
class About:
    """What a model says of its table: the file, the measure of its values, and the ids of its rows' claims."""

    table: str = ""
    measure: str = ""
    ids: str = ""


class TableModel(pa.DataFrameModel):
    """A table of the workspace: a subclass names its file, its measure and its columns.

    `ids` makes the id of a row's claim out of its columns; without it the file's name and the key do.
    """

    _about: ClassVar[About] = About()

    def __init_subclass__(cls, *, table: str = "", measure: str = "", ids: str = "", **options: Any) -> None:  # noqa: ANN401
        """Keep what the class statement says of the table."""
        super().__init_subclass__(**options)
        cls._about = About(table, measure, ids)


def about(model: type[TableModel]) -> About:
    """What a model says of its table."""
    return model._about  # noqa: SLF001 - pandera takes every public attribute for a column


class ClaimTable(pa.DataFrameModel):
    """The published shape of a claim table: one row a claim, columns as the keys of a claim, all of them text."""

    id: str = pa.Field(nullable=False, unique=True, str_length={"max_value": 200})
    measure: str = pa.Field(nullable=False)
    value: str = pa.Field(nullable=False)
    status: str | None = pa.Field(nullable=True, isin=list(schema.STATUSES))
    over: str | None = pa.Field(nullable=True, isin=list(schema.OVER))


@dataclass(frozen=True, slots=True)
class Failure:
    """One row that fails: its number from 0 (-1: the table as a whole), the column, the code, the value."""

    row: int
    column: str
    code: str
    shown: str


def roles(model: type[TableModel]) -> dict[str, Role]:
    """Column → what it is to a claim, for the columns that are something."""
    columns = model.to_schema().columns
    found = {name: (column.metadata or {}).get(_ROLE) for name, column in columns.items()}
    return {name: role for name, role in found.items() if isinstance(role, Role)}


def find_failures(model: type[TableModel], rows: Sequence[Mapping[str, str | None]], known: Schema) -> list[Failure]:
    """Every failing row of a table, each with its code; lazily, so that one fault hides no other.

    Args:
        rows: Cells as text, None where empty.
        known: The workspace's measures and readings.
    """
    columns = roles(model)
    declared = model.to_schema()
    frame = pl.DataFrame([dict(row) for row in rows], schema=dict.fromkeys(_names(rows, declared.columns), pl.String))
    judged = {name: _Judge(model, role, known) for name, role in columns.items() if role.kind in ("value", "period")}
    for name, judge in judged.items():
        frame = frame.with_columns(pl.Series(_OUTCOME.format(name), [judge.code(row, name) for row in rows], pl.String))
    checked = _text_schema(declared, columns, judged, frame)
    try:
        checked.validate(frame, lazy=True)
    except SchemaErrors as problem:
        return sorted(set(_failures(problem)), key=lambda one: (one.row, one.column, one.code))
    return []


def _names(rows: Sequence[Mapping[str, str | None]], declared: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(rows[0])) if rows else list(declared)


def _text_schema(declared: Any, columns: Mapping[str, Role], judged: Mapping[str, Any], frame: pl.DataFrame) -> Any:  # noqa: ANN401
    """The model's schema over text cells: its own checks kept, its types as checks that say SC10."""
    held = {}
    for name, column in declared.columns.items():
        checks = [*column.checks, *_type_checks(column)]
        held[name] = pa.Column(
            pl.String, checks=checks, nullable=column.nullable, unique=column.unique, required=column.required
        )
    for name in judged:
        outcome = _OUTCOME.format(name)
        held[outcome] = pa.Column(pl.String, checks=[_never(code) for code in _CODES])
    key = [name for name, role in columns.items() if role.kind in ("key", "period") and name in frame.columns]
    return pa.DataFrameSchema(held, unique=key or None, strict=False)


def _type_checks(column: Any) -> list[Any]:  # noqa: ANN401
    """A column declared as a number takes only texts that are one; values are judged with their units instead."""
    role = (column.metadata or {}).get(_ROLE)
    if role is not None and role.kind == "value":
        return []
    written = str(column.dtype).lower()
    pattern = (
        r"^\s*[-+]?\d[\d,]*\s*$" if "int" in written else r"^\s*[-+]?[\d,]*\.?\d+\s*$" if "float" in written else ""
    )
    return (
        [pa.Check(lambda data: data.lazyframe.select(pl.col(data.key).str.contains(pattern)), error="SC10")]
        if pattern
        else []
    )


def _never(code: str) -> Any:  # noqa: ANN401
    return pa.Check(lambda data: data.lazyframe.select(pl.col(data.key) != code), error=code)


class _Judge:
    """The code of a cell's fault, "" for none; one call of `units` for each distinct unit text."""

    def __init__(self, model: type[TableModel], role: Role, known: Schema) -> None:
        self.role, self.known = role, known
        self.measure = known.measures.get(role.name or about(model).measure)
        self.seen: dict[str, str] = {}

    def code(self, row: Mapping[str, str | None], name: str) -> str:
        """The code for one row; an empty cell is the null check's business."""
        text = row.get(name)
        if text is None:
            return ""
        if self.role.kind == "period":
            return _period_code(text)
        if self.measure is None:
            return ""
        unit = self.role.unit or row.get(self.role.unit_column) or ""
        wrong = self.seen.setdefault(unit, self._unit_code(unit)) if unit else ""
        return wrong or self._value_code(f"{text} {unit}".strip())

    def _unit_code(self, unit: str) -> str:
        try:
            read = read_value(f"1 {unit}", unit=self._own(), readings=self.known.readings)
            return "" if self.measure is None else _fits(read, self.measure)
        except DataError as problem:
            return getattr(problem, "code", "") or "RD06"

    def _value_code(self, text: str) -> str:
        measure = self.measure or Measure("")
        try:
            read = read_value(text, unit=self._own(), readings=self.known.readings)
            bound = read.bound
            if measure.kind is Kind.QUANTITY and measure.unit != read.unit:
                bound = units.convert_bound(bound, read.unit, measure.unit)
            return "" if bounds.intersect(bound, measure.range) else "SC01"
        except DataError as problem:
            return getattr(problem, "code", "") or "RD06"

    def _own(self) -> str:
        return self.measure.unit if self.measure else ""


def _fits(read: QuantityRecord, measure: Measure) -> str:
    if measure.kind is Kind.QUANTITY and measure.unit != read.unit:
        units.convert_bound(read.bound, read.unit, measure.unit)
    return ""


def _period_code(text: str) -> str:
    try:
        parse_period(text)
    except PeriodError as problem:
        return str(getattr(problem, "code", "") or "RD06")
    return ""


_REASONS = (
    ("not_nullable", "SC05"),
    ("multiple_fields_uniqueness", "SC08"),
    ("field_uniqueness", "SC08"),
    ("column_in_dataframe", "RD04"),
    ("isin", "SC06"),
    ("equal_to", "SC06"),
    ("str_", "SC07"),
    ("dtype", "SC10"),
    ("in_range", "SC01"),
    ("greater", "SC01"),
    ("less", "SC01"),
)
_CODE = re.compile(r"[A-Z]{2}\d\d")


def _failures(problem: SchemaErrors) -> Iterator[Failure]:
    cases = problem.failure_cases
    for case in cases.iter_rows(named=True):
        check = str(case["check"])
        code = check if _CODE.fullmatch(check) else next((c for word, c in _REASONS if check.startswith(word)), "SC07")
        column = str(case["column"] or "").removeprefix("__tally_")
        row = case["index"]
        shown = case["failure_case"]
        yield Failure(-1 if row is None else int(row), column, code, "" if shown is None else str(shown)[:80])


def claim_table_failures(rows: Sequence[Mapping[str, str | None]]) -> list[Failure]:
    """The rows that do not have the published shape of a claim table, each with its code."""
    names = dict.fromkeys([*ClaimTable.to_schema().columns, *(name for row in rows for name in row)], pl.String)
    present = {name: kind for name, kind in names.items() if any(name in row for row in rows)}
    frame = pl.DataFrame([{name: row.get(name) for name in present} for row in rows], schema=present)
    try:
        ClaimTable.validate(frame, lazy=True)
    except SchemaErrors as problem:
        renamed = {"SC08": "RD03"}
        found = (Failure(f.row, f.column, renamed.get(f.code, f.code), f.shown) for f in _failures(problem))
        return sorted(set(found), key=lambda one: (one.row, one.column, one.code))
    return []
