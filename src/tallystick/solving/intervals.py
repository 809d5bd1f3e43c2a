"""Bounds as propagation and elimination read them, and back."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tallystick.model import Bound
from tallystick.solving.elimination import End
from tallystick.solving.rows import Number, Span


def exact_number(value: Fraction | None) -> Number | None:
    """The value, as an int where it is one: whole numbers are several times as fast."""
    return value if value is None or value.denominator != 1 else value.numerator


def span_of(bound: Bound) -> Span:
    """A bound as propagation reads it."""
    return Span(exact_number(bound.low), exact_number(bound.high), bound.low_open, bound.high_open)


def bound_of(span: Span) -> Bound:
    """What propagation has come to, as a bound."""
    low, high = (None if end is None else Fraction(end) for end in (span.low, span.high))
    return Bound(low, high, span.low_open, span.high_open)


def upper_ends(bound: Bound) -> Iterator[tuple[Fraction, str, int]]:
    """(value, relation, sign) of each end: sign · x `relation` sign · value; a point is one equation."""
    if bound.is_point and bound.low is not None:
        yield bound.low, "==", 1
        return
    if bound.high is not None:
        yield bound.high, "<" if bound.high_open else "<=", 1
    if bound.low is not None:
        yield bound.low, "<" if bound.low_open else "<=", -1


def bound_between(low: End | None, high: End | None) -> Bound:
    """The bound with the two ends that elimination has found."""
    return Bound(
        None if low is None else low.value,
        None if high is None else high.value,
        low is not None and low.is_open,
        high is not None and high.is_open,
    )
