"""The repository's own workspace: what its audit says, and what a change of one number makes it say."""

import shutil
from pathlib import Path

import pytest

from tallystick.audit import audit_workspace
from tallystick.model import Audit, CheckResult, Verdict

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("checks", "schemas", "data")


@pytest.fixture(scope="module")
def audit() -> Audit:
    return audit_workspace(ROOT)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The workspace somewhere else, to be changed."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "tally.toml").write_text('as_of = "2025-02-25"\n', encoding="utf-8")
    return tmp_path


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def check_named(audit: Audit, name: str) -> CheckResult:
    return next(result for result in audit.checks if result.id == name)


def new_findings(changed: Audit, audit: Audit) -> list[tuple[str, tuple[str, ...]]]:
    known = {(finding.code, finding.claims, finding.check) for finding in audit.findings}
    found = [f for f in changed.findings if (f.code, f.claims, f.check) not in known and f.severity != "note"]
    return sorted((finding.code, finding.claims) for finding in found)


def test_it_has_no_error_and_shows_its_warnings(audit):
    assert [finding.message for finding in audit.findings if finding.severity == "error"] == []
    assert [finding for finding in audit.findings if finding.severity == "warning"]


def test_every_number_of_every_source_is_claimed_or_waived(audit):
    assert [number.text for number in audit.coverage.unclaimed] == []
    assert audit.coverage.share == 1


def test_the_article_has_at_least_thirty_claims_with_their_words(audit):
    article = [claim for claim in audit.ledger.claims if claim.source == "data/sources/article.txt"]
    assert len(article) >= 30
    assert sum(claim.quote is not None for claim in article) >= 30


def test_its_seven_quantities_and_three_dates_and_ranks_are_claimed(audit):
    claimed = {n.text for n in audit.coverage.numbers if n.source == "data/sources/article.txt" and n.claims}
    assert claimed == {"2 million tons", "$500 billion", "two weeks", "25%", "200%", "not exceeded 1 million tons"}


VERDICTS = {
    "supply-stayed-under-a-million": "holds",
    "offer-is-at-least-twice-the-record": "holds",
    "offer-exceeds-the-record": "holds",
    "headline-equals-body": "holds",
    "fund-is-separate-from-aluminum": "holds",
    "two-weeks-after-the-order": "holds",
    "article-is-of-a-tuesday": "holds",
    "monday-before-tuesday": "holds",
    "second-largest-after-china": "breaks",
    "rank-in-the-figures": "breaks",
    "one-rate-covers-russia": "breaks",
    "order-in-force": "breaks",
    "offer-is-a-plausible-share-of-imports": "breaks",
}


@pytest.mark.parametrize(("name", "verdict"), VERDICTS.items(), ids=VERDICTS)
def test_a_check_of_the_article_comes_to(audit, name, verdict):
    assert check_named(audit, name).verdict == verdict


def test_no_check_is_unknown(audit):
    assert [result.id for result in audit.checks if result.verdict is Verdict.UNKNOWN] == []


def test_twice_the_record_survives_neither_rounding_nor_a_mix_of_tons(audit):
    survives = check_named(audit, "offer-is-at-least-twice-the-record").survives
    assert (survives.rounding, survives.readings) == (False, False)


def test_more_than_the_record_survives_any_mix_of_tons_but_not_rounding(audit):
    survives = check_named(audit, "offer-exceeds-the-record").survives
    assert (survives.rounding, survives.readings) == (False, True)


def test_the_rank_is_shown_with_the_three_numbers(audit):
    shown = check_named(audit, "second-largest-after-china").substituted
    assert all(number in shown for number in ("43,000 kt/year", "4,200 kt/year", "3,800 kt/year"))


def test_rank_and_figures_are_a_conflict_set_with_corrections(audit):
    conflict = next(one for one in audit.conflicts if "russia_rank" in one.claims)
    assert "rank-follows-output" in conflict.relations
    assert conflict.corrections


def test_tripling_the_million_in_the_claim_differs_from_the_quote(audit, copy):
    replace_in(copy / "data/claims.yaml", "value: <= 1 million tons/year", "value: <= 3 million tons/year")
    found = new_findings(audit_workspace(copy), audit)
    assert ("QT03", ("supply_record",)) in found
    assert ("CK02", ("supply_record",)) in found
    assert not [code for code, _ in found if code == "QT01"]


def test_tripling_the_million_in_the_quote_is_a_quote_nobody_said(audit, copy):
    replace_in(copy / "data/claims.yaml", "quote: has not exceeded 1 million tons", "quote: has not exceeded 3 million tons")
    changed = audit_workspace(copy)
    found = new_findings(changed, audit)
    assert ("QT01", ("supply_record",)) in found
    assert ("QT03", ("supply_record",)) in found
    message = next(f.message for f in changed.findings if f.code == "QT01")
    assert "nearest: 'has not exceeded 1 million tons'" in message


def test_tripling_the_million_in_the_article_leaves_the_number_unclaimed(audit, copy):
    replace_in(copy / "data/sources/article.txt", "has not exceeded 1 million tons", "has not exceeded 3 million tons")
    changed = audit_workspace(copy)
    found = new_findings(changed, audit)
    assert ("QT01", ("supply_record",)) in found
    assert ("QT06", ()) in found
    assert ("QT03", ("supply_record",)) not in found


def test_a_stock_where_a_flow_is_measured_says_so(audit, copy):
    replace_in(copy / "data/claims.yaml", "value: <= 1 million tons/year", "value: <= 1 million tons")
    changed = audit_workspace(copy)
    assert ("UN05", ("supply_record",)) in new_findings(changed, audit)


def test_dropping_the_bound_is_seen(audit, copy):
    replace_in(copy / "data/claims.yaml", "value: <= 1 million tons/year", "value: 1 million tons/year")
    assert ("QT05", ("supply_record",)) in new_findings(audit_workspace(copy), audit)


def test_deriving_the_fund_from_the_offer_ties_it_to_the_aluminum(audit, copy):
    replace_in(copy / "data/claims.yaml", "value: $500 billion\n", "value: $500 billion\n    derived_from: [offer]\n")
    changed = audit_workspace(copy)
    finding = next(finding for finding in changed.findings if finding.code == "SP01")
    assert "'fund' is derived from 'offer'" in finding.message


def test_a_wrong_weekday_is_a_broken_check(audit, copy):
    replace_in(copy / "data/claims.yaml", "value: 25/02/2025, by: the publisher", "value: 2025-02-26, by: the publisher")
    found = {code for code, _ in new_findings(audit_workspace(copy), audit)}
    assert {"PD03", "CK01"} <= found


def test_russian_output_over_indian_settles_the_rank(audit, copy):
    replace_in(copy / "data/tables/output.csv", '"3,800",kt/year', '"4,300",kt/year')
    changed = audit_workspace(copy)
    assert check_named(changed, "second-largest-after-china").verdict is Verdict.HOLDS
    assert not [conflict for conflict in changed.conflicts if "russia_rank" in conflict.claims]


def test_the_same_files_give_the_same_audit(audit):
    assert audit_workspace(ROOT) == audit


def test_the_starter_is_a_part_of_this_tree():
    starter = ROOT / "src" / "tallystick" / "starter"
    names = {path.name for path in starter.iterdir() if path.name != "__pycache__"}
    assert names - {"tally.toml"} <= {path.name for path in ROOT.iterdir()}
    assert not [f.message for f in audit_workspace(starter).findings if f.severity in ("error", "warning")]
