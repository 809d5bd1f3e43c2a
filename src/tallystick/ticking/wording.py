"""A tie in words: its equation with the printed numbers put in, and the message of a broken one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from tallystick.discovery.stated import Stated
from tallystick.expressions import nodes, show
from tallystick.expressions.nodes import Node
from tallystick.model import Bound, Figure

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
_MANY_PARTS = 8
_SAID_AS = {"growth": "the change from {1} to {0}", "share": "{0} of {1}"}


def equation_in_words(statement: Node, known: Mapping[str, Figure]) -> str:
    """The statement with each figure as it is printed.

    The sum of a long column is told by its first and last terms.
    """

    def leaf(node: Node) -> tuple[str, bool] | None:
        if isinstance(node, nodes.Name):
            return known[node.name].value.text, True
        if isinstance(node, nodes.Call) and node.function in _SAID_AS:
            parts = [show(argument, leaf) for argument in node.arguments]
            return _SAID_AS[node.function].format(*parts), True
        if isinstance(node, nodes.Sum) and len(node.terms) > _MANY_PARTS:
            ends = [show(term, leaf) for term in (node.terms[0], node.terms[1], node.terms[-1])]
            return f"{ends[0]} + {ends[1]} + … + {ends[2]} ({len(node.terms)} numbers)", False
        return None

    return show(statement, leaf)


def message_of(one: Stated, sides: tuple[Bound, Bound], subject: Figure, known: Mapping[str, Figure]) -> str:
    """What the subject is printed as, what the others make, and what states that they must agree."""
    other = one.statement.operands[1]
    label = subject.labels[0] if subject.labels else ""
    made = amount_in_print(sides[1], subject)
    working = made if isinstance(other, nodes.Name) else f"{equation_in_words(other, known)} makes {made}"
    because = f"; {one.because}" if one.because else ""
    printed = f"'{label}' is printed {subject.value.text}" if label else f"{subject.value.text} is printed"
    return f"{printed}, but {working}{because}"


def amount_in_print(bound: Bound, subject: Figure) -> str:
    """An interval in the scale and to the digits that the subject is printed in.

    A point is one number; an interval shows both ends.
    """
    ends = [_printed(end, subject) for end in (bound.low, bound.high) if end is not None]
    return " to ".join(dict.fromkeys(ends)) or "anything"


def _printed(value: Fraction, subject: Figure) -> str:
    scale, places = _scale_and_places(subject)
    rounded = round(value / scale * 10**places)
    text = f"{abs(rounded) // 10**places:,}"
    decimals = f".{abs(rounded) % 10**places:0{places}d}" if places else ""
    percent = "%" if subject.value.unit == "percent" and "%" in subject.value.text else ""
    if rounded < 0:
        return f"({text}{decimals}){percent}" if "(" in subject.value.text else f"-{text}{decimals}{percent}"
    return f"{text}{decimals}{percent}"


def _scale_and_places(subject: Figure) -> tuple[Fraction, int]:
    """By how much the printed digits are multiplied to give the value, and how many decimals they show."""
    found, value = _DIGITS.search(subject.value.text), subject.value.bound.low
    if found is None:
        return Fraction(1), 0
    digits = found[0].replace(",", "")
    places = len(digits.partition(".")[2])
    if not value or not Fraction(digits):
        return Fraction(1), places
    return abs(value) / Fraction(digits), places
