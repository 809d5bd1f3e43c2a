"""What looks like a quantity and is none: dates, times, years, ordinals, names, phone and section numbers, scores.

Each mask is one pattern that takes linear time; what it covers is no number for the stages behind it.
Dates, times and ranks become mentions of their own kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tallystick.text.lexicon import sections
from tallystick.units.forms import listed, wired


def _listed(section: str) -> tuple[str, ...]:
    return tuple(piece for line in sections("mask_words")[section] for piece in line.split(" | "))


def _any(section: str) -> str:
    return f"(?:{'|'.join(_listed(section))})"


_MONTH, _ORDINAL = _any("months"), _any("ordinals")
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_TENS = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
# Currency letters may touch the digits; the short ones only where comma, point or scale shows an amount.
_LETTERS = sorted(sign for sign in (*listed("signs"), *listed("codes"), *wired()) if sign.isalpha())
_CODES = "|".join(code for code in _LETTERS if len(code) > 2 or code in ("RM", "Rs", "Kč", "zł"))
_SHORT_CODES = "|".join(code for code in _LETTERS if len(code) < 3)
_AMOUNT = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?:m|mn|bn|k|b|tn| (?:m|b|tr)illion)\b|\d+\.\d\d\b)"
_NO_AMOUNT = rf"(?!(?:{_CODES})\d|(?:{_SHORT_CODES}){_AMOUNT})"
# "his 30s", "the low 40s", "the 1,200s"
_ROUND = "(?:over|under|the|in|his|her|their|my|our|early|mid|late|low|lower|high|upper)"
# "4.2", "7b", "(3)"; of several, "2 and 3", "4a–c", "1, 2 and 5"
_LABEL = r"\(?\d[\d.]*(?:[a-zA-Z](?:[,–-][a-z])*)?(?:\)|\b)"
_MORE = rf"(?:,? and |,? or | & ?|[-–]){_LABEL}(?!\s?(?:[%°]|[a-zµμ]{{1,3}}\b))|, ?{_LABEL}(?=[,;)\]]| and | or |$)"
_LABELS = rf"{_LABEL}(?:{_MORE})*"
_ISOTOPE = r"\d{1,3}[A-Z][a-z]?\b"
# Of these each holds a digit, and is tried only where one is near.
_DIGITS = (
    ("date", rf"\b{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?\b(?!\.\d)"),
    ("date", rf"\b{_MONTH} {_DAY}(?:\s?[-–]\s?\d{{1,2}})?(?:,? {_YEAR})?\b(?![,.]?\d)"),
    ("date", rf"\b{_MONTH},? (?:of )?{_YEAR}\b"),
    ("date", r"\b\d{4}-\d{2}-\d{2}(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?\b"),
    ("date", rf"\b\d{{1,2}}(?P<between>[./-])\d{{1,2}}(?P=between)(?:{_YEAR}|\d\d)\b"),
    ("name", r"\b9/11\b"),
    ("time", r"(?<![\d.,])(?:0?\d|1[0-2])(?:[:.][0-5]\d)?\s?(?:[ap]\.m\.|[AaPp][Mm])(?![A-Za-z])"),
    ("time", r"\b(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?\b"),
    ("time", r"\b(?:[01]\d|2[0-4])[0-5]\d (?:GMT|UTC|EST|EDT|ET|BST|CET|PST)\b"),
    # Versions and addresses of the network, phone numbers, web and mail addresses.
    ("name", r"\b(?!\d{1,3}(?:\.\d{3}){2}(?![.\d]))\d{1,3}(?:\.\d{1,3}){2,}\b"),
    ("name", r"\b[vV]\.?\d+(?:\.\d+)+(?:[-.]?(?:rc|alpha|beta|dev|post|[ab])\.?\d*)?\b"),
    # What a store of versions calls a change: seven signs or more of 0-9 and a-f, of both kinds.
    ("name", r"\b(?!\d+e\d+\b)(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}\b"),
    ("phone", r"(?:\+\d{1,3}[ -])?\(\d{3,5}\) ?\d{3,4}[ -]\d{3,5}\b"),
    ("phone", r"(?<![\d+])\+\d{1,4}(?:[ -]\d{2,4}){2,}|(?<!\d)\d{1,4}(?:-\d{2,4}){3,}(?![\d%])"),
    ("phone", r"(?<![\d.])0\d{2,4}(?: \d{3,4}){2}\b|\b\d{3}-\d{3}-\d{4}\b|\b\d{3}-\d{4}\b"),
    ("name", rf"(?i:\b{_ROUND}[ -]\d{{2}}s\b|\bthe \d,?\d00s\b)|\b0{{2,3}}s\b"),
    ("year", rf"(?<![\w$€£.,-]){_YEAR}s\b|['’]\d0s\b"),
    ("year", rf"(?<![\w$€£.,-]){_YEAR}[a-e]\b"),
    ("era", r"\bA\.?D\.? ?\d{1,4}(?:(?: to | and |[-–])\d{1,4})?\b(?![,.]\d)"),
    ("era", r"\b\d{1,4}(?:(?: to | and |[-–])\d{1,4})? ?(?:AD|BCE?|CE|A\.D\.|B\.C\.)(?!\w|[ -][a-z]+s\b)"),
    ("year", rf"\b(?:FY|fiscal|calendar) ?{_YEAR}(?:[-/–]\d{{2,4}})?\b"),
    ("year", rf"(?<![\w$€£.,])(?:{_YEAR})(?:\s?[-–/]\s?(?:{_YEAR}|\d\d))(?![\d%,.]\d|\w|[%])"),
    ("ordinal", r"\b\d+(?:st|nd|rd|th)(?:\b|(?=-))"),
    ("label", rf"\b(?i:{_any('numbered things')})\.? ?{_LABELS}"),
    ("label", rf"\b(?i:{_any('labels')})\.? ?#?{_LABEL}(?!\s?(?:%|percent|million|billion)|,\d)"),
    ("citation", r"(?<![=∈] )(?<!=)\[[1-9]\d{0,2}(?:\s?[,;–-]\s?[1-9]\d{0,2})*\]"),
    ("label", r"#\d+\b|\b[A-Z]{1,4}-\d+\w*\b(?! (?:million|billion|percent|year))"),
    ("name", rf"(?<![\w$€£]){_NO_AMOUNT}[A-Za-z]+\d+[A-Za-z0-9]*(?:-\d+)?\b"),
    ("name", r"(?<![\w$€£.,])\d+(?:D|G|th|x\d+)\b(?=[ ,.;)]|$)|\b(?:480|720|1080|1440|2160|4320)[pi]\b"),
    ("name", rf"(?i:\b{_any('numbered')} \d+(?:[ .-]\d+)*\b)(?! (?:million|billion))"),
    # What letters and figures name together: arguments, formulas, isotopes, the places in a chemical's name.
    ("name", r"\w{1,12}\(\d+(?:\.\d+)?(?:,\s?\d+(?:\.\d+)?)*\)(?=\s?[=<>≤≥])|\(\w{1,20}\)\d{1,2}(?![\d,.]\d|\w)"),
    ("name", rf"{_ISOTOPE}(?:/{_ISOTOPE}|(?=[ -]{_any('isotopes')}))"),
    ("name", rf"\d{{1,2}}(?:,\d{{1,2}}){{0,5}}['′]?-{_any('chemical')}[a-z]*(?:-\d{{1,2}}-[a-z]+)*"),
    ("name", r"(?!to-|and-|or-|plus-|sub-)[A-Za-z]{2,30}-\d{1,2}(?:,\d{1,2}){0,5}-[a-z]{4,}"),
    # A number and its bracket that open an item of a list.
    ("marker", r"(?:\A|(?<=[:;,.] )|(?<=\band )|(?<=\bor )|(?<=\n))\(?[1-9]\d?\)(?= [A-Za-z])"),
    ("marker", r"(?<=[a-z] )1\)(?= [A-Za-z][^()]{1,200} \(?2\) )"),
)
_WORDS = (
    ("time", r"\b\w{1,12} o['’]clock\b"),
    ("name", r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w+|(?<!\w)[@#]\w+"),
    ("ordinal", rf"\b{_TENS}-{_ORDINAL}\b"),
    ("idiom", rf"(?i:\b{_any('idioms')}\b)"),
)
# Every pattern starts where a word does, or at one of a few marks; nothing else is worth a look.
_START = r"(?:(?<!\w)(?=[\w(+#@])|(?=['’\[]))"
_NEAR = r"(?=\D{0,40}\d)"


def _either(patterns: Sequence[tuple[str, str]], first: int) -> str:
    return "|".join(f"(?P<{kind}_{n}>{pattern})" for n, (kind, pattern) in enumerate(patterns, first))


_MASK = re.compile(f"{_START}(?:{_NEAR}(?:{_either(_DIGITS, 0)})|{_either(_WORDS, len(_DIGITS))})")
_YEAR_ALONE = re.compile(rf"(?<![\w$€£.,-]){_YEAR}(?![\w%]|[.,]\d|-\w)")
_RANK = re.compile(
    rf"\b(?=[efhnst\d])(?:{_TENS}-)?(?:{_ORDINAL}|\d+(?:st|nd|rd|th))[- ]{_any('superlatives')}\b", re.IGNORECASE
)
_BEHIND_YEAR = re.compile(r"\s+([a-z]+)")
_SCALED_YEAR = re.compile(r"\s*(?:%|per ?cent|million|billion|-)")
_TIME, _AMOUNTS = frozenset(_listed("time")), frozenset(_listed("amount"))
_COUNTED, _VERBS = frozenset(_listed("counted")), frozenset(_listed("verbs"))
_REACH = 24  # characters around a bare year that are looked at


@dataclass(frozen=True, slots=True)
class Mask:
    """Characters from `start` to `end` that are no quantity, and what they are."""

    start: int
    end: int
    kind: str


def find_masks(text: str) -> list[Mask]:
    """Everything in a text that is no quantity, in order; one may lie in another.

    >>> [mask.kind for mask in find_masks("On 25 February in gate 12, one of the two S&P 500 firms")]
    ['date', 'label', 'idiom', 'name']
    """
    found = [Mask(m.start(), m.end(), str(m.lastgroup).split("_")[0]) for m in _matches(text)]
    found += [Mask(m.start(), m.end(), "year") for m in _YEAR_ALONE.finditer(text) if _is_year(text, m)]
    found += [Mask(m.start(), m.end(), "rank") for m in _RANK.finditer(text)]
    return sorted(found, key=lambda mask: (mask.start, -mask.end))


def _matches(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _MASK.finditer(text) if match.end() > match.start())


def _is_year(text: str, match: re.Match[str]) -> bool:
    """True for a bare number from 1500 to 2099 that counts nothing and is not said to be an amount."""
    before = text[max(0, match.start() - _REACH) : match.start()].lower().split()
    before = [word.strip("(\"'") for word in before]
    if before[-1:] == ["of"] and len(before) > 1 and before[-2] in _AMOUNTS:
        return False
    if before and before[-1] in _AMOUNTS:
        return False
    if len(before) > 1 and before[-1] in ("and", "or", "to") and _YEAR_ALONE.fullmatch(before[-2].strip(",")):
        return True  # "2024 and 2025 projects"
    after = text[match.end() : match.end() + _REACH]
    word = _BEHIND_YEAR.match(after)
    if before and before[-1] in ("above", "below", "under"):
        return word is not None and word[1] in ("level", "levels", "prices", "figures", "baseline")
    if word is not None and (word[1] in _COUNTED or (word[1].endswith("s") and word[1] not in _VERBS)):
        return False
    return bool(before and before[-1] in _TIME) or not _SCALED_YEAR.match(after)
