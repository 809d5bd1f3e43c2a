"""Many claims of one quantity: which of them agree, in one sweep along the line.

The general search tries what to take away; with twenty figures for one quantity there are a million ways. On
a line, claims that agree in pairs agree all together, so that the best place to stand is all there is to find.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

from tallystick.model import WHOLE, WORDS
from tallystick.reconcile.components import Component
from tallystick.solving.hitting import Plan, Weights, whole_costs
from tallystick.solving.intervals import span_of
from tallystick.solving.rows import Number, Span, whole_span

MANY = 12
_Place = tuple[Number, int]  # a point of the line (value, 0), or the gap behind it (value, 1)


def applies(component: Component) -> bool:
    """True for many claims of one quantity that no relation ties to another."""
    alone = len(component.unknowns) == 1 and not component.rows and not component.others
    return alone and len(component.labels) > MANY


def cheapest(component: Component, weights: Weights, cap: int) -> Plan:
    """Every cheapest set of statements without which the rest agree, up to `cap`; by their places in the component."""
    measure = component.measure(0)
    said = [component.said(label) for label in range(len(component.labels))]
    if measure.kind in WORDS:
        return _keep_most(_by_word([one.word for one in said]), weights, len(said), cap)
    spans = [span_of(bound) for bound in (measure.range, *(one.bound for one in said))]
    if measure.kind in WHOLE:
        spans = [whole_span(span) for span in spans]
    return _keep_most(_along(spans[1:], spans[0]), weights, len(said), cap)


def _by_word(words: Sequence[str]) -> Iterator[Set[int]]:
    """For each word, who says it."""
    found: dict[str, set[int]] = defaultdict(set)
    for place, word in enumerate(words):
        found[word].add(place)
    yield from found.values()


def _along(spans: Sequence[Span], outer: Span) -> Iterator[Set[int]]:
    """Who agrees, at every place along the line within the outer span where that changes; one set, changed in place."""
    begins: dict[_Place, list[int]] = defaultdict(list)
    ends: dict[_Place, list[int]] = defaultdict(list)
    here: set[int] = set()
    for number, span in enumerate(spans):
        begin, end = _begin(span), _end(span)
        if begin is not None and end is not None and end <= begin:
            continue  # no whole number lies in it
        if begin is None:
            here.add(number)
        else:
            begins[begin].append(number)
        if end is not None:
            ends[end].append(number)
    first, after = _begin(outer), _end(outer)
    if first is None:
        yield here
    for place in sorted({*begins, *ends, *([first] if first else [])}):
        here.difference_update(ends.get(place, ()))
        here.update(begins.get(place, ()))
        if after is not None and place >= after:
            return
        if first is None or place >= first:
            yield here


def _begin(span: Span) -> _Place | None:
    """The first place in it; None when it is open to infinity."""
    return None if span.low is None else (span.low, int(span.low_open))


def _end(span: Span) -> _Place | None:
    """The first place behind it; None when it is open to infinity."""
    return None if span.high is None else (span.high, int(not span.high_open))


def _keep_most(agreeing: Iterable[Set[int]], weights: Weights, count: int, cap: int) -> Plan:
    """The sets to drop so that the dearest of the agreeing stay; what is fixed always stays."""
    given = {label: weights[label] for label in range(count)}
    costs = whole_costs({label: cost for label, cost in given.items() if cost is not None})
    fixed = given.keys() - costs.keys()
    everyone, best = frozenset(range(count)), -1
    found: dict[frozenset[int], None] = {}
    for here in agreeing:
        kept = sum([costs.get(label, 0) for label in here])
        if kept < best or not fixed <= here or (kept == best and len(found) > cap):
            continue
        if kept > best:
            best, found = kept, {}
        found[everyone - here] = None
    return Plan(tuple(sorted(found, key=sorted))[:cap], complete=len(found) <= cap, all_claims=everyone)
