"""Exact decisions on small systems; the only door to z3, which is imported when it is first needed.

`kleene.judge` judges a statement by intervals, `search.decide` formulas by cases and elimination, and `z3door`
what is too large or curved for that. `can_hold` asks the last two.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tallystick.meaning.formula import Formula, linear
from tallystick.model import Bound
from tallystick.solving import search
from tallystick.solving.allowance import Allowance
from tallystick.solving.elimination import Outcome

__all__ = ["bound_rows", "can_hold"]

LIMIT_MS = 500


def bound_rows(name: str, bound: Bound) -> tuple[Formula, ...]:
    """That an unknown lies within an interval, as rows."""
    if bound.is_point and bound.low is not None:
        return (linear({name: 1}, "==", bound.low),)
    low = () if bound.low is None else (linear({name: 1}, ">" if bound.low_open else ">=", bound.low),)
    high = () if bound.high is None else (linear({name: 1}, "<" if bound.high_open else "<=", bound.high),)
    return low + high


def can_hold(formulas: Sequence[Formula], *, whole: Collection[str] = (), limit_ms: int = LIMIT_MS) -> bool | None:
    """Whether the formulas can hold together; None when that is not decided."""
    outcome: Outcome = search.decide([(formula, 0) for formula in formulas], whole)
    if outcome.feasible is not None or limit_ms <= 0:
        return outcome.feasible
    from tallystick.solving.z3door import Session

    session = Session(whole, allowance=Allowance(question_ms=limit_ms))
    for formula in formulas:
        session.add(formula)
    return session.check(()).feasible
