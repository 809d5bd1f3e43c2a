"""Tables of records: a row a record, whose rows nobody adds up, and whose columns are tied by words or by nearly all."""

import random

import pytest
from tests.discovery.tables import broken, held, markdown

_KINDS = ("north", "south", "east")


def _records(size: int, *, wrong: int = -1, header: str = "total") -> str:
    """Meters with three readings and their sum, one of them wrong."""
    draw = random.Random(7)
    rows = [["meter", "zone", "day", "night", "peak", header]]
    for n in range(size):
        parts = [draw.randint(100, 9000) for _ in range(3)]
        made = sum(parts) + (500 if n == wrong else 0)
        rows.append([f"M{n * 7 % 1000}", _KINDS[n % 3], *map(str, parts), str(made)])
    return markdown(rows)


@pytest.mark.parametrize("header", ["total", "kept"], ids=["a word says so", "nearly all rows agree"])
def test_one_wrong_record_among_many_is_found(header):
    assert [code for code, _ in broken(_records(150, wrong=40, header=header))] == ["TB02"]


def test_small_counts_of_records_are_no_sums_of_each_other():
    draw = random.Random(3)
    rows = [["id", "visits", "children", "rooms", "score"]]
    rows += [[str(n), *(str(draw.randint(0, 4)) for _ in range(4))] for n in range(1, 200)]
    assert broken(markdown(rows)) == []


def test_numbers_of_records_with_gaps_make_no_differences():
    draw = random.Random(5)
    numbers = [n + n // 60 for n in range(1, 240)]
    rows = [["no", "change", "price"]]
    rows += [[str(n), str(draw.choice([1, 1, 1, 1, 1, 1, 1, 1, 1, 2])), str(draw.randint(20, 90))] for n in numbers]
    assert broken(markdown(rows)) == []


def test_rows_of_records_are_not_added_up_though_they_meet():
    rows = [["town", "shops"], *([f"T{n}", str(n % 5)] for n in range(300))]
    assert held(markdown(rows), "TB01") == []


def test_a_row_that_a_word_calls_the_total_is_added_up_among_many():
    rows = [["town", "shops", "inns"], *([f"T{n}", str(100 + n * 37 % 91), str(50 + n * 13 % 47)] for n in range(150))]
    sums = [sum(int(row[n]) for row in rows[1:]) for n in (1, 2)]
    rows.append(["Total", str(sums[0]), str(sums[1] + 300)])
    assert [code for code, _ in broken(markdown(rows))] == ["TB01"]


def test_rows_with_the_very_same_numbers_are_one_proof():
    rows = [["case", "site", "grade", "stage"], *([f"c{n}", "2", "1", "3"] for n in range(80))]
    rows += [[f"d{n}", "2", str(n % 3 + 1), str((n * 5) % 4 + 1)] for n in range(12)]
    assert broken(markdown(rows)) == []


def test_names_of_variables_are_no_units():
    draw = random.Random(11)
    rows = [["no", "EA1", "TA1", "PA1"], *([str(n), *(str(draw.randint(1, 30)) for _ in range(3))] for n in range(40))]
    assert broken(markdown(rows)) == []


def test_a_word_for_totals_in_every_label_names_none():
    rows = [["series", "2001", "2002"]]
    rows += [
        [f"Total fertility, land {n}", f"{1 + n * 7 % 5}.{n * 37 % 90}", f"{n * 3 % 6}.{n}"] for n in range(10, 60)
    ]
    assert broken(markdown(rows)) == []


def test_numbers_that_are_coarser_than_they_are_printed_are_not_off():
    rows = [["district", "men", "women", "total"]]
    for n in range(20):
        men, women = 70 + n * 13 % 37, 72 + n * 29 % 41
        rows.append([f"district {n}", f"{men}.00", f"{women}.00", f"{men + women + (n in (3, 7, 12))}.00"])
    assert broken(markdown(rows)) == []


def test_a_column_of_ones_is_no_change_of_numbers_that_count():
    draw = random.Random(9)
    rows = [["choice", "change", "price"]]
    rows += [[str(n % 14 + 1), str(draw.choice([1] * 12 + [0])), str(draw.randint(20, 90))] for n in range(280)]
    assert broken(markdown(rows)) == []
