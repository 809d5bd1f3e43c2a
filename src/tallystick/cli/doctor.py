"""`tally doctor`: what this installation has and lacks, and how the workspace it stands in is read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from tallystick.cli import terminal
from tallystick.errors import AuditError

# extra → (module that comes with it, what it is for)
_EXTRAS = {
    "docs": (("openpyxl", "pdfplumber"), "workbooks and PDF"),
    "stats": (("scipy",), "p-values of reported tests"),
    "spark": (("pyspark",), "tables on Spark"),
    "gx": (("great_expectations",), "expectations of Great Expectations"),
    "ibis": (("ibis",), "models of pandera on ibis"),
    "pandas": (("pandas",), "models of pandera on pandas"),
}


@dataclass(frozen=True, slots=True)
class _Line:
    what: str
    says: str
    is_well: bool = True
    fix: str = ""


def doctor(
    path: Annotated[Path, typer.Argument(help="The workspace to look at; the folder you are in by default.")] = Path(),
) -> int:
    """Say what is installed, which extras are missing and how to get them, and what of a workspace is read.

    Exit code 1 when something that is needed is missing or cannot be read.

    Example: tally doctor
    """
    lines = [*_installation(), *_extras(), *_workspace(path)]
    for line in lines:
        terminal.write(f"{_mark(line)}  {line.what:<12}{line.says}\n" + (f"    fix: {line.fix}\n" if line.fix else ""))
    return int(any(not line.is_well for line in lines))


def _mark(line: _Line) -> str:
    """`ok`, `--` for what may be missing, `!!` for what may not."""
    return "!!" if not line.is_well else "--" if line.fix else "ok"


def _installation() -> Iterator[_Line]:
    from tallystick import __version__

    yield _Line("tallystick", f"{__version__}, at {Path(__file__).parents[1].as_posix()}")
    python = ".".join(str(part) for part in sys.version_info[:3])
    yield _Line(
        "python", python, sys.version_info >= (3, 11), "" if sys.version_info >= (3, 11) else "use 3.11 or later"
    )
    missing = sorted(name for name in _core() if _version(name) is None)
    if missing:
        yield _Line(
            "packages", f"missing: {', '.join(missing)}", is_well=False, fix="pip install --force-reinstall tallystick"
        )
    else:
        yield _Line(
            "packages", ", ".join(f"{name} {_version(name)}" for name in ("pint", "polars", "duckdb", "z3-solver"))
        )


def _core() -> list[str]:
    """The distributions that the core needs."""
    import re

    try:
        needed = requires("tallystick") or []
    except PackageNotFoundError:  # run from a checkout
        return []
    return [re.split(r"[\s\[<>=!~;]", one)[0] for one in needed if "extra ==" not in one]


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _extras() -> Iterator[_Line]:
    for extra, (modules, purpose) in _EXTRAS.items():
        missing = [name for name in modules if find_spec(name) is None]
        fix = f"for {purpose}: pip install 'tallystick[{extra}]'" if missing else ""
        yield _Line(f"[{extra}]", "not installed" if missing else f"installed: {purpose}", fix=fix)


def _workspace(path: Path) -> Iterator[_Line]:
    from tallystick import reading
    from tallystick.workspace import enclosing_workspace

    try:
        home = enclosing_workspace(path)
        if home is None:
            yield _Line("workspace", "none here or above: documents can be checked all the same")
            return
        ledger = reading.read_ledger(home, python=False)
    except AuditError as problem:
        yield _Line("workspace", f"{problem.place}: {problem.what}".removeprefix(": "), is_well=False, fix=problem.fix)
        return
    yield _Line("workspace", f"{home.root.as_posix()}, by {home.config_file}")
    counts = f"{len(ledger.claims):,} claims, {len(ledger.sources):,} sources, {len(ledger.checks):,} checks"
    errors = [one for one in ledger.findings if one.code == "RD01"]
    yield _Line("files", f"{len(ledger.inputs):,} read: {counts}", not errors, str(errors[0].message) if errors else "")
