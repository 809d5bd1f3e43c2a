"""Drafts told by the figures of a document: cells get the names of their row and column, ties become checks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from tallystick import bounds, periods
from tallystick.discovery import Stated
from tallystick.drafting.claims import Draft, slug, unused
from tallystick.drafting.writing import quoted
from tallystick.errors import DataError
from tallystick.expressions import show
from tallystick.expressions.nodes import Compare, Name, names
from tallystick.model import Document, Figure, Quantity, Verdict
from tallystick.text import read_value

_LONGEST = 60
_SCALES = ((10**9, " billion"), (10**6, " million"), (10**3, " thousand"), (1, ""))


def name_by_figures(
    drafts: Sequence[Draft], document: Document, figures: Sequence[Figure], taken: dict[str, int]
) -> list[tuple[Draft, str]]:
    """The drafts, those of table cells named by row and column, each with the id of its figure ("" for none)."""
    ordered = sorted(figures, key=lambda one: one.start)
    starts = [figure.start for figure in ordered]
    seen: dict[tuple[str, ...], int] = {}
    named = []
    for draft in drafts:
        at = bisect_right(starts, draft.start) - 1
        figure = ordered[at] if at >= 0 and draft.start < ordered[at].end else None
        told = _of_cell(draft, figure, document, taken, seen) if figure and figure.table >= 0 else draft
        named.append((told, figure.id if figure else ""))
    return named


def _of_cell(
    draft: Draft, figure: Figure, document: Document, taken: dict[str, int], seen: dict[tuple[str, ...], int]
) -> Draft:
    """A draft with the row and column of its cell for dimensions, and the period its header names."""
    row, *others = figure.labels or ("",)
    period = periods.show(figure.period) if figure.period else ""
    column = next((label for label in others if label), "")
    caption = document.tables[figure.table].caption
    measure = measure_of_cells(figure, caption)
    key = (measure, row, column, period)
    seen[key] = seen.get(key, 0) + 1
    label = row if seen[key] == 1 else f"{row} ({seen[key]})"
    taken.pop(draft.id, None)
    value = written_value(figure) or draft.value
    identity = unused(slug(f"{row} {column}"[:_LONGEST]) or draft.id, taken)
    return replace(
        draft,
        id=identity,
        measure=measure,
        unit=figure.value.unit,
        value=value,
        period=period,
        dimensions=(("row", label or draft.id), ("column", column or "value")),
        guesses=tuple(dict.fromkeys((*draft.guesses, "row", "column"))),
    )


def measure_of_cells(figure: Figure, caption: str) -> str:
    """A measure for the cells of one table and unit."""
    name = slug(caption)[:_LONGEST] or f"table_{figure.table + 1}"
    return f"{name}_{slug(figure.value.unit)}" if figure.value.unit else name


def written_value(figure: Figure) -> str:
    """The value of a cell as a claims file may say it, scale and unit of its headers included; "" when none reads back.

    >>> written_value(Figure("a", Quantity(bounds.point(-4500000), "USD", "(4.5)"), "d", 0, 5))
    '-4.5 million USD'
    """
    low = figure.value.bound.low
    if low is None or not figure.value.bound.is_point:
        return ""
    unit = figure.value.unit.replace(" ", "")
    shown = (f"{_digits(low / size, figure.value)}{scale} {unit}".strip() for size, scale in _scales(figure, low))
    return next((text for text in shown if _reads_back(text, figure.value)), "")


def _scales(figure: Figure, low: Fraction) -> Iterator[tuple[int, str]]:
    """The scale that its headers give it first, then none."""
    digits = re.sub(r"[^\d.]", "", figure.value.text).strip(".")
    if digits.count(".") <= 1 and digits:
        yield from (one for one in _SCALES if abs(low) == Fraction(digits) * one[0])
    yield 1, ""


def _digits(number: Fraction, printed: Quantity) -> str:
    """The number with the decimals of its print."""
    decimals = len(re.sub(r"[^\d.]", "", printed.text).partition(".")[2])
    text = bounds.show_number(number)
    whole, _, own = text.partition(".")
    return f"{whole}.{own.ljust(decimals, '0')}" if decimals and "/" not in text else text


def _reads_back(text: str, value: Quantity) -> bool:
    try:
        read = read_value(text)
    except DataError:
        return False
    return read.bound == value.bound and read.unit == value.unit


def draft_checks(
    stated: Iterable[tuple[Stated, Verdict]], ids: Mapping[str, str], taken: dict[str, int]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The ties that hold as checks over claims, each with its lines of YAML; those with an unclaimed figure are not."""
    for one, verdict in stated:
        used = names(one.statement)
        if verdict is not Verdict.HOLDS or any(name not in ids for name in used):
            continue
        name = unused(f"{slug(one.code)}-{ids[used[0]]}".replace("_", "-"), taken)
        yield (
            name,
            (
                f"  - id: {name}",
                f"    says: {quoted(one.because or one.code)}",
                f"    assert: {quoted(_over_claims(one.statement, ids))}",
            ),
        )


def _over_claims(statement: Compare, ids: Mapping[str, str]) -> str:
    """The equation with the ids of claims for those of figures."""

    def leaf(part: object) -> tuple[str, bool] | None:
        return (ids[part.name], True) if isinstance(part, Name) else None

    return show(statement, leaf)
