"""The small verbs: what they print, for people and for programs."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from tallystick.cli import doctor


@pytest.mark.parametrize("name", ["claims", "checks", "schemas", "config", "audit"])
def test_the_schema_of_every_format_is_printed(tally, name):
    code, out, _ = tally("schema", name)
    jsonschema.Draft202012Validator.check_schema(json.loads(out))
    assert code == 0


def test_all_schemas_are_written_and_an_editor_is_told(tally, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, _ = tally("schema", "--write", ".tally")
    assert (code, len(list((tmp_path / ".tally").iterdir()))) == (0, 5)
    assert "data/*.yaml  # yaml-language-server: $schema=../.tally/claims.schema.json" in out


@pytest.mark.parametrize("arguments", [(), ("clams",)], ids=["none", "unknown"])
def test_a_schema_that_is_not_there_is_said(tally, arguments):
    code, out, err = tally("schema", *arguments)
    assert (code, out, "use one of claims, checks" in err) == (2, "", True)


def test_a_page_is_data_when_asked(tally):
    code, out, _ = tally("explain", "bound-differs", "--json")
    page = json.loads(out)
    assert (code, page["code"], page["severity"]) == (0, "QT05", "error")
    assert page["page"].startswith(page["summary"])
    listed = json.loads(tally("rules", "--json")[1])
    assert page in listed
    assert len({one["code"] for one in listed}) == len(listed) > 80


def test_the_doctor_says_what_is_there_and_what_is_read(tally, tmp_path, monkeypatch):
    (tmp_path / "tally.toml").write_text("", encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/c.yaml").write_text("claims: [", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code, out, _ = tally("doctor")
    assert code == 1
    assert "ok  tallystick" in out
    assert any(line.startswith("!!  files") for line in out.splitlines())
    (tmp_path / "data/c.yaml").write_text("claims: []", encoding="utf-8")
    assert tally("doctor")[0] == 0
    (tmp_path / "tally.toml").write_text("rouding = 1", encoding="utf-8")
    assert "!!  workspace   tally.toml:1" in tally("doctor")[1]


def test_the_doctor_knows_every_extra_and_no_other():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(doctor._EXTRAS) == set(project["optional-dependencies"]) - {"all", "dev"}


def test_the_doctor_names_the_command_for_a_missing_extra(tally, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tallystick.cli.doctor.find_spec", lambda name: None)
    code, out, _ = tally("doctor")
    assert code == 0
    assert "--  [docs]      not installed\n    fix: for workbooks and PDF: pip install 'tallystick[docs]'" in out
