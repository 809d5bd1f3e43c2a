"""TX08: a number outside the range that its own sentence gives it, a range that ends before it starts, a span of two ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.said import Said, alike
from tallystick.discovery.prose.sentences import BETWEEN, LEVEL, Sentence
from tallystick.discovery.prose.tying import difference, in_rate_of, lacks_rate, quoted, tie
from tallystick.discovery.prose.wording import DOWN_VERBS, UP_VERBS
from tallystick.discovery.stated import Stated, compares
from tallystick.expressions.nodes import Name
from tallystick.model import Evidence

_LOW, _HIGH, _M = f"(?P<low>{LEVEL})", f"(?P<high>{LEVEL})", f"(?P<m>{LEVEL})"
_NEAR = rf"(?:(?!\b(?:while|whereas|but)\b){BETWEEN}){{0,60}}?"
_MIDDLE = r"(?:\b(?:mean|average|averag\w+|median|mode|typical\w*|typically|midpoint|best estimate|central estimate|most likely)\b)"
_BETWEEN_ENDS = lazily(
    rf"\b(?:is|are|was|were|be|been|lies?|lay|stays?|stayed|rang\w+|var\w+|cost\w*|of|at|takes?|took|lasts?|lasted|aged|sits?|reach\w*|anywhere|"
    rf"somewhere|moved|swung|fluctuat\w+|temperatures?|people|adults|children|prices|times) between (?:the )?{_LOW} and {_HIGH}"
)
_FROM_TO = lazily(rf"\b(?P<verb>[a-z]+(?: [a-z]+)?) from {_LOW} to {_HIGH}")
_IN_BRACKETS = lazily(
    rf"\b(?:range|scale|ranging|ranges|min\.?-max\.?)(?: of| from|[:,=])? {_LOW} ?(?:to|-|and|,) ?{_HIGH}"
)
_PLAIN = lazily(rf"{_LOW} ?(?:to|-) ?{_HIGH}")
_EITHER_END = lazily(rf"\bbetween (?:the )?{_LOW} and {_HIGH}")
_ON_SCALE = lazily(
    rf"{_M}[^\ue000-\ue4ff]{{0,40}}?\bon (?:a|the) (?:[a-z-]+ ){{0,2}}scale (?:of|from) {_LOW} to {_HIGH}"
)
_RANGES = (_BETWEEN_ENDS, _FROM_TO, _IN_BRACKETS, _PLAIN, _EITHER_END)
_MOVED = lazily(rf"\b(?:{UP_VERBS}|{DOWN_VERBS}|up|down|from|changed|went)\b[^,;]{{0,18}}$")
_MIDDLE_BEFORE = lazily(rf"{_MIDDLE}{_NEAR}{_M}(?!.*{LEVEL})")
_MIDDLE_BEHIND = lazily(rf"^[^\ue000-\ue4ff]{{0,60}}?{_MIDDLE}{_NEAR}{_M}")
_MIDDLE_LAST = lazily(rf"^[^\ue000-\ue4ff]{{0,30}}[,;] (?:but |and )?{_M} on average\b")
_COSTS = frozenset(
    "cost costs costing range ranges ranging ranged vary varies varied varying priced price prices stretch stretches extend extends "
    "span spans spanned scale reach reaches aged measure measures measured weigh weighs weighed last lasts lasted score scores scored run runs".split()
)
_SPAN = lazily(
    rf"\b(?:lowest|minimum|least|coldest|smallest|shortest)\b{_NEAR}(?P<low>{LEVEL}){_NEAR}\b(?:span\w*|range|spread|difference|swing)\b{_NEAR}(?P<m>{LEVEL})"
    rf"(?: (?:from|between|to)[^.;]{{0,30}}?(?P<high>{LEVEL}))"
)


def find_ranges(sentence: Sentence) -> Iterator[Stated]:
    """TX08 for every range that a sentence gives."""
    if len(sentence.said) < 2:
        return
    for pattern in _RANGES:
        for match in pattern.finditer(sentence.shape):
            low, high = sentence.at(match["low"]), sentence.at(match["high"])
            if alike(low, high) and low.kind == high.kind and not low.hedge:
                yield from _ordered(sentence, pattern, match, (low, high))
                yield from _middle(sentence, match, (low, high))
    for match in _ON_SCALE.finditer(sentence.shape):
        mark, low, high = (sentence.at(match[name]) for name in ("m", "low", "high"))
        if mark.kind == low.kind == high.kind and not (mark.unit or mark.noun or low.unit):
            yield _inside(sentence, mark, (low, high))
    for match in _SPAN.finditer(sentence.shape):
        low, high, span = (sentence.at(match[name]) for name in ("low", "high", "m"))
        if alike(low, high):
            yield _spanned(sentence, low, high, span)


def _costs(verb: str) -> bool:
    """True for "costs from" and "ranges widely from"; "costs fell from" is a change."""
    first, _, last = verb.rpartition(" ")
    return last in _COSTS or (first in _COSTS and (last.endswith("ly") or last in ("anywhere", "age", "price", "size")))


def _ordered(
    sentence: Sentence, pattern: re.Pattern[str], match: re.Match[str], ends: tuple[Said, Said]
) -> Iterator[Stated]:
    """A range ends above its start; "fell from 20 to 10" is none."""
    low, high = ends
    if pattern in (_PLAIN, _EITHER_END):
        return
    if pattern is _FROM_TO and not _costs(match["verb"]):
        return
    statement = compares(Name(high.id), ">=", Name(low.id))
    quote = quoted(sentence, ends)
    says = f"the range {quote} ends before it starts"
    yield Stated("TX08", statement, Evidence.WORDS, quote, high.id, "T", says=says, weight=1)


def _middle(sentence: Sentence, match: re.Match[str], ends: tuple[Said, Said]) -> Iterator[Stated]:
    """A mean or a median lies between the ends of its range."""
    low, high = ends
    if match.re is _FROM_TO and not _costs(match["verb"]):
        return
    if match.re is _PLAIN and _MOVED.search(sentence.shape[: match.start()]):
        return
    behind, before = sentence.shape[match.end() :], sentence.shape[: match.start()]
    found = _MIDDLE_BEHIND.match(behind) or _MIDDLE_LAST.match(behind) or _MIDDLE_BEFORE.search(before)
    if not found:
        return
    middle = next(sentence.at(char) for char in found.groupdict().values() if char)
    if not (alike(middle, low) or lacks_rate(middle, low)) or middle.kind != low.kind or middle.hedge not in ("", "~"):
        return
    yield _inside(sentence, middle, (low, high))


def _inside(sentence: Sentence, middle: Said, ends: tuple[Said, Said]) -> Stated:
    """That a number is not beyond the end that it is nearer to."""
    low, high = ends
    relation, end = (">=", low) if middle.value < low.value else ("<=", high)
    quote = quoted(sentence, (low, high, middle))
    says = f"{middle.figure.value.text} lies outside {low.figure.value.text} to {high.figure.value.text}; {quote}"
    return Stated(
        "TX08",
        compares(in_rate_of(middle, end), relation, in_rate_of(end, middle)),
        Evidence.WORDS,
        quote,
        middle.id,
        "T",
        says=says,
        weight=2,
    )


def _spanned(sentence: Sentence, low: Said, high: Said, span: Said) -> Stated:
    made = difference(Name(high.id), Name(low.id))
    return tie("TX08", span, made, sentence=sentence, figures=(low, high))
