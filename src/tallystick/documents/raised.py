"""What is set higher or lower than its line: a power, an index, an ordinal's ending, or a footnote mark."""

from __future__ import annotations

import re

_HIGH = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_LOW = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_LETTERS = str.maketrans("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_UNIT = re.compile(r"(?:^|[^A-Za-z])(?:[kcdmµμn]?m|ft|in|yd|mi|[mµμn]?s|h|kg|K|sq|L|V|A|W|J|N)$")
_POWER = re.compile(r"[-−]?[1-4]")
_TEN = re.compile(r"(?:^|[^\d.,])10$")
_TIMES_TEN = re.compile(r"[×x·*]\s?10$")
_EXPONENT = re.compile(r"[-−]?\d{1,2}")
_ENDING = re.compile(r"st|nd|rd|th")


def raised(before: str, text: str) -> str | None:
    """How a raised text reads after the characters before it; None when it is a footnote mark.

    >>> raised("12 km", "2"), raised("6 × 10", "6"), raised("the 5", "th"), raised("Revenue", "1")
    ('²', '⁶', 'th', None)
    """
    text = text.strip()
    if _POWER.fullmatch(text) and _UNIT.search(before):
        return text.translate(_HIGH)
    # A bare 10 with a 1 or a 2 at its shoulder is more often a ten with a footnote.
    ten = _TIMES_TEN if text in ("1", "2") else _TEN
    if _EXPONENT.fullmatch(text) and ten.search(before):
        return text.translate(_HIGH)
    if _ENDING.fullmatch(text) and before[-1:].isdigit():
        return text
    return None


def lowered(text: str) -> str:
    """How a lowered text reads: digits as small ones, so that no number starts there.

    >>> "CO" + lowered("2")
    'CO₂'
    """
    return text.strip().translate(_LOW)


def as_mark(text: str) -> str:
    """A footnote mark as text shows it: digits and letters raised.

    >>> as_mark("12"), as_mark("a")
    ('¹²', 'ᵃ')
    """
    return text.strip().translate(_LETTERS).translate(_HIGH)
