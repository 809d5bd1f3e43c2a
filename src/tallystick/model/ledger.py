"""The records that are read: claims and what they are held against; and `Finding`, which every step yields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallystick.model.documents import Document
    from tallystick.model.tables import TableSpec


class Verdict(StrEnum):
    """True for every value the claims allow, for none, or for some (or not computable)."""

    HOLDS = "holds"
    BREAKS = "breaks"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How much a finding weighs; the gate is the lowest that makes exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Kind(StrEnum):
    """What a measure's values are."""

    QUANTITY = "quantity"
    DATE = "date"
    DURATION = "duration"
    RANK = "rank"
    COUNT = "count"
    CATEGORY = "category"
    BOOLEAN = "boolean"


WHOLE = frozenset({Kind.DATE, Kind.RANK, Kind.COUNT})  # kinds whose values are whole numbers
WORDS = frozenset({Kind.CATEGORY, Kind.BOOLEAN})  # kinds whose values are no numbers


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a thing was read: path relative to the workspace, line and column from 1 (0: not known).

    >>> str(Place("data/claims.yaml", 14, 3))
    'data/claims.yaml:14:3'
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Bound:
    """An interval of exact values; an end of None is unbounded. Never empty (see `bounds`)."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    @property
    def is_point(self) -> bool:
        """True when exactly one value lies in it."""
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its unit, as written.

    `bound` is in `unit`. `steps` are the places of the last significant digit of the low and the
    high end, in `unit` (0: exact by nature, or unbounded); rounding widens an end by half its step.
    `readings` are the units an ambiguous word may mean (empty when it means one thing); the one
    taken as written is `unit`.
    """

    bound: Bound
    unit: str = ""  # canonical, as `units` spells it; "" is a bare number
    text: str = ""  # as written: "2 million tons"
    unit_text: str = ""  # the unit as written: "tons"
    relation: str = "="  # = < <= > >= ~ .. ± as written
    steps: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """The days a claim speaks of, first and last included; None is open.

    `granularity` is what was written: day, month, year, span (an interval), or "" when not known;
    `unread` when `text` could not be read, so that no day is known to lie in it or not.
    A date value is a Period as well: "2024" is some day of 2024.
    """

    first: date | None = None
    last: date | None = None
    text: str = ""
    granularity: str = ""

    @property
    def is_unread(self) -> bool:
        """True when a claim gives a period that nobody can read."""
        return self.granularity == "unread"


@dataclass(frozen=True, slots=True)
class Category:
    """One word out of a measure's `values`, or `true` and `false`."""

    text: str


Value = Quantity | Period | Category


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words in a source, with what stands around them (W3C TextQuoteSelector)."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Allow:
    """A finding its author accepts: code, reason, and the day from which it is accepted no more.

    `start` and `end` are the characters of a document that it speaks of; -1: it speaks of the whole file.
    """

    code: str
    because: str
    until: date | None = None
    place: Place = Place("")
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Source:
    """A text that is quoted. `path` is relative to the workspace; `text` None: it could not be read.

    `pages` maps character offsets of `text` to page labels for paged formats: (offset, label). `document` is what
    was read of it beside its text.
    """

    path: str
    text: str | None = None
    title: str = ""
    date: Period | None = None
    publisher: str = ""
    url: str = ""
    trust: Fraction = Fraction(1)
    severity: Severity | None = None
    sha256: str = ""
    pages: tuple[tuple[int, str], ...] = ()
    place: Place = Place("")
    document: Document | None = field(default=None, repr=False)  # what the text is made of; None: it could not be read

    @property
    def prose(self) -> str:
        """Its text with whatever is no prose blank, character for character."""
        return self.document.prose if self.document else self.text or ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A number in a source that nobody need claim, and why."""

    source: str
    quote: Quote
    because: str
    place: Place = Place("")


@dataclass(frozen=True, slots=True)
class Claim:
    """One asserted quantity: measure of an entity over a period, by somebody, in some words."""

    id: str
    measure: str
    value: Value
    dimensions: Mapping[str, str] = field(default_factory=dict)
    period: Period | None = None
    status: str = "reported"
    by: str = ""
    source: str = ""
    quote: Quote | None = None
    scenario: str = ""
    over: str = "each"  # each, total, mean: how a flow over a longer period bounds those inside it
    digits: int | None = None  # significant digits, when the print does not show them
    derived_from: tuple[str, ...] = ()
    fixed: bool = False
    weight: Fraction = Fraction(1)
    allow: tuple[Allow, ...] = ()
    note: str = ""
    place: Place = Place("")
    is_unread: bool = False  # a value is written that nobody can read: it may be any, and a finding says why


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: its unit fixes the dimension and is the unit of reports."""

    name: str
    kind: Kind = Kind.QUANTITY
    title: str = ""
    unit: str = ""  # canonical; "" for kinds without one
    dimensions: tuple[str, ...] = ()
    range: Bound = Bound()  # in `unit`
    values: tuple[str, ...] = ()  # of a category
    place: Place = Place("")
    is_unit_unread: bool = False  # one is given that nobody knows: claims keep their own


@dataclass(frozen=True, slots=True)
class Relation:
    """An equation or inequality that must always hold, which the solver can read."""

    id: str
    holds: str
    says: str = ""
    for_each: tuple[str, ...] = ()
    severity: Severity | None = None
    allow: tuple[Allow, ...] = ()
    place: Place = Place("")
    exactly: bool = False  # rounding excuses nothing


@dataclass(frozen=True, slots=True)
class Query:
    """Which claims a `given` name stands for: key → wanted text (`measure`, dimensions, `period`, …)."""

    name: str
    where: Mapping[str, str]
    place: Place = Place("")


@dataclass(frozen=True, slots=True)
class Check:
    """A check of the workspace as written in `checks/*.yaml`: an assertion or a separation."""

    id: str
    assertion: str = ""  # the expression; "" when `separate` is given
    says: str = ""
    given: tuple[Query, ...] = ()
    for_each: tuple[str, ...] = ()
    separate: tuple[tuple[str, ...], ...] = ()
    severity: Severity | None = None
    allow: tuple[Allow, ...] = ()
    place: Place = Place("")
    assertion_place: Place = Place("")  # where the expression's first character stands
    exactly: bool = False  # rounding excuses nothing


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement, naming the claims involved. `audit` adds severity, fix and fingerprint."""

    code: str
    message: str
    claims: tuple[str, ...] = ()
    place: Place = Place("")
    check: str | None = None
    name: str = ""
    severity: Severity | None = None
    fix: str = ""
    fingerprint: str = ""
    source: str = ""  # path of the source it speaks of, when it does
    start: int = -1  # characters of that source, end exclusive; -1: none
    end: int = -1
    because_of: str = ""  # fingerprint of the finding that this one follows from
    count: int = 1  # how many alike it stands for
    content: str = ""  # hash of what its claims say: the same finding of other values has another
    members: tuple[str, ...] = ()  # "fingerprint:content" of each it stands for, where it stands for several
    spans: tuple[tuple[int, int], ...] = ()  # of every figure of a broken tie, in reading order


@dataclass(frozen=True, slots=True)
class Schema:
    """Measures, readings and relations of a workspace."""

    measures: Mapping[str, Measure] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    aliases: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (dimension or "", spelling) → name


@dataclass(frozen=True, slots=True)
class Ledger:
    """All claims of a workspace, with what they are held against, and the problems met while reading."""

    schema: Schema = field(default_factory=Schema)
    claims: tuple[Claim, ...] = ()
    sources: tuple[Source, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()  # (path, sha256) of every file read, by path
    allow: tuple[tuple[str, Allow], ...] = ()  # file-wide: (path, allow)
    definitions: str = ""  # schemas/units.txt: units on top of ours
    tables: tuple[TableSpec, ...] = ()  # those that an engine judges row by row
    lost: tuple[str, ...] = ()  # ids of records that make no claim; a finding says why

    def source(self, path: str) -> Source | None:
        """The source at this workspace path, or None."""
        return next((source for source in self.sources if source.path == path), None)
