"""Totals of a table: which lines are the sum of lines beside them, found by what agrees in their siblings.

Lines are rows (TB01) or, on a turned grid, columns (TB02). Lines not yet part of a total wait on a stack; a total
takes its parts off it and stands there in their place, so that nested subtotals and grand totals need no rule.
Time is near-linear: each line tries the last few lines that wait, and those that begin a section.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
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
from tallystick.discovery.sums import (
    Candidate,
    Total,
    cost_of,
    in_sibling,
    is_slip,
    meets,
    places_of,
    states_total,
    told_signs,
    weigh,
)

_REACH = 40  # how many waiting lines a line is tried against
_REACH_LARGE = 8
_MOST_TRIED, _FEW_TRIED = 400, 24
_DATA = 24  # rows from which a table is data, whose rows nobody adds without a word
_LARGE = 400  # lines from which the short reach is used
_AHEAD = 12  # lines in which the total is looked for that a line is part of
_FEW_PARENTS = 2  # lines over their own parts, from which on they may have a total
_FEW_COLUMNS = 6  # among which one may be the only that adds up
_PAIR = 2  # lines of which the first may be taken from the last
_WEIGHED = 48  # siblings in which sums are weighed against each other; the likeliest is weighed in all
_PROBES = 12  # siblings in which a sum is looked for, before it is weighed in all
_PENALTY = 5.0  # bits by which a sum that breaks in a sibling is less likely than one that does not


def find_totals(grid: Grid) -> list[Total]:
    """Every line that adds up others, parts above it first, then parts below it."""
    every = [n for n in range(len(grid.rows)) if not has_cue(grid.labels[n], Cue.WITHIN)]
    above = list(_search(grid, every, frozenset()))
    lines = frozenset(one.line for one in above)
    below = list(_search(grid, every[::-1], lines, downwards=True))
    # "Opening is closing less what came in" is no second relation.
    told = [frozenset((one.line, *one.parts)) for one in above]
    below = [one for one in below if not any({one.line, *one.parts} <= known for known in told)]
    return [*above, *below, *_over_parents(grid, every, above, below), *_of_which(grid)]


def _of_which(grid: Grid) -> Iterator[Total]:
    """Lines that the lines "of which" behind them make up, where these are all of it."""
    run: list[int] = []
    for line in range(len(grid.rows) - 1, -1, -1):
        if not any(grid.rows[line]):
            run = []
        elif has_cue(grid.labels[line], Cue.WITHIN):
            run.append(line)
        else:
            stack = Stack()
            for part in run:
                stack.push(part, grid.rows[part], starts=False)
            found = _best(grid, line, stack, downwards=True) if len(run) > 1 else None
            if found is not None:
                yield found
            run = []


def _over_parents(grid: Grid, every: Sequence[int], above: Sequence[Total], below: Sequence[Total]) -> Iterator[Total]:
    """Totals of lines that stand over their own parts: what stands under a line is not added a second time."""
    # "The last part is the parent less the others" says the same.
    turned = [one for one in above if not one.has_words and max(one.signs[1:], default=1) < 0 < one.signs[0]]
    over = {one.line: one.parts for one in below} | {one.parts[0]: (*one.parts[1:], one.line) for one in turned}
    if len(over) < _FEW_PARENTS:
        return
    under = {part for parts in over.values() for part in parts}
    known = frozenset(one.line for one in (*above, *below))
    left = [n for n in every if n not in under]
    yield from (one for one in _search(grid, left, known - over.keys()) if over.keys() & set(one.parts))


def _search(grid: Grid, order: Sequence[int], already: frozenset[int], *, downwards: bool = False) -> Iterator[Total]:
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
        if not (downwards and min(signs) < 0) and (found := weigh(grid, line, stack, (at, signs), sample))
    ]
    if not tried:
        return None if downwards else _near_miss(grid, line, stack)
    best = max(tried, key=lambda one: (one.score - _PENALTY * one.count(State.BREAKS), -len(one.parts)))
    if len(sample) < len(grid.headers):
        best = weigh(grid, line, stack, (stack.lines.index(best.parts[0]), best.signs)) or best
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
            state, _, filled = in_sibling(grid.rows[found.line][m], parts, found.signs)
            tried += bool(filled)
            held += bool(filled) and state is State.HOLDS
    return held, tried


def _near_miss(grid: Grid, line: int, stack: Stack) -> Total | None:
    """A total that one wrong digit keeps from being the sum of all above it, in the only column that adds up.

    Where no other column shows what is added, a word says so, and the difference is what a slip makes of it.
    """
    filled = [n for n, one in enumerate(grid.rows[line]) if one is not None and _adds_up(grid, n, one)]
    if not 0 < len(filled) <= _FEW_COLUMNS:
        return None
    for at in dict.fromkeys((*stack.starts[:-SECTIONS:-1], *stack.starts[:1])):
        parts = tuple(stack.lines[at:])
        if len(parts) < 2 or not states_total(grid, line, parts):
            continue
        for signs in dict.fromkeys(((1,) * len(parts), told_signs(grid, parts))):
            near = [n for n in filled if not _is_far(grid, line, parts, signs, n)]
            score = _slip_bits(grid, line, parts, signs, near[0]) - cost_of(stack, at, signs) if len(near) == 1 else 0
            if score - log2(len(filled)) >= BITS_WITH_WORDS + 1:
                states = [State.BREAKS if n == near[0] else State.ABSENT for n in range(len(grid.headers))]
                return Total(line, parts, signs, tuple(states), score, has_words=True)
    return None


def _is_far(grid: Grid, line: int, parts: Sequence[int], signs: Sequence[int], sibling: int) -> bool:
    """True for a column whose numbers nobody adds: what they make is nowhere near."""
    whole = grid.rows[line][sibling]
    values = [(one.value, sign) for part, sign in zip(parts, signs, strict=True) if (one := grid.rows[part][sibling])]
    return whole is None or abs(sum(value * sign for value, sign in values) - whole.value) > abs(whole.value)


def _adds_up(grid: Grid, sibling: int, entry: Entry) -> bool:
    return headers.is_additive(f"{grid.over[sibling]} {grid.headers[sibling]}", entry.kind)


def _slip_bits(grid: Grid, line: int, parts: Sequence[int], signs: Sequence[int], sibling: int) -> float:
    """How unlikely it is by accident that a sum and its total differ by one digit, 0 where they do not."""
    whole = grid.rows[line][sibling]
    there = [(one, sign) for part, sign in zip(parts, signs, strict=True) if (one := grid.rows[part][sibling])]
    if whole is None or len(there) < len(parts) or any(one.kind != whole.kind for one, _ in there):
        return 0.0
    half = whole.half + sum(one.half for one, _ in there)
    if not is_slip(whole, [one for one, _ in there], [sign for _, sign in there]):
        return 0.0
    return bits(abs(whole.value), 9 * len(places_of(whole, half)) * 2 * half)


def _candidates(grid: Grid, line: int, stack: Stack, reach: int) -> list[Candidate]:
    """(from where on, signs) of the suffixes that make the line in one of a few siblings, those of most first."""
    found = Counter(_probed(grid, line, stack, reach))
    if len(grid.headers) <= _WEIGHED:
        return list(found)
    return [one for one, _ in found.most_common(_FEW_TRIED)]


def _probed(grid: Grid, line: int, stack: Stack, reach: int) -> Iterator[Candidate]:
    is_deep = len(grid.rows) <= _LARGE or line in grid.totals
    depths = list(depths_of(stack, reach, sections=is_deep))
    turns = len(grid.rows) <= _LARGE or bool(grid.deducted)
    for sibling in _probes(grid, line):
        target = grid.rows[line][sibling]
        if target is not None:
            yield from _in_one(grid, target, stack, sibling, depths if turns else [])
            yield from _all_plus(target, stack, sibling, depths)


def _all_plus(target: Entry, stack: Stack, sibling: int, depths: Sequence[int]) -> Iterator[Candidate]:
    above, half_above = stack.before(len(stack.lines), sibling)
    for at in depths:
        low, low_half = stack.before(at, sibling)
        if meets(above - low - target.value, half_above - low_half + target.half):
            yield at, (1,) * (len(stack.lines) - at)


def _in_one(grid: Grid, target: Entry, stack: Stack, sibling: int, depths: Sequence[int]) -> Iterator[Candidate]:
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
            yield at, told_signs(grid, stack.lines[at:])
        if head and count > 1 and abs(excess - 2 * (added - head)) < near:
            yield at, (1, *(-1,) * (count - 1))
        if abs(excess) < 2 * largest + near:
            values = [(n, grid.rows[stack.lines[n]][sibling]) for n in range(at + 1, size)]
            for turned in [n - at for n, v in values if v and v.value and abs(excess - 2 * v.value) < near]:
                yield at, tuple(-1 if turned == n else 1 for n in range(count))
        if count == _PAIR and head and abs(excess - 2 * head) < near:
            yield at, (-1, 1)
        largest = max(largest, abs(head))


def _probes(grid: Grid, line: int) -> Sequence[int]:
    """The siblings in which a sum is looked for: all of a few, or a few of many."""
    filled = [n for n, one in enumerate(grid.rows[line]) if one is not None and one.value]
    step = max(1, len(filled) // _PROBES)
    return filled[::step]


def _sample(grid: Grid, line: int) -> Sequence[int]:
    """The siblings in which a sum is weighed against others: all of a few, or a few of many."""
    size = len(grid.headers)
    if size <= _WEIGHED:
        return range(size)
    filled = [n for n, one in enumerate(grid.rows[line]) if one is not None]
    return filled if len(filled) <= _WEIGHED else [filled[n * len(filled) // _WEIGHED] for n in range(_WEIGHED)]
