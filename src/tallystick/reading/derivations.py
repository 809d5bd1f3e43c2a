"""What claims are derived from: names that are no claim, and circles that lead back to no source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tallystick.model import Claim
from tallystick.reading.fields import Problems
from tallystick.showing import listed, nearest


def check_derivations(claims: Mapping[str, Claim], problems: Problems) -> None:
    """Find derivations from what is no claim, and from oneself."""
    for claim in claims.values():
        for name in claim.derived_from:
            if name not in claims:
                message = f"'{claim.id}' is derived from '{name}', which is no claim{nearest(name, claims)}"
                problems.add("SC09", message, claim.place, fix="name a claim's id", claim=claim.id)
    for first, *others in find_circles(claims):
        shown = listed(others)
        message = f"'{first}' is derived from itself" + (f", through {shown}" if shown else "")
        problems.add("SC09", message, claims[first].place, fix="remove one of the derivations", claim=first)


def find_circles(claims: Mapping[str, Claim]) -> Iterator[tuple[str, ...]]:
    """Circles of derivations, each from the claim at which a walk in the order of the ledger enters it.

    >>> from tallystick.model import Category
    >>> claims = {a: Claim(a, "m", Category("x"), derived_from=(b,)) for a, b in ("ab", "bc", "cb")}
    >>> list(find_circles(claims))
    [('b', 'c')]
    """
    done: set[str] = set()
    for start in claims:
        path = {} if start in done else {start: iter(claims[start].derived_from)}
        while path:
            last = next(reversed(path))
            name = next(path[last], None)
            if name is None:
                del path[last]
                done.add(last)
            elif name in path:
                names = list(path)
                yield tuple(names[names.index(name) :])
            elif name in claims and name not in done:
                path[name] = iter(claims[name].derived_from)
