"""Components of any formulas: cases and elimination, then z3 under a limit; propagation first where rows are linear."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallystick import bounds
from tallystick.meaning.formula import Formula
from tallystick.model import Bound
from tallystick.solving import search
from tallystick.solving.allowance import Allowance
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
        names: How the formulas name the unknowns, by place.
        label_of: The label that a row stands and falls with, for rows that a statement makes.
        whole: Unknowns that are whole numbers.
        allowance: The time it shares.
    """

    is_quick = False
    is_complete = False

    def __init__(
        self,
        hard: Sequence[Formula],
        statements: Sequence[Formula],
        *,
        names: Sequence[str] = (),
        label_of: Mapping[int, int] | None = None,
        whole: Collection[str] = (),
        allowance: Allowance | None = None,
    ) -> None:
        self.hard = hard
        self.label_of = label_of or {}
        self.statements = statements
        self.names = names
        self.whole = frozenset(whole)
        self.allowance = allowance or Allowance()
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

    def shrunk(self, core: Core) -> Core | None:  # noqa: ARG002 - an oracle is asked so
        """See `Oracle`."""
        return None

    def under(self, labels: Collection[int], rows: Collection[int]) -> Core | None:
        """See `ComponentOracle`."""
        return self.ask(frozenset(labels), frozenset(rows))

    def reach(self, dropped: Collection[int], place: int) -> Bound:
        """See `ComponentOracle`."""
        return self.reach_named(dropped, self.names[place])

    def left(self, kept: Collection[int], near: Core, place: int) -> Bound | None:  # noqa: ARG002 - an oracle is asked so
        """See `ComponentOracle`."""
        return self.reach(frozenset(range(self.count)) - frozenset(kept), place)

    def derived(self, kept: Collection[int], near: Core) -> Sequence[tuple[int, Bound]]:  # noqa: ARG002
        """See `ComponentOracle`."""
        return ()

    def moved(self, place: int) -> Bound | None:  # noqa: ARG002 - an oracle is asked so
        """See `ComponentOracle`."""
        return None

    def ask(self, kept: frozenset[int], rows: frozenset[int] | None = None) -> Core | None:
        """Why the statements `kept` cannot hold together under `rows` (all when None)."""
        rows = frozenset(range(len(self.hard))) if rows is None else rows
        if self.label_of:
            rows = frozenset(row for row in rows if self.label_of.get(row, -1) < 0 or self.label_of[row] in kept)
        key = kept, rows
        if key not in self._known:
            self._known[key] = self._ask(kept, rows)
        return self._known[key]

    def _ask(self, kept: frozenset[int], rows: frozenset[int]) -> Core | None:
        if self.allowance.is_spent:
            raise Undecided
        with self.allowance.searching():
            large = len(kept) + len(rows) > LARGE
            outcome = self._first_try(kept, rows) if large else self._search(kept, rows)
            if outcome.feasible is None:
                outcome = self._solve(kept, rows)
        if outcome.feasible is None:
            raise Undecided
        return None if outcome.feasible else self._core(outcome.mask)

    def _core(self, mask: int) -> Core:
        bits = [bit for bit in range(mask.bit_length()) if mask >> bit & 1]
        rows = frozenset(bit - self.count for bit in bits if bit >= self.count)
        told = {self.label_of[row] for row in rows if row in self.label_of}
        return Core(frozenset(bit for bit in bits if bit < self.count).union(told), rows)

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

    def reach_named(self, dropped: Collection[int], name: str) -> Bound:
        """The smallest interval that holds all values of an unknown when `dropped` are taken away.

        Everything, where that is not decided.
        """
        if self.allowance.is_spent:
            return bounds.EVERYTHING
        with self.allowance.searching():
            return self._reach_of(frozenset(dropped), name)

    def _reach_of(self, gone: frozenset[int], name: str) -> Bound:
        kept = sorted(frozenset(range(self.count)) - gone)
        hard = [formula for row, formula in enumerate(self.hard) if self.label_of.get(row) not in gone]
        labelled = [(formula, 0) for formula in (*hard, *(self.statements[label] for label in kept))]
        if len(labelled) > LARGE or self._too_hard:
            return self._reach_by_solver(kept, gone, name)
        try:
            found = search.reach(labelled, name, self.whole)
        except OverflowError:
            self._too_hard = True
            return self._reach_by_solver(kept, gone, name)
        return bounds.hull([bound_between(low, high) for low, high in found]) if found else bounds.EVERYTHING

    def _reach_by_solver(self, kept: Sequence[int], gone: frozenset[int], name: str) -> Bound:
        rows = [self.count + row for row in range(len(self.hard)) if self.label_of.get(row) not in gone]
        try:
            low, high = self.session().reach([*kept, *rows], name)
        except OverflowError:
            return bounds.EVERYTHING
        return bound_between(low, high)

    def session(self) -> Session:
        """The z3 session, told once what there is; labels are statements, then rows."""
        if self._session is None:
            from tallystick.solving.z3door import Session

            self._session = Session(self.whole, allowance=self.allowance)
            for formula in [*self.statements, *self.hard]:
                self._session.label(formula)
        return self._session


class CyclicOracle(CaseOracle):
    """Linear rows with cycles: propagation finds most contradictions at once; what it does not refute goes on to cases.

    Args:
        network: The component, with a limit; its rows are the first of `hard`.
        hard: As of `CaseOracle`; so are the rest.
    """

    is_quick = True

    def __init__(
        self,
        network: Network,
        hard: Sequence[Formula],
        statements: Sequence[Formula],
        *,
        names: Sequence[str] = (),
        label_of: Mapping[int, int] | None = None,
        whole: Collection[str] = (),
        allowance: Allowance | None = None,
    ) -> None:
        super().__init__(hard, statements, names=names, label_of=label_of, whole=whole, allowance=allowance)
        self.network = network

    def _ask(self, kept: frozenset[int], rows: frozenset[int]) -> Core | None:
        if len(rows) < len(self.hard) - sum(label not in kept for label in self.label_of.values()):
            return super()._ask(kept, rows)
        core = self.network.set_dropped(frozenset(range(self.count)) - kept)
        if core is not None or self.network.is_met():
            return core
        return super()._ask(kept, rows)

    def reach(self, dropped: Collection[int], place: int) -> Bound:
        """See `ComponentOracle`; where it would take long, what propagation leaves: it may be wider."""
        if self.network.set_dropped(dropped) is not None:
            return super().reach(dropped, place)
        outer = bound_of(self.network.span(place))
        if outer.is_point or self.count + len(self.hard) > MAX_OPTIMIZED:
            # Propagation only ever leaves too much, and a point cannot be less.
            return outer
        return bounds.intersect(outer, super().reach(dropped, place)) or outer

    def moved(self, place: int) -> Bound | None:
        """See `ComponentOracle`."""
        return bound_of(self.network.span(place)) if self.network.moved_by_rows(place) else None


@dataclass(frozen=True, slots=True)
class Within:
    """An oracle over some statements of another, with others that always hold."""

    oracle: CaseOracle
    labels: Sequence[int]
    always: tuple[int, ...] = ()

    @property
    def is_quick(self) -> bool:
        """See `Oracle`."""
        return self.oracle.is_quick

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

    def shrunk(self, core: Core) -> Core | None:  # noqa: ARG002 - an oracle is asked so
        """See `Oracle`."""
        return None

    def _ask(self, kept: Iterable[int]) -> Core | None:
        core = self.oracle.ask(frozenset(self.labels[label] for label in kept) | frozenset(self.always))
        if core is None:
            return None
        places = {label: place for place, label in enumerate(self.labels)}
        return Core(frozenset(places[label] for label in core.labels if label in places), core.rows)
