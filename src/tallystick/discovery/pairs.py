"""Lines of a table that are made from two others: differences, changes, shares, ratios, products, by what agrees.

Floats only sift: a relation that is stated is judged again in exact intervals. Time: every pair of lines is tried
on a few siblings; those that do best there are tried on all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log2

from tallystick.discovery.balancing import is_balanced
from tallystick.discovery.cells import TIMES
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

_SAMPLE = 24
_FIRST = 3  # siblings, of which a relation must hold in one
_MOST_TRIED = 400  # pairs that make a line in one of those siblings
_MOST_LINES = 60  # pairs of more lines than this are too many to try
_RATES = ("percent", "percentage_point", "basis_point")
_MANY = 50.0  # percent: what a share or a change may easily be
# In a grid's scale: the number expected, and how far rounding of the two may move it, down and up.
Prediction = tuple[float, float, float]
# Where the partner of a number is looked for, and how far around.
Search = tuple[float, float]
Entries = Sequence["Entry | None"]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to make a number of two: its code, the words that state it, and the number."""

    name: str
    code: str
    cue: Cue
    predict: Callable[[Entry, Entry, Entry, int], Prediction | None]
    partners: Callable[[Entry, int, int, int], list[Search]]  # target, second, widest half, places → first
    may_turn: bool = False  # the sign may be left out, or be told by a word


@dataclass(frozen=True, slots=True)
class Made:
    """A line made from two others, with how it does in each sibling and where its sign is turned."""

    form: Form
    line: int
    first: int
    second: int
    states: tuple[State, ...]
    turned: tuple[bool, ...]
    score: float
    has_words: bool

    def count(self, state: State) -> int:
        """In how many siblings it does so."""
        return self.states.count(state)


def _difference(target: Entry, one: Entry, other: Entry, _: int) -> Prediction | None:
    if not one.value or abs(other.value) <= (one.half + other.half if one.half else 0):
        return None  # what is taken from nothing, or hardly anything taken from it, is no difference
    if not target.value and one.value == other.value:
        return None  # what is left of a number less itself says nothing
    if one.kind != other.kind or (target.kind != one.kind and not (one.kind and target.kind in ("", *_RATES))):
        return None
    # A basis point is a hundredth of the percent it is taken from.
    factor = 100.0 if target.kind == "basis_point" != one.kind else 1.0
    off = (one.half + other.half) * factor
    return (one.value - other.value) * factor, off, off


def _ratio(one: Entry, other: Entry, unit: float) -> Prediction | None:
    """The first over the second in such units, and how far the rounding of both may move it."""
    if not other.value or abs(other.value) <= other.half:
        return None
    ratio = one.value / other.value * unit
    ends = [
        (one.value + a) / (other.value + b) * unit for a in (-one.half, one.half) for b in (-other.half, other.half)
    ]
    return ratio, ratio - min(ends), max(ends) - ratio


def _is_idle(unit: float, one: Entry, other: Entry) -> bool:
    """True where a product or a quotient says nothing: of nothing, or by one."""
    return not one.value or not other.value or abs(other.value) == unit


def _growth(target: Entry, one: Entry, other: Entry, places: int) -> Prediction | None:
    if target.kind != "percent" or one.kind != other.kind:
        return None
    unit = 200.0 * 10**places
    found = _ratio(one, other, unit)
    return (found[0] - unit, *found[1:]) if found else None


def _share(target: Entry, one: Entry, other: Entry, places: int) -> Prediction | None:
    if target.kind != "percent" or one.kind or other.kind:
        return None
    return _ratio(one, other, 200.0 * 10**places)


def _quotient(target: Entry, one: Entry, other: Entry, places: int) -> Prediction | None:
    unit = 2.0 * 10**places
    if target.kind not in ("", TIMES) or one.kind or other.kind or _is_idle(unit, one, other):
        return None
    return _ratio(one, other, unit)


def _product(target: Entry, one: Entry, other: Entry, places: int) -> Prediction | None:
    unit = 2.0 * 10**places * (100 if one.kind else 1)
    if target.kind or one.kind in _RATES[1:] or other.kind or _is_idle(unit, one, other) or abs(one.value) == unit:
        return None
    off, both = abs(one.value) * other.half + abs(other.value) * one.half, one.half * other.half
    made = one.value * other.value
    wide, narrow = (off + both) / unit, (off - both) / unit
    return (made / unit, narrow, wide) if made > 0 else (made / unit, wide, narrow)


def _partners_of_difference(target: Entry, other: int, widest: int, _: int) -> list[Search]:
    off = target.half + 2 * widest + 1
    # In basis points, or as points of percent: both scales are tried, and the form itself decides.
    sizes = {target.value, -target.value, target.value // 100, -target.value // 100}
    return [(other + size, off) for size in sorted(sizes)]


def _partners_of_growth(target: Entry, other: int, widest: int, places: int) -> list[Search]:
    unit = 200 * 10**places
    return [
        _partner(other, (unit + size) / unit, target.half / unit, widest)
        for size in sorted({target.value, -target.value})
    ]


def _partners_of_share(target: Entry, other: int, widest: int, places: int) -> list[Search]:
    unit = 200 * 10**places
    return [_partner(other, target.value / unit, target.half / unit, widest)]


def _partners_of_quotient(target: Entry, other: int, widest: int, places: int) -> list[Search]:
    unit = 2 * 10**places
    return [_partner(other, target.value / unit, target.half / unit, widest)]


def _partners_of_product(target: Entry, other: int, widest: int, places: int) -> list[Search]:
    if not other:
        return []
    unit = 2 * 10**places
    off = target.half / max(1, abs(target.value))
    ratios = (unit / other, 100 * unit / other)  # the second, where the other is a percentage
    return [_partner(target.value, ratio, off * abs(ratio), widest) for ratio in ratios]


def _partner(other: int, ratio: float, off: float, widest: int) -> Search:
    """What is `ratio` of the other, and how far rounding of all three may move it."""
    return other * ratio, abs(other) * off + widest * (1 + abs(ratio) + off) + 1


DIFFERENCE = Form("difference", "TB03", Cue.CHANGE, _difference, _partners_of_difference, may_turn=True)
GROWTH = Form("growth", "TB04", Cue.CHANGE, _growth, _partners_of_growth, may_turn=True)
SHARE = Form("share", "TB05", Cue.SHARE, _share, _partners_of_share)
QUOTIENT = Form("quotient", "TB06", Cue.RATIO, _quotient, _partners_of_quotient)
PRODUCT = Form("product", "TB06", Cue.PRODUCT, _product, _partners_of_product)
_KINDS = {
    "difference": {"", *_RATES},
    "growth": {"percent"},
    "share": {"percent"},
    "quotient": {"", TIMES},
    "product": {""},
}
_FORMS = (DIFFERENCE, GROWTH, SHARE, QUOTIENT, PRODUCT)


def find_pairs(grid: Grid) -> Iterator[Made]:
    """For every line the likeliest two that it is made from, where they are likely enough."""
    told: set[tuple[str, int, int]] = set()
    for one in sorted(_find(grid), key=lambda one: (abs(one.line - one.first), one.line)):
        key = (one.form.name, one.first, one.second)
        # Of two changes from one year to another the second is told otherwise: normalised, at constant prices.
        if key not in told or is_rule(one.count(State.HOLDS), one.count(State.BREAKS)):
            yield one
        told.add(key)


def _find(grid: Grid) -> Iterator[Made]:
    lines = [n for n, line in enumerate(grid.rows) if any(line) and not is_running(line)]
    if not 3 <= len(lines) <= _MOST_LINES:
        return
    few = grid if len(grid.headers) <= _SAMPLE else grid.among(_sample(grid))
    siblings = _Siblings(few, lines)
    for line in lines:
        made = (
            _weigh(few, form, (line, first, second), len(lines))
            for form in _forms(grid, line)
            for first, second in siblings.candidates(line, form)
        )
        best = max((one for one in made if one), key=_rank, default=None)
        whole = best and _weigh(grid, best.form, (line, best.first, best.second), len(lines))
        if whole is not None and _is_enough(whole, grid):
            yield whole


class _Siblings:
    """The numbers of each sibling in order of size, so that the partner of a number is found without trying all."""

    def __init__(self, grid: Grid, lines: Sequence[int]) -> None:
        self.grid, self.lines = grid, lines
        self.sorted: dict[int, list[tuple[int, int]]] = {}

    def candidates(self, line: int, form: Form) -> list[tuple[int, int]]:
        """(first, second) of all pairs that make the line in one of its first few siblings."""
        found = Counter[tuple[int, int]]()
        # Nothing is made of nothing in too many ways.
        probes = [(n, one) for n, one in enumerate(self.grid.rows[line]) if one is not None and one.value]
        for n, target in probes[:_FIRST]:
            found.update(dict.fromkeys(self._of_sibling(line, n, target, form), 1))
        return [pair for pair, _ in sorted(found.items(), key=lambda one: (-one[1], one[0]))[:_MOST_TRIED]]

    def _of_sibling(self, line: int, n: int, target: Entry, form: Form) -> Iterator[tuple[int, int]]:
        values = self._in_order(n)
        widest = max((one.half for row in self.lines if (one := self.grid.rows[row][n])), default=0)
        for value, second in values:
            for center, off in form.partners(target, value, widest, self.grid.places) if second != line else ():
                at = bisect_left(values, (center - off, -1))
                while at < len(values) and values[at][0] <= center + off:
                    if values[at][1] not in (line, second):
                        yield values[at][1], second
                    at += 1

    def _in_order(self, n: int) -> list[tuple[int, int]]:
        if n not in self.sorted:
            self.sorted[n] = sorted((one.value, row) for row in self.lines if (one := self.grid.rows[row][n]))
        return self.sorted[n]


def _forms(grid: Grid, line: int) -> list[Form]:
    """The forms that a line may have: by its kinds, and among rows only what its label or its kind suggests."""
    kinds = Counter(one.kind for one in grid.rows[line] if one)
    usual = {kind for kind, often in kinds.items() if 3 * often >= kinds.total()}
    forms = [form for form in _FORMS if usual & _KINDS[form.name]]
    if grid.transposed:
        return forms
    label = grid.labels[line]
    return [f for f in forms if has_cue(label, f.cue) or f is SHARE]


def _sample(grid: Grid) -> list[int]:
    """A few of many siblings, evenly."""
    return [n * len(grid.headers) // _SAMPLE for n in range(_SAMPLE)]


def _rank(made: Made) -> tuple[float, int, int]:
    return made.score - 5.0 * made.count(State.BREAKS), -abs(made.line - made.first), -abs(made.line - made.second)


def _is_enough(made: Made, grid: Grid) -> bool:
    holds, breaks = grid.count(made.states, (made.line, made.first, made.second))
    if grid.is_records and not is_rule_of_records(holds, breaks, has_words=made.has_words):
        return False
    # "Total" and "rate" say more often something else than what is made by multiplying.
    if made.has_words and grid.transposed and made.form not in (PRODUCT, QUOTIENT):
        likely = made.score >= BITS_WITH_WORDS and is_meant(holds, breaks)
        return likely and (holds + breaks < _SAMPLE or beats_others(holds, breaks, *_by_accident(made, grid)))
    if made.score < BITS_ALONE or holds < 2 or not is_rule(holds, breaks):
        return False
    return beats_others(holds, breaks, *_by_accident(made, grid))


def _by_accident(made: Made, grid: Grid) -> tuple[int, int]:
    """How often the relation holds with the number of another sibling, and how often that was tried."""
    target, one, other = (grid.rows[n] for n in (made.line, made.first, made.second))
    judged = [n for n, state in enumerate(made.states) if state is not State.ABSENT]
    held = tried = 0
    for shift in SHIFTS:
        for n, m in zip(judged, judged[shift:] + judged[:shift], strict=True):
            t, a, b = target[m], one[n], other[n]
            expected = made.form.predict(t, a, b, grid.places) if t and a and b else None
            if t and expected is not None:
                tried += 1
                held += compare(made.form, t, expected, grid.places)[0] is State.HOLDS
    return held, tried


def _weigh(grid: Grid, form: Form, lines: tuple[int, int, int], tried: int) -> Made | None:
    """How a form does on three lines; None when it holds in no sibling."""
    target, one, other = (grid.rows[n] for n in lines)
    states, turned, worths = [State.ABSENT] * len(target), [False] * len(target), dict[tuple[int, int, int], float]()
    for n, (t, a, b) in enumerate(zip(target, one, other, strict=True)):
        if t is None or a is None or b is None:
            continue
        expected = form.predict(t, a, b, grid.places)
        if expected is None:
            continue
        states[n], turned[n], worth = compare(form, t, expected, grid.places)
        balances = form is SHARE and is_balanced(grid, (lines[0], n), expected[0])
        # A dash is no number where none can be told: "not meaningful".
        if states[n] is State.BREAKS and (balances or t.printed.is_dash):
            states[n] = State.ABSENT
        # What says the same twice is no second proof.
        worths[t.value, a.value, b.value] = worth
    if State.HOLDS not in states:
        return None
    cost = log2(tried * tried) - (2.0 if abs(lines[1] - lines[2]) == 1 else 0.0)
    words = has_cue(grid.labels[lines[0]], form.cue) and not (form is DIFFERENCE and _is_percent(target))
    if form is GROWTH and not words and all(entry is None or entry.kind for entry in one):
        return None  # the change of a rate is told in points
    if State.BREAKS in states:
        states = _among_likes(grid, lines, states)
    return Made(form, *lines, tuple(states), tuple(turned), sum(worths.values()) - cost, words)


def compare(form: Form, target: Entry, expected: Prediction, places: int) -> tuple[State, bool, float]:
    """(how it does, whether its sign is turned, its bits) of a number beside the one that a form expects."""
    number, below, above = expected
    half = target.half + max(below, above)
    floor = _MANY * 2 * 10**places if target.kind == "percent" else 0.0
    size = int(max(abs(target.value), abs(number), floor))
    # What is made as written is told so to the last digit more often than rounding demands.
    is_exact = abs(abs(target.value) - abs(number)) <= target.half
    worth = max(bits(size, int(2 * half + 1)), bits(size, 2 * target.half + 1) - 1 if is_exact else 0.0)
    if _near(target.value - number, target.half, (below, above)):
        return State.HOLDS, False, worth
    if form.may_turn and _near(-target.value - number, target.half, (below, above)):
        return State.HOLDS, True, max(0.0, worth - 1.0)
    return State.BREAKS, False, 0.0


def _near(difference: float, half: float, off: tuple[float, float]) -> bool:
    reach = half + (off[1] if difference > 0 else off[0])
    return abs(difference) < reach * (1 + 1e-9) + 1e-9


def _among_likes(grid: Grid, lines: tuple[int, int, int], states: Sequence[State]) -> list[State]:
    """Where it breaks, only siblings of kinds in which it holds."""

    def kinds(n: int) -> tuple[str, ...]:
        return tuple(one.kind if (one := grid.rows[line][n]) else "?" for line in lines)

    good = {kinds(n) for n, state in enumerate(states) if state is State.HOLDS}
    return [State.ABSENT if state is State.BREAKS and kinds(n) not in good else state for n, state in enumerate(states)]


def _is_percent(line: Entries) -> bool:
    return any(one is not None and one.kind == "percent" for one in line)
