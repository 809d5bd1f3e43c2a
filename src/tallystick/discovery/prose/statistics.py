"""Statistics that cannot belong together, as plain functions: p-values, means of whole numbers, deviations of them.

Only `p_value` needs scipy, the extra `[stats]`; the rest is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.util import find_spec
from math import ceil, floor, isqrt

from tallystick.model import Bound

_LEVELS = 20000


@cache
def has_distributions() -> bool:
    """True when the distributions of test statistics can be computed here."""
    return find_spec("scipy") is not None


@dataclass(frozen=True, slots=True)
class ReportedTest:
    """A reported test: `name` is t, F, r, chi2, z or q; `statistic` and `p` as printed; relations are = < >."""

    name: str
    statistic: str
    df1: Fraction | None = None
    df2: Fraction | None = None
    relation: str = "="
    p: str = ""
    p_relation: str = "="


def half_step(printed: str) -> Fraction:
    """Half of the last printed place: ".05" is 0.005."""
    return Fraction(1, 2 * 10 ** len(printed.partition(".")[2]))


def p_value(test: ReportedTest, statistic: float) -> float:
    """The two-sided p of a test statistic; of F and χ² its upper tail.

    Source: the statistic's own distribution; r by t = r √(df / (1 − r²)).
    """
    from scipy import stats

    df1 = float(test.df1 or 0)
    match test.name:
        case "t":
            return float(2 * stats.t.sf(abs(statistic), df1))
        case "F":
            return float(stats.f.sf(statistic, df1, float(test.df2 or 0)))
        case "chi2" | "Q":
            return float(stats.chi2.sf(statistic, df1))
        case "r":
            if abs(statistic) >= 1:
                return 0.0
            return float(2 * stats.t.sf(abs(statistic) * (df1 / (1 - statistic * statistic)) ** 0.5, df1))
        case _:
            return float(2 * stats.norm.sf(abs(statistic)))


def p_bounds(test: ReportedTest, *, one_tailed: bool = False) -> tuple[float, float]:
    """The least and the greatest p that the printed statistic allows.

    A statistic said to be below (above) its print allows any p above (below).
    """
    value, half = abs(float(Fraction(test.statistic))), float(half_step(test.statistic))
    ends = sorted(p_value(test, max(0.0, value + sign * half)) for sign in (-1, 1))
    low, high = (end / 2 for end in ends) if one_tailed else ends
    if test.relation == "<":
        return low, 1.0
    return (0.0, high) if test.relation == ">" else (low, high)


def is_p_possible(test: ReportedTest, *, one_tailed: bool = False, zero_is_error: bool = True) -> bool:
    """True when the printed p can be that of the printed statistic.

    Args:
        one_tailed: The test is said to be one-tailed, so p is halved.
        zero_is_error: "p = .000" and "p < .000" are errors, since no p is zero.
    """
    if test.p_relation == "ns":
        return p_bounds(test, one_tailed=one_tailed)[1] > 0.05
    printed = Fraction(test.p)
    if printed == 0 and (zero_is_error or test.p_relation == "<"):
        return False
    low, high = p_bounds(test, one_tailed=one_tailed)
    half = float(half_step(test.p))
    if test.p_relation == "=":
        return low <= float(printed) + half and high >= float(printed) - half
    return low < float(printed) if test.p_relation == "<" else high > float(printed)


def nearest_mean(mean: str, count: int, *, items: int = 1, percent: bool = False) -> tuple[Fraction, Fraction]:
    """The two means of whole numbers around a printed mean: the sums below and above it, over the count.

    Source: GRIM (Brown & Heathers 2017).
    """
    size = count * items
    value = Fraction(mean) / (100 if percent else 1)
    scale = 100 if percent else 1
    return Fraction(floor(value * size) * scale, size), Fraction(ceil(value * size) * scale, size)


def is_mean_possible(mean: str, count: int, *, items: int = 1, percent: bool = False) -> bool:
    """True when a mean of so many whole numbers prints as this (rounded half up or down).

    >>> is_mean_possible("5.23", 29), is_mean_possible("2.68", 28)
    (False, True)
    """
    half = half_step(mean)
    return any(abs(near - Fraction(mean)) <= half for near in nearest_mean(mean, count, items=items, percent=percent))


def is_deviation_possible(mean: str, deviation: str, count: int, *, items: int = 1) -> bool:
    """True when whole numbers with this mean can have this standard deviation, as printed.

    Source: GRIMMER (Anaya 2016; the sum of squares is whole and as odd as the sum).
    """
    size = count * items
    half = half_step(mean)
    low, high = (max(Fraction(0), Fraction(deviation) + sign * half_step(deviation)) for sign in (-1, 1))
    first, last = ceil((Fraction(mean) - half) * size), floor((Fraction(mean) + half) * size)
    for added in range(first, min(last, first + _LEVELS) + 1):
        squares = [end * end * (size - 1) + Fraction(added * added, size) for end in (low, high)]
        least, most = ceil(squares[0]), floor(squares[1])
        # A whole number and its square are odd together, and so are their sums.
        least += (least - added) % 2
        if least <= most:
            return True
    return False


def deviation_of_shares(mean: str, count: int) -> Bound:
    """The standard deviations that zeros and ones with this printed mean can have, rounded outward to 10⁻¹².

    Source: DEBIT (Heathers & Brown 2019): √(n / (n − 1) · x (1 − x)).
    """
    half, value = half_step(mean), Fraction(mean)
    low, high = max(Fraction(0), value - half), min(Fraction(1), value + half)
    factor = Fraction(count, count - 1)
    ends = [factor * end * (1 - end) for end in (low, high)]
    top = factor / 4 if low <= Fraction(1, 2) <= high else max(ends)
    return Bound(_root(min(ends), up=False), _root(top, up=True))


def is_share_deviation_possible(mean: str, deviation: str, count: int) -> bool:
    """True when zeros and ones with this mean can have this standard deviation.

    >>> is_share_deviation_possible("0.19", "0.35", 1683), is_share_deviation_possible("0.77", "0.42", 1683)
    (False, True)
    """
    bound, half = deviation_of_shares(mean, count), half_step(deviation)
    low, high = Fraction(deviation) - half, Fraction(deviation) + half
    return (bound.high is None or low <= bound.high) and (bound.low is None or high >= bound.low)


def _root(value: Fraction, *, up: bool) -> Fraction:
    scale = 10**24
    root = isqrt(value.numerator * scale // value.denominator)
    return Fraction(root + (1 if up else 0), 10**12)


def base_of_percent(percent: str, most: int) -> int:
    """The least number of things of which some have this printed percentage; 0 when none up to `most` do."""
    for count in range(1, most + 1):
        if is_mean_possible(percent, count, percent=True):
            return count
    return 0
