"""TX01: a change that does not follow from its two ends: "rose from A to B, by N %", "B, N more than the A", "doubled"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from tallystick import units
from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.said import Said, alike
from tallystick.discovery.prose.sentences import BETWEEN, DATE, LEVEL, Sentence
from tallystick.discovery.prose.tying import difference, in_rate_of, lacks_rate, opposite, per, tie
from tallystick.discovery.prose.wording import (
    BASES,
    COMPARATIVE,
    DETERMINED,
    DOWN_VERBS,
    FROMS,
    LINK,
    NOUNS,
    UP_VERBS,
    direction,
    with_lapses,
)
from tallystick.discovery.stated import Stated, growth
from tallystick.expressions.nodes import Name, Node, Number, Product
from tallystick.model import Bound, Quantity, Severity

_N = "(?P<n>[\ue000-\ue4ff])"
_A, _B = f"(?P<a>{LEVEL})", f"(?P<b>{LEVEL})"
_VERB = rf"\b(?:{UP_VERBS}|{DOWN_VERBS}|changed|moved|differ\w*|up|down)\b"
_FREE = rf"(?:(?!\b(?:and|but|while|whereas|which|with|when|as|although)\b){BETWEEN}){{0,40}}?"
# Between a number and what is said of it in one breath: no other figure, no second clause.
_SUBJECT = rf"(?:(?!\b(?:and|but|while|whereas|which|when|as|although|after)\b){BETWEEN}){{0,45}}?"
_THEN = r"\b(?:last|previous|the year before|a year ago|a year earlier|formerly|before)\b"
_NOW = r"\b(?:this|now|today|currently|the following|the next)\b"
_SAYS_CHANGE = rf"(?:\bby|{_VERB}|\b(?:{NOUNS}) of|\b(?:{NOUNS}):?)"
_CHANGED = rf"(?P<says>{_SAYS_CHANGE} {DETERMINED})?{_N}(?P<more> (?:{COMPARATIVE})\b)?"
# Each order in which English puts the old value (a), the new one (b) and the change (n).
_ORDERS = tuple(
    lazily(pattern)
    for pattern in (
        # from a to b, by n · from a to b, a rise of n · from a to b (+n) · a > b (n less)
        rf"\bfrom {DETERMINED}{_A}{LINK}\bto {DETERMINED}{_B}{LINK}(?P<says>{_SAYS_CHANGE} {DETERMINED})?(?:[(,] ?(?:or |about |[+-])*)?{_N}(?P<more> (?:{COMPARATIVE})\b)?",
        # by n, from a to b · a n increase from a to b · n less memory (b instead of a)
        rf"{_CHANGED}{_FREE}[ (]from {DETERMINED}{_A}{LINK}\bto {DETERMINED}{_B}",
        rf"{_CHANGED}{_FREE}\({DETERMINED}{_A} ?(?:>|->|to) ?{_B}\)",
        rf"{_CHANGED}{_FREE}\({DETERMINED}{_B}{LINK}(?:{FROMS}|not|was|were) {DETERMINED}{_A}\)",
        # by n to b from a
        rf"{_SAYS_CHANGE} {DETERMINED}{_N},?{LINK}\b(?:to|at|reaching) {DETERMINED}{_B}{LINK}[ (](?:{FROMS}|on|over) {DETERMINED}{_A}",
        # b, against a, n more · b, compared with a, a rise of n · to b from a, up n
        rf"{_B}(?: of [a-z]+)?{LINK}[ (](?:{FROMS}) {DETERMINED}{_A}{LINK}{_CHANGED}",
        # b, compared with a in the 2019 edition, a gain of n · a last year; this year b, a jump of n
        rf"{_B}(?: of [a-z]+)?{LINK}[ (](?:{FROMS}) {DETERMINED}{_A}{_FREE}, (?P<says>an? (?:[a-z-]+ )?(?:{NOUNS}) of ){DETERMINED}{_N}",
        rf"{_THEN}[^\ue000-\ue4ff]{{0,40}}?{_A}[^\ue000-\ue4ff]{{0,40}}?{_NOW}[^\ue000-\ue4ff]{{0,30}}?{_B}, (?P<says>an? (?:[a-z-]+ )?(?:{NOUNS}) of ){DETERMINED}{_N}",
        # b, n more than the a · b, up n on a
        rf"{_B}{_SUBJECT}[ ,(]{_N} (?:{COMPARATIVE})\b(?: (?:than|on|from|as|in|of)|(?= (?:the|last|that|a|its|this) )) {DETERMINED}{_A}",
        rf"{_B}{LINK}\b(?:up|down) (?:by )?{DETERMINED}{_N} (?:{BASES}) {DETERMINED}{_A}",
        # a in 2010 and b in 2020, a rise of n
        rf"{_A} in {DATE} and {DETERMINED}{_B} in {DATE}{LINK}{_CHANGED}",
        # a, rose by n to b
        rf"{_A}{LINK}(?:and |but |then )*{_VERB} (?:by )?{DETERMINED}{_N},? to {DETERMINED}{_B}",
    )
)
_FACTOR_WORDS = {
    "twice": Fraction(2), "double": Fraction(2), "doubled": Fraction(2), "doubling": Fraction(2), "doubles": Fraction(2),
    "tripled": Fraction(3), "triple": Fraction(3), "trebled": Fraction(3), "treble": Fraction(3), "tripling": Fraction(3), "thrice": Fraction(3),
    "quadrupled": Fraction(4), "quadruple": Fraction(4), "half": Fraction(1, 2), "halved": Fraction(1, 2), "halving": Fraction(1, 2),
    "quintupled": Fraction(5),
}  # fmt: skip
_FACTOR = rf"(?P<f>\b(?:{'|'.join(_FACTOR_WORDS)})\b|(?P<n>[\ue300-\ue4ff]))"
_HEDGED = r"(?P<hedge>\b(?:more than|less than|over|almost|nearly|about|roughly|around|approximately|well over|just over|just under|not quite|under|close to)\s)?"
_FACTORS = tuple(
    lazily(pattern)
    for pattern in (
        rf"{_HEDGED}{_FACTOR}{_FREE} from {DETERMINED}{_A}{LINK}\bto {DETERMINED}{_B}",
        rf"{_HEDGED}(?P<f>\b(?:doubled|tripled|trebled|quadrupled|halved)\b){LINK}\bto {DETERMINED}{_B}{LINK}\bfrom {DETERMINED}{_A}",
        rf"{_HEDGED}{_FACTOR}{_FREE}\({DETERMINED}{_B}{LINK}(?:{FROMS}|not|was|were) {DETERMINED}{_A}",
        rf"{_B}[^\ue000-\ue4ff]{{0,70}}?\b{_HEDGED}(?P<f>(?:doubled|tripled|trebled|quadrupled|halved)) from {DETERMINED}{_A}(?!{LINK}\bto )",
        rf"{_A}[^;\ue000-\ue4ff]{{0,60}}?{_B}, {_HEDGED}{_FACTOR} (?:of )?(?:the|that|as|its)\b[^\ue000-\ue7ff]{{0,25}}?(?=[,.;)]|$)",
        rf"\bfrom {DETERMINED}{_A}{LINK}\bto {DETERMINED}{_B}, {_HEDGED}(?P<f>\b(?:doubling|tripling|halving)\b)",
        rf"{_B}{_SUBJECT}{_HEDGED}{_FACTOR}(?: as (?:many|much|high|large|big|long|fast|great|old|heavy|low|small)\b)? (?:as|the|that|those|its|their|of|than|in) {DETERMINED}{_A}",
    )
)
_MAY_HAVE = lazily(
    r"\b(?:increase|rise|drop|fall|decline|gain|growth|reduction|from|against|than|compared|instead|versus|vs|on|above|below|twice|doubl|half|halv|tripl|trebl|quadrupl|to)\b|[>(\ue300-\ue4ff]|\b(?:doubl|halv|tripl)"
)
_BEHIND = lazily(rf" ?(?:{COMPARATIVE})\b")
_SIDES = {"above": 1, "over": 1, "ahead of": 1, "below": -1, "under": -1, "behind": -1, "short of": -1}
_LOOSE = {
    "": (Fraction(19, 20), Fraction(21, 20)),
    "over": (Fraction(1), None),
    "under": (Fraction(3, 4), Fraction(1)),
    "about": (Fraction(4, 5), Fraction(6, 5)),
}
_FASTER = lazily(r"\b(?:fast|faster|quick|quicker|speed\w*)\b")


def find_changes(sentence: Sentence) -> Iterator[Stated]:
    """TX01 and TX10 for every change that a sentence states between two of its figures."""
    if len(sentence.said) < 2 or not _MAY_HAVE.search(sentence.shape):
        return
    shape = with_lapses(sentence.shape, lambda char: is_time(sentence.at(char)))
    taken: set[str] = set()
    for pattern in _ORDERS:
        for match in pattern.finditer(shape):
            if match["n"] not in taken and (found := _change(sentence, shape, match)):
                taken.add(match["n"])
                yield found
    for pattern in _FACTORS:
        for match in pattern.finditer(shape):
            if not {match["a"], match["b"]} <= taken and (found := _factor(sentence, match)):
                taken |= {match["a"], match["b"]}
                yield found


def is_time(one: Said) -> bool:
    """True for a length of time."""
    return bool(one.unit) and units.same_dimension(one.unit, "day")


def _change(sentence: Sentence, shape: str, match: re.Match[str]) -> Stated | None:
    before, now, change = (sentence.at(match[name]) for name in "abn")
    groups = match.groupdict("")
    if shape[: match.start("n")].endswith((" to ", " from ")):
        return None
    if "says" in groups and not groups["says"] + groups.get("more", "") and change.kind not in "pf":
        return None
    if not _comparable(before, now) or before.kind != now.kind or not before.value:
        return None
    start = max(match.start() - 40, 0)
    behind = _BEHIND.match(shape, match.end("n"))
    text = shape[start : max(match.end(), behind.end() if behind else 0)]
    way = direction(text, match.start("n") - start) or _SIDES.get(groups.get("more", "").strip(), 0)
    neutral = re.search(r"\b(?:change|changed|differ\w*|difference|gap|moved)\b", match[0]) is not None
    if change.kind in "po" and not way and not neutral:
        return None
    made = _made(before, now, change)
    if made is None:
        return None
    turned = [opposite(made)] if way < 0 and change.value > 0 else [made]
    # "Nine seconds faster" is nine fewer.
    if not way or neutral or (is_time(now) and _FASTER.search(match[0])):
        turned = [made, opposite(made)]
    code, others = _reading(before, now, change, turned)
    if code == "TX10":
        says = f"{change.figure.value.text} is the difference in points, not in percent"
        return tie(
            "TX10",
            change,
            turned[0],
            sentence=sentence,
            figures=(before, now),
            severity=Severity.WARNING,
            says=says,
        )
    return tie("TX01", change, turned[0], sentence=sentence, figures=(before, now), otherwise=others)


def _comparable(one: Said, other: Said) -> bool:
    return alike(one, other) or lacks_rate(one, other) or lacks_rate(other, one)


def _made(before: Said, now: Said, change: Said) -> Node | None:
    """What the change must be; None when it is of no kind that these two can have."""
    if change.kind in "pf":
        return growth(now.id, before.id) if alike(now, before) else None
    if change.kind == "x":
        return None
    if change.kind == "o":
        return difference(Name(now.id), Name(before.id)) if now.kind == "p" or not now.unit else None
    rated = next((one for one in (now, before) if one.rate), now)
    if now.kind != "q" or not all(alike(one, rated) or lacks_rate(one, rated) for one in (change, now, before)):
        return None
    ends = difference(in_rate_of(now, rated), in_rate_of(before, rated))
    return ends if not lacks_rate(change, rated) else Product((ends, per(rated, change)), (1, 1))


def _reading(before: Said, now: Said, change: Said, turned: list[Node]) -> tuple[str, list[Node]]:
    """TX10 where percent are said and points are meant, else TX01; and the other readings."""
    if change.kind != "p" or now.kind != "p":
        return "TX01", turned[1:]
    points = abs(now.value - before.value)
    relative = abs(points / before.value * 100)
    ends = (max(now.figure.value.steps) + max(before.figure.value.steps)) / 2
    printed = max(change.figure.value.steps) / 2
    if (
        abs(points - change.value)
        <= ends + printed
        < abs(relative - change.value) + ends * (1 - 100 / abs(before.value))
    ):
        return "TX10", []
    return "TX01", turned[1:]


def _factor(sentence: Sentence, match: re.Match[str]) -> Stated | None:
    groups = match.groupdict()
    before, now = sentence.at(match["a"]), sentence.at(match["b"])
    if not _comparable(before, now) or before.kind != now.kind or not before.value:
        return None
    # "The 24" may leave out what it counts; a number with a unit has no bare one for its like.
    if bool(now.unit) != bool(before.unit) and not (now.unit and _THE.search(sentence.shape[: match.start("a")])):
        return None
    low, high = _LOOSE[_hedge(groups.get("hedge") or "")]
    said = groups.get("n")
    if said:
        figure = sentence.at(said)
        if figure.kind == "f" and not re.search(r"\b(?:as|the|of|that)\b", match[0]):
            return None
        value = figure.value / 100 if figure.kind == "f" else figure.value
    else:
        value = _FACTOR_WORDS[match["f"]]
    if _AGAIN.search(match[0]):
        value += 1  # "half as many again as" is one and a half times
    if value < 1 and high != _LOOSE[""][1]:
        # "Nearly halved" stays above the half, "more than halved" falls below it.
        low, high = (Fraction(0), Fraction(1)) if high is None else (1 / high, 1 / low)
    factor = _times(value * low, None if high is None else value * high, before.id)
    others: list[Node] = []
    if said and re.search(r"\b(?:more|higher|larger|greater|faster)\b", match[0]):
        others.append(_times((value + 1) * low, None if high is None else (value + 1) * high, before.id))
    if _FASTER.search(match[0]):
        others.append(_times(1 / value * low, None if high is None else 1 / value * high, before.id))
    figures = (before, sentence.at(said)) if said else (before,)
    rated = per(before, now) if lacks_rate(now, before) else None
    readings = [Product((one, rated), (1, 1)) if rated else one for one in (factor, *others)]
    return tie("TX01", now, readings[0], sentence=sentence, figures=figures, otherwise=readings[1:])


_AGAIN = lazily(
    r"\b(?:as (?:many|much|large|big|long|high|far) again|again as (?:many|much|large|big|long|high|far))\b"
)
_THE = lazily(r"\b(?:the|that|its|their|last year's|previous) $")
_OF_BEFORE = lazily(rf"{_B},? {_HEDGED}{_FACTOR} (?:the|as|its|that)\b[^\ue000-\ue7ff]{{0,45}}\.?$")


def find_changes_between(sentences: Sequence[Sentence]) -> Iterator[Stated]:
    """TX01 for "orders came to $2.25 billion, three times the amount on offer", of the sentence before: a warning."""
    for before, sentence in pairwise(sentences):
        match = _OF_BEFORE.search(sentence.shape) if before.block == sentence.block else None
        if match is None or sum(one.kind == "q" for one in sentence.said) != 1:
            continue
        now = sentence.at(match["b"])
        near = [one for one in before.said if one.kind == now.kind and now.unit and alike(one, now)]
        if len(near) == 1:
            value = sentence.at(match["n"]).value if match["n"] else _FACTOR_WORDS[match["f"]]
            value = value / 100 if match["n"] and sentence.at(match["n"]).kind == "f" else value
            low, high = _LOOSE[_hedge(match["hedge"] or "")]
            factor = _times(value * low, None if high is None else value * high, near[0].id)
            yield tie("TX01", now, factor, sentence=sentence, figures=(), severity=Severity.WARNING)


def _hedge(words: str) -> str:
    if not words:
        return ""
    if re.search(r"more than|over", words):
        return "over"
    return "under" if re.search(r"less|almost|nearly|under|not quite|close", words) else "about"


def _times(low: Fraction, high: Fraction | None, of: str) -> Node:
    return Product((Number(Quantity(Bound(low, high), text=f"{float(low):g}")), Name(of)), (1, 1))
