"""A statement about one row, or one group of rows, judged as checks of claims are: exactly, then in print.

The only place of the engines, beside `judging`, that gives a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tallystick import bounds
from tallystick.bounds import EVERYTHING
from tallystick.errors import NotDecidable, TallystickError
from tallystick.expressions.nodes import Node
from tallystick.meaning import Chosen, Names, Symbol, Translator
from tallystick.meaning.formula import FALSE, TRUE, Formula
from tallystick.model import Verdict
from tallystick.solving import kleene
from tallystick.solving.allowance import Allowance
from tallystick.verdicts import agreement
from tallystick.verdicts.agreement import Read


@dataclass(frozen=True, slots=True)
class Given:
    """What a row gives a name: its value in the unit of its symbol, None where missing; `half` is what print leaves."""

    symbol: Symbol
    value: Fraction | None = None
    half: Fraction = Fraction(0)
    word: str = ""

    def as_symbol(self, *, rounded: bool) -> Symbol:
        """The symbol with what is known of its value."""
        if self.word:
            return replace(self.symbol, word=self.word)
        if self.value is None:
            return replace(self.symbol, bound=self.symbol.bound)
        half = self.half if rounded else Fraction(0)
        return replace(self.symbol, bound=bounds.between(self.value - half, self.value + half) or EVERYTHING)


@dataclass(frozen=True, slots=True)
class Rows(Names):
    """The names of a statement over a row, or over a group: those that several rows give are taken one by one."""

    single: Mapping[str, Given]
    several: Mapping[str, Sequence[Given]]
    rounded: bool = False

    def one(self, name: str) -> Symbol:
        """See `Names`."""
        if name in self.single:
            return self.single[name].as_symbol(rounded=self.rounded)
        raise NotDecidable(f"'{name}' stands for several rows")

    def each(self, names: Sequence[str], by: Sequence[str] = ()) -> Iterator[Names]:  # noqa: ARG002 - see `Names`
        """See `Names`."""
        many = [name for name in names if name in self.several]
        if not many:
            yield self
            return
        (name,) = many
        for number, given in enumerate(self.several[name]):
            one = replace(given.as_symbol(rounded=self.rounded), name=f"{name} {number}")
            yield Chosen(self, {name: one})

    def size(self, names: Sequence[str]) -> int | None:
        """See `Names`."""
        many = [name for name in names if name in self.several]
        return len(self.several[many[0]]) if many else 1

    def missing(self, name: str) -> Formula:
        """See `Names`."""
        given = self.single[name]
        return TRUE if given.value is None and not given.word else FALSE


def verdict(node: Node, rows: Rows, *, is_exact: bool, allowance: Allowance | None = None) -> Verdict:
    """Whether the statement holds, as written or in print; unknown where nothing can be told."""
    spare = allowance or Allowance()
    try:
        written = _read(node, rows)
        found = kleene.judge(written.statement, written.unknowns, allowance=spare)
        if found.verdict is Verdict.HOLDS or is_exact:
            return found.verdict
        softened = agreement.soften(written, _read(node, replace(rows, rounded=True)), allowance=spare)
        return kleene.judge(softened, written.unknowns, allowance=spare).verdict
    except (NotDecidable, TallystickError):
        return Verdict.UNKNOWN


def _read(node: Node, rows: Rows) -> Read:
    work = Translator(rows)
    return Read(work.statement(node), work.unknowns)
