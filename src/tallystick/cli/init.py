"""`tally init`: a workspace that passes."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli import terminal
from tallystick.cli.writing import cannot_write, write_whole
from tallystick.errors import AuditError

if TYPE_CHECKING:
    from tallystick.drafting.workspaces import Drafted
    from tallystick.model import Document, Finding


def init(
    folder: Annotated[Path, typer.Argument(help="Where; the folder you are in by default.")] = Path(),
    from_article: Annotated[
        list[Path] | None,
        typer.Option("--from-article", metavar="FILE", help="Draft claims and checks from this text; may be repeated."),
    ] = None,
) -> int:
    """Write a workspace: checks/ schemas/ data/ reports/ tests/ and tally.toml. Nothing is overwritten.

    Examples: tally init desk · tally init desk --from-article article.txt
    """
    articles = [_article(path) for path in from_article or ()]
    if next((part for part in (folder, *folder.parents) if part.exists()), Path()).is_file():
        raise AuditError(f"{folder.as_posix()} is no folder", fix="name a folder that is empty, or not there")
    with as_file(files("tallystick") / "starter") as starter:
        taken = [path for path in _tree(starter) if (folder / path).exists()]
        if taken:
            raise AuditError(f"{(folder / taken[0]).as_posix()} is there already", fix="name an empty folder")
        try:
            _copy(starter, folder)
            if articles:
                _from_articles(folder, articles)
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


@dataclass(frozen=True, slots=True)
class _Article:
    """A text to draft from: its name, its bytes, and what they say."""

    name: str
    raw: bytes
    document: Document


def _article(path: Path) -> _Article:
    """The article as it is, and what it says; read before anything is written.

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
    return _Article(path.name, raw, documents.read_document(path, raw))


def _from_articles(folder: Path, articles: Sequence[_Article]) -> None:
    """The starter's text, claims, measures and checks replaced by those drafted from articles."""
    from tallystick.drafting import draft_workspace

    for stale in ("data/sources/note.txt", "data/claims.yaml", "checks/output.yaml"):
        (folder / stale).unlink(missing_ok=True)
    names: dict[str, int] = {}
    drafted = []
    for article in articles:
        names[article.name] = names.get(article.name, 0) + 1
        name = article.name if names[article.name] == 1 else f"{names[article.name]}-{article.name}"
        (folder / "data" / "sources" / name).write_bytes(article.raw)
        drafted.append((f"sources/{name}", article.document))
    made = draft_workspace(drafted)
    _write(folder, made)
    # A sentence may leave a unit unsaid that a check must say: what does not pass as it stands is left out.
    failing = {name for finding in _errors(folder) for name in (finding.check, *finding.claims) if name}
    if failing:
        _write(folder, made.without(failing))


def _write(folder: Path, made: Drafted) -> None:
    for path, text in made.files():
        write_whole(folder / path, text)


def _errors(folder: Path) -> Iterator[Finding]:
    from tallystick.auditing import audit_workspace

    for finding in audit_workspace(folder).findings:
        if finding.severity == "error" and (finding.check or not finding.code.startswith("CK")):
            yield replace(finding, claims=() if finding.check else finding.claims)
