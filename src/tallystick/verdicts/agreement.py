"""What print excuses: equalities, and sums beside a limit, that the rounding of printed figures explains.

DESIGN §4, "Print agrees, or it does not"; docs/decisions/0004-print-agrees.md. Imports `solving` and below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tallystick.meaning import polynomials
from tallystick.meaning.amounts import Amount, Unknowns
from tallystick.meaning.formula import FALSE, TRUE
from tallystick.meaning.statements import All, Any, Comparison, Fact, One, Opposite, Statement, Unsettled
from tallystick.model import Verdict
from tallystick.solving.allowance import Allowance
from tallystick.solving.kleene import Intervals, can_be

HOLDS, BREAKS, UNKNOWN = Verdict.HOLDS, Verdict.BREAKS, Verdict.UNKNOWN
_STRICT = {"==": ("<", ">"), "<=": ("<",), "<": ("<",), ">=": (">",), ">": (">",)}
Swap = Callable[[Comparison, Comparison, bool], Statement]


@dataclass(frozen=True, slots=True)
class Read:
    """A statement with the unknowns it speaks of, under one reading of print."""

    statement: Statement
    unknowns: Unknowns


def soften(written: Read, rounded: Read, *, allowance: Allowance) -> Statement:
    """The statement as written, without the comparisons that hold in print only.

    One that breaks, but need not for every value a limit allows, is left open.
    """

    def swap(mine: Comparison, twin: Comparison, positive: bool) -> Statement:  # noqa: FBT001 - called by `_swapped`
        if not positive or Intervals(written.unknowns).judge(mine).verdict is HOLDS:
            return mine
        if mine.is_equality:
            excused = agrees(twin, rounded.unknowns, allowance=allowance)
        else:
            excused = _sum_agrees(mine, twin, rounded.unknowns, allowance=allowance)
        if not excused:
            return mine
        return Fact(TRUE, mine.at) if _is_settled(mine, written.unknowns) else Unsettled(_SOME, mine.at)

    return _swapped(written.statement, rounded.statement, swap)


_SOME = "true in print for some of the values the claims allow, false for others"


def agrees(found: Comparison, unknowns: Unknowns, *, allowance: Allowance) -> bool:
    """True when a comparison of printed figures holds with room to spare, in more than a point."""
    sides = _STRICT.get(found.relation, ())
    return bool(sides) and all(can_be(found, side, unknowns, allowance=allowance) for side in sides)


def _sum_agrees(mine: Comparison, twin: Comparison, unknowns: Unknowns, *, allowance: Allowance) -> bool:
    """An inequality one of whose sides adds up several printed numbers, by the rounding those carry together."""
    added = [_adds_several(side) for side in (twin.first, twin.second)]
    if mine.relation == "!=" or not any(added):
        return False
    first, second = (theirs if adds else own for adds, theirs, own in zip(
        added, (twin.first, twin.second), (mine.first, mine.second), strict=True))  # fmt: skip
    mixed = replace(twin, first=first, second=second)
    return agrees(mixed, unknowns, allowance=allowance)


def _adds_several(side: Amount) -> bool:
    """True for a sum of two or more figures that print leaves open, all counted one way."""
    terms = [value for monomial, value in side.top.items() if monomial]
    return len(terms) > 1 and (all(value > 0 for value in terms) or all(value < 0 for value in terms))


def _is_settled(found: Comparison, unknowns: Unknowns) -> bool:
    """True when every claim in it is one number as written: only then is rounding all that is open."""
    waiting = [found.first, found.second]
    while waiting:
        part = waiting.pop()
        for key in polynomials.unknowns(part.top) | polynomials.unknowns(part.bottom):
            made = unknowns.made(key)
            if made is None or made.function in ("date", "rank"):
                return False
            waiting.extend(made.parts)
    return True


def never_refuted(written: Read, softened: Statement, widened: Read) -> Statement:
    """The widened statement in which equalities that hold (as written or in print) still do, and sums excused too."""
    judge = Intervals(written.unknowns)

    def swap(mine: Comparison, twin: Comparison, positive: bool) -> Statement:  # noqa: ARG001, FBT001 - as above
        return Fact(TRUE, twin.at) if mine.is_equality and judge.judge(mine).verdict is HOLDS else twin

    return _swapped(softened, widened.statement, swap, keep_twin=True)


def never_touching(written: Read, widened: Read, *, allowance: Allowance) -> Statement:
    """The widened statement in which equalities whose intervals only touch break, as they do in print."""

    def swap(mine: Comparison, twin: Comparison, positive: bool) -> Statement:  # noqa: FBT001 - as above
        touches = positive and mine.is_equality and not agrees(twin, widened.unknowns, allowance=allowance)
        return Fact(FALSE, twin.at) if touches and not _holds(written, mine) else twin

    return _swapped(written.statement, widened.statement, swap, keep_twin=True)


def _holds(read: Read, found: Comparison) -> bool:
    return Intervals(read.unknowns).judge(found).verdict is HOLDS


def _swapped(
    mine: Statement, twin: Statement, swap: Swap, *, positive: bool = True, keep_twin: bool = False
) -> Statement:
    """Two readings of one statement walked together; what `swap` makes of their comparisons.

    `keep_twin`: what is no comparison in both is taken from the second, but what print excused.
    """
    match mine, twin:
        case Comparison(), Comparison():
            return swap(mine, twin, positive)
        case (All(parts), All(others)) | (Any(parts), Any(others)) if len(parts) == len(others):
            found = _each(parts, others, swap, (positive, keep_twin))
            return All(found, mine.at) if isinstance(mine, All) else Any(found, mine.at)
        case One(parts), One(others) if len(parts) == len(others):
            return One(_each(parts, others, swap, (False, keep_twin)), mine.at)
        case Opposite(part), Opposite(other):
            return Opposite(_swapped(part, other, swap, positive=not positive, keep_twin=keep_twin), mine.at)
    return twin if keep_twin and not isinstance(mine, Fact) else mine


def _each(
    parts: Iterable[Statement], others: Iterable[Statement], swap: Swap, settings: tuple[bool, bool]
) -> tuple[Statement, ...]:
    positive, keep_twin = settings
    pairs = zip(parts, others, strict=True)
    return tuple(_swapped(part, other, swap, positive=positive, keep_twin=keep_twin) for part, other in pairs)
