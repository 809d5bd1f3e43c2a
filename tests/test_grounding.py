"""Quotes stand in their sources, values follow from their quotes, and every number is claimed or waived."""

from difflib import SequenceMatcher

import pytest

from tallystick.grounding import quotes
from tallystick.grounding.quotes import find, fold, nearest
from tallystick.model import Quote
from tallystick.testing import audit_files, codes

MEASURES = """\
measures:
  mass: {unit: tonne}
  supply: {unit: tonne/year}
  place: {kind: rank}
  time: {kind: duration}
  smelters: {kind: count}
"""


def ground(text: str, claim: str, more: str = ""):
    files = {
        "schemas/measures.yaml": MEASURES,
        "data/sources/text.txt": text,
        "data/claims.yaml": f"source: sources/text.txt\n{more}claims:\n  - {{id: a, {claim}}}\n",
    }
    return audit_files(files)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        pytest.param("It sold 5 tonnes.", "measure: mass, value: 5 t, quote: sold 5 tonnes", id="as-written"),
        pytest.param("It sold 5 tonnes.", "measure: mass, value: 5000 kg, quote: sold 5 tonnes", id="converted"),
        pytest.param("It sold “5\u00a0 \n tonnes”.", "measure: mass, value: 5 t, quote: '\"5 tonnes\"'", id="folded"),
        pytest.param("At most 9 tonnes.", "measure: mass, value: <= 9 t, quote: At most 9 tonnes", id="bound"),
        pytest.param("The second largest.", "measure: place, value: rank 2, quote: second largest", id="rank"),
        pytest.param("It took two weeks.", "measure: time, value: 14 days, quote: took two weeks", id="duration"),
        pytest.param("It has 30 smelters.", "measure: smelters, value: 30, quote: has 30 smelters", id="count"),
    ],
)
def test_a_value_that_its_quote_says_is_grounded(text, claim):
    assert codes(ground(text, claim)) == []


GROWTH = """\
measures:
  growth: {unit: percent}
  output_change: {unit: tonne}
  decline: {unit: percent}
  share: {unit: percent}
  result: {unit: "1"}
  width: {unit: mm}
"""


def ground_change(text: str, claim: str):
    files = {
        "schemas/measures.yaml": GROWTH,
        "data/sources/text.txt": text,
        "data/claims.yaml": f"source: sources/text.txt\nclaims:\n  - {{id: a, {claim}}}\n",
    }
    return audit_files(files)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        pytest.param("Sales were down 17.1 percent.", "measure: growth, value: -17.1 %, quote: down 17.1 percent", id="down"),
        pytest.param("A 17.1 percent decline.", "measure: growth, value: -17.1 %, quote: A 17.1 percent decline", id="noun"),
        pytest.param("It fell by more than 3 t.", "measure: output_change, value: < -3 t, quote: fell by more than 3 t", id="bound"),
        pytest.param("It fell 3 t.", "measure: output_change, value: fell 3 t, quote: It fell 3 t", id="in-words"),
        pytest.param("Sales fell 17.1 percent.", "measure: decline, value: 17.1 %, quote: Sales fell 17.1 percent", id="decline"),
        pytest.param("Its share fell 3 percent.", "measure: share, value: 3 %, quote: share fell 3 percent", id="unsaid"),
        pytest.param("Sales rose 4 percent.", "measure: growth, value: 4 %, quote: rose 4 percent", id="up"),
        pytest.param("Net result (354,100).", "measure: result, value: -354100, quote: 'result (354,100)'", id="brackets"),
        pytest.param("It is 7.2 ± 0.3 mm.", "measure: width, value: 7.2 mm, quote: 7.2 ± 0.3 mm", id="middle"),
        pytest.param("It is 7.2 ± 0.3 mm.", "measure: width, value: 7.2 ± 0.3 mm, quote: 7.2 ± 0.3 mm", id="spread"),
    ],
)
def test_a_change_is_grounded_with_its_sign(text, claim):
    assert codes(ground_change(text, claim)) == []


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        pytest.param("Sales fell 17.1 percent.", "measure: growth, value: 17.1 %, quote: Sales fell 17.1 percent", id="fall-as-growth"),
        pytest.param("Sales fell to 17.1 percent.", "measure: growth, value: -17.1 %, quote: fell to 17.1 percent", id="level"),
        pytest.param("Sales rose 17.1 percent.", "measure: growth, value: -17.1 %, quote: rose 17.1 percent", id="rise"),
    ],
)
def test_a_change_with_the_wrong_sign_is_not_what_its_quote_says(text, claim):
    found = ground_change(text, claim)
    assert "QT03" in codes(found)


def test_a_fall_claimed_as_growth_is_told_that_it_lies_below_zero():
    found = ground_change("Sales fell 4 %.", "measure: growth, value: 4 %, quote: Sales fell 4 %")
    (problem,) = (finding for finding in found.findings if finding.code == "QT03")
    assert "a fall is below zero" in problem.message


@pytest.mark.parametrize(
    ("text", "claim", "code"),
    [
        pytest.param("It sold 5 tonnes.", "measure: mass, value: 6 t, quote: sold 5 tonnes", "QT03", id="number"),
        pytest.param("It sold 5 kg.", "measure: mass, value: 5 t, quote: sold 5 kg", "QT04", id="unit"),
        pytest.param("At most 9 tonnes.", "measure: mass, value: 9 t, quote: At most 9 tonnes", "QT05", id="bound"),
        pytest.param("At most 9 tonnes.", "measure: mass, value: 9 t, quote: 9 tonnes", "QT05", id="bound-outside"),
        pytest.param("It sold 5 million tonnes.", "measure: mass, value: 5 Mt, quote: It sold 5", "QT03", id="cut-end"),
        pytest.param("It sold 15 tonnes.", "measure: mass, value: 15 t, quote: 5 tonnes", "QT03", id="cut-start"),
        pytest.param("The second largest.", "measure: place, value: rank 3, quote: second largest", "QT03", id="rank"),
    ],
)
def test_a_value_that_its_quote_does_not_say_is_named_and_leaves_the_number_unclaimed(text, claim, code):
    found = codes(ground(text, claim))
    # A rank is no quantity, so coverage does not ask for it.
    assert found == ([code] if "rank" in claim else [code, "QT06"])


@pytest.mark.parametrize(
    ("text", "period", "found"),
    [
        pytest.param("It sold 5 tonnes in 2024.", "1999", ["PD03"], id="another-year"),
        pytest.param("It sold 5 tonnes in 2024.", "2024", [], id="the-year"),
        pytest.param("It sold 5 tonnes in 2024.", "2024-03", [], id="a-month-of-it"),
        pytest.param("It sold 5 tonnes, after 7 tonnes in 2024.", "2025", [], id="the-year-of-another-number"),
        pytest.param("It sold 5 tonnes in May 2024.", "2023", ["PD03"], id="a-month-of-another-year"),
    ],
)
def test_a_period_that_is_not_the_one_behind_the_quoted_number_is_named(text, period, found):
    claim = f"measure: mass, value: 5 t, period: {period}, quote: {text.removesuffix('.')!r}"
    problems = codes(ground(text, claim))
    assert [code for code in problems if code != "QT06"] == found


def test_a_rate_per_year_is_noted_as_the_claimants_reading():
    audit = ground("It supplied 5 t.", "measure: supply, value: 5 t/year, period: 2020, quote: supplied 5 t")
    assert codes(audit) == []
    assert "claimant's reading" in audit.located[0].note


def test_a_rate_without_a_period_is_another_unit():
    assert "QT04" in codes(ground("It supplied 5 t.", "measure: supply, value: 5 t/year, quote: supplied 5 t"))


def test_offsets_point_into_the_text_as_it_was():
    text = "He said:  “two\n\n weeks”."
    start, end = find(Quote('"two weeks"'), fold(text))[0]
    assert text[start:end] == "“two\n\n weeks”"


def test_a_prefix_picks_one_of_two_places():
    source = fold("plant sold 5 t, mine sold 5 t")
    assert len(find(Quote("sold 5 t"), source)) == 2
    assert find(Quote("sold 5 t", prefix="mine "), source) == [(21, 29)]


def test_a_quote_nobody_said_shows_the_nearest_passage():
    text = "In May it sold eleven tonnes of ore."
    assert text[slice(*nearest(Quote("sold seven tonnes"), fold(text)))] == "sold eleven tonne"


def test_words_that_stand_elsewhere_than_their_prefix_are_told_so():
    audit = ground("It sold 5 t.", "measure: mass, value: 5 t, quote: {exact: sold 5 t, prefix: mine}")
    finding = next(finding for finding in audit.findings if finding.code == "QT01")
    assert "stands in data/sources/text.txt, but not with its prefix and suffix" in finding.message


def test_a_long_source_is_compared_with_a_long_quote_in_few_places(monkeypatch):
    compared = []

    class Counted(SequenceMatcher):
        def __init__(self, junk, first, second, **more):
            compared.append((len(first), len(second)))
            super().__init__(junk, first, second, **more)

    monkeypatch.setattr(quotes, "SequenceMatcher", Counted)
    source = fold("supply of aluminum metal from the country " * 20_000)
    passage = source.text[slice(*nearest(Quote("supply of aluminum metal from that country " * 100), source))]
    assert passage.startswith("supply of aluminum metal from the country supply")
    assert len(compared) <= 24
    assert max(length for pair in compared for length in pair) <= 240


def test_a_prefix_that_stands_nowhere_finds_nothing_in_a_long_source():
    source = fold("supply of aluminum metal from the country " * 20_000)
    assert find(Quote("a", prefix="zzz"), source) == []
    assert len(find(Quote("the country"), source)) == 20_000


def test_a_waived_number_counts_as_covered_and_an_unclaimed_one_is_shown_with_its_place():
    waiver = "waivers: [{quote: lost 3 tonnes, because: told twice}]\n"
    audit = ground("It lost 3 tonnes,\nsold 5 tonnes, kept 8 tonnes.", "measure: mass, value: 5 t, quote: sold 5 tonnes", waiver)
    assert [(f.code, str(f.place)) for f in audit.findings] == [("QT06", "data/sources/text.txt:2:21")]
    assert (audit.coverage.claimed, audit.coverage.waived) == (1, 1)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        pytest.param("It sold 5 million tonnes.", "It sold 5", id="scale-and-unit-cut"),
        pytest.param("It sold 5 million tonnes.", "million tonnes", id="digits-cut"),
        pytest.param("It sold 15 tonnes.", "5 tonnes", id="half-a-number"),
        pytest.param("It sold 5 to 10 tonnes.", "10 tonnes", id="half-a-range"),
        pytest.param("It sold 5 tonnes.", "It sold 5", id="unit-cut"),
    ],
)
def test_a_waiver_that_cuts_a_number_does_not_waive_it_and_is_named(text, quote):
    waiver = f"waivers: [{{quote: {quote}, because: told twice}}]\n"
    (finding,) = ground(text, "measure: mass, value: 5 t", waiver).findings
    assert finding.code == "QT06"
    assert f"the waiver '{quote}' cuts it short" in finding.message


def test_a_waiver_of_words_nobody_said_shows_the_nearest_passage():
    waiver = "waivers: [{quote: it sold seven tonnes, because: told twice}]\n"
    audit = ground("In May it sold eleven tonnes.", "measure: mass, value: 5 t", waiver)
    finding = next(finding for finding in audit.findings if finding.code == "QT01")
    assert finding.message.endswith("is not in data/sources/text.txt (nearest: 'it sold eleven tonne')")


@pytest.mark.parametrize("quote", ["not more than 9 tonnes", "9 tonnes", "were not more than 9 tonnes were"])
def test_a_waiver_that_covers_a_number_waives_it_though_its_comparator_stands_outside(quote):
    waiver = f"waivers: [{{quote: {quote}, because: a rumour}}]\n"
    audit = ground("There were not more than 9 tonnes were in it.", "measure: mass, value: 5 t", waiver)
    assert (codes(audit), audit.coverage.waived) == ([], 1)


def test_a_temperature_in_another_unit_with_a_period_is_held_without_an_error():
    from tallystick.testing import audit_files

    audit = audit_files(
        {
            "schemas/m.yaml": "measures:\n  heat: {unit: degC}\n",
            "data/sources/a.txt": "In 2023 it was 50 °F.\n",
            "data/c.yaml": 'claims:\n  - {id: a, measure: heat, value: 10 °C, period: 2023, source: sources/a.txt, quote: it was 50 °F}\n',
        }
    )
    assert [claim.id for claim in audit.ledger.claims] == ["a"]


def test_a_cell_is_grounded_with_the_unit_of_its_header_or_as_it_is_printed():
    from tallystick.testing import audit_files

    table = "| Item | Output (GWh) |\n| --- | --- |\n| North | 41.5 |\n| South | 7.25 |\n"
    claims = "\n".join(
        f"  - {{id: {name}, measure: {name}, value: '{value}', source: sources/a.md, quote: North | 41.5}}"
        for name, value in [("meant", "41.5 GWh"), ("printed", "41.5"), ("wrong", "41.5 MWh")]
    )
    audit = audit_files(
        {
            "schemas/m.yaml": "measures:\n  meant: {unit: GWh}\n  printed: {unit: ''}\n  wrong: {unit: GWh}\n",
            "data/sources/a.md": table,
            "data/c.yaml": f"claims:\n{claims}\n",
        }
    )
    assert {f.claims for f in audit.findings if f.severity == "error"} == {("wrong",)}
    assert [number.text for number in audit.coverage.unclaimed] == ["7.25"]
