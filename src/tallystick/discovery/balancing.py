"""Shares that were rounded so as to make 100 % together: one of them may be a digit off, and is no fault."""

from __future__ import annotations

from tallystick.discovery.grids import Grid

_LONGEST = 12  # shares of one whole beside the one that is off


def is_balanced(grid: Grid, at: tuple[int, int], expected: float) -> bool:
    """True for a percentage less than one last digit off, among neighbours in its line or sibling that make 100 %.

    Args:
        at: Its line and sibling.
        expected: What it should be, in the grid's scale.
    """
    entry = grid.rows[at[0]][at[1]]
    if entry is None or abs(entry.value - expected) > 2 * entry.half:
        return False
    across = [one.value if one and one.kind == "percent" else None for one in grid.rows[at[0]]]
    along = [one.value if (one := line[at[1]]) and one.kind == "percent" else None for line in grid.rows]
    hundred = 200 * 10**grid.places
    return _makes(across, at[1], hundred) or _makes(along, at[0], hundred)


def _makes(values: list[int | None], at: int, hundred: int) -> bool:
    """True when a run of neighbours with the one at this place adds up to a hundred."""
    for first in range(at, max(-1, at - _LONGEST), -1):
        if values[first] is None:
            return False
        added = sum(one or 0 for one in values[first:at])
        for one in values[at : at + _LONGEST]:
            if one is None:
                break
            added += one
            if added == hundred:
                return True
    return False
