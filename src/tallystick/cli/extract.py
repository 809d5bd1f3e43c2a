"""`tally extract SOURCE`: claims drafted from a text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tallystick.cli import terminal
from tallystick.cli.writing import write_whole
from tallystick.errors import AuditError


def extract(
    source: Annotated[Path, typer.Argument(help="A text, Markdown, HTML, PDF or DOCX file.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the draft there instead of printing it."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="List what was found and which rules of the grammar found it.")
    ] = False,
) -> int:
    """Draft claims from a text: one for each quantity, with its quote; guesses are marked as guesses.

    Examples: tally extract article.txt · tally extract article.txt -o data/claims.yaml · tally extract a.pdf --explain
    """
    from tallystick import documents
    from tallystick.drafting import draft_claims
    from tallystick.drafting import explain as explain_text

    try:
        raw = source.read_bytes()
    except OSError as problem:
        raise AuditError(
            f"cannot read {source.as_posix()}: {problem.strerror}", fix="name a file that is there"
        ) from None
    document = documents.read_document(source, raw)
    made = explain_text(document.prose) if explain else draft_claims(_relative(source, output), document.prose)
    if output is None:
        terminal.write(made)
    else:
        write_whole(output, made)
        terminal.write(f"draft: {output.as_posix()}\n")
    return 0


def _relative(source: Path, output: Path | None) -> str:
    """The source as the claim file will name it."""
    if output is None:
        return source.as_posix()
    import os

    return Path(os.path.relpath(source, output.parent)).as_posix()
