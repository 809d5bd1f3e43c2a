"""The command line as its users meet it: what is printed where, and which exit code it leaves with."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from tallystick.report.json import SCHEMA

MEASURES = "measures:\n  mass: {unit: tonne, range: 0 .. 100 Mt}\n"
CLAIM = "claims:\n  - {id: a, measure: mass, value: 5 t}\n"
HOLDS = "checks:\n  - {id: light, assert: a <= 9 t}\n"
BREAKS = "checks:\n  - {id: heavy, assert: a >= 6 t}\n"
WARNS = "checks:\n  - {id: heavy, assert: a >= 6 t, severity: warning}\n"


def tally(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tallystick", *arguments]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace of one claim whose only check holds."""
    files = {"tally.toml": "", "schemas/m.yaml": MEASURES, "data/c.yaml": CLAIM, "checks/c.yaml": HOLDS}
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    return tmp_path


def write(folder: Path, path: str, content: str) -> None:
    (folder / path).write_text(content, encoding="utf-8")


DONE = "1 claim, 1 check (1 holds), 0 quotes, 0 conflicts; 0 errors, 0 warnings, 0 notes\n"


def test_all_is_well_is_zero_and_one_line_of_what_was_done(desk):
    done = tally("check", cwd=desk)
    assert (done.returncode, done.stdout, done.stderr) == (0, DONE, "")


def test_quiet_is_silent_when_all_is_well_and_leaves_only_the_last_line_out(desk):
    done = tally("check", "--quiet", cwd=desk)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    write(desk, "checks/c.yaml", BREAKS)
    whole, quiet = (tally("check", *more, cwd=desk).stdout for more in ([], ["-q"]))
    assert whole.startswith(quiet.rstrip())
    assert "0 conflicts" not in quiet


@pytest.mark.parametrize("form", ["text", "concise", "json"])
def test_every_format_says_what_was_done_and_data_stays_data(desk, form):
    done = tally("check", "-f", form, cwd=desk)
    assert (done.stderr if form == "json" else done.stdout).endswith(DONE)
    assert form != "json" or json.loads(done.stdout)["summary"]["says"] == DONE.strip()


def test_with_nothing_compared_nothing_is_said_to_hold(desk):
    (desk / "checks/c.yaml").unlink()
    done = tally("check", "-o", "json:a.json", cwd=desk)
    assert "0 checks, 0 ties: nothing was compared" in done.stdout
    assert "write what ought to hold in checks/*.yaml" in done.stdout
    assert json.loads((desk / "a.json").read_text("utf-8"))["summary"]["compared"] is False
    tally("report", "-o", "r.html", cwd=desk)
    page = (desk / "r.html").read_text("utf-8")
    assert "0 checks, 0 ties: nothing was compared." in page
    assert "every check holds" not in page
    assert "all can be true" not in page


def test_two_claims_of_one_quantity_are_a_comparison_and_two_years_are_none(desk):
    (desk / "checks/c.yaml").unlink()
    row = "  - {{id: {}, measure: mass, value: 5 t, period: {}}}\n"
    write(desk, "data/c.yaml", "claims:\n" + row.format("a", 2020) + row.format("b", 2021))
    assert "nothing was compared" in tally("check", cwd=desk).stdout
    write(desk, "data/c.yaml", "claims:\n" + row.format("a", "2020/2022") + row.format("b", 2021))
    assert "0 conflicts among 1 quantity stated more than once" in tally("check", cwd=desk).stdout


def test_what_was_not_judged_is_counted_whatever_is_left_out(desk):
    write(desk, "data/c.yaml", CLAIM + "  - {id: b, measure: mass, value: much}\n")
    write(desk, "data/d.yaml", "claims: [\n")
    write(desk, "checks/c.yaml", HOLDS + "  - {id: open, assert: nobody > 3 t}\n")
    done = tally("check", "--ignore", "RD,CK", cwd=desk)
    assert "not judged: 1 file, 1 claim, 1 check" in done.stdout


def test_places_are_seen_from_where_the_command_runs(desk):
    write(desk, "checks/c.yaml", BREAKS)
    above, inside = desk.parent, desk / "data"
    name = desk.name
    for cwd, arguments, way in ((above, [name], f"{name}/"), (inside, [], "../"), (desk, [], "")):
        done = tally("check", *arguments, "-f", "concise", "-o", f"json:{desk}/o.json", cwd=cwd)
        assert done.stdout.startswith(f"{way}checks/c.yaml:2:"), cwd
        data = json.loads((desk / "o.json").read_text("utf-8"))
        assert {data[key][0]["place"]["path"] for key in ("findings", "checks")} == {f"{way}checks/c.yaml"}
        assert data["claims"][0]["place"]["path"] == f"{way}data/c.yaml"
        assert (cwd / data["findings"][0]["place"]["path"]).exists()


def test_a_fingerprint_does_not_depend_on_where_the_command_runs(desk):
    write(desk, "data/c.yaml", "claims:\n  - {id: a, measure: mass, value: 5 tonnez}\n  - 3\n")
    seen = [json.loads(tally("check", *more, "-f", "json", cwd=cwd).stdout)["findings"] for cwd, more in ((desk, []), (desk.parent, [desk.name]))]
    assert [f["fingerprint"] for f in seen[0]] == [f["fingerprint"] for f in seen[1]] != []


def test_a_report_goes_to_the_workspace_it_is_of(desk):
    done = tally("report", desk.name, cwd=desk.parent)
    assert f"report: {desk.name}/reports/audit.html" in done.stdout
    assert (desk / "reports/audit.html").is_file()
    assert not (desk.parent / "reports").exists()


def test_a_strangers_folder_is_no_workspace_and_none_of_its_python_runs(desk):
    (desk / "tally.toml").unlink()
    write(desk, "checks/x.py", "import pathlib\npathlib.Path('ran').touch()\n")
    for verb in (["check"], ["check", "data/c.yaml"], ["report"], ["why", "CK01"], ["rules", "--examine"]):
        done = tally(*verb, cwd=desk)
        assert (done.returncode, done.stdout) == (2, ""), verb
        assert "no tally.toml" in done.stderr
        assert "fix: " in done.stderr
    assert not (desk / "ran").exists()


def test_codes_may_stand_with_commas_between(desk):
    write(desk, "checks/c.yaml", BREAKS)
    assert tally("check", "--ignore", "QT06,CK01", cwd=desk).returncode == 0
    assert tally("check", "--select", "QT06, CK01", cwd=desk).returncode == 1


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_code_in_x_that_no_check_has_is_two(desk, option):
    write(desk, "checks/c.yaml", BREAKS)
    done = tally("check", option, "XQ77", cwd=desk)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no check has the code 'XQ77'" in done.stderr


def test_select_shows_the_working_of_what_it_selects_only(desk):
    checks = BREAKS + "  - {id: open, assert: b == 5 t}\n"
    write(desk, "data/c.yaml", CLAIM + "  - {id: b, measure: mass, value: 4 .. 9 t}\n")
    write(desk, "checks/c.yaml", checks)
    shown = tally("check", "--select", "CK01", cwd=desk).stdout
    assert ("heavy: breaks" in shown, "open: unknown" in shown) == (True, False)
    assert "open: unknown" in tally("check", "--select", "CK02", cwd=desk).stdout


@pytest.mark.parametrize("seconds", ["0", "-1", "soon"])
def test_a_time_limit_is_a_number_of_seconds(desk, seconds):
    assert tally("check", "--time-limit", seconds, cwd=desk).returncode == 2
    assert tally("check", "--time-limit", "5", cwd=desk).returncode == 0


def test_show_holding_shows_the_working(desk):
    done = tally("check", "--show-holding", cwd=desk)
    assert done.returncode == 0
    assert "light: holds" in done.stdout
    assert "5 t <= 9 t" in done.stdout
    assert "1 claim, 1 check (1 holds)" in done.stdout


@pytest.mark.parametrize(
    ("checks", "gate", "code"),
    [
        pytest.param(BREAKS, [], 1, id="an-error-fails"),
        pytest.param(WARNS, [], 0, id="a-warning-does-not"),
        pytest.param(WARNS, ["--fail-on", "warning"], 1, id="unless-asked"),
        pytest.param(BREAKS, ["--fail-on", "never"], 0, id="never-fails"),
        pytest.param(BREAKS, ["--ignore", "CK01"], 0, id="ignored-does-not-fail"),
    ],
)
def test_the_gate_decides_between_zero_and_one(desk, checks, gate, code):
    write(desk, "checks/c.yaml", checks)
    assert tally("check", *gate, cwd=desk).returncode == code


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["check", "nowhere"], "there is no file or folder 'nowhere'", id="no-folder"),
        pytest.param(["check", "--select", "QT99"], "code 'QT99' is not known", id="unknown-code"),
        pytest.param(["check", "--as-of", "soon"], "'soon' is not a day", id="no-day"),
        pytest.param(["check", "-o", "xml:a.xml"], "is not FORMAT:FILE", id="unknown-output"),
        pytest.param(["check", "-o", "json:data/c.yaml/x.json"], "cannot write", id="unwritable"),
        pytest.param(["check", "--baseline", "no.json"], "cannot be read", id="no-baseline"),
        pytest.param(["check", "--bad"], "No such option", id="unknown-option"),
        pytest.param(["chek"], "Did you mean", id="unknown-verb"),
        pytest.param(["explain", "QT99"], "code 'QT99' is not known", id="explain-unknown"),
        pytest.param(["why", "CK01"], "no finding is called 'CK01'", id="why-nothing"),
        pytest.param(["extract", "no.txt"], "cannot read no.txt", id="extract-missing"),
    ],
)
def test_what_cannot_be_done_is_two_and_says_why(desk, arguments, says):
    done = tally(*arguments, cwd=desk)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_no_readable_claim_is_two_unless_allowed_and_is_still_reported(desk):
    write(desk, "data/c.yaml", "claims: [\n")
    done = tally("check", cwd=desk)
    assert done.returncode == 2
    assert "RD01" in done.stdout
    assert "no claim could be read" in done.stderr
    assert tally("check", "--allow-empty", "--fail-on", "never", cwd=desk).returncode == 0


def test_a_config_with_an_unknown_key_is_two(desk):
    write(desk, "tally.toml", 'fail_onn = "error"\n')
    done = tally("check", cwd=desk)
    assert done.returncode == 2
    assert "nearest: 'fail_on'" in done.stderr


@pytest.mark.parametrize("line", ['select = ["QQ"]', 'ignore = ["QT99"]', 'severity = {QT99 = "note"}'])
def test_a_config_that_names_an_unknown_code_is_two(desk, line):
    write(desk, "tally.toml", f"{line}\n")
    done = tally("check", cwd=desk)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("tally: tally.toml: code 'Q")


def test_json_follows_its_schema_and_is_what_a_file_gets(desk):
    write(desk, "checks/c.yaml", BREAKS)
    done = tally("check", "-f", "json", "-o", "json:out/audit.json", cwd=desk)
    data = json.loads(done.stdout)
    jsonschema.validate(data, json.loads(SCHEMA.read_text("utf-8")))
    assert data["format"] == 1
    assert data["summary"]["error"] == 1
    assert (desk / "out/audit.json").read_text("utf-8") == done.stdout
    assert [path.name for path in (desk / "out").iterdir()] == ["audit.json"]


def test_concise_is_one_line_a_finding_and_one_of_what_was_done(desk):
    write(desk, "checks/c.yaml", BREAKS)
    lines = tally("check", "-f", "concise", cwd=desk).stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("checks/c.yaml:2:")
    assert "CK01 error" in lines[0]


def test_a_baseline_leaves_only_what_is_new(desk):
    write(desk, "checks/c.yaml", BREAKS)
    tally("check", "-o", "json:base.json", cwd=desk)
    assert tally("check", "--baseline", "base.json", cwd=desk).returncode == 0
    write(desk, "checks/c.yaml", BREAKS + "  - {id: heavier, assert: a >= 7 t}\n")
    done = tally("check", "--baseline", "base.json", "-qf", "concise", cwd=desk)
    assert done.returncode == 1
    assert ["heavier" in line for line in done.stdout.splitlines()] == [True]


def test_a_pipe_is_neither_coloured_nor_wrapped(desk):
    write(desk, "checks/c.yaml", BREAKS)
    out = tally("check", cwd=desk).stdout
    assert "\x1b" not in out
    assert any(len(line) > 80 for line in out.splitlines())


def test_on_an_ascii_terminal_no_sign_means_two_things(desk):
    write(desk, "data/c.yaml", CLAIM + "  - {id: b, measure: mass, value: 4 .. 9 t}\n")
    write(desk, "checks/c.yaml", HOLDS + "  - {id: heavy, says: Ça pèse., assert: a >= 6 t}\n  - {id: open, assert: b == 5 t}\n")
    done = tally("check", "--show-holding", cwd=desk, PYTHONIOENCODING="ascii")
    assert all(line in done.stdout for line in ("+ light: holds", "x heavy: breaks", "? open: unknown", "\\xc7a p\\xe8se."))
    assert done.stdout.count("?") == 1


def test_data_is_utf_8_whatever_the_terminal_speaks(desk):
    write(desk, "checks/c.yaml", "checks:\n  - {id: light, says: Ça pèse ≤ 9 t., assert: a <= 9 t}\n")
    done = tally("check", "-f", "json", cwd=desk, PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout)["checks"][0]["says"] == "Ça pèse ≤ 9 t."


@pytest.mark.parametrize("to", [">&-", "> /dev/full"], ids=["closed", "full"])
def test_an_output_that_is_closed_or_full_is_two_and_says_so(desk, to):
    for verb in ("check", "check -f json -q", "rules"):
        command = f"{sys.executable} -m tallystick {verb} {to}"
        done = subprocess.run(["bash", "-c", command], cwd=desk, capture_output=True, text=True, check=False)
        assert done.returncode == 2, verb
        assert done.stderr.startswith("tally: cannot write to standard output")
        assert "Traceback" not in done.stderr


def test_a_reader_that_leaves_early_is_no_fault(desk):
    command = f"{sys.executable} -m tallystick rules | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=desk, capture_output=True, text=True, check=False)
    assert "RD01" in done.stdout
    assert done.stderr == ""


def test_an_interruption_is_130(desk):
    write(desk, "checks/slow.py", "import pathlib, time\npathlib.Path('here').touch()\ntime.sleep(60)\n")
    running = subprocess.Popen([sys.executable, "-m", "tallystick", "check"], cwd=desk, stderr=subprocess.PIPE, text=True)
    while not (desk / "here").exists():
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Traceback" not in said


def test_a_report_is_written_and_named(desk):
    done = tally("report", "-o", "reports/r.html", cwd=desk)
    assert done.returncode == 0
    assert "report: reports/r.html" in done.stdout
    assert (desk / "reports/r.html").read_text("utf-8").startswith("<!doctype html>")


def test_why_shows_the_derivation(desk):
    write(desk, "checks/c.yaml", BREAKS)
    out = tally("why", "heavy", cwd=desk).stdout
    assert "claim a: 5 t" in out
    assert "a >= 6 t" in out


def test_explain_prints_the_page(desk):
    out = tally("explain", "bound-differs", cwd=desk).stdout
    assert out.startswith("QT05 bound-differs (error)")
    assert all(heading in out for heading in ("## Why it matters", "## Fails", "## Holds", "## Fix"))


def test_rules_lists_every_code(desk):
    from tallystick import registry

    lines = tally("rules", cwd=desk).stdout.splitlines()
    assert [line[:4] for line in lines] == list(registry.rules())


def test_init_writes_a_workspace_that_passes(tmp_path):
    assert tally("init", "desk", cwd=tmp_path).returncode == 0
    done = tally("check", "--show-holding", cwd=tmp_path / "desk")
    assert done.returncode == 0
    assert "0 errors, 0 warnings, 0 notes" in done.stdout


def test_the_command_that_init_suggests_works_as_it_stands(tmp_path):
    for folder in ("desk", "my desk"):
        suggested = tally("init", folder, cwd=tmp_path).stdout.splitlines()[1].removeprefix("next: ")
        done = subprocess.run(["bash", "-c", suggested.replace("python", sys.executable, 1)], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout.startswith("2 claims, 1 check (1 holds)")) == (0, True), suggested


def test_init_overwrites_nothing(tmp_path):
    tally("init", "desk", cwd=tmp_path)
    write(tmp_path, "desk/data/claims.yaml", CLAIM)
    done = tally("init", "desk", cwd=tmp_path)
    assert (done.returncode, "is there already" in done.stderr) == (2, True)
    assert (tmp_path / "desk/data/claims.yaml").read_text("utf-8") == CLAIM


@pytest.mark.parametrize("arguments", [["story.txt"], ["story.txt/desk"], ["desk", "--from-article", "broken.txt"], ["desk", "--from-article", "no.txt"]])
def test_an_init_that_cannot_be_is_two_and_leaves_nothing_behind(tmp_path, arguments):
    write(tmp_path, "story.txt", "It sold 5 tons.")
    (tmp_path / "broken.txt").write_bytes(b"caf\xe9")
    done = tally("init", *arguments, cwd=tmp_path)
    assert (done.returncode, "internal error" in done.stderr, "fix:" in done.stderr) == (2, False, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.txt", "story.txt"]


def test_init_from_an_article_drafts_claims_that_pass(tmp_path):
    article = "Harbour plant sold 5,400 tons of steel in 2024.\nIt cost $3.2 million, up 12% on the year.\n"
    write(tmp_path, "story.txt", article)
    assert tally("init", "desk", "--from-article", "story.txt", cwd=tmp_path).returncode == 0
    done = tally("check", "--show-holding", cwd=tmp_path / "desk")
    assert done.returncode == 0, done.stdout
    assert "3 of 3 numbers claimed or waived" in done.stdout


def test_extract_explains_which_rules_fired(tmp_path):
    write(tmp_path, "story.txt", "It sold more than 5 million tons.\n")
    out = tally("extract", "story.txt", "--explain", cwd=tmp_path).stdout
    assert "more than 5 million tons" in out


def test_python_files_are_refused_when_asked(desk):
    write(desk, "checks/x.py", "raise RuntimeError\n")
    done = tally("check", "--no-python", "-f", "concise", cwd=desk)
    assert "checks/x.py was not run" in done.stdout
    assert "RuntimeError" not in done.stdout


def test_what_a_check_prints_does_not_mix_with_the_output(desk):
    write(desk, "checks/x.py", "print('hello')\n")
    done = tally("check", "-f", "json", cwd=desk)
    assert json.loads(done.stdout)["summary"]["claims"] == 1
    assert "hello" in done.stderr


def test_one_file_can_be_audited_alone(desk):
    write(desk, "data/other.yaml", "claims:\n  - {id: b, measure: mass, value: 5 kgg}\n")
    assert tally("check", cwd=desk).returncode == 1
    assert tally("check", "data/c.yaml", cwd=desk).returncode == 0


@pytest.mark.parametrize("verb", ["check", "report", "why", "explain", "rules", "extract", "init"])
def test_every_verb_has_help_with_an_example(desk, verb):
    done = tally(verb, "--help", cwd=desk)
    assert done.returncode == 0
    assert "Example" in done.stdout
