"""One component put as an oracle asks it: a network for propagation, formulas for the solver."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from tallystick.meaning.formula import TRUE, Among, Formula, every, linear
from tallystick.model import WHOLE, WORDS, Bound, Kind, Measure
from tallystick.reconcile.components import Component, System, is_tree
from tallystick.solving import bound_rows
from tallystick.solving.allowance import Allowance
from tallystick.solving.case_oracles import CaseOracle, CyclicOracle
from tallystick.solving.intervals import span_of
from tallystick.solving.oracles import ComponentOracle
from tallystick.solving.propagation import Network
from tallystick.solving.rows import Row, Span, Statement
from tallystick.solving.trees import TreeOracle

VISITS = 3  # of each row, before propagation on a cycle hands over


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
    return [
        tuple([(unknown, span) for span in (span_of(said.bound),) for unknown in places]) if label in wanted else ()
        for label, (said, places) in enumerate(zip(system.stated, system.places, strict=True))
    ]


def network_of(component: Component, stated: Sequence[Bound], *, limit: int | None = None) -> Network:
    """The component ready for propagation.

    Args:
        component: One that is linear.
        stated: What each label of the component says, in its order.
        limit: See `Network`.
    """
    system = component.system
    places = {unknown: place for place, unknown in enumerate(component.unknowns)}
    labels = {label: place for place, label in enumerate(component.labels)}
    rows = [_placed(system.rows[row], places, labels) for row in component.rows]
    statements = [
        _placed_statement(span_of(bound), system.places[label], places)
        for label, bound in zip(component.labels, stated, strict=True)
    ]
    measures = [system.measures[unknown] for unknown in component.unknowns]
    return Network(_ranges(measures), rows, statements, whole=_whole(measures), limit=limit)


def _placed(row: Row, places: dict[int, int], labels: dict[int, int]) -> Row:
    moved = tuple([places[unknown] for unknown in row.unknowns])
    return Row(moved, row.coefficients, row.relation, row.constant, labels.get(row.label, -1), row.origin)


def _placed_statement(span: Span, unknowns: Iterable[int], places: dict[int, int]) -> Statement:
    return tuple([(places[unknown], span) for unknown in unknowns])


def oracle_of(component: Component, allowance: Allowance, *, stated: Sequence[Bound] | None = None) -> ComponentOracle:
    """The oracle that is exact for the component.

    Args:
        stated: What each label of the component says, where it is not what its claim says.
    """
    said = component.bounds() if stated is None else stated
    if is_tree(component):
        return TreeOracle(network_of(component, said))
    system = component.system
    hard, statements, label_of = formulas_of(component, said)
    names = [system.name(unknown) for unknown in component.unknowns]
    mine = {system.name(unknown) for unknown in component.unknowns if system.measures[unknown].kind in WHOLE}
    whole = mine | system.whole if component.others else mine
    if component.others or any(system.measures[unknown].kind in WORDS for unknown in component.unknowns):
        return CaseOracle(hard, statements, names=names, label_of=label_of, whole=whole, allowance=allowance)
    network = network_of(component, said, limit=VISITS * len(component.rows))
    return CyclicOracle(network, hard, statements, names=names, label_of=label_of, whole=whole, allowance=allowance)


def formulas_of(
    component: Component, stated: Sequence[Bound] | None = None
) -> tuple[list[Formula], list[Formula], dict[int, int]]:
    """(hard, statements, label_of) of a component: its rows in order, then its others, then the ranges.

    Args:
        stated: What each label says, where it is not what its claim says.

    Returns:
        label_of: The label that a row stands and falls with, for rows that a claim makes.
    """
    system = component.system
    places = {label: place for place, label in enumerate(component.labels)}
    hard = [row_formula(system.rows[index], system) for index in component.rows]
    label_of = {
        row: places[label] for row, index in enumerate(component.rows) if (label := system.rows[index].label) >= 0
    }
    hard += [system.others[index].formula for index in component.others]
    hard += _range_formulas(component.unknowns, system)
    bounds = component.bounds() if stated is None else stated
    said = [every(_said(label, bound, system)) for label, bound in zip(component.labels, bounds, strict=True)]
    return hard, said, label_of


def row_formula(row: Row, system: System) -> Formula:
    """A row as a formula over named unknowns."""
    terms = {system.name(unknown): c for unknown, c in zip(row.unknowns, row.coefficients, strict=True)}
    return linear(terms, row.relation, row.constant)


def _range_formulas(unknowns: Collection[int], system: System) -> Iterator[Formula]:
    """One formula for each unknown."""
    for unknown in unknowns:
        measure = system.measures[unknown]
        if measure.kind in WORDS:
            words = measure.values or (("false", "true") if measure.kind is Kind.BOOLEAN else ())
            yield Among(system.name(unknown), frozenset(words)) if words else TRUE
        else:
            yield every(bound_rows(system.name(unknown), measure.range))


def _said(label: int, bound: Bound, system: System) -> Iterator[Formula]:
    word = system.stated[label].word
    for unknown in system.places[label]:
        if word:
            yield Among(system.name(unknown), frozenset({word}))
        else:
            yield from bound_rows(system.name(unknown), bound)
