"""Claims in our own formats: YAML, CSV, JSON, JSON Lines and Parquet carry the same keys."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tallystick.bridges.exchange import Claims, Record, Written
from tallystick.errors import ReadError
from tallystick.reading.claims import KEYS
from tallystick.reading.fields import Fields, Problems
from tallystick.reading.formats import read_claim_file

LISTS = ("derived_from",)


def read_yaml(path: Path) -> Claims:
    """The claims of a file, whatever of our formats it is in; every claim names its own source.

    Raises:
        ReadError: the file, or a row of it, cannot be read.
    """
    problems = Problems()
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise ReadError(
            f"the file cannot be read: {problem.strerror}", place=path.as_posix(), fix="make it readable"
        ) from None
    fields = read_claim_file(path, raw, path.as_posix(), problems)
    told = next(iter(problems), None)
    if fields is None or told is not None:
        what = told.message if told else "the file cannot be read"
        raise ReadError(what, place=str(told.place) if told else path.as_posix(), fix=told.fix if told else "mend it")
    top = _plain(fields)
    default = {"source": top["source"]} if top.get("source") else {}
    records = tuple(with_lists({**default, **record}) for record in top.get("claims") or ())
    left = [f"'{key}' of the file" for key in top if key not in ("claims", "source", "sources", "waivers")]
    return Claims(records, tuple(top.get("sources") or ()), tuple(top.get("waivers") or ()), tuple(left))


read_csv = read_jsonl = read_json = read_parquet = read_yaml


def with_lists(record: Record) -> Record:
    """The claim with its lists as lists, which a cell writes with semicolons."""
    lists = {
        key: [part.strip() for part in record[key].split(";")] for key in LISTS if isinstance(record.get(key), str)
    }
    return {**record, **lists}


def _plain(value: Any) -> Any:  # noqa: ANN401 - what was read: texts, lists and mappings
    """Without places, and without what is empty."""
    if isinstance(value, Fields):
        return {key: _plain(one) for key, one in value.items() if one is not None}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def write_yaml(claims: Claims) -> Written:
    """A claims file."""
    top: dict[str, Any] = {}
    for key, held in (("sources", claims.sources), ("waivers", claims.waivers)):
        if held:
            top[key] = [dict(one) for one in held]
    top["claims"] = [dict(record) for record in claims.records]
    return Written(yaml.safe_dump(top, allow_unicode=True, sort_keys=False, width=100_000))


def write_json(claims: Claims) -> Written:
    """A claims file as one object."""
    top = {"sources": list(claims.sources), "waivers": list(claims.waivers), "claims": list(claims.records)}
    kept = {key: held for key, held in top.items() if held or key == "claims"}
    return Written(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def write_jsonl(claims: Claims) -> Written:
    """A line for each claim."""
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in claims.records]
    return Written("".join(lines), _apart(claims))


def write_csv(claims: Claims) -> Written:
    """A row for each claim; a list is parted by semicolons, a quote with its surroundings is JSON."""
    names, rows = as_rows(claims)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return Written(stream.getvalue(), _apart(claims))


def write_parquet(claims: Claims) -> Written:
    """The rows of the CSV, as text."""
    import polars as pl

    names, rows = as_rows(claims)
    frame = pl.DataFrame(
        [{name: row.get(name) for name in names} for row in rows], schema=dict.fromkeys(names, pl.String)
    )
    stream = io.BytesIO()
    frame.write_parquet(stream)
    return Written(stream.getvalue(), _apart(claims))


def as_rows(claims: Claims) -> tuple[list[str], list[dict[str, str]]]:
    """The columns in the order of our keys, dimensions after the measure; and each claim as texts."""
    met = dict.fromkeys(key for record in claims.records for key in record)
    own = [key for key in met if key not in KEYS]
    first = [key for key in ("id", "measure") if key in met]
    names = [*first, *own, *(key for key in KEYS if key in met and key not in first)]
    return names, [{key: _cell(value) for key, value in record.items()} for record in claims.records]


def _cell(value: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _apart(claims: Claims) -> tuple[str, ...]:
    """What stands beside the claims of a file, and has no row."""
    named = (("sources", claims.sources), ("waivers", claims.waivers))
    return tuple(f"{key} of the file ({len(held)})" for key, held in named if held)


def quote_of(record: Record) -> Mapping[str, str]:
    """The exact words of a claim, with what stands before and after; empty where it has none."""
    quote = record.get("quote")
    return {"exact": quote} if isinstance(quote, str) else quote if isinstance(quote, Mapping) else {}


def value_text(record: Record) -> str:
    """The value of a claim with its unit, as one text."""
    value, unit = str(record.get("value", "")), str(record.get("unit", ""))
    return value if not unit or value.endswith(unit) else f"{value} {unit}"
