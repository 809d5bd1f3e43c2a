"""`schemas/*.py` → the tables they describe → claims, one a value cell; every failing row a finding with its line."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from tallystick import periods
from tallystick.errors import DataError
from tallystick.model import Claim, Measure, Place
from tallystick.reading.claims import Surroundings
from tallystick.reading.fields import nearest
from tallystick.reading.formats import read_text
from tallystick.reading.values import Reader, check_value
from tallystick.schema.tables import Failure, Role, SchemaInitError, TableModel, about, find_failures, roles
from tallystick.workspace import Workspace

_SLUG = re.compile(r"[^\w]+")
_MESSAGES = {
    "SC01": "{column} '{shown}' lies outside the range of its measure",
    "SC04": "period '{shown}' ends before it starts",
    "SC05": "'{column}' is empty",
    "SC06": "'{shown}' is no value of {column}",
    "SC07": "{column} '{shown}' does not have the form it should",
    "SC08": "the key of this row is there twice",
    "SC10": "{column} '{shown}' is no number",
    "RD04": "the table has no column '{shown}'",
    "RD06": "{column} '{shown}' cannot be read",
    "UN01": "the unit of {column} '{shown}' is not known",
    "UN03": "{column} '{shown}' is in a unit of another dimension than its measure",
    "UN04": "{column} '{shown}' gives percent where percentage points are measured, or the other way round",
    "UN05": "{column} '{shown}' is an amount where an amount per time is measured, or the other way round",
}


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a table as text, and the line each starts on."""

    path: str
    rows: Sequence[Mapping[str, str | None]]
    lines: Sequence[int]


def read_tables(
    workspace: Workspace, files: Sequence[Path], around: Surroundings, inputs: dict[str, str], *, python: bool
) -> Iterator[Claim]:
    """The claims of every table that a model describes; faults go to `around.problems`."""
    for file in files:
        path = workspace.relative(file)
        if not python:
            message = f"{path} was not run: Python schemas are refused"
            fix = "run without --no-python, where you trust it"
            around.problems.add("CK06", message, Place(path), fix=fix)
            continue
        for model in _models(file, path, around):
            if _is_sound(model, path, around) and (table := _read(workspace, model, path, around, inputs)) is not None:
                yield from _claims(model, table, path, around)


def _models(file: Path, path: str, around: Surroundings) -> list[type[TableModel]]:
    """The models of a file, run under a private name: nothing called `schemas` ever exists."""
    name = f"_tallystick_schemas_{hashlib.sha256(str(file.resolve()).encode()).hexdigest()[:12]}"
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        return []
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as problem:  # noqa: BLE001 - whatever an author's file does, the reading goes on
        line = problem.lineno or 0 if isinstance(problem, SyntaxError) else 0
        message = f"{path} cannot be loaded: {type(problem).__name__}: {problem}"
        around.problems.add("CK06", message, Place(path, line), fix="correct the model")
        return []
    finally:
        sys.modules.pop(name, None)
    found = (value for value in vars(module).values() if isinstance(value, type) and issubclass(value, TableModel))
    return [model for model in found if model is not TableModel and about(model).table]


def _is_sound(model: type[TableModel], path: str, around: Surroundings) -> bool:
    """False, with a finding, for a model that pandera refuses."""
    try:
        roles(model)
    except SchemaInitError as problem:
        message = f"model {model.__name__} of {path} is no schema: {problem}"
        around.problems.add("CK06", message, Place(path), fix="correct the model")
        return False
    return True


def _read(
    workspace: Workspace, model: type[TableModel], path: str, around: Surroundings, inputs: dict[str, str]
) -> _Table | None:
    file = workspace.root / about(model).table
    place = Place(path)
    if not file.resolve().is_relative_to(workspace.root.resolve()):
        message = f"table '{about(model).table}' lies outside the workspace"
        around.problems.add("RD07", message, place, fix="copy it into data/tables/")
        return None
    try:
        raw = file.read_bytes()
    except OSError:
        known = [workspace.relative(p) for p in workspace.files("data", ".csv", ".parquet")]
        message = f"table '{about(model).table}' is not there{nearest(about(model).table, known)}"
        around.problems.add("RD01", message, place, fix="correct the path, or put the table there")
        return None
    inputs[about(model).table] = hashlib.sha256(raw).hexdigest()
    if file.suffix.lower() == ".parquet":
        return _parquet(raw, about(model).table, around)
    return _csv(raw, about(model).table, around)


def _csv(raw: bytes, path: str, around: Surroundings) -> _Table | None:
    text = read_text(raw, path, around.problems)
    if text is None:
        return None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Mapping[str, str | None]] = []
    lines: list[int] = []
    try:
        header = [name.strip() for name in next(reader)]
        last = reader.line_num
        for cells in reader:
            first, last = last + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                padded = [*cells, *[""] * len(header)]
                rows.append({name: cell.strip() or None for name, cell in zip(header, padded, strict=False)})
                lines.append(first)
    except csv.Error as problem:
        around.problems.add("RD01", f"broken CSV: {problem}", Place(path, reader.line_num, 1), fix="mend the quotes")
        return None
    return _Table(path, rows, lines)


def _parquet(raw: bytes, path: str, around: Surroundings) -> _Table | None:
    import polars as pl

    try:
        frame = pl.read_parquet(io.BytesIO(raw))
    except (OSError, pl.exceptions.PolarsError) as problem:
        what = str(problem).splitlines()[0] if str(problem) else "it does not parse"
        around.problems.add("RD01", f"broken Parquet: {what}", Place(path), fix="write the file again")
        return None
    rows = [{name: _text(value) for name, value in row.items()} for row in frame.iter_rows(named=True)]
    return _Table(path, rows, range(1, len(rows) + 1))


def _text(value: object) -> str | None:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return None if value is None else str(value)


def _claims(model: type[TableModel], table: _Table, path: str, around: Surroundings) -> Iterator[Claim]:
    columns = roles(model)
    measures = {
        name: around.schema.measures.get(role.name or about(model).measure)
        for name, role in columns.items()
        if role.kind == "value"
    }
    for name, measure in measures.items():
        if measure is None:
            wanted = columns[name].name or about(model).measure
            message = f"measure '{wanted}' of column {name} is not known{nearest(wanted, around.schema.measures)}"
            around.problems.add("RD05", message, Place(path), fix="correct the measure, or define it in schemas/")
    failures = find_failures(model, table.rows, around.schema)
    failed = {(failure.row, failure.column) for failure in failures}
    spoiled = {
        failure.row
        for failure in failures
        if columns.get(failure.column, Role("")).kind != "value" and failure.code != "SC08"
    }
    for failure in failures:
        _report(failure, table, columns, around)
    for number, row in enumerate(table.rows):
        where = Place(table.path, table.lines[number], 1)
        sound = {name: measure for name, measure in measures.items() if measure and row.get(name) is not None}
        for name, measure in sound.items() if number not in spoiled else ():
            if (number, name) not in failed:
                yield from _claim(model, columns, name, measure, row, place=where, around=around)


def _report(failure: Failure, table: _Table, columns: Mapping[str, Role], around: Surroundings) -> None:
    line = table.lines[failure.row] if 0 <= failure.row < len(table.lines) else 1
    shown = failure.shown
    if failure.column in columns and 0 <= failure.row < len(table.rows):
        role = columns[failure.column]
        unit = role.unit or table.rows[failure.row].get(role.unit_column) or ""
        shown = f"{table.rows[failure.row].get(failure.column) or ''} {unit}".strip()
    message = _MESSAGES[failure.code].format(column=failure.column or "key", shown=shown)
    around.problems.add(failure.code, message, Place(table.path, line, 1))


def _claim(
    model: type[TableModel], columns: Mapping[str, Role], name: str, measure: Measure, row: Mapping[str, str | None],
    *, place: Place, around: Surroundings,
) -> Iterator[Claim]:  # fmt: skip
    role = columns[name]
    unit = role.unit or row.get(role.unit_column) or ""
    dimensions = {r.name or column: row[column] or "" for column, r in columns.items() if r.kind == "key"}
    period = next((row[column] for column, r in columns.items() if r.kind == "period"), None)
    identity = _identity(model, columns, name, row)
    value = Reader(measure, around.schema).read(f"{row[name]} {unit}".strip(), place, identity, around.problems)
    if value is None:
        return
    missing = [dimension for dimension in measure.dimensions if dimension not in dimensions]
    if missing:
        around.problems.add("SC02", f"'{identity}' names no {missing[0]}", place, fix=f"add a column {missing[0]}")
    try:
        when = periods.parse_period(period) if period else None
    except DataError:
        return
    by = next((row[column] for column, r in columns.items() if r.kind == "by"), None)
    kept = {key: member for key, member in dimensions.items() if key in measure.dimensions}
    claim = Claim(identity, measure.name, value, kept, when, by=by or "", place=place)
    check_value(claim, measure, place, around.schema, around.problems)
    yield claim


def _identity(model: type[TableModel], columns: Mapping[str, Role], name: str, row: Mapping[str, str | None]) -> str:
    """The id of a cell's claim: the model's template, or file, key and (of several values) column."""
    if about(model).ids:
        return about(model).ids.format(column=name, **{key: slug(cell or "") for key, cell in row.items()})
    key = [slug(row[column] or "") for column, role in columns.items() if role.kind in ("key", "period")]
    several = sum(role.kind == "value" for role in columns.values()) > 1
    return "_".join([slug(Path(about(model).table).stem), *([slug(name)] if several else []), *key])


def slug(text: str) -> str:
    """A text as part of an id.

    >>> slug("United States")
    'united_states'
    """
    return _SLUG.sub("_", text.strip().lower()).strip("_")
