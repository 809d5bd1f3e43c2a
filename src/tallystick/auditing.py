"""The one place that orders the steps: a ledger in, an `Audit` out.

Nothing stops at the first fault: each step yields records and findings, and what one step cannot
judge is named while the others go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from tallystick import (
    __version__,
    accounting,
    document_audit,
    finishing,
    grounding,
    reading,
    reconcile,
    registry,
    separation,
    units,
    verdicts,
    workspace,
)
from tallystick.errors import AuditError
from tallystick.model import Audit, CheckResult, Finding, Findings, Judged, Ledger, Provenance
from tallystick.rules import dates
from tallystick.solving.allowance import Allowance
from tallystick.workspace import Config, Workspace


@dataclass(frozen=True, slots=True)
class Settings:
    """What an audit is made with; all optional, none of it a path or a clock."""

    as_of: date | None = None
    rounding: str = "nearest"
    severity: Mapping[str, str] = field(default_factory=dict)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    python: bool = True
    engine: str = ""  # that judges wide tables row by row; "" as each table says
    documents: bool = True  # whether the sources are held to what they state themselves
    limit_ms: int = 10_000  # for one question put to the solver
    time_limit_ms: int = 60_000  # for all solving of a run, and for each check in Python


def from_config(config: Config, place: str = "") -> Settings:
    """The settings that a workspace's config asks for.

    Raises:
        AuditError: it names a code or family that no rule has.
    """
    registry.check_codes((*config.select, *config.ignore, *config.severity), place)
    return Settings(
        config.as_of,
        config.rounding,
        config.severity,
        config.select,
        config.ignore,
        documents=config.documents == "on",
        engine=config.engine,
    )


def audit_workspace(start: str | Path = ".", *, paths: Sequence[str] = (), settings: Settings | None = None) -> Audit:
    """Audit the workspace that holds `start`.

    Args:
        start: A folder of the workspace.
        paths: Claim files to audit, relative to its root; all when empty.
        settings: Instead of those of the workspace's config.

    Raises:
        AuditError: there is no such folder, or its config cannot be read.
    """
    found = workspace.find_workspace(Path(start))
    chosen = settings or from_config(found.config, found.config_file)
    return _read_and_run(found, tuple(paths), chosen)


def audit_files(home: Workspace, files: Sequence[Path], settings: Settings) -> Audit:
    """Audit a workspace by these files of it, named as the caller sees them; the whole for its root, or for none.

    Raises:
        AuditError: a file lies in another workspace, or in none.
    """
    if any(workspace.find_workspace(path).root != home.root for path in files):
        raise AuditError("the paths lie in two workspaces", fix="audit one at a time")
    resolved = [path.resolve() for path in files]
    outside = [path for path in resolved if not path.is_relative_to(home.root)]
    if outside:
        raise AuditError(f"{outside[0].as_posix()} lies outside the workspace", fix="name a file of the workspace")
    return _read_and_run(home, tuple(home.relative(path) for path in resolved if path != home.root), settings)


def _read_and_run(home: Workspace, paths: tuple[str, ...], settings: Settings) -> Audit:
    limit_s = settings.time_limit_ms / 1000
    ledger = reading.read_ledger(
        home, paths=paths or None, python=settings.python, limit_s=limit_s, engine=settings.engine
    )
    return run(ledger, home, settings=settings)


def run(
    ledger: Ledger,
    home: Workspace | None = None,
    *,
    settings: Settings | None = None,
    frames: Mapping[str, Any] | None = None,
) -> Audit:
    """Judge a ledger: ground its claims, judge its checks, find what cannot be true together.

    Args:
        home: The workspace it was read from, whose Python checks are run; none when None.
        settings: What it is made with.
        frames: Tables of the ledger that are in memory, by name.
    """
    chosen = settings or Settings()
    known = units.load_definitions(ledger.definitions) if ledger.definitions else units.current()
    with units.using(known):
        return _run(ledger, home, chosen, frames or {})


def _run(ledger: Ledger, home: Workspace | None, settings: Settings, frames: Mapping[str, Any]) -> Audit:
    as_of = settings.as_of or _latest_source(ledger)
    read = [source.document for source in ledger.sources if source.document] if settings.documents else []
    tied = document_audit.tie_together(read)
    ledger = replace(ledger, allow=(*ledger.allow, *tied.allow))
    located, coverage, grounded = grounding.ground(ledger, tied.figures)
    separated, joined = separation.judge_all(ledger, located)
    authored = registry.judge_authored(ledger, home, python=settings.python, limit_s=settings.time_limit_ms / 1000)
    tables, of_tables = _tables(ledger, home, frames)
    allowance = Allowance(settings.time_limit_ms / 1000, settings.limit_ms)
    reconciled = reconcile.find_conflicts(ledger, mode=settings.rounding, allowance=allowance)
    results, judged = verdicts.judge_all(
        ledger, mode=settings.rounding, allowance=allowance, implied=reconciled.by_claim
    )
    rows = {total.id for table in ledger.tables for total in table.totals}
    rows |= {check.id for table in ledger.tables for check in table.checks}
    held = {relation.place for relation in ledger.schema.relations if relation.id in rows}
    findings = [
        *ledger.findings,
        *grounded,
        *judged,
        *joined,
        *tied.findings,
        *of_tables,
        *authored.findings,
        # A relation that the rows of a table are held to need not speak of a claim as well.
        *(finding for finding in reconciled.findings if finding.code != "CK03" or finding.place not in held),
    ]
    findings += dates.find_future(ledger, as_of)
    known = {**registry.rules(), **authored.rules}
    if settings.python:
        registry.check_authored_codes((*settings.select, *settings.ignore, *settings.severity), known)
    choice = finishing.Choice(as_of, settings.severity, settings.select, settings.ignore)
    finished = finishing.finish(findings, ledger, known, reconciled.conflicts, located=located, choice=choice)
    seen = sorted({finding.code for finding in finished.findings})
    checks = tuple(_in_order(ledger, [*results, *separated])) + tuple(authored.results)
    return Audit(
        ledger=ledger,
        checks=checks,
        conflicts=reconciled.conflicts,
        findings=Findings(finished.findings),
        located=located,
        coverage=coverage,
        provenance=_provenance(ledger, settings, as_of, home),
        as_of=as_of,
        rules=tuple((code, known[code].name, known[code].summary) for code in seen if code in known),
        implied=reconciled.implied,
        allowed=finished.allowed,
        documents=tuple(read),
        figures=tied.figures,
        ties=tied.ties,
        notes=tied.notes,
        tables=tables,
        examined=accounting.account(ledger, checks, located, findings),
    )


def _tables(
    ledger: Ledger, home: Workspace | None, frames: Mapping[str, Any]
) -> tuple[tuple[Judged, ...], tuple[Finding, ...]]:
    """What the tables came to that an engine judges; engines are imported only where a table asks."""
    if not ledger.tables or (home is None and not frames):
        return (), ()
    from tallystick import table_audit

    return table_audit.judge_tables(ledger.tables, ledger.schema, home.root if home else Path(), frames)


def _latest_source(ledger: Ledger) -> date | None:
    """The last day of the latest source date."""
    days = [source.date.last for source in ledger.sources if source.date and source.date.last]
    return max(days, default=None)


def _in_order(ledger: Ledger, results: Sequence[CheckResult]) -> Iterator[CheckResult]:
    """Results in the order their checks are written."""
    order = {check.id: at for at, check in enumerate(ledger.checks)}
    yield from sorted(results, key=lambda result: order.get(result.id, len(order)))


def _provenance(ledger: Ledger, settings: Settings, as_of: date | None, home: Workspace | None) -> Provenance:
    """What the audit was made from; Python's own version is left out, so that two machines agree byte for byte."""
    config = home.config_file if home and home.config_file else "none"
    chosen = (
        ("as of", as_of.isoformat() if as_of else "no date known: expiry and PD02 were not judged"),
        ("config", config),
        ("engine", ", ".join(dict.fromkeys(("ledger", *(table.engine for table in ledger.tables))))),
        ("rounding", settings.rounding),
        *((f"reading of '{word}'", unit) for word, unit in sorted(ledger.schema.readings.items())),
        *((f"severity of {code}", level) for code, level in sorted(settings.severity.items())),
        *(("ignored", code) for code in sorted(settings.ignore)),
        *(("selected", code) for code in sorted(settings.select)),
    )
    return Provenance(ledger.inputs, (("tallystick", __version__),), chosen)
