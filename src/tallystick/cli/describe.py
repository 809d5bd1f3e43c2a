"""`tally describe FILE`: the draft of a table's entry in `schemas/`, to be read, decided and kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tallystick.cli import terminal
from tallystick.errors import AuditError


def describe(
    file: Annotated[Path, typer.Argument(help="A table: CSV, TSV, JSON, Parquet or a workbook.")],
) -> int:
    """Draft the `tables:` entry of a file: layout, dialect, key, units of its headers, markers for no value.

    What the file does not say is marked `# decide:`. The draft goes into a file of `schemas/`.

    Example: tally describe data/tables/emissions.csv > schemas/emissions.yaml
    """
    from tallystick.drafting.describing import describe as draft
    from tallystick.workspace import enclosing_workspace

    if not file.is_file():
        raise AuditError(f"there is no file {file.as_posix()}", fix="name a table")
    home = enclosing_workspace(file.parent)
    inside = home is not None and file.resolve().is_relative_to(home.root.resolve())
    terminal.write(draft(file, home.relative(file.resolve()) if home and inside else file.as_posix()))
    return 0
