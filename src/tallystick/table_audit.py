"""Tables that an engine judges row by row: each described table run, and what it breaks as findings, one a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from tallystick.bounds import show_number
from tallystick.engines.protocol import ROW, Engine
from tallystick.engines.running import Broken, Outcome, run_table, total_of
from tallystick.errors import AuditError, TallystickError
from tallystick.model import Finding, Judged, Place, Schema, TableSpec

_ENGINES = {"duckdb": "DuckDB", "polars": "Polars", "spark": "Spark"}
_FIXES = {"CK01": "correct the rows, or say which part is outside the total"}
_FIRST = 5
_MOST_PAIRS = 5


def judge_tables(
    specs: tuple[TableSpec, ...], schema: Schema, root: Path
) -> tuple[tuple[Judged, ...], tuple[Finding, ...]]:
    """Every table judged, and what they break; one that cannot be read is a finding, and the others are judged.

    Raises:
        AuditError: an engine is not installed, or cannot be reached.
    """
    tables: list[Judged] = []
    findings: list[Finding] = []
    for spec in specs:
        engine = open_engine(spec.engine)
        try:
            outcome = run_table(_rooted(spec, root), engine, schema.measures)
        except AuditError:
            raise
        except TallystickError as problem:
            findings.append(Finding("RD01", problem.what, place=Place(spec.paths[0]), fix=problem.fix))
            continue
        tables.append(Judged(spec.name, spec.paths[0], engine.name, outcome.rows, outcome.rules, outcome.unjudged))
        findings += _findings(spec, outcome, engine)
    return tuple(tables), tuple(findings)


def open_engine(name: str) -> Engine:
    """The engine of a name, or of a Spark master ("spark://…", "sc://…", "local[2]").

    Raises:
        AuditError: it is not known, or its package is not installed.
    """
    kind = "spark" if name.startswith(("spark", "sc://", "local")) else name
    if kind not in _ENGINES:
        raise AuditError(
            f"engine '{name}' is not known", fix=f"use one of ledger, {', '.join(_ENGINES)}, spark://…, sc://…"
        )
    try:
        made = getattr(import_module(f"tallystick.engines.{kind}"), _ENGINES[kind])
        return cast("Engine", made(name) if kind == "spark" and name != "spark" else made())
    except ImportError as problem:
        fix = f"install it: pip install 'tallystick[{kind}]'"
        raise AuditError(f"engine '{kind}' needs the package '{problem.name}'", fix=fix) from None


def _rooted(spec: TableSpec, root: Path) -> TableSpec:
    return replace(spec, paths=tuple(str(root / path) for path in spec.paths))


def _findings(spec: TableSpec, outcome: Outcome, engine: Engine) -> Iterator[Finding]:
    path = spec.paths[0]
    for name in outcome.lacking:
        yield Finding(
            "RD04", f"the table has no column '{name}'", place=Place(path, 1), fix="correct the name, or the table"
        )
    for broken in outcome.broken:
        first = next((int(row[ROW]) for row in broken.first if ROW in row), None)
        place = Place(path, 0 if first is None else first + 2)
        fix = broken.fix or _FIXES.get(broken.code, "")
        check, message = _relation(spec, broken), _message(spec, broken)
        yield Finding(broken.code, message, place=place, check=check, fix=fix, count=broken.count)
    for total, rows in outcome.unjudged:
        message = f"'{total}' is not judged in {_rows(rows)} of {spec.name}: a part of the sum is missing there"
        yield Finding(
            "CK02",
            message,
            place=Place(path),
            check=total,
            fix="say missing: zero or missing: skip for the column",
            count=rows,
        )
    yield from _disagreements(spec, outcome, engine)


def _relation(spec: TableSpec, broken: Broken) -> str | None:
    total = total_of(spec, broken)
    return total.id if total and total.id else None


def _message(spec: TableSpec, broken: Broken) -> str:
    """What is wrong in how many rows, and the first of them by line and key."""
    shown = "; ".join(_row(spec, row, broken.columns) for row in broken.first[:_FIRST])
    more = broken.count - len(broken.first[:_FIRST])
    rest = f", … and {more:,} more" if shown and more > 0 else ""
    return f"{_what(spec, broken)} in {_rows(broken.count)}{f': {shown}' if shown else ''}{rest}"


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _what(spec: TableSpec, broken: Broken) -> str:
    column = broken.columns[-1]
    total = total_of(spec, broken)
    if total is not None and broken.code == "CK01":
        return f"{' + '.join(total.parts)} does not make {total.whole}"
    if broken.says:
        return broken.says
    return {
        "SC01": f"{column} lies outside the range of its measure",
        "SC04": f"{broken.columns[-1]} is before {broken.columns[0]}",
        "SC05": f"{column} is empty",
        "SC06": f"{column} is none of its values",
        "SC07": f"{column} does not have the form it should",
        "SC08": f"the key {', '.join(broken.columns)} stands more than once",
        "SC10": f"{column} is no number",
    }[broken.code]


def _row(spec: TableSpec, row: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    key = [f"{row[name]}" for name in spec.key if name in row]
    values = [f"{name} {_shown(row[name])}" for name in columns if name in row and name not in spec.key]
    line = [f"line {int(row[ROW]) + 2}"] if ROW in row else []
    return " ".join([*line, *key, *values])


def _shown(value: object) -> str:
    """A cell as its table prints it: no decimals that it does not have."""
    if value is None:
        return "(empty)"
    return show_number(Fraction(str(value))) if isinstance(value, float) else str(value)


def _disagreements(spec: TableSpec, outcome: Outcome, engine: Engine) -> Iterator[Finding]:
    """One finding for all pairs of rows that contradict each other, with the first of them."""
    if outcome.pairs is None:
        return
    import narwhals as nw

    count = int(engine.rows(outcome.pairs.select(n=nw.len()))[0]["n"])
    if not count:
        return
    first = engine.rows(outcome.pairs.sort(ROW, f"{ROW}_2").head(_MOST_PAIRS))
    value = next(column for column in spec.columns if column.role == "value")
    shown = "; ".join(_pair(spec, row, value.name, value.unit_column, value.unit) for row in first)
    more = f", … and {count - len(first):,} more" if count > len(first) else ""
    message = f"{count:,} pairs of rows of one key cannot both be true: {shown}{more}"
    yield Finding("CF01", message, place=Place(spec.paths[0], int(first[0][ROW]) + 2), count=count)


def _pair(spec: TableSpec, row: Mapping[str, Any], value: str, unit_column: str, unit: str) -> str:
    key = " ".join(str(row[name]) for name in spec.key if name in row)
    sides = []
    for suffix in ("", "_2"):
        written = row.get(f"{unit_column}{suffix}") if unit_column else unit
        sides.append(
            f"{_shown(row[value + suffix])} {written or ''} (line {int(row[ROW + suffix]) + 2})".replace("  ", " ")
        )
    return f"{key} {sides[0]} against {sides[1]}".strip()
