"""The findings as SARIF 2.1.0, which code scanning and editors read; fingerprints hold no line, so they stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from tallystick import __version__
from tallystick.model import Audit, Finding, Severity
from tallystick.report.formats import PLAIN, Look

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "tallystick/v1"


def render(audit: Audit, look: Look = PLAIN) -> str:  # noqa: ARG001 - every renderer is called alike
    """One run with its rules, results and input files."""
    rules = {code: at for at, (code, _, _) in enumerate(audit.rules)}
    run = {
        "tool": {"driver": {"name": "tallystick", "version": __version__, "rules": list(_rules(audit))}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, rules) for finding in audit.findings],
        "artifacts": [
            {"location": {"uri": quote(path)}, "hashes": {"sha-256": digest}}
            for path, digest in audit.provenance.inputs
            if digest
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rules(audit: Audit) -> Iterator[dict[str, Any]]:
    for code, name, summary in audit.rules:
        yield {"id": code, "name": name, "shortDescription": {"text": summary}}


def _result(finding: Finding, rules: dict[str, int]) -> dict[str, Any]:
    severity = finding.severity or Severity.ERROR
    fix = f"\nfix: {finding.fix}" if finding.fix else ""
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": severity.value,
        "message": {"text": f"{finding.message}{fix}"},
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": {"claims": list(finding.claims), "check": finding.check},
    }
    if finding.code in rules:
        result["ruleIndex"] = rules[finding.code]
    if finding.place.path:
        result["locations"] = [{"physicalLocation": _location(finding)}]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    place = finding.place
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(place.path)}}
    if place.line:
        region = {"startLine": place.line, "startColumn": place.column}
        location["region"] = {key: value for key, value in region.items() if value}
    return location
