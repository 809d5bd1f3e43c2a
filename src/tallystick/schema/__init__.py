"""What a measure allows: a claim's interval in the measure's unit, cut by its range.

Table models live in `schema.tables`, the only door to pandera, and are imported only where a table asks.
"""

from __future__ import annotations

from tallystick import bounds, units
from tallystick.model import Bound, Claim, Kind, Measure, Quantity

OVER = ("each", "total", "mean")


def unit_of(claim: Claim, measure: Measure) -> str:
    """The unit a claim is compared in: its measure's.

    A measure without a unit takes bare numbers. A duration then keeps its own: months have no length in days;
    and so does every claim where the measure's unit cannot be read, and a total that is an amount ("10 t" of a
    measure in t/year, over two years).
    """
    if measure.is_unit_unread or (measure.kind is Kind.DURATION and not measure.unit) or is_amount(claim, measure):
        return claim.value.unit if isinstance(claim.value, Quantity) else ""
    return measure.unit


def is_amount(claim: Claim, measure: Measure) -> bool:
    """True for a total stated as an amount, of a measure that is a rate."""
    if claim.over != "total" or not isinstance(claim.value, Quantity) or not claim.value.unit or not measure.unit:
        return False
    return units.same_dimension(claim.value.unit, units.multiply_units(measure.unit, "year"))


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
    # What the range leaves of a rate is no range of a total.
    return bound if is_amount(claim, measure) else bounds.intersect(bound, measure.range)
