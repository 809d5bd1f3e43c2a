"""JSON Schemas of the files of a workspace, for editors: made from the keys that the readers take.

A scalar is a text in every file (`1.20` keeps its zero), so a text may be written as a number or `true`, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tallystick.model import STATUSES, Kind
from tallystick.reading import check_files, claims, declared_tables, ledgers, schemas, sources
from tallystick.schema import OVER
from tallystick.workspace import ENGINES, Config

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LEVELS = ("error", "warning", "note")
Shape = Mapping[str, Any]

TEXT: Shape = {"type": ["string", "number", "boolean"]}
FLAG: Shape = {"enum": [True, False, "true", "false", "yes", "no"]}
NUMBER: Shape = {"type": ["number", "string"]}
TEXTS: Shape = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
NAMES: Shape = {"type": "object", "additionalProperties": TEXT}


def _one_of(*words: str) -> Shape:
    return {"enum": list(words)}


def _list_of(item: Shape) -> Shape:
    return {"type": ["array", "null"], "items": item}


def _map_of(item: Shape) -> Shape:
    return {"type": ["object", "null"], "additionalProperties": item}


def _record(keys: Sequence[str], shapes: Mapping[str, Shape], required: Sequence[str] = (), **more: Any) -> Shape:  # noqa: ANN401 - JSON
    """A record that takes these keys: each of the shape given for it, else a text."""
    properties = {key: shapes.get(key, TEXT) for key in keys}
    shape = {"type": "object", "properties": properties, "additionalProperties": False, **more}
    return {**shape, "required": list(required)} if required else shape


ALLOW = _list_of(_record(("code", "because", "until"), {}, ("code", "because")))
_COMMON: Mapping[str, Shape] = {
    "allow": ALLOW,
    "exactly": FLAG,
    "for each": TEXTS,
    "for_each": TEXTS,
    "severity": _one_of(*_LEVELS),
}


def claims_schema() -> Shape:
    """`data/**/*.yaml`: sources, waivers, claims; dimensions of a measure are keys of a claim as well."""
    quote = {"anyOf": [TEXT, _record(("exact", "prefix", "suffix"), {}, ("exact",))]}
    of_claim = {
        **_COMMON,
        "quote": quote,
        "status": _one_of(*STATUSES),
        "over": _one_of(*OVER),
        "derived_from": TEXTS,
        "fixed": FLAG,
        "weight": NUMBER,
        "digits": NUMBER,
        "dimensions": NAMES,
    }
    claim = _record(claims.KEYS, of_claim, claims.REQUIRED)
    parts = {
        "claims": _list_of({**claim, "additionalProperties": TEXT}),
        "sources": _list_of(_record(sources.KEYS, {**_COMMON, "trust": NUMBER}, ("path",))),
        "waivers": _list_of(_record(("source", "quote", "because"), {"quote": quote}, ("quote", "because"))),
        "allow": ALLOW,
    }
    return _file("claims", ledgers.FILE_KEYS, parts)


def checks_schema() -> Shape:
    """`checks/*.yaml`: what ought to hold."""
    groups = {"type": "array", "minItems": 2, "items": {"type": "array", "minItems": 1, "items": TEXT}}
    given = {"type": "object", "additionalProperties": NAMES}
    check = _record(check_files.KEYS, {**_COMMON, "given": given, "separate": groups}, ("id",))
    one = {**check, "oneOf": [{"required": ["assert"]}, {"required": ["separate"]}]}
    return _file("checks", ("checks", "allow"), {"checks": _list_of(one), "allow": ALLOW})


def schemas_schema() -> Shape:
    """`schemas/*.yaml`: measures, readings, relations, tables."""
    measure = _record(schemas.MEASURE_KEYS, {"dimensions": TEXTS, "values": TEXTS, "kind": _one_of(*Kind)})
    relation = _record(schemas.RELATION_KEYS, _COMMON, ("id", "holds"))
    # What a table's keys may hold is said where they are read: editors complete their names.
    anything: Shape = {}
    table = _record(declared_tables.KEYS, dict.fromkeys(declared_tables.KEYS, anything), ("path",))
    parts = {
        "measures": _map_of({"anyOf": [measure, {"type": "null"}]}),
        "readings": _map_of(TEXT),
        "aliases": _map_of(anything),
        "relations": _list_of(relation),
        "tables": _map_of(table),
        "allow": ALLOW,
    }
    return _file("schemas", schemas.KEYS, parts)


def config_schema() -> Shape:
    """`tally.toml`, or `[tool.tallystick]`."""
    texts = {"type": "array", "items": {"type": "string"}}
    shapes = {
        "as_of": {"type": "string", "format": "date"},
        "documents": _one_of("on", "off"),
        "engine": _one_of("", *ENGINES),
        "fail_on": _one_of(*_LEVELS, "never"),
        "pytest": {"type": "boolean"},
        "rounding": _one_of("nearest", "truncate", "exact"),
        "severity": {"type": "object", "additionalProperties": _one_of(*_LEVELS)},
        **dict.fromkeys(("ignore", "paths", "select"), texts),
    }
    return _file("config", tuple(Config.__dataclass_fields__), shapes)


def _file(name: str, keys: Sequence[str], shapes: Mapping[str, Shape]) -> Shape:
    return {
        "$schema": DIALECT,
        "title": f"Tallystick: {name}",
        **_record(keys, shapes),
        "type": ["object", "null"],  # an empty file holds nothing, and is none
    }


MADE: Mapping[str, Callable[[], Shape]] = {
    "claims": claims_schema,
    "checks": checks_schema,
    "schemas": schemas_schema,
    "config": config_schema,
}
FOLDERS = {"claims": "data", "checks": "checks", "schemas": "schemas"}
