"""What can hold together in one component, and what cannot: the question all of reconciling asks.

Trees of linear rows are answered by propagation (`trees`), everything else by cases and elimination, and what
is too large for that by z3, under a limit (`cases`). An oracle that cannot tell raises `Undecided`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from tallystick.solving.rows import Core

NOTHING: frozenset[int] = frozenset()


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
