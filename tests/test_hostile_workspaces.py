"""Whatever lies in a workspace, nothing is passed in silence, nothing hangs, nothing outside is run or overwritten."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tallystick import registry
from tallystick.auditing import Settings, audit_workspace
from tallystick.hookspecs import hookimpl
from tallystick.model import Audit, Ledger

FILES = {
    "tally.toml": "",
    "schemas/m.yaml": "measures:\n  mass: {unit: t}\n  out: {unit: t, dimensions: [plant]}\n",
    "data/c.yaml": "claims: [{id: a, measure: mass, value: 5 t}]\n",
    "checks/c.yaml": "checks: [{id: c, assert: a <= 9 t}]\n",
}
PAGE = '''from tallystick.authoring import check

@check("XA01", "load-too-heavy")
def load_too_heavy(claims):
    """A load weighs more than the bridge bears.

    ## Why it matters
    Bridges break.

    ## Fails
    6 t

    ## Holds
    5 t

    ## Fix
    Take some off.
    """
    {body}
'''


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    write(folder, FILES)
    return folder


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def told(audit: Audit) -> list[tuple[str, str]]:
    return [(finding.code, finding.place.path) for finding in audit.findings]


def tally(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tallystick", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)


@pytest.mark.parametrize(
    "path",
    ["checks/c.json", "checks/sub/c.csv", "schemas/m.json", "data/c.tsv", "data/c.xlsx", "data/tables/t.tsv", "data/tables/t.xlsx"],
)
def test_a_file_that_nothing_reads_is_named(home, path):
    write(home, {path: "x\ty\n1\t2\n"})
    assert told(audit_workspace(home)) == [("RD01", path)]


@pytest.mark.parametrize("path", ["checks/README.md", "data/sources/table.csv", "checks/.hidden.json", "data/notes.txt"])
def test_a_file_that_is_no_data_is_none_of_our_business(home, path):
    write(home, {path: "x\n"})
    assert told(audit_workspace(home)) == []


def test_checks_in_a_folder_below_run_as_well(home):
    write(home, {"checks/sub/x.py": PAGE.format(body="yield load_too_heavy.finding('too heavy', claims)")})
    assert [code for code, _ in told(audit_workspace(home))] == ["XA01"]


@pytest.mark.parametrize("folder", ["checks", "schemas", "data"])
def test_a_link_to_a_folder_is_named_and_not_followed(home, tmp_path, folder):
    write(tmp_path, {"elsewhere/x.yaml": "checks: []\n", "elsewhere/y.py": "import nowhere\n"})
    (home / folder / "link").symlink_to(tmp_path / "elsewhere")
    assert told(audit_workspace(home)) == [("RD07", f"{folder}/link")]


@pytest.mark.parametrize("path", ["checks/x.py", "checks/x.yaml", "schemas/x.py", "data/x.yaml", "data/x.csv"])
def test_a_pipe_is_named_and_not_waited_for(home, path):
    os.mkfifo(home / path)
    done = tally("check", "-f", "concise", cwd=home)
    assert done.stdout.count("RD01") == 1
    assert f"{path}: RD01 error the file is no regular file" in done.stdout


@pytest.mark.parametrize("path", ["checks/x.py", "checks/x.yaml", "schemas/x.py", "schemas/x.yaml", "data/x.yaml", "data/tables/x.csv"])
def test_links_in_a_circle_are_named(home, path):
    (home / path).parent.mkdir(exist_ok=True)
    (home / path).symlink_to(Path(path).name)
    assert told(audit_workspace(home)) == [("RD01", path)]


@pytest.mark.parametrize("path", ["checks/x.py", "schemas/x.py"])
def test_python_that_is_a_link_out_of_the_workspace_is_named_and_not_run(home, tmp_path, path):
    write(tmp_path, {"x.py": f"open({str(tmp_path / 'ran')!r}, 'w')\n"})
    (home / path).symlink_to(tmp_path / "x.py")
    assert told(audit_workspace(home)) == [("RD07", path)]
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_folder_that_cannot_be_listed_is_named(home):
    (home / "checks/sub").mkdir(mode=0)
    assert told(audit_workspace(home)) == [("RD01", "checks/sub")]


def test_a_file_whose_name_is_not_utf_8_is_named_in_every_format(home):
    for folder in ("data", "checks", "schemas"):
        (home / folder / os.fsdecode(b"caf\xe9.yaml")).write_text("claims: []\n", encoding="utf-8")
    (home / "checks" / os.fsdecode(b"caf\xe9.py")).write_text("", encoding="utf-8")
    done = tally("check", "-o", "json:out.json", "-o", "md:out.md", cwd=home)
    assert (done.returncode, done.stdout.count("RD01"), "internal error" in done.stderr) == (1, 4, False)
    paths = {finding["place"]["path"] for finding in json.loads((home / "out.json").read_text("utf-8"))["findings"]}
    assert "data/caf\\udce9.yaml" in paths
    assert tally("report", cwd=home).returncode == 0


@pytest.mark.parametrize("raised", ["GeneratorExit()", "SystemExit(0)", "__import__('asyncio').CancelledError()", "BaseException('x')"])
@pytest.mark.parametrize("where", ["loading", "running", "schema"])
def test_whatever_python_of_the_workspace_raises_the_audit_goes_on(home, raised, where):
    path = "schemas/x.py" if where == "schema" else "checks/x.py"
    write(home, {path: PAGE.format(body=f"raise {raised}") if where == "running" else f"raise {raised}\n"})
    audit = audit_workspace(home)
    assert told(audit) == [("CK06", path)]
    assert [(result.id, result.verdict) for result in audit.checks if result.id == "c"] == [("c", "holds")]


@pytest.mark.parametrize("where", ["loading", "running", "schema"])
def test_python_that_never_ends_is_stopped_and_the_audit_goes_on(home, where):
    path = "schemas/x.py" if where == "schema" else "checks/x.py"
    loop = "while True: pass"
    write(home, {path: PAGE.format(body=loop) if where == "running" else f"{loop}\n"})
    audit = audit_workspace(home, settings=Settings(time_limit_ms=300))
    assert told(audit) == [("CK06", path)]
    assert "took longer than 0.3 s (--time-limit)" in audit.findings[0].message


@pytest.mark.parametrize("brought", [lambda: [5], lambda: 5, lambda: None, lambda: sys.exit(0)], ids=["list", "number", "nothing", "exit"])
def test_a_plugin_that_brings_what_is_no_check_is_named(monkeypatch, brought):
    @hookimpl
    def brings():
        return brought()

    points = [SimpleNamespace(name="odd", load=lambda: SimpleNamespace(tally_checks=brings))]
    monkeypatch.setattr(registry, "entry_points", lambda group: points)
    made = registry.judge_authored(Ledger(), None)
    assert [(finding.code, "plugin 'odd'" in finding.message) for finding in made.findings] == [("CK06", True)]


def test_a_plugin_that_ends_python_while_it_is_loaded_is_named(monkeypatch):
    points = [SimpleNamespace(name="odd", load=lambda: sys.exit(0))]
    monkeypatch.setattr(registry, "entry_points", lambda group: points)
    assert [finding.code for finding in registry.judge_authored(Ledger(), None).findings] == ["CK06"]


def test_examining_relations_refuses_python_when_asked(home):
    write(home, {"schemas/x.py": "open('ran', 'w')\n"})
    done = tally("rules", "--examine", "--no-python", cwd=home)
    assert "schemas/x.py was not run" in done.stdout
    assert not (home / "ran").exists()


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        pytest.param("data/d.yaml", "claims:\n", "SC05", id="claims-without-a-claim"),
        pytest.param("data/d.csv", "id,measure,value\n", "RD01", id="header-only"),
        pytest.param("data/d.jsonl", "\n\n", "RD01", id="blank-lines"),
        pytest.param("checks/d.yaml", "checks:\n", "SC05", id="checks-without-a-check"),
        pytest.param("schemas/d.yaml", "measures:\n", "SC05", id="measures-without-a-measure"),
    ],
)
def test_a_file_that_says_nothing_is_named(home, path, text, code):
    write(home, {path: text})
    assert told(audit_workspace(home)) == [(code, path)]


def test_a_waiver_that_waives_nothing_is_stale(home):
    waiver = "source: sources/s.txt\nwaivers: [{quote: of the kind, because: no number}, {quote: 7 t, because: theirs}]\n"
    write(home, {"data/d.yaml": waiver, "data/sources/s.txt": "Nothing of the kind, but 7 t.\n"})
    audit = audit_workspace(home)
    assert told(audit) == [("RD08", "data/d.yaml")]
    assert audit.findings[0].message == "the waiver 'of the kind' waives no number"


def test_a_bad_line_of_units_loses_only_itself(home):
    write(home, {"schemas/units.txt": "smoot = 1.7 * meter\nfoo = 3 * zork\nhand = 4 * inch\n", "schemas/l.yaml": "measures: {length: {unit: m}, width: {unit: m}}\n"})
    write(home, {"data/d.yaml": "claims:\n  - {id: s, measure: length, value: 3 smoot}\n  - {id: h, measure: width, value: 3 hand}\n"})
    audit = audit_workspace(home)
    assert [(finding.code, str(finding.place)) for finding in audit.findings] == [("UN01", "schemas/units.txt:2:1")]


def test_a_unit_of_ours_is_not_redefined_unnoticed(home):
    write(home, {"schemas/units.txt": "tonne = 2 * kilogram\nsmoot = 1.7 * meter\n"})
    audit = audit_workspace(home)
    assert [(finding.code, str(finding.place)) for finding in audit.findings] == [("UN02", "schemas/units.txt:1:1")]
    assert audit.findings[0].message == "'tonne' is a unit already, and means something else here"


@pytest.mark.parametrize("config", ['paths = ["data\\u0000"]\n', 'paths = ["data/\\u0000.yaml"]\n'])
def test_a_path_that_is_none_is_named(home, config):
    write(home, {"tally.toml": config})
    done = tally("check", cwd=home)
    assert (done.returncode, "internal error" in done.stderr) == (2, False)


def test_columns_of_a_declared_table_that_nothing_describes_are_named(home):
    table = "tables: {t: {path: data/tables/t.csv, columns: {mass: {measure: out, unit: t}}, key: [plant]}}\n"
    write(home, {"schemas/t.yaml": table, "data/tables/t.csv": "plant,mass,note\nA,5,x\nB,6,y\n"})
    assert [(f.code, f.message) for f in audit_workspace(home).findings] == [("RD02", "a column is not read: 'note'")]
    write(home, {"schemas/t.yaml": table.replace("key:", "ignore: [note], key:")})
    assert told(audit_workspace(home)) == []


@pytest.mark.parametrize("earlier", ["[]", "{}", '{"format": 1, "findings": [1], "checks": []}', '{"format": 2, "findings": [], "checks": []}', "[" * 9999])
@pytest.mark.parametrize("verb", [["report", "--against"], ["check", "--baseline"]])
def test_an_earlier_audit_that_is_none_is_two(home, earlier, verb):
    write(home, {"old.json": earlier})
    done = tally(*verb, "old.json", cwd=home)
    assert (done.returncode, "old.json" in done.stderr, "internal error" in done.stderr) == (2, True, False)


def test_a_name_that_could_be_foreseen_leads_no_output_elsewhere(home, tmp_path):
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    (home / "reports").mkdir()
    (home / "reports/.audit.html.tmp").symlink_to(tmp_path / "mine")
    (home / "reports/audit.html").symlink_to(tmp_path / "mine")
    assert tally("report", cwd=home).returncode == 0
    assert (tmp_path / "mine").read_text("utf-8") == "mine"
    assert not (home / "reports/audit.html").is_symlink()


def test_a_reports_folder_that_leads_out_is_refused(home, tmp_path):
    (tmp_path / "out").mkdir()
    (home / "reports").symlink_to(tmp_path / "out")
    assert tally("report", cwd=home).returncode == 2
    assert list((tmp_path / "out").iterdir()) == []


def test_what_is_no_regular_file_is_written_to_and_stays_what_it_is(home):
    os.mkfifo(home / "pipe")
    command = f"{sys.executable} -m tallystick check -q -o json:pipe & cat pipe; wait $!"
    done = subprocess.run(["bash", "-c", command], cwd=home, capture_output=True, text=True, check=False, timeout=60)
    assert json.loads(done.stdout)["format"] == 1
    assert (home / "pipe").is_fifo()


@pytest.mark.parametrize("target", ["json:.", "json:data", "json:tally.toml/x"])
def test_an_output_that_cannot_be_is_two(home, target):
    done = tally("check", "-o", target, cwd=home)
    assert (done.returncode, done.stderr.startswith("tally: cannot write")) == (2, True)


def test_init_where_nothing_can_be_written_is_two(tmp_path):
    (tmp_path / "file").touch()
    done = tally("init", "/dev/null/desk" if os.geteuid() == 0 else "/desk", cwd=tmp_path)
    assert (done.returncode, "internal error" in done.stderr, "fix:" in done.stderr) == (2, False, True)


def test_an_interruption_while_the_command_starts_is_130(home):
    code = "import builtins, sys\nreal = builtins.__import__\ndef stop(name, *a):\n    if name.startswith('typer'): raise KeyboardInterrupt\n    return real(name, *a)\nbuiltins.__import__ = stop\nfrom tallystick.cli import main\nmain()\n"
    done = subprocess.run([sys.executable, "-c", code], cwd=home, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (130, False)
