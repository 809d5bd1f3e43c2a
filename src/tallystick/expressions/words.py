"""The functions of the language, and its grammar's complaints in words. Imports only `errors`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from tallystick.errors import ExpressionError

# Least and most arguments of each function; None: any number.
FUNCTIONS: Mapping[str, tuple[int, int | None]] = {
    "abs": (1, 1),
    "count": (1, None),
    "date": (1, 1),
    "growth": (2, 2),
    "implied": (1, 1),
    "max": (1, None),
    "mean": (1, None),
    "min": (1, None),
    "near": (3, 3),
    "rank": (1, 2),
    "share": (2, 2),
    "sum": (1, None),
    "weekday": (1, 1),
}
_ELSEWHERE = {"avg": "mean", "average": "mean", "total": "sum", "len": "count", "ratio": "share", "dayname": "weekday"}

_TERMINALS = {
    "RELATION": "a comparison",
    "PLUS": "an operator",
    "RPAR": "')'",
    "_RPAR": "')'",
    "RBRACE": "'}'",
    "LBRACE": "'{'",
    "COMMA": "','",
    "THEN": "'then'",
    "ELSE": "'else'",
    "AND": "'and'",
    "OR": "'or'",
    "MISSING": "'missing'",
    "$END": "the end",
}
# What may be wrong where no token starts: pattern, what, fix.
_HINTS = (
    (r"[\d.]+(?:,\d{3})+(?!\d)", "'{0}' may be one number or several", "write 1200 for one number, '1, 200' for two"),
    (r"\d[\d_]*\.(?!\d)", "'{0}' is not a number", "write a digit after the point"),
    (r":=", "':=' does not belong to the language", "write the value where it is used"),
    (r"=", "'=' does not compare", "write == to compare"),
    (r"&+|\|+", "'{0}' does not belong to the language", "write `and` or `or`"),
    (r"!", "'!' does not negate", "write `not`"),
    (r"[\"'“”‘’`]", "the quotation mark {0} opens or closes nothing", "put words between two straight quotation marks"),
    (r".", "'{0}' does not belong to the language", "remove it"),
)


def hint_for(text: str, start: int) -> tuple[str, str]:
    """What is wrong at a character where nothing of the language starts, and what to do about it."""
    for pattern, what, fix in _HINTS:
        match = re.compile(pattern, re.DOTALL).match(text, start)
        if match:
            return what.format(match[0]), fix
    return "the expression is not finished", "finish the expression"


def describe_expected(terminals: Iterable[str]) -> str:
    """What may stand here, in words.

    >>> describe_expected({"NUMBER", "NAME", "MINUS", "LPAR"}), describe_expected({"RELATION", "PLUS", "$END"})
    ('a value', 'a comparison, an operator or the end')
    """
    possible = set(terminals)
    words = ["a value"] if "NAME" in possible else []
    words += [word for terminal, word in _TERMINALS.items() if terminal in possible]
    words = list(dict.fromkeys(words))
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words) or "nothing"


def check_call(function: str, arguments: int, *, column: int) -> None:
    """Nothing, when the function exists and takes so many arguments.

    Raises:
        ExpressionError: It does not; with the nearest function.
    """
    if function not in FUNCTIONS:
        near = get_close_matches(function, [*FUNCTIONS, *_ELSEWHERE], 1, 0.5)
        hint = f" (nearest: '{_ELSEWHERE.get(near[0], near[0])}')" if near else ""
        raise ExpressionError(
            f"function '{function}' is not known{hint}", column=column, fix=f"use one of {', '.join(FUNCTIONS)}"
        )
    least, most = FUNCTIONS[function]
    if arguments < least or (most is not None and arguments > most):
        raise ExpressionError(
            f"{function}() takes {_count_in_words(least, most)}, not {arguments}",
            column=column,
            fix="mend its arguments",
        )


def _count_in_words(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {least} argument"
    amount = str(least) if least == most else f"{least} or {most}"
    return f"{amount} argument{'' if most == 1 else 's'}"
