"""Rows that break a rule: floats find those that surely do and those in doubt, and only these are judged exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tallystick.bridges.frames import Expr, Frame, Row


@dataclass(frozen=True, slots=True)
class Sieve:
    """What floats can tell of a rule, and who decides the rest.

    `decides` takes the distinct rows of `cells` where there is doubt, and says which of them break the rule.
    """

    sure: Expr
    doubt: Expr | None = None
    cells: Mapping[str, Expr] | None = None
    decides: Callable[[Sequence[Row]], Sequence[bool]] | None = None


def broken(frame: Frame, sieve: Sieve) -> Expr:
    """True in every row that breaks the rule, exactly; never null."""
    sure = frame.filled(sieve.sure, value=False)
    if sieve.doubt is None or sieve.cells is None or sieve.decides is None:
        return sure
    doubt = frame.filled(sieve.doubt, value=False)
    rows = frame.rows(sieve.cells, where=doubt)
    if not rows:
        return sure
    verdicts = sieve.decides(rows)
    wrong = [row for row, breaks in zip(rows, verdicts, strict=True) if breaks]
    right = [row for row, breaks in zip(rows, verdicts, strict=True) if not breaks]
    cells = list(sieve.cells.values())
    # The shorter list: at the edge of what print allows, nearly all rows come to the same.
    if len(wrong) <= len(right):
        return sure | (doubt & frame.among(cells, wrong))
    return sure | (doubt & ~frame.among(cells, right))
