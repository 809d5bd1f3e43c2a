"""The date that stands right behind a quoted number ("5 tonnes in 2024"), against the period of its claim."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tallystick import periods
from tallystick.errors import DataError
from tallystick.model import Claim, Period, Source
from tallystick.text import Mention

# What ties a date to the number before it, and to no other.
_TIE = re.compile(r",?\s+(?:in|for|during|on)\s+(?:the\s+year\s+)?", re.IGNORECASE)


def other_period(claim: Claim, mention: Mention, quoted: Sequence[Mention], source: Source) -> str:
    """What to say when the date tied to a claim's number shares no day with the claim's period; "" when all agrees.

    Args:
        mention: What yields the claim's value.
        quoted: All that the quote holds.
    """
    if claim.period is None or claim.period.is_unread:
        return ""
    said = _tied_date(mention, quoted, source)
    if said is None or periods.overlaps(said, claim.period):
        return ""
    return f"'{claim.id}' speaks of {periods.show(claim.period)}, its quote of {periods.show(said)}"


def _tied_date(mention: Mention, quoted: Sequence[Mention], source: Source) -> Period | None:
    following = [other for other in quoted if other.start >= mention.end]
    date = following[0] if following else None
    if date is None or date.kind != "date" or not _TIE.fullmatch((source.text or "")[mention.end : date.start]):
        return None
    try:
        return periods.parse_date(date.text, source_date=source.date)
    except DataError:
        return None
