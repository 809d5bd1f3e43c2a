"""A column of a file's sample: what its cells are, and what its name says."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from tallystick import periods, units
from tallystick.errors import PeriodError, UnitError
from tallystick.model import Dialect

DECIDE = "# decide: "
EMPTY = ("", "NA", "N/A", "n/a", "n.a.", "NaN", "nan", "null", "NULL", "None", "-", "–", "—", "..", "...", ":", "…")
_TIMES = ("year", "date", "period", "time", "month", "quarter", "day", "week", "jahr", "année", "fecha", "anno")
YEAR = re.compile(r"[A-Za-z_ ]{0,6}(1[5-9]\d{2}|2[01]\d{2})(?:\.0)?(?: ?\[YR\d{4}\])?")
_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d{2}(-\d{2})?|\d{4}Q\d")
_FLAGGED = re.compile(r"(.*\d)\s*(\([A-Za-z]{1,2}\)|[A-Za-z*]{1,2}|†|‡)")
# Last words of headers that are no units there: temp_min, growth_per_year, sales_month.
_STATISTICS = ("min", "max", "m", "a", "d", "h", "s", "b", "c", "day", "month", "year", "quarter", "rate", "index")


@dataclass(slots=True)
class Column:
    """A column of the sample: what its cells are."""

    name: str
    unit: str
    cells: list[str]
    numbers: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)

    @property
    def is_number(self) -> bool:
        """Whether all but a few cells are numbers, or stand for none."""
        return self.numbers > 0 and self.numbers >= 0.9 * (self.numbers + sum(self.words.values()))

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return not self.numbers and not self.words

    @property
    def is_time(self) -> bool:
        """Whether it holds periods: by its name, or as every cell is a date."""
        texts = [cell for cell in self.cells if cell not in EMPTY]
        named = any(word in re.split(r"[\W_]+", self.name.lower()) for word in _TIMES)
        if not texts or not (named or all(_DATE.fullmatch(text) for text in texts[:200])):
            return False
        return sum(_is_period(text) for text in texts[:200]) >= 0.95 * min(len(texts), 200)


def _is_period(text: str) -> bool:
    if re.fullmatch(r"\d{8}|\d{6}", text) or re.fullmatch(r"\d{1,2}/\d{1,2}/\d{2,4}", text):
        return True
    try:
        periods.parse_period(text.split("T", maxsplit=1)[0].split(" 00:", maxsplit=1)[0])
    except PeriodError:
        return False
    return True


def look(column: Column, dialect: Dialect) -> Column:
    """The column with its cells counted by what they are."""
    form = re.compile(_form(dialect))
    for cell in column.cells:
        flagged = _FLAGGED.fullmatch(cell)
        if cell in EMPTY:
            column.missing[cell] += 1
        elif form.fullmatch(cell):
            column.numbers += 1
        elif flagged and form.fullmatch(flagged[1].strip()):
            column.numbers += 1
            column.flags[flagged[2]] += 1
        else:
            column.words[cell] += 1
    if column.is_number:
        # Among numbers, a word stands for none.
        column.missing.update(column.words)
    return column


def _form(dialect: Dialect) -> str:
    group = re.escape(dialect.thousands or ",") + " \u00a0\u202f"
    point = re.escape(dialect.decimal or ".")
    return rf"[+−-]?(?:[1-9]\d{{0,2}}(?:[{group}]\d{{3}})+|\d*)(?:{point}\d*)?(?:[eE][+-]?\d+)?%?(?<=[\d.%])"


def number_of(text: str, dialect: Dialect) -> float | None:
    """The number of a cell, near enough to draft by; None for none."""
    plain = text.replace(dialect.thousands or ",", "").replace(dialect.decimal or ".", ".")
    try:
        return float(plain)
    except ValueError:
        return None


def is_time_header(name: str) -> bool:
    """Whether a header is a year or a date."""
    return bool(YEAR.fullmatch(name) or _DATE.fullmatch(name))


def is_time_word(name: str) -> bool:
    """Whether a header is a word for a period."""
    return name.lower() in _TIMES


def unit_in(name: str, unit: str) -> tuple[str, str]:
    """The unit that a header names, in brackets or as its last word; "1" with a note where it names none."""
    words = re.split(r"[_ ,.]+", name)
    last = words[-1] if len(words) > 1 and words[-1].lower() not in _STATISTICS else ""
    whole = " ".join(words) if "per" in [word.lower() for word in words] else ""
    for written in (unit, whole, last):
        if written and is_unit(written):
            return written, ""
    if unit:
        return unit, f"  {DECIDE}'{unit}' is no known unit: define it in schemas/units.txt, or name another"
    return "1", f"  {DECIDE}its unit"


def is_unit(written: str) -> bool:
    """Whether a word is a known unit, and no bare number."""
    try:
        return bool(units.parse_unit(written).canonical)
    except UnitError:
        return False
