"""Claim files in every format → one `Fields` a file: `claims` as records, the file's other keys beside them.

CSV and Parquet rows, JSON Lines and JSON objects carry the same names as YAML keys, and meet the same findings.
"""

from __future__ import annotations

from pathlib import Path

from tallystick.model import Place
from tallystick.reading.delimited import read_csv
from tallystick.reading.fields import Fields, Items, Problems
from tallystick.reading.json_text import read_json, read_json_lines
from tallystick.reading.sources import place_of_byte
from tallystick.reading.yaml_text import read_yaml

MAX_BYTES = 256 * 2**20


def read_text(raw: bytes, path: str, problems: Problems) -> str | None:
    """The text of a file in UTF-8, with or without a byte order mark; None (RD01) when it is not."""
    if len(raw) > MAX_BYTES:
        problems.add("RD01", f"the file has {len(raw):,} bytes, more than {MAX_BYTES:,}", Place(path), fix="split it")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        place = place_of_byte(raw, problem.start, path)
        message = f"byte 0x{raw[problem.start]:02x} at offset {problem.start} is not UTF-8"
        problems.add("RD01", message, place, fix="save the file as UTF-8")
        return None
    if not text.strip():
        problems.add("RD01", "the file is empty", Place(path, 1, 1), fix="fill the file, or remove it")
        return None
    return text


def read_claim_file(file: Path, raw: bytes, path: str, problems: Problems) -> Fields | None:
    """The records of one claim file, whatever its format; None when a finding says why not."""
    suffix = file.suffix.lower()
    if suffix == ".parquet":
        from tallystick.reading.parquet import read_parquet

        return _file_of(path, read_parquet(raw, path, problems))
    text = read_text(raw, path, problems)
    if text is None:
        return None
    if suffix == ".csv":
        return _file_of(path, Items(read_csv(text, path, problems)))
    if suffix == ".jsonl":
        return _file_of(path, read_json_lines(text, path, problems))
    return read_json(text, path, problems) if suffix == ".json" else read_yaml(text, path, problems)


def _file_of(path: str, claims: Items) -> Fields:
    fields = Fields(Place(path, 1, 1))
    fields["claims"] = claims
    return fields
