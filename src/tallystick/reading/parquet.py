"""Parquet → rows of data as they would be written by hand; polars is imported only here and for tables."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

from tallystick.model import Place
from tallystick.reading.delimited import has_columns_of_claims, read_cell
from tallystick.reading.fields import Datum, Fields, Items, Problems
from tallystick.reading.json_text import Located


def read_frame(raw: bytes, path: str, problems: Problems) -> Any:  # noqa: ANN401 - polars stays out of signatures
    """The Polars frame of a file; None, with a finding RD01, when it is broken.

    Columns of 32-bit floats become texts: in 64 bits they would print digits nobody wrote.
    """
    import polars as pl

    try:
        frame = pl.read_parquet(io.BytesIO(raw))
        return frame.with_columns(pl.col(pl.Float32).cast(pl.String))
    except (OSError, ValueError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as problem:
        what = str(problem).splitlines()[0] if str(problem) else "it does not parse"
        problems.add("RD01", f"broken Parquet: {what}", Place(path), fix="write the file again")
        return None


def read_parquet(raw: bytes, path: str, problems: Problems) -> Items:
    """The rows of a Parquet file as records; the line of a place is the row's number, from 1."""
    frame = read_frame(raw, path, problems)
    rows = Items()
    if frame is None or not has_columns_of_claims(frame.columns, Place(path), problems):
        return rows
    for number, record in enumerate(frame.iter_rows(named=True), start=1):
        place = Place(path, number)
        row = Fields(place)
        for name, value in record.items():
            row[name] = _datum(name, value, place, problems)
        rows.append(row)
        rows.places.append(place)
    return rows


def _datum(name: str, value: object, place: Place, problems: Problems) -> Datum:
    if isinstance(value, str):
        if name in ("quote", "dimensions", "allow") and value[:1] in ("[", "{"):
            return read_cell(value, place)
        return value.strip() or None
    return Located("", problems).wrap(as_written(value), place)


def as_written(value: object) -> object:
    """A value as it would be written: floats shortest, whole ones without a point, midnights as days.

    >>> as_written(0.1), as_written(5.0), as_written(datetime(2024, 1, 1))
    ('0.1', '5', '2024-01-01')
    """
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict):
        made = {key: as_written(item) for key, item in value.items()}
        return made if any(item is not None for item in made.values()) else None
    if isinstance(value, list):
        return [as_written(item) for item in value]
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    return value if isinstance(value, (bool, type(None))) else str(value)
