"""The page about documents shows what the command really prints."""

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = (Path(__file__).parents[1] / "docs" / "documents.md").read_text("utf-8")


def test_the_draft_of_the_page_gives_the_output_of_the_page(tmp_path):
    draft = re.search(r"```markdown\n(.*?)```", PAGE, re.DOTALL)[1]
    shown = re.search(r"```console\n\$ tally check draft\.md\n(.*?)```", PAGE, re.DOTALL)[1]
    (tmp_path / "draft.md").write_text(draft, encoding="utf-8")
    command = [sys.executable, "-m", "tallystick", "check", "draft.md"]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stdout == shown
    assert done.returncode == 1
