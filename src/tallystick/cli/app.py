"""The command `tally`: its verbs, and what happens to a fault that none of them foresaw."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer

from tallystick.cli import (
    baseline,
    check,
    convert,
    describe,
    diff,
    doctor,
    explain,
    extract,
    init,
    report,
    schema,
    terminal,
    why,
)
from tallystick.errors import TallystickError

app = typer.Typer(
    name="tally",
    help="Checks that the numbers in a text or a dataset can all be true at once, and shows its working.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,  # plain help: rich alone would take the whole budget of a cold start
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check")(check.check)
app.command("report")(report.report)
app.command("why")(why.why)
app.command("explain")(explain.explain)
app.command("rules")(explain.rules)
app.command("extract")(extract.extract)
app.command("init")(init.init)
app.add_typer(baseline.app, name="baseline")
app.command("diff")(diff.diff)
app.command("schema")(schema.schema)
app.command("convert")(convert.convert)
app.command("doctor")(doctor.doctor)
app.command("describe")(describe.describe)


def _show_version(value: bool) -> None:
    if value:
        from tallystick import __version__

        typer.echo(f"tally {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(False, "--version", callback=_show_version, is_eager=True, help="Show the version."),
) -> None:
    """Checks that the numbers in a text or a dataset can all be true at once, and shows its working."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every fault ends in a message and an exit code, never in a traceback."""
    terminal.prepare()
    sys.exit(_run(list(sys.argv[1:] if arguments is None else arguments)))


def _run(arguments: list[str]) -> int:
    try:
        code = app(arguments, standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except (typer.Abort, KeyboardInterrupt):
        return _say("interrupted", 130)
    except BrokenPipeError:
        # The reader has gone (`tally check | head`): nothing more can be said to it.
        terminal.drop()
        return 0
    except TallystickError as problem:
        return _say(str(problem), 2)
    except OSError as problem:
        terminal.drop()
        why = problem.strerror or "it is closed"
        return _say(f"cannot write to standard output: {why.lower()}\n  fix: free it, or write a file: -o json:FILE", 2)
    except Exception as problem:  # noqa: BLE001 - the last resort, so that no user meets a traceback
        return _unforeseen(problem)


def _unforeseen(problem: Exception) -> int:
    """A usage error shows itself; anything else is a fault of ours, told in one line."""
    # Usage errors have no public base class in typer: they are known by how they show themselves.
    if hasattr(problem, "show") and hasattr(problem, "exit_code"):
        problem.show()
        return int(problem.exit_code)
    if os.environ.get("TALLY_DEBUG"):
        raise problem
    said = f"{type(problem).__name__}: {problem}"
    return _say(f"internal error: {said}\n  fix: report it; TALLY_DEBUG=1 shows where it happened", 2)


def _say(text: str, code: int) -> int:
    sys.stderr.write(f"tally: {text}\n")
    return code
