"""The audit in a terminal: findings with place and fix, checks with their working, and one line that sums it up."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from tallystick.model import Agrees, Audit, CheckResult, ConflictSet, Finding, Severity, Tie, Verdict
from tallystick.report.formats import PLAIN, Look
from tallystick.report.summary import summary
from tallystick.report.totals import held_ties, not_compared

_STYLE = {Severity.ERROR: "31;1", Severity.WARNING: "33", Severity.NOTE: "36"}
# What a user's text might steer a terminal with: control characters, and those that turn the direction of text.
_STEERING = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")
_MARK = {Verdict.HOLDS: "✓", Verdict.BREAKS: "✗", Verdict.UNKNOWN: "?"}

_OF_SURVIVAL = ("CK04", "CK05")  # said of verdicts that need no second look


def render(audit: Audit, look: Look = PLAIN) -> str:
    """The audit for a terminal or a pipe."""
    return render_text(audit, width=look.width, color=look.color, show_holding=look.show_holding, quiet=look.quiet)


def render_lines(audit: Audit, look: Look = PLAIN) -> str:
    """One line a finding, then the line of what was done."""
    return render_concise(audit) + ("" if look.quiet else f"{summary(audit)}\n")


def render_text(
    audit: Audit, *, width: int = 0, color: bool = False, show_holding: bool = False, quiet: bool = False
) -> str:
    """Findings, each with its fix; the working of the checks and conflicts they speak of; one line of what was done.

    Args:
        width: Columns to wrap at; 0 wraps nothing, as for a pipe.
        color: Whether to colour the severities.
        show_holding: Also show the checks and the ties of documents that hold.
        quiet: Leave the last line out, so that nothing is said where nothing was found.
    """
    page = _Page(width, color=color)
    shown = {finding.fingerprint for finding in audit.findings}
    blocks = [page.finding(one, under=one.because_of in shown) for one in audit.findings]
    blocks += [page.check(result) for result in _told(audit, show_holding=show_holding)]
    found = {frozenset(finding.claims) for finding in audit.findings if finding.code.startswith("CF")}
    blocks += [page.conflict(conflict) for conflict in audit.conflicts if frozenset(conflict.claims) in found]
    blocks += [page.tie(tie, place) for tie, place in held_ties(audit)] if show_holding else []
    blocks += [] if quiet else [[*page.notes(audit), *page.loose(audit), summary(audit)]]
    text = "\n".join("\n".join(block) + ("\n" if len(block) > 2 else "") for block in blocks)
    return text.rstrip("\n") + "\n" if blocks else ""


def _told(audit: Audit, *, show_holding: bool) -> Iterator[CheckResult]:
    """The checks that a finding speaks of, and those that hold when asked: what was left out is not told here."""
    named = {finding.check for finding in audit.findings if finding.code not in _OF_SURVIVAL}
    for result in audit.checks:
        if show_holding if result.verdict is Verdict.HOLDS else result.id in named:
            yield result


def render_concise(audit: Audit) -> str:
    """One line a finding: place, code, severity, message."""
    lines = (f"{finding.place}: {finding.code} {finding.severity} {finding.message}" for finding in audit.findings)
    return "".join(f"{_fold(line)}\n" for line in lines)


def show_finding(finding: Finding) -> str:
    """A finding and its fix as a pipe gets them: code and severity, place, message, two blanks between them."""
    return "\n".join(_Page(0, color=False).finding(finding))


class _Page:
    """Lines of one width, with or without colour."""

    def __init__(self, width: int, *, color: bool) -> None:
        self.width, self.color = width, color

    def paint(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.color else text

    def wrap(self, text: str, indent: str = "  ") -> list[str]:
        return self.fill(_fold(text), indent)

    def fill(self, plain: str, indent: str) -> list[str]:
        if not self.width:
            return [indent + plain]
        return textwrap.wrap(
            plain, max(self.width, 30), initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False
        )

    def notes(self, audit: Audit) -> list[str]:
        """What is not compared in documents, and why."""
        return [line for path, note in audit.notes for line in self.fill(_fold(f"{path}: {note}"), "")]

    def tie(self, tie: Tie, place: str) -> list[str]:
        """A tie that holds: where, its equation with the printed numbers, and what states it."""
        how = " in print" if tie.agrees is Agrees.IN_PRINT else ""
        said = ": ".join(part for part in (tie.substituted, tie.because) if part)
        head = f"{_MARK[tie.verdict]} {tie.code} holds{how}"
        lines = self.fill("  ".join([head, place, _fold(said)]), "")
        return [self.paint(head, "32") + lines[0].removeprefix(head), *lines[1:]]

    def loose(self, audit: Audit) -> list[str]:
        """The first figures of documents that were compared with nothing."""
        said = "" if audit.ledger.claims else not_compared(audit)
        return self.fill(_fold(said), "") if said else []

    def finding(self, finding: Finding, *, under: bool = False) -> list[str]:
        """The lines of a finding; those of one that follows from the last are set in."""
        if under:
            narrow = _Page(max(self.width - 2, 1) if self.width else 0, color=self.color)
            return [f"  {line}" for line in narrow.finding(finding)]
        severity = finding.severity or Severity.ERROR
        head = f"{finding.code} {severity.value}"
        place = [str(finding.place)] if finding.place.path else []
        lines = self.fill("  ".join([head, *place, _fold(finding.message)]), "")
        lines[0] = self.paint(head, _STYLE[severity]) + lines[0].removeprefix(head)
        return [*lines, *self.wrap(f"fix: {finding.fix}")] if finding.fix else lines

    def check(self, result: CheckResult) -> list[str]:
        style = {Verdict.HOLDS: "32", Verdict.BREAKS: "31;1", Verdict.UNKNOWN: "33"}[result.verdict]
        group = "".join(f" [{name}={member}]" for name, member in result.group.items())
        how = " in print" if result.agrees is Agrees.IN_PRINT else ""
        lines = [self.paint(f"{_MARK[result.verdict]} {result.id}{group}: {result.verdict.value}{how}", style)]
        for text in _working(result):
            lines += self.wrap(text)
        return lines

    def conflict(self, conflict: ConflictSet) -> list[str]:
        firm = "" if conflict.firm else " (only as written: it disappears when printed digits are widened)"
        lines = [self.paint(f"✗ cannot all be true: {', '.join(conflict.claims)}{firm}", "31;1")]
        for step in conflict.steps:
            lines += self.wrap(step)
        return lines


def _fold(text: str) -> str:
    return " ".join(text.split()).translate(_STEERING)


def _working(result: CheckResult) -> Iterator[str]:
    if result.says:
        yield result.says
    if result.equation:
        yield f"rule: {result.equation}"
    if result.substituted and result.substituted != result.equation:
        yield f"with the numbers: {result.substituted}"
    if result.reason:
        yield f"because: {result.reason}"
    for asked, survived, said in (
        ("rounding", result.survives.rounding, result.survives.rounding_says),
        ("other readings", result.survives.readings, result.survives.readings_says),
    ):
        if survived is not None:
            yield f"survives {asked}: {'yes' if survived else 'no'}{f', {said}' if said else ''}"
