"""How a unit is written: text → terms, terms → canonical text and short print. Never evaluates anything.

A unit is a product of named units with whole exponents ("terms"). Words that may mean several
units yield several options; `readings` chooses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from tallystick.errors import UnitError
from tallystick.units.registry import Prefix, Registry, spellings

# Long names with their exponents, sorted by name.
Terms = tuple[tuple[str, int], ...]

MAX_LENGTH = 200
MAX_EXPONENT = 12
MAX_WORDS = 24


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a unit: the units it may mean (several: ambiguous), and its exponent."""

    word: str
    options: tuple[str, ...]
    exponent: int = 1


def unknown(text: str, registry: Registry, *, place: str = "", word: str = "") -> UnitError:
    """The error for a unit nobody knows, with the nearest name."""
    shown = text if len(text) <= 60 else text[:57] + "…"
    near = nearest(word or text, registry)
    about = f" ('{word[:40]}' in it)" if word and word != text else ""
    return UnitError(
        f"unit '{shown}'{about} is not known" + (f" (nearest: '{near}')" if near else ""),
        place=place,
        fix="correct the unit, or define it in schemas/units.txt",
        code="UN01",
    )


def nearest(word: str, registry: Registry) -> str:
    """The known spelling most like `word`, or "" when none is near.

    >>> from tallystick.units.registry import load
    >>> nearest("kWhh", load()), nearest("tonnne", load()), nearest("kwh", load())
    ('kWh', 'tonne', 'kWh')
    """
    if not word or len(word) > 40:
        return ""
    known = sorted(set(spellings(registry)))
    same = [name for name in known if name.lower() == word.lower()]
    found = same or get_close_matches(word, known, n=1, cutoff=0.6)
    return found[0].replace("_", " ") if found else ""


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<power>(?:\*\*|\^)\s*\(?\s*[-−+]?\d+\s*\)?|[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
    |(?P<times>[*·⋅×])|(?P<over>/|÷)|(?P<open>\()|(?P<close>\))
    |(?P<one>1(?![\w.]))
    |(?P<word>[^\s*·⋅×/÷()^⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)
    )""",
    re.VERBOSE,
)
_POWER_WORDS = {"square": 2, "sq": 2, "sq.": 2, "cubic": 3, "cu": 3, "cu.": 3}
_AFTER_WORDS = {"squared": 2, "cubed": 3}


_PER_CENT = re.compile(r"\bper\s+(cent|mille)\b", re.IGNORECASE)


class _Reader:
    """A recursive-descent reader of one unit text, bounded by MAX_LENGTH."""

    def __init__(self, text: str, registry: Registry, extra: frozenset[str]) -> None:
        self.text, self.registry, self.extra = text, registry, extra
        self.read = _PER_CENT.sub(r"per\1", text.rstrip())
        self.tokens = list(self._tokens())
        self.at = 0

    def fail(self, word: str = "") -> UnitError:
        return unknown(self.text, self.registry, word=word)

    def _tokens(self) -> Iterator[tuple[str, str]]:
        at, text = 0, self.read
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None or match.lastgroup is None:
                raise self.fail()
            token = match[match.lastgroup]
            kind = "over" if token.lower() == "per" else match.lastgroup
            yield kind, token
            at = match.end()

    def peek(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def product(self) -> list[Part]:
        """Everything up to a closing bracket or the end: factors joined by `*` and `/`, from the left."""
        parts = [] if self.peek() == "over" else self.factor()
        while self.peek() in {"times", "over"}:
            sign = -1 if self.tokens[self.at][0] == "over" else 1
            self.take()
            parts += _raise(self.factor(), sign)
        return parts

    def factor(self) -> list[Part]:
        kind = self.peek()
        if kind == "open":
            self.take()
            parts = self.product()
            if self.peek() != "close":
                raise self.fail()
            self.take()
        elif kind == "one":
            self.take()
            parts = []
        elif kind == "word":
            parts = self.words()
        else:
            raise self.fail()
        return self.power(parts)

    def power(self, parts: list[Part]) -> list[Part]:
        if self.peek() != "power":
            return parts
        digits = self.take().translate(_SUPERSCRIPTS).replace("−", "-").strip("*^() ")
        exponent = int(digits) if len(digits) <= 3 else MAX_EXPONENT + 1
        if abs(exponent) > MAX_EXPONENT:
            raise self.fail()
        return [*parts[:-1], *_raise(parts[-1:], exponent)] if len(parts) > 1 and self._loose(parts) else _raise(parts, exponent)

    def _loose(self, parts: Sequence[Part]) -> bool:
        # An exponent after "kilowatt hours" belongs to the last word; after a bracket, to all.
        return self.tokens[self.at - 2][0] == "word" and bool(parts)

    def words(self) -> list[Part]:
        run: list[str] = []
        while self.peek() == "word":
            run.append(self.take())
        if len(run) > MAX_WORDS:
            raise self.fail()
        return list(self._phrase(run))

    def _phrase(self, run: list[str]) -> Iterator[Part]:
        power = 1
        while run:
            if run[0].lower() in _POWER_WORDS and len(run) > 1:
                power *= _POWER_WORDS[run.pop(0).lower()]
                continue
            part, used = self._longest(run)
            del run[:used]
            if run and run[0].lower() in _AFTER_WORDS:
                power *= _AFTER_WORDS[run.pop(0).lower()]
            yield from _raise(part, power)
            power = 1

    def _longest(self, run: list[str]) -> tuple[list[Part], int]:
        for size in range(min(len(run), 6), 1, -1):
            found = resolve(" ".join(run[:size]), self.registry, self.extra)
            if found is not None:
                return [found], size
        return self._single(run[0], alone=len(run) == 1), 1

    def _single(self, word: str, *, alone: bool) -> list[Part]:
        found = resolve(word, self.registry, self.extra)
        if found is not None and (alone or len(word) > 2):
            return [found]
        stem, digit = word[:-1], word[-1:]
        if digit in "23" and alone and (found := resolve(stem, self.registry, self.extra)) is not None:
            return _raise([found], int(digit))
        pieces = word.split("-")
        if len(pieces) > 1 and all(pieces):
            return list(self._phrase(pieces))
        raise self.fail(word)


def _raise(parts: Iterable[Part], exponent: int) -> list[Part]:
    return [Part(part.word, part.options, part.exponent * exponent) for part in parts]


def read_parts(text: str, registry: Registry, *, extra: Iterable[str] = ()) -> tuple[Part, ...]:
    """The words of a unit text with their exponents; none for the bare number.

    Args:
        extra: Words that the workspace declares, known or not to us.

    Raises:
        UnitError: UN01, with the nearest name.
    """
    if len(text) > MAX_LENGTH:
        raise unknown(text, registry)
    reader = _Reader(text, registry, frozenset(map(stem_of, extra)))
    parts = reader.product() if reader.tokens else []
    if reader.at != len(reader.tokens):
        raise reader.fail()
    if any(abs(part.exponent) > MAX_EXPONENT for part in parts):
        raise reader.fail()
    return tuple(parts)


def resolve(spelled: str, registry: Registry, extra: frozenset[str] = frozenset()) -> Part | None:
    """The units one word may mean, or None when it is not known."""
    word = re.sub(r"[\s-]+", "_", spelled)
    if word in registry.words:
        return Part(spelled, registry.words[word])
    name = _name(word, registry) or _prefixed(word, registry)
    if name is None and len(word) > 2 and word.lower() in registry.words:
        return Part(spelled, registry.words[word.lower()])
    if name is None and stem_of(word) in extra:
        return Part(spelled, ())
    return Part(spelled, (name,)) if name else None


def stem_of(word: str) -> str:
    """The word in lower case and singular, as declared readings are looked up.

    >>> stem_of("Tons"), stem_of("fluid ounces"), stem_of("$")
    ('ton', 'fluid_ounce', '$')
    """
    return _singular(re.sub(r"[\s-]+", "_", word).lower())


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _name(word: str, registry: Registry) -> str | None:
    found = registry.names.get(word)
    if found is None and len(word) > 3:
        found = registry.folded.get(word.lower())
    stem = _singular(word)
    if found is None and stem != word and (stem.islower() or "_" in stem or len(stem) > 3):
        found = registry.names.get(stem) or registry.folded.get(stem.lower())
    if found is None and "_" in word:
        # "degrees celsius", "barrels of oil": the plural stands on the first word.
        first, _, rest = word.partition("_")
        if first.endswith("s") and len(first) > 3:
            return _name(f"{first[:-1]}_{rest}", registry)
    return found


def _prefixed(word: str, registry: Registry) -> str | None:
    for prefix in registry.prefixes:
        name = _with_prefix(word, prefix, registry)
        if name is not None:
            return name
    return None


_LARGE = frozenset({"kilo", "mega", "giga", "tera", "peta", "exa", "kibi", "mebi", "gibi", "tebi", "pebi"})


def _with_prefix(word: str, prefix: Prefix, registry: Registry) -> str | None:
    if word.startswith(prefix.symbol):
        name = registry.names.get(word[len(prefix.symbol) :])
        if name is not None and _takes(name, prefix, registry) and not _is_word(word[len(prefix.symbol) :], name):
            return prefix.name + name
    lowered = word.lower()
    if lowered.startswith(prefix.name):
        name = _name(lowered[len(prefix.name) :].lstrip("_"), registry) or _name(word[len(prefix.name) :], registry)
        if name is not None and _takes(name, prefix, registry):
            return prefix.name + name
    return None


def _is_word(spelling: str, name: str) -> bool:
    """True for long names: "kmetre" mixes a symbol with a word, and is not a unit."""
    return spelling == name and len(spelling) > 3 or len(spelling) > 4


def _takes(name: str, prefix: Prefix, registry: Registry) -> bool:
    if name in registry.currencies:
        return prefix.name in {"kilo", "mega"}
    mark = registry.prefixable.get(name)
    if prefix.name.endswith("bi"):
        return name in {"bit", "byte"}
    return mark == "all" or (mark == "large" and prefix.name in _LARGE)


def terms_of(parts: Iterable[Part], choose: Callable[[Part], str]) -> Terms:
    """The product of the chosen units, with like names gathered and sorted."""
    powers: dict[str, int] = {}
    for part in parts:
        name = choose(part)
        powers[name] = powers.get(name, 0) + part.exponent
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def canonical(terms: Terms) -> str:
    """The canonical text: long names, products first, then quotients.

    >>> canonical((("kilowatt_hour", 1), ("meter", -2)))
    'kilowatt_hour / meter ** 2'
    """
    over = [_power(name, power, " ** ") for name, power in terms if power > 0]
    under = [_power(name, -power, " ** ") for name, power in terms if power < 0]
    if not under:
        return " * ".join(over)
    return " / ".join([" * ".join(over) or "1", *under])


def _power(name: str, power: int, sign: str) -> str:
    return name if power == 1 else f"{name}{sign}{power}"


# Where the symbol is shorter than what a reader of news expects, or stands for something else.
_SHOWN = {
    "year": "year", "month": "month", "week": "week", "day": "day", "quarter": "quarter", "count": "count",
    "oil_barrel": "barrel", "inch": "inch", "acre": "acre", "stone": "stone", "carat": "carat",
}  # fmt: skip


def short(terms: Terms, registry: Registry) -> str:
    """The unit as a reader expects it: "t/year", "kWh/m²", "short ton", "%"."""
    over = [_short_power(name, power, registry) for name, power in terms if power > 0]
    under = [_short_power(name, -power, registry) for name, power in terms if power < 0]
    return "/".join(["·".join(over) or ("1" if under else ""), *under])


def _short_power(name: str, power: int, registry: Registry) -> str:
    shown = short_name(name, registry)
    if power == 1:
        return shown
    return f"{shown}{'²³'[power - 2]}" if power in {2, 3} else f"{shown}^{power}"


def short_name(name: str, registry: Registry) -> str:
    """The symbol of one unit, or its name in words."""
    if name in _SHOWN or name in registry.currencies:
        return _SHOWN.get(name, name)
    if name.startswith("delta_"):
        return "Δ" + short_name(name.removeprefix("delta_"), registry)
    if name in registry.symbols:
        return registry.symbols[name]
    for prefix in registry.prefixes:
        rest = name.removeprefix(prefix.name)
        if rest != name and rest in registry.symbols and _takes(rest, prefix, registry):
            return prefix.symbol + registry.symbols[rest]
        if rest != name and rest in registry.currencies:
            return prefix.symbol + rest
    return name.replace("_", " ")
