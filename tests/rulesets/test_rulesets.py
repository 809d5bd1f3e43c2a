"""Rule sets: what peers get wrong, what rules say together, and what records must change."""

from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.errors import CheckDefinitionError, NotDecidable, ReadError
from tallystick.model import Bound, Kind, Measure, Verdict
from tallystick.rulesets.sets import RuleSet

# --- what peers get wrong ------------------------------------------------------------------


def test_a_narrow_gap_between_strict_ends_is_feasible() -> None:
    assert RuleSet(["x > 0.9995", "x < 1"]).feasible() is True


def test_a_gap_of_a_billionth_is_a_gap() -> None:
    assert RuleSet(["x >= 1", "x <= 0.999999999"]).feasible() is False


def test_values_above_ten_million_are_judged_like_any_other() -> None:
    rules = RuleSet({"c": "if x > 0 then y > 0", "x": "x > 30000000", "y": "y >= 0"})
    assert rules.feasible() is True
    assert rules.corrections({"x": 40_000_000, "y": 0}).flagged == ("y",)
    small, large = RuleSet(["x == y"]), {"x": 10**15, "y": 10**15 + 1}
    assert [sorted(one.changes) for one in small.corrections(large).alternatives] == [["x"], ["y"]]


def test_products_and_ratios_are_judged() -> None:
    assert RuleSet(["a * b == c"]).evaluate({"a": 0.1, "b": 3, "c": 0.3}).verdicts["V1"] is Verdict.HOLDS
    assert RuleSet(["x / y > 2", "x < y", "x > 0", "y > 0"]).feasible() is False


def test_date_rules_flag_dates() -> None:
    rules = RuleSet(["end >= start"], fields={"start": "date", "end": "date"})
    found = rules.corrections({"start": "2024-03-01", "end": "2024-01-01"})
    assert [sorted(one.changes) for one in found.alternatives] == [["end"], ["start"]]


def test_a_quotient_by_zero_equals_nothing() -> None:
    assert RuleSet(["a / b == 5", "b == 0"]).feasible() is False


def test_every_smallest_correction_is_shown_and_none_picked_by_chance() -> None:
    found = RuleSet(["t == a + b"]).corrections({"t": 30, "a": 10, "b": 15})
    assert [dict(one.changes) for one in found.alternatives] == [
        {"a": Bound(Fraction(15), Fraction(15))},
        {"b": Bound(Fraction(20), Fraction(20))},
        {"t": Bound(Fraction(25), Fraction(25))},
    ]


def test_differences_in_a_circle_end() -> None:
    rules = RuleSet(["x - y >= 1", "y - z >= 1", "z - x >= 1"])
    assert [conflict.rules for conflict in rules.conflicts()] == [("V1", "V2", "V3")]


def test_conflict_sets_are_minimal() -> None:
    rules = RuleSet({"a": "x > 1", "b": "x < 0", "c": "y > 1", "d": "x + y > 0"})
    assert [conflict.rules for conflict in rules.conflicts()] == [("a", "b")]


# --- rules together ------------------------------------------------------------------------


def test_the_smallest_removals_of_separate_conflicts_are_combined() -> None:
    rules = RuleSet({"a": "x > 1", "b": "x < 0", "c": "y > 1", "d": "y < 0"})
    assert set(rules.removals()) == {("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")}
    assert set(rules.removals({"a": None, "d": 5})) == {("b", "c")}


def test_a_rule_is_redundant_when_the_rest_implies_it() -> None:
    rules = RuleSet(
        {"profit": "profit == turnover - cost", "t": "turnover > 0", "c": "cost > 0", "r": "cost >= 0.6 * turnover"}
    )
    assert rules.redundant() == ("c",)
    assert rules.implied("c") == (("t", "r"),)


def test_equal_rules_are_both_redundant_and_one_is_left() -> None:
    rules = RuleSet({"a": "x > 2", "b": "2 * x > 4"})
    assert rules.redundant() == ("a", "b")
    assert rules.minimal() == ("a",)


def test_bounds_keep_strict_ends() -> None:
    bound = RuleSet(["x > 1", "x + y <= 10", "y >= 6"]).bounds()["x"]
    assert bound == Bound(Fraction(1), Fraction(4), low_open=True)


def test_words_are_fixed_where_only_one_is_left() -> None:
    rules = RuleSet(['a in {"x", "y"}', 'if b > 1 then a == "x"', "b > 2"])
    assert rules.fixed() == {"a": "x"}


def test_counts_are_whole() -> None:
    assert RuleSet(["n > 0", "n < 1"], fields={"n": "count"}).feasible() is False
    assert RuleSet(["n > 0", "n < 1"]).feasible() is True


def test_fields_with_units_compare_in_their_units() -> None:
    rules = RuleSet(["supply <= 1 Mt/year"], fields={"supply": "quantity kt/year"})
    assert rules.bounds()["supply"].high == 1000


def test_a_field_may_carry_its_range() -> None:
    rules = RuleSet(["x < y"], fields={"x": Measure("x", range=Bound(Fraction(3))), "y": Measure("y")})
    assert rules.bounds()["y"].low == 3


def test_two_categories_may_be_compared() -> None:
    assert RuleSet(["a == b", 'a == "x"', 'b == "y"']).feasible() is False
    assert RuleSet(["a != b", 'a == "x"']).feasible() is True


def test_a_defined_name_stands_for_its_expression() -> None:
    assert RuleSet(["ratio := weight / height", "ratio > 2"]).evaluate({"weight": 9, "height": 3}).broken == ()


# --- records -------------------------------------------------------------------------------


def test_a_missing_value_decides_nothing_and_may_become_anything() -> None:
    rules = RuleSet(["t == a + b", "a >= 0"])
    assert rules.evaluate({"t": 1, "a": None, "b": 1}).verdicts["V1"] is Verdict.UNKNOWN
    found = rules.corrections({"t": 1, "a": None, "b": 1})
    assert [dict(one.changes) for one in found.alternatives] == [{}]
    assert found.missing == ("a",)


def test_a_field_the_record_lacks_is_named_with_the_nearest() -> None:
    result = RuleSet(["height > 0"]).evaluate({"heigth": 3})
    assert result.reasons["V1"] == "unknown field 'height' (nearest: 'heigth')"
    with pytest.raises(ReadError, match="the record has no field 'height'"):
        RuleSet(["height > 0"]).corrections({"heigth": 3})


def test_a_field_that_may_not_change_does_not() -> None:
    found = RuleSet(["a < b"]).corrections({"a": 20, "b": 10}, {"a": None})
    assert found.flagged == ("b",)
    none = RuleSet(["a < b"]).corrections({"a": 20, "b": 10}, {"a": None, "b": float("inf")})
    assert none.alternatives == ()


def test_rules_that_contradict_each_other_mend_nothing() -> None:
    assert RuleSet(["x > 1", "x < -1"]).corrections({"x": 0}).feasible is False


def test_missingness_can_be_spoken_of() -> None:
    rules = RuleSet(["a is missing or a > 0"])
    assert rules.evaluate({"a": None}).verdicts["V1"] is Verdict.HOLDS
    assert rules.evaluate({"a": -1}).verdicts["V1"] is Verdict.BREAKS


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("x = 3", "rule 'V1'"),
        ("x + 3", "rule 'V1': 'x \\+ 3' is neither true nor false"),
        ('a == "b" and a > 3', "rule 'V1'"),
        ("sine(x) > 0", "rule 'V1': function 'sine' is not known"),
    ],
)
def test_a_rule_that_cannot_be_read_raises_with_its_name(rule: str, message: str) -> None:
    with pytest.raises(CheckDefinitionError, match=message):
        RuleSet([rule])


def test_a_rule_that_cannot_be_judged_raises_with_its_name() -> None:
    with pytest.raises(NotDecidable, match="rule 'V1' is not judged"):
        RuleSet(['weekday(d) == "Monday"'], fields={"d": Kind.DATE})


# --- against brute force -------------------------------------------------------------------

FIELDS = ("x", "y", "z")
GRID = [Fraction(n, 2) for n in range(-6, 7)]


@st.composite
def rule_texts(draw: st.DrawFn) -> str:
    """A rule with whole corner points, so that a grid of halves tells whether it can hold."""
    first, second = draw(st.permutations(FIELDS))[:2]
    relation = draw(st.sampled_from(["<", "<=", ">", ">=", "=="]))
    simple = f"{first} {relation} {draw(st.integers(-2, 2))}"
    between = f"{first} - {second} {relation} {draw(st.integers(-2, 2))}"
    return draw(st.sampled_from([simple, between, f"if {simple} then {second} > {draw(st.integers(-1, 1))}"]))


def point_obeys(rules: RuleSet, point: tuple[Fraction, ...]) -> list[bool]:
    verdicts = rules.evaluate(dict(zip(FIELDS, point, strict=True))).verdicts
    return [verdict is Verdict.HOLDS for verdict in verdicts.values()]


@settings(max_examples=25, deadline=None)
@given(st.lists(rule_texts(), min_size=2, max_size=5), st.permutations(range(5)))
def test_conflict_sets_are_minimal_complete_and_free_of_order(texts: list[str], order: list[int]) -> None:
    rules = RuleSet({f"r{n}": text for n, text in enumerate(texts)})
    fine = [Fraction(n, 3) for n in range(-16, 17)]
    points = [point_obeys(rules, (x, y, z)) for x, y, z in product(GRID, fine[::4], GRID[::3])]
    found = {frozenset(conflict.rules) for conflict in rules.conflicts()}
    for names in found:
        # No point obeys a conflict set, and without any one of its rules the rest can hold.
        assert not any(all(obeys[int(name[1:])] for name in names) for obeys in points)
        assert all(_feasible(texts, names - {name}) for name in names)
    for size in range(1, len(texts) + 1):
        for names in map(frozenset, combinations(rules.names, size)):
            assert _feasible(texts, names) is not any(known <= names for known in found)
    shuffled = [n for n in order if n < len(texts)]
    again = RuleSet({f"r{n}": texts[n] for n in shuffled})
    assert {frozenset(conflict.rules) for conflict in again.conflicts()} == found


def _feasible(texts: list[str], names: frozenset[str]) -> bool:
    return not names or RuleSet({name: texts[int(name[1:])] for name in sorted(names)}).feasible() is True


@settings(max_examples=40, deadline=None)
@given(
    st.lists(rule_texts(), min_size=1, max_size=4),
    st.tuples(*[st.sampled_from(GRID)] * 3),
    st.tuples(*[st.integers(1, 3)] * 3),
)
def test_corrections_are_the_cheapest_and_all_of_them(
    texts: list[str], point: tuple[Fraction, ...], costs: tuple[int, ...]
) -> None:
    rules = RuleSet(texts)
    record, weights = dict(zip(FIELDS, point, strict=True)), dict(zip(FIELDS, costs, strict=True))
    found = rules.corrections(record, weights)
    mended = {
        names
        for size in range(4)
        for names in map(frozenset, combinations(FIELDS, size))
        if _mends(texts, record, names)
    }
    cost = {names: sum(weights[name] for name in names) for names in mended}
    cheapest = {names for names in mended if cost[names] == min(cost.values())}
    assert {frozenset(one.changes) for one in found.alternatives} == cheapest
    for one in found.alternatives:
        for name, bound in one.changes.items():
            low = bound.low if bound.low is not None and not bound.low_open else None
            if low is not None and len(one.changes) == 1:
                assert rules.evaluate({**record, name: low}).broken == ()


def _mends(texts: list[str], record: dict[str, Fraction], changed: frozenset[str]) -> bool:
    """Whether the rules can hold with the other fields as they are."""
    kept = [
        f"{name} == {value.numerator} / {value.denominator}" for name, value in record.items() if name not in changed
    ]
    return RuleSet([*texts, *kept]).feasible() is True


def test_numbers_may_differ_as_far_as_the_caller_says() -> None:
    rules = RuleSet({"equal": "x == 10", "order": "x >= 9.5", "strict": "x < 9"})
    exact, loose = rules.evaluate({"x": 9}), rules.evaluate({"x": 9}, equal_within=1, order_within=0.5)
    assert list(exact.verdicts.values()) == [Verdict.BREAKS] * 3
    assert list(loose.verdicts.values()) == [Verdict.HOLDS] * 3
