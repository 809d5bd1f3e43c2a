"""How a sum does: the signed sum of lines held against a line in every sibling, its score in bits, what states it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from tallystick.discovery import headers
from tallystick.discovery.evidence import Cue, bits, has_cue
from tallystick.discovery.grids import Entry, Grid, State
from tallystick.discovery.stacks import Stack

_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_A_DAY = re.compile(
    r"\d+|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b\.?|[^\w\s]", re.IGNORECASE
)
_FEWEST = 2  # parts of which something is made
_MOST_FOR_CLOSE = 6.0  # bits that a sum which nearly holds in a sibling may add


@dataclass(frozen=True, slots=True)
class Total:
    """A line that is the signed sum of others, with how it does in each sibling.

    `states` has one entry a sibling; `score` is in bits, what was tried taken off.
    """

    line: int
    parts: tuple[int, ...]
    signs: tuple[int, ...]
    states: tuple[State, ...]
    score: float
    has_words: bool

    def count(self, state: State) -> int:
        """In how many siblings it does so."""
        return self.states.count(state)


Candidate = tuple[int, tuple[int, ...]]


def told_signs(grid: Grid, parts: Sequence[int]) -> tuple[int, ...]:
    """The signs that words say: minus for what is "less"."""
    return tuple(-1 if part in grid.deducted else 1 for part in parts)


def meets(difference: int, half: int) -> bool:
    """In print: the intervals share more than a point, or the numbers are exact and the same."""
    return difference == 0 or abs(difference) < half


def weigh(
    grid: Grid, line: int, stack: Stack, chosen: Candidate, siblings: Sequence[int] | None = None
) -> Total | None:
    """The sum with its score, in these siblings or all; None where it says no more than that a line repeats another."""
    at, signs = chosen
    parts = tuple(stack.lines[at:])
    target = grid.rows[line]
    lines = [grid.rows[part] for part in parts]
    states, score, close, rich = [State.ABSENT] * len(target), 0.0, 0.0, 0
    seen: set[tuple[int | None, ...]] = set()
    for sibling in range(len(target)) if siblings is None else siblings:
        # Years and row numbers step evenly: 2003 is 2002 less 2001 and 2002, whatever the table says.
        if sibling in grid.running:
            continue
        state, worth, filled = in_sibling(target[sibling], [one[sibling] for one in lines], signs)
        states[sibling] = state
        if state is State.HOLDS:
            numbers = tuple(one.value if (one := line[sibling]) else None for line in (target, *lines))
            # What says the same twice is no second proof.
            score += worth if numbers not in seen else 0.0
            seen.add(numbers)
        elif state is State.BREAKS:
            close = max(close, worth)
        rich += state is State.HOLDS and filled > 1
    if not rich:
        return None
    if State.BREAKS in states:
        states = _among_likes(grid, [target, *lines], states)
        states = _beyond_rounding(grid, [target, *lines], signs, states)
        if min(signs) > 0:
            means = [n for n, state in enumerate(states) if state is State.BREAKS and _is_between(n, target, lines)]
            states = [State.ABSENT if n in means else state for n, state in enumerate(states)]
    score += close - cost_of(stack, at, signs)
    words = states_total(grid, line, parts)
    return Total(line, parts, signs, tuple(states), score, words)


def _is_marked(numbers: Sequence[Entry | None]) -> bool | None:
    """True where every number has its currency beside it, False where none has; None: some have."""
    marks = {bool(one.printed.unit) and not one.kind for one in numbers if one and not one.printed.is_dash}
    return marks.pop() if len(marks) == 1 else None


def _among_likes(grid: Grid, lines: Sequence[Sequence[Entry | None]], states: Sequence[State]) -> list[State]:
    """Where it breaks, only siblings of a kind in which it holds, and that add up: no prices, no rates of change.

    Args:
        lines: The total, then its parts.
    """
    holding = [n for n, state in enumerate(states) if state is State.HOLDS]
    totals = [one for n in holding if (one := lines[0][n])]
    # Shares that make 100 % say that what they are shares of adds up too.
    kinds = {one.kind for one in totals} | {"" for one in totals if is_hundred(one, grid.places)}
    # Prices are marked one by one, beside counts that are not.
    seen = {_is_marked([line[n] for line in lines]) for n in holding}

    def is_like(n: int) -> bool:
        whole = lines[0][n]
        kind = whole.kind if whole is not None else "?"
        if kind not in kinds or not headers.is_additive(f"{grid.over[n]} {grid.headers[n]}", kind):
            return False
        mark = _is_marked([line[n] for line in lines])
        return mark is None or mark in seen or None in seen

    return [State.ABSENT if state is State.BREAKS and not is_like(n) else state for n, state in enumerate(states)]


def _beyond_rounding(
    grid: Grid, lines: Sequence[Sequence[Entry | None]], signs: Sequence[int], states: list[State]
) -> list[State]:
    """Without what numbers explain that are coarser than they are printed: 58801.00 is rounded to ones.

    Only where more than one sibling is off by no more than that, or in records, which machines write.
    """
    broken = [n for n, state in enumerate(states) if state is State.BREAKS]
    if len(broken) < _FEWEST and not grid.is_records:
        return states
    there = [one for line in lines for one in line if one is not None and one.value]
    half = min((max(one.half, 1) for one in there), default=1)
    while there and all(one.value % (20 * half) == 0 for one in there):
        half *= 10
    width = half * len(lines) * (2 if grid.is_records else 1)
    small = {n for n in broken if abs(_off(lines, signs, n)) <= width}
    if len(small) < _FEWEST and not grid.is_records:
        return states
    return [State.ABSENT if n in small else state for n, state in enumerate(states)]


def _is_between(sibling: int, target: Sequence[Entry | None], lines: Sequence[Sequence[Entry | None]]) -> bool:
    """True for what is no sum of its parts but their mean or their greatest: it lies among them, not a slip away."""
    whole = target[sibling]
    there = [one for line in lines if (one := line[sibling]) is not None]
    if whole is None or len(there) < _FEWEST or min(one.value for one in there) <= 0:
        return False
    is_among = min(one.value for one in there) <= whole.value <= max(one.value for one in there)
    return is_among and not is_slip(whole, there, [1] * len(there))


def is_slip(whole: Entry, parts: Sequence[Entry], signs: Sequence[int]) -> bool:
    """True when a sum and its total differ by one digit."""
    half = whole.half + sum(one.half for one in parts)
    off = abs(sum(one.value * sign for one, sign in zip(parts, signs, strict=True)) - whole.value)
    return any(meets(off - digit * place, half) for place in places_of(whole, half) for digit in range(1, 10))


def places_of(whole: Entry, half: int) -> list[int]:
    """The places of a number's digits that rounding does not reach, each as one of its units."""
    unit = 2 * max(whole.half, 1)
    return [unit * 10**n for n in range(len(str(abs(whole.value) // unit))) if unit * 10**n > 2 * half]


def _off(lines: Sequence[Sequence[Entry | None]], signs: Sequence[int], sibling: int) -> int:
    """By how much a sum misses its total in a sibling."""
    values = [one.value if (one := line[sibling]) else 0 for line in lines]
    return sum(value * sign for value, sign in zip(values[1:], signs, strict=True)) - values[0]


def in_sibling(whole: Entry | None, parts: Sequence[Entry | None], signs: Sequence[int]) -> tuple[State, float, int]:
    """How a sum does in one sibling, its bits there, and how many of its parts are not zero."""
    there = [(one, sign) for one, sign in zip(parts, signs, strict=True) if one is not None]
    if whole is None or not there:
        return State.ABSENT, 0.0, 0
    added = plain = filled = 0
    half, size = whole.half, abs(whole.value)
    for one, sign in there:
        if one.kind != whole.kind:
            return State.ABSENT, 0.0, 0
        value = one.value
        added, plain, half = added + value * sign, plain + value, half + one.half
        filled, size = filled + (value != 0), max(size, abs(value))
    off = abs(added - whole.value)
    if not meets(off, half):
        # A blank is no zero: what a column leaves out may be in its total.
        # And where it adds up without the signs, as changes for the better or the worse do, it is another relation.
        if len(there) < len(parts) or (min(signs) < 0 and meets(plain - whole.value, half)):
            return State.ABSENT, 0.0, filled
        return State.BREAKS, min(_MOST_FOR_CLOSE, bits(size, 4 * off)), filled
    if min(signs) < 0 or any(one.value < 0 for one, _ in there):
        filled = _left(there)
    if filled < _FEWEST:
        return State.HOLDS, 0.0, filled  # what repeats its only part is no proof
    # Rounding lets a true sum miss by a little; by accident it hits the very number as seldom as any other.
    hit = bits(size, 2 * max(whole.half, 1)) - _exact_cost(len(there))
    return State.HOLDS, hit if off == 0 else bits(size, 2 * half + 2 * max(whole.half, 1)), filled


def is_hundred(entry: Entry, places: int) -> bool:
    """True for a printed 100 %."""
    return entry.kind == "percent" and entry.value == 200 * 10**places


def _left(there: Sequence[tuple[Entry, int]]) -> int:
    """How many parts are left where equal ones cancel out: 50 = 50 - 50 + 50 says nothing."""
    sizes = Counter[int]()
    for one, sign in there:
        sizes[abs(one.value)] += sign if one.value > 0 else -sign
    return sum(abs(often) for size, often in sizes.items() if size)


def _exact_cost(parts: int) -> float:
    """The bits that a true sum of rounded parts pays for being exact as well."""
    return 0.7 + log2(parts) / 2


def cost_of(stack: Stack, at: int, signs: tuple[int, ...]) -> float:
    """The bits that choosing these parts and signs takes."""
    count = len(signs)
    depth = 1.0 if stack.is_start(at) else 2.0 + log2(count)
    if min(signs) > 0:
        return depth
    return depth + (2.0 if max(signs[1:]) < 0 else 2.0 + log2(count))


def is_rolled(first: str, last: str) -> bool:
    """True when two labels open and close a period: "At 1 January" and "At 31 December", "Held, 2021" and "Held, 2022".

    >>> is_rolled("Balance at December 31, 2021", "Balance at December 31, 2022"), is_rolled("Fund 1", "Fund 2")
    (True, False)
    """
    if has_cue(first, Cue.OPENING) and has_cue(last, Cue.CLOSING):
        return True
    years = [_A_YEAR.findall(text) for text in (first, last)]
    # "2019" and "2017" alone are years beside each other, "Dec 29, 2018" and "Dec 28, 2019" are not.
    named = [text.strip(" 0123456789") for text in (first, last)]
    return all((*years, *named)) and years[0] != years[1] and _A_DAY.sub("", first) == _A_DAY.sub("", last)


def states_total(grid: Grid, line: int, parts: Sequence[int]) -> bool:
    """True when words or the place state a total: 'Total', a name above its parts, no label under labelled lines."""
    label = grid.labels[line]
    if line in grid.totals:
        return True
    if not label.strip():
        return any(grid.labels[part].strip() for part in parts)
    first = grid.labels[parts[0]]
    if is_rolled(first, label) or (len(parts) > 1 and parts[-1] in grid.deducted):
        return True
    section = grid.sections[line].rstrip(" :")
    return bool(section) and section.casefold() in label.casefold()
