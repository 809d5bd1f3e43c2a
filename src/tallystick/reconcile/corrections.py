"""What would mend a component: its cheapest corrections, each with the interval every changed claim must move to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tallystick import bounds
from tallystick.model import WORDS, Bound, Change, Correction, Ledger
from tallystick.reconcile import direct
from tallystick.reconcile.components import Component, Ratio
from tallystick.reconcile.contradictions import Contradiction
from tallystick.reconcile.ratio_bounds import reach_of_ratio
from tallystick.solving import alternatives
from tallystick.solving.allowance import Allowance
from tallystick.solving.alternatives import Alternatives
from tallystick.solving.oracles import ComponentOracle, Undecided
from tallystick.solving.rows import Core

MAX_CHANGES = 1_000  # in all corrections of one group of conflict sets
MAX_ELSEWHERE = 4  # ways to mend the rest of the component that an interval is told for


@dataclass(frozen=True, slots=True)
class Corrections:
    """Conflict sets that share claims, and the corrections that mend them; whether those are all the cheapest."""

    cores: tuple[Core, ...]
    listed: tuple[Correction, ...]
    complete: bool


def propose_corrections(
    ledger: Ledger, wrong: Contradiction, cores: tuple[Core, ...], allowance: Allowance
) -> list[Corrections]:
    """The cheapest corrections of a component that contradicts itself.

    Args:
        cores: Its minimal conflict sets found so far.
        allowance: The time it shares.

    Raises:
        Undecided: The oracle could not tell.
    """
    weights = _Weights(ledger, wrong.component)
    if direct.applies(wrong.component):
        plan = direct.cheapest(wrong.component, weights, alternatives.CAP)
        found = [Alternatives(cores, plan.sets, complete=plan.complete)]
    else:
        found = alternatives.propose(wrong.oracle, weights, known=cores)
    return [_with_intervals(one, wrong, allowance) for one in found]


def _with_intervals(group: Alternatives, wrong: Contradiction, allowance: Allowance) -> Corrections:
    longest = max((len(one) for one in group.sets), default=1)
    kept = group.sets[: max(1, MAX_CHANGES // longest)]
    shown = []
    for one in kept:
        first, *others = group.elsewhere[:MAX_ELSEWHERE]
        ways = [first, *(rest for rest in others if _can_hold(wrong.oracle, one | rest))]
        moves = [_Move(wrong, one | rest, allowance) for rest in ways]
        shown.append(Correction(tuple(_anyhow([move.change(label) for move in moves]) for label in sorted(one))))
    return Corrections(group.cores, tuple(shown), complete=group.complete and len(kept) == len(group.sets))


def _anyhow(changes: Sequence[Change]) -> Change:
    """Where a claim may move however the rest of the component is mended."""
    first = changes[0]
    return replace(first, bound=bounds.hull([one.bound for one in changes])) if len(changes) > 1 else first


@dataclass(frozen=True, slots=True)
class _Weights:
    """What changing each claim costs: its weight by the trust in its source; None when it is fixed."""

    ledger: Ledger
    component: Component

    def __getitem__(self, label: int) -> Fraction | None:
        claim = self.component.said(label).claim
        if claim.fixed:
            return None
        source = self.ledger.source(claim.source) if claim.source else None
        return claim.weight * (source.trust if source else 1)


class _Move:
    """Where claims that are taken away together may move, while all others stay."""

    def __init__(self, wrong: Contradiction, dropped: frozenset[int], allowance: Allowance) -> None:
        self.component, self.oracle, self.dropped = wrong.component, wrong.oracle, dropped
        self.allowance = allowance
        self.labels: Mapping[int, int] = {}
        twin = wrong.twin(allowance)
        if twin is not None and _can_hold(twin.oracle, here := frozenset(twin.labels[label] for label in dropped)):
            # The others agree as they are written: then that is what the claim is asked to agree with.
            self.component, self.oracle, self.dropped, self.labels = twin.component, twin.oracle, here, twin.labels
        self.places = {unknown: place for place, unknown in enumerate(self.component.unknowns)}

    def change(self, label: int) -> Change:
        """The interval a claim would have to move to."""
        here = self.labels.get(label, label)
        said, measure = self.component.said(here), self.component.measure(here)
        if measure.kind in WORDS:
            return Change(said.claim.id, bounds.EVERYTHING, "")
        parts = [self.oracle.reach(self.dropped, self.places[one]) for one in self.component.spoken_of(here)]
        ratio = self.component.ratio(here)
        if ratio is not None:
            parts = [bounds.intersect(parts[0], self._reach_of_ratio(ratio)) or parts[0]]
        # Over several stretches, only those count in which the claim as it is cannot stay.
        stuck = [part for part in parts if bounds.intersect(part, said.bound) is None]
        return Change(said.claim.id, bounds.hull(stuck or parts), said.unit)

    def _reach_of_ratio(self, ratio: Ratio) -> Bound:
        return reach_of_ratio(self.component, ratio, self.dropped, self.allowance)


def _can_hold(oracle: ComponentOracle, dropped: frozenset[int]) -> bool:
    try:
        return oracle.without(dropped) is None
    except Undecided:
        return False
