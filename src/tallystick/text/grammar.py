"""The stages in their order: masks → numerals → units and nouns → ranges → comparators → carry-over → mentions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tallystick.model import Bound, Quantity
from tallystick.text import comparators
from tallystick.text.asides import Aside, find_asides, hide
from tallystick.text.carrying import carry_over
from tallystick.text.compounds import join_compounds
from tallystick.text.drafts import Draft, word_at
from tallystick.text.lexicon import words
from tallystick.text.lists import share_in_lists
from tallystick.text.masks import Mask, find_masks
from tallystick.text.mentions import ALONE_IN_BRACKETS, Mention
from tallystick.text.names import ends_score, is_kept, is_part_of_name
from tallystick.text.numerals import may_start, read_numeral
from tallystick.text.pieces import cut_in_pieces
from tallystick.text.proportions import proportion_of
from tallystick.text.quantities import printed_numbers, to_quantity
from tallystick.text.ranges import find_high, hangs, is_change, is_loose, is_range, lend_unit, merge
from tallystick.text.ranks import rank_of
from tallystick.text.spreads import add_share, add_spread, read_loss, read_repeated, spread_behind
from tallystick.text.surroundings import read_prefix, read_suffix
from tallystick.text.tokens import Token, tokenize, uses_decimal_comma

_OWN_KINDS = {"date": "date", "year": "date", "time": "time", "rank": "rank"}


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a text is read; see `read_quantities`."""

    readings: Mapping[str, str] = field(default_factory=dict)
    comma: bool = False
    join_changes: bool = False
    join_units: bool = True


def read_quantities(
    text: str,
    *,
    readings: Mapping[str, str] | None = None,
    style: str | None = None,
    join_changes: bool = False,
    join_units: bool = True,
) -> list[Mention]:
    """Every quantity, date and rank of a text, in order.

    Args:
        text: Running text; time is linear in its length.
        readings: What ambiguous words mean here; others keep all their readings.
        style: `point` or `comma`, the decimal mark; None: what the text's own numbers show.
        join_units: "7 ft 10 in" is one length; otherwise two.
        join_changes: "fell from 176 pounds to 161" is one interval; otherwise its two values.

    >>> [mention.text for mention in read_quantities("It rose by 5% to more than 2 million tons in 2023.")]
    ['5%', 'more than 2 million tons', '2023']
    """
    comma = uses_decimal_comma(text) if style is None else style == "comma"
    manner = _Manner(readings or {}, comma, join_changes, join_units)
    return [
        mention if start == 0 else replace(mention, start=start + mention.start, end=start + mention.end)
        for start, piece in cut_in_pieces(text)
        for mention in _read(piece, manner)
    ]


def _read(text: str, manner: _Manner) -> list[Mention]:
    """What the stages find in one piece of a text, in order."""
    tokens, masks, hidden = _cut(text, comma=manner.comma)
    drafts = list(_drafts(tokens, hidden))
    drafts = list(join_compounds(drafts, tokens)) if manner.join_units else drafts
    share_in_lists(drafts, tokens)
    carry_over(drafts, tokens)
    kept = [draft for draft in drafts if is_kept(draft, tokens)]
    whole = kept if manner.join_changes else [part for draft in kept for part in (draft.parts or (draft,))]
    found = [_mention(draft, tokens, text, manner.readings) for draft in whole]
    found += [_masked(mask, text) for mask in _outermost(masks) if mask.kind in _OWN_KINDS]
    return sorted(found, key=lambda mention: (mention.start, mention.end))


def read_asides(text: str, *, style: str | None = None) -> list[Aside]:
    """Every number of a text that is no quantity, date, time or rank, and why it was set aside.

    >>> [(aside.text, aside.why) for aside in read_asides("Flight 370 carried 239 people.")]
    [('370', 'a label: it names a part, a place or a model')]
    """
    comma = uses_decimal_comma(text) if style is None else style == "comma"
    found: list[Aside] = []
    for start, piece in cut_in_pieces(text):
        tokens, _, hidden = _cut(piece, comma=comma)
        mentions = _read(piece, _Manner(comma=comma))
        asides = find_asides(piece, tokens, hidden, mentions)
        found += [replace(aside, start=start + aside.start, end=start + aside.end) for aside in asides]
    return found


def _cut(text: str, *, comma: bool) -> tuple[list[Token], list[Mask], list[str]]:
    """The tokens of a text, the masks that stand, and what each token is hidden by."""
    tokens = tokenize(text, decimal_comma=comma)
    return (tokens, *hide(tokens, find_masks(text)))


def _outermost(masks: Sequence[Mask]) -> Iterator[Mask]:
    """Masks that lie in no mask before them."""
    reach = -1
    for mask in masks:
        if mask.end > reach:
            yield mask
            reach = mask.end


def _drafts(tokens: Sequence[Token], hidden: Sequence[str]) -> Iterator[Draft]:
    at = 0
    while at < len(tokens):
        if hidden[at] or not may_start(tokens[at]) or ends_score(tokens, at):
            at += 1
            continue
        draft = _draft(tokens, at, hidden)
        if draft is not None:
            yield draft
        at = max(draft.last, at + 1) if draft else at + 1


def _draft(tokens: Sequence[Token], at: int, hidden: Sequence[str]) -> Draft | None:
    """The quantity whose number starts at this token, with all that stands around it, or None."""
    draft = _number(tokens, at)
    if draft is None:
        return None
    _spread(draft, tokens, hidden)
    linked = find_high(draft, tokens, hidden)
    if linked is not None:
        _join(draft, linked, tokens, hidden)
    _compare(draft, tokens)
    return draft


def _number(tokens: Sequence[Token], at: int) -> Draft | None:
    """One number with its sign, currency, unit, rate and noun."""
    over = read_numeral(tokens, at)
    numeral = over and (proportion_of(over, tokens) or over)
    if numeral is None or is_part_of_name(tokens, numeral):
        return None
    numeral = read_repeated(numeral, tokens)
    loss = read_loss(numeral, tokens)
    draft = Draft(loss or numeral, at, (loss or numeral).last, why=["words" if numeral.in_words else "digits"])
    if loss is not None:
        draft.first, draft.negative = at - 1, True
        draft.why.append("loss in brackets")
    read_prefix(draft, tokens)
    read_suffix(draft, tokens)
    add_share(draft, tokens)
    if word_at(tokens, draft.last) == "below" and word_at(tokens, draft.last + 1) == "zero":
        draft.negative, draft.last = True, draft.last + 2
        draft.unit = "degrees" if draft.is_bare else draft.unit
        draft.why.append("below zero")
    return draft


def _spread(draft: Draft, tokens: Sequence[Token], hidden: Sequence[str]) -> None:
    """The number behind a "±", when one stands there."""
    at = spread_behind(tokens, draft.last)
    if draft.last < at < len(tokens) and not hidden[at] and _is_number_at(tokens, at):
        other = _number(tokens, at)
        if other is not None:
            add_spread(draft, other)


def _join(draft: Draft, linked: tuple[str, int], tokens: Sequence[Token], hidden: Sequence[str]) -> None:
    """Joins the second number of a range to the first, when there is one."""
    link, start = linked
    if draft.first and tokens[draft.first - 1].text == "/" and tokens[draft.first].tight:
        return  # "150/95 mmHg to 128/82 mmHg"
    start += start < len(tokens) and tokens[start].text == "-" and tokens[start].tight  # "10-to-15-minute"
    at = next((n for n in range(start, min(start + 4, len(tokens))) if _is_number_at(tokens, n)), None)
    if at is None or any(hidden[start : at + 1]):
        return
    other = _number(tokens, at)
    if other is None:
        return
    if link == "-" and is_loose(draft, other, tokens):
        other.negative = False
    if hangs(draft, tokens):
        lend_unit(draft, other)
    if not is_range(draft, other, link, tokens):
        return
    # Between the link and the number only a currency may stand ("$10 to US$15"), or an "about".
    between = comparators.read_before(tokens, other.first)[1]
    if between > start:
        return
    one_sign = link != "and" and word_at(tokens, draft.first - 1) not in ("from", "between")
    merge(draft, other, change=is_change(draft, other, link, tokens), one_sign=one_sign)


def _is_number_at(tokens: Sequence[Token], at: int) -> bool:
    return read_numeral(tokens, at) is not None


def _compare(draft: Draft, tokens: Sequence[Token]) -> None:
    """The comparator before, and which way it went."""
    relation, first = comparators.read_before(tokens, draft.first)
    # "from up to 250 miles to 290": the comparator speaks of one end only.
    # "over five to seven years" says how long, not more than what.
    if draft.high and relation == ">" and word_at(tokens, draft.first - 1) == "over":
        return
    if (
        relation == ">"
        and "age" not in draft.why
        and comparators.says_when(tokens, draft.first - 1, draft.last, draft.unit)
    ):
        relation, first = "", draft.first
    of_one_end = draft.high and relation != "~" and tokens[first - 1].lower == "from"
    if relation and draft.relation == "=" and not of_one_end:
        draft.relation = relation
    if first < draft.first and word_at(tokens, first - 1) in words("numeral_words", "minus"):
        draft.negative, first = True, first - 1  # "minus about 5"
    missed = comparators.missed_mark(tokens, draft.first, draft.last)
    if missed is not None:
        draft.relation, first = "<", missed
    if first < draft.first:
        draft.why.append("comparator")
        draft.first = first
    before = comparators.read_direction(tokens, draft.first)
    draft.direction = before or comparators.read_direction_behind(tokens, draft.last)
    if word_at(tokens, draft.first - 1) == "(" and word_at(tokens, draft.numeral.last) == ")":
        draft.why.append(ALONE_IN_BRACKETS)
    if draft.direction:
        draft.why.append(draft.direction)


def _mention(draft: Draft, tokens: Sequence[Token], text: str, readings: Mapping[str, str]) -> Mention:
    start, end = tokens[draft.first].start, tokens[draft.last - 1].end
    quantity = to_quantity(draft, text[start:end], readings)
    numbers, why = printed_numbers(draft), tuple(draft.why)
    return Mention(
        start, end, text[start:end], quantity, "quantity", draft.direction, draft.noun, draft.rate, why, numbers
    )


def _masked(mask: Mask, text: str) -> Mention:
    """A date, time or rank as a mention of its own kind."""
    kind, surface = _OWN_KINDS[mask.kind], text[mask.start : mask.end]
    quantity = rank_of(surface) if kind == "rank" else Quantity(Bound(), text=surface)
    return Mention(mask.start, mask.end, surface, quantity, kind, why=(mask.kind,))
