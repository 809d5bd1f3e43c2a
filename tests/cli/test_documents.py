"""A document with no set-up: what `tally check` says of it, in which format, and with which exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tallystick.report.json import SCHEMA

GOOD = """# Coffee, a note

| Region | 2024 | 2023 |
| --- | ---: | ---: |
| North | 513 | 431 |
| South | 398 | 352 |
| East | 341 | 277 |
| Total | 1,252 | 1,060 |

The mill has 412 members.
"""
BAD = GOOD.replace("1,252", "1,242")
LAST = """| Region | 2023 | 2022 |
| --- | ---: | ---: |
| North | 431 | 401 |
| South | 355 | 318 |
| East | 277 | 259 |
| Total | 1,063 | 978 |
"""
DATA = """| region | year | kg |
| --- | --- | ---: |
| North | 2024 | 513 |
| South | 2024 | 398 |
| East | 2024 | 366 |
| North | 2023 | 431 |
| South | 2023 | 352 |
| East | 2023 | 277 |
"""


def tally(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tallystick", *arguments]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for name, text in {"good.md": GOOD, "bad.md": BAD, "last.md": LAST, "data.md": DATA}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_document_that_agrees_is_zero_and_says_what_was_compared_and_what_was_not(desk):
    done = tally("check", "good.md", cwd=desk)
    assert done.returncode == 0
    assert "all agree" in done.stdout


def test_a_total_that_does_not_foot_is_an_error_on_its_line(desk):
    done = tally("check", "bad.md", cwd=desk)
    assert done.returncode == 1
    assert "TB01 error  bad.md:8:" in done.stdout
    assert "1,242" in done.stdout
    assert "1,252" in done.stdout


def test_the_same_document_gives_the_same_bytes_under_every_hash_seed(desk):
    found = set()
    for seed in ("0", "1", "77"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "tallystick", "check", "bad.md", "-f", "json"]
        found.add(subprocess.run(command, cwd=desk, env=env, capture_output=True, check=False).stdout)
    assert len(found) == 1


def test_json_holds_every_figure_and_tie_and_keeps_to_its_schema(desk):
    data = json.loads(tally("check", "bad.md", "-f", "json", cwd=desk).stdout)
    jsonschema.validate(data, json.loads(SCHEMA.read_text("utf-8")))
    (broken,) = [tie for tie in data["ties"] if tie["verdict"] == "breaks"]
    figures = {figure["id"]: figure for figure in data["figures"]}
    assert {figures[name]["value"] for name in broken["figures"]} == {"513", "398", "341", "1,242"}
    assert all(BAD[f["start"] : f["end"]] == f["value"] for f in figures.values())
    assert data["summary"]["tied"] <= data["summary"]["figures"]


def test_last_years_column_is_held_to_last_years_document(desk):
    done = tally("check", "good.md", "--prior", "last.md", cwd=desk)
    assert "RS04" in done.stdout
    assert "352" in done.stdout
    assert "355" in done.stdout
    assert "431" not in done.stdout.replace("not compared", "")


def test_figures_are_held_to_the_data_they_come_from(desk):
    done = tally("check", "good.md", "--data", "data.md", cwd=desk)
    assert "RS05" in done.stdout
    assert "366" in done.stdout
    assert done.stdout.count("RS05") == 1


def test_a_remark_in_the_document_accepts_a_finding_with_its_reason(desk):
    table = BAD.replace("| Region", "<!-- tally: allow TB01 because the mill keeps 10 back -->\n\n| Region", 1)
    (desk / "bad.md").write_text(table, encoding="utf-8")
    done = tally("check", "bad.md", "-f", "json", cwd=desk)
    data = json.loads(done.stdout)
    assert done.returncode == 0
    assert [one["because"] for one in data["allowed"]] == ["the mill keeps 10 back"]


@pytest.mark.parametrize(
    ("remark", "code"),
    [
        pytest.param("allow TB01", "RD04", id="no-reason"),
        pytest.param("alow TB01 because x", "RD02", id="unknown-word"),
        pytest.param("allow TB01 because x until soon", "RD06", id="no-day"),
        pytest.param("allow TB05 because x", "RD08", id="accepts-nothing"),
    ],
)
def test_a_remark_that_says_nothing_is_told(desk, remark, code):
    (desk / "good.md").write_text(f"<!-- tally: {remark} -->\n\n{GOOD}", encoding="utf-8")
    assert code in tally("check", "good.md", cwd=desk).stdout


def test_a_baseline_hides_what_was_known_and_nothing_else(desk):
    tally("check", "bad.md", "-o", "json:known.json", cwd=desk)
    assert tally("check", "bad.md", "--baseline", "known.json", cwd=desk).returncode == 0
    another = GOOD.replace("1,060", "1,160").partition("\n\n")[2]
    (desk / "bad.md").write_text(f"{BAD}\n{another}", encoding="utf-8")
    assert tally("check", "bad.md", "--baseline", "known.json", cwd=desk).returncode == 1


def test_a_broken_file_beside_a_sound_one_is_a_finding_and_the_other_is_judged(desk):
    (desk / "torn.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    done = tally("check", "torn.pdf", "bad.md", cwd=desk)
    assert done.returncode == 1
    assert "RD01 error  torn.pdf" in done.stdout
    assert "TB01 error  bad.md" in done.stdout


@pytest.mark.parametrize("name", ["missing.md", "empty.md"])
def test_nothing_to_read_is_no_all_clear(desk, name):
    (desk / "empty.md").write_bytes(b"")
    done = tally("check", name, cwd=desk)
    assert done.returncode == 2 or "nothing was compared" in done.stdout
    assert "Traceback" not in done.stderr


def test_prose_without_a_number_says_that_nothing_was_compared(desk):
    (desk / "words.md").write_text("Nothing here can be counted.\n", encoding="utf-8")
    done = tally("check", "words.md", cwd=desk)
    assert (done.returncode, done.stdout) == (0, "0 figures, 0 ties: nothing was compared; 0 errors, 0 warnings, 0 notes\n")


@pytest.mark.parametrize("name", ["NOTES", "page.rst", "run.log"])
def test_a_text_is_read_whatever_its_name_ends_in(desk, name):
    (desk / name).write_text("Sales rose 50 % from 200 tonnes to 240 tonnes.\n", encoding="utf-8")
    done = tally("check", name, cwd=desk)
    assert (done.returncode, done.stdout.count("TX01")) == (1, 1)


def test_a_workspace_and_a_document_are_not_audited_at_once(desk):
    done = tally("check", "good.md", ".", cwd=desk)
    assert done.returncode == 2
    assert "good.md" in done.stderr


def test_the_report_of_a_document_stands_beside_it(desk):
    done = tally("report", "bad.md", cwd=desk)
    page = (desk / "bad.audit.html").read_text("utf-8")
    assert done.stdout.endswith("report: bad.audit.html\n")
    assert "cannot be true" in page
    assert page.count("TB01") >= 2


def test_two_documents_keep_their_figures_apart_and_are_compared_with_each_other(desk):
    (desk / "copy.md").write_text(GOOD.replace("398", "399").replace("1,252", "1,253"), encoding="utf-8")
    data = json.loads(tally("check", "good.md", "copy.md", "-f", "json", cwd=desk).stdout)
    ids = [figure["id"] for figure in data["figures"]]
    assert len(ids) == len(set(ids))
    assert {(f["code"], f["place"]["path"]) for f in data["findings"]} == {("RS03", "copy.md")}
