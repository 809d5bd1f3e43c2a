"""Statements about unknowns, ready for a solver: linear rows, memberships, and how they combine.

Everything is in negation normal form, exact and in whole numbers: a linear row is scaled until its
coefficients are coprime integers, so that equal statements are equal records. Imports nothing above `model`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

Monomial = tuple[str, ...]
Terms = tuple[tuple[str, int], ...]
Known = Mapping[str, Fraction | int | str]


@dataclass(frozen=True, slots=True)
class Linear:
    """Σ coefficient · unknown `relation` constant, where relation is `<=`, `<` or `==`."""

    terms: Terms
    relation: str
    constant: int


@dataclass(frozen=True, slots=True)
class Curved:
    """A polynomial that is not linear, `relation` 0."""

    terms: tuple[tuple[Monomial, Fraction], ...]
    relation: str


@dataclass(frozen=True, slots=True)
class Among:
    """The unknown is one of the words (`inside`), or none of them."""

    name: str
    words: frozenset[str]
    inside: bool = True


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold; without parts it is always true."""

    parts: tuple[Formula, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds; without parts it is never true."""

    parts: tuple[Formula, ...] = ()


Formula = Linear | Curved | Among | Every | Either
TRUE = Every()
FALSE = Either()
_FLIPPED = {"<": ">", "<=": ">=", "==": "==", "!=": "!=", ">": "<", ">=": "<="}


def every(parts: Iterable[Formula]) -> Formula:
    """The conjunction, flat and without what is always true.

    >>> every([TRUE, Among("a", frozenset({"x"}))])
    Among(name='a', words=frozenset({'x'}), inside=True)
    """
    flat: dict[Formula, None] = {}
    for part in parts:
        if part == FALSE:
            return FALSE
        flat.update(dict.fromkeys(part.parts) if isinstance(part, Every) else {part: None})
    return next(iter(flat)) if len(flat) == 1 else Every(tuple(flat))


def either(parts: Iterable[Formula]) -> Formula:
    """The disjunction, flat and without what is never true."""
    flat: dict[Formula, None] = {}
    for part in parts:
        if part == TRUE:
            return TRUE
        flat.update(dict.fromkeys(part.parts) if isinstance(part, Either) else {part: None})
    return next(iter(flat)) if len(flat) == 1 else Either(tuple(flat))


def linear(coefficients: Mapping[str, Fraction | int], relation: str, constant: Fraction | int) -> Formula:
    """Σ coefficients `relation` constant as a row in coprime integers; decided at once without unknowns.

    Args:
        coefficients: By unknown; zeros are dropped.
        relation: One of `< <= == != >= >`.
        constant: The right side.

    >>> linear({"x": Fraction(1, 2)}, ">", 1)
    Linear(terms=(('x', -1),), relation='<', constant=-2)
    """
    if relation == "!=":
        return either([linear(coefficients, "<", constant), linear(coefficients, ">", constant)])
    kept = {name: value for name, value in coefficients.items() if value}
    if not kept:
        return TRUE if _compares(0, relation, constant) else FALSE
    if relation in (">", ">="):
        kept, constant, relation = {name: -value for name, value in kept.items()}, -constant, _FLIPPED[relation]
    return _scaled(kept, relation, constant)


def _scaled(kept: Mapping[str, Fraction | int], relation: str, constant: Fraction | int) -> Linear:
    factor = lcm(*(value.denominator for value in kept.values()), constant.denominator)
    whole = {name: int(value * factor) for name, value in kept.items()}
    right = int(constant * factor)
    divisor = gcd(*whole.values(), right)
    names = sorted(whole)
    if relation == "==" and whole[names[0]] < 0:
        divisor = -divisor
    return Linear(tuple((name, whole[name] // divisor) for name in names), relation, right // divisor)


def _compares(left: Fraction | int, relation: str, right: Fraction | int) -> bool:
    match relation:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case "==":
            return left == right
        case "!=":
            return left != right
        case ">":
            return left > right
    return left >= right


def curved(terms: Mapping[Monomial, Fraction], relation: str) -> Formula:
    """The polynomial `relation` 0: a linear row where it is linear."""
    kept = {monomial: value for monomial, value in terms.items() if value}
    if all(len(monomial) <= 1 for monomial in kept):
        constant = -kept.pop((), Fraction(0))
        return linear({monomial[0]: value for monomial, value in kept.items()}, relation, constant)
    if relation == "!=":
        return either([_curved(kept, "<"), _curved(_turned(kept), "<")])
    if relation in (">", ">="):
        return _curved(_turned(kept), _FLIPPED[relation])
    return _curved(kept, relation)


def _curved(terms: Mapping[Monomial, Fraction], relation: str) -> Curved:
    return Curved(tuple(sorted(terms.items())), relation)


def _turned(terms: Mapping[Monomial, Fraction]) -> dict[Monomial, Fraction]:
    return {monomial: -value for monomial, value in terms.items()}


def negate(formula: Formula) -> Formula:
    """The opposite statement, negation pushed down to the rows.

    >>> negate(linear({"x": 1}, "<=", 2))
    Linear(terms=(('x', -1),), relation='<', constant=-2)
    """
    match formula:
        case Linear(terms, relation, constant):
            return linear(dict(terms), {"<=": ">", "<": ">=", "==": "!="}[relation], constant)
        case Curved(parts, relation):
            return curved(dict(parts), {"<=": ">", "<": ">=", "==": "!="}[relation])
        case Among(name, words, inside):
            return Among(name, words, not inside)
        case Every(members):
            return either(negate(part) for part in members)
        case Either(members):
            return every(negate(part) for part in members)


def unknowns(formula: Formula) -> tuple[str, ...]:
    """The unknowns it speaks of, each once, in reading order."""
    return tuple(dict.fromkeys(_unknowns(formula)))


def _unknowns(formula: Formula) -> Iterator[str]:
    match formula:
        case Linear(terms):
            yield from (name for name, _ in terms)
        case Curved(parts):
            yield from (name for monomial, _ in parts for name in monomial)
        case Among(name):
            yield name
        case Every(members) | Either(members):
            for part in members:
                yield from _unknowns(part)


def put_in(formula: Formula, known: Known) -> Formula:
    """The formula with the known values put in: decided where they decide it.

    >>> put_in(linear({"x": 1, "y": 1}, "<=", 5), {"x": Fraction(2)})
    Linear(terms=(('y', 1),), relation='<=', constant=3)
    """
    match formula:
        case Linear():
            return _put_in_row(formula, known)
        case Curved(parts, relation):
            return curved(_put_in_terms(parts, known), relation)
        case Among(name, words, inside):
            return formula if name not in known else TRUE if (known[name] in words) == inside else FALSE
        case Every(members):
            return every(put_in(part, known) for part in members)
        case Either(members):
            return either(put_in(part, known) for part in members)


def _put_in_row(row: Linear, known: Known) -> Formula:
    left: dict[str, Fraction | int] = {}
    constant: Fraction | int = row.constant
    for name, coefficient in row.terms:
        value = known.get(name)
        if value is None:
            left[name] = coefficient
        else:
            constant -= coefficient * _number(value)
    if not left:
        return TRUE if _compares(0, row.relation, constant) else FALSE
    return row if len(left) == len(row.terms) else linear(left, row.relation, constant)


def _number(value: Fraction | int | str) -> Fraction | int:
    if isinstance(value, str):
        message = f"the word '{value}' stands where a number is needed"
        raise TypeError(message)
    return value


def _put_in_terms(terms: Iterable[tuple[Monomial, Fraction]], known: Known) -> dict[Monomial, Fraction]:
    result: dict[Monomial, Fraction] = {}
    for monomial, coefficient in terms:
        value, rest = coefficient, []
        for name in monomial:
            if name in known:
                value *= _number(known[name])
            else:
                rest.append(name)
        result[tuple(rest)] = result.get(tuple(rest), Fraction(0)) + value
    return result


def rename(formula: Formula, new: Mapping[str, str]) -> Formula:
    """The formula about other unknowns."""
    match formula:
        case Linear(terms, relation, constant):
            sums: dict[str, int] = {}
            for name, value in terms:
                sums[new.get(name, name)] = sums.get(new.get(name, name), 0) + value
            return linear(sums, relation, constant)
        case Curved(parts, relation):
            renamed: dict[Monomial, Fraction] = {}
            for monomial, coefficient in parts:
                key = tuple(sorted(new.get(name, name) for name in monomial))
                renamed[key] = renamed.get(key, Fraction(0)) + coefficient
            return curved(renamed, relation)
        case Among(name, words, inside):
            return Among(new.get(name, name), words, inside)
        case Every(members):
            return every(rename(part, new) for part in members)
        case Either(members):
            return either(rename(part, new) for part in members)
