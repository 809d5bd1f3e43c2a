"""From a statement to a formula that elimination and z3 judge: what functions make is written out as comparisons.

A formula is never stronger than the statement, on either side of a negation: an irrational limit is moved
outward, and what only intervals can know is left free. Imports `statements`, `formula` and below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations

from tallystick import bounds
from tallystick.errors import NotDecidable
from tallystick.meaning import amounts, arithmetic, polynomials
from tallystick.meaning.amounts import Amount, Made, Unknowns, known_number
from tallystick.meaning.enclosures import SHAPES
from tallystick.meaning.formula import FALSE, TRUE, Formula, curved, either, every, linear, negate
from tallystick.meaning.polynomials import Polynomial
from tallystick.meaning.statements import (
    All,
    Any,
    Comparison,
    Demand,
    Fact,
    One,
    Opposite,
    Statement,
    Unsettled,
)
from tallystick.meaning.translation import Guard
from tallystick.model import Bound

MAX_CASES = 64
_OPPOSITE = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">": "<=", ">=": "<"}
_BEYOND = {"calendar": "a calendar step from a date that is not known"}
_ONLY_CHECKS = ": only a check of claims can tell"
_MIRRORED = {"<": ">", "<=": ">=", "==": "==", "!=": "!=", ">": "<", ">=": "<="}


@dataclass(slots=True)
class Expansion:
    """Statements over some unknowns written out.

    `is_strict` refuses what cannot be told; else it is left free. `definitions` say what unknowns that a
    function makes have to do with their parts.
    """

    unknowns: Unknowns
    is_strict: bool = False
    definitions: dict[Formula, None] = field(default_factory=dict)
    _defined: set[str] = field(default_factory=set)

    def formula(self, statement: Statement, *, truth: bool = True) -> Formula:
        """The formula of a statement, or of its opposite.

        Raises:
            NotDecidable: Strict, and part of it cannot be told.
        """
        match statement:
            case Comparison():
                return self._comparison(statement, truth=truth)
            case Fact(formula):
                return formula if truth else negate(formula)
            case Unsettled(reason):
                if self.is_strict:
                    raise NotDecidable(reason)
                return TRUE
            case All(parts) | Any(parts):
                join = every if isinstance(statement, All) == truth else either
                return join([self.formula(part, truth=truth) for part in parts])
            case One(parts):
                return self._one(parts, truth=truth)
            case Opposite(part):
                return self.formula(part, truth=not truth)

    def _one(self, parts: Sequence[Statement], *, truth: bool) -> Formula:
        """Exactly one: some part holds, and of no two both do."""
        if len(parts) > MAX_CASES:
            raise NotDecidable(f"exactly one of more than {MAX_CASES}")
        some = Any(tuple(parts))
        apart = tuple(Any((Opposite(a), Opposite(b))) for a, b in combinations(parts, 2))
        return self.formula(All((some, *apart)), truth=truth)

    def _comparison(self, found: Comparison, *, truth: bool) -> Formula:
        if found.demands and not self.is_strict:
            return TRUE
        apart = amounts.difference(found.first, found.second)
        said = self.compared(apart, found.relation if truth else _OPPOSITE[found.relation])
        # Where a divisor is zero it is neither true nor false, and only its neighbours may decide (Kleene).
        return every([said, *map(self._demand, found.demands)])

    def _demand(self, demand: Demand) -> Formula:
        return self.compared(amounts.difference(demand.amount, known_number(Fraction(0))), demand.relation)

    # --- polynomials ------------------------------------------------------------------

    def compared(self, apart: Polynomial, relation: str) -> Formula:
        """`apart relation 0`, with what functions make written out, the last made first."""
        key, made = self._last_made(apart)
        if made is None:
            return curved(apart, relation)
        if made.function in ("max", "min", "abs"):
            return self._extreme(apart, relation, key, made)
        if made.function == "if":
            return self._by_cases(apart, relation, key, made)
        if made.function == "quotient":
            return self._quotient(apart, relation, key, made)
        if made.function == "rank":
            return self.compared(self._rank(apart, key, made), relation)
        return self._shaped(apart, relation, key, made)

    def _last_made(self, apart: Polynomial) -> tuple[str, Made | None]:
        found: tuple[str, Made | None] = "", None
        for monomial in apart:
            for key in monomial:
                made = self.unknowns.made(key)
                if made and key not in self._defined and (found[1] is None or made.order > found[1].order):
                    found = key, made
        return found

    def _extreme(self, apart: Polynomial, relation: str, key: str, made: Made) -> Formula:
        """A greatest is below a limit when all are, above it when one is."""
        parts: Sequence[Amount] = made.parts
        if made.function == "abs":
            parts = (parts[0], arithmetic.turned(parts[0]))
        factor = _factor(apart, key)
        if factor is None:
            return self._extreme_by_cases(apart, relation, key, (parts, made.function))
        if relation in ("==", "!="):
            sides = [self._extreme(apart, side, key, made) for side in ("<=", ">=")]
            if relation == "==":
                return every(sides)
            return either([self._extreme(apart, side, key, made) for side in ("<", ">")])
        rises = (factor > 0) == (made.function != "min")
        join = every if (relation in ("<", "<=")) == rises else either
        return join([self.compared(_put_in(apart, key, part), relation) for part in parts])

    def _extreme_by_cases(
        self, apart: Polynomial, relation: str, key: str, made: tuple[Sequence[Amount], str]
    ) -> Formula:
        parts, function = made
        if len(parts) > MAX_CASES:
            raise NotDecidable(f"more than {MAX_CASES} cases to tell apart")
        beats = "<=" if function == "min" else ">="
        cases = []
        for part in parts:
            first = [self.compared(amounts.difference(part, other), beats) for other in parts if other is not part]
            cases.append(every([*first, self.compared(_put_in(apart, key, part), relation)]))
        return either(cases)

    def _by_cases(self, apart: Polynomial, relation: str, key: str, made: Made) -> Formula:
        if not isinstance(made.detail, Guard):
            raise TypeError(made.function)
        guard, (first, second) = made.detail.statement, made.parts
        return either(
            [
                every([self.formula(guard), self.compared(_put_in(apart, key, first), relation)]),
                every([self.formula(guard, truth=False), self.compared(_put_in(apart, key, second), relation)]),
            ]
        )

    def _quotient(self, apart: Polynomial, relation: str, key: str, made: Made) -> Formula:
        """A / B by the sign of B, which is not zero (its demand says so)."""
        top, bottom = made.parts
        divisor = polynomials.multiply(bottom.top, top.bottom)
        put = _put_in_parts(apart, key, polynomials.multiply(top.top, bottom.bottom), divisor)
        degree = max(monomial.count(key) for monomial in apart)
        if relation in ("==", "!=") or degree % 2 == 0:
            return self.compared(put, relation)
        return either(
            [
                every([self.compared(divisor, ">"), self.compared(put, relation)]),
                every([self.compared(divisor, "<"), self.compared(put, _MIRRORED[relation])]),
            ]
        )

    def _rank(self, apart: Polynomial, key: str, made: Made) -> Polynomial:
        """The polynomial with 1 + a counter for each rival, which is 1 where the rival is greater, else 0."""
        own, *others = made.parts
        counted: dict[tuple[str, ...], Fraction] = {(): Fraction(1)}
        for number, other in enumerate(others):
            counter = f"{key} counts {number}"
            counted[counter,] = Fraction(1)
            difference = amounts.difference(other, own)
            self.definitions[
                either(
                    [
                        every([self.compared(difference, ">"), linear({counter: 1}, "==", 1)]),
                        every([self.compared(difference, "<="), linear({counter: 1}, "==", 0)]),
                    ]
                )
            ] = None
        if made.detail:
            unseen = f"{key} unseen"
            counted[unseen,] = Fraction(1)
            self.definitions[linear({unseen: 1}, ">=", 0)] = None
        return _put_in(apart, key, Amount(counted, bounds.EVERYTHING))

    # --- what stays an unknown ----------------------------------------------------------

    def _shaped(self, apart: Polynomial, relation: str, key: str, made: Made) -> Formula:
        """A function of one number beside a limit is solved for that number; else it stays, with what it obeys."""
        shape, factor = SHAPES.get(made.function), _factor(apart, key)
        rest = {monomial: value for monomial, value in apart.items() if key not in monomial}
        if shape is not None and factor is not None and not rest.keys() - {()}:
            limit = -rest.get((), Fraction(0)) / factor
            if relation == "!=":
                return self._not_equal(key, made, limit)
            limits = shape.solve(_MIRRORED[relation] if factor < 0 else relation, limit)
            return FALSE if limits is None else every([self._limited(made.parts[0], how, end) for how, end in limits])
        self._define(key, made)
        return self.compared(apart, relation)

    def _not_equal(self, key: str, made: Made, limit: Fraction) -> Formula:
        apart = polynomials.total([polynomials.unknown(key), polynomials.constant(-limit)])
        return either([self._shaped(apart, side, key, made) for side in ("<", ">")])

    def _limited(self, part: Amount, relation: str, end: Fraction) -> Formula:
        return self.compared(amounts.difference(part, known_number(end, part.unit)), relation)

    def _define(self, key: str, made: Made) -> None:
        self._defined.add(key)
        own = Amount(polynomials.unknown(key), self.unknowns.known.get(key, bounds.EVERYTHING))
        parts: Iterable[tuple[Polynomial, str]] = ()
        if made.function == "sqrt":
            square = amounts.difference(replace(own, top={(key, key): Fraction(1)}), made.parts[0])
            parts = ((square, "=="), (own.top, ">="))
        elif made.function in ("floor", "ceil", "round"):
            apart = amounts.difference(made.parts[0], own)
            low, high = {"floor": (0, 1), "ceil": (-1, 0)}.get(made.function, (Fraction(-1, 2), Fraction(1, 2)))
            bottom = made.parts[0].bottom
            parts = (
                (polynomials.total([apart, polynomials.scale(bottom, -low)]), ">" if made.function == "ceil" else ">="),
                (
                    polynomials.total([apart, polynomials.scale(bottom, -high)]),
                    "<" if made.function == "floor" else "<=",
                ),
            )
        elif made.function == "date":
            parts = _ends(own, self.unknowns.known[key])
        elif self.is_strict:
            raise NotDecidable(_BEYOND.get(made.function, f"{made.function}() beside another unknown") + _ONLY_CHECKS)
        for polynomial, relation in parts:
            self.definitions[self.compared(polynomial, relation)] = None


def _ends(own: Amount, bound: Bound) -> list[tuple[Polynomial, str]]:
    """That an unknown lies within its interval."""
    ends = ((bound.low, ">="), (bound.high, "<="))
    return [
        (amounts.difference(own, known_number(end, own.unit)), relation) for end, relation in ends if end is not None
    ]


def _factor(apart: Polynomial, key: str) -> Fraction | None:
    """The number an unknown is multiplied by, where it stands once and by itself."""
    mine = [monomial for monomial in apart if key in monomial]
    return apart[mine[0]] if mine == [(key,)] else None


def _put_in(apart: Polynomial, key: str, part: Amount) -> Polynomial:
    return _put_in_parts(apart, key, part.top, part.bottom)


def _put_in_parts(apart: Polynomial, key: str, top: Polynomial, bottom: Polynomial) -> Polynomial:
    """The polynomial with top / bottom for an unknown, times what `bottom` to its degree is."""
    degree = max(monomial.count(key) for monomial in apart)
    powers: dict[int, dict[tuple[str, ...], Fraction]] = {}
    for monomial, value in apart.items():
        counts = Counter(monomial)
        power = counts.pop(key, 0)
        powers.setdefault(power, {})[tuple(sorted(counts.elements()))] = value
    terms = []
    for power, rest in powers.items():
        term: Polynomial = rest
        for factor in [top] * power + [bottom] * (degree - power if bottom != polynomials.ONE else 0):
            term = polynomials.multiply(term, factor)
        terms.append(term)
    return polynomials.total(terms)
