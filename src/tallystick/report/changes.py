"""What an audit says that an earlier one did not, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tallystick.model import Audit, CheckResult, Finding


@dataclass(frozen=True, slots=True)
class Changes:
    """Findings that are new, (code, message) of those that are gone, and verdicts that turned, with the earlier one."""

    new: tuple[Finding, ...]
    gone: tuple[tuple[str, str], ...]
    turned: tuple[tuple[CheckResult, str], ...]


def changes_since(audit: Audit, earlier: Mapping[str, Any]) -> Changes:
    """What changed since an earlier audit, given as JSON data; findings are known by their fingerprints."""
    before = {found.get("fingerprint", ""): found for found in earlier.get("findings", ())}
    now = {finding.fingerprint for finding in audit.findings}
    verdicts = {_key(old.get("id"), old.get("group")): old.get("verdict") for old in earlier.get("checks", ())}
    told = ((result, verdicts.get(_key(result.id, result.group))) for result in audit.checks)
    return Changes(
        tuple(finding for finding in audit.findings if finding.fingerprint not in before),
        tuple((str(old.get("code", "")), str(old.get("message", ""))) for key, old in before.items() if key not in now),
        tuple((result, str(old)) for result, old in told if old not in (None, result.verdict.value)),
    )


def _key(name: object, group: object) -> tuple[str, str]:
    pairs: Iterable[Any] = sorted(dict(group).items()) if isinstance(group, Mapping) else ()
    return str(name), str(list(pairs))
