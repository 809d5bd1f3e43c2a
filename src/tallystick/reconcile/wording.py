"""Contradictions in words a reader can follow: who says what, what follows from it, and where it clashes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import PurePosixPath

from tallystick import bounds
from tallystick.model import (
    Bound,
    Category,
    Claim,
    ConflictSet,
    Correction,
    Finding,
    Kind,
    Ledger,
    Measure,
    Period,
    Quantity,
    Relation,
    Severity,
)
from tallystick.reconcile.components import Component, System
from tallystick.reconcile.oracles import CaseOracle, Oracle, TreeOracle
from tallystick.reconcile.propagation import HIGH, LOW, Core, Network
from tallystick.reconcile.variables import ACTUAL, WORDS, Variable, show_stretch

MAX_SHOWN = 5
MAX_STEPS = 12
DIGITS = 6
_WEIGHT = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}


# --- parts of sentences -------------------------------------------------------------------


def speaker(claim: Claim, ledger: Ledger) -> str:
    """Who says it: the source's title, its file's name, the claimant, or the claim.

    >>> speaker(Claim("offer", "supply", Category("x"), source="sources/press-article.txt"), Ledger())
    'Press article'
    """
    source = ledger.source(claim.source) if claim.source else None
    if source is not None and source.title:
        return source.title
    if claim.source:
        stem = PurePosixPath(claim.source).stem.replace("-", " ").replace("_", " ")
        return stem[:1].upper() + stem[1:]
    return claim.by or f"claim '{claim.id}'"


def variable_in_words(variable: Variable, measure: Measure) -> str:
    """The measure, whose, and when: "aluminum supply of Russia to the US in 2022" without the grammar."""
    return _words(measure, [value for _, value in variable.series.dimensions], show_stretch(variable.stretch))


def subject_of(claim: Claim, measure: Measure) -> str:
    """What a claim speaks of, in words."""
    values = [claim.dimensions[name] for name in measure.dimensions if name in claim.dimensions]
    return _words(measure, values, claim.period.text if claim.period and claim.period.text else "")


def _words(measure: Measure, values: Sequence[str], period: str) -> str:
    name = measure.name.replace("_", " ")
    return name + (f" of {', '.join(values)}" if values else "") + (f" in {period}" if period else "")


def value_in_words(claim: Claim) -> str:
    """The claim's value as written."""
    match claim.value:
        case Quantity() as quantity:
            return quantity.text or show_bound(quantity.bound, quantity.unit)
        case Period() as period:
            return period.text or "an unknown date"
        case Category(text):
            return text
    return ""


def show_value(value: Fraction, unit: str, kind: Kind = Kind.QUANTITY, *, up: bool | None = None) -> str:
    """A value with its unit as a reader expects it; a rank as `3rd`, a date as a date."""
    if kind is Kind.DATE and value.denominator == 1:
        from datetime import date

        return date.fromordinal(int(value)).isoformat()
    if kind is Kind.RANK and value.denominator == 1:
        return ordinal(int(value))
    number = readable(value, up=up)
    if not unit:
        return number
    from tallystick import units

    return f"{number} {units.format_unit(unit)}"


def readable(value: Fraction, *, up: bool | None = None) -> str:
    """A number as a reader wants it: exact where it is short, else `≈` and six digits.

    Args:
        value: Exact; JSON carries it so.
        up: Round up or down, so that an interval's end stays inside; None: to the nearest.

    >>> readable(Fraction(3800000)), readable(Fraction(5, 4)), readable(Fraction(1000, 19), up=True)
    ('3,800,000', '1.25', '≈52.6316')
    """
    exact = bounds.show_number(value)
    whole, _, decimals = exact.partition(".")
    if "/" not in exact and (not decimals or len(exact.strip("-").lstrip("0.").replace(".", "")) <= DIGITS + 2):
        return _grouped(whole) + (f".{decimals}" if decimals else "")
    places = DIGITS - len(str(int(abs(value)))) if abs(value) >= 1 else DIGITS + _leading_zeros(value)
    scale = Fraction(10) ** max(places, 0)
    scaled = value * scale
    rounded = round(scaled) if up is None else -(-scaled.numerator // scaled.denominator) if up else scaled.numerator // scaled.denominator
    whole, _, decimals = bounds.show_number(rounded / scale).partition(".")
    return f"≈{_grouped(whole)}" + (f".{decimals}" if decimals else "")


def _grouped(whole: str) -> str:
    """Thousands apart from five digits on."""
    return f"{int(whole):,}" if len(whole.lstrip("-")) > 4 else whole


def _leading_zeros(value: Fraction) -> int:
    zeros = 0
    while value and abs(value) * 10 ** (zeros + 1) < 1 and zeros < 30:
        zeros += 1
    return zeros


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th …

    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 22, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd', '113th']
    """
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def show_bound(bound: Bound, unit: str, kind: Kind = Kind.QUANTITY) -> str:
    """An interval in words: a value, `at most …`, `more than …`, or `… to …`.

    >>> show_bound(Bound(Fraction(3), None), "", Kind.RANK), show_bound(Bound(Fraction(1), Fraction(2)), "")
    ('at most 3rd', '1 to 2')
    """
    if bound.low is not None and bound.is_point:
        return show_value(bound.low, unit, kind)
    # A later rank is a lower place: "at most 3rd".
    most, least, over, under = (
        ("at least", "at most", "below", "above")
        if kind is Kind.RANK
        else ("at most", "at least", "more than", "less than")
    )
    if kind is Kind.RANK and bound.high is None and bound.low is not None and bound.low > 1:
        return f"at most {show_value(bound.low, unit, kind)}"
    if bound.low is None and bound.high is None:
        return "any value"
    if bound.low is None and bound.high is not None:
        return f"{under if bound.high_open else most} {show_value(bound.high, unit, kind, up=False)}"
    if bound.high is None and bound.low is not None:
        return f"{over if bound.low_open else least} {show_value(bound.low, unit, kind, up=True)}"
    return _show_range(bound, unit, kind)


def _show_range(bound: Bound, unit: str, kind: Kind) -> str:
    low, high = bound.low or Fraction(0), bound.high or Fraction(0)
    first = show_value(low, "" if kind is Kind.QUANTITY else unit, kind, up=True)
    opening, closing = "more than " if bound.low_open else "", "less than " if bound.high_open else ""
    second = show_value(high, unit, kind, up=False)
    return f"{opening}{first} to {closing}{second.removeprefix('≈') if first.startswith('≈') else second}"


# --- steps --------------------------------------------------------------------------------


def steps_of(ledger: Ledger, system: System, component: Component, core: Core, oracle: Oracle) -> tuple[str, ...]:
    """The chain that leads from the claims of a conflict set to the clash, one sentence each."""
    labels = sorted(core.labels)
    told = [system.stated[component.labels[label]].claim for label in labels]
    shown = told if len(told) <= MAX_STEPS else told[:MAX_SHOWN]
    steps = [f"{speaker(claim, ledger)}: {sentence(claim, ledger)}." for claim in shown]
    if len(shown) < len(told):
        steps.append(f"… and {len(told) - len(shown)} more claims.")
    steps += _relations_in_words(ledger, system, component, core)
    last = _last_label(system, component, core)
    if last is None:
        return tuple(steps)
    steps += _derivation(system, component, core, last, oracle)
    steps.append(_clash(ledger, system, component, core, last, oracle))
    return tuple(step for step in steps if step)


def sentence(claim: Claim, ledger: Ledger) -> str:
    """What a claim says, without who says it."""
    measure = ledger.schema.measures[claim.measure]
    subject = subject_of(claim, measure)
    value = value_in_words(claim)
    if measure.kind is Kind.RANK and isinstance(claim.value, Quantity) and claim.value.bound.is_point:
        return f"{subject} is {ordinal(int(claim.value.bound.low or 0))}"
    return f"{subject} is {value}"


def _relations_in_words(ledger: Ledger, system: System, component: Component, core: Core) -> Iterator[str]:
    for relation in relations_of(ledger, system, component, core):
        yield f"Relation '{relation.id}': {relation.says or relation.holds}"


def relations_of(ledger: Ledger, system: System, component: Component, core: Core) -> list[Relation]:
    """The relations a core rests on, in the schema's order."""
    origins: set[int] = set()
    for row in core.rows:
        if row < len(component.rows):
            origins.add(system.rows[component.rows[row]].origin)
        elif row < len(component.rows) + len(component.others):
            origins.add(system.others[component.others[row - len(component.rows)]].origin)
    straightened = {component.labels[label] for label in core.labels} & set(system.ratios)
    if straightened:
        origins |= {system.rows[row].origin for row in component.rows if system.rows[row].label in straightened}
    return [ledger.schema.relations[origin] for origin in sorted(origins) if origin >= 0]


def _last_label(system: System, component: Component, core: Core) -> int | None:
    """The claim to hold against what the others imply: a rank, else a total, else the last one."""
    labels = sorted(core.labels)
    if not labels:
        return None
    ranks = [one for one in labels if _measure(system, component, one).kind is Kind.RANK]
    if ranks:
        return max(ranks, key=lambda one: system.stated[component.labels[one]].bound.high or 0)
    totals = _totals(system, component, core)
    return next((one for one in labels if not totals.isdisjoint(system.places[component.labels[one]])), labels[-1])


def _measure(system: System, component: Component, label: int) -> Measure:
    return system.measures[system.places[component.labels[label]][0]]


def _totals(system: System, component: Component, core: Core) -> set[int]:
    """The one term of each equation whose sign differs from all others."""
    found: set[int] = set()
    for index in core.rows:
        if index < len(component.rows):
            row = system.rows[component.rows[index]]
            above = [unknown for unknown, c in zip(row.unknowns, row.coefficients, strict=True) if c > 0]
            below = [unknown for unknown, c in zip(row.unknowns, row.coefficients, strict=True) if c < 0]
            found.update(*(side for side in (above, below) if len(side) == 1))
    return found


def _derivation(system: System, component: Component, core: Core, last: int, oracle: Oracle) -> Iterator[str]:
    """What follows step by step from the other claims, in a tree of rows."""
    if not isinstance(oracle, TreeOracle) or not core.rows:
        yield from _comparisons(system, component, core)
        return
    if len(core.rows) == 1:
        return
    network, unknowns = oracle.region(core.labels - {last}, core)
    yield from _derived(system, component, network, unknowns, core, last)


def _derived(  # noqa: PLR0913, PLR0917
    system: System, component: Component, network: Network, unknowns: Sequence[int], core: Core, last: int
) -> Iterator[str]:
    final = set(system.places[component.labels[last]])
    moved: dict[int, int] = {}
    for place in range(len(unknowns)):
        clocks = [entry[4] for side in (LOW, HIGH) for entry in network.history[side][place] or () if entry[2] >= 0]
        if clocks:
            moved[place] = max(clocks)
    claimed = {place for label in core.labels for place in system.places[component.labels[label]]}
    shown = 0
    for place in sorted(moved, key=lambda one: moved[one]):
        unknown = component.unknowns[unknowns[place]]
        if unknown in final or unknown in claimed or shown >= MAX_SHOWN:
            continue
        shown += 1
        bound = _present(network, place)
        yield f"So {_named(system, unknown)} is {show_bound(bound, system.measures[unknown].unit, system.measures[unknown].kind)}."


def _present(network: Network, place: int) -> Bound:
    low, high = network.values[LOW][place], network.values[HIGH][place]
    return Bound(
        None if low is None else Fraction(low),
        None if high is None else Fraction(high),
        network.opens[LOW][place],
        network.opens[HIGH][place],
    )


def _named(system: System, unknown: int) -> str:
    return variable_in_words(system.variables[unknown], system.measures[unknown])


def _comparisons(system: System, component: Component, core: Core) -> Iterator[str]:
    """Which of the core's figures are greater than the one they are ranked with."""
    ranked = {
        system.variables[system.places[component.labels[one]][0]].series.dimensions
        for one in core.labels
        if _measure(system, component, one).kind is Kind.RANK
    }
    figures = [
        one for one in sorted(core.labels) if _measure(system, component, one).kind in (Kind.QUANTITY, Kind.COUNT)
    ]
    mine = [
        one for one in figures if system.variables[system.places[component.labels[one]][0]].series.dimensions in ranked
    ]
    for one in mine:
        for other in figures:
            first, second = system.stated[component.labels[other]], system.stated[component.labels[one]]
            if other != one and bounds.compare(">", first.bound, second.bound) == "holds":
                yield f"{_short(first.claim)} > {_short(second.claim)}."


def _short(claim: Claim) -> str:
    return f"{', '.join(claim.dimensions.values())} {value_in_words(claim)}".strip()


def _clash(ledger: Ledger, system: System, component: Component, core: Core, last: int, oracle: Oracle) -> str:  # noqa: PLR0913, PLR0917
    """What the others leave for the last claim, against what it says."""
    number = component.labels[last]
    claim, measure = system.stated[number].claim, _measure(system, component, last)
    if measure.kind in WORDS or number in system.ratios:
        return f"No value of {subject_of(claim, measure)} agrees with all of them."
    others = frozenset(range(oracle.count)) - (core.labels - {last})
    left = _left_for(system, component, number, others, oracle, core, last)
    if left == bounds.EVERYTHING or left is None:
        return f"No value of {subject_of(claim, measure)} agrees with all of them."
    so = show_bound(left, measure.unit, measure.kind)
    if measure.kind is Kind.RANK:
        return f"So {_place_in_order(left, system.stated[number].bound)}."
    says = "the claim" if not claim.source and not claim.by else speaker(claim, ledger)
    return f"So {subject_of(claim, measure)} is {so}, but {says} says {value_in_words(claim)}."


def _place_in_order(left: Bound, said: Bound) -> str:
    """What is left of a rank on the side where it misses what was said: a greater number is a lower place."""
    if left.low is not None and said.high is not None and left.low > said.high:
        return f"at most {ordinal(int(left.low))}"
    if left.high is not None and said.low is not None and left.high < said.low:
        return f"at least {ordinal(int(left.high))}"
    return show_bound(left, "", Kind.RANK)


def _left_for(  # noqa: PLR0913, PLR0917
    system: System, component: Component, number: int, others: frozenset[int], oracle: Oracle, core: Core, last: int
) -> Bound | None:
    """What is left where the claim cannot stay: it may speak of several stretches of time."""
    said = system.stated[number].bound
    left: list[Bound] = []
    if isinstance(oracle, CaseOracle):
        left = [oracle.reach(others, system.name(unknown)) for unknown in system.places[number]]
    if isinstance(oracle, TreeOracle):
        network, unknowns = oracle.region(core.labels - {last}, core)
        places = [component.unknowns.index(unknown) for unknown in system.places[number]]
        left = [_present(network, unknowns.index(place)) for place in places if place in unknowns]
    stuck = [bound for bound in left if bounds.intersect(bound, said) is None]
    return next(iter(stuck or left), None)


# --- findings -----------------------------------------------------------------------------


def finding_of(
    ledger: Ledger, conflict: ConflictSet, claims: Sequence[Claim], relations: Sequence[Relation], *, complete: bool
) -> Finding:
    """CF01 for claims on one quantity, CF02 for those that relations tie."""
    code = "CF02" if conflict.relations or len(claims) == 1 else "CF01"
    message = _direct(ledger, claims) if code == "CF01" else _through(ledger, conflict, claims)
    if not conflict.firm:
        message += "; only as written: rounding the printed digits could explain it"
    if conflict.world != ACTUAL:
        message += f" (in the world '{conflict.world}')"
    if not complete:
        message += "; there are more conflict sets than are listed"
    fix = _fix(conflict.corrections)
    return Finding(
        code, message, conflict.claims, claims[0].place, severity=lowest_severity(ledger, claims, relations), fix=fix
    )


def _direct(ledger: Ledger, claims: Sequence[Claim]) -> str:
    measure = ledger.schema.measures[claims[0].measure]
    sides = [f"{value_in_words(claim)} ({_said_where(claim)})" for claim in claims]
    return f"{subject_of(claims[0], measure)} cannot be both {' and '.join(sides)}"


def _said_where(claim: Claim) -> str:
    where = claim.source or claim.by or f"claim '{claim.id}'"
    return f"{where}: “{claim.quote.exact}”" if claim.quote else where


def _through(ledger: Ledger, conflict: ConflictSet, claims: Sequence[Claim]) -> str:
    shown = [f"{speaker(claim, ledger)}: {sentence(claim, ledger)}" for claim in claims[:MAX_SHOWN]]
    more = f"; … and {len(claims) - MAX_SHOWN} more" if len(claims) > MAX_SHOWN else ""
    under = f" under {_quoted(conflict.relations)}" if conflict.relations else ""
    verb = "cannot be true" if len(claims) == 1 else f"{len(claims)} claims cannot all be true"
    head = f"'{claims[0].id}' {verb}{under}" if len(claims) == 1 else f"{verb}{under}"
    return f"{head}: {'; '.join(shown)}{more}"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _fix(corrections: Sequence[Correction]) -> str:
    if not corrections:
        return ""
    first = [correction_in_words(correction) for correction in corrections[:3]]
    more = f" (or {len(corrections) - 3} others)" if len(corrections) > 3 else ""
    return "change " + ", or ".join(first) + more


def correction_in_words(correction: Correction) -> str:
    """What would have to change, and to what.

    >>> correction_in_words(Correction(()))
    'nothing'
    """
    from tallystick.model import Change

    def one(change: Change) -> str:
        if change.bound == bounds.EVERYTHING:
            return f"'{change.claim}'"
        return f"'{change.claim}' to {show_bound(change.bound, change.unit)}"

    return " and ".join(map(one, correction.changes)) or "nothing"


def lowest_severity(ledger: Ledger, claims: Iterable[Claim], relations: Iterable[Relation]) -> Severity | None:
    """The lowest severity stated among relations and sources; None when none is stated."""
    stated = [relation.severity for relation in relations]
    stated += [source.severity for claim in claims if claim.source and (source := ledger.source(claim.source))]
    known = [severity for severity in stated if severity is not None]
    return min(known, key=_WEIGHT.__getitem__) if known else None


def why(ledger: Ledger, finding: Finding, conflicts: Sequence[ConflictSet]) -> str:
    """The derivation behind a CF01 or CF02 finding: steps, relations, corrections, and whether rounding explains it."""
    conflict = next((one for one in conflicts if set(one.claims) == set(finding.claims)), None)
    if conflict is None:
        return finding.message
    lines = [finding.message, ""]
    lines += [f"  {number}. {step}" for number, step in enumerate(conflict.steps, 1)]
    lines += [
        "",
        "It stays with every printed digit widened."
        if conflict.firm
        else "It holds only as written: widened digits agree.",
    ]
    if conflict.corrections:
        lines += ["", "Any one of these would mend it:"]
        lines += [f"  - change {correction_in_words(correction)}" for correction in conflict.corrections]
    known = {claim.id: claim for claim in ledger.claims}
    places = [f"  {one}: {known[one].place}" for one in conflict.claims if one in known and str(known[one].place)]
    return "\n".join([*lines, *(["", "Where they stand:", *places] if places else [])])
