"""What a measure allows: a claim's interval in the measure's unit, cut by its range; and a claim's world.

Table models live in `schema.tables`, the only door to pandera, and are imported only where a table asks.
"""

from __future__ import annotations

from tallystick import bounds, units
from tallystick.model import Bound, Claim, Kind, Measure, Quantity

# A fact shares the actual world; every other status has a world of its own, or that of its scenario.
STATUSES = ("reported", "ordered", "forecast", "offered", "proposed", "conditional", "rejected", "denied", "asked")
FACTS = ("reported", "ordered")
OVER = ("each", "total", "mean")
ACTUAL = ""


def is_actual(claim: Claim) -> bool:
    """True when the claim speaks of the actual world.

    >>> from tallystick.model import Category
    >>> is_actual(Claim("a", "m", Category("x"))), is_actual(Claim("a", "m", Category("x"), status="offered"))
    (True, False)
    """
    return world(claim) == ACTUAL


def world(claim: Claim) -> str:
    """The world a claim lives in: "" the actual one, else its scenario, else one of its own."""
    if claim.scenario:
        return f"scenario {claim.scenario}"
    return ACTUAL if claim.status in FACTS else f"{claim.status} {claim.id}"


def unit_of(claim: Claim, measure: Measure) -> str:
    """The unit a claim is compared in: its measure's.

    A measure without a unit takes bare numbers. A duration then keeps its own: months have no length in days;
    and so does every claim where the measure's unit cannot be read.
    """
    if measure.is_unit_unread or (measure.kind is Kind.DURATION and not measure.unit):
        return claim.value.unit if isinstance(claim.value, Quantity) else ""
    return measure.unit


def allowed(
    claim: Claim, measure: Measure, *, as_printed: Bound | None = None, unit: str | None = None
) -> Bound | None:
    """The values a claim allows, in its measure's unit and within its measure's range.

    Args:
        as_printed: What its print stands for, in its own unit; as written without.
        unit: Another reading of the claim's own ambiguous unit.

    Returns:
        None when it allows no value: what it says lies outside the range.

    Raises:
        UnitError: the claim's unit does not go with the measure's.
    """
    value = claim.value
    if not isinstance(value, Quantity):
        raise TypeError(f"{claim.id} is no quantity")
    bound = as_printed or value.bound
    target, own = unit_of(claim, measure), unit or value.unit
    if own != target:
        bound = units.convert_bound(bound, own, target)
    return bounds.intersect(bound, measure.range)
