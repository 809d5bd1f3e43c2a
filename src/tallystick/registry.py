"""Every rule by its code, and the checks written as functions: built in, of the workspace, of plugins.

Built-in rules are named by module here and imported when asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import cast

from tallystick.authoring import AuthoredCheck, Rule
from tallystick.errors import AuditError, CheckDefinitionError, TallystickError
from tallystick.hookspecs import GROUP
from tallystick.model import CheckResult, Finding, Ledger, Place, Verdict
from tallystick.reading.fields import Problems
from tallystick.reading.listing import is_readable
from tallystick.reading.python_files import LIMIT_S, in_words, is_interruption, line_of, loaded, within
from tallystick.showing import nearest
from tallystick.workspace import Workspace

FAMILIES = (
    "reading",
    "units",
    "shape",
    "quotes",
    "dates",
    "verdicts",
    "consistency",
    "separation",
    "tables",
    "workbooks",
    "comparing",
    "prose",
    "statistics",
)


@cache
def rules() -> Mapping[str, Rule]:
    """Every built-in rule by its code, in the order of the families."""
    found: dict[str, Rule] = {}
    for family in FAMILIES:
        for one in import_module(f"tallystick.rules.{family}").RULES:
            found[one.code] = one
    return found


def rule(code: str) -> Rule:
    """The built-in rule of a code or a name.

    Raises:
        AuditError: there is none; with the nearest.
    """
    known = rules()
    names = {one.name: one for one in known.values()}
    found = known.get(code.upper()) or names.get(code.lower())
    if found is None:
        hint = nearest(code.upper(), known) or nearest(code.lower(), names)
        raise AuditError(f"code '{code}' is not known{hint}", fix="list them: tally rules")
    return found


def check_codes(codes: Iterable[str], place: str = "") -> None:
    """Nothing, when every code or family is known; families of plugins and workspaces start with X.

    Raises:
        AuditError: one is not; with the nearest.
    """
    families = {code[:2] for code in rules()}
    for code in codes:
        if code not in families and not code.startswith("X"):
            try:
                rule(code)
            except AuditError as problem:
                raise AuditError(problem.what, place=place, fix=problem.fix) from None


def check_authored_codes(codes: Iterable[str], known: Mapping[str, Rule]) -> None:
    """Nothing, when every code or family in X is one that a plugin or a file of the workspace brings.

    Raises:
        AuditError: one is not, so that choosing it would hide everything; with the nearest.
    """
    for code in codes:
        if code.startswith("X") and not any(one.startswith(code) for one in known):
            own = [one for one in known if one.startswith("X")]
            hint = f" (there are {', '.join(own[:5])})" if own else ""
            raise AuditError(f"no check has the code '{code}'{hint}", fix="list them: tally rules")


@dataclass(slots=True)
class Authored:
    """What the checks written as functions came to."""

    limit_s: float = LIMIT_S
    results: list[CheckResult] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rules: dict[str, Rule] = field(default_factory=dict)


def judge_authored(
    ledger: Ledger, home: Workspace | None, *, python: bool = True, limit_s: float = LIMIT_S
) -> Authored:
    """Run the workspace's `checks/*.py` and the plugins' checks; a fault of one is a finding, and the rest go on.

    Args:
        python: False refuses the workspace's files, each by name.
        limit_s: Seconds that each file, and each check, may take.
    """
    made = Authored(limit_s)
    for file in home.files("checks", ".py") if home else ():
        path = home.relative(file) if home else ""
        if not python:
            message = f"{path} was not run: Python checks are refused"
            made.findings.append(
                Finding("CK06", message, (), Place(path), fix="run without --no-python, where you trust it")
            )
        elif home and is_readable(home, file, Problems()):  # what it is not, the reader has told
            for one in _load(file, path, made):
                _judge(one, path, ledger, made)
    for one, name in _plugins(made):
        _judge(one, name, ledger, made)
    return made


def _load(file: Path, path: str, made: Authored) -> Sequence[AuthoredCheck]:
    """The checks of one file."""
    try:
        with loaded(file, "workspace", made.limit_s) as module:
            return list(dict.fromkeys(value for value in vars(module).values() if isinstance(value, AuthoredCheck)))
    except BaseException as problem:  # even exit(0) must not end the audit, and as a pass
        if is_interruption(problem):
            raise
        made.findings.append(_failed(f"{path} cannot be loaded", problem, file, path))
        return ()


def _failed(what: str, problem: BaseException, file: Path | None, path: str, check: str | None = None) -> Finding:
    place = Place(path, line_of(problem, file))
    said = problem.what if isinstance(problem, TallystickError) else in_words(problem)
    fix = problem.fix if isinstance(problem, TallystickError) and problem.fix else "correct the check"
    return Finding("CK06", f"{what}: {said}", (), place, check, fix=fix)


def _judge(one: AuthoredCheck, path: str, ledger: Ledger, made: Authored) -> None:
    found_rule = one.rule
    if not found_rule.code.startswith("X"):
        message = f"{path}: code {found_rule.code} is not free; codes of a workspace start with X"
        made.findings.append(Finding("CK06", message, (), Place(path), fix=f"name it X{found_rule.code[1:]}"))
        return
    if found_rule.code in made.rules:
        taken = f"code {found_rule.code} is taken by {made.rules[found_rule.code].name}"
        message = f"{path}: {taken}; its {found_rule.name} was not run"
        made.findings.append(Finding("CK06", message, (), Place(path), fix="give each check a code of its own"))
        return
    made.rules[found_rule.code] = found_rule
    identity = found_rule.name
    file = Path(one.judge.__code__.co_filename) if hasattr(one.judge, "__code__") else None
    try:
        read = tuple(claim for claim in ledger.claims if not claim.is_unread)
        with within(made.limit_s):
            found = [_checked(finding, one, path) for finding in one(read)]
    except BaseException as problem:  # an author's fault makes its own check unknown, no more
        if is_interruption(problem):
            raise
        failed = _failed(f"check {found_rule.code} raised", problem, file, path, identity)
        made.findings.append(failed)
        made.results.append(_result(one, path, Verdict.UNKNOWN, failed.message))
        return
    made.findings += found
    verdict = Verdict.BREAKS if found else Verdict.HOLDS
    claims = tuple(dict.fromkeys(claim for finding in found for claim in finding.claims))
    made.results.append(_result(one, path, verdict, "; ".join(f.message for f in found[:5]), claims))


def _checked(finding: Finding, one: AuthoredCheck, path: str) -> Finding:
    if not isinstance(finding, Finding):
        raise CheckDefinitionError(
            f"it yielded {type(finding).__name__}, no finding", fix="yield what .finding(message, claims) returns"
        )
    place = finding.place if finding.place.path else Place(path)
    return Finding(finding.code, finding.message, finding.claims, place, one.rule.name, fix=finding.fix or one.rule.fix)


def _result(one: AuthoredCheck, path: str, verdict: Verdict, reason: str, claims: tuple[str, ...] = ()) -> CheckResult:
    return CheckResult(
        one.rule.name, verdict, says=one.rule.summary, equation=f"{path}: {one.rule.code}",
        reason=reason, claims=claims,
        severity=one.rule.severity, place=Place(path),
    )  # fmt: skip


def _plugins(made: Authored) -> Iterator[tuple[AuthoredCheck, str]]:
    points = entry_points(group=GROUP)
    if not points:
        return
    import pluggy

    from tallystick import hookspecs

    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    for point in points:
        try:
            manager.register(point.load(), name=point.name)
        except BaseException as problem:  # a broken plugin is named, and the rest go on
            if is_interruption(problem):
                raise
            made.findings.append(_failed(f"plugin '{point.name}' cannot be loaded", problem, None, point.name))
    for brought in manager.hook.tally_checks.get_hookimpls():
        # Called one by one: a plugin that raises must not silence the others.
        name = brought.plugin_name
        try:
            with within(made.limit_s):
                checks = list(cast("Iterable[object]", brought.function()))
        except BaseException as problem:  # as above
            if is_interruption(problem):
                raise
            made.findings.append(_failed(f"plugin '{name}' raised", problem, None, name))
            continue
        for one in checks:
            if isinstance(one, AuthoredCheck):
                yield one, name
            else:
                message = f"plugin '{name}' brings {type(one).__name__}, no check"
                made.findings.append(Finding("CK06", message, (), Place(name), fix="bring what @check makes"))
