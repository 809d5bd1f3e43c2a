"""What a verb is given: documents, or a workspace; and the audit of either."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from tallystick.cli.auditing import Options, make_audit, progress, way_to
from tallystick.errors import AuditError
from tallystick.memory import uncollected

if TYPE_CHECKING:
    from tallystick.model import Audit
    from tallystick.workspace import Workspace


def audit_documents(
    paths: Sequence[Path], options: Options, *, prior: Sequence[Path] = (), data: Sequence[Path] = ()
) -> Audit:
    """The audit of documents alone, with progress on a terminal.

    Raises:
        AuditError: a code or a day is wrong, or no document could be read.
    """
    with progress("reading") as tell, redirect_stdout(sys.stderr), uncollected():
        from tallystick import document_audit, registry
        from tallystick.workspace import to_day

        registry.check_codes((*options.select, *options.ignore))
        settings = document_audit.Settings(
            prior=tuple(prior),
            data=tuple(data),
            as_of=to_day(options.as_of) if options.as_of else None,
            select=options.select,
            ignore=options.ignore,
            tell=tell,
        )
        audit = document_audit.audit_documents(paths, settings)
    if not audit.documents:
        raise AuditError("no document could be read: " + "; ".join(f.message for f in audit.findings[:3]))
    return audit


def audit_paths(
    paths: Sequence[Path], options: Options, *, prior: Sequence[Path] = (), data: Sequence[Path] = ()
) -> tuple[Audit, Workspace | None]:
    """The audit of documents, or of a workspace and then that too; places as seen from the current folder.

    Raises:
        AuditError: a path, code or day is wrong, or nothing could be read.
    """
    from tallystick.workspace import split_documents

    found, rest = split_documents(paths)
    if found:
        return audit_documents(found, options, prior=prior, data=data), None
    from tallystick.report.places import seen_from

    audit, home = make_audit(rest, options)
    return seen_from(audit, way_to(home.root)), home
