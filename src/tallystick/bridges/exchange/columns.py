"""What a column and its measure say, in words that any format of tables takes: ranges, units, keys."""

from __future__ import annotations

from fractions import Fraction

from tallystick import bounds, units
from tallystick.bounds import show_number
from tallystick.errors import DataError
from tallystick.model import Bound, Measure, Role, TableColumn, TableSpec


def range_text(within: Bound, unit: str) -> str:
    """A range as a schema writes it: "0 .. 80000000 t/year"; "" for one without ends. Strict ends are not kept."""
    low, high = ("" if end is None else show_number(end) for end in (within.low, within.high))
    if not low and not high:
        return ""
    # The unit stands after a number: "0 USD ..", and never after the dots.
    parts = (low, shown(unit), "..") if not high else (low, "..", high, shown(unit))
    return " ".join(part for part in parts if part)


def shown(unit: str) -> str:
    """A unit as people write it; "" for none."""
    return units.format_unit(unit) if unit else ""


def own_range(column: TableColumn, measure: Measure | None) -> Bound:
    """The limits of a column in its own unit, the measure's cut by the column's."""
    if measure is None or column.unit_column:
        return column.range
    try:
        unit = units.parse_unit(column.unit).canonical if column.unit else ""
        within = units.convert_bound(measure.range, measure.unit, unit) if unit != measure.unit else measure.range
    except DataError:
        return column.range
    return bounds.intersect(within, column.range) or within


def measure_of(table: str, column: str, unit: str, within: Bound, *, dimensions: tuple[str, ...] = ()) -> Measure:
    """A measure of a column that names none."""
    return Measure(f"{table}_{column}" if table else column, unit=unit, range=within, dimensions=dimensions)


def dimensions_of(spec: TableSpec) -> tuple[str, ...]:
    """The dimensions that the key of a table names."""
    return tuple(column.dimension or column.name for column in spec.of_role(Role.DIMENSION))


def number(written: object) -> Fraction | None:
    """The number of a constraint, or None where it is none."""
    try:
        return Fraction(str(written))
    except (ValueError, ZeroDivisionError):
        return None


def missing_of(spec: TableSpec, parts: tuple[str, ...]) -> str | dict[str, str]:
    """What an empty part of a sum means: in one word where it is the same of all."""
    ways = {part: spec.column(part).missing.value for part in parts}
    return next(iter(ways.values())) if len(set(ways.values())) == 1 else ways


def told_apart_by(spec: TableSpec) -> list[str]:
    """The columns that no two rows share: the key, and who says it; none where sources may state it again."""
    return [] if spec.agreement else [*spec.key, *(column.name for column in spec.of_role(Role.BY))] if spec.key else []
