"""Exact interval propagation over linear rows that remembers why each end is where it is.

Complete where the rows form a tree (no two ways between two unknowns): then what propagation does not
refute can hold. On cycles it is cut off after a number of steps and hands over. Statements can be dropped
and put back; only what rested on them is propagated again. Imports only the standard library.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

Number = int | Fraction
LOW, HIGH = 0, 1
STRICT, LESS, EQUAL = "<", "<=", "=="


@dataclass(frozen=True, slots=True)
class Row:
    """Σ coefficient · unknown `relation` constant; `label` is the statement it is, -1 for a relation."""

    unknowns: tuple[int, ...]
    coefficients: tuple[int, ...]
    relation: str
    constant: Number
    label: int = -1
    origin: int = -1  # which relation it comes from


@dataclass(frozen=True, slots=True)
class Ends:
    """An unknown's interval, as a range or as a statement says."""

    unknown: int
    low: Number | None = None
    high: Number | None = None
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class Core:
    """Statements and rows that cannot hold together; not yet minimal."""

    labels: frozenset[int]
    rows: frozenset[int]


# One entry in the history of an end: value, open, row (-1: a statement or range), label (-1: a range), clock.
_Entry = tuple[Number, bool, int, int, int]


class Network:
    """Unknowns, rows and statements, propagated as far as it goes.

    Args:
        ranges: One per unknown, in order.
        rows: Over those unknowns.
        statements: The intervals each label states; a label may speak of several unknowns.
    """

    def __init__(
        self,
        ranges: Sequence[Ends],
        rows: Sequence[Row],
        statements: Sequence[Sequence[Ends]],
        *,
        whole: Collection[int] = (),
    ) -> None:
        self.rows = rows
        self.ranges = ranges
        self.statements = statements
        self.whole = frozenset(whole)
        count = len(ranges)
        # ends[side][unknown] is the present end or None; history holds what led to it.
        self.values: tuple[list[Number | None], list[Number | None]] = ([None] * count, [None] * count)
        self.opens: tuple[list[bool], list[bool]] = ([False] * count, [False] * count)
        self.history: tuple[list[list[_Entry] | None], list[list[_Entry] | None]] = ([None] * count, [None] * count)
        self.rows_of: list[list[int]] = [[] for _ in range(count)]
        self.stated: list[list[int]] = [[] for _ in range(count)]
        self.rows_labelled: dict[int, list[int]] = {}
        for index, row in enumerate(rows):
            for unknown in row.unknowns:
                self.rows_of[unknown].append(index)
            if row.label >= 0:
                self.rows_labelled.setdefault(row.label, []).append(index)
        for label, ends in enumerate(statements):
            for end in ends:
                self.stated[end.unknown].append(label)
        self.dropped: set[int] = set()
        self.blocked: set[int] = set()
        self.limit: int | None = None  # visits of rows in one run; on cycles propagation may never end
        self.clock = 0
        self.queue: deque[int] = deque(range(len(rows)))
        self.queued = bytearray(b"\1") * len(rows)
        self.unsaid: deque[int] = deque(range(len(statements)))
        self._start_ranges()

    def _start_ranges(self) -> None:
        self.contradiction: Core | None = None
        for ends in self.ranges:
            if ends.low is not None or ends.high is not None:
                self._apply(ends, -1)

    # --- dropping and putting back ------------------------------------------------------

    def set_dropped(self, dropped: Collection[int]) -> Core | None:
        """Propagate with all statements but `dropped`; the core of a contradiction, or None."""
        wanted = set(dropped)
        away = wanted - self.dropped
        back = self.dropped - wanted
        self.dropped = wanted
        if away:
            self._retract(away)
        self._say_again(back)
        return self.run()

    def _say_again(self, labels: Iterable[int]) -> None:
        for label in sorted(labels):
            self.unsaid.append(label)
            for row in self.rows_labelled.get(label, ()):
                self._enqueue(row)

    def _retract(self, labels: set[int]) -> None:
        """Forget the ends that rest on the labels, and all that followed from those."""
        waiting: list[tuple[int, int]] = []
        seen: set[tuple[int, int]] = set()
        for label in labels:
            for ends in self.statements[label]:
                waiting += [
                    (side, ends.unknown) for side in (LOW, HIGH) if self._rests_on_label(side, ends.unknown, label)
                ]
            for row in self.rows_labelled.get(label, ()):
                waiting += self._followers(row)
        while waiting:
            side, unknown = waiting.pop()
            if (side, unknown) in seen:
                continue
            seen.add((side, unknown))
            for row in self.rows_of[unknown]:
                waiting += self._followers(row)
        self._forget(seen)

    def _rests_on_label(self, side: int, unknown: int, label: int) -> bool:
        return any(entry[3] == label and entry[2] < 0 for entry in self.history[side][unknown] or ())

    def _followers(self, row: int) -> list[tuple[int, int]]:
        return [
            (side, unknown)
            for unknown in self.rows[row].unknowns
            for side in (LOW, HIGH)
            if any(entry[2] == row for entry in self.history[side][unknown] or ())
        ]

    def _forget(self, ends: set[tuple[int, int]]) -> None:
        again: dict[int, None] = {}
        for side, unknown in ends:
            self.values[side][unknown] = None
            self.opens[side][unknown] = False
            self.history[side][unknown] = None
        for _, unknown in sorted(ends):
            again.update(dict.fromkeys(label for label in self.stated[unknown] if label not in self.dropped))
            for row in self.rows_of[unknown]:
                self._enqueue(row)
        for unknown in {unknown for _, unknown in ends}:
            self._apply(self.ranges[unknown], -1)
        self.unsaid.extend(again)

    def _enqueue(self, row: int) -> None:
        if not self.queued[row]:
            self.queued[row] = 1
            self.queue.append(row)

    # --- propagating --------------------------------------------------------------------

    def run(self) -> Core | None:
        """Propagate until nothing moves, or `limit` is reached; the core of a contradiction, or None."""
        while self.unsaid:
            label = self.unsaid[0]
            if label not in self.dropped:
                for ends in self.statements[label]:
                    core = self._apply(ends, label)
                    if core is not None:
                        return core
            self.unsaid.popleft()
        left = -1 if self.limit is None else self.limit
        while self.queue and left:
            left -= 1
            row = self.queue.popleft()
            if self.rows[row].label in self.dropped or row in self.blocked:
                self.queued[row] = 0
                continue
            core = self._visit(row)
            if core is not None:
                self.queue.appendleft(row)
                return core
            self.queued[row] = 0
        return None

    def leave(self, labels: Iterable[int], rows: Iterable[int]) -> None:
        """Look no further at these statements and rows; what was moved stays moved."""
        self.dropped.update(labels)
        self.blocked.update(rows)

    def moved_by_rows(self, unknown: int) -> bool:
        """True when a row has tightened an end of the unknown."""
        return any(
            history and history[-1][2] >= 0 for history in (self.history[LOW][unknown], self.history[HIGH][unknown])
        )

    @property
    def settled(self) -> bool:
        """True when nothing is left to propagate."""
        return not self.queue and not self.unsaid

    def _apply(self, ends: Ends, label: int) -> Core | None:
        if ends.low is not None:
            core = self._move(LOW, ends.unknown, ends.low, is_open=ends.low_open, row=-1, label=label)
            if core is not None:
                return core
        if ends.high is not None:
            return self._move(HIGH, ends.unknown, ends.high, is_open=ends.high_open, row=-1, label=label)
        return None

    def _move(self, side: int, unknown: int, value: Number, *, is_open: bool, row: int, label: int) -> Core | None:
        """Tighten one end; the core when nothing is left between the two ends."""
        if unknown in self.whole:
            value, is_open = _to_whole(value, is_open, side)
        known = self.values[side][unknown]
        if known is not None and (
            ((value < known) == (side == LOW)) if value != known else (not is_open or self.opens[side][unknown])
        ):
            return None
        other = self.values[1 - side][unknown]
        if other is not None and (
            (value > other if side == LOW else value < other)
            or (value == other and (is_open or self.opens[1 - side][unknown]))
        ):
            return self._clash(side, unknown, row, label)
        if row >= 0 or label >= 0:
            # A range needs no reason: it always holds.
            self._remember(side, unknown, (value, is_open, row, label))
        self.values[side][unknown] = value
        self.opens[side][unknown] = is_open
        for index in self.rows_of[unknown]:
            if index != row and not self.queued[index]:
                self.queued[index] = 1
                self.queue.append(index)
        return None

    def _remember(self, side: int, unknown: int, moved: tuple[Number, bool, int, int]) -> None:
        self.clock += 1
        entry = (*moved, self.clock)
        history = self.history[side][unknown]
        if history is None:
            self.history[side][unknown] = [entry]
        else:
            history.append(entry)

    def _visit(self, index: int) -> Core | None:
        row = self.rows[index]
        core = self._visit_one_way(index, row, 1)
        if core is None and row.relation == EQUAL:
            core = self._visit_one_way(index, row, -1)
        return core

    def _visit_one_way(self, index: int, row: Row, sign: int) -> Core | None:
        """Tighten through sign · row read as `<=`: a term can be no more than what the least of the rest leaves."""
        total: Number = 0
        opens, free = int(row.relation == STRICT), -1
        for place, (unknown, coefficient) in enumerate(zip(row.unknowns, row.coefficients, strict=True)):
            near = LOW if (coefficient > 0) == (sign > 0) else HIGH
            value = self.values[near][unknown]
            if value is not None:
                total += coefficient * value
                opens += self.opens[near][unknown]
            elif free >= 0:
                return None
            else:
                free = place
        slack = row.constant - total if sign > 0 else total - row.constant
        if free >= 0:
            return self._bound_term(index, free, slack, sign, is_open=opens > 0)
        if slack < 0 or (slack == 0 and opens):
            return self._trace(index, sign)
        return self._bound_terms(index, row, slack, sign, opens)

    def _bound_terms(self, index: int, row: Row, slack: Number, sign: int, opens: int) -> Core | None:
        for place, (unknown, whole) in enumerate(zip(row.unknowns, row.coefficients, strict=True)):
            coefficient = whole * sign
            side = LOW if coefficient > 0 else HIGH
            near, far = self.values[side][unknown], self.values[1 - side][unknown]
            if near is None:
                continue
            if far is not None:
                gap = (far - near) * coefficient
                if gap < slack or (gap == slack and not opens):
                    continue
            is_open = opens - self.opens[side][unknown] > 0
            core = self._bound_term(index, place, slack + coefficient * near, sign, is_open=is_open)
            if core is not None:
                return core
        return None

    def _bound_term(self, index: int, place: int, room: Number, sign: int, *, is_open: bool) -> Core | None:
        row = self.rows[index]
        coefficient = row.coefficients[place] * sign
        value: Number = room if coefficient == 1 else -room if coefficient == -1 else _quotient(room, coefficient)
        side = HIGH if coefficient > 0 else LOW
        return self._move(side, row.unknowns[place], value, is_open=is_open, row=index, label=row.label)

    # --- reasons ------------------------------------------------------------------------

    def _clash(self, side: int, unknown: int, row: int, label: int) -> Core:
        """The core of an end that would pass the opposite one."""
        waiting: list[tuple[int, int, int]] = [(1 - side, unknown, self.clock + 1)]
        if row < 0:
            return self._collect(waiting, {label} if label >= 0 else set(), set())
        waiting += self._antecedents(row, unknown, side, self.clock + 1)
        return self._collect(waiting, {label} if label >= 0 else set(), {row})

    def _trace(self, row: int, sign: int) -> Core:
        waiting = [
            (LOW if (coefficient > 0) == (sign > 0) else HIGH, unknown, self.clock + 1)
            for unknown, coefficient in zip(self.rows[row].unknowns, self.rows[row].coefficients, strict=True)
        ]
        label = self.rows[row].label
        return self._collect(waiting, {label} if label >= 0 else set(), {row})

    def _antecedents(self, row: int, unknown: int, side: int, before: int) -> list[tuple[int, int, int]]:
        """The ends of the other terms from which `row` moved an end of `unknown`."""
        found = []
        here = self.rows[row]
        mine = here.coefficients[here.unknowns.index(unknown)]
        # A high end of a positive term comes from the least of the others; turn round for the rest.
        sign = 1 if (side == HIGH) == (mine > 0) else -1
        for other, coefficient in zip(here.unknowns, here.coefficients, strict=True):
            if other != unknown:
                found.append((LOW if (coefficient > 0) == (sign > 0) else HIGH, other, before))
        return found

    def _collect(self, waiting: list[tuple[int, int, int]], labels: set[int], rows: set[int]) -> Core:
        seen: set[tuple[int, int, int]] = set()
        while waiting:
            side, unknown, before = waiting.pop()
            entry = next((e for e in reversed(self.history[side][unknown] or ()) if e[4] < before), None)
            if entry is None or (side, unknown, entry[4]) in seen:
                continue
            seen.add((side, unknown, entry[4]))
            _, _, row, label, clock = entry
            if label >= 0:
                labels.add(label)
            if row >= 0:
                rows.add(row)
                waiting += self._antecedents(row, unknown, side, clock)
        return Core(frozenset(labels), frozenset(rows))


def _quotient(value: Number, divisor: int) -> Number:
    result = Fraction(value) / divisor
    return result.numerator if result.denominator == 1 else result


def _to_whole(value: Number, is_open: bool, side: int) -> tuple[int, bool]:  # noqa: FBT001
    if side == LOW:
        whole = -(-value.numerator // value.denominator)
        return (whole + 1 if is_open and whole == value else whole), False
    whole = value.numerator // value.denominator
    return (whole - 1 if is_open and whole == value else whole), False
