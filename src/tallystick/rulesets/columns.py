"""Rules over a whole set of records: sums down a column, one head to a household, a series without gaps.

A function of one argument takes it from all records: `sum(amount) <= 100`; of several, from the record at hand:
`sum(a, b) == t`. `exactly_one`, `unique_per` and `is_linear_sequence` always speak of all records, or of those
alike in `by`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction

from tallystick import bounds
from tallystick.expressions import names as names_in
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.meaning import FUNCTIONS, Names, Symbol, Translator, gathers, named_along, split_arguments
from tallystick.meaning.formula import FALSE, TRUE, Formula
from tallystick.model import Kind, Measure, Verdict
from tallystick.rulesets import single
from tallystick.rulesets.fields import Fields, Given, Value, declared, find_fields, read_record, symbol_of
from tallystick.rulesets.outcomes import Evaluation
from tallystick.solving import kleene
from tallystick.solving.allowance import Allowance

_ALL = "all "  # before a field that is taken from all records; no name has a space
Record = Mapping[str, Value | None]


def judge_records(
    rules: Mapping[str, str] | Sequence[str],
    records: Sequence[Mapping[str, Given]],
    *,
    kinds: Mapping[str, str | Kind | Measure] | None = None,
) -> tuple[Evaluation, ...]:
    """Each rule's verdict on each record, where rules may speak of all records.

    Args:
        rules: As for `RuleSet`.
        records: Values by field; None is missing, and may be anything.
        kinds: Of fields, where the rules do not show them.

    Raises:
        CheckDefinitionError: A rule cannot be read; its name is in the message.

    >>> rows = [{"house": 1, "role": "head"}, {"house": 1, "role": "child"}, {"house": 2, "role": "child"}]
    >>> found = judge_records({"head": 'exactly_one(role == "head", house)'}, rows)
    >>> [str(one.verdicts["head"]) for one in found]
    ['holds', 'holds', 'breaks']
    """
    texts = dict(rules) if isinstance(rules, Mapping) else {f"V{n}": text for n, text in enumerate(rules, 1)}
    trees = {name: mark_gathered(tree) for name, tree in single.read_rules(texts).items()}
    plain, given = [_without_marks(tree) for tree in trees.values()], declared(kinds or {})
    worded = _worded(find_fields(plain, given), records)
    known = find_fields(plain, {**worded, **given})
    rows = [read_record(record, known) for record in records]
    verdicts: list[dict[str, Verdict]] = [{} for _ in rows]
    reasons: list[dict[str, str]] = [{} for _ in rows]
    for name, tree in trees.items():
        for place, found in enumerate(_judge_rule(tree, known, rows)):
            verdicts[place][name] = found.verdict
            if found.reason:
                reasons[place][name] = found.reason
    return tuple(Evaluation(said, why) for said, why in zip(verdicts, reasons, strict=True))


def _worded(known: Fields, records: Sequence[Mapping[str, Given]]) -> dict[str, Measure]:
    """Fields that no rule shows to be words, and whose values are: codes, quarters."""
    plain = [name for name, measure in known.measures.items() if measure.kind is Kind.QUANTITY and not measure.unit]
    return {
        name: Measure(name, Kind.CATEGORY)
        for name in plain
        if any(isinstance(record.get(name), str) and not _is_number(str(record[name])) for record in records)
    }


def _is_number(text: str) -> bool:
    try:
        Fraction(text.replace(",", ""))
    except ValueError:
        return False
    return True


def _judge_rule(tree: Node, known: Fields, rows: Sequence[Record]) -> Iterator[kleene.Judged]:
    """The rule on each record; once for all that cannot differ."""
    by = tuple(dict.fromkeys(named_along(tree)))
    alone = [name for name in names_in(tree) if not name.startswith(_ALL) and name not in by]
    judged: dict[object, kleene.Judged] = {}
    allowance = Allowance()
    index = Index(rows)
    for place, row in enumerate(rows):
        key = place if alone else tuple(row.get(name) for name in by)
        if key not in judged:
            work = Translator(Rows(known, index, place))
            judged[key] = kleene.judge(work.statement(tree), work.unknowns, allowance=allowance)
        yield judged[key]


class Index:
    """Records, and which of them are alike in some fields; found once."""

    def __init__(self, rows: Sequence[Record]) -> None:
        self.rows = rows
        self._alike: dict[tuple[str, ...], dict[tuple[Value | None, ...], list[int]]] = {}

    def alike(self, place: int, by: Sequence[str]) -> Sequence[int]:
        """The records that have the same values as one in some fields."""
        key = tuple(by)
        if key not in self._alike:
            groups = self._alike[key] = {}
            for number, row in enumerate(self.rows):
                groups.setdefault(tuple(row.get(name) for name in key), []).append(number)
        return self._alike[key][tuple(self.rows[place].get(name) for name in key)]


@dataclass(frozen=True, slots=True)
class Rows(Names):
    """The fields of one record, and of all."""

    known: Fields
    index: Index
    place: int

    def one(self, name: str) -> Symbol:
        """See `Names`."""
        bare = name.removeprefix(_ALL)
        value = self.index.rows[self.place].get(bare)
        found = replace(symbol_of(bare, self.known.measures[bare]), name=f"{bare} {self.place}")
        if value is None:
            return found
        return replace(found, word=value) if isinstance(value, str) else replace(found, bound=bounds.point(value))

    def each(self, names: Sequence[str], by: Sequence[str] = ()) -> Iterator[Names]:
        """See `Names`."""
        if not any(name.startswith(_ALL) for name in names):
            yield self
            return
        for place in self.index.alike(self.place, by):
            yield replace(self, place=place)

    def missing(self, name: str) -> Formula:
        """See `Names`."""
        return TRUE if self.index.rows[self.place].get(name.removeprefix(_ALL)) is None else FALSE


def mark_gathered(node: Node, *, inside: bool = False) -> Node:
    """The tree in which fields that are taken from all records are named `all …`."""
    if isinstance(node, nodes.Name):
        return replace(node, name=_ALL + node.name) if inside else node
    if isinstance(node, nodes.Call):
        values, along = split_arguments(node)
        down = gathers(node) and (len(values) == 1 or FUNCTIONS[node.function].many)
        first, *rest = (mark_gathered(part, inside=inside or down) for part in values)
        ends = values[1:] if FUNCTIONS[node.function].many else rest
        return replace(node, arguments=(first, *ends, *along))
    changed: dict[str, object] = {}
    for part in fields(node):
        value = getattr(node, part.name)
        if isinstance(value, Node):
            changed[part.name] = mark_gathered(value, inside=inside)
        elif isinstance(value, tuple) and value and isinstance(value[0], Node):
            changed[part.name] = tuple(mark_gathered(each, inside=inside) for each in value)
    return replace(node, **changed) if changed else node  # type: ignore[arg-type]


def _without_marks(node: Node) -> Node:
    unmarked = {name: nodes.Name(name.removeprefix(_ALL)) for name in names_in(node) if name.startswith(_ALL)}
    return single.with_definitions(node, unmarked)
