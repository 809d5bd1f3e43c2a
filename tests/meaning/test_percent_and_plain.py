"""A plain number where a percentage is meant (UN06)."""

import json

import pytest

from tallystick.testing import audit_files

SCHEMA = "measures:\n  duty: {unit: percent}\n  shift: {unit: percentage_point}\n  mass: {unit: tonne}\n"
CLAIMS = "claims:\n  - {id: d, measure: duty, value: 37 %}\n  - {id: s, measure: shift, value: 2 pp}\n  - {id: m, measure: mass, value: 4 t}\n"


def codes(check, relation=""):
    files = {"schemas/m.yaml": SCHEMA, "data/c.yaml": CLAIMS}
    files["checks/k.yaml"] = f"checks:\n  - {{id: k, assert: {json.dumps(check)}}}\n"
    if relation:
        files["schemas/r.yaml"] = f"relations:\n  - {{id: r, holds: {json.dumps(relation)}}}\n"
    return [(f.code, f.severity.value, f.fix) for f in audit_files(files).findings if f.code == "UN06"]


@pytest.mark.parametrize("check", ["d <= 30", "30 >= d", "0 % <= d <= 30", "m > 1 t and d != 30", "d + 30 > 40 %", "share(m, 2 * m) < 30"])
def test_a_check_is_told_of_a_plain_number_beside_a_percentage(check):
    assert codes(check) == [("UN06", "warning", "write 30 %")]


def test_a_relation_is_told_as_well():
    assert codes("d <= 40 %", "duty <= 30") == [("UN06", "warning", "write 30 %")]


@pytest.mark.parametrize("check", ["d <= 0.3", "d < 1", "d <= 30 %", "m * 30 > 2 t", "s <= 3 pp"])
def test_a_fraction_or_a_factor_is_no_slip(check):
    assert codes(check) == []
