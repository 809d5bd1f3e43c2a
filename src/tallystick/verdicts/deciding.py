"""What intervals leave open, put to the solver as a statement in plain numbers. Imports `solving` when asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from tallystick import bounds
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.model import Bound, Quantity, Verdict
from tallystick.verdicts import amounts, arithmetic, polynomials
from tallystick.verdicts.amounts import Amount, Unknowns
from tallystick.verdicts.kleene import BREAKS, HOLDS, UNKNOWN, Judged
from tallystick.verdicts.polynomials import Polynomial

NOT_DECIDED = "not decided"
MAX_PARTS = 200  # comparisons put to the solver at once
SOME = "true for some of the values the claims allow, false for others"


def decide_open(found: Judged, unknowns: Unknowns, *, limit_ms: int) -> Judged:
    """The verdict on a statement that intervals left open, with the solver's help where that can tell more.

    Intervals may have lost something where an unknown stands in two comparisons, is multiplied, or is
    made by a function.
    """
    if found.verdict is not UNKNOWN or found.plain is None or not _is_worth_solving(found.open_parts, unknowns):
        return found
    if len(found.open_parts) > MAX_PARTS:
        return Judged(UNKNOWN, f"{NOT_DECIDED}: more than {MAX_PARTS} comparisons are open at once", at=found.at)
    keys = _all_keys(found.open_parts, unknowns)
    known = {key: unknowns.known[key] for key in keys}
    if _longest(found.open_parts, known) > polynomials.PRINTABLE_BITS:
        return Judged(UNKNOWN, f"{NOT_DECIDED}: a number is too long", at=found.at)
    definitions = [part for key in sorted(keys) for part in _definition(key, unknowns)]
    verdict = _decide(found.plain(), definitions, known, limit_ms)
    if verdict is None:
        return Judged(UNKNOWN, f"{NOT_DECIDED} within {limit_ms} ms", at=found.at)
    if verdict is UNKNOWN:
        return Judged(UNKNOWN, NOT_DECIDED if any(map(unknowns.is_opaque, keys)) else SOME, at=found.at)
    return Judged(verdict, at=found.at)


def _longest(parts: Iterable[Polynomial], known: Mapping[str, Bound]) -> int:
    ends = (end for bound in known.values() for end in (bound.low, bound.high))
    return polynomials.bits([*(value for part in parts for value in part.values()), *ends])


def _is_worth_solving(parts: Sequence[Polynomial], unknowns: Unknowns) -> bool:
    uses = Counter(key for part in parts for key in polynomials.unknowns(part))
    return any(count > 1 for count in uses.values()) or not all(is_open_for_sure(part, unknowns) for part in parts)


def is_open_for_sure(apart: Polynomial, unknowns: Unknowns) -> bool:
    """True when comparing `apart` with 0 is true for some values and false for others, whatever the relation.

    Intervals leave a linear comparison open only when it is; of another, two values of opposite sign show it.
    """
    if any(unknowns.is_composed(key) for key in polynomials.unknowns(apart)):
        return False
    return polynomials.is_linear(apart) or polynomials.takes_both_signs(apart, unknowns.known)


def _all_keys(parts: Iterable[Polynomial], unknowns: Unknowns) -> set[str]:
    """The unknowns of the parts, and those that composed ones among them are made of."""
    found: set[str] = set()
    waiting = [key for part in parts for key in polynomials.unknowns(part)]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            for part in unknowns.parts_of(key):
                waiting.extend(polynomials.unknowns(part.top) | polynomials.unknowns(part.bottom))
    return found


def _decide(statement: Node, definitions: Sequence[Node], known: Mapping[str, Bound], limit_ms: int) -> Verdict | None:
    """By two questions: do the definitions imply the statement, and can both hold at once?"""
    from tallystick.solving import decide

    if not definitions:
        return decide(statement, known, limit_ms=limit_ms)
    whole = nodes.And(tuple(definitions))
    implied = decide(nodes.IfThen(whole, statement), known, limit_ms=limit_ms)
    if implied is HOLDS:
        return HOLDS
    together = decide(nodes.And((whole, statement)), known, limit_ms=limit_ms)
    return together if together is BREAKS or implied is None or together is None else UNKNOWN


def _definition(key: str, unknowns: Unknowns) -> Iterator[Node]:
    """What is true of an unknown that a function makes: a maximum is no less than its parts, and is one of them."""
    parts = unknowns.parts_of(key)
    if not parts or unknowns.is_opaque(key):
        return
    own = Amount(polynomials.unknown(key), unknowns.known[key], parts[0].unit)
    function = unknowns.function_of(key)
    if function == "abs":
        parts, function = (parts[0], arithmetic.turned(parts[0])), "max"
    relation = ">=" if function == "max" else "<="
    for part in parts:
        yield plain_comparison(amounts.difference(own, part), relation)
    yield nodes.Or(tuple(plain_comparison(amounts.difference(own, part), "==") for part in parts))


def plain_comparison(apart: Polynomial, relation: str) -> Node:
    """`apart relation 0` as a tree of names and bare numbers."""
    terms = [_plain_term(monomial, value) for monomial, value in apart.items()] or [_plain_number(Fraction(0))]
    left = nodes.Sum(tuple(terms), (1,) * len(terms)) if len(terms) > 1 else terms[0]
    return nodes.Compare((left, _plain_number(Fraction(0))), (relation,))


def _plain_term(monomial: tuple[str, ...], value: Fraction) -> Node:
    factors: list[Node] = [_plain_number(value), *(nodes.Name(key) for key in monomial)]
    return nodes.Product(tuple(factors), (1,) * len(factors)) if len(factors) > 1 else factors[0]


def _plain_number(value: Fraction) -> Node:
    return nodes.Number(Quantity(Bound(value, value), text=bounds.show_number(value)))
