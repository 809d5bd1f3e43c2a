"""What the author of a check imports, and nothing else: `check`, the records, and conversions of claims.

A check is a documented function of claims that yields findings. The same decorator serves the checks
of this package and those in a workspace's `checks/*.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tallystick import units
from tallystick.bounds import show_number
from tallystick.errors import CheckDefinitionError, DataError
from tallystick.model import Bound, Claim, Finding, Period, Place, Quantity, Severity

__all__ = [
    "AuthoredCheck",
    "Bound",
    "Claim",
    "Finding",
    "Fraction",
    "Period",
    "Quantity",
    "Rule",
    "Severity",
    "by_measure",
    "check",
    "in_unit",
    "rule",
    "section",
    "show_number",
]

SECTIONS = ("Why it matters", "Fails", "Holds", "Fix")
_CODE = re.compile(r"[A-Z]{2}\d\d")
_NAME = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding: its code, the fault it names, its usual severity, and its page."""

    code: str
    name: str
    severity: Severity
    doc: str

    @property
    def summary(self) -> str:
        """The first line of its page."""
        return self.doc.strip().splitlines()[0]

    @property
    def fix(self) -> str:
        """One thing to do, in a line."""
        return " ".join(section(self.doc, "Fix").split())


def section(doc: str, heading: str) -> str:
    r"""The text under a `## heading` of a rule's page; "" when it has none.

    >>> section("It fails.\n\n## Fix\nCorrect it.\n", "Fix")
    'Correct it.'
    """
    _, found, after = doc.partition(f"## {heading}\n")
    return after.partition("\n## ")[0].strip() if found else ""


def rule(code: str, name: str, doc: str, *, severity: Severity = Severity.ERROR) -> Rule:
    """A rule, refused without a page that has all of its sections.

    Raises:
        CheckDefinitionError: the code, the name or the page is not as it should be.
    """
    plain = "\n".join(line.removeprefix("    ") for line in doc.strip("\n").splitlines()).strip()
    if not _CODE.fullmatch(code):
        raise CheckDefinitionError(f"code '{code}' is not two letters and two digits", fix="name it as XA01")
    if not _NAME.fullmatch(name) or name.startswith("no-"):
        raise CheckDefinitionError(
            f"name '{name}' of {code} names no fault", fix="name the fault, as parts-exceed-whole"
        )
    missing = [heading for heading in SECTIONS if not section(plain, heading)]
    if missing:
        fix = f"add '## {missing[0]}' to its docstring"
        raise CheckDefinitionError(f"{code} {name} has no section '{missing[0]}'", fix=fix)
    return Rule(code, name, severity, plain)


Judge = Callable[[Sequence[Claim]], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class AuthoredCheck:
    """A check written as a function: call it with claims, and it yields findings."""

    rule: Rule
    judge: Judge

    def __call__(self, claims: Sequence[Claim]) -> Iterable[Finding]:
        """The findings on these claims."""
        return self.judge(claims)

    def finding(self, message: str, claims: Sequence[Claim] = (), *, place: Place | None = None) -> Finding:
        """A finding of this check on these claims; it stands where the first of them does."""
        where = place or (claims[0].place if claims else Place(""))
        return Finding(self.rule.code, message, tuple(claim.id for claim in claims), where, name=self.rule.name)


def check(code: str, name: str, *, severity: Severity = Severity.ERROR) -> Callable[[Judge], AuthoredCheck]:
    """Make a check of a function; its docstring is its page, its `explain` and its first test.

    Raises:
        CheckDefinitionError: the function has no docstring, or one without its sections.
    """

    def decorate(judge: Judge) -> AuthoredCheck:
        return AuthoredCheck(rule(code, name, judge.__doc__ or "", severity=severity), judge)

    return decorate


def in_unit(claim: Claim, unit: str) -> Bound:
    """What a claim allows, in another unit.

    Raises:
        DataError: the claim is no quantity, or its unit does not go with `unit`.
    """
    if not isinstance(claim.value, Quantity):
        raise DataError(f"'{claim.id}' is no quantity", place=str(claim.place))
    try:
        return units.convert_bound(claim.value.bound, claim.value.unit, units.parse_unit(unit).canonical)
    except DataError as problem:
        problem.place = problem.place or str(claim.place)
        raise


def by_measure(claims: Sequence[Claim], measure: str, **dimensions: str) -> list[Claim]:
    """The claims of a measure whose dimensions are these, in the order given."""
    wanted = dimensions.items()
    return [claim for claim in claims if claim.measure == measure and wanted <= dict(claim.dimensions).items()]
