"""A statement over columns → flags of a row: surely true, surely false, or for fractions to decide.

The statement is the one that checks of claims are made of (`meaning`), so that units and words mean the same. Floats
are carried with a bound of their error, and with the interval that print leaves open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from math import lcm
from operator import add, and_, or_

import narwhals as nw

from tallystick.meaning import polynomials
from tallystick.meaning import statements as say
from tallystick.meaning.amounts import Amount, Unknowns, difference
from tallystick.meaning.formula import FALSE, TRUE, Among
from tallystick.meaning.polynomials import Monomial, Polynomial

_RELATIVE = 1e-12  # more than the rounding of a sum of thousands of doubles
_TRUE, _FALSE = nw.lit(True), nw.lit(False)  # noqa: FBT003 - a literal of the plan
_KNOWN = ("quotient", "abs", "max", "min")


@dataclass(frozen=True, slots=True)
class Cell:
    """A name of a statement as a column: its number, and half of what its print is rounded to.

    `grain`: every value is a whole multiple of it; None where nobody knows.
    """

    value: nw.Expr
    half: nw.Expr
    grain: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Flags:
    """Of a statement and a row: surely true, surely false, for fractions to decide. None of them: a part is missing."""

    true: nw.Expr
    false: nw.Expr
    doubt: nw.Expr


@dataclass(frozen=True, slots=True)
class _Number:
    """A number with a bound of the sieve's own error, and its interval in print."""

    value: nw.Expr
    error: nw.Expr
    low: nw.Expr
    high: nw.Expr


@dataclass(frozen=True, slots=True)
class Sieve:
    """The plan of a statement: its unknowns, the columns that they stand for, and those of words."""

    unknowns: Unknowns
    cells: Mapping[str, Cell]
    words: Mapping[str, str]  # name → column
    sums: frozenset[str] = frozenset()  # unknowns that stand for the sum of several figures
    is_exact: bool = False
    staged: dict[str, nw.Expr] = field(default_factory=dict)  # columns to be made before the flags, that they look at

    def flags(self, statement: say.Statement, *, positive: bool = True) -> Flags:
        """What a row says to a statement."""
        match statement:
            case say.Comparison():
                return self._compared(statement, positive=positive)
            case say.Fact(formula):
                return self._fact(formula)
            case say.All(parts):
                return _all([self.flags(part, positive=positive) for part in parts])
            case say.Any(parts):
                return _opposite(_all([_opposite(self.flags(part, positive=positive)) for part in parts]))
            case say.Opposite(part):
                return _opposite(self.flags(part, positive=not positive))
            case say.Unsettled():
                return Flags(_FALSE, _FALSE, _FALSE)
        return Flags(_FALSE, _FALSE, _TRUE)

    # --- words ------------------------------------------------------------------------

    def _fact(self, formula: object) -> Flags:
        if formula in (TRUE, FALSE):
            return Flags(_TRUE, _FALSE, _FALSE) if formula == TRUE else Flags(_FALSE, _TRUE, _FALSE)
        if isinstance(formula, Among) and formula.name in self.words:
            is_so = nw.col(self.words[formula.name]).is_in(sorted(formula.words))
            true, false = (is_so, ~is_so) if formula.inside else (~is_so, is_so)
            return Flags(_known(true), _known(false), _FALSE)
        return Flags(_FALSE, _FALSE, _TRUE)

    # --- numbers ----------------------------------------------------------------------

    def _compared(self, found: say.Comparison, *, positive: bool) -> Flags:
        """A comparison by the sign of what the sides differ by; of printed figures with what print excuses."""
        made = {key for side in (found.first, found.second) for key in self._made(side)}
        if any(self._function(key) not in _KNOWN for key in made):
            return Flags(_FALSE, _FALSE, _TRUE)
        apart = difference(found.first, found.second)
        whole = self._stage(self._number(apart))
        margin = whole.error
        true, false = self._as_written(found.relation, whole, margin, self._grain(apart))
        excused, refuted = self._in_print(found, whole, margin, positive=positive)
        sure = [self._is_sound(key) for key in sorted(made)] + self._demands(found)
        sound = reduce(and_, sure, _TRUE)
        # Only where print cannot excuse is what is false as written surely false.
        no = false & refuted
        yes = true | excused
        known = ~whole.value.is_null()
        return Flags(_known(sound & yes), _known(sound & no & ~yes), _known(known & ~(sound & (yes | no))))

    def _as_written(
        self, relation: str, whole: _Number, margin: nw.Expr, grain: Fraction | None
    ) -> tuple[nw.Expr, nw.Expr]:
        value = whole.value
        above, below = value > margin, value < -margin
        # A multiple of the grain that is nearer to zero than half of it is zero.
        same = (value.abs() < float(grain) / 2) & (margin < float(grain) / 2) if grain else _FALSE
        match relation:
            case "==":
                return same, above | below
            case "!=":
                return above | below, same
            case "<":
                return below, above | same
            case ">":
                return above, below | same
            case "<=":
                return below | same, above
        return above | same, below

    def _in_print(
        self, found: say.Comparison, whole: _Number, margin: nw.Expr, *, positive: bool
    ) -> tuple[nw.Expr, nw.Expr]:
        """Rows that print surely excuses, and those that it surely does not."""
        if not positive or self.is_exact or found.relation == "!=":
            return _FALSE, _TRUE
        low, high = whole.low, whole.high
        if not found.is_equality:
            if not any(self._adds_several(side) for side in (found.first, found.second)):
                return _FALSE, _TRUE
            low, high = self._of_sums(found, whole)
        room = high - low > 2 * margin
        under, over = low < -margin, high > margin
        sides = {"==": under & over, "<=": under, "<": under, ">=": over, ">": over}[found.relation]
        out = {"==": (low > margin) | (high < -margin), "<=": low > margin, "<": low > margin}
        never = out.get(found.relation, high < -margin)
        excused = room & sides if self._is_tight(found) else _FALSE
        return excused, never | ~(high > low)

    def _of_sums(self, found: say.Comparison, whole: _Number) -> tuple[nw.Expr, nw.Expr]:
        """How far the sides differ when only those that add up several figures are rounded."""
        low = high = whole.value
        for side, sign in ((found.first, 1), (found.second, -1)):
            if self._adds_several(side):
                number = self._stage(self._number(side.top))
                below, above = number.value - number.low, number.high - number.value
                low, high = (low - below, high + above) if sign > 0 else (low - above, high + below)
        return low, high

    def _stage(self, number: _Number) -> _Number:
        """The number by columns of its own, so that the flags repeat no arithmetic."""
        at = len(self.staged)
        names = [f"__c{at + n}" for n in range(4)]
        parts = (number.value, number.error, number.low, number.high)
        self.staged.update(zip(names, parts, strict=True))
        return _Number(*(nw.col(name) for name in names))

    def _adds_several(self, side: Amount) -> bool:
        """True for a sum of several figures, all counted one way, as `verdicts.agreement` has it."""
        terms = [value for monomial, value in side.top.items() if monomial]
        several = len(terms) > 1 or any(set(monomial) & self.sums for monomial in side.top)
        return several and (all(value > 0 for value in terms) or all(value < 0 for value in terms))

    def _number(self, polynomial: Polynomial) -> _Number:
        parts = [self._term(monomial, value) for monomial, value in sorted(polynomial.items())] or [_constant(0)]
        size = reduce(add, (part.value.abs() for part in parts))
        error = reduce(add, (part.error for part in parts)) + size * _RELATIVE
        return _Number(
            reduce(add, (part.value for part in parts)),
            error,
            reduce(add, (part.low for part in parts)),
            reduce(add, (part.high for part in parts)),
        )

    def _term(self, monomial: Monomial, factor: Fraction) -> _Number:
        return reduce(_times, (self._unknown(key) for key in monomial), _constant(factor))

    def _unknown(self, key: str) -> _Number:
        cell = self.cells.get(key)
        if cell is not None:
            return _Number(cell.value, nw.lit(0.0), cell.value - cell.half, cell.value + cell.half)
        made = self.unknowns.made(key)
        if made is None:
            raise KeyError(key)
        parts = [self._amount(part) for part in made.parts]
        return {"quotient": _over, "abs": _size, "max": _greatest, "min": _least}[made.function](parts)

    def _amount(self, amount: Amount) -> _Number:
        top = self._number(amount.top)
        return top if amount.is_plain else _over([top, self._number(amount.bottom)])

    # --- what may be said of it -------------------------------------------------------

    def _function(self, key: str) -> str:
        made = self.unknowns.made(key)
        return made.function if made else ""

    def _made(self, amount: Amount) -> list[str]:
        """The unknowns that functions make, at any depth."""
        found: list[str] = []
        for key in sorted(polynomials.unknowns(amount.top) | polynomials.unknowns(amount.bottom)):
            made = self.unknowns.made(key)
            if made is not None and key not in self.cells:
                found += [key, *(inner for part in made.parts for inner in self._made(part))]
        return found

    def _is_sound(self, key: str) -> nw.Expr:
        """Rows in which a quotient is surely no division by zero."""
        made = self.unknowns.made(key)
        if made is None or made.function != "quotient":
            return _TRUE
        bottom = self._amount(made.parts[1])
        return bottom.value.abs() > bottom.error

    def _demands(self, found: say.Comparison) -> list[nw.Expr]:
        """Rows in which the sides surely mean something, and are not turned by a divisor below zero."""
        sound = [self._amount(one.amount) for one in found.demands]
        bottoms = [self._number(side.bottom) for side in (found.first, found.second) if not side.is_plain]
        return [one.value.abs() > one.error for one in sound] + [one.value > one.error for one in bottoms]

    def _grain(self, apart: Polynomial) -> Fraction | None:
        """What a linear difference is a whole multiple of; None where it is none, or nobody knows."""
        grains: list[Fraction] = []
        for monomial, value in apart.items():
            cell = self.cells.get(monomial[0]) if len(monomial) == 1 else None
            if monomial and (cell is None or cell.grain is None):
                return None
            grains.append(value * (cell.grain or 1) if cell else value)
        if not grains:
            return None
        return Fraction(1, reduce(lcm, (grain.denominator for grain in grains), 1))

    def _is_tight(self, found: say.Comparison) -> bool:
        """True when the interval of the difference is no wider than its values: every unknown stands in it once."""
        counted: Counter[str] = Counter()
        waiting: list[Polynomial] = [difference(found.first, found.second)]
        while waiting:
            for monomial in waiting.pop():
                for key in monomial:
                    made = self.unknowns.made(key)
                    if made is None or key in self.cells:
                        counted[key] += 1
                    else:
                        waiting += [side for part in made.parts for side in (part.top, part.bottom)]
        return all(count == 1 for count in counted.values())


def _all(parts: Sequence[Flags]) -> Flags:
    return Flags(
        reduce(and_, (part.true for part in parts)),
        reduce(or_, (part.false for part in parts)),
        reduce(or_, (part.doubt for part in parts)),
    )


def _opposite(part: Flags) -> Flags:
    return Flags(part.false, part.true, part.doubt)


def _known(flag: nw.Expr) -> nw.Expr:
    return flag.fill_null(value=False)


def _constant(value: Fraction | int) -> _Number:
    number = nw.lit(float(value))
    return _Number(number, nw.lit(0.0), number, number)


def _times(first: _Number, second: _Number) -> _Number:
    value = first.value * second.value
    error = first.value.abs() * second.error + second.value.abs() * first.error + first.error * second.error
    corners = [one * two for one in (first.low, first.high) for two in (second.low, second.high)]
    return _Number(value, error + value.abs() * _RELATIVE, nw.min_horizontal(*corners), nw.max_horizontal(*corners))


def _over(parts: Sequence[_Number]) -> _Number:
    first, second = parts
    # Rows in which the divisor may be zero are for fractions: what stands here for them is not looked at.
    safe = nw.when(second.value.abs() > second.error).then(second.value)
    value = first.value / safe
    error = (first.error + value.abs() * second.error) / safe.abs() * 2 + value.abs() * _RELATIVE
    crosses = (second.low <= 0) & (second.high >= 0)
    corners = [one / two for one in (first.low, first.high) for two in (second.low, second.high)]
    low = nw.when(crosses).then(float("-inf")).otherwise(nw.min_horizontal(*corners))
    high = nw.when(crosses).then(float("inf")).otherwise(nw.max_horizontal(*corners))
    return _Number(value, error, low, high)


def _size(parts: Sequence[_Number]) -> _Number:
    (one,) = parts
    ends = one.low.abs(), one.high.abs()
    low = nw.when((one.low <= 0) & (one.high >= 0)).then(0.0).otherwise(nw.min_horizontal(*ends))
    return _Number(one.value.abs(), one.error, low, nw.max_horizontal(*ends))


def _greatest(parts: Sequence[_Number]) -> _Number:
    return _extreme(parts, nw.max_horizontal)


def _least(parts: Sequence[_Number]) -> _Number:
    return _extreme(parts, nw.min_horizontal)


def _extreme(parts: Sequence[_Number], choose: Callable[..., nw.Expr]) -> _Number:
    error = reduce(add, (part.error for part in parts))
    # An engine's greatest passes nulls over; here nobody knows it where a part is missing.
    known = ~reduce(add, (part.value for part in parts)).is_null()
    return _Number(
        nw.when(known).then(choose(*(part.value for part in parts))),
        error,
        choose(*(part.low for part in parts)),
        choose(*(part.high for part in parts)),
    )
