"""Numbers in a list that say their unit once: "5, 10 and 25 mg", "1.4 and 2.6 million tonnes", "30 x 20 x 10 cm"."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick.text.drafts import Draft
from tallystick.text.tokens import Token

# What may stand between two of a list; a comma alone only where a later joint shows that it is one.
_JOINTS = frozenset(
    (("and",), ("or",), (",", "and"), (",", "or"), ("to",), ("vs",), ("vs", "."), ("versus",), ("&",), ("nor",))
)
_SIDES = frozenset((("x",), ("×",), ("by",), ("*",), ("/",)))
_PART = frozenset((("of", "the"), ("of", "its"), ("of", "his"), ("of", "her"), ("of", "their")))
_MOST_BEFORE_SCALE = 1000
_LONGEST = 4


def share_in_lists(drafts: Sequence[Draft], tokens: Sequence[Token]) -> None:
    """Gives the bare numbers of a list the unit, money, rate and scale behind its last one."""
    closed = False
    for draft, following in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=True):
        between = _between(draft, following, tokens)
        is_listed = between in _JOINTS or (closed and between in ((",",), (";",)))
        if draft.is_bare and not _is_fraction(draft) and (following.unit or following.money):
            if is_listed:
                _share(draft, following)
            elif (between in _SIDES or between in _PART) and following.unit and draft.high is None:
                draft.unit = following.unit
                draft.why.append("unit shared")
        closed = is_listed


def _between(draft: Draft, following: Draft, tokens: Sequence[Token]) -> tuple[str, ...]:
    if not 0 <= following.first - draft.last <= _LONGEST:
        return ()
    return tuple(token.lower for token in tokens[draft.last : following.first])


def _is_fraction(draft: Draft) -> bool:
    """A share of something has no unit of its own: "half and 5 kg"."""
    return draft.numeral.is_fraction and draft.numeral.in_words


def _share(draft: Draft, following: Draft) -> None:
    """Scale and unit go upwards in the list, and only to numbers that have neither."""
    scale = (following.high or following.numeral).scale
    same_kind = draft.numeral.in_words == following.numeral.in_words and draft.high is None
    if scale != 1 and same_kind and not draft.numeral.scaled and draft.numeral.low < _MOST_BEFORE_SCALE:
        draft.numeral = draft.numeral.times(scale, draft.numeral.last)
    draft.unit, draft.money, draft.rate = following.unit, following.money, following.rate
    draft.why.append("unit shared")
