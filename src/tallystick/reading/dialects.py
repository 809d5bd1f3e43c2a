"""How a file writes its table: what its description says, and what is found by looking at its first lines.

CSV and TSV in UTF-8 are only looked at; a workbook, JSON, or another encoding is read whole, as rows of text.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tallystick.errors import ReadError
from tallystick.model import Dialect

_HEAD = 2**18  # bytes that are looked at
_TRIED = 60  # rows from which the separator is found
_SEPARATORS = ("\t", ";", "|", ",")
_SAID = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas"}
_COMMA = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:[. \u00a0\u202f']\d{3})+),\d+")
_POINT = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:[, \u00a0\u202f']\d{3})+)\.\d+")
# One mark before three digits parts thousands or decimals: it says nothing of which.
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_SEVERAL = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")
_IN_HEADER = re.compile(r"^(.*\S)\s*[(\[]([^()\[\]]+)[)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A file's table: its columns, what parts and marks its numbers, and the line of its first row.

    `rows` are the rows themselves where the file was read whole. `doubled` are names that stand for two columns,
    `short` is how many cells the last row has where it has too few.
    """

    dialect: Dialect
    names: tuple[str, ...]
    skip: int  # lines before the first row
    units: tuple[str, ...] = ()  # of each column, from its header
    says: tuple[str, ...] = ()  # what was found by looking
    doubled: tuple[str, ...] = ()
    short: int | None = None
    rows: tuple[tuple[str, ...], ...] | None = None

    @property
    def unit_of(self) -> dict[str, str]:
        """Column → the unit its header names."""
        return {name: unit for name, unit in zip(self.names, self.units, strict=True) if unit}


def sniff(path: Path, asked: Dialect) -> Sniffed:
    """What a file of separated values, a workbook or JSON writes its table like.

    Raises:
        ReadError: it cannot be read as a table.
    """
    suffix = path.suffix.lower()
    try:
        if suffix in (".json", ".jsonl", ".ndjson"):
            return _of_json(path, asked)
        if suffix in (".xlsx", ".xlsm"):
            return _of_rows(_sheet(path, asked), asked, [], is_whole=True)
        return _of_text(path, asked)
    except OSError as problem:
        raise ReadError(f"{path.name} cannot be read: {problem.strerror}", fix="check the file") from None


def _of_text(path: Path, asked: Dialect) -> Sniffed:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    is_cut = len(head) == _HEAD
    encoding = asked.encoding or _encoding(head[: head.rfind(b"\n") + 1] if is_cut else head)
    is_plain = codecs.lookup(encoding).name in ("utf-8", "utf-8-sig", "ascii")
    try:
        text = (head if is_plain else path.read_bytes()).decode(encoding, errors="ignore" if is_cut else "strict")
    except (UnicodeDecodeError, LookupError) as problem:
        raise ReadError(f"{path.name} is not {encoding}: {problem}", fix="say dialect: {encoding: …}") from None
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise ReadError(f"{path.name} is empty", fix="fill the file, or remove it")
    says = [] if is_plain or asked.encoding else [f"encoding {encoding}"]
    separator = asked.separator or ("\t" if path.suffix.lower() in (".tsv", ".tab") else _separator(text))
    if not asked.separator and separator != ",":
        says.append(f"parted by {_SAID[separator]}")
    made = replace(asked, separator=separator, encoding=encoding)
    rows = list(_rows(text, separator, path, is_cut=is_cut and is_plain))
    found = _of_rows(rows, made, says, is_whole=not is_plain)
    return replace(found, short=_last_width(path, separator, len(found.names)) if is_plain else None)


def _encoding(head: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    try:
        head.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _separator(text: str) -> str:
    """What most of the first lines are parted by, into one number of cells."""
    lines = [line for line in text.splitlines()[: _TRIED * 2] if line.strip()][:_TRIED]
    best, most = ",", 0
    for mark in _SEPARATORS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark))
        widths.pop(1, None)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        # A comma inside numbers parts them too, but seldom into one number of cells.
        if count * min(width, 4) > most:
            best, most = mark, count * min(width, 4)
    return best


def _rows(text: str, separator: str, path: Path, *, is_cut: bool) -> Iterator[tuple[int, list[str]]]:
    """The line that a row starts on, from 1, and its cells; the last of a text that is cut short is left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    last, held = 0, None
    try:
        for cells in reader:
            if held is not None:
                yield held
            held, last = (last + 1, cells), reader.line_num
    except csv.Error as problem:
        raise ReadError(f"{path.name} is broken at line {last + 1}: {problem}", fix="mend its quotes") from None
    if held is not None and not is_cut:
        yield held


def _of_rows(rows: Sequence[tuple[int, list[str]]], asked: Dialect, says: list[str], *, is_whole: bool) -> Sniffed:
    """The table among rows of text: the lines before it, its names, its marks."""
    filled = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    body = _after_preamble(filled, asked, says)
    if not body:
        raise ReadError("the file holds no row", fix="fill it, or say dialect: {preamble: 0}")
    header, data = body[: asked.header], body[asked.header :]
    names, units = _names([cells for _, cells in header], asked)
    doubled = tuple(dict.fromkeys(name for name in names if names.count(name) > 1))
    unique = [name if names.index(name) == at else f"{name} ({at + 1})" for at, name in enumerate(names)]
    skip = data[0][0] - 1 if data else header[-1][0]
    decimal, thousands = _marks([cells for _, cells in data], asked, says)
    made = replace(asked, decimal=decimal, thousands=thousands, preamble=header[0][0] - 1)
    kept = tuple(tuple((*cells, *[""] * len(names))[: len(names)]) for _, cells in data) if is_whole else None
    return Sniffed(made, tuple(unique), skip, tuple(units), tuple(says), doubled, rows=kept)


def _after_preamble(
    rows: Sequence[tuple[int, list[str]]], asked: Dialect, says: list[str]
) -> Sequence[tuple[int, list[str]]]:
    if asked.preamble is not None:
        return [row for row in rows if row[0] > asked.preamble]
    widths = Counter(len(cells) for _, cells in rows[:_TRIED])
    usual = widths.most_common(1)[0][0] if widths else 0
    first = next((at for at, (_, cells) in enumerate(rows) if _width(cells) > 1 or usual < 2), 0)
    # A row of fewer names than the rows below have cells is no header, where one that fits follows.
    fits = next(
        (at for at, (_, cells) in enumerate(rows[first : first + 30], first) if 2 * _width(cells) > usual), first
    )
    if fits and rows:
        says.append(f"{fits} row{'s' * (fits > 1)} before the names passed over")
    return rows[fits:]


def _width(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _names(header: Sequence[Sequence[str]], asked: Dialect) -> tuple[list[str], list[str]]:
    """The names of the columns, and the units that their headers give."""
    count = max((len(row) for row in header), default=0)
    padded = [[*row, *[""] * (count - len(row))] for row in header]
    of_units = padded.pop(asked.units_row - 1) if 0 < asked.units_row <= len(padded) else [""] * count
    # In all rows of names but the last, an empty cell continues the one before it.
    for row in padded[:-1]:
        for at in range(1, count):
            row[at] = row[at] if row[at].strip() else row[at - 1]
    names = [" ".join(dict.fromkeys(cell for row in padded if (cell := row[at].strip()))) for at in range(count)]
    units = [unit.strip(" ()[]") or header_unit(name)[1] for name, unit in zip(names, of_units, strict=True)]
    return [name or f"column {at + 1}" for at, name in enumerate(names)], units


def header_unit(header: str) -> tuple[str, str]:
    """A header's words, and the unit in brackets behind them.

    >>> header_unit("Supply (kt)"), header_unit("year")
    (('Supply', 'kt'), ('year', ''))
    """
    found = _IN_HEADER.match(header)
    return (found[1], found[2].strip()) if found else (header, "")


def _marks(rows: Sequence[Sequence[str]], asked: Dialect, says: list[str]) -> tuple[str, str]:
    """The decimal mark and the mark of thousands: one convention a file, that of most of its numbers."""
    decimal = asked.decimal
    if not decimal:
        cells = [cell.strip() for row in rows[:5000] for cell in row]
        commas = sum(_is_sure(_COMMA, cell) or _parts(cell, ".") for cell in cells)
        points = sum(_is_sure(_POINT, cell) or _parts(cell, ",") for cell in cells)
        decimal = "," if commas > points and asked.separator != "," else "."
        if decimal == ",":
            says.append("decimal mark ','")
    return decimal, asked.thousands or ("." if decimal == "," else ",")


def _is_sure(form: re.Pattern[str], cell: str) -> bool:
    return form.fullmatch(cell) is not None and _EITHER.fullmatch(cell) is None


def _parts(cell: str, mark: str) -> bool:
    """True for a number whose thousands that mark parts, several times."""
    found = _SEVERAL.fullmatch(cell)
    return found is not None and found[1] == mark


def _last_width(path: Path, separator: str, width: int) -> int | None:
    """How many cells the last row of a file has, where they are too few: the file may be cut short."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2**14))
        tail = file.read().decode("utf-8", errors="ignore")
    lines = [line for line in tail.splitlines() if line.strip()]
    if not lines or '"' in lines[-1]:
        return None
    count = lines[-1].count(separator) + 1
    return count if 1 < count < width or (count == 1 and width > 1 and not tail.endswith("\n")) else None


def _of_json(path: Path, asked: Dialect) -> Sniffed:
    """A list of records, or a record a line: the names in the order they are met."""
    text = path.read_text(encoding="utf-8-sig")
    try:
        if path.suffix.lower() == ".json":
            found = json.loads(text, parse_float=str, parse_int=str)
            records = (
                found
                if isinstance(found, list)
                else next((value for value in found.values() if isinstance(value, list)), [])
            )
        else:
            records = [json.loads(line, parse_float=str, parse_int=str) for line in text.splitlines() if line.strip()]
    except (ValueError, AttributeError) as problem:
        raise ReadError(f"{path.name} is no JSON: {problem}", fix="mend it; it may be cut short") from None
    if not records or not all(isinstance(record, dict) for record in records):
        raise ReadError(f"{path.name} holds no list of records", fix="write a list of {column: value} records")
    names = tuple(dict.fromkeys(name for record in records for name in record))
    rows = tuple(tuple(_as_text(record.get(name)) for name in names) for record in records)
    made = replace(asked, decimal=asked.decimal or ".", thousands=asked.thousands or ",", preamble=0)
    return Sniffed(made, names, 0, tuple(header_unit(name)[1] for name in names), rows=rows)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _sheet(path: Path, asked: Dialect) -> list[tuple[int, list[str]]]:
    """The rows of a sheet: the one that is named, else the first that holds any."""
    from tallystick.documents.sheets import sheet_rows

    return sheet_rows(path.name, path.read_bytes(), asked.sheet)


def sample(path: Path, found: Sniffed, most: int) -> list[tuple[str, ...]]:
    """The first rows of a table, as text; all of one width."""
    if found.rows is not None:
        return list(found.rows[:most])
    width = len(found.names)
    rows: list[tuple[str, ...]] = []
    with path.open(encoding=found.dialect.encoding or "utf-8", newline="", errors="replace") as file:
        for _ in range(found.skip):
            file.readline()
        for cells in csv.reader(file, delimiter=found.dialect.separator):
            if any(cell.strip() for cell in cells):
                rows.append((*cells, *[""] * width)[:width])
            if len(rows) == most:
                break
    return rows
