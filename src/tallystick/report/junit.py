"""The audit as JUnit XML: a case for every check and one for every other finding, failing at errors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tallystick.model import Audit, CheckResult, Finding, Severity, Verdict
from tallystick.report.formats import PLAIN, Look

# What XML 1.0 cannot hold.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(audit: Audit, look: Look = PLAIN) -> str:  # noqa: ARG001 - every renderer is called alike
    """One suite; a note is no failure, and stands in the output of its case."""
    by_check: dict[str, list[Finding]] = defaultdict(list)
    others: list[Finding] = []
    names = {result.id for result in audit.checks}
    for finding in audit.findings:
        (by_check[finding.check] if finding.check and finding.check in names else others).append(finding)
    cases = [*_checks(audit, by_check), *(_finding(finding) for finding in others)]
    failures = sum(case.find("failure") is not None for case in cases)
    suite = Element(
        "testsuite", name="tally", tests=str(len(cases)), failures=str(failures), errors="0", skipped="0", time="0"
    )
    suite.extend(cases)
    whole = Element("testsuites")
    whole.append(suite)
    indent(whole)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(whole, encoding="unicode")}\n'


def _checks(audit: Audit, findings: dict[str, list[Finding]]) -> Iterator[Element]:
    for result in audit.checks:
        group = "".join(f" {name}={member}" for name, member in result.group.items())
        case = _case("check", f"{result.id}{group}")
        _tell(case, findings.pop(result.id, []), _working(result) if result.verdict is not Verdict.HOLDS else "")
        yield case


def _finding(finding: Finding) -> Element:
    case = _case(finding.code, f"{finding.name} {finding.fingerprint}")
    _tell(case, [finding], "")
    return case


def _case(family: str, name: str) -> Element:
    return Element("testcase", classname=f"tally.{family}", name=_xml(name), time="0")


def _tell(case: Element, findings: list[Finding], working: str) -> None:
    """The findings of a case: a failure where one is an error or a warning, else its output."""
    lines = [f"{one.place}: {one.code} {one.severity}: {one.message}\nfix: {one.fix}" for one in findings]
    text = _xml("\n".join([*lines, working]).strip())
    graver = next((one for one in findings if one.severity is not Severity.NOTE), None)
    if graver is not None:
        failure = SubElement(case, "failure", message=_xml(graver.message), type=graver.code)
        failure.text = text
    elif text:
        SubElement(case, "system-out").text = text


def _working(result: CheckResult) -> str:
    return "\n".join(part for part in (result.says, result.equation, result.substituted, result.reason) if part)


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
