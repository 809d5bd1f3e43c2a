"""Checks written as functions run; whatever one of them does, it is named and the others go on."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tallystick import registry
from tallystick.errors import AuditError
from tallystick.hookspecs import hookimpl
from tallystick.model import Ledger
from tallystick.testing import audit_files
from tallystick.workspace import Workspace

PAGE = '''from tallystick.authoring import by_measure, check, in_unit

@check("{code}", "load-too-heavy")
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
JUDGES = """for claim in by_measure(claims, "mass"):
        if in_unit(claim, "kg").low > 5000:
            yield load_too_heavy.finding(f"'{claim.id}' is too heavy", [claim])"""
GOOD = PAGE.format(code="XB01", body=JUDGES)


def audit(checks: dict[str, str]):
    files = {
        "schemas/measures.yaml": "measures: {mass: {unit: tonne}}",
        "data/claims.yaml": "claims: [{id: load, measure: mass, value: 6 t}]",
    }
    return audit_files({**files, **checks})


def test_a_check_of_the_workspace_yields_its_own_code_with_page_and_place():
    finding = audit({"checks/bridge.py": GOOD}).findings[0]
    assert (finding.code, finding.name, finding.claims) == ("XB01", "load-too-heavy", ("load",))
    assert (str(finding.place.path), finding.fix) == ("data/claims.yaml", "Take some off.")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("def (\n", "SyntaxError", id="syntax"),
        pytest.param("raise SystemExit(0)\n", "SystemExit", id="exit-on-loading"),
        pytest.param("1 / 0\n", "ZeroDivisionError", id="raises-on-loading"),
        pytest.param(PAGE.format(code="XA01", body="raise KeyError('x')"), "check XA01 raised", id="raises"),
        pytest.param(PAGE.format(code="XA01", body="raise SystemExit(0)"), "SystemExit", id="exits"),
        pytest.param(PAGE.format(code="XA01", body="yield 'oops'"), "it yielded str, no finding", id="yields-text"),
        pytest.param(PAGE.format(code="SC01", body="return []"), "start with X", id="code-of-ours"),
        pytest.param(PAGE.format(code="XB01", body="return []").replace('"""', "'''"), "", id="same-code-twice"),
        pytest.param("from tallystick.authoring import check\n@check('XA01', 'bare')\ndef bare(claims): ...\n", "no section", id="no-page"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_a_finding_and_the_next_file_still_runs(code, said):
    found = audit({"checks/a.py": code, "checks/b.py": GOOD}).findings
    faults = [finding for finding in found if finding.code == "CK06"]
    assert len(faults) == 1
    assert said in faults[0].message
    assert faults[0].place.path in ("checks/a.py", "checks/b.py")
    assert faults[0].fix
    assert ("XB01" in {finding.code for finding in found}) == ("is taken" not in faults[0].message)


def test_a_check_that_raises_is_unknown():
    results = audit({"checks/a.py": PAGE.format(code="XA01", body="raise KeyError('x')")}).checks
    assert [(result.id, result.verdict) for result in results] == [("load-too-heavy", "unknown")]


def test_python_checks_are_refused_each_by_name(tmp_path: Path):
    (tmp_path / "checks").mkdir()
    for name in ("a.py", "b.py"):
        (tmp_path / "checks" / name).write_text("raise AssertionError('it ran')")
    made = registry.judge_authored(Ledger(), Workspace(tmp_path), python=False)
    assert [(f.code, f.place.path) for f in made.findings] == [("CK06", "checks/a.py"), ("CK06", "checks/b.py")]


def test_a_plugin_that_raises_is_named_and_the_others_run(monkeypatch):
    @hookimpl
    def raises():
        raise OSError("no network")

    @hookimpl
    def gives():
        return []

    points = [
        SimpleNamespace(name=name, load=lambda hook=hook: SimpleNamespace(tally_checks=hook))
        for name, hook in (("broken", raises), ("whole", gives))
    ]
    monkeypatch.setattr(registry, "entry_points", lambda group: points)
    made = registry.judge_authored(Ledger(), None)
    assert [(f.code, f.message) for f in made.findings] == [("CK06", "plugin 'broken' raised: OSError: no network")]


def test_a_rule_is_found_by_code_and_by_name_and_else_the_nearest_is_named():
    assert registry.rule("qt01") is registry.rule("quote-not-found")
    with pytest.raises(AuditError, match="nearest: 'quote-not-found'"):
        registry.rule("quote-not-fund")
