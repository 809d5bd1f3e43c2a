"""TX07: an order that the numbers do not have: "first with A, ahead of B", "behind C", "more than the B"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.said import Said, alike
from tallystick.discovery.prose.sentences import BETWEEN, Sentence
from tallystick.discovery.prose.tying import quoted
from tallystick.discovery.stated import Stated, compares
from tallystick.expressions.nodes import Name
from tallystick.model import Evidence

_LEVEL = "[\ue000-\ue2ff]"  # points of a game are a level too
_A, _B = f"(?P<a>{_LEVEL})", f"(?P<b>{_LEVEL})"
_NEAR = rf"(?:(?!\b(?:while|whereas|but|against)\b){BETWEEN}){{0,50}}?"
_SMALL = r"(?:smallest|lowest|least|fewest|shortest|slowest|coldest|youngest|cheapest|lightest|worst|last|shallowest|narrowest|fastest time|quickest)"
_LARGE = r"(?:largest|biggest|highest|most|greatest|longest|busiest|tallest|deepest|heaviest|hottest|warmest|oldest|best|strongest|widest|top|leading|richest|wettest|record)"
_AHEAD_STRICT = lazily(
    rf"{_A}(?:(?!\b(?:minutes?|seconds?|hours?)\b)[^;\ue000-\ue4ff]){{0,30}}?\b(?:ahead of|in front of|followed by|next came)\b[^;\ue000-\ue4ff]{{0,40}}?\b(?:with|at|on|\(){_B.replace('(?P', '(?: ?)(?P')}"
)
_RANK_BEHIND = lazily(
    rf"\b(?:second|third|fourth|fifth|runner-up|place|[\ue700-\ue7ff])\b{_NEAR}(?:with |at |on |\( ?)?{_A},? (?:just |narrowly |well |close )?(?:behind|after){_NEAR}{_B}"
)
_FIRST_SECOND = lazily(
    rf"\b{_LARGE}\b{_NEAR}{_A}[^;]{{0,40}}?\b(?:second|next|runner-up|followed by|then)\b(?! time)[^;]{{0,40}}?{_B}"
)
_THAN = lazily(
    rf"{_A}(?P<gap>[^;\ue000-\ue4ff]{{0,25}}?)\b(?P<word>more|higher|larger|greater|above|less|fewer|lower|smaller|below|longer|shorter|heavier|lighter|older|younger|faster|slower)\b than (?:the |in [a-z]+ with |last year's |that of |a |an )*{_B}"
)
_BIG = frozenset("more higher larger greater above longer heavier older".split())


def find_orders(sentence: Sentence) -> Iterator[Stated]:
    """TX07 for every order that a sentence states between two of its figures."""
    if len(sentence.said) < 2:
        return
    shape = sentence.shape
    taken: set[frozenset[str]] = set()
    found = [(match, ">") for match in _AHEAD_STRICT.finditer(shape)]
    found += [(match, "<") for match in _RANK_BEHIND.finditer(shape)]
    found += [(match, ">=") for match in _FIRST_SECOND.finditer(shape)]
    for match, relation in found:
        first, second = sentence.at(match["a"]), sentence.at(match["b"])
        pair = frozenset((first.id, second.id))
        small = re.search(rf"\b{_SMALL}\b", shape[: match.end()]) is not None
        if pair not in taken and _comparable(first, second) and not small:
            taken.add(pair)
            yield _stated(sentence, first, relation, second)
    for match in _THAN.finditer(shape):
        first, second = sentence.at(match["a"]), sentence.at(match["b"])
        if frozenset((first.id, second.id)) not in taken and _comparable(first, second) and _is_plain(match["gap"]):
            yield _stated(sentence, first, ">" if match["word"] in _BIG else "<", second)


def _is_plain(gap: str) -> bool:
    """True for "X, more than Y": nothing but a comma or a bracket between, so that X itself is compared."""
    return (
        re.fullmatch(r",? ?(?:\(|-|and |much |far |slightly |a little |considerably |well )* ?", gap) is not None
        and gap.strip() != ""
    )


def _comparable(first: Said, second: Said) -> bool:
    return (
        first.kind == second.kind
        and alike(first, second)
        and first.hedge in ("", "~")
        and second.hedge in ("", "~", ">", "<")
    )


def _stated(sentence: Sentence, first: Said, relation: str, second: Said) -> Stated:
    quote = quoted(sentence, (first, second))
    says = f"{first.figure.value.text} is not {'more' if '>' in relation else 'less'} than {second.figure.value.text}; {quote}"
    return Stated(
        "TX07", compares(Name(first.id), relation, Name(second.id)), Evidence.WORDS, quote, first.id, "T", says=says
    )
