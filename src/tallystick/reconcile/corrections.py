"""What would mend a component: its cheapest corrections, each with the interval every changed claim must move to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from tallystick import bounds
from tallystick.errors import NotDecidable
from tallystick.model import WORDS, Bound, Change, Correction, Ledger
from tallystick.reconcile import direct
from tallystick.reconcile.components import Component, Ratio, System
from tallystick.solving import alternatives
from tallystick.solving.alternatives import Mending
from tallystick.solving.case_oracles import CaseOracle
from tallystick.solving.intervals import bound_of
from tallystick.solving.oracles import Oracle
from tallystick.solving.rows import Core
from tallystick.solving.trees import TreeOracle

MAX_CHANGES = 1_000  # in all corrections of one group of conflict sets


@dataclass(frozen=True, slots=True)
class Mended:
    """Conflict sets that share claims, and the corrections that mend them; whether those are all the cheapest."""

    cores: tuple[Core, ...]
    corrections: tuple[Correction, ...]
    complete: bool


def mend(ledger: Ledger, system: System, component: Component, oracle: Oracle, cores: tuple[Core, ...]) -> list[Mended]:
    """The cheapest corrections of a component that contradicts itself.

    Args:
        cores: Its minimal conflict sets found so far.

    Raises:
        Undecided: The oracle could not tell.
    """
    weights = _Weights(ledger, system, component)
    if direct.applies(component):
        plan = direct.cheapest(system, component, weights, alternatives.CAP)
        found = [Mending(cores, plan.sets, complete=plan.complete)]
    else:
        found = alternatives.propose(oracle, weights, known=cores)
    return [_with_intervals(mending, system, component, oracle) for mending in found]


def _with_intervals(mending: Mending, system: System, component: Component, oracle: Oracle) -> Mended:
    longest = max((len(one) for one in mending.alternatives), default=1)
    kept = mending.alternatives[: max(1, MAX_CHANGES // longest)]
    shown = tuple(
        Correction(tuple(_change(system, component, label, one | mending.elsewhere, oracle) for label in sorted(one)))
        for one in kept
    )
    return Mended(mending.cores, shown, complete=mending.complete and len(kept) == len(mending.alternatives))


@dataclass(frozen=True, slots=True)
class _Weights:
    """What changing each claim costs: its weight by the trust in its source; None when it is fixed."""

    ledger: Ledger
    system: System
    component: Component

    def __getitem__(self, label: int) -> Fraction | None:
        claim = self.system.stated[self.component.labels[label]].claim
        if claim.fixed:
            return None
        source = self.ledger.source(claim.source) if claim.source else None
        return claim.weight * (source.trust if source else 1)


def _change(system: System, component: Component, label: int, dropped: frozenset[int], oracle: Oracle) -> Change:
    """The interval a claim would have to move to while all claims but `dropped` stay."""
    number = component.labels[label]
    claim = system.stated[number].claim
    place = system.places[number][0]
    measure = system.measures[place]
    ratio = system.ratios.get(number)
    unit = measure.unit
    if ratio is not None:
        bound = _ratio_bound(system, component, ratio, dropped, oracle)
        return Change(claim.id, bound, _unit_of_claim(system, number))
    if measure.kind in WORDS:
        return Change(claim.id, bounds.EVERYTHING, "")
    parts = [interval(system, component, one, dropped, oracle) for one in system.places[number]]
    # Over several stretches, only those count in which the claim as it is cannot stay.
    stuck = [part for part in parts if bounds.intersect(part, system.stated[number].bound) is None]
    return Change(claim.id, bounds.hull(stuck or parts), unit)


def _unit_of_claim(system: System, label: int) -> str:
    return system.stated[label].unit


def _ratio_bound(system: System, component: Component, ratio: Ratio, dropped: frozenset[int], oracle: Oracle) -> Bound:
    def total(terms: Iterable[tuple[int, Fraction]]) -> Bound:
        result = bounds.point(0)
        for one, value in terms:
            part = bounds.point(1) if one < 0 else interval(system, component, one, dropped, oracle)
            result = bounds.add(result, bounds.scale(part, value))
        return result

    try:
        return bounds.divide(total(ratio.top.items()), total(ratio.bottom.items()))
    except NotDecidable:
        return bounds.EVERYTHING


def interval(system: System, component: Component, unknown: int, dropped: frozenset[int], oracle: Oracle) -> Bound:
    """What all statements but `dropped` leave of one unknown; everything where that is not decided."""
    if isinstance(oracle, TreeOracle):
        if oracle.without(dropped) is not None:
            return bounds.EVERYTHING
        return bound_of(oracle.network.span(component.unknowns.index(unknown)))
    if isinstance(oracle, CaseOracle):
        return oracle.reach(dropped, system.name(unknown))
    return bounds.EVERYTHING
