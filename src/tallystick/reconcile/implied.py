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
    _unread: list[Iterator[tuple[str, Callable[[], InUnit]]]] = field(default_factory=list)

    def __getitem__(self, claim: str) -> InUnit:
        if claim in self._read():
            self._known[claim] = self._open.pop(claim)()
        return self._known[claim]

    def __contains__(self, claim: object) -> bool:
        return claim in self._read() or claim in self._known

    def __iter__(self) -> Iterator[str]:
        yield from [*self._known, *self._read()]

    def __len__(self) -> int:
        return len(self._known) + len(self._read())

    def _read(self) -> dict[str, Callable[[], InUnit]]:
        for ways in self._unread:
            for claim, work_out in ways:
                self._open.setdefault(claim, work_out)
        self._unread.clear()
        return self._open

    def ask_later(self, ways: Iterator[tuple[str, Callable[[], InUnit]]]) -> None:
        """Keep the way to find each of some claims; the first that is given. Few runs ask for any."""
        self._unread.append(ways)


@dataclass(slots=True)
class Implications:
    """All that claims and relations imply: by quantity, in words, and by claim."""

    listed: list[tuple[str, Bound, str]] = field(default_factory=list)  # (variable in words, bound, unit)
    by_claim: ByClaim = field(default_factory=ByClaim)

    def note_swept(self, components: Sequence[Component], network: Network) -> None:
        """Note what one network of many components, which is not touched again, has left of their unknowns."""
        for component in components:
            self._list(component, partial(_moved, network, component.unknowns))
        self.by_claim.ask_later(_ways_swept(components, network))

    def note(self, component: Component, oracle: ComponentOracle) -> None:
        """Note what a component that can hold leaves of its unknowns; what takes a solver is asked when wanted."""
        self._list(component, oracle.moved)
        self.by_claim.ask_later(_ways(component, oracle))

    def _list(self, component: Component, moved: Callable[[int], Bound | None]) -> None:
        system = component.system
        for place, unknown in enumerate(component.unknowns) if component.rows else ():
            if len(self.listed) >= MAX_LISTED:
                return
            bound = moved(place)
            if bound is not None:
                measure = system.measures[unknown]
                self.listed.append((variable_in_words(system.variables[unknown], measure), bound, measure.unit))


def _moved(network: Network, unknowns: Sequence[int], place: int) -> Bound | None:
    unknown = unknowns[place]
    return bound_of(network.span(unknown)) if network.moved_by_rows(unknown) else None


def _span(network: Network, unknown: int) -> Bound:
    return bound_of(network.span(unknown))


def _ways_swept(components: Sequence[Component], network: Network) -> Iterator[tuple[str, Callable[[], InUnit]]]:
    for component in components:
        for label, unknown in _single(component):
            said = component.said(label)
            yield said.claim.id, partial(_within, said, partial(_span, network, unknown))


def _ways(component: Component, oracle: ComponentOracle) -> Iterator[tuple[str, Callable[[], InUnit]]]:
    places = {unknown: place for place, unknown in enumerate(component.unknowns)}
    for label, unknown in _single(component):
        if component.measure(label).kind not in WORDS and component.ratio(label) is None:
            said = component.said(label)
            yield said.claim.id, partial(_within, said, partial(oracle.reach, (), places[unknown]))


def _single(component: Component) -> Iterator[tuple[int, int]]:
    """Each label with its one unknown; a claim over several stretches of time has no one interval."""
    for label in range(len(component.labels)):
        spoken_of = component.spoken_of(label)
        if len(spoken_of) == 1:
            yield label, spoken_of[0]


def _within(said: Stated, reach: Callable[[], Bound]) -> InUnit:
    # Where the solver gives up it leaves everything, and the claim's own bound is what is known.
    return bounds.intersect(reach(), said.bound) or said.bound, said.unit
