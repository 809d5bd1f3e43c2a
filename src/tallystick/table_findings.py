"""What a judged table came to, in words: one finding a rule, column and unit, with the first rows by place and key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Any

import narwhals as nw

from tallystick.bounds import show_number
from tallystick.engines.checks import Verdicts
from tallystick.engines.outcomes import FIRST, Broken, Outcome
from tallystick.engines.protocol import ROW, Engine
from tallystick.engines.running import total_of
from tallystick.errors import ExpressionError
from tallystick.model import Finding, Judged, Place, Severity, TableSpec
from tallystick.reading.names import look_alike_groups
from tallystick.showing import nearest

_FIXES = {"CK01": "correct the rows, or say which part is outside the total"}
_SHOWN = 5
_VALUE = "__v "
_WHAT = {
    "SC01": "{last} lies outside the range of its measure",
    "SC04": "{last} is before {first}",
    "SC05": "{last} is empty",
    "SC06": "{last} is none of its values",
    "SC07": "{last} does not have the form it should",
    "SC08": "the key {all} stands more than once",
    "SC10": "{last} is no number",
}


class Told:
    """One judged table and its findings."""

    def __init__(self, spec: TableSpec, outcome: Outcome, engine: Engine) -> None:
        self.spec, self.outcome, self.engine = outcome.spec or spec, outcome, engine
        self.path = spec.paths[0]

    def judged(self) -> Judged:
        """The table as the audit counts it."""
        unjudged = (
            *self.outcome.unjudged,
            *((one.planned.check.id, one.unknown) for one in self.outcome.checks if one.unknown),
        )
        return Judged(
            self.spec.name,
            self.path,
            self.engine.name,
            self.outcome.rows,
            self.outcome.rules,
            unjudged,
            tuple(self._says()),
        )

    def _says(self) -> Iterator[str]:
        """What was found by looking, and what was passed over."""
        opened = self.outcome.opened
        if opened is not None:
            if len(opened.files) > 1:
                yield f"{len(opened.files):,} files"
            yield from dict.fromkeys(text for read in opened.read if read for text in read.says)
        if self.outcome.flagged:
            yield f"{counted(self.outcome.flagged, 'cell')} with a flag"
        for one in self.outcome.checks:
            if one.skipped:
                yield f"'{one.planned.check.id}' passes over {_rows(one.skipped, one)}"

    def findings(self) -> Iterator[Finding]:
        """Everything the table breaks, and what of it could not be judged."""
        yield from self._of_files()
        for name in self.outcome.lacking:
            known = [column for column in self.outcome.present if not column.startswith("__")]
            message = f"the table has no column '{name}'{nearest(name, known)}"
            yield Finding("RD04", message, place=Place(self.path, 1), fix="correct the name, or the table")
        for broken in self.outcome.broken:
            yield self._of(broken)
        for total, count in self.outcome.unjudged:
            yield self._open(
                total,
                f"{_rows(count)} of {self.spec.name}: a number of the sum is missing or out of its range there",
                count,
            )
        for verdicts in self.outcome.checks:
            yield from self._of_check(verdicts)
        for check, problem in self.outcome.refused:
            column = problem.column - 1 if isinstance(problem, ExpressionError) else 0
            place = Place(check.place.path, check.place.line, check.place.column + max(column, 0))
            code = getattr(problem, "code", "") or "CK06"
            message = f"check '{check.id}' of {self.spec.name}: {problem.what}"
            yield Finding(code, message, place=place, check=check.id, fix=problem.fix)
        yield from self._disagreements()
        yield from self._lookalikes()

    # --- files ------------------------------------------------------------------------

    def _of_files(self) -> Iterator[Finding]:
        opened = self.outcome.opened
        if opened is None:
            return
        if not self.outcome.rows:
            message = "the table holds a header and no row: nothing of it is judged"
            yield Finding("RD01", message, place=Place(self.path, 1), severity=Severity.WARNING, fix="fill it")
        for path, read in zip(opened.files, opened.read, strict=False):
            if read is None:
                continue
            for name in read.doubled:
                message = f"column '{name}' is there twice; the second is read as '{name} (…)'"
                yield Finding("RD03", message, place=Place(path, read.skip), fix="rename one")
            if read.short is not None:
                message = f"the last row has {read.short} of {len(read.names)} cells: the file may be cut short"
                yield Finding("RD01", message, place=Place(path), fix="fetch the file again")
        for path, name in opened.lacking:
            message = f"the file has no column '{name}', which others of {self.spec.name} have"
            yield Finding("RD04", message, place=Place(path, 1), fix="correct the name, or describe the files apart")

    # --- rules ------------------------------------------------------------------------

    def _of(self, broken: Broken) -> Finding:
        total = total_of(self.spec, broken)
        check = total.id if total and total.id else None
        fix = broken.fix or _FIXES.get(broken.code, "")
        severity = Severity.NOTE if broken.code == "RD05" and self.spec.only_named else None
        severity = Severity.WARNING if broken.code == "SC05" and "at all" in broken.says else severity
        what = self._what(broken)
        kind = (broken.code, check or "", self.path, *broken.columns, broken.about)
        return Finding(
            broken.code,
            f"{what} in {_rows(broken.count)}{self._rows_shown(broken.first, broken.columns, broken.count)}",
            place=self._place(broken.first),
            check=check,
            severity=severity,
            fix=fix,
            count=broken.count,
            members=self._members(kind, broken.first, broken.columns, broken.count),
        )

    def _what(self, broken: Broken) -> str:
        total = total_of(self.spec, broken)
        if total is not None and broken.code == "CK01":
            return f"{' + '.join(total.parts)} does not make {total.whole}"
        if broken.says:
            return broken.says
        names = {"first": broken.columns[0], "last": broken.columns[-1], "all": ", ".join(broken.columns)}
        return _WHAT[broken.code].format(**names)

    def _place(self, rows: Sequence[Mapping[str, Any]]) -> Place:
        opened = self.outcome.opened
        first = next((int(row[ROW]) for row in rows if ROW in row), None)
        if first is None or opened is None:
            return Place(self.path)
        return opened.place(first)

    def _rows_shown(self, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], count: int) -> str:
        shown = "; ".join(self._row(row, columns) for row in rows[:_SHOWN])
        more = count - len(rows[:_SHOWN])
        rest = f", … and {more:,} more" if shown and more > 0 else ""
        return f": {shown}{rest}" if shown else ""

    def _row(self, row: Mapping[str, Any], columns: Sequence[str]) -> str:
        key = [f"{row[name]}" for name in self.spec.key if name in row]
        values = [f"{name} {_cell(row, name)}" for name in columns if name in row and name not in self.spec.key]
        return " ".join([*self._line(row), *key, *values])

    def _line(self, row: Mapping[str, Any]) -> list[str]:
        opened = self.outcome.opened
        if ROW not in row or opened is None:
            return []
        place = opened.place(int(row[ROW]))
        if len(opened.files) > 1:
            return [f"{place.path}:{place.line}"]
        is_counted = opened.read[0] is not None
        return [f"{'line' if is_counted else 'row'} {place.line}"]

    def _members(
        self, kind: Sequence[str], rows: Sequence[Mapping[str, Any]], columns: Sequence[str], count: int
    ) -> tuple[str, ...]:
        """What a baseline knows the rows by: rule and key, and what they say; of very many, one for all."""
        if not rows or count > len(rows) or count > FIRST:
            said = [str(count), *(self._row({**row, ROW: 0}, columns) for row in rows[:_SHOWN])]
            return (f"{_hash(kind)}:{_hash(said)[:8]}",)
        found = []
        for row in rows:
            key = [str(row[name]) for name in self.spec.key if name in row]
            values = [str(row[name]) for name in columns if name in row]
            found.append(f"{_hash([*kind, *key])}:{_hash(values)[:8]}")
        return tuple(found)

    # --- checks -----------------------------------------------------------------------

    def _of_check(self, verdicts: Verdicts) -> Iterator[Finding]:
        check = verdicts.planned.check
        columns = [f"{_VALUE}{name}" for name in verdicts.planned.named]
        if verdicts.broken:
            says = f" ({check.says.rstrip('.')})" if check.says else ""
            shown = self._groups_shown(verdicts.first, verdicts, verdicts.broken)
            message = f"'{check.id}' breaks in {_rows(verdicts.broken, verdicts)}: {check.holds}{says}{shown}"
            kind = ("CK01", check.id, self.path)
            yield Finding(
                "CK01",
                message,
                place=self._place(verdicts.first),
                check=check.id,
                fix="correct the rows, or the check",
                count=verdicts.broken,
                members=self._members(kind, verdicts.first, columns, verdicts.broken),
            )
        if verdicts.unknown:
            shown = self._groups_shown(verdicts.unknown_first, verdicts, verdicts.unknown)
            what = f"{_rows(verdicts.unknown, verdicts)} of {self.spec.name}: a part is missing there, or fits no unit"
            yield self._open(check.id, f"{what}{shown}", verdicts.unknown)

    def _open(self, check: str, what: str, count: int) -> Finding:
        fix = "say missing: zero or missing: skip for the column"
        message = f"'{check}' is not judged in {what}"
        return Finding("CK02", message, place=Place(self.path), check=check, fix=fix, count=count)

    def _groups_shown(self, rows: Sequence[Mapping[str, Any]], verdicts: Verdicts, count: int) -> str:
        shown = "; ".join(self._group(row, verdicts) for row in rows[:_SHOWN])
        more = count - len(rows[:_SHOWN])
        return f": {shown}{f', … and {more:,} more' if more > 0 else ''}" if shown else ""

    def _group(self, row: Mapping[str, Any], verdicts: Verdicts) -> str:
        keys = verdicts.planned.group or tuple(name for name in self.spec.key if name in row)
        values = [
            f"{name} {_shown(row[f'{_VALUE}{name}'])}{self._unit(verdicts, name)}" for name in verdicts.planned.named
        ]
        line = [] if verdicts.planned.group and verdicts.planned.gathered else self._line(row)
        return " ".join([*line, *(str(row[name]) for name in keys), *values])

    def _unit(self, verdicts: Verdicts, name: str) -> str:
        """The unit of a value whose column has not one unit throughout."""
        from tallystick import units

        one = verdicts.planned.named[name]
        is_own = one.column.unit and not one.column.unit_column
        return f" {units.format_unit(one.symbol.unit)}" if one.symbol.unit and not is_own else ""

    # --- between rows -----------------------------------------------------------------

    def _disagreements(self) -> Iterator[Finding]:
        """One finding for all pairs of rows that contradict each other, with the first of them."""
        pairs = self.outcome.pairs
        if pairs is None:
            return
        count = int(self.engine.rows(pairs.select(n=nw.len()))[0]["n"])
        if not count:
            return
        first = self.engine.rows(pairs.sort(ROW, f"{ROW}_2").head(_SHOWN))
        value = next(column for column in self.spec.columns if column.role == "value")
        shown = "; ".join(self._pair(row, value.name, value.unit_column, value.unit) for row in first)
        more = f", … and {count - len(first):,} more" if count > len(first) else ""
        message = f"{counted(count, 'pair')} of rows of one key cannot both be true: {shown}{more}"
        yield Finding("CF01", message, place=self._place(first), count=count)

    def _pair(self, row: Mapping[str, Any], value: str, unit_column: str, unit: str) -> str:
        key = " ".join(str(row[name]) for name in self.spec.key if name in row)
        by = next((column.name for column in self.spec.columns if column.role == "by"), "")
        sides = []
        for suffix in ("", "_2"):
            written = row.get(f"{unit_column}{suffix}") if unit_column else unit
            line = self._line({ROW: row[ROW + suffix]})
            said = ", ".join([*([str(row[by + suffix])] if by and row.get(by + suffix) else []), *line])
            sides.append(f"{_shown(row[value + suffix])} {written or ''} ({said})".replace("  ", " "))
        return f"{key} {sides[0]} against {sides[1]}".strip()

    def _lookalikes(self) -> Iterator[Finding]:
        """Members of a dimension that are written in several ways."""
        for column, members in self.outcome.names.items():
            for names in look_alike_groups(members):
                order = sorted(names, key=lambda name: (-members[name], name))
                counted = " and ".join(f"'{name}' ({members[name]:,})" for name in order[:_SHOWN])
                others = ", ".join(order[1:_SHOWN])
                fix = f"write one of them, or make them one in schemas/: aliases: {{{order[0]}: [{others}]}}"
                message = f"{column} is written {counted}: one name, or several?"
                yield Finding("SC11", message, place=Place(self.path), fix=fix, count=len(order))

    def members(self, column: str) -> Mapping[str, int] | None:
        """The values of a column with their rows; None where there is no such column."""
        frame = self.outcome.frame
        if frame is None or column not in self.outcome.present:
            return None
        rows = self.engine.rows(frame.group_by(column).agg(nw.len().alias("__n")))
        return {str(row[column]): int(row["__n"]) for row in rows if row[column] is not None}

    def lost(self, column: str, wanted: str, lost: Mapping[str, int]) -> Finding:
        """The finding of values that stand nowhere in the column they refer to."""
        order = sorted(lost, key=lambda name: (-lost[name], name))
        rows = sum(lost.values())
        more = f" … and {len(order) - _SHOWN:,} more" if len(order) > _SHOWN else ""
        shown = ", ".join(f"'{name}' ({lost[name]:,})" for name in order[:_SHOWN]) + more
        message = f"{column} names what {wanted} does not have, in {_rows(rows)}: {shown}"
        return Finding(
            "SC09", message, place=Place(self.path), fix=f"correct them, or add them to {wanted}", count=rows
        )


def _rows(count: int, verdicts: Verdicts | None = None) -> str:
    return counted(count, "group" if verdicts and verdicts.planned.gathered else "row")


def counted(count: int, word: str) -> str:
    """So many of something.

    >>> counted(1, "row"), counted(2000, "row")
    ('1 row', '2,000 rows')
    """
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _cell(row: Mapping[str, Any], name: str) -> str:
    raw = row.get(f"__raw_{name}")
    return str(raw) if raw is not None and row[name] is None else _shown(row[name])


def _shown(value: object) -> str:
    """A cell as its table prints it: no decimals that it does not have."""
    if value is None:
        return "(empty)"
    return show_number(Fraction(str(value))) if isinstance(value, float) else str(value)


def _hash(parts: Sequence[object]) -> str:
    return sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:16]
