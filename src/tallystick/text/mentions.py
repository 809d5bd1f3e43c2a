"""What the grammar finds: a `Mention` is a quantity with its place in the text, and why it was read so."""

from __future__ import annotations

from dataclasses import dataclass

from tallystick.model import Quantity


@dataclass(frozen=True, slots=True)
class Mention:
    """One quantity, date or rank in a text.

    `text` is the text from `start` to `end` (characters, end exclusive). `kind` is quantity, date,
    time, ordinal or rank; only quantities count in coverage. `direction` is up, down or "". `noun` is
    what is counted ("players"). `why` names the rules that fired, in order.
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
