"""What a schema's relations say by themselves: whether they can hold together, what they repeat, what they imply.

Every measure stands for one group's value; a measure that is summed or ranked has another member beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tallystick import bounds
from tallystick.errors import CheckDefinitionError, NotDecidable, TallystickError
from tallystick.expressions.nodes import Node
from tallystick.meaning import Chosen, Names, Rivals, Symbol
from tallystick.meaning.formula import Formula
from tallystick.model import WORDS, Finding, Measure, Relation, Schema
from tallystick.reconcile import wording
from tallystick.reconcile.relations import ALL, Parsed, parse_relation
from tallystick.rulesets import RuleSet
from tallystick.rulesets.fields import Fields
from tallystick.rulesets.fields import symbol_of as field_symbol
from tallystick.solving.allowance import Allowance
from tallystick.solving.oracles import Undecided

_ANOTHER = "another "
MAX_TIED = 300  # relations; of more, each question is one to the solver about all of them


@dataclass(frozen=True, slots=True)
class Examination:
    """What the relations come to: findings, what was not examined, and the relations as rules where they can hold."""

    findings: tuple[Finding, ...] = ()
    unread: tuple[str, ...] = ()
    rules: RuleSet | None = None


@dataclass(frozen=True, slots=True)
class _Members(Fields):
    """Measures as fields; one that an aggregate takes whole has two members."""

    def one(self, name: str) -> Symbol:
        """See `Names`."""
        bare = name.removeprefix(ALL)
        return field_symbol(bare, self.measures[bare])

    def each(self, names: Sequence[str], by: Sequence[str] = ()) -> Iterator[Names]:  # noqa: ARG002 - two for all
        """See `Names`."""
        taken = [name for name in names if name.startswith(ALL)]
        yield self
        if taken:
            others = {name: _ANOTHER + name.removeprefix(ALL) for name in taken}
            yield Chosen(self, {name: field_symbol(other, self.measures[other]) for name, other in others.items()})

    def size(self, names: Sequence[str]) -> int | None:
        """See `Names`: how many members there are, the schema does not say."""
        return None if any(name.startswith(ALL) for name in names) else 1

    def missing(self, name: str) -> Formula:
        """See `Names`."""
        raise NotDecidable(f"whether {name} is missing, claims will tell")

    def rivals(self, name: str, by: str) -> Rivals:
        """See `Names`."""
        other = replace(self.one(name), name=_ANOTHER + name)
        return Rivals(self.one(name), [[other]], is_open=not by.startswith(ALL))


def examine(schema: Schema, *, allowance: Allowance | None = None) -> Examination:
    """Relations that cannot hold together (CF03), that others imply (CF04), or whose condition never holds (CF05).

    Args:
        allowance: Of which it takes no more than a quarter.
    """
    trees, unread = _read(schema)
    if not trees:
        return Examination(unread=tuple(unread))
    time = (allowance or Allowance()).part(4)
    rules, dropped = _rules(schema, trees, time)
    unread += dropped
    found: list[Finding] = []
    try:
        found.extend(_examined(rules, {relation.id: relation for relation in schema.relations}))
    except NotDecidable as problem:
        unread.append(f"what the relations say by themselves is not decided: {problem.what}")
        if time.is_spent:
            what = "what the relations say by themselves is not decided: their part of the time for solving is spent"
            found.append(Finding("CF06", what, place=schema.relations[0].place, fix="raise --time-limit"))
    if any(len(block) > MAX_TIED for block in rules.components()):
        unread.append(f"more than {MAX_TIED} relations are tied together: what follows from what is not asked")
    return Examination(tuple(found), tuple(unread), None if found and found[0].code == "CF03" else rules)


def _examined(rules: RuleSet, relations: Mapping[str, Relation]) -> Iterator[Finding]:
    feasible = rules.feasible()
    if feasible is None:
        raise Undecided
    if not feasible:
        yield from (_contradiction([relations[name] for name in one.rules]) for one in rules.conflicts())
        return
    asked = [name for block in rules.components() if len(block) <= MAX_TIED for name in block]
    yield from _redundant(rules, asked, relations)
    yield from _vacuous(rules, relations)


def _read(schema: Schema) -> tuple[dict[str, tuple[str, Node]], list[str]]:
    trees: dict[str, tuple[str, Node]] = {}
    unread: list[str] = []
    for relation in sorted(schema.relations, key=lambda one: one.id):
        try:
            parsed: Parsed = parse_relation(relation, schema, {})
            trees[relation.id] = relation.holds, parsed.node
        except TallystickError as problem:
            unread.append(f"relation '{relation.id}' is not examined: {problem.what}")
    return trees, unread


def _rules(schema: Schema, trees: Mapping[str, tuple[str, Node]], allowance: Allowance) -> tuple[RuleSet, list[str]]:
    """The relations as a rule set, without those the solver cannot read; and what it says of those."""
    measures: dict[str, Measure] = dict(schema.measures)
    measures.update({_ANOTHER + name: measure for name, measure in schema.measures.items()})
    fields = _Members(measures, {})
    kept: dict[str, tuple[str, Node]] = {}
    dropped: list[str] = []
    for name, tree in trees.items():
        try:
            RuleSet.of_trees({name: tree}, fields)
            kept[name] = tree
        except (CheckDefinitionError, NotDecidable, TallystickError) as problem:
            dropped.append(f"relation '{name}' is not examined: {problem.what}")
    return RuleSet.of_trees(kept, fields, allowance=allowance), dropped


def _contradiction(relations: Sequence[Relation]) -> Finding:
    names = _listed([relation.id for relation in relations])
    verb = "can never hold" if len(relations) == 1 else "cannot hold together"
    said = "; ".join(relation.holds for relation in relations)
    return Finding(
        "CF03", f"{'relation' if len(relations) == 1 else 'relations'} {names} {verb}: {said}", place=relations[0].place
    )


def contradiction_of(relations: Sequence[Relation]) -> Finding:
    """CF03 for relations that leave no value whatever is claimed."""
    return _contradiction(relations)


def _redundant(rules: RuleSet, asked: Sequence[str], relations: Mapping[str, Relation]) -> Iterator[Finding]:
    for name in asked:
        if not rules.is_redundant(name):
            continue
        behind = rules.implied(name, cap=1)
        others = f"from {_listed(behind[0])}" if behind and behind[0] else "from the ranges alone"
        yield Finding(
            "CF04", f"relation '{name}' follows {others}: {relations[name].holds}", place=relations[name].place
        )


def _vacuous(rules: RuleSet, relations: Mapping[str, Relation]) -> Iterator[Finding]:
    for one in rules.vacuous():
        others = _listed(one.rules) or "the ranges"
        what = f"relation '{one.rule}' never applies: its condition `{one.condition}` is ruled out by {others}"
        yield Finding("CF05", what, place=relations[one.rule].place)


def _listed(names: Sequence[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def describe(schema: Schema) -> Iterator[str]:
    """What `tally rules --examine` prints, line by line."""
    found = examine(schema)
    count = len(schema.relations)
    yield f"{count} relation{'' if count == 1 else 's'} over {len(schema.measures)} measures"
    for finding in found.findings:
        yield f"{finding.code} {finding.message}"
    yield from found.unread
    if not any(finding.code == "CF03" for finding in found.findings):
        yield "they can hold together"
    for name, bound in found.rules.bounds().items() if found.rules else ():
        measure = schema.measures.get(name)  # none for the other members of an aggregate
        if measure and bound not in (measure.range, bounds.EVERYTHING) and measure.kind not in WORDS:
            yield f"{name} can only be {wording.show_bound(bound, measure.unit, measure.kind)}"
