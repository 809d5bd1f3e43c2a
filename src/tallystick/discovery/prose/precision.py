"""Figures of one sentence printed to one precision, and in one scale of degrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.said import Said

_ZERO = Fraction(0)
_DIGITS = lazily(r"\d[\d,]*(?:\.\d+)?")


def evenly_printed(said: Sequence[Said]) -> tuple[Said, ...]:
    """Figures of one sentence printed to one precision: 46,000 beside 48,300 is rounded to hundreds, not to thousands.

    Only those of one unit and one scale are ("million", "%"), and none that is "about" something.
    """
    said = _degrees(said)
    finest: dict[tuple[str, Fraction], Fraction] = {}
    for one in said:
        if (key := _print_of(one)) and (step := max(one.figure.value.steps)):
            finest[key] = min(step, finest.get(key, step))
    for (unit, scale), step in list(finest.items()):
        # A bare number beside measured ones is one of them.
        if unit and not any(one.noun for one in said):
            finest["", scale] = min(step, finest.get(("", scale), step))
    return tuple(_printed_to(one, finest.get(_print_of(one) or ("", _ZERO))) for one in said)


def _degrees(said: Sequence[Said]) -> Sequence[Said]:
    """The figures, "degrees" beside temperatures being theirs."""
    scale = next((one.unit for one in said if one.unit in ("degree_Celsius", "degree_Fahrenheit")), "")
    if not scale or not any(one.unit == "angular_degree" for one in said):
        return said
    return [
        replace(one, figure=replace(one.figure, value=replace(one.figure.value, unit=scale)))
        if one.unit == "angular_degree"
        else one
        for one in said
    ]


def _print_of(one: Said) -> tuple[str, Fraction] | None:
    digits = _DIGITS.search(one.figure.value.text)
    if one.kind != "q" or one.hedge or digits is None or not one.value:
        return None
    printed = Fraction(digits[0].replace(",", ""))
    return (one.unit.split(" / ")[0], abs(one.value) / printed) if printed else None


def _printed_to(one: Said, step: Fraction | None) -> Said:
    steps = one.figure.value.steps
    # Decimals say what they are printed to: only trailing zeros of whole numbers are in doubt.
    if step is None or max(steps) <= step or "." in one.figure.value.text:
        return one
    return replace(one, figure=replace(one.figure, value=replace(one.figure.value, steps=(step, step))))
