"""The library's front door: `tallystick.audit(…)` of a workspace, of claim files of one, or of documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from tallystick import auditing, document_audit, registry
from tallystick.errors import AuditError
from tallystick.model import Audit
from tallystick.reading.frames import read_for_frames
from tallystick.workspace import find_workspace, split_documents, to_day

Paths = str | Path | Sequence[str | Path]


def audit(  # noqa: PLR0913 - all but the first are named, and few are given
    paths: Paths = ".",
    *,
    prior: Paths = (),
    data: Paths = (),
    as_of: date | str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    python: bool = True,
    claims: Any = None,  # noqa: ANN401 - any frame that narwhals knows, or a mapping of them
    schema: str | Path = "schemas",
) -> Audit:
    """Audit a workspace, claim files of one, documents, or tables in memory; nothing is printed.

    Args:
        paths: A folder of a workspace, files of one, or documents (`draft.md`, a PDF, a table).
        prior: Last year's documents, to hold last year's figures to; for documents only.
        data: Data that a document's figures come from; for documents only.
        as_of: The day of the audit; by default that of the latest source.
        select: Report only these codes or families; those of the config when empty.
        ignore: Leave these codes or families out, beside those of the config.
        python: Whether `checks/*.py` and `schemas/*.py` are run.
        claims: A table in memory (Polars, pandas, Arrow), or several by their names in `schema`, instead of paths.
        schema: The folder of schemas, or the file, whose `tables:` describes them.

    Raises:
        AuditError: a path, code or day is wrong, or nothing could be read.

    >>> audit("README.md").documents[0].path
    'README.md'
    """
    registry.check_codes((*select, *ignore))
    day = to_day(as_of) if isinstance(as_of, str) and as_of else as_of or None
    if claims is not None:
        return _of_frames(claims, Path(schema), auditing.Settings(day, select=tuple(select), ignore=tuple(ignore)))
    found, rest = split_documents(_listed(paths))
    if found:
        settings = document_audit.Settings(
            tuple(_listed(prior)), tuple(_listed(data)), day, select=tuple(select), ignore=tuple(ignore)
        )
        return document_audit.audit_documents(found, settings)
    if _listed(prior) or _listed(data):
        raise AuditError("'prior' and 'data' are for documents, and none was named", fix="name a document")
    home = find_workspace(rest[0] if rest else Path())
    usual = auditing.from_config(home.config, home.config_file)
    chosen = replace(
        usual,
        as_of=day or usual.as_of,
        select=tuple(select) or usual.select,
        ignore=(*usual.ignore, *ignore),
        python=python,
    )
    return auditing.audit_files(home, rest, chosen)


def _of_frames(claims: Any, schema: Path, settings: auditing.Settings) -> Audit:  # noqa: ANN401 - as above
    """The audit of frames by the tables that a schema describes."""
    frames = dict(claims) if isinstance(claims, dict) else {"": claims}
    ledger = read_for_frames(schema, list(frames))
    named = {table.name: frame for table, frame in zip(ledger.tables, frames.values(), strict=True)}
    return auditing.run(ledger, settings=settings, frames=named)


def _listed(paths: Paths) -> list[Path]:
    return [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
