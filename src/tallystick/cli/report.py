"""`tally report`: the audit as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli import documents, terminal
from tallystick.cli.auditing import Options, read_earlier, way_to
from tallystick.cli.writing import write_whole
from tallystick.errors import AuditError

if TYPE_CHECKING:
    from tallystick.workspace import Workspace


def report(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Documents, or a workspace; the folder you are in by default.", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file to write; by default reports/audit.html of the workspace, or NAME.audit.html.",
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="OLD.json", help="An earlier JSON output; the report shows what changed since."),
    ] = None,
    as_of: Annotated[
        str, typer.Option(metavar="DATE", help="The day of the audit; by default that of the latest source.")
    ] = "",
    prior: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Last year's document, to hold last year's figures to.")
    ] = None,
    data: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Data that the document's figures come from.")
    ] = None,
    no_python: Annotated[
        bool, typer.Option("--no-python", help="Refuse checks/*.py and schemas/*.py, each by name.")
    ] = False,
) -> int:
    """Write the HTML audit report: one file, no network, readable without script.

    Examples: tally report draft.md · tally report · tally report desk -o desk.html --against last.json
    """
    earlier = read_earlier(against) if against else None
    options = Options(as_of, python=not no_python)
    audit, home = documents.audit_paths(paths or [], options, prior=prior or (), data=data or ())
    from tallystick.report.html import render_html
    from tallystick.report.summary import summary

    target = output or (_own_report(home) if home else (paths or [])[0].with_suffix(".audit.html"))
    write_whole(target, render_html(audit, against=earlier))
    shown = output or Path(way_to(target))
    terminal.write(f"{summary(audit)}\nreport: {shown.as_posix()}\n")
    return 0


def _own_report(home: Workspace) -> Path:
    """The report's place in the workspace.

    Raises:
        AuditError: a link leads it out of there.
    """
    target = home.root / "reports" / "audit.html"
    if not target.parent.resolve().is_relative_to(home.root):
        raise AuditError("reports/ is a link that leads out of the workspace", fix="name a file: tally report -o FILE")
    return target
