"""How surely a relation is meant: bits against chance, and the words that state it.

A relation that holds in print somewhere by accident does so with a chance of (values print cannot tell apart) /
(values that could stand there); its bits are how often that halves. What a search may try costs bits. Ten bits are a
chance of one in a thousand.
"""

from __future__ import annotations

import re
from enum import Enum
from math import log2

# Agreement alone must be rarer than one in a thousand (DESIGN §12); where words state it, one in eight is enough.
BITS_ALONE = 10.0
BITS_WITH_WORDS = 3.0
_USUAL = 0.25  # how often a relation may hold by accident and still be one
_MANY = 12  # siblings, of which most must agree whatever a word says
_FEW = 4  # siblings, too few to tell accident from rule by trying them in other orders
_LEAST_RECORDS = 20  # records in which a relation of theirs must hold
_OF_WORDS, _OF_RECORDS = 20, 50
SHIFTS = (1, 2, 3)  # how far a sibling's number is moved to see what accident does

_TOTAL = re.compile(
    r"\b(?:total|totals|sub-?total|sum|overall|altogether|combined|aggregate|all|gross|net|in all|together)\b|Σ"
    # What tables of other languages call it.
    r"|\b(?:summe|zwischensumme|gesamt|insgesamt|totale|ensemble|suma|razem|summa|i alt|totaal|celkem|összesen|toplam"
    r"|yhteensä|σύνολο|итого|всего|разом|المجموع|الإجمالي|סך הכל|סה\"כ)\b|合计|总计|小计|合計|総計|小計|합계|총계",
    re.IGNORECASE,
)
_LESS = re.compile(r"^\W*(?:less|minus|deduct|deductions?|hereof|excluding|net of)\b|^\s*[-–—]\s", re.IGNORECASE)
_WITHIN = re.compile(
    r"^\W*(?:(?:of|from|out of) (?:which|these|this|them)|thereof|including|incl\.|darunter|davon|dont)\b",
    re.IGNORECASE,
)
_BALANCE = re.compile(r"\b(?:balance|outstanding|left|remaining|remainder)\b", re.IGNORECASE)
_CHANGE = re.compile(
    r"change|differ|increase|decrease|variance|growth|\bvar\b|\bdiff\b|[Δ∆±]|\bover\b|\bvs\b|\+/-|\bup\b|\bdown\b|gain|"
    r"year.on.year|\byoy\b|remaining|margin\b|spread|gap|"
    # A balance of two, not one that stands at a date.
    r"(?<!opening )(?<!closing )(?<!beginning )(?<!ending )balance(?!s?,? (?:at|as|on|of|beg|end|jan|dec|[0-9]))",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"% of|share|per ?cent of|percentage of|proportion|of total|as a %|as %|\bmix\b|weight", re.IGNORECASE
)
_RATIO = re.compile(r"\bper\b|ratio|average|\bavg\b|mean|margin|rate|yield|price|/|multiple|intensity", re.IGNORECASE)
_PRODUCT = re.compile(r"\b(?:amount|total|cost|value|sales|revenue|output|energy|sum|price)\b", re.IGNORECASE)
_RUNNING = re.compile(r"cumulative|running|to date|\bYTD\b|accumulated|so far", re.IGNORECASE)
_OPENING = re.compile(
    r"\b(?:opening|beginning|start|brought forward|b/f|as of january 1|at 1 january|at january 1)\b", re.IGNORECASE
)
_CLOSING = re.compile(
    r"\b(?:closing|ending|end|carried forward|c/f|as of december 31|at 31 december|at december 31)\b", re.IGNORECASE
)


class Cue(Enum):
    """What the words of a label or header say of its numbers."""

    TOTAL = _TOTAL
    LESS = _LESS
    WITHIN = _WITHIN
    BALANCE = _BALANCE
    CHANGE = _CHANGE
    SHARE = _SHARE
    RATIO = _RATIO
    PRODUCT = _PRODUCT
    RUNNING = _RUNNING
    OPENING = _OPENING
    CLOSING = _CLOSING


def has_cue(text: str, cue: Cue) -> bool:
    """True when the text has a word of this kind."""
    return cue.value.search(text) is not None


def is_rule(holds: int, breaks: int) -> bool:
    """True when a relation breaks seldom enough to be meant where no word states it: once, or in one of eight."""
    return holds > breaks and breaks <= max(1, holds // 8)


def is_rule_of_records(holds: int, breaks: int, *, has_words: bool) -> bool:
    """True when a relation between the columns of records breaks so seldom that its breaks are faults.

    Columns of records go together in many ways without being made of each other: one of fifty may break, one of
    twenty where a word states it.
    """
    return holds >= _LEAST_RECORDS and breaks <= max(1, holds // (_OF_WORDS if has_words else _OF_RECORDS))


def is_meant(holds: int, breaks: int) -> bool:
    """True when a relation that words state breaks seldom enough: in half of few siblings, in one of eight of many."""
    return holds >= max(1, breaks) if holds + breaks <= _MANY else is_rule(holds, breaks)


def beats_others(holds: int, breaks: int, by_accident: int, tried: int) -> bool:
    """True when a relation holds far more often than it does between numbers of different siblings.

    Flags and small counts make sums and products of each other by accident, in any order.

    Args:
        by_accident: How often it held with the number of another sibling, of so many `tried`.

    >>> beats_others(17, 14, 40, 93), beats_others(9, 1, 2, 30), beats_others(2, 1, 0, 3)
    (False, True, True)
    """
    judged = holds + breaks
    if judged <= _FEW:
        return True
    usual = (by_accident + 1) / (tried + 2)
    found = holds / judged
    return usual < _USUAL and holds * log2(found / usual) >= BITS_ALONE


def bits(size: int, width: int) -> float:
    """Against chance, of a number up to `size` that hits an interval of `width` (both in a grid's scale).

    >>> round(bits(10000, 4)), round(bits(2, 400))
    (12, 0)
    """
    return max(0.0, min(30.0, log2((2 * size + width) / max(1, width))))
