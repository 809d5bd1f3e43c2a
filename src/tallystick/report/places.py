"""Places as the reader of an output can follow them: from the folder the command runs in, not from the workspace."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from tallystick.model import Audit, CheckResult, Claim, Finding, Findings, Place

_Placed = TypeVar("_Placed", Claim, Finding, CheckResult)


def seen_from(audit: Audit, way: str) -> Audit:
    """The audit with the place of every finding, check and claim behind `way`, the way to the workspace.

    Args:
        way: From the folder of the reader to the root of the workspace: "facts", "..", or "." for the root itself.
    """
    if way in ("", "."):
        return audit

    return replace(
        audit,
        ledger=replace(audit.ledger, claims=tuple(moved(claim, way) for claim in audit.ledger.claims)),
        checks=tuple(moved(result, way) for result in audit.checks),
        findings=Findings(moved(finding, way) for finding in audit.findings),
        allowed=tuple((moved(finding, way), allow) for finding, allow in audit.allowed),
    )


def moved(one: _Placed, way: str) -> _Placed:
    """A finding, check or claim with its place behind `way`."""
    place: Place = one.place
    if way in ("", ".") or not place.path:
        return one
    return replace(one, place=replace(place, path=f"{way}/{place.path}"))
