"""Tables as pandera models on Polars, made unit-aware: a value column with a unit column, or a unit of its own.

The only door to pandera, imported only where a table asks. A table is text until its rows are read:
numbers keep their digits, and every failing row is named with the code of its fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import new_class
from typing import Any, ClassVar

import polars as pl

from tallystick import model, schema
from tallystick.schema.door import SchemaErrors, SchemaInitError, pa
from tallystick.schema.row_checks import RowCheck

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
_TYPED = "__typed_{}"


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


def make_model(name: str, columns: Mapping[str, Any], *, table: str, ids: str = "") -> type[TableModel]:
    """The model of a table whose columns are not written out in Python, whatever their names are."""

    def fill(body: dict[str, Any]) -> None:
        body["__annotations__"] = dict.fromkeys(names, str)
        body.update(names)

    names = {f"column_{number}": column for number, column in enumerate(columns.values())}
    for column, name_in_table in zip(names.values(), columns, strict=True):
        column.alias = name_in_table
    return new_class(name, (TableModel,), {"table": table, "ids": ids}, fill)


def about(model: type[TableModel]) -> About:
    """What a model says of its table."""
    return model._about  # noqa: SLF001 - pandera takes every public attribute for a column


class ClaimTable(pa.DataFrameModel):
    """The published shape of a claim table: one row a claim, columns as the keys of a claim, all of them text."""

    id: str = pa.Field(nullable=False, unique=True, str_length={"max_value": 200})
    measure: str = pa.Field(nullable=False)
    value: str = pa.Field(nullable=False)
    status: str | None = pa.Field(nullable=True, isin=list(model.STATUSES))
    over: str | None = pa.Field(nullable=True, isin=list(schema.OVER))


@dataclass(frozen=True, slots=True)
class Failure:
    """One row that fails: its number from 0 (-1: the table as a whole), the column, the code, the value."""

    row: int
    column: str
    code: str
    shown: str
    check: str = ""  # of the model, as pandera names it


def roles(model: type[TableModel]) -> dict[str, Role]:
    """Column → what it is to a claim, for the columns that are something."""
    columns = model.to_schema().columns
    found = {name: (column.metadata or {}).get(_ROLE) for name, column in columns.items()}
    return {name: role for name, role in found.items() if isinstance(role, Role)}


def find_failures(
    model: type[TableModel],
    rows: Sequence[Mapping[str, str | None]],
    names: Sequence[str],
    codes: Mapping[str, Sequence[str]],
) -> list[Failure]:
    """Every failing row of a table, each with its code; lazily, so that one fault hides no other.

    Args:
        rows: Cells as text, None where empty.
        names: The columns the table has.
        codes: Column → for each row, the codes of what reading its cell found, parted by spaces.
    """
    declared, parts = model.to_schema(), roles(model)
    frame = pl.DataFrame([dict(row) for row in rows], schema=dict.fromkeys(names, pl.String))
    for name, found in codes.items():
        frame = frame.with_columns(pl.Series(_OUTCOME.format(name), found, pl.String))
    held = _codes_columns(codes)
    for name, column in declared.columns.items():
        held[name] = _text_column(column, with_checks=not _is_typed(column))
        if name in frame.columns and _is_typed(column):
            frame = frame.with_columns(_typed(name, column))
            held |= _typed_columns(name, column, is_value=name in parts and parts[name].kind == "value")
    key = [name for name, role in parts.items() if role.kind in ("key", "period") and name in frame.columns]
    checked = pa.DataFrameSchema(held, checks=declared.checks, unique=key or None, strict=declared.strict)
    try:
        checked.validate(frame, lazy=True)
    except SchemaErrors as problem:
        return sorted(set(_failures(problem)), key=lambda one: (one.row, one.column, one.code))
    return []


def _text_column(column: Any, *, with_checks: bool) -> Any:  # noqa: ANN401
    """A column of the model over text cells."""
    checks = _own_checks(column) if with_checks else []
    return pa.Column(pl.String, checks=checks, nullable=column.nullable, unique=column.unique, required=column.required)


def _own_checks(column: Any) -> list[Any]:  # noqa: ANN401
    """The checks but those of units and measures, which the reader of its cells has judged with their lines."""
    return [check for check in column.checks if not isinstance(check, RowCheck) or check.name == "quantity_limits"]


def _codes_columns(codes: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Columns whose checks fail where a cell's own findings say so, one check a code."""
    met = {name: sorted({code for cell in found for code in cell.split()}) for name, found in codes.items()}
    return {_OUTCOME.format(name): pa.Column(pl.String, checks=[_never(c) for c in met[name]]) for name in codes}


def _never(code: str) -> Any:  # noqa: ANN401
    return pa.Check(lambda data: data.lazyframe.select(~pl.col(data.key).str.contains(code, literal=True)), error=code)


def _is_typed(column: Any) -> bool:  # noqa: ANN401
    return bool(column.dtype) and _type_of(column) in (pl.Date, *pl.datatypes.group.NUMERIC_DTYPES)


def _type_of(column: Any) -> Any:  # noqa: ANN401
    return column.dtype.type if isinstance(column.dtype.type, type) else type(column.dtype.type)


def _typed(name: str, column: Any) -> pl.Expr:  # noqa: ANN401
    """The cells as the numbers or days the model declares; null where they are none."""
    text = pl.col(name)
    if _type_of(column) is pl.Date:
        return text.str.to_date("%Y-%m-%d", strict=False).alias(_TYPED.format(name))
    return text.str.replace_all(",", "").cast(column.dtype.type, strict=False).alias(_TYPED.format(name))


def _typed_columns(name: str, column: Any, *, is_value: bool) -> dict[str, Any]:  # noqa: ANN401
    """The model's checks on numbers; and SC10 where a cell is none, unless its value is read with its unit anyway."""
    typed = pa.Column(column.dtype.type, checks=_own_checks(column), nullable=True)
    if is_value:
        return {_TYPED.format(name): typed}
    text = pa.Column(pl.String, checks=[_is_number(_TYPED.format(name))], nullable=column.nullable)
    return {_TYPED.format(name): typed, name: text}


def _is_number(typed: str) -> Any:  # noqa: ANN401
    def judge(data: Any) -> Any:  # noqa: ANN401
        # An empty cell is the null check's business.
        return data.lazyframe.select(pl.col(typed).is_not_null() | pl.col(data.key).is_null())

    return pa.Check(judge, error="SC10")


_REASONS = (
    ("not_nullable", "SC05"),
    ("multiple_fields_uniqueness", "SC08"),
    ("field_uniqueness", "SC08"),
    ("column_in_dataframe", "RD04"),
    ("column_in_schema", "RD02"),
    ("isin", "SC06"),
    ("equal_to", "SC06"),
    ("str_", "SC07"),
    ("dtype", "SC10"),
    ("in_range", "SC01"),
    ("greater", "SC01"),
    ("less", "SC01"),
    ("quantity within", "SC01"),
)
_CODE = re.compile(r"[A-Z]{2}\d\d")
_RAISED = re.compile(r"\w+(?:Error|Exception)\(")


def _failures(problem: SchemaErrors) -> Iterator[Failure]:
    for case in problem.failure_cases.iter_rows(named=True):
        check, row = str(case["check"]), case["index"]
        shown = "" if case["failure_case"] is None else str(case["failure_case"])
        column = str(case["column"] or "").removeprefix("__tally_").removeprefix("__typed_")
        yield Failure(
            -1 if row is None else int(row), _column_of(case, column), _code_of(check, row, shown), shown[:80], check
        )


def _column_of(case: Mapping[str, Any], column: str) -> str:
    return "" if case["schema_context"] == "DataFrameSchema" else column


def _code_of(check: str, row: int | None, shown: str) -> str:
    if _CODE.fullmatch(check):
        return check
    if row is None and _RAISED.match(shown):
        return "CK06"
    return next((code for word, code in _REASONS if check.startswith(word)), "SC07")


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
