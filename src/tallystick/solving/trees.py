"""Components whose rows form a tree: propagation alone decides what can hold together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from tallystick import bounds
from tallystick.model import Bound
from tallystick.solving.intervals import bound_of
from tallystick.solving.propagation import Network
from tallystick.solving.rows import Core, Row, Span

NOTHING: frozenset[int] = frozenset()


class TreeOracle:
    """Propagation over a component whose rows form a tree, where it is complete.

    Args:
        network: The component.
    """

    is_quick = True
    is_complete = True

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
        region, rows, labels, unknowns = self._region(kept, near)
        core = region.run()
        if core is None:
            return None
        behind = self._without_statements().rows_behind(unknowns)
        return Core(frozenset(labels[label] for label in core.labels), behind.union(rows[row] for row in core.rows))

    def shrunk(self, core: Core) -> Core | None:
        """See `Oracle`; for one that rests on a single relation's row."""
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
                return Core(frozenset(kept), core.rows | free.rows_behind(row.unknowns))
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

    def under(self, labels: Collection[int], rows: Collection[int]) -> Core | None:
        """See `ComponentOracle`."""
        return self.network.part(labels, [row for row in rows if row < len(self.network.rows)])

    def reach(self, dropped: Collection[int], place: int) -> Bound:
        """See `ComponentOracle`."""
        if self.without(dropped) is not None:
            return bounds.EVERYTHING
        return bound_of(self.network.span(place))

    def left(self, kept: Collection[int], near: Core, place: int) -> Bound | None:
        """See `ComponentOracle`."""
        region, _, _, unknowns = self._region(kept, near)
        region.run()
        return bound_of(region.span(unknowns.index(place))) if place in unknowns else None

    def derived(self, kept: Collection[int], near: Core) -> Sequence[tuple[int, Bound]]:
        """See `ComponentOracle`."""
        region, _, _, unknowns = self._region(kept, near)
        region.run()
        times = {place: region.trail.last_by_row(place) for place in range(len(unknowns))}
        moved = sorted((place for place, time in times.items() if time >= 0), key=times.__getitem__)
        return [(unknowns[place], bound_of(region.span(place))) for place in moved]

    def moved(self, place: int) -> Bound | None:
        """See `ComponentOracle`."""
        return bound_of(self.network.span(place)) if self.network.moved_by_rows(place) else None

    def _region(self, kept: Collection[int], near: Core) -> tuple[Network, list[int], list[int], list[int]]:
        whole = self.network
        rows, labels = sorted(near.rows), sorted(kept)
        unknowns: dict[int, int] = {}
        position = {label: index for index, label in enumerate(labels)}
        here = [row for row in rows if whole.rows[row].label < 0 or whole.rows[row].label in position]
        for unknown in whole.spoken_of(labels, here):
            unknowns[unknown] = len(unknowns)
        free = self._without_statements()
        network = whole.excerpt(labels, here, [free.span(unknown) for unknown in unknowns], unknowns)
        return network, here, labels, list(unknowns)

    def _without_statements(self) -> Network:
        """What the relations and ranges alone leave of every unknown."""
        if self._free is None:
            whole = self.network
            self._free = Network(whole.ranges, [r for r in whole.rows if r.label < 0], [], whole=whole.whole)
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
