"""What can hold together in one component, and what cannot: the question all of reconciling asks.

Trees of linear rows are answered by propagation (`trees`), everything else by cases and elimination, and what
is too large for that by z3, under a limit (`case_oracles`). An oracle that cannot tell raises `Undecided`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from tallystick.errors import NotDecidable
from tallystick.model import Bound
from tallystick.solving.rows import Core

NOTHING: frozenset[int] = frozenset()


class Undecided(NotDecidable):
    """The solver gave up within its limits."""

    def __init__(self) -> None:
        super().__init__("the solver gave up within its limits", fix="allow it more time")


class Oracle(Protocol):
    """Answers for the statements 0 … count - 1 of one component."""

    @property
    def count(self) -> int:
        """How many statements it has."""
        ...

    @property
    def is_quick(self) -> bool:
        """True when propagation answers most questions, so that many may be asked."""
        ...

    def without(self, dropped: Collection[int]) -> Core | None:
        """Why all statements but `dropped` cannot hold together; None when they can."""
        ...

    def only(self, kept: Collection[int], near: Core) -> Core | None:
        """Why the statements `kept`, all out of `near`, cannot hold together; None when they can."""
        ...

    def shrunk(self, core: Core) -> Core | None:
        """A minimal core within `core` that is found in one pass; None when its statements must be tried."""
        ...


class ComponentOracle(Oracle, Protocol):
    """An oracle that also knows how far the unknowns of its component reach, by their places in it."""

    @property
    def is_complete(self) -> bool:
        """True when propagation decides everything, so that what it leaves of an unknown is all that is left."""
        ...

    def under(self, labels: Collection[int], rows: Collection[int]) -> Core | None:
        """Why some statements cannot hold together under some of the rows; None when they can."""
        ...

    def reach(self, dropped: Collection[int], place: int) -> Bound:
        """What all statements but `dropped` leave of an unknown; everything where that is not decided."""
        ...

    def left(self, kept: Collection[int], near: Core, place: int) -> Bound | None:
        """What the statements `kept`, all out of `near`, leave of an unknown; None where they say nothing of it."""
        ...

    def derived(self, kept: Collection[int], near: Core) -> Sequence[tuple[int, Bound]]:
        """The unknowns that follow from `kept`, all out of `near`, in order of deduction; none but from propagation."""
        ...

    def moved(self, place: int) -> Bound | None:
        """What propagation left of an unknown when it was last asked; None where no row moved it."""
        ...
