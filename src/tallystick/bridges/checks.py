"""The meaning of each check of pandera, over a frame of any of its backends; `options` are those of its `Check`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tallystick import units
from tallystick.bridges import agreement, limits, sums
from tallystick.bridges.frames import Frame
from tallystick.bridges.limits import Limits
from tallystick.bridges.sieve import Sieve, broken
from tallystick.errors import CheckDefinitionError
from tallystick.model import Measure
from tallystick.schema.row_checks import RowCheck


@dataclass(frozen=True, slots=True)
class Rows:
    """A rule over rows, and the units that its names are looked up in."""

    sieve: Callable[[Frame, str], Sieve]
    known: units.Units
    asked: object = None  # limits, sums or sources: what a converter reads of it

    def passes(self, table: Any, column: str) -> Any:  # noqa: ANN401 - of whichever backend
        """True in every row that does not break the rule."""
        with units.using(self.known):
            frame = frame_of(table)
            passing = ~broken(frame, self.sieve(frame, column))
        match _kind_of(table):
            case "polars":
                return table.select(passing)
            case "ibis":
                # As a new column of the table: a condition over groups can be counted only from there.
                return {"passes": passing}
        return passing


def frame_of(table: Any) -> Frame:  # noqa: ANN401
    """The table as its backend holds it.

    Raises:
        CheckDefinitionError: it is a table of no backend known here.
    """
    match _kind_of(table):
        case "polars":
            from tallystick.bridges.frames.polars import PolarsFrame

            return PolarsFrame(table.lazy())
        case "pandas":
            from tallystick.bridges.frames.pandas import PandasFrame

            return PandasFrame(table)
        case "ibis":
            from tallystick.bridges.frames.ibis import IbisFrame

            return IbisFrame(table)
        case "pyspark":
            from tallystick.bridges.frames.spark import SparkFrame

            return SparkFrame(table)
    raise CheckDefinitionError(
        f"a table of {type(table).__module__} cannot be judged", fix="use polars, pandas or ibis"
    )


def _kind_of(table: Any) -> str:  # noqa: ANN401
    return type(table).__module__.partition(".")[0]


def of_limits(asked: Limits, **options: Any) -> list[RowCheck]:  # noqa: ANN401 - of pandera's Check
    """The checks of a column: that its units fit, and that its values lie within the limits."""
    known = units.current()
    inside = Rows(lambda frame, column: limits.outside(frame, column, asked), known, asked)
    checks = [RowCheck(inside, name="quantity_limits", error=f"quantity within {asked.says}", **options)]
    if asked.unit_column:
        fits = Rows(lambda frame, _: limits.unfit(frame, asked), known, asked)
        kind = units.dimension_name(asked.measure.unit) if asked.measure.unit else "a plain number"
        checks.insert(0, RowCheck(fits, asked.unit_column, name="quantity_unit", error=f"unit of {kind}", **options))
    return checks


def quantity(
    within: str = "",
    *,
    unit: str = "",
    unit_column: str = "",
    measure: Measure | None = None,
    **options: Any,  # noqa: ANN401
) -> list[RowCheck]:
    """Checks of a column of values: for `pa.Column(float, checks=quantity("0 .. 80 Mt/year", unit_column="unit"))`.

    Raises:
        DataError: a unit or the range cannot be read, or they do not go together.
    """
    return of_limits(limits.limits_of(within, unit=unit, unit_column=unit_column, measure=measure), **options)


def unit_of(like: str, **options: Any) -> RowCheck:  # noqa: ANN401
    """A check of a column of units: each is of the same kind as `like`.

    Raises:
        UnitError: `like` is not known.
    """
    known = units.current()
    measure = limits.limits_of(unit=like).measure
    fits = Rows(lambda frame, column: limits.unfit(frame, Limits(measure, unit_column=column)), known, Limits(measure))
    return RowCheck(fits, name="quantity_unit", error=f"unit of {units.dimension_name(measure.unit)}", **options)


def total(
    whole: str,
    parts: Sequence[str],
    *,
    units_of: Mapping[str, str] | None = None,
    missing: str | Mapping[str, str] = "unknown",
    exactly: bool = False,
    **options: Any,  # noqa: ANN401
) -> RowCheck:
    """A check of a table: in every row the parts make the whole, in print.

    Args:
        whole: The column of totals.
        parts: The columns that are added.
        units_of: Column → its unit, where they are not all in one.
        missing: What an empty part is: `unknown` (the row does not pass), `zero`, or `skip`; or that of each part.
        exactly: No rounding is excused.

    Raises:
        DataError: a unit is not known, or cannot be added to the others.
    """
    asked = sums.sums_of(whole, parts, units_of=units_of, missing=missing, exactly=exactly)
    misses = Rows(lambda frame, _: sums.missed(frame, asked), units.current(), asked)
    return RowCheck(misses, whole, name="quantity_total", error=asked.says, **options)


def agreement_of(
    column: str,
    key: Sequence[str],
    *,
    unit: str = "",
    unit_column: str = "",
    like: str = "",
    within: str = "",
    **options: Any,  # noqa: ANN401
) -> RowCheck:
    """A check of a table: rows of one key, as of several sources, state the same quantity.

    Args:
        column: The values.
        key: The columns that two rows share which speak of one quantity.
        unit: Of all values.
        unit_column: The column that names the unit of each.
        like: Any unit of the kind that the column is in, needed beside `unit_column`.
        within: How far two sources may differ, as "1 %".

    Raises:
        DataError: a unit is not known.
        CheckDefinitionError: there is no key, or `within` is no share.
    """
    measure = limits.limits_of(unit=like or unit).measure
    stated = limits.limits_of(unit=unit, unit_column=unit_column, measure=measure)
    asked = agreement.sources_of(key, stated, within)
    apart = Rows(lambda frame, _: agreement.disagreeing(frame, column, asked), units.current(), asked)
    return RowCheck(apart, column, name="quantity_sources", error=asked.says, **options)
