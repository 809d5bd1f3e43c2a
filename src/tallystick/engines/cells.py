"""Cells of text as numbers: missing markers set aside, separators taken out, what is no number left to be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from tallystick.model import Role, TableSpec

RAW = "__raw_{}"  # the cell as text, where its column was text
_NUMBER = r"^[+-]?(?:[0-9][0-9,]*)?(?:\.?[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?$"
_HAS_DIGIT = r"[0-9]"
_EMPTY = ("", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "-", "–", "..", "...", ":")


def numbers(frame: nw.LazyFrame[Any], spec: TableSpec, schema: nw.Schema) -> tuple[nw.LazyFrame[Any], list[str]]:
    """The rows with every value column as numbers, and the columns that were text, kept as `__raw_…`.

    A cell that stands for no value is null, and so is one that is no number: its text tells them apart.
    """
    values = [column.name for column in spec.of_role(Role.VALUE) if column.name in schema]
    texts = [name for name in values if schema[name] == nw.String]
    floats = [name for name in values if name not in texts and schema[name].is_float()]
    made = {name: _finite(name) for name in floats}
    for name in texts:
        made[RAW.format(name)] = _text(name, (*_EMPTY, *spec.missing))
    frame = frame.with_columns(**made) if made else frame
    return frame.with_columns(**{name: _number(nw.col(RAW.format(name))) for name in texts}) if texts else frame, texts


def _finite(name: str) -> nw.Expr:
    """A number that is one: NaN, which compares as nothing or as greatest, is missing."""
    cell = nw.col(name)
    return nw.when(~cell.is_nan()).then(cell)


def _text(name: str, missing: Sequence[str]) -> nw.Expr:
    """The cell without blanks; null where it stands for no value."""
    cell = nw.col(name).str.strip_chars()
    return nw.when(~cell.is_in(list(dict.fromkeys(missing)))).then(cell)


def _number(cell: nw.Expr) -> nw.Expr:
    """The number of a cell of text; null where it is none."""
    is_number = cell.str.contains(_NUMBER) & cell.str.contains(_HAS_DIGIT)
    # Only texts that are numbers are cast, since a cast of anything else ends the plan.
    return nw.when(is_number).then(cell.str.replace_all(",", "", literal=True)).cast(nw.Float64)


def is_no_number(name: str) -> nw.Expr:
    """That a cell of a text column holds something, and no number."""
    return ~nw.col(RAW.format(name)).is_null() & nw.col(name).is_null()


def is_before(first: str, second: str, *, is_text: bool) -> nw.Expr:
    """That one column is below another; cells of text as numbers where both are, else as dates are written."""
    left, right = nw.col(first), nw.col(second)
    if not is_text:
        return left < right
    one, two = _number(left), _number(right)
    both = ~one.is_null() & ~two.is_null()
    return nw.when(both).then(one < two).otherwise(left < right)
