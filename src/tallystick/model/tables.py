"""What a table is: its layout, what each column is to a claim, and what must hold in every row."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from tallystick.model.ledger import Bound, Place


class Layout(StrEnum):
    """How a table holds its values.

    LONG: a claim a row, its measure in a column. WIDE: a measure a column. YEARS: periods as columns of one measure.
    IAMC: model, scenario, region, variable and unit, and a column a year.
    """

    LONG = "long"
    WIDE = "wide"
    YEARS = "years"
    IAMC = "iamc"


class Role(StrEnum):
    """What a column is to a claim."""

    DIMENSION = "dimension"
    PERIOD = "period"
    BY = "by"
    ID = "id"
    MEASURE = "measure"
    UNIT = "unit"
    BOUND = "bound"
    VALUE = "value"
    OTHER = "other"


class Missing(StrEnum):
    """What an empty part of a sum means: the row is not judged, the part is nothing, or it may be anything."""

    SKIP = "skip"
    ZERO = "zero"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its role, and what its cells may be.

    A VALUE has a measure (or the row's MEASURE column names it) and a unit of its own, or a column that names it.
    `range` is in the column's own unit, and cuts what the measure allows. `references` is `table.column` where
    every value must stand.
    """

    name: str
    role: Role = Role.OTHER
    dimension: str = ""
    measure: str = ""
    unit: str = ""
    unit_column: str = ""
    is_nullable: bool = False
    is_unique: bool = False
    values: tuple[str, ...] = ()
    pattern: str = ""
    range: Bound = field(default_factory=Bound)
    missing: Missing = Missing.UNKNOWN
    references: str = ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file writes its table; what is "" or None is found by looking at the file, and said.

    `header` counts the rows of names, of which `units_row` (from 1; 0: none) holds units; `preamble` the lines before.
    """

    separator: str = ""
    decimal: str = ""
    thousands: str = ""
    header: int = 1
    units_row: int = 0
    preamble: int | None = None
    encoding: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """Columns that are the periods of one value: their names, or ranges of years ("1990..2024").

    Read, they are two columns, `period` and `value`, and a row for each of them.
    """

    columns: tuple[str, ...]
    value: str
    period: str = "period"


@dataclass(frozen=True, slots=True)
class Pick:
    """What a name of a check stands for: the values of a column in rows where other columns are so (`not X` too)."""

    name: str
    column: str
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RowCheck:
    """What must hold in every row, or in every group of rows that share `for_each`; names are columns, or picks."""

    id: str
    holds: str
    says: str = ""
    for_each: tuple[str, ...] = ()
    picks: tuple[Pick, ...] = ()
    is_exact: bool = False  # rounding excuses nothing
    place: Place = Place("")


@dataclass(frozen=True, slots=True)
class Ordered:
    """In every row `first` is no later, or no more, than `second`."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Total:
    """In every row the parts add up to the whole, in print."""

    whole: str
    parts: tuple[str, ...]
    id: str = ""
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """Rows of one key speak of one quantity, and may differ by so much of it; by more where one says "about"."""

    within: Fraction = Fraction(0)
    about: Fraction = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table, its columns, its key, and what must hold in it.

    With an `agreement` a key may stand more than once: each row is a source's say on one quantity.
    """

    name: str
    paths: tuple[str, ...]
    layout: Layout = Layout.WIDE
    columns: tuple[TableColumn, ...] = ()
    key: tuple[str, ...] = ()
    ordered: tuple[Ordered, ...] = ()
    totals: tuple[Total, ...] = ()
    agreement: Agreement | None = None
    missing: tuple[str, ...] = ()  # texts that stand for no value: "NA", "..", ":"
    engine: str = ""
    flags: tuple[str, ...] = ()  # marks after a number that are no part of it: "(e)", "p"
    dialect: Dialect = field(default_factory=Dialect)
    spread: Spread | None = None
    checks: tuple[RowCheck, ...] = ()
    names: tuple[tuple[str, str, str], ...] = ()  # of measures in the table: (as written, measure, its unit or "")
    only_named: bool = False  # rows of other measures than those are passed over, and counted
    place: Place = Place("")

    def of_role(self, role: Role) -> tuple[TableColumn, ...]:
        """The columns of one role, in order."""
        return tuple(column for column in self.columns if column.role is role)

    def column(self, name: str) -> TableColumn:
        """The column of a name.

        Raises:
            KeyError: there is none.
        """
        found = next((column for column in self.columns if column.name == name), None)
        if found is None:
            raise KeyError(name)
        return found
