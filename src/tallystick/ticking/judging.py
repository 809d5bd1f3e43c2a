"""Each stated tie judged on the printed figures: a tie for the report, a finding where print cannot explain it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tallystick import bounds
from tallystick.discovery.stated import Stated
from tallystick.errors import DataError, NotDecidable
from tallystick.expressions import nodes, show
from tallystick.model import Agrees, Bound, Document, Evidence, Figure, Finding, Place, Severity, Tie, Verdict
from tallystick.ticking.arithmetic import Figures, common_unit, in_unit_of
from tallystick.ticking.wording import equation_in_words, message_of

_NO_EQUATION = ("PD01", "PD04", "TX10", "ST01", "ST03")
_SEVERITIES = {
    Evidence.WORDS: Severity.ERROR,
    Evidence.AGREEMENT: Severity.WARNING,
    Evidence.LIKENESS: Severity.NOTE,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict on a statement, and both sides of it as written."""

    verdict: Verdict
    agrees: Agrees | None = None
    sides: tuple[Bound, Bound] = (Bound(), Bound())
    unit: str = ""


def judge_ties(
    stated: Iterable[Stated], figures: Iterable[Figure], documents: Iterable[Document] = ()
) -> tuple[tuple[Tie, ...], tuple[Finding, ...]]:
    """Every statement as a tie, in the order given, and a finding for each one that breaks.

    Args:
        figures: At least all that the statements name.
        documents: Where they stand; for line and column of a finding.
    """
    known = {figure.id: figure for figure in figures}
    texts = {document.path: document.text for document in documents}
    ties: list[Tie] = []
    broken: list[tuple[Stated, Finding]] = []
    for number, read in enumerate(stated, start=1):
        one, judged = _best_reading(read, known)
        ties.append(_tie(f"t{number}", one, judged, known))
        if judged.verdict is Verdict.BREAKS:
            broken.append((one, _finding(one, judged, known, texts)))
    return tuple(ties), tuple(_once(broken))


def _best_reading(one: Stated, known: Mapping[str, Figure]) -> tuple[Stated, Judged]:
    """The first reading of its words that does not break, else the first of all."""
    judged = judge(one.statement, known)
    if judged.verdict is Verdict.BREAKS:
        for other in one.otherwise:
            again = judge(other, known)
            if again.verdict is not Verdict.BREAKS:
                return replace(one, statement=other), again
    return one, judged


def judge(statement: nodes.Compare, known: Mapping[str, Figure]) -> Judged:
    """Whether a statement holds as written, in print, or not at all; unknown where it cannot be computed."""
    try:
        written, unit = _sides(statement, Figures(known, widened=False))
        relation = statement.relations[0]
        verdict = bounds.compare(relation, *written)
        if verdict is Verdict.HOLDS:
            return Judged(verdict, Agrees.EXACTLY, written, unit)
        widened, _ = _sides(statement, Figures(known, widened=True))
    except (NotDecidable, DataError):
        return Judged(Verdict.UNKNOWN)
    if relation == "==":
        verdict = Verdict.HOLDS if _meet(*widened) else Verdict.BREAKS
        return Judged(verdict, Agrees.IN_PRINT if verdict is Verdict.HOLDS else None, written, unit)
    # A limit is judged as written, but a side that adds up printed numbers carries their rounding.
    if any(isinstance(side, nodes.Sum) for side in statement.operands):
        verdict = bounds.compare(relation, *widened)
    return Judged(verdict, None, written, unit)


def _sides(statement: nodes.Compare, values: Figures) -> tuple[tuple[Bound, Bound], str]:
    amounts = [values.amount(operand) for operand in statement.operands]
    unit = common_unit(amounts)
    left, right = (in_unit_of(amount, unit) for amount in amounts)
    return (left, right), unit


def _meet(left: Bound, right: Bound) -> bool:
    """True when the intervals share more than a point, or the very point that one of them is."""
    shared = bounds.intersect(left, right)
    return shared is not None and (not shared.is_point or left.is_point or right.is_point)


def _tie(name: str, one: Stated, judged: Judged, known: Mapping[str, Figure]) -> Tie:
    # What calendars, kinds of unit and statistics say is no equation between the figures.
    is_equation = one.code not in _NO_EQUATION
    return Tie(
        name,
        one.code,
        one.evidence,
        judged.verdict,
        nodes.names(one.statement),
        judged.agrees,
        show(one.statement) if is_equation else "",
        equation_in_words(one.statement, known) if is_equation else "",
        one.because,
        one.tick,
    )


def _finding(one: Stated, judged: Judged, known: Mapping[str, Figure], texts: Mapping[str, str]) -> Finding:
    figures = [known[name] for name in nodes.names(one.statement)]
    subject = known[one.subject] if one.subject else figures[0]
    spans = tuple(sorted({(f.start, f.end) for f in figures if f.document == subject.document}))
    return Finding(
        one.code,
        one.says or message_of(one, judged.sides, subject, known),
        place=_place(subject, texts),
        severity=one.severity or _SEVERITIES[one.evidence],
        fix=one.fix,
        source=subject.document,
        start=subject.start,
        end=subject.end,
        spans=spans,
    )


def _place(figure: Figure, texts: Mapping[str, str]) -> Place:
    text = texts.get(figure.document)
    if text is None:
        return Place(figure.document)
    line_start = text.rfind("\n", 0, figure.start) + 1
    return Place(figure.document, text.count("\n", 0, line_start) + 1, figure.start - line_start + 1)


def _once(broken: Sequence[tuple[Stated, Finding]]) -> Iterator[Finding]:
    """One finding a fault: of broken ties that share a number, the one that tells most, and how many more there are."""
    ties_of: dict[str, list[int]] = {}
    for n, (one, _) in enumerate(broken):
        for name in nodes.names(one.statement):
            ties_of.setdefault(name, []).append(n)
    left, told = set(range(len(broken))), dict[int, int]()
    # The number that most ties break on is the likeliest fault. Groups only shrink, and the order of
    # their first size is near enough.
    for name in sorted(ties_of, key=lambda name: -len(ties_of[name])):
        group = [n for n in ties_of[name] if n in left]
        if not group:
            continue
        chosen = max(group, key=lambda n: (broken[n][0].subject == name, broken[n][0].weight, -n))
        told[chosen] = len(group) - 1
        left.difference_update(group)
    for n in sorted(told):
        finding, more = broken[n][1], told[n]
        also = f" (it breaks {more} more tie{'s' if more > 1 else ''})" if more else ""
        yield replace(finding, message=finding.message + also)
