"""Pictures as inline SVG: two intervals on a number line, and a conflict set as a small graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import cos, pi, sin

from markupsafe import Markup

from tallystick.bounds import intersect
from tallystick.model import Bound, ConflictSet, Side
from tallystick.verdicts.wording import show_bound

_WIDTH, _LEFT, _RIGHT = 560, 44, 516
_ROWS = (34, 82)
_AXIS, _HEIGHT = 104, 128
_LETTER = 7  # pixels, about


def number_line(sides: Sequence[Side]) -> Markup:
    """Both sides of a comparison over one axis: filled ends are reached, hollow ones not, arrows are unbounded."""
    shown = list(sides[:2])
    if len(shown) < 2 or not _ends(shown):
        return Markup()
    scale = _Scale(_ends(shown))
    label = "; ".join(f"{side.text}: {show_bound(side.bound, side.unit)}" for side in shown)
    common = _common(shown, scale)
    rows = Markup().join(_row(side, scale, y, n) for n, (side, y) in enumerate(zip(shown, _ROWS, strict=True)))
    axis = Markup('<line class="axis" x1="12" x2="548" y1="{}" y2="{}"/>').format(_AXIS, _AXIS)
    ticks = Markup().join(_ticks(shown, scale))
    return Markup('<svg class="numberline" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>').format(
        _WIDTH, _HEIGHT, f"{label}{'' if common else '; they have no value in common'}", common, axis, ticks, rows
    )


def _ends(sides: Sequence[Side]) -> list[Fraction]:
    return [end for side in sides for end in (side.bound.low, side.bound.high) if end is not None]


class _Scale:
    """Values to pixels; the whole range of ends fills the line."""

    def __init__(self, ends: Sequence[Fraction]) -> None:
        self.low, self.high = min(ends), max(ends)

    def x(self, value: Fraction) -> float:
        if self.high == self.low:
            return (_LEFT + _RIGHT) / 2
        share = (value - self.low) / (self.high - self.low)
        return round(_LEFT + float(share) * (_RIGHT - _LEFT), 1)

    def span(self, bound: Bound) -> tuple[float, float]:
        """Where a bound begins and ends; an unbounded end reaches the picture's edge."""
        first = 12 if bound.low is None else self.x(bound.low)
        return first, _WIDTH - 12 if bound.high is None else self.x(bound.high)


def _common(sides: Sequence[Side], scale: _Scale) -> Markup:
    """A band over the values that both sides allow; nothing when there are none."""
    both = intersect(sides[0].bound, sides[1].bound)
    if both is None:
        return Markup()
    first, last = scale.span(both)
    width = round(max(last - first, 2), 1)
    return Markup('<rect class="common" x="{}" y="24" width="{}" height="{}"/>').format(first, width, _AXIS - 24)


def _ticks(sides: Sequence[Side], scale: _Scale) -> Iterator[Markup]:
    """The ends in numbers below the axis, each with a line up to it; one that would cover another is left out."""
    tick = Markup(
        '<line class="tick" x1="{}" x2="{}" y1="30" y2="108"/>'
        '<text class="end" x="{}" y="122" text-anchor="middle">{}</text>'
    )
    taken: list[tuple[float, float]] = []
    for value in sorted(set(_ends(sides)), key=lambda end: (end not in (scale.low, scale.high), end)):
        shown = show_bound(Bound(value, value), sides[0].unit)
        x, half = scale.x(value), _LETTER * len(shown) / 2
        middle = round(min(max(x, half), _WIDTH - half), 1)
        if all(middle + half < left or middle - half > right for left, right in taken):
            taken.append((middle - half, middle + half))
            yield tick.format(x, x, middle, shown)


def _row(side: Side, scale: _Scale, y: int, number: int) -> Markup:
    first, last = scale.span(side.bound)
    parts = [Markup('<line class="bar" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(first, last, y, y)]
    parts += _marks(side.bound, first, last, y)
    shown = _label(side)
    # A label keeps within the picture, half of it on each side.
    half = _LETTER * len(shown) / 2 + 4
    middle = min(max((first + last) / 2, half), _WIDTH - half)
    text = Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>')
    parts.append(text.format(round(middle, 1), y - 12, shown))
    return Markup('<g class="side{}">{}</g>').format(number, Markup().join(parts))


def _label(side: Side) -> str:
    """What a side is, and its interval; the interval alone where both say the same or do not fit."""
    shown = show_bound(side.bound, side.unit)
    whole = f"{side.text}: {shown}"
    return shown if side.text == shown or len(whole) * _LETTER > _WIDTH - 16 else whole


def _marks(bound: Bound, first: float, last: float, y: int) -> Iterator[Markup]:
    arrow = Markup('<path class="arrow" d="M{} {} l{} -5 v10 z"/>')
    dot = Markup('<circle class="{}" cx="{}" cy="{}" r="5"/>')
    yield arrow.format(first - 8, y, 10) if bound.low is None else dot.format(_end_class(bound.low_open), first, y)
    if not bound.is_point:
        yield arrow.format(last + 8, y, -10) if bound.high is None else dot.format(_end_class(bound.high_open), last, y)


def _end_class(is_open: bool) -> str:  # noqa: FBT001 - one flag of a bound, read once
    return "open" if is_open else "closed"


def conflict_graph(conflict: ConflictSet) -> Markup:
    """Claims (round) around the relations (square) that tie them; at most eight claims are drawn."""
    claims = conflict.claims[:8]
    relations = conflict.relations[:3] or ("the same quantity",)
    middle = 110 if len(claims) > 2 else 22 + 17 * (len(relations) - 1)  # two claims lie on one line
    places = {name: _on_circle(at, len(claims), middle) for at, name in enumerate(claims)}
    centers = [(280.0, middle + 34 * (at - (len(relations) - 1) / 2)) for at in range(len(relations))]
    edges = Markup().join(
        Markup('<line class="edge" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(x, y, cx, cy)
        for x, y in places.values()
        for cx, cy in centers
    )
    rounds = Markup().join(_node(name, x, y, "claim") for name, (x, y) in places.items())
    squares = Markup().join(_node(name, x, y, "relation") for name, (x, y) in zip(relations, centers, strict=True))
    label = f"claims {', '.join(claims)} tied by {', '.join(relations)}"
    return Markup('<svg class="graph" viewBox="0 0 560 {}" role="img" aria-label="{}">{}{}{}</svg>').format(
        2 * middle, label, edges, rounds, squares
    )


def _on_circle(at: int, count: int, middle: int) -> tuple[float, float]:
    angle = 2 * pi * at / count - pi
    return round(280 + 190 * cos(angle), 1), round(middle + 84 * sin(angle), 1)


def _node(name: str, x: float, y: float, kind: str) -> Markup:
    shown = name if len(name) <= 32 else f"{name[:31]}…"
    width = 16 + 7 * len(shown)
    radius = 12 if kind == "claim" else 2
    box = Markup('<rect x="{}" y="{}" width="{}" height="24" rx="{}"/>').format(x - width / 2, y - 12, width, radius)
    text = Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(x, y + 4, shown)
    return Markup('<g class="{}">{}{}</g>').format(kind, box, text)


def share_bar(parts: Sequence[tuple[str, int]]) -> Markup:
    """A bar cut by (kind, count); nothing when all are 0. It repeats the words beside it, so aids skip it."""
    whole = sum(count for _, count in parts)
    cells, at = [], Fraction(0)
    for kind, count in parts:
        width = Fraction(100 * count, whole or 1)
        if count:
            cell = Markup('<rect class="{}" x="{:.1f}" width="{:.1f}" height="6"/>')
            cells.append(cell.format(kind, float(at), float(width)))
        at += width
    box = Markup('<svg class="share" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">{}</svg>')
    return box.format(Markup().join(cells)) if whole else Markup()
