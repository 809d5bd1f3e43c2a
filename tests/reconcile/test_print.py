"""What rounding of printed figures explains is no contradiction, and what it does not is one."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from tallystick.model import Bound, Claim, ConflictSet, Ledger, Measure, Relation, Schema
from tallystick.periods import parse_period
from tallystick.reconcile import find_conflicts
from tallystick.text import read_value

UNITS = {"catch": "metric_ton", "cod": "metric_ton", "crab": "metric_ton", "quota": "metric_ton", "votes": "", "fee": "EUR"}
MEASURES = {
    **{name: Measure(name, unit=unit, range=Bound(Fraction(0))) for name, unit in UNITS.items()},
    "share": Measure("share", unit="percent", dimensions=("gear",)),
    "all": Measure("all", unit="percent"),
}
CATCH = Relation("catch", "catch == cod + crab")
QUOTA = Relation("quota", "catch <= quota")


def claim(name: str, measure: str, value: str, period: str = "", **dimensions: str) -> Claim:
    quantity = read_value(value, unit=MEASURES[measure].unit)
    return Claim(name, measure, quantity, dimensions, parse_period(period) if period else None)


def conflicts(*claims: Claim, relations: tuple[Relation, ...] = (), mode: str = "nearest") -> list[ConflictSet]:
    return list(find_conflicts(Ledger(Schema(MEASURES, {}, relations), claims, ()), mode=mode).conflicts)


@pytest.mark.parametrize(
    ("first", "second", "agree"),
    [
        ("41 t", "41.3 t", True),
        ("41 t", "41.6 t", False),
        ("41 t", "42 t", False),  # 41.5 is nobody's both
        ("2 million t", "2.4 million t", True),
        ("not more than 2 million t", "2.04 million t", False),
        ("< 600 t", "600 t", True),  # 597 is printed so
        ("at least 52 t", "51.7 t", False),
    ],
)
def test_two_figures_of_one_quantity_agree_where_print_leaves_more_than_a_point(first: str, second: str, agree: bool) -> None:  # noqa: FBT001
    told = claim("a", "catch", first), claim("b", "catch", second)
    assert (conflicts(*told) == []) is agree
    assert (conflicts(*reversed(told)) == []) is agree


def test_the_rounding_of_all_parts_counts_together() -> None:
    parts = claim("cod", "cod", "17.4 t"), claim("crab", "crab", "8.3 t")
    assert conflicts(claim("catch", "catch", "25.8 t"), *parts, relations=(CATCH,)) == []
    (found,) = conflicts(claim("catch", "catch", "25.9 t"), *parts, relations=(CATCH,))
    assert (found.claims, found.firm) == (("catch", "cod", "crab"), True)
    assert [change.bound for one in found.corrections for change in one.changes] == [
        Bound(Fraction(value), Fraction(value)) for value in ("25.7", "17.6", "8.5")
    ]


def test_shares_that_make_a_hundred_and_a_bit_are_excused_together() -> None:
    limit = Relation("whole", "sum(share) <= 100 %")
    told = [claim(gear, "share", value, gear=gear) for gear, value in (("net", "33.4 %"), ("line", "33.3 %"), ("trap", "33.4 %"))]
    assert conflicts(*told, relations=(limit,)) == []
    told[0] = claim("net", "share", "33.6 %", gear="net")
    assert [one.claims for one in conflicts(*told, relations=(limit,))] == [("net", "line", "trap")]


def test_single_figures_are_compared_as_they_are_written() -> None:
    told = claim("catch", "catch", "5.2 t"), claim("quota", "quota", "5 t")
    (found,) = conflicts(*told, relations=(QUOTA,))
    assert (found.claims, found.relations, found.firm) == (("catch", "quota"), ("quota",), False)


@pytest.mark.parametrize("name", ["votes", "fee"])
def test_money_to_the_cent_is_exact(name: str) -> None:
    values = {"votes": ("1204", "1203"), "fee": ("12.34 EUR", "12.35 EUR")}[name]
    assert len(conflicts(*(claim(value, name, value) for value in values))) == 1


def test_a_relation_or_the_config_may_ask_for_the_strict_reading() -> None:
    told = claim("catch", "catch", "9 t"), claim("cod", "cod", "5 t"), claim("crab", "crab", "5 t")
    assert conflicts(*told, relations=(CATCH,)) == []
    assert [one.firm for one in conflicts(*told, relations=(replace(CATCH, exactly=True),))] == [False]
    assert [one.relations for one in conflicts(*told, relations=(CATCH,), mode="exact")] == [("catch",)]


def test_what_is_left_of_a_quantity_is_what_the_printed_intervals_have_in_common() -> None:
    told = claim("a", "catch", "41 t"), claim("b", "catch", "41.3 t")
    left = find_conflicts(Ledger(Schema(MEASURES, {}, ()), told, ())).by_claim["a"][0]
    assert left == Bound(Fraction("41.25"), Fraction("41.35"), low_open=True, high_open=True)


def test_a_conflict_among_many_that_rounding_explains_is_found() -> None:
    years = [str(year) for year in range(1900, 2000)]
    told = [
        claim(f"{name}{year}", name, value, year)
        for year in years
        for name, value in (("catch", "11 t" if year == "1950" else "6 t"), ("cod", "3 t"), ("crab", "2 t"))
    ]
    assert [one.claims for one in conflicts(*told, relations=(CATCH,))] == [("catch1950", "cod1950", "crab1950")]


def test_totals_of_integer_parts_are_off_by_what_rounding_leaves_and_no_more() -> None:
    draw = Random(7)
    measures = {name: Measure(name, unit="metric_ton", dimensions=("land",)) for name in ("coal", "oil", "gas", "all")}
    relation = Relation("all", "all == coal + oil + gas", for_each=("land",))
    told = []
    for row in range(300):
        exact = [Fraction(draw.randrange(10_000_000), 1000) for _ in range(3)]
        printed = [round(value) for value in (*exact, sum(exact, Fraction(0)))]
        told += [
            Claim(f"{name}{row}", name, read_value(f"{value} t", unit="metric_ton"), {"land": str(row)})
            for name, value in zip(("coal", "oil", "gas", "all"), printed, strict=True)
        ]
    # A column is printed to one precision: the last digit of each counts, a zero as well.
    told = [replace(one, value=replace(one.value, steps=(Fraction(1), Fraction(1)))) for one in told]
    assert find_conflicts(Ledger(Schema(measures, {}, (relation,)), tuple(told), ())).findings == ()
    wrong = [one for one in told if one.measure != "gas"]
    (finding,) = find_conflicts(Ledger(Schema(measures, {}, (replace(relation, holds="all == coal + oil"),)), tuple(wrong), ())).findings
    assert finding.message.startswith("300 conflict sets of one kind; the first: 3 claims cannot all be true under 'all'")
    assert finding.message.endswith("… and 295 more")
