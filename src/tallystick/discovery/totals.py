"""Totals of a table: which lines are the sum of lines beside them, found by what agrees in their siblings.

Lines are rows (TB01) or, on a turned grid, columns (TB02). Lines not yet part of a total wait on a stack; a total
takes its parts off it and stands there in their place, so that nested subtotals and grand totals need no rule.
Time is near-linear: each line tries the last few lines that wait, and those that begin a section.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log2

from tallystick.discovery import headers
from tallystick.discovery.evidence import (
    BITS_ALONE,
    BITS_WITH_WORDS,
    SHIFTS,
    Cue,
    beats_others,
    bits,
    has_cue,
    is_meant,
    is_rule,
    is_rule_of_records,
)
from tallystick.discovery.grids import Entry, Grid, State, is_running
from tallystick.discovery.stacks import SECTIONS, Stack, depths_of

_REACH = 40  # how many waiting lines a line is tried against
_REACH_LARGE = 8
_MOST_TRIED, _FEW_TRIED = 400, 24
_DATA = 24  # rows from which a table is data, whose rows nobody adds without a word
_LARGE = 400  # lines from which the short reach is used
_MOST_FOR_CLOSE = 6.0  # bits that a sum which nearly holds in a sibling may add
_AHEAD = 12  # lines in which the total is looked for that a line is part of
_WEIGHED = 48  # siblings in which sums are weighed against each other; the likeliest is weighed in all
_PROBES = 12  # siblings in which a sum is looked for, before it is weighed in all
_PENALTY = 5.0  # bits by which a sum that breaks in a sibling is less likely than one that does not


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


def find_totals(grid: Grid) -> list[Total]:
    """Every line that adds up others, parts above it first, then parts below it."""
    above = list(_search(grid, range(len(grid.rows)), frozenset()))
    lines = frozenset(one.line for one in above)
    below = _search(grid, range(len(grid.rows) - 1, -1, -1), lines, downwards=True)
    # "Opening is closing less what came in" is no second relation.
    told = [frozenset((one.line, *one.parts)) for one in above]
    return [*above, *(one for one in below if not any({one.line, *one.parts} <= known for known in told))]


def _search(grid: Grid, order: range, already: frozenset[int], *, downwards: bool = False) -> Iterator[Total]:
    stacks: dict[str, Stack] = {}
    for line in order:
        values = grid.rows[line]
        first = None if is_running(values) else next((one for one in values if one is not None), None)
        if first is None:
            if downwards:
                stacks.clear()
            continue
        stack = stacks.setdefault(first.kind, Stack())
        found = None if line in already or _is_record(grid, line) else _best(grid, line, stack, downwards=downwards)
        if found is not None and not (found.has_words or downwards) and _is_part_of_next(grid, found, stack):
            found = None
        if found is not None:
            at = stack.lines.index(found.parts[0])
            starts = stack.is_start(at)
            stack.cut(at)
            stack.push(line, values, starts=starts)
            yield found
        else:
            stack.push(line, values, starts=grid.starts[line] and not downwards)


def _is_record(grid: Grid, line: int) -> bool:
    """True for a row of records that no word calls a total."""
    return grid.is_records and not grid.transposed and line not in grid.totals


def _is_part_of_next(grid: Grid, found: Total, stack: Stack) -> bool:
    """True when a total soon after adds this line, so that it is no difference of lines that are added with it."""
    size = len(stack.lines)
    total = None
    for line in range(found.line, min(len(grid.rows), found.line + _AHEAD)):
        if line > found.line and any(grid.rows[line]):
            total = _best(grid, line, stack, downwards=False)
            if total is not None and total.has_words:
                break
        stack.push(line, grid.rows[line], starts=False)
    stack.cut(size)
    return total is not None and total.has_words and found.line in total.parts[1:] and min(total.signs) > 0


def _best(grid: Grid, line: int, stack: Stack, *, downwards: bool) -> Total | None:
    """The likeliest sum that a line is, or None where none is likely enough."""
    reach = _REACH if len(grid.rows) <= _LARGE else _REACH_LARGE
    # Small numbers are sums of each other in hundreds of ways: where no word asks for one, a few are tried.
    most = _MOST_TRIED if len(grid.rows) <= _DATA or line in grid.totals else _FEW_TRIED
    sample = _sample(grid, line)
    tried = [
        found
        for at, signs in islice(_candidates(grid, line, stack, reach), most)
        if not (downwards and min(signs) < 0) and (found := _weigh(grid, line, stack, (at, signs), sample))
    ]
    if not tried:
        return None if downwards else _near_miss(grid, line, stack)
    best = max(tried, key=lambda one: (one.score - _PENALTY * one.count(State.BREAKS), -len(one.parts)))
    if len(sample) < len(grid.headers):
        best = _weigh(grid, line, stack, (stack.lines.index(best.parts[0]), best.signs)) or best
    enough = BITS_WITH_WORDS if best.has_words else BITS_ALONE
    if downwards:
        enough += BITS_WITH_WORDS
    holds, breaks = grid.count(best.states, (line, *best.parts))
    if grid.is_records and grid.transposed and not is_rule_of_records(holds, breaks, has_words=best.has_words):
        return None
    is_majority = holds > breaks or (holds == breaks and (best.has_words or holds == 1))
    is_majority = is_majority and (holds + breaks <= _REACH or is_meant(holds, breaks))
    if best.score < enough or not is_majority:
        return None
    if best.has_words:
        return best
    is_data = not grid.transposed and len(grid.rows) > _DATA
    is_likely = not (is_data and breaks) and (holds == breaks or is_rule(holds, breaks))
    return best if is_likely and beats_others(holds, breaks, *_by_accident(best, grid)) else None


def _by_accident(found: Total, grid: Grid) -> tuple[int, int]:
    """How often the sum is met by the total of another sibling, and how often that was tried."""
    judged = [n for n, state in enumerate(found.states) if state is not State.ABSENT]
    held = tried = 0
    for shift in SHIFTS:
        for n, m in zip(judged, judged[shift:] + judged[:shift], strict=True):
            parts = [grid.rows[part][n] for part in found.parts]
            state, _, filled = _in_sibling(grid.rows[found.line][m], parts, found.signs)
            tried += bool(filled)
            held += bool(filled) and state is State.HOLDS
    return held, tried


def _near_miss(grid: Grid, line: int, stack: Stack) -> Total | None:
    """A total of a table's only column that one wrong digit keeps from being the sum of all above it.

    Where no other column shows what is added, a word says so, and the difference is what a slip makes of it.
    """
    filled = [n for n, one in enumerate(grid.rows[line]) if one is not None]
    if len(filled) != 1:
        return None
    for at in dict.fromkeys((*stack.starts[:-SECTIONS:-1], *stack.starts[:1])):
        parts = tuple(stack.lines[at:])
        if len(parts) < 2 or not _states_total(grid, line, parts):
            continue
        for signs in dict.fromkeys(((1,) * len(parts), _told(grid, parts))):
            score = _slip_bits(grid, line, parts, signs, filled[0]) - _cost(stack, at, signs)
            if score >= BITS_WITH_WORDS + 1:
                states = [State.BREAKS if n == filled[0] else State.ABSENT for n in range(len(grid.headers))]
                return Total(line, parts, signs, tuple(states), score, has_words=True)
    return None


def _slip_bits(grid: Grid, line: int, parts: Sequence[int], signs: Sequence[int], sibling: int) -> float:
    """How unlikely it is by accident that a sum and its total differ by one digit, 0 where they do not."""
    whole = grid.rows[line][sibling]
    there = [(one, sign) for part, sign in zip(parts, signs, strict=True) if (one := grid.rows[part][sibling])]
    if whole is None or len(there) < len(parts) or any(one.kind != whole.kind for one, _ in there):
        return 0.0
    half = whole.half + sum(one.half for one, _ in there)
    off = abs(sum(one.value * sign for one, sign in there) - whole.value)
    unit = 2 * max(whole.half, 1)
    places = [unit * 10**n for n in range(len(str(abs(whole.value) // unit))) if unit * 10**n > 2 * half]
    if not any(_meets(off - digit * place, half) for place in places for digit in range(1, 10)):
        return 0.0
    return bits(abs(whole.value), 9 * len(places) * 2 * half)


_Candidate = tuple[int, tuple[int, ...]]


def _candidates(grid: Grid, line: int, stack: Stack, reach: int) -> list[_Candidate]:
    """(from where on, signs) of the suffixes that make the line in one of a few siblings, those of most first."""
    found = Counter(_probed(grid, line, stack, reach))
    if len(grid.headers) <= _WEIGHED:
        return list(found)
    return [one for one, _ in found.most_common(_FEW_TRIED)]


def _probed(grid: Grid, line: int, stack: Stack, reach: int) -> Iterator[_Candidate]:
    is_deep = len(grid.rows) <= _LARGE or line in grid.totals
    depths = list(depths_of(stack, reach, sections=is_deep))
    turns = len(grid.rows) <= _LARGE or bool(grid.deducted)
    for sibling in _probes(grid, line):
        target = grid.rows[line][sibling]
        if target is not None:
            yield from _in_one(grid, target, stack, sibling, depths if turns else [])
            yield from _all_plus(target, stack, sibling, depths)


def _all_plus(target: Entry, stack: Stack, sibling: int, depths: Sequence[int]) -> Iterator[_Candidate]:
    above, half_above = stack.before(len(stack.lines), sibling)
    for at in depths:
        low, low_half = stack.before(at, sibling)
        if _meets(above - low - target.value, half_above - low_half + target.half):
            yield at, (1,) * (len(stack.lines) - at)


def _in_one(grid: Grid, target: Entry, stack: Stack, sibling: int, depths: Sequence[int]) -> Iterator[_Candidate]:
    """The signs, not all plus, that make it: those of words, the first less the others, one turned."""
    added = less = largest = 0
    half = target.half
    size = len(stack.lines)
    for at in depths:
        count = size - at
        if count > _REACH:
            break
        one = grid.rows[stack.lines[at]][sibling]
        head = one.value if one else 0
        half += one.half if one else 0
        added += head
        excess, near = added - target.value, max(half, 1)
        less += head if stack.lines[at] in grid.deducted else 0
        if less and abs(excess - 2 * less) < near:
            yield at, _told(grid, stack.lines[at:])
        if head and count > 1 and abs(excess - 2 * (added - head)) < near:
            yield at, (1, *(-1,) * (count - 1))
        if abs(excess) < 2 * largest + near:
            values = [(n, grid.rows[stack.lines[n]][sibling]) for n in range(at + 1, size)]
            for turned in [n - at for n, v in values if v and v.value and abs(excess - 2 * v.value) < near]:
                yield at, tuple(-1 if turned == n else 1 for n in range(count))
        largest = max(largest, abs(head))


def _probes(grid: Grid, line: int) -> Sequence[int]:
    """The siblings in which a sum is looked for: all of a few, or a few of many."""
    filled = [n for n, one in enumerate(grid.rows[line]) if one is not None]
    step = max(1, len(filled) // _PROBES)
    return filled[::step]


def _told(grid: Grid, parts: Sequence[int]) -> tuple[int, ...]:
    """The signs that words say: minus for what is "less"."""
    return tuple(-1 if part in grid.deducted else 1 for part in parts)


def _meets(difference: int, half: int) -> bool:
    """In print: the intervals share more than a point, or the numbers are exact and the same."""
    return difference == 0 or abs(difference) < half


def _sample(grid: Grid, line: int) -> Sequence[int]:
    """The siblings in which a sum is weighed against others: all of a few, or a few of many."""
    size = len(grid.headers)
    if size <= _WEIGHED:
        return range(size)
    filled = [n for n, one in enumerate(grid.rows[line]) if one is not None]
    return filled if len(filled) <= _WEIGHED else [filled[n * len(filled) // _WEIGHED] for n in range(_WEIGHED)]


def _weigh(
    grid: Grid, line: int, stack: Stack, chosen: _Candidate, siblings: Sequence[int] | None = None
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
        state, worth, filled = _in_sibling(target[sibling], [one[sibling] for one in lines], signs)
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
    score += close - _cost(stack, at, signs)
    words = _states_total(grid, line, parts)
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


def _in_sibling(whole: Entry | None, parts: Sequence[Entry | None], signs: Sequence[int]) -> tuple[State, float, int]:
    """How a sum does in one sibling, its bits there, and how many of its parts are not zero."""
    there = [(one, sign) for one, sign in zip(parts, signs, strict=True) if one is not None and whole is not None]
    if whole is None or not there or any(one.kind != whole.kind for one, _ in there):
        return State.ABSENT, 0.0, 0
    added = sum(one.value * sign for one, sign in there)
    half = whole.half + sum(one.half for one, _ in there)
    filled = sum(one.value != 0 for one, _ in there)
    off, size = abs(added - whole.value), max(abs(whole.value), *(abs(one.value) for one, _ in there))
    if not _meets(off, half):
        # A blank is no zero: what a column leaves out may be in its total.
        # And where it adds up without the signs, as changes for the better or the worse do, it is another relation.
        plain = sum(one.value for one, _ in there)
        if len(there) < len(parts) or (min(signs) < 0 and _meets(plain - whole.value, half)):
            return State.ABSENT, 0.0, filled
        return State.BREAKS, min(_MOST_FOR_CLOSE, bits(size, 4 * off)), filled
    if min(signs) < 0:
        filled = _left(there)
    if not filled or (min(signs) < 0 and filled < 2):
        return State.HOLDS, 0.0, filled
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


def _cost(stack: Stack, at: int, signs: tuple[int, ...]) -> float:
    """The bits that choosing these parts and signs takes."""
    count = len(signs)
    depth = 1.0 if stack.is_start(at) else 2.0 + log2(count)
    if min(signs) > 0:
        return depth
    return depth + (2.0 if max(signs[1:]) < 0 else 2.0 + log2(count))


def _states_total(grid: Grid, line: int, parts: Sequence[int]) -> bool:
    """True when words or the place state a total: 'Total', a name above its parts, no label under labelled lines."""
    label = grid.labels[line]
    if line in grid.totals:
        return True
    if not label.strip():
        return any(grid.labels[part].strip() for part in parts)
    if has_cue(label, Cue.CLOSING) and has_cue(grid.labels[parts[0]], Cue.OPENING):
        return True
    section = grid.sections[line].rstrip(" :")
    return bool(section) and section.casefold() in label.casefold()
