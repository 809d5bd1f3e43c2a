"""The records that are made: verdicts, conflict sets, coverage, and the `Audit` that holds them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tallystick.model.card import card
from tallystick.model.documents import Document
from tallystick.model.ledger import (
    Allow,
    Bound,
    Claim,
    Finding,
    Ledger,
    Place,
    Severity,
    Verdict,
)
from tallystick.model.ties import Agrees, Figure, Tie

if TYPE_CHECKING:
    import polars as pl

_COLUMNS = ("code", "name", "severity", "message", "fix", "claims", "check", "path", "line", "column", "fingerprint")


class Findings(tuple[Finding, ...]):
    """Findings in order, the gravest cause first; a tuple that turns into a frame."""

    __slots__ = ()

    def rows(self) -> list[dict[str, object]]:
        """One mapping a finding: code, name, severity, message, fix, claims, check, path, line, column, fingerprint."""
        return [dict(zip(_COLUMNS, _row(finding), strict=True)) for finding in self]

    def to_polars(self) -> pl.DataFrame:
        """The rows as a Polars frame."""
        import polars as pl

        return pl.DataFrame(self.rows(), schema_overrides=dict.fromkeys(("check", "severity"), pl.String))

    def to_pandas(self) -> Any:  # noqa: ANN401 - pandas is no dependency, so its type has no name here
        """The rows as a pandas frame.

        Raises:
            ModuleNotFoundError: pandas is not installed.
        """
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(_COLUMNS))


NONE_FOUND = Findings()


def _row(finding: Finding) -> tuple[object, ...]:
    severity = finding.severity.value if finding.severity else None
    place = finding.place
    said = (finding.code, finding.name, severity, finding.message, finding.fix, list(finding.claims), finding.check)
    return (*said, place.path, place.line or None, place.column or None, finding.fingerprint)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison with the numbers put in: `bound` in `unit`, as the author wrote."""

    text: str
    bound: Bound
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Survives:
    """Whether a verdict stays when printed digits are widened, and under every reading; None: not known."""

    rounding: bool | None = None
    readings: bool | None = None
    rounding_says: str = ""
    readings_says: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check came to on one match (or one group): verdict, working, and what it survives."""

    id: str
    verdict: Verdict
    says: str = ""
    survives: Survives = Survives()
    equation: str = ""
    substituted: str = ""
    reason: str = ""  # why unknown; or which part broke
    claims: tuple[str, ...] = ()
    group: Mapping[str, str] = field(default_factory=dict)
    sides: tuple[Side, ...] = ()
    relation: str = ""  # the comparison between the first two sides
    severity: Severity | None = None
    place: Place = Place("")
    matches: tuple[CheckResult, ...] = ()  # one per combination when a query matched several
    agrees: Agrees | None = None  # how it holds: as written, or within what print rounds


@dataclass(frozen=True, slots=True)
class Change:
    """One claim's new interval in a correction, in `unit`."""

    claim: str
    bound: Bound
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """Smallest change of values that removes a conflict set; a proposal, never applied."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ConflictSet:
    """Claims that cannot all be true, minimal: drop any one and the rest agree."""

    claims: tuple[str, ...]
    relations: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    firm: bool = True  # False: it disappears when printed digits are widened
    world: str = ""


@dataclass(frozen=True, slots=True)
class Located:
    """Where a claim's quote stands in its source: characters, end exclusive."""

    claim: str
    source: str
    start: int
    end: int
    number_start: int = -1  # the claimed number itself, when one was matched
    number_end: int = -1
    note: str = ""  # "the rate per year is the claimant's reading"


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity the grammar found in a source, and whether it is claimed, waived or neither."""

    source: str
    start: int
    end: int
    text: str
    claims: tuple[str, ...] = ()
    waived: str = ""  # the reason


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of all sources: the quantities found, and which of them are claimed or waived."""

    numbers: tuple[Number, ...] = ()

    @property
    def claimed(self) -> int:
        """How many are claimed."""
        return sum(bool(number.claims) for number in self.numbers)

    @property
    def waived(self) -> int:
        """How many are waived and not claimed."""
        return sum(bool(number.waived) and not number.claims for number in self.numbers)

    @property
    def unclaimed(self) -> tuple[Number, ...]:
        """Those that are neither."""
        return tuple(n for n in self.numbers if not n.claims and not n.waived)

    @property
    def share(self) -> Fraction:
        """Claimed or waived, of all; 1 when there is none to claim."""
        if not self.numbers:
            return Fraction(1)
        return Fraction(len(self.numbers) - len(self.unclaimed), len(self.numbers))


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the audit was made from: input hashes, versions and settings."""

    inputs: tuple[tuple[str, str], ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """How much an audit compared, beside its checks and ties, and how much it could not judge."""

    quotes: int = 0  # found in their sources
    relations: int = 0
    repeated: int = 0  # quantities that claims state more than once, so that they can contradict each other
    unread_files: int = 0
    unread_claims: int = 0
    open_checks: int = 0  # unknown, matching nothing, or not readable
    open_groups: int = 0  # claims of which the solver left undecided whether they can all be true


@dataclass(frozen=True, slots=True)
class Judged:
    """A table that an engine judged row by row; `unjudged` holds (relation or check, rows with a part missing).

    `says` is what was found by looking at its files, and what was passed over.
    """

    name: str
    path: str
    engine: str
    rows: int
    rules: int
    unjudged: tuple[tuple[str, int], ...] = ()
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What an audit says of one claim or check: the claim, the results of the check, and the findings."""

    claim: Claim | None = None
    checks: tuple[CheckResult, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything a report shows, as plain data: every output is made from it and from nothing else."""

    ledger: Ledger
    checks: tuple[CheckResult, ...] = ()
    conflicts: tuple[ConflictSet, ...] = ()
    findings: Findings = NONE_FOUND
    located: tuple[Located, ...] = ()
    coverage: Coverage = Coverage()
    provenance: Provenance = Provenance()
    as_of: date | None = None
    rules: tuple[tuple[str, str, str], ...] = ()  # (code, name, first line) of those that found something
    implied: tuple[tuple[str, Bound, str], ...] = ()  # (variable in words, bound, unit)
    allowed: tuple[tuple[Finding, Allow], ...] = ()  # findings their author accepts
    documents: tuple[Document, ...] = ()
    figures: tuple[Figure, ...] = ()
    ties: tuple[Tie, ...] = ()
    tables: tuple[Judged, ...] = ()
    examined: Examined = Examined()
    notes: tuple[tuple[str, str], ...] = ()  # (path of a document, what is not compared in it and why)
    known: int = 0  # findings left out because a baseline holds them

    def __getitem__(self, name: str) -> About:
        """What is said of the claim or check of this id.

        Raises:
            KeyError: there is neither.
        """
        claim = next((one for one in self.ledger.claims if one.id == name), None)
        checks = tuple(one for one in self.checks if one.id == name or name in one.claims)
        if claim is None and not checks:
            raise KeyError(name)
        return About(claim, checks, tuple(one for one in self.findings if name in (*one.claims, one.check)))

    def __repr__(self) -> str:
        """What it holds, counted: its records are for a report, not for a line."""
        return f"<Audit: {', '.join(self._counts())}>"

    def _repr_html_(self) -> str:
        """A card for a notebook: what it holds, counted, and the first findings."""
        return card(self._counts(), self.findings)

    def _counts(self) -> tuple[str, ...]:
        levels = ((sum(one.severity is level for one in self.findings), level.value) for level in Severity)
        if self.documents and not self.ledger.claims:
            return tuple(_counted([(len(self.figures), "figure"), (len(self.ties), "tie"), *levels]))
        kinds = [(len(self.ledger.claims), "claim"), (len(self.checks), "check"), (len(self.ties), "tie")]
        return tuple(_counted([*kinds, (len(self.conflicts), "conflict"), *levels]))


def _counted(counts: Iterable[tuple[int, str]]) -> Iterable[str]:
    return (f"{number:,} {word}{'' if number == 1 else 's'}" for number, word in counts)
