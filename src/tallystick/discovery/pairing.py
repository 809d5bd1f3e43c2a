"""TB03, TB04, TB05, TB06: differences, changes, shares, ratios and products of a table as statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tallystick.discovery.evidence import BITS_ALONE
from tallystick.discovery.figures import Numbered
from tallystick.discovery.grids import Grid, State
from tallystick.discovery.pairs import DIFFERENCE, GROWTH, PRODUCT, SHARE, Made, find_pairs
from tallystick.discovery.stated import Stated, equals, growth, product, quotient, share, total
from tallystick.discovery.words import siblings_in_words
from tallystick.expressions.nodes import Negate, Node
from tallystick.model import Evidence, Severity

_TICKS = {"TB03": "C", "TB04": "Δ", "TB05": "%", "TB06": "C"}


def state_pairs(numbered: Numbered) -> Iterator[Stated]:
    """Every difference, change, share, ratio and product that columns or rows state, one for each sibling."""
    for grid in (numbered.grid.turned(), numbered.grid):
        for made in find_pairs(grid):
            holding = [n for n, state in enumerate(made.states) if state is State.HOLDS]
            severity = _severity(made)
            for sibling, state in enumerate(made.states):
                if state is not State.ABSENT:
                    yield replace(_stated(numbered, grid, made, sibling, holding), severity=severity)


def _stated(numbered: Numbered, grid: Grid, made: Made, sibling: int, holding: Sequence[int]) -> Stated:
    subject, first, second = (numbered.id(grid, line, sibling) for line in (made.line, made.first, made.second))
    statement = _node(made, first, second)
    label = grid.labels[made.line].strip()
    words = f"'{label}' says so; " if made.has_words and label else ""
    return Stated(
        made.form.code,
        equals(subject, Negate(statement) if made.turned[sibling] else statement),
        Evidence.WORDS if made.has_words else Evidence.AGREEMENT,
        words + siblings_in_words(grid, holding, sibling),
        subject,
        _TICKS[made.form.code],
        weight=int(made.score),
    )


def _severity(made: Made) -> Severity | None:
    """Agreement alone is a warning, unless most siblings agree."""
    is_clear = made.count(State.HOLDS) > made.count(State.BREAKS) and made.score >= BITS_ALONE
    return Severity.ERROR if is_clear else None


def _node(made: Made, first: str, second: str) -> Node:
    if made.form is DIFFERENCE:
        return total([first, second], [1, -1])
    if made.form is GROWTH:
        return growth(first, second)
    if made.form is SHARE:
        return share(first, second)
    return product([first, second]) if made.form is PRODUCT else quotient(first, second)
