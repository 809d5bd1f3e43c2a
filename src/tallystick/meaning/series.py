"""Where a value stands on its line. Imports only `errors`."""

from __future__ import annotations

import re
from fractions import Fraction

from tallystick.errors import ReadError

_PERIOD = re.compile(r"(\d{4})(?:-?Q([1-4])|-?M?(0[1-9]|1[0-2])(?:-(\d{2}))?)?")


def place_of(value: object) -> Fraction:
    """Where a value stands on its line: itself, or the number of its year, quarter, month or day.

    Raises:
        ReadError: It is neither a number nor a period.

    >>> place_of("2013Q1") - place_of("2012Q4")
    Fraction(1, 1)
    """
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
