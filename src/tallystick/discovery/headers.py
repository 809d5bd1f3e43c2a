"""What a table's headers, caption and introduction say of its numbers: unit, scale, period, whether they add up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tallystick import periods
from tallystick.discovery.cells import scale_word, unit_word
from tallystick.errors import DataError
from tallystick.model import Period

_SCALE = re.compile(
    r"(?P<front>[€$£¥]|\b(?-i:[A-Z]{3})|\bin|\bIn|\bIN|)\s?"
    r"(?P<word>(?<![a-z])(?:thousand|million|billion|trillion|crore|lakh)s?\b"
    r"|(?<=in)(?:thousands|millions|billions)\b|[’']000s?\b"
    r"|(?<=[€$£¥])(?:mn|m|bn|k)\b|(?<=\b(?-i:[A-Z]{3}))\s?(?:mn|m|bn|k)\b"
    r"|(?<![a-z])(?:mn|bn|mio)\b(?=\.?\s(?-i:[A-Z]{3})\b))",
    re.IGNORECASE,
)
_CODE_BEHIND = re.compile(r"\.?\s(?:[A-Z]{3}\b|[€$£¥])")
_OF_WHAT = re.compile(r"\s+(?:of\s+)?(?P<words>[A-Za-z]+(?:\s[A-Za-z]+){0,2})")
# "US$ 1,180 million" and "tens of millions" are amounts, and say nothing of other numbers.
_AMOUNT = re.compile(
    r"(?:\d|\b(?:tens|hundreds|thousands|dozens|several|few|many) of|\b(?:an?|one|two|half))\s*$", re.IGNORECASE
)
_MONEY = re.compile(
    r"US\$|[€$£¥]|\b(?:dollars?|euros?|pounds sterling|yen|"
    r"(?:USD|EUR|GBP|JPY|CHF|CAD|AUD|ZAR|INR|CNY|RMB|SEK|NOK|DKK)(?:mn|bn|m|k)?)\b",
    re.IGNORECASE,
)
_MONEY_WORDS = {
    "dollar": "USD",
    "dollars": "USD",
    "euro": "EUR",
    "euros": "EUR",
    "pounds sterling": "GBP",
    "yen": "JPY",
}
_PERCENT = re.compile(r"%|\bper ?cent(?:age)?s?\b(?! points)", re.IGNORECASE)
# A number before the sign names a rate: "VAT 20%" is money.
_OF_A_RATE = re.compile(
    r"\(%\)|^\s*%|(?<!\d)(?<!\d )%\s*$|, %|(?<!\d)(?<!\d )% of\b|\bper ?cent(?:age)?\b|\((?:in )?%", re.IGNORECASE
)
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,24})[)\]]|,\s*(?:in\s+)?([^,()]{1,16})$")
# "TA1", "GF" and "C" name columns, "km2" and "MW" are units.
_A_NAME = re.compile(r"^\s*(?:[A-Za-z]|(?![KMGTPE]?(?:W|J|B|V)$)[A-Z]{2})\s*$|[A-Z_.]\d|\d\d|[A-Za-z]\d.")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATE = re.compile(
    r"\b(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2},?\s+(?:19|20)\d\d"
    r"|\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:19|20)\d\d)",
    re.IGNORECASE,
)
_NOT_ADDED = re.compile(
    r"\b(?:average|avg|mean|median|rates?|ratio|prices?|yield|margin|life|lives|per|index|rank|age|weighted|"
    r"percentile|min|max|maximum|minimum)\b",
    re.IGNORECASE,
)
_PER_ONE = re.compile(r"\b(?:per(?! ?cent)|EPS|DPS|average price|useful li(?:fe|ves))\b", re.IGNORECASE)
_MOVES = re.compile(r"growth|change|increase|decrease|variance|[Δ∆]|\byoy\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:number of|no\. of|counts?|quantity|qty|pieces|people|persons|employees|staff|headcount|votes|seats|"
    r"deaths|students|pupils|patients|participants|respondents|visitors|households|games|shares outstanding|"
    r"weighted.average (?:\w+ ){0,3}shares)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """The unit ("" when not said) and the power of ten that a text gives its numbers."""

    unit: str = ""
    scale: int = 0


@lru_cache(maxsize=4096)
def said_of_numbers(text: str) -> Said:
    """Unit and scale of "(in thousands of euros)", "$ in millions", "USDm", "$'000".

    >>> said_of_numbers("The table shows sales (in millions of €):")
    Said(unit='EUR', scale=6)
    """
    for found in _SCALE.finditer(text):
        is_plural = found["word"].lower().endswith("s") or found["word"][0] in "’'"
        is_said = found["front"] or is_plural or _CODE_BEHIND.match(text, found.end())
        if _AMOUNT.search(text[: found.start("word")]) or not is_said:
            continue
        around = text[max(0, found.start() - 24) : found.end() + 24]
        return Said(_money(around) or _measured(text, found.end()), scale_word(found["word"]))
    return Said()


def _measured(text: str, at: int) -> str:
    """The unit that a scale is of: "in thousands of tonnes", "million Swiss francs"; "" for people and things."""
    found = _OF_WHAT.match(text, at)
    words = found["words"].split() if found else []
    for size in range(len(words), 0, -1):
        meant = unit_word(" ".join(words[:size]))
        if meant is not None and meant[0] and not meant[1]:
            return meant[0]
    return ""


def _money(text: str) -> str:
    found = _MONEY.search(text)
    if found is None:
        return ""
    word = found[0] if not found[0][:3].isupper() else found[0][:3]
    meant = unit_word(_MONEY_WORDS.get(word.lower(), word))
    return meant[0] if meant else ""


@lru_cache(maxsize=8192)
def unit_of_header(text: str) -> Said:
    """Unit and scale of a column by its header: "Output (MWh)", "Sales, €m", "% of total", "2019 $'000".

    >>> unit_of_header("Output (MWh)"), unit_of_header("Share, %").unit
    (Said(unit='megawatt_hour', scale=0), 'percent')
    """
    if _PERCENT.search(text):
        return Said("percent")
    said = said_of_numbers(text)
    if said.scale:
        return said
    for one in _BRACKET.finditer(text):
        meant = unit_word((one[1] or one[2]).strip())
        if meant is not None and any(meant):
            return Said(*meant)
    only = unit_word(text) if _may_be_unit(text) else None
    if only == ("count", 0):
        return Said()  # "Units" of whatever the rows name
    return Said(*only) if only else Said(_money(text) if text.strip() in ("$", "€", "£", "¥", "US$") else "")


def _may_be_unit(text: str) -> bool:
    """False for what names a column though it is a unit elsewhere: "Second" after "First", "Year", "GF"."""
    bare = text.strip()
    is_name = bare.isalpha() and bare.isascii() and len(bare) > len("kWh") and not bare.lower().endswith("s")
    return len(text) <= len("US$ millions") and not is_name and not _A_NAME.search(text)


def is_percent_label(text: str) -> bool:
    """True when a row's label says that its numbers are percentages: "Gross margin (%)", "% of sales"."""
    return _OF_A_RATE.search(text) is not None


def is_additive(header: str, kind: str) -> bool:
    """False when a header names what nobody adds up: prices, averages, ages, rates of change.

    >>> is_additive("Change, $", ""), is_additive("Change", "percent")
    (True, False)
    """
    return _NOT_ADDED.search(header) is None and not (kind and _MOVES.search(header))


@lru_cache(maxsize=8192)
def is_per_one(text: str) -> bool:
    """True when a label says what its number is per: "Earnings per share", "Cost/unit (per tonne)"."""
    return _PER_ONE.search(text) is not None


@lru_cache(maxsize=8192)
def counts_things(text: str) -> bool:
    """True when a header or label counts whole things, which are printed exactly."""
    return _COUNTED.search(text) is not None


@lru_cache(maxsize=8192)
def period_of(text: str) -> Period | None:
    """The date or the year a header names; None when it names none, or several.

    >>> period_of("Year ended 31 March 2019").first.isoformat(), period_of("2019 over 2018")
    ('2019-03-31', None)
    """
    years = dict.fromkeys(_YEAR.findall(text))
    if len(years) != 1:
        return None
    day = _DATE.search(text)
    try:
        return periods.parse_period(day[0] if day else next(iter(years)))
    except DataError:
        return None
