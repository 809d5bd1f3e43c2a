"""What the verbs share: settings from options over config, the audit with progress, and the way to its workspace."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tallystick.errors import AuditError

if TYPE_CHECKING:
    from tallystick.auditing import Settings
    from tallystick.model import Audit
    from tallystick.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Options:
    """The options of the verbs that audit."""

    as_of: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    python: bool = True
    time_limit: int = 0  # seconds; 0 for the usual
    engine: str = ""


def make_audit(paths: Sequence[Path], options: Options) -> tuple[Audit, Workspace]:
    """The audit of the workspace that holds these paths, and that workspace.

    Raises:
        AuditError: a path, code or day is wrong, or the paths lie in none or in two workspaces.
    """
    # What a check or a schema in Python prints is no output of ours.
    with progress("auditing"), redirect_stdout(sys.stderr):
        from tallystick import auditing
        from tallystick.workspace import find_workspace

        home = find_workspace(paths[0] if paths else Path())
        settings = _settings(auditing.from_config(home.config, home.config_file), options)
        return auditing.audit_files(home, paths, settings), home


def way_to(folder: Path) -> str:
    """The way from the folder the command runs in, as a place starts with it; "." for that folder itself."""
    try:
        return Path(os.path.relpath(folder)).as_posix()
    except ValueError:  # on another drive
        return folder.as_posix()


def codes_of(written: Sequence[str] | None) -> tuple[str, ...]:
    """The codes of an option that may be repeated, and may hold several with commas between."""
    return tuple(code.strip() for item in written or () for code in item.split(",") if code.strip())


def _settings(base: Settings, options: Options) -> Settings:
    from tallystick import registry

    registry.check_codes((*options.select, *options.ignore))
    chosen = replace(base, python=options.python)
    if options.engine:
        chosen = replace(chosen, engine=options.engine)
    if options.time_limit:
        chosen = replace(chosen, time_limit_ms=options.time_limit * 1000)
    if options.select:
        chosen = replace(chosen, select=options.select)
    if options.ignore:
        chosen = replace(chosen, ignore=(*chosen.ignore, *options.ignore))
    if not options.as_of:
        return chosen
    from tallystick.workspace import to_day

    return replace(chosen, as_of=to_day(options.as_of))


@contextmanager
def progress(what: str) -> Iterator[Callable[[str], None]]:
    """A spinner on standard error while the work goes on, when that is a terminal; what it yields says how far."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status(what) as status:
        yield lambda said: status.update(escape(said))


def read_earlier(path: Path) -> dict[str, Any]:
    """An earlier audit, or a baseline, as JSON data.

    Raises:
        AuditError: it is neither, or of another format.
    """
    fix = "write one: tally check -o json:FILE, or tally baseline write"
    import json

    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise AuditError(f"{path.as_posix()} cannot be read: {problem}", fix=fix) from None
    lists = [data.get(key) for key in ("findings", "checks")] if isinstance(data, dict) else [None]
    if not all(isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in lists):
        raise AuditError(f"{path.as_posix()} is no audit and no baseline", fix=fix)
    if data.get("format") != 1:
        raise AuditError(f"{path.as_posix()} has format {data.get('format')}, not 1", fix=fix)
    for row in data["findings"]:
        if "until" in row:
            from tallystick.workspace import to_day

            to_day(str(row["until"]))
    return dict(data)
