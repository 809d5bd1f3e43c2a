"""`tally init`: a workspace that passes."""

from __future__ import annotations

import shlex
import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from tallystick.cli import terminal
from tallystick.cli.writing import cannot_write, write_whole
from tallystick.errors import AuditError


def init(
    folder: Annotated[Path, typer.Argument(help="Where; the folder you are in by default.")] = Path(),
    from_article: Annotated[
        Path | None, typer.Option("--from-article", metavar="FILE", help="Draft the claims from this text.")
    ] = None,
) -> int:
    """Write a workspace: checks/ schemas/ data/ reports/ tests/ and tally.toml. Nothing is overwritten.

    Examples: tally init desk · tally init desk --from-article article.txt
    """
    article = _article(from_article) if from_article else None
    if next((part for part in (folder, *folder.parents) if part.exists()), Path()).is_file():
        raise AuditError(f"{folder.as_posix()} is no folder", fix="name a folder that is empty, or not there")
    with as_file(files("tallystick") / "starter") as starter:
        taken = [path for path in _tree(starter) if (folder / path).exists()]
        if taken:
            raise AuditError(f"{(folder / taken[0]).as_posix()} is there already", fix="name an empty folder")
        try:
            _copy(starter, folder)
            if article and from_article:
                _from_article(folder, from_article.name, *article)
        except OSError as problem:
            raise cannot_write(folder, problem) from None
    where = "" if folder == Path() else f" {shlex.quote(folder.as_posix())}"
    terminal.write(f"workspace: {folder.as_posix()}\nnext: {terminal.command()} check{where}\n")
    return 0


def _copy(starter: Path, folder: Path) -> None:
    for path in _tree(starter):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(starter / path, target)


def _tree(starter: Path) -> list[Path]:
    found = (path.relative_to(starter) for path in sorted(starter.rglob("*")) if path.is_file())
    return [path for path in found if "__pycache__" not in path.parts and path.name != "__init__.py"]


def _article(path: Path) -> tuple[bytes, str]:
    """The article as it is, and its text; read before anything is written.

    Raises:
        AuditError, ReadError: it cannot be read.
    """
    from tallystick import documents

    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise AuditError(
            f"cannot read {path.as_posix()}: {problem.strerror}", fix="name a text that is there"
        ) from None
    return raw, documents.read_document(path, raw).prose


def _from_article(folder: Path, name: str, raw: bytes, text: str) -> None:
    """The starter's text, claims, measures and checks replaced by those drafted from an article."""
    from tallystick.drafting import draft_claims, draft_schema

    for stale in ("data/sources/note.txt", "checks/output.yaml"):
        (folder / stale).unlink(missing_ok=True)
    (folder / "data" / "sources" / name).write_bytes(raw)
    write_whole(folder / "data" / "claims.yaml", draft_claims(f"sources/{name}", text))
    write_whole(folder / "schemas" / "measures.yaml", draft_schema(text))
