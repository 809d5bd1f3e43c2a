"""Questions about a whole column that no single record answers: gaps in a series, one head to a household.

Values are numbers, or periods as text (2012, 2012Q1, 2012-03, 2012-03-31). Imports only `errors` and `periods`.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from fractions import Fraction
from itertools import pairwise

from tallystick.errors import ReadError

_PERIOD = re.compile(r"(\d{4})(?:-?Q([1-4])|-?M?(0[1-9]|1[0-2])(?:-(\d{2}))?)?")


def is_linear_sequence(
    values: Sequence[object], *, begin: object = None, end: object = None, sort: bool = True
) -> bool | None:
    """Whether the values, in order, follow each other at equal steps; None when one is missing.

    Args:
        values: Numbers, or periods as text.
        begin: The value it must start with.
        end: The value it must end with.
        sort: Look at the values in their own order, not in the order given.

    Raises:
        ReadError: A value is neither a number nor a period.

    >>> is_linear_sequence([3, 1, 2]), is_linear_sequence(["2012Q4", "2013Q1"], end="2013Q2")
    (True, False)
    """
    if any(value is None for value in values):
        return None
    places = [place_of(value) for value in values]
    if sort:
        places.sort()
    if not places or (begin is not None and places[0] != place_of(begin)):
        return False
    if end is not None and places[-1] != place_of(end):
        return False
    return len({after - before for before, after in pairwise(places)}) <= 1


def place_of(value: object) -> Fraction:
    """Where a value stands on its line: itself, or the number of its year, quarter, month or day."""
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, float):
        return Fraction(repr(value))
    match = _PERIOD.fullmatch(str(value).strip())
    if match is None:
        raise ReadError(f"{value!r} is neither a number nor a period", fix="write it as 2012, 2012Q1 or 2012-03")
    year, quarter, month, day = match.groups()
    if day:
        from datetime import date

        return Fraction(date.fromisoformat(f"{year}-{month}-{day}").toordinal())
    if quarter:
        return Fraction(4 * int(year) + int(quarter))
    return Fraction(12 * int(year) + int(month)) if month else Fraction(year)


def exactly_one(holds: Sequence[bool | None], groups: Sequence[Hashable]) -> list[bool | None]:
    """For every row, whether exactly one row of its group holds; None where a missing one decides.

    >>> exactly_one([True, False, True, True], ["a", "a", "b", "b"])
    [True, True, False, False]
    """
    counts: dict[Hashable, list[int]] = {}
    for one, group in zip(holds, groups, strict=True):
        count = counts.setdefault(group, [0, 0])
        count[0] += one is True
        count[1] += one is None
    return [None if missing and sure < 2 else sure == 1 for sure, missing in (counts[group] for group in groups)]
