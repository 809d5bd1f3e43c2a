"""TB05: columns of percentages that are shares of another column's total, found by what agrees in the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2

from tallystick.discovery.balancing import is_balanced
from tallystick.discovery.evidence import BITS_ALONE, BITS_WITH_WORDS, Cue, bits, has_cue
from tallystick.discovery.figures import Numbered
from tallystick.discovery.grids import Entry, Grid, State, is_running
from tallystick.discovery.stated import Stated, equals, share
from tallystick.discovery.sums import is_hundred
from tallystick.discovery.words import siblings_in_words
from tallystick.model import Evidence, Severity

_MANY = 50  # percent: what a share may easily be
_MOST_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class _Shares:
    """Which lines hold the shares and the parts, where the whole stands, and how it does in each sibling."""

    line: int
    parts: int
    whole: int
    states: tuple[State, ...]
    score: float
    has_words: bool


def state_shares(numbered: Numbered) -> Iterator[Stated]:
    """Every percentage that is the share of its number in the total of a column, or of a row."""
    for grid in (numbered.grid.turned(), numbered.grid):
        if len(grid.rows) > _MOST_COLUMNS or grid.is_records:
            continue
        for line, values in enumerate(grid.rows):
            if sum(one is not None and one.kind == "percent" for one in values) > 1:
                found = max(_tried(grid, line), key=_rank, default=None)
                if found is not None and _is_enough(found):
                    yield from _stated(numbered, grid, found)


def _rank(found: _Shares) -> float:
    return found.score - 5.0 * found.states.count(State.BREAKS)


def _is_enough(found: _Shares) -> bool:
    holds, breaks = found.states.count(State.HOLDS), found.states.count(State.BREAKS)
    enough = BITS_WITH_WORDS if found.has_words else BITS_ALONE
    return found.score >= enough and holds > 1 and holds > breaks


def _tried(grid: Grid, line: int) -> Iterator[_Shares]:
    for parts, values in enumerate(grid.rows):
        if parts == line or is_running(values) or not any(one and not one.kind for one in values):
            continue
        for whole in _wholes(grid, line, parts):
            states, score = _in_siblings(grid, line, parts, whole)
            words = has_cue(grid.labels[line], Cue.SHARE) or "%" in grid.labels[line]
            yield _Shares(line, parts, whole, tuple(states), score - log2(len(grid.rows) * 4), words)


def _wholes(grid: Grid, line: int, parts: int) -> list[int]:
    """Where the whole may stand: at 100 %, at the last number, under a word for totals, at the greatest number."""
    numbers = [n for n, one in enumerate(grid.rows[parts]) if one and not one.kind and one.value]
    hundred = [n for n in numbers if (one := grid.rows[line][n]) and is_hundred(one, grid.places)]
    totals = [n for n in numbers if has_cue(grid.headers[n], Cue.TOTAL)]
    greatest = max(numbers, key=lambda n: abs(_value(grid.rows[parts][n])), default=-1)
    chosen = (*hundred[:1], *numbers[-1:], *totals[-1:], *totals[:1], greatest)
    return [n for n in dict.fromkeys(chosen) if n >= 0]


def _value(entry: Entry | None) -> int:
    return entry.value if entry else 0


def _in_siblings(grid: Grid, line: int, parts: int, whole: int) -> tuple[list[State], float]:
    states, score = [], 0.0
    of = grid.rows[parts][whole]
    for n, (told, part) in enumerate(zip(grid.rows[line], grid.rows[parts], strict=True)):
        if n == whole or of is None or told is None or part is None or told.kind != "percent" or part.kind:
            states.append(State.ABSENT)
            continue
        unit = 200 * 10**grid.places
        expected = part.value / of.value * unit
        half = told.half + (part.half + abs(part.value / of.value) * of.half) / abs(of.value) * unit
        holds = abs(told.value - expected) < half * (1 + 1e-9)
        excused = not holds and (told.printed.is_dash or is_balanced(grid, (line, n), expected))
        states.append(State.HOLDS if holds else State.ABSENT if excused else State.BREAKS)
        if holds and part.value:
            score += bits(max(abs(told.value), _MANY * unit // 100), int(2 * half + 1))
    return states, score


def _stated(numbered: Numbered, grid: Grid, found: _Shares) -> Iterator[Stated]:
    holding = [n for n, state in enumerate(found.states) if state is State.HOLDS]
    whole = numbered.id(grid, found.parts, found.whole)
    clear = len(holding) > found.states.count(State.BREAKS) and found.score >= BITS_ALONE
    for n, state in enumerate(found.states):
        if state is not State.ABSENT:
            subject, part = numbered.id(grid, found.line, n), numbered.id(grid, found.parts, n)
            yield Stated(
                "TB05",
                equals(subject, share(part, whole)),
                Evidence.WORDS if found.has_words else Evidence.AGREEMENT,
                _because(grid, found, holding, n),
                subject,
                "%",
                Severity.ERROR if clear else None,
                weight=int(found.score),
            )


def _because(grid: Grid, found: _Shares, holding: Sequence[int], but: int) -> str:
    words = f"'{grid.labels[found.line].strip()}' says so" if found.has_words else ""
    return "; ".join(part for part in (words, siblings_in_words(grid, holding, but)) if part)
