"""`tally explain CODE` and `tally rules`: the pages of findings."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli import terminal

if TYPE_CHECKING:
    from tallystick.authoring import Rule


_JSON = typer.Option("--json", help="Print it as data.")


def explain(
    code: Annotated[str, typer.Argument(help="Code or name of a finding: QT05, bound-differs.")],
    as_json: Annotated[bool, _JSON] = False,
) -> int:
    """Show what a finding means: why it matters, an example that fails, one that holds, and the fix.

    Examples: tally explain QT05 · tally explain bound-differs --json
    """
    from tallystick import registry

    rule = registry.rule(code)
    if as_json:
        terminal.write(_as_json(_data(rule)), exact=True)
    elif sys.stdout.isatty():
        _render(f"# {rule.code} {rule.name}\n\n*{rule.severity.value}*\n\n{rule.doc}")
    else:
        terminal.write(f"{rule.code} {rule.name} ({rule.severity.value})\n\n{rule.doc}\n")
    return 0


def _render(page: str) -> None:
    """A page as a terminal shows it."""
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(page))


def rules(
    examine: Annotated[
        bool, typer.Option("--examine", help="Examine the relations of this workspace instead.")
    ] = False,
    path: Annotated[Path, typer.Option(help="The workspace to examine.")] = Path(),
    no_python: Annotated[bool, typer.Option("--no-python", help="Refuse schemas/*.py, each by name.")] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> int:
    """List every finding with its severity; or examine the relations of a workspace.

    Examples: tally rules · tally rules --json · tally rules --examine
    """
    if examine:
        return _examine(path, python=not no_python)
    from tallystick import registry

    found = registry.rules().values()
    if as_json:
        terminal.write(_as_json([_data(one) for one in found]), exact=True)
        return 0
    lines = (f"{one.code}  {one.severity.value:8} {one.name:30} {one.summary}" for one in found)
    terminal.write("\n".join(lines) + "\n")
    return 0


def _data(rule: Rule) -> dict[str, str]:
    severity = rule.severity.value
    names = {"code": rule.code, "name": rule.name, "severity": severity, "summary": rule.summary, "fix": rule.fix}
    return {**names, "page": rule.doc}


def _as_json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


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
