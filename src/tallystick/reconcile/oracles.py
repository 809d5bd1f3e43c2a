"""What can hold together in one component, and what cannot: the question all of reconciling asks.

Trees of linear rows are answered by propagation, everything else by cases and elimination, and what is too
large for that by z3, under a limit. An oracle that cannot tell raises `Undecided`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from tallystick import bounds
from tallystick.model import Bound
from tallystick.reconcile.propagation import Core, Network, Row, Span, Statement
from tallystick.solving import search
from tallystick.solving.elimination import FEASIBLE, UNDECIDED, End, Outcome
from tallystick.solving.formula import Formula

if TYPE_CHECKING:
    from tallystick.solving.z3door import Session

NOTHING: frozenset[int] = frozenset()
LARGE = 60


class Undecided(Exception):
    """The solver gave up within its limits."""


class Oracle(Protocol):
    """Answers for the statements 0 … count - 1 of one component."""

    @property
    def count(self) -> int:
        """How many statements it has."""
        ...

    def without(self, dropped: Collection[int]) -> Core | None:
        """Why all statements but `dropped` cannot hold together; None when they can."""
        ...

    def only(self, kept: Collection[int], near: Core) -> Core | None:
        """Why the statements `kept`, all out of `near`, cannot hold together; None when they can."""
        ...


def shrink(oracle: Oracle, core: Core) -> Core:
    """A minimal core within `core`: drop any one statement and the rest can hold together."""
    quick = oracle.shrink_row(core) if isinstance(oracle, TreeOracle) else None
    if quick is not None:
        return quick
    left = core
    for label in sorted(core.labels):
        if label in left.labels:
            smaller = oracle.only(left.labels - {label}, core)
            if smaller is not None:
                left = Core(smaller.labels, smaller.rows)
    return left


class TreeOracle:
    """Propagation over a component whose rows form a tree, where it is complete."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._free: Network | None = None
        self._hopeless: Core | None = None

    @property
    def count(self) -> int:
        """How many statements it has."""
        return len(self.network.statements)

    def without(self, dropped: Collection[int]) -> Core | None:
        """See `Oracle`."""
        return self.network.set_dropped(dropped)

    def only(self, kept: Collection[int], near: Core) -> Core | None:
        """See `Oracle`; only the rows of `near` and the ends the relations alone leave are looked at.

        In a tree those rows join all of `near`, and what hangs beside them says no more about the unknowns
        they speak of than the ends that the relations leave without any statement.
        """
        region, rows, labels, _ = self._region(kept, near)
        core = region.run()
        if core is None:
            return None
        return Core(frozenset(labels[label] for label in core.labels), frozenset(rows[row] for row in core.rows))

    def shrink_row(self, core: Core) -> Core | None:
        """A minimal core of one that rests on a single relation's row, in one pass; None for any other."""
        free = self._without_statements()
        if self._hopeless is not None:
            return Core(NOTHING, self._hopeless.rows)
        row = self.network.rows[min(core.rows)] if len(core.rows) == 1 else None
        if row is None or row.label >= 0 or not self.network.whole.isdisjoint(row.unknowns):
            return None
        told: dict[int, tuple[int, Span]] = {}
        for label in sorted(core.labels):
            if len(self.network.statements[label]) != 1:
                return None
            unknown, span = self.network.statements[label][0]
            if unknown in told or _is_apart(span, free.span(unknown)):
                return None
            told[unknown] = label, span
        for sign in (1, -1) if row.relation == "==" else (1,):
            kept = self._needed(row, sign, told)
            if kept is not None:
                return Core(frozenset(kept), core.rows)
        return None

    def _needed(self, row: Row, sign: int, told: dict[int, tuple[int, Span]]) -> list[int] | None:
        """The labels without which sign · row could be as small as its constant; None when it can be anyway."""
        free = self._without_statements()
        excess: Fraction | int = -sign * row.constant
        opens = int(row.relation == "<")
        drops: list[tuple[int, Fraction | int | None, int]] = []
        for unknown, coefficient in zip(row.unknowns, row.coefficients, strict=True):
            weight = sign * coefficient
            room = free.span(unknown)
            outer, outer_open = _end(room, low=weight > 0)
            label, span = told.get(unknown, (-1, room))
            inner, inner_open = _end(span, low=weight > 0)
            if inner is None or (outer is not None and (inner - outer) * weight < 0):
                inner, inner_open = outer, outer_open
            if inner is None:
                return None
            excess += weight * inner
            opens += inner_open
            if label >= 0:
                drops.append((label, None if outer is None else weight * (inner - outer), inner_open - outer_open))
        if excess < 0 or (excess == 0 and not opens):
            return None
        kept = []
        for label, gain, fewer in drops:
            left = None if gain is None else excess - gain
            if left is not None and (left > 0 or (left == 0 and opens - fewer > 0)):
                excess, opens = left, opens - fewer
            else:
                kept.append(label)
        return kept

    def region(self, kept: Collection[int], near: Core) -> tuple[Network, list[int]]:
        """The rows of `near` with the statements `kept`, propagated, and which unknowns of the component it holds."""
        network, _, _, unknowns = self._region(kept, near)
        network.run()
        return network, unknowns

    def _region(self, kept: Collection[int], near: Core) -> tuple[Network, list[int], list[int], list[int]]:
        whole = self.network
        rows, labels = sorted(near.rows), sorted(kept)
        unknowns: dict[int, int] = {}
        for row in rows:
            if whole.rows[row].label < 0 or whole.rows[row].label in kept:
                for unknown in whole.rows[row].unknowns:
                    unknowns.setdefault(unknown, len(unknowns))
        for label in labels:
            for unknown, _ in whole.statements[label]:
                unknowns.setdefault(unknown, len(unknowns))
        position = {label: index for index, label in enumerate(labels)}
        here = [row for row in rows if whole.rows[row].label < 0 or whole.rows[row].label in position]
        free = self._without_statements()
        network = Network(
            [free.span(unknown) for unknown in unknowns],
            [_moved_row(whole.rows[row], unknowns, position) for row in here],
            [_moved(whole.statements[label], unknowns) for label in labels],
            whole=[unknowns[unknown] for unknown in whole.whole if unknown in unknowns] if whole.whole else (),
        )
        network.limit = whole.limit
        return network, here, labels, list(unknowns)

    def _without_statements(self) -> Network:
        """What the relations and ranges alone leave of every unknown."""
        if self._free is None:
            whole = self.network
            self._free = Network(whole.ranges, [r for r in whole.rows if r.label < 0], [], whole=whole.whole)
            self._free.limit = whole.limit
            self._hopeless = self._free.run()
        return self._free


def _is_apart(first: Span, second: Span) -> bool:
    """True when no value lies in both."""
    for one, other in ((first, second), (second, first)):
        if one.low is not None and other.high is not None:
            is_open = one.low_open or other.high_open
            if one.low > other.high or (one.low == other.high and is_open):
                return True
    return False


def _end(span: Span, *, low: bool) -> tuple[Fraction | int | None, int]:
    return (span.low, int(span.low_open)) if low else (span.high, int(span.high_open))


def _moved(statement: Statement, unknowns: dict[int, int]) -> Statement:
    return [(unknowns[unknown], span) for unknown, span in statement]


def _moved_row(row: Row, unknowns: dict[int, int], labels: dict[int, int]) -> Row:
    moved = tuple([unknowns[unknown] for unknown in row.unknowns])
    return Row(moved, row.coefficients, row.relation, row.constant, labels.get(row.label, -1), row.origin)


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
        return bounds.hull([_bound(low, high) for low, high in found]) if found else bounds.EVERYTHING

    def _reach_by_solver(self, kept: Sequence[int], name: str) -> Bound:
        rows = range(self.count, self.count + len(self.hard))
        try:
            low, high = self.session().reach([*kept, *rows], name)
        except OverflowError:
            return bounds.EVERYTHING
        return _bound(low, high)

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
        whole: Collection[str] = (),
        limit_ms: int = 2000,
    ) -> None:
        super().__init__(hard, statements, whole=whole, limit_ms=limit_ms)
        self._trees = TreeOracle(network)

    def without(self, dropped: Collection[int]) -> Core | None:
        """See `Oracle`."""
        return self._trees.without(dropped) or super().without(dropped)


def _bound(low: End | None, high: End | None) -> Bound:
    return Bound(
        None if low is None else low.value,
        None if high is None else high.value,
        low is not None and low.is_open,
        high is not None and high.is_open,
    )


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
