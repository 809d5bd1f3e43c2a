"""What all claims together say of one quantity: read off propagation, or asked of the solver when it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tallystick import bounds
from tallystick.model import WORDS, Bound
from tallystick.reconcile.components import Component, System
from tallystick.reconcile.wording import variable_in_words
from tallystick.solving.case_oracles import CaseOracle
from tallystick.solving.intervals import bound_of
from tallystick.solving.propagation import Network

MAX_LISTED = 10_000
InUnit = tuple[Bound, str]


@dataclass(slots=True)
class ByClaim(Mapping[str, InUnit]):
    """The bound and unit of each claim of which more is known than it says; some are worked out when asked for."""

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

    def note(self, claim: str, found: InUnit) -> None:
        """Keep the first that is found."""
        if claim not in self:
            self._known[claim] = found

    def ask_later(self, claim: str, work_out: Callable[[], InUnit]) -> None:
        """Keep the way to find it."""
        if claim not in self:
            self._open[claim] = work_out


@dataclass(slots=True)
class Implications:
    """All that claims and relations imply: by quantity, in words, and by claim."""

    listed: list[tuple[str, Bound, str]] = field(default_factory=list)  # (variable in words, bound, unit)
    by_claim: ByClaim = field(default_factory=ByClaim)

    def read_off(self, system: System, component: Component, network: Network, places: Iterable[int]) -> None:
        """Note what propagation has found out about the unknowns of a component that can hold.

        Args:
            places: Where the component's unknowns are in the network.
        """
        found: dict[int, InUnit] = {}
        for unknown, place in zip(component.unknowns, places, strict=True) if component.rows else ():
            if not network.moved_by_rows(place):
                continue
            if len(self.listed) >= MAX_LISTED:
                break
            measure, bound = system.measures[unknown], bound_of(network.span(place))
            self.listed.append((variable_in_words(system.variables[unknown], measure), bound, measure.unit))
            found[unknown] = bound, measure.unit
        for label, unknown in _single(system, component) if found else ():
            if unknown in found:
                self.by_claim.note(system.stated[label].claim.id, found[unknown])

    def ask_later(self, system: System, component: Component, oracle: CaseOracle) -> None:
        """Leave each number of a component to be asked of the solver once somebody wants it."""
        for label, unknown in _single(system, component):
            if system.measures[unknown].kind not in WORDS and label not in system.ratios:
                self.by_claim.ask_later(system.stated[label].claim.id, _asking(system, oracle, label, unknown))


def _single(system: System, component: Component) -> Iterator[tuple[int, int]]:
    """Each label with its one unknown; a claim over several stretches of time has no one interval."""
    return ((label, system.places[label][0]) for label in component.labels if len(system.places[label]) == 1)


def _asking(system: System, oracle: CaseOracle, label: int, unknown: int) -> Callable[[], InUnit]:
    def ask() -> InUnit:
        said = system.stated[label].bound
        # Where the solver gives up it leaves everything, and the claim's own bound is what is known.
        return bounds.intersect(oracle.reach((), system.name(unknown)), said) or said, system.measures[unknown].unit

    return ask
