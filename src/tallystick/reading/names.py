"""Names of members of dimensions: which are aliases of one, and which look as if they were."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from tallystick.model import Check, Claim, Finding
from tallystick.reading.fields import Fields, Problems, as_texts

_ANY = ""  # stands for every dimension
# What may part the words of a name; between two digits it parts numbers, and stays.
_PARTING = re.compile(r"(?<!\d)[\s_-]+|[\s_-]+(?!\d)")
_SHOWN = 5
Aliases = Mapping[tuple[str, str], str]  # (dimension, spelling) → the name; dimension "" for all


def read_aliases(fields: Fields, problems: Problems, known: dict[tuple[str, str], str]) -> None:
    """Take the `aliases` of a schema: name → its other spellings, for all dimensions or under the name of one."""
    written = fields.get("aliases")
    if written is None:
        return
    if not isinstance(written, Fields):
        problems.add(
            "SC10", "'aliases' is no mapping", fields.at("aliases"), fix="write aliases: {Vietnam: [Viet Nam]}"
        )
        return
    for name, others in written.items():
        if isinstance(others, Fields):
            for member in others:
                _take(name, member, others, problems, known)
        else:
            _take(_ANY, name, written, problems, known)
    for (dimension, spelling), name in known.items():
        if (dimension, name) in known:
            message = f"'{name}' is an alias of '{known[dimension, name]}' and has '{spelling}' as one itself"
            problems.add("RD03", message, fields.at("aliases"), fix="name all spellings under one name")


def _take(dimension: str, name: str, fields: Fields, problems: Problems, known: dict[tuple[str, str], str]) -> None:
    for spelling in as_texts(fields, name, problems):
        first = known.setdefault((dimension, spelling), name)
        if first != name:
            message = f"'{spelling}' is an alias of both '{first}' and '{name}'; the first keeps it"
            problems.add("RD03", message, fields.at(name), fix="remove one of them")


def name_of(dimension: str, written: str, aliases: Aliases) -> str:
    """The name that a spelling stands for: its own, where it is no alias."""
    return aliases.get((dimension, written)) or aliases.get((_ANY, written)) or written


def with_names(check: Check, aliases: Aliases) -> Check:
    """The check with the names its queries ask for in their one spelling."""
    given = tuple(
        replace(query, where={key: name_of(key, wanted, aliases) for key, wanted in query.where.items()})
        for query in check.given
    )
    return replace(check, given=given)


def look_alike(first: str, second: str) -> bool:
    """True when two names differ only in case, accents and what parts their words.

    >>> look_alike("Viet Nam", "Vietnam"), look_alike("Niger", "Nigeria")
    (True, False)
    """
    return _bare(first) == _bare(second)


def _bare(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return _PARTING.sub("", kept.strip()).casefold()


def look_alike_groups(names: Iterable[str]) -> list[list[str]]:
    """Names that look like each other, a list for each two or more.

    >>> look_alike_groups(["Peru", "Viet Nam", "Vietnam"])
    [['Viet Nam', 'Vietnam']]
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[_bare(name)].append(name)
    return [group for group in groups.values() if len(group) > 1]


def find_lookalikes(claims: Iterable[Claim], problems: Problems) -> None:
    """Find the members of a dimension that are written in several ways, each once, at the rarest of them."""
    written: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        for dimension, name in claim.dimensions.items():
            written[dimension, name].append(claim)
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for dimension, name in written:
        groups[dimension, _bare(name)].append(name)
    for (dimension, _), names in groups.items():
        if len(names) > 1:
            _tell(dimension, {name: written[dimension, name] for name in names}, problems)


def _tell(dimension: str, spellings: Mapping[str, list[Claim]], problems: Problems) -> None:
    order = sorted(spellings, key=lambda name: -len(spellings[name]))
    usual, rarest = order[0], spellings[order[-1]]
    counted = [f"'{name}' ({len(spellings[name]):,})" for name in order[:_SHOWN]]
    more = f" … and {len(order) - _SHOWN} more" if len(order) > _SHOWN else ""
    message = f"{dimension} is written {' and '.join(counted)}{more}: one name, or several?"
    others = ", ".join(order[1:_SHOWN])
    fix = f"write one of them, or make them one in schemas/: aliases: {{{usual}: [{others}]}}"
    claims = tuple(claim.id for name in order[1:] for claim in spellings[name])
    problems.append(Finding("SC11", message, claims, rarest[0].place, fix=fix))
