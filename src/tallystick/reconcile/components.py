"""The system of one world: unknowns, rows, statements, and the components they fall into.

Nothing here decides anything; `oracles` does, one component at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tallystick.model import Bound, Measure
from tallystick.reconcile.oracles import CaseOracle, CyclicOracle, Oracle, TreeOracle
from tallystick.reconcile.propagation import Network, Number, Row, Span, Statement
from tallystick.reconcile.variables import WHOLE, WORDS, Stated, Variable
from tallystick.solving import bound_rows
from tallystick.solving.formula import Among, Formula, every, linear

VISITS = 3  # of each row, before propagation on a cycle hands over


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


class Groups:
    """Which things belong together (union-find)."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def find(self, item: int) -> int:
        """The one that stands for the group of `item`."""
        parent = self.parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, items: Iterable[int]) -> None:
        """Put all items into one group."""
        first = -1
        for item in items:
            if first < 0:
                first = self.find(item)
            else:
                self.parent[self.find(item)] = first


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


def exact_number(value: Fraction | None) -> Number | None:
    """The value, as an int where it is one: whole numbers are several times as fast."""
    return value if value is None or value.denominator != 1 else value.numerator


def span_of(bound: Bound) -> Span:
    """A bound as propagation reads it."""
    return Span(exact_number(bound.low), exact_number(bound.high), bound.low_open, bound.high_open)


def bound_of(span: Span) -> Bound:
    """What propagation has come to, as a bound."""
    low, high = (None if end is None else Fraction(end) for end in (span.low, span.high))
    return Bound(low, high, span.low_open, span.high_open)


def upper_ends(bound: Bound) -> Iterator[tuple[Fraction, str, int]]:
    """(value, relation, sign) of each end: sign · x `relation` sign · value; a point is one equation."""
    if bound.is_point and bound.low is not None:
        yield bound.low, "==", 1
        return
    if bound.high is not None:
        yield bound.high, "<" if bound.high_open else "<=", 1
    if bound.low is not None:
        yield bound.low, "<" if bound.low_open else "<=", -1


def contradicted(system: System, trees: Sequence[Component]) -> tuple[Network, set[int]]:
    """All trees propagated in one network, and the positions of those that contradict themselves."""
    component_of_row = {row: place for place, tree in enumerate(trees) for row in tree.rows}
    component_of_label = {label: place for place, tree in enumerate(trees) for label in tree.labels}
    rows = sorted(component_of_row)
    network = Network(
        _ranges(system.measures),
        [system.rows[row] for row in rows],
        _statements(system, component_of_label),
        whole=_whole(system.measures),
    )
    positions = {row: position for position, row in enumerate(rows)}
    found: set[int] = set()
    while (core := network.run()) is not None:
        label, row = next(iter(core.labels), -1), next(iter(core.rows), -1)
        place = component_of_label[label] if label >= 0 else component_of_row[rows[row]]
        found.add(place)
        network.leave(trees[place].labels, [positions[one] for one in trees[place].rows])
    return network, found


def _ranges(measures: Iterable[Measure]) -> list[Span]:
    """The range of each, one object for all unknowns of a measure."""
    known: dict[int, Span] = {}
    return [known.get(id(one)) or known.setdefault(id(one), span_of(one.range)) for one in measures]


def _whole(measures: Sequence[Measure]) -> list[int]:
    return [place for place, measure in enumerate(measures) if measure.kind in WHOLE]


def _statements(system: System, wanted: Collection[int]) -> list[Statement]:
    by_row = {row.label for row in system.rows}
    return [
        tuple([(unknown, span) for span in (span_of(said.bound),) for unknown in places])
        if label in wanted and label not in by_row
        else ()
        for label, (said, places) in enumerate(zip(system.stated, system.places, strict=True))
    ]


def network_of(component: Component, system: System, stated: Sequence[Bound]) -> Network:
    """The component ready for propagation.

    Args:
        component: One that is linear.
        stated: What each label of the component says, in its order.
    """
    places = {unknown: place for place, unknown in enumerate(component.unknowns)}
    labels = {label: place for place, label in enumerate(component.labels)}
    rows = [_placed(system.rows[row], places, labels) for row in component.rows]
    by_row = {row.label for row in rows}
    statements = [
        () if place in by_row else _placed_statement(span_of(bound), system.places[label], places)
        for place, (label, bound) in enumerate(zip(component.labels, stated, strict=True))
    ]
    measures = [system.measures[unknown] for unknown in component.unknowns]
    return Network(_ranges(measures), rows, statements, whole=_whole(measures))


def _placed(row: Row, places: dict[int, int], labels: dict[int, int]) -> Row:
    moved = tuple([places[unknown] for unknown in row.unknowns])
    return Row(moved, row.coefficients, row.relation, row.constant, labels.get(row.label, -1), row.origin)


def _placed_statement(span: Span, unknowns: Iterable[int], places: dict[int, int]) -> Statement:
    return tuple([(places[unknown], span) for unknown in unknowns])


def oracle_of(component: Component, system: System, stated: Sequence[Bound], *, limit_ms: int) -> Oracle:
    """The oracle that is exact for the component."""
    if is_tree(component, system):
        return TreeOracle(network_of(component, system, stated))
    hard, statements, whole = _formulas(component, system, stated)
    if component.others or any(system.measures[unknown].kind in WORDS for unknown in component.unknowns):
        return CaseOracle(hard, statements, whole=whole, limit_ms=limit_ms)
    network = network_of(component, system, stated)
    network.limit = VISITS * len(component.rows)
    return CyclicOracle(network, hard, statements, whole=whole, limit_ms=limit_ms)


def _formulas(
    component: Component, system: System, stated: Sequence[Bound]
) -> tuple[list[Formula], list[Formula], set[str]]:
    """(hard, statements, whole) of a component: its rows in order, then its others, then the ranges."""
    by_label: dict[int, list[Formula]] = {}
    hard: list[Formula] = []
    for index in component.rows:
        row = system.rows[index]
        formula = row_formula(row, system)
        if row.label < 0:
            hard.append(formula)
        else:
            hard.append(every([]))
            by_label.setdefault(row.label, []).append(formula)
    hard += [system.others[index].formula for index in component.others]
    hard += _range_formulas(component.unknowns, system)
    statements = []
    for label, bound in zip(component.labels, stated, strict=True):
        known = by_label.get(label)
        statements.append(every(known or _said(label, bound, system)))
    whole = {system.name(unknown) for unknown in component.unknowns if system.measures[unknown].kind in WHOLE}
    return hard, statements, whole


def row_formula(row: Row, system: System) -> Formula:
    """A row as a formula over named unknowns."""
    terms = {system.name(unknown): c for unknown, c in zip(row.unknowns, row.coefficients, strict=True)}
    return linear(terms, row.relation, row.constant)


def _range_formulas(unknowns: Collection[int], system: System) -> Iterator[Formula]:
    for unknown in unknowns:
        measure = system.measures[unknown]
        if measure.kind in WORDS:
            words = measure.values or (
                ("false", "true") if measure.kind not in WHOLE and measure.kind == "boolean" else ()
            )
            if words:
                yield Among(system.name(unknown), frozenset(words))
        else:
            yield from bound_rows(system.name(unknown), measure.range)


def _said(label: int, bound: Bound, system: System) -> Iterator[Formula]:
    word = system.stated[label].word
    for unknown in system.places[label]:
        if word:
            yield Among(system.name(unknown), frozenset({word}))
        else:
            yield from bound_rows(system.name(unknown), bound)
