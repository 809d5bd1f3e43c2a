"""The parts of a table's description that only engines read: dialect, the column of measures, checks of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tallystick.errors import ExpressionError
from tallystick.expressions import parse
from tallystick.model import Dialect, Pick, RowCheck
from tallystick.reading.fields import Fields, Problems, as_text, as_texts, records
from tallystick.reading.numbers import read_flag

_DIALECT = ("separator", "decimal", "thousands", "header", "units", "preamble", "encoding", "sheet")
_MEASURE = ("column", "names", "others")
_CHECK = ("id", "assert", "says", "for each", "for_each", "given", "exactly")
_NAMED = {"tab": "\t", "\\t": "\t", "space": " ", "comma": ",", "semicolon": ";", "bar": "|", "point": "."}


def read_dialect(table: str, fields: Fields, problems: Problems) -> Dialect:
    """How a file writes its table, as far as the description says."""
    written = fields.get("dialect")
    if written is None:
        return Dialect()
    if not isinstance(written, Fields):
        fix = "write dialect: {separator: ';', decimal: ','}"
        problems.add("SC10", f"'dialect' of table '{table}' is no mapping", fields.at("dialect"), fix=fix)
        return Dialect()
    problems.unknown_keys(written, _DIALECT, f"'dialect' of table '{table}'")
    preamble = _whole(written, "preamble", problems)
    return Dialect(
        _mark(written, "separator", problems),
        _mark(written, "decimal", problems),
        _mark(written, "thousands", problems),
        1 if (header := _whole(written, "header", problems)) is None else max(header, 1),
        _whole(written, "units", problems) or 0,
        preamble,
        as_text(written, "encoding", problems),
        as_text(written, "sheet", problems),
    )


def _mark(fields: Fields, key: str, problems: Problems) -> str:
    """One character, by itself or by its name."""
    written = fields.get(key)
    text = written if isinstance(written, str) else as_text(fields, key, problems)
    mark = _NAMED.get(text, text)
    if len(mark) > 1:
        problems.add("SC07", f"{key} '{text}' is no single mark", fields.at(key), fix="write one character, or tab")
        return ""
    return mark


def _whole(fields: Fields, key: str, problems: Problems) -> int | None:
    written = as_text(fields, key, problems)
    if written and not written.isdecimal():
        problems.add("SC10", f"{key} '{written}' is no whole number", fields.at(key), fix=f"write {key}: 1")
        return None
    return int(written) if written else None


def read_measure_column(
    table: str, fields: Fields, problems: Problems
) -> tuple[str, tuple[tuple[str, str, str], ...], bool]:
    """The column that names each row's measure, the measures by the names there, and whether others are skipped."""
    written = fields.get("measure")
    if written is None:
        return "", (), False
    if not isinstance(written, Fields):
        return as_text(fields, "measure", problems), (), False
    problems.unknown_keys(written, _MEASURE, f"'measure' of table '{table}'")
    column = as_text(written, "column", problems)
    if not column:
        problems.add("RD04", f"'measure' of table '{table}' has no 'column'", written.place, fix="add column: …")
    names = written.get("names")
    others = as_text(written, "others", problems)
    if others not in ("", "skip"):
        problems.add("SC06", f"others '{others}' is not known", written.at("others"), fix="use skip, or leave it out")
    found = tuple(_names(names, problems)) if isinstance(names, Fields) else ()
    return column, found, others == "skip"


def _names(names: Fields, problems: Problems) -> Iterator[tuple[str, str, str]]:
    for name, value in names.items():
        if isinstance(value, Fields):
            problems.unknown_keys(value, ("measure", "unit"), f"'{name}'")
            yield name, as_text(value, "measure", problems) or name, as_text(value, "unit", problems)
        else:
            yield name, as_text(names, name, problems), ""


def with_defaults_of_iamc(fields: Fields) -> Fields:
    """The description with what the layout says by itself: its key, its columns of measures and units, its years."""
    made = Fields(fields.place, fields.at, fields.key_at)
    made.update(fields)
    made.setdefault("key", ["model", "scenario", "region"])
    if fields.get("measure") is None or (isinstance(fields["measure"], Fields) and "column" not in fields["measure"]):
        own = Fields(fields.place)
        own.update(fields["measure"] if isinstance(fields.get("measure"), Fields) else {})
        own["column"] = "variable"
        made["measure"] = own
    if fields.get("columns") is None:
        years = Fields(fields.place)
        years.update({"unit_column": "unit", "period": "column", "nullable": "true"})
        made["columns"] = Fields(fields.place)
        made["columns"]["1800..2500"] = years
    return made


def read_row_checks(
    table: str, fields: Fields, columns: Mapping[str, object], problems: Problems
) -> tuple[RowCheck, ...]:
    """The checks of a table; one that cannot be read is told, and the others are kept."""
    found: dict[str, RowCheck] = {}
    for record in records(fields, "checks", problems):
        problems.unknown_keys(record, _CHECK, f"a check of table '{table}'")
        identity, holds = as_text(record, "id", problems), as_text(record, "assert", problems)
        for key, text in (("id", identity), ("assert", holds)):
            if not text:
                problems.add("RD04", f"a check of table '{table}' has no '{key}'", record.place, fix=f"add {key}: …")
        if not identity or not holds:
            continue
        if identity in found:
            problems.add(
                "RD03", f"check '{identity}' is there twice; the first is kept", record.place, fix="rename one"
            )
            continue
        try:
            parse(holds)
        except ExpressionError as problem:
            message = f"check '{identity}' cannot be read: {problem.what}"
            problems.add("CK06", message, record.at("assert"), fix=problem.fix)
            continue
        found[identity] = RowCheck(
            identity,
            holds,
            as_text(record, "says", problems),
            as_texts(record, "for each", problems) or as_texts(record, "for_each", problems),
            tuple(_picks(record, columns, problems)),
            read_flag(record, "exactly", problems),
            record.at("assert"),
        )
    return tuple(found.values())


def _picks(record: Fields, columns: Mapping[str, object], problems: Problems) -> Iterator[Pick]:
    given = record.get("given")
    if given is None:
        return
    if not isinstance(given, Fields):
        fix = "write given: {world: {column: co2, country: World}}"
        problems.add("SC10", "'given' is no mapping", record.at("given"), fix=fix)
        return
    for name, where in given.items():
        if not isinstance(where, Fields):
            problems.add("SC10", f"'{name}' is no mapping", given.at(name), fix="write {column: …, country: …}")
            continue
        column = as_text(where, "column", problems) or as_text(where, "measure", problems)
        if not column and len(columns) == 1:
            column = next(iter(columns))
        rest = tuple((key, as_text(where, key, problems)) for key in where if key not in ("column", "measure"))
        yield Pick(name, column, rest)
