"""How tables are laid out beside plain columns with a total: each right as it stands, and wrong by one number."""

import pytest
from tests.discovery.tables import broken

_CASES = {
    "of which": (
        """
| Land use | 2010 | 2020 |
|---|---|---|
| Farmland | 5,210 | 4,987 |
| of which: pasture | 2,084 | 1,990 |
| Forest | 3,305 | 3,411 |
| of which: conifers | 991 | 1,023 |
| Built-up | 812 | 955 |
| Total area | 9,327 | 9,353 |
""",
        ("9,353", "9,953"),
        "TB01",
    ),
    "of which makes it all": (
        """
| Debt | 2021 | 2022 | 2023 |
|---|---|---|---|
| Loans | 812 | 845 | 901 |
| of which: due within a year | 203 | 311 | 290 |
| of which: due later | 609 | 534 | 611 |
""",
        ("| 534 |", "| 584 |"),
        "TB01",
    ),
    "parents over their parts": (
        """
| Expenditure | 2021 | 2022 | 2023 |
|---|---|---|---|
| Education | 600 | 660 | 720 |
| Primary | 123 | 217 | 312 |
| Secondary | 211 | 222 | 301 |
| Higher | 266 | 221 | 107 |
| Health | 901 | 907 | 777 |
| Hospitals | 500 | 550 | 301 |
| Care | 301 | 222 | 276 |
| Prevention | 100 | 135 | 200 |
| Total | 1,501 | 1,567 | 1,497 |
""",
        ("1,567", "1,867"),
        "TB01",
    ),
    "an average row": (
        """
| Month | Rain | Sun |
|---|---|---|
| April | 61 | 170 |
| May | 44 | 221 |
| June | 72 | 236 |
| Average | 59.0 | 209.0 |
""",
        ("59.0", "69.0"),
        "TB06",
    ),
    "a balance that is paid off": (
        """
| Month | Interest | Principal | Balance |
|---|---|---|---|
| 1 | 200.00 | 300.00 | 19,700.00 |
| 2 | 197.00 | 303.00 | 19,397.00 |
| 3 | 193.97 | 306.03 | 19,090.97 |
| 4 | 190.91 | 309.09 | 18,781.88 |
| 5 | 187.82 | 312.18 | 18,469.70 |
""",
        ("19,090.97", "19,900.97"),
        "TB07",
    ),
    "a tax named by its rate": (
        """
| Item | Qty | Unit price | Amount |
|---|---|---|---|
| Chairs | 12 | 41.50 | 498.00 |
| Desks | 4 | 187.25 | 749.00 |
| Subtotal | | | 1,247.00 |
| VAT 20% | | | 249.40 |
| Total due | | | 1,496.40 |
""",
        ("1,496.40", "1,796.40"),
        "TB01",
    ),
    "capitals over columns are no units": (
        """
| Club | W | D | L | GF | GA | GD |
|---|---|---|---|---|---|---|
| Rovers | 14 | 6 | 6 | 45 | 20 | +25 |
| United | 13 | 5 | 8 | 41 | 33 | +8 |
| Albion | 12 | 6 | 8 | 38 | 29 | +9 |
| City | 10 | 6 | 10 | 30 | 31 | -1 |
| Town | 7 | 5 | 14 | 22 | 50 | -28 |
| Exe | 6 | 6 | 14 | 19 | 40 | -21 |
""",
        ("+25", "+55"),
        "TB02",
    ),
}


@pytest.mark.parametrize("name", _CASES)
def test_a_sound_table_has_no_finding(name):
    assert broken(_CASES[name][0]) == []


@pytest.mark.parametrize("name", _CASES)
def test_one_wrong_number_is_found(name):
    text, (right, wrong), code = _CASES[name]
    assert text.count(right) == 1
    assert [found for found, _ in broken(text.replace(right, wrong))] == [code]


def test_a_mean_with_a_dash_among_its_numbers_may_leave_it_out():
    text = """
| Town | 2021 | 2022 | 2023 |
|---|---|---|---|
| Arden | 8.10 | 8.40 | 8.95 |
| Brock | 9.70 | 9.70 | 10.05 |
| Corley | 7.25 | 7.60 | – |
| Mean | 8.35 | 8.57 | 9.44 |
"""
    assert broken(text) == []


def test_a_total_that_meets_a_product_by_accident_is_none():
    text = """
| Nation | Gold | Silver | Bronze | Total |
|---|---|---|---|---|
| Italy | 9 | 3 | 1 | 13 |
| Japan | 4 | 13 | 6 | 23 |
| Kenya | 14 | 11 | 16 | 41 |
| Peru | 2 | 2 | 2 | 6 |
| Cuba | 7 | 2 | 2 | 11 |
| Total | 36 | 31 | 27 | 94 |
"""
    assert broken(text) == []


def test_a_total_of_the_only_column_that_adds_up_is_held_to_it():
    text = """
| Canton | Residents | Per km² | Peak (m) |
|---|---|---|---|
| Arden | 412,331 | 212 | 3,118 |
| Brock | 98,412 | 87 | 2,904 |
| Corley | 231,877 | 341 | 1,899 |
| Total | 842,620 | 207 | 3,118 |
"""
    assert [code for code, _ in broken(text)] == ["TB01"]
    assert broken(text.replace("842,620", "742,620")) == []


def test_a_balance_at_a_date_is_no_difference():
    text = """
| | Stock | Capital | Earnings | Total |
|---|---|---|---|---|
| Balance at December 31, 2021 | 64 | 4,303 | 11,351 | 15,718 |
| Net income | — | — | 7,188 | 7,188 |
| Dividends | — | — | (601) | (601) |
| Balance at December 31, 2022 | 64 | 4,303 | 17,938 | 22,305 |
"""
    assert broken(text) == []
    assert [code for code, _ in broken(text.replace("17,938", "17,238"))] == ["TB07"]


def test_a_running_share_is_no_share_of_the_number_of_its_row():
    text = """
| Score | n | % | Cumulative % |
|---|---|---|---|
| 0 | 98 | 17.0 | 17.0 |
| 1 | 74 | 12.8 | 29.9 |
| 2 | 86 | 14.9 | 44.8 |
| 3 | 121 | 21.0 | 65.8 |
| 4 | 111 | 19.3 | 85.1 |
| 5 | 86 | 14.9 | 100.0 |
| Total | 576 | 100.0 | |
"""
    assert broken(text) == []
