"""Drafts → lines of YAML, with every text quoted and escaped."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tallystick import periods
from tallystick.drafting.claims import Draft
from tallystick.errors import DataError
from tallystick.text import read_quantities

_HEAD = 1_000  # characters in which a text names its own date and title
_LONGEST_TITLE = 200


def claim_lines(draft: Draft) -> Iterator[str]:
    """The lines of one claim."""
    yield f"  - id: {draft.id}"
    yield f"    measure: {draft.measure}"
    for name, member in draft.dimensions:
        yield f"    {name}: {quoted(member)}"
    yield f"    value: {quoted(draft.value)}"
    for key in ("period", "status", "by"):
        if getattr(draft, key):
            yield f"    {key}: {quoted(getattr(draft, key))}"
    if draft.prefix:
        yield f"    quote: {{exact: {quoted(draft.quote)}, prefix: {quoted(draft.prefix)}}}"
    else:
        yield f"    quote: {quoted(draft.quote)}"
    guesses = ", ".join(("subject", *draft.guesses))
    yield f'    note: "drafted; guessed: {guesses}"'


def source_lines(path: str, text: str, date: str | None) -> Iterator[str]:
    """What a claims file says of its source: path, title and date, guesses marked."""
    yield "# Drafted from the text: check every claim, and above all what its note says is guessed."
    yield "sources:"
    yield f"  - path: {quoted(path)}"
    title = text.lstrip().split("\n", 1)[0].strip().lstrip("# ")
    if title and len(title) <= _LONGEST_TITLE:
        yield f"    title: {quoted(title)}  # a guess: the first line"
    known = date or first_date(text)
    if known:
        yield f"    date: {quoted(known)}" + ("" if date else "  # a guess: the first day named")
    yield f"source: {quoted(path)}"


def first_date(text: str) -> str:
    """The first whole day that the head of a text names, in ISO 8601; "" when it names none."""
    for mention in read_quantities(text[:_HEAD]):
        if mention.kind != "date":
            continue
        try:
            found = periods.parse_date(mention.text)
        except DataError:
            continue
        if found.first is not None and found.first == found.last:
            return found.first.isoformat()
    return ""


def quoted(text: str) -> str:
    r"""A text between double quotes, as YAML and JSON both read it.

    >>> print(quoted('say "5\t%"'))
    "say \"5\t%\""
    """
    plain = json.dumps(text, ensure_ascii=False)
    # YAML takes some characters for line ends, or refuses them, where JSON does not.
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in plain)
