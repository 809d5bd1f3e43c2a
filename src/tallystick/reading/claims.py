"""One record → one `Claim`, with a finding for every key and value that cannot be taken as it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tallystick import periods, schema
from tallystick.errors import PeriodError
from tallystick.model import STATUSES, Category, Claim, Kind, Measure, Period, Place, Quote, Schema, Source, Value
from tallystick.reading.fields import Datum, Fields, Problems, as_text, as_texts
from tallystick.reading.names import name_of
from tallystick.reading.numbers import read_allows, read_digits, read_flag, read_weight
from tallystick.reading.plain_values import PlainReader
from tallystick.reading.values import Reader, any_value, check_value
from tallystick.showing import is_near, nearest

KEYS = (
    "id", "measure", "value", "unit", "period", "status", "by", "source", "quote", "scenario", "digits",
    "derived_from", "fixed", "weight", "over", "allow", "note", "dimensions",
)  # fmt: skip
REQUIRED = ("id", "measure", "value")
MAX_ID = 200
# Control characters, and those that turn the direction of a text: what is shown would not be what is meant.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WITHOUT_UNIT = (Kind.RANK, Kind.COUNT, Kind.DATE, Kind.CATEGORY, Kind.BOOLEAN)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a claim is read against: schema, dates of sources, and all known dimension names."""

    schema: Schema
    sources: Mapping[str, Source]
    problems: Problems
    dimensions: frozenset[str] = field(default_factory=frozenset)
    plain: dict[str, PlainReader] = field(default_factory=dict)  # by unit of the measure

    def reader(self, measure: Measure, day: Period | None = None, digits: int | None = None) -> Reader:
        """How values of a measure are read; what is known of its units is kept between claims."""
        if measure.unit not in self.plain:
            self.plain[measure.unit] = PlainReader(measure.unit, self.schema.readings)
        return Reader(measure, self.schema, day, digits, self.plain[measure.unit])


def read_claim(fields: Fields, source: str, around: Surroundings) -> Claim | None:
    """The claim a record makes, or None when a finding says why it makes none.

    Args:
        source: Workspace path of its source; "" when it has none.
    """
    start = len(around.problems)
    identity = as_text(fields, "id", around.problems)
    claim = _read(fields, identity, source, around)
    around.problems.name_claim(start, identity[:MAX_ID])
    return claim


def _read(fields: Fields, identity: str, source: str, around: Surroundings) -> Claim | None:
    problems = around.problems
    if not _is_complete(fields, identity, problems):
        return None
    measure = _measure(fields, identity, around)
    if measure is None:
        return None
    dimensions = _dimensions(fields, identity, measure, around)
    at = fields.at("value")
    value = _value(fields, identity, measure, source, around, at=at)
    # Read whole even where the value cannot be, so that every fault of the record is named.
    claim = Claim(
        id=identity,
        measure=measure.name,
        value=value or Category(""),
        dimensions=dimensions,
        period=_period(fields, identity, problems),
        status=_one_of(fields, "status", STATUSES, problems),
        by=as_text(fields, "by", problems),
        source=source,
        quote=read_quote(fields, problems),
        scenario=as_text(fields, "scenario", problems),
        over=_one_of(fields, "over", schema.OVER, problems, default="each"),
        digits=read_digits(fields, problems),
        derived_from=as_texts(fields, "derived_from", problems),
        fixed=read_flag(fields, "fixed", problems),
        weight=read_weight(fields, "weight", problems),
        allow=read_allows(fields, problems),
        note=as_text(fields, "note", problems),
        place=fields.place,
    )
    if claim.quote and not source and not as_text(fields, "source", Problems()):
        fix = "add source: sources/…, or a source for the whole file"
        problems.add("RD04", f"'{identity}' has a quote and no source", fields.at("quote"), fix=fix, claim=identity)
    if value is None:
        return replace(claim, value=any_value(measure, written_value(fields, measure)), is_unread=True)
    check_value(claim, measure, at, around.schema, problems)
    return claim


def _is_complete(fields: Fields, identity: str, problems: Problems) -> bool:
    """False, with findings, for a record that makes no claim: one of which neither id nor measure is known."""
    for key in REQUIRED:
        if key not in fields:
            _add_missing(fields, key, identity, problems)
        elif _is_blank(fields[key]):
            who = f" of '{identity}'" if identity else ""
            problems.add("SC05", f"'{key}'{who} is empty", fields.at(key), fix=f"write {key}: …", claim=identity)
    if len(identity) > MAX_ID:
        message = f"an id of {len(identity)} characters, more than {MAX_ID}"
        problems.add("SC07", message, fields.at("id"), fix="shorten the id")
        return False
    if _STEERING.search(identity):
        message = f"id {identity!a} holds a character that cannot be shown"
        problems.add("SC07", message, fields.at("id"), fix="write the id in letters, digits and dashes")
        return False
    return not _is_blank(fields.get("measure")) and bool(identity)


def _add_missing(fields: Fields, key: str, identity: str, problems: Problems) -> None:
    """Find a key that is not there; one that is nearly so is named, and is then no unknown key as well."""
    who = f"'{identity}'" if identity else "a claim"
    slip = next((name for name in fields if name not in KEYS and is_near(name, key)), "")
    if slip:
        fix = f"correct '{slip}' to '{key}'"
        problems.add("RD04", f"{who} has no '{key}', but '{slip}'", fields.key_at(slip), fix=fix, claim=identity)
    else:
        problems.add("RD04", f"{who} has no '{key}'", fields.place, fix=f"add {key}: …", claim=identity)


def _is_blank(written: Datum) -> bool:
    return written is None or (isinstance(written, str) and not written.strip())


def _measure(fields: Fields, identity: str, around: Surroundings) -> Measure | None:
    name = as_text(fields, "measure", around.problems)
    known = around.schema.measures
    if name in known or not name:
        return known.get(name)
    message = f"measure '{name}' of '{identity}' is not known{nearest(name, known)}"
    fix = "correct the measure, or define it in schemas/"
    around.problems.add("RD05", message, fields.at("measure"), fix=fix, claim=identity)
    return None


def _dimensions(fields: Fields, identity: str, measure: Measure, around: Surroundings) -> dict[str, str]:
    problems = around.problems
    found: dict[str, str] = {}
    for holder, key in _dimension_keys(fields, problems):
        if key not in measure.dimensions:
            if holder[key] is not None and not _is_slip(holder, key):
                _unknown_key(holder, key, identity, measure, around)
            continue
        text = name_of(key, as_text(holder, key, problems), around.schema.aliases)
        if text and found.setdefault(key, text) != text:
            message = f"{key} of '{identity}' is both '{found[key]}' and '{text}'; the first is kept"
            problems.add("RD03", message, holder.at(key), fix="write it once")
    for name in measure.dimensions:
        if name not in found and not isinstance(fields.get(name), list | dict):
            message = f"'{identity}' names no {name}, which {measure.name} is measured by"
            problems.add("SC02", message, fields.place, fix=f"add {name}: …", claim=identity)
    return found


def _is_slip(fields: Fields, key: str) -> bool:
    """True for a key that a finding has named already, as what a required one is written as."""
    return any(name not in fields and is_near(key, name) for name in REQUIRED)


def _dimension_keys(fields: Fields, problems: Problems) -> list[tuple[Fields, str]]:
    """Where dimensions may stand: among the claim's keys, and under its `dimensions`."""
    given = fields.get("dimensions")
    if given is not None and not isinstance(given, Fields):
        fix = "write dimensions: {country: Chile}, or country: Chile"
        problems.add("SC10", "'dimensions' is no mapping of names", fields.at("dimensions"), fix=fix)
    own = [(fields, key) for key in fields if key not in KEYS]
    return own + ([(given, key) for key in given] if isinstance(given, Fields) else [])


def _unknown_key(fields: Fields, key: str, identity: str, measure: Measure, around: Surroundings) -> None:
    place = fields.key_at(key)
    if key in around.dimensions:
        message = f"{measure.name} is not measured by {key}, which '{identity}' gives"
        fix = f"remove it, or add it to the dimensions of {measure.name}"
        around.problems.add("SC03", message, place, fix=fix, claim=identity)
        return
    near = nearest(key, [*KEYS, *measure.dimensions])
    fix = f"correct the key, or add the dimension '{key}' to {measure.name}"
    around.problems.add("RD02", f"key '{key}' of '{identity}' is not known{near}", place, fix=fix, claim=identity)


def _value(
    fields: Fields, identity: str, measure: Measure, source: str, around: Surroundings, *, at: Place
) -> Value | None:
    text = as_text(fields, "value", around.problems)
    if not text:
        return None
    unit = as_text(fields, "unit", around.problems)
    if unit and measure.kind in _WITHOUT_UNIT:
        message = f"'{identity}' gives a unit, which a {measure.kind} has not"
        around.problems.add("UN03", message, fields.at("unit"), fix="remove the unit, or name another measure")
    elif unit and not _ends_in(text, unit):
        text = f"{text} {unit}"
    known = around.sources.get(source)
    reader = around.reader(measure, known.date if known else None, read_digits(fields, Problems()))
    return reader.read(text, at, identity, around.problems)


def written_value(fields: Fields, measure: Measure) -> str:
    """The value as it stands, whether or not it can be read."""
    text, unit = (as_text(fields, key, Problems()) for key in ("value", "unit"))
    return f"{text} {unit}" if unit and measure.kind not in _WITHOUT_UNIT and not _ends_in(text, unit) else text


def _ends_in(text: str, unit: str) -> bool:
    """True when the value repeats its unit column, as an export of "5 t" with the unit t does."""
    return text.endswith(unit) and not text.removesuffix(unit)[-1:].isalpha()


def _period(fields: Fields, identity: str, problems: Problems) -> Period | None:
    """The period of a claim; one that is `unread`, with a finding, where it cannot be told."""
    met = Problems()
    text = as_text(fields, "period", met)
    if not text and not met:
        return None
    try:
        if text:
            return periods.parse_period(text)
    except PeriodError as problem:
        met.add(problem.code or "RD06", f"period of '{identity}': {problem.what}", fields.at("period"), fix=problem.fix)
    for finding in met:
        message = f"{finding.message}; '{identity}' is left out wherever a period counts"
        problems.add(finding.code, message, finding.place, fix=finding.fix, claim=identity)
    return Period(text=text, granularity="unread")


def _one_of(fields: Fields, key: str, options: tuple[str, ...], problems: Problems, default: str = "reported") -> str:
    text = as_text(fields, key, problems)
    if not text or text in options:
        return text or default
    message = f"{key} '{text}' is not known{nearest(text, options)}"
    problems.add("SC06", message, fields.at(key), fix=f"use one of {', '.join(options)}")
    return default


def read_quote(fields: Fields, problems: Problems) -> Quote | None:
    """The quote of a record: a text, or a mapping of exact, prefix and suffix."""
    written = fields.get("quote")
    if written is None:
        return None
    if isinstance(written, str):
        return _quote_of(written, fields.at("quote"), problems)
    if not isinstance(written, Fields):
        problems.add(
            "SC10", "'quote' is a list, not a text", fields.at("quote"), fix="write quote: and the exact words"
        )
        return None
    problems.unknown_keys(written, ("exact", "prefix", "suffix"), "a quote")
    if written.get("exact") is None:
        problems.add("RD04", "a quote has no 'exact'", written.place, fix="add exact: and the words")
        return None
    exact, prefix, suffix = (as_text(written, key, problems) for key in ("exact", "prefix", "suffix"))
    if not isinstance(written["exact"], str):
        return None
    return _quote_of(exact, written.at("exact"), problems, prefix=prefix, suffix=suffix)


def _quote_of(exact: str, place: Place, problems: Problems, *, prefix: str = "", suffix: str = "") -> Quote | None:
    """The quote of some words, or None (SC05) when there are none."""
    if not exact.strip():
        problems.add("SC05", "the quote is empty", place, fix="quote the exact words, or remove the key")
        return None
    # Spaces at the edge of a prefix or suffix carry no meaning: grounding folds white space.
    return Quote(exact, prefix, suffix)
