"""Exact conversion between units, products of units, and the errors of those that do not go together."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tallystick import bounds
from tallystick.errors import UnitError
from tallystick.model import Bound
from tallystick.units import dimensions, display, spelling
from tallystick.units.names import is_usual, resolve, stem_of
from tallystick.units.readings import UnitWord, read_word
from tallystick.units.registry import Dimension, Registry, load
from tallystick.units.spelling import Terms
from tallystick.units.sums import PERCENT, POINTS

# Slope and intercept: a value x becomes slope · x + intercept.
Line = tuple[Fraction, Fraction]
_MOST_FORMS = 20_000
_TIME: Dimension = (("[time]", 1),)
_POINTS_LESS: Dimension = tuple((name, -power) for name, power in POINTS)


class Units:
    """Known units, with a workspace's own definitions on top. Pure, but for what it remembers."""

    __slots__ = ("_forms", "_known", "_lines", "_opens", "_registry", "_short", "_terms", "_words")

    def __init__(self, definitions: str = "", *, path: str = "") -> None:
        self._registry: Registry = load(definitions, path)
        self._words: dict[tuple[str, tuple[tuple[str, str], ...], str], UnitWord] = {}
        self._terms: dict[str, Terms] = {}
        self._known: dict[str, tuple[Line, Dimension]] = {}
        self._lines: dict[tuple[str, str], Line] = {}
        self._short: dict[str, str] = {}
        self._forms: dict[str, bool] = {}
        self._opens: frozenset[str] = frozenset()

    def parse(
        self, text: str, *, readings: Mapping[str, str] | None = None, prefer: str = "", place: str = ""
    ) -> UnitWord:
        """What a written unit means; "" is the bare number.

        Args:
            readings: What the workspace says an ambiguous word means, singular or plural.
            prefer: The measure's unit: the reading that it holds is taken as written, and it
                decides between readings of different dimensions (`$`, `pounds`).
            place: "path:line" for the message.

        Raises:
            UnitError: UN01, with the nearest name.
        """
        declared = tuple(sorted(readings.items())) if readings else ()
        key = (text, declared, prefer)
        if key not in self._words:
            try:
                preferred = self.terms(prefer) if prefer else ()
                self._words[key] = read_word(text, self._registry, declared=dict(declared), prefer=preferred)
            except UnitError as problem:
                problem.place = place
                raise
        return self._words[key]

    def is_form(self, word: str) -> bool:
        """True for any spelling of one unit ("kWh", "short tons", "Danish crowns"), a workspace's own included."""
        known = self._forms.get(word)
        if known is None:
            known = bool(resolve(word, self._registry) or resolve(spelling.without_carbon(word), self._registry))
            # A text may hold any number of words; what is remembered stays small.
            if len(self._forms) < _MOST_FORMS:
                self._forms[word] = known
        return known

    def is_usual(self, symbol: str) -> bool:
        """False for a symbol whose prefix nobody uses with its unit ("TV" as teravolt)."""
        return is_usual(symbol, self._registry)

    def opens_phrase(self, word: str) -> bool:
        """True when a spelling of several words ("nautical mile", "Danish crown") may start with this one."""
        if not self._opens:
            spelled = [*self._registry.names, *self._registry.words]
            self._opens = frozenset(stem_of(name.partition("_")[0]) for name in spelled if "_" in name)
        return stem_of(word) in self._opens

    def readings_of(self, word: str) -> tuple[str, ...]:
        """The units an ambiguous word may mean, the usual one first; empty when it means one thing."""
        found = self._registry.words.get(word) or self._registry.words.get(word.lower(), ())
        return found if len(found) > 1 else ()

    def terms(self, unit: str) -> Terms:
        """The product of named units that `unit` is, an ambiguous word in its usual reading."""
        known = self._terms.get(unit)
        if known is None:
            parts = spelling.read_parts(unit, self._registry)
            known = self._terms[unit] = spelling.gather((part.options[0], part.exponent) for part in parts)
        return known

    def canonical(self, unit: str) -> str:
        """The canonical text of `unit`."""
        return spelling.canonical(self.terms(unit))

    def _meaning(self, unit: str) -> tuple[Line, Dimension]:
        known = self._known.get(unit)
        if known is None:
            terms = self.terms(unit)
            known = self._known[unit] = (self._line_to_base(terms), dimensions.of_terms(terms, self._registry))
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
        return self._meaning(unit)[0]

    def dimension(self, unit: str) -> Dimension:
        """The dimension of `unit`."""
        return self._meaning(unit)[1]

    def dimension_name(self, unit: str) -> str:
        """The dimension of `unit` in words."""
        return dimensions.name_of(self.terms(unit), self._registry)

    def is_affine(self, unit: str) -> bool:
        """True for a temperature whose zero is arbitrary."""
        return self._meaning(unit)[0][1] != 0

    def is_currency(self, unit: str) -> bool:
        """True for a currency, also with a prefix or as its hundredth."""
        kind = self.dimension(unit)
        return len(kind) == 1 and dimensions.is_money(kind[0][0]) and kind[0][1] == 1

    def line(self, unit: str, to_unit: str, *, place: str = "") -> Line:
        """Slope and intercept that turn values in `unit` into `to_unit`, remembered.

        Raises:
            UnitError: as `convert`.
        """
        known = self._lines.get((unit, to_unit))
        if known is None:
            known = self._lines[unit, to_unit] = self._line(unit, to_unit, place)
        return known

    def _line(self, unit: str, to_unit: str, place: str) -> Line:
        try:
            (slope, offset), kind = self._meaning(unit)
            (to_slope, to_offset), to_kind = self._meaning(to_unit)
        except UnitError as problem:
            problem.place = place
            raise
        if kind != to_kind or self._mixes_differences(unit, to_unit):
            raise self.mismatch(unit, to_unit, place=place)
        return slope / to_slope, (offset - to_offset) / to_slope

    def _mixes_differences(self, unit: str, other: str) -> bool:
        """True for a temperature beside a difference of temperatures: 5 °C is not 5 °C warmer."""
        pair = (unit, other), (other, unit)
        return any(self.is_affine(one) and self.canonical(two).startswith("delta_") for one, two in pair)

    def convert(self, value: Fraction, unit: str, to_unit: str, *, place: str = "") -> Fraction:
        """Convert one value from `unit` to `to_unit`, exactly."""
        slope, intercept = self.line(unit, to_unit, place=place)
        return value * slope + intercept

    def convert_bound(self, bound: Bound, unit: str, to_unit: str, *, place: str = "") -> Bound:
        """Convert an interval from `unit` to `to_unit`, exactly."""
        slope, intercept = self.line(unit, to_unit, place=place)
        return bound if slope == 1 and not intercept else bounds.scale(bound, slope, intercept)

    def mismatch(self, unit: str, other: str, *, place: str = "") -> UnitError:
        """The error for two units that do not compare: UN03, or UN04 or UN05 where we know why."""
        what = f"cannot compare {self.shown(unit)} with {self.shown(other)}"
        ratio = dimensions.multiply(self.dimension(unit), self.dimension(other), -1)
        if ratio in {POINTS, _POINTS_LESS} and any(name == PERCENT for name, _ in self.terms(unit) + self.terms(other)):
            fix = "write percentage points for a difference of percentages, percent for a share"
            return UnitError(what, place=place, fix=fix, code="UN04")
        if dimensions.differ_by_time(self.dimension(unit), self.dimension(other)):
            for rate, amount in ((unit, other), (other, unit)):
                if time := self._time_of_rate(rate):
                    return self._stock_for_flow(what, amount, time, place)
        return UnitError(what, place=place, fix=self._fix(unit, other), code="UN03")

    def _fix(self, unit: str, other: str) -> str:
        if self.dimension(unit) == self.dimension(other):
            return "state the difference in K, Δ°C or Δ°F"
        if self.is_currency(unit) and self.is_currency(other):
            have, want = self.format(unit), self.format(other)
            return f"state the value in {want}, or multiply it by a rate in {want}/{have}"
        return f"state the value in a unit of {self.dimension_name(other)}"

    def _time_of_rate(self, unit: str) -> str:
        """The time in the denominator as it is spelled ("year" of t/year, "day" of barrel_per_day), or ""."""
        under = [name for name, power in self.terms(unit) if power < 0]
        spelled = [name.rpartition("_per_")[2] for name, power in self.terms(unit) if power > 0 and "_per_" in name]
        known = [self._registry.names[name] for name in [*under, *spelled] if name in self._registry.names]
        return next((name for name in known if self._registry.base(name).dimension == _TIME), "")

    def _stock_for_flow(self, what: str, amount: str, time: str, place: str) -> UnitError:
        shown = display.short_name(time, self._registry)
        per_time = display.short(spelling.gather([*self.terms(amount), (time, -1)]), self._registry)
        return UnitError(
            f"{what}: one is an amount, the other a rate",
            place=place,
            fix=f"multiply the rate by a time (… * 1 {shown}), or state the amount per time ({per_time})",
            code="UN05",
        )

    def shown(self, unit: str) -> str:
        """The unit with its dimension, for messages: "'kW' (power)"."""
        short, name = self.format(unit), self.dimension_name(unit)
        if not short:
            return "a plain number"
        return f"'{short}' ({'money' if self.is_currency(unit) else name})"

    def multiply(self, unit: str, other: str, exponent: int = 1) -> str:
        """The canonical unit of unit · other ** exponent.

        Raises:
            UnitError: UN03 when one is a temperature whose zero is arbitrary: twice 20 °C means nothing.
        """
        self._refuse_affine(unit, other)
        raised = ((name, power * exponent) for name, power in self.terms(other))
        return spelling.canonical(spelling.gather([*self.terms(unit), *raised]))

    def power(self, unit: str, exponent: int) -> str:
        """The canonical unit of a power; errors as `multiply`."""
        if exponent != 1:
            self._refuse_affine(unit)
        return spelling.canonical(spelling.gather((name, power * exponent) for name, power in self.terms(unit)))

    def root(self, unit: str) -> str:
        """The canonical unit of a square root.

        Raises:
            UnitError: A power of it is odd: a root of tonnes is no unit.
        """
        terms = self.terms(unit)
        if any(power % 2 for _, power in terms):
            what = f"'{self.format(unit)}' has no square root"
            raise UnitError(what, fix="take the root of a square, or of a plain number")
        return spelling.canonical(spelling.gather((name, power // 2) for name, power in terms))

    def _refuse_affine(self, *units: str) -> None:
        for unit in units:
            if self.is_affine(unit):
                raise UnitError(
                    f"cannot multiply a temperature in '{self.format(unit)}': its zero is arbitrary",
                    fix="state it in K, or multiply a difference of temperatures",
                    code="UN03",
                )

    def simplify(self, unit: str) -> tuple[str, Fraction]:
        """The unit with like dimensions cancelled and percent taken as 0.01, and the factor to multiply by."""
        terms, factor = self.terms(unit), Fraction(1)
        if len(terms) == 1 and terms[0][1] == 1:
            return spelling.canonical(terms), factor
        kept: dict[Dimension, tuple[str, int]] = {}
        for name, power in terms:
            base = self._registry.base(name)
            first, total = kept.get(base.dimension, (name, 0))
            if base.dimension:
                factor *= (base.factor / self._registry.base(first).factor) ** power
                kept[base.dimension] = (first, total + power)
            else:
                factor *= base.factor**power
        return spelling.canonical(spelling.gather(kept.values())), factor

    def format(self, unit: str) -> str:
        """The unit as a reader expects it."""
        known = self._short.get(unit)
        if known is None:
            known = self._short[unit] = display.short(self.terms(unit), self._registry)
        return known
