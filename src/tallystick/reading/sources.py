"""Paths of sources, kept inside the workspace, and their texts."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from tallystick import documents, periods
from tallystick.errors import PeriodError, ReadError
from tallystick.model import Place, Severity, Source
from tallystick.reading.fields import Fields, Problems, as_text, nearest
from tallystick.reading.numbers import read_weight
from tallystick.workspace import Workspace

KEYS = ("path", "title", "date", "publisher", "url", "trust", "severity", "allow")


def locate(workspace: Workspace, written: str, file: Path, place: Place, problems: Problems) -> str | None:
    """The workspace path of a source as a claim file writes it: relative to that file, or to the root.

    Returns:
        None, with a finding RD07, when it leads outside the workspace.
    """
    root = workspace.root.resolve()
    for base in (file.parent, workspace.root):
        target = Path(base / written)
        resolved = target.resolve()
        if not resolved.is_relative_to(root):
            fix = "copy the source into data/sources/ and name it from there"
            problems.add("RD07", f"source '{written}' lies outside the workspace", place, fix=fix)
            return None
        if resolved.exists():
            return resolved.relative_to(root).as_posix()
    return (file.parent / written).resolve().relative_to(root).as_posix()


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
    try:
        raw = file.read_bytes()
    except OSError:
        near = nearest(source.path, [workspace.relative(p) for p in _neighbours(workspace)])
        fix = "correct the path, or put the text there"
        problems.add("RD01", f"source '{source.path}' is not there{near}", source.place, fix=fix)
        return source
    hashed = replace(source, sha256=hashlib.sha256(raw).hexdigest())
    try:
        document = documents.read_document(file, raw)
    except ReadError as problem:
        problems.add("RD01", f"source '{source.path}': {problem.what}", source.place, fix=problem.fix)
        return hashed
    if not document.text.strip():
        problems.add("RD01", f"source '{source.path}' is empty", source.place, fix="put the text there")
    return replace(hashed, text=document.text, pages=document.pages, title=source.title or document.title)


def _neighbours(workspace: Workspace) -> list[Path]:
    return workspace.files("data", ".txt", ".md", ".html", ".htm", ".pdf", ".docx")
