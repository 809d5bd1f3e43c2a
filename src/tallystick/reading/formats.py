"""Claim files in every format → one `Fields` a file: `claims` as records, the file's other keys beside them.

CSV and Parquet rows, JSON Lines and JSON objects carry the same names as YAML keys, and meet the same findings.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tallystick.model import Place
from tallystick.reading.fields import Datum, Fields, Problems
from tallystick.reading.yaml_text import read_yaml

MAX_BYTES = 256 * 2**20
_LIST_KEYS = ("allow",)
_SPACE = re.compile(r"[ \t\r\n]*")


def read_text(raw: bytes, path: str, problems: Problems) -> str | None:
    """The text of a file in UTF-8, with or without a byte order mark; None (RD01) when it is not."""
    if len(raw) > MAX_BYTES:
        problems.add("RD01", f"the file has {len(raw):,} bytes, more than {MAX_BYTES:,}", Place(path), fix="split it")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        column = problem.start - raw.rfind(b"\n", 0, problem.start)
        message = f"byte 0x{raw[problem.start]:02x} at offset {problem.start} is not UTF-8"
        problems.add("RD01", message, Place(path, line, column), fix="save the file as UTF-8")
        return None
    if not text.strip():
        problems.add("RD01", "the file is empty", Place(path, 1, 1), fix="add claims, or remove the file")
        return None
    return text


def read_claim_file(file: Path, raw: bytes, path: str, problems: Problems) -> Fields | None:
    """The records of one claim file, whatever its format; None when a finding says why not."""
    if file.suffix.lower() == ".parquet":
        return _read_parquet(file, path, problems)
    text = read_text(raw, path, problems)
    if text is None:
        return None
    readers = {".csv": _read_csv, ".json": _read_json, ".jsonl": _read_json_lines}
    return readers.get(file.suffix.lower(), read_yaml)(text, path, problems)


def _file_of(path: str, claims: list[Datum]) -> Fields:
    fields = Fields(Place(path, 1, 1))
    fields["claims"] = claims
    return fields


def _read_csv(text: str, path: str, problems: Problems) -> Fields | None:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(lines)]
        for name in {name for name in header if header.count(name) > 1}:
            problems.add(
                "RD03", f"column '{name}' is there twice; the first is kept", Place(path, 1, 1), fix="rename one"
            )
        return _file_of(path, list(_csv_rows(lines, header, path, problems)))
    except csv.Error as problem:
        problems.add(
            "RD01", f"broken CSV: {problem}", Place(path, lines.line_num, 1), fix="mend the quotes of this row"
        )
        return None


def _csv_rows(lines: Iterator[list[str]], header: list[str], path: str, problems: Problems) -> Iterator[Fields]:
    last = 1
    for cells in lines:
        first, last = last + 1, lines.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        row = _csv_row(cells, header, Place(path, first, 1))
        if len(cells) > len(header):
            message = f"the row has {len(cells)} cells, the header {len(header)}"
            problems.add("RD02", message, row.place, fix="quote cells that hold a comma")
        yield row


def _csv_row(cells: list[str], header: list[str], place: Place) -> Fields:
    def at(key: str) -> Place:
        # As a writer would write the cells before it: exact unless quotes were used without need.
        before = cells[: header.index(key)] if key in header else []
        return Place(
            place.path, place.line, 1 + sum(len(cell) + 1 + 2 * (('"' in cell) | ("," in cell)) for cell in before)
        )

    row = Fields(place, at)
    for name, cell in zip(header, cells, strict=False):
        if name not in row:
            row[name] = _cell(name, cell, place)
    return row


def _cell(name: str, text: str, place: Place) -> Datum:
    """A cell as text, None when empty; a cell of JSON where a record is meant."""
    stripped = text.strip()
    if not stripped:
        return None
    if stripped[0] in "[{" and name in (*_LIST_KEYS, "quote", "dimensions"):
        try:
            return _located(json.loads(stripped, parse_float=str, parse_int=str), place)
        except ValueError:
            return stripped
    return stripped


def _located(value: object, place: Place, at: object = None) -> Datum:
    """JSON data with every scalar as text and every object as `Fields`."""
    if isinstance(value, dict):
        made = Fields(place, at if callable(at) else None)
        for key, item in value.items():
            made[key] = _located(item, place)
        return made
    if isinstance(value, list):
        return [_located(item, place) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None else str(value)


def _read_json_lines(text: str, path: str, problems: Problems) -> Fields | None:
    rows: list[Datum] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
        except (ValueError, RecursionError) as problem:
            column = getattr(problem, "colno", 1)
            what = getattr(problem, "msg", "nested too deep")
            problems.add("RD01", f"broken JSON: {what}", Place(path, number, column), fix="one JSON object a line")
            continue
        rows.append(_located(value, Place(path, number, 1), _finder(line, 0, len(line), Place(path, number, 1))))
    return _file_of(path, rows)


def _finder(text: str, start: int, end: int, place: Place) -> object:
    """Where a key's value stands: looked for only when a finding asks."""

    def at(key: str) -> Place:
        found = text.find(f'"{key}"', start, end)
        if found < 0:
            return place
        line = place.line + text.count("\n", start, found)
        return Place(place.path, line, found - text.rfind("\n", 0, found))

    return at


def _read_json(text: str, path: str, problems: Problems) -> Fields | None:
    try:
        whole = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as problem:
        place = Place(path, getattr(problem, "lineno", 1), getattr(problem, "colno", 1))
        what = getattr(problem, "msg", "nested too deep")
        problems.add("RD01", f"broken JSON: {what}", place, fix="mend the JSON here")
        return None
    claims = whole if isinstance(whole, list) else whole.get("claims", []) if isinstance(whole, dict) else None
    if not isinstance(claims, list):
        problems.add("RD01", "the file is neither a list of claims nor an object with 'claims'", Place(path, 1, 1))
        return None
    fields = _located(
        {} if isinstance(whole, list) else whole, Place(path, 1, 1), _finder(text, 0, len(text), Place(path, 1, 1))
    )
    fields["claims"] = list(_json_claims(text, claims, path))
    return fields if isinstance(fields, Fields) else None


def _json_claims(text: str, claims: list[object], path: str) -> Iterator[Datum]:
    """Each claim with its place: the array is walked once more, for offsets only."""
    decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
    at, line, counted = _array_start(text), 1, 0
    for claim in claims:
        start = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        _, end = decoder.raw_decode(text, start)
        line, counted = line + text.count("\n", counted, start), start
        place = Place(path, line, start - text.rfind("\n", 0, start))
        yield _located(claim, place, _finder(text, start, end, place))
        at = _SPACE.match(text, end).end() + 1  # type: ignore[union-attr]


def _array_start(text: str) -> int:
    """Just behind the '[' of the claims: the top array, or the one under the top object's "claims"."""
    at = _SPACE.match(text).end()  # type: ignore[union-attr]
    if text[at] == "[":
        return at + 1
    decoder = json.JSONDecoder()
    at += 1
    while True:
        key, at = decoder.raw_decode(text, _SPACE.match(text, at).end())  # type: ignore[union-attr]
        at = _SPACE.match(text, at).end() + 1  # type: ignore[union-attr]
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        if key == "claims":
            return at + 1
        _, at = decoder.raw_decode(text, at)
        at = _SPACE.match(text, at).end() + 1  # type: ignore[union-attr]


def _read_parquet(file: Path, path: str, problems: Problems) -> Fields | None:
    import polars as pl

    try:
        frame = pl.read_parquet(file)
    except (OSError, pl.exceptions.PolarsError) as problem:
        what = str(problem).splitlines()[0] if str(problem) else "it does not parse"
        problems.add("RD01", f"broken Parquet: {what}", Place(path), fix="write the file again")
        return None
    rows: list[Datum] = []
    for number, record in enumerate(frame.iter_rows(named=True), start=1):
        rows.append(_located({name: _plain(value) for name, value in record.items()}, Place(path, number)))
    return _file_of(path, rows)


def _plain(value: object) -> object:
    """A Parquet value as it would be written: binary floats print shortest, whole ones without a point."""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, str) and value[:1] in ("[", "{"):
        return _cell("allow", value, Place(""))
    return value if isinstance(value, (bool, dict, list, type(None))) else str(value)
