"""Drafted claims hold every number of a text, read back as YAML, and pass the audit as they are."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tallystick import drafting
from tallystick.auditing import audit_workspace
from tallystick.documents import read_document
from tallystick.text import read_quantities, read_value

REPORT = """# Harbour report 2024

Published 3 February 2025.

The plant made **312 GWh** in 2024, 4.5 % more than a year before, and sold 80 GWh of it.
- Staff: about 120 people, up from 95 to 120
- Cost: between $1.2 and $1.5 million; some €3m was spent "in full" \\ by: 5 June.
- Dozens of visitors, tens of thousands of dollars, 1,200 barrels a day at -5 °C.
If the tide allows, output will rise to 400 GWh, said Anna Berg.
The plant made **312 GWh** again.
"""


def claims_of(text: str) -> list[dict]:
    return yaml.safe_load(drafting.draft_claims("sources/a.md", text))["claims"]


def test_every_quantity_rank_and_date_becomes_a_claim():
    values = [claim["value"] for claim in claims_of(REPORT)]
    assert {"2024", "3 February 2025", "312 GWh", "4.5 %", "between $1.2 and $1.5 million", "400 GWh"} <= set(values)
    assert len(values) == len([m for m in read_quantities(REPORT) if m.kind in ("quantity", "date", "rank")])


def test_every_quote_stands_once_in_the_text_or_has_a_prefix():
    for claim in claims_of(REPORT):
        quote = claim["quote"]
        exact = quote if isinstance(quote, str) else f"{quote['prefix']} {quote['exact']}"
        assert " ".join(REPORT.split()).count(" ".join(exact.split())) == 1


def test_ids_are_unique_names():
    ids = [claim["id"] for claim in claims_of(REPORT)]
    assert len(set(ids)) == len(ids)
    assert all(name.isidentifier() for name in ids)


def test_guesses_are_marked_as_guesses():
    rise = next(claim for claim in claims_of(REPORT) if claim["value"] == "400 GWh")
    assert (rise["by"], rise["status"]) == ("Anna Berg", "conditional")
    assert rise["note"] == "drafted; guessed: subject, by, status"


def test_the_source_date_is_guessed_unless_given():
    assert 'date: "2025-02-03"  # a guess' in drafting.draft_claims("a.md", REPORT)
    assert 'date: "2025-03-01"\n' in drafting.draft_claims("a.md", REPORT, source_date="2025-03-01")


def test_a_text_without_numbers_gives_no_claims():
    assert yaml.safe_load(drafting.draft_claims("a.txt", "Nothing here."))["claims"] == []
    assert yaml.safe_load(drafting.draft_schema("Nothing here."))["measures"] == {}


def test_every_claim_has_its_measure_in_the_drafted_schema():
    measures = yaml.safe_load(drafting.draft_schema(REPORT))["measures"]
    assert {claim["measure"] for claim in claims_of(REPORT)} == set(measures)


def test_the_article_has_ten_numeric_expressions_and_no_false_one():
    article = Path(__file__).parents[1] / "data" / "sources" / "article.txt"
    values = [claim["value"] for claim in claims_of(article.read_text(encoding="utf-8"))]
    assert values == [
        "2 million tons",
        "25/02/2025",
        "$500 billion",
        "2 million tons",
        "two weeks",
        "25%",
        "rank 2",
        "200%",
        "2023",
        "not exceeded 1 million tons",
    ]


def test_a_workspace_drafted_from_an_article_passes_its_own_audit(tmp_path):
    from typer.testing import CliRunner

    from tallystick.cli.app import app

    source = tmp_path / "report.md"
    source.write_text(REPORT, encoding="utf-8")
    runner = CliRunner()
    made = runner.invoke(app, ["init", str(tmp_path / "w"), "--from-article", str(source)])
    assert made.exit_code == 0, made.output
    checked = runner.invoke(app, ["check", str(tmp_path / "w"), "--fail-on", "warning"])
    assert checked.exit_code == 0, checked.output


def test_explain_names_place_words_reading_and_rules():
    lines = drafting.explain("It rose\nby about 5 % to $3m.").splitlines()
    assert lines == [
        '2:4 "about 5 %" quantity ~ 5 percent up (digits, unit, comparator, up)',
        '2:17 "$3m" quantity = 3000000 USD (digits, money, scale letter)',
    ]


@given(st.text(max_size=120))
def test_any_text_gives_a_file_that_reads_back(text):
    made = yaml.safe_load(drafting.draft_claims("a.txt", f"{text} 5 tons of {text}"))
    assert made["source"] == "a.txt"
    assert (
        any("5 tons" in str(claim["quote"]) or "5" in claim["value"] for claim in made["claims"]) or not made["claims"]
    )


@pytest.mark.parametrize(
    "written", ["about 5 tons", "$10 to $15 billion", "7 kWh a day", "tens of thousands of dollars"]
)
def test_a_drafted_value_reads_back_as_what_was_found(written):
    (claim,) = claims_of(f"It was {written}.")
    (mention,) = read_quantities(f"It was {written}.")
    assert read_value(claim["value"]).bound == mention.quantity.bound


TABLE = """# Mill report 2024

Output by line, in thousand tonnes:

| Line | 2024 | 2023 |
| --- | ---: | ---: |
| Paper | 51.3 | 43.1 |
| Board | 39.8 | 35.2 |
| In stock | (4.1) | (2.7) |
| Total | 87.0 | 75.6 |
| Total | 87.0 | 75.6 |
"""


def drafted(tmp_path, *texts):
    documents = [(f"sources/{n}.md", read_document(Path(f"{n}.md"), text.encode())) for n, text in enumerate(texts)]
    (tmp_path / "tally.toml").write_text("")
    for path, document in documents:
        (tmp_path / "data" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / path).write_text(document.text)
    for path, text in drafting.draft_workspace(documents).files():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    return audit_workspace(tmp_path)


def test_a_table_is_drafted_with_its_rows_columns_and_totals_and_passes(tmp_path):
    audit = drafted(tmp_path, TABLE)
    assert [f"{f.code} {f.message}" for f in audit.findings if f.severity == "error"] == []
    claims = {claim.id: claim for claim in audit.ledger.claims}
    assert claims["paper_2024"].dimensions == {"row": "Paper", "column": "2024"}
    assert claims["paper_2024"].period.text == "2024"
    assert claims["in_stock_2024"].value.bound.low < 0
    assert {check.verdict for check in audit.checks} == {"holds"}
    assert any("total_2024 == " in check.equation for check in audit.checks)


def test_ids_of_several_documents_never_collide(tmp_path):
    audit = drafted(tmp_path, TABLE, TABLE, "1 here and 1 there, 1,2 and 12: n 1 2.\n")
    ids = [claim.id for claim in audit.ledger.claims]
    assert len(ids) == len(set(ids))
    assert not [f for f in audit.findings if f.code == "RD03"]


def test_a_label_that_is_a_word_of_the_language_is_an_id_all_the_same(tmp_path):
    audit = drafted(tmp_path, TABLE.replace("Paper", "If").replace("Board", "Not"))
    assert not [f for f in audit.findings if f.severity == "error"]
