"""A hand-made audit that shows every part of the report, whatever the other layers do."""

from datetime import date
from fractions import Fraction

from tallystick.model import (
    Allow,
    Audit,
    Bound,
    Category,
    Change,
    CheckResult,
    Claim,
    ConflictSet,
    Correction,
    Coverage,
    Finding,
    Kind,
    Ledger,
    Located,
    Measure,
    Number,
    Period,
    Place,
    Provenance,
    Quantity,
    Quote,
    Relation,
    Schema,
    Severity,
    Side,
    Source,
    Survives,
    Verdict,
)

ARTICLE = "sources/article.txt"
TEXT = """Harbour <b>deal</b> & its numbers
On 2025-02-24 the port said it would ship 2 million tons a year, twice the 1 million tons of before.
The northern quay, the second largest, takes at most 600,000 tons; its crew of 40 works in three shifts.
Critics say the southern quay took 700 kt in 2022."""
NOTES = "Ministry notes\nThe quay took 600,000 tons or less in 2022."
NOTES_PATH = "sources/notes.txt"


def _at(words: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def _claim(name: str, value, words: str, **more) -> Claim:
    return Claim(name, more.pop("measure", "shipped"), value, more.pop("dimensions", {"quay": "all"}), quote=Quote(words), source=more.pop("source", ARTICLE), place=Place("data/claims.yaml", 10, 3), **more)


def _tons(low, high, text: str, *, high_open=False) -> Quantity:
    bound = Bound(None if low is None else Fraction(low), None if high is None else Fraction(high), high_open=high_open)
    return Quantity(bound, "metric_ton", text, "tons", readings=("metric_ton", "short_ton"))


CLAIMS = (
    _claim("offer", _tons(2_000_000, 2_000_000, "2 million tons"), "would ship 2 million tons a year", by="the port", status="offered", note="a year is the claimant's reading"),
    _claim("twice", _tons(2_000_000, 2_000_000, "2 million tons"), "2 million tons a year, twice the 1 million tons", derived_from=("before",)),
    _claim("before", _tons(None, 1_000_000, "< 1 million tons", high_open=True), "the 1 million tons of before"),
    _claim("north", _tons(None, 600_000, "at most 600,000 tons"), "takes at most 600,000 tons", dimensions={"quay": "north"}, period=Period(date(2022, 1, 1), date(2022, 12, 31), "2022", "year")),
    _claim("south", _tons(700_000, 700_000, "700 kt"), "took 700 kt in 2022", by="critics", dimensions={"quay": "north"}),
    _claim("rank", Quantity(Bound(Fraction(2), Fraction(2)), "", "rank 2"), "the second largest", measure="rank"),
    _claim("said_on", Period(date(2025, 2, 24), date(2025, 2, 24), "2025-02-24", "day"), "2025-02-24", measure="said"),
    _claim("is_north", Category("northern"), "northern quay", measure="side"),
    _claim("ministry", _tons(None, 600_000, "600,000 tons or less"), "600,000 tons or less", source=NOTES_PATH),
)  # fmt: skip

CHECKS = (
    CheckResult(
        "offer-is-above-before", Verdict.HOLDS, "The offer is above what was shipped before.", Survives(rounding=False, readings=True, rounding_says="is no longer certain when every printed number is widened"),
        "offer > before", "2 million tons > (< 1 million tons)", claims=("offer", "before"), sides=(Side("offer", Bound(Fraction(2_000_000), Fraction(2_000_000)), "metric_ton"), Side("before", Bound(None, Fraction(1_000_000), high_open=True), "metric_ton")), relation=">", place=Place("checks/port.yaml", 3),
    ),
    CheckResult(
        "south-stays-under-north", Verdict.BREAKS, "South takes no more than north.", Survives(rounding=True, readings=True), "south <= north", "700 kt <= 600,000 tons", claims=("south", "north"), severity=Severity.ERROR,
        sides=(Side("south", Bound(Fraction(700_000), Fraction(700_000)), "metric_ton"), Side("north", Bound(Fraction(0), Fraction(600_000)), "metric_ton")), relation="<=", place=Place("checks/port.yaml", 9),
    ),
    CheckResult("per-quay", Verdict.HOLDS, "Each quay is under the total.", equation="x < total", group={"quay": "north"}, claims=("north",)),
    CheckResult("per-quay", Verdict.UNKNOWN, "Each quay is under the total.", equation="x < total", group={"quay": "south"}, reason="two claims differ", claims=("south",), matches=(CheckResult("per-quay", Verdict.HOLDS, substituted="1 < 2"), CheckResult("per-quay", Verdict.UNKNOWN, substituted="x < 2", reason="x is not known"))),
)  # fmt: skip

CONFLICT = ConflictSet(
    ("south", "north"), ("parts-make-the-total",), ("Critics: the north quay took 700 kt.", "Article: at most 600,000 tons.", "No value is both."),
    (Correction((Change("south", Bound(Fraction(0), Fraction(600_000)), "metric_ton"),)), Correction((Change("north", Bound(Fraction(700_000), None), "metric_ton"),))),
    firm=False,
)  # fmt: skip

FINDINGS = (
    Finding("CK01", "south-stays-under-north: 700 kt <= 600,000 tons does not hold", ("south", "north"), Place("checks/port.yaml", 9), "south-stays-under-north", "check-breaks", Severity.ERROR, "correct a claim, or the check", "aaaa000000000001"),
    Finding("CF02", "cannot all be true: south, north", ("south", "north"), Place("data/claims.yaml", 10), None, "conflict-set", Severity.ERROR, "move one of them", "aaaa000000000002"),
    Finding("QT06", "'40' is not claimed", (), Place(ARTICLE, 3), None, "number-not-claimed", Severity.WARNING, "claim it, or waive it with a reason", "aaaa000000000003", ARTICLE, *_at("40")),
    Finding("CK04", "offer-is-above-before holds only as written", ("offer",), Place("checks/port.yaml", 3), "offer-is-above-before", "holds-only-as-written", Severity.NOTE, "", "aaaa000000000004"),
)  # fmt: skip

EARLIER = {
    "findings": [{"code": "CK01", "fingerprint": "aaaa000000000001", "message": "same"}, {"code": "UN02", "fingerprint": "bbbb", "message": "an old <fault>"}],
    "checks": [{"id": "offer-is-above-before", "group": {}, "verdict": "breaks"}],
}  # fmt: skip


def sample() -> Audit:
    """Overlapping quotes, open and unbounded ends, all verdicts and severities, waived and unclaimed numbers."""
    numbers = tuple(
        Number(path, *_at(words, text), words, claims, waived)
        for path, text, words, claims, waived in (
            (ARTICLE, TEXT, "2 million tons", ("offer", "twice"), ""),
            (ARTICLE, TEXT, "1 million tons", ("before",), ""),
            (ARTICLE, TEXT, "600,000 tons", ("north",), ""),
            (ARTICLE, TEXT, "40", (), ""),
            (ARTICLE, TEXT, "three shifts", (), "a figure of speech, not a count"),
            (ARTICLE, TEXT, "700 kt", ("south",), ""),
            (NOTES_PATH, NOTES, "600,000 tons or less", ("ministry",), ""),
        )
    )
    texts = {ARTICLE: TEXT, NOTES_PATH: NOTES}
    located = tuple(Located(claim.id, claim.source, *_at(claim.quote.exact, texts[claim.source])) for claim in CLAIMS if claim.quote)
    measures = {
        "shipped": Measure("shipped", title="Shipped in a year", unit="metric_ton", dimensions=("quay",)),
        "rank": Measure("rank", Kind.RANK),
        "said": Measure("said", Kind.DATE, "Day of the statement"),
        "side": Measure("side", Kind.CATEGORY, values=("northern", "southern")),
    }
    sources = (
        Source(ARTICLE, TEXT, "Harbour <deal>", Period(date(2025, 2, 25), date(2025, 2, 25), "2025-02-25", "day"), "The Gazette", "https://example.org/"),
        Source(NOTES_PATH, NOTES, "Ministry notes", pages=((0, "page 1"),)),
    )
    relation = Relation("parts-make-the-total", "total == sum(part)", "Parts add up.")
    accepted = Finding("UN02", "'tons' may mean three things", ("offer",), name="ambiguous-unit", severity=Severity.WARNING)
    return Audit(
        Ledger(Schema(measures, {"ton": "metric_ton"}, (relation,)), CLAIMS, sources, inputs=((ARTICLE, "0" * 64),)),
        CHECKS, (CONFLICT,), FINDINGS, located, Coverage(numbers), Provenance(((ARTICLE, "0" * 64),), (("tallystick", "0.1.0"),), (("rounding", "nearest"),)),
        date(2025, 2, 25), (("CK01", "check-breaks", "A check is true for no value its claims allow."),), (("shipped of north", Bound(Fraction(0), Fraction(600_000)), "metric_ton"),),
        ((accepted, Allow("UN02", "the port counts in metric tons", date(2027, 1, 1))),),
    )  # fmt: skip
