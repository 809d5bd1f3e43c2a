"""What a statement means: a formula over named unknowns with units resolved, made once and judged by all.

`parse` reads a statement and holds its functions against the one table; `Translator` resolves names, units,
dates and functions to a `Statement`; `translate` writes that out as the formula that relations and rule sets are.
May import `expressions`, `units`, `periods` and what lies below.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from tallystick.errors import NotDecidable, TallystickError
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.meaning import amounts
from tallystick.meaning.amounts import DATE, Unknowns
from tallystick.meaning.expanding import Expansion
from tallystick.meaning.formula import Formula, every
from tallystick.meaning.functions import FUNCTIONS, Function, gathers, named_along, parse, split_arguments
from tallystick.meaning.statements import Comparison
from tallystick.meaning.symbols import Chosen, Names, Rivals, Symbol, absence
from tallystick.meaning.translation import NoValue, Translator

__all__ = [
    "DATE",
    "FUNCTIONS",
    "Chosen",
    "Expansion",
    "Function",
    "Meaning",
    "Names",
    "NoValue",
    "Rivals",
    "Symbol",
    "Translator",
    "absence",
    "gathers",
    "linear_form",
    "named_along",
    "parse",
    "plain_beside_percent",
    "split_arguments",
    "translate",
]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The formula of a statement, and those of its unknowns that are whole numbers."""

    formula: Formula
    whole: frozenset[str]


def translate(node: Node, names: Names, *, mark: str = "") -> Meaning:
    """The formula of a statement, with what must be true for it to mean anything: that no divisor is zero.

    Args:
        node: A statement.
        names: What its names stand for.
        mark: Sets unknowns that functions make apart from those of other formulas in one system.

    Raises:
        CheckDefinitionError: The tree is no statement, or mixes kinds.
        UnitError: Two units do not go together.
        NotDecidable: Only intervals can tell, or it is too large.
    """
    work = Translator(names, Unknowns(mark))
    expansion = Expansion(work.unknowns, is_strict=True)
    formula = expansion.formula(work.statement(node))
    return Meaning(every([formula, *expansion.definitions]), frozenset(work.unknowns.whole))


def plain_beside_percent(node: Node, names: Names) -> tuple[nodes.Number, ...]:
    """The bare numbers above 1 that stand where a percentage is meant (UN06): `rate <= 30` is 3,000 percent."""
    numbers = (part for part in nodes.walk(node) if isinstance(part, nodes.Number))
    if not any(part.unit == "" and abs(part.value) > 1 for part in numbers):
        return ()
    work = Translator(names)
    with suppress(TallystickError):  # whoever judges the statement says what is wrong with it
        work.statement(node)
    return tuple(dict.fromkeys(work.plain_beside_percent))


_MIRRORED = {">": "<", ">=": "<=", "<": "<", "<=": "<=", "==": "=="}


def linear_form(node: Node, names: Names) -> tuple[dict[str, Fraction], str, Fraction] | None:
    """(coefficients, `<` `<=` or `==`, constant) of one linear comparison, unscaled; None for anything else."""
    work = Translator(names)
    try:
        found = work.statement(node) if isinstance(node, nodes.Compare) else None
    except NotDecidable:
        return None
    if (
        not isinstance(found, Comparison)
        or found.relation == "!="
        or not (found.first.is_plain and found.second.is_plain)
    ):
        return None
    apart = amounts.difference(found.first, found.second)
    if any(len(monomial) > 1 or any(map(work.unknowns.is_composed, monomial)) for monomial in apart):
        return None
    sign = -1 if found.relation in (">", ">=") else 1
    terms = {monomial[0]: sign * value for monomial, value in apart.items() if monomial}
    return terms, _MIRRORED[found.relation], -sign * apart.get((), Fraction(0))
