"""Components that cannot hold: as they are written, and in print, where rounding has had its say.

Equations are held against what the printed figures may stand for, so that 56,379 + 1,533 = 57,913 is none.
Inequalities between single figures, and relations that ask for it (`exactly:`), are held against the figures as
they are written; so is everything where nothing was rounded. DESIGN §4, "Print agrees, or it does not".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tallystick import bounds
from tallystick.model import Bound
from tallystick.reconcile.assembly import assemble
from tallystick.reconcile.component_oracles import contradicted, oracle_of
from tallystick.reconcile.components import Component, is_tree, split, split_again
from tallystick.reconcile.implied import Implications
from tallystick.reconcile.sorting import SortedLedger
from tallystick.reconcile.strictness import is_strict
from tallystick.reconcile.variables import in_print
from tallystick.solving.allowance import Allowance
from tallystick.solving.oracles import ComponentOracle, Undecided

SMALL = 1_000  # unknowns of a component that is looked through together with others


@dataclass(frozen=True, slots=True)
class Twin:
    """A component as it is written, beside the same in print: its oracle, and where each label of the other is."""

    component: Component
    oracle: ComponentOracle
    labels: Mapping[int, int]


@dataclass(slots=True)
class Contradiction:
    """A component that cannot hold, with its oracle, and the same as written where that is another."""

    component: Component
    oracle: ComponentOracle
    is_firm: bool = True  # no rounding explains it
    by_relations: bool = False  # what rests on no relation is told elsewhere
    original: Component | None = None
    _twin: Twin | None = None

    def twin(self, allowance: Allowance) -> Twin | None:
        """The component as written; None where this is it, or where it holds other claims."""
        if self._twin is None and self.original is not None:
            ids = {self.original.said(at).claim.id: at for at in range(len(self.original.labels))}
            mine = [self.component.said(at).claim.id for at in range(len(self.component.labels))]
            if all(one in ids for one in mine):
                labels = {at: ids[one] for at, one in enumerate(mine)}
                self._twin = Twin(self.original, oracle_of(self.original, allowance), labels)
        return self._twin


@dataclass(frozen=True, slots=True)
class Look:
    """What looking through the components of a system comes to."""

    wrong: list[tuple[Component, ComponentOracle]] = field(default_factory=list)
    undecided: list[Component] = field(default_factory=list)


def look_through(components: Sequence[Component], allowance: Allowance, implied: Implications) -> Look:
    """Which components cannot hold, and which are not decided; what the others imply is noted."""
    look = Look()
    done = _sweep(components, implied)
    for component in components:
        if component.unknowns[0] in done:
            continue
        oracle = oracle_of(component, allowance)
        try:
            if oracle.without(()) is None:
                implied.note(component, oracle)
            else:
                look.wrong.append((component, oracle))
        except Undecided:
            look.undecided.append(component)
    return look


def _sweep(components: Sequence[Component], implied: Implications) -> set[int]:
    """Look through small trees in one network; the first unknowns of those without a contradiction."""
    trees = [one for one in components if len(one.unknowns) <= SMALL and is_tree(one)]
    if not trees:
        return set()
    network, wrong = contradicted(trees[0].system, trees)
    agreeing = [tree for place, tree in enumerate(trees) if place not in wrong]
    implied.note_swept(agreeing, network)
    return {tree.unknowns[0] for tree in agreeing}


@dataclass(frozen=True, slots=True)
class Printing:
    """How contradictions of one world are held against print."""

    sorted_ledger: SortedLedger
    world: str
    mode: str
    allowance: Allowance
    implied: Implications

    def contradictions(self, look: Look) -> tuple[list[Contradiction], list[Component]]:
        """What is left of contradictions once print has had its say, and what of them is not decided."""
        sure = [(one, oracle) for one, oracle in look.wrong if not self._is_rounded(one)]
        found = [Contradiction(one, oracle) for one, oracle in sure]
        rounded = [one for one, _ in look.wrong if self._is_rounded(one)]
        if not rounded:
            return found, []
        original = {one.said(label).claim.id: one for one in rounded for label in range(len(one.labels))}
        printed = look_through(list(self._printed(rounded, original)), self.allowance, self.implied)
        for part, oracle in printed.wrong:
            found.append(Contradiction(part, oracle, original=original[part.said(0).claim.id]))
        for one in rounded:
            found += self._strict(one)
        return found, printed.undecided

    def _is_rounded(self, component: Component) -> bool:
        """True when print may have rounded what a claim says."""
        return self.mode != "exact" and any(any(component.said(at).steps) for at in range(len(component.labels)))

    def _printed(self, rounded: Sequence[Component], claims: Mapping[str, Component]) -> Iterator[Component]:
        """The components once more, with every figure widened to what prints as it does."""
        block_of = self.sorted_ledger.block_of
        blocks = {block_of[one.system.variables[unknown].series] for one in rounded for unknown in one.unknowns}
        system = assemble(self.sorted_ledger, self.world, sorted(blocks), mode=self.mode)
        for part in split(system):
            if part.labels and part.said(0).claim.id in claims:
                yield part

    def _strict(self, component: Component) -> Iterator[Contradiction]:
        """The contradictions of what is held against the figures as written."""
        system, excuses = component.system, self.sorted_ledger.excuses
        rows = tuple(
            one for one in component.rows if (row := system.rows[one]).origin < 0 or is_strict(row, excuses[row.origin])
        )
        others = tuple(one for one in component.others if is_strict(other := system.others[one], excuses[other.origin]))
        if not others and all(system.rows[one].origin < 0 for one in rows):
            return
        said = dict(zip(component.labels, self._agreed(component), strict=True))
        for part in split_again(Component(system, component.unknowns, rows, others, component.labels)):
            oracle = oracle_of(part, self.allowance, stated=[said[label] for label in part.labels])
            try:
                if oracle.without(()) is not None:
                    yield Contradiction(part, oracle, is_firm=False, by_relations=True)
            except Undecided:
                continue

    def _agreed(self, component: Component) -> Iterator[Bound]:
        """What each claim says: as written, or in print where several of one quantity agree in print only."""
        system = component.system
        apart: set[int] = set()
        met: dict[int, Bound] = {}
        for label in component.labels:
            for unknown in system.places[label]:
                left = bounds.intersect(met.get(unknown, bounds.EVERYTHING), system.stated[label].bound)
                apart.update(() if left is not None else (unknown,))
                met[unknown] = left or met[unknown]
        for label in component.labels:
            said = system.stated[label]
            yield (in_print(said, self.mode) if apart.intersection(system.places[label]) else said).bound
