"""What a table came to: plain records of counts and first rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from tallystick.engines.checks import FIRST, Verdicts
from tallystick.engines.files import Opened
from tallystick.errors import TallystickError
from tallystick.model import RowCheck, TableSpec


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
    checks: tuple[Verdicts, ...] = ()
    refused: tuple[tuple[RowCheck, TallystickError], ...] = ()  # checks that mean nothing, and why
    opened: Opened | None = field(default=None, compare=False)
    spec: TableSpec | None = None  # as the files have it
    flagged: int = 0  # cells with a flag
    present: tuple[str, ...] = ()  # the columns as they are judged
    frame: nw.LazyFrame[Any] | None = field(default=None, compare=False)  # the rows as they are judged
    names: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # dimension → its members, with their rows


__all__ = ["FIRST", "Broken", "Outcome"]
