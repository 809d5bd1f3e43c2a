"""Exact decisions on small systems; the only door to z3, which is imported when it is first needed.

`translate` turns an expression's tree into a formula, `search.decide` judges formulas by cases and elimination,
and `z3door` judges what is too large or curved for that. `decide` asks for the verdict of one statement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tallystick.errors import NotDecidable
from tallystick.expressions.nodes import Node
from tallystick.meaning.formula import Formula, linear, negate
from tallystick.model import Bound, Kind, Verdict
from tallystick.solving import search
from tallystick.solving.allowance import Allowance
from tallystick.solving.elimination import Outcome
from tallystick.solving.symbols import Symbol
from tallystick.solving.translation import translate

__all__ = ["Symbol", "can_hold", "decide", "translate"]

LIMIT_MS = 500


@dataclass(frozen=True, slots=True)
class _Bounded:
    """Names as plain unknowns in the units their bounds are in."""

    units: Mapping[str, str]
    bounds: Mapping[str, Bound]

    def all(self, name: str) -> Sequence[Symbol]:
        bound = self.bounds.get(name)
        if bound is None:
            raise NotDecidable(f"'{name}' has no bounds")
        positive = bound.low is not None and bound.low >= 0
        return (Symbol(name, Kind.QUANTITY, self.units.get(name, ""), positive=positive),)

    def peers(self, name: str, by: str) -> tuple[Symbol, Sequence[Symbol]]:
        raise NotDecidable(f"rank({name}, {by}) needs the claims it ranks among")


def bound_rows(name: str, bound: Bound) -> tuple[Formula, ...]:
    """That an unknown lies within an interval, as rows."""
    if bound.is_point and bound.low is not None:
        return (linear({name: 1}, "==", bound.low),)
    low = () if bound.low is None else (linear({name: 1}, ">" if bound.low_open else ">=", bound.low),)
    high = () if bound.high is None else (linear({name: 1}, "<" if bound.high_open else "<=", bound.high),)
    return low + high


def can_hold(formulas: Sequence[Formula], *, limit_ms: int = LIMIT_MS) -> bool | None:
    """Whether the formulas can hold together; None when that is not decided."""
    outcome: Outcome = search.decide([(formula, 0) for formula in formulas])
    if outcome.feasible is not None or limit_ms <= 0:
        return outcome.feasible
    from tallystick.solving.z3door import Session

    session = Session(allowance=Allowance(question_ms=limit_ms))
    for formula in formulas:
        session.add(formula)
    return session.check(()).feasible


def decide(
    node: Node, bounds: Mapping[str, Bound], *, units: Mapping[str, str] | None = None, limit_ms: int = LIMIT_MS
) -> Verdict | None:
    """The verdict of a statement whose names lie anywhere within their bounds; None when not decided.

    Args:
        node: A statement.
        bounds: By name; in `units`.
        units: By name; a name without one is a plain number.
        limit_ms: For each of the two questions put to z3; 0 keeps z3 out.

    >>> from fractions import Fraction
    >>> from tallystick.expressions import parse
    >>> decide(parse("x * x >= x"), {"x": Bound(Fraction(1), Fraction(3))}).value
    'holds'
    """
    try:
        formula = translate(node, _Bounded(units or {}, bounds))
    except NotDecidable:
        return None
    rows = [row for name, bound in bounds.items() for row in bound_rows(name, bound)]
    can_fail = can_hold([negate(formula), *rows], limit_ms=limit_ms)
    if can_fail is False:
        return Verdict.HOLDS
    can_be = can_hold([formula, *rows], limit_ms=limit_ms)
    if can_be is False:
        return Verdict.BREAKS
    return Verdict.UNKNOWN if can_fail and can_be else None
