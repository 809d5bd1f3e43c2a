"""Figures of a document and the ties between them: what the document itself says must agree."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tallystick.model.ledger import Period, Quantity, Verdict


class Evidence(StrEnum):
    """What states a tie: words of the document, agreement of sibling rows or columns, or likeness alone."""

    WORDS = "words"
    AGREEMENT = "agreement"
    LIKENESS = "likeness"


class Agrees(StrEnum):
    """How a tie that holds does: as written, or within what print rounds."""

    EXACTLY = "exactly"
    IN_PRINT = "in print"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a document with what it is of.

    `value` is in its own unit with its scale applied ("in millions" of a header, caption or column included) and
    keeps what its print leaves open in `steps`. `labels` name it, nearest first: its row, its headers, its
    section; for a number in prose the words it counts. `table`, `row` and `column` are -1 in prose; `sentence` is
    where its sentence starts, -1 in a table. `date` is set, and `value` empty, where the number is a date.
    """

    id: str
    value: Quantity
    document: str
    start: int
    end: int
    labels: tuple[str, ...] = ()
    period: Period | None = None
    date: Period | None = None
    table: int = -1
    row: int = -1
    column: int = -1
    block: int = -1
    sentence: int = -1
    direction: str = ""
    noun: str = ""
    world: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation that the document states between figures, judged.

    `equation` says it in figures' ids, `substituted` with the numbers put in, `because` quotes the words or the
    agreement that state it. `tick` is the letter of the report: F C Δ % T P D U W.
    """

    id: str
    code: str
    evidence: Evidence
    verdict: Verdict
    figures: tuple[str, ...]
    agrees: Agrees | None = None
    equation: str = ""
    substituted: str = ""
    because: str = ""
    tick: str = ""
