"""From an expression's tree to a statement with units resolved: one walk for checks, relations and rules.

What the author can mend raises; what only has no answer becomes `Unsettled` with its reason, so that the
rest of the statement is judged. Imports `expressions`, `units`, `periods` and what lies below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from tallystick import bounds, units
from tallystick.errors import ExpressionError, NotDecidable, UnitError
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.expressions.showing import show
from tallystick.meaning import amounts, arithmetic
from tallystick.meaning.amounts import DATE, Amount, Unknowns, known_number
from tallystick.meaning.dates import enter_date, moved_by_calendar, read_date
from tallystick.meaning.formula import FALSE, TRUE, Among, Formula
from tallystick.meaning.statements import (
    All,
    Any,
    Comparison,
    Demand,
    Fact,
    Opposite,
    Statement,
    Unsettled,
    comparisons,
    together,
)
from tallystick.meaning.symbols import Names, Symbol
from tallystick.meaning.words import Words, compare_words
from tallystick.model import WHOLE, WORDS, Kind, Quantity

if TYPE_CHECKING:
    from tallystick.model import Period

_PERCENT = ("percent", "percentage_point")
_MIRRORED = {"<": ">", "<=": ">=", "==": "==", "!=": "!=", ">": "<", ">=": "<="}


class NoValue(NotDecidable):
    """A name's claims allow no value at all, so that no statement about it has an answer."""


@dataclass(frozen=True, slots=True)
class Translator:
    """One walk over one tree, with what its names stand for.

    `demands` gathers what the comparison at hand needs to mean anything, `plain_beside_percent` the bare numbers that
    stand where a percentage is meant (UN06).
    """

    names: Names
    unknowns: Unknowns = field(default_factory=Unknowns)
    demands: list[Demand] = field(default_factory=list)
    plain_beside_percent: list[nodes.Number] = field(default_factory=list)

    # --- statements -----------------------------------------------------------------

    def statement(self, node: Node) -> Statement:
        """What a tree that is true or false says.

        Raises:
            UnitError: Two parts do not go together.
            CheckDefinitionError: A part is not of the kind that its place asks for.
            NoValue: A name has no value at all.
        """
        found = self._connective(node)
        if found is None:
            found = self._simple(node)
        return found if found.at is not None else replace(found, at=node)

    def _connective(self, node: Node) -> Statement | None:
        match node:
            case nodes.And(operands):
                return All(tuple(self.statement(part) for part in operands))
            case nodes.Or(operands):
                return Any(tuple(self.statement(part) for part in operands))
            case nodes.Not(operand):
                return Opposite(self.statement(operand))
            case nodes.IfThen(condition, consequence, otherwise):
                when = self.statement(condition)
                then = Any((Opposite(when, condition), self.statement(consequence)), node)
                return then if otherwise is None else All((then, Any((when, self.statement(otherwise)), node)))
        return None

    def _simple(self, node: Node) -> Statement:
        start, self.demands[:] = list(self.demands), []
        try:
            found = self._atom(node)
        except NoValue:
            raise
        except NotDecidable as problem:
            return Unsettled(problem.what)
        finally:
            self.demands[:] = start
        return found

    def _atom(self, node: Node) -> Statement:
        match node:
            case nodes.Compare(operands, relations):
                return self._chain(operands, relations)
            case nodes.Member(item, options):
                return Any(tuple(self.compare(item, "==", option) for option in options))
            case nodes.Within(item, container):
                return self._within(item, container)
            case nodes.Missing(operand):
                return Fact(self._missing(operand))
            case nodes.Call():
                found = self._call(node)
                if not isinstance(found, Amount | Words):
                    return found
                return self._truth(node, found)
        return self._truth(node, self.value(node))

    def _chain(self, operands: Sequence[Node], relations: Sequence[str]) -> Statement:
        """All pairs of `a < b < c`; of several, the one that decides is what a reader is shown."""
        pairs = list(zip(operands[:-1], relations, operands[1:], strict=True))
        if len(pairs) == 1:
            return self.compare(*pairs[0])
        return All(tuple(self._simple(nodes.Compare((left, right), (how,))) for left, how, right in pairs))

    def _truth(self, node: Node, value: Amount | Words) -> Statement:
        """What a value says that stands where true or false is expected."""
        if isinstance(value, Words):
            if value.known in ("true", "false"):
                return Fact(TRUE if value.known == "true" else FALSE)
            if value.name and value.values == ("false", "true"):
                return Fact(Among(value.name, frozenset({"true"})))
        raise mistake(node, f"'{show(node)}' is neither true nor false", "compare it with something")

    def _missing(self, operand: Node) -> Formula:
        if not isinstance(operand, nodes.Name):
            raise mistake(operand, f"'{show(operand)}' is no name", "ask of a name whether it is missing")
        return self.names.missing(operand.name)

    # --- comparisons ----------------------------------------------------------------

    def compare(self, left: Node, relation: str, right: Node) -> Statement:
        """`left relation right`: of amounts, dates or words."""
        for side, other in ((right, left), (left, right)):
            if isinstance(side, nodes.Truth) and not isinstance(other, nodes.Name | nodes.Truth | nodes.Text):
                inner = self.statement(other)
                return inner if side.value == (relation == "==") else Opposite(inner)
        at = nodes.Compare((left, right), (relation,))
        first, second = self._comparable(left, relation, right)
        if isinstance(first, Words) and isinstance(second, Words):
            return Fact(compare_words((left, first), relation, (right, second)), at)
        if isinstance(first, Words) or isinstance(second, Words):
            what = f"cannot compare '{show(left)}' with '{show(right)}': one is a word, the other an amount"
            raise mistake(left, what, "compare words with words")
        self._note_plain_number(left, right, first, second)
        try:
            return replace(self.relate(first, relation, second), at=at)
        except UnitError as problem:
            raise _with_unit_to_write(problem, (left, right), (first, second)) from None

    def relate(self, first: Amount, relation: str, second: Amount) -> Comparison:
        """`first relation second`, with what that demands.

        Raises:
            UnitError: The two do not compare.
        """
        first, second = amounts.in_one_unit([first, second])
        return Comparison(first, relation, second, tuple(self.demands), relation == "==")

    def _comparable(self, left: Node, relation: str, right: Node) -> tuple[Amount | Words, Amount | Words]:
        """Both sides; a literal beside a date is read as a date, and one of several days by the end that counts."""
        first, second = self.value(left), self.value(right)
        if isinstance(first, Amount) and first.unit == DATE and (period := read_date(right)):
            second = self._literal_date(period, relation)
        elif isinstance(second, Amount) and second.unit == DATE and (period := read_date(left)):
            first = self._literal_date(period, _MIRRORED[relation])
        return first, second

    def _literal_date(self, period: Period, relation: str) -> Amount:
        """The day that decides an order: before 2024 is before its first day, by 2024 no later than its last."""
        day = {"<": period.first, ">=": period.first, "<=": period.last, ">": period.last}.get(relation)
        return enter_date(period, self.unknowns) if day is None else known_number(Fraction(day.toordinal()), DATE)

    def _note_plain_number(self, left: Node, right: Node, first: Amount, second: Amount) -> None:
        """Remember a bare number above 1 beside a percentage: `rate <= 30` is 3,000 percent."""
        for node, own, other in ((left, first, second), (right, second, first)):
            if isinstance(node, nodes.Number) and own.unit == "" and abs(node.value) > 1 and other.unit in _PERCENT:
                self.plain_beside_percent.append(node)

    def _within(self, item: Node, container: Node) -> Statement:
        """The item lies inside a period, or is one of the values a name stands for."""
        if read_date(container) is None and isinstance(container, nodes.Name) and not self._is_date(container.name):
            options = [one.compare(item, "==", container) for one in self.each([container])]
            return Any(tuple(options)) if options else Fact(FALSE)
        inner = self.date(item)
        outer = amounts.tightest(self.date(container), self.unknowns)
        parts = [
            self.relate(inner, relation, known_number(end, DATE))
            for relation, end in ((">=", outer.low), ("<=", outer.high))
            if end is not None
        ]
        return together(parts) if parts else Fact(TRUE)

    def _is_date(self, name: str) -> bool:
        try:
            return self.names.one(name).kind is Kind.DATE
        except (NotDecidable, KeyError):
            return False

    # --- values ---------------------------------------------------------------------

    def value(self, node: Node) -> Amount | Words:
        """What a part of an expression comes to; errors as `statement`, and NotDecidable where it has no value."""
        match node:
            case nodes.Number(quantity):
                return self._literal(quantity, f"literal@{node.span[0]}")
            case nodes.Date(period):
                return enter_date(period, self.unknowns)
            case nodes.Text(text):
                return Words(frozenset({text}))
            case nodes.Truth(value):
                return Words(frozenset({"true" if value else "false"}))
            case nodes.Name(name):
                return self.enter(self.names.one(name))
            case nodes.Call():
                found = self._call(node)
                if isinstance(found, Amount | Words):
                    return found
        return self._arithmetic(node)

    def amount(self, node: Node) -> Amount:
        """The amount a part of an expression comes to; errors as `value`."""
        value = self.value(node)
        if isinstance(value, Words):
            raise mistake(node, f"'{show(node)}' is a word, not an amount", "compare words with == or !=")
        return value

    def date(self, node: Node) -> Amount:
        """The date a part of an expression names: a year as a plain number and a date in words count.

        Raises:
            UnitError: It names none.
        """
        period = read_date(node)
        found = enter_date(period, self.unknowns) if period else self.amount(node)
        if found.unit != DATE:
            shown = units.dimension_name(found.unit)
            raise UnitError(f"'{show(node)}' is a {shown}, not a date", fix="write a date as 2025-02-24")
        return found

    def enter(self, symbol: Symbol) -> Amount | Words:
        """What a symbol is: an amount in its unit, a date, or a word."""
        if symbol.kind in WORDS:
            values = ("false", "true") if symbol.kind is Kind.BOOLEAN else symbol.values
            return Words(
                frozenset({symbol.word} if symbol.word else values), "" if symbol.word else symbol.name, values
            )
        if symbol.kind in WHOLE:
            self.unknowns.whole.add(symbol.name)
        return self.unknowns.enter(symbol.name, symbol.bound, DATE if symbol.kind is Kind.DATE else symbol.unit)

    def each(self, arguments: Sequence[Node], by: Sequence[str] = ()) -> Iterator[Translator]:
        """This translator for every choice of what the names of the arguments stand for."""
        for argument in arguments:
            for names in self.names.each(nodes.names(argument), by):
                yield replace(self, names=names)

    def each_amount(self, arguments: Sequence[Node]) -> list[Amount]:
        """What an aggregate takes: every argument's amount for every match of its names."""
        return [one.amount(argument) for argument in arguments for one in self.each([argument])]

    def _call(self, node: nodes.Call) -> Amount | Words | Statement:
        from tallystick.meaning.functions import function_of

        return function_of(node).rule(self, node)

    def _literal(self, quantity: Quantity, occurrence: str) -> Amount:
        unit = self.names.unit_of(occurrence, quantity.unit)
        return self.unknowns.enter(f"{occurrence} {unit}", quantity.bound, unit)

    def _arithmetic(self, node: Node) -> Amount:
        match node:
            case nodes.Negate(operand):
                return arithmetic.negate(self.amount(operand))
            case nodes.Sum(terms, signs):
                return self._sum(terms, signs)
            case nodes.Product(factors, signs):
                return self._product(factors, signs)
            case nodes.Power(base, exponent):
                return self._power(base, exponent)
            case nodes.IfThen(condition, consequence, nodes.Node() as otherwise):
                return self._cases(condition, consequence, otherwise)
        raise mistake(node, f"'{show(node)}' is true or false, not an amount", "compare amounts")

    def _sum(self, terms: Sequence[Node], signs: Sequence[int]) -> Amount:
        parts = [self.amount(term) for term in terms]
        for other, part in zip(terms[1:], parts[1:], strict=True):
            self._note_plain_number(terms[0], other, parts[0], part)
        if not any(part.unit == DATE for part in parts):
            return arithmetic.total(parts, signs, self.unknowns)
        result = parts[0]
        for part, sign in zip(parts[1:], signs[1:], strict=True):
            moved = moved_by_calendar(result, part, sign, self.unknowns)
            result = moved or arithmetic.total([result, part], [1, sign], self.unknowns)
        return result

    def _product(self, factors: Sequence[Node], signs: Sequence[int]) -> Amount:
        result = self.amount(factors[0])
        for factor, sign in zip(factors[1:], signs[1:], strict=True):
            part = self.amount(factor)
            result = arithmetic.multiply(result, part, self.unknowns) if sign > 0 else self.divide(result, part, factor)
        return result

    def divide(self, first: Amount, second: Amount, node: Node) -> Amount:
        """First / second, with the demand that it is not zero."""
        found = amounts.tightest(second, self.unknowns)
        if bounds.contains(found, bounds.point(0)):
            says = f"division by '{show(node)}', which {'is' if found.is_point else 'may be'} zero"
            self.demands.append(Demand(second, "!=", says))
        return arithmetic.divide(first, second, self.unknowns)

    def _power(self, base: Node, exponent: Node) -> Amount:
        power = self.amount(exponent).constant
        if power is None or power.denominator != 1:
            raise NotDecidable(f"'{show(exponent)}' as an exponent is not a known whole number")
        raised = arithmetic.power(self.amount(base), abs(int(power)), self.unknowns)
        return raised if power >= 0 else self.divide(known_number(Fraction(1)), raised, base)

    def _cases(self, condition: Node, consequence: Node, otherwise: Node) -> Amount:
        guard = self.statement(condition)
        parts = amounts.in_one_unit([self.amount(consequence), self.amount(otherwise)])
        self.demands.extend(one for part in comparisons(guard) for one in part.demands)
        bound = bounds.hull([amounts.tightest(part, self.unknowns) for part in parts])
        return self.unknowns.compose("if", parts, bound, parts[0].unit, Guard(guard, condition.span))


@dataclass(frozen=True, slots=True)
class Guard:
    """The condition of a number by cases; two are the same where they were written in one place."""

    statement: Statement = field(compare=False)
    written: tuple[int, int]


def mistake(node: Node, what: str, fix: str) -> ExpressionError:
    """The error at a part of the tree."""
    return ExpressionError(what, column=node.span[0] + 1, fix=fix)


def _with_unit_to_write(problem: UnitError, sides: Sequence[Node], found: Sequence[Amount]) -> UnitError:
    """The error with what to write, where a bare number stands beside a duration."""
    for node, own, other in zip(sides, found, reversed(found), strict=True):
        if isinstance(node, nodes.Number) and own.unit == "" and other.unit == "day":
            return UnitError(problem.what, fix=f"write {node.quantity.text} days", code=problem.code)
    return problem
