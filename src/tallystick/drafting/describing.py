"""A file of data → the draft of its `tables:` entry: layout, dialect, key, units of headers, markers for nothing.

What the file does not say is left for its owner to decide, and marked so in the draft.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tallystick.drafting.columns import (
    DECIDE,
    EMPTY,
    YEAR,
    Column,
    is_time_header,
    is_time_word,
    is_unit,
    look,
    number_of,
    unit_in,
)
from tallystick.errors import ReadError
from tallystick.model import Dialect
from tallystick.reading.dialects import Sniffed, header_unit, sample, sniff

_SAMPLED = 20_000  # rows that are looked at
_MEASURES = ("variable", "indicator", "measure", "item", "element", "series", "metric", "indicator name", "series name")
_UNITS = ("unit", "units", "unit_measure", "uom")
_VALUES = ("value", "obs_value", "amount", "val")
_PLAIN = re.compile(r"[A-Za-z_][\w]*")
_MOST_WORDS = 12
_OF_IAMC = ("model", "scenario", "region", "variable", "unit")
_MEASURES_SHOWN = 12
_NO_VALUE = re.compile(r"(?i)(.*[ _])?(id|code|index|rank|no)|unnamed.*|")


def describe(path: Path, shown: str, asked: Dialect | None = None) -> str:
    """The draft of a file's entry, as YAML under `tables:`.

    Args:
        path: The file.
        shown: Its path as the description names it.
        asked: What is known of its dialect.

    Raises:
        ReadError: it is no table.
    """
    found = sniff(path, asked or Dialect()) if path.suffix.lower() not in (".parquet", ".pq") else _of_parquet(path)
    rows = sample(path, found, _SAMPLED)
    if not rows:
        raise ReadError(f"{path.name} holds a header and no row", fix="describe a file with rows")
    texts = list(zip(*rows, strict=True))
    columns = [
        look(Column(name, unit, [cell.strip() for cell in cells]), found.dialect)
        for name, unit, cells in zip(found.names, found.units, texts, strict=True)
    ]
    return "\n".join(_Draft(path, shown, found, columns).lines()) + "\n"


def _of_parquet(path: Path) -> Sniffed:
    import polars as pl

    try:
        frame = pl.read_parquet(path, n_rows=_SAMPLED)
    except (pl.exceptions.PolarsError, OSError) as problem:
        raise ReadError(f"{path.name} is no Parquet: {str(problem).splitlines()[0]}", fix="write it again") from None
    rows = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in frame.iter_rows())
    names = tuple(frame.columns)
    dialect = Dialect(decimal=".", thousands=",", preamble=0)
    return Sniffed(dialect, names, 0, tuple(header_unit(name)[1] for name in names), rows=rows)


class _Draft:
    """The entry of one file."""

    def __init__(self, path: Path, shown: str, found: Sniffed, columns: Sequence[Column]) -> None:
        self.path, self.shown, self.found = path, shown, found
        self.columns = {column.name: column for column in columns}
        small = {name.lower(): name for name in self.columns}
        self.spread = [name for name in self.columns if is_time_header(name)]
        if len(self.spread) < 2 or not all(self.columns[n].is_number or self.columns[n].is_empty for n in self.spread):
            self.spread = []
        self.is_iamc = bool(self.spread) and all(word in small for word in _OF_IAMC)
        self.unit_column = next((small[word] for word in _UNITS if word in small), "")
        self.measure = next((small[word] for word in _MEASURES if word in small), "")
        if not (self.spread or self.unit_column or any(word in small for word in _VALUES)):
            self.measure = ""  # a column called "series" of a table that has a column for each of its values
        self.values = self._values(small)
        self.times = [c.name for c in columns if c.is_time and c.name not in self.spread and c.name not in self.values]
        self.times = self.times[:1]
        self.key, self.is_unique = self._key()

    def _values(self, small: dict[str, str]) -> list[str]:
        """The columns of numbers that are data: not periods, codes, or ids."""
        numbers = [c.name for c in self.columns.values() if c.is_number and not c.is_time and c.name not in self.spread]
        named = next((small[word] for word in _VALUES if word in small and small[word] in numbers), "")
        if self.measure and named:
            return [named]
        return [name for name in numbers if not _NO_VALUE.fullmatch(name) and not is_time_word(name)]

    def _key(self) -> tuple[list[str], bool]:
        """The fewest columns, of words and periods, that no two rows share; all of them where none are."""
        rest = [self.measure, self.unit_column, *self.values, *self.spread, *self.times]
        words = [name for name, column in self.columns.items() if name not in rest and not column.is_empty]
        words.sort(key=lambda name: (self.columns[name].is_number, len(set(self.columns[name].cells)) == 1))
        fixed = [name for name in (*self.times, self.measure) if name]
        for count in range(1 if self.measure else 0, min(len(words), 6) + 1):
            key = [*words[:count], *fixed]
            if key and self._tells_apart(key):
                return self._without_idle(key, fixed), True
        alone = next((name for name in self.columns if name not in self.values and self._tells_apart([name])), "")
        return ([alone], True) if alone else ([*words[:3], *fixed], False)

    def _tells_apart(self, names: Sequence[str]) -> bool:
        rows = list(zip(*(self.columns[name].cells for name in names), strict=True))
        return len(set(rows)) == len(rows)

    def _without_idle(self, key: list[str], fixed: Sequence[str]) -> list[str]:
        for name in [name for name in key if name not in fixed]:
            rest = [other for other in key if other != name]
            if rest and self._tells_apart(rest):
                key = rest
        return key

    # --- what is written --------------------------------------------------------------

    def lines(self) -> Iterator[str]:
        """The lines of the draft.

        Raises:
            ReadError: no column holds numbers.
        """
        if not (self.values or self.spread):
            raise ReadError(f"{self.path.name} has no column of numbers", fix="say its dialect:, or describe another")
        if self.measure or self.is_iamc:
            yield f"measures:  {DECIDE}which of its measures are judged, and in which unit"
            yield from (f"  {measure}: {{unit: {_name(unit)}}}" for _, measure, unit in self._measures())
        yield "tables:"
        yield f"  {_name(re.sub(r'[^a-z0-9]+', '_', self.path.stem.lower()).strip('_') or 'table')}:"
        yield f"    path: {_name(self.shown)}"
        layout = "iamc" if self.is_iamc else "years" if self.spread else "long" if self.measure else "wide"
        yield f"    layout: {layout}"
        yield from self._dialect()
        if not self.is_iamc:
            yield from self._keys()
        if self.measure or self.is_iamc:
            yield from self._names()
        yield "    columns:"
        yield from self._columns()
        yield from self._markers()
        ignored = self._ignored()
        if ignored:
            yield f"    ignore: [{', '.join(_name(name) for name in ignored)}]"
        yield from self._checks()

    def _dialect(self) -> Iterator[str]:
        dialect, parts = self.found.dialect, []
        if dialect.separator not in ("", ","):
            parts.append(f"separator: {'tab' if dialect.separator == chr(9) else json.dumps(dialect.separator)}")
        if dialect.decimal == ",":
            parts.append('decimal: ","')
        if dialect.preamble:
            parts.append(f"preamble: {dialect.preamble}")
        if dialect.encoding not in ("", "utf-8", "utf-8-sig"):
            parts.append(f"encoding: {dialect.encoding}")
        if parts:
            yield f"    dialect: {{{', '.join(parts)}}}"

    def _keys(self) -> Iterator[str]:
        pairs = [f"{_name(name)}: {'period' if name in self.times else _dimension(name)}" for name in self.key]
        pairs = [pair for name, pair in zip(self.key, pairs, strict=True) if name != self.measure]
        note = (
            ""
            if self.is_unique
            else f"  {DECIDE}rows share this key; name what tells them apart, or by: and agreement:"
        )
        yield f"    key: {{{', '.join(pairs)}}}{note}"

    def _names(self) -> Iterator[str]:
        yield "    measure:"
        if not self.is_iamc:
            yield f"      column: {_name(self.measure)}"
        yield "      others: skip"
        yield "      names:"
        for name, measure, unit in self._measures():
            own = measure if self.unit_column else f"{{measure: {measure}, unit: {_name(unit)}}}"
            yield f"        {_name(name)}: {own}"

    def _measures(self) -> list[tuple[str, str, str]]:
        """The first measures of a long table whose units are known: as written, as a name, their unit."""
        names = dict.fromkeys(cell for cell in self.columns[self.measure].cells if cell)
        found = ((name, _dimension(name), self._unit_of(name)) for name in names)
        return [one for one in found if one[2]][:_MEASURES_SHOWN]

    def _unit_of(self, measure: str) -> str:
        if not self.unit_column:
            return "1"
        pairs = zip(self.columns[self.measure].cells, self.columns[self.unit_column].cells, strict=True)
        written = next((unit for name, unit in pairs if name == measure), "")
        return written if is_unit(written) else ""

    def _columns(self) -> Iterator[str]:
        if self.spread:
            years = [found[1] for name in self.spread if (found := YEAR.fullmatch(name))]
            first, last = (years[0], years[-1]) if len(years) == len(self.spread) else (self.spread[0], self.spread[-1])
            nullable = any(self.columns[name].missing for name in self.spread)
            yield self._column(f"{first}..{last}", "period: column", nullable=nullable, unit="")
        for name in self.values:
            column = self.columns[name]
            yield self._column(name, "", nullable=bool(column.missing), unit=column.unit)
        for name, column in self._limited():
            words = ", ".join(_name(word) for word in sorted(column.words))
            empty = ", nullable: true" if column.missing else ""
            yield f"      {_name(name)}: {{values: [{words}]{empty}}}"

    def _column(self, name: str, first: str, *, nullable: bool, unit: str) -> str:
        parts, note = [first] if first else [], ""
        if self.unit_column:
            parts.append(f"unit_column: {_name(self.unit_column)}")
        elif not self.measure:
            written, note = unit_in(name, unit)
            parts.append(f"unit: {_name(written)}")
        if nullable:
            parts.append("nullable: true")
        return f"      {_name(name)}: {{{', '.join(parts)}}}{note}"

    def _limited(self) -> Iterator[tuple[str, Column]]:
        """Columns of few words, often repeated, that are no part of the key."""
        used = {*self.key, self.measure, self.unit_column, *self.values, *self.spread, *self.times}
        for name, column in self.columns.items():
            few = 1 < len(column.words) <= _MOST_WORDS and sum(column.words.values()) >= 5 * len(column.words)
            if name not in used and few and not column.numbers:
                yield name, column

    def _ignored(self) -> list[str]:
        used = {*self.key, self.measure, self.unit_column, *self.values, *self.spread}
        used |= {name for name, _ in self._limited()}
        if self.is_iamc:
            used |= {_of(self.columns, word) for word in _OF_IAMC}
        return [name for name in self.columns if name not in used]

    def _markers(self) -> Iterator[str]:
        data = [self.columns[name] for name in (*self.values, *self.spread)]
        missing = Counter[str]()
        flags = Counter[str]()
        for column in data:
            missing.update({text: count for text, count in column.missing.items() if text not in EMPTY})
            flags.update(column.flags)
        if missing:
            yield f"    missing: [{', '.join(_name(text) for text, _ in missing.most_common(8))}]"
        if flags:
            yield f"    flags: [{', '.join(_name(text) for text, _ in flags.most_common(8))}]"

    def _checks(self) -> Iterator[str]:
        """A total that the rows agree with, where a column is named as one."""
        plain = [name for name in self.values if _PLAIN.fullmatch(name)]
        for whole in plain:
            parts = [name for name in plain if name != whole]
            if re.search(r"(?i)total|^all$|^sum$", whole) and 2 <= len(parts) <= 12 and self._adds_up(whole, parts):
                yield "    checks:"
                yield f"      - {{id: {_dimension(whole)}, assert: {whole} == {' + '.join(parts)}}}"
                return
        yield "    # checks:  what must hold in every row, e.g."
        value = plain[0] if plain else "value"
        yield f'    #   - {{id: steady, assert: "abs(growth({value}, previous({value}))) <= 50 %"}}'

    def _adds_up(self, whole: str, parts: Sequence[str]) -> bool:
        """Whether nine rows of ten that have all the numbers add up to within a hundredth."""
        good = rows = 0
        for number in range(len(self.columns[whole].cells)):
            told = [number_of(self.columns[name].cells[number], self.found.dialect) for name in (whole, *parts)]
            if None not in told:
                first, *rest = (value for value in told if value is not None)
                rows, good = rows + 1, good + (abs(first - sum(rest)) <= 0.01 * abs(first) + 1e-9)
        return rows > 0 and good >= 0.9 * rows


def _of(columns: dict[str, Column], word: str) -> str:
    return next(name for name in columns if name.lower() == word)


def _dimension(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "name"


def _name(text: str) -> str:
    """A text as YAML holds it: quoted where it would be read as something else."""
    is_plain = re.fullmatch(r"[A-Za-z_/][\w /.+*^-]*", text) and text == text.strip()
    is_word = text.lower() in ("true", "false", "yes", "no", "on", "off", "null", "none", "y", "n")
    return text if is_plain and not is_word else json.dumps(text, ensure_ascii=False)
