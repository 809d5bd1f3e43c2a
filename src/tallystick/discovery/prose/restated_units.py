"""TX04: one amount in two units that do not convert into each other: "312 m (1,024 ft)", "5 to 10 °C (41–50 °F)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tallystick import bounds, units
from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.said import Said
from tallystick.discovery.prose.sentences import QUANTITY, Sentence
from tallystick.discovery.prose.tying import tie
from tallystick.discovery.stated import Stated, number
from tallystick.errors import DataError
from tallystick.expressions.nodes import Name, Node, Number, Product, Sum
from tallystick.model import Bound, Quantity

_HEDGE = r"(?:(?:about|around|approximately|approx\.?|roughly|ca\.?|nearly|almost|just|some|over|under|more than|less than|up to|circa|c\.|~|≈|=|i\.e\.,?|or|that is,?|equivalent to|equals?|which is|a|an|the|from|between) ?)*"
_ENDS = r"(?: ?(?:to|-|and|by|x|×) ?)"
_FIRST = rf"(?P<a>{QUANTITY})(?:{_ENDS}(?P<a2>{QUANTITY}))?"
_SECOND = rf"(?P<b>{QUANTITY})(?:{_ENDS}(?P<b2>{QUANTITY}))?"
_FORMS = tuple(
    lazily(pattern)
    for pattern in (
        rf"{_FIRST}(?: [a-z-]+){{0,3}} ?[(\[]{_HEDGE}{_SECOND}(?=[)\];,]| (?:high|tall|long|wide|deep|thick|away|above|below|on average|in total)\b)",
        rf"{_FIRST}(?: (?:wide|long|high|tall|deep|thick|across|away|in diameter|in length))?,? (?:or|i\.e\.|that is|equivalent to|equal to|equals|corresponding to|=) {_HEDGE}{_SECOND}(?=[,.;)]|$| )",
        rf"{_FIRST} ?(?:/|=|≈) ?{_HEDGE}{_SECOND}",
    )
)
_BY = lazily(
    r"\b(?:by|(?:rise|increase|fall|drop|decrease|difference|warming|cooling|gain|change|swing|anomaly|gap|spread) of)(?: [a-z]+){0,2} $"
)
# "39.2 °F warmer", "7 °F (4 °C) above": said of the amount itself, not somewhere in the sentence.
_SAID_OF_IT = lazily(
    r"[)\]]? ?(?:above|below|warmer|cooler|colder|hotter|higher|lower|more|less|rise|increase|drop|fall|decrease|difference|warming|cooling)\b"
)
# "Three sacks of 20 kg (60 kg)": what stands in brackets may be all of them.
_EACH_OF = lazily(rf"(?P<n>{QUANTITY})(?: [a-z-]+){{0,2}} (?:of|×|x) $")
_CLOSES = lazily(r"[,.;:()\ue000-\ue7ff]")
_SMALL_DIFFERENCE = 20
_LITTLE = Fraction(1, 100)
_DIFFERENCE = lazily(
    r"\b(?:above|below|warmer|cooler|colder|hotter|higher|lower|more|less|rise|rose|risen|rising|increase\w*|warm(?:ed|ing)|cool(?:ed|ing)|"
    r"drop\w*|fell|fall\w*|difference|anomaly|swing|range of|spread|gap|change\w*|by|within|±|tolerance|accuracy|precision|steps?|increments?|variations?|amplitude|excess|inversion|departure|per|gradient|up|down|warms?|cools?)\b"
)


@dataclass(frozen=True, slots=True)
class _Pair:
    first: Said
    second: Said


def find_restated_units(sentence: Sentence) -> Iterator[Stated]:
    """TX04 for every amount that a sentence gives in two units."""
    if len(sentence.said) < 2:
        return
    taken: set[str] = set()
    for pattern in _FORMS:
        for match in pattern.finditer(sentence.shape):
            for pair in _pairs(sentence, match):
                if pair.second.id not in taken and _restates(pair):
                    taken.add(pair.second.id)
                    yield _stated(sentence, match, pair)


def _pairs(sentence: Sentence, match: re.Match[str]) -> Sequence[_Pair]:
    """Ends of a range meet ends, a single amount meets a single one."""
    one, two = sentence.at(match["a"]), sentence.at(match["b"])
    high, top = match["a2"], match["b2"]
    if high and top:
        return (_Pair(one, two), _Pair(sentence.at(high), sentence.at(top)))
    if high:
        return (_Pair(sentence.at(high), two),)
    return (_Pair(one, two),) if not top else ()


def _restates(pair: _Pair) -> bool:
    """True for two different units of one dimension, neither a bare number, percent or money of two currencies."""
    first, second = pair.first.unit, pair.second.unit
    if " per " in pair.second.figure.value.text and " per " not in pair.first.figure.value.text:
        return False
    if "/" in first and units.is_currency(first.partition(" / ")[0]):
        return False
    if not first or not second or first == second or "percent" in first + second:
        return False
    try:
        if not units.same_dimension(first, second) or units.dimension_name(first) in ("", "number"):
            return False
        if units.is_affine(first):
            return True
        converted = units.convert(pair.first.value, first, second)
        # "2 hours (30 minutes …)" more often names another time than restates the first.
        is_near = converted and Fraction(1, 2) < pair.second.value / converted < 2
        return is_near or not units.same_dimension(first, "day")
    except DataError:
        return False


def _stated(sentence: Sentence, match: re.Match[str], pair: _Pair) -> Stated:
    made: Node = Name(pair.first.id)
    others: list[Node] = []
    if units.is_affine(pair.first.unit):
        behind = _CLOSES.split(sentence.shape[match.end() + 1 : match.end() + 19])[0]
        before = sentence.shape[max(0, match.start() - 40) : match.start()]
        difference = _difference(pair)
        if _SAID_OF_IT.match(behind) or _BY.search(before):
            made = difference
        elif _DIFFERENCE.search(behind):
            others = [difference]
        elif abs(pair.first.value) <= _SMALL_DIFFERENCE and _DIFFERENCE.search(before):
            made, others = difference, [made]
        elif abs(pair.first.value) <= _SMALL_DIFFERENCE:
            others = [difference]
    else:
        others = [*_other_readings(pair), *_all_of_them(sentence, match, pair)]
        others += [Sum((one, slack), (1, 1)) for slack in _to_five(pair.second) for one in (made, *others)]
    # "Up to 30 mph (48 km/h)": a bound restated is the same bound.
    second = pair.second if pair.second.hedge == "~" else replace(pair.second, hedge="")
    return tie("TX04", second, made, sentence=sentence, figures=(pair.first,), otherwise=others)


def _other_readings(pair: _Pair) -> Iterator[Node]:
    """The first with its own or the second's unit as another country means it: the pint of London, not of Boston."""
    for one, way in ((pair.first, 1), (pair.second, -1)):
        for other in _meanings(one):
            ratio = units.convert(Fraction(1), other, one.unit)
            yield Product((Name(pair.first.id), number(ratio)), (1, way))


def _to_five(second: Said) -> Iterator[Node]:
    """The slack of an amount that ends in five, which cooks and tailors round to: half of five, where that is little."""
    half = Fraction(5, 2)
    if second.value % 10 == 5 and half / second.value <= _LITTLE:
        yield Number(Quantity(Bound(-half, half), second.unit, text="2.5"))


def _meanings(one: Said) -> tuple[str, ...]:
    """The other units that the words of a figure may mean."""
    return tuple(unit for unit in one.figure.value.readings if unit != one.unit and _is_like(unit, one.unit))


def _is_like(one: str, other: str) -> bool:
    try:
        return units.same_dimension(one, other)
    except DataError:
        return False


def _all_of_them(sentence: Sentence, match: re.Match[str], pair: _Pair) -> Iterator[Node]:
    found = _EACH_OF.search(sentence.shape[: match.start()])
    count = sentence.at(found["n"]) if found else None
    if count is not None and count.kind == "q" and not count.unit:
        yield Product((Name(count.id), Name(pair.first.id)), (1, 1))


def _difference(pair: _Pair) -> Node:
    """The first as a difference of temperatures in the unit of the second: 2.5 °C are 4.5 °F."""
    shift = -units.convert(Fraction(0), pair.first.unit, pair.second.unit)
    # Converted as written the first brings the offset of its scale, which a difference does not have.
    offset = Number(Quantity(Bound(shift, shift), pair.second.unit, text=bounds.show_number(shift)))
    return Sum((offset, Name(pair.first.id)), (1, 1))
