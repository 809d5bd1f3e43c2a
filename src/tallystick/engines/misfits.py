"""Units that do not fit, and measures nobody knows: each with its rows; of many the most frequent, the rest as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from tallystick.engines import plan
from tallystick.engines.facts import Facts, Fit
from tallystick.engines.outcomes import FIRST, Broken
from tallystick.engines.protocol import Engine
from tallystick.model import TableColumn, TableSpec

_SHOWN = 5  # units that each have a finding of their own
_WHAT = {Fit.UNKNOWN_MEASURE: "measures are not known", Fit.UNKNOWN_UNIT: "units are not known"}
Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Misfits:
    """The rows of a table that any flag is up for, with the counts of its units."""

    engine: Engine
    spec: TableSpec
    failing: nw.LazyFrame[Any]
    kept: Sequence[str]
    order: Sequence[str]

    def of(self, column: TableColumn, facts: Sequence[Facts], counts: Counts) -> Iterator[Broken]:
        """One entry for each unit of a column that does not fit; of more than a few, one for the rest."""
        wrong: dict[Fit, list[Facts]] = {}
        for fact in facts:
            if fact.fit is not Fit.FITS and counts[fact.measure, fact.written]:
                wrong.setdefault(fact.fit, []).append(fact)
        for fit, found in wrong.items():
            order = sorted(found, key=lambda one: (-counts[one.measure, one.written], one.written, one.measure))
            yield from (self._of_one(column, fact, counts) for fact in order[:_SHOWN])
            if order[_SHOWN:]:
                yield _of_more(column, fit, order[_SHOWN:], counts)

    def _of_one(self, column: TableColumn, fact: Facts, counts: Counts) -> Broken:
        measure = plan.measure_column(self.spec, column)
        where = tuple(part for part in (measure, column.unit_column, column.name) if part)
        rows = self.failing
        for name, written in ((measure, fact.measure), (column.unit_column, fact.written)):
            if name:
                rows = rows.filter(nw.col(name).cast(nw.String).fill_null("") == written)
        first = self.engine.rows(rows.select(*self.kept).sort(*self.order).head(FIRST))
        count = counts[fact.measure, fact.written]
        return Broken(fact.fit.value, where, count, tuple(first), fact.written, fact.says, fact.fix)


def _of_more(column: TableColumn, fit: Fit, rest: Sequence[Facts], counts: Counts) -> Broken:
    rows = sum(counts[one.measure, one.written] for one in rest)
    told = [one.measure if fit is Fit.UNKNOWN_MEASURE else one.written for one in rest[:_SHOWN]]
    shown = ", ".join(f"'{one}'" for one in told) + (", …" if len(rest) > _SHOWN else "")
    says = f"{len(rest):,} more {_WHAT.get(fit, 'units do not go with their measure')} ({shown})"
    where = tuple(part for part in (column.unit_column, column.name) if part)
    return Broken(fit.value, where, rows, about="…", says=says, fix="correct them, or define them in schemas/")
