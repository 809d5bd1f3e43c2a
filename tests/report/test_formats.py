"""One audit in every format: each says the same finding with the same fingerprint, and none breaks on odd text."""

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from tallystick.model import Severity
from tallystick.report.formats import FORMATS, Look
from tallystick.report.github import MOST
from tallystick.report.markdown import MOST_BYTES

from .sample import sample

HOSTILE = 'a <b>"c"</b> & ]]> ::error:: % \x00 \ud83d \u202e | pipe `tick` \n new'


@pytest.fixture(scope="module")
def audit():
    return sample()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_the_first_finding(audit, name):
    first = audit.findings[0]
    made = FORMATS[name].render(audit, Look())
    assert first.code in made
    assert made.endswith("\n")


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_breaks_on_hostile_text(audit, name):
    odd = replace(audit, findings=tuple(replace(f, message=HOSTILE.replace("\ud83d", "")) for f in audit.findings))
    made = FORMATS[name].render(odd, Look())
    if name in ("json", "sarif", "gitlab"):
        json.loads(made)
    if name == "junit":
        ET.fromstring(made)
    if name == "github":
        assert all(line.startswith("::") for line in made.splitlines()[:-2] if "::error" in line)


def test_sarif_results_name_their_rule_place_and_fingerprint(audit):
    (run,) = json.loads(FORMATS["sarif"].render(audit))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for finding, result in zip(audit.findings, run["results"], strict=True):
        assert result["partialFingerprints"] == {"tallystick/v1": finding.fingerprint}
        assert result["level"] == finding.severity
        if "ruleIndex" in result:
            assert rules[result["ruleIndex"]] == result["ruleId"]


def test_sarif_fingerprints_hold_no_line(audit):
    moved = replace(audit, findings=tuple(replace(f, place=replace(f.place, line=f.place.line + 7)) for f in audit.findings))
    prints = [
        [result["partialFingerprints"] for result in json.loads(FORMATS["sarif"].render(one))["runs"][0]["results"]]
        for one in (audit, moved)
    ]
    assert prints[0] == prints[1]


def test_junit_counts_its_failures_and_notes_are_none(audit):
    suite = ET.fromstring(FORMATS["junit"].render(audit)).find("testsuite")
    failing = [case for case in suite if case.find("failure") is not None]
    assert int(suite.get("failures")) == len(failing)
    assert int(suite.get("tests")) == len(suite.findall("testcase"))
    notes = [f.message for f in audit.findings if f.severity is Severity.NOTE]
    assert not {case.find("failure").get("message") for case in failing} & set(notes)


def test_gitlab_fingerprints_are_unique(audit):
    twice = replace(audit, findings=audit.findings * 2)
    entries = json.loads(FORMATS["gitlab"].render(twice))
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == 2 * len(audit.findings)


def test_github_gets_no_more_annotations_than_it_shows_and_says_what_is_left_out(audit):
    first = next(f for f in audit.findings if f.severity is Severity.ERROR)
    many = replace(audit, findings=tuple(replace(first, message=f"number {at}") for at in range(25)))
    made = FORMATS["github"].render(many)
    assert made.count("::error ") == MOST
    assert "15 more of level error" in made


def test_a_summary_in_markdown_stays_below_what_a_job_may_write(audit):
    first = audit.findings[0]
    many = replace(audit, findings=tuple(replace(first, message=f"{at} " + "x" * 900) for at in range(3000)))
    made = FORMATS["md"].render(many)
    assert len(made.encode()) < MOST_BYTES
    assert "more findings" in made
