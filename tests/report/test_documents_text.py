"""What an audit of documents says in a terminal: what holds when asked, what was not compared and why."""

import pytest

from tallystick.document_audit import audit_documents
from tallystick.report.document_page import _none_found
from tallystick.report.text import render_text

SALES = """\
| item | north | south |
|---|---|---|
| Tea | 120 | 80 |
| Milk | 310 | 205 |
| Total | 430 | 285 |
"""
LOOSE = SALES + "\nThe ferry carried 917 cars, 23 lorries, 41 buses, 803 bicycles, 12 horses, 77 dogs and 31 prams.\n"


def _audit(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return audit_documents([path])


def test_the_ties_that_hold_are_shown_when_asked(tmp_path):
    out = render_text(_audit(tmp_path, "sales.md", SALES), show_holding=True)
    assert "✓ TB01 holds  " in out
    assert "sales.md:5  430 == 120 + 310: 'Total' says so" in out
    assert "✓" not in render_text(_audit(tmp_path, "sales.md", SALES))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        pytest.param(SALES, "6 figures: 6 in 2 ties, all agree; 0 not compared", "All that was compared agrees.", id="all"),
        pytest.param(
            LOOSE,
            "only 6 of 13 figures compared: 2 ties, all agree; 7 not compared",
            "6 of 13 figures were compared, and those agree. Of the others nothing can be said.",
            id="few",
        ),
    ],
)
def test_the_last_line_never_says_more_than_was_compared(tmp_path, text, line, said):
    audit = _audit(tmp_path, "sales.md", text)
    assert render_text(audit).splitlines()[-1].startswith(line)
    assert _none_found(audit) == said


def test_records_are_told_in_one_line(tmp_path):
    rows = "".join(f"{n * 7919 % 1000},{n * 104729 % 97},{n % 5}\n" for n in range(120))
    audit = _audit(tmp_path, "meters.csv", "meter,reading,grade\n" + rows)
    told = [line for line in render_text(audit).splitlines() if "rows of records" in line]
    assert len(told) == 1
    assert "meters.csv: 120 rows of records: relations between rows are not guessed" in told[0]
    assert render_text(audit).splitlines()[-1].startswith("360 figures, 0 ties: nothing was compared")


def test_statistics_that_cannot_be_recomputed_are_told(tmp_path, monkeypatch):
    text = "The groups differed, t(48) = 2.31, p = .025.\n"
    assert _audit(tmp_path, "study.md", text).notes == ()
    monkeypatch.setattr("tallystick.discovery.prose.reports.has_distributions", lambda: False)
    assert "not recomputed without scipy" in render_text(_audit(tmp_path, "other.md", text))
