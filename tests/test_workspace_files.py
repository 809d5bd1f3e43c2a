"""The root is found, its config read or refused with a line, and its files listed in a stable order."""

import re
from datetime import date

import pytest

from tallystick.errors import AuditError
from tallystick.workspace import Config, Workspace, enclosing_workspace, find_workspace


def make(folder, *paths):
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("claims: []\n", encoding="utf-8")


def names(workspace, *paths):
    return [workspace.relative(path) for path in workspace.claim_files(paths)]


def test_with_an_empty_config_the_defaults_hold(tmp_path):
    (tmp_path / "tally.toml").touch()
    found = find_workspace(tmp_path)
    assert (found.root, found.config, found.config_file) == (tmp_path, Config(), "tally.toml")


@pytest.mark.parametrize(
    ("files", "fix"),
    [
        pytest.param(["data/a.yaml"], "write an empty .*/tally.toml", id="looks-like-one"),
        pytest.param(["facts/tally.toml"], "name the workspace: .*/facts", id="one-is-below"),
        pytest.param(["notes.md"], "make one: tally init", id="nothing-of-the-kind"),
    ],
)
def test_a_folder_whose_config_does_not_say_so_is_no_workspace(tmp_path, files, fix):
    make(tmp_path, *files)
    with pytest.raises(AuditError, match=r"is no workspace: no tally\.toml") as caught:
        find_workspace(tmp_path)
    assert re.search(fix, caught.value.fix)
    assert enclosing_workspace(tmp_path) is None


def test_a_file_in_no_workspace_is_refused_by_its_name(tmp_path):
    make(tmp_path, "claims.yaml")
    with pytest.raises(AuditError, match=r"claims\.yaml' lies in no workspace"):
        find_workspace(tmp_path / "claims.yaml")


def test_a_config_that_is_a_link_in_a_circle_is_refused(tmp_path):
    (tmp_path / "tally.toml").symlink_to("tally.toml")
    with pytest.raises(AuditError, match="the config cannot be read"):
        find_workspace(tmp_path)


def test_the_root_is_found_from_a_folder_or_file_within(tmp_path):
    make(tmp_path, "data/deep/a.yaml")
    (tmp_path / "tally.toml").write_text('as_of = "2025-02-25"\n', encoding="utf-8")
    assert find_workspace(tmp_path / "data/deep").root == tmp_path
    assert find_workspace(tmp_path / "data/deep/a.yaml").config.as_of == date(2025, 2, 25)


def test_a_project_that_only_mentions_the_tool_is_no_config(tmp_path):
    (tmp_path / "pyproject.toml").write_text('# [tool.tallystick] goes here\n[project]\nname = "x"\n', encoding="utf-8")
    assert enclosing_workspace(tmp_path) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param('x = 1\nfail_onn = "error"\n', "config key 'x' is not known", id="unknown-key"),
        pytest.param('as_of = 2025-01-01\nfail_onn = "error"\n', r"tally.toml:2: .*nearest: 'fail_on'", id="near-key"),
        pytest.param('rounding = "nearst"\n', r"tally.toml:1: .*nearest: 'nearest'", id="near-value"),
        pytest.param('as_of = "soon"\n', "not a day", id="no-day"),
        pytest.param('paths = "data"\n', "not a list of texts", id="no-list"),
        pytest.param("severity = 3\n", "not a table", id="no-table"),
        pytest.param("[severity]\nUN02 = 'fatal'\n", "severity of UN02 'fatal'", id="no-severity"),
        pytest.param("as_of = \n", "config cannot be read", id="broken"),
    ],
)
def test_a_config_that_cannot_be_used_is_refused(tmp_path, text, says):
    (tmp_path / "tally.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AuditError, match=says) as caught:
        find_workspace(tmp_path)
    assert caught.value.fix


def test_claim_files_leave_out_sources_tables_and_hidden_ones(tmp_path):
    make(tmp_path, "data/b.yaml", "data/a/c.csv", "data/sources/x.json", "data/tables/t.csv", "data/.hidden.yaml", "data/note.md")
    assert names(Workspace(tmp_path)) == ["data/a/c.csv", "data/b.yaml"]


def test_naming_the_data_folder_reads_no_table_as_claims(tmp_path):
    make(tmp_path, "data/b.yaml", "data/tables/t.csv", "checks/c.yaml")
    found = Workspace(tmp_path)
    assert names(found, "data") == names(found, "checks") == names(found, "data/tables/t.csv") == ["data/b.yaml"]


def test_a_path_named_twice_is_read_once_and_none_leads_out(tmp_path):
    make(tmp_path, "data/b.yaml")
    found = Workspace(tmp_path)
    assert names(found, "data/b.yaml", "data", "./data/../data/b.yaml") == ["data/b.yaml"]
    with pytest.raises(AuditError, match="leads out of the workspace"):
        names(found, "../x.yaml")


def test_a_start_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(AuditError, match="there is no file or folder"):
        find_workspace(tmp_path / "nowhere")
