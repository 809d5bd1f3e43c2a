"""Dates that depend on the day a text appeared: "on Tuesday", "last month", "two weeks after 3 March 2025"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from tallystick.errors import PeriodError
from tallystick.model import Period, Quantity
from tallystick.periods.days import WEEKDAYS, add_days, add_months, months, one_day, years
from tallystick.periods.durations import IN_MONTHS, add_duration, negated, parse_duration
from tallystick.periods.notation import read_notation
from tallystick.periods.wording import read_without_year, read_wording

MAX_LENGTH = 100
_DEPTH = 4
_TIME_OF_DAY = re.compile(r"\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|noon|midday|midnight)$")
_LEAD = re.compile(r"^(?:on|in|at|during|of|the|early|late|mid|earlier|later|end of|start of|beginning of|as of)[\s-]+")
_WEEKDAY = re.compile(rf"(?:(last|this past|past|next|this|coming)\s+)?({'|'.join(WEEKDAYS)})s?".lower())
_SPAN = re.compile(r"(last|past|previous|this|current|next|coming)\s+(week|month|quarter|year|decade)")
_LAST_SOME = re.compile(r"(?:over |within |for |in )?(?:the )?(?:last|past|previous)\s+(.+)")
_NEXT_SOME = re.compile(r"(?:(?:over |within |for |in )?(?:the )?(?:next|coming)|within)\s+(.+)")
_AGO = re.compile(r"(.+?)\s+(ago|earlier|before now)")
_AHEAD = re.compile(r"in\s+(.+)|(.+?)\s+(?:from now|later|hence|after)")
_AWAY = re.compile(r"(.+?)\s+(after|before|from|since|following|prior to)\s+(.+)")
_BETWEEN = re.compile(r"(?:from\s+|between\s+)?(.+?)\s+(?:to|and|until|till|through|thru|[-–—])\s+(.+)")
_SIDE = re.compile(r"(since|from|before|after|until|till|through|by|up to|prior to|starting|as from)\s+(.+)")
_NAMED_DAYS = {
    "today": 0, "tonight": 0, "now": 0, "this morning": 0, "this afternoon": 0, "this evening": 0,
    "yesterday": -1, "last night": -1, "the day before yesterday": -2, "tomorrow": 1, "the day after tomorrow": 2,
}  # fmt: skip


def resolve(text: str, source_date: Period | date | None = None) -> Period | None:
    """The days a text means when it appeared on `source_date`, or None when that cannot be said.

    A weekday is the latest one up to that day, as news writes it; a day or month without a year is
    the one nearest to it. Absolute dates need no source date.

    >>> resolve("on Tuesday", date(2025, 2, 27)).first
    datetime.date(2025, 2, 25)
    >>> resolve("two weeks after 10 February 2025").first
    datetime.date(2025, 2, 24)
    """
    anchor = source_date if isinstance(source_date, date) else _single_day(source_date)
    found = _resolve(" ".join(text.split()).strip(" ,.;"), anchor, _DEPTH) if len(text) <= MAX_LENGTH else None
    return None if found is None else Period(found.first, found.last, text, found.granularity)


def _single_day(period: Period | None) -> date | None:
    return period.first if period is not None and period.first == period.last else None


def _resolve(text: str, anchor: date | None, depth: int) -> Period | None:
    if depth == 0 or not text:
        return None
    lowered = text.lower()
    for read in _READERS:
        found = read(lowered, anchor, depth)
        if found is not None:
            return found
    shorter = _LEAD.sub("", _TIME_OF_DAY.sub("", lowered))
    return _resolve(shorter, anchor, depth - 1) if shorter != lowered else None


def _absolute(text: str, _: date | None, __: int) -> Period | None:
    try:
        return read_notation(text.upper()) or read_wording(text)
    except PeriodError:
        return None


def _named_day(text: str, anchor: date | None, _: int) -> Period | None:
    if anchor is None or text not in _NAMED_DAYS:
        return None
    found = add_days(anchor, _NAMED_DAYS[text])
    return None if found is None else one_day(found)


def _weekday(text: str, anchor: date | None, _: int) -> Period | None:
    match = _WEEKDAY.fullmatch(text)
    if match is None or anchor is None:
        return None
    number = [name.lower() for name in WEEKDAYS].index(match[2])
    back = (anchor.weekday() - number) % 7
    found = add_days(anchor, _weekday_shift(match[1] or "", back, number - anchor.weekday()))
    return None if found is None else one_day(found)


def _weekday_shift(word: str, back: int, within_week: int) -> int:
    if word in {"last", "past", "this past"}:
        return -(back or 7)
    if word in {"next", "coming"}:
        return 7 - back
    return within_week if word == "this" else -back


def _span(text: str, anchor: date | None, _: int) -> Period | None:
    match = _SPAN.fullmatch(text)
    if match is None or anchor is None:
        return None
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(match[1], 0)
    return _unit_around(anchor, match[2], step)


def _unit_around(anchor: date, unit: str, step: int) -> Period | None:
    """The whole week, month … that holds `anchor`, moved by `step` of them."""
    if unit == "week":
        first = add_days(anchor, 7 * step - anchor.weekday())
        return None if first is None else Period(first, add_days(first, 6), "", "week")
    moved = add_months(anchor.replace(day=1), step * IN_MONTHS[unit])
    if moved is None:
        return None
    if unit in {"year", "decade"}:
        size = 10 if unit == "decade" else 1
        return years(moved.year // size * size, size, text="", granularity=unit)
    size = IN_MONTHS[unit]
    return months(moved.year, (moved.month - 1) // size * size + 1, size, text="", granularity=unit)


def _duration(text: str) -> Quantity | None:
    try:
        return parse_duration(text)
    except PeriodError:
        return None


def _last_some(text: str, anchor: date | None, _: int) -> Period | None:
    match = _LAST_SOME.fullmatch(text)
    # "the past year" ends today; "the previous month" is the month before this one.
    if match is not None and _SPAN.fullmatch(f"previous {match[1]}") and "previous" in text:
        return _span(f"previous {match[1]}", anchor, 0)
    duration = (_duration(match[1]) or _duration(f"1 {match[1]}")) if match else None
    if duration is None or anchor is None:
        return None
    start = _shifted(one_day(anchor), negated(duration))
    first = None if start is None or start.first is None else add_days(start.first, 1)
    return None if first is None else Period(first, anchor, "", "span")


def _next_some(text: str, anchor: date | None, _: int) -> Period | None:
    match = _NEXT_SOME.fullmatch(text)
    duration = _duration(match[1]) if match else None
    moved = None if duration is None or anchor is None else _shifted(one_day(anchor), duration)
    return None if moved is None or moved.last is None else Period(anchor, moved.last, "", "span")


def _shifted(period: Period, duration: Quantity) -> Period | None:
    try:
        return add_duration(period, duration)
    except PeriodError:
        return None


def _away_from_now(text: str, anchor: date | None, _: int) -> Period | None:
    past, ahead = _AGO.fullmatch(text), _AHEAD.fullmatch(text)
    written = past[1] if past else (ahead[1] or ahead[2]) if ahead else ""
    duration = _duration(written) if written else None
    if duration is None or anchor is None:
        return None
    moved = _shifted(one_day(anchor), negated(duration) if past else duration)
    if moved is None or moved.first is None:
        return None
    # "three months ago" names a month, "two years ago" a year; only days and weeks name a day.
    return _unit_around(moved.first, duration.unit, 0) if past and duration.unit in {"month", "year"} else moved


def _away_from(text: str, anchor: date | None, depth: int) -> Period | None:
    match = _AWAY.fullmatch(text)
    duration = _duration(match[1]) if match else None
    if match is None or duration is None:
        return None
    start = _resolve(match[3], anchor, depth - 1)
    backwards = match[2] in {"before", "prior to"}
    return None if start is None else _shifted(start, negated(duration) if backwards else duration)


def _between(text: str, anchor: date | None, depth: int) -> Period | None:
    match = _BETWEEN.fullmatch(text)
    if match is None:
        return None
    first, last = _resolve(match[1], anchor, depth - 1), _resolve(match[2], anchor, depth - 1)
    if first is None or last is None or (first.first is not None and last.last is not None and first.first > last.last):
        return None
    return Period(first.first, last.last, "", "span")


def _side(text: str, anchor: date | None, depth: int) -> Period | None:
    match = _SIDE.fullmatch(text)
    if match is None:
        return None
    # A deadline lies ahead: "by Friday" is the next one, "since Friday" the latest.
    ahead = match[1] in {"by", "until", "till", "through", "up to"} and _WEEKDAY.fullmatch(match[2])
    limit = _resolve(f"next {match[2]}" if ahead else match[2], anchor, depth - 1)
    return None if limit is None else _beside(match[1], limit)


def _beside(word: str, limit: Period) -> Period | None:
    if word in {"before", "prior to"}:
        last = None if limit.first is None else add_days(limit.first, -1)
        return None if last is None else Period(None, last, "", "span")
    if word == "after":
        first = None if limit.last is None else add_days(limit.last, 1)
        return None if first is None else Period(first, None, "", "span")
    if word in {"since", "from", "starting", "as from"}:
        return Period(limit.first, None, "", "span")
    return Period(None, limit.last, "", "span")


def _nearest_year(text: str, anchor: date | None, _: int) -> Period | None:
    if anchor is None:
        return None
    found = [read_without_year(text, year) for year in range(max(anchor.year - 1, 1), min(anchor.year + 2, 10000))]
    known = [period for period in found if period is not None and period.first is not None]
    return min(known, key=lambda period: _distance(period, anchor), default=None)


def _distance(period: Period, anchor: date) -> int:
    first, last = period.first or anchor, period.last or anchor
    return max((first - anchor).days, (anchor - last).days, 0)


_READERS: tuple[Callable[[str, date | None, int], Period | None], ...] = (
    _absolute,
    _named_day,
    _weekday,
    _span,
    _away_from,
    _away_from_now,
    _last_some,
    _next_some,
    _nearest_year,
    _between,
    _side,
)
