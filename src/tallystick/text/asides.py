"""Which masks stand: a year or a label gives way to a unit behind it; and what was set aside, with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tallystick.text.drafts import word_at
from tallystick.text.masks import Mask
from tallystick.text.mentions import Mention
from tallystick.text.nouns import read_noun
from tallystick.text.tokens import Token
from tallystick.text.unit_words import read_unit

# What a reader is told of each kind of mask.
_REASONS = {
    "date": "a date",
    "time": "a time of day",
    "year": "a year",
    "era": "a year of an era",
    "rank": "a rank",
    "ordinal": "an ordinal",
    "label": "a label: it names a part, a place or a model",
    "name": "part of a name",
    "phone": "a telephone number",
    "citation": "a reference to a source or a note",
    "marker": "the marker of a list",
    "idiom": "an idiom that counts nothing",
}
_OTHER = "part of a name, a label or a score, or too vague to be a number"
_GIVE_WAY = frozenset({"year", "label", "phone"})
_DASHES = ("-", "–", "to")
# Behind these a number of four digits stays a year, whatever follows: "in 2020 t …".
_YEAR_WORDS = frozenset({"in", "since", "during", "circa", "early", "late", "mid"})


@dataclass(frozen=True, slots=True)
class Aside:
    """A number that is no quantity: its characters, its words, and why it was set aside."""

    start: int
    end: int
    text: str
    why: str


def hide(tokens: Sequence[Token], masks: Sequence[Mask]) -> tuple[list[Mask], list[str]]:
    """The masks that stand, and for each token the kind of the mask that covers it ("" when none does)."""
    hidden, standing, at = [""] * len(tokens), [], 0
    for mask in masks:
        while at < len(tokens) and tokens[at].start < mask.start:
            at += 1
        last = at
        while last < len(tokens) and tokens[last].start < mask.end:
            last += 1
        if not _gives_way(mask, tokens, at, last):
            standing.append(mask)
            for covered in range(at, last):
                hidden[covered] = hidden[covered] or mask.kind
    return standing, hidden


def _gives_way(mask: Mask, tokens: Sequence[Token], first: int, last: int) -> bool:
    """True for a mask that ends with a number before a unit: "burned 1800 kt", "at level 40 cm"."""
    if mask.kind not in _GIVE_WAY or first >= last or tokens[last - 1].kind != "number":
        return False
    if mask.kind == "label" and word_at(tokens, last) in _DASHES and last + 1 < len(tokens):
        last += 2 * (tokens[last + 1].kind == "number")  # "age group 18-39 years"
    unit, end = read_unit(tokens, last)
    if mask.kind == "phone":
        return bool(unit or read_noun(tokens, last)[0])
    if not unit:
        return False
    if mask.kind == "year":
        return last == first + 1 and word_at(tokens, first - 1) not in _YEAR_WORDS and not _opens_name(tokens, end)
    return not unit[0].isupper()


def _opens_name(tokens: Sequence[Token], at: int) -> bool:
    """As in "(1999) J. Chem.": a capital with its point before another one."""
    return word_at(tokens, at) == "." and at + 1 < len(tokens) and tokens[at + 1].text[:1].isupper()


def find_asides(
    text: str, tokens: Sequence[Token], hidden: Sequence[str], mentions: Sequence[Mention]
) -> Iterator[Aside]:
    """Every number of a text that stands in no quantity, date or rank, and why."""
    spans = iter(sorted((mention.start, mention.end) for mention in mentions))
    span = next(spans, None)
    for token, kind in zip(tokens, hidden, strict=True):
        while span is not None and span[1] <= token.start:
            span = next(spans, None)
        if token.kind == "number" and (span is None or token.end <= span[0]):
            yield Aside(token.start, token.end, text[token.start : token.end], _REASONS.get(kind, _OTHER))
