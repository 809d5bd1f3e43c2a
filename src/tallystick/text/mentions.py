"""What the grammar finds: a `Mention` is a quantity with its place in the text, and why it was read so."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tallystick.model import Quantity

ALONE_IN_BRACKETS = "alone in brackets"  # in accounts, a loss


@dataclass(frozen=True, slots=True)
class Mention:
    """One quantity, date or rank in a text.

    `text` is the text from `start` to `end` (characters, end exclusive). `kind` is quantity, date,
    time or rank; only quantities count in coverage. `direction` is up, down or "". `noun` is
    what is counted ("players"), `rate` what it is per ("day"). `numbers` are the values as printed, in
    the quantity's unit: one, or the two of a range. `why` names the rules that fired, in order.
    """

    start: int
    end: int
    text: str
    quantity: Quantity
    kind: str = "quantity"
    direction: str = ""
    noun: str = ""
    rate: str = ""
    why: tuple[str, ...] = ()
    numbers: tuple[Fraction, ...] = ()
