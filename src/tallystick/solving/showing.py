"""Formulas back to text, in the language of rules. Imports only `formula` and `bounds`."""

from __future__ import annotations

from fractions import Fraction

from tallystick.bounds import show_number
from tallystick.meaning.formula import Among, Curved, Either, Every, Formula, Linear, negate

_TURNED = {"<": ">", "<=": ">=", "==": "=="}


def show_formula(formula: Formula) -> str:
    """A formula as a rule; what a rule says only on a condition is written `if … then …`.

    >>> from tallystick.meaning.formula import linear
    >>> show_formula(linear({"x": 2, "y": -1}, ">", 3))
    '2 * x > y + 3'
    """
    match formula:
        case Linear():
            return _show_row(formula)
        case Curved(terms, relation):
            return f"{_show_sum([(' * '.join(names), value) for names, value in terms])} {relation} 0"
        case Among(name, words, inside):
            return _show_words(name, sorted(words), inside=inside)
        case Every(()):
            return "true"
        case Either(()):
            return "false"
        case Every(parts):
            return " and ".join(_wrapped(part) for part in parts)
        case Either(parts):
            return _show_either(parts)


def _show_either(parts: tuple[Formula, ...]) -> str:
    *conditions, last = parts
    if len(conditions) == 1 and isinstance(conditions[0], Linear) and isinstance(last, Linear):
        unequal = conditions[0].terms == tuple((name, -value) for name, value in last.terms)
        if unequal and conditions[0].relation == last.relation == "<" and conditions[0].constant == -last.constant:
            return _show_row(conditions[0]).replace("<", "!=").replace(">", "!=")
    return f"if {' and '.join(_wrapped(negate(part)) for part in conditions)} then {_wrapped(last)}"


def _wrapped(formula: Formula) -> str:
    shown = show_formula(formula)
    return f"({shown})" if isinstance(formula, Every | Either) and formula.parts else shown


def _show_words(name: str, words: list[str], *, inside: bool) -> str:
    if words in (["true"], ["false"]):
        return f"{name} == {words[0]}" if inside else f"{name} != {words[0]}"
    quoted = ", ".join(f'"{word}"' for word in words)
    if len(words) == 1:
        return f"{name} {'==' if inside else '!='} {quoted}"
    return f"{name} {'in' if inside else 'not in'} {{{quoted}}}"


def _show_row(row: Linear) -> str:
    left = [(name, Fraction(value)) for name, value in row.terms if value > 0]
    right = [(name, Fraction(-value)) for name, value in row.terms if value < 0]
    constant = Fraction(row.constant)
    if not left:
        left, right, constant = right, [], -constant
        if len(left) == 1:
            constant, left = constant / left[0][1], [(left[0][0], Fraction(1))]
        return f"{_show_sum(left)} {_TURNED[row.relation]} {show_number(constant)}"
    if len(left) == 1 and not right:
        return f"{left[0][0]} {row.relation} {show_number(constant / left[0][1])}"
    if row.relation != "==" and right and constant < 0:
        # Written the other way round nothing is negative: x - y < -3 is y > x + 3.
        return f"{_show_sum(right)} {_TURNED[row.relation]} {_show_sum([*left, ('', -constant)])}"
    if constant and right:
        right.append(("", constant))
    return f"{_show_sum(left)} {row.relation} {_show_sum(right) if right else show_number(constant)}"


def _show_sum(terms: list[tuple[str, Fraction]]) -> str:
    shown = ""
    for name, value in terms:
        size = abs(value)
        factor = show_number(size) if not name else name if size == 1 else f"{show_number(size)} * {name}"
        sign = ("-" if value < 0 else "") if not shown else (" - " if value < 0 else " + ")
        shown += sign + factor
    return shown or "0"
