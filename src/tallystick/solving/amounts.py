"""Numbers that depend on unknowns: quotients of polynomials, one per case. Imports only `formula` and `errors`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import product

from tallystick.errors import NotDecidable
from tallystick.meaning.formula import TRUE, Formula, Monomial, curved, either, every

Polynomial = dict[Monomial, Fraction]
MAX_CASES = 64
MAX_TERMS = 20_000
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Quotient:
    """numerator / denominator where `guard` holds."""

    numerator: Polynomial
    denominator: Polynomial
    guard: Formula = TRUE


@dataclass(frozen=True, slots=True)
class Amount:
    """A number by cases that leave nothing out, in the base of `unit`; `date` counts days."""

    cases: tuple[Quotient, ...]
    unit: str = ""


def constant(value: Fraction, unit: str = "") -> Amount:
    """A known number."""
    return Amount((Quotient({(): value} if value else {}, {(): _ONE}),), unit)


def unknown(name: str, factor: Fraction, offset: Fraction, unit: str) -> Amount:
    """Factor · name + offset."""
    numerator: Polynomial = {(name,): factor}
    if offset:
        numerator[()] = offset
    return Amount((Quotient(numerator, {(): _ONE}),), unit)


def add_polynomials(first: Polynomial, second: Polynomial, sign: int = 1) -> Polynomial:
    """First + sign · second."""
    total = dict(first)
    for monomial, value in second.items():
        total[monomial] = total.get(monomial, Fraction(0)) + sign * value
    return total


def multiply_polynomials(first: Polynomial, second: Polynomial) -> Polynomial:
    """First · second.

    Raises:
        NotDecidable: The product has too many terms.
    """
    if len(first) * len(second) > MAX_TERMS:
        raise NotDecidable(f"a product of more than {MAX_TERMS} terms")
    result: Polynomial = {}
    for (left, a), (right, b) in product(first.items(), second.items()):
        monomial = tuple(sorted(left + right))
        result[monomial] = result.get(monomial, Fraction(0)) + a * b
    return result


def total(amounts: Iterable[Amount], signs: Iterable[int], unit: str) -> Amount:
    """The signed sum; linear in the number of terms where nothing has cases or divides."""
    plain: Polynomial = {}
    rest: list[tuple[Amount, int]] = []
    for amount, sign in zip(amounts, signs, strict=True):
        if len(amount.cases) == 1 and amount.cases[0].denominator == {(): _ONE}:
            for monomial, value in amount.cases[0].numerator.items():
                plain[monomial] = plain.get(monomial, Fraction(0)) + sign * value
        else:
            rest.append((amount, sign))
    result = Amount((Quotient(plain, {(): _ONE}),), unit)
    for amount, sign in rest:
        result = combine(result, amount, partial(_add, sign=sign), unit)
    return result


def _add(first: Quotient, second: Quotient, sign: int) -> Quotient:
    if first.denominator == second.denominator:
        return Quotient(add_polynomials(first.numerator, second.numerator, sign), first.denominator)
    left = multiply_polynomials(first.numerator, second.denominator)
    right = multiply_polynomials(second.numerator, first.denominator)
    return Quotient(add_polynomials(left, right, sign), multiply_polynomials(first.denominator, second.denominator))


def times(first: Quotient, second: Quotient) -> Quotient:
    """First · second."""
    return Quotient(
        multiply_polynomials(first.numerator, second.numerator),
        multiply_polynomials(first.denominator, second.denominator),
    )


def over(first: Quotient, second: Quotient) -> Quotient:
    """First / second; that `second` is not zero is for the caller to demand."""
    return Quotient(
        multiply_polynomials(first.numerator, second.denominator),
        multiply_polynomials(first.denominator, second.numerator),
    )


def combine(first: Amount, second: Amount, join: Callable[[Quotient, Quotient], Quotient], unit: str) -> Amount:
    """`join` of every case of one with every case of the other.

    Raises:
        NotDecidable: More than 64 cases.
    """
    if len(first.cases) * len(second.cases) > MAX_CASES:
        raise NotDecidable(f"more than {MAX_CASES} cases to tell apart")
    cases = []
    for a, b in product(first.cases, second.cases):
        joined = join(a, b)
        cases.append(Quotient(joined.numerator, joined.denominator, every([a.guard, b.guard])))
    return Amount(tuple(cases), unit)


def compare(first: Amount, relation: str, second: Amount, *, positive: Callable[[str], bool]) -> Formula:
    """The statement that `first relation second`.

    Args:
        first: In the base of its unit.
        relation: One of `< <= == != >= >`.
        second: In the same base.
        positive: Whether an unknown is known never to be negative.
    """
    difference = combine(first, second, lambda a, b: _add(a, b, -1), "")
    return either(
        every([case.guard, _signed(case.numerator, case.denominator, relation, positive)]) for case in difference.cases
    )


def _signed(top: Polynomial, bottom: Polynomial, relation: str, positive: Callable[[str], bool]) -> Formula:
    """Top / bottom `relation` 0, by the sign of the bottom where it is not known."""
    if relation in ("==", "!="):
        return curved(top, relation)
    sign = _known_sign(bottom, positive)
    turned = {monomial: -value for monomial, value in top.items()}
    if sign:
        return curved(top if sign > 0 else turned, relation)
    return either(
        [
            every([curved(bottom, ">"), curved(top, relation)]),
            every([curved(bottom, "<"), curved(turned, relation)]),
        ]
    )


def _known_sign(bottom: Polynomial, positive: Callable[[str], bool]) -> int:
    """1 or -1 where every term has that sign (that it is not zero is demanded elsewhere), else 0."""
    kept = {monomial: value for monomial, value in bottom.items() if value}
    if not all(positive(name) for monomial in kept for name in monomial):
        return 0
    if all(value > 0 for value in kept.values()):
        return 1
    return -1 if all(value < 0 for value in kept.values()) else 0
