"""The repository's own workspace: what its audit comes to, and that it covers what its sources say."""

import csv
import re
from pathlib import Path

import pytest

from tallystick.auditing import audit_workspace
from tallystick.model import Audit, CheckResult, Verdict

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "data/sources/article.txt"


@pytest.fixture(scope="module")
def audit() -> Audit:
    return audit_workspace(ROOT)


def check_named(audit: Audit, name: str) -> CheckResult:
    return next(result for result in audit.checks if result.id == name)


def findings_of(audit: Audit, severity: str) -> list[tuple[str, str]]:
    """Code and what it is about: the check, else the first claim."""
    return sorted((f.code, f.check or f.claims[0]) for f in audit.findings if f.severity == severity)


def test_it_has_no_error(audit):
    assert findings_of(audit, "error") == []


def test_its_warnings_are_those_an_editor_wants(audit):
    assert findings_of(audit, "warning") == [
        ("CF02", "imports_h1_2022"),
        ("CF02", "russia_rank"),
        ("CK01", "offer-fits-the-share-russia-had"),
        ("CK01", "offer-stays-within-the-record"),
        ("CK01", "one-rate-covers-russia"),
        ("CK01", "order-in-force"),
        ("CK01", "rejected-is-not-stipulated"),
        ("CK01", "second-largest-after-china"),
        ("UN02", "offer"),
        ("UN02", "supply_record"),
        ("XR01", "parts-exceed-world"),
    ]


def test_every_number_of_every_source_is_claimed_or_waived(audit):
    assert [number.text for number in audit.coverage.unclaimed] == []
    assert audit.coverage.share == 1


def test_every_waiver_has_a_reason(audit):
    assert [waiver.quote.exact for waiver in audit.ledger.waivers if not waiver.because] == []


def test_every_quantity_of_the_article_is_claimed_and_none_waived(audit):
    numbers = [number for number in audit.coverage.numbers if number.source == ARTICLE]
    assert [number.text for number in numbers] == [
        "2 million tons", "$500 billion", "2 million tons", "two weeks", "25%", "200%", "not exceeded 1 million tons",
    ]  # fmt: skip
    assert all(number.claims and not number.waived for number in numbers)


@pytest.mark.parametrize(
    ("words", "claim"),
    [("25/02/2025", "published"), ("in 2023", "tariff_year"), ("second largest", "russia_rank")],
    ids=["date", "year", "rank"],
)
def test_the_date_the_year_and_the_rank_of_the_article_are_claimed_too(audit, words, claim):
    quotes = {each.id: each.quote.exact for each in audit.ledger.claims if each.quote}
    assert words in quotes[claim]


def test_the_article_has_at_least_forty_claims_each_with_its_words_or_derived(audit):
    claims = [claim for claim in audit.ledger.claims if claim.source == ARTICLE]
    assert len(claims) >= 40
    assert [claim.id for claim in claims if claim.quote is None and not claim.derived_from] == []
    assert sum(claim.quote is not None for claim in claims) >= 40


def test_every_public_figure_is_claimed_from_its_own_paragraph(audit):
    text = audit.ledger.source("data/sources/public-figures.txt").text
    starts = [found.start() for found in re.finditer(r"^\[F\d\d\]", text, re.MULTILINE)]
    placed = [where.start for where in audit.located if where.source == "data/sources/public-figures.txt"]
    waived = [text.index(waiver.quote.exact) for waiver in audit.ledger.waivers]
    assert len(starts) == 13
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        assert any(start < place < end for place in placed + waived), text[start : start + 5]
        assert "Published: " in text[start:end]


@pytest.mark.parametrize("table", ["output", "imports", "rare_earths"])
def test_every_value_of_a_table_is_printed_in_the_public_figures(table):
    text = (ROOT / "data/sources/public-figures.txt").read_text("utf-8")
    with (ROOT / f"data/tables/{table}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = row.get("country") or row["exporter"].replace("all", "all countries")
            for value in (row.get("amount"), row.get("reserves_mt"), row.get("production_t")):
                assert value is None or value in text, row
            assert place in text


def test_the_tables_are_claims_that_checks_can_name(audit):
    ids = {claim.id for claim in audit.ledger.claims if claim.place.path.startswith("data/tables/")}
    assert {"output_russia_2024", "imports_all_2017", "production_t_united_states", "reserves_mt_russia"} <= ids
    assert len(ids) == 10 + 3 + 16


def test_every_measure_is_used(audit):
    used = {claim.measure for claim in audit.ledger.claims}
    assert sorted(set(audit.ledger.schema.measures) - used) == []


def test_every_check_and_relation_says_in_words_what_it_asserts(audit):
    assert [check.id for check in audit.ledger.checks if not check.says.endswith(".")] == []
    assert [relation.id for relation in audit.ledger.schema.relations if not relation.says.endswith(".")] == []


def test_no_check_is_unknown(audit):
    assert [result.id for result in audit.checks if result.verdict is Verdict.UNKNOWN] == []


def test_twice_the_record_survives_neither_rounding_nor_a_mix_of_tons(audit):
    survives = check_named(audit, "offer-is-at-least-twice-the-record").survives
    assert (survives.rounding, survives.readings) == (False, False)


def test_more_than_the_record_survives_any_mix_of_tons_but_not_rounding(audit):
    survives = check_named(audit, "offer-exceeds-the-record").survives
    assert (survives.rounding, survives.readings) == (False, True)


def test_the_offer_is_shown_in_the_units_its_speaker_used(audit):
    shown = check_named(audit, "offer-is-at-least-twice-the-record").substituted
    assert shown == "2 million tons >= 2 * (<= 1 million tons/year) * 1 year"


def test_the_rank_is_shown_with_the_three_numbers_and_names_its_claim(audit):
    result = check_named(audit, "second-largest-after-china")
    assert all(number in result.substituted for number in ("43,000 kt/year", "4,200 kt/year", "3,800 kt/year"))
    assert "russia_rank" in result.claims


def test_rank_and_figures_are_a_conflict_set_whose_corrections_include_the_third_place(audit):
    conflicts = [one for one in audit.conflicts if "russia_rank" in one.claims]
    assert {one.relations for one in conflicts} == {("rank-follows-output",)}
    for conflict in conflicts:
        changes = {change.claim: change.bound for one in conflict.corrections for change in one.changes}
        assert changes["russia_rank"].low == 3


def test_the_rate_per_year_is_named_as_the_claimants_reading(audit):
    where = next(one for one in audit.located if one.claim == "supply_record")
    assert where.note == "the rate per year is the claimant's reading: the quote gives no time"


def test_the_starter_is_a_part_of_this_tree():
    starter = ROOT / "src" / "tallystick" / "starter"
    names = {path.name for path in starter.iterdir() if path.name != "__pycache__"}
    assert names - {"tally.toml"} <= {path.name for path in ROOT.iterdir()}
    assert not [f.message for f in audit_workspace(starter).findings if f.severity in ("error", "warning")]
