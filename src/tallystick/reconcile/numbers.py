"""Numbers and intervals as a reader wants them: with units, rounded inward, ranks as places, dates as dates."""

from __future__ import annotations

from fractions import Fraction

from tallystick import bounds
from tallystick.model import Bound, Kind

DIGITS = 6


def show_value(value: Fraction, unit: str, kind: Kind = Kind.QUANTITY, *, up: bool | None = None) -> str:
    """A value with its unit as a reader expects it; a rank as `3rd`, a date as a date."""
    if kind is Kind.DATE and value.denominator == 1:
        from datetime import date

        return date.fromordinal(int(value)).isoformat()
    if kind is Kind.RANK and value.denominator == 1:
        return ordinal(int(value))
    number = readable(value, up=up)
    if not unit:
        return number
    from tallystick import units

    return f"{number} {units.format_unit(unit)}"


def readable(value: Fraction, *, up: bool | None = None) -> str:
    """A number as a reader wants it: exact where it is short, else `≈` and six digits.

    Args:
        value: Exact; JSON carries it so.
        up: Round up or down, so that an interval's end stays inside; None: to the nearest.

    >>> readable(Fraction(3800000)), readable(Fraction(5, 4)), readable(Fraction(1000, 19), up=True)
    ('3,800,000', '1.25', '≈52.6316')
    """
    exact = bounds.show_number(value)
    whole, _, decimals = exact.partition(".")
    if "/" not in exact and (not decimals or len(exact.strip("-").lstrip("0.").replace(".", "")) <= DIGITS + 2):
        return _grouped(whole) + (f".{decimals}" if decimals else "")
    places = DIGITS - len(str(int(abs(value)))) if abs(value) >= 1 else DIGITS + _leading_zeros(value)
    scale = Fraction(10) ** max(places, 0)
    scaled = value * scale
    rounded = (
        round(scaled)
        if up is None
        else -(-scaled.numerator // scaled.denominator)
        if up
        else scaled.numerator // scaled.denominator
    )
    whole, _, decimals = bounds.show_number(rounded / scale).partition(".")
    return f"≈{_grouped(whole)}" + (f".{decimals}" if decimals else "")


def _grouped(whole: str) -> str:
    """Thousands apart from five digits on."""
    return f"{int(whole):,}" if len(whole.lstrip("-")) > 4 else whole


def _leading_zeros(value: Fraction) -> int:
    zeros = 0
    while value and abs(value) * 10 ** (zeros + 1) < 1 and zeros < 30:
        zeros += 1
    return zeros


def ordinal(number: int) -> str:
    """The place in an order: 1st, 2nd, 3rd, 4th.

    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 22, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd', '113th']
    """
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def show_bound(bound: Bound, unit: str, kind: Kind = Kind.QUANTITY) -> str:
    """An interval in words: a value, `at most …`, `more than …`, or `… to …`.

    >>> show_bound(Bound(Fraction(3), None), "", Kind.RANK), show_bound(Bound(Fraction(1), Fraction(2)), "")
    ('at most 3rd', '1 to 2')
    """
    if bound.low is not None and bound.is_point:
        return show_value(bound.low, unit, kind)
    # A later rank is a lower place: "at most 3rd".
    most, least, over, under = (
        ("at least", "at most", "below", "above")
        if kind is Kind.RANK
        else ("at most", "at least", "more than", "less than")
    )
    if kind is Kind.RANK and bound.high is None and bound.low is not None and bound.low > 1:
        return f"at most {show_value(bound.low, unit, kind)}"
    if bound.low is None and bound.high is None:
        return "any value"
    if bound.low is None and bound.high is not None:
        return f"{under if bound.high_open else most} {show_value(bound.high, unit, kind, up=False)}"
    if bound.high is None and bound.low is not None:
        return f"{over if bound.low_open else least} {show_value(bound.low, unit, kind, up=True)}"
    return _show_range(bound, unit, kind)


def _show_range(bound: Bound, unit: str, kind: Kind) -> str:
    low, high = bound.low or Fraction(0), bound.high or Fraction(0)
    first = show_value(low, "" if kind is Kind.QUANTITY else unit, kind, up=True)
    opening, closing = "more than " if bound.low_open else "", "less than " if bound.high_open else ""
    second = show_value(high, unit, kind, up=False)
    return f"{opening}{first} to {closing}{second.removeprefix('≈') if first.startswith('≈') else second}"
