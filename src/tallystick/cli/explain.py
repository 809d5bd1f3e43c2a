"""`tally explain CODE` and `tally rules`: the pages of findings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def explain(code: Annotated[str, typer.Argument(help="Code or name of a finding: QT05, bound-differs.")]) -> int:
    """Show what a finding means: why it matters, an example that fails, one that holds, and the fix.

    Example: tally explain QT05
    """
    from tallystick import registry

    rule = registry.rule(code)
    sys.stdout.write(f"{rule.code} {rule.name} ({rule.severity.value})\n\n{rule.doc}\n")
    return 0


def rules(
    examine: Annotated[
        bool, typer.Option("--examine", help="Examine the relations of this workspace instead.")
    ] = False,
    path: Annotated[Path, typer.Option(help="The workspace to examine.")] = Path(),
) -> int:
    """List every finding with its severity; or examine the relations of a workspace.

    Examples: tally rules · tally rules --examine
    """
    if examine:
        return _examine(path)
    from tallystick import registry

    for rule in registry.rules().values():
        sys.stdout.write(f"{rule.code}  {rule.severity.value:8} {rule.name:30} {rule.summary}\n")
    return 0


def _examine(path: Path) -> int:
    """What the relations of a workspace say by themselves."""
    from tallystick import reading, units
    from tallystick.reconcile import examining
    from tallystick.workspace import find_workspace

    ledger = reading.read_ledger(find_workspace(path))
    known = units.load_definitions(ledger.definitions) if ledger.definitions else units.current()
    with units.using(known):
        lines = list(examining.describe(ledger.schema))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0
