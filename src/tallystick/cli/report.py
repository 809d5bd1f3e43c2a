"""`tally report`: the audit as one HTML file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from tallystick.cli import documents
from tallystick.cli.auditing import Options, make_audit, write_whole
from tallystick.errors import AuditError


def report(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Documents, or a workspace; the folder you are in by default.", show_default=False),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.")] = Path(
        "reports/audit.html"
    ),
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

    Examples: tally report draft.md -o draft.html · tally report · tally report desk --against last.json
    """
    earlier = _earlier(against) if against else None
    options = Options(as_of, python=not no_python)
    found, rest = documents.split(paths or [])
    if found:
        audit = documents.audit_documents(found, options, prior=prior or (), data=data or ())
    else:
        audit, _ = make_audit(rest, options)
    from tallystick.report.html import render_html
    from tallystick.report.text import summary

    write_whole(output, render_html(audit, against=earlier))
    sys.stdout.write(f"{summary(audit)}\nreport: {output.as_posix()}\n")
    return 0


def _earlier(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["format"] != 1:
            raise AuditError(
                f"{path.as_posix()} has format {data['format']}, not 1", fix="write it anew: tally check -o json:FILE"
            )
        return dict(data)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise AuditError(
            f"{path.as_posix()} cannot be read: {problem}", fix="write one: tally check -o json:FILE"
        ) from None
