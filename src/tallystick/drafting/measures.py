"""The measures that drafted claims need: one per dimension, told apart by their subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tallystick.drafting.claims import Draft

_TITLES = {
    "number": "A count, or another number without a unit",
    "percent": "A share or a change in percent",
    "rank": "A place in an order",
    "date": "A day, month or year",
}


def measure_lines(drafts: Iterable[Draft]) -> Iterator[str]:
    """The lines of a schema file, measures in the order of their first claim."""
    known: dict[str, Draft] = {}
    for draft in drafts:
        known.setdefault(draft.measure, draft)
    if not known:
        yield "measures: {}"
        return
    yield "measures:"
    for name, draft in known.items():
        yield f"  {name}:"
        in_words = f"What is measured in {draft.unit}" if draft.unit else "Numbers of a table"
        yield f"    title: {_TITLES.get(name, in_words)}"
        yield f"    kind: {draft.kind}" if draft.kind != "quantity" else f'    unit: "{draft.unit}"'
        yield f"    dimensions: [{', '.join(name for name, _ in draft.dimensions)}]"
    if any("metric_ton" in draft.unit for draft in known.values()):
        yield "readings:"
        yield "  ton: metric_ton  # a guess: short_ton and long_ton are the other readings"
