"""Any layout as one: periods that are columns become rows, spellings that are aliases become one name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

import narwhals as nw

from tallystick import units
from tallystick.engines.protocol import Engine
from tallystick.errors import TallystickError
from tallystick.model import Layout, Measure, Role, Spread, TableColumn, TableSpec

_YEAR = re.compile(r"[A-Za-z_ ]{0,6}(\d{4})(?:\.0)?(?: ?\[YR\d{4}\])?")
_RANGE = re.compile(r"(.+?)\s*\.\.\s*(.+)")


def spread_columns(spread: Spread, names: Sequence[str]) -> dict[str, str]:
    """The columns that are periods, each with the period it names.

    >>> spread_columns(Spread(("1990..1991",), "co2"), ("country", "1990", "X1991", "2000"))
    {'1990': '1990', 'X1991': '1991'}
    >>> spread_columns(Spread(("1/22/20..1/23/20",), "cases"), ("country", "1/22/20", "1/23/20", "1/24/20"))
    {'1/22/20': '1/22/20', '1/23/20': '1/23/20'}
    """
    found: dict[str, str] = {}
    for asked in spread.columns:
        ends = _RANGE.fullmatch(asked)
        if asked in names:
            found[asked] = _period(asked)
        elif ends and ends[1] in names and ends[2] in names:
            between = names[names.index(ends[1]) : names.index(ends[2]) + 1]
            found |= {name: _period(name) for name in between}
        elif ends and ends[1].isdecimal() and ends[2].isdecimal():
            years = {name: year for name in names if (year := _period(name)).isdecimal() and _YEAR.fullmatch(name)}
            found |= {name: year for name, year in years.items() if int(ends[1]) <= int(year) <= int(ends[2])}
    return {name: found[name] for name in names if name in found}


def _period(name: str) -> str:
    year = _YEAR.fullmatch(name)
    return year[1] if year else name


def in_rows(engine: Engine, frame: nw.LazyFrame[Any], spec: TableSpec, names: Mapping[str, Any]) -> nw.LazyFrame[Any]:
    """The rows with a row a period, where periods are columns; else as they are."""
    if spec.spread is None:
        return frame
    periods = spread_columns(spec.spread, list(names))
    kinds = {names[name] for name in periods}
    if len(kinds) > 1:
        same = nw.Float64 if all(kind.is_numeric() for kind in kinds) else nw.String
        frame = frame.with_columns(**{name: nw.col(name).cast(same) for name in periods})
    index = [name for name in names if name not in periods]
    long = engine.unpivot(frame, list(periods), index, spec.spread.period, spec.spread.value)
    renamed = {name: period for name, period in periods.items() if name != period}
    if not renamed:
        return long
    return long.with_columns(**{spec.spread.period: _renamed(nw.col(spec.spread.period), renamed)})


def _renamed(cell: nw.Expr, names: Mapping[str, str]) -> nw.Expr:
    """The cell with one name for another, a few of them."""
    return reduce(
        lambda rest, pair: nw.when(cell == pair[0]).then(nw.lit(pair[1])).otherwise(rest), names.items(), cell
    )


def with_aliases(
    frame: nw.LazyFrame[Any], spec: TableSpec, aliases: Mapping[tuple[str, str], str], present: Sequence[str]
) -> nw.LazyFrame[Any]:
    """The rows with the one name of what has several."""
    made: dict[str, nw.Expr] = {}
    for column in spec.of_role(Role.DIMENSION):
        known = {spelling: name for (of, spelling), name in aliases.items() if of in ("", column.dimension)}
        if known and column.name in present:
            made[column.name] = _renamed(nw.col(column.name), known)
    return frame.with_columns(**made) if made else frame


def settled(spec: TableSpec, units: Mapping[str, str], present: Sequence[str]) -> tuple[TableSpec, dict[str, str]]:
    """The description with the units that headers give, and how the file's columns are to be renamed for it.

    Args:
        units: Column → the unit in its header.
        present: The columns of the file.
    """
    by_words = {_words(name): name for name in present if name in units}
    renamed = {
        by_words[column.name]: column.name
        for column in spec.columns
        if column.name not in present and column.name in by_words
    }
    if spec.layout is Layout.IAMC:  # whose columns some write in capitals
        small = {name.lower(): name for name in present}
        asked = (column.name for column in spec.columns if column.name not in present)
        renamed |= {small[name]: name for name in asked if name in small}
    known = {renamed.get(name, name): unit for name, unit in units.items()}
    columns = tuple(
        replace(column, unit=known.get(column.name, "")) if column.unit == "header" else column
        for column in spec.columns
    )
    return replace(spec, columns=columns), renamed


def _words(header: str) -> str:
    return re.split(r"\s*[(\[]", header)[0].strip()


def is_long(spec: TableSpec) -> bool:
    """Whether a column names each row's measure."""
    return spec.layout in (Layout.LONG, Layout.IAMC) and bool(spec.of_role(Role.MEASURE))


def with_measures(spec: TableSpec, measures: Mapping[str, Measure]) -> tuple[TableSpec, Mapping[str, Measure]]:
    """The description with a measure of its own for every column of values that names none."""
    if spec.of_role(Role.MEASURE):
        return spec, measures
    own: dict[str, Measure] = {}
    columns: list[TableColumn] = []
    for column in spec.columns:
        if column.role is Role.VALUE and not column.measure:
            try:
                unit = units.parse_unit(column.unit).canonical if column.unit else ""
            except TallystickError:
                unit = ""
            own[column.name] = measures.get(column.name) or Measure(column.name, unit=unit)
            column = replace(column, measure=column.name)  # noqa: PLW2901 - the column as it stands from here on
        columns.append(column)
    return replace(spec, columns=tuple(columns)), {**measures, **own}
