"""One language: a statement says the same as a check of claims and as a relation between their measures."""

import json
import re

import pytest

from tallystick.testing import audit_files

SCHEMA = """measures:
  milk: {unit: tonne, range: 0 .. 100 Mt}
  cream: {unit: tonne, range: 0 .. 100 Mt}
  fat: {unit: percent}
  skim: {unit: percent}
  gap: {unit: percentage_point}
  vat: {unit: degC}
  cellar: {unit: degC}
  opened: {kind: date}
  closed: {kind: date}
  run: {kind: duration, unit: day}
  herd: {kind: count}
  grade: {kind: category, values: [A, B]}
"""
CLAIMS = """claims:
  - {id: c-milk, measure: milk, value: 8 t, digits: 9}
  - {id: c-cream, measure: cream, value: 5 t, digits: 9}
  - {id: c-fat, measure: fat, value: 30 %, digits: 9}
  - {id: c-skim, measure: skim, value: 24 %, digits: 9}
  - {id: c-gap, measure: gap, value: 6 pp, digits: 9}
  - {id: c-vat, measure: vat, value: 18 °C, digits: 9}
  - {id: c-cellar, measure: cellar, value: 11 °C, digits: 9}
  - {id: c-opened, measure: opened, value: 2023-05-08}
  - {id: c-closed, measure: closed, value: 2023-06-05}
  - {id: c-run, measure: run, value: 28 days, digits: 9}
  - {id: c-herd, measure: herd, value: 40}
  - {id: c-grade, measure: grade, value: A}
"""
HOLDS = [
    "share([cream], [milk]) >= 62 %",
    "share([cream], [milk]) == 62.5 %",
    "growth([milk], [cream]) == 60 %",
    "growth([milk], [cream]) == 0.6",
    "[fat] - [skim] == 6 pp",
    "[fat] - [skim] == [gap]",
    "[fat] == [skim] + [gap]",
    "[fat] * [milk] == 2.4 t",
    "near([milk], [cream], 3 t)",
    "near([milk], [cream], 60 %)",
    "near([milk], [cream], 0.6)",
    "near([fat], [skim], 6 pp)",
    "near([vat], [cellar], 7 delta_degC)",
    "near([vat], [cellar], 7 K)",
    "[vat] - [cellar] == 7 delta_degC",
    "[vat] - [cellar] == 7 K",
    "mean([vat], [cellar]) == 14.5 °C",
    "max([milk], [cream]) == 8 t",
    "min([milk], [cream], 4 t) == 4 t",
    "[opened] + 28 days == [closed]",
    "[opened] + [run] == [closed]",
    "[closed] - [opened] == 28 days",
    "[closed] - [opened] == 4 weeks",
    "[closed] - [opened] == [run]",
    "[opened] < 2023-06",
    "[opened] in 2023",
    "[opened] in 2023-05",
    "[opened] == 2023-05-08",
    '[opened] == "8 May 2023"',
    '[opened] != "9 May 2023"',
    "near([opened], [closed], 28 days)",
    "[opened] >= 2023-05",
    "[milk] in {7 t, 8 t}",
    "[milk] ** 2 == 64 t**2",
    "[milk] / [cream] == 1.6",
    "abs([cream] - [milk]) == 3 t",
    "sum([milk], [cream]) == 13 t",
    "count([milk]) == 1",
    "[milk] == 0 or [milk] > 7 t",
    "if [milk] > 7 t then [cream] < 6 t",
    "[fat] + [skim] == 54 %",
    "[fat] + [skim] <= 0.6",
    "[fat] == 0.3",
    "mean([fat], [skim]) == 27 %",
    "[milk] + 0 == 8 t",
    "0 + [milk] == 8 t",
    "[fat] / [skim] == 1.25",
    "implied([milk]) == 8 t",
    '[grade] == "A"',
    '[grade] in {"A", "B"}',
    "[herd] == 40",
    "[milk] > 0",
    "[milk] > 0 t or [cream] / 0 > 1 t",
    "if [cream] > 9 t then [milk] / ([cream] - 5 t) > 2",
    "[milk] is not missing",
    "round([milk] / 3, 1 t) == 3 t",
    "floor([milk] / 3, 1 t) == 2 t",
    "ceil([milk] / 3, 1 t) == 3 t",
    "sqrt([milk] * 2 t) == 4 t",
    "log([milk] / 8 t) == 0",
    "exp([milk] / 8 t - 1) == 1",
    "log([milk] / [cream]) >= 0.47",
    "log([milk] / [cream]) <= 0.4701",
]
BREAKS = [
    "share([cream], [milk]) >= 63 %",
    "[milk] == 9 t",
    "[milk] == 0",
    "near([milk], [cream], 2 t)",
    "near([fat], [skim], 5 pp)",
    "near([vat], [cellar], 6 K)",
    "mean([vat], [cellar]) == 15 °C",
    "[opened] in 2024",
    '[opened] == "9 May 2023"',
    "count([milk]) == 2",
    "[milk] + 0 == 9 t",
    "not ([milk] > 7 t)",
    "[milk] in {7 t, 9 t}",
    "if [milk] > 7 t then [cream] > 6 t",
    '[grade] == "B"',
    "[milk] is missing",
    "floor([milk] / 3, 1 t) == 3 t",
    "sqrt([milk] * 2 t) == 5 t",
    "log([milk] / [cream]) <= 0.46",
]
REFUSED = [  # no unit, or none that goes with the other side
    "[milk] == 8",
    "[fat] > 20 t",
    "[milk] + [fat] == 8 t",
    "[vat] * 2 == 36 °C",
    "[opened] + [closed] == 28 days",
    "[closed] - [opened] <= 28",
    "near([milk], [cream], 3)  + 1 == 2",
    'rank([milk]) == 1',
    "round([milk] / 3) == 3",
    "log([milk]) == 0",
    '[grade] < "B"',
]
ONLY_AS_CHECK = ['weekday([opened]) == "Monday"', "[opened] + 1 month == 2023-06-08"]


def _as_check(statement: str) -> tuple[str, str]:
    written = json.dumps(re.sub(r"\[(\w+)\]", r"c-\1", statement))
    files = {"schemas/m.yaml": SCHEMA, "data/c.yaml": CLAIMS, "checks/k.yaml": f"checks: [{{id: k, assert: {written}}}]\n"}
    audit = audit_files(files)
    (result,) = [result for result in audit.checks if result.id == "k"]
    refusals = [finding for finding in audit.findings if finding.check == "k" and finding.code[:2] in ("UN", "CK")]
    codes = {finding.code for finding in refusals} - {"CK01", "CK02", "CK04", "CK05"}
    return ("refused" if codes & {"CK06", "UN01", "UN03", "UN04", "UN05"} else result.verdict.value), str(refusals)


def _as_relation(statement: str) -> tuple[str, str]:
    written = json.dumps(re.sub(r"\[(\w+)\]", r"\1", statement))
    schema = {"schemas/m.yaml": SCHEMA, "schemas/r.yaml": f"relations: [{{id: k, holds: {written}}}]\n"}
    audit = audit_files({**schema, "data/c.yaml": CLAIMS})
    found = [finding for finding in audit.findings if finding.code[:2] in ("CF", "CK", "UN")]
    codes = {finding.code for finding in found}
    if codes & {"CF01", "CF02", "CF03"}:
        return "breaks", str(found)
    return ("refused" if codes & {"CF06", "CK06", "CK03", "UN01", "UN03", "UN04", "UN05"} else "holds"), str(found)


@pytest.mark.parametrize("statement", HOLDS)
def test_what_holds_as_a_check_holds_as_a_relation(statement):
    for verdict, working in (_as_check(statement), _as_relation(statement)):
        assert verdict == "holds", working


@pytest.mark.parametrize("statement", BREAKS)
def test_what_breaks_as_a_check_contradicts_as_a_relation(statement):
    for verdict, working in (_as_check(statement), _as_relation(statement)):
        assert verdict == "breaks", working


@pytest.mark.parametrize("statement", REFUSED)
def test_what_is_refused_as_a_check_is_refused_as_a_relation(statement):
    for verdict, working in (_as_check(statement), _as_relation(statement)):
        assert verdict == "refused", working


@pytest.mark.parametrize("statement", ONLY_AS_CHECK)
def test_what_only_intervals_can_know_is_judged_as_a_check_and_refused_with_its_reason_as_a_relation(statement):
    assert _as_check(statement)[0] == "holds"
    verdict, working = _as_relation(statement)
    assert verdict == "refused"
    assert "weekday" in working or "calendar" in working
