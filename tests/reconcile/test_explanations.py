"""What conflict sets rest on, where claims may move, what is implied, and what neither order nor time changes."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest

from tallystick.model import Bound, Claim, Kind, Ledger, Measure, Relation, Schema, Severity
from tallystick.periods import parse_period
from tallystick.reconcile import Reconciliation, find_conflicts
from tallystick.solving.allowance import Allowance
from tallystick.text import read_value

LEVEL = Bound(Fraction(0))
MEASURES = {
    "inflow": Measure("inflow", unit="meter ** 3", dimensions=("river",), range=LEVEL),
    "lake": Measure("lake", unit="meter ** 3", range=LEVEL),
    "outflow": Measure("outflow", unit="meter ** 3", range=LEVEL),
    "rise": Measure("rise", unit="percent"),
    "flow": Measure("flow", unit="meter ** 3 / year", range=LEVEL),
    "boats": Measure("boats", Kind.COUNT, range=LEVEL),
}
SUM = Relation("sum", "lake == sum(inflow)", severity=Severity.NOTE)
MOST = Relation("most", "lake >= max(inflow)")
RISE = Relation("rise", "rise == growth(lake, outflow)", severity=Severity.NOTE)


def claim(name: str, measure: str, value: str, period: str = "", *, over: str = "each", **dimensions: str) -> Claim:
    quantity = replace(read_value(value, unit=MEASURES[measure].unit), steps=(Fraction(0), Fraction(0)))
    return Claim(name, measure, quantity, dimensions, parse_period(period) if period else None, over=over)


def found(*claims: Claim, relations: tuple[Relation, ...] = ()) -> Reconciliation:
    return find_conflicts(Ledger(Schema(MEASURES, {}, relations), claims, ()))


def moves(result: Reconciliation) -> dict[str, Bound]:
    return {change.claim: change.bound for one in result.conflicts for way in one.corrections for change in way.changes}


@pytest.mark.parametrize("relations", list(permutations((SUM, MOST))))
def test_of_several_explanations_the_gravest_is_told_in_whatever_order(relations: tuple[Relation, ...]) -> None:
    told = claim("brook", "inflow", "8 m³", river="Brook"), claim("lake", "lake", "3 m³")
    result = found(*told, relations=relations)
    assert [one.relations for one in result.conflicts] == [("most",)]
    assert [one.severity for one in result.findings if one.code == "CF02"] == [None]


def test_relations_that_are_not_needed_are_not_named() -> None:
    needless = Relation("idle", "outflow <= lake + 100 m³")
    told = claim("lake", "lake", "3 m³"), claim("brook", "inflow", "8 m³", river="B"), claim("out", "outflow", "9 m³")
    assert [one.relations for one in found(*told, relations=(needless, MOST)).conflicts] == [("most",)]


def test_a_claim_that_a_relation_alone_rules_out_names_it() -> None:
    ratio = Relation("ratio", "outflow / lake <= 0.5", severity=Severity.NOTE)
    result = found(claim("lake", "lake", "0 m³"), claim("out", "outflow", "3 m³"), relations=(ratio,))
    assert [(one.claims, one.relations) for one in result.conflicts] == [(("lake",), ("ratio",))]


def test_two_claims_of_one_ratio_contradict_each_other_without_the_relation() -> None:
    result = found(claim("a", "rise", "10 %"), claim("b", "rise", "50 %"), relations=(RISE,))
    assert [(one.claims, one.relations) for one in result.conflicts] == [(("a", "b"), ())]
    assert moves(result) == {"a": Bound(Fraction(50), Fraction(50)), "b": Bound(Fraction(10), Fraction(10))}


def test_a_ratio_moves_to_what_its_levels_leave() -> None:
    told = (
        claim("before", "outflow", "20 .. 40 m³"),
        claim("now", "lake", "60 m³"),
        claim("rise", "rise", "10 %"),
    )
    assert moves(found(*told, relations=(RISE,)))["rise"] == Bound(Fraction(50), Fraction(200))


def test_a_mean_moves_to_the_mean_of_its_years() -> None:
    told = (
        claim("mean", "flow", "10 m³/year", "2001/2002", over="mean"),
        claim("one", "flow", "14 m³/year", "2001"),
        claim("two", "flow", "8 m³/year", "2002"),
    )
    assert moves(found(*told))["mean"] == Bound(Fraction(11), Fraction(11))


@pytest.mark.parametrize("total", ["10 m³", "10 m³/year"])
def test_a_total_is_what_comes_together(total: str) -> None:
    whole = claim("whole", "flow", total, "2001/2002", over="total")
    result = found(whole, claim("one", "flow", "14 m³/year", "2001"))
    assert [one.claims for one in result.conflicts] == [("whole", "one")]
    assert moves(result) == {
        "whole": Bound(Fraction(14)),
        "one": Bound(Fraction(0), Fraction(10)),
    }
    assert found(whole, claim("one", "flow", "6 m³/year", "2001")).conflicts == ()


def test_a_mean_over_an_open_period_judges_no_single_year() -> None:
    told = claim("mean", "flow", "10 m³/year", "2001/..", over="mean"), claim("one", "flow", "6 m³/year", "2001")
    assert found(*told).conflicts == ()
    assert len(found(told[0], claim("other", "flow", "11 m³/year", "2001/..", over="mean")).conflicts) == 1


def test_claims_over_all_time_meet_those_of_a_year() -> None:
    assert len(found(claim("ever", "lake", "7 m³", ".."), claim("then", "lake", "5 m³", "2001")).conflicts) == 1


def test_claims_of_one_quantity_imply_what_they_have_in_common() -> None:
    result = found(claim("a", "lake", "at least 4 m³"), claim("b", "lake", "6 m³"))
    assert result.by_claim["a"][0] == Bound(Fraction(6), Fraction(6))


def test_what_a_cycle_of_relations_implies_is_tight() -> None:
    relations = Relation("gap", "lake - outflow <= 2 m³"), Relation("parts", "outflow + inflow == lake")
    told = claim("in", "inflow", "at least 2 m³", river="A"), claim("lake", "lake", "2 .. 5 m³")
    assert found(*told, relations=relations).by_claim["in"][0] == Bound(Fraction(2), Fraction(2))


def test_a_member_that_cannot_be_used_is_there_and_may_be_anything() -> None:
    lost = claim("lost", "inflow", "-2 m³", river="Lost")
    told = claim("brook", "inflow", "3 m³", river="Brook"), claim("lake", "lake", "5 m³")
    assert len(found(*told, relations=(SUM,)).conflicts) == 1
    assert found(*told, lost, relations=(SUM,)).conflicts == ()


def test_which_sets_are_listed_does_not_depend_on_the_order_of_claims() -> None:
    told = [claim(f"c{number}", "boats", f"{number // 2}") for number in range(9)]
    listed = {
        frozenset(frozenset(one.claims) for one in found(*order).conflicts)
        for order in (told, told[::-1], told[4:] + told[:4])
    }
    assert len(listed) == 1


def test_twenty_contradictory_pairs_under_one_sum_have_a_correction() -> None:
    told = [
        claim(f"{name}{number}", "inflow", f"{value + number} m³", river=f"R{number}")
        for number in range(20)
        for name, value in (("a", 10), ("b", 110))
    ]
    result = found(*told, claim("lake", "lake", "5000 m³"), relations=(SUM,))
    assert all(one.corrections for one in result.conflicts)
    assert any("may be more, or smaller, ways" in one.message for one in result.findings)


def test_what_the_allowance_leaves_undecided_is_said_with_its_reason() -> None:
    bent = Relation("bent", "lake * outflow <= 30 m³ * 1 m³"), Relation("back", "lake * outflow * lake >= 30 m³ * 1 m³ * 1 m³")
    told = claim("lake", "lake", "1 .. 9 m³"), claim("out", "outflow", "1 .. 9 m³")
    result = find_conflicts(Ledger(Schema(MEASURES, {}, bent), told, ()), allowance=Allowance(0))
    assert {one.code for one in result.findings} == {"CF06"}
    assert any("0 s for solving are spent" in one.message for one in result.findings)
