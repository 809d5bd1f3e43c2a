"""What units mean to a table: one look-up per distinct (measure, unit), and the limits of its values as floats.

Around each limit lies a band, wider than any rounding of the sieve: what falls into it is judged exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from tallystick import bounds, units
from tallystick.bounds import EVERYTHING
from tallystick.errors import UnitError
from tallystick.model import Bound, Measure

_HINTED = 200  # units that are told what they are like, the most frequent first
MARGIN = 1e-9  # relative; a product of two doubles is off by less than 1e-15


class Fit(StrEnum):
    """How a written unit goes with a measure."""

    FITS = "fits"
    UNKNOWN_UNIT = "UN01"
    WRONG_DIMENSION = "UN03"
    STOCK_FOR_FLOW = "UN05"
    POINTS = "UN04"
    UNKNOWN_MEASURE = "RD05"


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one measure and one written unit: whether they fit, the factor and offset to the measure's unit, its limits.

    value · factor + offset is in the measure's unit; `limits` and `half` are those of the value as written.
    """

    measure: str
    written: str
    fit: Fit
    says: str = ""
    fix: str = ""
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)
    limits: Bound = EVERYTHING
    half: Fraction = Fraction(0)  # half of what its values are printed to, as written

    @property
    def band(self) -> tuple[float | None, float | None, float | None, float | None]:
        """Floats on both sides of the low limit, then of the high one: between two of them only fractions can tell."""
        low, high = self.limits.low, self.limits.high
        return (
            None if low is None else _beside(low, -1),
            None if low is None else _beside(low, 1),
            None if high is None else _beside(high, -1),
            None if high is None else _beside(high, 1),
        )


def learn(
    pairs: Iterable[tuple[str, str]],
    measures: Mapping[str, Measure],
    cut: Bound = EVERYTHING,
    names: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> list[Facts]:
    """The facts of every pair of measure and written unit.

    Args:
        pairs: Distinct, both as the table writes them; the most frequent first.
        measures: By name.
        cut: A range of the column's own, in its unit.
        names: Of measures as the table writes them → (measure, its unit where no column names one).
    """
    every = list(pairs)
    found = [_named(pair, measures, cut, names) for pair in every[:_HINTED]]
    # A column of other things than units has as many words as rows: nobody reads what the thousandth is like.
    with units.without_hints():
        found += [_named(pair, measures, cut, names) for pair in every[_HINTED:]]
    return found


def _named(
    pair: tuple[str, str], measures: Mapping[str, Measure], cut: Bound, names: Mapping[str, tuple[str, str]]
) -> Facts:
    name, unit = names.get(pair[0], (pair[0], ""))
    fact = _learn(name, pair[1] or unit, measures.get(name), cut)
    return replace(fact, measure=pair[0], written=pair[1])


def _learn(name: str, written: str, measure: Measure | None, cut: Bound) -> Facts:
    if measure is None:
        return Facts(name, written, Fit.UNKNOWN_MEASURE, f"measure '{name}' is not known")
    try:
        unit = units.parse_unit(written, prefer=measure.unit).canonical if written else ""
    except UnitError as problem:
        return Facts(name, written, Fit.UNKNOWN_UNIT, problem.what, problem.fix)
    try:
        slope, intercept = (
            units.current().line(unit, measure.unit) if unit != measure.unit else (Fraction(1), Fraction(0))
        )
    except UnitError as problem:
        return Facts(name, written, _fit_of(problem.code), problem.what, problem.fix)
    own = bounds.scale(measure.range, 1 / slope, -intercept / slope)
    return Facts(name, written, Fit.FITS, "", "", slope, intercept, bounds.intersect(own, cut) or own)


def _fit_of(code: str) -> Fit:
    return Fit(code) if code in set(Fit) else Fit.WRONG_DIMENSION


def _beside(value: Fraction, side: int) -> float:
    """The nearest float, moved to one side by more than any rounding of the sieve.

    >>> _beside(Fraction(100), 1) > 100 > _beside(Fraction(100), -1)
    True
    """
    try:
        near = float(value)
    except OverflowError:
        return math.copysign(math.inf, value)
    return near + side * (abs(near) * MARGIN + math.ulp(0.0))
