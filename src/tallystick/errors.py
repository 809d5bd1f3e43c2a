"""Every exception of the package; imports nothing.

Two families, never mixed: what is wrong with the user's data (`DataError`) and
what is wrong with a check its author wrote (`CheckDefinitionError`). `AuditError`
means that no audit could be made at all, and ends in exit code 2.
"""

from __future__ import annotations


class TallystickError(Exception):
    """The base: what is wrong, where, and one thing to do about it.

    >>> print(TallystickError("unit 'kWhh' is not known", place="a.csv:14", fix="correct the unit"))
    a.csv:14: unit 'kWhh' is not known
      fix: correct the unit
    """

    def __init__(self, what: str, *, place: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.place = place
        self.fix = fix

    def __str__(self) -> str:
        head = f"{self.place}: {self.what}" if self.place else self.what
        return f"{head}\n  fix: {self.fix}" if self.fix else head


class AuditError(TallystickError):
    """The audit could not be made: usage, config, or no claim readable at all."""


class DataError(TallystickError, ValueError):
    """Something in the user's data cannot be used as it stands."""


class ReadError(DataError):
    """A file, row or value cannot be read."""


class ValueReadError(ReadError):
    """A written value yields no quantity; `code` is the finding it becomes."""

    def __init__(self, what: str, *, place: str = "", fix: str = "", code: str = "RD06") -> None:
        super().__init__(what, place=place, fix=fix)
        self.code = code


class UnitError(DataError):
    """A unit is not known, or two units do not go together; `code` is the finding it becomes."""

    def __init__(self, what: str, *, place: str = "", fix: str = "", code: str = "UN03") -> None:
        super().__init__(what, place=place, fix=fix)
        self.code = code


class PeriodError(DataError):
    """A date, duration or period cannot be read, or ends before it starts (code SC04)."""

    def __init__(self, what: str, *, place: str = "", fix: str = "", code: str = "RD06") -> None:
        super().__init__(what, place=place, fix=fix)
        self.code = code


class CheckDefinitionError(TallystickError, ValueError):
    """A check or relation is wrongly written: syntax, an unknown name, a missing docstring."""


class ExpressionError(CheckDefinitionError):
    """An expression cannot be parsed; `column` (from 1) points into its text."""

    def __init__(self, what: str, *, column: int = 0, place: str = "", fix: str = "") -> None:
        super().__init__(what, place=place, fix=fix)
        self.column = column

    def __str__(self) -> str:
        where = f"{self.place}, column {self.column}" if self.place else f"column {self.column}"
        head = f"{where}: {self.what}" if self.column else super().__str__()
        return f"{head}\n  fix: {self.fix}" if self.fix and self.column else head


class NotDecidable(TallystickError):
    """A comparison or arithmetic step has no answer here; the verdict becomes `unknown`."""
