"""Patterns that are compiled when they are first used: a cold start pays for none that its text does not reach."""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """Stands for a compiled pattern; each method is looked up once."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._made = pattern, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a compiled pattern has
        found = getattr(re.compile(*self._made), name)
        setattr(self, name, found)
        return found


def lazily(text: str, flags: int = 0) -> re.Pattern[str]:
    """The compiled pattern, or what behaves as one.

    >>> lazily("a+").findall("caab")
    ['aa']
    """
    return cast("re.Pattern[str]", _Lazy(text, flags))
