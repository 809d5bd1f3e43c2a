"""Dates as English writes them: "24 February 2025", "Feb. 24, 2025", "25/02/2025", "the first quarter of 2024"."""

from __future__ import annotations

import re

from tallystick.errors import PeriodError
from tallystick.model import Period
from tallystick.numerals import MONTHS
from tallystick.periods.days import WEEKDAYS, day, months, one_day, years

MAX_LENGTH = 100
_MONTH_NUMBERS = {
    **{name.lower(): number for number, name in enumerate(MONTHS, 1)},
    **{name[:3].lower(): number for number, name in enumerate(MONTHS, 1)},
    "sept": 9,
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})\.?"
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(f'{name}|{name[:3]}' for name in WEEKDAYS)})\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_WEEKDAY}(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"{_DAY}-{_MONTH}-{_YEAR}",
        rf"{_MONTH},?\s+(?:of\s+)?{_YEAR}",
    )
)
_NO_YEAR = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_WEEKDAY}(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}",
        _MONTH,
    )
)
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_MONTH_SLASHED = re.compile(r"(\d{1,2})/(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_PART = re.compile(rf"(?:the\s+)?({'|'.join(_ORDINALS)})[\s-]+(quarter|half)(?:\s+of)?,?\s+(\d{{4}})", re.IGNORECASE)
_DECADE = re.compile(r"(?:the\s+)?(\d{3})0s", re.IGNORECASE)


def read_wording(text: str, *, day_first: bool | None = None) -> Period | None:
    """The period of a date in words or with the year last, or None when it is not one.

    A weekday beside the date is not compared here; `weekday_said` gives it.

    Raises:
        PeriodError: the date does not exist, or day and month may be swapped and `day_first` is None.
    """
    stripped = " ".join(text.split())
    if len(stripped) > MAX_LENGTH:
        return None
    if match := _SLASHED.fullmatch(stripped):
        return _slashed(
            int(match[1]), int(match[3]), int(match[4]), text=text, day_first=True if match[2] == "." else day_first
        )
    if match := _YEAR_FIRST.fullmatch(stripped):
        return one_day(day(int(match[1]), int(match[3]), int(match[4]), text), text)
    if match := _MONTH_SLASHED.fullmatch(stripped):
        return months(int(match[2]), int(match[1]), 1, text=text, granularity="month")
    for form in _FORMS:
        if match := form.fullmatch(stripped):
            return _named(match, int(match["year"]), text)
    return _part_of_year(stripped, text)


def _slashed(first: int, second: int, year: int, *, text: str, day_first: bool | None) -> Period:
    if day_first is None:
        if first <= 12 and second <= 12 and first != second:
            raise PeriodError(
                f"'{text}' may be {year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}",
                fix="write the date as year-month-day",
            )
        day_first = first > 12 or second <= 12
    number, month = (first, second) if day_first else (second, first)
    return one_day(day(year, month, number, text), text)


def _named(match: re.Match[str], year: int, text: str) -> Period:
    month, number = _MONTH_NUMBERS[match["month"].lower()], match.groupdict().get("day")
    if number is None:
        return months(year, month, 1, text=text, granularity="month")
    return one_day(day(year, month, int(number), text), text)


def _part_of_year(stripped: str, text: str) -> Period | None:
    if match := _PART.fullmatch(stripped):
        kind, number = match[2].lower(), _ORDINALS[match[1].lower()]
        size = 3 if kind == "quarter" else 6
        if match[1].lower() == "last":
            number = 12 // size
        if number * size > 12:
            raise PeriodError(f"'{text}': a year has two halves", fix="name the quarter or the half")
        return months(int(match[3]), 1 + (number - 1) * size, size, text=text, granularity=kind)
    if match := _DECADE.fullmatch(stripped):
        return years(int(match[1]) * 10, 10, text=text, granularity="decade")
    return None


def read_without_year(text: str, year: int) -> Period | None:
    """The period that "Feb. 24" or "fourth quarter" names in this year.

    None when it is no such text, or names nothing in that year (29 February).
    """
    stripped = " ".join(text.split())
    if len(stripped) > MAX_LENGTH:
        return None
    try:
        for form in _NO_YEAR:
            if match := form.fullmatch(stripped):
                return _named(match, year, text)
        return _part_of_year(f"{stripped} {year:04}", text) if not stripped[-1:].isdigit() else None
    except PeriodError:
        return None


def weekday_said(text: str) -> str | None:
    """The weekday that a date in words names, to be held against the date; None when it names none.

    >>> weekday_said("Tuesday, February 25, 2025"), weekday_said("25 February 2025")
    ('Tuesday', None)
    """
    match = re.search(rf"\b({'|'.join(WEEKDAYS)})\b", text[:MAX_LENGTH], re.IGNORECASE)
    return match[1].capitalize() if match else None
