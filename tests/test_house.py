"""Promises of the house itself: what is imported when, how long files grow, what is public."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import tallystick

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))
HEAVY = ("pandera", "polars", "z3", "pydantic", "jinja2", "trafilatura", "pypdf", "docx")


def modules_after(code: str) -> set[str]:
    """Top-level modules that a fresh process has loaded after running `code`."""
    script = f"import sys\n{code}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.splitlines()[-1].split())


def test_the_facade_has_at_most_fifteen_names_and_each_is_there():
    assert len(tallystick.__all__) <= 15
    for name in tallystick.__all__:
        assert getattr(tallystick, name).__name__ == name


def test_a_name_that_is_not_public_is_refused_with_its_name():
    with pytest.raises(AttributeError, match="no attribute 'Tally'"):
        tallystick.Tally  # noqa: B018


def test_importing_the_package_loads_no_dependency():
    assert modules_after("import tallystick") & {*HEAVY, "pint", "lark", "yaml", "typer", "rich"} == set()


def test_help_loads_no_engine():
    code = "from tallystick.cli import app\ntry: app.main(['--help'])\nexcept SystemExit: pass"
    assert modules_after(code) & {*HEAVY, "pint", "lark", "yaml"} == set()


def test_no_module_grows_beyond_four_hundred_lines():
    long = {str(path.relative_to(ROOT)): n for path in SOURCES if (n := len(path.read_text("utf-8").splitlines())) > 400}
    assert long == {}


def test_only_the_door_imports_pandera():
    """Imported elsewhere first, it would say of pyspark what concerns no user, and pass over the data of lazy frames."""
    text = {path: path.read_text("utf-8") for path in (ROOT / "src/tallystick").rglob("*.py")}
    found = [path.name for path, code in text.items() if re.search(r"(?m)^\s*(from|import) pandera\b", code)]
    assert found == ["door.py"]


def test_no_module_imports_the_facade():
    inside = [path for path in SOURCES if path != ROOT / "src/tallystick/__init__.py"]
    facade = [str(p) for p in inside for line in p.read_text("utf-8").splitlines() if line == "import tallystick"]
    assert facade == []


def test_the_wheel_holds_only_the_package():
    assert 'packages = ["src/tallystick"]' in (ROOT / "pyproject.toml").read_text("utf-8")
