"""What is made from the year before: growth, running totals, balances carried forward."""

from tests.discovery.tables import broken, held

GROWTH = """
| Year | Riders (million) | Growth |
|---|---:|---:|
| 2019 | 120.4 | |
| 2020 | 83.1 | -31.0% |
| 2021 | 96.2 | 15.8% |
| 2022 | 118.9 | 23.6% |
| 2023 | 131.0 | 10.2% |
"""


def test_growth_down_the_years():
    assert broken(GROWTH) == []
    assert len(held(GROWTH, "TB04")) == 4
    assert broken(GROWTH.replace("23.6%", "26.3%")) == [("TB04", ("96.2", "118.9", "26.3%"))]


def test_growth_along_a_row_of_years():
    text = """
| | 2020 | 2021 | 2022 | 2023 |
|---|---:|---:|---:|---:|
| Output (GWh) | 812 | 866 | 901 | 845 |
| Growth (%) | | 6.7 | 4.0 | -6.2 |
"""
    assert broken(text) == []
    assert [code for code, _ in broken(text.replace("-6.2", "6.8"))] == ["TB04"]


def test_a_running_total():
    text = """
| Month | Rain (mm) | Cumulative |
|---|---:|---:|
| January | 61.2 | 61.2 |
| February | 48.7 | 109.9 |
| March | 55.1 | 165.0 |
| April | 30.9 | 195.9 |
"""
    assert broken(text) == []
    assert [code for code, _ in broken(text.replace("195.9", "159.9"))] == ["TB07"]


def test_a_balance_opens_as_the_year_before_closed():
    text = """
| Fund (thousand) | 2021 | 2022 | 2023 |
|---|---:|---:|---:|
| Opening balance | 4,310 | 4,492 | 4,655 |
| Gifts | 615 | 580 | 602 |
| Grants paid | (433) | (417) | (510) |
| Closing balance | 4,492 | 4,655 | 4,747 |
"""
    assert broken(text) == []
    assert "4,492 == 4,492" in held(text, "TB07")
