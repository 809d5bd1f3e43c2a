"""From a ledger to its contradictions: which claims cannot all be true, whether rounding explains it, what mends it."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from tallystick.model import Bound, ConflictSet, Finding, Ledger, Relation
from tallystick.reconcile import examining, steps, wording
from tallystick.reconcile.assembly import assemble
from tallystick.reconcile.component_oracles import contradicted, oracle_of
from tallystick.reconcile.components import Component, System, is_tree, split
from tallystick.reconcile.corrections import Mended, mend
from tallystick.reconcile.implied import Implications
from tallystick.reconcile.sorting import SortedLedger, gather, worlds_of
from tallystick.reconcile.variables import ACTUAL
from tallystick.solving.case_oracles import CaseOracle, CyclicOracle
from tallystick.solving.conflicts import CAP, find_all
from tallystick.solving.oracles import Oracle, Undecided
from tallystick.solving.rows import Core
from tallystick.solving.trees import TreeOracle

LIMIT_MS = 2000
SMALL = 1_000  # unknowns of a component that is looked through together with others


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
    limit_ms: int
    corrected: bool
    conflicts: list[ConflictSet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    implied: Implications = field(default_factory=Implications)
    seen: set[tuple[str, ...]] = field(default_factory=set)


def find_conflicts(
    ledger: Ledger, *, mode: str = "nearest", cap: int = CAP, limit_ms: int = LIMIT_MS, corrected: bool = True
) -> Reconciliation:
    """Every minimal set of claims that cannot all be true, with the smallest corrections.

    Args:
        ledger: Its claims, sources and relations.
        mode: How printed numbers are rounded, for whether a contradiction survives: `nearest` or `truncate`.
        cap: Conflict sets to list for each component; that there are more is said.
        limit_ms: For each question put to the solver where propagation does not decide.
        corrected: Whether to look for corrections as well.
    """
    with _uncollected():
        sorted_ledger = gather(ledger)
        work = _Work(sorted_ledger, mode, cap, limit_ms, corrected)
        if ledger.schema.relations:
            work.findings += examining.examine(ledger.schema, limit_ms=limit_ms).findings
        _reconcile_world(work, ACTUAL, range(len(sorted_ledger.blocks)))
        for world, blocks in worlds_of(sorted_ledger).items():
            _reconcile_world(work, world, blocks)
    return Reconciliation(
        tuple(work.conflicts),
        (*sorted_ledger.findings, *work.findings),
        tuple(work.implied.listed),
        work.implied.by_claim,
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection inside: records make no cycles, and looking for them doubles the time of 10⁵ claims."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _reconcile_world(work: _Work, world: str, blocks: Iterable[int]) -> None:
    system = assemble(work.sorted_ledger, world, blocks)
    components = [one for one in split(system) if world == ACTUAL or _speaks(system, one.labels, world)]
    done = _sweep(work, system, [one for one in components if len(one.unknowns) <= SMALL and is_tree(one, system)])
    for component in components:
        if component.unknowns[0] not in done:
            _reconcile_component(work, system, component, world)


def _sweep(work: _Work, system: System, trees: Sequence[Component]) -> set[int]:
    """Look through small trees in one network; the first unknowns of those without a contradiction."""
    network, wrong = contradicted(system, trees)
    agreeing = [tree for place, tree in enumerate(trees) if place not in wrong]
    for tree in agreeing:
        work.implied.read_off(system, tree, network, tree.unknowns)
    return {tree.unknowns[0] for tree in agreeing}


def _speaks(system: System, labels: Iterable[int], world: str) -> bool:
    """True when a claim of the world itself is among them; else the actual world has reported it."""
    return any(system.stated[label].world == world for label in labels)


def _reconcile_component(work: _Work, system: System, component: Component, world: str) -> None:
    stated = [system.stated[label].bound for label in component.labels]
    oracle = oracle_of(component, system, stated, limit_ms=work.limit_ms)
    try:
        if oracle.without(()) is not None:
            _report(work, system, component, world, oracle)
        elif isinstance(oracle, TreeOracle | CyclicOracle):
            work.implied.read_off(system, component, oracle.network, range(len(component.unknowns)))
        elif isinstance(oracle, CaseOracle):
            work.implied.ask_later(system, component, oracle)
    except Undecided:
        work.findings.append(_undecided(work, system, component))


def _undecided(work: _Work, system: System, component: Component) -> Finding:
    ids = tuple(system.stated[label].claim.id for label in component.labels)
    shown = ", ".join(f"'{one}'" for one in ids[:5]) + (f" … and {len(ids) - 5} more" if len(ids) > 5 else "")
    what = f"whether {len(ids)} claims can all be true is not decided within {work.limit_ms} ms: {shown}"
    place = system.stated[component.labels[0]].claim.place if component.labels else Finding("", "").place
    return Finding("CF06", what, ids, place)


# --- contradictions -----------------------------------------------------------------------


def _report(work: _Work, system: System, component: Component, world: str, oracle: Oracle) -> None:
    ids = [system.stated[label].claim.id for label in component.labels]
    found = find_all(oracle, cap=work.cap)
    mendings: list[Mended] = []
    if work.corrected:
        try:
            mendings = mend(work.sorted_ledger.ledger, system, component, oracle, found.cores)
        except Undecided:
            work.findings.append(_undecided(work, system, component))
    cores = _all_cores(found.cores, mendings, work.cap)
    if found.undecided:
        work.findings.append(_undecided(work, system, component))
    rounding = _Rounding(work, system, component, world)
    for core in cores:
        mine = world == ACTUAL or _speaks(system, [component.labels[label] for label in core.labels], world)
        key = (world, *sorted(ids[label] for label in core.labels))
        if mine and key not in work.seen:
            work.seen.add(key)
            mending = next((m for m in mendings if any(c.labels == core.labels for c in m.cores)), None)
            _add_conflict(
                work, system, component, core, oracle, rounding=rounding, mending=mending, complete=found.complete
            )
    if not any(conflict.firm for conflict in work.conflicts[-len(cores) :]):
        _add_jointly_firm(work, rounding)


def _all_cores(found: Sequence[Core], mendings: Sequence[Mended], cap: int) -> list[Core]:
    """The conflict sets to show: those found, and those that only the corrections brought up, up to the cap."""
    cores = {core.labels: core for core in found}
    for mending in mendings:
        for core in mending.cores:
            if len(cores) < cap or not any(known.labels in cores for known in mending.cores):
                cores.setdefault(core.labels, core)
    return sorted(cores.values(), key=lambda core: (len(core.labels), sorted(core.labels)))


def _add_conflict(
    work: _Work,
    system: System,
    component: Component,
    core: Core,
    oracle: Oracle,
    *,
    rounding: _Rounding,
    mending: Mended | None,
    complete: bool,
) -> None:
    ledger = work.sorted_ledger.ledger
    if not core.labels:
        _add_contradiction_of_relations(work, steps.relations_of(ledger, system, component, core))
        return
    labels = sorted(core.labels)
    claims = [system.stated[component.labels[label]].claim for label in labels]
    relations = steps.relations_of(ledger, system, component, core)
    firm = rounding.is_firm([claim.id for claim in claims])
    conflict = ConflictSet(
        claims=tuple(claim.id for claim in claims),
        relations=tuple(relation.id for relation in relations),
        steps=steps.steps_of(ledger, system, component, core, oracle),
        corrections=mending.corrections if mending else (),
        firm=firm,
        world=rounding.world,
    )
    work.conflicts.append(conflict)
    listed = mending is None or mending.complete
    work.findings.append(
        wording.finding_of(ledger, conflict, claims, relations, complete=complete, all_corrections=listed)
    )


def _add_contradiction_of_relations(work: _Work, relations: Sequence[Relation]) -> None:
    """CF03, unless the relations by themselves have been found to contradict each other already."""
    finding = examining.contradiction_of(relations)
    if relations and not any(known.message == finding.message for known in work.findings):
        work.findings.append(finding)


# --- rounding -----------------------------------------------------------------------------


class _Rounding:
    """The component once more, every printed number widened to what rounds to it; made when first asked."""

    def __init__(self, work: _Work, system: System, component: Component, world: str) -> None:
        self.work = work
        self.system = system
        self.component = component
        self.world = world
        self.explains = any(any(system.stated[label].steps) for label in component.labels)
        self._made: list[tuple[System, Component, Oracle]] | None = None

    def is_firm(self, ids: Sequence[str]) -> bool:
        """True when the claims cannot all be true however their digits were rounded."""
        if not self.explains:
            return True
        wanted = set(ids)
        for system, component, oracle in self._parts():
            labels = {place for place, label in enumerate(component.labels) if system.stated[label].claim.id in wanted}
            if labels and _contradicts(oracle, labels):
                return True
        return False

    def _parts(self) -> list[tuple[System, Component, Oracle]]:
        if self._made is None:
            block_of = self.work.sorted_ledger.block_of
            blocks = {block_of[self.system.variables[unknown].series] for unknown in self.component.unknowns}
            system = assemble(self.work.sorted_ledger, self.world, sorted(blocks), mode=self.work.mode)
            mine = {self.system.stated[label].claim.id for label in self.component.labels}
            self._made = [
                (system, part, oracle_of(part, system, _bounds_of(system, part), limit_ms=self.work.limit_ms))
                for part in split(system)
                if any(system.stated[label].claim.id in mine for label in part.labels)
            ]
        return self._made

    def jointly(self) -> Iterator[tuple[System, Component, Oracle, Core]]:
        """A minimal set that no rounding explains, although rounding explains each smaller conflict."""
        for system, component, oracle in self._parts():
            for core in find_all(oracle, cap=1).cores:
                yield system, component, oracle, core


def _bounds_of(system: System, component: Component) -> list[Bound]:
    return [system.stated[label].bound for label in component.labels]


def _contradicts(oracle: Oracle, labels: set[int]) -> bool:
    everything = frozenset(range(oracle.count))
    try:
        return oracle.without(everything - labels) is not None
    except Undecided:
        return False


def _add_jointly_firm(work: _Work, rounding: _Rounding) -> None:
    if not work.conflicts or not rounding.explains:
        return
    try:
        found = list(rounding.jointly())
    except Undecided:
        return
    for other, part, oracle, core in found:
        ids = (rounding.world, *sorted(other.stated[part.labels[label]].claim.id for label in core.labels))
        if ids not in work.seen:
            work.seen.add(ids)
            _add_conflict(work, other, part, core, oracle, rounding=rounding, mending=None, complete=True)
