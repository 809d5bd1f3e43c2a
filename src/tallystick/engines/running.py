"""A table run through an engine: what its rows break, counted, with the first rows of each kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import narwhals as nw

from tallystick import units
from tallystick.engines import agreement, cells, plan, totals
from tallystick.engines.facts import Fit, learn
from tallystick.engines.judging import Judge
from tallystick.engines.plan import Rule
from tallystick.engines.protocol import ROW, Engine
from tallystick.model import Measure, Role, TableColumn, TableSpec, Total

FIRST = 5  # rows shown of each kind


@dataclass(frozen=True, slots=True)
class Broken:
    """Rows that break one rule: how many, and the first of them with their key and values."""

    code: str
    columns: tuple[str, ...]
    count: int
    first: tuple[Mapping[str, Any], ...] = ()
    about: str = ""  # the unit, for rules of units
    says: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a table came to: rows read, rules run, what is broken, and what could not be judged."""

    rows: int
    rules: int
    broken: tuple[Broken, ...] = ()
    lacking: tuple[str, ...] = ()  # columns that the table does not have
    unjudged: tuple[tuple[str, int], ...] = ()  # (total, rows with a part missing)
    pairs: nw.LazyFrame[Any] | None = field(default=None, compare=False)
    failing: nw.LazyFrame[Any] | None = field(default=None, compare=False)


def run_table(spec: TableSpec, engine: Engine, measures: Mapping[str, Measure]) -> Outcome:
    """Judge every row of a table.

    Raises:
        ReadError: a file cannot be read.
    """
    return _Run(spec, engine, measures).outcome()


class _Run:
    def __init__(self, spec: TableSpec, engine: Engine, measures: Mapping[str, Measure]) -> None:
        self.spec, self.engine, self.measures = spec, engine, measures
        scanned = engine.scan(spec.paths)
        schema = scanned.collect_schema()
        self.present, self.schema = list(schema), schema
        self.decimals: dict[str, int] = {}
        self.frame, self.texts = cells.numbers(scanned, spec, schema)
        self.values = [one for one in spec.of_role(Role.VALUE) if one.name in self.present]
        self.pairs = {one.name: self._pairs(one) for one in self.values}
        self.facts = {name: learn(pairs, measures, spec.column(name).range) for name, pairs in self.pairs.items()}
        self.factors = dict(self._factors())

    def outcome(self) -> Outcome:
        """Everything the table breaks."""
        rows = int(self.engine.rows(self.frame.select(n=nw.len()))[0]["n"])
        rules = [*plan.rules_of(self.spec, self.schema), *self._of_texts(), *self._of_totals()]
        failing = self.engine.keep(plan.flagged(self._with_facts(), rules, self._kept()))
        broken = [*self._counted(failing, rules), *self._of_units(failing), *self._twice()]
        pairs = self._conflicts()
        lacking = tuple(column.name for column in self.spec.columns if column.name not in self.present)
        unjudged = tuple(self._unjudged())
        return Outcome(rows, len(rules), tuple(broken), lacking, unjudged, pairs, failing)

    # --- units ------------------------------------------------------------------------

    def _pairs(self, column: TableColumn) -> dict[tuple[str, str], int]:
        """Each (measure, written unit) of a column with the number of its rows."""
        by = [part for part in (plan.measure_column(self.spec, column), column.unit_column) if part in self.present]
        if not by:
            return {(column.measure, column.unit): 0}
        found = self.engine.rows(self.frame.group_by(*by).agg(nw.len().alias("__n")))
        measure, unit = plan.measure_column(self.spec, column), column.unit_column
        return {
            (str(row[measure]) if measure else column.measure, str(row[unit] or "") if unit else column.unit): row[
                "__n"
            ]
            for row in found
        }

    def _factors(self) -> Iterator[tuple[str, Fraction]]:
        """Of each value column in a unit of its own, the factor to the base of its dimension."""
        for column in self.values:
            unit = units.parse_unit(column.unit).canonical if column.unit and not column.unit_column else ""
            yield column.name, units.factor(unit)[0] if unit else Fraction(1)

    def _with_facts(self) -> nw.LazyFrame[Any]:
        frame = self.frame
        for column in self.values:
            frame = plan.with_facts(frame, self.spec, column, self.facts[column.name], self._small(column))
        return frame

    def _small(self, column: TableColumn) -> nw.LazyFrame[Any] | None:
        if not (column.unit_column or plan.measure_column(self.spec, column)):
            return None
        return self.engine.take(plan.facts_columns(self.spec, column, self.facts[column.name]))

    # --- rules ------------------------------------------------------------------------

    def _of_texts(self) -> Iterator[Rule]:
        for name in self.texts:
            yield Rule("SC10", (name,), cells.is_no_number(name), subject=self.spec.column(name))

    def _of_totals(self) -> list[Rule]:
        named = dict.fromkeys(name for total in self.spec.totals for name in (total.whole, *total.parts))
        columns = [name for name in named if name in self.present]
        if not columns:
            return []
        self.decimals = totals.finest(self.engine.rows(totals.decimals_of(self.frame, columns))[0], columns)
        return list(totals.rules_of_totals(self.spec, self.decimals, self.factors, self.present))

    def _kept(self) -> list[str]:
        named = [*self.spec.key, *(one.name for one in self.spec.columns if one.role is not Role.OTHER)]
        named += [name for total in self.spec.totals for name in (total.whole, *total.parts)]
        named += [name for pair in self.spec.ordered for name in (pair.first, pair.second)]
        raw = [cells.RAW.format(name) for name in self.texts]
        return list(dict.fromkeys([ROW, *(name for name in named if name in self.present), *raw]))

    # --- what comes of it -------------------------------------------------------------

    def _counted(self, failing: nw.LazyFrame[Any], rules: Sequence[Rule]) -> Iterator[Broken]:
        """Each rule with the rows that surely break it, and those in doubt that exactly do."""
        told = [rule for rule in rules if rule.code != "UN01"]
        if not told:
            return
        sums = {rule.name: nw.col(rule.name).cast(nw.Int64).sum() for rule in told}
        sums |= {
            f"{rule.name}?": nw.col(f"{rule.name}?").cast(nw.Int64).sum() for rule in told if rule.doubt is not None
        }
        counts = self.engine.rows(failing.select(**sums))[0]
        judge = Judge(self.spec, self.facts, self.decimals, self.factors)
        for rule in told:
            sure, rows = (
                int(counts[rule.name] or 0),
                self._first(failing, rule.name, FIRST) if counts[rule.name] else [],
            )
            if rule.doubt is not None and counts[f"{rule.name}?"]:
                doubtful = self._first(failing, f"{rule.name}?", None)
                broken = [row for row in doubtful if judge.is_broken(rule, row)]
                sure, rows = sure + len(broken), sorted([*rows, *broken], key=lambda row: int(row[ROW]))[:FIRST]
            if sure:
                yield Broken(rule.code, rule.columns, sure, tuple(rows))

    def _first(self, failing: nw.LazyFrame[Any], flag: str, most: int | None) -> list[dict[str, Any]]:
        found = failing.filter(nw.col(flag)).select(*self._kept())
        return self.engine.rows(found.sort(ROW).head(most) if most else found)

    def _of_units(self, failing: nw.LazyFrame[Any]) -> Iterator[Broken]:
        """One entry for each unit that does not fit, with its rows."""
        for column in self.values:
            measure = plan.measure_column(self.spec, column)
            where = tuple(part for part in (measure, column.unit_column, column.name) if part)
            for fact in self.facts[column.name]:
                if fact.fit is Fit.FITS:
                    continue
                rows = failing
                if measure:
                    rows = rows.filter(nw.col(measure) == fact.measure)
                if column.unit_column:
                    rows = rows.filter(nw.col(column.unit_column) == fact.written)
                first = self.engine.rows(rows.select(*self._kept()).sort(ROW).head(FIRST))
                count = self.pairs[column.name][fact.measure, fact.written]
                yield Broken(fact.fit.value, where, count, tuple(first), fact.written, fact.says, fact.fix)

    def _twice(self) -> Iterator[Broken]:
        """Keys that stand more than once."""
        own = () if self.spec.agreement else self.spec.key
        keys = [own, *((one.name,) for one in self.spec.columns if one.is_unique)]
        for key in dict.fromkeys(key for key in keys if key and all(name in self.present for name in key)):
            again = self.engine.keep(self.frame.group_by(*key).agg(nw.len().alias("__n")).filter(nw.col("__n") > 1))
            count = self.engine.rows(again.select(rows=nw.col("__n").sum(), keys=nw.len()))[0]
            if count["keys"]:
                first = self.engine.rows(again.sort(*key).head(FIRST))
                yield Broken("SC08", tuple(key), int(count["rows"]), tuple(first))

    def _conflicts(self) -> nw.LazyFrame[Any] | None:
        ask = self.spec.agreement
        if ask is None or not self.values:
            return None
        column = self.values[0]
        facts = self.facts[column.name]
        made = plan.facts_columns(self.spec, column, facts)
        made["__factor"] = [float(one.factor) if one.fit is Fit.FITS else None for one in facts]
        frame = plan.with_facts(self.frame, self.spec, column, facts, self.engine.take(made))
        frame = frame.filter(nw.col(plan.fit_column(column.name)) == Fit.FITS.value, ~nw.col(column.name).is_null())
        bound = next((one.name for one in self.spec.of_role(Role.BOUND)), "")
        stated = agreement.intervals(frame, column.name, bound, float(ask.within), float(ask.about), "__factor")
        return self.engine.keep(agreement.conflicts(self.engine, stated, self.spec.key, self._kept()))

    def _unjudged(self) -> Iterator[tuple[str, int]]:
        for total in self.spec.totals:
            if all(name in self.present for name in (total.whole, *total.parts)):
                missing = totals.unjudged(self.spec, total)
                found = self.engine.rows(self.frame.filter(missing).select(n=nw.len()))[0]["n"]
                if found:
                    yield total.id or total.whole, int(found)


def total_of(spec: TableSpec, broken: Broken) -> Total | None:
    """The total that broken rows are of."""
    columns = broken.columns
    return next((one for one in spec.totals if (one.whole, *one.parts) == columns), None)
