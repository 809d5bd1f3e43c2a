"""Siblings in words, for the messages of ties: "the same holds in 2017 and 2018"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from tallystick.discovery.grids import Grid

_SHOWN = 3


def siblings_in_words(grid: Grid, siblings: Sequence[int], but: int) -> str:
    """Where else than in one sibling a relation of a grid's lines holds; "" when nowhere.

    Args:
        siblings: Where it holds, in order.
        but: The sibling that is not told.
    """
    kind = "row" if grid.transposed else "column"
    first = [n for n in siblings[: _SHOWN + 1] if n != but]
    count = len(siblings) - _is_in(siblings, but)
    names = [grid.headers[n] or f"{kind} {n + 1}" for n in first[:_SHOWN]]
    if not names:
        return ""
    if count > _SHOWN:
        return f"the same holds in {', '.join(names)} and {count - _SHOWN} more"
    listed = " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
    return f"the same holds in {listed}"


def _is_in(siblings: Sequence[int], one: int) -> bool:
    at = bisect_left(siblings, one)
    return at < len(siblings) and siblings[at] == one
