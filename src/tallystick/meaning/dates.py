"""Dates in checks: literals read as dates, calendar steps, weekdays. Imports `amounts`, `periods` and below."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor

from tallystick import bounds
from tallystick.errors import CheckDefinitionError, PeriodError
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.meaning import amounts
from tallystick.meaning.amounts import DATE, Amount, Unknowns
from tallystick.meaning.words import Words
from tallystick.model import Bound, Period, Quantity

_CALENDAR = ("month", "year", "quarter", "decade", "century")
_WEEK = 7


def read_date(node: Node) -> Period | None:
    """The period a literal names where a date stands: `2024`, `2018/2022`, `"24 February 2025"`.

    Raises:
        CheckDefinitionError: It looks like a date, and names none.
    """
    from tallystick import periods

    if isinstance(node, nodes.Date):
        return node.period
    text = _written_date(node)
    try:
        return periods.parse_period(text) if text is not None else None
    except PeriodError as problem:
        raise CheckDefinitionError(problem.what, fix=problem.fix) from None


def _written_date(node: Node) -> str | None:
    match node:
        case nodes.Text(text):
            return text
        case nodes.Number(quantity) if _is_year(quantity):
            return quantity.text
        case nodes.Product((nodes.Number(first), nodes.Number(last)), (1, -1)) if _is_year(first) and _is_year(last):
            return f"{first.text}/{last.text}"
    return None


def _is_year(quantity: Quantity) -> bool:
    return not quantity.unit and len(quantity.text) == 4 and quantity.text.isdecimal()


def enter_date(period: Period, unknowns: Unknowns) -> Amount:
    """The amount of a date literal: some day of the period."""
    from tallystick import periods

    days = periods.to_days(period)
    # Two mentions of "2024" need not be the same day.
    return (
        unknowns.compose("date", (), days, DATE, len(unknowns.known))
        if not days.is_point
        else unknowns.enter("", days, DATE)
    )


def moved_by_calendar(first: Amount, second: Amount, sign: int, unknowns: Unknowns) -> Amount | None:
    """The date a whole number of months or years away, at the end of the month when it has no such day."""
    from tallystick import periods

    date, step = (first, second) if first.unit == DATE else (second, first)
    count = step.constant
    is_whole = step.unit in _CALENDAR and count is not None and count.denominator == 1
    if date.unit != DATE or not is_whole or count is None or (date is second and sign < 0):
        return None
    days = whole_days(amounts.tightest(date, unknowns))
    duration = Quantity(bounds.point(sign * count), step.unit)
    moved = periods.to_days(periods.add_duration(days, duration))
    return unknowns.compose("calendar", [date, replace(step, top={(): sign * count})], moved, DATE)


def whole_days(bound: Bound) -> Period:
    """The days that a date may fall on, given its interval; a part of a day counts as that day."""
    from tallystick import periods

    low, high = (None if end is None else Fraction(floor(end)) for end in (bound.low, bound.high))
    return periods.from_days(Bound(low, high))


def weekdays_of(date: Amount, unknowns: Unknowns) -> Words:
    """The weekdays that a date may fall on."""
    from tallystick import periods

    names = tuple(periods.WEEKDAYS)
    days = periods.to_days(whole_days(amounts.tightest(date, unknowns)))
    if days.low is None or days.high is None or days.high - days.low >= _WEEK - 1:
        return Words(frozenset(periods.WEEKDAYS), values=names)
    possible = (periods.from_days(bounds.point(days.low + step)) for step in range(int(days.high - days.low) + 1))
    return Words(frozenset(name for day in possible if (name := periods.weekday(day))), values=names)
