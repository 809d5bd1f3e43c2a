"""Words as values, and what comparing them comes to. Imports only `formula`, `statements` and below."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from tallystick.errors import CheckDefinitionError, NotDecidable
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.expressions.showing import show
from tallystick.meaning.formula import FALSE, TRUE, Among, Formula, either, every, negate


@dataclass(frozen=True, slots=True)
class Words:
    """The texts a value may be: one where it is known; `name` is the unknown it is where there is one.

    Without a name and with several options nobody can tell which: the weekday of a day that is not known.
    `values` are all words its measure lists, () when any word may be.
    """

    options: frozenset[str]
    name: str = ""
    values: tuple[str, ...] = ()

    @property
    def known(self) -> str | None:
        """The word it is, where that is known."""
        return next(iter(self.options)) if len(self.options) == 1 and not self.name else None


def compare_words(first: tuple[Node, Words], relation: str, second: tuple[Node, Words]) -> Formula:
    """The formula of a comparison of words.

    Raises:
        CheckDefinitionError: Words have no order, or a literal is none of the words the other side may be.
        NotDecidable: Nobody can tell.
    """
    if relation not in ("==", "!="):
        what = f"words have no order: '{show(first[0])} {relation} {show(second[0])}'"
        raise CheckDefinitionError(what, fix="compare words with == or !=")
    _refuse_unknown_word(first[0], second)
    _refuse_unknown_word(second[0], first)
    same = _same(first[1], second[1])
    return same if relation == "==" else negate(same)


def _same(first: Words, second: Words) -> Formula:
    for one, other in ((first, second), (second, first)):
        if one.known is not None and other.name:
            return Among(other.name, frozenset({one.known}))
    if first.name and second.name:
        return _same_unknowns(first, second)
    if not first.options & second.options:
        return FALSE
    if first.known is not None and second.known is not None:
        return TRUE
    raise NotDecidable("the weekday of a day that is not known")


def _same_unknowns(first: Words, second: Words) -> Formula:
    if first.name == second.name:
        return TRUE
    words = dict.fromkeys([*first.values, *second.values])
    if not words:
        raise NotDecidable(f"'{first.name}' and '{second.name}' are compared, and neither lists its values")
    pairs = ([Among(first.name, frozenset({word})), Among(second.name, frozenset({word}))] for word in words)
    return either(every(pair) for pair in pairs)


def _refuse_unknown_word(node: Node, other: tuple[Node, Words]) -> None:
    possible = other[1].values
    if not possible or not isinstance(node, nodes.Text) or node.text in possible:
        return
    near = get_close_matches(node.text, possible, 1, 0.5)
    hint = f" (nearest: '{near[0]}')" if near else ""
    what = f"'{show(other[0])}' is never '{node.text}'{hint}"
    raise CheckDefinitionError(what, fix=f"use one of {', '.join(possible)}")
