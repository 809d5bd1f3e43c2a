"""Formulas of workbooks, as far as sums, products and means of cells go: their shape, and what they make."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tallystick.model import Cell

_CELL = re.compile(r"(?<![A-Za-z0-9_!.'])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![A-Za-z0-9_(!])")
_TOKEN = re.compile(
    r"\s*(?:(?P<range>\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+)|(?P<cell>\$?[A-Z]{1,3}\$?\d+(?![\w(!]))"
    r"|(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<function>SUM|AVERAGE)\(|(?P<mark>[-+*/(),]))",
    re.IGNORECASE,
)
_LONGEST = 2000
_MOST_CELLS = 100_000
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell by its column and row, both from 1."""

    column: int
    row: int

    @staticmethod
    def of(name: str) -> Reference | None:
        """The place that a name such as B7 means; None for others."""
        found = _CELL.fullmatch(name)
        return Reference(_number(found[2]), int(found[4])) if found else None

    @property
    def name(self) -> str:
        """As a workbook writes it: B7."""
        letters, left = "", self.column
        while left:
            left, rest = divmod(left - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{self.row}"


def _number(letters: str) -> int:
    value = 0
    for letter in letters.upper():
        value = 26 * value + ord(letter) - ord("A") + 1
    return value


def references(formula: str) -> list[Reference]:
    """The cells that a formula names, in order; the two ends of a range."""
    return [Reference(_number(found[2]), int(found[4])) for found in _CELL.finditer(formula)]


def shape(cell: Cell) -> str:
    """A cell's formula with its references told from where it stands, so that formulas filled down are the same."""
    here = Reference.of(cell.name)
    if here is None:
        return cell.formula

    def told(found: re.Match[str]) -> str:
        column, row = _number(found[2]), int(found[4])
        across = f"C{column}" if found[1] else f"C[{column - here.column}]"
        down = f"R{row}" if found[3] else f"R[{row - here.row}]"
        return down + across

    return _CELL.sub(told, cell.formula)


def number_of(cell: Cell) -> Fraction | None:
    """The number that a cell stores; None where it stores none, or infinity."""
    try:
        return Fraction(cell.value) if cell.value and cell.kind == "number" else None
    except ValueError:
        return None


def value_of(formula: str, places: Mapping[str, Cell]) -> Fraction | None:
    """What a formula of sums, products and means makes of the values its cells hold; None for any other."""
    text = formula.removeprefix("=").strip()
    if len(text) > _LONGEST:
        return None
    try:
        reader = _Reader(text, places)
        value = reader.sum(0)
    except (ValueError, ZeroDivisionError):
        return None
    return value if reader.is_done else None


class _Reader:
    """Reads an expression by descent; raises ValueError at anything it does not know."""

    def __init__(self, text: str, places: Mapping[str, Cell]) -> None:
        self.text, self.places, self.at = text, places, 0

    @property
    def is_done(self) -> bool:
        return not self.text[self.at :].strip()

    def _next(self) -> re.Match[str]:
        found = _TOKEN.match(self.text, self.at)
        if found is None:
            raise ValueError(self.text)
        self.at = found.end()
        return found

    def _mark(self, *marks: str) -> str:
        """The mark that stands here, taken, if it is one of these; else ""."""
        found = _TOKEN.match(self.text, self.at)
        if found is None or found["mark"] not in marks:
            return ""
        self.at = found.end()
        return found["mark"]

    def sum(self, depth: int) -> Fraction:
        value = self._product(depth)
        while mark := self._mark("+", "-"):
            other = self._product(depth)
            value = value + other if mark == "+" else value - other
        return value

    def _product(self, depth: int) -> Fraction:
        value = self._atom(depth)
        while mark := self._mark("*", "/"):
            other = self._atom(depth)
            value = value * other if mark == "*" else value / other
        return value

    def _atom(self, depth: int) -> Fraction:
        if depth > _DEEPEST:
            raise ValueError(self.text)
        found = self._next()
        if found["number"]:
            return Fraction(found["number"])
        if found["cell"]:
            return self._cell(found["cell"])
        if found["function"]:
            return self._function(found["function"].upper())
        if found["mark"] == "-":
            return -self._atom(depth + 1)
        if found["mark"] != "(":
            raise ValueError(self.text)
        value = self.sum(depth + 1)
        if not self._mark(")"):
            raise ValueError(self.text)
        return value

    def _function(self, name: str) -> Fraction:
        values: list[Fraction] = []
        while True:
            found = self._next()
            values += self._range(found["range"]) if found["range"] else [self._cell(found["cell"] or "")]
            if self._mark(")"):
                break
            if not self._mark(","):
                raise ValueError(self.text)
        return sum(values, Fraction(0)) / (len(values) if name == "AVERAGE" else 1)

    def _cell(self, name: str) -> Fraction:
        cell = self.places.get(name.replace("$", "").upper())
        value = number_of(cell) if cell else None
        if value is None:
            raise ValueError(name)
        return value

    def _range(self, text: str) -> list[Fraction]:
        """The numbers of a range; what is no number does not count, as workbooks have it."""
        first, last = references(text)
        if (last.row - first.row + 1) * (last.column - first.column + 1) > _MOST_CELLS:
            raise ValueError(text)
        names = (
            Reference(column, row).name
            for row in range(first.row, last.row + 1)
            for column in range(first.column, last.column + 1)
        )
        cells = [one for name in names if (one := self.places.get(name))]
        if any(cell.formula and not cell.value for cell in cells):
            raise ValueError(text)  # never computed
        return [value for cell in cells if (value := number_of(cell)) is not None]
