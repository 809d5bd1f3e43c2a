"""A set of rules as read: trees, formulas, fields, connected parts. What is asked of it stands in `sets`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from math import inf
from typing import Self

from tallystick.errors import NotDecidable
from tallystick.expressions import names as names_in
from tallystick.expressions.nodes import Call, Node, walk
from tallystick.meaning import FUNCTIONS, absence, translate
from tallystick.meaning.formula import Among, Formula, negate, unknowns
from tallystick.model import WHOLE, WORDS, Kind, Measure
from tallystick.rulesets import single
from tallystick.rulesets.fields import Fields, Given, declared, find_fields, nearest
from tallystick.rulesets.records import Repairer
from tallystick.solving import bound_rows
from tallystick.solving.allowance import Allowance
from tallystick.solving.case_oracles import CaseOracle
from tallystick.solving.groups import Groups

LIMIT_MS = 5000


@dataclass(frozen=True)
class ReadRule:
    """One rule: its name, text, tree, and what the solver reads."""

    name: str
    text: str
    node: Node = field(compare=False)
    formula: Formula = field(compare=False)
    whole: frozenset[str] = field(compare=False, default=frozenset())


def _read(name: str, text: str, tree: Node, fields: Fields) -> ReadRule:
    for part in walk(tree):
        if isinstance(part, Call) and FUNCTIONS[part.function].many:
            what = f"rule '{name}': {part.function}() speaks of several records, and a rule set of one"
            raise NotDecidable(what, fix="judge records together: rulesets.judge_records(rules, records)")
    meaning = single.put(name, partial(translate, tree, fields, mark=f" {name}"))
    return ReadRule(name, text, tree, meaning.formula, meaning.whole)


def _is_made(rule: ReadRule, fields: Fields) -> bool:
    """True when the rule's formula has unknowns that functions make of its fields."""
    mine = {*fields.measures, *map(absence, fields.measures)}
    return any(name not in mine for name in unknowns(rule.formula))


class Rulebook:
    """The rules of a set and what they speak of; see `RuleSet` for its arguments."""

    def __init__(
        self,
        rules: Mapping[str, str] | Sequence[str],
        *,
        fields: Mapping[str, str | Kind | Measure] | None = None,
        limit_ms: int = LIMIT_MS,
    ) -> None:
        texts = dict(rules) if isinstance(rules, Mapping) else {f"V{n}": text for n, text in enumerate(rules, 1)}
        self._allowance = Allowance(inf, limit_ms)
        trees = single.read_rules(texts)
        self._fields: Fields = find_fields(trees.values(), declared(fields or {}))
        self._rules = tuple(_read(name, texts[name], tree, self._fields) for name, tree in trees.items())

    @classmethod
    def of_trees(
        cls, trees: Mapping[str, tuple[str, Node]], fields: Fields, *, allowance: Allowance | None = None
    ) -> Self:
        """A set of rules that are read already, over fields that are known.

        Args:
            trees: (text, tree) by rule.
            fields: What the trees' names stand for.
            allowance: The time it shares with others.
        """
        made = cls({})
        made._allowance = allowance or made._allowance
        made._fields = fields
        made._rules = tuple(_read(name, text, tree, fields) for name, (text, tree) in trees.items())
        return made

    def __len__(self) -> int:
        return len(self._rules)

    @property
    def names(self) -> tuple[str, ...]:
        """The rules' names, in order."""
        return tuple(rule.name for rule in self._rules)

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The rules as the solver reads them."""
        return tuple(rule.formula for rule in self._rules)

    @property
    def fields(self) -> Mapping[str, Measure]:
        """The fields with their kinds."""
        return self._fields.measures

    def _is_number(self, name: str) -> bool:
        return self._fields.measures[name].kind not in WORDS

    def _unknown_field(self, rule: ReadRule, record: Mapping[str, Given]) -> str:
        name = next((name for name in names_in(rule.node) if name not in record), "")
        return f"unknown field '{name}'{nearest(name, record)}" if name else ""

    def _used(self, name: str) -> bool:
        return name in self._used_fields

    @cached_property
    def _used_fields(self) -> frozenset[str]:
        return frozenset(name for rule in self._rules for name in names_in(rule.node))

    @cached_property
    def _repairer(self) -> Repairer:
        formulas = [*(rule.formula for rule in self._rules), *self._ranges()]
        return Repairer(formulas, whole=self._whole, allowance=self._allowance)

    @cached_property
    def _made(self) -> frozenset[str]:
        """The rules that have unknowns which functions make of fields."""
        return frozenset(rule.name for rule in self._rules if _is_made(rule, self._fields))

    @cached_property
    def _whole(self) -> frozenset[str]:
        mine = frozenset(name for name, measure in self._fields.measures.items() if measure.kind in WHOLE)
        return mine.union(*(rule.whole for rule in self._rules))

    def _ranges(self) -> list[Formula]:
        """What the fields' own ranges and values say."""
        found: list[Formula] = []
        for name, measure in self._fields.measures.items():
            if measure.kind is Kind.BOOLEAN:
                found.append(Among(name, frozenset({"true", "false"})))
            elif measure.kind is Kind.CATEGORY:
                found += [Among(name, frozenset(measure.values))] if measure.values else []
            else:
                found += bound_rows(name, measure.range)
        return found

    @cached_property
    def _oracle(self) -> CaseOracle:
        """Statements: the rules, then their opposites."""
        formulas = [rule.formula for rule in self._rules]
        opposites = [negate(formula) for formula in formulas]
        return CaseOracle(self._ranges(), [*formulas, *opposites], whole=self._whole, allowance=self._allowance)

    @cached_property
    def _blocks(self) -> tuple[tuple[int, ...], ...]:
        """The rules by connected component, each in order."""
        fields = {name: place for place, name in enumerate(self._fields.measures)}
        groups = Groups(len(fields) + len(self._rules))
        for place, rule in enumerate(self._rules):
            used = {name.removesuffix(" is missing") for name in unknowns(rule.formula)} | set(names_in(rule.node))
            groups.join([len(fields) + place, *(fields[name] for name in sorted(used) if name in fields)])
        blocks: dict[int, list[int]] = {}
        for place in range(len(self._rules)):
            blocks.setdefault(groups.find(len(fields) + place), []).append(place)
        return tuple(tuple(block) for block in blocks.values())

    def _named(self, places: Iterable[int]) -> tuple[str, ...]:
        return tuple(self._rules[place].name for place in sorted(places))

    def _place(self, rule: str) -> int:
        if rule not in self._places:
            raise KeyError(f"no rule is named '{rule}'{nearest(rule, self.names)}")
        return self._places[rule]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {rule.name: place for place, rule in enumerate(self._rules)}

    @cached_property
    def _block_of(self) -> dict[int, tuple[int, ...]]:
        return {place: block for block in self._blocks for place in block}

    def _block_with(self, place: int) -> tuple[int, ...]:
        return self._block_of[place]

    def _possible_words(self, name: str) -> list[Among]:
        """The words that a field can be under all rules, one each, and last any other word where that is possible."""
        block = next((block for block in self._blocks if any(name in names_in(self._rules[p].node) for p in block)), ())
        formulas = [self._rules[place].formula for place in block]
        told = single.words_of(formulas, name) | set(self._fields.measures[name].values)
        told |= {"false", "true"} if self._fields.measures[name].kind is Kind.BOOLEAN else set()
        asked = [Among(name, frozenset({word})) for word in sorted(told)]
        return [
            among
            for among in [*asked, Among(name, frozenset(told), inside=False)]
            if CaseOracle([*self._ranges(), among], formulas, whole=self._whole, allowance=self._allowance).without(())
            is None
        ]
