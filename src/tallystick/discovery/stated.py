"""What a document states about its own figures: one relation, its evidence, and the words a message needs.

A statement is a tree of `expressions.nodes` in which a figure's id is a name: `f7 == f4 + f5 + f6`. Growth and
shares are calls (`growth(now, before)`, `share(part, whole)`), so that no figure stands twice in a sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tallystick.expressions.nodes import Call, Compare, Name, Node, Number, Product, Sum
from tallystick.model import Bound, Evidence, Quantity, Severity


@dataclass(frozen=True, slots=True)
class Stated:
    """One relation that a document states between figures, not yet judged.

    Attributes:
        code: The finding when it breaks, as TB01.
        statement: A comparison over figures' ids.
        evidence: What states it.
        because: The words, or the agreement, for the message: "'Total'", "its parts make it in 2017 and 2018".
        subject: Id of the figure that the others must make, where the finding stands; the first one, if "".
        tick: The letter of the report: F C Δ % T P D U W.
        severity: Of the finding; "" takes that of the evidence (words: error, agreement: warning, likeness: note).
        says: What differs, in place of the message made from the statement.
        fix: One thing to do, in place of the rule's.
        weight: How surely it is meant; of two broken ones over one subject the heavier is told.
        otherwise: Other readings of the same words; the tie breaks only where all of them do.
    """

    code: str
    statement: Compare
    evidence: Evidence
    because: str = ""
    subject: str = ""
    tick: str = ""
    severity: Severity | None = None
    says: str = ""
    fix: str = ""
    weight: int = 0
    otherwise: tuple[Compare, ...] = ()


def _names(ids: Sequence[str]) -> tuple[Name, ...]:
    return tuple(Name(one) for one in ids)


def number(value: Fraction | int, unit: str = "") -> Number:
    """A number of a statement; exact."""
    exact = Fraction(value)
    return Number(Quantity(Bound(exact, exact), unit, text=str(value)))


def total(ids: Sequence[str], signs: Sequence[int] = ()) -> Node:
    """The figures added up, each with its sign (all plus when none is given)."""
    chosen = tuple(signs) or (1,) * len(ids)
    return Name(ids[0]) if len(ids) == 1 and chosen == (1,) else Sum(_names(ids), chosen)


def product(ids: Sequence[str]) -> Node:
    """The figures multiplied."""
    return Product(_names(ids), (1,) * len(ids))


def quotient(above: str, below: str) -> Node:
    """One figure over another."""
    return Product(_names((above, below)), (1, -1))


def growth(now: str, before: str) -> Node:
    """By how many percent a figure is above an earlier one."""
    return Call("growth", _names((now, before)))


def share(part: str, whole: str) -> Node:
    """How many percent of a whole a part is."""
    return Call("share", _names((part, whole)))


def mean(ids: Sequence[str]) -> Node:
    """The mean of figures."""
    return Call("mean", _names(ids))


def equals(subject: str, other: Node) -> Compare:
    """`subject == other`."""
    return Compare((Name(subject), other), ("==",))


def compares(left: Node, relation: str, right: Node) -> Compare:
    """`left relation right`, for an order."""
    return Compare((left, right), (relation,))
