"""What lies in a workspace and is not read: odd files, folders behind links, data in formats nobody reads there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tallystick.model import Place
from tallystick.reading.fields import Problems
from tallystick.showing import nearest
from tallystick.workspace import CLAIM_SUFFIXES, Workspace, is_hidden

# Formats that hold data, whoever reads them; a README is none of our business.
_DATA = (".csv", ".json", ".jsonl", ".ods", ".parquet", ".toml", ".tsv", ".xls", ".xlsm", ".xlsx", ".yaml", ".yml")
_READ = {"checks": (".yaml", ".yml", ".py"), "schemas": (".yaml", ".yml", ".py", ".txt"), "data": CLAIM_SUFFIXES}
_INSTEAD = {"checks": "YAML or Python", "schemas": "YAML or Python", "data": "YAML, CSV, JSON, JSON Lines or Parquet"}
_OTHERS = ("data/sources", "data/tables")


def find_unread(workspace: Workspace, problems: Problems) -> None:
    """Find what nothing reads in checks/, schemas/ and data/; sources and tables have readers of their own."""
    for folder, known in _READ.items():
        for path in _walk(workspace, workspace.root / folder, problems):
            name = workspace.relative(path)
            if name.startswith(_OTHERS) or path.suffix.lower() not in _DATA or path.suffix.lower() in known:
                continue
            message = f"nothing in {folder}/ is read from {path.suffix.lower()}"
            problems.add("RD01", message, Place(name), fix=f"write it as {_INSTEAD[folder]}, or move it away")


def _walk(workspace: Workspace, top: Path, problems: Problems) -> Iterator[Path]:
    """The files below a folder; a finding for every folder that cannot be listed, or that a link stands for."""

    def unlisted(problem: OSError) -> None:
        place = Place(workspace.relative(Path(problem.filename)))
        problems.add("RD01", "the folder cannot be listed", place, fix="make it readable, or move it away")

    for folder, below, files in os.walk(top, onerror=unlisted) if top.exists() else ():
        here = Path(folder)
        below[:] = sorted(name for name in below if not is_hidden(Path(name)))
        for name in [name for name in below if (here / name).is_symlink()]:
            message = "a link to a folder is not followed: nothing behind it is read"
            place = Place(workspace.relative(here / name))
            problems.add("RD07", message, place, fix="copy the folder itself into the workspace")
        yield from (here / name for name in sorted(files) if not is_hidden(Path(name)))


def is_readable(workspace: Workspace, file: Path, problems: Problems) -> bool:
    """False, with a finding, for what is no regular file of the workspace: a link out of it or in a circle, a pipe."""
    place = Place(workspace.relative(file))
    try:
        str(file).encode()
        target = file.resolve()
        is_regular = target.is_file()
        is_there = target.exists()
    except UnicodeEncodeError:
        problems.add("RD01", "the name of the file is not UTF-8", place, fix="rename the file")
        return False
    except (OSError, RuntimeError, ValueError):
        problems.add("RD01", "the file cannot be read: it is no path, or a link in a circle", place, fix="restore it")
        return False
    if not target.is_relative_to(workspace.root.resolve()):
        fix = "copy the file itself into the workspace"
        problems.add("RD07", "the file is a link that leads out of the workspace", place, fix=fix)
        return False
    if is_there and not is_regular:
        problems.add("RD01", "the file is no regular file", place, fix="name a file, or move it away")
    elif not is_there:
        near = nearest(place.path, [workspace.relative(known) for known in workspace.claim_files(("data",))])
        fix = "correct the path, or restore the file"
        problems.add("RD01", f"the file cannot be read: no such file or directory{near}", place, fix=fix)
    return is_regular
