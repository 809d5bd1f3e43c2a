"""How far a ratio reaches while its levels obey linear rows: exact, by scaling the denominator to one.

With s = 1 / denominator, rows over the levels are rows over levels times s, in which the ratio is linear
(Charnes and Cooper 1962).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

from tallystick import bounds
from tallystick.meaning.formula import Every, Formula, Linear, linear
from tallystick.model import Bound
from tallystick.reconcile.component_oracles import formulas_of
from tallystick.reconcile.components import Component, Ratio
from tallystick.reconcile.ratios import PLAIN
from tallystick.solving.allowance import Allowance
from tallystick.solving.case_oracles import CaseOracle

_SCALE, _RATIO = "1 / denominator", "ratio"


def reach_of_ratio(component: Component, ratio: Ratio, dropped: Collection[int], allowance: Allowance) -> Bound:
    """The values of a ratio while all statements but `dropped` hold; everything where those are not linear."""
    levels = {one: component.system.name(one) for one in component.unknowns}
    levels[PLAIN] = _SCALE
    scaled: list[Formula] = [linear({_SCALE: 1}, ">", 0)]
    for part in _parts(component, frozenset(dropped)):
        if not isinstance(part, Linear):
            return bounds.EVERYTHING
        scaled.append(linear({**dict(part.terms), _SCALE: -part.constant}, part.relation, 0))
    scaled.append(linear(_named(ratio.bottom.items(), levels), "==", 1))
    scaled.append(linear({**_named(ratio.top.items(), levels), _RATIO: Fraction(-1)}, "==", 0))
    return CaseOracle(scaled, [], allowance=allowance).reach_named((), _RATIO)


def _named(terms: Collection[tuple[int, Fraction]], levels: dict[int, str]) -> dict[str, Fraction]:
    return {levels[one]: value for one, value in terms}


def _parts(component: Component, dropped: frozenset[int]) -> Iterator[Formula]:
    hard, statements, label_of = formulas_of(component)
    kept = [formula for row, formula in enumerate(hard) if label_of.get(row) not in dropped]
    for formula in [*kept, *(one for label, one in enumerate(statements) if label not in dropped)]:
        yield from formula.parts if isinstance(formula, Every) else (formula,)
