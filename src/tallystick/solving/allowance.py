"""The time that all searches of one run share: what is not decided when it is spent stays undecided, and is said to.

Only the time of searches counts: what takes long without one ends by itself. Imports only the standard library.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

DEFAULT_S = 60.0
QUESTION_MS = 2000  # for one question put to the solver; one hard question must not starve all the others


@dataclass(slots=True)
class Allowance:
    """So many seconds for all questions together, and so many milliseconds for one of them."""

    seconds: float = DEFAULT_S
    question_ms: int = QUESTION_MS
    spent: float = 0.0
    whole: Allowance | None = None  # of which it is a part

    @property
    def left(self) -> float:
        """Seconds that are left, of the whole as well."""
        mine = self.seconds - self.spent
        return mine if self.whole is None else min(mine, self.whole.left)

    @property
    def is_spent(self) -> bool:
        """True when nothing is left."""
        return self.left <= 0

    def part(self, parts: int) -> Allowance:
        """One of so many parts of it."""
        return Allowance(self.seconds / parts, self.question_ms, whole=self)

    def next_ms(self) -> int:
        """How long the next question may take; at least a millisecond, since none means for ever to a solver."""
        return max(1, int(min(1000 * self.left, self.question_ms)))

    @contextmanager
    def searching(self) -> Iterator[None]:
        """Count the time that is spent inside."""
        start = monotonic()
        try:
            yield
        finally:
            self.spend(monotonic() - start)

    def spend(self, seconds: float) -> None:
        """Count time that has been spent."""
        self.spent += seconds
        if self.whole is not None:
            self.whole.spend(seconds)
