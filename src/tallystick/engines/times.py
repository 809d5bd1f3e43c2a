"""The periods of a table: each distinct text read once, so that rows can be put in the order of time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import narwhals as nw

from tallystick import periods
from tallystick.engines.checks import WHEN
from tallystick.engines.protocol import Engine
from tallystick.errors import PeriodError
from tallystick.model import Role, TableSpec

_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(\d{2})")
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})")
_CLOCK = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*")


@dataclass(frozen=True, slots=True)
class Times:
    """The column of periods, the first day of each text in it, and those that are no period, with their rows."""

    column: str = ""
    days: Mapping[str, int] = field(default_factory=dict)
    unread: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def read_times(engine: Engine, frame: nw.LazyFrame[Any], spec: TableSpec, present: Sequence[str]) -> Times:
    """The periods of a table's first period column; nothing where it has none."""
    column = next((one.name for one in spec.of_role(Role.PERIOD) if one.name in present), "")
    if not column:
        return Times()
    counted = frame.group_by(column).agg(nw.len().alias("__n"))
    days: dict[str, int] = {}
    unread: dict[str, int] = {}
    for row in sorted(engine.rows(counted), key=lambda one: str(one[column])):
        text = row[column]
        if text is None:
            continue
        day = first_day(str(text))
        if day is None:
            unread[str(text)] = int(row["__n"])
        else:
            days[str(text)] = day
    return Times(column, days, {column: unread} if unread else {})


def first_day(text: str) -> int | None:
    """The first day of a period as a number, compact forms too; None for what is no period.

    >>> first_day("20200305") == first_day("2020-03-05") == first_day("3/5/20"), first_day("202013")
    (True, None)
    """
    written = text.strip()
    for form, order in ((_DAY, (0, 1, 2)), (_US, (2, 0, 1))):
        found = form.fullmatch(written)
        if found:
            year, month, day = (int(found[at + 1]) for at in order)
            return _ordinal(year + 2000 * (year < 100), month, day)
    found = _MONTH.fullmatch(written)
    if found:
        return _ordinal(int(found[1]), int(found[2]), 1)
    clock = _CLOCK.fullmatch(written)
    try:
        first = periods.parse_period(clock[1] if clock else written).first
    except PeriodError:
        return None
    return first.toordinal() if first else None


def _ordinal(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def with_times(
    engine: Engine, frame: nw.LazyFrame[Any], times: Times, present: Sequence[str]
) -> tuple[nw.LazyFrame[Any], list[str]]:
    """The rows with the place of their period in time, and the columns that there are now."""
    if not times.days:
        return frame, list(present)
    small = engine.take({"__time": list(times.days), WHEN: list(times.days.values())})
    keyed = frame.with_columns(__time_of=nw.col(times.column).cast(nw.String))
    return keyed.join(small, left_on="__time_of", right_on="__time", how="left"), [*present, WHEN]
