"""Parts that make a whole in every row, in print: rounding is counted as the engines count it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import add, or_

import narwhals as nw

from tallystick import units
from tallystick.bridges.frames import Expr, Frame, Row
from tallystick.bridges.limits import exact, is_missing
from tallystick.bridges.sieve import Sieve
from tallystick.engines import totals
from tallystick.engines.judging import Judge
from tallystick.engines.plan import Rule
from tallystick.errors import CheckDefinitionError, UnitError
from tallystick.model import Missing, Role, TableColumn, TableSpec, Total
from tallystick.showing import nearest

_RELATIVE = 1e-12  # of what was added: wider than any rounding of the sieve


@dataclass(frozen=True, slots=True)
class Sums:
    """The columns that make another, each in a unit of its own; all in one where none is named.

    With `missing` unknown a row without one of its parts cannot be told, and does not pass; with zero the part is
    nothing; with skip the row is passed over.
    """

    whole: str
    parts: tuple[str, ...]
    units: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, Missing] = field(default_factory=dict)  # of a part; unknown where it is not named
    is_exact: bool = False

    def missing_of(self, column: str) -> Missing:
        """What an empty cell of a column means to the sum."""
        return self.missing.get(column, Missing.UNKNOWN)

    @property
    def columns(self) -> tuple[str, ...]:
        """The whole and its parts."""
        return (self.whole, *self.parts)

    @property
    def says(self) -> str:
        """The sum in words."""
        return f"{' + '.join(self.parts)} makes {self.whole}"


def sums_of(
    whole: str,
    parts: Sequence[str],
    *,
    units_of: Mapping[str, str] | None = None,
    missing: str | Mapping[str, str] = "unknown",
    exactly: bool = False,
) -> Sums:
    """The sum, refused where its columns cannot be added.

    Raises:
        DataError: a unit is not known, or another kind of thing than the whole.
        CheckDefinitionError: there is no part, or `missing` is no way to take a missing part.
    """
    if not parts or isinstance(parts, str):
        raise CheckDefinitionError(f"nothing is added up to '{whole}'", fix='name the columns: parts=["coal", "gas"]')
    if len({whole, *parts}) <= len(parts):
        raise CheckDefinitionError(f"a column stands twice in the sum of '{whole}'", fix="name each part once")
    ways = dict.fromkeys(parts, missing) if isinstance(missing, str) else dict(missing)
    strange = [way for way in ways.values() if way not in list(Missing)]
    if strange:
        what = f"missing '{strange[0]}' is not known{nearest(strange[0], list(Missing))}"
        raise CheckDefinitionError(what, fix=f"use one of {', '.join(Missing)}")
    taken = {part: Missing(way) for part, way in ways.items()}
    sums = Sums(whole, tuple(parts), dict(units_of or {}), taken, exactly)
    strange = [name for name in (*sums.units, *ways) if name not in sums.columns]
    if strange:
        raise CheckDefinitionError(
            f"'{strange[0]}' is no column of the sum{nearest(strange[0], sums.columns)}",
            fix="name a column of the sum",
        )
    if sums.units:
        for part in parts:
            units.convert(Fraction(1), sums.units.get(part, ""), sums.units.get(whole, ""))
    return sums


def missed(frame: Frame, sums: Sums) -> Sieve:
    """Rows whose parts miss the whole by more than print allows."""
    decimals = _decimals(frame, sums)
    factors = {name: _factor(sums.units.get(name, "")) for name in sums.columns}
    spec, total = _spec(sums)
    numbers = {name: frame.number(name) for name in sums.columns}
    known = {
        name: frame.filled(cell, 0.0) if sums.missing_of(name) is Missing.ZERO else cell
        for name, cell in numbers.items()
    }
    scaled = {name: cell * float(factors[name]) for name, cell in known.items()}
    off = frame.absolute(scaled[sums.whole] - reduce(add, (scaled[part] for part in sums.parts)))
    margin = reduce(add, (frame.absolute(cell) for cell in scaled.values())) * _RELATIVE
    # A zero is exact; what else is printed may be half a unit of its last place away.
    halves = {name: 0.0 if sums.is_exact else float(totals.room_of(name, decimals, factors)) for name in sums.columns}
    room = reduce(add, (frame.choose([(cell == 0, 0.0)], halves[name]) for name, cell in known.items()))
    sure = frame.filled(off > margin + room, value=False) | _unreadable(frame, sums, numbers)
    doubt = (off + margin >= room) & (off - margin <= room)
    decides = _Decides(Judge(spec, {}, decimals, factors), total, sums)
    return Sieve(sure, doubt, {name: frame.cell(name) for name in sums.columns}, decides)


def _unreadable(frame: Frame, sums: Sums, numbers: Mapping[str, Expr]) -> Expr:
    """Cells that are no numbers; and with `unknown` parts that are not there: what cannot be told does not hold."""
    wrong = [frame.is_there(name) & frame.is_null(cell) for name, cell in numbers.items()]
    unknown = [~frame.is_there(part) for part in sums.parts if sums.missing_of(part) is Missing.UNKNOWN]
    if unknown:
        wrong.append(reduce(or_, unknown) & ~frame.is_null(numbers[sums.whole]))
    return frame.filled(reduce(or_, wrong), value=False)


def _decimals(frame: Frame, sums: Sums) -> dict[str, int]:
    """The decimals that each column is printed to: the finest its cells show; a look for each place that any needs."""
    found = dict.fromkeys(sums.columns, totals.MOST_DECIMALS)
    open_ = list(sums.columns)
    for places in range(totals.MOST_DECIMALS):
        needs = frame.holds_anywhere({name: _needs_more(frame, name, places) for name in open_})
        found |= dict.fromkeys((name for name in open_ if not needs[name]), places)
        open_ = [name for name in open_ if needs[name]]
        if not open_:
            break
    return found | _tens(frame, [name for name in sums.columns if found[name] == 0])


def _tens(frame: Frame, names: Sequence[str]) -> dict[str, int]:
    """Of columns of whole numbers those printed to tens, hundreds …: zeros that every cell ends in say nothing."""
    found: dict[str, int] = {}
    open_ = list(names)
    for places in range(-1, -totals.MOST_DECIMALS, -1):
        needs = frame.holds_anywhere({name: _needs_more(frame, name, places) for name in open_}) if open_ else {}
        open_ = [name for name in open_ if not needs[name]]
        found |= dict.fromkeys(open_, places)
    return found


def _needs_more(frame: Frame, name: str, places: int) -> Expr:
    scaled = frame.number(name) * 10.0**places
    off = frame.absolute(scaled - frame.rounded(scaled))
    return frame.filled(off > frame.absolute(scaled) * _RELATIVE + 1e-6, value=False)


def _factor(unit: str) -> Fraction:
    if not unit:
        return Fraction(1)
    factor, offset = units.factor(units.parse_unit(unit).canonical)
    if offset:
        raise UnitError(f"'{unit}' has no fixed zero: its values cannot be added", fix="state them in K")
    return factor


def _spec(sums: Sums) -> tuple[TableSpec, Total]:
    total = Total(sums.whole, sums.parts, is_exact=sums.is_exact)
    columns = tuple(
        TableColumn(name, Role.VALUE, unit=sums.units.get(name, ""), missing=sums.missing_of(name))
        for name in sums.columns
    )
    return TableSpec("table", ("",), columns=columns, totals=(total,)), total


class _Decides:
    """Judges rows in doubt as the engines do."""

    def __init__(self, judge: Judge, total: Total, sums: Sums) -> None:
        self.judge, self.columns = judge, sums.columns
        self.rule = Rule("CK01", sums.columns, nw.lit(value=False), subject=total)

    def __call__(self, rows: Sequence[Row]) -> list[bool]:
        """Which rows miss the whole."""
        return [self.judge.is_broken(self.rule, self._row(row)) for row in rows]

    def _row(self, row: Row) -> dict[str, Fraction | None]:
        cells = zip(self.columns, row, strict=True)
        return {name: None if is_missing(cell) else exact(cell) for name, cell in cells}
