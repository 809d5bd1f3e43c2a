"""In what order rows are visited. Imports only `rows`.

Along a tree to and fro, so that each way round is one pass: first come first served takes as many visits as the
square of a chain that is stated in reverse. On cycles first come first served, which meets short contradictions first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from heapq import heappop, heappush

from tallystick.solving.rows import Row


class Turns:
    """The rows still to be visited, at first all of them, in turn."""

    def __init__(self, rows: int) -> None:
        self._waiting = deque(range(rows))
        self._queued = bytearray(b"\1") * rows

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def push(self, row: int) -> None:
        """Visit a row, unless it waits already."""
        if not self._queued[row]:
            self._queued[row] = 1
            self._waiting.append(row)

    def pop(self) -> int:
        """The next row, which waits no longer."""
        row = self._waiting.popleft()
        self._queued[row] = 0
        return row


class Sweeps:
    """The rows still to be visited, at first all of them, to and fro along the tree they form.

    Args:
        rows: Of a network.
        rows_of: The rows that each unknown stands in.
    """

    def __init__(self, rows: Sequence[Row], rows_of: Sequence[tuple[int, ...]]) -> None:
        self._row_at = _from_the_leaves(rows, rows_of)
        self._rank = _inverse(self._row_at)
        self._queued = bytearray(b"\1") * len(rows)
        self._forwards = True
        self._at = -1
        # Ranks ahead on this way, and behind for the way back; those of the way back are negative.
        self._ahead, self._behind = list(range(len(rows))), list[int]()

    def __bool__(self) -> bool:
        return bool(self._ahead or self._behind)

    def push(self, row: int) -> None:
        """Visit a row, unless it waits already."""
        if self._queued[row]:
            return
        self._queued[row] = 1
        rank = self._rank[row]
        is_ahead = rank > self._at if self._forwards else rank < self._at
        heappush(self._ahead if is_ahead else self._behind, rank if is_ahead == self._forwards else -rank)

    def pop(self) -> int:
        """The next row, which waits no longer."""
        if not self._ahead:
            self._forwards = not self._forwards
            self._ahead, self._behind = self._behind, self._ahead
        key = heappop(self._ahead)
        self._at = key if self._forwards else -key
        row = self._row_at[self._at]
        self._queued[row] = 0
        return row


def _from_the_leaves(rows: Sequence[Row], rows_of: Sequence[tuple[int, ...]]) -> Sequence[int]:
    """The rows, those farthest from the first of their component first."""
    if max(map(len, rows_of), default=0) <= 1:
        return range(len(rows))
    order: list[int] = []
    seen, met = bytearray(len(rows)), bytearray(len(rows_of))
    for first in range(len(rows)):
        if seen[first]:
            continue
        seen[first] = 1
        waiting = deque((first,))
        while waiting:
            row = waiting.popleft()
            order.append(row)
            for unknown in rows[row].unknowns:
                if not met[unknown]:
                    met[unknown] = 1
                    for other in rows_of[unknown]:
                        if not seen[other]:
                            seen[other] = 1
                            waiting.append(other)
    order.reverse()
    return order


def _inverse(order: Sequence[int]) -> Sequence[int]:
    if isinstance(order, range):
        return order
    places = [0] * len(order)
    for place, row in enumerate(order):
        places[row] = place
    return places
