"""Linear rows over numbered unknowns, and the intervals the unknowns lie in. Imports only the standard library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import NamedTuple

Number = int | Fraction
STRICT, LESS, EQUAL = "<", "<=", "=="


# Named tuples, not dataclasses: large systems have as many as claims, and they are made in half the time.
class Row(NamedTuple):
    """Σ coefficient · unknown `relation` constant; `label` is the statement it is, -1 for a relation."""

    unknowns: tuple[int, ...]
    coefficients: tuple[int, ...]
    relation: str
    constant: Number
    label: int = -1
    origin: int = -1  # which relation it comes from


def row_of(
    unknowns: Sequence[int],
    terms: Sequence[Fraction],
    relation: str,
    constant: Fraction,
    *,
    label: int = -1,
    origin: int = -1,
) -> Row:
    """A row in whole numbers."""
    factor = lcm(*(term.denominator for term in terms), constant.denominator)
    whole = tuple(int(term * factor) for term in terms)
    return Row(tuple(unknowns), whole, relation, int(constant * factor), label, origin)


class Span(NamedTuple):
    """The interval that a range leaves or a statement says; None where it is open to infinity."""

    low: Number | None = None
    high: Number | None = None
    low_open: bool = False
    high_open: bool = False


Statement = Sequence[tuple[int, Span]]  # what one label says of which unknowns


@dataclass(frozen=True, slots=True)
class Core:
    """Statements and rows that cannot hold together; not yet minimal."""

    labels: frozenset[int]
    rows: frozenset[int]


def value_within(span: Span) -> Number:
    """A value between the ends, one of them where it may be."""
    low, high = span.low, span.high
    if low is not None and not span.low_open:
        return low
    if high is not None and not span.high_open:
        return high
    if low is not None:
        return low + 1 if high is None else Fraction(low + high) / 2
    return 0 if high is None else high - 1


def obeys(row: Row, values: Sequence[Number]) -> bool:
    """True when the values make the row true."""
    total = sum(
        [coefficient * values[place] for place, coefficient in zip(row.unknowns, row.coefficients, strict=True)]
    )
    if row.relation == EQUAL:
        return total == row.constant
    return total < row.constant if row.relation == STRICT else total <= row.constant


def whole_end(value: Number, *, is_open: bool, low: bool) -> int:
    """The first whole number within an end."""
    if low:
        whole = -(-value.numerator // value.denominator)
        return whole + 1 if is_open and whole == value else whole
    whole = value.numerator // value.denominator
    return whole - 1 if is_open and whole == value else whole


def whole_span(span: Span) -> Span:
    """The whole numbers of a span, whose ends are then closed."""
    low = None if span.low is None else whole_end(span.low, is_open=span.low_open, low=True)
    high = None if span.high is None else whole_end(span.high, is_open=span.high_open, low=False)
    return Span(low, high)
