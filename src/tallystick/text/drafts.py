"""A quantity on its way to a mention: what each stage found about one number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tallystick.text.numerals import Numeral
from tallystick.text.tokens import Token


@dataclass(slots=True)
class Draft:
    """A number at tokens `first` to `last` (exclusive), and what the stages found around it.

    `high` is the second number of a range. `parts` are the two ends of a change, as it was before they
    became one interval. `why` names the rules that fired, in order.
    """

    numeral: Numeral
    first: int
    last: int
    money: str = ""  # ISO 4217 code
    unit: str = ""  # as written
    rate: str = ""
    noun: str = ""
    relation: str = "="
    direction: str = ""
    negative: bool = False
    high: Numeral | None = None
    spread: Numeral | None = None  # behind "±"
    parts: tuple[Draft, ...] = ()
    why: list[str] = field(default_factory=list)

    @property
    def is_bare(self) -> bool:
        """True while no unit, money or noun was found."""
        return not (self.unit or self.money or self.noun)

    @property
    def is_range(self) -> bool:
        """True when it has two ends, or is a vague magnitude."""
        return self.high is not None or self.numeral.is_range


def word_at(tokens: Sequence[Token], at: int) -> str:
    """The lower-case text of token `at`; "" outside the text."""
    return tokens[at].lower if 0 <= at < len(tokens) else ""


def is_tight(tokens: Sequence[Token], at: int) -> bool:
    """True when token `at` exists and touches the one before it."""
    return at < len(tokens) and tokens[at].tight


def starts_sentence(tokens: Sequence[Token], at: int) -> bool:
    """True when nothing, or the end of a sentence, stands before token `at`."""
    return at <= 0 or tokens[at - 1].text in '.!?:;"“”(¶'
