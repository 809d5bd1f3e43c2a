"""RS01 and RS06: one quantity said twice with other digits, or with the same digits at another power of ten."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.said import Said, stem
from tallystick.discovery.prose.sentences import Sentence
from tallystick.discovery.prose.tying import quoted
from tallystick.discovery.stated import Stated, equals
from tallystick.expressions.nodes import Name
from tallystick.model import BlockKind, Evidence, Severity

_WORD = lazily(r"[a-z][a-z'-]{2,}")
_STOP = frozenset(
    "the and for with from that this was were are has have had been its his her their our your you they not but all any more most than into over under "
    "which who whom when where while after before between during about only also both each one two three four five six seven eight nine ten first "
    "will would can could may might must should there here then now today year years month months week weeks day days hour hours time times "
    "million billion thousand percent per cent total number average mean some such other another same new said says report made make makes "
    "january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday".split()
)
# Figures of another time, another world, or another thing, by the words before them; and what a whole sentence takes back.
_ELSEWHERE = lazily(
    r"\b(?:not|instead|rather|proposed|proposal|plan(?:s|ned)?|expects?|expected|forecasts?|would|could|might|target|aims?|hopes?|if|last|previous|previously|ago|"
    r"earlier|formerly|compared|against|than|asked|former|old|another|other|each|per|up|down|rose|fell|grew|by|from|until|was once)\b[^.;]*$|[\ue500-\ue5ff][^.;]{0,15}\bhad\b[^.;]*$"
)
_DENIED = lazily(
    r"\b(?:correct(?:ed|ion|s)|wrongly|erroneously|rejected|denied|voted down|quoted as|caption|misprint|mistaken|not \S+,? (?:as|but))\b"
)
_GENERIC = frozenset(("people", "person", "man", "woman"))
# The noun that a figure is given for: "revenue of", "revenue was", "revenue:".
_HEAD = lazily(
    r"(?P<head>[a-z][a-z-]{3,})(?: (?:of|was|is|were|are|at|came to|reached|stood at|amounted to|totalled))?:? (?:about |around |a |the |nearly |roughly )*$"
)
_FIGURES = lazily("[\ue000-\ue1ff\ue400-\ue4ff]")
_REACH = 60
_BEFORE = 30
_MOST_EARLIER = 20
_SERIES = 3  # different numbers in the same words that are no more one quantity


@dataclass(frozen=True, slots=True)
class _Use:
    """One figure with the content words around it."""

    said: Said
    sentence: Sentence
    words: frozenset[str]
    before: Mapping[str, str]
    definite: bool
    head: str
    dated: frozenset[str]


def find_repeats(sentences: Sequence[Sentence]) -> Iterator[Stated]:
    """RS01 and RS06 for every figure that another passage gives differently in the same words."""
    groups: dict[tuple[str, str], list[_Use]] = defaultdict(list)
    for sentence in sentences:
        for use in _uses(sentence):
            groups[use.said.kind, use.said.unit].append(use)
    for uses in groups.values():
        yield from _of_group(uses)


def _uses(sentence: Sentence) -> Iterator[_Use]:
    shape = sentence.shape
    for match in _FIGURES.finditer(shape) if not _DENIED.search(shape) else ():
        at, said = match.start(), sentence.at(match[0])
        if said.kind not in "qpx" or said.hedge in ("<", ">", "<=", ">=") or len(_digits(said)) < 2:
            continue
        # A bare number may be a version, an issue, a line: nothing says that two of them are one quantity.
        if said.kind == "q" and not said.unit and not said.noun:
            continue
        around = shape[max(0, at - _REACH) : at + _REACH]
        if _ELSEWHERE.search(shape[max(0, at - _BEFORE) : at]):
            continue
        words = {stem(word) for word in _WORD.findall(around) if word not in _STOP}
        words |= {stem(word) for word in said.noun.split() if len(word) > 2}
        dated = frozenset(one.figure.value.text for one in sentence.said if one.kind == "d")
        definite = (
            re.search(
                r"\b(?:the|these|those|all)(?: whole(?: of)?| full| entire| total| same)? $",
                shape[max(0, at - 18) : at],
            )
            is not None
        )
        head = _HEAD.search(shape[max(0, at - _REACH) : at])
        yield _Use(
            said, sentence, frozenset(words), _neighbours(around), definite, stem(head["head"]) if head else "", dated
        )


def _neighbours(text: str) -> Mapping[str, str]:
    """For each content word the content word directly before it: what tells one arm, plant or town from another."""
    pairs = re.findall(r"(?=\b([a-z][a-z'-]{2,}) ([a-z][a-z'-]{2,})\b)", text)
    return {stem(word): stem(before) for before, word in pairs if before not in _STOP and word not in _STOP}


def _digits(said: Said) -> str:
    """The significant digits of the print: "48.0 million" is 48, "1,200" is 12."""
    found = re.search(r"\d[\d,]*(?:\.\d+)?", said.figure.value.text)
    return found[0].replace(",", "").replace(".", "").strip("0") if found else ""


def _printed(said: Said) -> str:
    found = re.search(r"\d[\d,]*(?:\.\d+)?", said.figure.value.text)
    return found[0].replace(",", "") if found else ""


def _of_group(uses: Sequence[_Use]) -> Iterator[Stated]:
    """Pairs of one unit whose digits are akin; every later figure is told once, against the first it differs from."""
    akin: dict[str, list[_Use]] = defaultdict(list)
    often = Counter(use.said.value for use in uses)
    for use in uses:
        key = "".join(sorted(_digits(use.said)))
        for earlier in akin[key][-_MOST_EARLIER:]:
            if earlier.sentence is use.sentence or earlier.said.value == use.said.value:
                continue
            if (code := _differ(earlier, use, often)) and not _is_series(use, uses):
                yield _stated(code, earlier, use)
                break
        akin[key].append(use)


def _is_series(use: _Use, uses: Sequence[_Use]) -> bool:
    """True when the same words stand around many other numbers: a log says them of one thing after another."""
    like = {
        (one.sentence.start, one.said.value)
        for one in uses
        if one.said.noun == use.said.noun and len(one.words & use.words) >= 2
    }
    return min(len({start for start, _ in like}), len({value for _, value in like})) > _SERIES


def _differ(first: _Use, second: _Use, often: Mapping[Fraction, int]) -> str:
    """RS06 for another scale, RS01 for digits in another order, "" when the two need not be one quantity."""
    nouns = {stem(noun) for noun in (first.said.noun, second.said.noun) if noun}
    if len(nouns) > 1 and not nouns & _GENERIC:
        return ""
    if first.dated and second.dated and not first.dated & second.dated:
        return ""
    both = first.words & second.words
    if any(
        first.before[word] != second.before[word] for word in both if word in first.before and word in second.before
    ):
        return ""
    shared = len(both)
    heading = BlockKind.HEADING in (first.sentence.kind, second.sentence.kind)
    # What one of the two passages says again elsewhere is meant; the other stands alone.
    alone = min(often[first.said.value], often[second.said.value]) == 1
    if _digits(first.said) == _digits(second.said):
        ratio = max(first.said.value, second.said.value) / min(first.said.value, second.said.value)
        is_scale = ratio in (10, 100, 1000, 10**6, 10**9)
        strong = len(_digits(first.said)) >= 3 or heading or ratio >= 1000 or second.definite
        return "RS06" if is_scale and alone and (shared >= 1 or second.definite) and strong else ""
    if len(_printed(first.said)) != len(_printed(second.said)) or _scale(first.said) != _scale(second.said):
        return ""
    long = len(_digits(second.said)) >= 3
    enough = (0 if second.definite and long else 1) if heading or second.definite or _same_head(first, second) else 2
    return "RS01" if alone and shared >= enough else ""


def _same_head(first: _Use, second: _Use) -> bool:
    return bool(first.head) and first.head == second.head and first.head not in _STOP


def _scale(said: Said) -> int:
    return len(str(int(abs(said.value)))) if said.value else 0


def _stated(code: str, first: _Use, second: _Use) -> Stated:
    one, two = first.said, second.said
    words = ", ".join(sorted(first.words & second.words)[:4])
    what = "same digits at another scale" if code == "RS06" else "said twice"
    says = f"{two.figure.value.text} here, {one.figure.value.text} before: {what}, with the same words around ({words})"
    because = quoted(second.sentence, (two,))
    return Stated(code, equals(two.id, Name(one.id)), Evidence.WORDS, because, two.id, "T", Severity.WARNING, says)
