"""What a column and its measure say, in words that any format of tables takes: ranges, units, keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tallystick import bounds, units
from tallystick.bounds import show_number
from tallystick.errors import DataError
from tallystick.model import Bound, Dialect, Measure, Role, TableColumn, TableSpec
from tallystick.text import read_value


def range_text(within: Bound, unit: str) -> str:
    """A range as a schema writes it: "0 .. 80000000 t/year", "> 0 t"; "" for one without ends.

    Of a range with two ends it is not kept that one does not belong to it; `open_ends` says so.
    """
    if within.low is None and within.high is None:
        return ""
    # The short spelling, unless it would be read as something else: "m/s²" begins as a million does.
    written = [_written(within, spelled) for spelled in (shown(unit), unit)]
    return next((text for text in written if _says(text, within, unit)), written[0])


def _written(within: Bound, unit: str) -> str:
    low, high = ("" if end is None else show_number(end) for end in (within.low, within.high))
    if low and high:
        return f"{low} .. {high} {unit}".rstrip()
    # The unit stands after a number: "0 USD ..", and never after the dots.
    if low:
        return f"> {low} {unit}".rstrip() if within.low_open else f"{low} {unit} ..".replace("  ", " ")
    return f"< {high} {unit}".rstrip() if within.high_open else f".. {high} {unit}".rstrip()


def _says(text: str, within: Bound, unit: str) -> bool:
    """True when a range is read as what it was written for, strictness of two ends apart."""
    try:
        said = read_value(text)
        found = units.convert_bound(said.bound, said.unit, unit) if said.unit != unit else said.bound
    except DataError:
        return False
    return (found.low, found.high) == (within.low, within.high)


def open_ends(measures: Mapping[str, Measure]) -> Iterator[str]:
    """The measures of which `range_text` loses that an end does not belong to the range."""
    for name, measure in measures.items():
        within = measure.range
        if (within.low_open or within.high_open) and within.low is not None and within.high is not None:
            yield f"that an end of the range of '{name}' is no part of it"


def shown(unit: str) -> str:
    """A unit as people write it; "" for none."""
    return units.format_unit(unit) if unit else ""


def stated(column: TableColumn, measures: Mapping[str, Measure]) -> Measure | None:
    """What the values of a column are, with the limits of its measure cut by its own; None where nothing says it."""
    unit = units.parse_unit(column.unit).canonical if column.unit else ""
    measure = measures.get(column.measure)
    if measure is None:
        return measure_of("", column.name, unit, column.range) if unit or column.range != Bound() else None
    own = column.range
    if unit and unit != measure.unit:
        own = units.convert_bound(own, unit, measure.unit)
    return replace(measure, range=bounds.intersect(measure.range, own) or own)


def own_range(column: TableColumn, measures: Mapping[str, Measure]) -> Bound:
    """The limits of a column in its own unit; none where each row has a unit of its own."""
    measure = stated(column, measures)
    if measure is None or column.unit_column:
        return Bound()
    unit = units.parse_unit(column.unit).canonical if column.unit else ""
    return units.convert_bound(measure.range, measure.unit, unit) if unit != measure.unit else measure.range


def measure_of(table: str, column: str, unit: str, within: Bound, *, dimensions: tuple[str, ...] = ()) -> Measure:
    """A measure of a column that names none."""
    return Measure(f"{table}_{column}" if table else column, unit=unit, range=within, dimensions=dimensions)


def missing_of(spec: TableSpec, parts: tuple[str, ...]) -> str | dict[str, str]:
    """What an empty part of a sum means: in one word where it is the same of all."""
    ways = {part: spec.column(part).missing.value for part in parts}
    return next(iter(ways.values())) if len(set(ways.values())) == 1 else ways


def told_apart_by(spec: TableSpec) -> list[str]:
    """The columns that no two rows share: the key, and who says it; none where sources may state it again."""
    return [] if spec.agreement else [*spec.key, *(column.name for column in spec.of_role(Role.BY))] if spec.key else []


def untold(spec: TableSpec) -> Iterator[str]:
    """What a table says that none of the formats here can carry."""
    told = {
        "the flags": spec.flags,
        "the dialect": spec.dialect != Dialect(),
        "the periods that are columns": spec.spread,
        "the names of measures": spec.names,
    }
    yield from (f"{name} of '{spec.name}'" for name, held in told.items() if held)
    yield from (f"check '{check.id}' of '{spec.name}'" for check in spec.checks)
    yield from (f"that '{one.name}' refers to {one.references}" for one in spec.columns if one.references)


def in_order(spec: TableSpec) -> list[str]:
    """What a format without it leaves out of the order of columns."""
    return [f"that {one.first} is never after {one.second} in '{spec.name}'" for one in spec.ordered]


def types_of(path: Path) -> dict[str, str]:
    """Column → its type in Python, as polars reads the file; nothing where it cannot."""
    import polars as pl

    try:
        scanned = pl.scan_parquet(path) if path.suffix == ".parquet" else pl.scan_csv(path, infer_schema_length=None)
        found = scanned.collect_schema()
    except (OSError, pl.exceptions.PolarsError):
        return {}
    return {name: "int" if kind.is_integer() else "float" if kind.is_float() else "str" for name, kind in found.items()}
