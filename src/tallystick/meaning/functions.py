"""The functions of the language, in one table: name, arguments, what it says, and the rule that gives it meaning.

A function is added here, with its test and its line in docs/checks-language.md, and nowhere else: reading
holds calls against this table, and checks, relations and rule sets all ask it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from tallystick import expressions
from tallystick.errors import ExpressionError
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.meaning import aggregates, singles
from tallystick.meaning.amounts import Amount
from tallystick.meaning.statements import Statement
from tallystick.meaning.translation import Translator
from tallystick.meaning.words import Words

Rule = Callable[[Translator, nodes.Call], Amount | Words | Statement]


@dataclass(frozen=True, slots=True)
class Function:
    """One function. Least and most arguments (None: any number); `gathers`: it takes all its names stand for."""

    name: str
    arguments: str
    least: int
    most: int | None
    says: str
    rule: Rule
    gathers: bool = False
    by: int | None = None  # from which argument on they name dimensions, or others to be among
    many: bool = False  # it says something of several values together: of one record it says nothing
    also: tuple[str, ...] = ()  # what others call it

    @property
    def spelled(self) -> str:
        """How it is written: `share(part, whole)`."""
        return f"{self.name}({self.arguments})"


_TABLE = (
    Function("abs", "x", 1, 1, "x without its sign", singles.absolute),
    Function("ceil", "x, step", 1, 2, "the next whole number, or multiple of `step`, not below x", singles.to_whole),
    Function("count", "x, …", 1, None, "how many there are", aggregates.count, gathers=True, also=("len", "number")),
    Function("date", '"24 February 2025"', 1, 1, "a date that is written in words", singles.date_of),
    Function(
        "exactly_one", "statement, by, …", 1, None,
        "exactly one makes the statement true, of those alike in `by`",
        aggregates.exactly_one, gathers=True, by=1, many=True, also=("exists_one",),
    ),
    Function("exp", "x", 1, 1, "e to the power of x", singles.transcendental),
    Function("floor", "x, step", 1, 2, "the whole number, or multiple of `step`, not above x", singles.to_whole),
    Function("growth", "now, before", 2, 2, "the change from `before` to `now`, in percent", singles.growth),
    Function("implied", "x", 1, 1, "what all claims and relations together say of x", singles.implied),
    Function(
        "is_linear_sequence", "x, first, last", 1, 3,
        "put in order, the values follow each other at equal steps",
        aggregates.is_linear_sequence, gathers=True, many=True,
    ),
    Function("log", "x", 1, 1, "the natural logarithm of x", singles.transcendental, also=("ln",)),
    Function("max", "x, …", 1, None, "the greatest", aggregates.extreme, gathers=True, also=("greatest",)),
    Function("mean", "x, …", 1, None, "the mean", aggregates.average, gathers=True, also=("average",)),
    Function("min", "x, …", 1, None, "the least", aggregates.extreme, gathers=True, also=("least",)),
    Function("near", "x, y, reach", 3, 3, "x and y differ by `reach` at most, a share of y or an amount", singles.near),
    Function(
        "rank", "x, by", 2, 2,
        "the place of x, counted from the greatest, among what `by` names or along the dimension `by`",
        aggregates.rank, by=1,
    ),
    Function("round", "x, step", 1, 2, "x to the nearest whole number, or multiple of `step`", singles.to_whole),
    Function("share", "part, whole", 2, 2, "part of whole, in percent", singles.share, also=("ratio",)),
    Function("sqrt", "x", 1, 1, "the square root of x", singles.root),
    Function("sum", "x, …", 1, None, "the sum", aggregates.add_up, gathers=True, also=("total",)),
    Function(
        "unique_per", "x, by, …", 1, None,
        "no two that are alike in `by` have the same x",
        aggregates.unique_per, gathers=True, by=1, many=True, also=("is_unique", "unique"),
    ),
    Function("weekday", "date", 1, 1, "the name of the day", singles.weekday, also=("dayname",)),
)  # fmt: skip
FUNCTIONS: Mapping[str, Function] = {function.name: function for function in _TABLE}


def function_of(call: nodes.Call) -> Function:
    """The function a call asks for.

    Raises:
        ExpressionError: There is none of that name, or it takes another number of arguments.
    """
    column = call.span[0] + 1
    function = FUNCTIONS.get(call.function)
    if function is None:
        raise ExpressionError(
            f"function '{call.function}' is not known{_nearest(call.function)}",
            column=column,
            fix=f"use one of {', '.join(FUNCTIONS)}",
        )
    given = len(call.arguments)
    if given < function.least or (function.most is not None and given > function.most):
        what = f"{function.name}() takes {_count_in_words(function)}, not {given}"
        raise ExpressionError(what, column=column, fix=f"write {function.spelled}")
    return function


def _nearest(word: str) -> str:
    known = {name: name for name in FUNCTIONS} | {other: f.name for f in FUNCTIONS.values() for other in f.also}
    near = get_close_matches(word, known, 1, 0.5)
    return f" (nearest: '{known[near[0]]}')" if near else ""


def _count_in_words(function: Function) -> str:
    least, most = function.least, function.most
    if most is None:
        return f"at least {least} argument{'' if least == 1 else 's'}"
    amount = str(least) if least == most else f"{least} or {most}"
    return f"{amount} argument{'' if most == 1 else 's'}"


def parse(text: str, *, place: str = "", hyphens: bool = True, readings: Mapping[str, str] | None = None) -> Node:
    """The tree of an expression, all of whose calls are of functions in the table; see `expressions.parse`.

    Raises:
        ExpressionError: The text is no expression; `column` (from 1) says where.

    >>> parse("avg(x) > 1")
    Traceback (most recent call last):
    tallystick.errors.ExpressionError: column 1: function 'avg' is not known (nearest: 'mean')
      fix: use one of abs, ceil, count, date, exactly_one, exp, floor, growth, implied, is_linear_sequence, \
log, max, mean, min, near, rank, round, share, sqrt, sum, unique_per, weekday
    """
    tree = expressions.parse(text, place=place, hyphens=hyphens, readings=readings)
    for part in nodes.walk(tree):
        if isinstance(part, nodes.Call):
            try:
                function_of(part)
            except ExpressionError as problem:
                raise ExpressionError(problem.what, column=problem.column, place=place, fix=problem.fix) from None
    return tree


def gathers(node: Node) -> bool:
    """True for a call that takes all that its names stand for at once."""
    return isinstance(node, nodes.Call) and node.function in FUNCTIONS and FUNCTIONS[node.function].gathers


def split_arguments(call: nodes.Call) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The arguments that stand for values, and those that say along or among what."""
    by = FUNCTIONS[call.function].by
    return (call.arguments, ()) if by is None else (call.arguments[:by], call.arguments[by:])


def named_along(node: Node) -> Iterator[str]:
    """The names that stand where a function asks along or among what."""
    for part in nodes.walk(node):
        if isinstance(part, nodes.Call):
            yield from (name for argument in split_arguments(part)[1] for name in nodes.names(argument))
