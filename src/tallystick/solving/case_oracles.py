"""Components of any formulas: cases and elimination, then z3 under a limit; propagation first where rows are linear."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallystick import bounds
from tallystick.meaning.formula import Formula
from tallystick.model import Bound
from tallystick.solving import search
from tallystick.solving.elimination import FEASIBLE, UNDECIDED, Outcome
from tallystick.solving.intervals import bound_between, bound_of
from tallystick.solving.oracles import Undecided
from tallystick.solving.propagation import Network
from tallystick.solving.rows import Core

if TYPE_CHECKING:
    from tallystick.solving.z3door import Session

LARGE = 60
MAX_OPTIMIZED = 1_000  # formulas; beyond, z3 takes minutes for one end, whatever limit it is given


class CaseOracle:
    """Cases and elimination, then z3, over any formulas.

    Args:
        hard: What always holds; its positions are the rows of a core.
        statements: What each label states.
        whole: Unknowns that are whole numbers.
        limit_ms: For each question put to z3.
    """

    def __init__(
        self,
        hard: Sequence[Formula],
        statements: Sequence[Formula],
        *,
        whole: Collection[str] = (),
        limit_ms: int = 2000,
    ) -> None:
        self.hard = hard
        self.statements = statements
        self.whole = frozenset(whole)
        self.limit_ms = limit_ms
        self._session: Session | None = None
        self._too_hard = False  # for cases; then they are not tried again
        self._known: dict[tuple[frozenset[int], frozenset[int]], Core | None] = {}

    @property
    def count(self) -> int:
        """How many statements it has."""
        return len(self.statements)

    def without(self, dropped: Collection[int]) -> Core | None:
        """See `Oracle`."""
        return self.ask(frozenset(range(self.count)) - frozenset(dropped))

    def only(self, kept: Collection[int], near: Core) -> Core | None:  # noqa: ARG002 - an oracle is asked so
        """See `Oracle`."""
        return self.ask(frozenset(kept))

    def ask(self, kept: frozenset[int], rows: frozenset[int] | None = None) -> Core | None:
        """Why the statements `kept` cannot hold together under `rows` (all when None)."""
        rows = frozenset(range(len(self.hard))) if rows is None else rows
        key = kept, rows
        if key not in self._known:
            self._known[key] = self._ask(kept, rows)
        return self._known[key]

    def _ask(self, kept: frozenset[int], rows: frozenset[int]) -> Core | None:
        large = len(kept) + len(rows) > LARGE
        outcome = self._first_try(kept, rows) if large else self._search(kept, rows)
        if outcome.feasible is None:
            outcome = self._solve(kept, rows)
        if outcome.feasible is None:
            raise Undecided
        return None if outcome.feasible else self._core(outcome.mask)

    def _core(self, mask: int) -> Core:
        bits = [bit for bit in range(mask.bit_length()) if mask >> bit & 1]
        return Core(
            frozenset(bit for bit in bits if bit < self.count),
            frozenset(bit - self.count for bit in bits if bit >= self.count),
        )

    def _first_try(self, kept: frozenset[int], rows: frozenset[int]) -> Outcome:
        """A guess, until z3 is loaded: then asking it is cheaper."""
        return UNDECIDED if self._session else self._guess(kept, rows)

    def _guess(self, kept: Iterable[int], rows: Iterable[int]) -> Outcome:
        """Whether values taken straight from the bounds obey everything, which spares the solver."""
        formulas = [*(self.hard[row] for row in sorted(rows)), *(self.statements[label] for label in sorted(kept))]
        return FEASIBLE if search.guess(formulas, self.whole) else UNDECIDED

    def _search(self, kept: Iterable[int], rows: Iterable[int]) -> Outcome:
        if self._too_hard:
            return UNDECIDED
        labelled = [(self.hard[row], 1 << (self.count + row)) for row in sorted(rows)]
        labelled += [(self.statements[label], 1 << label) for label in sorted(kept)]
        outcome = search.decide(labelled, self.whole)
        self._too_hard = outcome.feasible is None
        return outcome

    def _solve(self, kept: Iterable[int], rows: Iterable[int]) -> Outcome:
        session = self.session()
        return session.check([*sorted(kept), *(self.count + row for row in sorted(rows))])

    def reach(self, dropped: Collection[int], name: str) -> Bound:
        """The smallest interval that holds all values of an unknown when `dropped` are taken away.

        Everything, where that is not decided.
        """
        kept = sorted(frozenset(range(self.count)) - frozenset(dropped))
        labelled = [(formula, 0) for formula in (*self.hard, *(self.statements[label] for label in kept))]
        if len(labelled) > LARGE or self._too_hard:
            return self._reach_by_solver(kept, name)
        try:
            found = search.reach(labelled, name, self.whole)
        except OverflowError:
            self._too_hard = True
            return self._reach_by_solver(kept, name)
        return bounds.hull([bound_between(low, high) for low, high in found]) if found else bounds.EVERYTHING

    def _reach_by_solver(self, kept: Sequence[int], name: str) -> Bound:
        rows = range(self.count, self.count + len(self.hard))
        try:
            low, high = self.session().reach([*kept, *rows], name)
        except OverflowError:
            return bounds.EVERYTHING
        return bound_between(low, high)

    def session(self) -> Session:
        """The z3 session, told once what there is; labels are statements, then rows."""
        if self._session is None:
            from tallystick.solving.z3door import Session

            self._session = Session(self.whole, limit_ms=self.limit_ms)
            for formula in [*self.statements, *self.hard]:
                self._session.label(formula)
        return self._session


class CyclicOracle(CaseOracle):
    """Linear rows with cycles: propagation finds most contradictions at once; what it does not refute goes on to cases.

    Args:
        network: The component, with a limit; its rows are the first of `hard`.
        names: How the formulas name the unknowns of the network, in its order.
        hard: As of `CaseOracle`.
        statements: As of `CaseOracle`.
        whole: As of `CaseOracle`.
        limit_ms: As of `CaseOracle`.
    """

    def __init__(
        self,
        network: Network,
        hard: Sequence[Formula],
        statements: Sequence[Formula],
        *,
        names: Sequence[str] = (),
        whole: Collection[str] = (),
        limit_ms: int = 2000,
    ) -> None:
        super().__init__(hard, statements, whole=whole, limit_ms=limit_ms)
        self.network = network
        self._places = {name: place for place, name in enumerate(names)}

    def _ask(self, kept: frozenset[int], rows: frozenset[int]) -> Core | None:
        if len(rows) < len(self.hard):
            return super()._ask(kept, rows)
        core = self.network.set_dropped(frozenset(range(self.count)) - kept)
        if core is not None or self.network.is_met():
            return core
        return super()._ask(kept, rows)

    def reach(self, dropped: Collection[int], name: str) -> Bound:
        """See `CaseOracle`; where that is not decided or would take long, what propagation leaves: it may be wider."""
        place = self._places.get(name)
        if place is None or self.network.set_dropped(dropped) is not None:
            return super().reach(dropped, name)
        outer = bound_of(self.network.span(place))
        if outer.is_point or self.count + len(self.hard) > MAX_OPTIMIZED:
            # Propagation only ever leaves too much, and a point cannot be less.
            return outer
        return bounds.intersect(outer, super().reach(dropped, name)) or outer


@dataclass(frozen=True, slots=True)
class Within:
    """An oracle over some statements of another, with others that always hold."""

    oracle: CaseOracle
    labels: Sequence[int]
    always: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many statements it has."""
        return len(self.labels)

    def without(self, dropped: Collection[int]) -> Core | None:
        """See `Oracle`."""
        gone = frozenset(dropped)
        return self._ask([label for label in range(len(self.labels)) if label not in gone])

    def only(self, kept: Collection[int], near: Core) -> Core | None:  # noqa: ARG002 - an oracle is asked so
        """See `Oracle`."""
        return self._ask(kept)

    def _ask(self, kept: Iterable[int]) -> Core | None:
        core = self.oracle.ask(frozenset(self.labels[label] for label in kept) | frozenset(self.always))
        if core is None:
            return None
        places = {label: place for place, label in enumerate(self.labels)}
        return Core(frozenset(places[label] for label in core.labels if label in places), core.rows)
