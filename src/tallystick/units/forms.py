"""Which words of running text are units: every form that `units` knows, and the few that need a reason.

The forms themselves stand in definitions.txt, words.txt and currencies.txt; in_text.txt says how text uses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def sections() -> Mapping[str, tuple[str, ...]]:
    """The sections of in_text.txt: heading → its lines."""
    found: dict[str, tuple[str, ...]] = {}
    heading = ""
    for line in Path(__file__).with_name("in_text.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif line.strip() and not line.startswith("#"):
            found[heading] = (*found.get(heading, ()), line)
    return found


@cache
def listed(section: str) -> frozenset[str]:
    """The words of a section of in_text.txt."""
    return frozenset(word for line in sections()[section] for word in line.split())


@cache
def contexts() -> Mapping[str, tuple[tuple[str, frozenset[str]], ...]]:
    """Form → the meanings that it has only near certain words."""
    found: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}
    for line in sections()["context"]:
        head, *near = line.split()
        form, _, meaning = head.partition("=")
        found[form] = (*found.get(form, ()), (meaning, frozenset(near)))
    return found


@cache
def wired() -> Mapping[str, str]:
    """Signs of money as wire copy writes them → ISO 4217 code."""
    found = (pair.rpartition("=") for line in sections()["wire"] for pair in line.split())
    return {sign: code for sign, _, code in found}
