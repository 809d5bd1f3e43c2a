"""Facts of xBRL-JSON (OIM) → claims: `decimals` is how far a value was rounded.

`decimals` −3 says that the value is right to the thousand: it may be 500 less or more (XBRL Calculations 1.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from tallystick import units
from tallystick.bounds import show_number
from tallystick.bridges.exchange import Claims, Record
from tallystick.bridges.exchange.reading import counted, number, read_json_object
from tallystick.errors import DataError, ReadError

_KNOWN = ("concept", "entity", "period", "unit", "language", "noteId")
_NO_UNIT = ("xbrli:pure", "xbrli:shares", "")
_MOST_DECIMALS = 60
_LETTERS_OF_MONEY = 3


def read_oim(path: Path) -> Claims:
    """A claim for every number; texts, nil facts and numbers nobody can read are counted.

    Raises:
        ReadError: the file is no xBRL-JSON.
    """
    top = read_json_object(path, "xBRL-JSON")
    facts = top.get("facts")
    if not isinstance(facts, dict):
        raise ReadError("xBRL-JSON has 'facts', and this has none", place=path.as_posix(), fix="name another file")
    left: list[str] = []
    made = [_claim(name, fact, left) for name, fact in facts.items()]
    return Claims(tuple(record for record in made if record is not None), left=counted(left))


def _claim(name: str, fact: Any, left: list[str]) -> Record | None:  # noqa: ANN401 - JSON
    of = fact.get("dimensions") if isinstance(fact, dict) else None
    if not isinstance(of, dict):
        left.append("a fact without dimensions")
        return None
    if "unit" not in of and "decimals" not in fact:
        left.append("a fact that is no number")
        return None
    if fact.get("value") is None:
        left.append("a nil fact")
        return None
    value = number(fact["value"])
    if value is None:
        left.append("a value that is no number")
        return None
    unit = _unit(str(of.get("unit", "")), left)
    record = {
        "id": name,
        "measure": _local(str(of.get("concept", ""))),
        **_value(value, fact.get("decimals"), unit, left),
    }
    record |= {"unit": unit} if unit else {}
    record |= {"entity": _local(str(of["entity"]))} if of.get("entity") else {}
    record |= {"period": _period(str(of["period"]), left)} if of.get("period") else {}
    record |= {_local(key): _local(str(member)) for key, member in of.items() if key not in _KNOWN}
    return record


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _unit(written: str, left: list[str]) -> str:
    """The unit as we spell it: "USD", "USD/shares" without its shares; what is not known is kept as it is."""
    if written in _NO_UNIT:
        return ""
    above, _, below = written.partition("/")
    if below in _NO_UNIT and below:
        left.append(f"the '{_local(below)}' of a unit '{written}'")
        below = ""
    unit = _local(above.strip("()")) + (f"/{_local(below.strip('()'))}" if below else "")
    try:
        units.parse_unit(unit)
    except DataError:
        left.append(f"unit '{written}' is not known here, and kept as it is")
    return unit


def _value(value: Fraction, decimals: Any, unit: str, left: list[str]) -> Mapping[str, str]:  # noqa: ANN401 - JSON
    """The value with the digits that count; as a range where no number of digits says how far it was rounded."""
    if decimals is None or decimals == "INF":
        if _is_money(unit) and value.denominator == 1:
            return {"value": f"{show_number(value)}.00"}  # money to the cent is exact
        left.append("that a value is exact (decimals INF), which its print does not show")
        return {"value": show_number(value)}
    try:
        places = int(str(decimals))
    except ValueError:
        left.append("decimals that are no whole number")
        return {"value": show_number(value)}
    if abs(places) > _MOST_DECIMALS:
        left.append("decimals beyond what anybody prints")
        return {"value": show_number(value)}
    step = Fraction(10) ** -places
    digits = len(str(abs(value) // step)) if abs(value) >= step and (value / step).denominator == 1 else 0
    if not digits:
        # 0 or 400, right to the thousand: no digit of it counts.
        return {"value": f"{show_number(value - step / 2)} .. {show_number(value + step / 2)}"}
    text = show_number(value)
    whole, _, decimal = text.partition(".")
    return {"value": text if places <= 0 else f"{whole}.{decimal.ljust(places, '0')}", "digits": str(digits)}


def _is_money(unit: str) -> bool:
    return len(unit) == _LETTERS_OF_MONEY and unit.isupper() and units.is_currency(unit)


def _period(written: str, left: list[str]) -> str:
    """The days of a period; an instant is the end of the day before it, as midnight is."""
    try:
        ends = [_day(part) for part in written.split("/")]
    except ValueError:
        left.append("a period that is no day or span")
        return written
    if len(ends) == 1:
        return str(ends[0][1])
    return f"{ends[0][0]}/{ends[1][1]}"


def _day(written: str) -> tuple[date, date]:
    """The day that a moment opens, and the one that it closes."""
    day, _, time = written.partition("T")
    found = date.fromisoformat(day)
    is_midnight = time in ("00:00:00", "00:00:00Z")
    return found, found - timedelta(days=1) if is_midnight else found
