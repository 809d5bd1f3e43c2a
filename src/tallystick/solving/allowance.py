"""The time that all searches of one run share: what is not decided when it is spent stays undecided, and is said to.

Imports only the standard library.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

DEFAULT_S = 60.0
QUESTION_MS = 2000  # for one question put to the solver; one hard question must not starve all the others


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many seconds from now on for all questions together, and so many milliseconds for one of them."""

    seconds: float = DEFAULT_S
    question_ms: int = QUESTION_MS
    started: float = field(default_factory=monotonic)

    @property
    def is_spent(self) -> bool:
        """True when nothing is left."""
        return monotonic() - self.started >= self.seconds

    def part(self, parts: int) -> Allowance:
        """One of so many parts of it, from now on; no more than what is left."""
        left = self.seconds - monotonic() + self.started
        return Allowance(min(left, self.seconds / parts), self.question_ms)

    def next_ms(self) -> int:
        """How long the next question may take; at least a millisecond, since none means for ever to a solver."""
        left = 1000 * (self.seconds - monotonic() + self.started)
        return max(1, int(min(left, self.question_ms)))
