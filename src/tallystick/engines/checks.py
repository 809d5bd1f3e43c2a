"""The checks of a table: each as flags of the rows, or groups of rows, it speaks of; doubts judged in fractions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import and_, or_
from typing import Any

import narwhals as nw

from tallystick.engines import cells
from tallystick.engines.exactly import Given, Rows, verdict
from tallystick.engines.formulas import Cell, Sieve
from tallystick.engines.naming import Named, Planned
from tallystick.engines.protocol import ROW, Engine
from tallystick.errors import NotDecidable
from tallystick.meaning import Translator
from tallystick.model import Missing, Role, TableSpec, Verdict

FIRST = 200  # rows fetched of each kind
WHEN = "__when"  # the place of a row's period among all periods
_VALUE, _HALF, _SKIP = "__v {}", "__h {}", "__skip"
_VALID = "__valid"
_MANY = "__n {}"
_FLAGS = ("__false", "__doubt", "__open", _SKIP)


@dataclass(frozen=True, slots=True)
class Scaled:
    """A value column as the plan has it: its number in its symbol's unit, half its print, and its grain."""

    value: nw.Expr
    half: nw.Expr
    grain: Fraction | None
    factor: Fraction = Fraction(1)
    inside: nw.Expr | None = None  # that a value is not out of its range: else nothing is said of its row


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What a check came to: rows or groups that break it, with the first; those not judged; and those passed over."""

    planned: Planned
    judged: int
    broken: int
    first: tuple[Mapping[str, Any], ...] = ()
    unknown: int = 0
    skipped: int = 0
    unknown_first: tuple[Mapping[str, Any], ...] = ()


class Checks:
    """The checks of one table over its rows, whose numbers are scaled already."""

    def __init__(
        self,
        engine: Engine,
        frame: nw.LazyFrame[Any],
        spec: TableSpec,
        scaled: Mapping[str, Scaled],
        present: Sequence[str],
    ) -> None:
        self.engine, self.frame, self.spec, self.scaled = engine, frame, spec, scaled
        self.present = present

    def judge(self, planned: Planned) -> Verdicts:
        """Every row or group held to one check.

        Raises:
            UnitError, ExpressionError, NotDecidable: it means nothing.
        """
        sieve, statement = self._sieve(planned)
        frame = self._grouped(planned) if planned.group else self._rows(planned)
        frame = self._with_previous(frame, planned)
        flags = sieve.flags(statement)
        skip = nw.col(_SKIP)
        valid, kept = nw.col(_VALID), self._kept(planned)
        staged = frame.with_columns(**sieve.staged)
        if getattr(self.engine, "repeats", False):
            staged = self.engine.keep(staged.select(*kept, _SKIP, _VALID, *sieve.staged))
        marked = staged.with_columns(
            __false=flags.false & ~flags.true & ~skip & valid,
            __doubt=flags.doubt & ~flags.true & ~flags.false & ~skip & valid,
            __open=~((flags.true | flags.false | flags.doubt) & valid) & ~skip,
        )
        if planned.group or any(one.before for one in planned.named.values()):
            # Groups and rows before are computed once; plain rows are cheaper to scan again than to keep.
            marked = self.engine.keep(marked.select(*kept, *_FLAGS))
        sums = {name: nw.col(name).cast(nw.Int64).sum() for name in _FLAGS}
        counts = self.engine.rows(marked.select(n=nw.len(), **sums))[0]
        return self._verdicts(planned, marked, counts, kept)

    def _verdicts(
        self, planned: Planned, marked: nw.LazyFrame[Any], counts: Mapping[str, Any], kept: Sequence[str]
    ) -> Verdicts:
        broken, unknown, skipped = (int(counts[name] or 0) for name in ("__false", "__open", _SKIP))
        first: Sequence[Mapping[str, Any]] = self._first(marked, "__false", kept, FIRST) if broken else []
        open_first: Sequence[Mapping[str, Any]] = self._first(marked, "__open", kept, FIRST) if unknown else []
        if counts["__doubt"]:
            doubtful = self._first(marked, "__doubt", kept, None)
            told = [(row, self._exactly(planned, row, rows)) for row, rows in self._with_rows(planned, doubtful)]
            more = [row for row, found in told if found is Verdict.BREAKS]
            unsure = [row for row, found in told if found is Verdict.UNKNOWN]
            broken, unknown = broken + len(more), unknown + len(unsure)
            first, open_first = _earliest(first, more), _earliest(open_first, unsure)
        judged = int(counts["n"]) - unknown - skipped
        return Verdicts(planned, judged, broken, tuple(first), unknown, skipped, tuple(open_first))

    def _first(
        self, failing: nw.LazyFrame[Any], flag: str, kept: Sequence[str], most: int | None
    ) -> list[dict[str, Any]]:
        found = failing.filter(nw.col(flag)).select(*kept)
        # A row of periods in columns is several rows of one number: the key puts them in order.
        order = [name for name in (ROW, WHEN, *self.spec.key) if name in kept]
        return self.engine.rows(found.sort(*order).head(most) if most else found)

    # --- the plan -----------------------------------------------------------------------

    def _sieve(self, planned: Planned) -> tuple[Sieve, Any]:
        names = Rows({name: Given(one.symbol) for name, one in planned.named.items()}, {})
        work = Translator(names)
        statement = work.statement(planned.plan)
        known = {
            name: Cell(nw.col(_VALUE.format(name)), nw.col(_HALF.format(name)), self._grain(one))
            for name, one in planned.named.items()
            if not one.is_word
        }
        words = {name: _VALUE.format(name) for name, one in planned.named.items() if one.is_word}
        sums = frozenset(name for name, one in planned.named.items() if one.function in ("sum", "mean"))
        return Sieve(work.unknowns, known, words, sums, planned.check.is_exact), statement

    def _grain(self, named: Named) -> Fraction | None:
        if named.function == "count":
            return Fraction(1)
        return self._of(named).grain if named.function != "mean" else None

    def _of(self, named: Named) -> Scaled:
        found = self.scaled.get(named.column.name)
        if found is not None:
            return found
        return Scaled(cells.as_number(nw.col(named.column.name)), nw.lit(0.0), None)

    def _rows(self, planned: Planned) -> nw.LazyFrame[Any]:
        """Each row with the value of every name."""
        made: dict[str, nw.Expr] = {}
        for name, one in planned.named.items():
            if one.before:
                continue
            if one.is_word:
                made[_VALUE.format(name)] = nw.col(one.column.name)
                continue
            scaled = self._of(one)
            value, half = scaled.value, scaled.half
            if one.column.missing is Missing.ZERO:
                value, half = value.fill_null(0.0), half.fill_null(0.0)
            made |= {_VALUE.format(name): value, _HALF.format(name): half}
        used = dict.fromkeys(one.column.name for one in planned.named.values() if one.column.missing is Missing.SKIP)
        skip = reduce(or_, (nw.col(name).is_null() for name in used), nw.col(ROW).is_null())
        used_values = {one.column.name: self._of(one).inside for one in planned.named.values() if not one.is_word}
        inside = [flag for flag in used_values.values() if flag is not None]
        valid = reduce(and_, inside, ~nw.col(ROW).is_null())
        return self.frame.with_columns(**made, **{_SKIP: skip, _VALID: valid})

    def _grouped(self, planned: Planned) -> nw.LazyFrame[Any]:
        """Each group of rows with what every name comes to in it; null where a part of it is missing."""
        parts: dict[str, nw.Expr] = {}
        named = [one for one in planned.named.values() if not one.before]
        for one in named:
            parts |= self._parts(one)
        gathered = {ROW: nw.col(ROW).min()}
        for name in parts:
            gathered[name] = nw.col(name).sum()
        for one in named:
            gathered |= _gather(one)
        if WHEN in self.present:
            gathered[WHEN] = nw.col(WHEN).min()
        groups = self.frame.with_columns(**parts).group_by(*planned.group, drop_null_keys=False).agg(**gathered)
        made: dict[str, nw.Expr] = {}
        skips: list[nw.Expr] = []
        for one in named:
            made |= _settle(one)
            if one.column.missing is Missing.SKIP:
                skips.append(nw.col(_MANY.format(one.name)) > nw.col(f"{_MANY.format(one.name)} known"))
        skip = reduce(or_, skips, nw.col(ROW).is_null())
        # A value out of its range is missing from its group, which is not judged for it.
        return groups.with_columns(**made, **{_SKIP: skip, _VALID: ~nw.col(ROW).is_null()})

    def _parts(self, one: Named) -> dict[str, nw.Expr]:
        """Of each row what it adds to a name: value, half of its print, whether it is one of them, whether known."""
        where = one.pick.where if one.pick else ()
        is_one = reduce(and_, (_is_so(pair) for pair in where), ~nw.col(ROW).is_null()).fill_null(value=False)
        if one.is_word:
            return {_MANY.format(one.name): is_one.cast(nw.Int64)}
        scaled = self._of(one)
        value, half = scaled.value, scaled.half
        if one.column.missing is Missing.ZERO:
            value, half = value.fill_null(0.0), half.fill_null(0.0)
        known = is_one & ~value.is_null()
        return {
            _VALUE.format(one.name): nw.when(is_one).then(value),
            _HALF.format(one.name): nw.when(is_one).then(half),
            _MANY.format(one.name): is_one.cast(nw.Int64),
            f"{_MANY.format(one.name)} known": known.cast(nw.Int64),
        }

    def _with_previous(self, frame: nw.LazyFrame[Any], planned: Planned) -> nw.LazyFrame[Any]:
        """The rows with the values of the row before, of one key in the order of periods; the first is passed over."""
        before = [one for one in planned.named.values() if one.before]
        if not before:
            return frame
        times = {one.name for one in self.spec.of_role(Role.PERIOD)}
        along = [name for name in (planned.group or self.spec.key) if name not in times]
        order = WHEN if WHEN in self.present else ROW

        def shifted(column: str) -> nw.Expr:
            moved = nw.col(column).shift(1)
            return moved.over(*along, order_by=order) if along else moved.over(order_by=order)

        made = {"__first": shifted(ROW)}
        for one in before:
            own = one.of_row.name
            made |= {
                _VALUE.format(one.name): shifted(_VALUE.format(own)),
                _HALF.format(one.name): shifted(_HALF.format(own)),
            }
        return frame.with_columns(**made).with_columns(**{_SKIP: nw.col(_SKIP) | nw.col("__first").is_null()})

    # --- the rows -----------------------------------------------------------------------

    def _kept(self, planned: Planned) -> list[str]:
        values = [_VALUE.format(name) for name in planned.named]
        halves = [_HALF.format(name) for name, one in planned.named.items() if not one.is_word]
        when = [WHEN] if WHEN in self.present else []
        if planned.group:
            return list(dict.fromkeys([ROW, *when, *planned.group, *values, *halves]))
        own = [one.column.name for one in planned.named.values()]
        raw = [cells.RAW.format(name) for name in own if cells.RAW.format(name) in self.present]
        return list(dict.fromkeys([ROW, *when, *self.spec.key, *own, *values, *halves, *raw]))

    def _with_rows(
        self, planned: Planned, doubtful: Sequence[Mapping[str, Any]]
    ) -> Iterator[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]:
        """The doubtful rows or groups, each with the rows that it gathers."""
        if not planned.gathered:
            yield from ((row, ()) for row in doubtful)
            return
        keys = {f"__k{at}": [row[name] for row in doubtful] for at, name in enumerate(planned.group)}
        small = self.engine.take(keys)
        parts = {name: part for one in planned.gathered for name, part in self._parts(one).items()}
        rows = self.frame.with_columns(**parts).join(
            small, left_on=list(planned.group), right_on=list(keys), how="semi"
        )
        found: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
        for part in self.engine.rows(rows.select(*planned.group, *parts)):
            found.setdefault(tuple(part[name] for name in planned.group), []).append(part)
        for row in doubtful:
            yield row, found.get(tuple(row[name] for name in planned.group), ())

    def _exactly(self, planned: Planned, row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Verdict:
        single = {name: self._given(one, row, planned) for name, one in planned.named.items() if not one.function}
        several = {
            one.pick.name if one.pick else one.column.name: [
                self._given(one, part, planned) for part in rows if part[_MANY.format(one.name)]
            ]
            for one in planned.gathered
        }
        tree = planned.node if planned.gathered else planned.plan
        if any(one.before for one in planned.named.values()):
            # What is gathered of the row before is a number by now: print is counted whole.
            tree, several = planned.plan, {}
            single |= {one.name: self._given(one, row, planned) for one in planned.gathered}
        try:
            return verdict(tree, Rows(single, several), is_exact=planned.check.is_exact)
        except NotDecidable:
            return Verdict.UNKNOWN

    def _given(self, one: Named, row: Mapping[str, Any], planned: Planned) -> Given:
        cell = row.get(_VALUE.format(one.name))
        if one.is_word:
            return Given(one.symbol, word=str(cell or ""))
        if cell is None:
            return Given(one.symbol)
        half = Fraction(str(row.get(_HALF.format(one.name)) or 0))
        raw = row.get(cells.RAW.format(one.column.name))
        scaled = self.scaled.get(one.column.name)
        if raw and not planned.group and not one.before and scaled is not None and scaled.factor:
            return Given(one.symbol, Fraction(raw) * scaled.factor, half)
        return Given(one.symbol, Fraction(str(cell)), half)


def _earliest(first: Sequence[Mapping[str, Any]], more: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    return sorted([*first, *more], key=lambda row: (int(row[ROW]), row.get(WHEN) or 0))[:FIRST]


def _is_so(pair: tuple[str, str]) -> nw.Expr:
    """That a row's column is what a pick asks for: a text, one of several (`A | B`), or `not` it."""
    column, wanted = pair
    is_not = wanted.startswith("not ")
    options = [option.strip() for option in wanted.removeprefix("not ").split(" | ")]
    found = nw.col(column).cast(nw.String).is_in(options)
    return ~found if is_not else found


def _gather(one: Named) -> dict[str, nw.Expr]:
    """What a group makes of a name's values."""
    value, half = _VALUE.format(one.name), _HALF.format(one.name)
    if one.is_word:
        return {value: nw.col(one.column.name).max()}
    made = nw.col(value)
    how = {"sum": made.sum(), "mean": made.mean(), "min": made.min(), "max": made.max()}.get(one.function, made.max())
    halves = nw.col(half).sum() if one.function == "sum" else nw.col(half).max()
    return {value: how, half: halves}


def _settle(one: Named) -> dict[str, nw.Expr]:
    """The value of a name in a group: null where none of its rows is there, one is unknown, or several are."""
    value, many, known = _VALUE.format(one.name), _MANY.format(one.name), f"{_MANY.format(one.name)} known"
    if one.is_word:
        return {value: nw.when(nw.col(many) == 1).then(nw.col(value))}
    if one.function == "count":
        return {value: nw.col(many).cast(nw.Float64), _HALF.format(one.name): nw.lit(0.0)}
    whole = (nw.col(many) > 0) & (nw.col(many) == nw.col(known))
    if not one.function:
        whole = whole & (nw.col(many) == 1)
    return {value: nw.when(whole).then(nw.col(value))}
