"""The JSON Schemas take what the readers take, and refuse what the readers call a finding."""

import tomllib
from pathlib import Path

import jsonschema
import pytest
import yaml

from tallystick import registry
from tallystick.authoring import section
from tallystick.reading.json_schemas import MADE
from tallystick.testing import files_of

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "src/tallystick/starter"
OF = {"data": "claims", "checks": "checks", "schemas": "schemas"}
FILES = [path for top in (ROOT, STARTER) for folder in OF for path in sorted((top / folder).glob("**/*.yaml"))]


def faults(name: str, text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(dict(MADE[name]()))
    return [error.message for error in validator.iter_errors(yaml.load(text, yaml.BaseLoader))]  # noqa: S506 - texts only


@pytest.mark.parametrize("name", MADE)
def test_every_schema_is_one(name):
    jsonschema.Draft202012Validator.check_schema(dict(MADE[name]()))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_files_of_this_repository_and_of_the_starter_pass(path):
    name = OF[next(part for part in path.relative_to(STARTER if STARTER in path.parents else ROOT).parts)]
    assert faults(name, path.read_text("utf-8")) == []


def test_every_example_that_holds_passes():
    seen = 0
    for rule in registry.rules().values():
        for path, text in files_of(section(rule.doc, "Holds")).items():
            if path.endswith(".yaml"):
                assert faults(OF[path.partition("/")[0]], text) == [], (rule.code, path)
                seen += 1
    assert seen > 20


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("claims", "claims: [{id: a, measure: m}]"),
        ("claims", "claims: [{id: a, measure: m, value: 1 t, status: perhaps}]"),
        ("claims", "clams: []"),
        ("checks", "checks: [{id: a}]"),
        ("checks", "checks: [{id: a, assert: x, separate: [[a], [b]]}]"),
        ("checks", "checks: [{id: a, asert: x, separate: [[a], [b]]}]"),
        ("checks", "checks: [{id: a, separate: [[a]]}]"),
        ("schemas", "measures: {m: {unt: t}}"),
        ("schemas", "measures: {m: {kind: weight}}"),
        ("schemas", "relations: [{id: a}]"),
        ("schemas", "tables: {t: {layout: wide}}"),
    ],
)
def test_what_readers_refuse_is_refused(name, text):
    assert faults(name, text) != []


def test_a_config_is_described():
    validator = jsonschema.Draft202012Validator(dict(MADE["config"]()))
    good = tomllib.loads('fail_on = "never"\npytest = true\nseverity = {UN02 = "note"}\n')
    assert list(validator.iter_errors(good)) == []
    assert [error.validator for error in validator.iter_errors({"fail_on": "sometimes", "rouding": "exact"})] != []
