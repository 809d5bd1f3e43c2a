"""The fields of a rule set: their kinds, found from how rules use them, and the values of a record.

A field that is compared with words is a category, with `true` a boolean, with a date a date; else a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from itertools import pairwise
from math import isinf

from tallystick.bounds import EVERYTHING, at_least
from tallystick.errors import ReadError
from tallystick.expressions import nodes, walk
from tallystick.expressions.nodes import Node
from tallystick.meaning import Names, Symbol
from tallystick.model import WHOLE, WORDS, Bound, Kind, Measure, Period, Quantity

Value = Fraction | str
Given = object  # what a caller may put into a record: numbers, words, dates, None


@dataclass(frozen=True, slots=True)
class Fields(Names):
    """The fields of a rule set by name, as `translate` asks for them."""

    measures: Mapping[str, Measure]
    words: Mapping[str, tuple[str, ...]]  # every word worth telling apart, where two fields are compared

    def one(self, name: str) -> Symbol:
        """See `Names`."""
        return symbol_of(name, self.measures[name], self.words.get(name, ()))

    def each(self, names: Sequence[str], by: Sequence[str] = ()) -> Iterator[Names]:  # noqa: ARG002 - one record
        """See `Names`."""
        yield self


def symbol_of(name: str, measure: Measure, words: tuple[str, ...] = ()) -> Symbol:
    """The unknown of a field; of its range, only that it is never negative."""
    low = measure.range.low
    bound = at_least(0) if low is not None and low >= 0 else EVERYTHING
    return Symbol(name, measure.kind, measure.unit, words or measure.values, bound)


def declared(fields: Mapping[str, str | Kind | Measure]) -> dict[str, Measure]:
    """The fields whose kind is given: a kind, a unit with `quantity`, or a whole measure."""
    found: dict[str, Measure] = {}
    for name, given in fields.items():
        if isinstance(given, Measure):
            found[name] = given
            continue
        kind, _, unit = str(given).partition(" ")
        if kind not in {each.value for each in Kind}:
            near = get_close_matches(kind, [each.value for each in Kind], 1)
            hint = f" (nearest: '{near[0]}')" if near else ""
            raise ReadError(f"'{kind}' is no kind of field{hint}", fix=f"use one of {', '.join(Kind)}")
        found[name] = Measure(name, Kind(kind), unit=_canonical(unit))
    return found


def _canonical(unit: str) -> str:
    if not unit.strip():
        return ""
    from tallystick import units

    return units.parse_unit(unit.strip()).canonical


def find_fields(trees: Iterable[Node], known: Mapping[str, Measure]) -> Fields:
    """The fields that rules use, with their kinds."""
    trees = list(trees)
    kinds: dict[str, Kind] = {name: measure.kind for name, measure in known.items()}
    literal: dict[str, dict[str, None]] = {}
    for tree in trees:
        _read_statement(tree, kinds, literal)
    pairs = [pair for tree in trees for pair in _name_pairs(tree)]
    for _ in pairs:
        for first, second in pairs:
            if first in kinds or second in kinds:
                kinds.setdefault(first, kinds.get(second, Kind.QUANTITY))
                kinds.setdefault(second, kinds[first])
    used = dict.fromkeys(part.name for tree in trees for part in walk(tree) if isinstance(part, nodes.Name))
    measures = {name: known.get(name) or Measure(name, kinds.get(name, Kind.QUANTITY)) for name in [*known, *used]}
    return Fields(measures, _alphabets(pairs, measures, literal))


def _read_statement(node: Node, kinds: dict[str, Kind], literal: dict[str, dict[str, None]]) -> None:
    """Note what each name must be, from where it stands."""
    waiting = [(node, True)]
    while waiting:
        here, is_statement = waiting.pop()
        match here:
            case nodes.Name(name) if is_statement:
                kinds.setdefault(name, Kind.BOOLEAN)
            case nodes.Compare(operands):
                for left, right in pairwise(operands):
                    _read_pair(left, right, kinds, literal)
                    _read_pair(right, left, kinds, literal)
                waiting.extend((part, False) for part in operands)
            case nodes.Member(item, options):
                for option in options:
                    _read_pair(item, option, kinds, literal)
            case nodes.Within(nodes.Name(name)):
                kinds.setdefault(name, Kind.DATE)
            case nodes.And() | nodes.Or() | nodes.Not() | nodes.IfThen():
                waiting.extend((part, is_statement) for part in nodes.children(here))
            case nodes.Missing():
                pass
            case _:
                waiting.extend((part, False) for part in nodes.children(here))


def _read_pair(item: Node, other: Node, kinds: dict[str, Kind], literal: dict[str, dict[str, None]]) -> None:
    if not isinstance(item, nodes.Name):
        return
    match other:
        case nodes.Text(text):
            kinds.setdefault(item.name, Kind.CATEGORY)
            literal.setdefault(item.name, {})[text] = None
        case nodes.Truth():
            kinds.setdefault(item.name, Kind.BOOLEAN)
        case nodes.Date() | nodes.Call("date"):
            kinds.setdefault(item.name, Kind.DATE)


def _name_pairs(tree: Node) -> list[tuple[str, str]]:
    """Names compared directly with names: both are of one kind."""
    return [
        (left.name, right.name)
        for part in walk(tree)
        if isinstance(part, nodes.Compare)
        for left, right in pairwise(part.operands)
        if isinstance(left, nodes.Name) and isinstance(right, nodes.Name)
    ]


def _alphabets(
    pairs: Sequence[tuple[str, str]], measures: Mapping[str, Measure], literal: Mapping[str, Mapping[str, None]]
) -> dict[str, tuple[str, ...]]:
    """For fields compared with each other: the words told of, and one nobody told of for each field."""
    words = {name for pair in pairs for name in pair if measures[name].kind in WORDS}
    if not words:
        return {}
    told = {text: None for name in sorted(words) for text in (*literal.get(name, ()), *measures[name].values)}
    if any(measures[name].kind is Kind.CATEGORY and not measures[name].values for name in words):
        told.update({f"another word {number}": None for number in range(len(words))})
    return {
        name: measures[name].values or (("false", "true") if measures[name].kind is Kind.BOOLEAN else tuple(told))
        for name in words
    }


def read_record(record: Mapping[str, Given], fields: Fields) -> dict[str, Value | None]:
    """The record's values for the fields that rules use; None where it has none.

    Raises:
        DataError: A value is not of its field's kind.
    """
    return {name: read_field(record[name], measure) for name, measure in fields.measures.items() if name in record}


def infinite(given: Given) -> int:
    """The sign of a value that is infinite; 0 for any other."""
    if isinstance(given, float) and isinf(given):
        return 1 if given > 0 else -1
    return 0


def read_field(given: Given, measure: Measure) -> Value | None:
    """One value as its field's kind wants it; numbers exactly as they print.

    >>> read_field(0.1, Measure("x"))
    Fraction(1, 10)
    """
    if given is None or given != given:  # noqa: PLR0124 - NaN is no value
        return None
    if measure.kind in WORDS:
        return str(given).lower() if isinstance(given, bool) or measure.kind is Kind.BOOLEAN else str(given)
    if measure.kind is Kind.DATE:
        return _read_date(given, measure)
    if isinstance(given, str | Quantity | Bound):
        return _read_number_text(given, measure)
    if isinstance(given, bool) or not isinstance(given, int | float | Fraction | Decimal):
        raise ReadError(f"{given!r} is no number for field '{measure.name}'", fix="give a number")
    if infinite(given):
        raise ReadError(f"{given!r} is no number for field '{measure.name}'", fix="leave it empty, or give a number")
    value = Fraction(repr(given)) if isinstance(given, float) else Fraction(given)
    if measure.kind in WHOLE and value.denominator != 1:
        raise ReadError(f"{given!r} is no whole number for field '{measure.name}'", fix="give a whole number")
    return value


def _read_date(given: Given, measure: Measure) -> Fraction:
    if isinstance(given, date):
        return Fraction(given.toordinal())
    from tallystick.periods import parse_period

    period = given if isinstance(given, Period) else parse_period(str(given))
    if period.first is None or period.first != period.last:
        raise ReadError(f"{given!r} is not one day for field '{measure.name}'", fix="write it as 2025-02-24")
    return Fraction(period.first.toordinal())


def _read_number_text(given: str | Quantity | Bound, measure: Measure) -> Fraction:
    try:
        if isinstance(given, str):
            return Fraction(given.replace(",", ""))
    except ValueError:
        pass
    from tallystick import units
    from tallystick.text import read_value

    quantity = read_value(given, unit=measure.unit) if isinstance(given, str) else given
    bound = (
        quantity if isinstance(quantity, Bound) else units.convert_bound(quantity.bound, quantity.unit, measure.unit)
    )
    if not bound.is_point or bound.low is None:
        raise ReadError(f"{given!r} is not one number for field '{measure.name}'", fix="give one number")
    return bound.low


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like it, in brackets, or nothing."""
    near = get_close_matches(name, list(known), 1)
    return f" (nearest: '{near[0]}')" if near else ""
