"""From a sorted ledger to the system of one world: claims become statements, relations become rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from tallystick import bounds
from tallystick.errors import TallystickError
from tallystick.model import Bound, Measure
from tallystick.reconcile.components import Other, Ratio, System
from tallystick.reconcile.material import Material, unjudged
from tallystick.reconcile.propagation import Row
from tallystick.reconcile.relations import Instance, Named, Spreader, spread
from tallystick.reconcile.variables import (
    ACTUAL,
    UNDATED,
    Series,
    Stated,
    Stretch,
    Variable,
    cut,
    pieces_of,
    stretch_of,
    world_of,
    years_in,
)
from tallystick.solving.formula import FALSE, TRUE, Curved, Either, Every, Formula, Linear, unknowns
from tallystick.solving.translation import translate


def assemble(material: Material, world: str, blocks: Iterable[int], *, mode: str = "") -> System:
    """The system of one world, over some blocks of the ledger.

    Args:
        mode: "" as written; `nearest` or `truncate`: with every printed number widened to what rounds to it.
    """
    system = System()
    work = _Assembly(material, system, world, mode)
    for block in blocks:
        work.take_block(block)
    work.straighten_ratios()
    # Looked up only while it is filled; in a tree of 10⁵ claims it is a tenth of the system.
    system.positions.clear()
    return system


class _Assembly:
    """Fills one system, block by block."""

    def __init__(self, material: Material, system: System, world: str, mode: str) -> None:
        self.mode = mode
        self.material = material
        self.system = system
        self.world = world
        self.measures: Mapping[str, Measure] = material.ledger.schema.measures
        self.relations = {relation.id: place for place, relation in enumerate(material.ledger.schema.relations)}
        self.reported: set[str] = set()

    def take_block(self, block: int) -> None:
        series = self.material.blocks[block]
        mine = {one: self._of_world(self.material.stated.get(one, ())) for one in series}
        pieces = cut(stretch_of(said.claim) for told in mine.values() for said in told)
        covered = {one: self._take_series(one, told, pieces) for one, told in mine.items() if told}
        instances = self.material.instances_of[block]
        if instances and any(len(told) != len(self.material.stated.get(one, ())) for one, told in mine.items()):
            instances = self._instances_here(instances, mine)
        for instance in instances:
            self._take_instance(instance, covered)

    def _of_world(self, told: Sequence[Stated]) -> list[Stated]:
        """The claims of this world, and the actual ones of stretches it says nothing of."""
        own = [said for said in told if world_of(said.claim) == self.world]
        if self.world == ACTUAL or not own:
            return own if self.world == ACTUAL else [said for said in told if world_of(said.claim) == ACTUAL]
        taken = [stretch_of(said.claim) for said in own]
        inherited = [
            said
            for said in told
            if world_of(said.claim) == ACTUAL and not any(_meet(stretch_of(said.claim), one) for one in taken)
        ]
        return own + inherited

    def _instances_here(self, instances: Iterable[Instance], mine: Mapping[Series, Sequence[Stated]]) -> list[Instance]:
        """The relations over the members this world knows of."""
        known = {series: told for series, told in mine.items() if told}
        spreader = Spreader(self.material.ledger.schema, known, self.material.series_of_claim)
        parsed = {id(instance.parsed): instance.parsed for instance in instances}
        return [instance for one in parsed.values() for instance in spreader.instances(one)]

    def _take_series(self, series: Series, told: Iterable[Stated], pieces: Sequence[Stretch]) -> list[Stretch]:
        measure = self.measures[series.measure]
        covered: dict[Stretch, None] = {}
        for said in told:
            said = self._widened(said)  # noqa: PLW2901 - the claim as it is to be read
            mine = pieces_of(stretch_of(said.claim), pieces)
            covered.update(dict.fromkeys(mine))
            places = [self.system.unknown(Variable(series, piece, self.world), measure) for piece in mine]
            self._take_statement(said, mine, places)
        return list(covered)

    def _widened(self, said: Stated) -> Stated:
        if not self.mode or said.word or not any(said.steps):
            return said
        return replace(said, bound=bounds.widen(said.bound, said.steps, mode=self.mode))

    def _take_statement(self, said: Stated, pieces: Sequence[Stretch], places: list[int]) -> None:
        label = len(self.system.stated)
        self.system.stated.append(said)
        self.system.places.append(places)
        if said.claim.over == "each" or len(places) == 1 or said.word:
            return
        years = [years_in(piece) for piece in pieces]
        if any(length is None for length in years):
            return
        lengths = [length for length in years if length is not None]
        self._take_mean(label, said.bound, places, lengths)

    def _take_mean(self, label: int, bound: Bound, places: Sequence[int], lengths: Sequence[Fraction]) -> None:
        """The mean over the pieces, by length, lies within the bound; a total is a mean of the same rate."""
        whole = sum(lengths, Fraction(0))
        for value, relation, sign in (
            (bound.high, _upper(bound.high_open), 1),
            (bound.low, _upper(bound.low_open), -1),
        ):
            if value is None or (bound.is_point and sign < 0):
                continue
            terms = [sign * length for length in lengths]
            self._add_row(places, terms, "==" if bound.is_point else relation, sign * value * whole, label=label)

    def _add_row(
        self,
        places: Sequence[int],
        terms: Sequence[Fraction],
        relation: str,
        constant: Fraction,
        *,
        label: int = -1,
        origin: int = -1,
    ) -> None:
        from math import lcm

        factor = lcm(*(term.denominator for term in terms), constant.denominator)
        whole = tuple(int(term * factor) for term in terms)
        self.system.rows.append(Row(tuple(places), whole, relation, int(constant * factor), label, origin))

    # --- relations ----------------------------------------------------------------------

    def _take_instance(self, instance: Instance, covered: Mapping[Series, Sequence[Stretch]]) -> None:
        series = list(dict.fromkeys(instance.series()))
        dated: dict[Stretch, None] = {}
        for one in series:
            dated.update(dict.fromkeys(piece for piece in covered.get(one, ()) if piece != UNDATED))
        timeless = {one for one in series if covered.get(one) == [UNDATED]}
        for piece in sorted(dated) or [UNDATED]:
            at = {one: UNDATED if one in timeless else piece for one in series}
            self._take_at(instance, at)

    def _take_at(self, instance: Instance, at: Mapping[Series, Stretch]) -> None:
        places = {
            one: self.system.unknown(Variable(one, piece, self.world), self.measures[one.measure])
            for one, piece in at.items()
        }
        origin = self.relations[instance.parsed.relation.id]
        ready = self.material.templates[instance.parsed.relation.id]
        if ready is None:
            self._take_formula(instance, places, origin)
            return
        for row in ready.rows:
            terms, relation, constant = spread(row, instance)
            if terms:
                self.system.rows.append(
                    Row(tuple(places[one] for one in terms), tuple(terms.values()), relation, constant, -1, origin)
                )

    def _take_formula(self, instance: Instance, places: Mapping[Series, int], origin: int) -> None:
        names = {one: self.system.name(place) for one, place in places.items()}
        try:
            formula = translate(instance.parsed.node, Named(instance, self.measures, names))
        except TallystickError as problem:
            relation = instance.parsed.relation
            if relation.id not in self.reported:
                self.reported.add(relation.id)
                self.material.findings.append(unjudged(relation, problem))
            return
        positions = {name: places[one] for one, name in names.items()}
        for part in formula.parts if isinstance(formula, Every) else (formula,):
            self._take_part(part, positions, origin, places)

    def _take_part(
        self, part: Formula, positions: Mapping[str, int], origin: int, places: Mapping[Series, int]
    ) -> None:
        used = [positions[name] for name in unknowns(part) if name in positions]
        if isinstance(part, Linear) and len(used) == len(part.terms):
            terms = tuple(coefficient for _, coefficient in part.terms)
            row = Row(tuple(positions[name] for name, _ in part.terms), terms, part.relation, part.constant, -1, origin)
            self.system.rows.append(row)
        elif isinstance(part, Either) and (only := self._sign_known(part, positions)) is not None:
            self._take_part(only, positions, origin, places)
        elif part != TRUE:
            everything = tuple(dict.fromkeys(used)) or tuple(places.values())
            # Counters of a rank tie its parts together, so that they stay in one component.
            tied = (
                everything
                if len(used) == len(unknowns(part)) and part != FALSE
                else tuple(dict.fromkeys(places.values()))
            )
            self.system.others.append(Other(part, tied, origin))

    def _sign_known(self, part: Either, positions: Mapping[str, int]) -> Formula | None:
        """The one side of `x < 0 or x > 0` that the range of x leaves."""
        left = [row for row in part.parts if not self._below_range(row, positions)]
        return left[0] if len(left) == 1 and len(part.parts) > 1 else None

    def _below_range(self, row: Formula, positions: Mapping[str, int]) -> bool:
        if not isinstance(row, Linear) or row.constant > 0 or (row.constant == 0 and row.relation != "<"):
            return False
        lows = [self.measures_at(positions, name).range.low for name, _ in row.terms]
        return all(value > 0 for _, value in row.terms) and all(low is not None and low >= 0 for low in lows)

    def measures_at(self, positions: Mapping[str, int], name: str) -> Measure:
        """The measure of a named unknown; a counter has none and stands for a plain number."""
        return self.system.measures[positions[name]] if name in positions else Measure(name)

    # --- ratios -------------------------------------------------------------------------

    def straighten_ratios(self) -> None:
        """Turn `share == part / whole` into rows over part and whole, where the share stands nowhere else."""
        if not self.system.others:
            return
        uses = _uses(self.system)
        kept: list[Other] = []
        for other in self.system.others:
            ratio = self._ratio_of(other, uses)
            if ratio is None:
                kept.append(other)
            else:
                self._take_ratio(*ratio, other.origin)
        self.system.others = kept

    def _ratio_of(
        self, other: Other, uses: Mapping[int, int]
    ) -> tuple[int, dict[int, Fraction], dict[int, Fraction]] | None:
        """(ratio, its numerator, its denominator) when the statement is ratio · denominator == numerator."""
        if not isinstance(other.formula, Curved) or other.formula.relation != "==":
            return None
        for place in other.unknowns:
            if uses.get(place) == 1:
                found = _solved_for(self.system.name(place), other.formula)
                if found is not None:
                    top = {self._place(name): value for name, value in found[0].items()}
                    bottom = {self._place(name): value for name, value in found[1].items()}
                    if all(self._never_negative(one, value) for one, value in bottom.items()):
                        return place, top, bottom
        return None

    def _place(self, name: str) -> int:
        return int(name[1:]) if name else -1

    def _never_negative(self, place: int, value: Fraction) -> bool:
        low = self.system.measures[place].range.low if place >= 0 else Fraction(1)
        return value > 0 and low is not None and low >= 0

    def _take_ratio(self, place: int, top: Mapping[int, Fraction], bottom: Mapping[int, Fraction], origin: int) -> None:
        measure = self.system.measures[place]
        labels = [label for label, places in enumerate(self.system.places) if place in places]
        ranges = [(measure.range, -1), *((self.system.stated[label].bound, label) for label in labels)]
        others = sorted({*top, *bottom} - {-1})
        for bound, label in ranges:
            for value, relation, sign in _ends(bound):
                terms = {
                    one: sign * (top.get(one, Fraction(0)) - value * bottom.get(one, Fraction(0))) for one in others
                }
                constant = -sign * (top.get(-1, Fraction(0)) - value * bottom.get(-1, Fraction(0)))
                used = [one for one, term in terms.items() if term]
                self._add_row(used, [terms[one] for one in used], relation, constant, label=label, origin=origin)
        for label in labels:
            self.system.ratios[label] = Ratio(dict(top), dict(bottom))
            self.system.places[label] = others[:1]


def _ends(bound: Bound) -> Iterator[tuple[Fraction, str, int]]:
    if bound.is_point and bound.low is not None:
        yield bound.low, "==", 1
        return
    if bound.high is not None:
        yield bound.high, _upper(bound.high_open), 1
    if bound.low is not None:
        yield bound.low, _upper(bound.low_open), -1


def _upper(is_open: bool) -> str:  # noqa: FBT001
    return "<" if is_open else "<="


def _meet(first: Stretch, second: Stretch) -> bool:
    if UNDATED in (first, second):
        return first == second
    return first[0] <= second[1] and second[0] <= first[1]


def _uses(system: System) -> dict[int, int]:
    """In how many statements of relations each unknown stands."""
    uses: dict[int, int] = {}
    for places in [*(row.unknowns for row in system.rows), *(other.unknowns for other in system.others)]:
        for place in places:
            uses[place] = uses.get(place, 0) + 1
    return uses


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
