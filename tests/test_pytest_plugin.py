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
    heavy = {"tallystick.audit", "tallystick.model", "pint", "z3", "polars", "pandera", "hypothesis"}
    assert heavy & set(sys.modules) == set()
"""
FILES = {
    "tally.toml": "",
    "schemas/m.yaml": "measures: {mass: {unit: t}}\n",
    "data/c.yaml": "claims: [{id: a, measure: mass, value: 5 t}]\n",
}


def run_pytest(folder: Path, test: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    for path, content in {**FILES, "test_it.py": test}.items():
        (folder / path).parent.mkdir(exist_ok=True)
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
