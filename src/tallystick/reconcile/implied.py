"""What all claims together say of one quantity: read off propagation, or asked of the solver when it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from tallystick import bounds
from tallystick.model import WORDS, Bound
from tallystick.reconcile.components import Component
from tallystick.reconcile.variables import Stated
from tallystick.reconcile.wording import variable_in_words
from tallystick.solving.intervals import bound_of
from tallystick.solving.oracles import ComponentOracle
from tallystick.solving.propagation import Network

MAX_LISTED = 10_000
InUnit = tuple[Bound, str]


@dataclass(slots=True)
class ByClaim(Mapping[str, InUnit]):
    """The bound and unit of each claim of which more is known than it says; worked out when asked for."""

    _known: dict[str, InUnit] = field(default_factory=dict)
    _open: dict[str, Callable[[], InUnit]] = field(default_factory=dict)

    def __getitem__(self, claim: str) -> InUnit:
        if claim in self._open:
            self._known[claim] = self._open.pop(claim)()
        return self._known[claim]

    def __contains__(self, claim: object) -> bool:
        return claim in self._known or claim in self._open

    def __iter__(self) -> Iterator[str]:
        yield from [*self._known, *self._open]

    def __len__(self) -> int:
        return len(self._known) + len(self._open)

    def ask_later(self, claim: str, work_out: Callable[[], InUnit]) -> None:
        """Keep the way to find it; the first that is given."""
        if claim not in self:
            self._open[claim] = work_out


@dataclass(slots=True)
class Implications:
    """All that claims and relations imply: by quantity, in words, and by claim."""

    listed: list[tuple[str, Bound, str]] = field(default_factory=list)  # (variable in words, bound, unit)
    by_claim: ByClaim = field(default_factory=ByClaim)

    def note_swept(self, component: Component, network: Network) -> None:
        """Note what one network of many components, which is not touched again, has left of this one's unknowns."""
        self._list(component, partial(_swept, network, component.unknowns))
        for label, place in _single(component):
            said, reach = component.said(label), partial(_span, network, component.unknowns[place])
            self.by_claim.ask_later(said.claim.id, partial(_within, said, reach))

    def note(self, component: Component, oracle: ComponentOracle) -> None:
        """Note what a component that can hold leaves of its unknowns; what takes a solver is asked when wanted."""
        self._list(component, oracle.read_off)
        for label, place in _single(component):
            if component.measure(label).kind not in WORDS and component.ratio(label) is None:
                said, reach = component.said(label), partial(oracle.reach, (), place)
                self.by_claim.ask_later(said.claim.id, partial(_within, said, reach))

    def _list(self, component: Component, read_off: Callable[[int], tuple[Bound, bool] | None]) -> None:
        system = component.system
        for place, unknown in enumerate(component.unknowns) if component.rows else ():
            if len(self.listed) >= MAX_LISTED:
                return
            found = read_off(place)
            if found is not None and found[1]:
                measure = system.measures[unknown]
                self.listed.append((variable_in_words(system.variables[unknown], measure), found[0], measure.unit))


def _swept(network: Network, unknowns: Sequence[int], place: int) -> tuple[Bound, bool]:
    return _span(network, unknowns[place]), network.moved_by_rows(unknowns[place])


def _span(network: Network, unknown: int) -> Bound:
    return bound_of(network.span(unknown))


def _within(said: Stated, reach: Callable[[], Bound]) -> InUnit:
    # Where the solver gives up it leaves everything, and the claim's own bound is what is known.
    return bounds.intersect(reach(), said.bound) or said.bound, said.unit


def _single(component: Component) -> Iterator[tuple[int, int]]:
    """Each label with the place of its one unknown; a claim over several stretches of time has no one interval."""
    places = {unknown: place for place, unknown in enumerate(component.unknowns)}
    for label in range(len(component.labels)):
        spoken_of = component.spoken_of(label)
        if len(spoken_of) == 1:
            yield label, places[spoken_of[0]]
