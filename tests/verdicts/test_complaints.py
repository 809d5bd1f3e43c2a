"""Findings of checks: their codes, words and places."""

import pytest
from small_ledger import judge, ledger, number, output, quantity

from tallystick import bounds
from tallystick.model import Check, Claim, Place
from tallystick.verdicts import judge_all


def test_a_check_that_breaks_names_both_sides():
    found = judge("ru > 4 Mt/year", output("ru", "Russia", "3.8"))
    (finding,) = found.findings
    assert finding.code == "CK01"
    assert finding.message == (
        "c: ru > 4 Mt/year, that is 3.8 Mt/year > 4 Mt/year, does not hold (3.8 Mt/year against 4 Mt/year)"
    )
    assert (finding.check, finding.claims, str(finding.place)) == ("c", ("ru",), "checks/a.yaml:4:13")


@pytest.mark.parametrize(
    ("assertion", "place", "message"),
    [
        pytest.param("ru >", "checks/a.yaml:4:17", "ends where a value is expected", id="syntax"),
        pytest.param(
            "1 + rv > 4", "checks/a.yaml:4:17", "names 'rv', .* no claim \\(nearest: 'ru'\\)", id="unknown-name"
        ),
        pytest.param("1 +\nrv > 4", "checks/a.yaml:5", "names 'rv'", id="second-line"),
        pytest.param("total(ru) > 4", "checks/a.yaml:4:13", "nearest: 'sum'", id="unknown-function"),
        pytest.param("output > 4", "checks/a.yaml:4:13", "names 'output'", id="a-measure-is-no-name"),
    ],
)
def test_an_unreadable_check_points_at_the_character(assertion, place, message):
    import re

    found = judge(assertion, output("ru", "Russia", "3.8"))
    assert (found.verdict, found.codes, str(found.findings[0].place)) == ("unknown", ["CK06"], place)
    assert re.search(message, found.findings[0].message)
    assert found.findings[0].fix


def test_a_measure_used_as_a_name_is_told_how_to_be_one():
    found = judge("output > 4", output("ru", "Russia", "3.8"))
    assert found.findings[0].fix == "say which claims are meant: given: {output: {measure: output}}"


def test_a_minus_without_spaces_is_told_to_take_them():
    found = judge("x-y-1 > 0", number("x", 2), number("y", 1))
    assert (found.codes, found.findings[0].fix) == (["CK06"], "put spaces around a minus: x - y - 1")


def test_two_values_without_an_operator_are_told_to_take_one():
    found = judge("2 x > 0", number("x", 2))
    assert found.codes == ["CK06"]
    assert "unit 'x' is not known" in found.findings[0].message
    assert found.findings[0].fix == "correct the unit, or put an operator between two values, as in 2 * x"


def test_a_check_without_a_name_matches_nothing():
    found = judge("1 < 2", number("x", 1))
    assert (found.verdict, found.codes) == ("unknown", ["CK03"])
    assert "names no claim" in found.findings[0].message


def test_a_check_that_holds_finds_nothing():
    assert judge("x == 1", number("x", 1)).findings == ()


def test_every_match_that_breaks_is_a_finding_that_names_its_claims():
    claims = [number(f"n{index}", index) for index in range(12)]
    found = judge("x > 99", *claims, given={"x": {"measure": "number"}})
    assert found.codes == ["CK01"] * 12
    assert [finding.claims for finding in found.findings] == [(claim.id,) for claim in claims]
    assert found.findings[-1].message.endswith(", of 'n11'")


def test_separations_are_left_to_their_own_judge():
    results, findings = judge_all(ledger([number("x", 1)], Check("s", separate=(("x",), ("x",)))))
    assert (results, findings) == ((), ())


def test_results_carry_what_the_report_needs():
    found = judge("x > 0", number("x", 1), says="x is positive")
    assert (found.result.says, found.result.equation, found.result.place) == (
        "x is positive",
        "x > 0",
        Place("checks/a.yaml", 3, 5),
    )


def test_an_ambiguous_unit_in_a_check_is_a_finding_unless_a_reading_settles_it():
    check = Check("c", "x <= 3 tons", assertion_place=Place("checks/a.yaml", 4, 13))
    claim = Claim("x", "offer", quantity(bounds.point(2), "metric_ton", "2 t"))
    _, findings = judge_all(ledger([claim], check))
    assert [(finding.code, str(finding.place)) for finding in findings] == [("UN02", "checks/a.yaml:4:18")]
    assert findings[0].message == "'tons' in check 'c' may mean t, short ton, long ton; read as t"
    _, findings = judge_all(ledger([claim], check, readings={"ton": "metric_ton"}))
    assert findings == ()


@pytest.mark.parametrize(
    ("assertion", "reason", "sides"),
    [
        pytest.param("x > 0 and x > 5", "'x > 5' is false", (2, 5), id="and"),
        pytest.param("if x > 1 then x > 4", "'x > 4' is false", (2, 4), id="if-then"),
        pytest.param("not (x > 1 and x > 0)", "", (2, 1), id="not"),
        pytest.param("x > 3", "", (2, 3), id="whole"),
        pytest.param("9 > x > 5", "'x > 5' is false", (2, 5), id="chain-second"),
        pytest.param("1 > x < 5", "'1 > x' is false", (1, 2), id="chain-first"),
        pytest.param("x > 0 and 9 > x > 5 > 1", "'x > 5' is false", (2, 5), id="chain-inside"),
    ],
)
def test_the_part_that_breaks_is_named_and_shown(assertion, reason, sides):
    result = judge(assertion, number("x", 2)).result
    assert result.reason == reason
    assert tuple(side.bound.low for side in result.sides) == sides


def test_of_a_chain_that_is_unknown_the_open_pair_is_shown():
    result = judge("0 < x < 2", number("x", 1, 3)).result
    assert (result.verdict, [(side.bound.low, side.bound.high) for side in result.sides]) == ("unknown", [(1, 3), (2, 2)])


@pytest.mark.parametrize(
    ("assertion", "shown"),
    [
        ("x > 1e399", "≈1e+399"),
        ("x / 3 > 1", "≈0.666667"),
        ("x > 1234567", "1.234567 million"),
        ("x > 2e12", "2 trillion"),
    ],
)
def test_numbers_are_shown_exactly_where_short_and_marked_where_not(assertion, shown):
    assert shown in judge(assertion, number("x", 2)).findings[0].message
