"""Ratios, shares and growths as linear rows: `share == part / whole` says bounds on part and whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tallystick.meaning.formula import Curved
from tallystick.reconcile.components import Other, Ratio, System
from tallystick.solving.intervals import upper_ends
from tallystick.solving.rows import Row, obeys, row_of

NONE = Fraction(0)
PLAIN = -1  # stands for a plain number among unknowns


def straighten_ratios(system: System) -> None:
    """Turn `share == part / whole` into rows over part and whole, where the share stands nowhere else."""
    if not system.others:
        return
    uses, labels_of = _uses(system), _labels_of(system)
    kept: list[Other] = []
    for other in system.others:
        found = _ratio_of(other, system, uses)
        if found is None or not _take_ratio(system, *found, other.origin, labels_of.get(found[0], ())):
            kept.append(other)
    system.others = kept


def _uses(system: System) -> dict[int, int]:
    """In how many statements of relations each unknown stands."""
    uses: dict[int, int] = {}
    for places in [*(row.unknowns for row in system.rows), *(other.unknowns for other in system.others)]:
        for place in places:
            uses[place] = uses.get(place, 0) + 1
    return uses


def _labels_of(system: System) -> dict[int, list[int]]:
    """The labels that speak of each unknown."""
    found: dict[int, list[int]] = {}
    for label, places in enumerate(system.places):
        for place in places:
            found.setdefault(place, []).append(label)
    return found


def _ratio_of(other: Other, system: System, uses: Mapping[int, int]) -> tuple[int, Ratio] | None:
    """(unknown, the ratio it is) when the statement is unknown · denominator == numerator."""
    if not isinstance(other.formula, Curved) or other.formula.relation != "==":
        return None
    numbers = {"": PLAIN, **{system.name(place): place for place in other.unknowns}}
    for place in other.unknowns:
        found = _solved_for(system.name(place), other.formula) if uses.get(place) == 1 else None
        if found is not None:
            top, bottom = ({numbers[name]: value for name, value in part.items()} for part in found)
            if all(_never_negative(system, one, value) for one, value in bottom.items()):
                return place, Ratio(top, bottom)
    return None


def _never_negative(system: System, place: int, value: Fraction) -> bool:
    low = system.measures[place].range.low if place != PLAIN else Fraction(1)
    return value > 0 and low is not None and low >= 0


def _take_ratio(system: System, place: int, ratio: Ratio, origin: int, labels: Sequence[int]) -> bool:
    """Say of the levels what is said of their ratio; False where that is a figure without any level."""
    said = [(system.measures[place].range, -1), *((system.stated[label].bound, label) for label in labels)]
    others = sorted({*ratio.top, *ratio.bottom} - {PLAIN})
    rows: list[Row] = []
    for bound, label in said:
        for value, relation, sign in upper_ends(bound):
            terms = {one: sign * _difference(ratio, one, value) for one in (PLAIN, *others)}
            used = [one for one in others if terms[one]]
            row = row_of(used, [terms[one] for one in used], relation, -terms[PLAIN], label=label, origin=origin)
            if used:
                rows.append(row)
            elif not obeys(row, ()):
                return False
    system.rows += rows
    system.ratios.update(dict.fromkeys(labels, ratio))
    return True


def _difference(ratio: Ratio, unknown: int, value: Fraction) -> Fraction:
    """The coefficient of an unknown (or of the plain number) in numerator - value · denominator."""
    return ratio.top.get(unknown, NONE) - value * ratio.bottom.get(unknown, NONE)


def _solved_for(name: str, formula: Curved) -> tuple[dict[str, Fraction], dict[str, Fraction]] | None:
    """Numerator and denominator of `name` in an equation linear in it and in the rest; "" is a plain number."""
    top: dict[str, Fraction] = {}
    bottom: dict[str, Fraction] = {}
    for monomial, value in formula.terms:
        rest = [one for one in monomial if one != name]
        if len(rest) > 1 or len(monomial) - len(rest) > 1:
            return None
        target, signed = (bottom, value) if len(rest) < len(monomial) else (top, -value)
        target[rest[0] if rest else ""] = signed
    if bottom and all(value < 0 for value in bottom.values()):
        top, bottom = {n: -v for n, v in top.items()}, {n: -v for n, v in bottom.items()}
    return (top, bottom) if bottom else None
