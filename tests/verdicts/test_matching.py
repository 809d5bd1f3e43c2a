"""What a name stands for: claims, queries, groups and combinations."""

import functools

import pytest
from small_ledger import date, judge, number, offer, output, rate

from tallystick import periods
from tallystick.model import Claim

RUSSIA, INDIA, CHINA = output("ru", "Russia", "3.8"), output("in", "India", "4.2"), output("cn", "China", "43")
RUSSIA_23 = output("ru23", "Russia", "3.7", period="2023")
ALL = {"all": {"measure": "output", "period": "2024"}}
ONE = {"one": {"measure": "output", "country": "Russia", "period": "2024"}}


@pytest.mark.parametrize(
    ("assertion", "verdict"),
    [
        ("sum(all) == 51 Mt/year", "holds"),
        ("mean(all) == 17 Mt/year", "holds"),
        ("max(all) == 43 Mt/year", "holds"),
        ("min(all) == one", "holds"),
        ("count(all) == 3", "holds"),
        ("share(one, sum(all)) < 10 %", "holds"),
        ("sum(all) - sum(all) == 0", "holds"),
        ("rank(one, all) == 3", "holds"),
        ("one <= max(all)", "holds"),
        ("sum(all * 2) == 102 Mt/year", "holds"),
    ],
)
def test_aggregates_take_all_matches_at_once(assertion, verdict):
    found = judge(assertion, RUSSIA, INDIA, CHINA, RUSSIA_23, given=ALL | ONE)
    assert found.verdict == verdict


def test_a_query_with_several_matches_judges_each_and_the_worst_counts():
    found = judge("all > 4 Mt/year", RUSSIA, INDIA, CHINA, given=ALL)
    assert found.verdict == "breaks"
    assert [(match.claims, match.verdict.value) for match in found.result.matches] == [
        (("ru",), "breaks"),
        (("in",), "holds"),
        (("cn",), "holds"),
    ]
    assert found.result.claims == ("ru", "in", "cn")
    assert found.codes == ["CK01"]


def test_unknown_is_worse_than_holds_and_better_than_breaks():
    claims = [Claim(name, "number", number(name, *ends).value) for name, ends in _INTERVALS.items()]
    query = {"x": {"measure": "number"}}
    assert judge("x > 2", *claims[:2], given=query).verdict == "unknown"
    assert judge("x > 2", *claims, given=query).verdict == "breaks"


_INTERVALS = {"sure": (3, 4), "maybe": (1, 3), "never": (0, 1)}


def test_names_with_several_matches_pair_on_shared_dimensions_and_period():
    claims = [RUSSIA, INDIA, RUSSIA_23, rate("r24", 10), rate("r23", 20, period="2023"), rate("i24", 30, "India")]
    found = judge("made > 0 and tax > 0", *claims, given={"made": {"measure": "output"}, "tax": {"measure": "rate"}})
    assert [match.claims for match in found.result.matches] == [("ru", "r24"), ("in", "i24"), ("ru23", "r23")]


def test_matches_that_never_pair_are_a_finding():
    claims = [RUSSIA, INDIA, rate("c1", 10, "China"), rate("c2", 10, "Chile")]
    found = judge("made > 0 and tax > 0", *claims, given={"made": {"measure": "output"}, "tax": {"measure": "rate"}})
    assert (found.verdict, found.codes) == ("unknown", ["CK03"])


def test_for_each_judges_every_group_on_its_own():
    found = judge("sum(made) > 7 Mt/year", RUSSIA, INDIA, CHINA, RUSSIA_23, given={"made": {"measure": "output"}},
                  for_each=("country",))  # fmt: skip
    assert [(result.group, result.verdict.value) for result in found.results] == [
        ({"country": "China"}, "holds"),
        ({"country": "India"}, "breaks"),
        ({"country": "Russia"}, "holds"),
    ]
    assert [finding.code for finding in found.findings] == ["CK01"]
    assert "country India" in found.findings[0].message


def test_for_each_period_groups_by_period():
    found = judge(
        "count(made) >= 1", RUSSIA, INDIA, RUSSIA_23, given={"made": {"measure": "output"}}, for_each=("period",)
    )
    assert [dict(result.group) for result in found.results] == [{"period": "2023"}, {"period": "2024"}]


def test_a_period_is_one_group_however_it_is_written():
    claims = [
        RUSSIA,
        output("in", "India", "4.2", period="2024-01/2024-12"),
        output("cn", "China", "43", period="Jan 2024"),
    ]
    found = judge("count(made) >= 1", *claims, given={"made": {"measure": "output"}}, for_each=("period",))
    assert [(dict(result.group), result.claims) for result in found.results] == [
        ({"period": "2024"}, ("ru", "in")),
        ({"period": "2024-01"}, ("cn",)),
    ]


def test_a_group_in_which_a_name_matches_nothing_is_unknown():
    found = judge("made > 0 and tax > 0", RUSSIA, INDIA, rate("r24", 10), for_each=("country",),
                  given={"made": {"measure": "output"}, "tax": {"measure": "rate"}})  # fmt: skip
    assert [(result.group["country"], result.verdict.value) for result in found.results] == [
        ("India", "unknown"),
        ("Russia", "holds"),
    ]
    assert "no claim of this group matches 'tax'" in found.findings[0].message


def test_only_claims_of_the_actual_world_match_unless_a_status_is_named():
    reported, forecast = output("now", "Russia", "3.8"), output("later", "Russia", "9", status="forecast")
    assert judge("x < 5 Mt/year", reported, forecast, given={"x": {"measure": "output"}}).result.claims == ("now",)
    named = {"x": {"measure": "output", "status": "forecast"}}
    assert judge("x < 5 Mt/year", reported, forecast, given=named).result.claims == ("later",)


def test_a_scenario_is_a_world_of_its_own():
    planned = output("plan", "Russia", "5", scenario="boom")
    assert judge("x < 9 Mt/year", RUSSIA, planned, given={"x": {"measure": "output"}}).result.claims == ("ru",)
    named = {"x": {"measure": "output", "scenario": "boom"}}
    assert judge("x < 9 Mt/year", RUSSIA, planned, given=named).result.claims == ("plan",)


def test_a_bare_name_is_a_claim_of_any_world():
    assert judge("offer > 1 Mt", offer()).verdict == "holds"


@pytest.mark.parametrize(
    ("period", "claims"),
    [("2024", ("ru",)), ("2023/2024", ("ru", "ru23")), ("../2023", ("ru23",)), ("2024..", ("ru",)), ("2024-06", None)],
)
def test_a_period_matches_claims_that_lie_within_it(period, claims):
    found = judge("x > 0", RUSSIA, RUSSIA_23, given={"x": {"measure": "output", "period": period}})
    assert found.result.claims == claims if claims else found.codes == ["CK03"]


@pytest.mark.parametrize(
    ("where", "code", "message"),
    [
        ({"measure": "outptu"}, "CK03", "no claim has measure 'outptu' (nearest: 'output')"),
        ({"measure": "output", "country": "Rusia"}, "CK03", "has country 'Rusia' (nearest: 'Russia')"),
        ({"measure": "output", "country": "Peru"}, "CK03", "has country 'Peru' (there is: 'India', 'Russia')"),
        ({"measure": "output", "period": "1999"}, "CK03", "has period '1999' (there is: '2024')"),
        (
            {"measure": "output", "cuntry": "India"},
            "CK06",
            "asks for 'cuntry', which no claim has (nearest: 'country')",
        ),
        ({"measure": "output", "period": "soon"}, "CK06", "'soon'"),
        ({"measure": "offer"}, "CK03", "only claims of other worlds match (status conditional)"),
    ],
)
def test_a_query_without_a_match_says_what_is_near(where, code, message):
    found = judge("x > 0", RUSSIA, INDIA, offer(), given={"x": where})
    assert (found.verdict, found.codes) == ("unknown", [code])
    assert message in found.findings[0].message
    assert str(found.findings[0].place) == "checks/a.yaml:5:7"


def test_counting_nothing_is_an_answer_and_still_a_finding():
    found = judge("count(x) == 0", RUSSIA, given={"x": {"measure": "output", "period": "1999"}})
    assert (found.verdict, found.codes) == ("holds", ["CK03"])


def test_a_count_of_nothing_says_which_query_is_empty_and_why():
    found = judge("count(x) == 1", RUSSIA, given={"x": {"measure": "output", "period": "1999"}})
    assert (found.verdict, found.codes) == ("breaks", ["CK03", "CK01"])
    silence = found.findings[0]
    assert silence.message == (
        "check 'c' matches nothing as 'x': no claim with measure 'output' has period '1999' (there is: '2024')"
    )
    assert str(silence.place) == "checks/a.yaml:5:7"


@pytest.mark.parametrize("assertion", ["count(x) <= 5 and one > 0", "x is missing and one > 0"])
def test_a_query_for_a_measure_that_nobody_defines_is_never_merely_empty(assertion):
    found = judge(assertion, RUSSIA, given={"x": {"measure": "outptu"}} | ONE)
    assert (found.verdict, found.codes) == ("unknown", ["CK03"])
    assert "nearest: 'output'" in found.findings[0].message


def test_missing_asks_whether_anything_matches():
    given = {"x": {"measure": "output", "period": "1999"}} | ONE
    assert judge("x is missing and one is not missing", RUSSIA, given=given).verdict == "holds"


def test_two_names_for_one_claim_are_one_unknown():
    given = {"x": {"measure": "number"}, "y": {"id": "n"}}
    assert judge("x - y == 0", number("n", 1, 3), given=given).verdict == "holds"


def test_an_overlap_leaves_the_rank_open():
    claims = [number("a", 1, 3), number("b", 2, 4), number("c", 9)]
    query = {"all": {"measure": "number"}}
    assert judge("rank(a, all) >= 2", *claims, given=query).verdict == "holds"
    assert judge("rank(a, all) == 3", *claims, given=query).verdict == "unknown"


def test_an_entity_claimed_twice_has_one_rank():
    again = output("cn-again", "China", "43")
    assert judge("rank(one, all) == 3", RUSSIA, INDIA, CHINA, again, given=ALL | ONE).verdict == "holds"


def test_a_claim_of_another_unit_is_found_by_its_source():
    claim = Claim("d", "published", periods.parse_period("2025-02-24"), source="a.txt", by="Agency")
    given = {"x": {"source": "a.txt", "by": "Agency"}}
    assert judge("x in 2025", claim, date("other", "1999"), given=given).result.claims == ("d",)


def test_too_many_combinations_are_named_and_never_hold(monkeypatch):
    from tallystick.verdicts import preparing

    few = functools.partial(preparing.combine_claims, limit=2)
    monkeypatch.setattr(preparing, "combine_claims", few)
    found = judge("x > 0", number("a", 1), number("b", 2), number("c", 3), given={"x": {"measure": "number"}})
    assert found.verdict == "unknown"
    assert found.result.reason == "only the first 2 combinations of claims are judged, and there are more"
    assert [(finding.code, finding.severity) for finding in found.findings] == [("CK02", "error")]
