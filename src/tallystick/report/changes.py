"""What an audit says that an earlier one did not, and the other way round."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tallystick.model import Audit, CheckResult, Finding, Findings


@dataclass(frozen=True, slots=True)
class Changes:
    """Findings that are new, (code, message) of those that are gone, and verdicts that turned, with the earlier one."""

    new: tuple[Finding, ...]
    gone: tuple[tuple[str, str], ...]
    turned: tuple[tuple[CheckResult, str], ...]


def changes_since(audit: Audit, earlier: Mapping[str, Any]) -> Changes:
    """What changed since an earlier audit, given as JSON data; findings are known by their fingerprints."""
    now = {name.partition(":")[0] for finding in audit.findings for name in names_of(finding)}
    gone = [old for old in earlier.get("findings", ()) if not now & prints_of(old)]
    verdicts = {_key(old.get("id"), old.get("group")): old.get("verdict") for old in earlier.get("checks", ())}
    told = ((result, verdicts.get(_key(result.id, result.group))) for result in audit.checks)
    return Changes(
        without_known(audit, earlier).findings,
        tuple((str(old.get("code", "")), str(old.get("message", ""))) for old in gone),
        tuple((result, str(old)) for result, old in told if old not in (None, result.verdict.value)),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """Two audits as JSON data: rows of findings that are new and gone, and (check, verdict before, verdict now)."""

    new: tuple[Mapping[str, Any], ...]
    gone: tuple[Mapping[str, Any], ...]
    turned: tuple[tuple[str, str, str], ...]


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Difference:
    """What a later audit says that an earlier one did not, and the other way round; lines that moved are no change."""
    before, now = ({name for row in one.get("findings", ()) for name in _told(row)} for one in (old, new))
    verdicts = {_key(row.get("id"), row.get("group")): row.get("verdict") for row in old.get("checks", ())}
    told = [(row, verdicts.get(_key(row.get("id"), row.get("group")))) for row in new.get("checks", ())]
    return Difference(
        tuple(row for row in new.get("findings", ()) if not set(_exact(row)) <= before),
        tuple(row for row in old.get("findings", ()) if not prints_of(row) & {name.partition(":")[0] for name in now}),
        tuple(
            (_named(row), str(was), str(row.get("verdict")))
            for row, was in told
            if was not in (None, row.get("verdict"))
        ),
    )


def _exact(row: Mapping[str, Any]) -> Iterator[str]:
    return (name for name in _told(row) if not name.endswith("*"))


def _named(row: Mapping[str, Any]) -> str:
    group = row.get("group") or {}
    return f"{row.get('id')}{''.join(f' [{name}={member}]' for name, member in group.items())}"


def without_known(audit: Audit, earlier: Mapping[str, Any]) -> Audit:
    """The audit without the findings that an earlier one held; of many alike those are left that it did not hold.

    A finding it held of other values stays, and says so.
    """
    known = {name for old in earlier.get("findings", ()) for name in _told(old)}
    left = [one for finding in audit.findings if (one := _what_is_new(finding, known)) is not None]
    shown = {finding.fingerprint for finding in left}
    left = [one if one.because_of in shown else replace(one, because_of="") for one in left]
    return replace(audit, findings=Findings(left))


def _what_is_new(finding: Finding, known: Container[str]) -> Finding | None:
    names = names_of(finding)
    new = [name for name in names if name not in known and f"{name.partition(':')[0]}:" not in known]
    if not new:
        return None
    has_changed = any(f"{name.partition(':')[0]}*" in known for name in new)
    note = " (its values have changed since the baseline)" if has_changed else ""
    if len(new) < len(names):
        return replace(
            finding, message=f"{finding.message}; {len(new):,} of them new{note}", count=len(new), members=tuple(new)
        )
    return replace(finding, message=f"{finding.message}{note}") if note else finding


def names_of(finding: Finding) -> tuple[str, ...]:
    """What a finding goes by in a baseline: `print:content` of it, or of each it stands for."""
    return finding.members or (f"{finding.fingerprint}:{finding.content}",)


def _told(old: Mapping[str, Any]) -> Iterator[str]:
    """What an earlier finding goes by: `print:content` (no content: whatever its claims say), and `print*`."""
    for name in old.get("members") or [f"{old.get('fingerprint', '')}:{old.get('content') or ''}"]:
        yield str(name)
        yield f"{str(name).partition(':')[0]}*"


def prints_of(old: Mapping[str, Any]) -> set[str]:
    """The fingerprints of an earlier finding."""
    return {name.partition(":")[0] for name in _told(old)}


def _key(name: object, group: object) -> tuple[str, str]:
    pairs: Iterable[Any] = sorted(dict(group).items()) if isinstance(group, Mapping) else ()
    return str(name), str(list(pairs))
