"""Rows of one key that cannot all be true: sources that disagree, in whatever units they speak."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tallystick import bounds
from tallystick.bridges.frames import End, Expr, Frame, Row
from tallystick.bridges.limits import Limits, exact, facts_of
from tallystick.bridges.sieve import Sieve
from tallystick.engines.facts import MARGIN, Facts, Fit
from tallystick.errors import CheckDefinitionError, DataError
from tallystick.model import Bound
from tallystick.text import read_value

_AT_ONCE = 200  # keys asked for in one query


@dataclass(frozen=True, slots=True)
class Sources:
    """Rows that share a key speak of one quantity, and may differ by a share of it."""

    key: tuple[str, ...]
    limits: Limits
    within: Fraction = Fraction(0)

    @property
    def says(self) -> str:
        """The agreement in words."""
        room = f" within {bounds.show_number(self.within * 100)} %" if self.within else ""
        return f"rows of one {', '.join(self.key)} agree{room}"


def sources_of(key: Sequence[str], limits: Limits, within: str = "") -> Sources:
    """The agreement asked for.

    Args:
        within: How far two sources may differ, as "1 %"; "" for not at all.

    Raises:
        CheckDefinitionError: there is no key, or `within` is no share.
    """
    if not key or isinstance(key, str):
        raise CheckDefinitionError(
            "no key says which rows speak of one quantity", fix='name its columns: key=["country", "year"]'
        )
    return Sources(tuple(key), limits, _share(within) if within else Fraction(0))


def _share(within: str) -> Fraction:
    fix = 'write a share: within="1 %"'
    try:
        said = read_value(within)
    except DataError as problem:
        raise CheckDefinitionError(f"within '{within}' cannot be read: {problem.what}", fix=fix) from None
    if said.unit not in ("percent", "") or said.bound.low is None or not said.bound.is_point or said.bound.low < 0:
        raise CheckDefinitionError(f"within '{within}' is no share", fix=fix)
    return said.bound.low / (100 if said.unit else 1)


def disagreeing(frame: Frame, column: str, sources: Sources) -> Sieve:
    """Rows that another row of their key contradicts; one without a value, or in an unfit unit, contradicts nobody."""
    facts = [fact for fact in facts_of(frame, sources.limits) if fact.fit is Fit.FITS]
    cells = {"value": frame.cell(column)}
    cells |= {"unit": frame.text(sources.limits.unit_column)} if sources.limits.unit_column else {}
    base = _in_one_unit(frame, column, facts, cells.get("unit"))
    slack = frame.absolute(base) * float(sources.within)
    low, high = base - slack, base + slack
    ends: dict[str, End] = {
        "least_high": ("min", high),
        "most_low": ("max", low),
        "size": ("max", frame.absolute(base)),
        "least": ("min", base),
        "most": ("max", base),
    }

    def surely(of: Mapping[str, Expr]) -> Expr:
        # Beyond the least high end, or below the greatest low one, a row meets one that contradicts it.
        noise = of["size"] * MARGIN
        return (low > of["least_high"] + noise) | (high < of["most_low"] - noise)

    def perhaps(of: Mapping[str, Expr]) -> Expr:
        noise = of["size"] * MARGIN
        above = (low > of["least_high"] - noise) & (low <= of["least_high"] + noise)
        below = (high < of["most_low"] + noise) & (high >= of["most_low"] - noise)
        # Rows that say the same number have no other end than their own.
        return (above | below) & (of["most"] > of["least"])

    sure = frame.filled(frame.of_groups(ends, sources.key, surely), value=False)
    doubt = frame.of_groups(ends, sources.key, perhaps)
    cells |= {f"key_{at}": frame.cell(name) for at, name in enumerate(sources.key)}
    return Sieve(sure, frame.filled(doubt, value=False) & ~sure, cells, _Decides(frame, cells, sources, facts))


def _in_one_unit(frame: Frame, column: str, facts: Sequence[Facts], unit: Expr | None) -> Expr:
    """The values in the unit of the measure; null where theirs does not fit."""
    value = frame.number(column)
    if unit is None:
        return value * float(facts[0].factor) + float(facts[0].offset)
    factor = frame.choose([(frame.is_in(unit, [fact.written]), float(fact.factor)) for fact in facts])
    offset = frame.choose([(frame.is_in(unit, [fact.written]), float(fact.offset)) for fact in facts])
    return value * factor + offset


class _Decides:
    """Compares rows in doubt with all rows of their keys, in fractions."""

    def __init__(self, frame: Frame, cells: Mapping[str, Expr], sources: Sources, facts: Sequence[Facts]) -> None:
        self.frame, self.cells, self.within = frame, cells, sources.within
        self.has_unit = bool(sources.limits.unit_column)
        self.facts = {fact.written: fact for fact in facts}
        self.only = None if self.has_unit else facts[0]

    def __call__(self, rows: Sequence[Row]) -> list[bool]:
        """Which rows another one contradicts."""
        said: dict[Row, list[Bound]] = defaultdict(list)
        keys = list(dict.fromkeys(self._key(row) for row in rows))
        columns = [cell for name, cell in self.cells.items() if name.startswith("key_")]
        for start in range(0, len(keys), _AT_ONCE):
            where = self.frame.among(columns, keys[start : start + _AT_ONCE])
            for row in self.frame.rows(self.cells, where=where):
                stated = self._interval(row)
                if stated is not None:
                    said[self._key(row)].append(stated)
        return [any(_apart(self._interval(row), other) for other in said[self._key(row)]) for row in rows]

    def _key(self, row: Row) -> Row:
        return row[2:] if self.has_unit else row[1:]

    def _interval(self, row: Row) -> Bound | None:
        fact = self.only or self.facts.get(row[1])
        if fact is None or row[0] is None or row[0] != row[0]:
            return None
        value = exact(row[0]) * fact.factor + fact.offset
        return Bound(value - abs(value) * self.within, value + abs(value) * self.within)


def _apart(one: Bound | None, other: Bound) -> bool:
    return one is not None and bounds.intersect(one, other) is None
