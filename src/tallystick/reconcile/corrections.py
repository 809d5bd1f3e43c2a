"""The cheapest ways to mend a component: implicit hitting sets over its conflict sets.

A correction takes away at least one claim of every conflict set. The cheapest sets that do are tried; where
the rest still cannot hold together, the oracle shows one more conflict set, and the search goes on with it.
Conflict sets that share no claim are mended independently of each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from tallystick.reconcile.conflicts import shrink
from tallystick.reconcile.oracles import Oracle
from tallystick.reconcile.rows import Core

CAP = 32
MAX_ROUNDS = 400


class Weights(Protocol):
    """What changing each statement costs; None: it may not change."""

    def __getitem__(self, label: int, /) -> Fraction | None:
        """The weight of a statement."""
        ...


@dataclass(frozen=True, slots=True)
class Mending:
    """The conflict sets that share claims, and every cheapest set of claims whose change mends them.

    `elsewhere` are claims whose change mends the rest of the component, for trying an alternative.
    """

    cores: tuple[Core, ...]
    alternatives: tuple[frozenset[int], ...]
    elsewhere: frozenset[int] = frozenset()
    complete: bool = True


def propose(
    oracle: Oracle, weights: Weights, *, known: Iterable[Core] = (), cap: int = CAP, minimal: bool = True
) -> list[Mending]:
    """The cheapest corrections of a component, conflict sets that share claims together.

    Args:
        oracle: For the component.
        weights: What changing each statement costs.
        known: Minimal cores found already.
        cap: Alternatives to list for each group.
        minimal: Whether the conflict sets are wanted themselves; corrections are the same without.

    Raises:
        Undecided: The oracle could not tell.
    """
    cores = list(known)
    for _ in range(MAX_ROUNDS):
        groups = group_by_claims(cores)
        if any(not core.labels for core in cores):
            # Relations alone contradict each other: no claim can mend that.
            break
        plans = [cheapest_hits([core.labels for core in group], weights, cap) for group in groups]
        fresh = _try_plans(oracle, plans, minimal=minimal)
        if fresh is None:
            return [_mending(group, plan, plans) for group, plan in zip(groups, plans, strict=True)]
        if any(fresh.labels == core.labels for core in cores):
            break
        cores.append(fresh)
    return [Mending(tuple(group), (), complete=False) for group in group_by_claims(cores)]


def _mending(group: Sequence[Core], plan: Plan, plans: Sequence[Plan]) -> Mending:
    rest = [other.sets[0] for other in plans if other is not plan and other.sets]
    return Mending(tuple(group), plan.sets, frozenset[int]().union(*rest), plan.complete)


def _try_plans(oracle: Oracle, plans: Sequence[Plan], *, minimal: bool) -> Core | None:
    """A conflict set that some proposed correction leaves; None when every one of them mends all."""
    if any(not plan.sets for plan in plans):
        # Nothing may change in one group: the others are tried beside all of its claims.
        plans = [plan if plan.sets else Plan((plan.all_claims,)) for plan in plans]
    first = [plan.sets[0] for plan in plans]
    for place, plan in enumerate(plans):
        rest = frozenset[int]().union(*first[:place], *first[place + 1 :])
        for number, chosen in enumerate(plan.sets):
            if place and not number:
                # The first of every plan together was the first thing tried.
                continue
            core = oracle.without(rest | chosen)
            if core is not None:
                return shrink(oracle, core) if minimal else core
    if plans:
        return None
    core = oracle.without(())
    return shrink(oracle, core) if core is not None and minimal else core


def group_by_claims(cores: Sequence[Core]) -> list[list[Core]]:
    """The cores in groups that share no claim, in order of their first core."""
    groups: list[tuple[set[int], list[Core]]] = []
    for core in cores:
        touching = [group for group in groups if group[0] & core.labels]
        labels = set(core.labels).union(*(group[0] for group in touching))
        members = [member for group in touching for member in group[1]] + [core]
        groups = [group for group in groups if group not in touching] + [(labels, members)]
    return [members for _, members in groups]


@dataclass(frozen=True, slots=True)
class Plan:
    """Cheapest sets that hit every conflict set; none when one of them holds only what may not change."""

    sets: tuple[frozenset[int], ...]
    complete: bool = True
    all_claims: frozenset[int] = frozenset()


def cheapest_hits(conflicts: Sequence[frozenset[int]], weights: Weights, cap: int) -> Plan:
    """Every cheapest set that holds a member of each conflict, up to `cap`.

    >>> one = Fraction(1)
    >>> [sorted(s) for s in cheapest_hits([frozenset({0, 1}), frozenset({1, 2})], [one, one, one], 9).sets]
    [[1]]
    """
    everything = frozenset[int]().union(*conflicts)
    costs = {label: weight for label in sorted(everything) if (weight := weights[label]) is not None}
    options = [[label for label in sorted(conflict) if label in costs] for conflict in conflicts]
    if not all(options):
        return Plan((), all_claims=everything)
    search = _Hits(sorted(options, key=len), costs, cap)
    search.extend(0, Fraction(0), 0)
    found = sorted(search.sets(), key=sorted)
    return Plan(tuple(found[:cap]), complete=len(found) <= cap and not search.stopped, all_claims=everything)


class _Hits:
    """Branch and bound over one conflict after another; a member passed over is not taken further down.

    Sets of labels are bits of a number: there are many thousands of them in a table of a few hundred claims.
    """

    def __init__(self, conflicts: Sequence[Sequence[int]], costs: Mapping[int, Fraction], cap: int) -> None:
        self.labels = list(costs)
        self.bits = {label: 1 << place for place, label in enumerate(self.labels)}
        self.costs = costs
        self.conflicts = [
            (sum(self.bits[label] for label in one), sorted(one, key=lambda label: (costs[label], label)))
            for one in conflicts
        ]
        self.limit = 50 * cap
        self.best: Fraction | None = None
        self.found: list[int] = []
        self.stopped = False

    def sets(self) -> list[frozenset[int]]:
        """The cheapest sets found."""
        return [frozenset(label for label in self.labels if self.bits[label] & one) for one in self.found]

    def extend(self, chosen: int, cost: Fraction, passed: int) -> None:
        """Take each member of the first conflict that is still open, cheapest first."""
        if self.best is not None and cost + self._least_left(chosen) > self.best:
            return
        open_one = next((members for mask, members in self.conflicts if not mask & chosen), None)
        if open_one is None:
            self._take(chosen, cost)
            return
        for label in open_one:
            bit = self.bits[label]
            if not passed & bit and not self.stopped:
                self.extend(chosen | bit, cost + self.costs[label], passed)
                passed |= bit

    def _take(self, chosen: int, cost: Fraction) -> None:
        if self.best is None or cost < self.best:
            self.best, self.found = cost, []
        self.found.append(chosen)
        self.stopped = len(self.found) >= self.limit

    def _least_left(self, chosen: int) -> Fraction:
        """What the open conflicts that share nothing with each other cost at least."""
        total, used = Fraction(0), chosen
        for mask, members in self.conflicts:
            if not used & mask:
                used |= mask
                total += self.costs[members[0]]
        return total
