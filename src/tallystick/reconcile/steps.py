"""The chain of a conflict set, sentence by sentence: who says what, what follows, and where it clashes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tallystick import bounds
from tallystick.model import WORDS, Bound, Claim, Kind, Ledger, Measure, Relation
from tallystick.reconcile.components import Component, System
from tallystick.reconcile.numbers import ordinal, show_bound
from tallystick.reconcile.wording import MAX_SHOWN, sentence, speaker, subject_of, value_in_words, variable_in_words
from tallystick.solving.case_oracles import CaseOracle
from tallystick.solving.intervals import bound_of
from tallystick.solving.oracles import Oracle
from tallystick.solving.propagation import Network
from tallystick.solving.rows import Core
from tallystick.solving.trees import TreeOracle

MAX_STEPS = 12


def steps_of(ledger: Ledger, system: System, component: Component, core: Core, oracle: Oracle) -> tuple[str, ...]:
    """The chain that leads from the claims of a conflict set to the clash, one sentence each."""
    labels = sorted(core.labels)
    told = [system.stated[component.labels[label]].claim for label in labels]
    shown = told if len(told) <= MAX_STEPS else told[:MAX_SHOWN]
    steps = [f"{speaker(claim, ledger)}: {sentence(claim, ledger)}." for claim in shown]
    if len(shown) < len(told):
        steps.append(f"… and {len(told) - len(shown)} more claims.")
    steps += _relations_in_words(ledger, system, component, core)
    last = _last_label(system, component, core)
    if last is None:
        return tuple(steps)
    steps += _derivation(system, component, core, last, oracle)
    steps.append(_clash(ledger, system, component, core, last, oracle))
    return tuple(step for step in steps if step)


def _relations_in_words(ledger: Ledger, system: System, component: Component, core: Core) -> Iterator[str]:
    for relation in relations_of(ledger, system, component, core):
        yield f"Relation '{relation.id}': {relation.says or relation.holds}"


def relations_of(ledger: Ledger, system: System, component: Component, core: Core) -> list[Relation]:
    """The relations a core rests on, in the schema's order."""
    origins: set[int] = set()
    for row in core.rows:
        if row < len(component.rows):
            origins.add(system.rows[component.rows[row]].origin)
        elif row < len(component.rows) + len(component.others):
            origins.add(system.others[component.others[row - len(component.rows)]].origin)
    straightened = {component.labels[label] for label in core.labels} & set(system.ratios)
    if straightened:
        origins |= {system.rows[row].origin for row in component.rows if system.rows[row].label in straightened}
    return [ledger.schema.relations[origin] for origin in sorted(origins) if origin >= 0]


def _last_label(system: System, component: Component, core: Core) -> int | None:
    """The claim to hold against what the others imply: a rank, else a total, else the last one."""
    labels = sorted(core.labels)
    if not labels:
        return None
    ranks = [one for one in labels if _measure(system, component, one).kind is Kind.RANK]
    if ranks:
        return max(ranks, key=lambda one: system.stated[component.labels[one]].bound.high or 0)
    totals = _totals(system, component, core)
    return next((one for one in labels if not totals.isdisjoint(system.places[component.labels[one]])), labels[-1])


def _measure(system: System, component: Component, label: int) -> Measure:
    return system.measures[system.places[component.labels[label]][0]]


def _totals(system: System, component: Component, core: Core) -> set[int]:
    """The one term of each equation whose sign differs from all others."""
    found: set[int] = set()
    for index in core.rows:
        if index < len(component.rows):
            row = system.rows[component.rows[index]]
            above = [unknown for unknown, c in zip(row.unknowns, row.coefficients, strict=True) if c > 0]
            below = [unknown for unknown, c in zip(row.unknowns, row.coefficients, strict=True) if c < 0]
            found.update(*(side for side in (above, below) if len(side) == 1))
    return found


def _derivation(system: System, component: Component, core: Core, last: int, oracle: Oracle) -> Iterator[str]:
    """What follows step by step from the other claims, in a tree of rows."""
    if not isinstance(oracle, TreeOracle) or not core.rows:
        yield from _comparisons(system, component, core)
        return
    if len(core.rows) == 1:
        return
    network, unknowns = oracle.region(core.labels - {last}, core)
    yield from _derived(system, component, network, unknowns, core, last)


def _derived(
    system: System, component: Component, network: Network, unknowns: Sequence[int], core: Core, last: int
) -> Iterator[str]:
    final = set(system.places[component.labels[last]])
    moved: dict[int, int] = {}
    for place in range(len(unknowns)):
        time = network.trail.last_by_row(place)
        if time >= 0:
            moved[place] = time
    claimed = {place for label in core.labels for place in system.places[component.labels[label]]}
    shown = 0
    for place in sorted(moved, key=lambda one: moved[one]):
        unknown = component.unknowns[unknowns[place]]
        if unknown in final or unknown in claimed or shown >= MAX_SHOWN:
            continue
        shown += 1
        bound, measure = bound_of(network.span(place)), system.measures[unknown]
        yield f"So {_named(system, unknown)} is {show_bound(bound, measure.unit, measure.kind)}."


def _named(system: System, unknown: int) -> str:
    return variable_in_words(system.variables[unknown], system.measures[unknown])


def _comparisons(system: System, component: Component, core: Core) -> Iterator[str]:
    """Which of the core's figures are greater than the one they are ranked with."""
    ranked = {
        system.variables[system.places[component.labels[one]][0]].series.dimensions
        for one in core.labels
        if _measure(system, component, one).kind is Kind.RANK
    }
    figures = [
        one for one in sorted(core.labels) if _measure(system, component, one).kind in (Kind.QUANTITY, Kind.COUNT)
    ]
    mine = [
        one for one in figures if system.variables[system.places[component.labels[one]][0]].series.dimensions in ranked
    ]
    for one in mine:
        for other in figures:
            first, second = system.stated[component.labels[other]], system.stated[component.labels[one]]
            if other != one and bounds.compare(">", first.bound, second.bound) == "holds":
                yield f"{_short(first.claim)} > {_short(second.claim)}."


def _short(claim: Claim) -> str:
    return f"{', '.join(claim.dimensions.values())} {value_in_words(claim)}".strip()


def _clash(ledger: Ledger, system: System, component: Component, core: Core, last: int, oracle: Oracle) -> str:
    """What the others leave for the last claim, against what it says."""
    number = component.labels[last]
    claim, measure = system.stated[number].claim, _measure(system, component, last)
    if measure.kind in WORDS or number in system.ratios:
        return f"No value of {subject_of(claim, measure)} agrees with all of them."
    others = frozenset(range(oracle.count)) - (core.labels - {last})
    left = _left_for(system, component, number, others, oracle, core, last)
    if left == bounds.EVERYTHING or left is None:
        return f"No value of {subject_of(claim, measure)} agrees with all of them."
    so = show_bound(left, measure.unit, measure.kind)
    if measure.kind is Kind.RANK:
        return f"So {_place_in_order(left, system.stated[number].bound)}."
    says = "the claim" if not claim.source and not claim.by else speaker(claim, ledger)
    return f"So {subject_of(claim, measure)} is {so}, but {says} says {value_in_words(claim)}."


def _place_in_order(left: Bound, said: Bound) -> str:
    """What is left of a rank on the side where it misses what was said: a greater number is a lower place."""
    if left.low is not None and said.high is not None and left.low > said.high:
        return f"at most {ordinal(int(left.low))}"
    if left.high is not None and said.low is not None and left.high < said.low:
        return f"at least {ordinal(int(left.high))}"
    return show_bound(left, "", Kind.RANK)


def _left_for(  # noqa: PLR0917
    system: System, component: Component, number: int, others: frozenset[int], oracle: Oracle, core: Core, last: int
) -> Bound | None:
    """What is left where the claim cannot stay: it may speak of several stretches of time."""
    said = system.stated[number].bound
    left: list[Bound] = []
    if isinstance(oracle, CaseOracle):
        left = [oracle.reach(others, system.name(unknown)) for unknown in system.places[number]]
    if isinstance(oracle, TreeOracle):
        network, unknowns = oracle.region(core.labels - {last}, core)
        places = [component.unknowns.index(unknown) for unknown in system.places[number]]
        left = [bound_of(network.span(unknowns.index(place))) for place in places if place in unknowns]
    stuck = [bound for bound in left if bounds.intersect(bound, said) is None]
    return next(iter(stuck or left), None)
