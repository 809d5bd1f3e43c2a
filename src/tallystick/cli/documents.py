"""What the verbs do with documents that are no workspace: which files are such, and their audit."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from tallystick.cli.auditing import Options, progress, to_day
from tallystick.errors import AuditError

if TYPE_CHECKING:
    from tallystick.model import Audit

PROSE = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".docm")
TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm")
_NO_DOCUMENTS = (".yaml", ".yml", ".json", ".jsonl", ".parquet", ".py", ".toml")


def is_document(path: Path) -> bool:
    """True for a file that is read as a document: any text, and a table that no workspace holds as its own.

    A text may end in anything (`NOTES`, `page.rst`); claims and Python files are none.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        return suffix in PROSE
    return suffix not in _NO_DOCUMENTS and (suffix not in TABLES or not _is_of_a_workspace(path))


def _is_of_a_workspace(path: Path) -> bool:
    from tallystick.workspace import enclosing_workspace

    found = enclosing_workspace(path) if path.exists() else None
    return found is not None and path.resolve().is_relative_to(found.root.resolve() / "data")


def split(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """(documents, the rest) of the paths a verb was given.

    Raises:
        AuditError: both were named; a document that a workspace quotes is audited with it.
    """
    found = [path for path in paths if is_document(path)]
    rest = [path for path in paths if path not in found]
    if found and rest:
        what = f"'{rest[0].as_posix()}' is no document, '{found[0].as_posix()}' is one"
        raise AuditError(what, fix="audit the workspace and the documents one after the other")
    return found, rest


def audit_documents(
    paths: Sequence[Path], options: Options, *, prior: Sequence[Path] = (), data: Sequence[Path] = ()
) -> Audit:
    """The audit of documents alone, with progress on a terminal.

    Raises:
        AuditError: a code or a day is wrong, or no document could be read.
    """
    with progress("reading"), redirect_stdout(sys.stderr):
        from tallystick import document_audit, registry

        registry.check_codes((*options.select, *options.ignore))
        settings = document_audit.Settings(
            prior=tuple(prior),
            data=tuple(data),
            as_of=to_day(options.as_of) if options.as_of else None,
            select=options.select,
            ignore=options.ignore,
        )
        audit = document_audit.audit_documents(paths, settings)
    if not audit.documents:
        raise AuditError("no document could be read: " + "; ".join(f.message for f in audit.findings[:3]))
    return audit
