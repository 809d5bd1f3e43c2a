"""The grammar's complaints in words. Imports only `errors`."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
