"""Cells of text as numbers: markers and flags set aside, separators taken out, what is no number left to be told.

One convention a file (its dialect), so that no cell is guessed.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from typing import Any

import narwhals as nw

from tallystick.model import Dialect, Role, TableColumn, TableSpec

RAW = "__raw_{}"  # the cell as text, where its column was text; "inf" of a number without an end
FLAGGED = "__flag_{}"  # whether a flag was taken off
EMPTY = ("", "NA", "N/A", "n/a", "n.a.", "NaN", "nan", "null", "NULL", "None", "-", "–", "—", "..", "...", ":", "…")
_PERCENT = ("percent", "%", "per cent")


def numbers(
    frame: nw.LazyFrame[Any], spec: TableSpec, schema: nw.Schema, dialect: Dialect
) -> tuple[nw.LazyFrame[Any], list[str], list[str]]:
    """The rows with every value column as numbers, the columns that were text, and those that hold no numbers at all.

    A cell that stands for no value is null, and so is one that is no number: its text, `__raw_…`, tells them apart.
    """
    values = [column for column in spec.of_role(Role.VALUE) if column.name in schema]
    odd = [one.name for one in values if not _may_be_numbers(schema[one.name])]
    texts = [one for one in values if schema[one.name] == nw.String]
    made: dict[str, nw.Expr] = {}
    for one in values:
        kind = schema[one.name]
        if kind.is_float():
            made |= _finite(one.name)
        elif kind != nw.String and one.name not in odd:
            made[one.name] = nw.col(one.name).cast(nw.Float64) if not kind.is_integer() else nw.col(one.name)
    for one in texts:
        made |= _text(one, spec, dialect)
    frame = frame.with_columns(**made) if made else frame
    if texts:
        frame = frame.with_columns(**{one.name: as_number(nw.col(RAW.format(one.name))) for one in texts})
    raw = [one.name for one in values if one in texts or schema[one.name].is_float()]
    return frame, raw, odd


def _may_be_numbers(kind: nw.dtypes.DType) -> bool:
    return bool(kind.is_numeric()) or kind == nw.String or str(kind) in ("Unknown", "Null")


def _finite(name: str) -> dict[str, nw.Expr]:
    """A number that is one: NaN, which compares as nothing or as greatest, is missing; infinity is told."""
    cell = nw.col(name)
    is_number = ~cell.is_nan() & cell.is_finite()
    return {
        name: nw.when(is_number).then(cell),
        RAW.format(name): nw.when(~cell.is_nan() & ~cell.is_finite()).then(nw.lit("inf")),
    }


def _text(column: TableColumn, spec: TableSpec, dialect: Dialect) -> dict[str, nw.Expr]:
    """The cell without blanks and flags; null where it stands for no value."""
    cell = nw.col(column.name).str.strip_chars()
    flags = [*spec.flags, *(("%",) if column.unit in _PERCENT else ())]
    bare = cell.str.replace_all("\u2212", "-", literal=True)
    if flags:
        pattern = r"\s*(?:" + "|".join(re.escape(flag.strip()) for flag in flags if flag.strip()) + r")+$"
        bare = bare.str.replace_all(pattern, "")
    known = nw.when(~bare.is_in(list(dict.fromkeys((*EMPTY, *spec.missing))))).then(bare)
    found = {RAW.format(column.name): _plain(known, dialect)}
    if spec.flags:
        found[FLAGGED.format(column.name)] = ~known.is_null() & (
            bare != cell.str.replace_all("\u2212", "-", literal=True)
        )
    return found


def _plain(cell: nw.Expr, dialect: Dialect) -> nw.Expr:
    """The cell with a point for a decimal mark and without marks of thousands, where it is a number of the dialect."""
    return (
        nw.when(_is_marked(cell, dialect) & cell.str.contains(number_form(dialect)))
        .then(_unmarked(cell, dialect))
        .otherwise(cell)
    )


def _is_marked(cell: nw.Expr, dialect: Dialect) -> nw.Expr:
    """That a cell holds any mark of the dialect: most hold none, and no pattern is tried on them."""
    marks = {",", dialect.thousands or ",", "\u00a0", "\u202f"} - {".", " "}
    if dialect.decimal == ",":
        marks |= {"."}
    found = (cell.str.contains(mark, literal=True) for mark in sorted(marks))
    return reduce(or_, found, cell.str.contains(" ", literal=True))


def _unmarked(cell: nw.Expr, dialect: Dialect) -> nw.Expr:
    bare = cell.str.replace_all(f"[{_thousands(dialect)}]", "")
    return bare.str.replace_all(",", ".", literal=True) if dialect.decimal == "," else bare


def _thousands(dialect: Dialect) -> str:
    mark = dialect.thousands or ("." if dialect.decimal == "," else ",")
    return " \u00a0\u202f" if mark.isspace() else re.escape(mark) + "\u00a0\u202f"


def number_form(dialect: Dialect) -> str:
    """The pattern of numbers: groups of three (or two, as in India) digits, a decimal mark, an exponent."""
    group, point = _thousands(dialect), re.escape(dialect.decimal or ".")
    whole = rf"[1-9][0-9]{{0,2}}(?:[{group}][0-9]{{2,3}})*[{group}][0-9]{{3}}|[0-9]*"
    return rf"^[+-]?(?:{whole})(?:{point}[0-9]*)?(?:[eE][+-]?[0-9]{{1,3}})?$"


_PLAIN = r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?$"


def is_no_number(name: str) -> nw.Expr:
    """That a cell of a text column holds something, and no number."""
    return ~nw.col(RAW.format(name)).is_null() & nw.col(name).is_null()


def is_before(first: str, second: str, *, is_text: bool) -> nw.Expr:
    """That one column is below another; cells of text as numbers where both are, else as dates are written."""
    left, right = nw.col(first), nw.col(second)
    if not is_text:
        return left < right
    one, two = as_number(left), as_number(right)
    both = ~one.is_null() & ~two.is_null()
    return nw.when(both).then(one < two).otherwise(left.cast(nw.String) < right.cast(nw.String))


def as_number(cell: nw.Expr) -> nw.Expr:
    """The number of a cell of text written plainly; null where it is none."""
    text = cell.cast(nw.String).str.strip_chars()
    # Only texts that are numbers are cast, since a cast of anything else ends the plan.
    return nw.when(text.str.contains(_PLAIN)).then(text).cast(nw.Float64)


# --- what they are printed to ---------------------------------------------------------

MOST, LEAST = 9, -9  # decimals that are told apart; fewer than none are the zeros of round numbers
_RELATIVE = 1e-12


def print_stats(name: str, *, is_text: bool, is_whole: bool) -> dict[str, nw.Expr]:
    """What tells to how many decimals the cells of a column, or of a group of them, are printed."""
    cell = nw.col(name)
    if is_text:
        return _stats_of_text(name)
    if is_whole:
        return {f"{name}@{places}": _is_finer_whole(cell, places) for places in range(LEAST, 0)}
    return {f"{name}@{places}": _is_finer(cell, places) for places in range(LEAST, MOST)}


def _stats_of_text(name: str) -> dict[str, nw.Expr]:
    raw = nw.when(~nw.col(name).is_null()).then(nw.col(RAW.format(name)))
    mantissa = raw.str.replace_all("[eE].*$", "")
    decimals = mantissa.str.replace_all(r"^[^.]*\.?", "").str.len_chars().cast(nw.Int64)
    exponent = nw.when(raw.str.contains("[eE]")).then(raw.str.replace_all(r"^.*[eE]\+?", "")).cast(nw.Int64)
    finest = decimals - exponent.fill_null(0)
    whole = nw.when(mantissa.str.contains("[1-9]") & ~raw.str.contains("[.eE]")).then(mantissa)
    zeros = (whole.str.len_chars() - whole.str.replace_all("0+$", "").str.len_chars()).cast(nw.Int64)
    return {f"{name}@finest": finest.max(), f"{name}@zeros": zeros.min()}


def _is_finer(cell: nw.Expr, places: int) -> nw.Expr:
    scaled = cell.cast(nw.Float64) * 10.0**places
    off = (scaled - scaled.round(0)).abs()
    return _any(off > 1e-6 + scaled.abs() * _RELATIVE)


def _is_finer_whole(cell: nw.Expr, places: int) -> nw.Expr:
    return _any(cell.cast(nw.Int64) % 10**-places != 0)


def _any(flag: nw.Expr) -> nw.Expr:
    # An engine may take no truth together in groups: their greatest number says the same.
    return flag.cast(nw.Int64).max()


def decimals_of(row: dict[str, Any], name: str) -> int:
    """The finest that the cells are printed to, in decimals; below none for round numbers (-3: thousands)."""
    if f"{name}@finest" in row:
        finest = row[f"{name}@finest"] or 0
        return finest if finest > 0 else -int(row[f"{name}@zeros"] or 0)
    finer = [places for places in range(LEAST, MOST) if row.get(f"{name}@{places}")]
    return finer[-1] + 1 if finer else LEAST
