"""Mentions → drafts of claims: an id, a measure, the value as written, a quote, and marked guesses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tallystick import bounds, periods, units
from tallystick.drafting.guesses import guess_period, guess_speaker, guess_status
from tallystick.drafting.quoting import Sentences
from tallystick.errors import DataError
from tallystick.model import Period, Quantity
from tallystick.text import Mention, read_quantities, read_value

_LONGEST_ID = 48
_STOPS = frozenset(
    (
        "the",
        "and",
        "for",
        "from",
        "with",
        "was",
        "are",
        "were",
        "has",
        "have",
        "had",
        "that",
        "which",
        "per",
        "its",
        "but",
    )
)
_CHANGES = ("percent", "percentage_point")
_RESERVED = frozenset(("and", "or", "not", "if", "then", "else", "in", "is", "missing", "true", "false"))
_FOLLOWING = re.compile(r"(?: of)? ([a-z]{3,})\b")
_RELATIONS = {"<": "< ", "<=": "<= ", ">": "> ", ">=": ">= ", "~": "about "}


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim on its way to the file; `guesses` are the keys that the words do not say for sure."""

    id: str
    measure: str
    kind: str
    unit: str
    value: str
    quote: str
    prefix: str = ""
    period: str = ""
    by: str = ""
    status: str = ""
    guesses: tuple[str, ...] = ()
    dimensions: tuple[tuple[str, str], ...] = ()
    start: int = -1  # of its number in the text
    end: int = -1


def make_drafts(
    text: str, day: Period | None = None, *, prose: str = "", taken: dict[str, int] | None = None
) -> list[Draft]:
    """One draft for each quantity, rank and date of a text, in order.

    Args:
        day: The date of the source.
        prose: The text without its markup, character for character; the text itself when "".
        taken: Ids in use, with how often; those given here are added.
    """
    mentions = read_quantities(prose or text)
    sentences = Sentences(text)
    years = _periods_by_sentence(mentions, sentences, day)
    taken = {} if taken is None else taken
    return list(_drafts(mentions, sentences, years, taken, day))


def _drafts(
    mentions: list[Mention],
    sentences: Sentences,
    years: dict[int, list[str]],
    taken: dict[str, int],
    day: Period | None,
) -> Iterator[Draft]:
    for mention in mentions:
        written = value_text(mention, day)
        if not written:
            continue
        measure, kind, unit = _measure(mention)
        quote, prefix = sentences.quote(mention.start, mention.end)
        sentence = sentences.around(mention.start)
        guessed = {
            "period": guess_period(mention, years.get(sentences.index(mention.start), [])),
            "by": guess_speaker(sentence),
            "status": guess_status(sentence),
        }
        guesses = tuple(key for key, value in guessed.items() if value)
        identity = _identity(mention, sentences.after(mention.end), taken)
        subject = (("subject", identity),)
        yield Draft(
            identity, measure, kind, unit, written, quote, prefix, guesses=guesses, dimensions=subject,
            start=mention.start, end=mention.end, **guessed,
        )  # fmt: skip


def _periods_by_sentence(mentions: list[Mention], sentences: Sentences, day: Period | None) -> dict[int, list[str]]:
    """The dates of each sentence, by its number."""
    found: dict[int, list[str]] = {}
    for mention in mentions:
        if mention.kind == "date" and (shown := _date(mention.text, day)):
            found.setdefault(sentences.index(mention.start), []).append(shown)
    return found


def value_text(mention: Mention, day: Period | None = None) -> str:
    """The value as a claims file may say it, so that it reads back as the same quantity; "" when none does."""
    if mention.kind == "date":
        return _date(mention.text, day) and mention.text
    if mention.kind == "rank":
        low = mention.quantity.bound.low
        return f"rank {low}" if low else ""
    if mention.kind != "quantity":
        return ""
    candidates = (" ".join(mention.text.split()), _printed(mention))
    written = next((written for written in candidates if _reads_back(written, mention.quantity)), "")
    # "fell by 3 %" is a change below zero; a fall of tons is still so many tons.
    is_fall = mention.direction == "down" and mention.quantity.unit in _CHANGES and written[:1].isdigit()
    return f"-{written}" if is_fall else written


def _date(written: str, day: Period | None) -> str:
    """A date in EDTF, or "" when it names no day, month or year."""
    try:
        return periods.show(periods.parse_date(written, source_date=day))
    except DataError:
        return ""


def _printed(mention: Mention) -> str:
    """The quantity in our own notation: `>= 5 metric_ton`, `3 .. 5 percent`."""
    unit = mention.quantity.unit.replace(" ", "")
    shown = [bounds.show_number(number) for number in mention.numbers]
    relation = _RELATIONS.get(mention.quantity.relation, "")
    return f"{relation}{' .. '.join(shown)} {unit}".strip()


def _reads_back(written: str, quantity: Quantity) -> bool:
    try:
        read = read_value(written)
    except DataError:
        return False
    return read.bound == quantity.bound and read.unit == quantity.unit


def _measure(mention: Mention) -> tuple[str, str, str]:
    """Name, kind and unit of the measure that a drafted claim is filed under."""
    unit = mention.quantity.unit
    if mention.kind in ("date", "rank"):
        return mention.kind, mention.kind, ""
    if not unit:
        return "number", "quantity", ""
    if units.is_currency(unit):
        return f"amount_{unit}", "quantity", unit
    if unit in ("percent", "percentage_point"):
        return unit, "quantity", unit
    return slug(units.dimension_name(unit)) or "value", "quantity", unit


def _identity(mention: Mention, following: str, taken: dict[str, int]) -> str:
    """A readable name: the noun behind the number ("tariff"), else the number itself; numbered when taken."""
    noun = _FOLLOWING.match(following)
    kind = "" if mention.kind == "quantity" else mention.kind
    name = mention.noun or (noun[1] if noun and noun[1] not in _STOPS and mention.kind != "date" else mention.text)
    return unused(slug(f"{kind} {name}") or "number", taken)


def unused(name: str, taken: dict[str, int]) -> str:
    """The name itself, or with the first number that makes it new; noted as taken.

    >>> taken = {}
    >>> [unused(name, taken) for name in ("n_1", "n_1", "n", "n", "n_1_2")]
    ['n_1', 'n_1_2', 'n', 'n_2', 'n_1_2_2']
    """
    chosen = name
    while chosen in taken:
        taken[name] += 1
        chosen = f"{name}_{taken[name]}"
    taken[chosen] = 1
    return chosen


def slug(text: str) -> str:
    """A name of lower-case letters, digits and underscores that starts with a letter and is no word of the language."""
    made = re.sub(r"[^a-z0-9]+", "_", text.lower())[:_LONGEST_ID].strip("_")
    return made if not made or (made[0].isalpha() and made not in _RESERVED) else f"n_{made}"
