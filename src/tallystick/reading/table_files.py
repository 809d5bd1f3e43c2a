"""Tables → rows of text with the line of each; CSV and Parquet give the same rows."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tallystick.model import Place
from tallystick.reading.delimited import is_parted_by_commas, read_rows
from tallystick.reading.fields import Problems
from tallystick.reading.formats import read_text
from tallystick.showing import nearest
from tallystick.workspace import CLAIM_SUFFIXES, Workspace


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table as text, None where empty, and the line (of Parquet, the row's number) of each."""

    path: str
    names: tuple[str, ...]
    rows: Sequence[Mapping[str, str | None]]
    lines: Sequence[int]

    def place(self, row: int) -> Place:
        """Where a row starts; the header for -1."""
        return Place(self.path, self.lines[row] if 0 <= row < len(self.lines) else 1, 1)


def read_table(
    workspace: Workspace, written: str, place: Place, problems: Problems, inputs: MutableMapping[str, str]
) -> Table | None:
    """The table of a workspace path, its hash noted in `inputs`; None when a finding at `place` says why not."""
    file = find_table(workspace, written, place, problems)
    if file is None:
        return None
    raw, path = file.read_bytes(), workspace.relative(file)
    inputs[path] = hashlib.sha256(raw).hexdigest()
    return _parquet(raw, path, problems) if file.suffix.lower() == ".parquet" else _csv(raw, path, problems)


def find_tables(workspace: Workspace, written: str, place: Place, problems: Problems) -> list[Path]:
    """The files of a workspace path, or of a pattern of paths; none when a finding at `place` says why."""
    if not any(mark in written for mark in "*?["):
        file = find_table(workspace, written, place, problems)
        return [] if file is None else [file]
    try:
        found = sorted(file for file in workspace.root.glob(written) if file.is_file())
    except (ValueError, NotImplementedError, OSError):
        found = []
    if not found:
        message = f"no table matches '{written}'"
        problems.add("RD01", message, place, fix="correct the pattern, or put tables there")
    kept = (find_table(workspace, workspace.relative(file), place, problems) for file in found)
    return [file for file in kept if file is not None]


def find_table(workspace: Workspace, written: str, place: Place, problems: Problems) -> Path | None:
    """The file of a workspace path; None when a finding at `place` says why there is none."""
    root = workspace.root.resolve()
    try:
        file = (root / written).resolve()
        is_inside = file.is_relative_to(root)
        is_there = is_inside and file.is_file() and os.access(file, os.R_OK)
    except (OSError, ValueError, RuntimeError):
        is_inside, is_there = True, False
    if not is_inside:
        problems.add("RD07", f"table '{written}' lies outside the workspace", place, fix="copy it into data/tables/")
        return None
    if not is_there:
        known = [workspace.relative(path) for path in workspace.files("data", *CLAIM_SUFFIXES)]
        message = f"table '{written}' is not there{nearest(written, known)}"
        problems.add("RD01", message, place, fix="correct the path, or put the table there")
        return None
    return workspace.root / file.relative_to(root)


def _csv(raw: bytes, path: str, problems: Problems) -> Table | None:
    text = read_text(raw, path, problems)
    if text is None:
        return None
    read = list(read_rows(text, path, problems))
    if not read:
        return None
    (line, first), *rest = read
    if not rest:
        problems.add("RD01", "the table holds a header and no row", Place(path, 1, 1), fix="fill it, or remove it")
    if not is_parted_by_commas(first, rest[0][1] if rest else (), Place(path, line, 1), problems):
        return None
    names = tuple(dict.fromkeys(name.strip() for name in first))
    if len(names) < len(first):
        problems.add("RD03", "a column is there twice; the first is kept", Place(path, 1, 1), fix="rename one")
    at = {name: [cell.strip() for cell in first].index(name) for name in names}
    rows = [{name: _cell(cells, at[name]) for name in names} for _, cells in rest]
    for line, cells in rest:
        if len(cells) > len(first) and any(cell.strip() for cell in cells[len(first) :]):
            message = f"the row has {len(cells)} cells, the header {len(first)}"
            problems.add("RD02", message, Place(path, line, 1), fix="quote cells that hold a comma")
    return Table(path, names, rows, [line for line, _ in rest])


def _cell(cells: Sequence[str], at: int) -> str | None:
    return cells[at].strip() or None if at < len(cells) else None


def _parquet(raw: bytes, path: str, problems: Problems) -> Table | None:
    from tallystick.reading.parquet import as_written, read_frame

    frame = read_frame(raw, path, problems)
    if frame is None:
        return None
    rows = [{name: _text(as_written(value)) for name, value in row.items()} for row in frame.iter_rows(named=True)]
    return Table(path, tuple(frame.columns), rows, range(1, len(rows) + 1))


def _text(value: object) -> str | None:
    return None if value is None else str(value).strip() or None
