"""The cheapest sets that hold a member of every conflict set, by branch and bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Protocol

MAX_NODES, FEW_NODES = 20_000, 500  # of one search, and of one when all together have taken many


class Weights(Protocol):
    """What changing each statement costs; None: it may not change."""

    def __getitem__(self, label: int, /) -> Fraction | None:
        """The weight of a statement."""
        ...


@dataclass(slots=True)
class Nodes:
    """How many sets all searches of one component may still look at closely; beyond, the best found is taken."""

    left: int = 10 * MAX_NODES


@dataclass(frozen=True, slots=True)
class Plan:
    """Cheapest sets that hit every conflict set; none when one of them holds only what may not change."""

    sets: tuple[frozenset[int], ...]
    complete: bool = True
    all_claims: frozenset[int] = frozenset()

    @property
    def first(self) -> frozenset[int]:
        """The first set; without one, all claims there are."""
        return self.sets[0] if self.sets else self.all_claims


def cheapest_hits(conflicts: Sequence[frozenset[int]], weights: Weights, cap: int, nodes: Nodes | None = None) -> Plan:
    """Every cheapest set that holds a member of each conflict, up to `cap`; for one, any of them.

    A search that is cut short, as `complete` says, may miss a cheaper one.

    >>> one = Fraction(1)
    >>> [sorted(s) for s in cheapest_hits([frozenset({0, 1}), frozenset({1, 2})], [one, one, one], 9).sets]
    [[1]]
    """
    everything = frozenset[int]().union(*conflicts)
    costs = {label: weight for label in sorted(everything) if (weight := weights[label]) is not None}
    options = [[label for label in sorted(conflict) if label in costs] for conflict in conflicts]
    if not all(options):
        return Plan((), all_claims=everything)
    search = _Hits(sorted(options, key=len), whole_costs(costs), cap, nodes or Nodes())
    search.extend(0, 0, 0)
    found = sorted(search.sets(), key=sorted)
    return Plan(tuple(found[:cap]), complete=len(found) <= cap and not search.stopped, all_claims=everything)


def whole_costs(costs: Mapping[int, Fraction]) -> dict[int, int]:
    """The costs in whole numbers, which are several times as fast."""
    factor = lcm(*(cost.denominator for cost in costs.values()))
    return {label: int(cost * factor) for label, cost in costs.items()}


class _Hits:
    """Branch and bound over one conflict after another; a member passed over is not taken further down.

    Sets of labels are bits of a number: there are many thousands of them in a table of a few hundred claims.
    """

    def __init__(self, conflicts: Sequence[Sequence[int]], costs: Mapping[int, int], cap: int, nodes: Nodes) -> None:
        self.labels = list(costs)
        self.bits = {label: 1 << place for place, label in enumerate(self.labels)}
        self.costs = costs
        self.conflicts = [
            (sum(self.bits[label] for label in one), sorted(one, key=lambda label: (costs[label], label)))
            for one in conflicts
        ]
        self.limit = 50 * cap
        self.one = cap == 1
        self.best: int | None = None
        self.found: list[int] = []
        self.stopped = False
        self.nodes, self.seen = nodes, 0

    def sets(self) -> list[frozenset[int]]:
        """The cheapest sets found."""
        return [frozenset(label for label in self.labels if self.bits[label] & one) for one in self.found]

    def extend(self, chosen: int, cost: int, passed: int) -> None:
        """Take each member of the first conflict that is still open, cheapest first."""
        self.seen += 1
        self.nodes.left -= 1
        if self.found and self.seen > (MAX_NODES if self.nodes.left > 0 else FEW_NODES):
            self.stopped = True
            return
        if self.best is not None and cost + self._least_left(chosen) + self.one > self.best:
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

    def _take(self, chosen: int, cost: int) -> None:
        if self.best is None or cost < self.best:
            self.best, self.found = cost, []
        self.found.append(chosen)
        self.stopped = len(self.found) >= self.limit

    def _least_left(self, chosen: int) -> int:
        """What the open conflicts that share nothing with each other cost at least."""
        total, used = 0, chosen
        for mask, members in self.conflicts:
            if not used & mask:
                used |= mask
                total += self.costs[members[0]]
        return total
