"""Days and the calendar: whole months and years as first and last day, months added with the end clamped."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, date
from fractions import Fraction
from math import ceil, floor

from tallystick.errors import PeriodError
from tallystick.model import Bound, Period
from tallystick.numerals import MONTHS

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day(year: int, month: int, number: int, text: str) -> date:
    """The date, or the error that says why there is none."""
    if not 1 <= year <= MAXYEAR:
        raise PeriodError(f"'{text}': years run from 1 to {MAXYEAR}", fix="give a year from 0001 to 9999")
    if not 1 <= month <= 12:
        raise PeriodError(f"'{text}': there is no month {month}", fix="write dates as year-month-day")
    last = monthrange(year, month)[1]
    if not 1 <= number <= last:
        named = f"{MONTHS[month - 1]} {year}"
        raise PeriodError(
            f"'{text}': {named} has no day {number} (nearest: {year:04}-{month:02}-{last:02})", fix="correct the day"
        )
    return date(year, month, number)


def months(year: int, month: int, count: int, *, text: str, granularity: str) -> Period:
    """The period of `count` whole months from this one."""
    first = day(year, month, 1, text)
    final = month + count - 1
    return Period(first, date(year, final, monthrange(year, final)[1]), text, granularity)


def years(first: int, count: int, *, text: str, granularity: str) -> Period:
    """The period of `count` whole years."""
    start = day(max(first, 1), 1, 1, text)
    return Period(start, date(first + count - 1, 12, 31), text, granularity)


def one_day(value: date, text: str = "") -> Period:
    """The period of one day."""
    return Period(value, value, text or value.isoformat(), "day")


def add_months(value: date, count: int) -> date | None:
    """The same day of another month, or that month's last day where it has none; None beyond the calendar.

    >>> add_months(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(value.year * 12 + value.month - 1 + count, 12)
    if not 1 <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(value.day, monthrange(year, month + 1)[1]))


def add_days(value: date, count: int) -> date | None:
    """The date so many days later, or None beyond the calendar."""
    ordinal = value.toordinal() + count
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def weekday(value: date | Period) -> str | None:
    """The English name of the weekday; None for a period that is not one day.

    >>> weekday(date(2025, 2, 25))
    'Tuesday'
    """
    if isinstance(value, Period):
        if value.first is None or value.first != value.last:
            return None
        value = value.first
    return WEEKDAYS[value.weekday()]


def to_days(period: Period) -> Bound:
    """The days as an interval of ordinals (1 is 0001-01-01), both ends included.

    >>> to_days(Period(date(1, 1, 1), date(1, 1, 3)))
    Bound(low=Fraction(1, 1), high=Fraction(3, 1), low_open=False, high_open=False)
    """
    return Bound(
        None if period.first is None else Fraction(period.first.toordinal()),
        None if period.last is None else Fraction(period.last.toordinal()),
    )


def from_days(bound: Bound) -> Period:
    """The days whose ordinals lie in `bound`; an end beyond the calendar is open.

    Raises:
        PeriodError: no day lies in it.
    """
    first = last = None
    if bound.low is not None:
        low = floor(bound.low) + 1 if bound.low_open else ceil(bound.low)
        first = date.fromordinal(low) if 1 <= low <= date.max.toordinal() else None
    if bound.high is not None:
        high = ceil(bound.high) - 1 if bound.high_open else floor(bound.high)
        last = date.fromordinal(high) if 1 <= high <= date.max.toordinal() else None
    if first is not None and last is not None and first > last:
        raise PeriodError("no day lies in the interval", code="SC04")
    return Period(first, last, "", "day" if first is not None and first == last else "span")
