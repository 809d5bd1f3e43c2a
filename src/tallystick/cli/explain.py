"""`tally explain CODE` and `tally rules`: the pages of findings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tallystick.cli import terminal


def explain(code: Annotated[str, typer.Argument(help="Code or name of a finding: QT05, bound-differs.")]) -> int:
    """Show what a finding means: why it matters, an example that fails, one that holds, and the fix.

    Example: tally explain QT05
    """
    from tallystick import registry

    rule = registry.rule(code)
    terminal.write(f"{rule.code} {rule.name} ({rule.severity.value})\n\n{rule.doc}\n")
    return 0


def rules(
    examine: Annotated[
        bool, typer.Option("--examine", help="Examine the relations of this workspace instead.")
    ] = False,
    path: Annotated[Path, typer.Option(help="The workspace to examine.")] = Path(),
    no_python: Annotated[bool, typer.Option("--no-python", help="Refuse schemas/*.py, each by name.")] = False,
) -> int:
    """List every finding with its severity; or examine the relations of a workspace.

    Examples: tally rules · tally rules --examine
    """
    if examine:
        return _examine(path, python=not no_python)
    from tallystick import registry

    lines = (f"{one.code}  {one.severity.value:8} {one.name:30} {one.summary}" for one in registry.rules().values())
    terminal.write("\n".join(lines) + "\n")
    return 0


def _examine(path: Path, *, python: bool) -> int:
    """What the relations of a workspace say by themselves."""
    from tallystick import reading, units
    from tallystick.reconcile import examining
    from tallystick.workspace import find_workspace

    ledger = reading.read_ledger(find_workspace(path), python=python)
    refused = [f"{one.place}: {one.message}" for one in ledger.findings if not python and one.code == "CK06"]
    known = units.load_definitions(ledger.definitions) if ledger.definitions else units.current()
    with units.using(known):
        lines = [*refused, *examining.describe(ledger.schema)]
    terminal.write("\n".join(lines) + "\n")
    return 0
