"""From the schema's relations to rows over the ledger's series: which names stand for which series, and where.

A relation is translated once per distinct shape; a sum over members is spread over the series there are.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from tallystick.bounds import EVERYTHING, at_least
from tallystick.errors import ExpressionError, NotDecidable
from tallystick.expressions import names, nodes, walk
from tallystick.expressions.nodes import Call, Name, Node
from tallystick.meaning import (
    Chosen,
    Names,
    Rivals,
    Symbol,
    gathers,
    named_along,
    parse,
    plain_beside_percent,
    split_arguments,
    translate,
)
from tallystick.meaning.formula import FALSE, TRUE, Every, Formula, Linear
from tallystick.model import Claim, Finding, Measure, Relation, Schema
from tallystick.reconcile.variables import Register, Series

MAX_GROUPS = 200_000
ALL = "all "  # before a measure that an aggregate takes whole; no name has a space
Key = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A relation ready to be spread over the ledger."""

    relation: Relation
    node: Node
    single: tuple[str, ...]  # names that stand for one series
    gathered: tuple[str, ...]  # names inside an aggregate, that stand for all
    ranked: tuple[tuple[str, str], ...]  # (measure, dimension) of rank()


@dataclass(frozen=True, slots=True)
class Instance:
    """A relation for one group: the series each name stands for, by their numbers."""

    parsed: Parsed
    group: Key
    single: Mapping[str, int]
    gathered: Mapping[str, tuple[int, ...]]
    ranked: Mapping[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)

    def series(self) -> Iterator[int]:
        """Every series it speaks of."""
        yield from self.single.values()
        for members in (*self.gathered.values(), *self.ranked.values()):
            yield from members


def parse_relation(relation: Relation, schema: Schema, claims: Mapping[str, Claim]) -> Parsed:
    """The relation as a tree, its names told apart.

    Raises:
        ExpressionError: It cannot be read, or a name is neither a measure nor a claim.
    """
    node = parse(relation.holds, place=str(relation.place), readings=dict(schema.readings))
    along = {name for name in named_along(node) if name not in schema.measures and name not in claims}
    told = [name for name in names(node) if name not in along]
    for name in told:
        if name not in schema.measures and name not in claims:
            raise _unknown_name(name, relation, schema)
    if not told:
        what = f"relation '{relation.id}' names no measure"
        raise ExpressionError(what, place=str(relation.place), fix="say what must hold of a measure")
    ranked = tuple(dict.fromkeys(_ranked_pair(part) for part in _ranks(node)))
    told_apart = _mark_gathered(node, schema.measures)
    used = names(told_apart)
    single = tuple(name for name in used if name not in along and not name.startswith(ALL))
    gathered = tuple(name.removeprefix(ALL) for name in used if name.startswith(ALL))
    return Parsed(relation, told_apart, single, gathered, tuple(pair for pair in ranked if pair[1] in along))


def _mark_gathered(node: Node, measures: Container[str], *, inside: bool = False) -> Node:
    """The tree with measures inside an aggregate named `all …`: in `output / sum(output)` one name means two things."""
    if isinstance(node, Name):
        return replace(node, name=ALL + node.name) if inside and node.name in measures else node
    if isinstance(node, Call):
        values, along = split_arguments(node)
        marked = [_mark_gathered(part, measures, inside=inside or gathers(node)) for part in values]
        others = [_mark_gathered(part, measures, inside=True) for part in along]
        return replace(node, arguments=(*marked, *others))
    if isinstance(node, nodes.Within) and isinstance(node.period, Name):
        item = _mark_gathered(node.item, measures, inside=inside)
        return replace(node, item=item, period=_mark_gathered(node.period, measures, inside=True))
    changed: dict[str, object] = {}
    for part in fields(node):
        value = getattr(node, part.name)
        if isinstance(value, Node):
            changed[part.name] = _mark_gathered(value, measures, inside=inside)
        elif isinstance(value, tuple) and value and isinstance(value[0], Node):
            changed[part.name] = tuple(_mark_gathered(each, measures, inside=inside) for each in value)
    return replace(node, **changed) if changed else node  # type: ignore[arg-type]


def _unknown_name(name: str, relation: Relation, schema: Schema) -> ExpressionError:
    from difflib import get_close_matches

    near = get_close_matches(name, schema.measures, 1)
    hint = f" (nearest: '{near[0]}')" if near else ""
    what = f"relation '{relation.id}': '{name}' is neither a measure nor a claim{hint}"
    return ExpressionError(what, place=str(relation.place), fix="correct the name, or declare the measure")


def _ranks(node: Node) -> Iterator[Call]:
    return (part for part in walk(node) if isinstance(part, Call) and part.function == "rank")


def _ranked_pair(call: Call) -> tuple[str, str]:
    name, by = call.arguments
    if not isinstance(name, Name) or not isinstance(by, Name):
        what = "rank(x, by) takes two names"
        raise ExpressionError(what, column=call.span[0] + 1, fix="rank a measure along one of its dimensions")
    return name.name, by.name


class Spreader:
    """Finds the series of each relation, by measure and by dimension."""

    def __init__(self, schema: Schema, register: Register, claimed: Iterable[int], claims: Mapping[str, int]) -> None:
        self.schema = schema
        self.register = register
        self.claims = claims
        self.by_measure: dict[str, list[int]] = {}
        for one in claimed:
            self.by_measure.setdefault(register.series[one].measure, []).append(one)
        self._indexes: dict[tuple[str, tuple[str, ...]], dict[Key, list[int]]] = {}

    def instances(self, parsed: Parsed) -> Iterator[Instance]:
        """The relation for every group the ledger has claims in."""
        keys = self._keys(parsed)
        for key in keys:
            yield from self._instances_of(parsed, key)

    def _dimensions(self, name: str) -> tuple[str, ...]:
        measure = self.schema.measures.get(name)
        return measure.dimensions if measure else ()

    def _key_names(self, parsed: Parsed) -> tuple[str, ...]:
        wanted = [name for name in parsed.relation.for_each if name != "period"]
        wanted += [d for name in parsed.single if name in self.schema.measures for d in self._dimensions(name)]
        return tuple(dict.fromkeys(wanted))

    def _keys(self, parsed: Parsed) -> list[Key]:
        """Every group: the dimensions' values of the series the relation names, joined where they share some."""
        wanted = self._key_names(parsed)
        partial: list[dict[str, str]] = [{}]
        both = {name for name in (*parsed.single, *parsed.gathered) if name in self.schema.measures}
        for name in sorted(both, key=lambda n: (-len(set(self._dimensions(n)) & set(wanted)), n)):
            mine = tuple(d for d in self._dimensions(name) if d in wanted)
            rows = [dict(key) for key in self._index(name, mine)]
            partial = _outer_join(partial, rows)
            if len(partial) > MAX_GROUPS:
                raise NotDecidable(f"relation '{parsed.relation.id}' stands for more than {MAX_GROUPS} groups")
        keys = {tuple((d, row[d]) for d in wanted if d in row) for row in partial}
        return sorted(key for key in keys if len(key) == len(wanted))

    def _index(self, name: str, dimensions: tuple[str, ...]) -> dict[Key, list[int]]:
        known = self._indexes.get((name, dimensions))
        if known is None:
            known = {}
            for one in self.by_measure.get(name, ()):
                key = _key_of(self.register.series[one].dimensions, dimensions)
                if key is not None:
                    known.setdefault(key, []).append(one)
            self._indexes[name, dimensions] = known
        return known

    def _instances_of(self, parsed: Parsed, key: Key) -> Iterator[Instance]:
        values = dict(key)
        gathered = {name: self._matching(name, self._gathering(parsed, name, values)) for name in parsed.gathered}
        if any(not members for members in gathered.values()):
            return
        single = {name: self._one(name, values) for name in parsed.single}
        ranked = {pair: self._peers(pair, values) for pair in parsed.ranked}
        yield Instance(parsed, key, single, gathered, ranked)

    def _gathering(self, parsed: Parsed, name: str, values: Mapping[str, str]) -> Mapping[str, str]:
        """The dimensions an aggregate is taken within: those of `for each`, else those shared with the other names."""
        mine = self._dimensions(name)
        if parsed.relation.for_each:
            return {d: values[d] for d in mine if d in parsed.relation.for_each and d in values}
        shared = {d: values[d] for d in mine if d in values}
        return shared if len(shared) < len(mine) else {}

    def _matching(self, name: str, values: Mapping[str, str]) -> tuple[int, ...]:
        shared = tuple(d for d in self._dimensions(name) if d in values)
        return tuple(self._index(name, shared).get(tuple((d, values[d]) for d in shared), ()))

    def _one(self, name: str, values: Mapping[str, str]) -> int:
        if name not in self.schema.measures:
            return self.claims[name]
        return self.register.number(Series(name, tuple((d, values[d]) for d in self._dimensions(name))))

    def _peers(self, pair: tuple[str, str], values: Mapping[str, str]) -> tuple[int, ...]:
        name, along = pair
        others = {d: v for d, v in values.items() if d != along and d in self._dimensions(name)}
        mine = self._one(name, values)
        return tuple(series for series in self._matching(name, others) if series != mine)


def _key_of(pairs: Key, dimensions: tuple[str, ...]) -> Key | None:
    """The pairs of some dimensions, in their order; None when one is missing."""
    if tuple([name for name, _ in pairs[: len(dimensions)]]) == dimensions:
        return pairs[: len(dimensions)]
    given = dict(pairs)
    return tuple((d, given[d]) for d in dimensions) if all(d in given for d in dimensions) else None


def _outer_join(left: list[dict[str, str]], right: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows that agree on what they share, joined; rows without a partner stay as they are."""
    if left == [{}]:
        return right or left
    shared = tuple(sorted(set().union(*left) & set().union(*right))) if right else ()
    if not right:
        return left
    partners: dict[tuple[str | None, ...], list[dict[str, str]]] = {}
    for row in right:
        partners.setdefault(tuple(row.get(d) for d in shared), []).append(row)
    joined: list[dict[str, str]] = []
    met: set[tuple[str | None, ...]] = set()
    for row in left:
        key = tuple(row.get(d) for d in shared)
        found = partners.get(key)
        met.add(key)
        joined.extend({**row, **other} for other in found) if found else joined.append(row)
    joined.extend(row for key, rows in partners.items() if key not in met for row in rows)
    return joined


@dataclass(frozen=True, slots=True)
class Template:
    """A relation that is rows only: terms by placeholder, where `sum(name)` stands for its members."""

    rows: tuple[Linear, ...]


def symbol_of(name: str, measure: Measure) -> Symbol:
    """The unknown `name` of a measure."""
    # One value alone would make it a known number, and no claim could contradict it.
    bound = EVERYTHING if measure.range.is_point else measure.range
    return Symbol(name, measure.kind, measure.unit, measure.values, bound)


@dataclass(frozen=True, slots=True)
class _Placeholders(Names):
    """Names as themselves; a gathered name as one unknown that stands for the sum."""

    parsed: Parsed
    measures: Mapping[str, Measure]
    claims: Mapping[str, Claim]

    def one(self, name: str) -> Symbol:
        """See `Names`."""
        bare = name.removeprefix(ALL)
        found = symbol_of(name, self.measures[bare if bare in self.measures else self.claims[bare].measure])
        # A sum is not bounded by what each of its members is bounded by, but for its sign.
        positive = found.bound.low is not None and found.bound.low >= 0
        return replace(found, bound=at_least(0) if positive else EVERYTHING) if bare != name else found

    def each(self, names: Sequence[str], by: Sequence[str] = ()) -> Iterator[Names]:  # noqa: ARG002 - one for all
        """See `Names`."""
        yield self

    def missing(self, name: str) -> Formula:
        """See `Names`."""
        raise NotDecidable(f"whether {name} is missing is no row")


def plain_numbers(parsed: Parsed, schema: Schema, claims: Mapping[str, Claim]) -> Iterator[Finding]:
    """UN06 for each bare number that stands where a percentage is meant."""
    for number in plain_beside_percent(parsed.node, _Placeholders(parsed, schema.measures, claims)):
        what = f"relation '{parsed.relation.id}': '{number.quantity.text}' is a plain number beside a percentage"
        fix = f"write {number.quantity.text} %"
        yield Finding("UN06", what, place=parsed.relation.place, fix=fix)


def template(parsed: Parsed, schema: Schema, claims: Mapping[str, Claim]) -> Template | None:
    """The relation as rows over placeholders, when it is linear and gathers by sum() only."""
    calls = [part for part in walk(parsed.node) if isinstance(part, Call)]
    summed = [each for part in calls if part.function == "sum" for each in part.arguments]
    gathered = [part for part in walk(parsed.node) if isinstance(part, Name) and part.name.startswith(ALL)]
    sums_only = len(summed) == len(gathered) and all(isinstance(each, Name) for each in summed)
    if not sums_only or any(part.function != "sum" for part in calls):
        return None
    formula = translate(parsed.node, _Placeholders(parsed, schema.measures, claims)).formula
    parts = formula.parts if isinstance(formula, Every) else (formula,)
    rows = [part for part in parts if isinstance(part, Linear)]
    return Template(tuple(rows)) if len(rows) == len(parts) else None


@dataclass(frozen=True, slots=True)
class Named(Names):
    """The unknowns of one instance: each name's variables, for `translate`."""

    instance: Instance
    measure_of: Mapping[int, Measure]
    name_of: Mapping[int, str]
    dimensions_of: Mapping[int, Key]
    claimed: Container[int]  # the series that something is claimed of, here

    def one(self, name: str) -> Symbol:
        """See `Names`."""
        if name not in self.instance.single:
            members = self.instance.gathered.get(name.removeprefix(ALL), ())
            if len(members) != 1:
                raise NotDecidable(f"'{name.removeprefix(ALL)}' stands for {len(members)} values where one is needed")
            return self._symbol(members[0])
        return self._symbol(self.instance.single[name])

    def each(self, names: Sequence[str], by: Sequence[str] = ()) -> Iterator[Names]:
        """See `Names`."""
        if by:
            what = f"'{by[0]}' groups records, not measures"
            raise ExpressionError(what, fix=f"group the relation: for each: [{', '.join(by)}]")
        for chosen in self._choices([name for name in names if name.startswith(ALL)]):
            yield Chosen(self, {name: self._symbol(series) for name, series in chosen.items()})

    def _choices(self, names: Sequence[str]) -> Iterator[Mapping[str, int]]:
        """A member for each name, where those agree in the dimensions they share."""
        found: list[dict[str, int]] = [{}]
        for name in names:
            members = self.instance.gathered[name.removeprefix(ALL)]
            found = [{**one, name: two} for one in found for two in members if self._agree((*one.values(), two))]
            if len(found) > MAX_GROUPS:
                raise NotDecidable(f"more than {MAX_GROUPS} combinations of members")
        yield from found

    def _agree(self, series: Sequence[int]) -> bool:
        *others, last = (dict(self.dimensions_of[one]) for one in series)
        return all(other[d] == last[d] for other in others for d in other.keys() & last.keys())

    def missing(self, name: str) -> Formula:
        """See `Names`."""
        members = (self.instance.single[name],) if name in self.instance.single else self.instance.gathered[name]
        return FALSE if any(one in self.claimed for one in members) else TRUE

    def rivals(self, name: str, by: str) -> Rivals:
        """See `Names`."""
        mine = self.instance.single.get(name)
        if mine is None:
            raise NotDecidable(f"rank({name}, {by}) needs `for each: [{by}]`")
        own = self._symbol(mine)
        if by.startswith(ALL):
            members = self.instance.gathered[by.removeprefix(ALL)]
            return Rivals(own, [[self._symbol(series)] for series in members if series != mine])
        peers = self.instance.ranked[name, by]
        return Rivals(own, [[self._symbol(series)] for series in peers], is_open=True)

    def _symbol(self, series: int) -> Symbol:
        return symbol_of(self.name_of[series], self.measure_of[series])


def spread(row: Linear, instance: Instance) -> tuple[dict[int, int], str, int]:
    """A template's row over the series of one instance: terms, relation, constant."""
    terms: dict[int, int] = {}
    for name, coefficient in row.terms:
        members = instance.gathered[name.removeprefix(ALL)] if name.startswith(ALL) else (instance.single[name],)
        for series in members:
            terms[series] = terms.get(series, 0) + coefficient
    return {series: value for series, value in terms.items() if value}, row.relation, row.constant
