"""Differences, changes, shares, products and ratios of tables."""

from tests.discovery.tables import broken, held

LAB = """
| Sample | Before (mg/l) | After (mg/l) | Removed | Removed (%) |
|---|---:|---:|---:|---:|
| A1 | 48.0 | 31.2 | 16.8 | 35.0 |
| A2 | 52.5 | 40.1 | 12.4 | 23.6 |
| B1 | 39.7 | 12.9 | 26.8 | 67.5 |
| B2 | 61.3 | 44.5 | 16.8 | 27.4 |
"""


def test_differences_and_their_shares_hold():
    assert broken(LAB) == []
    assert "26.8 == 39.7 - 12.9" in held(LAB, "TB02") + held(LAB, "TB03")


def test_a_wrong_difference_is_one_finding():
    ((_, numbers),) = broken(LAB.replace("| 12.4 |", "| 14.2 |"))
    assert "14.2" in numbers


def test_years_may_stand_in_either_order():
    rows = "\n| Rail trips | {} | {} | Change |\n|---|---:|---:|---:|\n| Local | {} | {} | 12.5% |\n| Fast | {} | {} | (4.0)% |\n| Night | {} | {} | 30.1% |\n"
    newest_first = rows.format("2023", "2022", "9,000", "8,000", "4,800", "5,000", "1,639", "1,260")
    oldest_first = rows.format("2022", "2023", "8,000", "9,000", "5,000", "4,800", "1,260", "1,639")
    for text in (newest_first, oldest_first):
        assert broken(text) == []
        assert [code for code, _ in broken(text.replace("30.1%", "31.0%"))] == ["TB04"]


def test_a_change_printed_without_its_sign_agrees():
    text = """
| | 2022 | 2023 | Decrease |
|---|---:|---:|---:|
| Accidents | 412 | 371 | 10 % |
| Fires | 288 | 241 | 16 % |
| Floods | 97 | 66 | 32 % |
"""
    assert broken(text) == []


def test_shares_of_a_total_and_one_that_was_rounded_to_make_a_hundred():
    text = """
| Fuel | GWh | % of total |
|---|---:|---:|
| Gas | 4,231 | 42.4 |
| Wind | 3,118 | 31.2 |
| Sun | 1,640 | 16.4 |
| Other | 998 | 10.0 |
| Total | 9,987 | 100.0 |
"""
    assert broken(text) == []
    assert broken(text.replace("16.4", "14.6"))[0][0] in ("TB05", "TB08")


def test_points_are_the_difference_of_percentages():
    text = """
| Exam | Passed 2022 (%) | Passed 2023 (%) | Change (points) |
|---|---:|---:|---:|
| Maths | 71.4 | 74.9 | 3.5 |
| Physics | 66.0 | 61.8 | -4.2 |
| Music | 92.3 | 93.0 | 0.7 |
"""
    assert broken(text) == []
    assert [code for code, _ in broken(text.replace("-4.2", "-2.4"))] == ["TB03"]


def test_a_ratio_of_two_columns():
    text = """
| Town | Homes | People | People per home |
|---|---:|---:|---:|
| Ashby | 4,120 | 9,888 | 2.40 |
| Corby | 2,310 | 5,082 | 2.20 |
| Derby | 7,645 | 19,112 | 2.50 |
| Selby | 1,207 | 3,259 | 2.70 |
"""
    assert broken(text) == []
    assert [code for code, _ in broken(text.replace("2.70", "2.07"))] == ["TB06"]


def test_columns_without_a_relation_state_none():
    text = """
| Team | Goals | Shots | Fouls |
|---|---:|---:|---:|
| Reds | 61 | 412 | 318 |
| Blues | 48 | 377 | 402 |
| Greens | 39 | 358 | 275 |
"""
    assert broken(text) == []
    assert held(text, "TB03") + held(text, "TB06") == []


def test_a_dash_in_a_column_of_changes_is_no_number():
    text = """
| Line | 2022 | 2023 | % change |
|---|---:|---:|---:|
| Tram | 3,146 | 2,846 | -9.5 |
| Bus | 7,463 | 6,279 | – |
| Ferry | 1,106 | 1,348 | 21.9 |
| Cable car | 631 | 819 | 29.8 |
"""
    assert broken(text) == []


def test_rates_of_three_years_are_no_changes_of_each_other():
    text = """
| Model | 2023 | 2022 | 2021 |
|---|---:|---:|---:|
| Yield | 4.5% | 4.6% | 4.1% |
| Spread | 28.3% | 28.7% | 27.1% |
| Rate | 2.5% | 2.5% | 2.0% |
"""
    assert broken(text) == []


def test_a_second_column_of_changes_is_told_otherwise():
    text = """
|  | F24 | F23 | Change | Change at constant prices |
| --- | --- | --- | --- | --- |
| Ferries | 1,671 | 1,612 | 3.7% | 1.8% |
| Buses | 372 | 361 | 3.0% | 2.5% |
| Trams | 111 | 102 | 8.8% | 8.8% |
| Lifts | 261 | 259 | 0.8% | (0.5)% |
"""
    assert broken(text) == []
