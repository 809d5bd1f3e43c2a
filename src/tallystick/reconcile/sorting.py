"""A ledger sorted for reconciling: what each series is told, which relations speak of it, which worlds there are.

What cannot be used is handed back as a finding; nothing is left out silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tallystick import bounds
from tallystick.errors import ExpressionError, NotDecidable, TallystickError, UnitError
from tallystick.model import ACTUAL, WORDS, Claim, Finding, Kind, Ledger, Measure, Relation, world_of
from tallystick.reconcile.relations import Instance, Parsed, Spreader, Template, parse_relation, plain_numbers, template
from tallystick.reconcile.strictness import Excuse, excuse_of
from tallystick.reconcile.variables import Converter, Register, Series, Stated, series_of, stretch_of
from tallystick.solving.groups import Groups

_WORD = re.compile(r"[A-Za-z_][\w-]*")


@dataclass(slots=True)
class SortedLedger:
    """The ledger, sorted for assembling: what each series is told, and what each relation says of it."""

    ledger: Ledger
    register: Register = field(default_factory=Register)
    relations: list[Parsed] = field(default_factory=list)
    templates: dict[str, Template | None] = field(default_factory=dict)
    instances: list[Instance] = field(default_factory=list)
    excuses: list[Excuse] = field(default_factory=list)  # by place in the schema
    findings: list[Finding] = field(default_factory=list)
    series_of_claim: dict[str, int] = field(default_factory=dict)
    blocks: list[list[int]] = field(default_factory=list)  # of series
    instances_of: list[list[Instance]] = field(default_factory=list)  # by block
    block_of: dict[Series, int] = field(default_factory=dict)


def gather(ledger: Ledger) -> SortedLedger:
    """The ledger's claims and relations, sorted into blocks that share no series."""
    sorted_ledger = SortedLedger(ledger)
    _gather_claims(sorted_ledger)
    _gather_relations(sorted_ledger)
    claimed = range(len(sorted_ledger.register.series))
    spreader = Spreader(ledger.schema, sorted_ledger.register, claimed, sorted_ledger.series_of_claim)
    for parsed in sorted_ledger.relations:
        sorted_ledger.instances += _spread_out(parsed, spreader, sorted_ledger)
    _sort_into_blocks(sorted_ledger)
    return sorted_ledger


def _gather_claims(sorted_ledger: SortedLedger) -> None:
    converter = Converter()
    named = {name for relation in sorted_ledger.ledger.schema.relations for name in _WORD.findall(relation.holds)}
    pairs: dict[tuple[str, str], tuple[str, str]] = {}
    without_unit: dict[Series, list[str]] = {}
    # By id: what is found, and what it costs, does not depend on the order in which things are stated.
    for claim in sorted(sorted_ledger.ledger.claims, key=_id_of):
        measure = sorted_ledger.ledger.schema.measures.get(claim.measure)
        if measure is None:
            continue  # a finding of reading says so
        said = converter.state(claim, measure)
        if said is None and measure.kind is Kind.DURATION and not measure.unit and not measure.is_unit_unread:
            without_unit.setdefault(series_of(claim, measure, pairs), []).append(claim.id)
        is_free = said is None or not _in_range(said, measure) or bool(claim.period and claim.period.is_unread)
        if said is None or is_free:
            # A finding says what is wrong with it; what it speaks of is there all the same, and may be anything.
            said = Stated(claim, stretch_of(claim), world_of(claim))
        series = sorted_ledger.register.number(series_of(claim, measure, pairs))
        sorted_ledger.register.told[series].append(said)
        if claim.id in named and not is_free:
            sorted_ledger.series_of_claim[claim.id] = series
    sorted_ledger.findings += _without_unit(without_unit, sorted_ledger.ledger)


def _without_unit(left: Mapping[Series, Sequence[str]], ledger: Ledger) -> Iterator[Finding]:
    """One finding for each measure whose durations could meet, had they a unit in common."""
    met: dict[str, list[str]] = {}
    for series, claims in left.items():
        if len(claims) > 1:
            met.setdefault(series.measure, []).extend(claims)
    for name, claims in met.items():
        shown = [f"'{claim}'" for claim in claims[:5]]
        shown += [f"{len(claims) - 5} more"] if len(claims) > 5 else []
        what = f"{', '.join(shown[:-1])} and {shown[-1]} are not reconciled: {name} has no unit to compare durations in"
        place = ledger.schema.measures[name].place
        yield Finding("CF06", what, tuple(claims), place, fix=f"give {name} a unit, as in unit: day")


def _in_range(said: Stated, measure: Measure) -> bool:
    """False for what SC01 or SC06 says already."""
    if measure.kind in WORDS:
        return not measure.values or said.word in measure.values
    if said.unit != measure.unit:
        return True  # a total as an amount
    mine, outer = said.bound, measure.range
    if (outer.low is None or (mine.low is not None and mine.low > outer.low)) and (
        outer.high is None or (mine.high is not None and mine.high < outer.high)
    ):
        return True
    return bounds.intersect(mine, outer) is not None


def _id_of(claim: Claim) -> str:
    return claim.id


def _gather_relations(sorted_ledger: SortedLedger) -> None:
    schema = sorted_ledger.ledger.schema
    claims = {claim.id: claim for claim in sorted_ledger.ledger.claims}
    sorted_ledger.excuses = [Excuse.NEVER for _ in schema.relations]
    for place, relation in sorted(enumerate(schema.relations), key=lambda one: one[1].id):
        try:
            parsed = parse_relation(relation, schema, claims)
            sorted_ledger.findings += plain_numbers(parsed, schema, claims)
            sorted_ledger.excuses[place] = excuse_of(relation, parsed.node)
            sorted_ledger.templates[relation.id] = template(parsed, schema, claims)
        except NotDecidable:
            sorted_ledger.templates[relation.id] = None
        except TallystickError as problem:
            sorted_ledger.findings.append(unjudged(relation, problem))
            continue
        sorted_ledger.relations.append(parsed)


def unjudged(relation: Relation, problem: TallystickError) -> Finding:
    """The finding that a relation was not used, and why."""
    code = problem.code if isinstance(problem, UnitError) else "CF06" if isinstance(problem, NotDecidable) else "CK06"
    column = problem.column if isinstance(problem, ExpressionError) else 0
    where = f" (column {column})" if column else ""
    return Finding(
        code, f"relation '{relation.id}' is not judged: {problem.what}{where}", place=relation.place, fix=problem.fix
    )


def _spread_out(parsed: Parsed, spreader: Spreader, sorted_ledger: SortedLedger) -> list[Instance]:
    missing = [n for n in parsed.single if n not in spreader.schema.measures and n not in spreader.claims]
    if missing:
        what = f"claim '{missing[0]}' says nothing that can be used"
        sorted_ledger.findings.append(unjudged(parsed.relation, ExpressionError(what, fix="correct the claim")))
        return []
    try:
        found = list(spreader.instances(parsed))
    except NotDecidable as problem:
        sorted_ledger.findings.append(unjudged(parsed.relation, problem))
        return []
    if not found:
        what = f"relation '{parsed.relation.id}' speaks of no claim"
        sorted_ledger.findings.append(
            Finding("CK03", what, place=parsed.relation.place, fix="claim one of its measures")
        )
    return found


def _sort_into_blocks(sorted_ledger: SortedLedger) -> None:
    groups = Groups(len(sorted_ledger.register.series))
    for instance in sorted_ledger.instances:
        groups.join(instance.series())
    blocks: dict[int, int] = {}
    for number, series in enumerate(sorted_ledger.register.series):
        block = blocks.setdefault(groups.find(number), len(blocks))
        if block == len(sorted_ledger.blocks):
            sorted_ledger.blocks.append([])
            sorted_ledger.instances_of.append([])
        sorted_ledger.blocks[block].append(number)
        sorted_ledger.block_of[series] = block
    for instance in sorted_ledger.instances:
        first = next(instance.series(), None)
        if first is not None:
            sorted_ledger.instances_of[blocks[groups.find(first)]].append(instance)


def worlds_of(sorted_ledger: SortedLedger) -> dict[str, list[int]]:
    """Each world but the actual one, with the blocks it speaks of, in order of first claim."""
    found: dict[str, dict[int, None]] = {}
    for block, members in enumerate(sorted_ledger.blocks):
        for series in members:
            for said in sorted_ledger.register.told[series]:
                if said.world != ACTUAL:
                    found.setdefault(said.world, {})[block] = None
    return {world: list(blocks) for world, blocks in found.items()}
