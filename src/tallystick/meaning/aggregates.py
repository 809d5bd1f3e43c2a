"""The rules of functions that take all that their names stand for. Imports `translation` and below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from tallystick import bounds
from tallystick.errors import NotDecidable, ReadError
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.expressions.showing import show
from tallystick.meaning import amounts, arithmetic
from tallystick.meaning.amounts import Amount, known_number, tightest
from tallystick.meaning.formula import FALSE, TRUE
from tallystick.meaning.series import place_of
from tallystick.meaning.statements import All, Fact, One, Opposite, Statement
from tallystick.meaning.symbols import Symbol
from tallystick.meaning.translation import Translator, mistake
from tallystick.meaning.words import Words, compare_words
from tallystick.model import Bound, Verdict

_MAX_PAIRS = 20_000


def _listed(work: Translator, call: nodes.Call) -> list[Amount]:
    found = work.each_amount(call.arguments)
    if not found:
        raise NotDecidable(f"nothing to take the {call.function} of: no claim matches")
    return found


def add_up(work: Translator, call: nodes.Call) -> Amount:
    """The sum of all."""
    parts = _listed(work, call)
    return arithmetic.total(parts, [1] * len(parts), work.unknowns)


def average(work: Translator, call: nodes.Call) -> Amount:
    """The mean of all, also of temperatures whose zero is arbitrary."""
    return arithmetic.average(amounts.in_one_unit(_listed(work, call)), work.unknowns)


def extreme(work: Translator, call: nodes.Call) -> Amount:
    """The least or the greatest of all."""
    choose: Callable[[list[Bound]], Bound] = bounds.minimum if call.function == "min" else bounds.maximum
    parts = amounts.in_one_unit(_listed(work, call))
    if len(parts) == 1:
        return parts[0]
    bound = choose([tightest(part, work.unknowns) for part in parts])
    return work.unknowns.compose(call.function, parts, bound, parts[0].unit)


def count(work: Translator, call: nodes.Call) -> Amount:
    """How many there are."""
    sizes = [work.names.size(nodes.names(argument)) for argument in call.arguments]
    known = [size for size in sizes if size is not None]
    if len(known) == len(sizes):
        return known_number(Fraction(sum(known)))
    name = f"count of {show(call)}"
    work.unknowns.whole.add(name)
    return work.unknowns.enter(name, bounds.at_least(0), "")


def rank(work: Translator, call: nodes.Call) -> Amount:
    """1 + how many are greater; of an entity claimed several times, all that its claims allow together."""
    subject, by = call.arguments
    if not isinstance(subject, nodes.Name) or not isinstance(by, nodes.Name):
        raise mistake(call, "rank(x, by) takes two names", "rank a claim among the claims of a `given` name")
    found = work.names.rivals(subject.name, by.name)
    own = _number(found.own.name, work.enter(found.own), call)
    others = [_one_rival(work, group, own.unit, call) for group in found.others]
    mine = tightest(own, work.unknowns)
    told = [bounds.compare(">", tightest(other, work.unknowns), mine) for other in others]
    low = 1 + sum(verdict is Verdict.HOLDS for verdict in told)
    high = 1 + sum(verdict is not Verdict.BREAKS for verdict in told)
    bound = Bound(Fraction(low), None if found.is_open else Fraction(high))
    return work.unknowns.compose("rank", [own, *others], bound, "", found.is_open)


def _number(name: str, value: Amount | Words, call: nodes.Call) -> Amount:
    if isinstance(value, Words):
        raise mistake(call, f"'{name}' is a word, and words have no rank", "rank amounts")
    return value


def _one_rival(work: Translator, group: Sequence[Symbol], unit: str, call: nodes.Call) -> Amount:
    """What the claims of one entity allow together; one of them where they contradict each other."""
    found = [amounts.to_unit(_number(symbol.name, work.enter(symbol), call), unit) for symbol in group]
    if len(found) == 1:
        return found[0]
    each = [tightest(amount, work.unknowns) for amount in found]
    bound = each[0]
    for other in each[1:]:
        bound = bounds.intersect(bound, other) or bounds.hull([bound, other])
    return work.unknowns.compose("entity", found, bound, unit)


def exactly_one(work: Translator, call: nodes.Call) -> Statement:
    """Exactly one of all that the first argument names makes it true, among those alike in the others."""
    first, *by = call.arguments
    return One(tuple(one.statement(first) for one in work.each([first], _by(by))))


def unique_per(work: Translator, call: nodes.Call) -> Statement:
    """No two that are alike in the other arguments have the same first one."""
    first, *by = call.arguments
    found = [one.value(first) for one in work.each([first], _by(by))]
    known = [value.constant if isinstance(value, Amount) else value.known for value in _in_one_unit(found)]
    if all(value is not None for value in known):
        return Fact(TRUE if len(set(known)) == len(known) else FALSE)
    if len(found) ** 2 > _MAX_PAIRS:
        raise NotDecidable(f"unique_per() of {len(found)} values that are not all known")
    return All(tuple(Opposite(_equal(work, a, b, first)) for a, b in combinations(found, 2)))


def _in_one_unit(found: Sequence[Amount | Words]) -> Iterable[Amount | Words]:
    numbers = [value for value in found if isinstance(value, Amount)]
    return amounts.in_one_unit(numbers) if len(numbers) == len(found) and found else found


def _equal(work: Translator, first: Amount | Words, second: Amount | Words, node: Node) -> Statement:
    if isinstance(first, Words) and isinstance(second, Words):
        return Fact(compare_words((node, first), "==", (node, second)))
    if isinstance(first, Amount) and isinstance(second, Amount):
        return work.relate(first, "==", second)
    raise mistake(node, f"'{show(node)}' is a word here and an amount there", "compare values of one kind")


def _by(arguments: Sequence[Node]) -> list[str]:
    for argument in arguments:
        if not isinstance(argument, nodes.Name):
            raise mistake(argument, f"'{show(argument)}' is no name", "name a dimension or a field")
    return [argument.name for argument in arguments if isinstance(argument, nodes.Name)]


def is_linear_sequence(work: Translator, call: nodes.Call) -> Statement:
    """Put in order, the values follow each other at equal steps; from and to the second and third, "" for any."""
    first, *ends = call.arguments
    places = sorted(_place(one.value(first)) for one in work.each([first]))
    if not places:
        return Fact(TRUE)
    for argument, place in zip(ends, (places[0], places[-1]), strict=False):
        if argument != nodes.Text("") and _place(work.value(argument)) != place:
            return Fact(FALSE)
    return Fact(TRUE if len({after - before for before, after in pairwise(places)}) <= 1 else FALSE)


def _place(value: Amount | Words) -> Fraction:
    known = value.constant if isinstance(value, Amount) else value.known
    if known is None:
        raise NotDecidable("a value of the sequence is not known")
    if isinstance(known, Fraction):
        return known
    try:
        return place_of(known)
    except ReadError as problem:
        raise NotDecidable(problem.what) from None
