"""TB01, TB02, TB07, TB08: totals of rows and of columns as statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tallystick.discovery.evidence import BITS_ALONE
from tallystick.discovery.figures import Numbered
from tallystick.discovery.grids import Grid, State
from tallystick.discovery.stated import Stated, equals, total
from tallystick.discovery.sums import Total, is_hundred, is_rolled
from tallystick.discovery.totals import find_totals
from tallystick.discovery.words import siblings_in_words
from tallystick.model import Evidence, Severity


def state_totals(numbered: Numbered) -> Iterator[Stated]:
    """Every total that the rows or the columns of a table state, one for each sibling that has it."""
    grid = numbered.grid
    yield from _state(numbered, grid, list(find_totals(grid)))
    turned = grid.turned()
    yield from _state(numbered, turned, list(find_totals(turned)))


def _state(numbered: Numbered, grid: Grid, totals: Sequence[Total]) -> Iterator[Stated]:
    for found in totals:
        holding = [n for n, state in enumerate(found.states) if state is State.HOLDS]
        severity = _severity(found)
        for sibling, state in enumerate(found.states):
            if state is not State.ABSENT:
                yield replace(_stated(numbered, grid, found, sibling, holding), severity=severity)


def _stated(numbered: Numbered, grid: Grid, found: Total, sibling: int, holding: Sequence[int]) -> Stated:
    there = [
        (part, sign)
        for part, sign in zip(found.parts, found.signs, strict=True)
        if grid.rows[part][sibling] is not None
    ]
    there.sort(key=lambda part: part[1] < 0)  # what is added is told first
    subject = numbered.id(grid, found.line, sibling)
    parts = [numbered.id(grid, part, sibling) for part, _ in there]
    return Stated(
        _code(grid, found, sibling),
        equals(subject, total(parts, [sign for _, sign in there])),
        Evidence.WORDS if found.has_words else Evidence.AGREEMENT,
        _because(grid, found, holding, sibling),
        subject,
        "C" if grid.transposed else "F",
        weight=int(found.score),
    )


def _severity(found: Total) -> Severity | None:
    """Agreement alone is a warning, unless most siblings agree."""
    holds, breaks = found.count(State.HOLDS), found.count(State.BREAKS)
    if not holds:
        return Severity.WARNING
    return Severity.ERROR if holds > breaks and found.score >= BITS_ALONE else None


def _code(grid: Grid, found: Total, sibling: int) -> str:
    whole = grid.rows[found.line][sibling]
    if whole is not None and is_hundred(whole, grid.places):
        return "TB08"
    if grid.transposed:
        return "TB02"
    return "TB07" if is_rolled(grid.labels[found.parts[0]], grid.labels[found.line]) else "TB01"


def _because(grid: Grid, found: Total, holding: Sequence[int], sibling: int) -> str:
    label = grid.labels[found.line].strip()
    words = f"'{label}' says so" if found.has_words and label else ""
    if not holding:
        words += "; they differ in one digit"
    return "; ".join(part for part in (words, siblings_in_words(grid, holding, sibling)) if part)
