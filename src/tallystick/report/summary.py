"""What an audit did, in one line: what was compared and how it came out, what was not judged, what is not claimed."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.model import Audit, Examined, Severity, Verdict
from tallystick.report.totals import compared

NOTHING = "0 checks, 0 ties: nothing was compared"
TO_WRITE = (
    "write what ought to hold in checks/*.yaml, what always does under relations: in schemas/, "
    "and for each claim its source and quote"
)
_VERBS = {
    Verdict.HOLDS: ("hold", "holds"),
    Verdict.BREAKS: ("break", "breaks"),
    Verdict.UNKNOWN: ("are unknown", "is unknown"),
}


def summary(audit: Audit) -> str:
    """What the audit came to, in one line."""
    if audit.documents and not audit.ledger.claims:
        return f"{compared(audit).removesuffix('.')}; {_counts(audit)}"
    parts = [", ".join(_done(audit)), _counts(audit)]
    if audit.coverage.numbers or audit.ledger.sources:
        parts.append(_covered(audit))
    missed = not_judged(audit.examined)
    if missed:
        parts.append(f"not judged: {missed}")
    if is_nothing_compared(audit):
        parts.append(TO_WRITE)
    return "; ".join(parts)


def is_nothing_compared(audit: Audit) -> bool:
    """True when no claim met a check, a tie, a relation or another claim: then nothing can be said to hold."""
    return not (audit.checks or audit.ties or audit.tables or audit.examined.relations or audit.examined.repeated)


def nothing_compared(audit: Audit) -> str:
    """That nothing was compared, and with what exception: "0 checks, 0 ties: nothing was compared"."""
    quotes = audit.examined.quotes
    return f"{NOTHING} but {count(quotes, 'quote')} with the source" if quotes else NOTHING


def not_judged(examined: Examined) -> str:
    """What could not be judged, counted: "2 checks, 1 file"; "" when all was."""
    missed = [
        (examined.unread_files, "file"),
        (examined.unread_claims, "claim"),
        (examined.open_checks, "check"),
        (examined.open_groups, "group of claims"),
    ]
    return ", ".join(count(number, word) for number, word in missed if number)


def count(number: int, word: str) -> str:
    """A number with its word: "1 check", "2 checks", "2 groups of claims".

    >>> count(1, "check"), count(1200, "check"), count(2, "group of claims")
    ('1 check', '1,200 checks', '2 groups of claims')
    """
    head, of, rest = word.partition(" of ")
    many = f"{head[:-1]}ies" if head.endswith("y") else f"{head}s"
    return f"{number:,} {head if number == 1 else many}{of}{rest}"


def _done(audit: Audit) -> Iterator[str]:
    yield count(len(audit.ledger.claims), "claim")
    if is_nothing_compared(audit):
        yield nothing_compared(audit)
        return
    verdicts = {verdict: sum(result.verdict is verdict for result in audit.checks) for verdict in Verdict}
    judged = ", ".join(f"{n:,} {_VERBS[verdict][n == 1]}" for verdict, n in verdicts.items() if n)
    yield f"{count(len(audit.checks), 'check')} ({judged})" if audit.checks else "no checks"
    yield count(audit.examined.quotes, "quote")
    for table in audit.tables:
        noted = f" ({'; '.join(table.says)})" if table.says else ""
        yield f"{table.rows:,} rows of {table.name} by {count(table.rules, 'rule')}{noted}"
    if audit.ties:
        yield f"{count(len(audit.ties), 'tie')} in the sources"
    looked = [(audit.examined.repeated, "quantity stated more than once"), (audit.examined.relations, "relation")]
    told = " and ".join(_examined(number, word) for number, word in looked if number)
    yield f"{count(len(audit.conflicts), 'conflict')}{f' among {told}' if told else ''}"


def _examined(number: int, word: str) -> str:
    head, _, rest = word.partition(" ")
    return f"{count(number, head)} {rest}".rstrip()


def _counts(audit: Audit) -> str:
    levels = ((sum(f.severity is level for f in audit.findings), level.value) for level in Severity)
    known = f", {audit.known:,} left out by the baseline" if audit.known else ""
    return ", ".join(count(number, word) for number, word in levels) + known


def _covered(audit: Audit) -> str:
    numbers = len(audit.coverage.numbers)
    return f"{numbers - len(audit.coverage.unclaimed)} of {numbers} numbers claimed or waived"
