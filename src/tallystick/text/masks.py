"""What looks like a quantity and is none: dates, times, years, ordinals, names, phone and section numbers, scores.

Each mask is one linear pattern; what it covers is no number for the stages behind it. Dates and
ordinals become mentions of their own kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tallystick.text.lexicon import pairs

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_ORDINAL_WORDS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
    "|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|fortieth|fiftieth|hundredth"
)
# Before a bare year: time words and prepositions. Without one a year may still stand alone (see `is_year`).
_LABELS = (
    "sections?|articles?|chapters?|pages?|figures?|tables?|rules?|phases?|levels?|types?|category|categories|grades?|tiers?"
    "|game|week|season|episode|volume|part|round|version|windows|route|highway|flight|room|channel|formula|group|model"
    "|step|act|class|gate|unit|zone|lot|block|title|amendment|appendix|items?|questions?|exhibit|point|number|no|nos|pp|vol|ch"
    "|sec|fig|art|paragraphs?|clauses?|schedule|train|platform|terminal|pier|seed|pick|session|lap|stage|turn|hole|line"
    "|apartment|suite|interstate|bus|proposition|prop|super bowl|area|pub\\.? l"
)
# Currency letters that may touch the digits; the short ones only where comma, point or scale shows an amount.
_CODES = "|".join(sorted(code for code in pairs("unit_words", "prefix") if code.isalpha() and len(code) > 2 or code in ("RM", "Rs")))
_SHORT_CODES = "|".join(sorted(code for code in pairs("unit_words", "prefix") if code.isalpha() and len(code) < 3))
_AMOUNT = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?:m|mn|bn|k|b|tn)\b)"
_PATTERNS = (
    ("date", rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? {_YEAR})?\b(?!\.\d)"),
    ("date", rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:\s?[-–]\s?\d{{1,2}})?(?:,? {_YEAR})?\b(?![,.]?\d)"),
    ("date", rf"\b{_MONTH},? (?:of )?{_YEAR}\b"),
    ("date", r"\b\d{4}-\d{2}-\d{2}(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?\b"),
    ("date", rf"\b\d{{1,2}}(?P<between>[./-])\d{{1,2}}(?P=between)(?:{_YEAR}|\d\d)\b"),
    ("date", r"\b(?:9/11|24/7)\b"),
    ("time", r"\b\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]\.m\.|[AaPp][Mm])(?![a-z])"),
    ("time", r"\b(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?\b"),
    ("time", r"\b\w+ o['’]clock\b"),
    ("name", r"\b\d{1,3}(?:\.\d{1,3}){2,}\b"),
    ("name", r"(?:\+\d{1,3}[ -])?\(\d{3,5}\) ?\d{3,4}[ -]\d{3,5}\b|(?<!\d)\+?\d{1,4}(?:[ -]\d{2,4}){3,}(?![\d%])"),
    ("name", r"\b\d{3}-\d{3}-\d{4}\b|\b\d{3}-\d{4}\b"),
    ("name", r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?<!\w)[@#]\w+"),
    ("name", r"(?<![\d.])0\d{2,4}(?: \d{3,4}){2}\b"),
    ("name", r"(?i:\b(?:over|under|the|in|his|her|their|my|early|mid|late)[ -]\d{2}s\b)"),
    ("year", rf"(?<![\w$€£.,-]){_YEAR}s\b|['’]\d0s\b"),
    ("year", rf"\b(?:FY|fiscal|calendar) ?{_YEAR}(?:[-/–]\d{{2,4}})?\b"),
    ("year", rf"(?<![\w$€£.,])(?:{_YEAR})(?:\s?[-–/]\s?(?:{_YEAR}|\d\d))(?![\d%,.]\d|\w|[%])"),
    ("ordinal", r"\b\d+(?:st|nd|rd|th)(?:\b|(?=-))"),
    ("ordinal", rf"\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:{_ORDINAL_WORDS})\b"),
    ("label", rf"\b(?i:{_LABELS})\.? #?\d[\d.]*\b(?!\s?(?:%|percent|million|billion|,\d))"),
    ("label", r"#\d+\b"),
    ("label", r"\b(?:Rs?\. )?(?:[A-Z]{1,4}-)\d+\w*\b(?! (?:million|billion|percent|year))"),
    ("name", rf"(?<![\w$€£])(?!(?:{_CODES})\d|(?:{_SHORT_CODES}){_AMOUNT})[A-Za-z]+\d+[A-Za-z0-9]*(?:-\d+)?\b"),
    ("name", r"(?<![\w$€£.,])\d+(?:D|G|th|x\d+)\b(?=[ ,.;)]|$)|\b(?:480|720|1080|1440|2160|4320)[pi]\b"),
    ("name", r"(?i:\b(?:S&P|S & P|S P|Nasdaq|FTSE|Russell|Fortune|Big|Forbes|Dow|DAX|CAC|Nikkei|Hang Seng|Stoxx|Route|Area|Formula|Boeing|Airbus|iPhone|iPad|iOS|Android|Galaxy|Pixel|PlayStation|Xbox|Covid|Apollo|Falcon|Ryzen) \d+(?:[ -]\d+)*\b)(?! (?:million|billion))"),
    ("idiom", r"(?i:\bone of (?:the|these|those|its|his|her|their|our|my|your|\w+['’]s)\b)"),
    ("idiom", r"(?i:\b(?:no one|one another|one by one|at one point|one day|each one|every one|any one|this one|that one|the one|which one|one['’]s|one-off|one-time|one-way|one-sided|one-man|someone|two-faced|for one\b(?! \w+)|number one|back to one|one or more|one and only|day one|square one|one can|one must|one should|one might|if one|as one|good one|big one|new one|last one|only one of|first one))\b"),
    ("idiom", r"(?i:\b(?:the|these|those|both|our|his|her|their|between) two(?![ -](?:days?|weeks?|months?|years?|hours?|minutes?|decades?|per|million|hundred|thousand|billion))\b)"),
    ("idiom", r"(?i:\b(?:second[- ]hand|first[- ]half|second[- ]half|half[- ]time|half an hour later|two-way|three-way|four-wheel|zero-sum|ground zero|net[- ]zero|catch-22))\b"),
)  # fmt: skip
_MASK = re.compile("|".join(f"(?P<{kind}_{n}>{pattern})" for n, (kind, pattern) in enumerate(_PATTERNS)))
_YEAR_ALONE = re.compile(rf"(?<![\w$€£.,-]){_YEAR}(?![\w%]|[.,]\d|-\w)")
_TIME_WORDS = frozenset(
    "in since by until till from during before after early late mid of for through around between to and or last this next "
    "summer winter spring autumn fall q1 q2 q3 q4 circa year years season the through end start beginning".split()
)
# Before a year's digits, these say that an amount follows: "an average of 1500", "more than 2000".
_AMOUNT_WORDS = frozenset(
    "average total maximum minimum excess than approximately approx roughly nearly almost some exactly least most "
    "estimated exceeding exceeded only just another".split()
)
_COUNTED = frozenset("people men women children percent million miles".split())
_VERBS = frozenset("was is has as this its does says".split())
RANK = re.compile(
    rf"\b(?:{_ORDINAL_WORDS}|\d+(?:st|nd|rd|th))[- ](?:largest|biggest|highest|lowest|smallest|best|worst|most)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Mask:
    """Characters from `start` to `end` that are no quantity, and what they are."""

    start: int
    end: int
    kind: str


def find_masks(text: str) -> list[Mask]:
    """Everything in a text that is no quantity, in order.

    >>> [(text_mask.kind) for text_mask in find_masks("On 25 February 2025 GMT+2, one of the two S&P 500 firms")]
    ['date', 'idiom', 'name']
    """
    found = [Mask(m.start(), m.end(), _kind(m)) for m in _matches(text)]
    taken = {mask.start for mask in found}
    years = (Mask(m.start(), m.end(), "year") for m in _YEAR_ALONE.finditer(text) if _is_year(text, m))
    found += [mask for mask in years if mask.start not in taken]
    found += [Mask(m.start(), m.end(), "rank") for m in RANK.finditer(text)]
    return sorted(found, key=lambda mask: (mask.start, -mask.end))


def _kind(match: re.Match[str]) -> str:
    return next(name for name, found in match.groupdict().items() if found is not None and name != "between").split(
        "_"
    )[0]


def _matches(text: str) -> Iterator[re.Match[str]]:
    for match in _MASK.finditer(text):
        if match.end() > match.start():
            yield match


def _is_year(text: str, match: re.Match[str]) -> bool:
    """True for a bare number from 1500 to 2099 that counts nothing and is not said to be an amount."""
    before = [word.strip("(\"'").lower() for word in text[max(0, match.start() - 24) : match.start()].split()]
    if before[-1:] == ["of"] and len(before) > 1 and before[-2] in _AMOUNT_WORDS:
        return False
    if before and before[-1] in _AMOUNT_WORDS:
        return False
    after = text[match.end() : match.end() + 24]
    word = re.match(r"\s+([a-z]+)", after)
    if word is not None and (word[1] in _COUNTED or (word[1].endswith("s") and word[1] not in _VERBS)):
        return False
    if before and before[-1] in _TIME_WORDS:
        return True
    return not re.match(r"\s*(?:%|per ?cent|million|billion|-)", after)
