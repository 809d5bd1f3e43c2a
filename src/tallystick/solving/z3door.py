"""The exact solver z3 on formulas: what can hold together, which labels cannot, and how far an unknown reaches.

Imported late: z3 takes a third of a second to load. Rational arithmetic only; strict rows stay strict.
"""
# ruff: noqa: ANN401 - z3 has no types of its own

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from typing import Any

import z3

from tallystick.meaning.formula import Among, Curved, Either, Every, Formula, Linear
from tallystick.solving.allowance import Allowance
from tallystick.solving.elimination import FEASIBLE, UNDECIDED, End, Outcome


class Session:
    """Statements told once, then asked about in any combination."""

    def __init__(self, whole: Collection[str] = (), *, allowance: Allowance | None = None) -> None:
        self._whole = whole
        self._allowance = allowance or Allowance()
        self._unknowns: dict[str, Any] = {}
        self._codes: dict[str, int] = {}
        self._labels: list[Any] = []
        self._optimizers: dict[tuple[int, ...], Any] = {}
        self._solver = z3.SimpleSolver()

    def add(self, formula: Formula) -> None:
        """What always holds."""
        self._solver.add(self.encode(formula))

    def label(self, formula: Formula) -> int:
        """A statement that may be switched on; its label."""
        switch = z3.Bool(f"label {len(self._labels)}")
        self._labels.append(switch)
        self._solver.add(z3.Implies(switch, self.encode(formula)))
        return len(self._labels) - 1

    def check(self, labels: Sequence[int]) -> Outcome:
        """Whether what always holds and the labelled statements can hold together."""
        self._solver.set("timeout", self._allowance.next_ms())
        # As Solver.check, but for its look at each of hundreds of switches, which takes longer than solving.
        switches = (z3.Ast * len(labels))(*(self._labels[label].as_ast() for label in labels))
        answer = z3.Z3_solver_check_assumptions(self._solver.ctx.ref(), self._solver.solver, len(labels), switches)
        if answer == z3.Z3_L_TRUE:
            return FEASIBLE
        if answer != z3.Z3_L_FALSE:
            return UNDECIDED
        core = {str(switch) for switch in self._solver.unsat_core()}
        mask = 0
        for label in labels:
            if f"label {label}" in core:
                mask |= 1 << label
        return Outcome(feasible=False, mask=mask)

    def reach(self, labels: Sequence[int], name: str) -> tuple[End | None, End | None]:
        """The least and greatest value of an unknown that the statements allow.

        Raises:
            OverflowError: Not decided within the limit, no fraction, or the unknown does not stand alone in rows.
        """
        key = tuple(labels)
        if key not in self._optimizers:
            optimize = z3.Optimize()
            optimize.add(*self._solver.assertions(), *(self._labels[label] for label in labels))
            self._optimizers = {key: optimize}
        optimize = self._optimizers[key]
        return self._extreme(optimize, name, -1), self._extreme(optimize, name, 1)

    def _extreme(self, optimize: Any, name: str, side: int) -> End | None:
        optimize.push()
        optimize.set("timeout", self._allowance.next_ms())
        unknown = self._unknown(name)
        goal = optimize.maximize(unknown) if side > 0 else optimize.minimize(unknown)
        answer = optimize.check()
        values = (optimize.upper_values(goal) if side > 0 else optimize.lower_values(goal)) if answer == z3.sat else ()
        optimize.pop()
        # A root that is no fraction ("mass ** 3 > 900") has no exact place in a bound.
        if answer != z3.sat or any(z3.is_algebraic_value(part) for part in values):
            raise OverflowError
        infinite, value, infinitesimal = (_fraction(part) for part in values)
        return None if infinite else End(value, bool(infinitesimal), 0)

    def encode(self, formula: Formula) -> Any:
        """The formula as z3 reads it."""
        match formula:
            case Linear(terms, relation, constant):
                left = z3.Sum([coefficient * self._unknown(name) for name, coefficient in terms])
                return _related(left, relation, z3.RealVal(constant))
            case Curved(terms, relation):
                return _related(z3.Sum([self._monomial(*term) for term in terms]), relation, z3.RealVal(0))
            case Among(name, words, inside):
                word = z3.Int(f"word {name}")
                same = z3.Or([word == self._code(text) for text in sorted(words)])
                return same if inside else z3.Not(same)
            case Every(parts):
                return z3.And([self.encode(part) for part in parts])
            case Either(parts):
                return z3.Or([self.encode(part) for part in parts])

    def _unknown(self, name: str) -> Any:
        known = self._unknowns.get(name)
        if known is None:
            known = z3.ToReal(z3.Int(name)) if name in self._whole else z3.Real(name)
            self._unknowns[name] = known
        return known

    def _monomial(self, names: Iterable[str], coefficient: Fraction) -> Any:
        result = z3.RealVal(str(coefficient))
        for name in names:
            result = result * self._unknown(name)
        return result

    def _code(self, text: str) -> int:
        return self._codes.setdefault(text, len(self._codes))


def _related(left: Any, relation: str, right: Any) -> Any:
    if relation == "==":
        return left == right
    return left <= right if relation == "<=" else left < right


def _fraction(value: Any) -> Fraction:
    return Fraction(value.as_fraction()) if z3.is_rational_value(value) else Fraction(value.as_long())
