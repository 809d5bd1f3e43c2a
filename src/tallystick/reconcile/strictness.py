"""Which statements of relations rounding may excuse: equations, and sums of several figures against a limit."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum, auto

from tallystick.expressions import walk
from tallystick.expressions.nodes import Call, Compare, Node
from tallystick.meaning.formula import Either, Every, Formula, Linear
from tallystick.model import Relation
from tallystick.reconcile.components import Other
from tallystick.solving.rows import EQUAL, Row


class Excuse(Enum):
    """When rounding may excuse what a relation says of figures."""

    NEVER = auto()  # it asks for that: `exactly:`
    SUMS = auto()  # an inequality: where a side adds up several figures, which carry the rounding of all
    ALWAYS = auto()  # an equation


def excuse_of(relation: Relation, node: Node) -> Excuse:
    """When rounding may excuse a relation.

    >>> from tallystick.expressions import parse
    >>> [excuse_of(Relation("r", ""), parse(text)).name for text in ("a == b + c", "near(a, b, 5 %)", "a <= b")]
    ['ALWAYS', 'ALWAYS', 'SUMS']
    """
    if relation.exactly:
        return Excuse.NEVER
    return Excuse.ALWAYS if any(_equates(part) for part in walk(node)) else Excuse.SUMS


def _equates(part: Node) -> bool:
    if isinstance(part, Compare):
        return "==" in part.relations
    return isinstance(part, Call) and part.function == "near"


def is_strict(said: Row | Other, excuse: Excuse) -> bool:
    """True when what a relation says of one group is held against the figures as they are written."""
    if excuse is Excuse.SUMS:
        return not (_has_several(said.coefficients) if isinstance(said, Row) else _adds_up(said.formula))
    return excuse is Excuse.NEVER


def _adds_up(formula: Formula) -> bool:
    match formula:
        case Linear(terms, relation, _):
            return relation != EQUAL and _has_several([value for _, value in terms])
        case Every(parts) | Either(parts):
            return any(map(_adds_up, parts))
    return False


def _has_several(coefficients: Collection[int]) -> bool:
    """True when one side of a row adds up several figures."""
    above = sum(1 for value in coefficients if value > 0)
    return above > 1 or len(coefficients) - above > 1
