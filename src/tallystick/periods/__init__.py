"""Periods, dates, weekdays and durations: from text, compared, moved, and back to text.

A period is whole days. A date with the granularity of a month or a year is an interval of days.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from tallystick.errors import PeriodError
from tallystick.model import Period
from tallystick.periods.days import WEEKDAYS, add_days, add_months, from_days, one_day, to_days, weekday
from tallystick.periods.durations import add_duration, days_between, parse_duration
from tallystick.periods.notation import read_notation, show, unreadable
from tallystick.periods.relations import compare_periods, contains, intersect, is_before, overlaps
from tallystick.periods.relative import resolve
from tallystick.periods.wording import read_wording, weekday_said

__all__ = [
    "WEEKDAYS",
    "add_days",
    "add_duration",
    "add_months",
    "compare_periods",
    "contains",
    "days_between",
    "from_days",
    "intersect",
    "is_before",
    "one_day",
    "overlaps",
    "parse_date",
    "parse_duration",
    "parse_period",
    "resolve",
    "show",
    "to_days",
    "weekday",
    "weekday_said",
]


def parse_period(text: str, *, day_first: bool | None = None, place: str = "") -> Period:
    """The period a text names: EDTF (2023, 2025-02-24, 2018/2022, 2025/..), or a date in words.

    Args:
        day_first: How to read 03/04/2025; None refuses it as ambiguous.
        place: "path:line" for the message.

    Raises:
        PeriodError: it names none; code SC04 when it ends before it starts.

    >>> parse_period("../2022").last
    datetime.date(2022, 12, 31)
    """
    try:
        return _parse(text, day_first)
    except PeriodError as problem:
        problem.place = place
        raise


@lru_cache(maxsize=4096)
def _parse(text: str, day_first: bool | None) -> Period:  # noqa: FBT001  a cached function's key
    # "25/02/2025" has the slash of an interval, so the wording is tried first.
    found = read_wording(text, day_first=day_first) or read_notation(text) or resolve(text)
    if found is None:
        raise _without_date(text) or unreadable(text)
    return found


def parse_date(
    text: str, *, source_date: Period | date | None = None, day_first: bool | None = None, place: str = ""
) -> Period:
    """The date a text names, which may be a month or a year; relative words need the source's date.

    Raises:
        PeriodError: it names none.

    >>> parse_date("Tuesday", source_date=date(2025, 2, 25)).first
    datetime.date(2025, 2, 25)
    """
    try:
        return parse_period(text, day_first=day_first, place=place)
    except PeriodError:
        found = resolve(text, source_date)
        if found is None:
            raise
        return found


def _without_date(text: str) -> PeriodError | None:
    """The error for "Feb. 24" and "Tuesday": dates that hang on the day of their source."""
    if resolve(text, date(2024, 2, 29)) is None:
        return None
    return PeriodError(
        f"'{text}' depends on the date of its source, which is not known",
        fix="give the source a date, or write the year",
    )
