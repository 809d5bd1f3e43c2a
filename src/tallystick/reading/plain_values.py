"""Plain values (`1,200 kt/year`) read the short way: what stands behind the number is looked up once.

A dataset repeats a few units a hundred thousand times. Whatever is not plainly a number and a unit, and every
number that is exact by nature, is left to `text.read_value`; both give the same, which a property test holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tallystick import bounds
from tallystick.errors import DataError
from tallystick.model import Bound, Quantity
from tallystick.text import read_value

_PLAIN = re.compile(r"([1-9]\d{0,2}(?:,\d{3}){1,4}|[1-9]\d{0,14})(\.\d{1,12})? ?([^\s\d.,][^\d]*(?<!\s))")
# Two probes tell a unit from a scale ("million t"), a comparator behind ("t or more") and a range.
_PROBES = ("7.3", "613")


@dataclass(slots=True)
class PlainReader:
    """Reads plain values of one measure."""

    unit: str
    readings: Mapping[str, str]
    seen: dict[str, Quantity | None] = field(default_factory=dict)

    def read(self, text: str) -> Quantity | None:
        """The quantity, or None where the value is not plain."""
        match = _PLAIN.fullmatch(text)
        if match is None:
            return None
        whole, decimals, written = match.groups()
        if written not in self.seen:
            self.seen[written] = self._probe(written)
        known = self.seen[written]
        if known is None:
            return None
        printed = whole.replace(",", "") + (decimals or "")
        value = Fraction(printed)
        if known.unit == "percent" and value == 100:
            return None
        step = bounds.step_of(printed)
        return Quantity(Bound(value, value), known.unit, text, known.unit_text, "=", (step, step), known.readings)

    def _probe(self, written: str) -> Quantity | None:
        """What is common to all quantities with these words behind the number; None when that is not just a unit."""
        try:
            read = [read_value(f"{probe} {written}", unit=self.unit, readings=self.readings) for probe in _PROBES]
        except DataError:
            return None
        plain = all(
            one.bound == bounds.point(Fraction(probe)) and one.relation == "=" and one.steps[0] == bounds.step_of(probe)
            for one, probe in zip(read, _PROBES, strict=True)
        )
        return read[0] if plain and read[0].unit else None
