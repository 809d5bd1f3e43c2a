"""A table's rules as one narwhals plan: a flag a rule and row, and the rows that any flag is up for.

Every rule has a flag that is surely up; a rule over numbers has one for doubt as well, where only exact
arithmetic can tell. Nulls are their own rule's business: elsewhere they raise no flag.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import narwhals as nw

from tallystick.engines.cells import RAW, is_before
from tallystick.engines.facts import Facts, Fit
from tallystick.model import Ordered, Role, TableColumn, TableSpec, Total

_FIT = "__fit_{}"
_BAND = ("__ll_{}", "__lh_{}", "__hl_{}", "__hh_{}")
FACTOR, OFFSET, HALF = "__factor_{}", "__offset_{}", "__half_{}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a table: its code, the columns it looks at, and its flags as expressions over a row."""

    code: str
    columns: tuple[str, ...]
    sure: nw.Expr
    doubt: nw.Expr | None = None
    subject: TableColumn | Total | Ordered | None = None

    @property
    def name(self) -> str:
        """What the flag's column is called."""
        return f"__{self.code}_{'_'.join(self.columns)}"


def rules_of(spec: TableSpec, schema: nw.Schema, texts: Sequence[str] = ()) -> list[Rule]:
    """The rules of a table's rows; those of columns that it lacks are left out, and told elsewhere.

    Args:
        spec: What the table is.
        schema: Its columns.
        texts: Columns of which a cell may hold what is no number (SC10), and is not empty then.
    """
    made = [*_of_columns(spec, texts), *_of_rows(spec, schema)]
    return [rule for rule in made if all(column in schema for column in rule.columns)]


def _of_columns(spec: TableSpec, texts: Sequence[str]) -> Iterator[Rule]:
    for column in spec.columns:
        cell = nw.col(column.name)
        if not column.is_nullable and column.role is not Role.OTHER:
            empty = nw.col(RAW.format(column.name)).is_null() if column.name in texts else cell.is_null()
            yield Rule("SC05", (column.name,), empty & cell.is_null(), subject=column)
        if column.values:
            known = reduce(or_, (cell == value for value in column.values))
            yield Rule("SC06", (column.name,), ~known, subject=column)
        if column.pattern:
            yield Rule("SC07", (column.name,), ~cell.str.contains(f"^(?:{column.pattern})$"), subject=column)
        if column.role is Role.VALUE:
            yield from _of_values(spec, column)


def _of_values(spec: TableSpec, column: TableColumn) -> Iterator[Rule]:
    """A unit that does not fit, and a value out of its range, by the facts joined to the row."""
    name = column.name
    fit, (low, low_in, high_in, high) = nw.col(_FIT.format(name)), (nw.col(part.format(name)) for part in _BAND)
    where = tuple(part for part in (measure_column(spec, column), column.unit_column) if part)
    value = nw.col(name)
    misfits = (fit != Fit.FITS.value).fill_null(value=True)
    if column.unit_column:
        # Where there is no value, no unit is missed.
        is_empty = nw.col(column.unit_column).is_null() & value.is_null()
        misfits = misfits & ~is_empty
    yield Rule("UN01", (*where, name), misfits, subject=column)
    sure = (value < low) | (value > high)
    doubt = ((value >= low) & (value < low_in)) | ((value <= high) & (value > high_in))
    yield Rule("SC01", (name,), sure, doubt, subject=column)


def measure_column(spec: TableSpec, column: TableColumn) -> str:
    """The column that names a row's measure, where the value's column does not."""
    found = spec.of_role(Role.MEASURE)
    return found[0].name if found and not column.measure else ""


def _of_rows(spec: TableSpec, schema: nw.Schema) -> Iterator[Rule]:
    for pair in spec.ordered:
        is_text = nw.String in (schema.get(pair.first), schema.get(pair.second))
        sure = is_before(pair.second, pair.first, is_text=is_text)
        yield Rule("SC04", (pair.first, pair.second), sure, subject=pair)


def fit_column(name: str) -> str:
    """The column that says whether a value's unit fits."""
    return _FIT.format(name)


def with_facts(
    frame: nw.LazyFrame[Any],
    spec: TableSpec,
    column: TableColumn,
    facts: Sequence[Facts],
    small: nw.LazyFrame[Any] | None,
) -> nw.LazyFrame[Any]:
    """The rows with what their units mean: joined where a row names its unit or measure, else written in.

    Args:
        small: The facts as a frame of the engine, from `facts_columns`; None where one fact goes for all rows.
    """
    if small is None:
        known = facts_columns(spec, column, facts)
        return frame.with_columns(**{name: _literal(values[0]) for name, values in known.items()})
    by = [part for part in (measure_column(spec, column), column.unit_column) if part]
    # An empty unit is one as well: joined as "".
    keyed = frame.with_columns(**{f"__by_{part}": nw.col(part).cast(nw.String).fill_null("") for part in by})
    joined = keyed.join(
        small, left_on=[f"__by_{part}" for part in by], right_on=[f"__of_{part}" for part in by], how="left"
    )
    numbers = [part.format(column.name) for part in (*_BAND, FACTOR, OFFSET, HALF)]
    return joined.with_columns(**{name: nw.col(name).cast(nw.Float64) for name in numbers})


def _literal(value: Any) -> nw.Expr:  # noqa: ANN401 - what a frame holds
    return nw.lit(None).cast(nw.Float64) if value is None else nw.lit(value)


def facts_columns(spec: TableSpec, column: TableColumn, facts: Sequence[Facts]) -> dict[str, list[Any]]:
    """The facts as columns: what they are of, whether they fit, and the band around each limit."""
    name, measure = column.name, measure_column(spec, column)
    made: dict[str, list[Any]] = {}
    if measure:
        made[f"__of_{measure}"] = [one.measure for one in facts]
    if column.unit_column:
        made[f"__of_{column.unit_column}"] = [one.written for one in facts]
    made[_FIT.format(name)] = [one.fit.value for one in facts]
    bands = [one.band if one.fit is Fit.FITS else (None,) * 4 for one in facts]
    for part, values in zip(_BAND, zip(*bands, strict=True), strict=True):
        made[part.format(name)] = list(values)
    fitting = [one if one.fit is Fit.FITS else None for one in facts]
    made[FACTOR.format(name)] = [float(one.factor) if one else None for one in fitting]
    made[OFFSET.format(name)] = [float(one.offset) if one else None for one in fitting]
    made[HALF.format(name)] = [float(one.half) if one else None for one in fitting]
    return made


def is_inside(name: str) -> nw.Expr:
    """That a value is not surely out of its range."""
    low, high = nw.col(_BAND[0].format(name)), nw.col(_BAND[3].format(name))
    value = nw.col(name)
    return ~((value < low) | (value > high)).fill_null(value=False)


def flagged(frame: nw.LazyFrame[Any], rules: Sequence[Rule], kept: Sequence[str]) -> nw.LazyFrame[Any]:
    """The rows that any flag is up for, with their flags and the columns to keep."""
    flags = {rule.name: rule.sure.fill_null(value=False) for rule in rules}
    doubts = {f"{rule.name}?": rule.doubt.fill_null(value=False) for rule in rules if rule.doubt is not None}
    every = [*flags, *doubts]
    marked = frame.with_columns(**flags, **doubts)
    return marked.filter(reduce(or_, (nw.col(name) for name in every))).select(*kept, *every)
