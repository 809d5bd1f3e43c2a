"""The cheapest ways to mend a component: implicit hitting sets over its conflict sets.

A correction takes away at least one claim of every conflict set. The cheapest sets that do are tried; where
the rest still cannot hold together, the oracle shows one more conflict set, and the search goes on with it.
Conflict sets that share no claim are mended independently of each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product

from tallystick.solving.conflicts import shrink
from tallystick.solving.hitting import Nodes, Plan, Weights, cheapest_hits
from tallystick.solving.oracles import NOTHING, Oracle
from tallystick.solving.rows import Core

CAP = 32
MAX_ROUNDS = 400
LARGE = 40  # claims in conflict sets; beyond, one cheapest set is looked for before all
MAX_WORK = 1_000  # claims in conflict sets that only further alternatives brought up


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The conflict sets that share claims, and every cheapest set of claims whose change mends them.

    `elsewhere` are sets of claims out of the other groups: the first mends the rest of the component, others may.
    """

    cores: tuple[Core, ...]
    sets: tuple[frozenset[int], ...]
    elsewhere: tuple[frozenset[int], ...] = (NOTHING,)
    complete: bool = True


def propose(
    oracle: Oracle, weights: Weights, *, known: Iterable[Core] = (), cap: int = CAP, minimal: bool = True
) -> list[Alternatives]:
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
    cores, spent, nodes = list(known), 0, Nodes()
    for _ in range(MAX_ROUNDS):
        if any(not core.labels for core in cores):
            # Relations alone contradict each other: no claim can mend that.
            break
        groups = group_by_claims(cores)
        large = len(NOTHING.union(*(core.labels for core in cores))) > LARGE
        plans = _plans(groups, weights, 1 if large else cap, nodes)
        fresh = _left_by(oracle, NOTHING.union(*(plan.first for plan in plans)), minimal=minimal)
        if not fresh:
            every = _plans(groups, weights, cap, nodes) if large else plans
            held, fresh = _try_all(oracle, every, plans, minimal=minimal)
            spent += sum(len(core.labels) for core in fresh)
            if not fresh or spent > MAX_WORK:
                return [_alternatives(group, plan, held) for group, plan in zip(groups, held, strict=True)]
        if any(fresh[0].labels == core.labels for core in cores):
            break
        cores += fresh
    way = _some_way(oracle, weights, cores)
    parts = [(group, way & _claims_of(group)) for group in group_by_claims(cores)]
    return [Alternatives(tuple(group), (mine,) if mine else (), (way - mine,), complete=False) for group, mine in parts]


def _claims_of(group: Iterable[Core]) -> frozenset[int]:
    return NOTHING.union(*(core.labels for core in group))


def _some_way(oracle: Oracle, weights: Weights, cores: list[Core]) -> frozenset[int]:
    """One set of claims whose change mends all, of which none can be spared; nothing where no claim may change.

    The claims that stand in most conflict sets are taken first; what they leave is added to `cores`.
    """
    taken: set[int] = set()
    for _ in range(oracle.count + 1):
        core = next((one for one in cores if taken.isdisjoint(one.labels)), None) or oracle.without(taken)
        if core is None:
            break
        may = [label for label in core.labels if weights[label] is not None]
        if not may:
            return NOTHING
        if core not in cores:
            cores.append(core)
        taken.add(min(may, key=lambda label: (weights[label], -sum(label in one.labels for one in cores), label)))
    for label in sorted(taken, key=lambda one: (-(weights[one] or 0), one)):
        if oracle.without(taken - {label}) is None:
            taken.discard(label)
    return frozenset(taken)


def _plans(groups: Sequence[Sequence[Core]], weights: Weights, cap: int, nodes: Nodes) -> list[Plan]:
    return [cheapest_hits([core.labels for core in group], weights, cap, nodes) for group in groups]


def _alternatives(group: Sequence[Core], plan: Plan, plans: Sequence[Plan]) -> Alternatives:
    others = [other.sets for other in plans if other is not plan and other.sets]
    rest = tuple(NOTHING.union(*chosen) for chosen in islice(product(*others), CAP))
    return Alternatives(tuple(group), plan.sets, rest, plan.complete)


def _try_all(
    oracle: Oracle, plans: Sequence[Plan], sure: Sequence[Plan], *, minimal: bool
) -> tuple[list[Plan], list[Core]]:
    """Each plan with the sets of it that mend, beside the first of the others, and what the first that fails leaves.

    Args:
        sure: Plans whose first sets together mend all: what is left when the very first fails.
    """
    tried = {NOTHING.union(*(plan.first for plan in sure))}
    held: list[list[frozenset[int]]] = [[] for _ in plans]
    for place, plan in enumerate(plans):
        rest = NOTHING.union(*(other.first for other in plans if other is not plan))
        for chosen in plan.sets or (plan.first,):
            fresh = [] if rest | chosen in tried else _left_by(oracle, rest | chosen, minimal=minimal)
            if fresh:
                return [_partly(*one) for one in zip(plans if held[0] else sure, held, strict=True)], fresh
            tried.add(rest | chosen)
            held[place].append(chosen)
    return list(plans), []


def _partly(plan: Plan, held: Sequence[frozenset[int]]) -> Plan:
    """The plan with those of its sets that are known to mend; the first of each is."""
    return Plan(tuple(held) or plan.sets[:1], complete=False, all_claims=plan.all_claims) if plan.sets else plan


def _left_by(oracle: Oracle, dropped: frozenset[int], *, minimal: bool) -> list[Core]:
    """Conflict sets that share no claim with each other nor with `dropped`; the first only where they are small."""
    found: list[Core] = []
    while (core := oracle.without(dropped)) is not None:
        found.append(shrink(oracle, core) if minimal else core)
        if len(core.labels) <= LARGE:
            break
        dropped |= found[-1].labels
    return found


def group_by_claims(cores: Sequence[Core]) -> list[list[Core]]:
    """The cores in groups that share no claim, in order of their first core."""
    groups: list[tuple[set[int], list[Core]]] = []
    for core in cores:
        touching = [group for group in groups if group[0] & core.labels]
        labels = set(core.labels).union(*(group[0] for group in touching))
        members = [member for group in touching for member in group[1]] + [core]
        groups = [group for group in groups if group not in touching] + [(labels, members)]
    return [members for _, members in groups]
