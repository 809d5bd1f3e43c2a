"""Names of places in the report, safe in a URL and the same on every run: `claim-offer`, `CK01-3f2a…`."""

from __future__ import annotations

import re
from hashlib import sha256

_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")
_LONGEST = 60


def anchor(kind: str, name: str) -> str:
    """The id of an element; a name that had to be changed or cut keeps apart by a hash.

    >>> anchor("claim", "offer"), anchor("claim", "a b") != anchor("claim", "a-b")
    ('claim-offer', True)
    """
    plain = _UNSAFE.sub("-", name)[:_LONGEST]
    if plain != name:
        plain = f"{plain}-{sha256(name.encode()).hexdigest()[:8]}"
    return f"{kind}-{plain}"
