"""The page about raw tables shows what the commands really print."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[1] / "docs" / "from-raw-csvs.md").read_text("utf-8")
FILES = ("data/tables/harbours.csv", "data/tables/ministry.csv", "data/tables/export.tsv")


@pytest.fixture
def desk(tmp_path):
    blocks = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    schema = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]
    for path, text in {**dict(zip(FILES, blocks, strict=True)), "schemas/fish.yaml": schema, "tally.toml": ""}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", ["describe data/tables/harbours.csv", "check"], ids=["describe", "check"])
def test_the_files_of_the_page_give_the_output_of_the_page(desk, command):
    shown = re.search(rf"```console\n\$ tally {re.escape(command)}\n(.*?)```", PAGE, re.DOTALL)[1]
    line = [sys.executable, "-m", "tallystick", *command.split()]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(line, cwd=desk, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stdout == shown
    assert done.returncode == (1 if command == "check" else 0)
