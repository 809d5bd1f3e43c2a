"""TX01: changes that a sentence tells by its amount or its rate, beside what was and what is.

"Sales of 45.1 million rose 12 % from 40.2 million", "fell by 7.5 million to 55.6 million, compared with 63.1 million":
the words before each number say which of the four it is.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import groupby

from tallystick.discovery.stated import Stated, equals, growth, total
from tallystick.expressions.nodes import Negate, Node
from tallystick.model import Document, Evidence, Figure

_SENTENCE_END = re.compile(r"(?<=[.!?;•])\s+(?=[A-Z•–(])|\n\s*\n")
_MOVE = r"(?:increas|decreas|declin|ris|rose|fell|fall|grew|grow|dropp?|climb|reduc|improv|higher|lower|up|down)[a-z]*"
_MOVES = re.compile(rf"\b{_MOVE}\b", re.IGNORECASE)
_BY = re.compile(rf"\b(?:{_MOVE}(?:\s+(?:of|by))?(?:\s+(?:approximately|about))?|,?\s+or|\()\s*$", re.IGNORECASE)
_TO = re.compile(r"(?:^|\b(\w+))\s+to\s*$", re.IGNORECASE)
# "due to $639 million" is no end of a change.
_NOT_TO = (
    "compared",
    "due",
    "owing",
    "related",
    "relating",
    "attributable",
    "thanks",
    "equal",
    "up",
    "subject",
    "similar",
)
_IS = re.compile(r"\b(?:was|were|is|are|of|totall?ed)\s*$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|compared\s+(?:to|with)|versus|against)\b(?![^,;]*\b(?:from|compared)\b)", re.IGNORECASE)
_LONGEST_GAP = 110  # characters before a number that are read
_TIMES = ("year", "month", "week", "day", "hour", "minute", "second")
_RATES = ("percent", "percentage_point", "basis_point")


def state_moves(document: Document, said: Sequence[Figure]) -> Iterator[Stated]:
    """Every change of which a sentence names the two ends.

    Args:
        said: The figures of the document's prose.
    """
    ends = [found.start() for found in _SENTENCE_END.finditer(document.text)]
    numbers = sorted((one for one in said if _is_amount(one)), key=lambda one: one.start)
    for at, group in groupby(numbers, key=lambda one: bisect(ends, one.start)):
        figures = list(group)
        start = ends[at - 1] if at else 0
        if len(figures) > 2 and _MOVES.search(document.text, start, figures[-1].end):
            yield from _of_sentence(document.text, start, figures)


def _is_amount(figure: Figure) -> bool:
    return figure.table < 0 and figure.date is None and figure.value.bound.is_point and _is_plain(figure)


def _is_plain(figure: Figure) -> bool:
    """No time, and no number of dozens: a sentence may leave the dozen out at its other numbers."""
    return figure.value.unit not in _TIMES and "dozen" not in figure.value.text.lower()


def _of_sentence(text: str, start: int, figures: Sequence[Figure]) -> Iterator[Stated]:
    roles: dict[str, Figure] = {}
    at = start
    for figure in figures:
        gap = text[max(at, figure.start - _LONGEST_GAP) : figure.start]
        role = _role(gap, figure, has_moved=bool(_MOVES.search(text, start, figure.start)))
        at = figure.end
        if role in roles:
            # A second number in a part that is taken: another change begins, and this one is not sure.
            roles = {}
        if role:
            roles[role] = figure
        if {"now", "before"} <= roles.keys() and len(roles) > 2:
            yield from _stated(text, roles)
            roles = {}


def _role(gap: str, figure: Figure, *, has_moved: bool) -> str:
    """What the words before a number make of it: now, before, by, rate; "" where they do not say."""
    if figure.value.unit in _RATES:
        return "rate" if figure.value.unit == "percent" and _BY.search(gap) else ""
    to = _TO.search(gap)
    if to and (to[1] or "").lower() not in _NOT_TO:
        return "now"
    if _FROM.search(gap):
        return "before"
    if _BY.search(gap) and has_moved:
        return "by"
    return "now" if _IS.search(gap) and not has_moved else ""


def _stated(text: str, roles: dict[str, Figure]) -> Iterator[Stated]:
    now, before = roles["now"], roles["before"]
    if now.value.unit != before.value.unit:
        return
    first, last = min(one.start for one in roles.values()), max(one.end for one in roles.values())
    because = f"'{' '.join(text[first:last].split())}'"
    made: dict[str, Node] = {"rate": growth(now.id, before.id), "by": total([now.id, before.id], [1, -1])}
    for role, node in made.items():
        subject = roles.get(role)
        if subject is None or (role == "by" and subject.value.unit != now.value.unit):
            continue
        turned = equals(subject.id, Negate(node))
        yield Stated(
            "TX01", equals(subject.id, node), Evidence.WORDS, because, subject.id, "Δ", weight=20, otherwise=(turned,)
        )
