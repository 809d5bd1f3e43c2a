"""`tally why FINDING`: the whole derivation of one finding."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli import terminal
from tallystick.cli.auditing import Options, make_audit, way_to
from tallystick.errors import AuditError

if TYPE_CHECKING:
    from tallystick.model import Finding


def why(
    finding: Annotated[str, typer.Argument(help="Fingerprint (its first letters), code, claim or check of a finding.")],
    path: Annotated[Path, typer.Option(help="The workspace.")] = Path(),
    no_python: Annotated[
        bool, typer.Option("--no-python", help="Refuse checks/*.py and schemas/*.py, each by name.")
    ] = False,
) -> int:
    """Show how a finding came about: claims with their quotes, the steps, and what would mend it.

    Examples: tally why CF01 · tally why offer · tally why 3f2a
    """
    made, home = make_audit([path], Options(python=not no_python))
    from tallystick.report.derivation import derive
    from tallystick.report.places import seen_from

    audit = seen_from(made, way_to(home.root))
    found = [one for one in audit.findings if _matches(one, finding)]
    if not found:
        raise AuditError(
            f"no finding is called '{finding}'", fix="name a code, claim, check or fingerprint of tally check"
        )
    terminal.write("\n".join(derive(audit, one) for one in found))
    return 0


def _matches(one: Finding, wanted: str) -> bool:
    names = (one.code, one.name, one.check, *one.claims)
    return wanted in names or (len(wanted) >= 4 and one.fingerprint.startswith(wanted))
