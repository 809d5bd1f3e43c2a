"""`<!-- tally: allow TB01 because … -->` in a document: what its author accepts, and from where to where."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tallystick.model import Allow, Document, Finding, Place

_DIRECTIVE = re.compile(r"^\s*tally:\s*(.*)$", re.DOTALL)
_ALLOW = re.compile(
    r"allow\s+(?P<code>[A-Z]{2}\d{2}|[a-z][a-z-]*)(?:\s+because\s+(?P<because>.+?))?(?:\s+until\s+(?P<until>\S+))?\s*$",
    re.DOTALL,
)
_FORM = "write <!-- tally: allow TB01 because … -->"


def allowances(document: Document) -> tuple[list[Allow], list[Finding]]:
    """What the document accepts, each with the characters it speaks of, and the remarks that could not be read.

    A remark speaks of the block it stands in, else of the block that follows it.
    """
    found: list[Allow] = []
    findings: list[Finding] = []
    for at, words in document.comments:
        asked = _DIRECTIVE.match(words)
        if asked is None:
            continue
        place = place_of(document, at)
        read = _read(asked[1], place)
        if isinstance(read, Finding):
            findings.append(read)
            continue
        found += [replace(read, start=start, end=end) for start, end in _reach(document, at)]
    return found, findings


def place_of(document: Document, at: int) -> Place:
    """Line and column of a character of a document, from 1."""
    line = document.text.count("\n", 0, at) + 1
    return Place(document.path, line, at - document.text.rfind("\n", 0, at))


def _read(words: str, place: Place) -> Allow | Finding:
    match = _ALLOW.match(words)
    if match is None:
        shown = " ".join(words.split())[:60]
        return Finding("RD02", f"'tally: {shown}' is no remark that is known", place=place, fix=_FORM)
    if not match["because"]:
        return Finding("RD04", f"'allow {match['code']}' gives no reason", place=place, fix=_FORM)
    until = None
    if match["until"]:
        try:
            until = date.fromisoformat(match["until"])
        except ValueError:
            what = f"'until {match['until']}' is not a day"
            return Finding("RD06", what, place=place, fix="write it as 2027-01-01")
    return Allow(match["code"], " ".join(match["because"].split()), until, place)


def _reach(document: Document, at: int) -> Iterator[tuple[int, int]]:
    """The block that holds a character, else the one that starts behind it."""
    starts = [block.start for block in document.blocks]
    number = bisect_right(starts, at) - 1
    if number >= 0 and document.blocks[number].end > at + 1:
        yield document.blocks[number].start, document.blocks[number].end
    elif number + 1 < len(document.blocks):
        yield document.blocks[number + 1].start, document.blocks[number + 1].end
