"""The tree of an expression: plain records that any layer may walk. Imports only `model`.

Sums, products, `and` and `or` are flat, so a sum of ten thousand terms is one node, not a tower.
Every node carries `span`: its characters in the text, end exclusive; spans do not count in comparing nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from tallystick.model import Period, Quantity

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression, with the characters it was read from."""

    span: Span = field(default=(0, 0), compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number or quantity as written; exact, so its steps are 0."""

    quantity: Quantity

    @property
    def value(self) -> Fraction:
        """The number itself, in `unit`."""
        value = self.quantity.bound.low
        return Fraction(0) if value is None else value

    @property
    def unit(self) -> str:
        """The unit as `units` spells it; "" for a bare number."""
        return self.quantity.unit


@dataclass(frozen=True, slots=True)
class Date(Node):
    """A date or period: `2025-02-24`, `2023-01/2023-06`, `../2022`."""

    period: Period


@dataclass(frozen=True, slots=True)
class Text(Node):
    """Words between quotation marks."""

    text: str


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A word that stands for something: a `given` name, a claim, a measure or a field."""

    name: str


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """The operand with its sign turned."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Two or more terms; a sign of -1 subtracts its term."""

    terms: tuple[Node, ...]
    signs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Product(Node):
    """Two or more factors; a sign of -1 divides by its factor."""

    factors: tuple[Node, ...]
    signs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Power(Node):
    """The base raised to the exponent."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function put to its arguments."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """Operands with a relation between each two neighbours: `0 <= x < 5` has three and two."""

    operands: tuple[Node, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member(Node):
    """The item equals one of the options: `x in {1, 2}`."""

    item: Node
    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Within(Node):
    """The item lies wholly inside the period: `published in 2024`."""

    item: Node
    period: Node


@dataclass(frozen=True, slots=True)
class Missing(Node):
    """The operand has no value."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Not(Node):
    """The operand is false."""

    operand: Node


@dataclass(frozen=True, slots=True)
class And(Node):
    """Every operand is true."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """At least one operand is true."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class IfThen(Node):
    """The consequence holds wherever the condition does, and `otherwise` (if any) where it does not."""

    condition: Node
    consequence: Node
    otherwise: Node | None = None


def children(node: Node) -> tuple[Node, ...]:
    """The parts directly under `node`, in reading order."""
    match node:
        case Sum(terms):
            return terms
        case Product(factors):
            return factors
        case Power(base, exponent):
            return base, exponent
        case Call(_, arguments):
            return arguments
        case Compare(operands) | And(operands) | Or(operands):
            return operands
        case Member(item, options):
            return item, *options
        case Within(item, period):
            return item, period
        case Negate(operand) | Not(operand) | Missing(operand):
            return (operand,)
        case IfThen(condition, consequence, otherwise):
            return (condition, consequence) if otherwise is None else (condition, consequence, otherwise)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """`node` and everything under it, in reading order; needs no deep stack."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(children(here)))


def names(node: Node) -> tuple[str, ...]:
    """The names an expression uses, each once, in reading order.

    >>> x, y = Name("x"), Name("y")
    >>> names(Compare((Sum((x, y), (1, -1)), x), (">=",)))
    ('x', 'y')
    """
    return tuple(dict.fromkeys(part.name for part in walk(node) if isinstance(part, Name)))


def functions(node: Node) -> tuple[str, ...]:
    """The functions an expression calls, each once, in reading order."""
    return tuple(dict.fromkeys(part.function for part in walk(node) if isinstance(part, Call)))
