"""Schemas alone, for tables that are in memory: which described table each frame is, and what is said of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from tallystick import units
from tallystick.errors import AuditError
from tallystick.model import Ledger, TableSpec
from tallystick.reading.declared_tables import DeclaredTable
from tallystick.reading.definitions import read_definitions
from tallystick.reading.fields import Problems
from tallystick.reading.formats import read_text
from tallystick.reading.schemas import SchemaReader
from tallystick.reading.table_specs import spec_of
from tallystick.reading.yaml_text import read_yaml
from tallystick.showing import nearest

ENGINE = "polars"


def read_for_frames(schema: Path, frames: Collection[str]) -> Ledger:
    """What schemas say of frames: a ledger of no claims, whose tables are the frames.

    Args:
        schema: A folder of schemas, or one file.
        frames: Their names; "" for the only one.

    Raises:
        AuditError: there is no schema, or it describes no table of that name.
    """
    problems, inputs = Problems(), {}
    files = _files(schema)
    reader = SchemaReader(problems)
    definitions = ""
    for file in files:
        raw, path = file.read_bytes(), file.name
        inputs[path] = sha256(raw).hexdigest()
        text = read_text(raw, path, problems)
        if text is not None and file.suffix == ".txt":
            definitions = read_definitions(text, path, problems)
    with units.using(units.load_definitions(definitions) if definitions.strip() else units.current()):
        for file in (one for one in files if one.suffix != ".txt"):
            text = read_text(file.read_bytes(), file.name, problems)
            fields = read_yaml(text, file.name, problems) if text is not None else None
            if fields is not None:
                reader.read(fields)
        made = reader.schema()
        tables = {name: table for name, table in reader.tables.items() if table is not None and table.columns}
        specs = tuple(_named(name, spec_of(_chosen(name, tables, schema), made, problems)) for name in frames)
    return Ledger(
        schema=made,
        findings=tuple(problems),
        inputs=tuple(sorted(inputs.items())),
        definitions=definitions,
        tables=specs,
        allow=tuple(reader.allows),
    )


def _files(schema: Path) -> list[Path]:
    if schema.is_dir():
        found = sorted(
            path for path in schema.iterdir() if path.suffix in (".yaml", ".yml") or path.name == "units.txt"
        )
    else:
        found = [schema] if schema.is_file() else []
    if not found:
        raise AuditError(f"there is no schema at {schema.as_posix()}", fix="name a folder of schemas, or one file")
    return found


def _chosen(name: str, tables: Mapping[str, DeclaredTable], schema: Path) -> DeclaredTable:
    """The table that a frame is: of its name, or the only one."""
    if name in tables:
        return tables[name]
    if not name and len(tables) == 1:
        return next(iter(tables.values()))
    where = schema.as_posix()
    if not tables:
        raise AuditError(f"{where} describes no table", fix="describe it under tables:, with its columns and key")
    what = (
        f"{where} describes no table '{name}'{nearest(name, tables)}"
        if name
        else f"{where} describes {len(tables)} tables"
    )
    raise AuditError(what, fix=f"pass claims={{name: frame}}, with a name of {', '.join(_some(tables))}")


def _some(tables: Mapping[str, DeclaredTable]) -> Iterator[str]:
    yield from list(tables)[:5]


def _named(name: str, spec: TableSpec) -> TableSpec:
    return replace(spec, name=name or spec.name, paths=(f"memory:{name or spec.name}",), engine=ENGINE)
