"""The chain of a conflict set, sentence by sentence: who says what, what follows, and where it clashes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tallystick import bounds
from tallystick.model import WORDS, Bound, Claim, Kind, Ledger, Relation
from tallystick.reconcile.components import Component
from tallystick.reconcile.contradictions import Contradiction
from tallystick.reconcile.explaining import Explanation
from tallystick.reconcile.numbers import ordinal, show_bound
from tallystick.reconcile.wording import MAX_SHOWN, sentence, speaker, subject_of, value_in_words, variable_in_words
from tallystick.solving.allowance import Allowance
from tallystick.solving.oracles import ComponentOracle, Undecided
from tallystick.solving.rows import Core

MAX_STEPS = 12
MAX_CLAIMS = 1_000  # of a component that is asked once more, as written


@dataclass(frozen=True, slots=True)
class _Chain:
    """A minimal conflict set with the component it is told of."""

    ledger: Ledger
    component: Component
    oracle: ComponentOracle
    core: Core
    places: Mapping[str, int]  # of claims in the ledger

    @property
    def labels(self) -> list[int]:
        """The claims, in the order of the ledger."""
        return sorted(self.core.labels, key=lambda label: self.places[self.component.said(label).claim.id])


def steps_of(
    ledger: Ledger, wrong: Contradiction, because: Explanation, allowance: Allowance, places: Mapping[str, int]
) -> tuple[str, ...]:
    """The chain that leads from the claims of a conflict set to the clash, one sentence each.

    Args:
        places: Of claims in the ledger.
    """
    chain = _as_written(wrong, _Chain(ledger, wrong.component, wrong.oracle, because.core, places), allowance)
    told = [chain.component.said(label).claim for label in chain.labels]
    shown = told if len(told) <= MAX_STEPS else told[:MAX_SHOWN]
    steps = [f"{speaker(claim, ledger)}: {sentence(claim, ledger)}." for claim in shown]
    if len(shown) < len(told):
        steps.append(f"… and {len(told) - len(shown)} more claims.")
    steps += _relations_in_words(because.relations)
    last = _last_label(chain)
    if last is not None:
        steps += _derivation(chain, last)
        steps.append(_clash(chain, last))
    return tuple(step for step in steps if step)


def _as_written(wrong: Contradiction, chain: _Chain, allowance: Allowance) -> _Chain:
    """The same claims as they are written, which clash all the more; in print where that is not to be had."""
    twin = wrong.twin(allowance)
    if twin is None:
        return chain
    labels, core = frozenset(twin.labels[label] for label in chain.core.labels), None
    if _shape(twin.component) == _shape(wrong.component):
        core = chain.core
    elif twin.oracle.count <= MAX_CLAIMS:
        try:
            core = twin.oracle.without(frozenset(range(twin.oracle.count)) - labels)
        except Undecided:
            core = None
    if core is None:
        return chain
    return replace(chain, component=twin.component, oracle=twin.oracle, core=Core(labels, core.rows))


def _shape(component: Component) -> tuple[int, ...]:
    return tuple(map(len, (component.unknowns, component.rows, component.others, component.labels)))


def _relations_in_words(relations: tuple[Relation, ...]) -> Iterator[str]:
    for relation in relations:
        yield f"Relation '{relation.id}': {relation.says or relation.holds}"


def _last_label(chain: _Chain) -> int | None:
    """The claim to hold against what the others imply: a rank, else a total, else the last one."""
    labels, component = chain.labels, chain.component
    if not labels:
        return None
    ranks = [one for one in labels if component.measure(one).kind is Kind.RANK]
    if ranks:
        return max(ranks, key=lambda one: component.said(one).bound.high or 0)
    totals = _totals(chain)
    return next((one for one in labels if not totals.isdisjoint(component.spoken_of(one))), labels[-1])


def _totals(chain: _Chain) -> set[int]:
    """The one term of each equation whose sign differs from all others."""
    component = chain.component
    found: set[int] = set()
    for index in chain.core.rows:
        if index < len(component.rows):
            row = component.system.rows[component.rows[index]]
            above = [unknown for unknown, c in zip(row.unknowns, row.coefficients, strict=True) if c > 0]
            below = [unknown for unknown, c in zip(row.unknowns, row.coefficients, strict=True) if c < 0]
            found.update(*(side for side in (above, below) if len(side) == 1))
    return found


def _derivation(chain: _Chain, last: int) -> Iterator[str]:
    """What follows step by step from the other claims."""
    component = chain.component
    if not chain.oracle.is_complete or not chain.core.rows:
        yield from _comparisons(chain)
        return
    final = set(component.spoken_of(last))
    claimed = {unknown for label in chain.labels for unknown in component.spoken_of(label)}
    if len(chain.core.rows) == 1:
        return
    shown = 0
    for place, bound in chain.oracle.derived(chain.core.labels - {last}, chain.core):
        unknown = component.unknowns[place]
        if unknown not in final and unknown not in claimed and shown < MAX_SHOWN:
            shown += 1
            measure, variable = component.system.measures[unknown], component.system.variables[unknown]
            name = variable_in_words(variable, measure)
            yield f"So {name} is {show_bound(bound, measure.unit, measure.kind)}."


def _comparisons(chain: _Chain) -> Iterator[str]:
    """Which of the core's figures are greater than the one they are ranked with."""
    component, kinds = chain.component, (Kind.QUANTITY, Kind.COUNT)
    ranked = {_dimensions(component, one) for one in chain.labels if component.measure(one).kind is Kind.RANK}
    figures = [one for one in chain.labels if component.measure(one).kind in kinds]
    for one in figures:
        for other in figures if _dimensions(component, one) in ranked else ():
            first, second = component.said(other), component.said(one)
            if other != one and bounds.compare(">", first.bound, second.bound) == "holds":
                yield f"{_short(first.claim)} > {_short(second.claim)}."


def _dimensions(component: Component, label: int) -> tuple[tuple[str, str], ...]:
    return component.system.variables[component.spoken_of(label)[0]].series.dimensions


def _short(claim: Claim) -> str:
    return f"{', '.join(claim.dimensions.values())} {value_in_words(claim)}".strip()


def _clash(chain: _Chain, last: int) -> str:
    """What the others leave for the last claim, against what it says."""
    said, measure = chain.component.said(last), chain.component.measure(last)
    claim, left = said.claim, None
    if measure.kind not in WORDS and chain.component.ratio(last) is None:
        left = _left_for(chain, last)
    if left is None or left == bounds.EVERYTHING:
        return f"No value of {subject_of(claim, measure)} agrees with all of them."
    if measure.kind is Kind.RANK:
        return f"So {_place_in_order(left, said.bound)}."
    so = show_bound(left, measure.unit, measure.kind)
    says = "the claim" if not claim.source and not claim.by else speaker(claim, chain.ledger)
    return f"So {subject_of(claim, measure)} is {so}, but {says} says {value_in_words(claim)}."


def _place_in_order(left: Bound, said: Bound) -> str:
    """What is left of a rank on the side where it misses what was said: a greater number is a lower place."""
    if left.low is not None and said.high is not None and left.low > said.high:
        return f"at most {ordinal(int(left.low))}"
    if left.high is not None and said.low is not None and left.high < said.low:
        return f"at least {ordinal(int(left.high))}"
    return show_bound(left, "", Kind.RANK)


def _left_for(chain: _Chain, last: int) -> Bound | None:
    """What is left where the claim cannot stay: it may speak of several stretches of time."""
    component = chain.component
    places = [component.unknowns.index(unknown) for unknown in component.spoken_of(last)]
    found = [chain.oracle.left(chain.core.labels - {last}, chain.core, place) for place in places]
    left = [bound for bound in found if bound is not None]
    stuck = [bound for bound in left if bounds.intersect(bound, component.said(last).bound) is None]
    return next(iter(stuck or left), None)
