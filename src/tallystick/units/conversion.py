"""Exact conversion between units, and what sums and products of units come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from tallystick import bounds
from tallystick.errors import UnitError
from tallystick.model import Bound
from tallystick.units import dimensions, spelling
from tallystick.units.registry import Dimension, Registry, load
from tallystick.units.spelling import Part, Terms

# Slope and intercept: a value x becomes slope · x + intercept.
Line = tuple[Fraction, Fraction]
_MIXES = 81
_PERCENT = "percent"
_POINT = "percentage_point"
_POINTS: Dimension = (("[percentage_points]", 1),)


@dataclass(frozen=True, slots=True)
class UnitWord:
    """What a written unit means: the unit taken as written, and the others it may be.

    `readings` hold every reading of the same dimension, the one taken included (empty when there is
    one only). `ambiguous` are the words that neither the workspace nor the measure settles (UN02).
    """

    canonical: str
    readings: tuple[str, ...] = ()
    text: str = ""
    ambiguous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SumUnits:
    """Convert the operands to `first` and `second`, add or subtract: the number is in `result`."""

    result: str
    first: str
    second: str


class Units:
    """Known units, with a workspace's own definitions on top. Pure but for what it remembers."""

    __slots__ = ("_factors", "_lines", "_registry", "_terms", "_words")

    def __init__(self, definitions: str = "") -> None:
        self._registry: Registry = load(definitions)
        self._words: dict[tuple[str, tuple[tuple[str, str], ...], str], UnitWord] = {}
        self._terms: dict[str, Terms] = {}
        self._factors: dict[str, tuple[Line, Dimension]] = {}
        self._lines: dict[tuple[str, str], Line] = {}

    def parse(
        self, text: str, *, readings: Mapping[str, str] | None = None, prefer: str = "", place: str = ""
    ) -> UnitWord:
        """What a written unit means.

        Args:
            readings: What the workspace says an ambiguous word means, singular or plural.
            prefer: The measure's unit: a reading that it holds is taken as written, and readings
                that do not fit it at all are ruled out.
            place: "path:line" for the message.

        Raises:
            UnitError: UN01, with the nearest name.
        """
        declared = tuple(sorted(readings.items())) if readings else ()
        key = (text, declared, prefer)
        if key not in self._words:
            try:
                self._words[key] = self._parse(text, dict(declared), prefer)
            except UnitError as problem:
                problem.place = place
                raise
        return self._words[key]

    def _parse(self, text: str, declared: dict[str, str], prefer: str) -> UnitWord:
        parts = spelling.read_parts(text, self._registry, extra=declared)
        said = {index: self._declared(part, declared) for index, part in enumerate(parts)}
        choices = [
            tuple(dict.fromkeys([*([said[index]] if said[index] else []), *part.options]))
            for index, part in enumerate(parts)
        ]
        mixes = list(islice(product(*choices), _MIXES))
        if prefer:
            mixes = [mix for mix in mixes if self._fits(_terms(parts, mix), prefer)] or mixes
        taken = self._taken([mix for mix in mixes if all(said[i] in {"", unit} for i, unit in enumerate(mix))] or mixes, prefer)
        kind = dimensions.of_terms(_terms(parts, taken), self._registry)
        alike = [mix for mix in mixes if dimensions.of_terms(_terms(parts, mix), self._registry) == kind]
        readings = tuple(dict.fromkeys(spelling.canonical(_terms(parts, mix)) for mix in alike))
        open_words = [part.word for i, part in enumerate(parts) if not said[i] and len({mix[i] for mix in alike}) > 1]
        return UnitWord(
            spelling.canonical(_terms(parts, taken)),
            readings if len(readings) > 1 else (),
            text,
            tuple(dict.fromkeys(open_words)),
        )

    def _declared(self, part: Part, declared: Mapping[str, str]) -> str:
        """The unit that the workspace says this word means, or ""."""
        stem = spelling.stem_of(part.word)
        unit = next((unit for word, unit in declared.items() if spelling.stem_of(word) == stem), "")
        if not unit:
            return ""
        found = spelling.read_parts(unit, self._registry)
        if len(found) != 1 or found[0].exponent != 1:
            raise UnitError(
                f"the reading '{unit}' of '{part.word}' is not one unit",
                fix="name one unit, as in `ton: metric_ton`",
                code="UN01",
            )
        return found[0].options[0]

    def _fits(self, terms: Terms, prefer: str) -> bool:
        kind, wanted = dimensions.of_terms(terms, self._registry), self.dimension(prefer)
        return kind == wanted or dimensions.differ_by_time(kind, wanted)

    def _taken(self, mixes: list[tuple[str, ...]], prefer: str) -> tuple[str, ...]:
        names = [name for name, _ in self.terms(prefer)] if prefer else []
        return max(mixes, key=lambda mix: sum(any(name.endswith(unit) for name in names) for unit in mix))

    def readings_of(self, word: str) -> tuple[str, ...]:
        """The units an ambiguous word may mean, the usual one first; empty when it means one thing."""
        found = self._registry.words.get(word, ()) or self._registry.words.get(word.lower(), ())
        return found if len(found) > 1 else ()

    def terms(self, unit: str) -> Terms:
        """The product of named units that `unit` is."""
        known = self._terms.get(unit)
        if known is None:
            parts = spelling.read_parts(unit, self._registry)
            known = self._terms[unit] = spelling.terms_of(parts, lambda part: part.options[0])
        return known

    def _known(self, unit: str) -> tuple[Line, Dimension]:
        known = self._factors.get(unit)
        if known is None:
            terms = self.terms(unit)
            known = self._factors[unit] = (self._line_to_base(terms), dimensions.of_terms(terms, self._registry))
        return known

    def _line_to_base(self, terms: Terms) -> Line:
        if len(terms) == 1 and terms[0][1] == 1:
            only = self._registry.base(terms[0][0])
            return only.factor, only.offset
        # In a product a temperature is a difference: W/°C is W/K.
        slope = Fraction(1)
        for name, power in terms:
            slope *= self._registry.base(name).factor ** power
        return slope, Fraction(0)

    def factor(self, unit: str) -> Line:
        """(factor, offset): a value x in `unit` is factor · x + offset in base units."""
        return self._known(unit)[0]

    def dimension(self, unit: str) -> Dimension:
        """The dimension of `unit`."""
        return self._known(unit)[1]

    def dimension_name(self, unit: str) -> str:
        """The dimension of `unit` in words."""
        return dimensions.name_of(self.terms(unit), self._registry)

    def line(self, unit: str, to_unit: str, *, place: str = "") -> Line:
        """Slope and intercept that turn values in `unit` into `to_unit`, remembered.

        Raises:
            UnitError: as `convert`.
        """
        known = self._lines.get((unit, to_unit))
        if known is None:
            (slope, offset), kind = self._known(unit)
            (to_slope, to_offset), to_kind = self._known(to_unit)
            if kind != to_kind:
                raise self.mismatch(unit, to_unit, place=place)
            known = self._lines[unit, to_unit] = (slope / to_slope, (offset - to_offset) / to_slope)
        return known

    def convert(self, value: Fraction, unit: str, to_unit: str, *, place: str = "") -> Fraction:
        """Convert one value from `unit` to `to_unit`, exactly."""
        slope, intercept = self.line(unit, to_unit, place=place)
        return value * slope + intercept

    def convert_bound(self, bound: Bound, unit: str, to_unit: str, *, place: str = "") -> Bound:
        """Convert an interval from `unit` to `to_unit`, exactly."""
        slope, intercept = self.line(unit, to_unit, place=place)
        return bound if (slope, intercept) == (1, 0) else bounds.scale(bound, slope, intercept)

    def mismatch(self, unit: str, other: str, *, place: str = "") -> UnitError:
        """The error for two units that do not compare: UN03, or UN04 or UN05 where we know why."""
        kinds = {self.dimension(unit), self.dimension(other)}
        what = f"cannot compare {self._shown(unit)} with {self._shown(other)}"
        if kinds == {(), _POINTS} and _PERCENT in {self._single_name(unit), self._single_name(other)}:
            fix = "write percentage points for a difference of percentages, percent for a share"
            return UnitError(what, place=place, fix=fix, code="UN04")
        if dimensions.differ_by_time(*kinds) and (self._per_time(unit) or self._per_time(other)):
            return self._stock_for_flow(unit, other, what, place)
        name = self.dimension_name(other)
        return UnitError(what, place=place, fix=f"state the value in a unit of {name}", code="UN03")

    def _stock_for_flow(self, unit: str, other: str, what: str, place: str) -> UnitError:
        rate, amount = (unit, other) if self._per_time(unit) else (other, unit)
        time = next(name for name, power in self.terms(rate) if power < 0 and self._is_time(name))
        return UnitError(
            f"{what}: one is an amount, the other a rate",
            place=place,
            fix=f"multiply the rate by a time (… * 1 {spelling.short_name(time, self._registry)}), "
            f"or state the amount per time ({self.format(self.combine(amount, time, -1))})",
            code="UN05",
        )

    def _shown(self, unit: str) -> str:
        shown = self.format(unit)
        return f"'{shown}' ({self.dimension_name(unit)})" if shown else "a plain number"

    def _single_name(self, unit: str) -> str:
        terms = self.terms(unit)
        return terms[0][0] if len(terms) == 1 and terms[0][1] == 1 else ""

    def _is_time(self, name: str) -> bool:
        return self._registry.base(name).dimension == (("[time]", 1),)

    def _per_time(self, unit: str) -> bool:
        return any(power < 0 and self._is_time(name) for name, power in self.terms(unit))

    def combine(self, unit: str, other: str, exponent: int) -> str:
        """The canonical unit of unit · other ** exponent.

        Raises:
            UnitError: UN03 when one is a temperature whose zero is arbitrary and the other is a unit too.
        """
        first, second = self.terms(unit), self.terms(other)
        if first and second:
            self._refuse_affine(unit, other)
        return spelling.canonical(_product([*first, *((name, power * exponent) for name, power in second)]))

    def power(self, unit: str, exponent: int) -> str:
        """The canonical unit of a power."""
        if exponent not in {0, 1}:
            self._refuse_affine(unit)
        return spelling.canonical(_product((name, power * exponent) for name, power in self.terms(unit)))

    def _refuse_affine(self, *units: str) -> None:
        for unit in units:
            if self.factor(unit)[1]:
                raise UnitError(
                    f"cannot multiply a temperature in '{self.format(unit)}': its zero is arbitrary",
                    fix="state it in kelvin, or multiply a difference of temperatures",
                    code="UN03",
                )

    def simplify(self, unit: str) -> tuple[str, Fraction]:
        """The unit with like dimensions cancelled and percent taken as 0.01, and the factor to multiply by."""
        terms, factor = self.terms(unit), Fraction(1)
        if len(terms) < 2:
            return spelling.canonical(terms), factor
        kept: dict[Dimension, tuple[str, int]] = {}
        for name, power in terms:
            base = self._registry.base(name)
            known = kept.get(base.dimension) if base.dimension else None
            if not base.dimension:
                factor *= base.factor**power
            elif known is None:
                kept[base.dimension] = (name, power)
            else:
                factor *= (base.factor / self._registry.base(known[0]).factor) ** power
                kept[base.dimension] = (known[0], known[1] + power)
        return spelling.canonical(_product(kept.values())), factor

    def sum_units(self, relation: str, unit: str, other: str) -> SumUnits:
        """In which units to add (`+`) or subtract (`-`), and the unit of what comes out.

        Percent less percent is points; percent and points make percent; a sum of percents stays
        percent; percent beside a plain number is 0.01. Less than zero points of arithmetic is done
        on temperatures: their difference is a difference, and adding one to a temperature moves it.

        Raises:
            UnitError: UN03, UN04 or UN05 when the two do not go together.
        """
        first, second = self.terms(unit), self.terms(other)
        one, two = spelling.canonical(first), spelling.canonical(second)
        if self._single_name(unit) == _PERCENT and self.dimension(other) == _POINTS:
            return SumUnits(_PERCENT, _PERCENT, _POINT)
        if self._single_name(other) == _PERCENT and self.dimension(unit) == _POINTS and relation == "+":
            return SumUnits(_PERCENT, _POINT, _PERCENT)
        if self.dimension(unit) != self.dimension(other):
            raise self.mismatch(unit, other)
        if self.factor(unit)[1] or self.factor(other)[1]:
            return self._sum_of_temperatures(relation, one, two)
        if not self.dimension(unit) and first != second:
            return SumUnits("", "", "")
        if relation == "-" and one == two == _PERCENT:
            return SumUnits(_POINT, _PERCENT, _PERCENT)
        return SumUnits(one, one, one)

    def _sum_of_temperatures(self, relation: str, unit: str, other: str) -> SumUnits:
        affine = [bool(self.factor(each)[1]) for each in (unit, other)]
        if relation == "-" and (all(affine) or affine[1]):
            return SumUnits(f"delta_{other}", other, other)
        if all(affine):
            raise UnitError(
                f"cannot add '{self.format(unit)}' to '{self.format(other)}': a sum of two temperatures means nothing",
                fix="add a difference of temperatures, or take the mean in kelvin",
                code="UN03",
            )
        scale = unit if affine[0] else other
        delta = f"delta_{scale}"
        return SumUnits(scale, scale if affine[0] else delta, delta if affine[0] else scale)

    def is_currency(self, unit: str) -> bool:
        """True for a currency, also with a prefix or as its hundredth."""
        kind = self.dimension(unit)
        return len(kind) == 1 and kind[0][1] == 1 and kind[0][0].startswith("[money_")

    def format(self, unit: str) -> str:
        """The unit as a reader expects it."""
        return spelling.short(self.terms(unit), self._registry)


def _terms(parts: Iterable[Part], mix: tuple[str, ...]) -> Terms:
    return _product((unit, part.exponent) for part, unit in zip(parts, mix, strict=True))


def _product(powers: Iterable[tuple[str, int]]) -> Terms:
    total: dict[str, int] = {}
    for name, power in powers:
        total[name] = total.get(name, 0) + power
    return tuple(sorted((name, power) for name, power in total.items() if power))
