"""What no table may depend on: its scale, the order of its parts, a column more, rounding, the seed of hashes."""

import os
import random
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.discovery.tables import broken, markdown
from tests.documents.test_same_table import as_csv, as_docx, as_html, as_markdown, as_xlsx

from tallystick.discovery import discover, understand
from tallystick.documents import read_document
from tallystick.ticking import judge_ties

# None ends in zeros: 1,000 + 1,000 = 2,000 could be an accident, and is told as nothing.
NUMBERS = st.integers(min_value=100, max_value=9_999).map(lambda number: 10 * number + 7)
COLUMNS = st.integers(min_value=2, max_value=4)


@st.composite
def tables(draw) -> list[list[int]]:
    """Rows of a table of parts, consistent, its total last."""
    width = draw(COLUMNS)
    parts = draw(st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=3, max_size=6))
    return [*parts, [sum(column) for column in zip(*parts, strict=True)]]


def text_of(rows: list[list[int]], *, show=lambda value: f"{value:,}", order=None, note: str = "") -> str:
    """The table in Markdown, its last row called Total."""
    places = order or range(len(rows) - 1)
    years = [str(2015 + n) for n in range(len(rows[0]))]
    named = [[f"Part {n}", *map(show, rows[n])] for n in places]
    return f"{note}\n\n" + markdown([["", *years], *named, ["Total", *map(show, rows[-1])]])


def rounded(value: int, step: int) -> str:
    return f"{(value + step // 2) // step * step:,}"


@given(tables())
def test_a_consistent_table_has_no_finding(rows):
    assert broken(text_of(rows)) == []


@given(tables(), st.sampled_from([10, 100]))
def test_rounding_every_number_of_a_consistent_table_makes_no_finding(rows, step):
    assert broken(text_of(rows, show=lambda value: rounded(value, step))) == []


@given(tables(), st.data())
def test_a_wrong_total_is_found_whatever_the_order_of_its_parts(rows, data):
    order = data.draw(st.permutations(range(len(rows) - 1)))
    wrong = [*rows[:-1], [rows[-1][0] + 4_000, *rows[-1][1:]]]
    assert [code for code, _ in broken(text_of(wrong, order=order))] == ["TB01"]


@given(tables())
def test_restating_the_scale_changes_no_verdict(rows):
    wrong = [*rows[:-1], [rows[-1][0] + 4_000, *rows[-1][1:]]]
    in_units = broken(text_of(wrong, note="in kg"))
    in_thousands = broken(text_of(wrong, show=lambda value: f"{value / 1000:,.3f}", note="in thousands of kg"))
    assert len(in_units) == len(in_thousands) == 1


@given(tables(), st.lists(NUMBERS, min_size=7, max_size=7))
def test_a_column_of_something_else_changes_no_verdict(rows, others):
    lines = text_of(rows).strip().splitlines()
    more = ["Average age", "---", *(f"{n % 80}.{n % 10}" for n in others)]
    text = "\n".join(f"{line} {cell} |" for line, cell in zip(lines, more, strict=False)) + "\n"
    assert broken(text) == []


@given(tables(), st.lists(NUMBERS, min_size=7, max_size=7))
def test_a_column_of_something_else_hides_no_fault(rows, others):
    wrong = [*rows[:-1], [rows[-1][0] + 4_000, *rows[-1][1:]]]
    lines = text_of(wrong).strip().splitlines()
    more = ["Average age", "---", *(f"{n % 80}.{n % 10}" for n in others)]
    text = "\n".join(f"{line} {cell} |" for line, cell in zip(lines, more, strict=False)) + "\n"
    assert [code for code, _ in broken(text)] == ["TB01"]


@given(tables(), st.booleans())
def test_restating_the_unit_changes_no_verdict(rows, is_wrong):
    whole = [rows[-1][0] + 4_000 * is_wrong, *rows[-1][1:]]
    header = [f"{2015 + n} ({{}})" for n in range(len(whole))]
    found = []
    for unit, show in (("kWh", lambda value: f"{value:,}"), ("MWh", lambda value: f"{value / 1000:,.3f}")):
        named = [[f"Part {n}", *map(show, row)] for n, row in enumerate(rows[:-1])]
        table = [["", *(name.format(unit) for name in header)], *named, ["Total", *map(show, whole)]]
        found.append([code for code, _ in broken(markdown(table))])
    assert found == [["TB01"] * is_wrong] * 2


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=4, max_size=8, unique=True), st.booleans(), st.data())
def test_rows_in_another_order_change_no_verdict_on_their_changes(pairs, is_wrong, data):
    rows = [
        [f"Item {n}", f"{now:,}", f"{before:,}", f"{100 * (now / before - 1):.1f}%"]
        for n, (now, before) in enumerate(pairs)
    ]
    rows[0][3] = f"{100 * (pairs[0][0] / pairs[0][1] - 1) + 40 * is_wrong:.1f}%"
    order = data.draw(st.permutations(rows))
    assert [code for code, _ in broken(markdown([["", "2023", "2022", "Change"], *order]))] == ["TB04"] * is_wrong


@settings(max_examples=25)
@given(tables(), st.booleans())
def test_translating_a_table_changes_no_verdict(rows, is_wrong):
    whole = [rows[-1][0] + 4_000 * is_wrong, *rows[-1][1:]]
    named = [[f"Part {n}", *(f"{value:,}" for value in row)] for n, row in enumerate(rows[:-1])]
    table = [["", *(str(2015 + n) for n in range(len(whole)))], *named, ["Total", *(f"{value:,}" for value in whole)]]
    for write in (as_markdown, as_html, as_csv, as_docx, as_xlsx):
        name, raw = write(table)
        understood = understand(read_document(Path(name), raw))
        findings = judge_ties(discover([understood]), understood.figures, [understood.document])[1]
        assert [finding.code for finding in findings] == ["TB01"] * is_wrong


def test_the_seed_of_hashes_changes_nothing():
    script = (
        "from tests.discovery.tables import audited\n"
        "from tests.discovery.test_totals import ENERGY\n"
        "print(audited(ENERGY.replace('732.2', '732.9')))\n"
    )
    root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join((str(root / "src"), str(root)))
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": path},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_small_numbers_that_meet_by_accident_are_no_rule():
    dice = random.Random(7)
    choices = ([3, 4, 5], [0, 1], [1, 2, 4, 6], [4, 6, 8])
    rows = [[f"Car {n}", *(str(dice.choice(one)) for one in choices)] for n in range(32)]
    assert broken(markdown([["Car", "Gear", "Manual", "Carb", "Cyl"], *rows])) == []
