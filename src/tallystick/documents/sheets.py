"""A sheet of a workbook → its rows as text, numbers as they are stored; for tables, whose cells are data."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import date, datetime

from tallystick.errors import ReadError


def sheet_rows(name: str, raw: bytes, sheet: str) -> list[tuple[int, list[str]]]:
    """The number of each row, from 1, and its cells.

    Args:
        name: Of the file, for messages.
        sheet: Its name; "" for the first that holds any cell.

    Raises:
        ReadError: it is no workbook, has no such sheet, or openpyxl is not installed.
    """
    try:
        import openpyxl
    except ImportError:
        raise ReadError(f"{name} needs openpyxl", fix="pip install 'tallystick[docs]'") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True, read_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as problem:
        raise ReadError(f"{name} is no workbook: {problem}", fix="save it as .xlsx again") from None
    known = [one for one in book.worksheets if sheet in ("", one.title)]
    if not known:
        titles = ", ".join(book.sheetnames)
        raise ReadError(f"{name} has no sheet '{sheet}'", fix=f"use one of {titles}")
    try:
        for one in known:
            rows = [(at, [_as_text(value) for value in row]) for at, row in enumerate(one.values, 1)]
            if any(any(cells) for _, cells in rows):
                return rows
        return []
    finally:
        book.close()


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.min.time() else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()
