"""Exact interval propagation over linear rows that remembers why each end is where it is.

Complete where the rows form a tree (no two ways between two unknowns): then what propagation does not
refute can hold. On cycles it is cut off after a number of steps and hands over. Statements can be dropped
and put back; only what rested on them is propagated again. Imports only the standard library.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from tallystick.solving.agenda import Sweeps, Turns
from tallystick.solving.rows import (
    EQUAL,
    STRICT,
    Core,
    Number,
    Row,
    Span,
    Statement,
    obeys,
    value_within,
    whole_end,
)
from tallystick.solving.trail import HIGH, LOW, Trail, said_by


class Network:
    """Unknowns, rows and statements, propagated as far as it goes.

    Args:
        ranges: One per unknown, in order.
        rows: Over those unknowns.
        statements: What each label says.
        whole: The unknowns that are whole numbers.
        limit: Visits of rows in one run; on cycles propagation may never end. None for a tree.
    """

    def __init__(
        self,
        ranges: Sequence[Span],
        rows: Sequence[Row],
        statements: Sequence[Statement],
        *,
        whole: Collection[int] = (),
        limit: int | None = None,
    ) -> None:
        self.rows = rows
        self.ranges = ranges
        self.statements = statements
        self.whole = frozenset(whole)
        # By side, then by unknown: the present end or None, whether it is open, and what has led to it.
        self.values: tuple[list[Number | None], list[Number | None]] = (
            [span.low for span in ranges],
            [span.high for span in ranges],
        )
        self.opens = bytearray(span.low_open for span in ranges), bytearray(span.high_open for span in ranges)
        for unknown in self.whole:
            self._start(LOW, unknown)
            self._start(HIGH, unknown)
        self.trail = Trail(len(ranges))
        self.rows_of = _rows_of(rows, len(ranges))
        self.rows_labelled: dict[int, list[int]] = {}
        for index, row in enumerate(rows):
            if row.label >= 0:
                self.rows_labelled.setdefault(row.label, []).append(index)
        self._labels_of: list[list[int]] | None = None  # made when something is first taken back
        self.dropped: set[int] = set()
        self.blocked: set[int] = set()
        self.limit = limit
        self.agenda = Sweeps(rows, self.rows_of) if limit is None else Turns(len(rows))
        self.unsaid: deque[int] = deque(range(len(statements)))

    def _start(self, side: int, unknown: int) -> None:
        """Put an end where the range has it."""
        span = self.ranges[unknown]
        value, is_open = (span.low, span.low_open) if side == LOW else (span.high, span.high_open)
        if value is not None and unknown in self.whole:
            value, is_open = whole_end(value, is_open=is_open, low=side == LOW), False
        self.values[side][unknown] = value
        self.opens[side][unknown] = is_open

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
                self.agenda.push(row)

    def _retract(self, labels: set[int]) -> None:
        """Forget the ends that rest on the labels, and all that followed from those."""
        waiting: list[tuple[int, int]] = []
        rows: set[int] = set()
        for label in labels:
            for unknown, _ in self.statements[label]:
                waiting += [
                    (side, unknown) for side in (LOW, HIGH) if self.trail.rests_on(side, unknown, said_by(label))
                ]
            rows.update(self.rows_labelled.get(label, ()))
        for row in rows:
            waiting += self._followers(row)
        seen: set[tuple[int, int]] = set()
        while waiting:
            end = waiting.pop()
            seen.add(end)
            for row in self.rows_of[end[1]]:
                if row not in rows:
                    rows.add(row)
                    waiting += self._followers(row)
        self._forget(seen)

    def _followers(self, row: int) -> list[tuple[int, int]]:
        return [
            (side, unknown)
            for unknown in self.rows[row].unknowns
            for side in (LOW, HIGH)
            if self.trail.rests_on(side, unknown, row)
        ]

    def _forget(self, ends: set[tuple[int, int]]) -> None:
        again: dict[int, None] = {}
        for side, unknown in ends:
            self.trail.forget(side, unknown)
            self._start(side, unknown)
        for unknown in sorted({unknown for _, unknown in ends}):
            again.update(dict.fromkeys(label for label in self._labels(unknown) if label not in self.dropped))
            for row in self.rows_of[unknown]:
                self.agenda.push(row)
        self.unsaid.extend(again)

    def _labels(self, unknown: int) -> list[int]:
        """The labels that state something of an unknown."""
        if self._labels_of is None:
            self._labels_of = [[] for _ in self.ranges]
            for label, statement in enumerate(self.statements):
                for one, _ in statement:
                    self._labels_of[one].append(label)
        return self._labels_of[unknown]

    # --- propagating --------------------------------------------------------------------

    def run(self) -> Core | None:
        """Propagate until nothing moves, or `limit` is reached; the core of a contradiction, or None."""
        while self.unsaid:
            label = self.unsaid[0]
            if label not in self.dropped:
                for unknown, span in self.statements[label]:
                    core = self._apply(unknown, span, label)
                    if core is not None:
                        return core
            self.unsaid.popleft()
        left = -1 if self.limit is None else self.limit
        while self.agenda and left:
            left -= 1
            row = self.agenda.pop()
            if self.rows[row].label in self.dropped or row in self.blocked:
                continue
            core = self._visit(row)
            if core is not None:
                self.agenda.push(row)
                return core
        return None

    # --- parts ----------------------------------------------------------------------------

    def spoken_of(self, labels: Iterable[int], rows: Iterable[int]) -> list[int]:
        """The unknowns that some rows and statements speak of, in order of mention."""
        found = dict.fromkeys(unknown for row in rows for unknown in self.rows[row].unknowns)
        found.update(dict.fromkeys(unknown for label in labels for unknown, _ in self.statements[label]))
        return list(found)

    def excerpt(
        self, labels: Sequence[int], rows: Sequence[int], ranges: Sequence[Span], unknowns: Mapping[int, int]
    ) -> Network:
        """Some statements and rows alone, by their places in `labels` and `rows`; not yet propagated.

        Args:
            ranges: Of the unknowns, in their new order.
            unknowns: The new place of each unknown that the rows and statements speak of.
        """
        position = {label: index for index, label in enumerate(labels)}
        return Network(
            ranges,
            [_moved_row(self.rows[row], unknowns, position) for row in rows],
            [[(unknowns[unknown], span) for unknown, span in self.statements[label]] for label in labels],
            whole=[unknowns[unknown] for unknown in self.whole if unknown in unknowns] if self.whole else (),
            limit=self.limit,
        )

    def part(self, labels: Iterable[int], rows: Iterable[int]) -> Core | None:
        """Why some statements cannot hold together under some rows; None when propagation does not refute it."""
        wanted = set(labels)
        kept = sorted(wanted)
        here = [row for row in sorted(rows) if self.rows[row].label < 0 or self.rows[row].label in wanted]
        unknowns = {unknown: place for place, unknown in enumerate(self.spoken_of(kept, here))}
        core = self.excerpt(kept, here, [self.ranges[unknown] for unknown in unknowns], unknowns).run()
        if core is None:
            return None
        return Core(frozenset(kept[label] for label in core.labels), frozenset(here[row] for row in core.rows))

    def rows_behind(self, unknowns: Iterable[int]) -> frozenset[int]:
        """The rows that have led to the present ends of some unknowns."""
        ends = [(side, unknown, self.trail.now) for unknown in unknowns for side in (LOW, HIGH)]
        return self._collect(ends, set(), set()).rows

    def leave(self, labels: Iterable[int], rows: Iterable[int]) -> None:
        """Look no further at these statements and rows; what was moved stays moved."""
        self.dropped.update(labels)
        self.blocked.update(rows)

    def moved_by_rows(self, unknown: int) -> bool:
        """True when a row has put an end of the unknown where it is."""
        return self.trail.last_reason(LOW, unknown) >= 0 or self.trail.last_reason(HIGH, unknown) >= 0

    def is_met(self) -> bool:
        """True when values taken straight from the ends obey every row; False says nothing."""
        values = [value_within(self.span(unknown)) for unknown in range(len(self.ranges))]
        return all(obeys(row, values) for row in self.rows if row.label < 0 or row.label not in self.dropped)

    def span(self, unknown: int) -> Span:
        """The interval propagation has come to."""
        (low, high), (low_open, high_open) = self.values, self.opens
        return Span(low[unknown], high[unknown], bool(low_open[unknown]), bool(high_open[unknown]))

    def _apply(self, unknown: int, span: Span, label: int) -> Core | None:
        core = None
        if span.low is not None:
            core = self._move(LOW, unknown, span.low, is_open=span.low_open, row=-1, label=label)
        if core is None and span.high is not None:
            core = self._move(HIGH, unknown, span.high, is_open=span.high_open, row=-1, label=label)
        return core

    def _move(self, side: int, unknown: int, value: Number, *, is_open: bool, row: int, label: int) -> Core | None:
        """Tighten one end; the core when nothing is left between the two ends."""
        if unknown in self.whole:
            value, is_open = whole_end(value, is_open=is_open, low=side == LOW), False
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
            self.trail.add(side, unknown, row if row >= 0 else said_by(label))
        self.values[side][unknown] = value
        self.opens[side][unknown] = is_open
        for index in self.rows_of[unknown]:
            if index != row:
                self.agenda.push(index)
        return None

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
        waiting = [(1 - side, unknown, self.trail.now)]
        if row >= 0:
            waiting += self._antecedents(row, unknown, side, self.trail.now)
        return self._collect(waiting, {label} if label >= 0 else set(), {row} if row >= 0 else set())

    def _trace(self, index: int, sign: int) -> Core:
        row = self.rows[index]
        waiting = [
            (LOW if (coefficient > 0) == (sign > 0) else HIGH, unknown, self.trail.now)
            for unknown, coefficient in zip(row.unknowns, row.coefficients, strict=True)
        ]
        return self._collect(waiting, {row.label} if row.label >= 0 else set(), {index})

    def _antecedents(self, row: int, unknown: int, side: int, before: int) -> Iterator[tuple[int, int, int]]:
        """The ends of the other terms from which `row` moved an end of `unknown`."""
        here = self.rows[row]
        mine = here.coefficients[here.unknowns.index(unknown)]
        # A high end of a positive term comes from the least of the others; turn round for the rest.
        sign = 1 if (side == HIGH) == (mine > 0) else -1
        for other, coefficient in zip(here.unknowns, here.coefficients, strict=True):
            if other != unknown:
                yield LOW if (coefficient > 0) == (sign > 0) else HIGH, other, before

    def _collect(self, waiting: list[tuple[int, int, int]], labels: set[int], rows: set[int]) -> Core:
        seen: set[int] = set()
        while waiting:
            side, unknown, before = waiting.pop()
            time, reason = next((one for one in self.trail.moves(side, unknown) if one[0] < before), (-1, 0))
            if time < 0 or time in seen:
                continue
            seen.add(time)
            if reason < 0:
                labels.add(said_by(reason))
                continue
            rows.add(reason)
            if self.rows[reason].label >= 0:
                labels.add(self.rows[reason].label)
            waiting += self._antecedents(reason, unknown, side, time)
        return Core(frozenset(labels), frozenset(rows))


def _rows_of(rows: Sequence[Row], unknowns: int) -> list[tuple[int, ...]]:
    """The rows each unknown stands in; unknowns of one row only share one tuple."""
    found: list[tuple[int, ...]] = [()] * unknowns
    several: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        alone = (index,)
        for unknown in row.unknowns:
            if not found[unknown]:
                found[unknown] = alone
            else:
                several.setdefault(unknown, list(found[unknown])).append(index)
    for unknown, mine in several.items():
        found[unknown] = tuple(mine)
    return found


def _moved_row(row: Row, unknowns: Mapping[int, int], labels: Mapping[int, int]) -> Row:
    moved = tuple([unknowns[unknown] for unknown in row.unknowns])
    return Row(moved, row.coefficients, row.relation, row.constant, labels.get(row.label, -1), row.origin)


def _quotient(value: Number, divisor: int) -> Number:
    result = Fraction(value) / divisor
    return result.numerator if result.denominator == 1 else result
