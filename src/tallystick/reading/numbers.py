"""Small settings of a record that are numbers or days: `trust`, `weight`, `digits`, `fixed`, `allow`."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tallystick.model import Allow
from tallystick.reading.fields import Fields, Problems, as_text, records

_YES, _NO = ("true", "yes", "1"), ("false", "no", "0", "")


def read_weight(fields: Fields, key: str, problems: Problems) -> Fraction:
    """A number of 0 or more, 1 when not given."""
    written = as_text(fields, key, problems)
    if not written:
        return Fraction(1)
    if len(written) <= 40 and written.replace(".", "", 1).isdecimal():
        return Fraction(written)
    problems.add("RD06", f"{key} '{written[:40]}' is no number of 0 or more", fields.at(key), fix=f"write {key}: 1")
    return Fraction(1)


def read_digits(fields: Fields, problems: Problems) -> int | None:
    """The count of significant digits a claim gives, or None."""
    written = as_text(fields, "digits", problems)
    if not written:
        return None
    if written.isdecimal() and 1 <= len(written) <= 2 and 1 <= int(written) <= 40:
        return int(written)
    problems.add(
        "RD06", f"digits '{written[:40]}' is no count from 1 to 40", fields.at("digits"), fix="write digits: 3"
    )
    return None


def read_flag(fields: Fields, key: str, problems: Problems) -> bool:
    """True or false, false when not given."""
    written = as_text(fields, key, problems).lower()
    if written not in (*_YES, *_NO):
        problems.add(
            "SC10", f"{key} '{written[:40]}' is neither true nor false", fields.at(key), fix=f"write {key}: true"
        )
    return written in _YES


def read_allows(fields: Fields, problems: Problems) -> tuple[Allow, ...]:
    """The findings a record's author accepts; one without a reason is a finding and allows nothing."""
    allows = (_read_allow(item, problems) for item in records(fields, "allow", problems))
    return tuple(allow for allow in allows if allow)


def _read_allow(fields: Fields, problems: Problems) -> Allow | None:
    problems.unknown_keys(fields, ("code", "because", "until"), "allow")
    code, because = as_text(fields, "code", problems), as_text(fields, "because", problems)
    for key, text in (("code", code), ("because", because)):
        if not text:
            problems.add("RD04", f"allow has no '{key}'", fields.place, fix=f"add {key}: …")
            return None
    until = as_text(fields, "until", problems)
    try:
        return Allow(code, because, date.fromisoformat(until) if until else None, fields.place)
    except ValueError:
        problems.add("RD06", f"until '{until[:40]}' is no day", fields.at("until"), fix="write until: 2027-01-01")
        return None
