"""RS02, RS03: numbers of a table that the text, or another table, prints again.

A sentence speaks of a row when it has the words of its label. Its numbers that agree with cells of that row in print
are ties; one that is a digit away from a cell nobody named, beside another that agrees, is a tie that breaks.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from tallystick.discovery.stated import Stated, equals, number
from tallystick.expressions.nodes import Name, Negate, Node, Product
from tallystick.model import Document, Evidence, Figure, Severity

_WORD = re.compile(r"[^\W\d_]{3,}|\b(?:19|20)\d\d\b")
_STOP = frozenset(
    ("the", "and", "for", "from", "with", "its", "our", "net", "total", "other", "all", "per", "than", "less", "more")
)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z•–(])|\n\s*\n")
_STEM = 6  # letters by which words are compared: customer, customers
_MOST_WORDS = 12
_MOST_NUMBERS = 40  # of one sentence
_SHARE = 0.75  # of a label's words that a sentence must have
# A table may leave its scale to the text (13,009 and $13.0 million), and a text its scale to the whole document.
_POWERS = (0, 3, 6, 9, -3, -6)
_RATES = ("percent", "percentage_point", "basis_point")
_FEWEST_DIGITS = 3
_ALIKE = 3  # cells of two tables that must agree before one that does not is a fault


@dataclass(frozen=True, slots=True)
class _Row:
    """The figures of one row of a table, and the stems of the words that name it."""

    figures: tuple[Figure, ...]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Match:
    """A number of the text and the cell that it restates, which is `power` powers of ten away as printed."""

    said: Figure
    cell: Figure
    power: int


def state_restated(document: Document, said: Sequence[Figure], cells: Sequence[Figure]) -> Iterator[Stated]:
    """Every number of the text that a row it speaks of has too, and those that miss it by a digit.

    Args:
        said: The figures of the document's prose.
        cells: Those of its tables.
    """
    rows = _rows(cells)
    if not rows:
        return
    index, tables = _index(rows), _by_table(cells)
    ends = [found.start() for found in _SENTENCE_END.finditer(document.text)]
    numbers = sorted((one for one in said if _is_number(one)), key=lambda one: one.start)
    for at, group in groupby(numbers, key=lambda one: bisect(ends, one.start)):
        start, end = (ends[at - 1] if at else 0), (ends[at] if at < len(ends) else len(document.text))
        figures = list(group)
        if len(figures) > _MOST_NUMBERS:
            continue  # no sentence: a table that nobody drew as one
        stems = _stems(document.text[start:end])
        told: dict[str, tuple[int, Stated]] = {}
        for row in _spoken_of(rows, index, stems):
            for one in _restated(row, figures, tables[row.figures[0].table], stems):
                told.setdefault(one.subject, (0, one))
                if len(row.stems) > told[one.subject][0]:
                    told[one.subject] = len(row.stems), one
        # A number restates one cell: that of the row whose name is said in most words.
        yield from (one for _, one in told.values())


def _is_number(figure: Figure) -> bool:
    return figure.table < 0 and figure.date is None and figure.value.bound.is_point


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s")[:_STEM] for word in _WORD.findall(text.lower()) if word not in _STOP)


def _rows(cells: Sequence[Figure]) -> list[_Row]:
    rows = []
    for _, group in groupby(cells, key=lambda one: (one.table, one.row)):
        figures = tuple(group)
        stems = _stems(figures[0].noun)
        if stems and len(stems) <= _MOST_WORDS:
            rows.append(_Row(figures, stems))
    return rows


def _index(rows: Sequence[_Row]) -> Mapping[str, list[int]]:
    """Rows by the rarest of their words, so that a sentence looks at few."""
    often = Counter(stem for row in rows for stem in row.stems)
    index: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        for stem in sorted(row.stems, key=lambda stem: (often[stem], stem))[: 1 + len(row.stems) // 4]:
            index[stem].append(n)
    return index


def _spoken_of(rows: Sequence[_Row], index: Mapping[str, list[int]], stems: frozenset[str]) -> Iterator[_Row]:
    for n in sorted({n for stem in stems for n in index.get(stem, ())}):
        if len(rows[n].stems & stems) >= _SHARE * len(rows[n].stems):
            yield rows[n]


def _by_table(cells: Sequence[Figure]) -> Mapping[int, list[Figure]]:
    tables: dict[int, list[Figure]] = defaultdict(list)
    for cell in cells:
        tables[cell.table].append(cell)
    return tables


def _restated(row: _Row, figures: Sequence[Figure], table: Sequence[Figure], stems: frozenset[str]) -> Iterator[Stated]:
    matches = [match for one in figures if (match := _same(one, row.figures))]
    yield from map(_stated, matches)
    named = {match.cell.id for match in matches}
    told = {match.said.id for match in matches}
    powers = {match.power for match in matches} or {0}
    left = [cell for cell in row.figures if cell.id not in named]
    for one in figures:
        if one.id in told:
            continue
        slips = [_Match(one, cell, power) for cell in left for power in powers if _slips(one, cell, power)]
        if not matches:
            slips = [slip for slip in slips if row.stems <= stems and _names_column(slip, left, stems)]
        if len(slips) == 1 and not (_is_elsewhere(one, row, figures) or _same(one, table)):
            yield _stated(slips[0])


def _names_column(slip: _Match, cells: Sequence[Figure], stems: frozenset[str]) -> bool:
    """True when the number has the unit of its column alone, or its sentence has the words of the column's header.

    Where no other number shows that a sentence speaks of a row, the slip itself must be a rare one: digits swapped.
    """
    unit = slip.said.value.unit
    others = [cell for cell in cells if cell.value.unit == unit and cell.id != slip.cell.id]
    if unit and slip.cell.value.unit == unit and not others:
        return True
    header = _stems(slip.cell.labels[1]) if len(slip.cell.labels) > 1 else frozenset[str]()
    says_header = bool(header & (stems | _stems(slip.said.noun)))
    return _is_swap(slip) and (says_header or len(_digits(slip.said)) >= _FEWEST_DIGITS)


def _is_elsewhere(one: Figure, row: _Row, figures: Sequence[Figure]) -> bool:
    """True when the number is the difference of two of the row, or of two that the sentence names."""
    value, step = _value(one), max(one.value.steps)
    for group in (row.figures, figures):
        values = [_value(other) for other in group if other.id != one.id and other.value.unit not in _RATES]
        for power in _POWERS:
            factor = Fraction(10) ** power
            if any(abs(abs(a - b) * factor - value) <= step for n, a in enumerate(values) for b in values[:n]):
                return True
    return False


def _value(figure: Figure) -> Fraction:
    return abs(figure.value.bound.low or Fraction(0))


def _is_negative(figure: Figure) -> bool:
    return (figure.value.bound.low or 0) < 0


def _same(one: Figure, cells: Sequence[Figure]) -> _Match | None:
    """The cell that a number of the text agrees with in print, in the table's scale or in one it may leave out."""
    for power in _POWERS if one.value.unit not in _RATES else (0,):
        for cell in cells:
            if _may_compare(one, cell) and _agrees(one, cell, power):
                return _Match(one, cell, power)
    return None


def _may_compare(one: Figure, cell: Figure) -> bool:
    ours, theirs = one.value.unit, cell.value.unit
    return (ours in _RATES) == (theirs in _RATES) and (not ours or not theirs or ours == theirs)


def _agrees(one: Figure, cell: Figure, power: int) -> bool:
    factor = Fraction(10) ** power
    off = abs(_value(one) - _value(cell) * factor)
    half = (max(one.value.steps) + max(cell.value.steps) * factor) / 2
    if off == 0:
        return sum(mark.isdigit() for mark in one.value.text) > 1 and _value(one) != 0
    return off < half and len(_digits(one)) > 1


def _digits(figure: Figure) -> str:
    """The significant digits that a number shows."""
    step = max(figure.value.steps) or Fraction(1)
    return str(int(_value(figure) / step))


def _slips(one: Figure, cell: Figure, power: int) -> bool:
    """True when the number is the cell with one digit changed, or two neighbours swapped."""
    if not _may_compare(one, cell):
        return False
    was, due = _printed(one, cell, power)
    if len(was) != len(due) or was == due:
        return False
    differing = [n for n, (a, b) in enumerate(zip(was, due, strict=True)) if a != b]
    if len(differing) == 1:
        # Three digits are soon alike: there only the last ones may differ.
        return len(was) > _FEWEST_DIGITS or (len(was) == _FEWEST_DIGITS and differing[0] > 0)
    return _are_swapped(was, due)


def _printed(one: Figure, cell: Figure, power: int) -> tuple[str, str]:
    """The digits that the number shows, and those that the cell would show in its place."""
    step = max(one.value.steps) or Fraction(1)
    return _digits(one), str(round(_value(cell) * Fraction(10) ** power / step))


def _is_swap(slip: _Match) -> bool:
    return _are_swapped(*_printed(slip.said, slip.cell, slip.power))


def _are_swapped(was: str, due: str) -> bool:
    """True for two digits in each other's place: 412 and 421, 33.0 and 30.3."""
    differing = [n for n, (a, b) in enumerate(zip(was, due, strict=True)) if a != b]
    if len(differing) != 2:
        return False
    first, last = differing
    return was[first] == due[last] and was[last] == due[first]


def _stated(match: _Match) -> Stated:
    cell: Node = Name(match.cell.id)
    if _is_negative(match.said) != _is_negative(match.cell):
        cell = Negate(cell)  # "used 74.6 million" of (74,599)
    if match.power:
        cell = Product((cell, number(Fraction(10) ** match.power)), (1, 1))
    where = " · ".join(match.cell.labels[:2])
    because = f"'{where}' of the table has {match.cell.value.text}"
    return Stated("RS02", equals(match.said.id, cell), Evidence.WORDS, because, match.said.id, "T")


def state_tables(cells: Sequence[Figure]) -> Iterator[Stated]:
    """Every cell that a table prints again under the same labels, where most such cells of the two agree."""
    places: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for cell in cells:
        if len(cell.labels) > 1 and cell.noun:
            places[cell.noun.casefold(), cell.labels[1].casefold()].append(cell)
    pairs: dict[tuple[int, int], list[tuple[Figure, Figure]]] = defaultdict(list)
    for same in places.values():
        first = same[0]
        for other in same[1:]:
            if other.table != first.table and other.value.unit == first.value.unit:
                pairs[first.table, other.table].append((first, other))
    for found in pairs.values():
        agreeing = sum(_agrees_in_print(*pair) for pair in found)
        if agreeing < _ALIKE or agreeing < _ALIKE * (len(found) - agreeing):
            continue
        because = f"{agreeing} other numbers with the same labels are the same in both tables"
        for first, other in found:
            yield Stated(
                "RS03", equals(other.id, Name(first.id)), Evidence.AGREEMENT, because, other.id, "T", Severity.ERROR
            )


def _agrees_in_print(first: Figure, other: Figure) -> bool:
    low, high = first.value.bound.low or Fraction(0), other.value.bound.low or Fraction(0)
    off = abs(low - high)
    return off == 0 or 2 * off < max(first.value.steps) + max(other.value.steps)
