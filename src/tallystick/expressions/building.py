"""The grammar put to work: text to tokens to nodes. The only door to lark; imported at the first expression."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, cast

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError
from lark.visitors import Transformer_NonRecursive

from tallystick.errors import DataError, ExpressionError
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node, Span
from tallystick.expressions.words import describe_expected, hint_for
from tallystick.model import Bound, Quantity

MAX_DIGITS = 400
_SPELLINGS = {"≤": "<=", "≥": ">=", "≠": "!="}
_BARE = re.compile(r"(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?")
_HYPHENS_IN_NAMES = "(?:-[A-Za-z0-9_]+)*"


def build(text: str, *, hyphens: bool, readings: Mapping[str, str]) -> Node:
    """The tree of `text`; see `parsing.parse` for the arguments.

    Raises:
        ExpressionError: What stands at `column` does not fit there, or cannot be read.
    """
    try:
        return cast("Node", _Builder(readings).transform(_parser(hyphens).parse(text)))
    except UnexpectedCharacters as problem:
        raise _explain_character(problem, text) from None
    except UnexpectedToken as problem:
        raise _explain_token(problem, text) from None
    except VisitError as problem:
        raise problem.orig_exc from None


@cache
def _parser(hyphens: bool) -> Lark:  # noqa: FBT001 - a key of the cache, not a switch
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    if not hyphens:
        grammar = grammar.replace(_HYPHENS_IN_NAMES, "")
    return Lark(grammar, parser="lalr", lexer="basic", maybe_placeholders=False)


def _explain_character(problem: UnexpectedInput, text: str) -> ExpressionError:
    start = problem.pos_in_stream or 0
    what, fix = hint_for(text, start)
    return ExpressionError(what, column=start + 1, fix=fix)


def _explain_token(problem: UnexpectedToken, text: str) -> ExpressionError:
    expected = describe_expected(problem.accepts or problem.expected)
    if problem.token.type == "$END":
        what = f"the expression ends where {expected} is expected"
        return ExpressionError(what, column=len(text.rstrip()) + 1, fix="finish the expression")
    what = f"'{problem.token}' stands where {expected} is expected"
    fix = "put an operator between two values, as in 2 * x" if "operator" in expected else "correct the expression here"
    return ExpressionError(what, column=(problem.token.start_pos or 0) + 1, fix=fix)


def _span(parts: list[Any]) -> Span:
    """From the first part to the last; a part is a node or a token."""
    first, last = parts[0], parts[-1]
    start = first.span[0] if isinstance(first, Node) else first.start_pos
    end = last.span[1] if isinstance(last, Node) else last.end_pos
    return start, end


def _read_bare(token: Token) -> Quantity:
    match = _BARE.fullmatch(token.replace("_", ""))
    if match is None:
        raise ExpressionError(f"'{token}' is not a number", column=_column(token), fix="write it in digits")
    whole, decimals, exponent = match[1], match[2] or "", int(match[3] or 0)
    if len(whole) + len(decimals) > MAX_DIGITS or abs(exponent) > MAX_DIGITS:
        what = f"a number of more than {MAX_DIGITS} digits"
        raise ExpressionError(what, column=_column(token), fix="write it with fewer digits")
    value = Fraction(int(whole + decimals)) * Fraction(10) ** (exponent - len(decimals))
    return Quantity(Bound(value, value), text=str(token))


def _column(token: Token) -> int:
    return (token.start_pos or 0) + 1


def _unquote(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1])


class _Builder(Transformer_NonRecursive):  # type: ignore[misc]
    """One method per rule of the grammar: parts in, node out. Lark calls them without recursion."""

    def __init__(self, readings: Mapping[str, str]) -> None:
        super().__init__()
        self.readings = readings

    def number(self, parts: list[Token]) -> Node:
        return nodes.Number(_read_bare(parts[0]), span=_span(parts))

    def quantity(self, parts: list[Token]) -> Node:
        from tallystick.text import read_value

        written = " ".join(parts[0].split())
        try:
            quantity = read_value(written, readings=self.readings)
        except DataError as problem:
            # The word after a number is its unit, so that "2 x" lands here as well.
            fix = "correct the unit, or put an operator between two values, as in 2 * x"
            raise ExpressionError(problem.what, column=_column(parts[0]), fix=fix) from None
        exact = Quantity(
            quantity.bound, quantity.unit, text=written, unit_text=quantity.unit_text, readings=quantity.readings
        )
        return nodes.Number(exact, span=_span(parts))

    def period(self, parts: list[Token]) -> Node:
        from tallystick.periods import parse_period

        try:
            return nodes.Date(parse_period(str(parts[0])), span=_span(parts))
        except DataError as problem:
            raise ExpressionError(problem.what, column=_column(parts[0]), fix=problem.fix) from None

    def text(self, parts: list[Token]) -> Node:
        return nodes.Text(_unquote(parts[0]), span=_span(parts))

    def truth(self, parts: list[Token]) -> Node:
        return nodes.Truth(parts[0].lower() == "true", span=_span(parts))

    def name(self, parts: list[Token]) -> Node:
        return nodes.Name(str(parts[0]), span=_span(parts))

    def any_name(self, parts: list[Token]) -> Node:
        return nodes.Name(str(parts[0])[1:-1], span=_span(parts))

    def call(self, parts: list[Any]) -> Node:
        function, *arguments = parts
        return nodes.Call(str(function), tuple(arguments), span=_span(parts))

    def negative(self, parts: list[Any]) -> Node:
        operand = parts[1]
        if not isinstance(operand, nodes.Number):
            return nodes.Negate(operand, span=_span(parts))
        # A sign before a number belongs to it: -5 °C is a temperature, not the opposite of one.
        quantity, value = operand.quantity, -operand.value
        signed = Quantity(
            Bound(value, value),
            quantity.unit,
            text=f"-{quantity.text}",
            unit_text=quantity.unit_text,
            readings=quantity.readings,
        )
        return nodes.Number(signed, span=_span(parts))

    def power(self, parts: list[Node]) -> Node:
        return nodes.Power(parts[0], parts[1], span=_span(parts))

    def product(self, parts: list[Any]) -> Node:
        signs = (1, *(1 if operator.type == "TIMES" else -1 for operator in parts[1::2]))
        return nodes.Product(tuple(parts[::2]), signs, span=_span(parts))

    def sum(self, parts: list[Any]) -> Node:
        signs = (1, *(1 if operator.type == "PLUS" else -1 for operator in parts[1::2]))
        return nodes.Sum(tuple(parts[::2]), signs, span=_span(parts))

    def comparison(self, parts: list[Any]) -> Node:
        relations = tuple(_SPELLINGS.get(str(relation), str(relation)) for relation in parts[1::2])
        return nodes.Compare(tuple(parts[::2]), relations, span=_span(parts))

    def options(self, parts: list[Node]) -> list[Node]:
        return parts

    def member(self, parts: list[Any]) -> Node:
        item, options = parts
        return nodes.Member(item, tuple(options), span=_span([item, *options]))

    def not_member(self, parts: list[Any]) -> Node:
        return self._not(self.member([parts[0], parts[2]]))

    def within(self, parts: list[Node]) -> Node:
        return nodes.Within(parts[0], parts[1], span=_span(parts))

    def not_within(self, parts: list[Any]) -> Node:
        return self._not(self.within([parts[0], parts[2]]))

    def missing(self, parts: list[Node]) -> Node:
        return nodes.Missing(parts[0], span=_span(parts))

    def not_missing(self, parts: list[Any]) -> Node:
        return self._not(self.missing(parts[:1]))

    def _not(self, node: Node) -> Node:
        return nodes.Not(node, span=node.span)

    def negation(self, parts: list[Any]) -> Node:
        return nodes.Not(parts[1], span=_span(parts))

    def conjunction(self, parts: list[Node]) -> Node:
        return nodes.And(tuple(parts), span=_span(parts))

    def disjunction(self, parts: list[Node]) -> Node:
        return nodes.Or(tuple(parts), span=_span(parts))

    def if_then(self, parts: list[Any]) -> Node:
        condition, consequence, *otherwise = parts[1:]
        return nodes.IfThen(condition, consequence, otherwise[0] if otherwise else None, span=_span(parts))
