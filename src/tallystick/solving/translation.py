"""From an expression's tree to a formula a solver can read. Imports `expressions`, `units` and what lies below.

What the solver cannot judge raises `NotDecidable` (or `ExpressionError`, when the author can mend it);
nothing is left out silently. A quotient brings the demand that its divisor is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from tallystick.errors import ExpressionError, NotDecidable
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.meaning.formula import FALSE, TRUE, Among, Formula, curved, either, every, linear, negate
from tallystick.model import Kind, Period
from tallystick.solving import amounts
from tallystick.solving.amounts import Amount, Polynomial, Quotient
from tallystick.solving.literals import mistake, one_day, whole_number, written_date
from tallystick.solving.matching import DATE, factor_of, matched, power_unit, product_unit, summed
from tallystick.solving.symbols import Symbol, Symbols

_MIRRORED = {"<": ">", "<=": ">=", "==": "==", "!=": "!=", ">": "<", ">=": "<="}


def translate(node: Node, symbols: Symbols) -> Formula:
    """The formula of a statement, with the demand that no divisor is zero.

    Raises:
        ExpressionError: The tree is no statement, or mixes kinds.
        UnitError: Two units do not go together.
        NotDecidable: It is beyond what the solver judges.
    """
    work = _Translation(symbols)
    statement = work.statement(node)
    return every([statement, *work.demands])


def linear_form(node: Node, symbols: Symbols) -> tuple[dict[str, Fraction], str, Fraction] | None:
    """(coefficients, `<` `<=` or `==`, constant) of one linear comparison, unscaled; None for anything else."""
    if not isinstance(node, nodes.Compare) or len(node.relations) != 1 or node.relations[0] == "!=":
        return None
    work = _Translation(symbols)
    if any(isinstance(part, nodes.Text | nodes.Truth) or work.is_word(part) for part in node.operands):
        return None
    left, right = matched(*(work.amount(part) for part in node.operands))
    difference = amounts.total([left, right], [1, -1], left.unit)
    case = difference.cases[0]
    if len(difference.cases) > 1 or any(case.denominator.keys() - {()}) or any(len(m) > 1 for m in case.numerator):
        return None
    sign = -1 if node.relations[0] in (">", ">=") else 1
    relation = _MIRRORED[node.relations[0]] if sign < 0 else node.relations[0]
    terms = {monomial[0]: sign * value for monomial, value in case.numerator.items() if monomial and value}
    return terms, relation, -sign * case.numerator.get((), Fraction(0))


class _Translation:
    """One walk over one tree; gathers what the divisors demand."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
        self.demands: list[Formula] = []
        self.positive: set[str] = set()

    # --- statements -----------------------------------------------------------------

    def statement(self, node: Node) -> Formula:
        """The formula of a tree that is true or false."""
        match node:
            case nodes.And(operands):
                return every(self.statement(part) for part in operands)
            case nodes.Or(operands):
                return either(self.statement(part) for part in operands)
            case nodes.Not(operand):
                return negate(self.statement(operand))
            case nodes.IfThen():
                return self._condition(node)
        return self._simple(node)

    def _simple(self, node: Node) -> Formula:
        match node:
            case nodes.Compare(operands, relations):
                pairs = zip(operands[:-1], relations, operands[1:], strict=True)
                return every(self._compare(left, relation, right) for left, relation, right in pairs)
            case nodes.Member(item, options):
                return either(self._compare(item, "==", option) for option in options)
            case nodes.Within(item, period):
                return self._compare(item, "==", period)
            case nodes.Missing(nodes.Name(name)):
                return Among(absence(self._one(name).name), frozenset({"true"}))
            case nodes.Truth(value):
                return TRUE if value else FALSE
            case nodes.Name(name):
                return self._truth_of(name)
            case nodes.Call("near", arguments):
                return self._near(arguments)
        raise mistake(node, "a value stands where a statement is expected", "compare it with something")

    def _condition(self, node: nodes.IfThen) -> Formula:
        condition = self.statement(node.condition)
        then = either([negate(condition), self.statement(node.consequence)])
        if node.otherwise is None:
            return then
        return every([then, either([condition, self.statement(node.otherwise)])])

    def _truth_of(self, name: str) -> Formula:
        symbol = self._one(name)
        if symbol.kind is not Kind.BOOLEAN:
            raise ExpressionError(f"'{name}' is a {symbol.kind}, not a statement", fix="compare it with something")
        return Among(symbol.name, frozenset({"true"}))

    def _near(self, arguments: Sequence[Node]) -> Formula:
        first, second, share = (self.amount(part) for part in arguments)
        gap = self._absolute(self._total([first, second], [1, -1]))
        limit = self._scaled_by(self._absolute(second), share)
        return self._related(gap, "<=", limit)

    def _compare(self, left: Node, relation: str, right: Node) -> Formula:
        for node, other, way in ((right, left, relation), (left, right, _MIRRORED[relation])):
            if isinstance(node, nodes.Text | nodes.Truth):
                return self._compare_word(other, way, node)
            if isinstance(node, nodes.Date):
                return self._compare_date(self.amount(other), way, node.period)
            if isinstance(node, nodes.Call) and node.function == "date":
                return self._compare_date(self.amount(other), way, written_date(node))
        if self.is_word(left) and self.is_word(right):
            return self._compare_words(left, relation, right)
        return self._related(self.amount(left), relation, self.amount(right))

    def is_word(self, node: Node) -> bool:
        """True for the name of a category or boolean."""
        return isinstance(node, nodes.Name) and self._one(node.name).kind in (Kind.CATEGORY, Kind.BOOLEAN)

    def _compare_word(self, other: Node, relation: str, word: nodes.Text | nodes.Truth) -> Formula:
        text = word.text if isinstance(word, nodes.Text) else str(word.value).lower()
        if isinstance(other, nodes.Text | nodes.Truth):
            mine = other.text if isinstance(other, nodes.Text) else str(other.value).lower()
            return TRUE if (mine == text) == (relation == "==") else FALSE
        if isinstance(word, nodes.Truth) and not isinstance(other, nodes.Name):
            inner = self.statement(other)
            return inner if word.value == (relation == "==") else negate(inner)
        if relation not in ("==", "!="):
            raise mistake(word, f"words have no order: '{relation}' cannot compare them", "use == or !=")
        if not isinstance(other, nodes.Name):
            raise mistake(other, "a number is compared with a word", "compare a name with the word")
        symbol = self._one(other.name)
        if symbol.kind not in (Kind.CATEGORY, Kind.BOOLEAN):
            raise mistake(other, f"'{other.name}' is a {symbol.kind}, not a word", "compare it with a number")
        return Among(symbol.name, frozenset({text}), relation == "==")

    def _compare_words(self, left: Node, relation: str, right: Node) -> Formula:
        first, second = (self._one(node.name) for node in (left, right) if isinstance(node, nodes.Name))
        if relation not in ("==", "!="):
            raise mistake(left, f"words have no order: '{relation}' cannot compare them", "use == or !=")
        if not (first.values or second.values):
            raise NotDecidable(f"'{first.name}' and '{second.name}' are compared, and neither lists its values")
        words = dict.fromkeys([*first.values, *second.values])
        same = either(
            every([Among(first.name, frozenset({word})), Among(second.name, frozenset({word}))]) for word in words
        )
        return same if relation == "==" else negate(same)

    def _compare_date(self, other: Amount, relation: str, period: Period) -> Formula:
        if other.unit != DATE:
            raise ExpressionError("a date is compared with what is no date", fix="compare dates with dates")
        first, last = (None if day is None else Fraction(day.toordinal()) for day in (period.first, period.last))
        ends = {"<": [("<", first)], "<=": [("<=", last)], ">": [(">", last)], ">=": [(">=", first)]}
        inside = [(">=", first), ("<=", last)]
        parts = [
            self._related(other, way, amounts.constant(day, DATE))
            for way, day in ends.get(relation, inside)
            if day is not None
        ]
        return negate(every(parts)) if relation == "!=" else every(parts)

    def _related(self, left: Amount, relation: str, right: Amount) -> Formula:
        left, right = matched(left, right)
        return amounts.compare(left, relation, right, positive=self.positive.__contains__)

    # --- numbers --------------------------------------------------------------------

    def _one(self, name: str) -> Symbol:
        found = self.symbols.all(name)
        if len(found) != 1:
            raise NotDecidable(f"'{name}' stands for {len(found)} values where one is needed")
        return found[0]

    def amount(self, node: Node) -> Amount:
        """The number a tree stands for."""
        match node:
            case nodes.Number():
                return self._number(node)
            case nodes.Date(period):
                return amounts.constant(Fraction(one_day(period).toordinal()), DATE)
            case nodes.Name(name):
                return self._unknown(self._one(name))
            case nodes.Negate(operand):
                return self._total([self.amount(operand)], [-1])
            case nodes.Sum(terms, signs):
                return self._total([self.amount(term) for term in terms], signs)
            case nodes.Product(factors, signs):
                return self._product(factors, signs)
            case nodes.Power(base, exponent):
                return self._power(base, exponent)
            case nodes.Call():
                return self._call(node)
            case nodes.IfThen(condition, consequence, nodes.Node() as otherwise):
                return self._cases(condition, consequence, otherwise)
        raise mistake(node, "a statement stands where a number is expected", "compare numbers with numbers")

    def _cases(self, condition: Node, consequence: Node, otherwise: Node) -> Amount:
        guard = self.statement(condition)
        first, second = matched(self.amount(consequence), self.amount(otherwise))
        return Amount((*_guarded(first, guard), *_guarded(second, negate(guard))), first.unit)

    def _number(self, node: nodes.Number) -> Amount:
        bound = node.quantity.bound
        if not bound.is_point or bound.low is None:
            raise mistake(node, f"'{node.quantity.text}' is a range, not one number", "write one number")
        factor, offset = factor_of(node.unit)
        return amounts.constant(bound.low * factor + offset, node.unit)

    def _unknown(self, symbol: Symbol) -> Amount:
        if symbol.kind in (Kind.CATEGORY, Kind.BOOLEAN):
            raise ExpressionError(f"'{symbol.name}' is a {symbol.kind}, not a number", fix="compare it with a word")
        if symbol.positive:
            self.positive.add(symbol.name)
        if symbol.kind is Kind.DATE:
            return amounts.unknown(symbol.name, Fraction(1), Fraction(0), DATE)
        factor, offset = factor_of(symbol.unit)
        return amounts.unknown(symbol.name, factor, offset, symbol.unit)

    def _total(self, parts: Sequence[Amount], signs: Sequence[int]) -> Amount:
        units = {part.unit for part in parts}
        if len(units) == 1 and (units == {""} or (len(parts) > 2 and all(sign > 0 for sign in signs))):
            return amounts.total(parts, signs, parts[0].unit)
        result = amounts.total(parts[:1], signs[:1], parts[0].unit)
        for part, sign in zip(parts[1:], signs[1:], strict=True):
            left, right, unit = summed(result, part, sign)
            result = amounts.total([left, right], [1, sign], unit)
        return result

    def _product(self, factors: Sequence[Node], signs: Sequence[int]) -> Amount:
        result = self.amount(factors[0])
        for node, sign in zip(factors[1:], signs[1:], strict=True):
            result = self._scaled_by(result, self.amount(node), sign)
        return result

    def _scaled_by(self, first: Amount, second: Amount, sign: int = 1) -> Amount:
        unit = product_unit(first.unit, second.unit, sign)
        if sign > 0:
            return amounts.combine(first, second, amounts.times, unit)
        self._demand_not_zero(second)
        return amounts.combine(first, second, amounts.over, unit)

    def _demand_not_zero(self, amount: Amount) -> None:
        for case in amount.cases:
            self.demands.append(either([negate(case.guard), curved(case.numerator, "!=")]))

    def _power(self, base: Node, exponent: Node) -> Amount:
        amount, power = self.amount(base), whole_number(exponent)
        unit = power_unit(amount.unit, power)
        one = amounts.constant(Fraction(1))
        result = one
        for _ in range(abs(power)):
            result = self._case_wise(result, amount)
        if power < 0:
            self._demand_not_zero(amount)
            result = amounts.combine(one, result, amounts.over, unit)
        return Amount(result.cases, unit)

    def _case_wise(self, first: Amount, second: Amount) -> Amount:
        return amounts.combine(first, second, amounts.times, second.unit)

    def _call(self, node: nodes.Call) -> Amount:
        match node.function:
            case "abs":
                return self._absolute(self.amount(node.arguments[0]))
            case "share":
                part, whole = (self.amount(argument) for argument in node.arguments)
                return self._scaled_by(*matched(part, whole), -1)
            case "growth":
                now, before = (self.amount(argument) for argument in node.arguments)
                ratio = self._scaled_by(*matched(now, before), -1)
                return amounts.total([ratio, amounts.constant(Fraction(1))], [1, -1], ratio.unit)
            case "implied":
                return self.amount(node.arguments[0])
            case "date":
                return amounts.constant(Fraction(one_day(written_date(node)).toordinal()), DATE)
            case "rank":
                return self._rank(node)
            case "sum" | "mean" | "count" | "min" | "max":
                return self._aggregate(node.function, self._members(node.arguments))
        raise NotDecidable(f"{node.function}() is not for the solver")

    def _members(self, arguments: Iterable[Node]) -> list[Amount]:
        members: list[Amount] = []
        for argument in arguments:
            if isinstance(argument, nodes.Name):
                members.extend(self._unknown(symbol) for symbol in self.symbols.all(argument.name))
            else:
                members.append(self.amount(argument))
        return members

    def _aggregate(self, function: str, members: list[Amount]) -> Amount:
        if function == "count":
            return amounts.constant(Fraction(len(members)))
        if not members:
            raise NotDecidable(f"{function}() of nothing")
        if function in ("min", "max"):
            return self._extreme(members, "<=" if function == "min" else ">=")
        whole = self._total(members, [1] * len(members))
        if function == "sum":
            return whole
        return amounts.combine(whole, amounts.constant(Fraction(1, len(members))), amounts.times, whole.unit)

    def _absolute(self, amount: Amount) -> Amount:
        zero = amounts.constant(Fraction(0), amount.unit)
        above = amounts.compare(amount, ">=", zero, positive=self.positive.__contains__)
        opposite = amounts.total([amount], [-1], amount.unit)
        return Amount((*_guarded(amount, above), *_guarded(opposite, negate(above))), amount.unit)

    def _extreme(self, members: list[Amount], relation: str) -> Amount:
        result = members[0]
        for member in members[1:]:
            first, second = matched(result, member)
            guard = amounts.compare(first, relation, second, positive=self.positive.__contains__)
            result = Amount((*_guarded(first, guard), *_guarded(second, negate(guard))), first.unit)
            if len(result.cases) > amounts.MAX_CASES:
                raise NotDecidable(f"more than {amounts.MAX_CASES} cases to tell apart")
        return result

    def _rank(self, node: nodes.Call) -> Amount:
        """1 + how many are greater; those the ledger does not know may be greater as well."""
        name, *by = node.arguments
        if not isinstance(name, nodes.Name) or not all(isinstance(part, nodes.Name) for part in by):
            raise mistake(node, "rank() takes a measure and a dimension", "write rank(output, country)")
        along = by[0].name if by and isinstance(by[0], nodes.Name) else ""
        target, others = self.symbols.peers(name.name, along)
        mine = self._unknown(target)
        counters = [f"{other.name} > {target.name}" for other in others]
        for other, counter in zip(others, counters, strict=True):
            above = self._related(self._unknown(other), ">", mine)
            self.demands.append(
                either(
                    [
                        every([above, linear({counter: 1}, "==", 1)]),
                        every([negate(above), linear({counter: 1}, "==", 0)]),
                    ]
                )
            )
        unseen = f"others > {target.name}"
        self.demands.append(linear({unseen: 1}, ">=", 0))
        counted: Polynomial = {(counter,): Fraction(1) for counter in [*counters, unseen]}
        counted[()] = Fraction(1)
        return Amount((Quotient(counted, {(): Fraction(1)}),), "")


def absence(name: str) -> str:
    """The unknown that says whether `name` has no value."""
    return f"{name} is missing"


def _guarded(amount: Amount, guard: Formula) -> tuple[Quotient, ...]:
    return tuple(Quotient(case.numerator, case.denominator, every([case.guard, guard])) for case in amount.cases)
