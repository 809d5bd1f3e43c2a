"""Dates and intervals in notation: EDTF (ISO 8601-2) as DESIGN §3 shows it, and back to text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from tallystick.errors import PeriodError
from tallystick.model import Period
from tallystick.periods.days import add_days, day, months, one_day, years

MAX_LENGTH = 100
_FIX = "write 2025, 2025-02, 2025-02-24, 2024-Q1, or an interval: 2018/2022, 2025/.., ../2022"
# EDTF sub-year groupings of definite months: quarters, thirds, halves → (first month, months, name).
_GROUPS = {
    **{33 + n: (1 + 3 * n, 3, "quarter") for n in range(4)},
    **{37 + n: (1 + 4 * n, 4, "third") for n in range(3)},
    **{40 + n: (1 + 6 * n, 6, "half") for n in range(2)},
}
_YEAR = re.compile(r"\d{4}", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_CLOCK = r"(?:[01]\d|2[0-4]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?"
_DAY = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}})(?:[T ]{_CLOCK})?", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_PART = re.compile(r"(\d{4})[- ]?([QH])(\d)|([QH])(\d)[ -](\d{4})", re.ASCII | re.IGNORECASE)
_OPEN = re.compile(r"(\d{2,3})(X{1,2})", re.ASCII)
_UNSPECIFIED = re.compile(r"(\d{4})(?:-(\d{2}|XX))?-XX", re.ASCII)
_YEARS = re.compile(r"(\d{4})\s?[-–—]\s?(\d{4})", re.ASCII)
_MARK = re.compile(r"[~?%]")


def unreadable(text: str) -> PeriodError:
    """The error for a text that is no date or period."""
    shown = text if len(text) <= 60 else text[:57] + "…"
    return PeriodError(f"'{shown}' is no date or period", fix=_FIX)


def read_notation(text: str) -> Period | None:
    """The period of a date or interval in notation, or None when it is not one.

    The marks `~ ? %` (approximate, uncertain) stay in the text and do not move the days.

    Raises:
        PeriodError: it is one, but names no days (month 13), or is reversed (code SC04).
    """
    stripped = text.strip()
    if len(stripped) > MAX_LENGTH:
        return None
    ends = _ends(stripped)
    return _read_one(stripped) if ends is None else _interval(text, *ends)


def _ends(text: str) -> tuple[str, str] | None:
    """Both ends of an interval as written, ".." for open; None when it is not written as one."""
    if match := _YEARS.fullmatch(text):
        return match[1], match[2]
    if "/" in text:
        first, _, last = text.partition("/")
        return first.strip(), last.strip()
    if ".." in text:
        first, _, last = text.partition("..")
        return first.strip(" .") or "..", last.strip(" .") or ".."
    return None


def _interval(text: str, first: str, last: str) -> Period | None:
    if first == "" or last == "":
        raise PeriodError(f"'{text}': one end is missing", fix="write `..` for an open end, as in 2025/..")
    start = Period() if first == ".." else _read_one(first)
    end = Period() if last == ".." else _read_one(last)
    if start is None or end is None:
        if _YEAR.fullmatch(first) and re.fullmatch(r"\d{1,2}", last, re.ASCII):
            raise PeriodError(f"'{text}' is no interval", fix=f"write {first}-{last:0>2} for a month")
        return None
    if start.first is not None and end.last is not None and start.first > end.last:
        raise PeriodError(f"'{text}' ends before it starts", fix=f"write {last}/{first}", code="SC04")
    return Period(start.first, end.last, text, "span")


def _read_one(text: str) -> Period | None:
    plain = _MARK.sub("", text).strip()
    if _YEAR.fullmatch(plain):
        return years(_year(int(plain), text), 1, text=text, granularity="year")
    if match := _MONTH.fullmatch(plain):
        return _month(int(match[1]), int(match[2]), text)
    if match := _DAY.fullmatch(plain):
        return one_day(day(int(match[1]), int(match[2]), int(match[3]), text), text)
    if match := _WEEK.fullmatch(plain):
        return _week(int(match[1]), int(match[2]), text)
    if match := _PART.fullmatch(plain):
        return _part((match[2] or match[4]).upper(), int(match[3] or match[5]), int(match[1] or match[6]), text)
    return _unspecified(plain, text)


def _year(year: int, text: str) -> int:
    return day(year, 1, 1, text).year


def _month(year: int, month: int, text: str) -> Period:
    if month in _GROUPS:
        first, count, name = _GROUPS[month]
        return months(year, first, count, text=text, granularity=name)
    if 21 <= month <= 32:
        raise PeriodError(f"'{text}' is a season, whose days are not fixed", fix="name the months: 2024-06/2024-08")
    return months(year, month, 1, text=text, granularity="month")


def _week(year: int, week: int, text: str) -> Period:
    try:
        first = date.fromisocalendar(year, week, 1)
    except ValueError:
        raise PeriodError(f"'{text}': there is no such week", fix=_FIX) from None
    return Period(first, add_days(first, 6), text, "week")


def _part(kind: str, number: int, year: int, text: str) -> Period:
    size = 3 if kind == "Q" else 6
    if not 1 <= number <= 12 // size:
        named = "four quarters" if kind == "Q" else "two halves"
        raise PeriodError(f"'{text}': a year has {named}", fix=f"write {year}-{kind}1 to {year}-{kind}{12 // size}")
    return months(year, 1 + (number - 1) * size, size, text=text, granularity="quarter" if kind == "Q" else "half")


def _unspecified(plain: str, text: str) -> Period | None:
    if match := _UNSPECIFIED.fullmatch(plain):
        month = match[2] or "XX"
        return _month(int(match[1]), int(month), text) if month != "XX" else _read_year(match[1], text)
    if (match := _OPEN.fullmatch(plain)) and len(plain) == 4:
        size = 10 ** len(match[2])
        granularity = "decade" if size == 10 else "century"
        return years(int(match[1]) * size, size, text=text, granularity=granularity)
    return None


def _read_year(year: str, text: str) -> Period:
    return years(_year(int(year), text), 1, text=text, granularity="year")


def show(period: Period) -> str:
    """The period in notation; reading it back gives the same days.

    >>> show(Period(date(2018, 1, 1), date(2022, 12, 31), "", "span")), show(Period(None, date(2022, 5, 31)))
    ('2018/2022', '../2022-05')
    """
    first, last = period.first, period.last
    if first is None or last is None:
        return f"{_show_end(first, is_last=False)}/{_show_end(last, is_last=True)}"
    if period.granularity == "span" or (period.granularity == "" and first != last):
        return _show_interval(first, last)
    return _SHOWN.get(period.granularity, _show_days)(first, last)


def _show_interval(first: date, last: date) -> str:
    for form in (_show_year, _show_month):
        start, end = form(first, first), form(last, last)
        if _covers(start, first, last=False) and _covers(end, last, last=True):
            return f"{start}/{end}"
    return f"{first.isoformat()}/{last.isoformat()}"


def _covers(written: str, value: date, *, last: bool) -> bool:
    period = _read_one(written)
    return period is not None and value == (period.last if last else period.first)


def _show_end(value: date | None, *, is_last: bool) -> str:
    if value is None:
        return ".."
    forms = (_show_year(value, value), _show_month(value, value))
    return next((form for form in forms if _covers(form, value, last=is_last)), value.isoformat())


def _show_year(first: date, _: date) -> str:
    return f"{first.year:04}"


def _show_month(first: date, _: date) -> str:
    return f"{first.year:04}-{first.month:02}"


def _show_days(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def _show_week(first: date, last: date) -> str:
    year, week, weekday = first.isocalendar()
    return f"{year:04}-W{week:02}" if weekday == 1 else _show_days(first, last)


_SHOWN: dict[str, Callable[[date, date], str]] = {
    "day": _show_days,
    "month": _show_month,
    "year": _show_year,
    "week": _show_week,
    "quarter": lambda first, _: f"{first.year:04}-Q{(first.month + 2) // 3}",
    "third": lambda first, _: f"{first.year:04}-{36 + (first.month + 3) // 4}",
    "half": lambda first, _: f"{first.year:04}-H{(first.month + 5) // 6}",
    "decade": lambda _, last: f"{last.year // 10:03}X",
    "century": lambda _, last: f"{last.year // 100:02}XX",
}
