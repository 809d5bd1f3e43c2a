"""One fault, one finding: what follows from a fault is told under it, and a value nobody can read is any value."""

import re

import pytest

from tallystick.model import Audit, Finding
from tallystick.report.html import render_html
from tallystick.report.json import to_data
from tallystick.report.text import render_text
from tallystick.testing import audit_files, codes

MEASURES = """\
measures:
  mass: {unit: t, range: 0 .. 100 Mt}
  part: {unit: t, dimensions: [plant]}
  total: {unit: t}
  color: {kind: category, values: [red, green]}
  day: {kind: date}
  place: {kind: rank}
"""
RELATION = "relations:\n  - {id: parts, holds: total == sum(part)}\n"


def audit(claims: str, checks: str = "", **files: str) -> Audit:
    made = {"schemas/m.yaml": MEASURES, "data/c.yaml": f"claims:\n{claims}"}
    if checks:
        made["checks/c.yaml"] = f"checks:\n{checks}"
    return audit_files({**made, **{name.replace("__", "/").replace("_txt", ".txt").replace("_yaml", ".yaml"): text for name, text in files.items()}})


def of(made: Audit, code: str) -> Finding:
    (found,) = [finding for finding in made.findings if finding.code == code]
    return found


UNREAD = [
    pytest.param("{id: a, measure: mass, value: 5 tonnez}", "UN01", "a <= 1 t", id="unknown-unit"),
    pytest.param("{id: a, measure: mass, value: much}", "RD06", "a <= 1 t", id="no-number"),
    pytest.param("{id: a, measure: mass, value: }", "SC05", "a <= 1 t", id="empty"),
    pytest.param("{id: a, measure: mass, vaule: 5 t}", "RD04", "a <= 1 t", id="misspelled-key"),
    pytest.param("{id: a, measure: color, value: blue}", "SC06", 'a == "red"', id="no-such-word"),
    pytest.param("{id: a, measure: day, value: soon}", "RD06", "a < 2024-01-01", id="no-date"),
    pytest.param("{id: a, measure: place, value: 2.5}", "SC10", "a == 2", id="no-rank"),
    pytest.param("{id: a, measure: mas, value: 5 t}", "RD05", "a <= 1 t", id="unknown-measure"),
]


@pytest.mark.parametrize(("row", "cause", "check"), UNREAD)
def test_a_claim_that_cannot_be_read_leaves_its_checks_unknown_and_says_so_under_its_fault(row, cause, check):
    made = audit(f"  - {row}\n  - {{id: b, measure: mass, value: 5 t}}\n", f"  - {{id: c, assert: '{check}'}}\n")
    assert codes(made) == sorted([cause, "CK02"])
    assert of(made, "CK02").because_of == of(made, cause).fingerprint
    assert "cannot be read" in of(made, "CK02").message
    assert made.examined.unread_claims == 1


def test_a_part_that_cannot_be_read_makes_no_sum_false():
    rows = "  - {id: a, measure: part, plant: A, value: 5 tonnez}\n  - {id: b, measure: part, plant: B, value: 5 t}\n  - {id: t, measure: total, value: 9 t}\n"
    given = "given: {m: {measure: part}}"
    made = audit(rows, f"  - {{id: c, {given}, assert: sum(m) == 7 t}}\n  - {{id: n, {given}, assert: count(m) == 2}}\n", schemas__r_yaml=RELATION)
    assert codes(made) == ["CK02", "UN01"]
    assert made.conflicts == ()
    assert {result.id: result.verdict for result in made.checks} == {"c": "unknown", "n": "holds"}


def test_a_key_that_is_misspelled_is_named_once_with_the_one_that_is_meant():
    finding = of(audit("  - {id: a, measure: mass, vaule: 5 t}\n"), "RD04")
    assert (finding.message, finding.fix) == ("'a' has no 'value', but 'vaule'", "correct 'vaule' to 'value'")


def test_a_value_that_yaml_takes_for_a_block_is_to_be_quoted():
    made = audit("  - id: a\n    measure: mass\n    value: >= 17.1 t\n")
    assert of(made, "RD01").fix == 'quote the text: value: ">= 17.1 t"'


@pytest.mark.parametrize("text", ["about: 5 t", "*5 t", "%5 t", "@5 t", "> 5 t"])
def test_a_value_that_yaml_cannot_take_is_to_be_quoted(text):
    made = audit(f"  - id: a\n    measure: mass\n    value: {text}\n    note: x\n")
    assert of(made, "RD01").fix == f'quote the text: value: "{text}"'


SOURCE = {"data__s_txt": "The plant made 312 t of steel.\n"}
CLAIM = "  - {{id: a, measure: mass, value: {}, source: s.txt, quote: made {} of steel}}\n"


def test_a_wrong_digit_is_one_fault_with_its_consequences_under_it():
    made = audit(CLAIM.format("612 t", "312 t"), "  - {id: c, assert: a <= 400 t}\n", **SOURCE)
    assert [(f.code, bool(f.because_of)) for f in made.findings] == [("QT03", False), ("CK01", True), ("QT06", True)]


def test_a_wrong_digit_in_value_and_quote_is_one_fault_too():
    made = audit(CLAIM.format("612 t", "612 t"), "  - {id: c, assert: a <= 400 t}\n", **SOURCE)
    assert [(f.code, bool(f.because_of)) for f in made.findings] == [("QT01", False), ("CK01", True), ("QT06", True)]


def test_a_file_that_cannot_be_read_comes_first_with_all_that_it_takes_along():
    made = audit_files(
        {
            "schemas/m.yaml": MEASURES,
            "data/b.yaml": "claims:\n  - {id: b, measure: mass, value: 5 t}\n",
            "data/c.yaml": "source: s.txt\nclaims:\n  - id: a\n    value: >= 5 t\n",
            "checks/c.yaml": "checks:\n  - {id: c, assert: a <= 1 t}\n  - {id: d, given: {x: {measure: total}}, assert: x > 1 t}\n",
        }
    )
    assert [(f.code, bool(f.because_of)) for f in made.findings] == [("RD01", False), ("CK06", True), ("CK03", True)]


def test_a_schema_that_cannot_be_read_takes_every_unknown_measure_along():
    made = audit_files({"schemas/m.yaml": "measures: [\n", "data/c.yaml": "claims:\n  - {id: a, measure: mass, value: 5 t}\n"})
    assert [(f.code, bool(f.because_of)) for f in made.findings] == [("RD01", False), ("RD05", True)]


def test_a_finding_whose_cause_is_left_out_stands_alone():
    from tallystick.auditing import Settings

    files = {"schemas/m.yaml": MEASURES, "data/c.yaml": "claims:\n  - {id: a, measure: mass, value: 5 tonnez}\n", "checks/c.yaml": "checks:\n  - {id: c, assert: a <= 1 t}\n"}
    (finding,) = audit_files(files, settings=Settings(ignore=("UN01",))).findings
    assert (finding.code, finding.because_of) == ("CK02", "")


def test_text_shows_what_follows_indented_under_its_cause():
    lines = render_text(audit("  - {id: a, measure: mass, value: 5 tonnez}\n", "  - {id: c, assert: a <= 1 t}\n")).splitlines()
    assert [line.split("  ")[0] for line in lines[:1]] == ["UN01 error"]
    assert any(line.startswith("  CK02 warning") for line in lines[1:])


def test_many_alike_of_one_file_are_told_as_one_with_their_number():
    rows = "".join(f"  - {{id: a{n}, measure: mass, value: 5 tonnez}}\n" for n in range(300))
    made = audit(rows)
    assert sum(finding.count for finding in made.findings) == 300
    assert len(made.findings) <= 20
    last = made.findings[-1]
    assert f"and {last.count} more of UN01 in data/c.yaml" in last.message
    assert len(last.claims) == last.count


def test_the_one_of_many_is_another_when_one_of_them_is():
    rows = [f"  - {{id: a{n}, measure: mass, value: 5 tonnez}}\n" for n in range(300)]
    before = audit("".join(rows)).findings[-1].fingerprint
    rows[-1] = "  - {id: other, measure: mass, value: 5 tonnez}\n"
    assert audit("".join(rows)).findings[-1].fingerprint != before


def test_the_report_sets_what_follows_under_its_cause():
    page = render_html(audit("  - {id: a, measure: mass, value: 5 tonnez}\n", "  - {id: c, assert: a <= 1 t}\n"))
    cards = re.findall(r'<article class="card (\w+(?: under)?)" data-kind="\w+" id="(\w+)-', page)
    assert cards[:2] == [("error", "UN01"), ("warning under", "CK02")]
    assert page.count("follows from the finding above") == 1


def test_json_names_the_cause_by_its_fingerprint():
    cause, entailed = to_data(audit("  - {id: a, measure: mass, value: 5 tonnez}\n", "  - {id: c, assert: a <= 1 t}\n"))["findings"]
    assert (cause["because_of"], entailed["because_of"]) == (None, cause["fingerprint"])


def test_a_check_over_thousands_of_rows_judges_them_all():
    rows = "".join(f"  - {{id: p{n}, measure: part, plant: P{n}, value: 5 t}}\n" for n in range(10_499))
    rows += "  - {id: last, measure: part, plant: last, value: 50 t}\n"
    made = audit(rows, "  - {id: c, given: {p: {measure: part}}, assert: p <= 9 t}\n")
    assert [(finding.code, finding.claims) for finding in made.findings] == [("CK01", ("last",))]
