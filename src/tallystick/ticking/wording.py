"""A tie in words: its equation with the printed numbers put in, and the message of a broken one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from tallystick.discovery.stated import Stated
from tallystick.expressions import nodes, show
from tallystick.expressions.nodes import Node
from tallystick.model import Bound, Figure

# How numbers are grouped and pointed: by spaces and quotes, by points with a comma, by commas with a point.
_SPACED = re.compile(r"\d{1,3}(?:(?P<group>[ \u00a0\u202f\u2009'’])\d{3})(?:(?P=group)\d{3})*(?:(?P<mark>[.,])\d+)?")
_COMMA = re.compile(r"\d{1,3}(?:\.\d{3})*,\d{1,2}(?!\d)|\d{1,3}(?:\.\d{3}){2,}")
_POINT = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
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
    digits, group, mark = _written(subject.value.text)
    places = len(digits.partition(".")[2])
    rounded = round(value / _scale(subject, digits) * 10**places)
    text = f"{abs(rounded) // 10**places:,}".replace(",", group)
    decimals = f"{mark}{abs(rounded) % 10**places:0{places}d}" if places else ""
    percent = "%" if subject.value.unit == "percent" and "%" in subject.value.text else ""
    if rounded < 0:
        return f"({text}{decimals}){percent}" if "(" in subject.value.text else f"-{text}{decimals}{percent}"
    return f"{text}{decimals}{percent}"


def _written(text: str) -> tuple[str, str, str]:
    """The digits of a number with a point, its group mark and its decimal mark: "1.890,10" → 1890.10, point, comma."""
    spaced = _SPACED.search(text)
    if spaced is not None:
        group, mark = spaced["group"], spaced["mark"] or "."
        return spaced[0].replace(group, "").replace(mark, "."), group, mark
    comma = _COMMA.search(text)
    if comma is not None:
        return comma[0].replace(".", "").replace(",", "."), ".", ","
    point = _POINT.search(text)
    return point[0].replace(",", "") if point else "", ",", "."


def _scale(subject: Figure, digits: str) -> Fraction:
    """By how much the printed digits are multiplied to give the value."""
    value = subject.value.bound.low
    return abs(value) / Fraction(digits) if value and digits and Fraction(digits) else Fraction(1)
