"""Mentions of the grammar → figures of prose: ranges and shares taken apart, compound units put together.

A number keeps its printed value; what bounds it ("more than") is kept beside it as a hedge, since in "5 % more than
the 40 of May" the words before the number are those of the relation. Only "about" makes an interval of its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from tallystick import bounds, periods, units
from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.said import Said
from tallystick.errors import DataError
from tallystick.model import Bound, Figure, Period, Quantity
from tallystick.text import Mention, read_quantities, read_value

POINT_UNITS = ("percentage_point", "basis_point")
_ZERO = Fraction(0)
_WORDY = Fraction(1, 5)  # "three times" is said from 2.9 to 3.1
_TIES = lazily(
    r"\s+(?:to|and|or|through|until|till)\s+|\s?(?:[-–—]|\bto\b)\s?|\s+(?:out of|of)\s+(?:the\s+)?", re.IGNORECASE
)
_PERCENT = lazily(r"%|per ?cent|pct|\bpc\b", re.IGNORECASE)
_COUNTED_TIMES = ("year", "month", "week", "day", "hour")
_DIGITS = lazily(r"\d[\d,]*(?:\.\d+)?")
_BRACKETED = lazily(r"(?<=[a-z0-9%] )\((?!(?:1[5-9]|20)\d\d\))(\d{1,3}(?:,\d{3})+|\d{2,})\)")
_GROUPED = lazily(r"(?<![\w$€£¥.,#+-])(\d{1,3}(?:,\d{3})+)(?=:? )")
_WHEN = lazily(r"\s+(?:before|earlier|ago|later|previously)\b")
_A_TIME = lazily(r"\s+an?\s+\w+$")
_ONE = lazily(
    r"(?<=[,:;(])\s+(?:and\s+)?(?P<one>one)(?=\s+(?:against|for|in|from|with|at|on|to|under|over|is|was|of whom)\b)",
    re.IGNORECASE,
)
_YEAR = lazily(r"(?:1[5-9]|20)\d\d")
_OF_YEAR = lazily(r"\s+(?:of|in)\s+(?:the\s+)?(?:1[5-9]|20)\d\d$")
_OF = lazily(r"^(?P<part>[\w,. ]+?)\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?(?P<whole>\d[\d,.]*.*|\w+)$")
_LEAD = lazily(r"^[^\W\d]+(?:\s+[^\W\d]+)*?\s+(?=[$€£¥+\-−]?\s?\d|[^\W\d]{0,3}[$€£¥]\d)")
_INCHES = lazily(r"[\s-]?(?:in\b(?!\s+(?:the|a|an|his|her|its|\d))|″|\")")
_TO = lazily(r"\s+(?:to|and)\s+(?:about\s+|around\s+|only\s+|just\s+)?")
_JOINS = lazily(r"[\s\u00a0]*(?:,|and)?[\s\u00a0]*\Z")
_SMALLER = {"foot": ("inch",), "pound": ("ounce",), "hour": ("minute",), "minute": ("second",), "stone": ("pound",)}
_NO_DAY = lazily(r"(\d{2,3}) of [A-Z]")
_MOST_DAYS = 31
_TIME_OF_DAY = lazily(r"(\d{1,2})(?:[:.](\d\d))?(?::\d\d)?\s*([ap])?", re.IGNORECASE)


def read_said(text: str, document: str, prefix: str = "") -> tuple[Said, ...]:
    """Every figure of a text, in order of place."""
    cents = _cent_of(text)
    found: list[Said] = []
    for mention in sorted([*read_quantities(text), *_ones(text)], key=lambda one: (one.start, -one.end)):
        for piece in _pieces(mention, text, cents):
            if found and piece.start < found[-1].end:
                continue
            joined = _joined(found[-1], piece, text) if found else None
            if found and not joined:
                found[-1] = _lent(found[-1], piece, text)
            if joined:
                found[-1] = joined
            else:
                found.append(piece)
    return tuple(
        replace(one, figure=replace(one.figure, id=f"{prefix}s{n}", document=document))
        for n, one in enumerate(found, start=1)
    )


def _ones(text: str) -> Iterator[Mention]:
    """The bare "one" of a list, and numbers alone in brackets ("in 2022 (240)") or before a colon ("to 612,000: …")."""
    for match in (*_BRACKETED.finditer(text), *_GROUPED.finditer(text)):
        value = Fraction(match[1].replace(",", ""))
        steps = (bounds.step_of(match[1]),) * 2
        yield Mention(
            match.start(1),
            match.end(1),
            match[1],
            Quantity(bounds.point(value), "", match[1], steps=steps),
            numbers=(value,),
        )
    for match in _ONE.finditer(text):
        yield Mention(
            match.start("one"), match.end("one"), "one", Quantity(bounds.point(1), "", "one"), numbers=(Fraction(1),)
        )


def _cent_of(text: str) -> tuple[str, Fraction]:
    """The currency whose hundredth "cents" are: that of the text's own signs, where there is one other than dollars."""
    if "€" in text and "$" not in text:
        return "EUR", Fraction(1, 100)
    return "USD", Fraction(1, 100)


def _pieces(mention: Mention, text: str, cents: tuple[str, Fraction]) -> Iterator[Said]:
    if mention.kind == "date" and (day := _NO_DAY.match(mention.text)) and int(day[1]) > _MOST_DAYS:
        yield _number_of(mention, day)
    elif mention.kind == "date":
        yield _dated(mention)
    elif mention.kind == "time":
        yield _timed(mention)
    elif mention.kind == "rank":
        yield Said(_figure(mention, mention.quantity, mention.start, mention.end), "n", mention.start, mention.end)
    elif mention.kind == "quantity":
        apart = _range(mention) or _share(mention)
        for one in apart or (_single(mention, text),):
            yield _in_whole_money(one, cents)


def _figure(mention: Mention, value: Quantity, start: int, end: int) -> Figure:
    return Figure(
        "",
        value,
        "",
        start,
        end,
        (mention.noun,) if mention.noun else (),
        noun=mention.noun,
        direction=mention.direction,
    )


def _dated(mention: Mention) -> Said:
    """A date, its days as ordinals for its value; without one where its year is not written or it does not exist."""
    period: Period | None
    try:
        period = periods.parse_period(mention.text)
    except DataError:
        period = None
    days = periods.to_days(period) if period else Bound()
    value = Quantity(days, "day" if period else "", mention.text)
    figure = replace(_figure(mention, value, mention.start, mention.end), date=period)
    return Said(figure, "d", mention.start, mention.end, value=days.low or _ZERO)


def _number_of(mention: Mention, match: re.Match[str]) -> Said:
    """The number of "the 40 of April", which is no day."""
    value, end = Fraction(match[1]), mention.start + match.end(1)
    quantity = Quantity(bounds.point(value), "", match[1], steps=(bounds.step_of(match[1]),) * 2)
    return Said(_figure(mention, quantity, mention.start, end), "q", mention.start, end, value=value)


def _timed(mention: Mention) -> Said:
    """A time of day, its minutes after midnight for its value."""
    match = _TIME_OF_DAY.match(mention.text)
    bound = Bound()
    if match:
        hour, minute = int(match[1]), int(match[2] or 0)
        if match[3]:
            hour = hour % 12 + (12 if match[3].lower() == "p" else 0)
        bound = bounds.point(hour * 60 + minute)
    value = Quantity(bound, "minute", mention.text)
    return Said(
        _figure(mention, value, mention.start, mention.end), "t", mention.start, mention.end, value=bound.low or _ZERO
    )


def _kind(quantity: Quantity, mention: Mention) -> str:
    if quantity.unit == "percent":
        return "p"
    is_point = mention.noun in ("points", "point") and not quantity.unit and (quantity.bound.low or 0) < 100
    if quantity.unit in POINT_UNITS or is_point:
        return "o"
    if mention.noun in ("times", "fold") or quantity.unit_text in ("x", "×", "times", "fold"):
        return "x"
    low = quantity.bound.low
    in_words = not any(char.isdigit() for char in mention.text) or "/" in mention.text or " in " in mention.text
    is_part = low is not None and _ZERO < low < 1 and not quantity.unit and in_words
    return "f" if is_part or mention.text.strip() in "½⅓⅔¼¾⅕⅖⅗⅘" else "q"


def _single(mention: Mention, text: str) -> Said:
    start, end = mention.start + _lead(mention.text), mention.end - _tail(mention.text)
    if mention.rate and _WHEN.match(text, mention.end) and (time := _A_TIME.search(mention.text)):
        end = mention.start + time.start()  # "1,751 a week before" is no rate
    again = _read(text[start:end]) if end < mention.end else None
    quantity = _own_unit(_once_per(again or mention.quantity))
    relation = quantity.relation
    printed = mention.numbers[0] if mention.numbers and not again else quantity.bound.low
    if printed is None:
        printed = _ZERO
    steps = _steps(quantity, printed)
    exact = replace(quantity, bound=bounds.point(printed), steps=(steps, steps), text=text[start:end], relation="=")
    hedge = "" if relation in ("=", "..") else relation
    kind = _kind(exact, mention)
    if kind == "f":
        exact, printed = _as_percent(exact, printed)
        quantity = replace(quantity, bound=Bound(printed - 5, printed + 5))
    elif kind == "x" and printed.denominator == 1:
        exact = replace(exact, steps=(_WORDY, _WORDY))
    value = replace(exact, bound=quantity.bound) if hedge == "~" else exact
    return Said(
        _figure(mention, value, start, end),
        kind,
        start,
        end,
        hedge,
        mention.rate if end == mention.end else "",
        printed,
    )


def _once_per(quantity: Quantity) -> Quantity:
    """A speed whose unit says "per hour" once: mph is no mile per hour per hour."""
    word, slash, time = quantity.unit.partition(" / ")
    return replace(quantity, unit=word) if slash and word.endswith(f"_per_{time}") else quantity


def _own_unit(quantity: Quantity) -> Quantity:
    """The quantity without a percent that it was lent: "9,694, or 18 %" is a number and its share."""
    is_lent = quantity.unit == "percent" and not _PERCENT.search(quantity.text) and (quantity.bound.low or 0) > 100
    return replace(quantity, unit="", unit_text="") if is_lent else quantity


def _as_percent(value: Quantity, printed: Fraction) -> tuple[Quantity, Fraction]:
    """A share in words ("a third", "one in five") in percent; words are rounder than digits."""
    whole = printed * 100
    step = _ZERO if _DIGITS.search(value.text) else Fraction(4)
    return replace(value, bound=bounds.point(whole), unit="percent", steps=(step, step)), whole


def _steps(quantity: Quantity, printed: Fraction) -> Fraction:
    """The last digit's place; a whole percentage is printed to five points at most, for nobody rounds it to tens."""
    step = max(quantity.steps)
    if quantity.unit == "percent" and step > 5 and abs(printed) < 1000:
        return Fraction(5)
    # Short times are counted, not rounded to tens: 50 days, aged 70.
    if quantity.unit in _COUNTED_TIMES and step > 2 and printed < 100:
        return Fraction(2)
    return step


def _lead(text: str) -> int:
    """How many characters of a mention are words before its number: those of "more than 5 tons"."""
    match = _LEAD.match(text)
    if match:
        return match.end()
    words = text.split(" ")
    at = 0
    while len(words) > 1 and words[0].lower() in _BOUNDING:
        at += len(words[0]) + 1
        words = words[1:]
    return at


_BOUNDING = frozenset(
    "about around roughly approximately nearly almost some over under above below more less fewer than at least most up to just "
    "only exactly between an average of total estimated well slightly close no not exceed within circa a minimum maximum".split()
) - {"a", "an"}


def _range(mention: Mention) -> tuple[Said, ...]:
    """The two ends of a range in the order of print; none when it is no range."""
    if mention.quantity.relation not in ("..", "~") or len(mention.numbers) != 2:
        return ()
    lead = _lead(mention.text)
    match = next((m for m in _TIES.finditer(mention.text, lead + 1) if m.end() < len(mention.text)), None)
    if match is None:
        return ()
    low, high = mention.numbers
    last = _read(mention.text[match.end() :])
    first_is_high = last is not None and last.bound.low == low
    first_value, last_value = (high, low) if first_is_high else (low, high)
    steps = mention.quantity.steps[::-1] if first_is_high else mention.quantity.steps
    spans = ((mention.start + lead, mention.start + match.start()), (mention.start + match.end(), mention.end))
    hedge = "~" if mention.quantity.relation == "~" else ""
    found = []
    for value, step, (start, end) in zip((first_value, last_value), steps, spans, strict=True):
        shown = mention.text[start - mention.start : end - mention.start]
        quantity = replace(mention.quantity, bound=bounds.point(value), steps=(step, step), text=shown, relation="=")
        found.append(
            Said(
                _figure(mention, quantity, start, end), _kind(quantity, mention), start, end, hedge, mention.rate, value
            )
        )
    return tuple(found)


def _read(text: str) -> Quantity | None:
    try:
        return read_value(text)
    except DataError:
        return next((one.quantity for one in read_quantities(text) if one.numbers), None)


def _tail(text: str) -> int:
    """How many characters of a mention belong to a year behind it: those of "€240 of 2022"."""
    match = _OF_YEAR.search(text)
    return len(match[0]) if match else 0


def _share(mention: Mention) -> tuple[Said, ...]:
    """Part and whole of "18 of 30" and "two of three", as counts; none when it is no such share."""
    match = _OF.match(mention.text)
    if match is None or _YEAR.fullmatch(match["whole"]):
        return ()
    found = []
    for group in ("part", "whole"):
        read = _read(match[group])
        if read is None or read.bound.low is None or (read.unit and read.unit != mention.quantity.unit):
            return ()
        start, end = mention.start + match.start(group), mention.start + match.end(group)
        steps = read.steps if mention.quantity.unit or max(read.steps) > 1 else (_ZERO, _ZERO)
        quantity = Quantity(bounds.point(read.bound.low), mention.quantity.unit, match[group], steps=steps)
        figure = Figure("", quantity, "", start, end, noun=mention.noun)
        found.append(Said(figure, "q", start, end, value=read.bound.low))
    return tuple(found)


def _in_whole_money(one: Said, cents: tuple[str, Fraction]) -> Said:
    """Cents as parts of their currency, so that they meet amounts in it."""
    if not one.unit.startswith("US_cent"):
        return one
    value, (currency, factor) = one.figure.value, cents
    unit = currency + one.unit.removeprefix("US_cent")
    scaled = replace(
        value,
        bound=bounds.scale(value.bound, factor),
        unit=unit,
        steps=(value.steps[0] * factor, value.steps[1] * factor),
    )
    return replace(one, figure=replace(one.figure, value=scaled))


def _lent(first: Said, second: Said, text: str) -> Said:
    """The first of "from 137.5 to 132.0 million tonnes" in the scale, the unit and the noun of the second."""
    bare = first.kind in "qp" and _DIGITS.fullmatch(first.figure.value.text) and second.kind in "qp"
    if not bare or not _TO.fullmatch(text, first.end, second.start):
        return first
    digits = _DIGITS.search(second.figure.value.text)
    printed = Fraction(digits[0].replace(",", "")) if digits else _ZERO
    scale = abs(second.value) / printed if printed and second.value else Fraction(1)
    if first.value >= scale > 1:
        scale = Fraction(1)
    value = first.figure.value
    steps = (value.steps[0] * scale, value.steps[1] * scale)
    own = replace(value, bound=bounds.scale(value.bound, scale), unit=second.unit, steps=steps)
    return replace(
        first,
        kind=second.kind,
        value=first.value * scale,
        figure=replace(first.figure, value=own, noun=second.figure.noun),
    )


def _joined(first: Said, second: Said, text: str) -> Said | None:
    """One figure of "2 h 11 min", "6 ft 7 in", "13 hours and eight minutes"; None when they are two."""
    if first.unit == "foot" and not second.unit and not second.noun and (inches := _INCHES.match(text, second.end)):
        in_inches = replace(second.figure.value, unit="inch", unit_text="in")
        second = replace(second, figure=replace(second.figure, value=in_inches, end=inches.end()), end=inches.end())
    if first.kind != "q" or second.kind != "q" or second.unit not in _SMALLER.get(first.unit, ()):
        return None
    if not _JOINS.match(text, first.end, second.start) or first.value < 0 or first.value.denominator != 1:
        return None
    value = units.convert(first.value, first.unit, second.unit) + second.value
    quantity = replace(second.figure.value, bound=bounds.point(value), text=text[first.start : second.end])
    figure = replace(second.figure, value=quantity, start=first.start)
    return replace(second, figure=figure, start=first.start, hedge=first.hedge or second.hedge)
