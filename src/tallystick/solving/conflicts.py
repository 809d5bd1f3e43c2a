"""All minimal conflict sets of one component, up to a cap.

A tree of choices: whichever claims have been taken away, either the rest can hold together, or it holds a
conflict set that has lost none of its claims yet (Reiter 1987). Only `oracles` is asked.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tallystick.solving.oracles import NOTHING, Oracle, Undecided
from tallystick.solving.rows import Core

CAP = 16
MAX_QUESTIONS = 400
MAX_WORK = 4000
LARGE, FEW_QUESTIONS = 60, 40  # beyond so many statements, each question is one to z3 where propagation cannot help


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Minimal cores, and whether they are all there are."""

    cores: tuple[Core, ...]
    complete: bool = True
    undecided: bool = False


def shrink(oracle: Oracle, core: Core) -> Core:
    """A minimal core within `core`: drop any one statement and the rest can hold together."""
    quick = oracle.shrunk(core)
    if quick is not None:
        return quick
    left = core
    for label in sorted(core.labels):
        if label in left.labels:
            smaller = oracle.only(left.labels - {label}, core)
            if smaller is not None:
                left = Core(smaller.labels, smaller.rows)
    return left


def find_all(
    oracle: Oracle, *, cap: int = CAP, known: Iterable[Core] = (), questions: int = MAX_QUESTIONS
) -> Conflicts:
    """Every minimal conflict set, up to `cap` and so many questions put to the oracle."""
    cores = list(known)
    if oracle.count > LARGE and not oracle.is_quick:
        questions = min(questions, FEW_QUESTIONS)
    waiting: deque[frozenset[int]] = deque([NOTHING])
    seen: set[frozenset[int]] = {NOTHING}
    closed: list[frozenset[int]] = []
    while waiting:
        path = waiting.popleft()
        if any(shut <= path for shut in closed):
            continue
        core = next((core for core in cores if not core.labels & path), None)
        if core is None:
            if len(cores) >= cap or not questions:
                return Conflicts(_ordered(cores), complete=False)
            questions -= 1
            try:
                found = oracle.without(path)
                core = None if found is None else shrink(oracle, found)
            except Undecided:
                return Conflicts(_ordered(cores), complete=False, undecided=True)
            if core is None:
                closed.append(path)
                continue
            cores.append(core)
            # Each claim of a conflict set is one more question: long sets are not turned over one by one.
            questions = min(questions, MAX_WORK // max(1, len(core.labels)))
        _branch(path, core.labels, waiting, seen)
    return Conflicts(_ordered(cores))


def _branch(
    path: frozenset[int], labels: Collection[int], waiting: deque[frozenset[int]], seen: set[frozenset[int]]
) -> None:
    for label in sorted(labels):
        longer = path | {label}
        if longer not in seen:
            seen.add(longer)
            waiting.append(longer)


def _ordered(cores: Iterable[Core]) -> tuple[Core, ...]:
    """Shortest first, then by label, whatever the order of discovery."""
    return tuple(sorted(cores, key=lambda core: (len(core.labels), sorted(core.labels))))
