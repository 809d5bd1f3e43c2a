"""A written value → the record its measure's kind asks for, and the findings a unit or range gives rise to."""

from __future__ import annotations

from dataclasses import dataclass

from tallystick import bounds, periods, schema, units
from tallystick.errors import DataError, PeriodError, UnitError
from tallystick.model import Category, Claim, Kind, Measure, Period, Place, Quantity, Schema, Value
from tallystick.reading.fields import Problems, nearest
from tallystick.text import read_value

_TRUTHS = {"true": "true", "yes": "true", "false": "false", "no": "false"}
MAX_VALUE = 2_000


@dataclass(frozen=True, slots=True)
class Reader:
    """How values of one measure are read; `day` is the date of the claim's source."""

    measure: Measure
    schema: Schema
    day: Period | None = None
    digits: int | None = None

    def read(self, text: str, place: Place, identity: str, problems: Problems) -> Value | None:
        """The value, or None when a finding says why there is none."""
        try:
            if len(text) > MAX_VALUE:
                raise DataError(f"a value of {len(text):,} characters")
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
            case Kind.RANK | Kind.COUNT:
                return read_value(text, digits=self.digits)
            case _:
                return read_value(text, unit=self.measure.unit, readings=self.schema.readings, digits=self.digits)

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
        found = periods.parse_date(text, source_date=self.day)
        said = periods.weekday_said(text)
        if said and found.first and found.first == found.last and periods.weekday(found.first) != said:
            shown = periods.weekday(found.first)
            message = f"'{text}' of '{identity}': {found.first} is a {shown}, not a {said}"
            problems.add("PD01", message, place, fix="correct the weekday or the date", claim=identity)
        return found


def _duration(text: str) -> Quantity:
    try:
        return periods.parse_duration(text)
    except PeriodError:
        return read_value(text)


def check_value(claim: Claim, measure: Measure, place: Place, known: Schema, problems: Problems) -> None:
    """Find a unit that does not go with the measure, an ambiguous one, or a value outside the range."""
    value = claim.value
    if not isinstance(value, Quantity):
        return
    _check_reading(claim, value, place, known, problems)
    try:
        bound = schema.allowed(claim, measure)
    except UnitError as problem:
        message = f"'{claim.id}': {problem.what}"
        problems.add(problem.code, message, place, fix=problem.fix, claim=claim.id)
        return
    if bound is None:
        limits = show_range(measure)
        message = f"'{claim.id}' says {value.text}, outside the range of {measure.name} ({limits})"
        problems.add("SC01", message, place, fix="correct the value, or widen the range", claim=claim.id)


def _check_reading(claim: Claim, value: Quantity, place: Place, known: Schema, problems: Problems) -> None:
    if len(value.readings) < 2 or _is_declared(value, known):
        return
    options = ", ".join(units.format_unit(unit) for unit in value.readings)
    message = f"'{value.unit_text}' in '{claim.id}' may mean {options}; read as {units.format_unit(value.unit)}"
    word = value.unit_text.split()[0].split("/")[0].rstrip("s") if value.unit_text else "ton"
    fix = f"say which under readings: in schemas/, as '{word}: {value.readings[0]}'"
    problems.add("UN02", message, place, fix=fix, claim=claim.id)


def _is_declared(value: Quantity, known: Schema) -> bool:
    words = {word for part in value.unit_text.split() for word in part.split("/")}
    return any(word in known.readings or word.rstrip("s") in known.readings for word in words)


def show_range(measure: Measure) -> str:
    """The range of a measure in words, in its unit.

    >>> show_range(Measure("rate", unit="percent", range=bounds.at_least(0)))
    'at least 0 %'
    """
    low, high = measure.range.low, measure.range.high
    unit = f" {units.format_unit(measure.unit)}" if measure.unit else ""
    if low is not None and high is not None:
        return f"{bounds.show_number(low)} .. {bounds.show_number(high)}{unit}"
    if low is not None:
        return f"at least {bounds.show_number(low)}{unit}"
    return f"at most {bounds.show_number(high)}{unit}" if high is not None else "any value"
