"""CSV → records, each with the line it starts on; quoted cells may hold line ends."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence

from tallystick.model import Place
from tallystick.reading.fields import Datum, Fields, Problems
from tallystick.reading.json_text import Located
from tallystick.showing import nearest

_NEEDED = ("id", "measure", "value")
_IN_JSON = {"quote": "{", "dimensions": "{", "allow": "["}
_QUOTED = re.compile(r'[,"\r\n]')
_OTHER_MARKS = (";", "\t", "|")


def read_csv(text: str, path: str, problems: Problems) -> list[Fields]:
    """The rows of a CSV text as records; a broken row ends them, with a finding RD01, and keeps those before it."""
    rows: list[Fields] = []
    read = list(read_rows(text, path, problems))
    if not read:
        return rows
    (first, names), *rest = read
    header = [name.strip() for name in names]
    if not _is_header(header, rest[0][1] if rest else (), Place(path, first, 1), problems):
        return []
    for line, cells in rest:
        row = _row(cells, header, Place(path, line, 1))
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            message = f"the row has {len(cells)} cells, the header {len(header)}"
            problems.add("RD02", message, row.place, fix="quote cells that hold a comma")
        rows.append(row)
    if not rows:
        problems.add("RD01", "the file holds a header and no row", Place(path, 1, 1), fix="fill it, or remove it")
    return rows


def read_rows(text: str, path: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """The line a row starts on, and its cells; empty rows are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    last = 0
    while True:
        first = last + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            message = f"broken CSV: {problem}; from here on nothing is read"
            problems.add("RD01", message, Place(path, first, 1), fix="mend the quotes of this row")
            return
        last = reader.line_num
        if any(cell.strip() for cell in cells):
            yield first, cells


def has_columns_of_claims(names: Sequence[str], place: Place, problems: Problems) -> bool:
    """False, with one finding for the file, where no row could be a claim."""
    missing = [name for name in _NEEDED if name not in names]
    if not missing:
        return True
    near = {word.lower(): word for word in names}
    hint = f" (nearest: '{near[missing[0]]}')" if missing[0] in near else nearest(missing[0], names)
    listed = " or ".join(part for part in (", ".join(f"'{name}'" for name in missing[:-1]), f"'{missing[-1]}'") if part)
    message = f"the file has no column {listed}{hint}"
    problems.add("RD04", message, place, fix="name the columns in the first row as the keys of a claim")
    return False


def is_parted_by_commas(header: Sequence[str], row: Sequence[str], place: Place, problems: Problems) -> bool:
    """False, with a finding, where another mark parts the header into as many cells as the row below it."""
    mark = next((mark for mark in _OTHER_MARKS if _parts(mark, header, row)), "")
    if mark:
        shown = "a tab" if mark == "\t" else f"'{mark}'"
        problems.add("RD01", f"the columns are parted by {shown}, not by commas", place, fix="save it with commas")
    return not mark


def _parts(mark: str, header: Sequence[str], row: Sequence[str]) -> bool:
    """True for a mark inside the header's only cell, or one that fits where commas do not."""
    in_header, in_row = (sum(cell.count(mark) for cell in cells) for cells in (header, row))
    return bool(in_header) and (len(header) == 1 or (in_header == in_row and len(header) != len(row)))


def _is_header(header: Sequence[str], row: Sequence[str], place: Place, problems: Problems) -> bool:
    if not is_parted_by_commas(header, row, place, problems):
        return False
    for name in dict.fromkeys(name for name in header if header.count(name) > 1):
        message = f"column '{name}' is there twice; the first is kept"
        problems.add("RD03", message, place, fix="rename one")
    return has_columns_of_claims(header, place, problems)


def _row(cells: Sequence[str], header: Sequence[str], place: Place) -> Fields:
    def at(key: str) -> Place:
        if key not in header:
            return place
        # As a writer would write the cells before it: exact unless quotes were used without need.
        written = "".join(_written(cell) + "," for cell in cells[: header.index(key)])
        return Place(place.path, place.line + written.count("\n"), len(written) - written.rfind("\n"))

    row = Fields(place, at)
    for name, cell in zip(header, cells, strict=False):
        if name not in row:
            row[name] = _cell(name, cell, place)
    return row


def _written(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell


def _cell(name: str, text: str, place: Place) -> Datum:
    """A cell as text, None when empty; a cell of JSON where a record is meant."""
    stripped = text.strip()
    if not stripped:
        return None
    return read_cell(stripped, place) if stripped[0] == _IN_JSON.get(name) else stripped


def read_cell(text: str, place: Place) -> Datum:
    """The data of a cell of JSON; the text itself when it is none."""
    try:
        return Located(text, Problems()).wrap(json.loads(text, parse_float=str, parse_int=str), place)
    except (ValueError, RecursionError):
        return text
