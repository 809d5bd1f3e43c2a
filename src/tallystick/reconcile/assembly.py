"""From a sorted ledger to the system of one world: claims become statements, relations become rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from tallystick import bounds
from tallystick.errors import TallystickError
from tallystick.meaning import translate
from tallystick.meaning.formula import FALSE, TRUE, Either, Every, Formula, Linear, unknowns
from tallystick.model import ACTUAL, WHOLE, Kind, Measure
from tallystick.reconcile.components import Other, System
from tallystick.reconcile.ratios import straighten_ratios
from tallystick.reconcile.relations import Instance, Named, Spreader, spread
from tallystick.reconcile.sorting import SortedLedger, unjudged
from tallystick.reconcile.variables import UNDATED, Stated, Stretch, Variable, cut, in_print, pieces_of, years_in
from tallystick.solving.rows import Row, row_of

Covered = Mapping[int, Sequence[Stretch]]  # the stretches the claims of each series speak of


def assemble(sorted_ledger: SortedLedger, world: str, blocks: Iterable[int], *, mode: str = "") -> System:
    """The system of one world, over some blocks of the ledger.

    Args:
        mode: "" as written; `nearest` or `truncate`: with every figure widened to what prints as it does.
    """
    work = _Assembly(sorted_ledger, world, mode)
    for block in blocks:
        work.take_block(block)
    straighten_ratios(work.system)
    return work.system


class _Assembly:
    """Fills one system, block by block."""

    def __init__(self, sorted_ledger: SortedLedger, world: str, mode: str) -> None:
        self.mode = mode
        self.sorted_ledger = sorted_ledger
        self.told = sorted_ledger.register.told
        self.system = System()
        self.world = world
        self.measures: Mapping[str, Measure] = sorted_ledger.ledger.schema.measures
        self.relations = {relation.id: place for place, relation in enumerate(sorted_ledger.ledger.schema.relations)}
        self.reported: set[str] = set()
        self.translated = 0  # formulas so far
        self.unknowns: dict[tuple[int, Stretch], int] = {}  # of one block: blocks share no series
        self.wholes: dict[tuple[int, Stretch, str, str], int] = {}  # means and totals, of one block

    def take_block(self, block: int) -> None:
        self.unknowns.clear()
        self.wholes.clear()
        mine = {one: self._of_world(self.told[one]) for one in self.sorted_ledger.blocks[block]}
        pieces = cut([said.stretch for told in mine.values() for said in told])
        covered = {one: self._take_series(one, told, pieces) for one, told in mine.items() if told}
        instances = self.sorted_ledger.instances_of[block]
        if instances and any(len(told) != len(self.told[one]) for one, told in mine.items()):
            instances = self._instances_here(instances, mine)
        for instance in instances:
            self._take_instance(instance, covered)

    def _of_world(self, told: Sequence[Stated]) -> list[Stated]:
        """The claims of this world, and the actual ones of stretches it says nothing of."""
        own = [said for said in told if said.world == self.world]
        if self.world == ACTUAL:
            return own
        taken = [said.stretch for said in own]
        inherited = [
            said for said in told if said.world == ACTUAL and not any(_meet(said.stretch, one) for one in taken)
        ]
        return own + inherited

    def _instances_here(self, instances: Iterable[Instance], mine: Mapping[int, Sequence[Stated]]) -> list[Instance]:
        """The relations over the members this world knows of."""
        known = [series for series, told in mine.items() if told]
        sorted_ledger = self.sorted_ledger
        spreader = Spreader(sorted_ledger.ledger.schema, sorted_ledger.register, known, sorted_ledger.series_of_claim)
        parsed = {id(instance.parsed): instance.parsed for instance in instances}
        return [instance for one in parsed.values() for instance in spreader.instances(one)]

    def _unknown(self, series: int, stretch: Stretch) -> int:
        known = self.unknowns.get((series, stretch))
        if known is None:
            said = self.sorted_ledger.register.series[series]
            known = self.system.add(Variable(said, stretch, self.world), self.measures[said.measure])
            self.unknowns[series, stretch] = known
        return known

    def _take_series(self, series: int, told: Sequence[Stated], pieces: Sequence[Stretch]) -> Sequence[Stretch]:
        covered: dict[Stretch, None] = {}
        for said in told:
            mine = pieces_of(said.stretch, pieces)
            if said.word or said.bound is not bounds.EVERYTHING:
                self._take_statement(series, said, mine)
            if len(told) == 1:
                return mine
            covered.update(dict.fromkeys(mine))
        return list(covered)

    def _take_statement(self, series: int, said: Stated, pieces: Sequence[Stretch]) -> None:
        places = tuple([self._unknown(series, piece) for piece in pieces])
        if said.claim.over != "each" and not said.word and (len(places) > 1 or said.years):
            places = (self._whole(series, said, pieces, places),)
        self.system.stated.append(in_print(said, self.mode) if self.mode else said)
        self.system.places.append(places)

    def _whole(self, series: int, said: Stated, pieces: Sequence[Stretch], places: Sequence[int]) -> int:
        """The unknown for a mean or a total over some pieces; free where how long they are cannot be told."""
        key = series, said.stretch, said.claim.over, said.unit
        known = self.wholes.get(key)
        if known is not None:
            return known
        measure = self.measures[said.claim.measure]
        # A mean of whole numbers need not be one; and what the range leaves of each piece is no range of the whole.
        kind = Kind.QUANTITY if measure.kind in WHOLE else measure.kind
        whole = replace(measure, kind=kind, unit=said.unit, range=bounds.EVERYTHING)
        known = self.system.add(Variable(self.sorted_ledger.register.series[series], said.stretch, self.world), whole)
        self.wholes[key] = known
        years = [years_in(piece) for piece in pieces]
        lengths = [length for length in years if length is not None]
        if len(lengths) == len(years):
            weights = [*lengths, -(said.years or sum(lengths, Fraction(0)))]
            self.system.rows.append(row_of((*places, known), weights, "==", Fraction(0)))
        return known

    # --- relations ----------------------------------------------------------------------

    def _take_instance(self, instance: Instance, covered: Covered) -> None:
        series = tuple(dict.fromkeys(instance.series()))
        spans = [covered.get(one, ()) for one in series]
        dated = {piece for span in spans for piece in span if piece != UNDATED}
        timeless = {one for one, span in zip(series, spans, strict=True) if span and not dated.intersection(span)}
        for piece in sorted(dated) or [UNDATED]:
            at = {one: UNDATED if one in timeless else piece for one in series}
            claimed = frozenset(one for one, span in zip(series, spans, strict=True) if at[one] in span)
            self._take_at(instance, {one: self._unknown(one, at[one]) for one in series}, claimed)

    def _take_at(self, instance: Instance, places: Mapping[int, int], claimed: frozenset[int]) -> None:
        origin = self.relations[instance.parsed.relation.id]
        ready = self.sorted_ledger.templates[instance.parsed.relation.id]
        if ready is None:
            self._take_formula(instance, places, origin, claimed)
            return
        for row in ready.rows:
            terms, relation, constant = spread(row, instance)
            if terms:
                at = tuple([places[one] for one in terms])
                self.system.rows.append(Row(at, tuple(terms.values()), relation, constant, -1, origin))

    def _take_formula(
        self, instance: Instance, places: Mapping[int, int], origin: int, claimed: frozenset[int]
    ) -> None:
        names = {one: self.system.name(place) for one, place in places.items()}
        measures = {one: self.system.measures[place] for one, place in places.items()}
        self.translated += 1
        try:
            dimensions = {one: self.sorted_ledger.register.series[one].dimensions for one in places}
            named = Named(instance, measures, names, dimensions, claimed)
            meaning = translate(instance.parsed.node, named, mark=f" of {self.translated}")
        except TallystickError as problem:
            relation = instance.parsed.relation
            if relation.id not in self.reported:
                self.reported.add(relation.id)
                self.sorted_ledger.findings.append(unjudged(relation, problem))
            return
        positions = {name: places[one] for one, name in names.items()}
        self.system.whole |= meaning.whole
        for part in meaning.formula.parts if isinstance(meaning.formula, Every) else (meaning.formula,):
            self._take_part(part, positions, origin, places)

    def _take_part(self, part: Formula, positions: Mapping[str, int], origin: int, places: Mapping[int, int]) -> None:
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


def _meet(first: Stretch, second: Stretch) -> bool:
    if UNDATED in (first, second):
        return first == second
    return first[0] <= second[1] and second[0] <= first[1]
