"""From claims to unknowns: one per measure, dimensions, stretch of time and world.

Stretches are the pieces into which the periods of the claims that can meet cut the time, so that a figure
for 2022 and a bound for every year before 2023 speak of one unknown. Imports `units`, `bounds` and below.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from tallystick import bounds, printed, schema
from tallystick.errors import UnitError
from tallystick.model import ACTUAL, WORDS, Bound, Category, Claim, Kind, Measure, Period, Quantity, world_of

Stretch = tuple[int, int]  # first and last day, counted; BEFORE and AFTER where open
BEFORE, AFTER = -(10**9), 10**9
UNDATED: Stretch = (0, 0)


# Named tuples, not dataclasses: there are as many as claims, and they are made and hashed in half the time.
class Series(NamedTuple):
    """All claims on one measure with the same dimensions, in any period and world."""

    measure: str
    dimensions: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """A text to order and name it by."""
        return self.measure + "".join(f" {name}={value}" for name, value in self.dimensions)


class Variable(NamedTuple):
    """One unknown of the ledger."""

    series: Series
    stretch: Stretch
    world: str = ACTUAL


class Stated(NamedTuple):
    """What a claim says of its variable, in the measure's unit; of words, exactly one."""

    claim: Claim
    stretch: Stretch
    world: str
    bound: Bound = bounds.EVERYTHING
    word: str = ""
    steps: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))  # what print may have rounded, in the same unit
    unit: str = ""  # the measure's; a total's own where it is an amount
    years: Fraction = Fraction(0)  # of a total: how long a rate of one lasts that makes a total of one


@dataclass(slots=True)
class Register:
    """Every series met, by its number, with what claims state of it."""

    series: list[Series] = field(default_factory=list)
    told: list[list[Stated]] = field(default_factory=list)
    _numbers: dict[Series, int] = field(default_factory=dict)

    def number(self, series: Series) -> int:
        """Its number, a new one when it is new."""
        known = self._numbers.get(series)
        if known is None:
            known = self._numbers[series] = len(self.series)
            self.series.append(series)
            self.told.append([])
        return known


@dataclass(slots=True)
class Converter:
    """Claims' bounds in their measures' units; each pair of units is looked up once, each stretch kept once."""

    lines: dict[tuple[str, str], tuple[Fraction, Fraction]] = field(default_factory=dict)
    stretches: dict[Stretch, Stretch] = field(default_factory=dict)

    def state(self, claim: Claim, measure: Measure) -> Stated | None:
        """What the claim says in the measure's unit; None where that cannot be told (another finding says so)."""
        stretch, world = stretch_of(claim), world_of(claim)
        stretch = self.stretches.setdefault(stretch, stretch)
        match claim.value:
            case Quantity() as quantity if measure.kind not in WORDS and measure.kind is not Kind.DATE:
                said = self._state_quantity(claim, stretch, world, quantity, measure)
                return said if said is None or claim.over != "total" else self._as_total(said, measure)
            case Category(text) if measure.kind in WORDS and not claim.is_unread:
                return Stated(claim, stretch, world, word=text)
            case Period() as period if measure.kind is Kind.DATE:
                return Stated(claim, stretch, world, days_of(period))
        return None

    def _state_quantity(
        self, claim: Claim, stretch: Stretch, world: str, quantity: Quantity, measure: Measure
    ) -> Stated | None:
        unit = measure.unit if claim.over != "total" else schema.unit_of(claim, measure)
        steps = printed.steps_of(quantity, measure.kind) if any(quantity.steps) else quantity.steps
        if quantity.unit == unit:
            return Stated(claim, stretch, world, quantity.bound, "", steps, unit)
        try:
            slope, offset = self._line(quantity.unit, unit, claim)
        except UnitError:
            return None
        low, high = steps
        moved = bounds.scale(quantity.bound, slope, offset)
        return Stated(claim, stretch, world, moved, "", (low * slope, high * slope), unit)

    def _as_total(self, said: Stated, measure: Measure) -> Stated:
        """A total says how much comes together: 10 t of a measure in t/year, or 10 t/year as the same in one year."""
        from tallystick import units

        year = units.parse_unit("year").canonical
        if said.unit == measure.unit:
            time = said.unit.rpartition("/ ")[2].strip()
            is_time = time != said.unit and units.same_dimension(time, year)
            return said._replace(years=units.convert(Fraction(1), time, year) if is_time else Fraction(1))
        amount, _ = self._line(said.unit, units.multiply_units(measure.unit, year), said.claim)
        return said._replace(years=amount)

    def _line(self, unit: str, to_unit: str, claim: Claim) -> tuple[Fraction, Fraction]:
        known = self.lines.get((unit, to_unit))
        if known is None:
            from tallystick import units

            zero = units.convert(Fraction(0), unit, to_unit, place=str(claim.place))
            known = units.convert(Fraction(1), unit, to_unit, place=str(claim.place)) - zero, zero
            self.lines[unit, to_unit] = known
        return known


def days_of(period: Period) -> Bound:
    """The days a date may be, counted."""
    return Bound(
        None if period.first is None else Fraction(period.first.toordinal()),
        None if period.last is None else Fraction(period.last.toordinal()),
    )


def series_of(claim: Claim, measure: Measure, pairs: dict[tuple[str, str], tuple[str, str]]) -> Series:
    """Where a claim belongs; dimensions in the measure's order.

    Args:
        pairs: Those met so far, so that each is kept once.
    """
    given = claim.dimensions
    mine = [(name, given[name]) for name in measure.dimensions if name in given]
    return Series(claim.measure, tuple(pairs.setdefault(pair, pair) for pair in mine))


def stretch_of(claim: Claim) -> Stretch:
    """The days a claim speaks of."""
    period = claim.period
    if period is None or (period.is_unread or not period.text):
        return UNDATED
    first = BEFORE if period.first is None else period.first.toordinal()
    return first, AFTER if period.last is None else period.last.toordinal()


def cut(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The pieces into which stretches cut each other, in order; only what at least one covers.

    >>> cut([(1, 10), (5, 7)])
    [(1, 4), (5, 7), (8, 10)]
    """
    known = sorted(set(stretches) - {UNDATED})
    if len(known) < 2 or all(before[1] < after[0] for before, after in pairwise(known)):
        return known
    edges = sorted({first for first, _ in known} | {last + 1 for _, last in known})
    pieces = [(first, after - 1) for first, after in pairwise(edges)]
    starts = dict.fromkeys(edges, 0)
    for first, last in known:
        starts[first] += 1
        starts[last + 1] -= 1
    covered, kept = 0, []
    for piece in pieces:
        covered += starts[piece[0]]
        if covered:
            kept.append(piece)
    return kept


def pieces_of(stretch: Stretch, pieces: Sequence[Stretch]) -> Sequence[Stretch]:
    """The pieces a stretch covers, out of the ordered pieces it took part in cutting."""
    if stretch == UNDATED:
        return (UNDATED,)
    if len(pieces) == 1:
        return pieces
    start = bisect_left(pieces, (stretch[0], BEFORE))
    end = bisect_left(pieces, (stretch[1] + 1, BEFORE))
    return pieces[start:end]


def years_in(stretch: Stretch) -> Fraction | None:
    """How long it is: calendar years where it is whole ones, else years of 365.25 days; None when open."""
    if stretch[0] == BEFORE or stretch[1] == AFTER or stretch == UNDATED:
        return None
    first, after = date.fromordinal(stretch[0]), date.fromordinal(stretch[1] + 1)
    if (first.month, first.day) == (after.month, after.day):
        return Fraction(after.year - first.year)
    return Fraction(stretch[1] - stretch[0] + 1) / Fraction("365.25")


def in_print(said: Stated, mode: str) -> Stated:
    """What a claim says with its figure widened to what prints as it does; the same where print rounds nothing.

    Ends are open where rounding has moved them: 1.5 is nobody's "1 million" and "2 million" at once.
    """
    if not any(said.steps):
        return said
    wide = bounds.widen(said.bound, said.steps, mode=mode)
    if mode != "truncate":
        wide = replace(wide, low_open=wide.low != said.bound.low, high_open=wide.high != said.bound.high)
    return said._replace(bound=wide)


def positive(measure: Measure) -> bool:
    """True when the measure's range leaves out everything below zero."""
    return measure.range.low is not None and measure.range.low >= 0


def show_stretch(stretch: Stretch) -> str:
    """The stretch by its years, months or days.

    >>> show_stretch((date(2024, 1, 1).toordinal(), date(2024, 12, 31).toordinal())), show_stretch(UNDATED)
    ('2024', '')
    """
    if stretch == UNDATED:
        return ""
    first = None if stretch[0] == BEFORE else date.fromordinal(stretch[0])
    after = None if stretch[1] == AFTER else date.fromordinal(stretch[1] + 1)
    places = (
        4
        if _is_new(first, "-01-01") and _is_new(after, "-01-01")
        else 7
        if _is_new(first, "-01") and _is_new(after, "-01")
        else 10
    )
    opening = ".." if first is None else first.isoformat()[:places]
    closing = ".." if after is None else date.fromordinal(stretch[1]).isoformat()[:places]
    return opening if opening == closing else f"{opening}/{closing}"


def _is_new(day: date | None, ending: str) -> bool:
    """True at the first day of a year or month; an open end goes with either."""
    return day is None or day.isoformat().endswith(ending)
