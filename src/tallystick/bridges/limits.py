"""Values of a column against limits with a unit, and units against what they are units of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import or_

import narwhals as nw

from tallystick import bounds, units
from tallystick.bridges.frames import Expr, Frame, Row
from tallystick.bridges.sieve import Sieve
from tallystick.engines.facts import Facts, Fit, learn
from tallystick.engines.judging import Judge
from tallystick.engines.plan import Rule
from tallystick.errors import CheckDefinitionError, UnitError
from tallystick.model import Measure, Role, TableColumn, TableSpec
from tallystick.text import read_value

_NAME = "the limits"
_COLUMN = "value"
_UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Limits:
    """What the values of a column are: of which measure, and in a unit of their own or in the one their row names."""

    measure: Measure = field(default_factory=lambda: Measure(_NAME))
    unit: str = ""
    unit_column: str = ""
    written: str = ""  # the range as its author wrote it

    @property
    def says(self) -> str:
        """The limits in words."""
        if self.written:
            return self.written
        unit = units.format_unit(self.measure.unit) if self.measure.unit else ""
        ends = (
            "" if end is None else bounds.show_number(end) for end in (self.measure.range.low, self.measure.range.high)
        )
        return " ".join(part for part in (" .. ".join(ends).strip(), unit) if part)


def limits_of(within: str = "", *, unit: str = "", unit_column: str = "", measure: Measure | None = None) -> Limits:
    """The limits of a column, refused where they do not go with its unit.

    Args:
        within: A range with its unit ("0 .. 80 Mt/year", "0 USD .."); "" where only the unit counts.
        unit: Of all values of the column.
        unit_column: The column that names the unit of each.
        measure: That the range and its unit are of, instead of `within`.

    Raises:
        DataError: the range or unit cannot be read, or they do not go together.
    """
    if unit and unit_column:
        raise CheckDefinitionError(
            f"the values have a unit, '{unit}', and a column of units, '{unit_column}'", fix="keep one of them"
        )
    if measure is None:
        measure = _measure_of(within, unit)
    limits = Limits(measure, unit, unit_column, within)
    if not unit_column:
        (fact,) = learn([(measure.name, unit)], {measure.name: measure})
        if fact.fit is not Fit.FITS:
            raise UnitError(fact.says, fix=fact.fix, code=fact.fit.value)
    return limits


def _measure_of(within: str, unit: str) -> Measure:
    if within:
        said = read_value(within)
        # A bare range ("0 .. 100") is in the unit of the column.
        own = said.unit or (units.parse_unit(unit).canonical if unit else "")
        return Measure(_NAME, unit=own, range=said.bound)
    return Measure(_NAME, unit=units.parse_unit(unit).canonical if unit else "")


def facts_of(frame: Frame, limits: Limits) -> list[Facts]:
    """What each unit that the column names means; one look-up a distinct text."""
    written = [row[0] for row in frame.rows({_UNIT: frame.text(limits.unit_column)})] if limits.unit_column else []
    pairs = [(limits.measure.name, unit) for unit in (written if limits.unit_column else [limits.unit])]
    return learn(pairs, {limits.measure.name: limits.measure})


def unfit(frame: Frame, limits: Limits) -> Sieve:
    """Rows whose unit is not known, or does not go with the measure."""
    if not limits.unit_column:
        return Sieve(frame.constant(value=False))
    fitting = [fact.written for fact in facts_of(frame, limits) if fact.fit is Fit.FITS]
    return Sieve(~frame.is_in(frame.text(limits.unit_column), fitting))


def outside(frame: Frame, column: str, limits: Limits) -> Sieve:
    """Rows whose value is no number, or lies outside; none of those without a value, or whose unit does not fit."""
    value, facts = frame.number(column), [fact for fact in facts_of(frame, limits) if fact.fit is Fit.FITS]
    none = frame.constant(value=False)
    no_number = frame.is_there(column) & frame.is_null(value)
    sure, doubt = none, none
    for band, written in _by_band(facts).items():
        beyond, near = _beyond(none, value, band)
        here = frame.is_in(frame.text(limits.unit_column), written) if limits.unit_column else None
        sure = sure | (beyond if here is None else here & beyond)
        doubt = doubt | (near if here is None else here & near)
    cells = {_COLUMN: frame.cell(column)}
    cells |= {_UNIT: frame.text(limits.unit_column)} if limits.unit_column else {}
    return Sieve(
        frame.filled(no_number, value=False) | frame.filled(sure, value=False), doubt, cells, _Decides(limits, facts)
    )


def _by_band(facts: Iterable[Facts]) -> Mapping[tuple[float | None, ...], list[str]]:
    """The units that have their limits at the same numbers."""
    found: dict[tuple[float | None, ...], list[str]] = defaultdict(list)
    for fact in facts:
        found[fact.band].append(fact.written)
    return found


def _beyond(none: Expr, value: Expr, band: tuple[float | None, ...]) -> tuple[Expr, Expr]:
    """Surely outside, and too near to an end to tell."""
    low, low_in, high_in, high = band
    sure = [*([value < low] if low is not None else []), *([value > high] if high is not None else [])]
    near = [(value >= low) & (value <= low_in)] if low is not None else []
    near += [(value <= high) & (value >= high_in)] if high is not None else []
    return reduce(or_, sure, none), reduce(or_, near, none)


class _Decides:
    """Judges rows in doubt as the engines do."""

    def __init__(self, limits: Limits, facts: Sequence[Facts]) -> None:
        column = TableColumn(
            _COLUMN,
            Role.VALUE,
            measure=limits.measure.name,
            unit=limits.unit,
            unit_column=_UNIT if limits.unit_column else "",
        )
        spec = TableSpec("table", ("",), columns=(column,))
        self.judge = Judge(spec, {_COLUMN: facts}, {}, {})
        self.rule = Rule("SC01", (_COLUMN,), nw.lit(value=False), subject=column)

    def __call__(self, rows: Sequence[Row]) -> list[bool]:
        """Which rows (value, unit) break the limits."""
        return [self.judge.is_broken(self.rule, {_COLUMN: exact(row[0]), _UNIT: row[-1]}) for row in rows]


def is_missing(cell: object) -> bool:
    """True for None and NaN, which is not even equal to itself."""
    return cell is None or cell != cell  # noqa: PLR0124


def exact(cell: object) -> Fraction:
    """The number of a cell as it is printed: 0.1, and not the double beside it."""
    return Fraction(str(cell).strip().replace(",", ""))
