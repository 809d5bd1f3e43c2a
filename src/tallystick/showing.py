"""Names in a message: the first of many, and the one that is near."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

MOST = 5
_LONGEST = 80  # characters of a word that are compared


def listed(names: Sequence[str], most: int = MOST) -> str:
    """The first names in quotes, and how many more there are.

    >>> listed(["a", "b"]), listed(["a", "b", "c"], 2)
    ("'a', 'b'", "'a', 'b' … and 1 more")
    """
    more = f" … and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(f"'{name}'" for name in names[:most]) + more


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """` (nearest: 'x')` when a known word is near, else nothing.

    >>> nearest("mesure", ["measure", "value"])
    " (nearest: 'measure')"
    """
    found = get_close_matches(word[:_LONGEST], list(known), 1, cutoff)
    return f" (nearest: '{found[0]}')" if found else ""


def is_near(word: str, known: str) -> bool:
    """True for a word that is most likely a slip of another.

    >>> is_near("vaule", "value"), is_near("note", "value")
    (True, False)
    """
    return bool(nearest(word, [known], 0.75))
