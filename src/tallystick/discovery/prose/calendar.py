"""PD01 and PD04 in running text: a weekday that is not its date's, and a day that no calendar has."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from tallystick import bounds
from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.sentences import Sentence
from tallystick.discovery.stated import Stated, equals, number
from tallystick.model import Evidence, Figure, Quantity
from tallystick.numerals import MONTHS
from tallystick.periods import WEEKDAYS

_MONTH_NUMBERS = {
    **{name.lower(): n for n, name in enumerate(MONTHS, 1)},
    **{name[:3].lower(): n for n, name in enumerate(MONTHS, 1)},
    "sept": 9,
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})\b\.?"
_WEEKDAYS = {
    **{name.lower(): n for n, name in enumerate(WEEKDAYS)},
    **{name[:3].lower(): n for n, name in enumerate(WEEKDAYS)},
}
_WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_WEEKDAY = rf"\b(?P<weekday>{'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)\b(?!-\d|/\d)"
_DAY_FIRST = rf"(?<![\d.,/-]){_DAY}(?:\s+day)?\s+(?:of\s+)?{_MONTH}"
_MONTH_FIRST = rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}(?![\d:]|\s*[-–]\s*\d|[.,]\d)"
_ISO = r"(?<![\d-])(?P<year>(?:1[5-9]|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"
_LINK = r"[\s,]*(?:\(\s*)?(?:the\s+|on\s+)?"
_BEHIND = (
    rf"[\s,]*(?:\(\s*|(?:which\s+)?(?:was|is|falls on|fell on)\s+)?(?:a\s+)?(?P<weekday_behind>{'|'.join(WEEKDAYS)})\b"
)
_WHEN = tuple(
    lazily(rf"(?:{_WEEKDAY}{_LINK})?{form}(?:{_BEHIND})?", re.IGNORECASE)
    for form in (rf"{_DAY_FIRST},?\s+{_YEAR}", rf"{_MONTH_FIRST},?\s+{_YEAR}", _ISO)
)
_NO_YEAR = tuple(
    lazily(form, re.IGNORECASE) for form in (rf"{_DAY_FIRST}(?!,?\s+\d{{4}})", rf"{_MONTH_FIRST}(?!,?\s+\d{{4}})")
)
_ENDS_WITH = lazily(
    rf"\s*(?:to|until|till|through|and|–|—|-)\s*(?:{_WEEKDAY}{_LINK})?(?:{_DAY}\s+[A-Za-z]+|[A-Za-z]+\s+\d{{1,2}}),?\s+(?P<year>\d{{4}})",
    re.IGNORECASE,
)
_WITH_WEEKDAY = tuple(lazily(rf"{_WEEKDAY}{_LINK}{form}", re.IGNORECASE) for form in (_DAY_FIRST, _MONTH_FIRST))
_HAS_DATE = lazily(
    r"\d\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:the\s+)?\d|\d{4}-\d\d-\d\d",
    re.IGNORECASE,
)
_LEAP = 2000
_WHOLE_NAME = 6


def find_dates(sentence: Sentence) -> Iterator[Stated | Figure]:
    """PD01 and PD04 for the dates of a sentence."""
    if not _HAS_DATE.search(sentence.text):
        return
    covered: list[tuple[int, int]] = []
    for pattern in _WHEN:
        for match in pattern.finditer(sentence.text):
            covered.append(match.span())
            yield from _judged(sentence, match, int(match["year"]))
    for match in (match for pattern in _WITH_WEEKDAY for match in pattern.finditer(sentence.text)):
        ends = _ENDS_WITH.match(sentence.text, match.end())
        if ends and not _lies_in(match, covered):
            covered.append(match.span())
            yield from _judged(sentence, match, int(ends["year"]))
    for match in (match for pattern in _NO_YEAR for match in pattern.finditer(sentence.text)):
        if not _lies_in(match, covered):
            yield from _no_such_day(sentence, match, _LEAP)


def _lies_in(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in spans)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTH_NUMBERS[text.lower()]


def _judged(sentence: Sentence, match: re.Match[str], year: int) -> Iterator[Stated | Figure]:
    month, day = _month(match["month"]), int(match["day"])
    groups = match.groupdict()
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        yield from _no_such_day(sentence, match, year)
        return
    said = groups.get("weekday") or groups.get("weekday_behind")
    # "The Sun on 27 September": only a whole name stands before another word than the date.
    if not said or (len(said) < _WHOLE_NAME and re.match(rf"{said}[.,]?\s+(?:on|the)\b", match[0], re.IGNORECASE)):
        return
    right = date(year, month, day).weekday()
    figure = _figure(sentence, match, f"{sentence.prefix}w{sentence.start + match.start()}", _WEEKDAYS[said.lower()])
    says = f"{year}-{month:02}-{day:02} is a {WEEKDAYS[right]}, not a {WEEKDAYS[_WEEKDAYS[said.lower()]]}"
    yield figure
    yield Stated(
        "PD01",
        equals(figure.id, number(right)),
        Evidence.WORDS,
        f"'{figure.value.text}'",
        figure.id,
        "W",
        says=says,
        weight=3,
    )


def _no_such_day(sentence: Sentence, match: re.Match[str], year: int) -> Iterator[Stated | Figure]:
    """PD04 where the month has no such day; a date that exists states nothing."""
    month, day = _month(match["month"]), int(match["day"])
    if not 1 <= month <= 12 or not 0 < day <= 31:
        return
    last = monthrange(year, month)[1]
    if 1 <= day <= last:
        return
    figure = _figure(sentence, match, f"{sentence.prefix}w{sentence.start + match.start()}", day)
    named = f"{MONTHS[month - 1]}{'' if year == _LEAP and str(year) not in match[0] else f' {year}'}"
    says = f"'{figure.value.text}': {named} has no day {day}, it ends with the {last}th"
    says = says.replace("31th", "31st")
    yield figure
    yield Stated(
        "PD04",
        equals(figure.id, number(last)),
        Evidence.WORDS,
        f"'{figure.value.text}'",
        figure.id,
        "W",
        says=says,
        weight=4,
    )


def _figure(sentence: Sentence, match: re.Match[str], name: str, value: int) -> Figure:
    start = sentence.start + match.start()
    quantity = Quantity(bounds.point(value), "", " ".join(match[0].split()))
    return Figure(name, quantity, sentence.path, start, sentence.start + match.end(), sentence=sentence.start)
