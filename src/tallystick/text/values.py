"""A claim's `value:` → `Quantity`: one whole text, every form of it, or an error that says which part is unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from tallystick import bounds, units
from tallystick.errors import UnitError, ValueReadError
from tallystick.model import Bound, Quantity
from tallystick.text import comparators
from tallystick.text.lexicon import numbers
from tallystick.text.money import read_money_before
from tallystick.text.numerals import Numeral, read_numeral
from tallystick.text.proportions import read_proportion
from tallystick.text.quantities import about_steps, as_bound
from tallystick.text.running_values import read_running, with_number
from tallystick.text.tokens import MAX_DIGITS, Token, tokenize, uses_decimal_comma

_ZERO = Fraction(0)
MAX_EXPONENT = 300
_LONGEST = 2000  # characters of one value
_SYMBOLS = {"≤": "<=", "≥": ">=", "=<": "<=", "=>": ">=", "≈": "~", "=": "="}
_AUXILIARIES = frozenset(
    ("has", "have", "had", "is", "are", "was", "were", "be", "been", "did", "does", "a", "an", "the")
)
_SPACES = re.compile(r"[ \t\r\n\f\v]+")  # a no-break space may group digits
_SIGN = re.compile(r"\s*(<=|>=|=<|=>|≤|≥|<|>|~|≈|=)\s*")
_EXPONENT = re.compile(r"(?<![\w.])([-+−]?)(\d[\d,]*(?:\.\d+)?|\.\d+)[eE]([-+]?\d+)")
_RANK = re.compile(r"(?:rank|no\.?|number|#)\s*(\d+)\s*", re.IGNORECASE)
_PLUS_MINUS = re.compile(r"\s*(?:±|\+/-|\+-)\s*")


def read_value(
    text: str, *, unit: str = "", readings: Mapping[str, str] | None = None, digits: int | None = None
) -> Quantity:
    """The quantity a whole text states: `25 %`, `<= 1 Mt/year`, `about $500 billion`, `1.5 .. 2 Mt`.

    Args:
        unit: The unit of the measure, which chooses among the readings of an ambiguous word.
        readings: What ambiguous words mean here.
        digits: How many digits are significant, when the print does not show it.

    Raises:
        ValueReadError: RD06, no number in it, or one beyond the limits.
        UnitError: UN01, a word behind the number is no unit.

    >>> read_value("not more than 1 million tons").bound
    Bound(low=None, high=Fraction(1000000, 1), low_open=False, high_open=False)
    """
    written = _SPACES.sub(" ", text).strip()
    reader = _Reader(written, unit, readings or {}, digits)
    if len(written) > _LONGEST:
        raise reader.fail(f"is longer than {_LONGEST} characters")
    try:
        return reader.read()
    except (ValueReadError, UnitError):
        found = read_running(written, unit, readings or {}, digits)
        if found is not None:
            return found
        numbered = with_number(written)
        if not numbered:
            raise
    return replace(read_value(numbered, unit=unit, readings=readings, digits=digits), text=written)


class _Reader:
    """One value text, its tokens, and what its unit is chosen by."""

    def __init__(self, text: str, prefer: str, readings: Mapping[str, str], digits: int | None) -> None:
        self.text, self.prefer, self.readings, self.digits = text, prefer, readings, digits

    def fail(self, what: str, fix: str = "write a number and its unit, as 2 million tons") -> ValueReadError:
        shown = self.text if len(self.text) <= 60 else self.text[:57] + "…"
        return ValueReadError(f"'{shown}' {what}", fix=fix)

    def read(self) -> Quantity:
        rank = _RANK.fullmatch(self.text)
        if rank:
            return replace(_exact(Fraction(rank[1][:9])), text=self.text, unit_text="rank")
        relation, rest = self._relation(self.text)
        if ".." in rest:
            return self._range(rest)
        spread = _PLUS_MINUS.split(rest)
        if len(spread) == 2:
            return self._plus_minus(*spread)
        between = re.fullmatch(r"(?:between|from)\s+(.+?)\s+(?:and|to)\s+(.+)", rest) or self._dashed(rest)
        if between:
            return self._ends(between[1], between[2])
        return self._single(rest, relation)

    def _dashed(self, rest: str) -> re.Match[str] | None:
        return re.fullmatch(r"([$€£]?\d[\d.,]*[^-–]*?)\s*(?:–|—|-|\bto\b)\s*([$€£]?\d.*)", rest)

    def _relation(self, text: str) -> tuple[str, str]:
        sign = _SIGN.match(text)
        if sign:
            return _SYMBOLS.get(sign[1], sign[1]), text[sign.end() :]
        return "", text

    def _range(self, text: str) -> Quantity:
        low, _, high = text.partition("..")
        return self._ends(low.strip(), high.strip(" ."))

    def _ends(self, low: str, high: str) -> Quantity:
        second = self._single(high, "") if high else None
        first = self._single(low, "", lender=high) if low else None
        known = second or first
        if known is None:
            raise self.fail("has no number at either end")
        if first and second and first.unit != second.unit:
            known_unit = second.unit or first.unit
            first = self._in(first, known_unit)
            second = self._in(second, known_unit)
            known = second if second.unit_text else replace(second, unit_text=first.unit_text)
        bottom = first.bound.low if first else None
        top = second.bound.high if second else None
        if bottom is not None and top is not None and bottom > top:
            raise ValueReadError(f"'{self.text}' ends before it starts", fix="write the smaller end first")
        steps = (first.steps[0] if first else _ZERO, second.steps[1] if second else _ZERO)
        return replace(known, bound=Bound(bottom, top), text=self.text, relation="..", steps=steps)

    def _in(self, quantity: Quantity, unit: str) -> Quantity:
        if quantity.unit in ("", unit):
            return replace(quantity, unit=unit)
        factor = units.convert(Fraction(1), quantity.unit, unit)
        bound = units.convert_bound(quantity.bound, quantity.unit, unit)
        return replace(quantity, bound=bound, unit=unit, steps=(quantity.steps[0] * factor, quantity.steps[1] * factor))

    def _plus_minus(self, middle: str, spread: str) -> Quantity:
        second = self._single(spread, "")
        first = self._in(self._single(middle, "", lender=spread), second.unit)
        low, high = first.bound.low, first.bound.high
        if low is None or high is None or second.bound.high is None:
            raise self.fail("has no number at either end")
        bound = Bound(low - second.bound.high, high + second.bound.high)
        return replace(second, bound=bound, text=self.text, relation="±", steps=(_ZERO, _ZERO))

    def _single(self, text: str, relation: str, lender: str = "") -> Quantity:
        """One number with its unit; `lender` is the other end of a range, whose scale and unit it may share."""
        plainer, power = self._without_exponent(text)
        tokens = tokenize(plainer, decimal_comma=uses_decimal_comma(plainer))
        at = next((n for n in range(len(tokens)) if self._starts(tokens, n)), None)
        if at is None:
            raise self.fail(self._no_number(text))
        numeral = read_proportion(tokens, at) or read_numeral(tokens, at)
        if numeral is None:
            raise self.fail(f"has more than {MAX_DIGITS} digits", "write it with fewer digits")
        return self._finish(tokens, at, numeral, power, relation, lender)

    def _finish(
        self, tokens: Sequence[Token], at: int, numeral: Numeral, power: Fraction, relation: str, lender: str
    ) -> Quantity:
        money, first = read_money_before(tokens, at) if at else ("", at)
        negative, first = _sign(tokens, first if money else at)
        if not money and first:
            money, first = read_money_before(tokens, first)
        said, first = comparators.read_before(tokens, first) if first else ("", 0)
        after = ""
        numeral, last = self._letter(tokens, numeral, money)
        after, last = comparators.read_after(tokens, last)
        rest = "" if last >= len(tokens) else self._tail(tokens, last)
        if after == "" and rest:
            rest, after = _strip_after(rest)
        if any(token.lower not in _AUXILIARIES for token in tokens[:first]):
            raise self.fail(f"starts with '{' '.join(t.text for t in tokens[:first])}', which says nothing of a number")
        numeral = self._with_digits(numeral, tokens[at])
        numeral, unit, written, known = self._unit(numeral, money, rest, lender)
        low, high = numeral.low * power, numeral.high * power
        low, high = (-high, -low) if negative else (low, high)
        steps = self._steps(numeral, power, unit)
        spread = about_steps((numeral.step * power, numeral.step * power), low)
        bound, kept = as_bound(relation or after or said or "=", low, high, spread)
        return Quantity(bound, unit, self.text, written, kept, steps, known)

    def _with_digits(self, numeral: Numeral, printed: Token) -> Numeral:
        """The number with as many significant digits as the claim says."""
        if not self.digits or printed.kind != "number":
            return numeral
        plain = Fraction(printed.plain)
        scale = numeral.low / plain if plain else Fraction(1)
        return replace(numeral, step=bounds.step_of(printed.plain, self.digits) * scale)

    def _tail(self, tokens: Sequence[Token], last: int) -> str:
        last += tokens[last].lower == "of"  # "tens of thousands of dollars"
        joined = "".join(f"{'' if t.tight or n == 0 else ' '}{t.text}" for n, t in enumerate(tokens[last:]))
        return re.sub(r"^[-‑](?=[A-Za-z])", "", joined)

    def _steps(self, numeral: Numeral, power: Fraction, unit: str) -> tuple[Fraction, Fraction]:
        value, step = numeral.low * power, numeral.step * power
        is_count = not unit and value.denominator == 1 and 0 <= value < 100
        if self.digits is None and (value == 0 or is_count or (unit == "percent" and value == 100)):
            return _ZERO, _ZERO
        return step, step

    def _letter(self, tokens: Sequence[Token], numeral: Numeral, money: str) -> tuple[Numeral, int]:
        """The number with its scale letter: "$5m" is millions; "5m" is metres unless a unit follows."""
        letter, last = numeral.letter, numeral.last
        if not letter:
            return numeral, last
        follows = last + 1 < len(tokens)
        scales = letter in "kKBM" and tokens[last].tight and (follows or not self._is_unit(tokens[last].text))
        if money or scales or (letter == "m" and follows):
            return numeral.times(numbers("letters")[letter], last + 1), last + 1
        return numeral, last

    def _is_unit(self, word: str) -> bool:
        try:
            units.parse_unit(word)
        except ValueError:
            return False
        return True

    def _unit(self, numeral: Numeral, money: str, rest: str, lender: str) -> tuple[Numeral, str, str, tuple[str, ...]]:
        """The number (with a borrowed scale), its canonical unit, the unit as written, and its readings."""
        if lender and not rest and not money:
            other = self._single(lender, "")
            scale = self._scale_of(lender)
            if scale != 1 and not numeral.scaled:
                numeral = numeral.times(scale, numeral.last)
            return numeral, other.unit, other.unit_text, other.readings
        if lender and money and not rest and not numeral.scaled:
            numeral = numeral.times(self._scale_of(lender), numeral.last)
        written = rest
        if money:
            written = (
                money + rest if rest.startswith("/") else money + (f"/{rest[4:]}" if rest.startswith("per ") else "")
            )
            if rest and not rest.startswith(("/", "per ")):
                self._same_money(money, rest)
        if not written:
            return numeral, "", "", ()
        word = units.parse_unit(_without_article(written), readings=self.readings, prefer=self.prefer)
        return numeral, word.canonical, written, word.readings

    def _same_money(self, money: str, rest: str) -> None:
        if units.parse_unit(rest, prefer=money).canonical != money:
            raise self.fail(f"names two currencies, {money} and '{rest}'", "keep one of them")

    def _scale_of(self, text: str) -> Fraction:
        tokens = tokenize(text)
        for at, token in enumerate(tokens):
            numeral = read_numeral(tokens, at) if token.kind == "number" else None
            if numeral is not None:
                money = bool(at and read_money_before(tokens, at)[0])
                numeral, _ = self._letter(tokens, numeral, "x" if money else "")
                base = Fraction(token.plain)
                return numeral.low / base if base and not numeral.is_fraction else Fraction(1)
        return Fraction(1)

    def _starts(self, tokens: Sequence[Token], at: int) -> bool:
        if tokens[at].kind == "number":
            return True
        numeral = read_proportion(tokens, at) or read_numeral(tokens, at)
        return numeral is not None

    def _without_exponent(self, text: str) -> tuple[str, Fraction]:
        """As in "1e6 t" as "1 t" and a million."""
        match = _EXPONENT.search(text)
        if not match:
            return text, Fraction(1)
        if len(match[3]) > 5 or abs(int(match[3])) > MAX_EXPONENT:
            raise self.fail(f"has an exponent beyond {MAX_EXPONENT}", "write it with a scale, as 2 million")
        return text[: match.start(3) - 1] + text[match.end() :], Fraction(10) ** int(match[3])

    def _no_number(self, text: str) -> str:
        lowered = text.strip().lower().lstrip("+-−")
        if lowered in ("nan", "inf", "infinity", "∞", "none", "null", "na", "n/a"):
            return "is no number"
        return "has no number"


def _sign(tokens: Sequence[Token], at: int) -> tuple[bool, int]:
    if at and (tokens[at - 1].text in "-−–" or tokens[at - 1].lower in ("minus", "negative")):
        return True, at - 1
    if at and tokens[at - 1].text == "+":
        return False, at - 1
    return False, at


def _strip_after(rest: str) -> tuple[str, str]:
    """A comparator behind the unit ("tons or more"), taken off."""
    tokens = tokenize(rest)
    for at in range(1, len(tokens)):
        relation, last = comparators.read_after(tokens, at)
        if relation and last == len(tokens):
            return rest[: tokens[at].start].strip(), relation
    return rest, ""


def _without_article(written: str) -> str:
    """As in "tons a year" as "tons / year"; "tons of aluminum" keeps its words, and is refused with them."""
    named = re.sub(r"\s+(?:annually|yearly|per annum|a year)$", " / year", written)
    return re.sub(r"\s+(?:a|an|each|every)\s+(?=\w+$)", " / ", named)


def _exact(value: Fraction) -> Quantity:
    return Quantity(Bound(value, value))
