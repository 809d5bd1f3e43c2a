"""TB06: rows and columns of averages, found by their word and by what agrees in the siblings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tallystick.discovery.evidence import BITS_ALONE, BITS_WITH_WORDS, bits, is_rule
from tallystick.discovery.figures import Numbered
from tallystick.discovery.grids import Entry, Grid, State, is_running
from tallystick.discovery.stated import Stated, equals, mean
from tallystick.discovery.words import siblings_in_words
from tallystick.model import Evidence, Severity

_AVERAGE = re.compile(
    r"^\W*(?:(?:simple|arithmetic|unweighted|overall)\s+)?(?:average|avg|mean)\b(?!.*\bweight)", re.IGNORECASE
)
_BITS_ONCE = 6.0  # where only one sibling has it right: a mean may be weighted
_MOST = 200  # lines that are averaged


@dataclass(frozen=True, slots=True)
class _Mean:
    line: int
    parts: tuple[int, ...]
    states: tuple[State, ...]
    score: float


def state_means(numbered: Numbered) -> Iterator[Stated]:
    """Every number that a row or column called an average prints, where most of them are the mean of their lines."""
    for grid in (numbered.grid.turned(), numbered.grid):
        for line, label in enumerate(grid.labels):
            if _AVERAGE.match(label) and any(grid.rows[line]):
                tried = [_weigh(grid, line, parts) for parts in _candidates(grid, line)]
                best = max(tried, key=_rank, default=None)
                if best is not None and _is_enough(best, grid):
                    yield from _stated(numbered, grid, best)


def _candidates(grid: Grid, line: int) -> Iterator[tuple[int, ...]]:
    """The lines before and after it, up to the next without numbers or the next average, with and without totals."""
    before = _run(grid, range(line - 1, -1, -1))[::-1]
    after = _run(grid, range(line + 1, len(grid.rows)))
    for run in (before, after):
        for parts in dict.fromkeys((tuple(run), tuple(n for n in run if n not in grid.totals))):
            if 1 < len(parts) <= _MOST:
                yield parts


def _run(grid: Grid, lines: range) -> list[int]:
    found: list[int] = []
    for n in lines:
        if not any(grid.rows[n]) or _AVERAGE.match(grid.labels[n]):
            break
        if not is_running(grid.rows[n]):
            found.append(n)
    return found


def _weigh(grid: Grid, line: int, parts: Sequence[int]) -> _Mean:
    states, score = [], 0.0
    for n, whole in enumerate(grid.rows[line]):
        state, worth = _in_sibling(whole, [grid.rows[part][n] for part in parts])
        states.append(state)
        score += worth
    return _Mean(line, tuple(parts), tuple(states), score - 2.0)


def _in_sibling(whole: Entry | None, parts: Sequence[Entry | None]) -> tuple[State, float]:
    there = [one for one in parts if one is not None and not one.printed.is_dash]
    # A blank or a dash is no zero: it may be left out of the mean, or not.
    if whole is None or len(there) < len(parts) or any(one.kind != whole.kind for one in there):
        return State.ABSENT, 0.0
    count = len(there)
    half = count * whole.half + sum(one.half for one in there)
    off = abs(sum(one.value for one in there) - count * whole.value)
    if off and off >= half:
        return State.BREAKS, 0.0
    size = max(abs(one.value) for one in (whole, *there))
    return State.HOLDS, bits(size, 2 * half // count + 1)


def _rank(found: _Mean) -> float:
    return found.score - 5.0 * found.states.count(State.BREAKS)


def _is_enough(found: _Mean, grid: Grid) -> bool:
    holds, breaks = grid.count(found.states, (found.line, *found.parts))
    enough = BITS_WITH_WORDS if holds > 1 else _BITS_ONCE
    return found.score >= enough and (is_rule(holds, breaks) or holds > 2 * breaks or holds == breaks == 1)


def _stated(numbered: Numbered, grid: Grid, found: _Mean) -> Iterator[Stated]:
    holding = [n for n, state in enumerate(found.states) if state is State.HOLDS]
    label = grid.labels[found.line].strip()
    for n, state in enumerate(found.states):
        if state is not State.ABSENT:
            subject = numbered.id(grid, found.line, n)
            yield Stated(
                "TB06",
                equals(subject, mean([numbered.id(grid, part, n) for part in found.parts])),
                Evidence.WORDS,
                "; ".join(part for part in (f"'{label}' says so", siblings_in_words(grid, holding, n)) if part),
                subject,
                "C" if grid.transposed else "F",
                Severity.ERROR if found.score >= BITS_ALONE else Severity.WARNING,
                weight=int(found.score),
            )
