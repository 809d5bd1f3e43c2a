"""Contradictions in words a reader can follow: who says what, what follows from it, and where it clashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from tallystick import bounds
from tallystick.model import (
    ACTUAL,
    Category,
    Change,
    Claim,
    ConflictSet,
    Correction,
    Finding,
    Kind,
    Ledger,
    Measure,
    Period,
    Quantity,
    Severity,
)
from tallystick.reconcile.numbers import ordinal, show_bound
from tallystick.reconcile.variables import Variable, show_stretch

__all__ = [
    "correction_in_words",
    "finding_of",
    "sentence",
    "show_bound",
    "speaker",
    "subject_of",
    "value_in_words",
    "variable_in_words",
    "why",
]
MAX_SHOWN = 5
MAX_TITLE = 40
MAX_ALIKE = 20  # findings of one kind; more are told as one


# --- parts of sentences -------------------------------------------------------------------


def speaker(claim: Claim, ledger: Ledger) -> str:
    """Who says it: the source's title when it is short, its file's name, the claimant, or the claim.

    >>> speaker(Claim("offer", "supply", Category("x"), source="sources/press-article.txt"), Ledger())
    'Press article'
    """
    source = ledger.source(claim.source) if claim.source else None
    if source is not None and source.title and len(source.title) <= MAX_TITLE:
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


def sentence(claim: Claim, ledger: Ledger) -> str:
    """What a claim says, without who says it."""
    measure = ledger.schema.measures[claim.measure]
    subject = subject_of(claim, measure)
    value = value_in_words(claim)
    if measure.kind is Kind.RANK and isinstance(claim.value, Quantity) and claim.value.bound.is_point:
        return f"{subject} is {ordinal(int(claim.value.bound.low or 0))}"
    return f"{subject} is {value}"


# --- findings -----------------------------------------------------------------------------


def finding_of(
    ledger: Ledger,
    conflict: ConflictSet,
    claims: Sequence[Claim],
    severity: Severity | None,
    *,
    complete: bool,
    all_corrections: bool = True,
) -> Finding:
    """CF01 for claims on one quantity, CF02 for those that relations tie; what is not listed is said."""
    code = "CF02" if conflict.relations or len(claims) == 1 else "CF01"
    message = _direct(ledger, claims) if code == "CF01" else _through(ledger, conflict, claims)
    if not conflict.firm:
        message += "; only as written: rounding the printed digits could explain it"
    if conflict.world != ACTUAL:
        message += f" (in the world '{conflict.world}')"
    if not complete:
        message += "; there are more conflict sets than are listed"
    if not all_corrections:
        message += "; there may be more, or smaller, ways to mend it than are listed"
    fix = _fix(conflict.corrections)
    return Finding(code, message, conflict.claims, claims[0].place, severity=severity, fix=fix)


def gathered(alike: Sequence[Finding]) -> Sequence[Finding]:
    """Findings of one kind, or one for all of them with their number where they are many: one fault, one finding."""
    if len(alike) <= MAX_ALIKE:
        return alike
    first, *rest = alike
    others = ", ".join(f"'{one.claims[-1]}'" for one in rest[: MAX_SHOWN - 1])
    more = f"then {others} … and {len(alike) - MAX_SHOWN} more"
    return [replace(first, message=f"{len(alike)} conflict sets of one kind; the first: {first.message}; {more}")]


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


def _quoted(names: Sequence[str]) -> str:
    more = f", … and {len(names) - MAX_SHOWN} more" if len(names) > MAX_SHOWN else ""
    return ", ".join(f"'{name}'" for name in names[:MAX_SHOWN]) + more


def _fix(corrections: Sequence[Correction]) -> str:
    if not corrections:
        return ""
    first = [correction_in_words(correction) for correction in corrections[:3]]
    more = f" (or {len(corrections) - 3} other{'s' if len(corrections) > 4 else ''})" if len(corrections) > 3 else ""
    return "change " + ", or ".join(first) + more


def correction_in_words(correction: Correction) -> str:
    """What would have to change, and to what.

    >>> correction_in_words(Correction(()))
    'nothing'
    """

    def one(change: Change) -> str:
        if change.bound == bounds.EVERYTHING:
            return f"'{change.claim}'"
        return f"'{change.claim}' to {show_bound(change.bound, change.unit)}"

    more = len(correction.changes) - MAX_SHOWN
    shown = [one(change) for change in correction.changes[: MAX_SHOWN if more > 1 else None]]
    return " and ".join([*shown, f"{more} more"] if more > 1 else shown) or "nothing"


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
