"""Numbers of a table that the text, or another table, prints again."""

from tests.discovery.tables import broken, held

TABLE = """
| Library | Loans 2022 | Loans 2023 |
|---|---:|---:|
| Central | 184,220 | 191,340 |
| Harbour | 96,415 | 90,877 |

"""


def test_a_number_of_the_text_that_its_row_has_is_a_tie():
    text = TABLE + "Loans at the Central library rose from 184,220 to 191,340.\n"
    assert broken(text) == []
    assert len(held(text, "RS02")) == 2


def test_a_digit_off_beside_a_number_that_agrees_is_a_finding():
    text = TABLE + "The Central library lent 191,840 items, after 184,220 in 2022.\n"
    assert broken(text) == [("RS02", ("191,340", "191,840 items"))]


def test_two_digits_swapped_are_a_finding_without_another_number():
    text = TABLE + "The Harbour library made 90,787 loans.\n"
    assert broken(text) == [("RS02", ("90,877", "90,787 loans"))]


def test_another_quantity_of_the_same_subject_is_no_fault():
    text = TABLE + "The Harbour library has 12,300 members and 41 staff.\n"
    assert broken(text) == []


def test_a_difference_of_the_row_is_no_fault():
    text = TABLE + "At the Central library 7,120 more loans were made than the 184,220 of 2022.\n"
    assert broken(text) == []


def test_a_text_may_round_and_scale_what_the_table_prints():
    text = "Sales in thousands of euros\n\n| | 2022 | 2023 |\n|---|---:|---:|\n| Bread | 13,009 | 14,118 |\n| Cake | 2,377 | 2,650 |\n\nBread brought in €14.1 million.\n"
    assert broken(text) == []
    assert len(held(text, "RS02")) == 1


TWO = """
| Port | Ships | Tonnes |
|---|---:|---:|
| Lund | 412 | 88,310 |
| Visby | 267 | 40,922 |

And once more, with crews:

| Port | Ships | Crew | Tonnes |
|---|---:|---:|---:|
| Lund | 412 | 5,120 | 88,310 |
| Visby | 276 | 3,004 | 40,922 |
"""


def test_tables_that_agree_but_for_one_number():
    assert broken(TWO) == [("RS03", ("267", "276"))]


def test_tables_that_disagree_throughout_are_of_other_things():
    text = TWO.replace("| Lund | 412 | 5,120 | 88,310 |", "| Lund | 398 | 5,120 | 71,405 |")
    assert broken(text) == []
