"""What the names of an expression stand for, to whoever translates it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tallystick.model import Kind


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a name stands for: one unknown, its kind and the unit its values are in."""

    name: str
    kind: Kind = Kind.QUANTITY
    unit: str = ""
    values: tuple[str, ...] = ()  # all words a category may be; () when any word is possible
    positive: bool = False  # never below zero


class Symbols(Protocol):
    """Gives names their unknowns."""

    def all(self, name: str) -> Sequence[Symbol]:
        """Every unknown a name stands for, inside an aggregate."""
        ...

    def peers(self, name: str, by: str) -> tuple[Symbol, Sequence[Symbol]]:
        """The unknown to be ranked, and those it is ranked among along the dimension `by`."""
        ...
