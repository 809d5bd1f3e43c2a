"""TX03: a share that does not follow from its part and its whole: "18 of 30 (60 %)", "p % of X is Y", "one in five"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.said import Said, alike, stem
from tallystick.discovery.prose.sentences import BETWEEN, QUANTITY, Sentence
from tallystick.discovery.prose.tying import tie
from tallystick.discovery.prose.wording import COMPARATIVE, LINK
from tallystick.discovery.stated import Stated, share
from tallystick.model import Severity

_P = "(?P<p>[\ue100-\ue1ff\ue300-\ue3ff])"
_A, _B = f"(?P<a>{QUANTITY})", f"(?P<b>{QUANTITY})"
_FREE = rf"(?:(?!\b(?:but|while|whereas)\b){BETWEEN}){{0,60}}?"
_SHORT = r"(?:(?!\b(?:but|while|whereas)\b)[^,:(]){0,40}?".replace("[^", "[^;\ue000-\ue5ff")
_ALL = r"(?:(?:the|its|all|a|an|our|their|his|her|total|of|those|these|usual|entire|whole|full|more|than|some|about|around|roughly|nearly|almost|over|[a-z]+'s?|available|planned|normal|capacity|maximum|overall|combined|annual|remaining|original|estimated|eligible|registered|former|possible) )*"
_OF = rf"(?<!instead )(?<!ahead )(?<!short )(?<!because )(?:out of|of|in|from among|among) {_ALL}"
_HEDGE = r"(?:(?:or|i\.e\.|ie|that is|equal to|equivalent to|about|around|roughly|approximately|nearly|almost|just|over|under|more than|less than|some|only|an? (?:[a-z-]+ ){0,3}(?:rate|share|proportion|percentage|turnout|quota) of|a|an|the) )*"
_END = rf"(?! ?(?:{COMPARATIVE})\b| ?points?\b| (?:ci|confidence)\b)"
_FORMS = tuple(
    lazily(pattern)
    for pattern in (
        rf"{_A}(?: [a-z-]+){{0,2}} {_OF}{_B}{_FREE}\( ?{_HEDGE}{_P} ?[),;]",
        rf"{_A} {_OF}{_B}{_SHORT}, {_HEDGE}{_P}{_END}(?=[,.;)]|$| of\b)",
        rf"{_P}{_SHORT}[(:] ?(?:[a-z-]+ ){{0,4}}?{_A}(?: [a-z-]+){{0,2}} {_OF}{_B}",
        rf"{_A}{_SHORT} ?\( ?{_HEDGE}{_P} of {_ALL}{_B}",
        rf"{_A}{LINK},? {_HEDGE}{_P} of {_ALL}{_B}",
        rf"{_P} of {_ALL}{_B}{_SHORT}(?: ?\(| (?:is|are|=|makes?|equals?|comes? to|amounts? to|or|i\.e\.) |, or )(?:about |around |nearly |almost |roughly |some |only )*{_A}(?=[),.;]|$| )",
        rf"{_B}{_FREE},? of (?:which|whom|them|these|those) {_HEDGE}{_A}{_SHORT} ?[(,] ?{_HEDGE}{_P}{_END}(?=[),;])",
        rf"\b(?:of|among|amongst|out of|in a (?:sample|group|cohort) of) {_ALL}{_B}{_FREE}[ ,]{_A}(?: [a-z-]+){{0,3}}(?: \( ?|,? or |, ){_HEDGE}{_P} ?[),;]",
        rf"{_A}(?: [a-z-]+){{0,2}} \( ?{_HEDGE}{_P} ?\)(?: [a-z-]+)? (?:out of|of|in|among|from) {_ALL}(?:(?:cohort|sample|group|total|series|population|panel|set) of {_ALL})?{_B}",
        rf"{_B}{_FREE}{_A} of (?:them|these|those)(?: [a-z-]+){{0,2}} \( ?{_HEDGE}{_P} ?\)",
        rf"{_P} of {_ALL}{_B}(?: [a-z-]+){{0,2}}, {_HEDGE}{_A}(?:[,;)]| in (?:all|total)\b)",
    )
)
_BACK = lazily(
    rf"^(?:that|this|it|which) (?:is|was|makes|made|means|meant|equals|corresponds to|amounts to|amounted to|represents|represented|accounts for|accounted for) {_HEDGE}{_P}"
    rf"(?: of (?P<all>{_ALL}(?:[a-z-]+'s? )?){_B}| (?P<word>[a-z-]+))"
)
_NAMED = lazily(
    rf"{_A}(?: [a-z-]+){{0,2}}(?:,? or|,|\() ?{_HEDGE}{_P} of (?:(?:the|all|its|our|total|the total|the whole|the entire) )?(?:[a-z]+ )??(?P<noun>[a-z-]+)\b"
)
_MOST_READINGS = 3
_SYNONYMS = {
    "population": ("inhabitant", "people", "resident"),
    "inhabitant": ("people", "resident", "population"),
    "staff": ("employee",),
    "workforce": ("employee", "people"),
    "total": (),
    "electorate": ("voter",),
}


def find_shares(sentence: Sentence) -> Iterator[Stated]:
    """TX03 for every share that a sentence states with its part and its whole."""
    if len(sentence.said) < 3 or not any(one.kind in "pf" for one in sentence.said):
        return
    taken: set[str] = set()
    for pattern in _FORMS:
        for match in pattern.finditer(sentence.shape):
            part, whole, percent = (sentence.at(match[name]) for name in "abp")
            if percent.id not in taken and _can_be(part, whole):
                taken.add(percent.id)
                yield _stated(sentence, percent, part, whole)


def _can_be(part: Said, whole: Said) -> bool:
    return alike(part, whole) and whole.value > 0 and part.value >= 0


def _stated(sentence: Sentence, percent: Said, part: Said, whole: Said) -> Stated:
    return tie("TX03", percent, share(part.id, whole.id), sentence=sentence, figures=(part, whole))


def find_shares_between(sentences: Sequence[Sentence]) -> Iterator[Stated]:
    """TX03 where the part, or the whole, stands in the sentence before, or the whole is named elsewhere."""
    for before, sentence in zip((None, *sentences), sentences, strict=False):
        match = _BACK.match(sentence.shape) if before and before.block == sentence.block else None
        if match and before:
            yield from _back(sentence, before, match)
        if before and before.block == sentence.block:
            yield from _of_it(sentence, before)
        for named in _NAMED.finditer(sentence.shape):
            yield from _of_named(sentence, named, sentences)


def _back(sentence: Sentence, before: Sentence, match: re.Match[str]) -> Iterator[Stated]:
    """As in "That was 11 % of the country's 90 TWh", "That makes 80 % excellent"."""
    percent = sentence.at(match["p"])
    if match["b"]:
        whole = sentence.at(match["b"])
        parts = [one for one in before.said if one.kind == "q" and one.unit == whole.unit and alike(one, whole)]
        if len(parts) == 1 and _can_be(parts[0], whole):
            yield _stated(sentence, percent, parts[0], whole)
        return
    found = re.search(
        rf"\bof (?:the |all )?{_B}.*?{_A}(?: (?:were|are|was|is|rated|found|being))* {re.escape(match['word'])}\b",
        before.shape,
    )
    if found and _can_be(before.at(found["a"]), before.at(found["b"])):
        yield _stated(sentence, percent, before.at(found["a"]), before.at(found["b"]))


_OF_IT = lazily(rf"{_A},? (?:or |\()?{_HEDGE}{_P} of (?:it|this|that|them|these|those|the total|the whole)\b")
_OF_THE = lazily(
    rf"\bof (?:the |all |all the )?(?P<noun>[a-z]{{5,}}) {_A}(?: [a-z-]+){{0,4}}(?:,? or | \(|, ){_HEDGE}{_P}(?=[,.;)]|$)"
)
_STEM = 5


def _of_it(sentence: Sentence, before: Sentence) -> Iterator[Stated]:
    """A share of what the sentence before speaks of: "three quarters of it", "of the jobless 119,700, or 35 %"."""
    for pattern in (_OF_IT, _OF_THE):
        for match in pattern.finditer(sentence.shape):
            part, percent = sentence.at(match["a"]), sentence.at(match["p"])
            near = (
                (*before.said, *(one for one in sentence.said if one.start < part.start))
                if pattern is _OF_IT
                else before.said
            )
            wholes = [one for one in near if one.kind == "q" and alike(one, part) and one.value > part.value]
            if pattern is _OF_THE and match["noun"][:_STEM] not in before.shape:
                continue
            if 0 < len({one.value for one in wholes}) <= _MOST_READINGS:
                told = [_stated(sentence, percent, part, whole) for whole in wholes]
                severity = None if len(told) == 1 else Severity.WARNING
                yield replace(told[0], otherwise=tuple(one.statement for one in told[1:]), severity=severity)


def _of_named(sentence: Sentence, match: re.Match[str], sentences: Sequence[Sentence]) -> Iterator[Stated]:
    """As in "8,694, or 18 % of the population": the one figure of the document that counts inhabitants."""
    noun = stem(match["noun"])
    names = {noun, *_SYNONYMS.get(noun, ())}
    part, percent = sentence.at(match["a"]), sentence.at(match["p"])
    wholes = [
        one
        for other in sentences
        for one in other.said
        if one.kind == "q" and not one.rate and stem(one.noun) in names and one is not part
    ]
    if not wholes:
        wholes = _headed(noun, part, sentences)
        if len({one.value for one in wholes}) > 1:
            told = [_stated(sentence, percent, part, whole) for whole in wholes[:_MOST_READINGS]]
            yield replace(told[0], otherwise=tuple(one.statement for one in told[1:]), severity=Severity.WARNING)
            return
    bigger = [one for one in wholes if one.value > part.value and alike(one, part)]
    if bigger and len({one.value for one in wholes}) == 1 and _NAMED.search(sentence.shape):
        yield _stated(sentence, percent, part, bigger[0])


def _headed(noun: str, part: Said, sentences: Sequence[Sentence]) -> list[Said]:
    """The amounts that are given for a noun: "revenue of NOK 4.62 billion", "revenue was …"."""
    pattern = lazily(
        rf"\b{re.escape(noun)}s? (?:of|was|is|were|had been|came to|reached|totalled|amounted to):? (?:about |nearly |some )*({QUANTITY})"
    )
    found = [sentence.at(match[1]) for sentence in sentences for match in pattern.finditer(sentence.shape)]
    return [one for one in found if one.kind == "q" and alike(one, part) and one.value > part.value]
