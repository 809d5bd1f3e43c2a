"""Guesses about a claim from the words of its sentence: which period, who says so, in which world."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tallystick.text import Mention

_NAME = r"[A-Z][\w'’.-]*(?: (?:of |the )?[A-Z][\w'’.-]*){0,4}"
_SAYS = (
    r"(?:also |repeatedly |has |have |had ){0,3}"
    r"(?:said|says|told|stated|added|announced|reported|estimates?d?|expects?)"
)
_SPEAKER = re.compile(
    rf"[Aa]ccording to (?:the )?(?P<source>{_NAME})"
    rf"|(?P<name>{_NAME}) {_SAYS}\b|\b(?:said|says|added) (?P<late>{_NAME})"
)
_PRONOUNS = frozenset(
    ("He", "She", "It", "They", "We", "I", "The", "This", "That", "In", "On", "At", "But", "And", "If")
)
# The first that stands in the sentence decides; without any the claim is as `reported` as any other.
_STATUS_CUES = (
    ("asked", re.compile(r"\?")),
    ("rejected", re.compile(r"\b(?:rejected|refused|turned down)\b")),
    ("denied", re.compile(r"\bdenie[sd]\b")),
    ("conditional", re.compile(r"\b(?:if|unless|provided that)\b", re.IGNORECASE)),
    ("ordered", re.compile(r"\border(?:s|ed)\b")),
    ("proposed", re.compile(r"\b(?:propos\w+|suggest\w+|plans? to|aims? to)\b")),
    ("offered", re.compile(r"\b(?:offers?|offered)\b")),
    ("forecast", re.compile(r"\b(?:expects?|expected|forecasts?|projected|will|predict\w*)\b")),
)
MAX_SENTENCE = 2_000


def guess_period(mention: Mention, dates: Sequence[str]) -> str:
    """The one date of the sentence, in EDTF; "" when there is none, or several.

    >>> guess_period(Mention(0, 1, "5", quantity=None), ["2023"])
    '2023'
    """
    return dates[0] if mention.kind != "date" and len(dates) == 1 else ""


def guess_speaker(sentence: str) -> str:
    """Who says so, when the sentence names somebody beside a verb of saying.

    >>> guess_speaker("Putin also said that output fell")
    'Putin'
    """
    match = _SPEAKER.search(sentence[:MAX_SENTENCE])
    if match is None:
        return ""
    name = next(found for found in match.groupdict().values() if found).rstrip(".")
    return "" if name.split()[0] in _PRONOUNS else name


def guess_status(sentence: str) -> str:
    """The world the sentence speaks of; "" for a plain report.

    >>> guess_status("If restrictions are lifted, supply will rise"), guess_status("Supply rose")
    ('conditional', '')
    """
    return next((status for status, cue in _STATUS_CUES if cue.search(sentence[:MAX_SENTENCE])), "")
