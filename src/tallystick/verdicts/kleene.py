"""Three-valued logic over judged statements (Kleene). Imports `expressions` and `polynomials`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from tallystick import bounds
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.model import Verdict
from tallystick.verdicts.polynomials import Polynomial

HOLDS, BREAKS, UNKNOWN = Verdict.HOLDS, Verdict.BREAKS, Verdict.UNKNOWN


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with its reason when unknown, and the same statement without units for the solver.

    `plain` is None where no solver can help. `open_parts` are the polynomials of the comparisons
    that intervals left open. `at` is the part that decided, or that could not be decided.
    """

    verdict: Verdict
    reason: str = ""
    plain: Callable[[], Node] | None = None
    open_parts: tuple[Polynomial, ...] = ()
    at: Node | None = None


def known(verdict: Verdict) -> Judged:
    """A statement that is decided."""
    return Judged(verdict, plain=partial(nodes.Truth, verdict is HOLDS))


def every(parts: Sequence[Judged]) -> Judged:
    """The conjunction: breaks when a part breaks, holds when all hold."""
    if len(parts) == 1:
        return parts[0]
    verdict = BREAKS if any(part.verdict is BREAKS for part in parts) else _unless_unknown(parts, HOLDS)
    at = next(part.at for part in parts if part.verdict is verdict)
    return replace(_joined(verdict, parts, nodes.And), at=at if verdict is not HOLDS else None)


def either(parts: Sequence[Judged]) -> Judged:
    """The disjunction: holds when a part holds, breaks when all break."""
    if len(parts) == 1:
        return parts[0]
    verdict = HOLDS if any(part.verdict is HOLDS for part in parts) else _unless_unknown(parts, BREAKS)
    # Of an `if … then …` that breaks, the consequence comes last, and is what a reader looks at.
    at = next(part.at for part in reversed(parts) if part.verdict is verdict)
    return replace(_joined(verdict, parts, nodes.Or), at=at)


def opposite(part: Judged) -> Judged:
    """The negation."""
    plain = part.plain
    turned = (lambda: nodes.Not(plain())) if plain is not None else None
    return Judged(bounds.opposite(part.verdict), part.reason, turned, part.open_parts)


def _unless_unknown(parts: Sequence[Judged], verdict: Verdict) -> Verdict:
    return UNKNOWN if any(part.verdict is UNKNOWN for part in parts) else verdict


def _joined(verdict: Verdict, parts: Sequence[Judged], kind: Callable[[tuple[Node, ...]], Node]) -> Judged:
    if verdict is not UNKNOWN:
        return known(verdict)
    reason = next(part.reason for part in parts if part.verdict is UNKNOWN)
    plains = [part.plain for part in parts if part.plain is not None]
    plain = (lambda: kind(tuple(each() for each in plains))) if len(plains) == len(parts) else None
    return Judged(UNKNOWN, reason, plain, tuple(part for each in parts for part in each.open_parts))
