"""A check made ready: its expression parsed, its names bound to claims, its groups laid out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from tallystick.errors import CheckDefinitionError, ExpressionError
from tallystick.expressions import nodes, show
from tallystick.expressions.nodes import Node
from tallystick.meaning import gathers, named_along, parse, split_arguments
from tallystick.model import Check, Claim, Place, Query
from tallystick.verdicts.combinations import Combinations, Pins, combine_claims
from tallystick.verdicts.matching import ClaimIndex, Group, explain_no_match, find_claims, groups_of, pins_of


class CannotJudge(CheckDefinitionError):
    """Why a check as a whole is not judged, with the code of the finding this becomes."""

    def __init__(self, code: str, what: str, *, place: Place, fix: str = "", claim: str = "") -> None:
        super().__init__(what, fix=fix)
        self.code = code
        self.at = place
        self.claims = (claim,) if claim else ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A parsed check with the claims its names stand for.

    `single` are the names used one claim at a time, `gathered` those of which all claims are taken at once.
    """

    node: Node
    equation: str
    single: tuple[str, ...]
    gathered: frozenset[str]
    groups: tuple[tuple[Group, Mapping[str, tuple[Claim, ...]]], ...]
    pins: Mapping[str, Pins]  # of the names that are queries


def prepare(check: Check, index: ClaimIndex) -> Prepared:
    """The check, ready to be judged.

    Raises:
        CannotJudge: CK06 it cannot be read; CK03 it matches no claim.
    """
    node = _parse(check, index)
    names = _names(check, node, index)
    if not names:
        what = f"check '{check.id}' names no claim"
        raise CannotJudge("CK03", what, place=_start(check), fix="name a claim, or a query under `given`")
    given, fixed = _resolve(check, names, index, node)
    groups = tuple((group, {**matches, **fixed}) for group, matches in groups_of(check, given))
    if not groups:
        what = f"check '{check.id}' has no group: no claim that it matches has {' and '.join(check.for_each)}"
        raise CannotJudge("CK03", what, place=_start(check), fix="group by a dimension that the claims have")
    single = tuple(name for name in dict.fromkeys(_singly(node)) if name in names)
    pins = {query.name: pins_of(query) for query in check.given if query.name in names}
    return Prepared(node, show(node), single, frozenset(_gathered(node)).intersection(names), groups, pins)


def _names(check: Check, node: Node, index: ClaimIndex) -> tuple[str, ...]:
    """The names that stand for claims; one that says along which dimension does not."""
    named = {query.name for query in check.given} | index.by_id.keys()
    schema = index.ledger.schema.measures.values()
    dimensions = index.dimensions.union(*(measure.dimensions for measure in schema))
    along = {name for name in named_along(node) if name not in named and name in dimensions}
    return tuple(name for name in nodes.names(node) if name not in along)


def _start(check: Check) -> Place:
    return check.assertion_place if check.assertion_place.path else check.place


def _parse(check: Check, index: ClaimIndex) -> Node:
    try:
        return parse(check.assertion, readings=index.ledger.schema.readings)
    except ExpressionError as problem:
        what = f"check '{check.id}' cannot be read: {problem.what}"
        raise CannotJudge("CK06", what, place=place_at(check, problem.column - 1), fix=problem.fix) from None


def place_at(check: Check, start: int) -> Place:
    """The place of one character of the expression; its line only, in a text of several lines."""
    begin = _start(check)
    if "\n" in check.assertion:
        # How far YAML indented the lines of a block is not kept.
        return replace(begin, line=begin.line + check.assertion.count("\n", 0, start), column=0)
    return replace(begin, column=begin.column + start) if begin.column and begin is check.assertion_place else begin


def _resolve(
    check: Check, names: Sequence[str], index: ClaimIndex, node: Node
) -> tuple[dict[str, tuple[Claim, ...]], dict[str, tuple[Claim, ...]]]:
    """The claims of `given` names, and those of names that are a claim's id."""
    queries = {query.name: query for query in check.given}
    given: dict[str, tuple[Claim, ...]] = {}
    fixed: dict[str, tuple[Claim, ...]] = {}
    may_be_empty = names_that_may_be_empty(node)
    for name in names:
        if name in queries:
            given[name] = _matches(check, name, index)
            if not given[name] and (name not in may_be_empty or not _is_defined(queries[name], index)):
                raise silence_of(check, queries[name], index)
        elif name in index.by_id:
            fixed[name] = (index.by_id[name],)
        else:
            raise _unknown_name(check, name, index, node)
    return given, fixed


def silence_of(check: Check, query: Query, index: ClaimIndex, *, fix: str = "claim what it asks for") -> CannotJudge:
    """What is said of a query that matches nothing."""
    what = f"check '{check.id}' matches nothing as '{query.name}': {explain_no_match(query, index)}"
    place = query.place if query.place.path else check.place
    return CannotJudge("CK03", what, place=place, fix=f"correct the query, or {fix}")


def _is_defined(query: Query, index: ClaimIndex) -> bool:
    """False for a measure that no schema defines: such a query is no question but a slip."""
    return query.where.get("measure") in (None, *index.ledger.schema.measures)


def _matches(check: Check, name: str, index: ClaimIndex) -> tuple[Claim, ...]:
    query = next(query for query in check.given if query.name == name)
    try:
        return find_claims(query, index)
    except CheckDefinitionError as problem:
        what = f"check '{check.id}': {problem.what}"
        place = query.place if query.place.path else check.place
        raise CannotJudge("CK06", what, place=place, fix=problem.fix) from None


def _unknown_name(check: Check, name: str, index: ClaimIndex, node: Node) -> CannotJudge:
    start = next(part.span[0] for part in nodes.walk(node) if part == nodes.Name(name))
    if name in index.ledger.lost:
        what = f"check '{check.id}' names '{name}', which cannot be read"
        return CannotJudge("CK02", what, place=place_at(check, start), fix="mend the claim", claim=name)
    known = [*(query.name for query in check.given), *index.by_id]
    near = get_close_matches(name, known, 1, 0.5)
    hint = f" (nearest: '{near[0]}')" if near else ""
    what = f"check '{check.id}' names '{name}', which is no `given` name and no claim{hint}"
    fix = "correct the name, or say what it stands for under `given`"
    if name in index.ledger.schema.measures:
        fix = f"say which claims are meant: given: {{{name}: {{measure: {name}}}}}"
    parts = name.split("-")
    if len(parts) > 1 and all(part in known or part.isdecimal() for part in parts):
        fix = f"put spaces around a minus: {' - '.join(parts)}"
    return CannotJudge("CK06", what, place=place_at(check, start), fix=fix)


def names_that_may_be_empty(node: Node) -> frozenset[str]:
    """Names that are only counted, or only asked whether they are missing."""
    counted = {name for part in nodes.walk(node) if _only_asks(part) for name in nodes.names(part)}
    needed = {name for part in _parts(node, _only_asks) for name in _own_name(part)}
    return frozenset(counted - needed)


def _only_asks(part: Node) -> bool:
    return isinstance(part, nodes.Missing) or (isinstance(part, nodes.Call) and part.function == "count")


def _singly(node: Node) -> Iterator[str]:
    """Names that stand for one claim at a time."""
    for part in _parts(node, _gathers):
        yield from _own_name(part)


def _gathered(node: Node) -> Iterator[str]:
    """Names of which all claims are taken at once."""
    yield from named_along(node)
    for part in nodes.walk(node):
        if _gathers(part):
            yield from nodes.names(part)
        elif isinstance(part, nodes.Within) and isinstance(part.period, nodes.Name):
            yield part.period.name  # `x in codes`: one of all that it stands for


def _gathers(part: Node) -> bool:
    return isinstance(part, nodes.Missing) or gathers(part)


def _inside(part: Node) -> tuple[Node, ...]:
    """What lies under a part and is taken one claim at a time."""
    if isinstance(part, nodes.Within) and isinstance(part.period, nodes.Name):
        return (part.item,)
    return split_arguments(part)[0] if isinstance(part, nodes.Call) else nodes.children(part)


def _parts(node: Node, stops: Callable[[Node], bool]) -> Iterator[Node]:
    """`node` and what lies under it, without going into parts at which it stops."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        yield part
        if not stops(part):
            waiting.extend(reversed(_inside(part)))


def _own_name(part: Node) -> tuple[str, ...]:
    return (part.name,) if isinstance(part, nodes.Name) else ()


def combinations_of(prepared: Prepared, matches: Mapping[str, tuple[Claim, ...]]) -> Combinations:
    """The combinations of one group, for the names that stand for one claim at a time."""
    chosen = {name: matches[name] for name in prepared.single}
    alone = [name for name in chosen if name not in prepared.pins]
    return combine_claims(chosen, alone=alone, pins=prepared.pins)
