"""Whether linear rows can hold together, by exact elimination, and which of them cannot. Imports nothing.

Equations are solved for an unknown and put into the rest (Gauss); an unknown with only inequalities is
eliminated by joining each row that bounds it from below with each that bounds it from above
(Fourier-Motzkin). Every row carries a mask of the labels it came from, so that a contradiction names them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

MAX_ROWS = 200
MAX_JOINS = 10_000
LESS, STRICT, EQUAL = 0, 1, 2
RELATIONS = {"<=": LESS, "<": STRICT, "==": EQUAL}


@dataclass(slots=True)
class Row:
    """Σ terms `relation` constant, from the labels of `mask`; never changed once made."""

    terms: dict[str, int]
    relation: int
    constant: int
    mask: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether all can hold (None: not decided), and if not, the labels that cannot."""

    feasible: bool | None
    mask: int = 0


@dataclass(frozen=True, slots=True)
class End:
    """One end of a projection: value, whether it is left out, and the labels that make it."""

    value: Fraction
    is_open: bool
    mask: int


FEASIBLE = Outcome(feasible=True)
UNDECIDED = Outcome(feasible=None)


@dataclass(slots=True)
class Effort:
    """How many rows may still be joined, over all cases of one question."""

    left: int = MAX_JOINS


class _Contradiction(Exception):
    def __init__(self, mask: int) -> None:
        self.mask = mask


class _TooLarge(Exception):
    pass


def decide_rows(rows: Iterable[Row], whole: Collection[str] = (), effort: Effort | None = None) -> Outcome:
    """Whether the rows can hold together.

    Args:
        rows: Over real unknowns, but for those in `whole`.
        whole: Unknowns that are whole numbers.
        effort: What is left to spend; without it, a fresh one.

    >>> decide_rows([Row({"x": 1}, STRICT, 1, 1), Row({"x": -1}, LESS, -1, 2)])
    Outcome(feasible=False, mask=3)
    """
    try:
        _, exact = _eliminate(list(rows), whole, "", effort or Effort())
    except _Contradiction as found:
        return Outcome(feasible=False, mask=found.mask)
    except _TooLarge:
        return UNDECIDED
    return FEASIBLE if exact else UNDECIDED


def project(
    rows: Iterable[Row], name: str, whole: Collection[str] = (), effort: Effort | None = None
) -> tuple[End | None, End | None] | None:
    """The least and the greatest value of one unknown; None when the rows cannot hold together.

    Raises:
        OverflowError: There are too many rows to eliminate.
    """
    try:
        left, _ = _eliminate(list(rows), whole, name, effort or Effort())
    except _Contradiction:
        return None
    except _TooLarge:
        raise OverflowError from None
    low: End | None = None
    high: End | None = None
    for row in left:
        coefficient = row.terms[name]
        end = End(Fraction(row.constant, coefficient), row.relation == STRICT, row.mask)
        if (coefficient < 0 or row.relation == EQUAL) and (low is None or _key(end, 1) > _key(low, 1)):
            low = end
        if (coefficient > 0 or row.relation == EQUAL) and (high is None or _key(end, -1) < _key(high, -1)):
            high = end
    if low is not None and high is not None and (low.value, low.is_open or high.is_open) > (high.value, False):
        return None
    return low, high


def _key(end: End, side: int) -> tuple[Fraction, int]:
    return end.value, side * end.is_open


def _eliminate(rows: list[Row], whole: Collection[str], keep: str, effort: Effort) -> tuple[list[Row], bool]:
    exact = True
    rows = _reduced(rows, whole)
    while True:
        equation = _best_equation(rows, whole, keep)
        if equation is not None:
            chosen, name = equation
            exact = exact and _solves_exactly(chosen, name, whole)
            rest = [_put_in(row, chosen, name) if name in row.terms else row for row in rows if row is not chosen]
            rows = _reduced(rest, whole)
            continue
        name = _cheapest(rows, keep)
        if not name:
            return rows, exact
        exact = exact and (name not in whole or _joins_exactly(rows, name, whole))
        rows = _reduced(_joined(rows, name, effort), whole)
        if len(rows) > MAX_ROWS:
            raise _TooLarge


def _best_equation(rows: list[Row], whole: Collection[str], keep: str) -> tuple[Row, str] | None:
    """The shortest equation with an unknown to solve for; a coefficient of one first."""
    best: tuple[tuple[bool, int], Row, str] | None = None
    for row in rows:
        if row.relation != EQUAL:
            continue
        for name, coefficient in row.terms.items():
            if name == keep:
                continue
            rank = (abs(coefficient) != 1 or (name not in whole and any(n in whole for n in row.terms)), len(row.terms))
            if best is None or rank < best[0]:
                best = rank, row, name
    return None if best is None else (best[1], best[2])


def _solves_exactly(row: Row, name: str, whole: Collection[str]) -> bool:
    if name not in whole:
        # A real unknown takes up whatever the whole ones leave.
        return True
    return abs(row.terms[name]) == 1 and all(other in whole for other in row.terms)


def _joins_exactly(rows: list[Row], name: str, whole: Collection[str]) -> bool:
    """True when no whole value is lost: all coefficients on one side are 1 and the rows are whole (Pugh 1991)."""
    mine = [row for row in rows if name in row.terms]
    if not all(other in whole for row in mine for other in row.terms):
        return all(len(row.terms) == 1 for row in mine)
    return all(row.terms[name] >= -1 for row in mine) or all(row.terms[name] <= 1 for row in mine)


def _put_in(row: Row, equation: Row, name: str) -> Row:
    """`row` with `name` replaced by what `equation` says it is."""
    pivot, mine = equation.terms[name], row.terms[name]
    scale, factor = (pivot, mine) if pivot > 0 else (-pivot, -mine)
    terms = {other: value * scale for other, value in row.terms.items()}
    for other, value in equation.terms.items():
        terms[other] = terms.get(other, 0) - factor * value
    constant = row.constant * scale - factor * equation.constant
    return Row({n: v for n, v in terms.items() if v}, row.relation, constant, row.mask | equation.mask)


def _cheapest(rows: list[Row], keep: str) -> str:
    """The unknown whose elimination adds the fewest rows; "" when none is left."""
    counts: dict[str, list[int]] = {}
    for row in rows:
        for name, coefficient in row.terms.items():
            counts.setdefault(name, [0, 0])[coefficient > 0] += 1
    counts.pop(keep, None)
    if not counts:
        return ""
    return min(counts, key=lambda name: (counts[name][0] * counts[name][1] - sum(counts[name]), name))


def _joined(rows: list[Row], name: str, effort: Effort) -> list[Row]:
    below = [row for row in rows if row.terms.get(name, 0) < 0]
    above = [row for row in rows if row.terms.get(name, 0) > 0]
    effort.left -= len(below) * len(above)
    if effort.left < 0 or len(below) * len(above) > 4 * MAX_ROWS:
        raise _TooLarge
    kept = [row for row in rows if name not in row.terms]
    kept.extend(_join(low, high, name) for low in below for high in above)
    return kept


def _join(low: Row, high: Row, name: str) -> Row:
    a, b = high.terms[name], -low.terms[name]
    terms = {other: value * a for other, value in low.terms.items()}
    for other, value in high.terms.items():
        terms[other] = terms.get(other, 0) + b * value
    relation = max(low.relation, high.relation)
    constant = low.constant * a + high.constant * b
    return Row({n: v for n, v in terms.items() if v}, relation, constant, low.mask | high.mask)


def _reduced(rows: Iterable[Row], whole: Collection[str]) -> list[Row]:
    """The rows in lowest terms, of equal left sides only the tightest.

    Raises:
        _Contradiction: A row without unknowns is false.
    """
    best: dict[tuple[bool, frozenset[tuple[str, int]]], Row] = {}
    for row in rows:
        if not row.terms:
            _check_constant(row)
            continue
        lowest = _in_lowest_terms(row, whole)
        key = (lowest.relation == EQUAL, frozenset(lowest.terms.items()))
        known = best.get(key)
        if known is None:
            best[key] = lowest
        elif lowest.relation == EQUAL:
            if lowest.constant != known.constant:
                raise _Contradiction(lowest.mask | known.mask)
        elif (lowest.constant, -lowest.relation) < (known.constant, -known.relation):
            best[key] = lowest
    return list(best.values())


def _check_constant(row: Row) -> None:
    holds = {LESS: row.constant >= 0, STRICT: row.constant > 0, EQUAL: row.constant == 0}[row.relation]
    if not holds:
        raise _Contradiction(row.mask)


def _in_lowest_terms(row: Row, whole: Collection[str]) -> Row:
    divisor = gcd(*row.terms.values())
    relation, constant = row.relation, row.constant
    if whole and all(name in whole for name in row.terms):
        if relation == EQUAL and constant % divisor:
            raise _Contradiction(row.mask)
        if relation == STRICT:
            relation, constant = LESS, constant - 1
        if relation == LESS:
            # Whole numbers: the left side is a multiple of the divisor.
            constant = constant // divisor * divisor
    else:
        divisor = gcd(divisor, constant)
    if relation == EQUAL and next(iter(sorted(row.terms.items())))[1] < 0:
        divisor = -divisor
    if divisor == 1:
        return (
            row
            if constant == row.constant and relation == row.relation
            else Row(row.terms, relation, constant, row.mask)
        )
    return Row({n: v // divisor for n, v in row.terms.items()}, relation, constant // divisor, row.mask)
