"""A project that has Tallystick installed has the fixture `tally_audit`, and pays nothing for it until a test asks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ASKS = """\
def test_the_workspace_has_no_error(tally_audit):
    assert [f.message for f in tally_audit.findings if f.severity == "error"] == []
    assert {claim.id for claim in tally_audit.ledger.claims} == {"a"}
"""
DOES_NOT_ASK = """\
import sys

def test_nothing_of_the_engine_is_imported():
    heavy = {"tallystick.auditing", "tallystick.model", "pint", "z3", "polars", "pandera", "hypothesis"}
    assert heavy & set(sys.modules) == set()
"""
FILES = {
    "tally.toml": "",
    "schemas/m.yaml": "measures: {mass: {unit: t}}\n",
    "data/c.yaml": "claims: [{id: a, measure: mass, value: 5 t}]\n",
}


def run_pytest(folder: Path, test: str, *arguments: str, files: dict[str, str] = FILES) -> subprocess.CompletedProcess[str]:
    for path, content in {**files, "test_it.py": test}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:hypothesispytest", *arguments]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("arguments", [[], ["-p", "tallystick.pytest_plugin"]], ids=["installed", "named-as-well"])
def test_a_test_of_a_workspace_asks_for_its_audit(tmp_path, arguments):
    done = run_pytest(tmp_path, ASKS, *arguments)
    assert (done.returncode, "1 passed" in done.stdout) == (0, True), done.stdout + done.stderr


def test_a_conftest_may_name_the_plugin_too(tmp_path):
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["tallystick.pytest_plugin"]\n', encoding="utf-8")
    assert run_pytest(tmp_path, ASKS).returncode == 0


def test_tests_that_do_not_ask_pay_nothing(tmp_path):
    done = run_pytest(tmp_path, DOES_NOT_ASK)
    assert done.returncode == 0, done.stdout


def test_it_can_be_turned_off(tmp_path):
    done = run_pytest(tmp_path, ASKS, "-p", "no:tallystick.pytest_plugin")
    assert "fixture 'tally_audit' not found" in done.stdout


EMPTY_HANDED = """\
def test_the_workspace_has_no_error(tally_audit):
    assert [f.message for f in tally_audit.findings if f.severity == "error"] == []
"""
BELOW = {f"facts/{path}": text for path, text in FILES.items()}


@pytest.mark.parametrize(
    ("files", "says"),
    [
        pytest.param({"data/c.yaml": "claims: []\n"}, "is no workspace", id="no-workspace"),
        pytest.param({**FILES, "data/c.yaml": "claims: []\n"}, "no claim was read", id="no-claim"),
        pytest.param(BELOW, "name the workspace: ", id="the-workspace-is-below"),
    ],
)
def test_an_audit_of_nothing_fails(tmp_path, files, says):
    done = run_pytest(tmp_path, EMPTY_HANDED, files=files)
    assert (done.returncode, says in done.stdout) == (1, True), done.stdout
    assert "Traceback" not in done.stdout


def test_pytests_config_may_name_the_workspace(tmp_path):
    done = run_pytest(tmp_path, ASKS, files={**BELOW, "pytest.ini": "[pytest]\ntally_workspace = facts\n"})
    assert done.returncode == 0, done.stdout


def test_what_was_compared_is_said_at_the_end(tmp_path):
    assert "tally: 1 claim, 0 checks, 0 ties: nothing was compared" in run_pytest(tmp_path, ASKS).stdout


ITEMS = {
    "tally.toml": "pytest = true\n",
    "schemas/m.yaml": "measures: {mass: {unit: t}}\n",
    "data/c.yaml": "claims:\n  - {id: a, measure: mass, value: 5 t}\n  - {id: b, measure: mass, value: 5 tonnez}\n",
    "checks/c.yaml": "checks:\n  - {id: a-is-small, assert: a <= 4 t}\n  - {id: a-is-large, assert: a >= 4 t}\n",
}
FACTS = {f"facts/{path}": text for path, text in ITEMS.items()}
CLEAN = {**FACTS, "facts/data/c.yaml": "claims: [{id: a, measure: mass, value: 4 t}]\n"}


def outcomes(folder, *arguments, files):
    done = run_pytest(folder, "", "facts", "-rA", "--tb=short", *arguments, files=files)
    lines = [line.split(" ", 1) for line in done.stdout.splitlines() if line.startswith(("PASSED ", "FAILED "))]
    return {name.partition("::")[2].partition(" - ")[0]: how for how, name in lines}, done


def test_each_check_and_file_is_an_item_with_its_own_findings(tmp_path):
    found, done = outcomes(tmp_path, files=FACTS)
    assert found == {
        "compared": "PASSED",
        "a-is-small": "FAILED",
        "a-is-large": "PASSED",
        "checks/c.yaml": "PASSED",
        "data/c.yaml": "FAILED",
        "schemas/m.yaml": "PASSED",
        "anything else": "PASSED",
    }
    assert "UN01 error  facts/data/c.yaml:3:" in done.stdout
    assert "CK01 error  facts/checks/c.yaml:2:" in done.stdout
    assert "Traceback" not in done.stdout


def test_items_are_chosen_by_name(tmp_path):
    assert outcomes(tmp_path, "-k", "large", files=FACTS)[0] == {"a-is-large": "PASSED"}


def test_items_run_on_several_workers(tmp_path):
    found, done = outcomes(tmp_path, "-p", "xdist", "-n", "2", files=FACTS)
    assert sum(how == "FAILED" for how in found.values()) == 2, done.stdout
    assert len(found) == 7


def test_a_workspace_that_does_not_ask_is_not_collected(tmp_path):
    found, done = outcomes(tmp_path, files={**FACTS, "facts/tally.toml": ""})
    assert (found, done.returncode) == ({}, 5), done.stdout


def test_the_gate_of_the_config_holds_for_items(tmp_path):
    found, _ = outcomes(tmp_path, files={**FACTS, "facts/tally.toml": 'pytest = true\nfail_on = "never"\n'})
    assert set(found.values()) == {"PASSED"}


def test_a_workspace_that_compares_nothing_fails(tmp_path):
    found, done = outcomes(tmp_path, files={**CLEAN, "facts/checks/c.yaml": "checks: []\n"})
    assert found["compared"] == "FAILED"
    assert "nothing was compared" in done.stdout


@pytest.mark.parametrize("config", ["pytest = true\nrouding = 1\n", "pytest = true\nas_of = 'soon'\n"], ids=["key", "day"])
def test_a_config_that_cannot_be_used_is_an_error_in_words(tmp_path, config):
    _, done = outcomes(tmp_path, files={**FACTS, "facts/tally.toml": config})
    assert (done.returncode, "tally.toml:2" in done.stdout, "Traceback" in done.stdout) == (2, True, False), done.stdout


MARKED = """\
import pytest

pytestmark = pytest.mark.tally("facts")


def test_facts(tally):
    tally.assert_clean({})
"""


@pytest.mark.parametrize(
    ("files", "argument", "code"),
    [
        pytest.param(CLEAN, "", 0, id="clean"),
        pytest.param(FACTS, "", 1, id="errors"),
        pytest.param(FACTS, "fail_on='never'", 0, id="never"),
        pytest.param({**CLEAN, "facts/checks/c.yaml": "checks: []\n"}, "", 1, id="nothing-compared"),
    ],
)
def test_a_test_names_its_workspace_and_asks_for_it_to_be_clean(tmp_path, files, argument, code):
    quiet = {**files, "facts/tally.toml": ""}
    done = run_pytest(tmp_path, MARKED.replace("{}", argument), "--strict-markers", files=quiet)
    assert done.returncode == code, done.stdout
