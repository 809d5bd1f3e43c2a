"""What the names of an expression stand for, to whoever translates it. Imports only `model` and `bounds`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tallystick.bounds import EVERYTHING
from tallystick.errors import NotDecidable
from tallystick.meaning.formula import Among, Formula
from tallystick.model import Bound, Kind


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a name stands for: one unknown, its kind, and what is known of its value in its unit."""

    name: str
    kind: Kind = Kind.QUANTITY
    unit: str = ""
    values: tuple[str, ...] = ()  # all words a category may be; () when any word is possible
    bound: Bound = EVERYTHING
    word: str = ""  # the word it is, where that is known


@dataclass(frozen=True, slots=True)
class Rivals:
    """The unknown to be ranked, those it is ranked among, and whether there may be more that nobody claims."""

    own: Symbol
    others: Sequence[Sequence[Symbol]]  # one group for each rival: all that is said of it
    is_open: bool = False


class Names(Protocol):
    """Gives names their unknowns; what a kind of names cannot tell raises `NotDecidable`."""

    def one(self, name: str) -> Symbol:
        """The unknown a name stands for by itself."""
        ...

    def each(self, names: Sequence[str], by: Sequence[str] = ()) -> Iterator[Names]:
        """Every choice of what the names may stand for together, as an aggregate takes them.

        Args:
            names: All that one argument of an aggregate names.
            by: Only choices that agree with this one in these dimensions.
        """
        ...

    def size(self, names: Sequence[str]) -> int | None:
        """How many choices there are of what the names stand for; None where nobody knows."""
        return sum(1 for _ in self.each(names))

    def missing(self, name: str) -> Formula:
        """That a name has no value."""
        return Among(absence(name), frozenset({"true"}))

    def implied(self, name: str) -> Symbol:
        """The unknown with what everything else says of it."""
        return self.one(name)

    def rivals(self, name: str, by: str) -> Rivals:
        """What a name is ranked among: those another name stands for, or those along a dimension."""
        raise NotDecidable(f"rank({name}, {by}) needs claims to rank among")

    def unit_of(self, occurrence: str, unit: str) -> str:  # noqa: ARG002 - readings are for checks
        """The reading of an ambiguous unit where it was written."""
        return unit


@dataclass(frozen=True, slots=True)
class Chosen(Names):
    """Names of which some stand for one choice."""

    names: Names
    chosen: Mapping[str, Symbol]

    def one(self, name: str) -> Symbol:
        """See `Names`."""
        return self.chosen.get(name) or self.names.one(name)

    def each(self, names: Sequence[str], by: Sequence[str] = ()) -> Iterator[Names]:
        """See `Names`."""
        return self.names.each(names, by)

    def size(self, names: Sequence[str]) -> int | None:
        """See `Names`."""
        return self.names.size(names)

    def missing(self, name: str) -> Formula:
        """See `Names`."""
        return self.names.missing(name)

    def rivals(self, name: str, by: str) -> Rivals:
        """See `Names`."""
        return self.names.rivals(name, by)


def absence(name: str) -> str:
    """The unknown that says whether `name` has no value."""
    return f"{name} is missing"
