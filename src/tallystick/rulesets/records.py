"""Which fields of a record must change for rules to hold: every cheapest set, component by component."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from tallystick import bounds
from tallystick.meaning import absence
from tallystick.meaning.formula import FALSE, TRUE, Among, Every, Formula, Linear, linear, put_in, unknowns
from tallystick.model import Bound
from tallystick.rulesets.single import weight
from tallystick.solving import search
from tallystick.solving.allowance import Allowance
from tallystick.solving.alternatives import propose
from tallystick.solving.case_oracles import CaseOracle
from tallystick.solving.groups import Groups
from tallystick.solving.intervals import bound_between
from tallystick.solving.oracles import Undecided
from tallystick.solving.rows import Core

Value = Fraction | int | str
Weights = Mapping[str, Fraction | float | None]


@dataclass(frozen=True, slots=True)
class FieldChanges:
    """One smallest correction: each field that changes, and the interval it may move to (words: everything)."""

    changes: Mapping[str, Bound]


@dataclass(frozen=True, slots=True)
class RecordCorrections:
    """Every cheapest set of fields to change.

    `alternatives` is empty when nothing can mend the record: the rules contradict each other, or fields that
    may not change break them. One empty alternative means that nothing has to change.
    """

    alternatives: tuple[FieldChanges, ...]
    cost: Fraction = Fraction(0)
    missing: tuple[str, ...] = ()
    feasible: bool = True
    complete: bool = True

    @property
    def flagged(self) -> tuple[str, ...]:
        """The fields of the first alternative, in order."""
        return tuple(sorted(self.alternatives[0].changes)) if self.alternatives else ()


class Repairer:
    """Rules prepared for many records."""

    def __init__(self, formulas: Sequence[Formula], *, allowance: Allowance, whole: Collection[str] = ()) -> None:
        self.whole = frozenset(whole)
        self.allowance = allowance
        flat = [part for formula in formulas for part in (formula.parts if isinstance(formula, Every) else (formula,))]
        self.rules = [(formula, tuple(_field(name) for name in unknowns(formula))) for formula in flat]
        self.components = _components(self.rules)
        self.always_false = FALSE in flat
        self._possible: dict[tuple[str, ...], bool] = {}

    def repair(self, record: Mapping[str, Value | None], weights: Weights, *, cap: int) -> RecordCorrections:
        """See `RuleSet.corrections`."""
        known: dict[str, Value] = {name: _plain(value) for name, value in record.items() if value is not None}
        known |= {absence(name): "false" for name in known}
        missing = tuple(name for name, value in record.items() if value is None)
        lists: list[list[FieldChanges]] = [[FieldChanges({})]]
        cost, feasible, complete = Fraction(0), not self.always_false, True
        for fields, rules in self.components:
            if all(name in known for name in fields) and all(holds(rule, known) for rule, _ in rules):
                continue
            found = self._repair_component(fields, rules, known, weights, cap)
            feasible = feasible and found.feasible
            complete = complete and found.complete
            cost += found.cost
            lists.append(list(found.alternatives))
        joined = _product(lists, cap)
        return RecordCorrections(tuple(joined) if feasible else (), cost, missing, feasible, complete)

    def _repair_component(
        self,
        fields: tuple[str, ...],
        rules: Sequence[tuple[Formula, tuple[str, ...]]],
        known: Mapping[str, Value],
        weights: Weights,
        cap: int,
    ) -> RecordCorrections:
        oracle = _RecordOracle(fields, rules, known, self)
        costs = [weight(weights.get(name, 1)) if name in known else Fraction(0) for name in fields]
        try:
            if fields not in self._possible:
                # Without any value it is the same for every record.
                self._possible[fields] = oracle.without(range(len(fields))) is None
            if not self._possible[fields]:
                return RecordCorrections((), feasible=False)
            groups = propose(oracle, costs, cap=cap, minimal=False)
        except Undecided:
            return RecordCorrections((), complete=False)
        chosen = [group.sets for group in groups if group.sets]
        total = sum((costs[label] or Fraction(0) for sets in chosen for label in sets[0]), Fraction(0))
        # Intervals are those of all changes together: where one claim goes may open or shut the way of another.
        joint = [frozenset[int]().union(*sets) for sets in islice(product(*chosen), cap)]
        found = tuple(oracle.changes(one) for one in joint) if len(chosen) == len(groups) else ()
        return RecordCorrections(found, total, complete=all(group.complete for group in groups))


def _product(lists: Sequence[Sequence[FieldChanges]], cap: int) -> list[FieldChanges]:
    joined = [FieldChanges({})]
    for options in lists:
        joined = [FieldChanges({**one.changes, **other.changes}) for one in joined for other in options][:cap]
    return joined


def _plain(value: Value) -> Value:
    """A whole number as an int, which is several times as fast."""
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def _field(name: str) -> str:
    return name.removesuffix(" is missing")


def _components(
    rules: Sequence[tuple[Formula, tuple[str, ...]]],
) -> list[tuple[tuple[str, ...], list[tuple[Formula, tuple[str, ...]]]]]:
    places: dict[str, int] = {}
    for _, names in rules:
        for name in names:
            places.setdefault(name, len(places))
    groups = Groups(len(places))
    for _, names in rules:
        groups.join(places[name] for name in names)
    found: dict[int, tuple[list[str], list[tuple[Formula, tuple[str, ...]]]]] = {}
    for name, place in places.items():
        found.setdefault(groups.find(place), ([], []))[0].append(name)
    for rule in rules:
        if rule[1]:
            found[groups.find(places[rule[1][0]])][1].append(rule)
    return [(tuple(fields), mine) for fields, mine in found.values()]


def holds(formula: Formula, known: Mapping[str, Value]) -> bool:
    """Whether a formula is true of values that are all known."""
    match formula:
        case Linear(terms, relation, constant):
            total = sum(coefficient * known[name] for name, coefficient in terms)  # type: ignore[misc]
            return (
                total <= constant if relation == "<=" else total == constant if relation == "==" else total < constant
            )
        case Among(name, words, inside):
            return (known[name] in words) == inside
        case Every(parts):
            return all(holds(part, known) for part in parts)
    return put_in(formula, known) == TRUE


class _RecordOracle:
    """The fields' values as statements 0 … n - 1 under the rules of one component."""

    is_quick = False

    def __init__(
        self,
        fields: Sequence[str],
        rules: Sequence[tuple[Formula, tuple[str, ...]]],
        known: Mapping[str, Value],
        repairer: Repairer,
    ) -> None:
        self.fields = fields
        self.rules = rules
        mine = [*fields, *map(absence, fields)]
        self.known = {name: known[name] for name in mine if name in known}
        self.repairer = repairer
        self.places = {name: place for place, name in enumerate(fields)}
        self.free = frozenset(place for place, name in enumerate(fields) if name not in known)
        self.labels = [frozenset(self.places[name] for name in names) for _, names in rules]
        # Whether each rule holds as the record stands; None where a value is missing.
        self.truth = [
            None if labels & self.free else holds(rule, self.known)
            for (rule, _), labels in zip(rules, self.labels, strict=True)
        ]
        self._left_of: dict[tuple[int, frozenset[int]], Formula] = {}

    @property
    def count(self) -> int:
        """How many statements it has."""
        return len(self.fields)

    def _left(self, dropped: Collection[int]) -> list[tuple[Formula, int]] | Core:
        """What the rules say about the dropped fields; a core where a rule about kept fields only is broken."""
        gone = self.free.union(dropped)
        statements = []
        for rule, (labels, truth) in enumerate(zip(self.labels, self.truth, strict=True)):
            if gone.isdisjoint(labels):
                if truth is False:
                    return Core(labels, frozenset())
                continue
            left = self._rest_of(rule, gone & labels)
            if left == FALSE:
                return Core(labels - gone, frozenset())
            if left != TRUE:
                statements.append((left, sum(1 << label for label in labels - gone)))
        return statements

    def _rest_of(self, rule: int, gone: frozenset[int]) -> Formula:
        """What a rule says about the dropped fields of it; asked again and again as alternatives are tried."""
        known = self._left_of.get((rule, gone))
        if known is None:
            names = [self.fields[place] for place in gone]
            away = {*names, *map(absence, names)}
            kept = {name: value for name, value in self.known.items() if name not in away}
            known = self._left_of[rule, gone] = put_in(self.rules[rule][0], kept)
        return known

    def without(self, dropped: Collection[int]) -> Core | None:
        """See `Oracle`."""
        left = self._left(dropped)
        if isinstance(left, Core):
            return left
        outcome = search.decide(left, self.repairer.whole)
        if outcome.feasible is None:
            return self._ask_solver(dropped)
        if outcome.feasible:
            return None
        return Core(frozenset(place for place in range(self.count) if outcome.mask >> place & 1), frozenset())

    def only(self, kept: Collection[int], near: Core) -> Core | None:  # noqa: ARG002 - an oracle is asked so
        """See `Oracle`."""
        return self.without(frozenset(range(self.count)) - frozenset(kept))

    def shrunk(self, core: Core) -> Core | None:  # noqa: ARG002 - an oracle is asked so
        """See `Oracle`."""
        return None

    def _ask_solver(self, dropped: Collection[int]) -> Core | None:
        statements = [_equals(name, self.known[name]) if name in self.known else TRUE for name in self.fields]
        oracle = CaseOracle(
            [formula for formula, _ in self.rules],
            statements,
            whole=self.repairer.whole,
            allowance=self.repairer.allowance,
        )
        return oracle.without(self.free.union(dropped))

    def changes(self, alternative: frozenset[int]) -> FieldChanges:
        """Where each changed field may move while the others keep their values."""
        left = self._left(alternative)
        statements = [] if isinstance(left, Core) else left
        return FieldChanges(
            {self.fields[place]: self._reach(self.fields[place], statements) for place in sorted(alternative)}
        )

    def _reach(self, name: str, statements: Sequence[tuple[Formula, int]]) -> Bound:
        if isinstance(self.known.get(name), str):
            return bounds.EVERYTHING
        try:
            found = search.reach(statements, name, self.repairer.whole)
        except OverflowError:
            return bounds.EVERYTHING
        return bounds.hull([bound_between(low, high) for low, high in found]) if found else bounds.EVERYTHING


def _equals(name: str, value: Value) -> Formula:
    return Among(name, frozenset({value})) if isinstance(value, str) else linear({name: 1}, "==", value)
