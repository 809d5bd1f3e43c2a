"""`tally baseline write|prune|list`: findings that are known and left for later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallystick.cli import documents, terminal
from tallystick.cli.auditing import Options, read_earlier
from tallystick.cli.writing import write_whole
from tallystick.errors import AuditError

if TYPE_CHECKING:
    from tallystick.model import Audit

app = typer.Typer(
    help="Findings that are known and left for later: kept by rule and content, never by line.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_PATHS = typer.Argument(help="Documents, or a workspace; the folder you are in by default.", show_default=False)
_FILE = typer.Option("--file", metavar="FILE", help="The baseline.")
_NO_PYTHON = typer.Option("--no-python", help="Refuse checks/*.py and schemas/*.py, each by name.")
_AS_OF = typer.Option("--as-of", metavar="DATE", help="The day of the audit; by default that of the latest source.")
DEFAULT = Path("tally-baseline.json")


@app.command("write")
def write(
    paths: Annotated[list[Path] | None, _PATHS] = None,
    file: Annotated[Path, _FILE] = DEFAULT,
    because: Annotated[str, typer.Option(metavar="TEXT", help="Why these findings are kept.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="The day from which on they are told again.")] = "",
    no_python: Annotated[bool, _NO_PYTHON] = False,
) -> int:
    """Write every finding of an audit to a baseline, which `tally check --baseline` then leaves out.

    Example: tally baseline write --because "inherited" --until 2027-01-01
    """
    from tallystick.report.baselines import render_baseline, to_baseline
    from tallystick.workspace import to_day

    day = to_day(until) if until else None
    made = to_baseline(_audit(paths, no_python=no_python), because=because, until=day)
    write_whole(file, render_baseline(made))
    terminal.write(f"{len(made['findings']):,} findings in {file.as_posix()}\n")
    return 0


@app.command("prune")
def prune(
    paths: Annotated[list[Path] | None, _PATHS] = None,
    file: Annotated[Path, _FILE] = DEFAULT,
    as_of: Annotated[str, _AS_OF] = "",
    no_python: Annotated[bool, _NO_PYTHON] = False,
) -> int:
    """Take out of a baseline what an audit no longer finds, and what has ended.

    Example: tally baseline prune
    """
    from tallystick.report import baselines

    kept, gone = baselines.prune(_audit(paths, as_of=as_of, no_python=no_python), _read(file))
    write_whole(file, baselines.render_baseline(kept))
    terminal.write(f"{gone:,} taken out, {len(kept['findings']):,} kept in {file.as_posix()}\n")
    return 0


@app.command("list")
def list_entries(file: Annotated[Path, _FILE] = DEFAULT) -> int:
    """List what a baseline holds, and why.

    Example: tally baseline list
    """
    from tallystick.report.baselines import describe

    terminal.write("".join(f"{line}\n" for line in describe(_read(file))) or "the baseline is empty\n")
    return 0


def _read(path: Path) -> dict[str, Any]:
    """The baseline of a file.

    Raises:
        AuditError: it holds an audit or something else: pruning it would lose the rest.
    """
    data = read_earlier(path)
    if data.get("kind") != "baseline":
        raise AuditError(f"{path.as_posix()} is an audit, no baseline", fix="write one: tally baseline write")
    return data


def _audit(paths: list[Path] | None, *, as_of: str = "", no_python: bool) -> Audit:
    return documents.audit_paths(paths or [], Options(as_of, python=not no_python))[0]
