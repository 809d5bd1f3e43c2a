"""A baseline hides what it holds and nothing else, counts it, and tells what in it is stale."""

import json
from datetime import date
from pathlib import Path

import pytest

FILES = {
    "tally.toml": "as_of = 2025-03-01\n",
    "schemas/m.yaml": "measures: {mass: {unit: t}}\n",
    "data/c.yaml": "claims:\n  - {id: a, measure: mass, value: 5 t}\n  - {id: b, measure: mass, value: 5 tonnez}\n",
    "checks/c.yaml": "checks:\n  - {id: small, assert: a <= 4 t}\n",
}


@pytest.fixture
def desk(tmp_path, monkeypatch):
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        write(tmp_path, path, text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, path: str, text: str) -> None:
    (folder / path).write_text(text, encoding="utf-8")


def test_what_a_baseline_holds_is_left_out_and_counted(desk, tally):
    assert tally("baseline", "write", "--because", "inherited") == (0, "2 findings in tally-baseline.json\n", "")
    code, out, _ = tally("check", "--baseline", "tally-baseline.json")
    assert (code, "0 errors, 0 warnings, 0 notes, 2 left out by the baseline" in out) == (0, True)
    _, out, _ = tally("check", "--baseline", "tally-baseline.json", "-f", "json")
    assert json.loads(out)["summary"]["known"] == 2
    assert "because inherited" in tally("baseline", "list")[1]


def test_lines_that_move_are_no_news_and_values_that_change_are(desk, tally):
    tally("baseline", "write")
    write(desk, "data/c.yaml", "# moved\n\n" + FILES["data/c.yaml"])
    assert tally("check", "--baseline", "tally-baseline.json")[0] == 0
    write(desk, "data/c.yaml", FILES["data/c.yaml"].replace("value: 5 t}", "value: 9 t}"))
    code, out, _ = tally("check", "--baseline", "tally-baseline.json")
    assert (code, "its values have changed since the baseline" in out) == (1, True)


def test_entries_that_match_nothing_are_told_and_pruned(desk, tally):
    tally("baseline", "write")
    write(desk, "data/c.yaml", FILES["data/c.yaml"].replace("tonnez", "t"))
    code, out, _ = tally("check", "--baseline", "tally-baseline.json")
    assert code == 0
    assert "RD08 note  the baseline holds 1 finding (UN01 " in out
    assert tally("baseline", "prune")[1] == "1 taken out, 1 kept in tally-baseline.json\n"
    assert "RD08" not in tally("check", "--baseline", "tally-baseline.json")[1]


@pytest.mark.parametrize(("day", "code"), [("2025-02-28", 0), ("2025-03-01", 1)], ids=["before", "on-that-day"])
def test_an_entry_that_has_ended_hides_nothing(desk, tally, day, code):
    tally("baseline", "write", "--until", "2025-03-01")
    left, out, _ = tally("check", "--baseline", "tally-baseline.json", "--as-of", day)
    assert (left, "that ended by 2025-03-01" in out) == (code, code == 1)


def test_a_document_has_a_baseline_too(desk, tally):
    write(desk, "draft.md", "The team grew from 40 to 50 people, a rise of 30 percent.\n")
    tally("baseline", "write", "draft.md", "--file", "b.json")
    assert tally("check", "draft.md")[0] == 1
    assert tally("check", "draft.md", "--baseline", "b.json")[0] == 0


def test_an_entry_is_a_line_of_the_file(desk, tally):
    tally("baseline", "write")
    text = (desk / "tally-baseline.json").read_text("utf-8")
    assert sum('"fingerprint"' in line for line in text.splitlines()) == 2
    assert len(json.loads(text)["findings"]) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "cannot be read"),
        ("[]", "no audit and no baseline"),
        ('{"format": 1, "findings": [], "checks": []}', "is an audit, no baseline"),
        ('{"format": 2, "kind": "baseline", "findings": [], "checks": []}', "format 2, not 1"),
        ('{"format": 1, "kind": "baseline", "findings": [{"until": "soon"}], "checks": []}', "'soon' is not a day"),
    ],
    ids=["broken", "list", "audit", "later-format", "day"],
)
def test_what_is_no_baseline_is_said(desk, tally, content, said):
    write(desk, "tally-baseline.json", content)
    code, _, err = tally("baseline", "prune")
    assert (code, said in err) == (2, True), err


def test_a_difference_tells_what_is_new_gone_and_turned(desk, tally):
    tally("check", "-o", "json:old.json")
    write(desk, "data/c.yaml", "# moved\n" + FILES["data/c.yaml"].replace("5 tonnez", "3 t").replace("value: 5 t", "value: 3 t"))
    tally("check", "-o", "json:new.json")
    code, out, _ = tally("diff", "old.json", "new.json")
    assert code == 0
    assert out.splitlines()[-2:] == ["turned  small: breaks, now holds", "0 new, 2 gone, 1 verdicts turned"]
    code, out, _ = tally("diff", "new.json", "old.json", "-f", "json")
    assert code == 1
    assert sorted(row["code"] for row in json.loads(out)["new"]) == ["CK01", "UN01"]
    assert tally("diff", "new.json", "old.json", "--fail-on", "never")[0] == 0
    assert "### New" in tally("diff", "new.json", "old.json", "-f", "md")[1]


def test_a_baseline_holds_a_date_only_where_one_is_given(desk, tally):
    tally("baseline", "write", "--until", str(date(2030, 1, 1)))
    assert "until 2030-01-01" in tally("baseline", "list")[1]
    assert tally("baseline", "write", "--until", "soon")[0] == 2
