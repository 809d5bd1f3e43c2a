"""Tables that an engine judges row by row: each described table run, and what it breaks as findings, one a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from tallystick.engines.protocol import Engine
from tallystick.engines.running import run_table
from tallystick.errors import AuditError, TallystickError
from tallystick.model import Finding, Judged, Place, Schema, TableSpec
from tallystick.table_findings import Told

_ENGINES = {"duckdb": "DuckDB", "polars": "Polars", "spark": "Spark"}


def judge_tables(
    specs: tuple[TableSpec, ...], schema: Schema, root: Path, frames: Mapping[str, Any] | None = None
) -> tuple[tuple[Judged, ...], tuple[Finding, ...]]:
    """Every table judged, and what they break; one that cannot be read is a finding, and the others are judged.

    Args:
        specs: What they are.
        schema: Whose measures and aliases they use.
        root: What their paths are relative to.
        frames: Those that are in memory, by name.

    Raises:
        AuditError: an engine is not installed, or cannot be reached.
    """
    tables: list[Judged] = []
    findings: list[Finding] = []
    told: dict[str, Told] = {}
    for spec in specs:
        engine = open_engine(spec.engine)
        frame = (frames or {}).get(spec.name)
        try:
            rooted = _rooted(spec, root) if frame is None else spec
            outcome = run_table(rooted, engine, schema.measures, schema=schema, shown=spec.paths, frame=frame)
            told[spec.name] = Told(spec, outcome, engine)
            findings += told[spec.name].findings()
        except AuditError:
            raise
        except TallystickError as problem:
            findings.append(Finding("RD01", _relative(problem.what, root), place=Place(spec.paths[0]), fix=problem.fix))
            continue
        tables.append(told[spec.name].judged())
    findings += _references(told)
    return tuple(tables), tuple(findings)


def _relative(text: str, root: Path) -> str:
    """A message without the folder of this machine."""
    return text.replace(f"{root.as_posix()}/", "")


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


def _references(told: Mapping[str, Told]) -> Iterator[Finding]:
    """Values of a column that must stand in a column of another table, and do not (SC09)."""
    for name, one in told.items():
        for column in one.spec.columns:
            if not column.references:
                continue
            table, _, wanted = column.references.partition(".")
            known = told[table].members(wanted) if table in told else None
            own = one.members(column.name)
            if known is None or own is None:
                message = f"{column.name} of {name} refers to {column.references}, which is no column of a judged table"
                yield Finding("SC09", message, place=one.spec.place, fix="write table.column of a table in this schema")
                continue
            lost = {member: rows for member, rows in own.items() if member not in known}
            if lost:
                yield one.lost(column.name, column.references, lost)
