"""What the verbs do with documents that are no workspace."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from tallystick.cli.auditing import Options, progress
from tallystick.errors import AuditError

if TYPE_CHECKING:
    from tallystick.model import Audit


def audit_documents(
    paths: Sequence[Path], options: Options, *, prior: Sequence[Path] = (), data: Sequence[Path] = ()
) -> Audit:
    """The audit of documents alone, with progress on a terminal.

    Raises:
        AuditError: a code or a day is wrong, or no document could be read.
    """
    with progress("reading") as tell, redirect_stdout(sys.stderr), _uncollected():
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


@contextmanager
def _uncollected() -> Iterator[None]:
    """No collection of garbage meanwhile: all records are kept to the end, and looking at them costs a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
