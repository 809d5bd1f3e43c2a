"""Which relations a conflict set rests on: none that is not needed, and of several explanations the gravest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tallystick.model import Claim, Ledger, Relation, Severity
from tallystick.reconcile.components import Component
from tallystick.solving.conflicts import find_all
from tallystick.solving.oracles import ComponentOracle, Undecided
from tallystick.solving.rows import Core

MAX_EXPLANATIONS = 8
MAX_RELATIONS = 60  # beyond, those that propagation went through are told: to leave each out is a question of its own
MAX_ROWS = 400  # of a component in which explanations beside the one that was found are looked for
_GRAVITY = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2, None: 2}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Relations under which claims cannot all be true, minimal, and the core that rests on those alone."""

    relations: tuple[Relation, ...]
    core: Core
    severity: Severity | None


@dataclass(frozen=True, slots=True)
class _ByRelation:
    """The relations of a component as the statements of an oracle, while some claims always hold."""

    component: Component
    oracle: ComponentOracle
    core: Core
    rows_of: Sequence[Collection[int]]  # by relation
    always: frozenset[int]  # rows of no relation

    is_quick = True

    @property
    def count(self) -> int:
        """How many relations it has."""
        return len(self.rows_of)

    def without(self, dropped: Collection[int]) -> Core | None:
        """See `Oracle`."""
        return self.only([one for one in range(self.count) if one not in dropped], self.core)

    def only(self, kept: Collection[int], near: Core) -> Core | None:  # noqa: ARG002 - an oracle is asked so
        """See `Oracle`."""
        core = self.under(kept)
        if core is None:
            return None
        return Core(frozenset(one for one in kept if not core.rows.isdisjoint(self.rows_of[one])), core.rows)

    def under(self, kept: Collection[int]) -> Core | None:
        """Why the claims cannot hold under some relations; None when they can."""
        return self.oracle.under(self.core.labels, self.always.union(*(self.rows_of[one] for one in kept)))

    def shrunk(self, core: Core) -> Core | None:  # noqa: ARG002 - an oracle is asked so
        """See `Oracle`."""
        return None


def explain(ledger: Ledger, component: Component, oracle: ComponentOracle, core: Core) -> Explanation:
    """The relations that a conflict set rests on; where others would do as well, those of the gravest severity."""
    claims = [component.said(label).claim for label in sorted(core.labels)]
    rows = _rows_by_origin(component, core)
    origins = sorted(origin for origin in rows if origin >= 0)
    whole = _explanation(ledger, claims, [one for one in origins if not core.rows.isdisjoint(rows[one])], core)
    if len(origins) > MAX_RELATIONS or (len(origins) == 1 and _share_nothing(component, core)):
        return whole
    asked = _ByRelation(component, oracle, core, [rows[one] for one in origins], frozenset(rows.get(-1, ())))
    # Where all are as grave, one explanation is as good as another.
    grades = {_GRAVITY[ledger.schema.relations[one].severity] for one in origins}
    try:
        found = find_all(asked, cap=MAX_EXPLANATIONS if len(grades) > 1 else 1).cores
    except Undecided:
        found = ()
    options = [
        _explanation(ledger, claims, [origins[at] for at in one.labels], Core(core.labels, one.rows)) for one in found
    ]
    return max(options or [whole], key=lambda one: (_GRAVITY[one.severity], -len(one.relations)))


def _share_nothing(component: Component, core: Core) -> bool:
    """True when each claim speaks of another unknown: only a relation can hold them against each other."""
    unknowns = [unknown for label in core.labels for unknown in component.spoken_of(label)]
    return len(core.labels) > 1 and len(set(unknowns)) == len(unknowns)


def _rows_by_origin(component: Component, core: Core) -> dict[int, set[int]]:
    """The rows by the relation they come from: all of a small component, else those of the core."""
    count = len(component.rows) + len(component.others) + len(component.unknowns)
    found: dict[int, set[int]] = {}
    for row in range(count) if count <= MAX_ROWS else sorted(core.rows):
        found.setdefault(component.origin(row), set()).add(row)
    return found


def _explanation(ledger: Ledger, claims: Sequence[Claim], origins: Sequence[int], core: Core) -> Explanation:
    relations = tuple(ledger.schema.relations[origin] for origin in sorted(origins))
    return Explanation(relations, core, lowest_severity(ledger, claims, relations))


def lowest_severity(ledger: Ledger, claims: Sequence[Claim], relations: Sequence[Relation]) -> Severity | None:
    """The lowest severity stated among relations and sources; None when none is stated."""
    stated = [relation.severity for relation in relations]
    stated += [source.severity for claim in claims if claim.source and (source := ledger.source(claim.source))]
    known = [severity for severity in stated if severity is not None]
    return min(known, key=_GRAVITY.__getitem__) if known else None
