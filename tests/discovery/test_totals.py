"""Totals of rows and columns, of tables from several trades."""

import pytest
from tests.discovery.tables import audited, broken, held

ENERGY = """
| PJ | 2021 | 2022 | 2023 |
|---|---:|---:|---:|
| Renewables: | | | |
| Wind | 412.6 | 455.1 | 470.9 |
| Solar | 180.2 | 214.8 | 261.3 |
| Total renewables | 592.8 | 669.9 | 732.2 |
| Fossil: | | | |
| Gas | 811.4 | 702.5 | 640.0 |
| Coal | 233.0 | 251.7 | 148.6 |
| Total fossil | 1,044.4 | 954.2 | 788.6 |
| Losses | (41.2) | (39.9) | (36.5) |
| Supply | 1,596.0 | 1,584.2 | 1,484.3 |
"""


def test_nested_subtotals_hold_and_a_bracket_is_a_minus():
    assert broken(ENERGY) == []
    assert "1,596.0 == 592.8 + 1,044.4 + (41.2)" in held(ENERGY, "TB01")


@pytest.mark.parametrize(
    ("was", "now", "numbers"),
    [
        pytest.param("702.5", "720.5", {"720.5", "251.7", "954.2"}, id="a part"),
        pytest.param("732.2", "732.9", {"470.9", "261.3", "732.9"}, id="a subtotal"),
        pytest.param("1,484.3", "1,448.3", {"732.2", "788.6", "(36.5)", "1,448.3"}, id="the grand total"),
    ],
)
def test_one_wrong_number_is_one_finding_over_its_block(was, now, numbers):
    ((code, spans),) = broken(ENERGY.replace(was, now))
    assert (code, set(spans)) == ("TB01", numbers)


BUDGET = """
School budget in thousands of pounds

| | Plan | Actual |
|---|---:|---:|
| Staff | 1,840 | 1,866 |
| Rooms | 312 | 298 |
| Books | 96 | 104 |
| | 2,248 | 2,268 |
| Less: grants | 410 | 410 |
| Net cost | 1,838 | 1,858 |
"""


def test_a_total_without_a_label_and_a_row_called_less():
    assert broken(BUDGET) == []
    assert broken(BUDGET.replace("1,858", "1,885")) == [("TB01", ("2,268", "410", "1,885"))]
    assert broken(BUDGET.replace("2,248", "2,284")) == [("TB01", ("1,840", "312", "96", "2,284"))]


LEAGUE = """
| Club | Played | Won | Drawn | Lost | Points |
|---|---:|---:|---:|---:|---:|
| Ferry | 38 | 22 | 9 | 7 | 75 |
| Abbey | 38 | 20 | 8 | 10 | 68 |
| Kiln | 38 | 17 | 12 | 9 | 63 |
| Mill | 38 | 15 | 6 | 17 | 51 |
| Quay | 38 | 11 | 11 | 16 | 44 |
| Moor | 38 | 9 | 10 | 19 | 37 |
"""


def test_matches_played_are_those_won_drawn_and_lost_and_are_exact():
    assert broken(LEAGUE) == []
    assert broken(LEAGUE.replace("| 11 | 11 | 16 |", "| 11 | 14 | 16 |")) == [("TB02", ("38", "11", "14", "16"))]


VOTES = """
| | Yes | No | Votes |
|---|---:|---:|---:|
| Votes in North | 1,204 | 977 | 2,181 |
| Votes in South | 856 | 1,112 | 1,968 |
| Votes in West | 640 | 655 | 1,295 |
| All votes | 2,700 | 2,744 | 5,444 |
"""


def test_votes_that_miss_their_total_by_one_are_a_finding():
    assert broken(VOTES) == []
    assert broken(VOTES.replace("1,968", "1,969"))[0][0] == "TB02"


def test_a_column_of_averages_beside_sums_is_no_fault():
    text = """
| Ward | Beds | Patients | Average stay (days) |
|---|---:|---:|---:|
| East | 24 | 1,310 | 4.1 |
| West | 30 | 1,622 | 5.3 |
| Children | 18 | 988 | 3.2 |
| Total | 72 | 3,920 | 4.4 |
"""
    assert broken(text) == []


def test_a_column_that_only_some_rows_have_is_no_fault():
    text = """
| Lab | Samples | Repeats |
|---|---:|---:|
| Chemistry | 1,240 | 31 |
| Blood | 2,115 | |
| Virology | 860 | 12 |
| Total | 4,215 | 67 |
"""
    assert broken(text) == []


def test_rounded_parts_that_miss_their_total_by_their_rounding_agree_in_print():
    text = """
| Mt | 2022 | 2023 |
|---|---:|---:|
| Steel | 12.4 | 12.9 |
| Cement | 8.3 | 8.1 |
| Glass | 1.4 | 1.2 |
| Total | 22.0 | 22.3 |
"""
    assert broken(text) == []


def test_a_lone_column_whose_block_goes_on_above_is_no_error():
    text = """
| Item | Amount |
|---|---:|
| Paint | 1,240 |
| Brushes | 310 |
| Total so far | 9,877 |
"""
    assert broken(text) == []


def test_a_lone_total_that_one_digit_keeps_from_its_sum_is_a_warning():
    text = """
| Item | Amount |
|---|---:|
| Timber | 12,480 |
| Roof | 31,066 |
| Windows | 9,327 |
| Total | 52,273 |
"""
    (finding,) = audited(text)[1]
    assert (finding.code, finding.severity) == ("TB01", "warning")


def test_parts_below_their_total_are_found():
    text = """
| Tonnes | 2022 | 2023 |
|---|---:|---:|
| Total catch | 18,402 | 17,955 |
| Herring | 11,310 | 10,847 |
| Cod | 5,020 | 4,976 |
| Sole | 2,072 | 2,312 |
"""
    assert [code for code, _ in broken(text)] == ["TB01"]
    assert broken(text.replace("2,312", "2,132")) == []


def test_a_balance_carried_forward_is_a_roll_forward():
    text = """
| Books on loan | 2022 | 2023 |
|---|---:|---:|
| Opening stock | 4,310 | 4,502 |
| Bought | 615 | 580 |
| Discarded | (423) | (391) |
| Closing stock | 4,502 | 4,961 |
"""
    assert broken(text) == [("TB07", ("4,502", "580", "(391)", "4,961"))]


def test_the_message_shows_the_working_and_where_else_it_holds():
    (finding,) = audited(ENERGY.replace("732.2", "732.9"))[1]
    assert finding.message == (
        "'Total renewables' is printed 732.9, but 470.9 + 261.3 makes 732.2; 'Total renewables' says so; "
        "the same holds in 2021 and 2022 (it breaks 1 more tie)"
    )


def test_numbers_that_cancel_out_state_nothing():
    text = """
| Tool | Files | Lines | Warnings |
|---|---:|---:|---:|
| first | 140 | 2,210 | 1,820 |
| second | 140 | 2,210 | 2,253 |
| third | 140 | 2,210 | 822 |
| fourth | 140 | 2,210 | 1,060 |
"""
    assert broken(text) == []


def test_prices_marked_one_by_one_beside_counts_are_not_added_up():
    text = """
| Tickets | Sold | |
|---|---:|---:|
| On hand in May | 5,974 | €6.51 |
| Printed | 3,288 | €6.74 |
| Used | (1,774) | €6.60 |
| On hand in June | 7,488 | €6.59 |
"""
    assert broken(text) == []


def test_changes_for_the_better_or_the_worse_are_another_relation():
    text = """
| | 2022 | 2023 | Better (worse) |
|---|---:|---:|---:|
| Fees | 9,366 | 10,335 | 969 |
| Costs | 7,151 | 7,749 | (598) |
| Gross result | 2,215 | 2,586 | 371 |
"""
    assert broken(text) == []


def test_growth_under_a_header_of_two_rows_is_not_added_up():
    text = """
| | 2023 | | 2022 | | Change | |
|---|---:|---:|---:|---:|---:|---:|
| | Visits | % of all | Visits | % of all | (n) | (%) |
| Adults | 64,798 | 56 | 35,452 | 42 | 29,346 | 83 |
| Children | 16,499 | 14 | 14,783 | 18 | 1,716 | 12 |
| Groups | 34,053 | 30 | 33,548 | 40 | 505 | 2 |
| Total | 115,350 | 100 | 83,783 | 100 | 31,567 | 38 |
"""
    assert broken(text) == []
