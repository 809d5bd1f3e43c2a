"""`tables:` of `schemas/*.yaml` → what each table is; a wide one becomes a model, as one written in Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tallystick.model import Dialect, Missing, Place, RowCheck
from tallystick.reading.fields import Datum, Fields, Problems, as_text, as_texts
from tallystick.reading.numbers import read_flag
from tallystick.reading.table_keys import read_dialect, read_measure_column, read_row_checks, with_defaults_of_iamc
from tallystick.showing import nearest

if TYPE_CHECKING:
    from tallystick.schema.tables import TableModel

LAYOUTS = ("wide", "long", "years", "iamc")
KEYS = (
    "path", "layout", "columns", "key", "ids", "by", "ignore", "engine", "missing", "ordered", "agreement",
    "flags", "dialect", "measure", "checks",
)  # fmt: skip
COLUMN_KEYS = (
    "measure", "unit", "unit_column", "nullable", "missing", "values", "pattern", "range", "unique", "references",
    "period",
)  # fmt: skip
_NOWHERE = Place("")
_OF_WIDE = ("columns", "key", "ids", "by", "ignore", "engine", "missing", "ordered", "agreement")
ENGINES = ("auto", "ledger", "duckdb", "polars", "spark")
DEFAULT_ENGINE = "duckdb"  # what `auto` is


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values: of which measure, and in which unit, its own or the one its row names.

    One without a measure and a unit holds words, which `values` and `pattern` may limit. `is_spread`: it stands for
    a column a period.
    """

    measure: str
    unit: str = ""
    unit_column: str = ""
    nullable: bool = False
    missing: str = ""  # what an empty cell means to a total: skip, zero, unknown
    values: tuple[str, ...] = ()
    pattern: str = ""
    range: str = ""  # as written
    unique: bool = False
    references: str = ""
    is_spread: bool = False
    place: Place = _NOWHERE

    @property
    def is_value(self) -> bool:
        """Whether its cells are numbers."""
        return bool(self.measure or self.unit or self.unit_column or self.is_spread)


@dataclass(frozen=True, slots=True)
class DeclaredTable:
    """A table as a schema file describes it; `key` maps columns to dimensions, or to `period`."""

    name: str
    path: str
    layout: str
    place: Place
    path_place: Place
    columns: dict[str, Column] = field(default_factory=dict)
    key: dict[str, str] = field(default_factory=dict)
    ids: str = ""
    by: str = ""
    ignored: tuple[str, ...] = ()  # columns that are meant to be passed over
    engine: str = ""  # that judges it row by row; "" or ledger: its cells become claims
    missing: tuple[str, ...] = ()  # texts that stand for no value
    ordered: tuple[tuple[str, str], ...] = ()
    agreement: tuple[str, str] | None = None  # (within, about), as written
    flags: tuple[str, ...] = ()
    dialect: Dialect = field(default_factory=Dialect)
    measure_column: str = ""
    names: tuple[tuple[str, str, str], ...] = ()
    only_named: bool = False
    checks: tuple[RowCheck, ...] = ()

    @property
    def chosen_engine(self) -> str:
        """The engine that judges it; "" where its cells are to be claims."""
        if self.engine not in ("", "auto"):
            return "" if self.engine == "ledger" else self.engine
        return DEFAULT_ENGINE if self.engine == "auto" or not self.is_plain else ""

    @property
    def is_plain(self) -> bool:
        """Whether all that it says can be said of claims: a wide CSV or Parquet, its columns measures and keys."""
        says_more = self.checks or self.flags or self.dialect != Dialect() or self.measure_column
        columns = self.columns.values()
        return (
            self.layout == "wide"
            and not says_more
            and self.path.lower().endswith((".csv", ".parquet"))
            and not any(mark in self.path for mark in "*?[")
            and all(one.measure and not (one.values or one.pattern or one.references or one.range) for one in columns)
        )


def read_declared(name: str, definition: Datum, place: Place, problems: Problems) -> DeclaredTable | None:
    """The table a schema file describes under a name, or None when a finding says why it is none."""
    if not isinstance(definition, Fields):
        fix = f"write {name}: {{path: …, layout: wide, columns: …, key: …}}"
        problems.add("SC10", f"table '{name}' is no mapping", place, fix=fix)
        return None
    problems.unknown_keys(definition, KEYS, f"table '{name}'")
    layout = _layout(name, definition, problems)
    path = as_text(definition, "path", problems)
    needed = ("path", "columns", "key") if layout in ("wide", "years") else ("path",)
    missing = [wanted for wanted in needed if definition.get(wanted) is None]
    for wanted in missing:
        problems.add("RD04", f"table '{name}' has no '{wanted}'", definition.place, fix=f"add {wanted}: …")
    if missing or not path or not layout:
        return None
    start = definition.place, definition.at("path")
    if layout == "long" and definition.get("columns") is None:
        _refuse_keys_of_wide(name, definition, problems)
        return DeclaredTable(name, path, layout, *start)
    asked = with_defaults_of_iamc(definition) if layout == "iamc" else definition
    columns, key = _columns(name, asked, problems), _key(asked, problems)
    if not columns or not key:
        return None
    measure_column, names, only_named = read_measure_column(name, asked, problems)
    ids, by = as_text(definition, "ids", problems), as_text(definition, "by", problems)
    ignored = as_texts(definition, "ignore", problems)
    table = DeclaredTable(name, path, layout, *start, columns, key, ids, by, ignored)
    return replace(
        table,
        engine=_one_of("engine", definition, ENGINES, problems),
        missing=as_texts(definition, "missing", problems),
        ordered=_ordered(name, definition, problems),
        agreement=_agreement(name, definition, problems),
        flags=as_texts(definition, "flags", problems),
        dialect=read_dialect(name, definition, problems),
        measure_column=measure_column,
        names=names,
        only_named=only_named,
        checks=read_row_checks(name, definition, columns, problems),
    )


def _one_of(key: str, fields: Fields, known: Sequence[str], problems: Problems) -> str:
    """One word of a few; "" where none is given, or with a finding an unknown one."""
    written = as_text(fields, key, problems)
    if written and written not in known:
        message = f"{key} '{written}' is not known{nearest(written, known)}"
        problems.add("SC06", message, fields.at(key), fix=f"use one of {', '.join(known)}")
        return ""
    return written


def _ordered(name: str, fields: Fields, problems: Problems) -> tuple[tuple[str, str], ...]:
    """Pairs of columns of which the first is never above the second."""
    written = fields.get("ordered") or []
    pairs = [tuple(str(cell) for cell in pair) for pair in written if isinstance(pair, list)]
    if not isinstance(written, list) or any(len(pair) != 2 for pair in pairs) or len(pairs) < len(written):
        message = f"'ordered' of table '{name}' is no list of pairs"
        problems.add("SC10", message, fields.at("ordered"), fix="write ordered: [[start, end]]")
        return ()
    return tuple((pair[0], pair[1]) for pair in pairs)


def _agreement(name: str, fields: Fields, problems: Problems) -> tuple[str, str] | None:
    """How far the sources of one key may differ: (within, about), as written."""
    written = fields.get("agreement")
    if written is None:
        return None
    if not isinstance(written, Fields):
        fix = "write agreement: {within: 1 %}"
        problems.add("SC10", f"'agreement' of table '{name}' is no mapping", fields.at("agreement"), fix=fix)
        return None
    problems.unknown_keys(written, ("within", "about"), f"'agreement' of table '{name}'")
    return as_text(written, "within", problems, "0 %"), as_text(written, "about", problems, "10 %")


def _layout(name: str, fields: Fields, problems: Problems) -> str:
    """The layout, wide where columns are mapped and none is named; "" when it is unknown."""
    layout = as_text(fields, "layout", problems, "wide" if fields.get("columns") is not None else "long")
    if layout in LAYOUTS:
        return layout
    message = f"layout '{layout}' of table '{name}' is not known{nearest(layout, LAYOUTS)}"
    problems.add("SC06", message, fields.at("layout"), fix=f"use one of {', '.join(LAYOUTS)}")
    return ""


def _refuse_keys_of_wide(name: str, fields: Fields, problems: Problems) -> None:
    for key in _OF_WIDE:
        if fields.get(key) is not None:
            message = (
                f"table '{name}' has '{key}', which a long table does not take: its columns are the keys of claims"
            )
            problems.add("RD02", message, fields.key_at(key), fix="remove the key, or write layout: wide")


def _columns(name: str, fields: Fields, problems: Problems) -> dict[str, Column]:
    written = fields.get("columns")
    if not isinstance(written, Fields):
        fix = "write columns: {supply_kt: {measure: supply, unit: kt/year}}"
        problems.add("SC10", f"'columns' of table '{name}' is no mapping", fields.at("columns"), fix=fix)
        return {}
    found = {column: _column(f"column '{column}' of table '{name}'", written, column, problems) for column in written}
    return {column: one for column, one in found.items() if one is not None}


def _column(who: str, written: Fields, name: str, problems: Problems) -> Column | None:
    fields = written[name]
    if not isinstance(fields, Fields):
        problems.add("SC10", f"{who} is no mapping", written.at(name), fix="write {measure: …, unit: …}")
        return None
    problems.unknown_keys(fields, COLUMN_KEYS, who)
    found = Column(
        as_text(fields, "measure", problems),
        as_text(fields, "unit", problems),
        as_text(fields, "unit_column", problems),
        read_flag(fields, "nullable", problems),
        _one_of("missing", fields, tuple(Missing), problems),
        as_texts(fields, "values", problems),
        as_text(fields, "pattern", problems),
        as_text(fields, "range", problems),
        read_flag(fields, "unique", problems),
        as_text(fields, "references", problems),
        as_text(fields, "period", problems) == "column",
        fields.place,
    )
    if not found.is_value and not (found.values or found.pattern or found.references or found.unique):
        problems.add("RD04", f"{who} has no 'measure' and no 'unit'", fields.place, fix="add measure: …")
        return None
    return found


def _key(fields: Fields, problems: Problems) -> dict[str, str]:
    written = fields["key"]
    if isinstance(written, Fields):
        return {column: as_text(written, column, problems) or column for column in written}
    return {column: column for column in as_texts(fields, "key", problems)}


def model_of(table: DeclaredTable) -> type[TableModel]:
    """The model of a wide table, the same that its author would write in Python."""
    from tallystick.schema.tables import By, Key, Period, Quantity, Unit, make_model

    columns = {name: Period() if of == "period" else Key(dimension=of) for name, of in table.key.items()}
    columns |= {one.unit_column: Unit(nullable=True) for one in table.columns.values() if one.unit_column}
    columns |= {table.by: By()} if table.by else {}
    for name, one in table.columns.items():
        columns[name] = Quantity(measure=one.measure, unit=one.unit, unit_column=one.unit_column, nullable=one.nullable)
    return make_model(table.name, columns, table=table.path, ids=table.ids)
