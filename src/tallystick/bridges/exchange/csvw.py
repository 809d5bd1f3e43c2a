"""CSV on the Web metadata → tables: columns, keys, and the units that a property of a column names.

The standard has no unit of its own; people write QUDT, UCUM, UN/CEFACT codes, or plain text.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tallystick import units
from tallystick.bridges.exchange import Tables
from tallystick.bridges.exchange.columns import measure_of
from tallystick.bridges.exchange.reading import counted, key_of, number, objects, read_json_object
from tallystick.errors import DataError, ReadError
from tallystick.model import Bound, Measure, Role, TableColumn, TableSpec

_NUMBERS = ("number", "decimal", "integer", "double", "float", "long", "int", "short", "nonNegativeInteger")
_PERIODS = ("date", "gYear", "gYearMonth", "datetime")
# Properties whose local name says that their value is a unit.
_OF_UNIT = ("unit", "units", "unitcode", "unittext", "hasunit", "unitmeasure", "ucumcode", "unitofmeasure")
# Names of QUDT, and codes of UN/CEFACT Recommendation 20, that are no spelling of ours.
_NAMES = MappingProxyType({
    "TON_Metric": "t", "TON_METRIC": "t", "KiloGM": "kg", "GM": "g", "KiloM": "km", "M": "m", "CentiM": "cm",
    "SEC": "s", "HR": "hour", "YR": "year", "DAY": "day", "PERCENT": "percent", "DEG_C": "degC", "KiloW-HR": "kWh",
    "MegaW-HR": "MWh", "GigaW-HR": "GWh", "MegaW": "MW", "KiloW": "kW", "W": "W", "J": "J", "M2": "m**2", "M3": "m**3",
    "HA": "hectare", "TON_Metric-PER-YR": "t/year", "KiloTON_Metric": "kt", "TNE": "t", "KGM": "kg", "GRM": "g",
    "KMT": "km", "MTR": "m", "KWH": "kWh", "MWH": "MWh", "MAW": "MW", "KWT": "kW", "P1": "percent", "CEL": "degC",
    "HUR": "hour", "ANN": "year", "LTR": "litre", "HAR": "hectare",
})  # fmt: skip


def read_csvw(path: Path) -> Tables:
    """The tables of a metadata file.

    Raises:
        ReadError: it describes none.
    """
    top = read_json_object(path, "CSVW metadata")
    left: list[str] = []
    measures: dict[str, Measure] = {}
    found = [one for one in objects(top.get("tables", top)) if isinstance(one.get("tableSchema"), dict)]
    specs = tuple(_spec(one, measures, left) for one in found)
    if not specs:
        raise ReadError("no table in it has a schema", place=path.as_posix(), fix="name CSVW metadata")
    return Tables(specs, measures, counted(left), path.resolve().parent)


def _spec(table: Mapping[str, Any], measures: dict[str, Measure], left: list[str]) -> TableSpec:
    url = str(table.get("url") or "table.csv")
    name = "".join(char if char.isalnum() else "_" for char in Path(url).stem) or "table"
    schema = table["tableSchema"]
    known = objects(schema.get("columns"))
    key = key_of(schema.get("primaryKey"), (_name(one, at) for at, one in enumerate(known, start=1)), left)
    made = tuple(_column(name, one, at, key, measures, left) for at, one in enumerate(known, start=1))
    left += [f"'{rule}' of '{name}'" for rule in ("foreignKeys", "rowTitles", "aboutUrl") if schema.get(rule)]
    left += [] if key else [f"'{name}' has no key: write one"]
    return TableSpec(name, (url,), columns=made, key=key)


def _column(
    table: str, said: Mapping[str, Any], at: int, key: tuple[str, ...], measures: dict[str, Measure], left: list[str]
) -> TableColumn:
    name = _name(said, at)
    datatype = said.get("datatype")
    kind = _text(datatype.get("base") if isinstance(datatype, dict) else datatype) or "string"
    role = Role.VALUE if kind in _NUMBERS else Role.OTHER
    if name in key:
        role = Role.PERIOD if kind in _PERIODS or name.lower() in ("year", "period") else Role.DIMENSION
    unit = _unit(name, said, left)
    measure = ""
    if role is Role.VALUE:
        canonical = units.parse_unit(unit).canonical if unit else ""
        rules = datatype if isinstance(datatype, dict) else {}
        within = Bound(number(rules.get("minimum")), number(rules.get("maximum")))
        dimensions = tuple(one for one in key if one.lower() not in ("year", "period"))
        made = measure_of(table, name, canonical, within, dimensions=dimensions)
        measure = measures.setdefault(made.name, made).name
    is_nullable = str(said.get("required")).lower() != "true" and name not in key
    dimension = name if role is Role.DIMENSION else ""
    return TableColumn(name, role, dimension=dimension, measure=measure, unit=unit, is_nullable=is_nullable)


def _name(said: Mapping[str, Any], at: int) -> str:
    return _text(said.get("name")) or _text(said.get("titles")) or f"column_{at}"


def _text(said: Any) -> str:  # noqa: ANN401 - a text, a list of them, or one for each language
    if isinstance(said, dict):
        said = next(iter(said.values()), "")
    if isinstance(said, list):
        said = said[0] if said else ""
    return str(said or "")


def _unit(name: str, said: Mapping[str, Any], left: list[str]) -> str:
    """The unit that a property of the column names; one that is not known is told."""
    for key, value in said.items():
        local = key.rpartition("/")[2].rpartition("#")[2].rpartition(":")[2].lower()
        if local not in _OF_UNIT:
            continue
        written = _text(value.get("@id", value.get("@value")) if isinstance(value, dict) else value)
        word = written.rpartition("/")[2].rpartition("#")[2] if "://" in written else written
        word = word.removeprefix("unit:")
        spelled = _NAMES.get(word, word)
        try:
            units.parse_unit(spelled)
        except DataError:
            left.append(f"the unit of '{name}', '{written}', which is not known here")
            return ""
        return spelled
    return ""
