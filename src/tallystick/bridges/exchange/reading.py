"""Files of others, read: JSON with limits and one clear error, and what was left out, counted."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

from tallystick.errors import ReadError

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,3})?")
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


def number(written: object) -> Fraction | None:
    """The number of a text, exactly; None where it is none, or too long for anybody to have meant.

    >>> number("1.5e3"), number("1e999999999"), number("NaN")
    (Fraction(1500, 1), None, None)
    """
    text = str(written).strip()
    return Fraction(text) if _NUMBER.fullmatch(text) else None


def counted(reasons: Iterable[str]) -> tuple[str, ...]:
    """What was left out, one line a reason with its count.

    >>> counted(["no quote", "no quote", "no unit"])
    ('no quote (2)', 'no unit')
    """
    return tuple(f"{reason} ({count:,})" if count > 1 else reason for reason, count in Counter(reasons).items())


def items(found: Any) -> list[Any]:  # noqa: ANN401 - JSON
    """What a list holds; the thing itself as the only one, and nothing for null.

    >>> items(["a"]), items("a"), items(None)
    (['a'], ['a'], [])
    """
    return found if isinstance(found, list) else [] if found is None else [found]


def objects(found: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    """The objects that a list holds, or the one that is there."""
    return [one for one in items(found) if isinstance(one, dict)]


def key_of(found: Any, columns: Iterable[str], left: list[str]) -> tuple[str, ...]:  # noqa: ANN401 - JSON
    """The columns that a key names; one that is no column is told."""
    known, named = list(columns), [one for one in items(found) if isinstance(one, str) and one]
    left += [f"'{name}' of the key, which is no column" for name in named if name not in known]
    return tuple(dict.fromkeys(name for name in named if name in known))
