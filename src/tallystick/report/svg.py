"""Pictures as inline SVG: two intervals on a number line, and a conflict set as a small graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import cos, pi, sin

from markupsafe import Markup, escape

from tallystick.model import Bound, ConflictSet, Side
from tallystick.verdicts.wording import show_bound

_WIDTH, _LEFT, _RIGHT = 560, 40, 520
_ROWS = (34, 78)


def number_line(sides: Sequence[Side]) -> Markup:
    """Both sides of a comparison over one axis: filled ends are reached, hollow ones not, arrows are unbounded."""
    shown = list(sides[:2])
    if len(shown) < 2 or not _ends(shown):
        return Markup()
    scale = _Scale(_ends(shown))
    label = "; ".join(f"{side.text}: {show_bound(side.bound, side.unit)}" for side in shown)
    rows = Markup().join(_row(side, scale, y, n) for n, (side, y) in enumerate(zip(shown, _ROWS, strict=True)))
    axis = Markup('<line class="axis" x1="20" x2="540" y1="100" y2="100"/>')
    return Markup('<svg class="numberline" viewBox="0 0 {} 108" role="img" aria-label="{}">{}{}</svg>').format(
        _WIDTH, label, rows, axis
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


def _row(side: Side, scale: _Scale, y: int, number: int) -> Markup:
    bound = side.bound
    first = 12 if bound.low is None else scale.x(bound.low)
    last = _WIDTH - 12 if bound.high is None else scale.x(bound.high)
    parts = [Markup('<line class="bar" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(first, last, y, y)]
    parts += _marks(bound, first, last, y)
    shown = show_bound(bound, side.unit)
    # A label keeps within the picture: about seven pixels a letter, half of them on each side.
    half = 3.5 * len(shown) + 4
    middle = min(max((first + last) / 2, half), _WIDTH - half)
    text = Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>')
    parts.append(text.format(round(middle, 1), y - 12, shown))
    return Markup('<g class="side{}">{}</g>').format(number, Markup().join(parts))


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
    places = {name: _on_circle(at, len(claims)) for at, name in enumerate(claims)}
    centers = [(280.0, 110.0 + 34 * (at - (len(relations) - 1) / 2)) for at in range(len(relations))]
    edges = Markup().join(
        Markup('<line class="edge" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(x, y, cx, cy)
        for x, y in places.values()
        for cx, cy in centers
    )
    rounds = Markup().join(_node(name, x, y, "claim") for name, (x, y) in places.items())
    squares = Markup().join(_node(name, x, y, "relation") for name, (x, y) in zip(relations, centers, strict=True))
    label = f"claims {', '.join(claims)} tied by {', '.join(relations)}"
    return Markup('<svg class="graph" viewBox="0 0 560 220" role="img" aria-label="{}">{}{}{}</svg>').format(
        label, edges, rounds, squares
    )


def _on_circle(at: int, count: int) -> tuple[float, float]:
    angle = 2 * pi * at / count - pi
    return round(280 + 190 * cos(angle), 1), round(110 + 84 * sin(angle), 1)


def _node(name: str, x: float, y: float, kind: str) -> Markup:
    shown = name if len(name) <= 24 else f"{name[:23]}…"
    width = 16 + 7 * len(shown)
    radius = 12 if kind == "claim" else 2
    box = Markup('<rect x="{}" y="{}" width="{}" height="24" rx="{}"/>').format(x - width / 2, y - 12, width, radius)
    text = Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(x, y + 4, shown)
    return Markup('<g class="{}">{}{}</g>').format(kind, box, escape(text))
