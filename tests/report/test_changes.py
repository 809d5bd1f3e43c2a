"""A baseline hides what it holds and nothing else: not a row made worse, not one more of many alike."""

import json

from tallystick.model import Audit
from tallystick.report.changes import changes_since, without_known
from tallystick.report.json import to_data
from tallystick.testing import audit_files

CHECK = "checks:\n  - {id: light, given: {m: {measure: mass}}, assert: m <= 9 t}\n"


def audit(*tonnes: int, check: str = CHECK) -> Audit:
    rows = "".join(f"  - {{id: p{n}, measure: mass, plant: P{n}, value: {value} t}}\n" for n, value in enumerate(tonnes))
    files = {"schemas/m.yaml": "measures: {mass: {unit: t, dimensions: [plant]}}\n", "data/c.yaml": f"claims:\n{rows}", "checks/c.yaml": check}
    return audit_files(files)


def left(now: Audit, before: Audit) -> list[tuple[str, ...]]:
    return [finding.claims for finding in without_known(now, json.loads(json.dumps(to_data(before)))).findings]


def test_what_the_baseline_holds_is_left_out():
    assert left(audit(12, 12, 5), audit(12, 12, 5)) == []


def test_mending_one_of_many_leaves_nothing_new():
    for many in (7, 60):
        before = audit(*[12] * many)
        assert left(audit(5, *[12] * (many - 1)), before) == [], many


def test_one_more_of_many_is_told_and_only_that_one():
    for many in (7, 60):
        before = audit(*[12] * (many - 1), 5)
        (finding,) = without_known(audit(*[12] * many), to_data(before)).findings
        assert f"p{many - 1}" in finding.claims
        assert finding.count == 1, many


def test_a_known_row_made_worse_is_told_as_changed():
    (finding,) = without_known(audit(12, 99_999), to_data(audit(12, 12))).findings
    assert finding.claims == ("p1",)
    assert finding.message.endswith("(its values have changed since the baseline)")


def test_a_baseline_of_an_earlier_version_knows_findings_by_their_fingerprints():
    before = to_data(audit(12))
    for finding in before["findings"]:
        del finding["content"], finding["members"]
    assert without_known(audit(13), before).findings == ()


def test_what_follows_from_a_known_finding_stands_alone_when_it_is_new():
    row = "claims:\n  - {id: p0, measure: mass, plant: P, value: 5 tonnez}\n"
    files = {"schemas/m.yaml": "measures: {mass: {unit: t, dimensions: [plant]}}\n", "data/c.yaml": row}
    before, now = audit_files(files), audit_files({**files, "checks/c.yaml": "checks:\n  - {id: c, assert: p0 <= 9 t}\n"})
    (finding,) = without_known(now, to_data(before)).findings
    assert (finding.code, finding.because_of) == ("CK02", "")


def test_changes_count_what_is_new_and_what_is_gone():
    found = changes_since(audit(5, 12), to_data(audit(12, 5)))
    assert ([finding.claims for finding in found.new], len(found.gone)) == ([("p1",)], 1)
    assert changes_since(audit(*[12] * 59, 5), to_data(audit(*[12] * 60))).new == ()
