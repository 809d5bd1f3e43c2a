"""`tally convert`: claims and tables to and from the formats of others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tallystick.cli import terminal
from tallystick.cli.writing import write_whole
from tallystick.errors import AuditError


def convert(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file of claims, or of what tables are; a folder of schemas.")
    ],
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="See the list below.")] = "",
    read_as: Annotated[
        str, typer.Option("--from", metavar="FORMAT", help="Its own format, where its name and content do not tell.")
    ] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PATH", help="A file, or for gx a folder; else printed.")
    ] = None,
) -> int:
    """Write claims or tables in another format; what it cannot carry is said, and not dropped in silence.

    Claims: yaml, csv, jsonl, json, parquet, annotations, claimreview, wikibase, claims-package; also read: oim.

    Tables: schema, pandera, gx, table-schema, datapackage; also read: csvw.

    Examples: tally convert data/claims.yaml --to csv -o claims.csv · tally convert schemas/trade.yaml --to pandera
    """
    from tallystick.bridges.exchange import CONVERTERS
    from tallystick.bridges.exchange import convert as to_format

    if not to:
        able = ", ".join(one.name for one in CONVERTERS.values() if one.writes)
        raise AuditError("no format was named", fix=f"write --to and one of {able}")
    written = to_format(path, to, read_as)
    if isinstance(written.content, str) and output is None:
        terminal.write(written.content, exact=True)
    elif output is None:
        raise AuditError(f"{to} is no text to print", fix="name where it goes: -o PATH")
    elif isinstance(written.content, str | bytes):
        write_whole(output, written.content)
    else:
        for name, text in written.content.items():
            write_whole(output / name, text)
    for one in written.left:
        sys.stderr.write(f"not carried: {one}\n")
    return 0
