"""TB03, TB04, TB07 along a series: growth from year to year, running totals, what one year closes and the next opens.

A line is made from another line's number in the same sibling and in the one before or after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2

from tallystick.discovery.evidence import (
    BITS_ALONE,
    BITS_WITH_WORDS,
    SHIFTS,
    Cue,
    beats_others,
    bits,
    has_cue,
    is_rule_of_records,
)
from tallystick.discovery.figures import Numbered
from tallystick.discovery.grids import Entry, Grid, State, is_running
from tallystick.discovery.pairs import DIFFERENCE, GROWTH, Form, compare
from tallystick.discovery.stated import Stated, equals, growth, total
from tallystick.discovery.words import siblings_in_words
from tallystick.expressions.nodes import Name, Negate, Node
from tallystick.model import Evidence, Severity

_MOST_LINES = 40
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TICKS = {"growth": "Δ", "difference": "C", "running": "F", "drawn": "F", "carried": "P"}


@dataclass(frozen=True, slots=True)
class _Series:
    """A line made from another along the siblings; `step` is to where the earlier one stands."""

    kind: str
    line: int
    other: int
    step: int
    states: tuple[State, ...]
    turned: tuple[bool, ...]
    score: float


def state_series(numbered: Numbered) -> Iterator[Stated]:
    """Every number that is made from its neighbour in a series, of columns or of rows."""
    for grid in (numbered.grid.turned(), numbered.grid):
        lines = [n for n, line in enumerate(grid.rows) if sum(one is not None for one in line) > 2]
        if not 1 < len(lines) <= _MOST_LINES:
            continue
        for line in lines:
            tried = (
                _weigh(grid, kind, line, other, step, len(lines))
                for kind in _kinds_of(grid, line)
                for other in lines
                if other != line and not is_running(grid.rows[other])
                for step in (-1, 1)
            )
            best = max(tried, key=lambda one: one.score, default=None)
            if best is not None and _is_enough(best, grid):
                yield from _stated(numbered, grid, best)


def _kinds_of(grid: Grid, line: int) -> list[str]:
    """What a line's words allow: a change, a running total, a balance that is carried forward."""
    label = grid.labels[line]
    kinds = ["growth", "difference"] if has_cue(label, Cue.CHANGE) else []
    kinds += ["running"] if has_cue(label, Cue.RUNNING) else []
    kinds += ["running", "drawn"] if has_cue(label, Cue.BALANCE) else []
    return kinds + (["carried"] if has_cue(label, Cue.OPENING) else [])


def _is_enough(found: _Series, grid: Grid) -> bool:
    holds, breaks = found.states.count(State.HOLDS), _faults(found.states)
    if grid.is_records and not is_rule_of_records(holds, breaks, has_words=True):
        return False
    if found.score < BITS_WITH_WORDS or holds <= max(1, breaks):
        return False
    return beats_others(holds, breaks, *_by_accident(found, grid))


def _by_accident(found: _Series, grid: Grid) -> tuple[int, int]:
    """How often the relation holds with the number of another sibling, and how often that was tried."""
    judged = [n for n, state in enumerate(found.states) if state is not State.ABSENT]
    tried = [
        made
        for shift in SHIFTS
        for n, other in zip(judged, judged[shift:] + judged[:shift], strict=True)
        if (made := _at(grid, found.kind, (found.line, found.other), n, n + found.step, told=other))
    ]
    return sum(state is State.HOLDS for state, _, _ in tried), len(tried)


def _weigh(grid: Grid, kind: str, line: int, other: int, step: int, tried: int) -> _Series:
    size = len(grid.headers)
    states, turned, score = [State.ABSENT] * size, [False] * size, 0.0
    years = [_year(header) for header in grid.headers]
    for n in range(size):
        if not 0 <= n + step < size or not _follows(years[n + step], years[n]):
            continue
        found = _at(grid, kind, (line, other), n, n + step)
        if found is not None:
            states[n], turned[n], worth = found
            score += worth
    cost = log2(tried * 8) + 5.0 * _faults(states)
    return _Series(kind, line, other, step, tuple(states), tuple(turned), score - cost)


def _faults(states: Sequence[State]) -> int:
    """How many numbers are wrong: one of them breaks its own tie and the next one's."""
    count, at = 0, 0
    while at < len(states):
        is_fault = states[at] is State.BREAKS
        count += is_fault
        at += 2 if is_fault else 1
    return count


def _year(header: str) -> int | None:
    found = _YEAR.findall(header)
    return int(found[-1]) if found else None


def _follows(earlier: int | None, later: int | None) -> bool:
    """True for the year after, or where neither is a year; from one group of years to the next nothing is carried."""
    return earlier is later is None or (earlier is not None and later == earlier + 1)


def _at(
    grid: Grid, kind: str, lines: tuple[int, int], n: int, before: int, *, told: int | None = None
) -> tuple[State, bool, float] | None:
    """How it does in one sibling; None where a number is missing or of another kind.

    Args:
        told: The sibling whose number is taken for what is told, to see what accident does; this one, if None.
    """
    target = grid.rows[lines[0]][n if told is None else told]
    now, then = grid.rows[lines[1]][n], grid.rows[lines[1]][before]
    if kind in ("growth", "difference"):
        form: Form = GROWTH if kind == "growth" else DIFFERENCE
        if target is None or now is None or then is None:
            return None
        expected = form.predict(target, now, then, grid.places)
        return compare(form, target, expected, grid.places) if expected else None
    if kind == "carried":
        return _sum(target, [then])
    return _sum(target, [grid.rows[lines[0]][before], now], -1 if kind == "drawn" else 1)


def _sum(target: Entry | None, parts: list[Entry | None], sign: int = 1) -> tuple[State, bool, float] | None:
    there = [one for one in parts if one is not None]
    if target is None or len(there) < len(parts) or any(one.kind != target.kind for one in there):
        return None
    half = target.half + sum(one.half for one in there)
    off = abs(target.value - there[0].value - sign * sum(one.value for one in there[1:]))
    if off and off >= half:
        return State.BREAKS, False, 0.0
    return State.HOLDS, False, bits(abs(target.value), 2 * half + 1)


def _stated(numbered: Numbered, grid: Grid, found: _Series) -> Iterator[Stated]:
    holding = [n for n, state in enumerate(found.states) if state is State.HOLDS]
    clear = found.score >= BITS_ALONE
    label = grid.labels[found.line].strip()
    for n, state in enumerate(found.states):
        if state is State.ABSENT:
            continue
        subject = numbered.id(grid, found.line, n)
        node = _node(numbered, grid, found, n)
        because = "; ".join(part for part in (f"'{label}' says so", siblings_in_words(grid, holding, n)) if part)
        yield Stated(
            {"growth": "TB04", "difference": "TB03"}.get(found.kind, "TB07"),
            equals(subject, Negate(node) if found.turned[n] else node),
            Evidence.WORDS,
            because,
            subject,
            _TICKS[found.kind],
            Severity.ERROR if clear else Severity.WARNING,
            weight=int(found.score),
        )


def _node(numbered: Numbered, grid: Grid, found: _Series, n: int) -> Node:
    then = numbered.id(grid, found.other, n + found.step)
    if found.kind == "carried":
        return Name(then)
    now = numbered.id(grid, found.other, n)
    if found.kind in ("running", "drawn"):
        signs = (1, -1 if found.kind == "drawn" else 1)
        return total([numbered.id(grid, found.line, n + found.step), now], signs)
    return growth(now, then) if found.kind == "growth" else total([now, then], [1, -1])
