"""Elided units: "grew by 6 percent but shrank by 4", "rose 64 points to 2,918", "C$9 (US$6.70) per share"."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick.text.drafts import Draft, word_at
from tallystick.text.lexicon import words
from tallystick.text.rates import read_rate
from tallystick.text.tokens import Token

_REACH = 12  # tokens between the two numbers
_SENTENCE = 60  # as many as a sentence has, so that time stays linear
_PREPOSITIONS = ("by", "to", "from", "at")
_LINKS = ("by", "and", "but", "or", "versus", "vs", "against", "with")
# "4 percent in May, compared with 6 in April": what stands behind these is like what stood before.
_COMPARED = (
    ("compared", "with"),
    ("compared", "to"),
    ("versus",),
    ("vs",),
    ("against",),
    ("up", "from"),
    ("down", "from"),
)
_LIKE_SIZE = 10
_CONJUNCTIONS = ("and", "but", "while", "only", "just")
_LONGEST_SUBJECT = 4
_ENDS = ".;!?¶"


def carry_over(drafts: Sequence[Draft], tokens: Sequence[Token]) -> None:
    """Gives bare numbers the unit of the number before them, where the sentence elides it."""
    last: Draft | None = None
    level: Draft | None = None
    for draft in drafts:
        if last is not None:
            _share_brackets(last, draft, tokens)
        if not draft.is_bare:
            last = draft
            level = draft if draft.noun.lower() in ("point", "points") else level
            continue
        if level is not None and _is_level(draft, level, tokens):
            draft.noun = level.noun
            draft.why.append("carried over")
        elif last is not None and _is_elided(draft, last, tokens):
            draft.unit, draft.money, draft.rate = last.unit, last.money, last.rate
            draft.why.append("carried over")


def _is_elided(draft: Draft, last: Draft, tokens: Sequence[Token]) -> bool:
    """True when both stand behind the same preposition in one sentence ("from … to" counts as the same)."""
    if not (last.unit or last.money) or draft.numeral.is_fraction or draft.first - last.last > _REACH:
        return False
    if draft.first <= last.last or _crosses(last.last, draft.first, tokens):
        return False
    mine, theirs = _preposition(draft, tokens), _preposition(last, tokens)
    like = last.numeral.low <= draft.numeral.low * _LIKE_SIZE and draft.numeral.low <= last.numeral.low * _LIKE_SIZE
    alike = _is_compared(draft, tokens) or _is_opposed(draft, last, tokens)
    if last.unit and not last.rate and like and alike:
        return True
    if _is_decimal_like(draft, last) and mine in _LINKS:
        return True
    return mine in _PREPOSITIONS and (mine == theirs or {mine, theirs} == {"from", "to"})


def _is_compared(draft: Draft, tokens: Sequence[Token]) -> bool:
    """True for a bare number behind words of comparison, with nothing that it could count behind it."""
    before = tuple(token.lower for token in tokens[max(0, draft.first - 2) : draft.first])
    return not _counts(draft, tokens) and any(before[-len(phrase) :] == phrase for phrase in _COMPARED)


def _counts(draft: Draft, tokens: Sequence[Token]) -> bool:
    behind = tokens[draft.last] if draft.last < len(tokens) else None
    return behind is not None and behind.kind == "word" and behind.lower not in words("stop_words", "stop")


def _is_opposed(draft: Draft, last: Draft, tokens: Sequence[Token]) -> bool:
    """As in "the warmest reached 31 °C, the coolest only 12": a clause without a verb, opened by a superlative."""
    between = [token.lower for token in tokens[last.last : draft.first] if token.lower not in _CONJUNCTIONS]
    if len(between) < 3 or len(between) > _LONGEST_SUBJECT or between[:2] != [",", "the"] or _counts(draft, tokens):
        return False
    return between[2].endswith("est") or between[2] in ("other", "others", "latter")


def _is_decimal_like(draft: Draft, last: Draft) -> bool:
    """As in "2 percent in May and 1.5 in June": a printed decimal of like size is hardly a count."""
    if not last.unit or "." not in draft.numeral.printed or last.numeral.low <= 0:
        return False
    return draft.numeral.low <= last.numeral.low * _LIKE_SIZE


def _is_level(draft: Draft, level: Draft, tokens: Sequence[Token]) -> bool:
    """An index's level behind its change in points: "rose 31 points to 2,918.40"."""
    if draft.numeral.in_words or draft.numeral.low < 100 or draft.first - level.last > _SENTENCE:
        return False
    return not _crosses(level.last, draft.first, tokens) and _preposition(draft, tokens) in ("to", "at")


def _crosses(first: int, last: int, tokens: Sequence[Token]) -> bool:
    return any(token.text in _ENDS for token in tokens[first:last])


def _preposition(draft: Draft, tokens: Sequence[Token]) -> str:
    return word_at(tokens, draft.first - 1)


def _share_brackets(last: Draft, draft: Draft, tokens: Sequence[Token]) -> None:
    """As in "more than C$9 (US$6.70) per share": the number in brackets shares comparator and rate."""
    converts = not (last.is_bare or draft.is_bare or last.noun or draft.noun)
    opens = word_at(tokens, last.last) == "(" and draft.first == last.last + 1
    if not (converts and opens and word_at(tokens, draft.last) == ")"):
        return
    if draft.relation == "=" and last.relation in ("<", "<=", ">", ">="):
        draft.relation = last.relation
        draft.why.append("comparator shared")
    behind = read_rate(tokens, draft.last + 1)[0]
    # "88 mph (142 km/h)": a speed has its own rate, money may take that of the money in brackets.
    if not last.rate and not (draft.rate and not draft.money):
        last.rate = draft.rate or behind
        draft.rate = draft.rate or last.rate
