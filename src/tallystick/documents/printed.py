"""What a cell holds, by its look: a number, a year or date, a unit, or words."""

from __future__ import annotations

import re

_FIGURE = (
    r"(?:[A-Z]{0,3}[$€£¥₹₩]|[A-Z]{3}(?=\s?\d)|[R#])?\s?[+−–-]?\s?(?:\d[\d.,'’ \u00a0\u2009\u202f]*|\.\d+)"
    r"(?:[%‰$€£¥]|[a-zA-Zµμ°²³/·]{1,8}\.?)?\s?"
)
_NUMBER = re.compile(
    rf"[(\[~≈<>≤≥±+−–—\s-]*{_FIGURE}(?:[)\]]?\s?(?:[(\[;,/x×±–-]|to|\+/-)\s?[$€£]?{_FIGURE}){{0,3}}[)\]%]{{0,2}}"
)
_LONGEST_NUMBER = 60
_BLANK = re.compile(r"[ \t\r\n\v\f]+")
_PARTS = re.compile(
    r"(?P<year>(?:1[5-9]|20|21)\d\d[A-Za-z]?(?!\d)|['’]\d\d)|(?P<day>\d+)(?:st|nd|rd|th)?|(?P<word>[A-Za-z]+\d?)|\S"
)
_DATED = re.compile(
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|q[1-4]|h[12]"
)
_DATING = re.compile(
    r"fy|cy|(?:year|month|quarter|week|day|period)s?|half|ended|ending|as|of|at|to|the|and|for|from|in|since"
    r"|three|six|nine|twelve|first|second|third|fourth|fiscal|calendar|q|h"
)
_JOINS = frozenset(",./-–'’*:")
_LONGEST_PERIOD = 60
_ASIDE = re.compile(
    r"[(\[].*[)\]]|(?:us |u\.s\. )?(?:dollars |amounts? )?(?:in\b|\$0|\$ in|€ in|£ in|no\.$|%$|#$).{0,40}|[$€£%]",
    re.IGNORECASE,
)
_BLANKS = ("", "-", "–", "—", "−", ".", "..", "...", "…", "n/a", "na", "n.a.", "nm", "n.m.", "nil", ":")
_DASHES = re.compile(r"[$€£¥]\s?[-–—−]\s?%?")
_CURRENCY = ("$", "€", "£", "¥", "%", ")")


def squeeze(text: str) -> str:
    """The words with one blank between them; a no-break blank stays, for it may group thousands."""
    return _BLANK.sub(" ", text).strip()


def is_blank(text: str) -> bool:
    """True for an empty cell and for what stands for one."""
    return text.lower() in _BLANKS or (len(text) < 5 and _DASHES.fullmatch(text) is not None)


def is_number(text: str) -> bool:
    """True for a cell that is a number, with what may stand around it.

    >>> [is_number(text) for text in ("1,234", "(354,100)", "$ 5.2m", "62 (31 %)", "Q1", "7 Elm Road")]
    [True, True, True, True, False, False]
    """
    return len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) is not None


def is_period(text: str) -> bool:
    """True for a year, a date, a quarter or the like, alone.

    >>> [is_period(text) for text in ("2019", "FY 2019/20", "Dec 31, 2019", "Q3", "1,234", "may be")]
    [True, True, True, True, False, False]
    """
    if not text or len(text) > _LONGEST_PERIOD:
        return False
    is_dated = False
    for part in _PARTS.finditer(text):
        word = (part["word"] or "").lower()
        if part["year"] or _DATED.fullmatch(word):
            is_dated = True
        elif not _DATING.fullmatch(word) and part[0] not in _JOINS and len(part["day"] or "   ") > 2:
            return False
    return is_dated


def is_data(text: str) -> bool:
    """True for a number that is no year and no date."""
    return is_number(text) and not is_period(text)


def is_aside(text: str) -> bool:
    """True for what a header says beside its names: "(in thousands)", "$", "%"."""
    return _ASIDE.fullmatch(text) is not None


def is_sign(text: str) -> bool:
    """True for a mark that belongs to the number in the next cell, or the last."""
    return text in _CURRENCY
