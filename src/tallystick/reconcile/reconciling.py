"""From a ledger to its contradictions: which claims cannot all be true, what they rest on, what mends them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tallystick.memory import uncollected
from tallystick.model import ACTUAL, Bound, ConflictSet, Correction, Finding, Ledger
from tallystick.reconcile import examining, steps, wording
from tallystick.reconcile.assembly import assemble
from tallystick.reconcile.components import Component, split
from tallystick.reconcile.contradictions import Contradiction, Printing, look_through
from tallystick.reconcile.corrections import Corrections, propose_corrections
from tallystick.reconcile.explaining import explain
from tallystick.reconcile.implied import Implications
from tallystick.reconcile.sorting import SortedLedger, gather, worlds_of
from tallystick.solving.allowance import Allowance
from tallystick.solving.conflicts import CAP, find_all
from tallystick.solving.oracles import Undecided
from tallystick.solving.rows import Core


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What reconciling comes to: contradictions, findings about them, and what all claims together imply."""

    conflicts: tuple[ConflictSet, ...] = ()
    findings: tuple[Finding, ...] = ()
    implied: tuple[tuple[str, Bound, str], ...] = ()  # (variable in words, bound, unit)
    by_claim: Mapping[str, tuple[Bound, str]] = field(default_factory=dict)  # the same, for `implied(x)` in checks


@dataclass(slots=True)
class _Work:
    """One reconciliation under way."""

    sorted_ledger: SortedLedger
    mode: str
    cap: int
    allowance: Allowance
    corrected: bool
    conflicts: list[ConflictSet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    implied: Implications = field(default_factory=Implications)
    seen: set[tuple[str, frozenset[str]]] = field(default_factory=set)
    places: dict[str, int] = field(default_factory=dict)  # of claims in the ledger
    alike: dict[Hashable, list[Finding]] = field(default_factory=dict)  # of conflict sets, by what they rest on

    def __post_init__(self) -> None:
        self.places = {claim.id: place for place, claim in enumerate(self.sorted_ledger.ledger.claims)}


def find_conflicts(
    ledger: Ledger,
    *,
    mode: str = "nearest",
    cap: int = CAP,
    allowance: Allowance | None = None,
    corrected: bool = True,
) -> Reconciliation:
    """Every minimal set of claims that cannot all be true, with the smallest corrections.

    Args:
        ledger: Its claims, sources and relations.
        mode: How printed numbers are rounded: `nearest`, `truncate`, or `exact` for not at all.
        cap: Conflict sets to list for each component; that there are more is said.
        allowance: The time it may take where propagation does not decide, shared with others.
        corrected: Whether to look for corrections as well.
    """
    with uncollected():
        time = allowance or Allowance()
        sorted_ledger = gather(ledger)
        work = _Work(sorted_ledger, mode, cap, time, corrected)
        _reconcile_world(work, ACTUAL, range(len(sorted_ledger.blocks)))
        for world, blocks in worlds_of(sorted_ledger).items():
            _reconcile_world(work, world, blocks)
        # Last, so that what relations say by themselves takes no time from what claims are asked.
        examined = examining.examine(ledger.schema, allowance=time).findings if ledger.schema.relations else ()
    gathered = [one for alike in work.alike.values() for one in wording.gathered(alike)]
    findings = (*sorted_ledger.findings, *examined, *gathered, *work.findings)
    told = [one for at, one in enumerate(findings) if one.code != "CF03" or one not in findings[:at]]
    conflicts = sorted(work.conflicts, key=lambda one: [work.places[claim] for claim in one.claims])
    return Reconciliation(tuple(conflicts), tuple(told), tuple(work.implied.listed), work.implied.by_claim)


def _reconcile_world(work: _Work, world: str, blocks: Iterable[int]) -> None:
    system = assemble(work.sorted_ledger, world, blocks)
    components = split(system)
    mine = [one for one in components if world == ACTUAL or _speaks(one, range(len(one.labels)), world)]
    look = look_through(mine, work.allowance, work.implied)
    printing = Printing(work.sorted_ledger, world, work.mode, work.allowance, work.implied)
    wrong, undecided = printing.contradictions(look)
    for component in [*look.undecided, *undecided]:
        work.findings.append(_undecided(work, component))
    for one in wrong:
        _report(work, one, world)


def _speaks(component: Component, labels: Iterable[int], world: str) -> bool:
    """True when a claim of the world itself is among them; else the actual world has reported it."""
    return any(component.said(label).world == world for label in labels)


def _undecided(work: _Work, component: Component) -> Finding:
    ids = tuple(component.said(label).claim.id for label in range(len(component.labels)))
    shown = ", ".join(f"'{one}'" for one in ids[:5]) + (f" … and {len(ids) - 5} more" if len(ids) > 5 else "")
    time = work.allowance
    why = (
        f"the {time.seconds:g} s for solving are spent"
        if time.is_spent
        else f"the solver gave up within {time.question_ms / 1000:g} s"
    )
    what = f"whether {len(ids)} claims can all be true is not decided, {why}: {shown}"
    place = component.said(0).claim.place if component.labels else Finding("", "").place
    return Finding("CF06", what, ids, place, fix="raise --time-limit, or split the relation into simpler ones")


# --- contradictions -----------------------------------------------------------------------


def _report(work: _Work, wrong: Contradiction, world: str) -> None:
    found = find_all(wrong.oracle, cap=work.cap)
    corrected: list[Corrections] = []
    gave_up = found.undecided
    if work.corrected:
        try:
            corrected = propose_corrections(work.sorted_ledger.ledger, wrong, found.cores, work.allowance)
        except Undecided:
            gave_up = True
    if gave_up:
        work.findings.append(_undecided(work, wrong.component))
    for core in _all_cores(found.cores, corrected, work.cap):
        mending = next((one for one in corrected if any(c.labels == core.labels for c in one.cores)), None)
        if world == ACTUAL or _speaks(wrong.component, core.labels, world):
            _add_conflict(work, wrong, core, mending, world=world, complete=found.complete)


def _all_cores(found: Sequence[Core], corrected: Sequence[Corrections], cap: int) -> list[Core]:
    """The conflict sets to show: those found, and those that only the corrections brought up, up to the cap."""
    cores = {core.labels: core for core in found}
    for group in corrected:
        for core in group.cores:
            if len(cores) < cap or not any(known.labels in cores for known in group.cores):
                cores.setdefault(core.labels, core)
    return sorted(cores.values(), key=lambda core: (len(core.labels), sorted(core.labels)))


def _add_conflict(
    work: _Work, wrong: Contradiction, core: Core, mending: Corrections | None, *, world: str, complete: bool
) -> None:
    ledger, component = work.sorted_ledger.ledger, wrong.component
    because = explain(ledger, component, wrong.oracle, core)
    if not core.labels:
        if because.relations:
            work.findings.append(examining.contradiction_of(because.relations))
        return
    claims = sorted((component.said(label).claim for label in core.labels), key=lambda one: work.places[one.id])
    key = world, frozenset(claim.id for claim in claims)
    if key in work.seen or (wrong.by_relations and not because.relations):
        return
    work.seen.add(key)
    conflict = ConflictSet(
        claims=tuple(claim.id for claim in claims),
        relations=tuple(relation.id for relation in because.relations),
        steps=steps.steps_of(ledger, wrong, because, work.allowance, work.places),
        corrections=_in_order(mending.listed, work.places) if mending else (),
        firm=wrong.is_firm,
        world=world,
    )
    work.conflicts.append(conflict)
    listed = mending is None or mending.complete
    finding = wording.finding_of(ledger, conflict, claims, because.severity, complete=complete, all_corrections=listed)
    measures = () if conflict.relations else tuple(sorted({claim.measure for claim in claims}))
    kind = conflict.relations, conflict.firm, world, finding.severity, measures
    work.alike.setdefault(kind, []).append(finding)


def _in_order(corrections: Sequence[Correction], places: Mapping[str, int]) -> tuple[Correction, ...]:
    """The corrections and their changes in the order of the ledger."""
    told = [Correction(tuple(sorted(one.changes, key=lambda each: places[each.claim]))) for one in corrections]
    return tuple(sorted(told, key=lambda one: [places[each.claim] for each in one.changes]))
