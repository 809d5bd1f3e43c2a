"""What a change of one word in the repository's workspace makes its audit say: a different finding for each kind."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tallystick.auditing import audit_workspace
from tallystick.model import Audit, CheckResult, Verdict

ROOT = Path(__file__).resolve().parent.parent
CLAIMS, FIGURES, ARTICLE = "data/claims.yaml", "data/figures.yaml", "data/sources/article.txt"
OUTPUT = "data/tables/output.csv"
Change = Callable[..., Audit]


def copy_to(folder: Path, *, relations: bool) -> Path:
    """The workspace somewhere else, to be changed; without relations it is judged faster."""
    for name in ("checks", "schemas", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tally.toml").write_text('as_of = "2025-02-25"\n', encoding="utf-8")
    if not relations:
        (folder / "schemas/relations.yaml").unlink()
    return folder


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> Audit:
    return audit_workspace(copy_to(tmp_path_factory.mktemp("before"), relations=False))


@pytest.fixture
def change(tmp_path: Path) -> Change:
    """Changes (file, old, new) → the audit of the workspace so changed."""

    def changed(*changes: tuple[str, str, str], relations: bool = False) -> Audit:
        folder = copy_to(tmp_path / "workspace", relations=relations)
        for file, old, new in changes:
            replace_in(folder / file, old, new)
        return audit_workspace(folder)

    return changed


def new_findings(changed: Audit, before: Audit) -> list[tuple[str, str]]:
    """Errors and warnings that were not there: code, and the check or else the first claim."""
    known = {(f.code, f.claims, f.check) for f in before.findings}
    found = [f for f in changed.findings if (f.code, f.claims, f.check) not in known and f.severity != "note"]
    return sorted((f.code, f.check or (f.claims[0] if f.claims else "")) for f in found)


def message_of(audit: Audit, code: str) -> str:
    return next(finding.message for finding in audit.findings if finding.code == code)


def check_named(audit: Audit, name: str) -> CheckResult:
    return next(result for result in audit.checks if result.id == name)


# One million, tripled in three places.


def test_in_the_claim_it_differs_from_its_quote(change, before):
    after = change((CLAIMS, "value: <= 1 million tons/year", "value: <= 3 million tons/year"))
    assert new_findings(after, before) == [
        ("CK02", "offer-exceeds-the-record"),
        ("CK02", "offer-is-at-least-twice-the-record"),
        ("CK02", "offer-stays-within-the-record"),
        ("CK02", "supply-stayed-under-a-million"),
        ("QT03", "supply_record"),
        ("QT06", ""),
    ]
    assert "says <= 3 million tons/year, its quote 'not exceeded 1 million tons'" in message_of(after, "QT03")


def test_in_the_quote_it_is_a_quote_nobody_said(change, before):
    after = change((CLAIMS, "quote: has not exceeded 1 million tons", "quote: has not exceeded 3 million tons"))
    # The number of the text is still claimed: the passage nearest to the quote says what the claim does.
    assert new_findings(after, before) == [("QT01", "supply_record"), ("QT03", "supply_record")]
    assert "nearest: 'has not exceeded 1 million tons'" in message_of(after, "QT01")


def test_in_the_article_the_quote_is_gone_and_the_number_unclaimed(change, before):
    after = change((ARTICLE, "has not exceeded 1 million tons", "has not exceeded 3 million tons"))
    assert new_findings(after, before) == [("QT01", "supply_record"), ("QT06", "")]
    assert "'not exceeded 3 million tons' is neither claimed nor waived" in message_of(after, "QT06")


def test_in_all_three_only_the_checks_object(change, before):
    after = change(
        (CLAIMS, "value: <= 1 million tons/year", "value: <= 3 million tons/year"),
        (CLAIMS, "quote: has not exceeded 1 million tons", "quote: has not exceeded 3 million tons"),
        (ARTICLE, "has not exceeded 1 million tons", "has not exceeded 3 million tons"),
    )
    assert {code for code, _ in new_findings(after, before)} == {"CK02"}


# Bounds, digits and units.


def test_a_bound_that_the_claim_drops_is_seen(change, before):
    after = change((CLAIMS, "value: <= 1 million tons/year", "value: 1 million tons/year"))
    assert ("QT05", "supply_record") in new_findings(after, before)


def test_an_amount_where_a_yearly_amount_is_measured_says_so(change, before):
    after = change((CLAIMS, "value: <= 1 million tons/year", "value: <= 1 million tons"))
    assert ("UN05", "supply_record") in new_findings(after, before)


def test_an_amount_held_against_a_yearly_amount_says_so(change):
    after = change(("checks/aluminum.yaml", "assert: offer > supply_record * 1 year", "assert: offer > supply_record"))
    finding = next(f for f in after.findings if f.check == "offer-exceeds-the-record" and f.code == "UN05")
    assert "mass" in finding.message


def test_dollars_held_against_tons_are_refused(change):
    after = change(("checks/money.yaml", "assert: fund > 0 USD", "assert: fund > offer"))
    assert ("UN03", "fund-is-in-dollars") in {(f.code, f.check) for f in after.findings}
    assert check_named(after, "fund-is-in-dollars").verdict is Verdict.UNKNOWN


def test_a_fund_in_euro_is_another_thing(change, before):
    after = change((CLAIMS, "value: $500 billion\n", "value: €500 billion\n"))
    assert ("UN03", "fund") in new_findings(after, before)


def test_more_printed_digits_make_the_verdict_survive_rounding(change):
    after = change(
        (CLAIMS, "    value: 2 million tons\n    period: 2025/..", "    value: 2 million tons\n    digits: 2\n    period: 2025/.."),
        (CLAIMS, "    value: <= 1 million tons/year", "    value: <= 1 million tons/year\n    digits: 2"),
    )
    assert check_named(after, "offer-exceeds-the-record").survives.rounding is True


def test_a_declared_ton_is_not_warned_of_and_the_others_are_still_tried(change, before):
    after = change(("schemas/measures.yaml", "measures:\n", "readings: {ton: metric_ton}\nmeasures:\n"))
    assert [f for f in after.findings if f.code == "UN02"] == []
    for name in ("offer-is-at-least-twice-the-record", "offer-exceeds-the-record"):
        assert check_named(after, name).survives == check_named(before, name).survives


def test_a_short_ton_in_one_place_leaves_the_offer_over_the_record_but_not_twice(change):
    after = change((CLAIMS, "value: 2 million tons\n    period", "value: 2 million short tons\n    period"))
    assert check_named(after, "offer-exceeds-the-record").verdict is Verdict.HOLDS
    assert check_named(after, "offer-is-at-least-twice-the-record").verdict is Verdict.UNKNOWN


# Dates.


def test_a_date_of_another_weekday_breaks_its_checks(change, before):
    after = change((CLAIMS, "value: 25/02/2025, by: the publisher", "value: 2025-02-26, by: the publisher"))
    assert {("PD03", "published"), ("CK01", "article-is-of-a-tuesday"), ("CK01", "peskov-spoke-on-that-day")} <= set(
        new_findings(after, before)
    )


def test_a_date_that_reads_both_ways_is_not_guessed(change, before):
    after = change((CLAIMS, "value: 25/02/2025, by: the publisher", "value: 03/02/2025, by: the publisher"))
    assert ("RD06", "published") in new_findings(after, before)


def test_three_weeks_after_the_order_is_not_what_the_register_says(change, before):
    after = change(
        (CLAIMS, "value: two weeks", "value: three weeks"),
        (CLAIMS, "came two weeks after", "came three weeks after"),
        (ARTICLE, "came two weeks after", "came three weeks after"),
    )
    assert new_findings(after, before) == [("CK01", "two-weeks-after-the-order")]


# Worlds, ties and ranks.


def test_an_offer_reported_as_a_fact_is_no_longer_the_condition_asked_for(change, before):
    after = change((CLAIMS, "    period: 2025/..\n    status: conditional", "    period: 2025/.."))
    assert ("CK01", "offer-keeps-its-condition") in new_findings(after, before)


def test_deriving_the_fund_from_the_offer_ties_it_to_the_aluminum(change, before):
    after = change((CLAIMS, "value: $500 billion\n", "value: $500 billion\n    derived_from: [offer]\n"))
    assert new_findings(after, before) == [("SP01", "fund-is-separate-from-aluminum")]
    assert "'fund' is derived from 'offer'" in message_of(after, "SP01")


def test_russian_output_over_indian_settles_the_rank(change):
    after = change((OUTPUT, 'Russia,2024,"3,800",kt/year', 'Russia,2024,"4,300",kt/year'), relations=True)
    assert check_named(after, "second-largest-after-china").verdict is Verdict.HOLDS
    assert [conflict for conflict in after.conflicts if "russia_rank" in conflict.claims] == []


def test_a_year_over_the_record_contradicts_it(change, before):
    after = change(("data/tables/imports.csv", 'Russia,United States,2018,"347,000"', 'Russia,United States,2018,"1,347,000"'))
    assert new_findings(after, before) == [
        ("CF01", "supply_record"),
        ("CK01", "imports-of-2018-stay-under-a-million"),
    ]


# Tables: every failing row with its line.


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"3,800",kt/year', '"3,800",kWh', "UN03"),
        ('"3,800",kt/year', '"3,800",ktt/year', "UN01"),
        ('"3,800",kt/year', '"3,800",kt', "UN05"),
        ('"3,800",kt/year', '"380,000",kt/year', "SC01"),
        ('"3,800",kt/year', ",kt/year", "SC05"),
        ('"3,800",kt/year', "some,kt/year", "RD06"),
        ("Russia,2024", "Russia,24", "SC07"),
        ("Russia,2024", "India,2024", "SC08"),
    ],
    ids=["dimension", "unit", "amount", "range", "null", "value", "pattern", "key"],
)
def test_a_row_that_fails_is_named_with_its_line(change, before, old, new, code):
    after = change((OUTPUT, old, new))
    found = [str(f.place) for f in after.findings if f.code == code and f.place.path == OUTPUT]
    assert found == [f"{OUTPUT}:10:1"]
    assert len(after.ledger.claims) >= len(before.ledger.claims) - 1
