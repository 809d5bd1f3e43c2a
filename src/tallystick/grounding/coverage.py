"""Every claim to its quote, every number of a source to a claim or a waiver."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from tallystick.grounding.cells import told_by_tables
from tallystick.grounding.dating import other_period
from tallystick.grounding.quotes import Folded, Lines, find, fold, lines_of, nearest
from tallystick.grounding.values import Grounded, hold_value
from tallystick.model import (
    Claim,
    Coverage,
    Figure,
    Finding,
    Ledger,
    Located,
    Measure,
    Number,
    Place,
    Quote,
    Source,
    Waiver,
)
from tallystick.text import Mention, read_quantities

_SHOWN = 90
_SOUGHT = 200


@dataclass(slots=True)
class _Text:
    """A source made ready: folded, with the mentions of its prose and its line starts."""

    source: Source
    folded: Folded
    plain: Folded  # its prose, folded: a quote may leave out the markup
    mentions: list[Mention]
    lines: Lines
    readings: Mapping[str, str]
    printed: Mapping[int, Mention] = field(default_factory=dict)  # start of a cell's number → it without its headers
    claimed: dict[int, list[str]] = field(default_factory=dict)  # start of a mention → claims
    waived: dict[int, str] = field(default_factory=dict)
    cut: dict[int, str] = field(default_factory=dict)  # start of a mention → the quote of a waiver that cuts it
    starts: list[int] = field(default_factory=list)
    reaches: list[int] = field(default_factory=list)
    sought: int = 0  # how many lost quotes have had their nearest passage looked for

    def find(self, quote: Quote) -> list[tuple[int, int]]:
        """Every place of a quote, as the source writes it, else as a reader sees it."""
        found = find(quote, self.folded)
        return found or (find(quote, self.plain) if self.plain is not self.folded else [])

    def nearest(self, quote: Quote) -> tuple[int, int] | None:
        """The passage most like a quote that is not there; not looked for where hundreds are lost."""
        self.sought += 1
        return nearest(quote, self.folded) if self.sought <= _SOUGHT else None

    def covered(self, start: int, end: int) -> list[Mention]:
        """The mentions that lie, at least in part, between these characters."""
        if not self.starts:
            self.starts = [mention.start for mention in self.mentions]
            self.reaches = list(accumulate((mention.end for mention in self.mentions), max))
        # Mentions come in order of their starts; how far those before each reach grows as well.
        near = self.mentions[bisect_right(self.reaches, start) : bisect_left(self.starts, end)]
        return [mention for mention in near if mention.end > start]


def ground(ledger: Ledger, figures: Iterable[Figure] = ()) -> tuple[tuple[Located, ...], Coverage, list[Finding]]:
    """Where each quote stands, what of each source is claimed, and every disagreement on the way.

    Args:
        figures: Of the sources' tables, whose numbers have units and scales that stand elsewhere.
    """
    cells: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.table >= 0:
            cells.setdefault(figure.document, []).append(figure)
    texts = {one.path: _prepare(one, ledger, cells.get(one.path, ())) for one in ledger.sources if one.text}
    findings: list[Finding] = []
    located: list[Located] = []
    for claim in ledger.claims:
        if claim.quote is None or claim.source not in texts:
            continue
        found, problems = _ground_claim(claim, ledger, texts[claim.source])
        findings += problems
        located += [found] if found else []
    findings += _waive(ledger, texts)
    coverage = Coverage(tuple(_numbers(texts)))
    findings += [_unclaimed(number, texts[number.source]) for number in coverage.unclaimed]
    return tuple(located), coverage, findings


def _prepare(source: Source, ledger: Ledger, cells: Sequence[Figure]) -> _Text:
    text, prose = source.text or "", source.prose
    mentions = read_quantities(prose, readings=ledger.schema.readings)
    mentions, printed = told_by_tables(mentions, cells, text)
    shown = fold(text)
    plain = fold(prose) if prose != text else shown
    return _Text(source, shown, plain, mentions, lines_of(text), ledger.schema.readings, printed)


def _ground_claim(claim: Claim, ledger: Ledger, text: _Text) -> tuple[Located | None, list[Finding]]:
    quote = claim.quote or Quote("")
    places = text.find(quote)
    measure = ledger.schema.measures.get(claim.measure)
    if not places:
        return None, _lost_quote(claim, quote, measure, text)
    findings = _ambiguous_quote(claim, quote, places, text)
    start, end = places[0]
    if claim.is_unread:
        # What it claims is not known; the numbers of its quote are claimed, not left out.
        for covered in text.covered(start, end):
            text.claimed.setdefault(covered.start, []).append(claim.id)
        return Located(claim.id, text.source.path, start, end), findings
    outcome = _hold_whole(claim, measure, text, start, end)
    findings += _value_problem(claim, outcome.code, outcome.message, text, start, end)
    mention = outcome.mention
    if mention is None:
        return Located(claim.id, text.source.path, start, end), findings
    text.claimed.setdefault(mention.start, []).append(claim.id)
    other = other_period(claim, mention, text.covered(start, end), text.source)
    findings += _value_problem(claim, "PD03" if other else "", other, text, start, end)
    return Located(claim.id, text.source.path, start, end, mention.start, mention.end, outcome.note), findings


def _lost_quote(claim: Claim, quote: Quote, measure: Measure | None, text: _Text) -> list[Finding]:
    """QT01 of a quote that is not there; it has a place where the passage nearest to it says another number."""
    near = text.nearest(quote)
    message = f"the quote of '{claim.id}', '{_short(quote.exact)}', {_absence(quote, near, text)}"
    lost = Finding("QT01", message, (claim.id,), claim.place, source=text.source.path)
    if near and not claim.is_unread:
        start, end = near
        said = hold_value(claim, measure, text.covered(start, end), text.source, text.source.prose[start:end])
        if said.mention:
            text.claimed.setdefault(said.mention.start, []).append(claim.id)
        else:
            lost = replace(lost, start=start, end=end)
    if claim.is_unread:
        return [lost]
    # The quote is still held against its own claim, so that both disagreements are seen.
    outcome = hold_value(claim, measure, read_quantities(quote.exact, readings=text.readings), text.source, quote.exact)
    return [lost, *_value_problem(claim, outcome.code, outcome.message, text, -1, -1)]


def _hold_whole(claim: Claim, measure: Measure | None, text: _Text, start: int, end: int) -> Grounded:
    """The claim's value against the numbers between these characters; a number the quote cuts must still be said.

    A comparator may stand outside the quote ("not exceeded"); digits, scale and unit may not.
    """
    quoted = text.source.prose[start:end]
    covered = text.covered(start, end)
    outcome = hold_value(claim, measure, covered, text.source, quoted)
    if outcome.mention is None and any(mention.start in text.printed for mention in covered):
        # A claim may also say what the cell prints, and leave to the table what its headers add.
        bare = [text.printed.get(mention.start, mention) for mention in covered]
        outcome = hold_value(claim, measure, bare, text.source, quoted)
    mention = outcome.mention
    if mention is None or (start <= mention.start and mention.end <= end):
        return outcome
    alone = hold_value(claim, measure, read_quantities(quoted, readings=text.readings), text.source, quoted)
    if alone.code not in ("QT03", "QT04"):
        return outcome
    whole = " ".join(mention.text.split())
    return Grounded(code="QT03", message=f"the quote of '{claim.id}' cuts '{whole}' short")


def _ambiguous_quote(claim: Claim, quote: Quote, places: list[tuple[int, int]], text: _Text) -> list[Finding]:
    if len(places) > 1:
        lines = ", ".join(str(text.lines.at(start)[0]) for start, _ in places[:5])
        times = f"stands {len(places)} times in {text.source.path} (lines {lines})"
        message = f"the quote of '{claim.id}', '{_short(quote.exact)}', {times}"
        return [
            Finding(
                "QT02", message, (claim.id,), claim.place, source=text.source.path, start=places[0][0], end=places[0][1]
            )
        ]
    return []


def _absence(quote: Quote, near: tuple[int, int] | None, text: _Text) -> str:
    """In words, what keeps a quote from being found."""
    if text.find(Quote(quote.exact)):
        return f"stands in {text.source.path}, but not with its prefix and suffix"
    shown = _short((text.source.text or "")[slice(*near)]) if near else ""
    return f"is not in {text.source.path}" + (f" (nearest: '{shown}')" if near else "")


def _value_problem(claim: Claim, code: str, message: str, text: _Text, start: int, end: int) -> list[Finding]:
    if not code:
        return []
    return [Finding(code, message, (claim.id,), claim.place, source=text.source.path, start=start, end=end)]


def _waive(ledger: Ledger, texts: Mapping[str, _Text]) -> Iterator[Finding]:
    for waiver in ledger.waivers:
        text = texts.get(waiver.source)
        if text is None:
            continue
        places = text.find(waiver.quote)
        if not places:
            absent = _absence(waiver.quote, text.nearest(waiver.quote), text)
            message = f"the quote of a waiver, '{_short(waiver.quote.exact)}', {absent}"
            yield Finding("QT01", message, (), waiver.place, source=waiver.source)
        touched = [_waive_between(start, end, waiver, text) for start, end in places]
        if places and not any(touched):
            message = f"the waiver '{_short(waiver.quote.exact)}' waives no number"
            yield Finding("RD08", message, (), waiver.place, source=waiver.source)


def _waive_between(start: int, end: int, waiver: Waiver, text: _Text) -> bool:
    """Waive the numbers between these characters; one that they cut is not waived, and noted. False: there is none."""
    covered = text.covered(start, end)
    for mention in covered:
        if _covers_number(start, end, mention, text):
            text.waived[mention.start] = waiver.because
        else:
            text.cut.setdefault(mention.start, waiver.quote.exact)
    return bool(covered)


def _covers_number(start: int, end: int, mention: Mention, text: _Text) -> bool:
    """True when digits, scale and unit lie between these characters; a comparator may stand outside."""
    if start <= mention.start and mention.end <= end:
        return True
    alone = read_quantities(text.source.prose[start:end], readings=text.readings)
    return any(one.numbers == mention.numbers and one.quantity.unit == mention.quantity.unit for one in alone)


def _numbers(texts: Mapping[str, _Text]) -> Iterator[Number]:
    for path, text in texts.items():
        for mention in text.mentions:
            if mention.kind != "quantity":
                continue
            claims = tuple(text.claimed.get(mention.start, ()))
            waived = text.waived.get(mention.start, "")
            yield Number(path, mention.start, mention.end, mention.text, claims, waived)


def _unclaimed(number: Number, text: _Text) -> Finding:
    line, column = text.lines.at(number.start)
    cut = text.cut.get(number.start)
    why = f": the waiver '{_short(cut)}' cuts it short" if cut else ""
    message = f"'{_short(number.text)}' is neither claimed nor waived{why}"
    return Finding(
        "QT06",
        message,
        (),
        Place(number.source, line, column),
        source=number.source,
        start=number.start,
        end=number.end,
    )


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…"
