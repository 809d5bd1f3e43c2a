"""How a unit is written: text → parts → terms → canonical text. Read by a small parser, never evaluated.

A unit is a product of named units with whole exponents ("terms"). A word that may mean several
units is a part with several options; `readings` chooses among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tallystick.errors import UnitError
from tallystick.units.names import SAME_LETTER, resolve, stem_of, unknown
from tallystick.units.registry import Registry

# Long names with their exponents, sorted by name.
Terms = tuple[tuple[str, int], ...]

MAX_LENGTH = 200
MAX_EXPONENT = 12
MAX_PHRASE = 6
_SCALE_WORDS = (
    "hundred thousand thousands million millions billion billions trillion quadrillion lakh lakhs crore crores "
    "tsd mn mln mio bn bln tn trn"
)
SCALES = frozenset(_SCALE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a unit: the units it may mean (several: ambiguous), and its exponent."""

    word: str
    options: tuple[str, ...]
    exponent: int = 1


_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
# "per" in these is no quotient.
_PER_CENT = re.compile(r"\bper\s+(cent|mille)\b", re.IGNORECASE)
# "% of GDP", "tonnes of oil": what is measured is the measure's business.
_SHARE_OF = re.compile(r"^\s*(%|per\s?cent|percent|pct|share)\s+of\s+.*$", re.IGNORECASE | re.DOTALL)
# Barrels a day, which no reader takes for kilobits.
_OIL = re.compile(r"\b([km])b(?:bl)?/d(?:ay)?\b", re.IGNORECASE)
_SQUARE = re.compile(r"\b(sq|cu)\.?(?=(?:ft|km|mi|in|cm|mm|yd|m)\b)")
# "$bn", "US$m", "USD mn": money and its scale.
_MONEY_SCALE = re.compile(r"^(\s*(?:[A-Z]{1,3})?[$€£¥₹]|\s*[A-Z]{3})\s*(tn|trn|bn|bln|mn|mln|mio|m|k)\b")
_SCALES = {"k": "thousand", "m": "million"}
_TENS = re.compile(r"^\s*(?:1[0 ,]*(?:000)|10\s?(?:\^|\*\*)\s?(\d)|['’]?(000)s?)\s+(?=\S)")
# "L/100 km": a divisor of so many.
_PER_TENS = re.compile(r"(?:/|\bper\b)\s*1(0{2,12})\s*(?=[^\W\d])")
_TENS_NAMES = {2: "hundred", 5: "lakh", 3: "thousand", 6: "million", 9: "billion", 12: "trillion"}
_PARTS_PER = re.compile(r"\bparts?[\s-]+per[\s-]+(million|billion|trillion)\b", re.IGNORECASE)
# What is weighed is the measure's business: "t CO2e" is a mass like any other.
_CARBON = re.compile(
    r"(?<=[A-Za-z])[\s-]*(?:\bof\s+)?CO[2₂](?:[\s-]?(?:equivalent|eq|e))?(?![A-Za-z0-9])|(?<=\b[kMGTP][tg])C\b|(?<=\b[tg])C\b"
)
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<power>(?:\*\*|\^)\s*(?:[-−+]?\d+|\(\s*[-−+]?\d+\s*\))|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
    |(?P<times>[*·⋅×])|(?P<over>[/÷]|per(?=\s))|(?P<open>\()|(?P<close>\))
    |(?P<one>1(?![\w.]))
    |(?P<word>[^\s*·⋅×/÷()^⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE = {"square": 2, "sq": 2, "sq.": 2, "cubic": 3, "cu": 3, "cu.": 3}
_AFTER = {"squared": 2, "cubed": 3}
_TRAILING = re.compile(r"([^\W\d]+|[°%])([-–−]?)([1-4])")


def read_parts(text: str, registry: Registry, *, declared: Iterable[str] = ()) -> tuple[Part, ...]:
    """The words of a unit text with their exponents; none for the bare number.

    Args:
        declared: Words that the workspace gives a meaning, known to us or not.

    Raises:
        UnitError: UN01, with the nearest name.
    """
    if len(text) > MAX_LENGTH:
        raise unknown(text, "", registry)
    reader = _Reader(text, registry, frozenset(stem_of(word) for word in declared))
    try:
        parts = reader.product() if reader.tokens else []
    except UnitError:
        # "beats per minute" is one name, though no beat is a unit.
        whole = resolve(text, registry)
        if not whole:
            raise
        return (Part(text, whole),)
    totals = gather((part.word, part.exponent) for part in parts)
    if reader.at != len(reader.tokens) or any(abs(power) > MAX_EXPONENT for _, power in totals):
        raise unknown(text, "", registry)
    return tuple(parts)


class _Reader:
    """A recursive-descent reader of one unit text, which MAX_LENGTH keeps shallow."""

    def __init__(self, text: str, registry: Registry, declared: frozenset[str]) -> None:
        self.text, self.registry, self.declared = text, registry, declared
        self.tokens = list(self._tokens(_plain(text)))
        self.at = 0

    def _fail(self, word: str = "") -> UnitError:
        return unknown(self.text, word, self.registry)

    def _tokens(self, text: str) -> Iterator[tuple[str, str]]:
        at = 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None or match.lastgroup is None:
                raise self._fail()
            yield match.lastgroup, match[match.lastgroup]
            at = match.end()

    def _peek(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def _take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def product(self) -> list[Part]:
        """Everything up to a closing bracket or the end: factors joined by `*` and `/`, from the left."""
        parts = [] if self._peek() == "over" else self._factor()
        while (kind := self._peek()) in {"times", "over"} or (kind == "word" and self._after_power()):
            if kind != "word":
                self._take()
            parts += _raised(self._factor(), -1 if kind == "over" else 1)
        return parts

    def _after_power(self) -> bool:
        """As in "W m⁻² K⁻¹": behind an exponent a space is a product."""
        kind, written = self.tokens[self.at - 1]
        raised = kind == "power" or _TRAILING.fullmatch(written) is not None
        return raised and not self.tokens[self.at][1][0].isdigit() and self.tokens[self.at][1][0] != "."

    def _factor(self) -> list[Part]:
        kind = self._peek()
        if kind == "open":
            return self._bracket()
        if kind == "one":
            self._take()
            return []
        if kind != "word":
            raise self._fail()
        parts = list(self._phrase(self._run()))
        # An exponent after "kilowatt hours" belongs to the last word; after a bracket, to all.
        return [*parts[:-1], *_raised(parts[-1:], self._power())]

    def _bracket(self) -> list[Part]:
        self._take()
        parts = self.product()
        if self._peek() != "close":
            raise self._fail()
        self._take()
        return _raised(parts, self._power())

    def _power(self) -> int:
        if self._peek() != "power":
            return 1
        digits = self._take().translate(_DIGITS).strip("*^() +")
        exponent = int(digits) if len(digits) <= 3 else MAX_EXPONENT + 1
        if abs(exponent) > MAX_EXPONENT:
            raise self._fail()
        return exponent

    def _run(self) -> list[str]:
        run = []
        while self._peek() == "word":
            run.append(self._take())
        return run

    def _phrase(self, run: list[str]) -> Iterator[Part]:
        """The units that a run of words names: "square metres", "US dollars", "kilowatt hours"."""
        first, shown = True, self._shows_powers(run)
        while run:
            power = 1
            while len(run) > 1 and run[0].lower() in _BEFORE:
                power *= _BEFORE[run.pop(0).lower()]
            parts, used = self._longest(run, beside=shown or (first and _is_alone(run)))
            del run[:used]
            if run and run[0].lower() in _AFTER:
                power *= _AFTER[run.pop(0).lower()]
            yield from _raised(parts, power)
            first = False

    def _longest(self, run: list[str], *, beside: bool) -> tuple[list[Part], int]:
        for size in range(min(len(run), MAX_PHRASE), 1, -1):
            phrase = " ".join(run[:size])
            if found := self._meaning(phrase):
                return [found], size
        found = self._meaning(run[0])
        if found is None:
            return self._composed(run[0]), 1
        if not (beside or _is_spelled_out(run[0])):
            raise self._side_by_side(run)
        return [found], 1

    def _shows_powers(self, run: Sequence[str]) -> bool:
        """As in "kg m-3" and "m s⁻¹": with a power below one, side by side is a product."""
        if any(word.lower() in SCALES for word in run):
            return True  # "million USD", "USD thousand"
        trailing = _TRAILING.fullmatch(run[-1])
        power = self.tokens[self.at][1].lstrip("*^( ") if self._peek() == "power" else ""
        return power[:1] in {"-", "−", "⁻"} or bool(trailing and trailing[2])

    def _side_by_side(self, run: Sequence[str]) -> UnitError:
        stranger = next((word for word in run if self._meaning(word) is None), "")
        if stranger:
            return self._fail(stranger)
        return UnitError(
            f"unit '{self.text}' puts two symbols side by side",
            fix="write a product as 'N*m', a quotient as 'kg/m2'",
            code="UN01",
        )

    def _meaning(self, word: str) -> Part | None:
        options = resolve(word, self.registry)
        return Part(word, options) if options or stem_of(word) in self.declared else None

    def _composed(self, word: str) -> list[Part]:
        """A word with its exponent ("m2", "s-1"), or words joined by hyphens ("tonne-kilometres")."""
        if (match := _TRAILING.fullmatch(word)) and (found := self._meaning(match[1])):
            return _raised([found], -int(match[3]) if match[2] else int(match[3]))
        pieces = word.split("-")
        if len(pieces) > 1 and all(_is_spelled_out(piece) or len(pieces) == 2 for piece in pieces):
            found_all = [self._meaning(piece) if piece else None for piece in pieces]
            if None not in found_all:
                return [part for part in found_all if part is not None]
        raise self._fail(word)


def without_carbon(word: str) -> str:
    """As in "GtC" and "tCO2e" as "Gt" and "t"."""
    return _CARBON.sub("", word) if "C" in word else ""


def _plain(text: str) -> str:
    """The text with one letter for each sign, and set phrases as one word."""
    plain = _SHARE_OF.sub(r"\1", text.translate(SAME_LETTER))
    plain = _PER_TENS.sub(_per_tens, plain)
    plain = _TENS.sub(_tens, _MONEY_SCALE.sub(lambda m: f"{m[1]}*{_SCALES.get(m[2], m[2])}", plain))
    plain = _SQUARE.sub(r"\1 ", _OIL.sub(lambda m: "kbpd" if m[1] in "kK" else "mbpd", plain))
    joined = _PER_CENT.sub(r"per\1", _CARBON.sub("", plain))
    return _PARTS_PER.sub(r"parts_per_\1", joined).rstrip()


def _per_tens(match: re.Match[str]) -> str:
    scale = _TENS_NAMES.get(len(match[1]))
    return f"/{scale}/" if scale else match[0]


def _tens(match: re.Match[str]) -> str:
    """As in "1000 t" and "10^6 m3": a power of ten before the unit, as a scale; what is no scale stays."""
    zeros = int(match[1]) if match[1] else sum(char == "0" for char in match[0])
    return f"{_TENS_NAMES[zeros]} * " if zeros in _TENS_NAMES else match[0]


def _is_alone(run: Sequence[str]) -> bool:
    """True for one word, or one with its power in words: "km cubed"."""
    return len(run) == 1 or (len(run) == 2 and run[1].lower() in _AFTER)


def _is_spelled_out(word: str) -> bool:
    return len(word) > 3 and word.isalpha()


def _raised(parts: Iterable[Part], exponent: int) -> list[Part]:
    return [replace(part, exponent=part.exponent * exponent) for part in parts]


def gather(powers: Iterable[tuple[str, int]]) -> Terms:
    """The product with like names gathered and sorted.

    >>> gather([("year", -1), ("metric_ton", 1), ("year", 1)])
    (('metric_ton', 1),)
    """
    total: dict[str, int] = {}
    for name, power in powers:
        total[name] = total.get(name, 0) + power
    return tuple(sorted((name, power) for name, power in total.items() if power))


def canonical(terms: Terms) -> str:
    """The canonical text: long names, products first, then quotients.

    >>> canonical((("kilowatt_hour", 1), ("meter", -2)))
    'kilowatt_hour / meter ** 2'
    """
    over = [_to_power(name, power) for name, power in terms if power > 0]
    under = [_to_power(name, -power) for name, power in terms if power < 0]
    return " / ".join([" * ".join(over) or ("1" if under else ""), *under])


def _to_power(name: str, power: int) -> str:
    return name if power == 1 else f"{name} ** {power}"
