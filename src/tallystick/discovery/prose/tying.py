"""Statements of prose: one figure and what the others make it, with the words that say so."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick import units
from tallystick.discovery.prose.said import Said
from tallystick.discovery.prose.sentences import Sentence
from tallystick.discovery.stated import Stated, compares, equals, number, total
from tallystick.expressions.nodes import Compare, Name, Negate, Node, Product, Sum
from tallystick.model import Evidence, Severity

_LONGEST_QUOTE = 110
_TICKS = {"TX01": "Δ", "TX02": "F", "TX03": "%", "TX04": "U", "TX10": "U"}
# Of two broken ties over one figure the one with the tighter grammar is told.
_WEIGHTS = {"TX04": 3, "TX01": 2, "TX03": 2}


def quoted(sentence: Sentence, figures: Sequence[Said]) -> str:
    """The words of a sentence from the first of these figures to the last, for a message."""
    mine = [one for one in figures if sentence.start <= one.start < sentence.end]
    if not mine:
        return ""
    start, end = min(one.start for one in mine), max(one.end for one in mine)
    words = " ".join(sentence.text[start - sentence.start : end - sentence.start].split())
    return f"'{words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + '…'}'"


def says_of(subject: Said, made: Node) -> Compare:
    """`subject == made`, or the inequality that the words before the subject state ("more than 5 %")."""
    if subject.hedge in ("", "~"):
        return equals(subject.id, made)
    # A difference is a sum, and sums carry the rounding of their terms.
    return compares(difference(made, Name(subject.id)), subject.hedge, number(0, subject.unit))


def difference(first: Node, second: Node) -> Node:
    """First less second."""
    return Sum((first, second), (1, -1))


def opposite(node: Node) -> Node:
    """The same with its sign turned."""
    return Negate(node)


def tie(
    code: str,
    subject: Said,
    made: Node,
    *,
    sentence: Sentence,
    figures: Sequence[Said],
    otherwise: Sequence[Node] = (),
    severity: Severity | None = None,
    says: str = "",
) -> Stated:
    """That a figure is what others make it, as these words of a sentence say.

    Args:
        figures: All figures of the relation, for the quotation.
        otherwise: Other readings of the same words.
    """
    statement = says_of(subject, made)
    because = quoted(sentence, [subject, *figures])
    if not says and subject.hedge not in ("", "~"):
        says = f"{because} does not hold for its own numbers"
    return Stated(
        code,
        statement,
        Evidence.WORDS,
        because,
        subject.id,
        _TICKS.get(code, "T"),
        severity,
        says,
        weight=_WEIGHTS.get(code, 1),
        otherwise=tuple(says_of(subject, other) for other in otherwise),
    )


def adds_up(ids: Sequence[Said]) -> Node:
    """The figures added up."""
    return total([one.id for one in ids])


def lacks_rate(one: Said, other: Said) -> bool:
    """True for "€3.80" beside "€42.00 per MWh": the same unit, without what the other is per."""
    return bool(one.unit) and not one.rate and bool(other.rate) and other.unit.startswith(f"{one.unit} / ")


def per(rated: Said, bare: Said) -> Node:
    """What turns a figure with its rate into one without: 1 MWh."""
    return number(1, units.divide_units(bare.unit, rated.unit))


def in_rate_of(one: Said, rated: Said) -> Node:
    """A figure with the rate that the words leave out."""
    if not lacks_rate(one, rated):
        return Name(one.id)
    return Product((Name(one.id), number(1, units.divide_units(rated.unit, one.unit))), (1, 1))
