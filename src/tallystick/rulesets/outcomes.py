"""What a rule set answers, as plain records. Imports only `model`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tallystick.model import Verdict


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Each rule's verdict on a record, and why where it is unknown."""

    verdicts: Mapping[str, Verdict]
    reasons: Mapping[str, str]

    @property
    def broken(self) -> tuple[str, ...]:
        """The rules the record breaks."""
        return tuple(rule for rule, verdict in self.verdicts.items() if verdict is Verdict.BREAKS)


@dataclass(frozen=True, slots=True)
class RuleConflict:
    """Rules that cannot all hold: drop any one and the rest can."""

    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vacuous:
    """A rule whose condition can never hold, and a smallest set of rules that sees to it."""

    rule: str
    condition: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Substituted:
    """What is left of the rules once a record's values are put in."""

    left: Mapping[str, str]
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinearForm:
    """Σ coefficient · field `relation` constant, as the rule writes it."""

    coefficients: Mapping[str, Fraction]
    relation: str
    constant: Fraction
