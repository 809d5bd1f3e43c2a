"""The system of one world: unknowns, rows, statements, and the components they fall into.

Nothing here decides anything; `oracles` does, one component at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tallystick.meaning.formula import Formula
from tallystick.model import WHOLE, WORDS, Bound, Measure
from tallystick.reconcile.variables import Stated, Variable
from tallystick.solving.groups import Groups
from tallystick.solving.rows import Row


@dataclass(frozen=True, slots=True)
class Other:
    """A relation's statement about a group that is no linear row."""

    formula: Formula
    unknowns: tuple[int, ...]
    origin: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """What a label states the bounds of: numerator / denominator, by unknown (-1: a plain number)."""

    top: Mapping[int, Fraction]
    bottom: Mapping[int, Fraction]


@dataclass(slots=True)
class System:
    """All unknowns of a world with what relations and claims say of them; filled once, then only read."""

    variables: list[Variable] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)  # by label
    places: list[tuple[int, ...]] = field(default_factory=list)  # the unknowns each label bounds
    ratios: dict[int, Ratio] = field(default_factory=dict)  # labels that were rewritten to rows
    whole: set[str] = field(default_factory=set)  # names of whole numbers that relations make of others

    def add(self, variable: Variable, measure: Measure) -> int:
        """The position of a new variable."""
        self.variables.append(variable)
        self.measures.append(measure)
        return len(self.variables) - 1

    def name(self, unknown: int) -> str:
        """How formulas name an unknown; nothing is read out of it."""
        return f"v{unknown}"


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """Unknowns tied by rows or statements, with the positions of both in their system.

    An oracle of it speaks of labels, rows and unknowns by their places here: its rows are those of the component,
    then its others, then the ranges of its unknowns.
    """

    system: System
    unknowns: tuple[int, ...]
    rows: tuple[int, ...]
    others: tuple[int, ...]
    labels: tuple[int, ...]

    def said(self, label: int) -> Stated:
        """What the claim at a place says."""
        return self.system.stated[self.labels[label]]

    def spoken_of(self, label: int) -> tuple[int, ...]:
        """The unknowns that the claim at a place bounds, by their numbers in the system."""
        return self.system.places[self.labels[label]]

    def measure(self, label: int) -> Measure:
        """The measure that the claim at a place speaks of."""
        return self.system.measures[self.spoken_of(label)[0]]

    def ratio(self, label: int) -> Ratio | None:
        """The ratio that the claim at a place states, where it was rewritten to rows."""
        return self.system.ratios.get(self.labels[label])

    def origin(self, row: int) -> int:
        """Which relation a row of an oracle comes from; -1 for a range or a claim."""
        if row < len(self.rows):
            return self.system.rows[self.rows[row]].origin
        other = row - len(self.rows)
        return self.system.others[self.others[other]].origin if other < len(self.others) else -1

    def bounds(self) -> list[Bound]:
        """What each claim says, in order."""
        return [self.system.stated[label].bound for label in self.labels]


def split(system: System) -> list[Component]:
    """The components in which anything can contradict anything, in order of their first unknown."""
    everything = Component(
        system,
        tuple(range(len(system.variables))),
        tuple(range(len(system.rows))),
        tuple(range(len(system.others))),
        tuple(range(len(system.stated))),
    )
    return split_again(everything)


def split_again(whole: Component) -> list[Component]:
    """The components that a part of a system falls into; those alone where something can contradict something."""
    system = whole.system
    groups = Groups(len(system.variables))
    for row in whole.rows:
        # What a claim says of a ratio it says of its levels as well.
        label = system.rows[row].label
        groups.join(system.rows[row].unknowns if label < 0 else (*system.rows[row].unknowns, *system.places[label]))
    for other in whole.others:
        groups.join(system.others[other].unknowns)
    for label in whole.labels:
        groups.join(system.places[label])
    parts: dict[int, tuple[list[int], list[int], list[int], list[int]]] = {}
    for unknown in whole.unknowns:
        parts.setdefault(groups.find(unknown), ([], [], [], []))[0].append(unknown)
    for row in whole.rows:
        parts[groups.find(system.rows[row].unknowns[0])][1].append(row)
    for other in whole.others:
        parts[groups.find(system.others[other].unknowns[0])][2].append(other)
    for label in whole.labels:
        parts[groups.find(system.places[label][0])][3].append(label)
    return [Component(system, *map(tuple, part)) for part in parts.values() if part[1] or part[2] or len(part[3]) > 1]


def is_tree(component: Component) -> bool:
    """True when linear rows over numbers tie the unknowns without a second way round, so that propagation decides."""
    system = component.system
    if component.others or any(system.measures[unknown].kind in WORDS for unknown in component.unknowns):
        return False
    ties = sum(len(system.rows[row].unknowns) for row in component.rows)
    # A label on several unknowns is no tie: each of its ends stands for itself.
    whole = [system.measures[unknown].kind in WHOLE for unknown in component.unknowns]
    if any(whole) and not (all(whole) and _all_units(component)):
        return False
    return ties - len(component.rows) == len(component.unknowns) - _pieces(component)


def _all_units(component: Component) -> bool:
    rows = component.system.rows
    return all(abs(c) == 1 for row in component.rows for c in rows[row].coefficients)


def _pieces(component: Component) -> int:
    """Into how many parts the rows alone tie the unknowns."""
    system = component.system
    if not component.rows:
        return len(component.unknowns)
    if not system.ratios and all(len(system.places[label]) == 1 for label in component.labels):
        # Only rows have tied its unknowns.
        return 1
    places = {unknown: place for place, unknown in enumerate(component.unknowns)}
    groups = Groups(len(places))
    for row in component.rows:
        groups.join(places[unknown] for unknown in system.rows[row].unknowns)
    return len({groups.find(place) for place in range(len(places))})
