"""Files of others, read: JSON with limits and one clear error, and what was left out, counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tallystick.errors import ReadError

_MAX_BYTES = 256 * 2**20


def read_json_object(path: Path, what: str) -> dict[str, Any]:
    """The object that a JSON file holds.

    Raises:
        ReadError: it is no JSON, or holds no object.
    """
    found = read_json(path, what)
    if not isinstance(found, dict):
        raise ReadError(f"{what} is an object, and this is none", place=path.as_posix(), fix="name another file")
    return found


def read_json(path: Path, what: str) -> Any:  # noqa: ANN401 - JSON
    """What a JSON file holds.

    Raises:
        ReadError: it is no JSON, too large, or too deep.
    """
    try:
        raw = path.read_bytes()
        if len(raw) > _MAX_BYTES:
            raise ReadError(f"the file has more than {_MAX_BYTES:,} bytes", place=path.as_posix(), fix="split it")
        return json.loads(raw.decode("utf-8-sig"), parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as problem:
        if isinstance(problem, ReadError):
            raise
        said = str(problem).splitlines()[0]
        raise ReadError(f"{what} cannot be read: {said}", place=path.as_posix(), fix="mend the file") from None
    except OSError as problem:
        said = (problem.strerror or "it cannot be read").lower()
        raise ReadError(f"{what} cannot be read: {said}", place=path.as_posix(), fix="make it readable") from None


def counted(reasons: Iterable[str]) -> tuple[str, ...]:
    """What was left out, one line a reason with its count.

    >>> counted(["no quote", "no quote", "no unit"])
    ('no quote (2)', 'no unit')
    """
    return tuple(f"{reason} ({count:,})" if count > 1 else reason for reason, count in Counter(reasons).items())
