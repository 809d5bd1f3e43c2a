"""Docs say what the program does: pages made from code are fresh, examples parse, commands run, names are all there."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tallystick import expressions, registry
from tallystick.auditing import Settings, audit_workspace
from tallystick.reading.claims import KEYS
from tallystick.workspace import Config

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
TEXT = "\n".join(path.read_text("utf-8") for path in PAGES)


def test_the_pages_made_from_code_are_fresh():
    done = subprocess.run([sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(page):
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("name", [*Config.__dataclass_fields__], ids=str)
def test_every_config_key_is_documented(name):
    assert f"`{name}`" in (ROOT / "docs/file-formats.md").read_text("utf-8")


def test_every_key_of_a_claim_is_documented():
    page = (ROOT / "docs/file-formats.md").read_text("utf-8")
    assert [key for key in KEYS if not re.search(rf"\b{key}\b", page) and key != "dimensions"] == []


def test_every_code_has_its_page():
    assert [code for code in registry.rules() if f"## {code} " not in TEXT] == []


def test_every_function_of_the_language_is_documented():
    page = (ROOT / "docs/checks-language.md").read_text("utf-8")
    functions = ["sum", "mean", "min", "max", "count", "abs", "share", "growth", "near", "weekday", "rank"]
    assert [name for name in functions if name not in page] == []


def test_the_examples_of_the_language_parse():
    page = (ROOT / "docs/checks-language.md").read_text("utf-8")
    cells = [line.split("|")[2] for line in page.splitlines() if line.startswith("| ")]
    examples = [code for cell in cells for code in re.findall(r"`([^`]+)`", cell)]
    parsed = [expressions.parse(example) for example in examples if not example.startswith("sum mean")]
    assert len(parsed) >= 12


def test_the_yaml_of_every_page_is_yaml():
    blocks = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert len([yaml.safe_load(block) for block in blocks]) >= 4


def test_the_page_of_the_article_names_checks_that_exist_and_all_of_them():
    audit = audit_workspace(ROOT)
    names = {result.id for result in audit.checks} | {relation.id for relation in audit.ledger.schema.relations}
    page = (ROOT / "docs/article-rules.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", page))
    assert named - names == set()
    rules = {f"R{n:02}" for n in range(1, 51)}
    assert rules - set(re.findall(r"R\d\d", page)) == set()


def test_the_commands_of_the_tutorial_run(tmp_path):
    page = (ROOT / "docs/tutorial.md").read_text("utf-8")
    shutil.copyfile(ROOT / "data/sources/article.txt", tmp_path / "article.txt")
    blocks = re.findall(r"```console\n\$ (.+?)\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 6
    for command, shown in blocks:
        if "concise" in command:
            claims = tmp_path / "desk/data/claims.yaml"
            claims.write_text(claims.read_text("utf-8").replace("312 GWh/year", "612 GWh/year"), encoding="utf-8")
        arguments = [sys.executable, "-m", "tallystick", *shlex.split(command)[1:]]
        done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
        assert "Traceback" not in done.stderr
        said = done.stdout.replace("python -m tallystick", "tally")  # it names itself as it was called
        for line in shown.strip().splitlines():
            assert line in said, command
        if "concise" in command:
            assert done.returncode == 1
            assert {"QT03", "CK01"} <= set(re.findall(r"[A-Z]{2}\d\d", done.stdout))


def test_the_page_for_python_runs(tmp_path):
    page = (ROOT / "docs/from-python.md").read_text("utf-8")
    blocks = [block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "def test_" not in block]
    subprocess.run([sys.executable, "-m", "tallystick", "init", "desk"], cwd=tmp_path, check=True, capture_output=True)
    done = subprocess.run([sys.executable, "-c", "".join(blocks)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "output-fits-the-capacity holds" in done.stdout) == (0, True), done.stderr
    fields = {name for cell in re.findall(r"^\| (`.+?) \|", page, re.MULTILINE) for name in re.findall(r"`(\w+)`", cell)}
    assert fields <= set(Settings.__dataclass_fields__)


def test_an_audit_shows_itself_in_a_line():
    assert re.fullmatch(r"<Audit: \d+ claims, \d+ checks, .* notes>", repr(audit_workspace(ROOT)))
