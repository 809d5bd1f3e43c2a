"""Small judgements about single rules: their shape, what they divide by, and what is left of them beside the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from fractions import Fraction
from math import isinf, prod

from tallystick.errors import CheckDefinitionError, ExpressionError, NotDecidable
from tallystick.expressions import nodes, walk
from tallystick.expressions.nodes import Node
from tallystick.meaning import Meaning, parse
from tallystick.meaning.formula import (
    FALSE,
    TRUE,
    Among,
    Curved,
    Either,
    Every,
    Formula,
    Linear,
    either,
    every,
    linear,
    negate,
    put_in,
    unknowns,
)
from tallystick.model import Bound, Quantity
from tallystick.solving.showing import show_formula

Value = Fraction | str
_DEFINITION = re.compile(r"\s*([A-Za-z_]\w*)\s*:=\s*(.+)", re.DOTALL)


def put(name: str, make: Callable[[], Meaning]) -> Meaning:
    """The meaning, or the error with the rule's name.

    Raises:
        CheckDefinitionError: The rule mixes kinds or units.
        NotDecidable: It is beyond the solver.
    """
    try:
        return make()
    except ExpressionError as problem:
        where = f" (column {problem.column})" if problem.column else ""
        raise CheckDefinitionError(f"rule '{name}': {problem.what}{where}", fix=problem.fix) from problem
    except NotDecidable as problem:
        raise NotDecidable(f"rule '{name}' is not judged: {problem.what}", fix=problem.fix) from problem


def demand(holds: object, what: str) -> None:
    """Nothing, when it holds.

    Raises:
        NotDecidable: It does not.
    """
    if not holds:
        raise NotDecidable(what, fix="raise limit_ms")


def weight(given: Fraction | float | str | None) -> Fraction | None:
    """A cost, exactly as it prints; None for what may not change."""
    if given is None or (isinstance(given, float) and isinf(given)) or given == "inf":
        return None
    return Fraction(repr(given)) if isinstance(given, float) else Fraction(given)


def with_definitions(tree: Node, defined: Mapping[str, Node]) -> Node:
    """The tree with defined names replaced by what they stand for."""
    if isinstance(tree, nodes.Name):
        return defined.get(tree.name, tree)
    if not defined:
        return tree
    changed: dict[str, object] = {}
    for part in fields(tree):
        value = getattr(tree, part.name)
        if isinstance(value, Node):
            changed[part.name] = with_definitions(value, defined)
        elif isinstance(value, tuple) and value and isinstance(value[0], Node):
            changed[part.name] = tuple(with_definitions(each, defined) for each in value)
    return replace(tree, **changed) if changed else tree  # type: ignore[arg-type]


_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def loosened(tree: Node, equal: Fraction, order: Fraction, *, denied: bool = False) -> Node:
    """The tree with numbers equal when they differ by at most `equal`, and in order when at most `order` out of it.

    Args:
        denied: It stands under a `not` or as a condition, where what makes it easier to hold makes the rule harder.
    """
    match tree:
        case nodes.Compare():
            return _loose_denied(tree, equal, order) if denied else _loose_all(tree, equal, order)
        case nodes.Not(operand):
            return replace(tree, operand=loosened(operand, equal, order, denied=not denied))
        case nodes.IfThen(condition, consequence, None):
            return replace(
                tree,
                condition=loosened(condition, equal, order, denied=not denied),
                consequence=loosened(consequence, equal, order, denied=denied),
            )
        case nodes.IfThen():
            return tree  # its condition is asked both ways
    parts = {part.name: getattr(tree, part.name) for part in fields(tree)}
    changed: dict[str, object] = {
        n: loosened(v, equal, order, denied=denied) for n, v in parts.items() if isinstance(v, Node)
    }
    for name, value in parts.items():
        if isinstance(value, tuple) and value and isinstance(value[0], Node):
            changed[name] = tuple(loosened(each, equal, order, denied=denied) for each in value)
    return replace(tree, **changed) if changed else tree  # type: ignore[arg-type]


def _loose_all(tree: nodes.Compare, equal: Fraction, order: Fraction) -> Node:
    pairs = zip(tree.operands[:-1], tree.relations, tree.operands[1:], strict=True)
    return nodes.And(tuple(_loose(*pair, equal, order) for pair in pairs))


def _loose_denied(tree: nodes.Compare, equal: Fraction, order: Fraction) -> Node:
    """A comparison that is denied: its opposite is what may be met loosely."""
    pairs = zip(tree.operands[:-1], tree.relations, tree.operands[1:], strict=True)
    return nodes.And(
        tuple(nodes.Not(_loose(left, _OPPOSITE[relation], right, equal, order)) for left, relation, right in pairs)
    )


def _loose(left: Node, relation: str, right: Node, equal: Fraction, order: Fraction) -> Node:
    wordy = any(isinstance(side, nodes.Text | nodes.Truth | nodes.Date) for side in (left, right))
    slack = equal if relation == "==" else order
    if wordy or relation == "!=" or not slack:
        return nodes.Compare((left, right), (relation,))
    room = nodes.Number(Quantity(Bound(slack, slack)))
    below = nodes.Compare((left, nodes.Sum((right, room), (1, 1))), ("<=" if relation == "==" else relation,))
    above = nodes.Compare((nodes.Sum((left, room), (1, 1)), right), (">=" if relation == "==" else relation,))
    if relation == "==":
        return nodes.And((below, above))
    return below if relation in ("<", "<=") else above


def divides_by_zero(tree: Node, known: Mapping[str, Value]) -> bool:
    """True when a divisor that is a plain name or number is zero."""
    for part in walk(tree):
        match part:
            case nodes.Product(factors, signs):
                divisors = [factor for factor, sign in zip(factors, signs, strict=True) if sign < 0]
            case nodes.Call("share" | "growth", (_, whole)):
                divisors = [whole]
            case _:
                continue
        if any(isinstance(one, nodes.Name) and known.get(one.name) == 0 for one in divisors):
            return True
    return False


def settle(formula: Formula, signs: Mapping[str, int]) -> Formula:
    """What is left of a formula once some unknowns are infinite, with a sign each: ∞ is more than any number.

    >>> settle(linear({"x": 2, "y": -1}, ">", 5), {"x": 1}), settle(linear({"x": 1}, "<", 5), {"x": 1})
    (Every(parts=()), Either(parts=()))
    """
    match formula:
        case Linear(terms, relation, _):
            return _settled(formula, [signs[name] * value for name, value in terms if name in signs], relation)
        case Curved(terms, relation):
            # A product with a number that is not known may have either sign, or none.
            met = [(value, names) for names, value in terms if any(name in signs for name in names)]
            if any(name not in signs for _, names in met for name in names):
                return formula
            return _settled(formula, [value * prod(signs[name] for name in names) for value, names in met], relation)
        case Every(parts):
            return every(settle(part, signs) for part in parts)
        case Either(parts):
            return either(settle(part, signs) for part in parts)
    return formula


def _settled(row: Formula, infinite: Sequence[Fraction | int], relation: str) -> Formula:
    if not infinite or (min(infinite) < 0 < max(infinite)):
        return row  # ∞ - ∞ may be anything
    return TRUE if relation != "==" and max(infinite) < 0 else FALSE


def words_of(formulas: Sequence[Formula], name: str) -> set[str]:
    """The words that formulas tell apart for a field."""
    return {
        word
        for formula in formulas
        for part in _parts(formula)
        if isinstance(part, Among) and part.name == name
        for word in part.words
    }


def _parts(formula: Formula) -> Iterator[Formula]:
    yield formula
    if isinstance(formula, Every | Either):
        for part in formula.parts:
            yield from _parts(part)


def shape(formula: Formula) -> str:
    """linear, categorical, conditional or curved."""
    parts = list(_parts(formula))
    atoms = [part for part in parts if isinstance(part, Linear | Curved | Among)]
    if any(isinstance(atom, Curved) for atom in atoms):
        return "curved"
    if atoms and all(isinstance(atom, Among) for atom in atoms):
        return "categorical"
    if all(isinstance(atom, Linear) for atom in atoms) and not any(isinstance(part, Either) for part in parts):
        return "linear"
    return "conditional"


Consistent = Callable[[Sequence[Formula]], bool]


def simplify(
    names: Sequence[str],
    texts: Sequence[str],
    formulas: Sequence[Formula],
    consistent: Consistent,
    fixed: Mapping[str, Value],
) -> dict[str, str]:
    """Each rule beside the others, without what they rule out; rules about fixed fields as their values."""
    left = dict(zip(names, formulas, strict=True))
    for name in names:
        rest = [formula for other, formula in left.items() if other != name]
        left[name] = _simpler(left[name], rest, consistent)
    left = _once({name: formula for name, formula in left.items() if formula != TRUE}, names, formulas)
    constants = _state_fixed(left, fixed)
    given = dict(zip(names, zip(texts, formulas, strict=True), strict=True))
    return {
        name: given[name][0] if name in given and given[name][1] == formula else show_formula(formula)
        for name, formula in [*left.items(), *constants.items()]
    }


def _once(left: Mapping[str, Formula], names: Sequence[str], given: Sequence[Formula]) -> dict[str, Formula]:
    """Each statement once, under the rule that has said it all along where there is one."""
    said = dict(zip(names, given, strict=True))
    keeper: dict[Formula, str] = {}
    for name, formula in left.items():
        if formula not in keeper or (said[keeper[formula]] != formula and said[name] == formula):
            keeper[formula] = name
    return {name: formula for name, formula in left.items() if keeper[formula] == name}


def _simpler(formula: Formula, rest: Sequence[Formula], consistent: Consistent) -> Formula:
    if isinstance(formula, Every):
        parts: list[Formula] = []
        for place, part in enumerate(formula.parts):
            parts.append(_simpler(part, [*rest, *parts, *formula.parts[place + 1 :]], consistent))
        return every(parts)
    if not isinstance(formula, Either):
        return formula
    # A case stays when it can be, and when it adds something to the other cases.
    possible = [part for part in formula.parts if consistent([*rest, part])]
    for part in list(possible):
        others = [other for other in possible if other is not part]
        if others and not consistent([*rest, part, *map(negate, others)]):
            possible = others
    return either(possible)


def _state_fixed(left: dict[str, Formula], fixed: Mapping[str, Value]) -> dict[str, Formula]:
    """Take the rules about one fixed field away where none says its value itself; what is said instead, by name."""
    constants: dict[str, Formula] = {}
    for field, value in fixed.items():
        wanted: Formula = (
            Among(field, frozenset({value})) if isinstance(value, str) else linear({field: 1}, "==", value)
        )
        about = [name for name, formula in left.items() if unknowns(formula) == (field,)]
        for name in about:
            if left[name] != wanted:
                del left[name]
        if not any(left.get(name) == wanted for name in about):
            constants[f"const_{field}"] = wanted
        for name, formula in list(left.items()):
            if formula != wanted and field in unknowns(formula):
                left[name] = put_in(formula, {field: value})
                if left[name] in (TRUE, FALSE):
                    del left[name]
    return constants


def read_rules(texts: Mapping[str, str]) -> dict[str, Node]:
    """The rules as trees, with defined names put in.

    Raises:
        CheckDefinitionError: One cannot be read.
    """
    defined: dict[str, Node] = {}
    trees: dict[str, Node] = {}
    for name, text in texts.items():
        match = _DEFINITION.fullmatch(text)
        try:
            tree = with_definitions(parse(match[2] if match else text, hyphens=False), defined)
        except ExpressionError as problem:
            where = f" (column {problem.column})" if problem.column else ""
            raise CheckDefinitionError(f"rule '{name}': {problem.what}{where}", fix=problem.fix) from problem
        if match:
            defined[match[1]] = tree
        else:
            trees[name] = tree
    return trees
