"""A written value → the record its measure's kind asks for, and the findings a unit or range gives rise to."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from tallystick import bounds, periods, schema, units
from tallystick.errors import DataError, PeriodError, UnitError
from tallystick.model import Bound, Category, Claim, Kind, Measure, Period, Place, Quantity, Schema, Value
from tallystick.reading.fields import Problems
from tallystick.reading.plain_values import PlainReader
from tallystick.showing import nearest
from tallystick.text import read_value
from tallystick.text.ranks import rank_of

_TRUTHS = {"true": "true", "yes": "true", "false": "false", "no": "false"}
_ORDINAL = re.compile(r"(?:\d+(?:st|nd|rd|th)|[a-z]+(?:-[a-z]+)?)(?: (?:place|largest|biggest))?", re.IGNORECASE)
_WORD = re.compile(r"[^\s/*^]+")
MAX_VALUE = 2_000


@dataclass(frozen=True, slots=True)
class Reader:
    """How values of one measure are read; `day` is the date of the claim's source."""

    measure: Measure
    schema: Schema
    day: Period | None = None
    digits: int | None = None
    plain: PlainReader | None = None

    def read(self, text: str, place: Place, identity: str, problems: Problems) -> Value | None:
        """The value, or None when a finding says why there is none."""
        if len(text) > MAX_VALUE:
            message = f"value of '{identity}' has {len(text):,} characters, more than {MAX_VALUE:,}"
            problems.add("RD06", message, place, fix="write a number and its unit, as 2 million tons", claim=identity)
            return None
        try:
            return self._by_kind(text, place, identity, problems)
        except DataError as problem:
            code = getattr(problem, "code", "RD06") or "RD06"
            fix = problem.fix or "write a number and its unit, as 2 million tons"
            problems.add(code, f"value of '{identity}': {problem.what}", place, fix=fix, claim=identity)
            return None

    def _by_kind(self, text: str, place: Place, identity: str, problems: Problems) -> Value | None:
        match self.measure.kind:
            case Kind.CATEGORY | Kind.BOOLEAN:
                return self._category(text, place, identity, problems)
            case Kind.DATE:
                return self._date(text, place, identity, problems)
            case Kind.DURATION:
                return _duration(text)
            case Kind.RANK:
                return self._whole(_rank(text), identity, place, problems)
            case Kind.COUNT:
                return self._whole(read_value(text, digits=self.digits), identity, place, problems)
            case _:
                plain = self.plain.read(text) if self.plain and self.digits is None else None
                if plain is not None:
                    return plain
                return read_value(text, unit=self.measure.unit, readings=self.schema.readings, digits=self.digits)

    def _whole(self, read: Quantity, identity: str, place: Place, problems: Problems) -> Quantity | None:
        """The value, unless it is a single number with a fraction."""
        low = read.bound.low
        if read.unit or not read.bound.is_point or low is None or low.denominator == 1:
            return read
        message = f"'{read.text}' of '{identity}' is no whole number, which a {self.measure.kind} is"
        problems.add("SC10", message, place, fix="write a whole number", claim=identity)
        return None

    def _category(self, text: str, place: Place, identity: str, problems: Problems) -> Category | None:
        if self.measure.kind is Kind.BOOLEAN:
            known = tuple(_TRUTHS)
            word = _TRUTHS.get(text.lower(), "")
        else:
            known = self.measure.values
            word = text if text in known or not known else ""
        if word:
            return Category(word)
        message = f"'{text[:80]}' is no value of {self.measure.name}{nearest(text, known)}"
        problems.add("SC06", message, place, fix=f"use one of {', '.join(known)}", claim=identity)
        return None

    def _date(self, text: str, place: Place, identity: str, problems: Problems) -> Period:
        said = periods.weekday_said(text)
        found = _day(text, said, self.day)
        if said and found.first and found.first == found.last and periods.weekday(found.first) != said:
            shown = periods.weekday(found.first)
            message = f"'{text}' of '{identity}': {found.first} is a {shown}, not a {said}"
            problems.add("PD01", message, place, fix="correct the weekday or the date", claim=identity)
        return found


def _day(text: str, said: str | None, day: Period | None) -> Period:
    """The date a text names, whose weekday may stand before or behind it."""
    try:
        return periods.parse_date(text, source_date=day)
    except PeriodError:
        rest = re.sub(rf"\(?\b{said}\b\)?,?", "", text, flags=re.IGNORECASE).strip(" ,") if said else ""
        if rest and any(char.isdecimal() for char in rest):
            with suppress(PeriodError):
                return periods.parse_date(rest, source_date=day)
        raise


def _rank(text: str) -> Quantity:
    """The rank of `2`, `rank 2`, `2nd` or `second`."""
    if _ORDINAL.fullmatch(text):
        found = rank_of(text)
        if found.bound.low:
            return found
    return read_value(text)


def _duration(text: str) -> Quantity:
    try:
        return periods.parse_duration(text)
    except PeriodError:
        return read_value(text)


def any_value(measure: Measure, text: str) -> Value:
    """What stands for a value that cannot be read: all that its measure's kind may be."""
    if measure.kind in (Kind.CATEGORY, Kind.BOOLEAN):
        return Category(text)
    if measure.kind is Kind.DATE:
        return Period(text=text, granularity="unread")
    return Quantity(Bound(), measure.unit, text)


def check_value(claim: Claim, measure: Measure, place: Place, known: Schema, problems: Problems) -> None:
    """Find a unit that does not go with the measure, an ambiguous one, or a value outside the range."""
    value = claim.value
    if isinstance(value, Period) and bounds.intersect(periods.to_days(value), measure.range) is None:
        _add_outside(claim, value.text, measure, place, problems)
    if not isinstance(value, Quantity):
        return
    _check_reading(claim, value, place, known, problems)
    try:
        if measure.kind is Kind.DURATION and not units.same_dimension(value.unit, "day"):
            units.convert(Fraction(1), value.unit, "day")
        bound = schema.allowed(claim, measure)
    except UnitError as problem:
        message = f"'{claim.id}': {problem.what}"
        takes_number = not measure.unit and measure.kind is not Kind.DURATION
        fix = f"write a plain number, or give {measure.name} a unit in schemas/" if takes_number else problem.fix
        problems.add(problem.code, message, place, fix=fix, claim=claim.id)
        return
    if bound is None:
        _add_outside(claim, value.text, measure, place, problems)


def _add_outside(claim: Claim, said: str, measure: Measure, place: Place, problems: Problems) -> None:
    message = f"'{claim.id}' says {said}, outside the range of {measure.name} ({show_range(measure)})"
    problems.add("SC01", message, place, fix="correct the value, or widen the range", claim=claim.id)


def _check_reading(claim: Claim, value: Quantity, place: Place, known: Schema, problems: Problems) -> None:
    if len(value.readings) < 2 or _is_declared(value, known):
        return
    options = ", ".join(units.format_unit(unit) for unit in value.readings)
    message = f"'{value.unit_text}' in '{claim.id}' may mean {options}; read as {units.format_unit(value.unit)}"
    problems.add("UN02", message, place, fix=_way_to_settle(value), claim=claim.id)


def _way_to_settle(value: Quantity) -> str:
    """What settles the first ambiguous word of a unit as it was read: a line of `readings:`."""
    for word in _words_of(value):
        options = [unit for unit in units.readings_of(word) if any(_has(one, unit) for one in value.readings)]
        if len(options) > 1:
            taken = next((unit for unit in options if _has(value.unit, unit)), options[0])
            return f"say which under readings: in schemas/, as '{word.removesuffix('s')}: {taken}'"
    return f"write the unit that is meant, as in '{units.format_unit(value.unit)}'"


def _words_of(value: Quantity) -> list[str]:
    """The words of a unit as written, and all of them as one: `fluid_ounces`."""
    words = _WORD.findall(value.unit_text)
    return [*words, "_".join(words)]


def _has(unit: str, part: str) -> bool:
    return f" {part} " in f" {unit} "


def _is_declared(value: Quantity, known: Schema) -> bool:
    return any(word in known.readings or word.rstrip("s") in known.readings for word in _words_of(value))


def show_range(measure: Measure) -> str:
    """The range of a measure in words, in its unit.

    >>> show_range(Measure("rate", unit="percent", range=bounds.at_least(0)))
    'at least 0 %'
    """
    low, high = measure.range.low, measure.range.high
    if measure.kind is Kind.DATE:
        return periods.show(periods.from_days(measure.range))
    unit = f" {units.format_unit(measure.unit)}" if measure.unit else ""
    if low is not None and high is not None:
        return f"{bounds.show_number(low)} .. {bounds.show_number(high)}{unit}"
    if low is not None:
        return f"at least {bounds.show_number(low)}{unit}"
    return f"at most {bounds.show_number(high)}{unit}" if high is not None else "any value"
