"""What a tree writes out: dates, exponents, and where a mistake stands. Imports `expressions` and `periods`."""

from __future__ import annotations

from datetime import date

from tallystick.errors import ExpressionError, NotDecidable
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.model import Period

MAX_POWER = 8


def mistake(node: Node, what: str, fix: str) -> ExpressionError:
    """The error at a part of the tree."""
    return ExpressionError(what, column=node.span[0] + 1, fix=fix)


def one_day(period: Period) -> date:
    """The day a date is written as.

    Raises:
        NotDecidable: It is a month, a year or a span.
    """
    if period.first is None or period.first != period.last:
        raise NotDecidable(f"'{period.text}' is not one day")
    return period.first


def written_date(node: nodes.Call) -> Period:
    """The date inside `date(…)`.

    Raises:
        NotDecidable: It is not written out.
    """
    argument = node.arguments[0]
    if isinstance(argument, nodes.Date):
        return argument.period
    if isinstance(argument, nodes.Text):
        from tallystick.periods import parse_period

        return parse_period(argument.text)
    raise NotDecidable("date() of what is not written out")


def whole_number(node: Node) -> int:
    """An exponent.

    Raises:
        NotDecidable: It is no small whole number.
    """
    value = node.value if isinstance(node, nodes.Number) and not node.unit else None
    if value is None or value.denominator != 1 or abs(value) > MAX_POWER:
        raise NotDecidable(f"an exponent that is no whole number up to {MAX_POWER}")
    return int(value)
