"""Claims → quantities of Wikibase: an amount with the bounds that its print leaves open, in a unit that has an item."""

from __future__ import annotations

import json
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from tallystick import printed, units
from tallystick.bounds import show_number
from tallystick.bridges.exchange import Claims, Record, Written
from tallystick.bridges.exchange.reading import counted
from tallystick.bridges.exchange.records import quote_of, value_text
from tallystick.errors import DataError
from tallystick.model import Quantity
from tallystick.text import read_value

_ITEM = "http://www.wikidata.org/entity/{}"
# Units that are items; a value in another unit of the same kind is converted to the first.
_ITEMS = MappingProxyType({
    "tonne": "Q191118", "kilogram": "Q11570", "gram": "Q41803", "metre": "Q11573", "kilometre": "Q828224",
    "second": "Q11574", "minute": "Q7727", "hour": "Q25235", "day": "Q573", "year": "Q577", "percent": "Q11229",
    "USD": "Q4917", "EUR": "Q4916", "GBP": "Q25224", "JPY": "Q8146", "litre": "Q11582", "hectare": "Q35852",
    "kilometre ** 2": "Q712226", "degree_Celsius": "Q25267", "watt": "Q25236", "kWh": "Q182098", "joule": "Q25269",
})  # fmt: skip


def write_wikibase(claims: Claims) -> Written:
    """A statement for each claim: what is measured, the quantity, and what qualifies it."""
    left: list[str] = []
    statements = [made for record in claims.records if (made := _statement(record, left)) is not None]
    left += [f"{name} of the file" for name, held in (("waivers", claims.waivers),) if held]
    return Written(json.dumps(statements, ensure_ascii=False, indent=1) + "\n", counted(left))


def _statement(record: Record, left: list[str]) -> dict[str, Any] | None:
    try:
        said = read_value(value_text(record))
    except DataError:
        left.append("a value that is no quantity")
        return None
    if not said.bound.is_point:
        left.append("a bound or a range, which has no amount")
        return None
    found = _in_an_item(said)
    if found is None:
        left.append(f"a value in {units.format_unit(said.unit)}, whose kind of unit has no item here")
        return None
    named = ("id", "measure", "value", "unit", "quote")
    more = {key: value for key, value in record.items() if key not in named}
    words = quote_of(record).get("exact")
    return {
        "id": str(record.get("id", "")),
        "property": str(record.get("measure", "")),
        "value": {"type": "quantity", "value": found},
        "qualifiers": more,
        **({"references": [{"quotation": words, "source": record.get("source", "")}]} if words else {}),
    }


def _in_an_item(said: Quantity) -> dict[str, str] | None:
    """The quantity in its own unit where that is an item, else in the first of its kind; None where there is none."""
    if not said.unit:
        return _amount(said, Fraction(1), "1")
    same = [name for name in _ITEMS if units.same_dimension(name, said.unit)]
    own = [name for name in same if units.parse_unit(name).canonical == said.unit]
    for name in own or same:
        if units.is_affine(name):
            return _amount(said, Fraction(1), _ITEM.format(_ITEMS[name])) if own else None
        return _amount(said, units.convert(Fraction(1), said.unit, name), _ITEM.format(_ITEMS[name]))
    return None


def _amount(said: Quantity, factor: Fraction, unit: str) -> dict[str, str] | None:
    within = printed.interval(said)
    ends = (said.bound.low, within.high, within.low)
    if any(end is None for end in ends):
        return None
    amount, upper, lower = (_signed(end * factor) for end in ends if end is not None)
    return {"amount": amount, "unit": unit, "upperBound": upper, "lowerBound": lower}


def _signed(value: Fraction) -> str:
    """A decimal with its sign, as Wikibase writes it; 30 digits where there is no end."""
    text = show_number(value)
    if "/" in text:
        text = f"{value.numerator * 10**30 // value.denominator}".rjust(31, "0")
        text = f"{text[:-30]}.{text[-30:]}"
    return text if text.startswith("-") else f"+{text}"
