"""The system of one world: unknowns, rows, statements, and the components they fall into.

Nothing here decides anything; `oracles` does, one component at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tallystick.meaning.formula import Formula
from tallystick.model import WHOLE, WORDS, Measure
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

    def add(self, variable: Variable, measure: Measure) -> int:
        """The position of a new variable."""
        self.variables.append(variable)
        self.measures.append(measure)
        return len(self.variables) - 1

    def name(self, unknown: int) -> str:
        """How formulas name an unknown."""
        return f"v{unknown}"


@dataclass(frozen=True, slots=True)
class Component:
    """Unknowns tied by rows or statements, with the positions of both in their system."""

    unknowns: tuple[int, ...]
    rows: tuple[int, ...]
    others: tuple[int, ...]
    labels: tuple[int, ...]


def split(system: System) -> list[Component]:
    """The components in which anything can contradict anything, in order of their first unknown."""
    groups = Groups(len(system.variables))
    for row in system.rows:
        groups.join(row.unknowns)
    for other in system.others:
        groups.join(other.unknowns)
    for places in system.places:
        groups.join(places)
    parts: dict[int, tuple[list[int], list[int], list[int], list[int]]] = {}
    for unknown in range(len(system.variables)):
        parts.setdefault(groups.find(unknown), ([], [], [], []))[0].append(unknown)
    for index, row in enumerate(system.rows):
        parts[groups.find(row.unknowns[0])][1].append(index)
    for index, other in enumerate(system.others):
        parts[groups.find(other.unknowns[0])][2].append(index)
    for label, places in enumerate(system.places):
        parts[groups.find(places[0])][3].append(label)
    return [Component(*map(tuple, part)) for part in parts.values() if part[1] or part[2] or len(part[3]) > 1]


def is_tree(component: Component, system: System) -> bool:
    """True when linear rows over numbers tie the unknowns without a second way round, so that propagation decides."""
    if component.others or any(system.measures[unknown].kind in WORDS for unknown in component.unknowns):
        return False
    ties = sum(len(system.rows[row].unknowns) for row in component.rows)
    # A label on several unknowns is no tie: each of its ends stands for itself.
    whole = [system.measures[unknown].kind in WHOLE for unknown in component.unknowns]
    if any(whole) and not (all(whole) and _all_units(component, system)):
        return False
    return ties - len(component.rows) == len(component.unknowns) - _pieces(component, system)


def _all_units(component: Component, system: System) -> bool:
    return all(abs(c) == 1 for row in component.rows for c in system.rows[row].coefficients)


def _pieces(component: Component, system: System) -> int:
    """Into how many parts the rows alone tie the unknowns."""
    if not component.rows:
        return len(component.unknowns)
    if all(len(system.places[label]) == 1 for label in component.labels):
        # Only rows have tied its unknowns.
        return 1
    places = {unknown: place for place, unknown in enumerate(component.unknowns)}
    groups = Groups(len(places))
    for row in component.rows:
        groups.join(places[unknown] for unknown in system.rows[row].unknowns)
    return len({groups.find(place) for place in range(len(places))})
