"""One word of a unit: what it may mean, and the nearest known name when it means nothing.

Letters never compose by chance: a prefix goes only before a unit that takes prefixes, and a symbol
only before a symbol.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from difflib import get_close_matches

from tallystick.errors import UnitError
from tallystick.units.forms import listed
from tallystick.units.registry import Prefix, Registry, is_long

# One letter for each sign that has several.
SAME_LETTER = str.maketrans("μΩÅº", "µΩÅ°")
_USUAL = frozenset("kMGTmcµ")


def resolve(written: str, registry: Registry) -> tuple[str, ...]:
    """The long names that a word may mean: one, several when it is ambiguous, none when it is unknown.

    >>> from tallystick.units.registry import load
    >>> resolve("short tons", load()), resolve("kWh", load()), resolve("kWhh", load())
    (('short_ton',), ('kilowatt_hour',), ())
    """
    word = re.sub(r"[\s-]+", "_", written.strip().translate(SAME_LETTER))
    if word in listed("none"):
        return ()
    for spelled in dict.fromkeys((word, word.rstrip("."))):
        if spelled in registry.words:
            return registry.words[spelled]
        name = _name(spelled, registry) or _prefixed(spelled, registry)
        if name:
            return (name,)
        if len(spelled) > 2 and spelled.lower() in registry.words:
            return registry.words[spelled.lower()]
    return ()


def stem_of(word: str) -> str:
    """The word in lower case and singular, as declared readings are looked up.

    >>> stem_of("Tons"), stem_of("fluid ounces"), stem_of("$")
    ('ton', 'fluid_ounce', '$')
    """
    return _singular(re.sub(r"[\s-]+", "_", word.strip()).lower())


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _name(word: str, registry: Registry) -> str | None:
    for stem in dict.fromkeys((word, _singular(word))):
        if stem in registry.names and (stem == word or len(stem) > 3 or stem.islower()):
            return registry.names[stem]
        if stem.lower() in registry.folded:
            return registry.folded[stem.lower()]
    # "degrees celsius", "barrels of oil": the plural stands on the first word.
    first, _, rest = word.partition("_")
    return _name(f"{first[:-1]}_{rest}", registry) if rest and first.endswith("s") and len(first) > 3 else None


def _prefixed(word: str, registry: Registry) -> str | None:
    lower = word.lower()
    starts = (p for p in registry.prefixes if word.startswith(p.symbol) or lower.startswith(p.name))
    found = (_with_prefix(word, prefix, registry) for prefix in starts)
    return next((name for name in found if name), None)


def _with_prefix(word: str, prefix: Prefix, registry: Registry) -> str | None:
    if word.startswith(prefix.symbol):
        rest = word[len(prefix.symbol) :]
        name = registry.names.get(rest)
        if name and not is_long(rest) and takes_prefix(name, prefix, registry):
            return prefix.name + name
    if word.lower().startswith(prefix.name):
        rest = word[len(prefix.name) :].lstrip("_")
        name = _name(rest, registry) if len(rest) > 2 else None
        if name and takes_prefix(name, prefix, registry):
            return prefix.name + name
    return None


def is_usual(written: str, registry: Registry) -> bool:
    """False for a symbol that only a prefix nobody uses with it makes a unit: "TV" as teravolt.

    >>> from tallystick.units.registry import load
    >>> is_usual("kV", load()), is_usual("TV", load()), is_usual("hour", load())
    (True, False, True)
    """
    if len(written) > 4 or written in registry.names or written in registry.words or _name(written, registry):
        return True
    for prefix in registry.prefixes:
        name = registry.names.get(written.removeprefix(prefix.symbol)) if written.startswith(prefix.symbol) else None
        if name and takes_prefix(name, prefix, registry):
            return prefix.symbol in registry.usual.get(name, ())
    return True


def takes_prefix(name: str, prefix: Prefix, registry: Registry) -> bool:
    """True when this unit is used with this prefix."""
    return prefix.symbol in registry.prefixable.get(name, ())


_hints: ContextVar[bool] = ContextVar("hints", default=True)


@contextmanager
def without_hints() -> Iterator[None]:
    """Errors of unknown units without the nearest name, which takes a hundred times as long as the rest."""
    token = _hints.set(False)
    try:
        yield
    finally:
        _hints.reset(token)


def unknown(text: str, word: str, registry: Registry) -> UnitError:
    """The error for a unit nobody knows, with the nearest name: UN01."""
    shown = text if len(text) <= 60 else text[:57] + "…"
    inside = f" ('{word[:40]}' in it)" if word and word != text.strip() else ""
    near = nearest(word or text, registry)
    fix = "correct the unit, or define it in schemas/units.txt"
    hint = f" (nearest: '{near}')" if near else ""
    return UnitError(f"unit '{shown}'{inside} is not known{hint}", fix=fix, code="UN01")


def nearest(word: str, registry: Registry) -> str:
    """The known spelling most like `word`, or "" when none is near.

    >>> from tallystick.units.registry import load
    >>> nearest("kWhh", load()), nearest("tonnne", load()), nearest("kwH", load()), nearest("x" * 99, load())
    ('kWh', 'tonne', 'kWh', '')
    """
    if not word or len(word) > 40:
        return ""
    if word not in registry.near:
        if not _hints.get():
            return ""
        if not registry.proposals:
            registry.proposals.extend(sorted(set(_spellings(registry))))
        same = [name for name in registry.proposals if name.lower() == word.lower()]
        # What is much shorter or longer cannot be 0.7 alike: leaving it out makes a wrong column cheap.
        size = len(word)
        alike = [name for name in registry.proposals if 7 * size <= 13 * len(name) and 7 * len(name) <= 13 * size]
        found = same or get_close_matches(word, alike, n=1, cutoff=0.7)
        registry.near[word] = found[0].replace("_", " ") if found else ""
    return registry.near[word]


def _spellings(registry: Registry) -> Iterator[str]:
    """Every spelling worth proposing, with the usual prefixed symbols."""
    yield from registry.names
    yield from (word for word, readings in registry.words.items() if len(readings) > 1)
    for name, prefixes in registry.usual.items():
        symbol = registry.symbols.get(name, name)
        yield from (prefix + symbol for prefix in sorted(prefixes & _USUAL))
