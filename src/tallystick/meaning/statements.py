"""Statements with units resolved: comparisons of amounts, facts about words, and how they combine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tallystick.expressions.nodes import Node
from tallystick.meaning.amounts import Amount
from tallystick.meaning.formula import Formula


@dataclass(frozen=True, slots=True)
class Demand:
    """What must be true for a statement to mean anything: `amount relation 0`; `says` what is wrong where it is not."""

    amount: Amount
    relation: str
    says: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """`first relation second`, both in one unit; an equality is what print may agree on (DESIGN §4)."""

    first: Amount
    relation: str
    second: Amount
    demands: tuple[Demand, ...] = ()
    is_equality: bool = False
    at: Node | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement that is no comparison: about words or missing values, or decided already."""

    formula: Formula
    at: Node | None = None


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What cannot be told, and why."""

    reason: str
    at: Node | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Statement, ...]
    at: Node | None = None


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Statement, ...]
    at: Node | None = None


@dataclass(frozen=True, slots=True)
class One:
    """Exactly one part holds."""

    parts: tuple[Statement, ...]
    at: Node | None = None


@dataclass(frozen=True, slots=True)
class Opposite:
    """The part does not hold."""

    part: Statement
    at: Node | None = None


Statement = Comparison | Fact | Unsettled | All | Any | One | Opposite


def comparisons(statement: Statement) -> Iterator[Comparison]:
    """Every comparison of a statement, in order."""
    waiting: list[Statement] = [statement]
    while waiting:
        part = waiting.pop()
        match part:
            case Comparison():
                yield part
            case All(parts) | Any(parts) | One(parts):
                waiting.extend(reversed(parts))
            case Opposite(inner):
                waiting.append(inner)


def together(parts: Sequence[Statement], at: Node | None = None) -> Statement:
    """The conjunction; the part itself when there is one only."""
    return parts[0] if len(parts) == 1 else All(tuple(parts), at)
