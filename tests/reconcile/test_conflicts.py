"""Which claims cannot all be true: direct contradictions, relations, periods, worlds, rounding."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest

from tallystick.model import (
    Bound,
    Category,
    Claim,
    Kind,
    Ledger,
    Measure,
    Quantity,
    Quote,
    Relation,
    Schema,
    Severity,
    Source,
)
from tallystick.periods import parse_period
from tallystick.reconcile import find_conflicts, why

T = "metric_ton / year"
MEASURES = {
    "total": Measure("total", unit=T, dimensions=("country",), range=Bound(Fraction(0))),
    "part": Measure("part", unit=T, dimensions=("country", "plant"), range=Bound(Fraction(0))),
    "share": Measure("share", unit="percent", dimensions=("country", "plant"), range=Bound(Fraction(0), Fraction(100))),
    "place": Measure("place", Kind.RANK, dimensions=("country",), range=Bound(Fraction(1))),
    "began": Measure("began", Kind.DATE, dimensions=("plant",)),
    "ended": Measure("ended", Kind.DATE, dimensions=("plant",)),
    "state": Measure("state", Kind.CATEGORY, dimensions=("plant",), values=("open", "closed")),
    "stock": Measure("stock", unit="metric_ton", dimensions=("country",)),
}
PARTS = Relation("parts", "total == sum(part)", "Plants add up to the country.", for_each=("country", "period"))
SHARES = Relation("shares", "share == part / total", "A share is a part of the total.")
PLACES = Relation("places", "rank(total, country) == place", "Places follow totals.", for_each=("country", "period"))
ORDER = Relation("order", "ended >= began", "Nothing ends before it began.", for_each=("plant",))


def exactly(value: object, unit: str = T, step: object = 0) -> Quantity:
    number = Fraction(str(value))
    return Quantity(Bound(number, number), unit, text=f"{value}", steps=(Fraction(str(step)), Fraction(str(step))))


def between(low: object, high: object, unit: str = T, **opens: bool) -> Quantity:
    ends = [None if end is None else Fraction(str(end)) for end in (low, high)]
    return Quantity(Bound(ends[0], ends[1], **opens), unit, text=f"{low} .. {high}")


def claim(name: str, measure: str, value: object, period: str = "2024", **more: object) -> Claim:
    known = {key: more.pop(key) for key in list(more) if key in Claim.__slots__}
    if isinstance(value, int):
        value = exactly(value)
    elif isinstance(value, str):
        value = Category(value) if measure == "state" else parse_period(value)
    dimensions = {key: str(text) for key, text in more.items()}
    return Claim(name, measure, value, dimensions, parse_period(period) if period else None, **known)


def ledger(*claims: Claim, relations: tuple[Relation, ...] = (), sources: tuple[Source, ...] = ()) -> Ledger:
    return Ledger(Schema(MEASURES, {}, relations), claims, sources)


KT = "kilometric_ton / year"


def sets(*claims: Claim, relations: tuple[Relation, ...] = ()) -> list[tuple[str, ...]]:
    return [conflict.claims for conflict in find_conflicts(ledger(*claims, relations=relations)).conflicts]


def test_two_values_of_one_quantity_contradict_with_both_quotes_and_sources() -> None:
    told = (
        claim("a", "total", 700, source="a.txt", quote=Quote("700 t"), country="Norway"),
        claim("b", "total", 600, source="b.txt", quote=Quote("600 t"), country="Norway"),
    )
    (finding,) = find_conflicts(ledger(*told)).findings
    assert finding.code == "CF01"
    assert all(part in finding.message for part in ("a.txt: “700 t”", "b.txt: “600 t”", "total of Norway in 2024"))


def test_the_verdict_does_not_depend_on_the_order_of_the_claims() -> None:
    told = [claim(str(n), "total", n, country="Norway") for n in (4, 4, 9)]
    told = [replace(one, id=f"c{place}") for place, one in enumerate(told)]
    found = {
        frozenset(frozenset(conflict.claims) for conflict in find_conflicts(ledger(*order)).conflicts)
        for order in permutations(told)
    }
    assert found == {frozenset({frozenset({"c0", "c2"}), frozenset({"c1", "c2"})})}


def test_restating_in_another_unit_changes_no_verdict() -> None:
    told = [claim("a", "total", exactly("0.7", KT), country="Norway"), claim("b", "total", 700, country="Norway")]
    assert sets(*told) == []
    assert sets(told[0], claim("b", "total", 701, country="Norway")) == [("a", "b")]


def test_parts_that_do_not_make_the_total_contradict_it_all_together() -> None:
    told = [
        claim("t", "total", 10, country="Norway"),
        claim("p", "part", 4, country="Norway", plant="A"),
        claim("q", "part", 5, country="Norway", plant="B"),
    ]
    (conflict,) = find_conflicts(ledger(*told, relations=(PARTS,))).conflicts
    assert conflict.claims == ("t", "p", "q")
    assert conflict.relations == ("parts",)
    assert [[(c.claim, c.bound) for c in one.changes] for one in conflict.corrections] == [
        [("t", Bound(Fraction(9), Fraction(9)))],
        [("p", Bound(Fraction(5), Fraction(5)))],
        [("q", Bound(Fraction(6), Fraction(6)))],
    ]


def test_a_part_alone_may_exceed_the_total() -> None:
    told = [claim("t", "total", 10, country="Norway"), claim("p", "part", 11, country="Norway", plant="A")]
    more = claim("q", "part", between(0, 5), country="Norway", plant="B")
    assert sets(*told, more, relations=(PARTS,)) == [("t", "p")]


def test_a_figure_for_a_year_meets_a_bound_for_every_year_around_it() -> None:
    told = [
        claim("figure", "total", 700, "2022", country="Norway"),
        claim("bound", "total", between(None, 600), "../2022", country="Norway"),
    ]
    assert sets(*told) == [("figure", "bound")]
    assert sets(claim("figure", "total", 700, "2023", country="Norway"), told[1]) == []


def test_spans_that_overlap_meet_where_they_overlap() -> None:
    told = [
        claim("a", "total", between(None, 5), "2018/2021", country="Norway"),
        claim("b", "total", between(6, None), "2020/2023", country="Norway"),
    ]
    assert sets(*told) == [("a", "b")]


@pytest.mark.parametrize(("over", "found"), [("each", [("span", "year")]), ("mean", []), ("total", [("span", "year")])])
def test_how_a_flow_over_a_longer_period_bounds_those_inside_it(over: str, found: list[tuple[str, ...]]) -> None:
    told = [
        claim("span", "total", 10, "2020/2021", over=over, country="Norway"),
        claim("year", "total", 12, "2020", country="Norway"),
    ]
    assert sets(*told) == found


def test_a_mean_over_years_contradicts_years_that_do_not_make_it() -> None:
    told = [
        claim("mean", "total", 10, "2020/2021", over="mean", country="Norway"),
        claim("a", "total", 12, "2020", country="Norway"),
        claim("b", "total", 9, "2021", country="Norway"),
    ]
    (conflict,) = find_conflicts(ledger(*told)).conflicts
    assert conflict.claims == ("mean", "a", "b")
    assert {c.claim: c.bound.low for one in conflict.corrections for c in one.changes}["b"] == 8


def test_worlds_do_not_contradict_each_other() -> None:
    told = [
        claim("fact", "total", 10, country="Norway"),
        claim("forecast", "total", 20, country="Norway", status="forecast"),
        claim("other", "total", 30, country="Norway", status="forecast"),
        claim("denied", "total", 40, country="Norway", status="denied"),
    ]
    assert sets(*told) == []


def test_a_world_inherits_the_facts_it_does_not_replace() -> None:
    told = [
        claim("t", "total", 10, country="Norway"),
        claim("p", "part", 4, country="Norway", plant="A"),
        claim("q", "part", 6, country="Norway", plant="B"),
        claim("offer", "part", 9, country="Norway", plant="B", status="offered"),
    ]
    (conflict,) = find_conflicts(ledger(*told, relations=(PARTS,))).conflicts
    assert conflict.claims == ("t", "p", "offer")
    assert conflict.world == "offered: offer"


def test_a_scenario_is_one_world() -> None:
    told = [
        claim("a", "total", 10, country="Norway", status="forecast", scenario="high"),
        claim("b", "total", 11, country="Norway", status="forecast", scenario="high"),
    ]
    assert sets(*told) == [("a", "b")]


def test_a_share_is_held_against_part_and_total() -> None:
    told = [
        claim("s", "share", exactly(50, "percent"), country="Norway", plant="A"),
        claim("p", "part", 4, country="Norway", plant="A"),
        claim("t", "total", 10, country="Norway"),
    ]
    (conflict,) = find_conflicts(ledger(*told, relations=(SHARES,))).conflicts
    assert {c.claim: c.bound.low for one in conflict.corrections for c in one.changes} == {"s": 40, "p": 5, "t": 8}


def test_a_share_by_range_is_linear_in_the_levels() -> None:
    told = [
        claim("s", "share", between(30, 50, "percent", high_open=True), country="Norway", plant="A"),
        claim("p", "part", 5, country="Norway", plant="A"),
        claim("t", "total", 10, country="Norway"),
    ]
    assert sets(*told, relations=(SHARES,)) == [("s", "p", "t")]
    assert sets(told[0], claim("p", "part", 3, country="Norway", plant="A"), told[2], relations=(SHARES,)) == []


def test_a_rank_is_held_against_the_figures_in_words_a_reader_can_follow() -> None:
    told = [
        claim("rank", "place", exactly(2, ""), country="Peru", source="article.txt"),
        claim("peru", "total", 38, country="Peru", source="figures.csv"),
        claim("chile", "total", 42, country="Chile", source="figures.csv"),
        claim("china", "total", 410, country="China", source="figures.csv"),
    ]
    (conflict,) = find_conflicts(ledger(*told, relations=(PLACES,))).conflicts
    assert conflict.steps == (
        "Article: place of Peru in 2024 is 2nd.",
        "Figures: total of Peru in 2024 is 38.",
        "Figures: total of Chile in 2024 is 42.",
        "Figures: total of China in 2024 is 410.",
        "Relation 'places': Places follow totals.",
        "Chile 42 > Peru 38.",
        "China 410 > Peru 38.",
        "So at most 3rd.",
    )


def test_countries_nobody_claims_may_stand_above() -> None:
    told = [claim("rank", "place", exactly(5, ""), country="Peru"), claim("peru", "total", 38, country="Peru")]
    assert sets(*told, relations=(PLACES,)) == []


def test_dates_are_held_against_each_other() -> None:
    told = [claim("from", "began", "2024-03-01", "", plant="A"), claim("to", "ended", "2024-01-01", "", plant="A")]
    assert sets(*told, relations=(ORDER,)) == [("from", "to")]
    assert sets(told[0], claim("to", "ended", "2024", "", plant="A"), relations=(ORDER,)) == []


def test_categories_contradict_each_other_and_what_relations_make_of_them() -> None:
    shut = Relation("shut", 'if state == "closed" then began >= 2024-01-01', for_each=("plant",))
    told = [claim("s", "state", "closed", "", plant="A"), claim("b", "began", "2023-01-01", "", plant="A")]
    assert sets(*told, relations=(shut,)) == [("s", "b")]
    assert sets(told[0], claim("z", "state", "open", "", plant="A")) == [("s", "z")]


def test_strict_ends_stay_strict() -> None:
    below = claim("below", "total", between(None, 5, high_open=True), country="Norway")
    assert sets(below, claim("at", "total", 5, country="Norway")) == [("below", "at")]
    assert sets(below, claim("at", "total", exactly("4.9999999999999999999"), country="Norway")) == []


def test_a_contradiction_that_rounding_explains_is_none() -> None:
    told = [
        claim("t", "total", exactly(10, step=1), country="Norway"),
        claim("p", "part", exactly("4.4", step="0.1"), country="Norway", plant="A"),
        claim("q", "part", exactly("5.4", step="0.1"), country="Norway", plant="B"),
    ]
    found = find_conflicts(ledger(*told, relations=(PARTS,)))
    assert (found.conflicts, found.findings) == ((), ())
    assert found.by_claim["t"][0] == Bound(Fraction("9.7"), Fraction("9.9"), low_open=True, high_open=True)
    (asked,) = find_conflicts(ledger(*told, relations=(replace(PARTS, exactly=True),))).conflicts
    assert (asked.claims, asked.firm) == (("t", "p", "q"), False)
    assert [one.claims for one in find_conflicts(ledger(*told, relations=(PARTS,)), mode="exact").conflicts] == [
        ("t", "p", "q")
    ]
    firm = [claim("t", "total", exactly(12, step=1), country="Norway"), *told[1:]]
    assert [conflict.firm for conflict in find_conflicts(ledger(*firm, relations=(PARTS,))).conflicts] == [True]


def test_figures_that_print_leaves_but_one_point_in_common_do_not_agree() -> None:
    equal = Relation("equal", "total == 2 * stock / 1 year")
    told = [
        claim("a", "total", exactly(10, step=1), country="Norway"),
        claim("b", "total", exactly(11, step=1), country="Norway"),
        claim("c", "stock", exactly("5.4", "metric_ton", "0.1"), country="Norway"),
    ]
    found = find_conflicts(ledger(*told, relations=(equal,))).conflicts
    assert [(conflict.claims, conflict.relations, conflict.firm) for conflict in found] == [
        (("a", "b"), (), True),
        (("a", "c"), ("equal",), True),
    ]


def test_the_lowest_severity_among_relations_and_sources_counts() -> None:
    told = (claim("a", "total", 1, country="Norway", source="a.txt"), claim("b", "total", 2, country="Norway"))
    sources = (Source("a.txt", severity=Severity.NOTE),)
    assert [finding.severity for finding in find_conflicts(ledger(*told, sources=sources)).findings] == [Severity.NOTE]


def test_a_trusted_source_is_changed_last_and_a_fixed_claim_never() -> None:
    sources = (Source("a.txt", trust=Fraction(3)),)
    told = (claim("a", "total", 1, country="Norway", source="a.txt"), claim("b", "total", 2, country="Norway"))
    (conflict,) = find_conflicts(ledger(*told, sources=sources)).conflicts
    assert [[change.claim for change in one.changes] for one in conflict.corrections] == [["b"]]
    (conflict,) = find_conflicts(ledger(told[0], replace(told[1], fixed=True), sources=sources)).conflicts
    assert [[change.claim for change in one.changes] for one in conflict.corrections] == [["a"]]


def test_all_claims_together_imply_bounds_of_what_nobody_claims() -> None:
    told = [
        claim("p", "part", between(1, 2), country="Norway", plant="A"),
        claim("q", "part", between("2.1", "2.4"), country="Norway", plant="B"),
        claim("t", "total", between(0, 4), country="Norway"),
    ]
    implied = {name: bound for name, bound, _ in find_conflicts(ledger(*told, relations=(PARTS,))).implied}
    assert implied["total of Norway in 2024"] == Bound(Fraction("3.1"), Fraction(4))
    assert implied["part of Norway, A in 2024"] == Bound(Fraction(1), Fraction("1.9"))


def test_claims_know_what_all_of_them_imply() -> None:
    told = (
        claim("p", "part", between(1, 2), country="Norway", plant="A"),
        claim("q", "part", between(2, 3), country="Norway", plant="B"),
        claim("t", "total", between(0, 4), country="Norway"),
    )
    assert find_conflicts(ledger(*told, relations=(PARTS,))).by_claim["t"] == (Bound(Fraction(3), Fraction(4)), T)


def test_tables_with_sums_both_ways_imply_what_is_left_for_each_cell() -> None:
    both = Relation("columns", "stock_all == sum(part)", for_each=("period",))
    measures = {**MEASURES, "stock_all": Measure("stock_all", unit=T, range=Bound(Fraction(0)))}
    world = Relation("world", "stock_all == sum(total)", for_each=("period",))
    told = (
        claim("p", "part", between(1, 9), country="Norway", plant="A"),
        claim("q", "part", 2, country="Norway", plant="B"),
        claim("r", "part", 3, country="Peru", plant="C"),
        claim("n", "total", between(0, 7), country="Norway"),
        claim("m", "total", 3, country="Peru"),
        claim("w", "stock_all", between(9, 99)),
    )
    found = find_conflicts(Ledger(Schema(measures, {}, (PARTS, both, world)), told, ())).by_claim
    assert found["p"][0] == Bound(Fraction(4), Fraction(5))
    assert found["w"][0] == Bound(Fraction(9), Fraction(10))


def test_a_vague_rank_is_implied_by_the_figures_when_it_is_asked_for() -> None:
    told = (
        claim("rank", "place", between(1, 9, ""), country="Peru"),
        *(claim(name, "total", value, country=name) for name, value in (("Peru", 38), ("India", 42), ("China", 430))),
    )
    found = find_conflicts(ledger(*told, relations=(PLACES,))).by_claim
    assert "rank" in found
    assert found["rank"] == (Bound(Fraction(3), Fraction(9)), "")


def test_why_tells_the_chain_the_corrections_and_the_places() -> None:
    told = ledger(claim("a", "total", 1, country="Norway"), claim("b", "total", 2, country="Norway"))
    found = find_conflicts(told)
    shown = why(told, found.findings[0], found.conflicts)
    assert "1. claim 'a': total of Norway in 2024 is 1." in shown
    assert "change 'a' to 2 t/year" in shown


# --- bad input, each with its code ---------------------------------------------------------


def codes(*claims: Claim, relations: tuple[Relation, ...]) -> list[str]:
    return sorted({finding.code for finding in find_conflicts(ledger(*claims, relations=relations)).findings})


ONE = claim("t", "total", 10, country="Norway")


@pytest.mark.parametrize(
    ("relations", "code"),
    [
        pytest.param((Relation("r", "total = = 3"),), "CK06", id="syntax"),
        pytest.param((Relation("r", "totl > 3 t/year"),), "CK06", id="unknown name"),
        pytest.param((Relation("r", "total > 3 t"),), "UN05", id="a flow against a stock"),
        pytest.param((Relation("r", "total > 3 kWh"),), "UN03", id="wrong dimension"),
        pytest.param((Relation("r", 'total == "much"'),), "CK06", id="a number against a word"),
        pytest.param((Relation("r", "stock > 3 t"),), "CK03", id="a relation over no claim"),
        pytest.param((Relation("r", "exp(total / (10 t/year)) == total / (1 t/year)"),), "CF06", id="beyond the solver"),
        pytest.param(
            (Relation("a", "total < 1 t/year"), Relation("b", "total > 2 t/year")), "CF03", id="contradictory"
        ),
        pytest.param((Relation("a", "total < 20 t/year"), Relation("b", "total < 30 t/year")), "CF04", id="redundant"),
        pytest.param(
            (Relation("a", "total < 20 t/year"), Relation("b", "if total > 30 t/year then total > 40 t/year")),
            "CF05",
            id="vacuous",
        ),
    ],
)
def test_bad_relations_are_named_with_their_code(relations: tuple[Relation, ...], code: str) -> None:
    assert code in codes(ONE, relations=relations)


def test_a_cycle_of_differences_ends() -> None:
    cycle = (
        Relation("ab", "total - part >= 1 t/year"),
        Relation("bc", "part - 2 * total >= 1 t/year"),
    )
    told = [ONE, claim("p", "part", between(0, None), country="Norway", plant="A")]
    assert "CF03" in codes(*told, relations=cycle)


def test_division_by_what_may_be_zero_makes_no_figure_up() -> None:
    ratio = Relation("ratio", "share == part / (total - total)")
    told = [
        claim("s", "share", exactly(5, "percent"), country="Norway", plant="A"),
        claim("p", "part", 4, country="Norway", plant="A"),
        ONE,
    ]
    assert set(codes(*told, relations=(ratio,))) & {"CF02", "CF03", "CF06"}


def test_a_sum_of_ten_thousand_terms_is_judged() -> None:
    plants = [claim(f"p{n}", "part", 1, country="Norway", plant=str(n)) for n in range(10_000)]
    whole = claim("t", "total", 10_001, country="Norway")
    (conflict,) = find_conflicts(ledger(whole, *plants, relations=(PARTS,)), corrected=False).conflicts
    assert len(conflict.claims) == 10_001


def test_a_claim_outside_its_range_is_left_to_its_own_finding() -> None:
    assert sets(claim("t", "total", -1, country="Norway"), ONE) == []


def test_units_of_results_are_the_measures_own() -> None:
    told = [ONE, claim("u", "total", exactly(1, KT), country="Norway")]
    (conflict,) = find_conflicts(ledger(*told)).conflicts
    assert {(c.claim, c.bound.low, c.unit) for one in conflict.corrections for c in one.changes} == {
        ("t", 1000, T),
        ("u", 10, T),
    }
