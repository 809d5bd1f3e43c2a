"""Durations: "two weeks", "90 minutes", "P1Y6M"; and dates moved by them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from math import ceil, floor

from tallystick import bounds
from tallystick.errors import PeriodError
from tallystick.model import Bound, Period, Quantity
from tallystick.numerals import read_amount
from tallystick.periods.days import add_days, add_months, to_days

# Calendar units in months, the others in days.
IN_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}
IN_DAYS = {
    "day": Fraction(1), "week": Fraction(7), "fortnight": Fraction(14),
    "hour": Fraction(1, 24), "minute": Fraction(1, 1440), "second": Fraction(1, 86400),
}  # fmt: skip
_DIGITS = re.compile(r"[+-]?\d{1,12}(?:,\d{3})*(?:\.\d{1,12})?")
_SPELLED = {
    **{unit: unit for unit in (*IN_MONTHS, *IN_DAYS)}, "centuries": "century", "millennia": "millennium",
    "yr": "year", "hr": "hour", "h": "hour", "d": "day", "min": "minute", "sec": "second", "mo": "month", "wk": "week",
    "calendar month": "month", "calendar year": "year", "calendar day": "day",
}  # fmt: skip
MAX_LENGTH = 100
_ONE = re.compile(r"(?P<number>.*?)[\s-]*(?:\b|(?<=\d))(?P<unit>(?:calendar )?[a-z]+?)(?P<plural>s?)", re.IGNORECASE)
_ISO = re.compile(
    r"P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6}(?:\.\d{1,6})?)S)?)?"
)
_ISO_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
_Pair = tuple[Fraction, str]


def parse_duration(text: str) -> Quantity:
    """The duration a text says, in the unit it says it in.

    Raises:
        PeriodError: it says none, with the forms that do.

    >>> parse_duration("two weeks").unit, parse_duration("a fortnight").bound == bounds.point(1)
    ('week', True)
    >>> parse_duration("1 year and 6 months").bound == bounds.point(18)
    True
    """
    pairs = _pairs(text) if len(text) <= MAX_LENGTH else None
    if not pairs:
        shown = text if len(text) <= 60 else text[:57] + "…"
        raise PeriodError(f"'{shown}' is no duration", fix="write a number and a unit: 2 weeks, 14 days, 1 year")
    number, unit = _gathered(pairs, text)
    step = _step(text) if len(pairs) == 1 else Fraction(1)
    return Quantity(bounds.point(number), unit, text, _unit_text(text), steps=(step, step))


def _pairs(text: str) -> list[_Pair] | None:
    stripped = text.strip()
    if match := _ISO.fullmatch(stripped):
        return [(Fraction(n), unit) for n, unit in zip(match.groups(), _ISO_UNITS, strict=True) if n]
    found = [_one(part) for part in re.split(r",?\s+and\s+(?!a half)|,\s+|(?<=[a-z])\s+(?=\d)", stripped)]
    return None if None in found else [pair for pair in found if pair is not None]


def _one(text: str) -> _Pair | None:
    match = _ONE.fullmatch(text.strip().rstrip("."))
    if match is None:
        return None
    written = match["unit"].lower()
    unit = _SPELLED.get(written) or _SPELLED.get(written + match["plural"].lower())
    number = _number(match["number"])
    return (number, unit) if unit and number is not None else None


def _number(text: str) -> Fraction | None:
    written = text.strip()
    return Fraction(written.replace(",", "")) if _DIGITS.fullmatch(written) else read_amount(written)


def _gathered(pairs: Iterable[_Pair], text: str) -> _Pair:
    """One number in the smallest unit named; years and months do not mix with days."""
    known = list(pairs)
    number, unit = known[0]
    if len(known) == 1:
        return number, unit
    table = IN_MONTHS if unit in IN_MONTHS else IN_DAYS
    if any(each not in table for _, each in known):
        raise PeriodError(
            f"'{text}' mixes months with days, whose number differs", fix="give it in one of them: 45 days, 2 months"
        )
    smallest = min((each for _, each in known), key=lambda each: table[each])
    return sum((n * Fraction(table[each]) / Fraction(table[smallest]) for n, each in known), Fraction(0)), smallest


def _step(text: str) -> Fraction:
    match = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    if match is None:
        return Fraction(1)
    return bounds.step_of(match[0])


def _unit_text(text: str) -> str:
    match = re.search(r"[^\W\d]+$", text.strip().rstrip("."))
    return match[0] if match else ""


def add_duration(period: Period, duration: Quantity) -> Period:
    """The days that lie `duration` after some day of `period`; a negative one lies before.

    Months and years follow the calendar, the end of the month clamped. Parts of a day reach into
    both days they touch. An end beyond the calendar is open.

    Raises:
        PeriodError: the unit is no time, or a part of a month is asked for.
    """
    first = None if period.first is None or duration.bound.low is None else _move(period, duration, last=False)
    last = None if period.last is None or duration.bound.high is None else _move(period, duration, last=True)
    same = first is not None and first == last
    return Period(first, last, "", "day" if same else "span")


def _move(period: Period, duration: Quantity, *, last: bool) -> date | None:
    day, amount = (period.last, duration.bound.high) if last else (period.first, duration.bound.low)
    if day is None or amount is None:
        return None
    if duration.unit in IN_MONTHS:
        months = amount * IN_MONTHS[duration.unit]
        if months.denominator != 1:
            raise PeriodError(
                f"'{duration.text or duration.unit}' holds a part of a month, whose days differ", fix="give it in days"
            )
        return add_months(day, int(months))
    if duration.unit not in IN_DAYS:
        raise PeriodError(
            f"'{duration.unit or 'a plain number'}' is no time to add to a date", fix="add days, weeks, months or years"
        )
    days = amount * IN_DAYS[duration.unit]
    return add_days(day, ceil(days) if last else floor(days))


def negated(duration: Quantity) -> Quantity:
    """The duration backwards."""
    return Quantity(bounds.negate(duration.bound), duration.unit, f"-{duration.text}", duration.unit_text)


def days_between(later: Period, earlier: Period) -> Bound:
    """The number of days from some day of `earlier` to some day of `later`."""
    return bounds.subtract(to_days(later), to_days(earlier))
