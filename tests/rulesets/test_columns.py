"""Rules over records together: sums of a column, one head to a household, unique keys, series without gaps."""

import pytest

from tallystick import RuleSet
from tallystick.errors import NotDecidable
from tallystick.rulesets import judge_records


def said(rule, **columns):
    """What one rule says of each record of a table."""
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return [str(one.verdicts["r"]) for one in judge_records({"r": rule}, rows)]


def test_a_function_of_one_argument_takes_all_records():
    assert said("sum(paid) <= 10", paid=[3, 4, 3]) == ["holds"] * 3
    assert said("sum(paid) <= 9", paid=[3, 4, 3]) == ["breaks"] * 3
    assert said("count(paid) == 3", paid=[3, 4, 3]) == ["holds"] * 3
    assert said("paid <= mean(paid)", paid=[3, 4, 3]) == ["holds", "breaks", "holds"]
    assert said("share(paid, sum(paid)) >= 40 %", paid=[3, 4, 3]) == ["breaks", "holds", "breaks"]


def test_a_function_of_several_takes_the_record_at_hand():
    assert said("sum(a, b) == t", a=[1, 2], b=[3, 4], t=[4, 5]) == ["holds", "breaks"]


def test_exactly_one_of_a_group_makes_a_statement_true():
    house, role = [1, 1, 2, 2, 3], ["head", "child", "head", "head", "child"]
    assert said('exactly_one(role == "head", house)', house=house, role=role) == ["holds", "holds", "breaks", "breaks", "breaks"]


def test_what_is_missing_decides_only_where_it_must():
    house, role = [1, 1, 2, 2, 2], ["head", None, "head", "head", None]
    assert said('exactly_one(role == "head", house)', house=house, role=role) == ["unknown", "unknown", "breaks", "breaks", "breaks"]
    assert said("sum(paid) >= 5", paid=[3, None]) == ["unknown", "unknown"]
    assert said("max(paid) >= 3", paid=[3, None]) == ["holds", "holds"]


def test_a_key_is_unique_everywhere_or_within_a_group():
    assert said("unique_per(key)", key=[1, 2, 1]) == ["breaks"] * 3
    assert said("unique_per(key, shop)", key=[1, 2, 1], shop=["a", "a", "b"]) == ["holds"] * 3
    assert said("unique_per(key, shop)", key=[1, 1, 1], shop=["a", "a", "b"]) == ["breaks", "breaks", "holds"]


@pytest.mark.parametrize(
    ("rule", "years", "expected"),
    [
        ("is_linear_sequence(year)", [2003, 2001, 2002], "holds"),
        ("is_linear_sequence(year)", [2001, 2002, 2004], "breaks"),
        ("is_linear_sequence(year, 2001)", [2001, 2002], "holds"),
        ("is_linear_sequence(year, 2000)", [2001, 2002], "breaks"),
        ('is_linear_sequence(year, "", 2003)', [2001, 2002], "breaks"),
        ("is_linear_sequence(year)", ["2012Q4", "2013Q1", "2013Q2"], "holds"),
        ('is_linear_sequence(year, "2012Q4", "2013Q1")', ["2012Q4", "2013Q1"], "holds"),
        ("is_linear_sequence(year)", ["2012-11", "2013-01"], "holds"),
        ("is_linear_sequence(year)", [2001, None, 2003], "unknown"),
    ],
)
def test_a_series_has_no_gaps(rule, years, expected):
    assert said(rule, year=years) == [expected] * len(years)


def test_a_rule_set_of_one_record_refuses_what_speaks_of_several():
    with pytest.raises(NotDecidable, match=r"rule 'V1': unique_per\(\) speaks of several records"):
        RuleSet(["unique_per(key)"])


@pytest.mark.parametrize(
    ("rule", "record", "verdict"),
    [
        ("floor(x / 10) == y", {"x": 25, "y": 2}, "holds"),
        ("floor(x / 10) == y", {"x": 25, "y": 3}, "breaks"),
        ("sqrt(x) == y", {"x": 25, "y": 5}, "holds"),
        ("round(x) == y", {"x": 2.5, "y": 3}, "holds"),
        ("log(x) > 1", {"x": 3}, "holds"),
        ("floor(x) == y", {"x": None, "y": 3}, "unknown"),
    ],
)
def test_a_record_is_judged_with_every_function_of_the_language(rule, record, verdict):
    assert RuleSet({"r": rule}).evaluate(record).verdicts["r"].value == verdict
