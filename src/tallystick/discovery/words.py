"""Siblings in words, for the messages of ties: "the same holds in 2017 and 2018"."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick.discovery.grids import Grid

_SHOWN = 3


def siblings_in_words(grid: Grid, siblings: Sequence[int]) -> str:
    """Where else a relation of a grid's lines holds; "" when nowhere."""
    if not siblings:
        return ""
    kind = "row" if grid.transposed else "column"
    return f"the same holds in {_listed([grid.headers[n] or f'{kind} {n + 1}' for n in siblings])}"


def _listed(names: Sequence[str]) -> str:
    if len(names) > _SHOWN:
        return f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN} more"
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
