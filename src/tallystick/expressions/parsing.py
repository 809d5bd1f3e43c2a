"""Text to tree, within limits on length and nesting that come before any step that could need a deep stack.

Nothing is evaluated here, and nothing ever is by Python's `eval`. Lark is imported at the first expression parsed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tallystick.errors import ExpressionError
from tallystick.expressions.nodes import Node, children

MAX_CHARACTERS = 300_000
MAX_NESTING = 60
_QUOTED_OR_BRACKET = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[(){}]")
_STEP = {"(": 1, "{": 1, ")": -1, "}": -1}


def parse(text: str, *, place: str = "", hyphens: bool = True, readings: Mapping[str, str] | None = None) -> Node:
    """The tree of an expression.

    Args:
        text: In the language of DESIGN §3.
        place: "path:line" of the expression, for the message.
        hyphens: `offer-2` without spaces is one name, as claims are called. False: a hyphen
            always subtracts, for records whose fields have none in their names.
        readings: What an ambiguous unit word means here (`ton: metric_ton`).

    Raises:
        ExpressionError: The text is no expression; `column` (from 1) says where.

    >>> parse("x - y >= 2").relations
    ('>=',)
    >>> parse("x >= 2 >")
    Traceback (most recent call last):
    tallystick.errors.ExpressionError: column 9: the expression ends where a value is expected
      fix: finish the expression
    """
    try:
        _refuse_beyond_limits(text)
        from tallystick.expressions.building import build

        tree = build(text, hyphens=hyphens, readings=readings or {})
        _refuse_too_deep(tree)
    except ExpressionError as problem:
        raise ExpressionError(problem.what, column=problem.column, place=place, fix=problem.fix) from None
    return tree


def _refuse_beyond_limits(text: str) -> None:
    if not text.strip():
        raise ExpressionError("there is no expression", column=1, fix="write what must hold: supply <= 1 Mt/year")
    if len(text) > MAX_CHARACTERS:
        raise ExpressionError(
            f"an expression of {len(text)} characters is longer than {MAX_CHARACTERS}",
            column=MAX_CHARACTERS + 1,
            fix="split it into several checks",
        )
    depth = 0
    for match in _QUOTED_OR_BRACKET.finditer(text):
        depth += _STEP.get(match[0], 0)
        if depth > MAX_NESTING:
            raise _too_deep(match.start())


def _refuse_too_deep(tree: Node) -> None:
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_NESTING:
            raise _too_deep(node.span[0])
        waiting.extend((child, depth + 1) for child in children(node))


def _too_deep(start: int) -> ExpressionError:
    return ExpressionError(
        f"the expression nests deeper than {MAX_NESTING} levels", column=start + 1, fix="split it into several checks"
    )
