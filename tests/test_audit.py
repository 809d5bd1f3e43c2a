"""Promises of the whole audit: the same verdict however the same claims are written, ordered or split."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick import bounds, units
from tallystick.auditing import Settings, audit_workspace, run
from tallystick.model import (
    Allow,
    Audit,
    Bound,
    Check,
    Claim,
    Ledger,
    Measure,
    Place,
    Quantity,
    Query,
    Relation,
    Schema,
)
from tallystick.periods import parse_period

UNITS = ["tonne", "kilogram", "short_ton", "megametric_ton", "gram"]
SCHEMA = Schema(
    {
        "output": Measure("output", unit="metric_ton", dimensions=("plant",), range=bounds.at_least(0)),
        "total": Measure("total", unit="metric_ton", range=bounds.at_least(0)),
    },
    relations=(Relation("parts-make-the-total", "total == sum(output)"),),
)
CHECKS = (
    Check("a-is-more", "a >= b"),
    Check("all-are-some", "x <= 4 t", given=(Query("x", {"measure": "output"}),)),
    Check("twice", "2 * a > t or a == b"),
)
VALUES = st.integers(0, 6).map(Fraction)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Two parts and a total, each a point or a bound, in tonnes."""
    claims = tuple(_claim(name, measure, draw(VALUES), draw(st.sampled_from("=<>"))) for name, measure in NAMES)
    return Ledger(SCHEMA, claims, checks=CHECKS)


NAMES = [("a", "output"), ("b", "output"), ("t", "total")]


def _claim(name: str, measure: str, value: Fraction, relation: str) -> Claim:
    bound = {"=": bounds.point(value), "<": bounds.at_most(value), ">": bounds.at_least(value)}[relation]
    quantity = Quantity(bound, "metric_ton", f"{value} t", "t", relation, (Fraction(1), Fraction(1)))
    dimensions = {"plant": name} if measure == "output" else {}
    return Claim(name, measure, quantity, dimensions, parse_period("2020"), place=Place("data/c.yaml", 1))


def restated(claim: Claim, unit: str) -> Claim:
    value = claim.value
    assert isinstance(value, Quantity)
    factor = units.convert(Fraction(1), value.unit, unit)
    steps = (value.steps[0] * factor, value.steps[1] * factor)
    return replace(claim, value=replace(value, bound=units.convert_bound(value.bound, value.unit, unit), unit=unit, steps=steps))


def verdicts(audit: Audit) -> dict[str, tuple]:
    return {r.id: (r.verdict, r.survives.rounding, r.survives.readings) for r in audit.checks}


def conflicts(audit: Audit) -> set[tuple]:
    return {(frozenset(one.claims), frozenset(one.relations), one.firm) for one in audit.conflicts}


quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(ledger=ledgers(), unit=st.sampled_from(UNITS), which=st.integers(0, 2))
def test_restating_a_claim_in_another_unit_changes_no_verdict_and_no_conflict(ledger, unit, which):
    claims = list(ledger.claims)
    claims[which] = restated(claims[which], units.parse_unit(unit).canonical)
    before, after = run(ledger), run(replace(ledger, claims=tuple(claims)))
    assert verdicts(before) == verdicts(after)
    assert conflicts(before) == conflicts(after)


@quick
@given(ledger=ledgers(), order=st.permutations(range(3)))
def test_reordering_claims_changes_nothing(ledger, order):
    before, after = run(ledger), run(replace(ledger, claims=tuple(ledger.claims[at] for at in order)))
    assert verdicts(before) == verdicts(after)
    assert conflicts(before) == conflicts(after)
    assert {f.fingerprint for f in before.findings} == {f.fingerprint for f in after.findings}


@quick
@given(ledger=ledgers(), which=st.integers(0, 2), more=VALUES)
def test_widening_a_bound_adds_no_contradiction_and_settles_no_check(ledger, which, more):
    claims = list(ledger.claims)
    value = claims[which].value
    low, high = value.bound.low, value.bound.high
    wide = Bound(None if low is None else low - more, None if high is None else high + more)
    claims[which] = replace(claims[which], value=replace(value, bound=wide))
    before, after = run(ledger), run(replace(ledger, claims=tuple(claims)))
    # Counting would not do: where {a, t} and {b, t} conflict but for rounding, {a, b, t} is told only when it is firm.
    earlier = [set(one.claims) for one in before.conflicts]
    assert all(any(known <= set(one.claims) for known in earlier) for one in after.conflicts)
    for name, (verdict, *_) in verdicts(after).items():
        assert verdict in ("unknown", verdicts(before)[name][0])


def workspace(folder: Path, files: dict[str, str]) -> Path:
    for path, content in {"tally.toml": "", **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder


MEASURES = "measures:\n  mass: {unit: tonne, range: 0 .. 100 Mt}\n  day: {kind: date}\n"
ROWS = ["{id: a, measure: mass, value: 5 t}", "{id: b, measure: mass, value: 6 t}", "{id: c, measure: mass, value: 7 tons}"]
CHECK = "checks:\n  - {id: heavy, assert: a >= 5 t}\n"


def claims(*rows: str, head: str = "") -> str:
    return head + "claims:\n" + "".join(f"  - {row}\n" for row in rows)


def test_splitting_a_file_changes_no_verdict_and_no_finding(tmp_path):
    one = audit_workspace(workspace(tmp_path / "one", {"schemas/m.yaml": MEASURES, "data/all.yaml": claims(*ROWS), "checks/c.yaml": CHECK}))
    split = {f"data/{n}.yaml": claims(row) for n, row in enumerate(ROWS)}
    several = audit_workspace(workspace(tmp_path / "two", {"schemas/m.yaml": MEASURES, **split, "checks/c.yaml": CHECK}))
    assert verdicts(one) == verdicts(several)
    assert {f.fingerprint for f in one.findings} == {f.fingerprint for f in several.findings}


def test_an_audit_does_not_depend_on_the_hash_seed(tmp_path):
    workspace(tmp_path, {"schemas/m.yaml": MEASURES, "data/all.yaml": claims(*ROWS), "checks/c.yaml": CHECK})
    command = [sys.executable, "-m", "tallystick", "check", "-f", "json", "--fail-on", "never"]
    seen = {subprocess.run(command, cwd=tmp_path, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}, check=True).stdout for seed in ("1", "2")}
    assert len(seen) == 1
    assert str(tmp_path).encode() not in seen.pop()


def codes(audit: Audit) -> list[str]:
    return [finding.code for finding in audit.findings]


def test_an_allow_sets_a_finding_aside_until_its_day(tmp_path):
    row = "{id: c, measure: mass, value: 7 tons, allow: [{code: UN02, because: theirs, until: 2026-01-01}]}"
    folder = workspace(tmp_path, {"schemas/m.yaml": MEASURES, "data/c.yaml": claims(row)})
    accepted = audit_workspace(folder, settings=Settings(as_of=date(2025, 12, 31)))
    assert (codes(accepted), [f.code for f, _ in accepted.allowed]) == ([], ["UN02"])
    ended = audit_workspace(folder, settings=Settings(as_of=date(2026, 1, 1)))
    assert codes(ended) == ["UN02", "RD08"]


@pytest.mark.parametrize("place", ["file", "check"])
def test_an_allow_may_stand_on_a_file_or_a_check(tmp_path, place):
    allow = "allow: [{code: CK01, because: known}]\n"
    check = "checks:\n  - id: heavy\n    assert: a >= 6 t\n"
    text = allow + check if place == "file" else f"{check}    {allow}"
    audit = audit_workspace(workspace(tmp_path, {"schemas/m.yaml": MEASURES, "data/c.yaml": claims(ROWS[0]), "checks/c.yaml": text}))
    assert (codes(audit), [f.code for f, _ in audit.allowed]) == ([], ["CK01"])


def test_severity_comes_from_the_check_before_the_config(tmp_path):
    check = "checks:\n  - {id: heavy, assert: a >= 6 t, severity: note}\n  - {id: grave, assert: a >= 6 t}\n"
    folder = workspace(tmp_path, {"schemas/m.yaml": MEASURES, "data/c.yaml": claims(ROWS[0]), "checks/c.yaml": check})
    audit = audit_workspace(folder, settings=Settings(severity={"CK01": "warning"}))
    assert {f.check: f.severity for f in audit.findings if f.code == "CK01"} == {"heavy": "note", "grave": "warning"}


def test_select_and_ignore_keep_families_and_codes(tmp_path):
    folder = workspace(tmp_path, {"schemas/m.yaml": MEASURES, "data/c.yaml": claims(*ROWS)})
    assert set(codes(audit_workspace(folder, settings=Settings(select=("UN",))))) == {"UN02"}
    assert "UN02" not in codes(audit_workspace(folder, settings=Settings(ignore=("UN02",))))


def test_truncation_is_a_setting(tmp_path):
    folder = workspace(tmp_path, {"schemas/m.yaml": MEASURES, "data/c.yaml": claims(ROWS[0]), "checks/c.yaml": CHECK})
    survives = {mode: audit_workspace(folder, settings=Settings(rounding=mode)).checks[0].survives.rounding for mode in ("nearest", "truncate")}
    assert survives == {"nearest": False, "truncate": True}


def test_without_any_date_expiry_and_the_future_are_named_as_not_judged(tmp_path):
    folder = workspace(tmp_path, {"schemas/m.yaml": MEASURES, "data/c.yaml": claims("{id: d, measure: day, value: 2999-01-01}")})
    audit = audit_workspace(folder)
    assert codes(audit) == []
    assert "not judged" in dict(audit.provenance.settings)["as of"]


YEARLY = "measures:\n  output: {unit: t/year}\n  cap: {unit: t/year}\nrelations:\n  - {id: under, holds: output <= cap}\n"
LOST = ["2022/2018", "2022-13", "[2022]"]


def lost(folder: Path, period: str, *rows: str, checks: str) -> Audit:
    """A workspace whose claim `x` has a period that cannot be read."""
    row = f"{{id: x, measure: output, value: 9 t/year, period: {period}}}"
    files = {"schemas/m.yaml": YEARLY, "data/c.yaml": claims(row, *rows), "checks/c.yaml": f"checks:\n{checks}"}
    return audit_workspace(workspace(folder, files))


@pytest.mark.parametrize("period", LOST)
def test_a_claim_whose_period_is_lost_contradicts_no_claim(tmp_path, period):
    rows = ("{id: a, measure: output, value: 5 t/year}", "{id: c, measure: cap, value: 6 t/year}")
    audit = lost(tmp_path, period, *rows, checks="  - {id: stated, assert: x <= 20 t/year}\n")
    assert audit.conflicts == ()
    (finding,) = audit.findings
    assert finding.code in ("SC04", "RD06", "SC10")
    assert finding.message.endswith("; 'x' is left out wherever a period counts")
    assert [(result.id, result.verdict) for result in audit.checks] == [("stated", "holds")]


@pytest.mark.parametrize("period", LOST)
def test_a_claim_whose_period_is_lost_neither_holds_nor_breaks_what_asks_for_a_period(tmp_path, period):
    rows = ("{id: a, measure: output, value: 5 t/year, period: 2020}", "{id: c, measure: cap, value: 6 t/year, period: 2020}")
    rows = (*rows, "{id: d, measure: cap, value: 6 t/year, period: 2021}")
    out, cap = "o: {measure: output}", "c: {measure: cap}"
    checks = (
        f"  - {{id: grouped, for each: [period], given: {{{out}}}, assert: o <= 6 t/year}}\n"
        f"  - {{id: paired, given: {{{out}, {cap}}}, assert: o <= c}}\n"
        "  - {id: asked, given: {o: {measure: output, period: ../..}}, assert: o <= 6 t/year}\n"
    )
    audit = lost(tmp_path, period, *rows, checks=checks)
    assert {result.id: result.verdict for result in audit.checks} == {"grouped": "holds", "paired": "holds", "asked": "holds"}
    assert not any("x" in result.claims for result in audit.checks)


def test_a_relation_that_names_a_claim_whose_period_is_lost_is_not_judged(tmp_path):
    files = {"schemas/m.yaml": YEARLY + "  - {id: named, holds: x <= 5 t/year}\n"}
    files["data/c.yaml"] = claims("{id: x, measure: output, value: 9 t/year, period: 2022/2018}")
    audit = audit_workspace(workspace(tmp_path, files))
    assert audit.conflicts == ()
    assert any("relation 'named' is not judged: claim 'x' says nothing" in finding.message for finding in audit.findings)


@pytest.mark.parametrize("rule", ["mass * mass * mass > 900 t**3", "mass * mass <= 30 t**2", "mass * mass * mass == 125 t**3"])
def test_a_bound_that_is_no_fraction_ends_no_run(tmp_path, rule):
    schema = f"measures:\n  mass: {{unit: t, range: 0 .. 100 Mt}}\nrelations:\n  - {{id: r, holds: {rule}}}\n"
    audit = audit_workspace(workspace(tmp_path, {"schemas/m.yaml": schema, "data/c.yaml": claims("{id: a, measure: mass, value: 5 t}")}))
    assert set(codes(audit)) == ({"CF02"} if "900" in rule else set())


def test_own_units_hold_for_reading_and_judging(tmp_path):
    files = {"schemas/m.yaml": MEASURES, "schemas/units.txt": "sack = 50 * kilogram\n", "data/c.yaml": claims("{id: a, measure: mass, value: 100 sack}"), "checks/c.yaml": CHECK}
    audit = audit_workspace(workspace(tmp_path, files))
    assert audit.checks[0].verdict == "holds"


def test_a_record_of_an_allow_needs_no_workspace():
    claim = replace(_claim("a", "output", Fraction(1), "="), allow=(Allow("SC01", "old"),))
    assert codes(run(Ledger(SCHEMA, (claim,)))) == ["RD08"]


def test_implied_asks_for_what_all_claims_together_allow(tmp_path):
    files = {
        "schemas/m.yaml": "measures:\n  whole: {unit: tonne}\n  left: {unit: tonne}\n  right: {unit: tonne, range: 0 t ..}\n"
        "relations:\n  - {id: parts, holds: whole == left + right}\n",
        "data/c.yaml": claims("{id: w, measure: whole, value: 9 t}", "{id: l, measure: left, value: 4 t}", "{id: r, measure: right, value: at most 8 t}"),
        "checks/c.yaml": "checks:\n  - {id: stated, assert: r <= 6 t}\n  - {id: reconciled, assert: implied(r) == 5 t}\n",
    }
    audit = audit_workspace(workspace(tmp_path, files))
    assert {result.id: result.verdict for result in audit.checks} == {"stated": "unknown", "reconciled": "holds"}


@pytest.mark.parametrize("unit", ["tonnez", "[t]"])
def test_a_measure_whose_unit_cannot_be_read_is_one_finding_and_its_claims_are_judged(tmp_path, unit):
    files = {
        "schemas/m.yaml": f"measures:\n  mass: {{unit: {unit}, range: 0 .. 9 t}}\n",
        "data/c.yaml": claims("{id: a, measure: mass, value: 5 t}", "{id: b, measure: mass, value: 5000 kg}"),
        "checks/c.yaml": "checks:\n  - {id: same, assert: a == b}\n  - {id: more, assert: a > b}\n  - {id: any, given: {x: {measure: mass}}, assert: x < 6 t}\n",
    }
    audit = audit_workspace(workspace(tmp_path, files), settings=Settings(ignore=("CK04",)))
    assert [(finding.code, finding.place.path) for finding in audit.findings if finding.code != "CK01"] == [
        ("UN01" if unit == "tonnez" else "SC10", "schemas/m.yaml")
    ]
    assert audit.findings[-1].message.endswith("; its claims keep their own units and are not reconciled")
    assert {result.id: result.verdict for result in audit.checks} == {"same": "holds", "more": "breaks", "any": "holds"}


DURATIONS = ("{id: a, measure: gap, value: 2 weeks}", "{id: b, measure: gap, value: 3 weeks}")


def test_durations_that_are_not_reconciled_for_want_of_a_unit_are_named_once(tmp_path):
    files = {"schemas/m.yaml": "measures:\n  gap: {kind: duration}\n", "data/c.yaml": claims(*DURATIONS)}
    (finding,) = audit_workspace(workspace(tmp_path, files)).findings
    assert (finding.code, finding.claims, str(finding.place)) == ("CF06", ("a", "b"), "schemas/m.yaml:2:8")
    assert finding.message == "'a' and 'b' are not reconciled: gap has no unit to compare durations in"
    assert finding.fix == "give gap a unit, as in unit: day"


def test_durations_of_a_measure_with_a_unit_are_reconciled_and_one_alone_needs_none(tmp_path):
    unit = {"schemas/m.yaml": "measures:\n  gap: {kind: duration, unit: day}\n", "data/c.yaml": claims(*DURATIONS)}
    assert codes(audit_workspace(workspace(tmp_path / "a", unit))) == ["CF01"]
    alone = {"schemas/m.yaml": "measures:\n  gap: {kind: duration}\n", "data/c.yaml": claims(DURATIONS[0])}
    assert codes(audit_workspace(workspace(tmp_path / "b", alone))) == []
