"""Tree to text: the equation as a reader sees it, which parses to the same tree again."""

from __future__ import annotations

import re
from collections.abc import Callable

from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node

_KEYWORDS = "and|or|not|if|then|else|in|is|missing|true|false|True|False|TRUE|FALSE"
_PLAIN_NAME = re.compile(rf"(?!(?:{_KEYWORDS})$)[A-Za-z_]\w*(?:-\w+)*", re.ASCII)
# How tightly each node binds, loosest first; a part that binds looser than its place is put in parentheses.
_LOOSE, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(10)
# What to show for a node instead of itself, and whether that text is one piece or wants parentheses.
Leaf = Callable[[Node], "tuple[str, bool] | None"]


def show(node: Node, leaf: Leaf | None = None) -> str:
    """The expression in one normal spelling.

    Args:
        node: Any part of a tree.
        leaf: What to show for a node instead of itself (text, and whether it is one piece), None to keep it.

    >>> from tallystick.expressions.parsing import parse
    >>> show(parse("2*(x - y)>=  z and (not a)"))
    '2 * (x - y) >= z and not a'
    """
    text, _ = _show(node, leaf or _keep)
    return text


def _keep(_: Node) -> None:
    return None


def _show(node: Node, leaf: Leaf) -> tuple[str, int]:
    given = leaf(node)
    if given is not None:
        return given[0], _ATOM if given[1] else _LOOSE
    match node:
        case nodes.Sum(terms, signs):
            return _joined(terms, [" + " if sign > 0 else " - " for sign in signs], leaf, _PRODUCT), _SUM
        case nodes.Product(factors, signs):
            return _joined(factors, [" * " if sign > 0 else " / " for sign in signs], leaf, _SIGN), _PRODUCT
        case nodes.Compare(operands, relations):
            return _joined(operands, ["", *(f" {relation} " for relation in relations)], leaf, _SUM), _COMPARISON
        case nodes.And(operands):
            return _joined(operands, [" and "] * len(operands), leaf, _NOT), _AND
        case nodes.Or(operands):
            return _joined(operands, [" or "] * len(operands), leaf, _AND), _OR
        case nodes.IfThen(condition, consequence, otherwise):
            text = f"if {_inside(condition, leaf, _OR)} then {_inside(consequence, leaf, _OR)}"
            return (f"{text} else {_inside(otherwise, leaf, _LOOSE)}" if otherwise else text), _LOOSE
    return _show_short(node, leaf)


def _show_short(node: Node, leaf: Leaf) -> tuple[str, int]:
    match node:
        case nodes.Negate(operand):
            return f"-{_inside(operand, leaf, _SIGN)}", _SIGN
        case nodes.Power(base, exponent):
            return f"{_inside(base, leaf, _ATOM)} ** {_inside(exponent, leaf, _SIGN)}", _POWER
        case nodes.Not(operand):
            return f"not {_inside(operand, leaf, _NOT)}", _NOT
        case nodes.Call(function, arguments):
            return f"{function}({', '.join(_inside(part, leaf, _LOOSE) for part in arguments)})", _ATOM
        case nodes.Member(item, options):
            inside = ", ".join(_inside(option, leaf, _SUM) for option in options)
            return f"{_inside(item, leaf, _SUM)} in {{{inside}}}", _COMPARISON
        case nodes.Within(item, period):
            return f"{_inside(item, leaf, _SUM)} in {_inside(period, leaf, _SUM)}", _COMPARISON
        case nodes.Missing(operand):
            return f"{_inside(operand, leaf, _SUM)} is missing", _COMPARISON
    return _show_leaf(node)


def _show_leaf(node: Node) -> tuple[str, int]:
    match node:
        case nodes.Number(quantity):
            return quantity.text, _SIGN if quantity.text.startswith("-") else _ATOM
        case nodes.Date(period):
            return period.text, _ATOM
        case nodes.Text(text):
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"', _ATOM
        case nodes.Truth(value):
            return ("true" if value else "false"), _ATOM
        case nodes.Name(name):
            return (name if _PLAIN_NAME.fullmatch(name) else f"`{name}`"), _ATOM
    raise TypeError(f"{type(node).__name__} is no node of the language")


def _inside(node: Node, leaf: Leaf, least: int) -> str:
    text, binding = _show(node, leaf)
    return text if binding >= least else f"({text})"


def _joined(parts: tuple[Node, ...], joints: list[str], leaf: Leaf, least: int) -> str:
    shown = [_inside(part, leaf, least) for part in parts]
    return shown[0] + "".join(joint + text for joint, text in zip(joints[1:], shown[1:], strict=True))
