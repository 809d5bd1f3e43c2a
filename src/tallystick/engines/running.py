"""A table run through an engine: what its rows break, counted, with the first rows of each kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import narwhals as nw

from tallystick import printed, units
from tallystick.bounds import EVERYTHING, point
from tallystick.engines import agreement, cells, plan, shaping
from tallystick.engines.checks import Checks, Scaled, Verdicts
from tallystick.engines.facts import Facts, Fit, learn
from tallystick.engines.files import Opened, open_files
from tallystick.engines.judging import Judge
from tallystick.engines.misfits import Misfits
from tallystick.engines.naming import plan_check, plan_total
from tallystick.engines.outcomes import FIRST, Broken, Outcome
from tallystick.engines.plan import Rule
from tallystick.engines.protocol import ROW, Engine
from tallystick.engines.times import read_times, with_times
from tallystick.errors import TallystickError
from tallystick.model import Measure, Quantity, Role, RowCheck, Schema, TableColumn, TableSpec, Total


def run_table(
    spec: TableSpec,
    engine: Engine,
    measures: Mapping[str, Measure],
    *,
    schema: Schema | None = None,
    shown: Sequence[str] = (),
    frame: Any = None,  # noqa: ANN401 - any frame that narwhals knows
) -> Outcome:
    """Judge every row of a table.

    Args:
        spec: What it is.
        engine: That reads it.
        measures: By name.
        schema: Whose aliases make several spellings one name.
        shown: Its paths as messages name them.
        frame: The table itself, where it is in memory.

    Raises:
        ReadError: a file cannot be read.
    """
    opened = open_files(spec, engine, shown=shown, frame=frame)
    return _Run(spec, engine, measures, opened, schema or Schema()).outcome()


class _Run:
    def __init__(
        self, spec: TableSpec, engine: Engine, measures: Mapping[str, Measure], opened: Opened, schema: Schema
    ) -> None:
        self.engine, self.opened = engine, opened
        names = list(opened.frame.collect_schema())
        spec, renamed = shaping.settled(spec, opened.units, names)
        scanned = opened.frame.rename(renamed) if renamed else opened.frame
        scanned = shaping.in_rows(engine, scanned, spec, scanned.collect_schema())
        scanned = shaping.with_aliases(scanned, spec, schema.aliases, list(scanned.collect_schema()))
        self.spec, self.measures = shaping.with_measures(spec, measures)
        kinds = scanned.collect_schema()
        self.frame, self.texts, self.odd = cells.numbers(scanned, self.spec, kinds, opened.dialect)
        if self.texts and any(kinds[name] == nw.String for name in self.texts):
            # Reading numbers out of text is most of the work: it is done once.
            self.frame = engine.keep(self.frame)
        self.schema = kinds
        self.present = list(kinds)
        self.values = [
            one for one in self.spec.of_role(Role.VALUE) if one.name in self.present and one.name not in self.odd
        ]
        names_of = {written: (measure, unit) for written, measure, unit in self.spec.names}
        self.printed = self._printed()
        self.seen = {one.name: self._seen(one) for one in self.values}
        self.pairs = {name: {pair: seen.count for pair, seen in found.items()} for name, found in self.seen.items()}
        self.facts = {
            name: [
                replace(fact, half=self._half(fact, names_of, found[fact.measure, fact.written].decimals))
                for fact in learn(
                    sorted(found, key=lambda pair: (-found[pair].count, pair)),
                    self.measures,
                    self.spec.column(name).range,
                    names_of,
                )
            ]
            for name, found in self.seen.items()
        }
        self.times = read_times(self.engine, self.frame, self.spec, self.present)

    def outcome(self) -> Outcome:
        """Everything the table breaks."""
        flags = {name: cells.FLAGGED.format(name) for name in self.texts if self.spec.flags}
        counts = self.engine.rows(
            self.frame.select(
                n=nw.len(),
                **{flag: nw.col(flag).cast(nw.Int64).sum() for flag in flags.values()},
                **{f"?{one.name}": nw.col(one.name).count() for one in self.values},
            )
        )[0]
        rows = int(counts["n"])
        rules = [*plan.rules_of(self.spec, self.schema, self.texts), *self._of_texts()]
        rules = [rule for rule in rules if not set(rule.columns) & set(self.odd)]
        framed = self._with_facts()
        failing = self.engine.keep(plan.flagged(framed, rules, self._kept())) if rules else None
        broken = [*self._of_kinds(), *self._empty(counts, rows), *self._of_times()]
        if failing is not None:
            misfits = Misfits(self.engine, self.spec, failing, self._kept(), self._order())
            broken += self._counted(failing, rules)
            for one in self.values:
                broken += misfits.of(one, self.facts[one.name], self.pairs[one.name])
        broken += self._twice()
        judge = self._judge(framed)
        missed, unjudged = self._totals(judge)
        broken += missed
        verdicts, refused = self._checks(judge)
        return Outcome(
            rows,
            len(rules) + len(self.spec.totals) + len(self.spec.checks),
            tuple(broken),
            tuple(column.name for column in self.spec.columns if column.name not in self.present),
            tuple(unjudged),
            self._conflicts(),
            failing,
            tuple(verdicts),
            tuple(refused),
            self.opened,
            self.spec,
            sum(int(counts[flag] or 0) for flag in flags.values()),
            tuple(self.present),
            self.frame,
            self._members(),
        )

    # --- units ------------------------------------------------------------------------

    def _seen(self, column: TableColumn) -> dict[tuple[str, str], _Seen]:
        """Each (measure, written unit) of a column with the number of its rows, and how finely they are printed."""
        measure, unit = plan.measure_column(self.spec, column), column.unit_column
        by = [part for part in (measure, unit) if part in self.present]
        name = column.name
        if not by:
            decimals = cells.decimals_of(self.printed, name) if self.printed else 0
            return {(column.measure, column.unit): _Seen(0, decimals)}
        stats = self._stats(column)
        stats |= {"__n": nw.len(), "__known": nw.col(name).count()}
        grouped = self.frame.group_by(*by).agg(**stats)
        found: dict[tuple[str, str], _Seen] = {}
        for row in self.engine.rows(grouped):
            pair = (
                str(row[measure] if row[measure] is not None else "") if measure else column.measure,
                str(row[unit] if row[unit] is not None else "") if unit else column.unit,
            )
            # A row without value and unit misses none.
            count = int(row["__n"] if not unit or row[unit] is not None else row["__known"])
            found[pair] = _Seen(count, cells.decimals_of(row, name) if len(stats) > _COUNTS else 0)
        return found

    def _stats(self, column: TableColumn) -> dict[str, nw.Expr]:
        """What tells how finely a column is printed, where a check or total asks."""
        if not (self.spec.checks or self.spec.totals):
            return {}
        kind = self.schema[column.name]
        return cells.print_stats(column.name, is_text=kind == nw.String, is_whole=bool(kind.is_integer()))

    def _printed(self) -> dict[str, Any]:
        """How finely the columns of one unit are printed, all in one look."""
        fixed = [one for one in self.values if not (one.unit_column or plan.measure_column(self.spec, one))]
        stats = {name: stat for one in fixed for name, stat in self._stats(one).items()}
        return self.engine.rows(self.frame.select(**stats))[0] if stats else {}

    def _half(self, fact: Facts, names: Mapping[str, tuple[str, str]], decimals: int) -> Fraction:
        """Half of what a column's values are printed to, as written; nothing for what print does not round."""
        measure = self.measures.get(names.get(fact.measure, (fact.measure, ""))[0])
        if measure is None or fact.fit is not Fit.FITS or decimals >= cells.MOST:
            return Fraction(0)
        step = Fraction(1, 10**decimals) if decimals >= 0 else Fraction(10**-decimals)
        unit = units.parse_unit(fact.written, prefer=measure.unit).canonical if fact.written else ""
        quantity = Quantity(point(1), unit, text="1", steps=(step, step))
        return printed.steps_of(quantity, measure.kind)[0] / 2

    def _with_facts(self) -> nw.LazyFrame[Any]:
        frame = self.frame
        for column in self.values:
            frame = plan.with_facts(frame, self.spec, column, self.facts[column.name], self._small(column))
        return frame

    def _small(self, column: TableColumn) -> nw.LazyFrame[Any] | None:
        if not (column.unit_column or plan.measure_column(self.spec, column)):
            return None
        return self.engine.take(plan.facts_columns(self.spec, column, self.facts[column.name]))

    # --- checks -----------------------------------------------------------------------

    def _judge(self, framed: nw.LazyFrame[Any]) -> Checks:
        """The rows with their places in time and their numbers in the units of checks."""
        frame, present = framed, list(self.present)
        if self.spec.checks:
            frame, present = with_times(self.engine, framed, self.times, self.present)
        raw = [cells.RAW.format(name) for name in self.texts]
        return Checks(self.engine, frame, self.spec, self._scaled(), [*present, *raw])

    def _totals(self, judge: Checks) -> tuple[list[Broken], list[tuple[str, int]]]:
        """Totals that rows miss, and how many rows of each cannot be judged."""
        broken: list[Broken] = []
        unjudged: list[tuple[str, int]] = []
        for total in self.spec.totals:
            columns = (total.whole, *total.parts)
            if not all(name in self.present for name in columns):
                continue
            try:
                told = judge.judge(plan_total(total, self.spec, self.measures))
            except TallystickError as problem:
                broken.append(Broken(getattr(problem, "code", "") or "CK06", columns, 1, says=problem.what))
                continue
            if told.broken:
                broken.append(Broken("CK01", columns, told.broken, told.first))
            if told.unknown:
                unjudged.append((total.id or total.whole, told.unknown))
        return broken, unjudged

    def _checks(self, judge: Checks) -> tuple[list[Verdicts], list[tuple[RowCheck, TallystickError]]]:
        """Each check of the table; one that means nothing is told, and the others are judged."""
        verdicts: list[Verdicts] = []
        refused: list[tuple[RowCheck, TallystickError]] = []
        for check in self.spec.checks:
            try:
                planned = plan_check(check, self.spec, self.measures)
                # A column that is not there has been told.
                if all(name in self.present for name in planned.columns):
                    verdicts.append(judge.judge(planned))
            except TallystickError as problem:
                refused.append((check, problem))
        return verdicts, refused

    def _scaled(self) -> dict[str, Scaled]:
        """Every value column in the unit of its symbol: its own where it has one, else that of its measure."""
        found: dict[str, Scaled] = {}
        for column in self.values:
            name = column.name
            value, half = nw.col(name).cast(nw.Float64), nw.col(plan.HALF.format(name))
            factor = Fraction(1)
            if column.unit_column or plan.measure_column(self.spec, column):
                slope = nw.col(plan.FACTOR.format(name))
                value, half = value * slope + nw.col(plan.OFFSET.format(name)), half * slope.abs()
                factor = Fraction(0)
            is_bounded = any(fact.limits != EVERYTHING for fact in self.facts[name])
            inside = plan.is_inside(name) if is_bounded else None
            value = value if inside is None else nw.when(inside).then(value)
            # Nothing is printed more finely than it is: zero is exact.
            half = nw.when(value == 0).then(0.0).otherwise(half)
            found[name] = Scaled(value, half, self._grain(column, factor), factor, inside)
        return found

    def _grain(self, column: TableColumn, factor: Fraction) -> Fraction | None:
        """What every value is a whole multiple of, where text or whole numbers say so."""
        is_said = column.name in self.texts and self.schema[column.name] == nw.String
        if not factor or not (is_said or self.schema[column.name].is_integer()):
            return None
        (seen,) = self.seen[column.name].values()
        return Fraction(1, 10 ** max(seen.decimals, 0)) if seen.decimals < cells.MOST else None

    # --- rules ------------------------------------------------------------------------

    def _of_texts(self) -> Iterator[Rule]:
        for name in self.texts:
            yield Rule("SC10", (name,), cells.is_no_number(name), subject=self.spec.column(name))

    def _of_kinds(self) -> Iterator[Broken]:
        """Columns of values that hold dates or truths, and no numbers at all."""
        for name in self.odd:
            yield Broken("SC10", (name,), 1, says=f"{name} holds no numbers but {str(self.schema[name]).lower()}")

    def _empty(self, counts: Mapping[str, Any], rows: int) -> Iterator[Broken]:
        """Columns that may be empty, and are so in every row."""
        for one in self.values:
            if rows and one.is_nullable and not counts[f"?{one.name}"] and not self._has_text(one.name):
                yield Broken("SC05", (one.name,), rows, says=f"{one.name} has no value at all")

    def _has_text(self, name: str) -> bool:
        if name not in self.texts:
            return False
        return bool(self.engine.rows(self.frame.select(n=nw.col(cells.RAW.format(name)).count()))[0]["n"])

    def _of_times(self) -> Iterator[Broken]:
        for column, unread in self.times.unread.items():
            first = list(unread)[:_SHOWN]
            told = ", ".join(f"'{text}'" for text in first)
            yield Broken("SC10", (column,), sum(unread.values()), says=f"{column} holds what is no period ({told})")

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
        judge = Judge(self.spec, self.facts)
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

    def _order(self) -> list[str]:
        """Rows in the order of the file; a row of periods in columns is several of one number."""
        return [ROW, *(name for name in self.spec.key if name in self.present)]

    def _first(self, failing: nw.LazyFrame[Any], flag: str, most: int | None) -> list[dict[str, Any]]:
        found = failing.filter(nw.col(flag)).select(*self._kept())
        return self.engine.rows(found.sort(*self._order()).head(most) if most else found)

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

    def _members(self) -> dict[str, dict[str, int]]:
        """The members of each dimension of the key, with their rows; none where they are too many to look alike."""
        found: dict[str, dict[str, int]] = {}
        for column in self.spec.of_role(Role.DIMENSION):
            if column.name in self.present and self.schema[column.name] == nw.String:
                counted = self.frame.group_by(column.name).agg(nw.len().alias("__n"))
                rows = self.engine.rows(counted.sort(column.name).head(_MOST_MEMBERS + 1))
                if len(rows) <= _MOST_MEMBERS:
                    found[column.name] = {row[column.name]: int(row["__n"]) for row in rows if row[column.name]}
        return found

    def _conflicts(self) -> nw.LazyFrame[Any] | None:
        ask = self.spec.agreement
        if ask is None or not self.values:
            return None
        column = self.values[0]
        facts = self.facts[column.name]
        frame = plan.with_facts(self.frame, self.spec, column, facts, self._small(column))
        frame = frame.filter(nw.col(plan.fit_column(column.name)) == Fit.FITS.value, ~nw.col(column.name).is_null())
        bound = next((one.name for one in self.spec.of_role(Role.BOUND)), "")
        factor = plan.FACTOR.format(column.name)
        stated = agreement.intervals(frame, column.name, bound, float(ask.within), float(ask.about), factor)
        return self.engine.keep(agreement.conflicts(self.engine, stated, self.spec.key, self._kept()))


_MOST_MEMBERS = 100_000
_SHOWN = 5
_COUNTS = 2  # of the columns of a grouping that are no digits


@dataclass(frozen=True, slots=True)
class _Seen:
    """A unit of a column: its rows, and how finely they are printed."""

    count: int
    decimals: int


def total_of(spec: TableSpec, broken: Broken) -> Total | None:
    """The total that broken rows are of."""
    columns = broken.columns
    return next((one for one in spec.totals if (one.whole, *one.parts) == columns), None)


__all__ = ["Broken", "Outcome", "run_table", "total_of"]
