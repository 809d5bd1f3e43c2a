"""The word lists of the grammar, read once from the data files beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def sections(name: str) -> Mapping[str, tuple[str, ...]]:
    """The sections of a data file: heading → its lines, comments left out."""
    found: dict[str, list[str]] = {}
    lines = found.setdefault("", [])
    for raw in (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            lines = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return {heading: tuple(body) for heading, body in found.items()}


@cache
def numbers(section: str) -> Mapping[str, Fraction]:
    """The word → value pairs of a section of numeral_words.txt.

    >>> numbers("sign")["¾"]
    Fraction(3, 4)
    """
    return {word: Fraction(value) for word, value in pairs("numeral_words", section).items()}


@cache
def pairs(name: str, section: str) -> Mapping[str, str]:
    """The `word=meaning` pairs of a section; `_` stands for a space in the word.

    >>> pairs("rate_words", "behind")["psf"]
    'square_foot'
    """
    found = (pair.rpartition("=") for line in sections(name)[section] for pair in line.split())
    return {word.replace("_", " "): meaning for word, _, meaning in found}


@cache
def words(name: str, section: str = "") -> frozenset[str]:
    """The words of a section that lists them one after another."""
    return frozenset(word for line in sections(name).get(section, ()) for word in line.split())


@cache
def phrases(name: str, section: str = "") -> Mapping[tuple[str, ...], str]:
    """The phrases of a section of `meaning: phrase, phrase` lines, as tuples of words → meaning."""
    found: dict[tuple[str, ...], str] = {}
    for line in sections(name).get(section, ()):
        meaning, _, listed = line.partition(": ")
        for phrase in listed.split(", "):
            found[tuple(phrase.split())] = meaning
    return found
