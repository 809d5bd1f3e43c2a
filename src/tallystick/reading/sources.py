"""Paths of sources, kept inside the workspace, and their texts."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from tallystick import documents, periods
from tallystick.errors import PeriodError, ReadError
from tallystick.model import Place, Severity, Source
from tallystick.reading.fields import Fields, Problems, as_text
from tallystick.reading.numbers import read_weight
from tallystick.showing import nearest
from tallystick.workspace import Workspace

_SHOWN = 80
_INSIDE = "copy the source into data/sources/ and name it from there"
KEYS = ("path", "title", "date", "publisher", "url", "trust", "severity", "allow")


def locate(workspace: Workspace, written: str, file: Path, place: Place, problems: Problems) -> str | None:
    """The workspace path of a source as a claim file writes it: relative to that file, or to the root.

    Returns:
        None, with a finding RD07, when it leads outside the workspace.
    """
    if PurePosixPath(written).is_absolute() or PureWindowsPath(written).is_absolute():
        problems.add("RD07", f"source '{written[:_SHOWN]}' is an absolute path", place, fix=_INSIDE)
        return None
    root = workspace.root.resolve()
    try:
        candidates = [(base / written).resolve() for base in (file.parent, workspace.root)]
        there = [path for path in candidates if path.exists()]
    except (OSError, ValueError, RuntimeError):
        # Too long, a null character, or links that lead in a circle.
        problems.add("RD01", f"source {written[:_SHOWN]!r} is no path", place, fix="correct the path")
        return None
    target = (there or candidates)[0]
    if not target.is_relative_to(root):
        problems.add("RD07", f"source '{written[:_SHOWN]}' lies outside the workspace", place, fix=_INSIDE)
        return None
    return target.relative_to(root).as_posix()


def read_source(fields: Fields, path: str, problems: Problems) -> Source:
    """The facts about a text that a claim file gives; the text itself is read by `load`."""
    problems.unknown_keys(fields, KEYS, "a source")
    written = as_text(fields, "date", problems)
    day = None
    if written:
        try:
            day = periods.parse_period(written)
        except PeriodError as problem:
            problems.add(getattr(problem, "code", "RD06"), problem.what, fields.at("date"), fix=problem.fix)
    return Source(
        path=path,
        title=as_text(fields, "title", problems),
        date=day,
        publisher=as_text(fields, "publisher", problems),
        url=as_text(fields, "url", problems),
        trust=read_weight(fields, "trust", problems),
        severity=read_severity(fields, problems),
        place=fields.place,
    )


def read_severity(fields: Fields, problems: Problems) -> Severity | None:
    """The `severity` of a record, or None."""
    written = as_text(fields, "severity", problems)
    if not written:
        return None
    if written not in list(Severity):
        message = f"severity '{written}' is not known{nearest(written, list(Severity))}"
        problems.add("SC06", message, fields.at("severity"), fix="use error, warning or note")
        return None
    return Severity(written)


def load(workspace: Workspace, source: Source, problems: Problems) -> Source:
    """The source with its text and hash; a finding RD01 when it cannot be read."""
    file = workspace.root / source.path
    if file.exists() and not file.is_file():
        problems.add("RD01", f"source '{source.path}' is no file", source.place, fix="name the text itself")
        return source
    try:
        raw = file.read_bytes()
    except OSError:
        near = nearest(source.path, [workspace.relative(p) for p in _neighbours(workspace)])
        fix = "correct the path, or put the text there"
        problems.add("RD01", f"source '{source.path}' is not there{near}", source.place, fix=fix)
        return source
    hashed = replace(source, sha256=hashlib.sha256(raw).hexdigest())
    try:
        document = documents.read_document(Path(source.path), raw)
    except ReadError as problem:
        place = _undecodable(raw, source) or source.place
        problems.add("RD01", f"source '{source.path}': {problem.what}", place, fix=problem.fix)
        return hashed
    for finding in document.findings:
        what = finding.message.removeprefix("the document ")
        between = ": " if what == finding.message else " "
        problems.add(finding.code, f"source '{source.path}'{between}{what}", finding.place, fix=finding.fix)
    title = source.title or document.title
    told = replace(document, findings=())
    return replace(hashed, text=document.text, pages=document.pages, title=title, document=told)


def _undecodable(raw: bytes, source: Source) -> Place | None:
    """Where a text stops being UTF-8, in the text itself; None for formats that are no plain text."""
    if Path(source.path).suffix.lower() not in ("", ".txt", ".md", ".markdown"):
        return None
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        return place_of_byte(raw, problem.start, source.path)
    return None


def place_of_byte(raw: bytes, at: int, path: str) -> Place:
    """The line, and the byte within it, of an offset."""
    return Place(path, raw.count(b"\n", 0, at) + 1, at - raw.rfind(b"\n", 0, at))


def _neighbours(workspace: Workspace) -> list[Path]:
    return workspace.files("data", ".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".xlsx")
