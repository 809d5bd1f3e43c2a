"""Whether labelled statements can hold together, by cases: bounds narrow the cases, elimination judges each.

Exact, and `None` where it gives up: too many cases, too many rows, or an unknown multiplied by another.
Imports only `cases`, `formula` and `elimination`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tallystick.meaning.formula import TRUE, Among, Either, Every, Formula, put_in, unknowns
from tallystick.solving.cases import Contradiction, State
from tallystick.solving.elimination import FEASIBLE, UNDECIDED, Effort, End, Outcome, decide_rows, project

MAX_CASES = 200
Labelled = tuple[Formula, int]


@dataclass(frozen=True, slots=True)
class _Partly:
    """The labels behind the cases that were ruled out, where others were not."""

    mask: int


_Leaf = State | _Partly | int | None


class _Search:
    """Depth first through the cases, jumping back over choices a contradiction does not rest on."""

    def __init__(self, whole: Collection[str]) -> None:
        self.whole = whole
        self.cases = 0
        self.tags = 0

    def leaves(self, state: State) -> Iterator[_Leaf]:
        """Each case: a state without choices, or None when given up; at the end what rules cases out.

        A plain mask means that nothing below `state` is possible.
        """
        try:
            state.narrow()
            while state.curves and self._straighten_more(state):
                state.narrow()
        except Contradiction as found:
            yield found.mask
            return
        self.cases += 1
        if self.cases > MAX_CASES:
            yield None
            return
        if not state.choices:
            yield state
            return
        yield from self._branches(state)

    def _straighten_more(self, state: State) -> bool:
        before = len(state.curves)
        state.straighten()
        return len(state.curves) < before

    def _branches(self, state: State) -> Iterator[_Leaf]:
        choice, mask = min(state.choices, key=lambda pair: len(pair[0].parts))
        state.choices.remove((choice, mask))
        combined, alive = 0, False
        tag = 1 << self.tags
        self.tags += 1
        for part in choice.parts:
            for leaf in self._branch(state, part, mask | tag):
                if isinstance(leaf, int):
                    if not leaf & tag:
                        # It does not rest on this choice, so no other part of it helps.
                        yield leaf
                        return
                    combined |= leaf
                elif isinstance(leaf, _Partly):
                    combined |= leaf.mask
                else:
                    alive = True
                    yield leaf
        if alive:
            yield _Partly(combined & ~tag)
        else:
            yield combined & ~tag

    def _branch(self, state: State, part: Formula, mask: int) -> Iterator[_Leaf]:
        branch = state.copy()
        try:
            branch.add(part, mask)
        except Contradiction as found:
            yield found.mask
            return
        yield from self.leaves(branch)


# Tags of cases live above the labels: a label's bit is shifted past them.
_TAG_BITS = 2 * MAX_CASES
_TAGS = (1 << _TAG_BITS) - 1


def _start(statements: Iterable[Labelled], whole: Collection[str]) -> State:
    state = State(whole)
    for formula, mask in statements:
        state.add(formula, mask << _TAG_BITS)
    return state


def decide(statements: Sequence[Labelled], whole: Collection[str] = ()) -> Outcome:
    """Whether the statements can hold together, and if not, the labels that cannot.

    Args:
        statements: Formulas, each with the mask of its labels (0: no label, always there).
        whole: Unknowns that are whole numbers.
    """
    try:
        state = _start(statements, whole)
    except Contradiction as found:
        return Outcome(feasible=False, mask=found.mask >> _TAG_BITS)
    mask, sure, effort = 0, True, Effort()
    for leaf in _Search(whole).leaves(state):
        if leaf is None:
            return UNDECIDED
        if isinstance(leaf, int | _Partly):
            mask |= leaf if isinstance(leaf, int) else leaf.mask
            continue
        outcome = decide_rows(leaf.all_rows(), whole, effort)
        if outcome.feasible and not leaf.curves:
            return FEASIBLE
        if outcome.feasible is False:
            if not outcome.mask & _TAGS:
                return Outcome(feasible=False, mask=outcome.mask >> _TAG_BITS)
            mask |= outcome.mask
        else:
            sure = False
    return Outcome(feasible=False, mask=mask >> _TAG_BITS) if sure else UNDECIDED


def reach(
    statements: Sequence[Labelled], name: str, whole: Collection[str] = ()
) -> list[tuple[End | None, End | None]]:
    """The intervals one unknown may lie in, one for each case; none when nothing is possible.

    Raises:
        OverflowError: It gives up.
    """
    try:
        state = _start(statements, whole)
    except Contradiction:
        return []
    found, effort = [], Effort()
    for leaf in _Search(whole).leaves(state):
        if isinstance(leaf, int | _Partly):
            continue
        if leaf is None or leaf.curves:
            raise OverflowError
        interval = project(leaf.all_rows(), name, whole, effort)
        if interval is not None:
            found.append(interval)
    return found


def guess(formulas: Iterable[Formula], whole: Collection[str] = ()) -> bool:
    """True when values taken straight from the bounds obey every formula; False says nothing."""
    formulas = list(formulas)
    try:
        state = _start([(formula, 0) for formula in formulas], whole)
        state.narrow()
    except Contradiction:
        return False
    worded = {name for formula in formulas for name in _worded(formula)}
    values: dict[str, Fraction | str] = {}
    for name in sorted({name for formula in formulas for name in unknowns(formula)}):
        words = state.words.get(name)
        if name not in worded:
            values[name] = _between(state.lows.get(name), state.highs.get(name))
        else:
            values[name] = min(words.words) if words is not None and words.inside else "another word"
    return all(put_in(formula, values) == TRUE for formula in formulas)


def _worded(formula: Formula) -> Iterator[str]:
    """The unknowns that are words."""
    if isinstance(formula, Among):
        yield formula.name
    elif isinstance(formula, Every | Either):
        for part in formula.parts:
            yield from _worded(part)


def _between(low: End | None, high: End | None) -> Fraction:
    if low is not None and (not low.is_open or high is None):
        return low.value + 1 if low.is_open else low.value
    if high is not None and not high.is_open:
        return high.value
    if low is not None and high is not None:
        return (low.value + high.value) / 2
    return Fraction(0) if high is None else high.value - 1
