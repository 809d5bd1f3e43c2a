"""The tables that models describe → claims, one a value cell; every failing row a finding with its line.

Each cell is read once, by the reader of records; pandera gathers its findings with those of the model's own checks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tallystick import periods
from tallystick.errors import PeriodError
from tallystick.model import Claim, Finding, Kind, Measure, Period, Place, Severity
from tallystick.reading.claims import Surroundings
from tallystick.reading.declared_tables import DeclaredTable, model_of
from tallystick.reading.fields import Problems
from tallystick.reading.models import is_sound, load_models
from tallystick.reading.names import name_of
from tallystick.reading.precision import sharpen
from tallystick.reading.table_files import Table, read_table
from tallystick.reading.values import any_value, check_value
from tallystick.schema.tables import Failure, Role, TableModel, about, find_failures, roles
from tallystick.showing import listed, nearest
from tallystick.workspace import Workspace

_SLUG = re.compile(r"[^\w]+")
_MESSAGES = {
    "SC01": "{column} '{shown}' lies outside the limits of the model",
    "SC05": "'{column}' is empty",
    "SC06": "'{shown}' is no value of {column}",
    "SC07": "{column} '{shown}' does not have the form it should",
    "SC10": "{column} '{shown}' is no number",
    "RD02": "column '{shown}' is not described by the model",
    "RD04": "the table has no column '{shown}'",
}


def read_tables(
    workspace: Workspace,
    files: Sequence[Path],
    around: Surroundings,
    inputs: MutableMapping[str, str],
    *,
    limit_s: float,
) -> Iterator[Claim]:
    """The claims of every table that a model describes; faults go to `around.problems`.

    Args:
        limit_s: Seconds that each file may take; 0 runs none, and names each.
    """
    for file in files:
        path = workspace.relative(file)
        if not limit_s:
            message = f"{path} was not run: Python schemas are refused"
            around.problems.add("CK06", message, Place(path), fix="run without --no-python, where you trust it")
            continue
        for model in load_models(file, path, around.problems, limit_s):
            table = read_table(workspace, about(model).table, Place(path), around.problems, inputs)
            if table is not None:
                yield from read_rows_of(model, table, Place(path), around)


def read_declared_table(
    workspace: Workspace, declared: DeclaredTable, around: Surroundings, inputs: MutableMapping[str, str]
) -> Iterator[Claim]:
    """The claims of a wide table that a schema file describes."""
    model = model_of(declared)
    if is_sound(model, declared.place, around.problems):
        table = read_table(workspace, declared.path, declared.path_place, around.problems, inputs)
        if table is not None:
            _find_undescribed(declared, table, around.problems)
            yield from read_rows_of(model, table, declared.place, around)


def _find_undescribed(declared: DeclaredTable, table: Table, problems: Problems) -> None:
    """A note on the columns of a table that its description passes over."""
    known = {*declared.columns, *declared.key, declared.by, *declared.ignored}
    known |= {column.unit_column for column in declared.columns.values()}
    rest = [name for name in table.names if name and name not in known]
    if rest:
        message = f"{'a column is' if len(rest) == 1 else f'{len(rest)} columns are'} not read: {listed(rest)}"
        fix = f"describe it, or write ignore: [{', '.join(rest[:5])}] in table '{declared.name}'"
        problems.append(Finding("RD02", message, (), table.place(-1), severity=Severity.NOTE, fix=fix))


def read_rows_of(model: type[TableModel], table: Table, place: Place, around: Surroundings) -> Iterator[Claim]:
    """The claims of one table.

    Args:
        place: Where the model stands, for what is wrong with it rather than with a row.
    """
    reader = _TableReader(model, table, around)
    reader.check_model(place)
    cells = reader.cells()
    claims = [claim for number in range(len(table.rows)) for claim in reader.claims_of(number, cells)]
    reader.report(find_failures(model, table.rows, table.names, reader.codes(cells)), cells)
    yield from claims


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a period or value cell came to: its claim or period if it has one, and the findings it gave rise to."""

    found: Claim | Period | None
    findings: tuple[Finding, ...] = ()


_Cells = Mapping[tuple[int, str], _Cell]


class _TableReader:
    """One model over one table."""

    def __init__(self, model: type[TableModel], table: Table, around: Surroundings) -> None:
        self.about, self.table, self.around = about(model), table, around
        self.roles = roles(model)
        measures = around.schema.measures
        self.values = {
            name: (role, measures.get(role.name or self.about.measure))
            for name, role in self.roles.items()
            if role.kind == "value"
        }
        self.keys = self._columns("key", "period")
        self.by = self._columns("by")
        # Keys that several rows have, as those of several sources: their claims are told apart by who says so.
        counted = Counter(self._key(number) for number in range(len(table.rows)))
        self.shared = {key for key, count in counted.items() if count > 1} if self.by else set()
        self.first: dict[tuple[str | None, ...], int] = {}  # key and who says so → the first row that has it

    def _columns(self, *kinds: str) -> list[str]:
        return [name for name, role in self.roles.items() if role.kind in kinds]

    def check_model(self, place: Place) -> None:
        """Find measures nobody defines, and dimensions that the model leaves out or adds."""
        named = {role.name or column: column for column, role in self.roles.items() if role.kind == "key"}
        for column, (role, measure) in self.values.items():
            wanted = role.name or self.about.measure
            if measure is None:
                message = (
                    f"measure '{wanted}' of column {column} is not known{nearest(wanted, self.around.schema.measures)}"
                )
                self._add("RD05", message, place, "correct the measure, or define it in schemas/")
                continue
            for dimension in measure.dimensions:
                if dimension not in named:
                    message = f"{self.about.table} has no column for {dimension}, which {measure.name} is measured by"
                    self._add("SC02", message, place, f"add a Key column {dimension}")
            for dimension in named:
                if dimension not in measure.dimensions:
                    message = f"{measure.name} is not measured by {dimension}, which {self.about.table} is keyed by"
                    near = nearest(dimension, measure.dimensions)
                    self._add("SC03", f"{message}{near}", place, f"add it to the dimensions of {measure.name}")

    def _add(self, code: str, message: str, place: Place, fix: str) -> None:
        self.around.problems.add(code, message, place, fix=fix)

    def cells(self) -> _Cells:
        """Every period and every value of the table, read."""
        read: dict[tuple[int, str], _Cell] = {}
        for number, row in enumerate(self.table.rows):
            for name in self._columns("period"):
                read[number, name] = self._period(row.get(name), number)
            when = next((cell.found for name in self._columns("period") if (cell := read[number, name])), None)
            for name, (role, measure) in self.values.items():
                if measure is not None and row.get(name) is not None:
                    period = when if isinstance(when, Period) else None
                    read[number, name] = self._value(name, role, measure, number, period)
        for name in self.values:
            self._sharpen(read, name)
        return read

    def _sharpen(self, read: dict[tuple[int, str], _Cell], name: str) -> None:
        """Give the values of a column the finest precision that one of them shows."""
        found = [(number, cell) for number in range(len(self.table.rows)) if (cell := read.get((number, name)))]
        column = [(number, cell, cell.found) for number, cell in found if isinstance(cell.found, Claim)]
        sharper = sharpen([claim for _, _, claim in column])
        for (number, cell, _), claim in zip(column, sharper, strict=True):
            read[number, name] = replace(cell, found=claim)

    def _period(self, text: str | None, number: int) -> _Cell:
        if text is None:
            return _Cell(None)
        try:
            return _Cell(periods.parse_period(text))
        except PeriodError as problem:
            finding = Finding(problem.code, problem.what, (), self.table.place(number), fix=problem.fix)
            return _Cell(None, (finding,))

    def _value(self, name: str, role: Role, measure: Measure, number: int, period: Period | None) -> _Cell:
        row, place, problems = self.table.rows[number], self.table.place(number), Problems()
        unit = role.unit or row.get(role.unit_column) or ""
        identity = self._identity(name, number)
        takes_unit = measure.kind in (Kind.QUANTITY, Kind.DURATION)
        text = f"{row[name]} {unit}".strip() if takes_unit else row[name] or ""
        value = self.around.reader(measure).read(text, place, identity, problems)
        unread = value is None
        if value is None:
            value = any_value(measure, text)
            told = [replace(one, message=one.message.replace(f"'{text}'", f"'{row[name]}'")) for one in problems]
            problems = Problems(told)
        members = {r.name or column: row.get(column) or "" for column, r in self.roles.items() if r.kind == "key"}
        aliases = self.around.schema.aliases
        named = {key: name_of(key, member, aliases) for key, member in members.items()}
        kept = {key: member for key, member in named.items() if key in measure.dimensions and member}
        by = next((row.get(column) for column in self.by), None)
        claim = Claim(identity, measure.name, value, kept, period, by=by or "", place=place, is_unread=unread)
        if unread:
            return _Cell(claim, tuple(problems))
        check_value(claim, measure, place, self.around.schema, problems)
        return _Cell(claim, tuple(problems))

    def _identity(self, name: str, number: int) -> str:
        """The id of a cell's claim: the model's template, or file, key and (of several values) column."""
        row = self.table.rows[number]
        told = [slug(row.get(column) or "") for column in self.by] if self._key(number) in self.shared else []
        return "_".join([self._plain_identity(name, row), *told])

    def _plain_identity(self, name: str, row: Mapping[str, str | None]) -> str:
        if self.about.ids:
            known = {**{key: slug(cell or "") for key, cell in row.items()}, "column": name}
            # A column that the table lacks is a finding of its own; its place in the id stays empty.
            return self.about.ids.format_map(defaultdict(str, known))
        parts = [Path(self.about.table).stem, *([name] if len(self.values) > 1 else [])]
        return "_".join(slug(part) for part in (*parts, *(row.get(key) or "" for key in self.keys)))

    def codes(self, cells: _Cells) -> dict[str, list[str]]:
        """Per column, the codes each row's cell gave rise to, for pandera to gather; "" for none."""
        found: dict[str, list[str]] = {}
        for name in (*self._columns("period"), *self.values):
            read = (cells.get((number, name)) for number in range(len(self.table.rows)))
            found[name] = [" ".join(finding.code for finding in cell.findings) if cell else "" for cell in read]
        return found

    def claims_of(self, number: int, cells: _Cells) -> Iterator[Claim]:
        """The claims of a row, unless its key is not whole or another row has it already."""
        unread = any(cells[number, name].found is None for name in self._columns("period"))
        if unread or None in self._key(number) or (self.keys and self._is_again(number)):
            return
        for name in self.values:
            cell = cells.get((number, name))
            if cell is not None and isinstance(cell.found, Claim):
                yield cell.found

    def report(self, failures: Sequence[Failure], cells: _Cells) -> None:
        """A finding for each failure, in the words of the reader where it was the reader's."""
        for failure in failures:
            if failure.code == "SC08" and not self._is_again(failure.row):
                continue
            cell = cells.get((failure.row, failure.column))
            own = next((one for one in cell.findings if one.code == failure.code), None) if cell else None
            place = self.table.place(failure.row)
            if own is not None:
                self.around.problems.append(own)
            elif failure.code == "SC08":
                self._add("SC08", self._twice(failure.row), place, "remove one row, or add what tells them apart")
            else:
                self._add(failure.code, _say(failure, self.about.table), place, "")

    def _key(self, number: int) -> tuple[str | None, ...]:
        return tuple(self.table.rows[number].get(name) for name in self.keys)

    def _is_again(self, number: int) -> bool:
        """True for a row whose key another row above it has; pandera names both."""
        return self.first.setdefault(self._key_said(number), number) != number

    def _key_said(self, number: int) -> tuple[str | None, ...]:
        return (*self._key(number), *(self.table.rows[number].get(column) for column in self.by))

    def _twice(self, number: int) -> str:
        key = self._key(number)
        shown = ", ".join(f"{name} {member}" for name, member in zip(self.keys, key, strict=True))
        first = self.table.place(self.first[self._key_said(number)])
        return f"the key {shown} is there twice (first at {first}); the first keeps it"


def _say(failure: Failure, table: str) -> str:
    """A failure of the model's own checks in words."""
    if failure.code == "CK06":
        return f"check {failure.check} of column {failure.column} cannot be run: {failure.shown.splitlines()[0]}"
    if not failure.column and failure.code == "SC07":
        return f"this row of {table} does not pass the model's check '{failure.check}'"
    return _MESSAGES.get(failure.code, _MESSAGES["SC07"]).format(column=failure.column or "row", shown=failure.shown)


def slug(text: str) -> str:
    """A text as part of an id.

    >>> slug("United States")
    'united_states'
    """
    return _SLUG.sub("_", text.strip().lower()).strip("_")
