"""How two periods lie to each other. An open end reaches beyond every day."""

from __future__ import annotations

from tallystick import bounds
from tallystick.model import Period
from tallystick.periods.days import from_days, to_days


def contains(outer: Period, inner: Period) -> bool:
    """True when every day of `inner` lies in `outer`."""
    return bounds.contains(to_days(outer), to_days(inner))


def intersect(first: Period, second: Period) -> Period | None:
    """The days in both, or None when there is none; one that lies within the other keeps its text."""
    for inner, outer in ((first, second), (second, first)):
        if contains(outer, inner):
            return inner
    shared = bounds.intersect(to_days(first), to_days(second))
    return None if shared is None else from_days(shared)


def overlaps(first: Period, second: Period) -> bool:
    """True when some day lies in both."""
    return bounds.intersect(to_days(first), to_days(second)) is not None


def is_before(first: Period, second: Period) -> bool:
    """True when every day of `first` lies before every day of `second`."""
    return first.last is not None and second.first is not None and first.last < second.first


def compare_periods(first: Period, second: Period) -> str:
    """One of `before`, `after`, `equal`, `contains`, `within`, `overlaps`.

    >>> from datetime import date
    >>> compare_periods(Period(date(2022, 1, 1), date(2022, 12, 31)), Period(None, date(2022, 12, 31)))
    'within'
    """
    if is_before(first, second):
        return "before"
    if is_before(second, first):
        return "after"
    outer, inner = contains(first, second), contains(second, first)
    if outer and inner:
        return "equal"
    return "contains" if outer else "within" if inner else "overlaps"
