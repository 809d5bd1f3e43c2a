"""Why each end of each unknown is where it is: every move in order of time, with its reason.

Two numbers for each move, whatever the system holds: a row that moved it or a statement that said it, and
the move of the same end before it. Imports only the standard library.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator

LOW, HIGH = 0, 1
NEVER = -1


def said_by(label: int) -> int:
    """The reason of an end that a statement says itself; a row's is its index."""
    return -1 - label


class Trail:
    """The moves of both ends of so many unknowns; a move's number is its time."""

    def __init__(self, unknowns: int) -> None:
        self.latest = (array("i", [NEVER]) * unknowns, array("i", [NEVER]) * unknowns)
        self._reasons = array("i")
        self._earlier = array("i")

    @property
    def now(self) -> int:
        """The time of the next move."""
        return len(self._reasons)

    def add(self, side: int, unknown: int, reason: int) -> None:
        """Note that an end has moved."""
        latest = self.latest[side]
        self._earlier.append(latest[unknown])
        latest[unknown] = len(self._reasons)
        self._reasons.append(reason)

    def forget(self, side: int, unknown: int) -> None:
        """Take back all moves of an end."""
        self.latest[side][unknown] = NEVER

    def moves(self, side: int, unknown: int) -> Iterator[tuple[int, int]]:
        """(time, reason) of each move of an end, the last one first."""
        time = self.latest[side][unknown]
        while time >= 0:
            yield time, self._reasons[time]
            time = self._earlier[time]

    def last_reason(self, side: int, unknown: int) -> int:
        """Why an end is where it is; negative when no row has put it there."""
        time = self.latest[side][unknown]
        return self._reasons[time] if time >= 0 else NEVER

    def rests_on(self, side: int, unknown: int, reason: int) -> bool:
        """True when the reason has moved the end."""
        # Asked for every term of every row that is taken back: a plain loop is a third of a generator.
        time = self.latest[side][unknown]
        while time >= 0 and self._reasons[time] != reason:
            time = self._earlier[time]
        return time >= 0

    def last_by_row(self, unknown: int) -> int:
        """When a row last moved an end of the unknown; `NEVER` when none did."""
        times = (time for side in (LOW, HIGH) for time, reason in self.moves(side, unknown) if reason >= 0)
        return max(times, default=NEVER)
