"""`tally schema`: JSON Schemas of every format, for editors and for programs that read the output."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from tallystick.cli import terminal
from tallystick.cli.writing import write_whole
from tallystick.errors import AuditError


def schema(
    name: Annotated[
        str, typer.Argument(help="claims, checks, schemas, config, or audit (of the JSON output).", show_default=False)
    ] = "",
    write: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write all of them there, and say how an editor finds them.")
    ] = None,
) -> int:
    """Print the JSON Schema of a format; or write all of them, for an editor to complete and check what you type.

    Examples: tally schema claims · tally schema --write .tally
    """
    made = _schemas()
    if write is not None:
        return _write(made, write)
    if name not in made:
        what = f"schema '{name}' is not known" if name else "no schema was named"
        raise AuditError(what, fix=f"use one of {', '.join(made)}, or --write FOLDER")
    terminal.write(_text(made[name]), exact=True)
    return 0


def _schemas() -> dict[str, Any]:
    from tallystick.reading.json_schemas import MADE
    from tallystick.report.json import SCHEMA

    return {**{name: make() for name, make in MADE.items()}, "audit": json.loads(SCHEMA.read_text("utf-8"))}


def _write(made: dict[str, Any], folder: Path) -> int:
    from tallystick.reading.json_schemas import FOLDERS

    for name, content in made.items():
        write_whole(folder / f"{name}.schema.json", _text(content))
    terminal.write(f"{len(made)} schemas in {folder.as_posix()}\nthe first line of a file tells an editor:\n")
    for name, place in FOLDERS.items():
        way = f"../{(folder / f'{name}.schema.json').as_posix()}"
        terminal.write(f"  {place}/*.yaml  # yaml-language-server: $schema={way}\n")
    return 0


def _text(content: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
