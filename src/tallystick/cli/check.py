"""`tally check`: audit, print what was found, and leave with a code that CI understands."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli import documents, terminal
from tallystick.cli.auditing import Options, codes_of, read_earlier
from tallystick.cli.writing import write_whole
from tallystick.errors import AuditError
from tallystick.report.formats import FORMATS, Format, Look

if TYPE_CHECKING:
    from tallystick.model import Audit


class Gate(StrEnum):
    """The lowest severity that makes exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Documents, or a workspace or claim files of one; the folder you are in by default.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help=f"What is printed: {', '.join(FORMATS)}.")
    ] = "text",
    output: Annotated[
        list[str] | None,
        typer.Option("--output", "-o", metavar="FORMAT:FILE", help="Also write a file; may be repeated."),
    ] = None,
    select: Annotated[
        list[str] | None, typer.Option(metavar="CODES", help="Report only these codes or families (QT,CK01).")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="CODES", help="Leave these codes or families out.")
    ] = None,
    fail_on: Annotated[
        Gate | None, typer.Option(help="Lowest severity that makes exit code 1 (default: error).", show_default=False)
    ] = None,
    as_of: Annotated[
        str, typer.Option(metavar="DATE", help="The day of the audit; by default that of the latest source.")
    ] = "",
    baseline: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Report only findings that this baseline (or earlier JSON output) does not hold."
        ),
    ] = None,
    prior: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Last year's document, to hold last year's figures to.")
    ] = None,
    data: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Data that the document's figures come from.")
    ] = None,
    show_holding: Annotated[
        bool, typer.Option("--show-holding", help="Also show the checks and ties that hold, with their working.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Leave out the last line, which says what was done.")
    ] = False,
    engine: Annotated[
        str,
        typer.Option(
            metavar="ENGINE", help="Judge wide tables row by row: duckdb, polars, spark://…, sc://…; or ledger."
        ),
    ] = "",
    time_limit: Annotated[
        int,
        typer.Option("--time-limit", metavar="SECONDS", min=1, help="For all solving, and for each check in Python."),
    ] = 60,
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="No readable claim is no reason for exit code 2.")
    ] = False,
    no_python: Annotated[
        bool, typer.Option("--no-python", help="Refuse checks/*.py and schemas/*.py, each by name.")
    ] = False,
) -> int:
    """Audit documents by what they state themselves, or a workspace. The last line says what was compared.

    Exit code 0: nothing at or above the gate. 1: findings at or above it. 2: no audit could be made. 130: interrupted.

    Examples: tally check draft.md · tally check · tally check report.pdf --prior last.pdf -o json:audit.json
    """
    options = Options(
        as_of, codes_of(select), codes_of(ignore), python=not no_python, time_limit=time_limit, engine=engine
    )
    outputs = [_output(item) for item in output or ()]
    earlier = read_earlier(baseline) if baseline else None
    printed, look = _format(form), Look(show_holding=show_holding)
    audit, home = documents.audit_paths(paths or [], options, prior=prior or (), data=data or ())
    if earlier is not None:
        from tallystick.report.baselines import apply_baseline

        audit = apply_baseline(audit, earlier)
    for kind, path in outputs:
        write_whole(path, kind.render(audit, look))
    _print(audit, printed, replace(look, quiet=quiet))
    nothing = all(claim.is_unread for claim in audit.ledger.claims) and not audit.tables
    if home and nothing and not allow_empty:
        raise AuditError("no claim could be read", fix="write claims to data/claims.yaml, or pass --allow-empty")
    return _exit_code(audit, fail_on.value if fail_on else home.config.fail_on if home else "error")


def _print(audit: Audit, form: Format, look: Look) -> None:
    """The audit on standard output; beside data for programs the line of what was done goes to standard error."""
    if not form.is_data:
        terminal.write(form.render(audit, replace(look, width=_width(), color=_color())))
        return
    terminal.write(form.render(audit, look), exact=True)
    if not look.quiet:
        from tallystick.report.summary import summary

        sys.stderr.write(f"{summary(audit)}\n")


def _output(item: str) -> tuple[Format, Path]:
    kind, colon, path = item.partition(":")
    if not colon or not path or kind not in FORMATS:
        raise AuditError(f"output '{item}' is not FORMAT:FILE", fix=f"FORMAT is one of {', '.join(FORMATS)}")
    return FORMATS[kind], Path(path)


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise AuditError(f"format '{name}' is not known", fix=f"use one of {', '.join(FORMATS)}")
    return FORMATS[name]


def _exit_code(audit: Audit, gate: str) -> int:
    order = ["error", "warning", "note"]
    failing = order[: order.index(gate) + 1] if gate != "never" else []
    return int(any(finding.severity in failing for finding in audit.findings))


def _width() -> int:
    """Columns of the terminal; 0 for a pipe or a file, which are not wrapped."""
    return os.get_terminal_size().columns if sys.stdout.isatty() else 0


def _color() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
