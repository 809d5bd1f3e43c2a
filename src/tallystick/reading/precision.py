"""What is printed side by side is printed to one precision: a column of a table, the figures of one quotation.

DESIGN §4: 1,200 between 1,183 and 1,577 is within 0.5, not within 50. Imports `printed` and below.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from tallystick import printed
from tallystick.model import Claim, Quantity


def sharpen(claims: Sequence[Claim]) -> list[Claim]:
    """Claims printed side by side, each with the finest step that one of its unit and scale shows."""
    finest: dict[Hashable, Fraction] = {}
    for claim in claims:
        key = _likeness(claim)
        if key is not None and isinstance(claim.value, Quantity):
            finest[key] = min(finest.get(key, claim.value.steps[0]), claim.value.steps[0])
    return [_with_step(claim, finest) for claim in claims]


def sharpen_quoted(claims: Iterable[Claim]) -> dict[str, Claim]:
    """Claims by id; those that quote the same words of one source are printed side by side."""
    known = {claim.id: claim for claim in claims}
    together: dict[tuple[str, str], list[Claim]] = {}
    for claim in known.values():
        if claim.quote is not None and claim.source:
            together.setdefault((claim.source, claim.quote.exact), []).append(claim)
    for group in together.values():
        if len(group) > 1:
            known.update((claim.id, claim) for claim in sharpen(group))
    return known


def _likeness(claim: Claim) -> Hashable | None:
    """What figures share that are printed to one precision; None for what print does not round."""
    value = claim.value
    if not isinstance(value, Quantity) or claim.digits is not None or claim.is_unread:
        return None
    if value.relation != "=" or not value.bound.is_point or not value.steps[0]:
        return None
    return value.unit, printed.scale_of(value)


def _with_step(claim: Claim, finest: Mapping[Hashable, Fraction]) -> Claim:
    step = finest.get(_likeness(claim))
    if step is None or not isinstance(claim.value, Quantity) or step == claim.value.steps[0]:
        return claim
    return replace(claim, value=replace(claim.value, steps=(step, step)))
