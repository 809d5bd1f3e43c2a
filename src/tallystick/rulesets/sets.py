"""Rule sets: what rules say together, what follows from what, and what a record must change to obey them.

The Python door to the solver for records that are no ledger: `RuleSet({"r1": "x > 1", …})`. A rule that
cannot be judged raises when the set is made; nothing is skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product

from tallystick.errors import ReadError
from tallystick.expressions import names as names_in
from tallystick.expressions import nodes
from tallystick.meaning import Translator, absence, linear_form, translate
from tallystick.meaning.formula import FALSE, TRUE, Formula, negate, put_in, unknowns
from tallystick.model import Bound, Verdict
from tallystick.rulesets import single
from tallystick.rulesets.columns import Index, Rows
from tallystick.rulesets.fields import Given, Value, infinite, nearest, read_record
from tallystick.rulesets.outcomes import Evaluation, LinearForm, RuleConflict, Substituted, Vacuous
from tallystick.rulesets.records import RecordCorrections
from tallystick.rulesets.rulebooks import ReadRule, Rulebook
from tallystick.solving import kleene, search
from tallystick.solving.alternatives import propose
from tallystick.solving.case_oracles import CaseOracle, Within
from tallystick.solving.conflicts import find_all
from tallystick.solving.oracles import Undecided
from tallystick.solving.showing import show_formula


class RuleSet(Rulebook):
    """Rules by name over the fields of a record.

    Args:
        rules: Rule by name, or rules in order (named V1, V2, …). `name := expression` defines a name for the rest.
        fields: Kinds of fields (`"date"`, `"category"`, `"quantity kt/year"`, or a `Measure` with its range),
            where the rules do not show them.
        limit_ms: For each question put to the solver.

    Raises:
        CheckDefinitionError: A rule cannot be read; its name is in the message.
        NotDecidable: A rule is beyond what can be judged.

    >>> rules = RuleSet({"r1": "x > 1", "r2": "x < 0", "r3": "x > 2"})
    >>> rules.feasible(), [conflict.rules for conflict in rules.conflicts()]
    (False, [('r1', 'r2'), ('r2', 'r3')])
    """

    # --- records ------------------------------------------------------------------------

    def evaluate(
        self,
        record: Mapping[str, Given],
        *,
        missing: Verdict = Verdict.UNKNOWN,
        skip_missing: bool = False,
        equal_within: Fraction | float = 0,
        order_within: Fraction | float = 0,
    ) -> Evaluation:
        """Each rule's verdict on one record.

        Args:
            record: Values by field; None is missing.
            missing: The verdict where a missing value decides.
            skip_missing: Leave missing terms out of sums, as if they were zero.
            equal_within: Numbers that differ by no more count as equal; exact by default.
            order_within: Numbers out of order by no more count as in order; exact by default.
        """
        if equal_within or order_within:
            slack = [single.weight(one) or Fraction(0) for one in (equal_within, order_within)]
            loose = {rule.name: (rule.text, single.loosened(rule.node, slack[0], slack[1])) for rule in self._rules}
            return RuleSet.of_trees(loose, self._fields).evaluate(record, missing=missing, skip_missing=skip_missing)
        signs = {name: sign for name, value in record.items() if (sign := infinite(value))}
        known = read_record({name: value for name, value in record.items() if name not in signs}, self._fields)
        present: dict[str, Value] = {name: value for name, value in known.items() if value is not None}
        if skip_missing:
            present.update(
                {name: Fraction(0) for name, value in known.items() if value is None and self._is_number(name)}
            )
        absent = {absence(name): "true" if value is None else "false" for name, value in known.items()}
        values = {**present, **absent, **{absence(name): "false" for name in signs}}
        verdicts: dict[str, Verdict] = {}
        reasons: dict[str, str] = {}
        for rule in self._rules:
            reason = self._unknown_field(rule, record)
            left = FALSE if reason else self._decided(single.settle(self._left(rule, known, values), signs))
            if not reason and left not in (TRUE, FALSE):
                reason = f"missing: {', '.join(unknowns(left))}"
            if not reason and left == FALSE and single.divides_by_zero(rule.node, present):
                reason = "division by zero"
            if reason:
                reasons[rule.name] = reason
            fallback = missing if reason.startswith("missing") else Verdict.UNKNOWN
            verdicts[rule.name] = fallback if reason else Verdict.HOLDS if left == TRUE else Verdict.BREAKS
        return Evaluation(verdicts, reasons)

    def _decided(self, left: Formula) -> Formula:
        """TRUE or FALSE where that holds whatever the values that are missing."""
        if left in (TRUE, FALSE):
            return left
        if search.decide([(negate(left), 0)], self._whole).feasible is False:
            return TRUE
        return FALSE if search.decide([(left, 0)], self._whole).feasible is False else left

    def _left(self, rule: ReadRule, record: Mapping[str, Value | None], known: Mapping[str, Value]) -> Formula:
        """What is left of a rule with the values put in; what functions make of them is told by intervals."""
        if rule.name in self._made:
            work = Translator(Rows(self._fields, Index([record]), 0))
            verdict = kleene.Intervals(work.unknowns).judge(work.statement(rule.node)).verdict
            if verdict is not Verdict.UNKNOWN:
                return TRUE if verdict is Verdict.HOLDS else FALSE
        return put_in(rule.formula, known)

    def corrections(
        self,
        record: Mapping[str, Given],
        weights: Mapping[str, Fraction | float | None] | None = None,
        *,
        cap: int = 64,
    ) -> RecordCorrections:
        """Every cheapest set of fields whose values must change for all rules to hold, with where they may move.

        Args:
            record: Values by field; a missing value may become anything and is no correction.
            weights: What changing a field costs, 1 by default; None or infinity: it may not change.
            cap: Alternatives to list.

        Raises:
            ReadError: The record has no value at all for a field of the rules.

        >>> found = RuleSet({"sum": "t == a + b"}).corrections({"t": 30, "a": 10, "b": 15})
        >>> [sorted(one.changes) for one in found.alternatives]
        [['a'], ['b'], ['t']]
        """
        lacking = [name for name in self._fields.measures if name not in record and self._used(name)]
        if lacking:
            listed = ", ".join(f"'{name}'" for name in lacking)
            raise ReadError(
                f"the record has no field {listed}{nearest(lacking[0], record)}", fix="add it, empty if need be"
            )
        return self._repairer.repair(read_record(record, self._fields), weights or {}, cap=cap)

    def substitute(self, record: Mapping[str, Given]) -> Substituted:
        """What is left of each rule once the record's values are put in; rules that hold are gone."""
        known = read_record(record, self._fields)
        present = {name: value for name, value in known.items() if value is not None}
        left: dict[str, str] = {}
        broken = []
        for rule in self._rules:
            formula = put_in(rule.formula, present)
            if formula == FALSE:
                broken.append(rule.name)
            elif formula != TRUE:
                left[rule.name] = rule.text if formula == rule.formula else show_formula(formula)
        return Substituted(left, tuple(broken))

    # --- the rules themselves -----------------------------------------------------------

    def components(self) -> tuple[tuple[str, ...], ...]:
        """The rules in groups that share no field.

        >>> RuleSet(["x > 0", "y > 0", "x < y", "z > 0"]).components()
        (('V1', 'V2', 'V3'), ('V4',))
        """
        return tuple(self._named(block) for block in self._blocks)

    def feasible(self) -> bool | None:
        """Whether some record obeys all rules; None when that is not decided.

        >>> RuleSet({"a": "x > 0.9995", "b": "x < 1"}).feasible()
        True
        """
        try:
            return all(self._oracle.ask(frozenset(block)) is None for block in self._blocks)
        except Undecided:
            return None

    def conflicts(self, *, cap: int = 64) -> tuple[RuleConflict, ...]:
        """Every smallest set of rules that cannot all hold, up to `cap` for each component.

        Raises:
            NotDecidable: The solver gave up within its limit.
        """
        found: list[RuleConflict] = []
        for block in self._blocks:
            answer = find_all(Within(self._oracle, block), cap=cap)
            single.demand(not answer.undecided, "the conflict sets of the rules are not decided")
            found += [RuleConflict(self._named(block[label] for label in core.labels)) for core in answer.cores]
        return tuple(found)

    def removals(
        self, weights: Mapping[str, Fraction | float | None] | None = None, *, cap: int = 64
    ) -> tuple[tuple[str, ...], ...]:
        """Every cheapest set of rules without which the rest can hold.

        Args:
            weights: What removing a rule costs, 1 by default; None or infinity: it stays.

        >>> RuleSet({"r1": "x > 1", "r2": "x < 0", "r3": "x > 2"}).removals()
        (('r2',),)
        """
        chosen: list[list[frozenset[int]]] = []
        for block in self._blocks:
            costs = [single.weight((weights or {}).get(self._rules[place].name, 1)) for place in block]
            found = propose(Within(self._oracle, block), costs, cap=cap)
            chosen += [[frozenset(block[label] for label in one) for one in group.sets] for group in found]
        combined = [frozenset[int]().union(*parts) for parts, _ in zip(product(*chosen), range(cap), strict=False)]
        return tuple(self._named(one) for one in combined if one)

    def contradicted_by(self, rule: str) -> tuple[str, ...]:
        """The rules that stand with `rule` in a conflict set.

        Raises:
            KeyError: No rule has that name.
        """
        place = self._place(rule)
        together = [conflict.rules for conflict in self.conflicts() if self._rules[place].name in conflict.rules]
        return tuple(name for name in self.names if name != rule and any(name in rules for rules in together))

    def redundant(self) -> tuple[str, ...]:
        """The rules that follow from all the others.

        >>> RuleSet({"a": "x > 1", "b": "x > 0", "c": "y > 0"}).redundant()
        ('b',)
        """
        return tuple(
            self._rules[place].name for block in self._blocks for place in block if self._follows(place, block)
        )

    def is_redundant(self, rule: str) -> bool:
        """Whether a rule follows from all the others.

        Raises:
            KeyError: No rule has that name.
            NotDecidable: The solver gave up within its limit.
        """
        place = self._place(rule)
        return self._follows(place, self._block_with(place))

    def _follows(self, place: int, others: Iterable[int]) -> bool:
        rest = frozenset(others) - {place}
        if not rest and not self._oracle.hard:
            return self._oracle.ask(frozenset({len(self._rules) + place})) is not None
        return self._oracle.ask(rest | {len(self._rules) + place}) is not None

    def minimal(self) -> tuple[str, ...]:
        """The rules left when each that follows from the rest is taken away, one after the other, from the last on."""
        left: list[int] = []
        for block in self._blocks:
            kept = list(block)
            for place in reversed(block):
                rest = [other for other in kept if other != place]
                if self._follows(place, rest):
                    kept = rest
            left += kept
        return self._named(left)

    def implied(self, rule: str, *, cap: int = 16) -> tuple[tuple[str, ...], ...]:
        """Every smallest set of other rules from which `rule` follows.

        Raises:
            KeyError: No rule has that name.

        >>> RuleSet({"r1": "x + y >= 0", "r2": "x >= 0", "r3": "y >= 0"}).implied("r1")
        (('r2', 'r3'),)
        """
        place = self._place(rule)
        others = [other for other in self._block_with(place) if other != place]
        oracle = Within(self._oracle, others, always=(len(self._rules) + place,))
        return tuple(self._named(others[label] for label in core.labels) for core in find_all(oracle, cap=cap).cores)

    def vacuous(self) -> tuple[Vacuous, ...]:
        """The rules whose condition can never hold, with a smallest set of rules that rules it out.

        >>> RuleSet({"a": "if x > 1 then y > 1", "b": "x < 0"}).vacuous()
        (Vacuous(rule='a', condition='x > 1', rules=('b',)),)
        """
        if self.feasible() is False:
            return ()
        return tuple(
            found
            for place, rule in enumerate(self._rules)
            if isinstance(rule.node, nodes.IfThen) and (found := self._vacuous(place, rule.node)) is not None
        )

    def _vacuous(self, place: int, node: nodes.IfThen) -> Vacuous | None:
        from tallystick.expressions import show

        block = self._block_with(place)
        condition = translate(node.condition, self._fields).formula
        oracle = CaseOracle(
            [*self._ranges(), condition],
            [self._rules[other].formula for other in block],
            whole=self._whole,
            allowance=self._allowance,
        )
        cores = find_all(oracle, cap=1).cores
        if not cores:
            return None
        return Vacuous(
            self._rules[place].name, show(node.condition), self._named(block[one] for one in cores[0].labels)
        )

    def bounds(self) -> dict[str, Bound]:
        """The smallest interval that holds every value a number field can take under all rules.

        >>> found = RuleSet(["x >= 1", "x + y <= 10", "y >= 6"]).bounds()
        >>> found["x"].low, found["x"].high
        (Fraction(1, 1), Fraction(4, 1))
        """
        return dict(self._bounds)

    @cached_property
    def _bounds(self) -> dict[str, Bound]:
        found: dict[str, Bound] = {}
        for block in self._blocks:
            dropped = frozenset(range(self._oracle.count)) - frozenset(block)
            used = dict.fromkeys(name for place in block for name in names_in(self._rules[place].node))
            for name in used:
                if name in self._fields.measures and self._is_number(name):
                    found[name] = self._oracle.reach_named(dropped, name)
        return {name: found[name] for name in self._fields.measures if name in found}

    def choices(self) -> dict[str, tuple[str, ...]]:
        """The words each category or boolean field can be under all rules, out of those that are told apart.

        >>> RuleSet(['a in {"x", "y", "z"}', 'a != "y"', 'if b == true then a == "x"']).choices()
        {'a': ('x', 'z'), 'b': ('false', 'true')}
        """
        worded = [name for name in self._fields.measures if not self._is_number(name) and self._used(name)]
        possible = {name: [one for one in self._possible_words(name) if one.inside] for name in worded}
        return {name: tuple(min(one.words) for one in found) for name, found in possible.items()}

    def fixed(self) -> dict[str, Value]:
        """The fields that can take one value only.

        >>> RuleSet(["x >= 1", "x <= 1", "y > x"]).fixed()
        {'x': Fraction(1, 1)}
        """
        found: dict[str, Value] = {
            name: bound.low for name, bound in self.bounds().items() if bound.is_point and bound.low is not None
        }
        for name in self._fields.measures:
            if not self._is_number(name):
                possible = self._possible_words(name)
                if len(possible) == 1 and possible[0].inside:
                    found[name] = min(possible[0].words)
        return {name: found[name] for name in self._fields.measures if name in found}

    # --- the shape of rules -------------------------------------------------------------

    def simplify(self) -> dict[str, str]:
        """The same rules with cases that cannot be left out, conditions that always hold dropped, fixed fields stated.

        >>> RuleSet({"r1": "if income > 0 then age >= 16 or student == true", "r2": "age < 12"}).simplify()
        {'r1': 'if income > 0 then student == true', 'r2': 'age < 12'}
        """
        return single.simplify(
            self.names,
            [rule.text for rule in self._rules],
            [r.formula for r in self._rules],
            self._consistent,
            self.fixed(),
        )

    def _consistent(self, formulas: Sequence[Formula]) -> bool:
        oracle = CaseOracle([*self._ranges(), *formulas], [], whole=self._whole, allowance=self._allowance)
        try:
            return oracle.without(()) is None
        except Undecided:
            return True

    def classify(self) -> dict[str, str]:
        """Each rule's shape: linear, categorical, conditional, or curved.

        >>> RuleSet(["x + y <= 1", 'a == "b"', 'if x > 1 then a == "b"', "x * y > 1"]).classify()
        {'V1': 'linear', 'V2': 'categorical', 'V3': 'conditional', 'V4': 'curved'}
        """
        return {rule.name: single.shape(rule.formula) for rule in self._rules}

    def linear_form(self) -> dict[str, LinearForm]:
        """The rules that are one linear comparison, as Σ coefficient · field `<`, `<=` or `==` constant.

        >>> form = RuleSet({"r": "2 * x + y > 3 * z"}).linear_form()["r"]
        >>> {name: int(value) for name, value in form.coefficients.items()}, form.relation, int(form.constant)
        ({'x': -2, 'y': -1, 'z': 3}, '<', 0)
        """
        found = {}
        for rule in self._rules:
            form = linear_form(rule.node, self._fields)
            if form is not None:
                found[rule.name] = LinearForm(*form)
        return found
