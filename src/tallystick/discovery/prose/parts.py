"""TX02: parts that miss their whole: "N of which a … and b …", "a, b and c, N in all", income less costs, shares of one whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.said import Said, alike, stem
from tallystick.discovery.prose.sentences import BETWEEN, PERCENT, QUANTITY, Sentence, is_figure
from tallystick.discovery.prose.tying import adds_up, difference, tie
from tallystick.discovery.stated import Stated, number, total
from tallystick.expressions.nodes import Name
from tallystick.model import Evidence, Severity

_T = f"(?P<t>{QUANTITY})"
_FEWEST = 3
_GAP = rf"(?:(?!\b(?:but|while|whereas|(?:than|from|up|down|against)(?= (?:[a-z]+ ){{0,2}}{QUANTITY}))\b){BETWEEN})"
_LIST = rf"(?P<list>{QUANTITY}(?:{_GAP}{{0,60}}?(?:, ?(?:and |plus |or )?|,? and |,? plus |,? or |; ?(?:and )?){_GAP}{{0,40}}?{QUANTITY})+)"
_LABELLED = rf"(?P<list>(?:[a-z'-]+ ){{0,4}}{QUANTITY}(?:{_GAP}{{0,50}}?(?:, ?(?:and |plus )?|,? and |,? plus |; ?(?:and )?){_GAP}{{0,40}}?{QUANTITY})+)"
_TO_THE_END = rf"(?P<rest>{_GAP}{{0,60}}?)(?=[.;)]|$|, (?:and|but|which|while|so|the|with)\b)"
# What opens a list that exhausts the number before it; a colon and a bracket do, "of which" does for parts that exclude each other.
_OPENS = r"(?::|,? \(| - |,? made up of|,? consisting of|,? comprising|,? composed of| comprises?| consists? of| (?:is|are|was|were) (?:made up|composed) of| (?:is|are|was|were) (?:split|divided) into| breaks? down (?:into|as)|,? split into|,? divided into|,? broken down into|,? namely|,? that is,?)"
_CLOSED = lazily(rf"{_T}{_GAP}{{0,40}}?{_OPENS} ?{_LABELLED}{_TO_THE_END}")
_OF_WHICH = lazily(rf"{_T}{_GAP}{{0,50}}?,? (?:of (?:whom|which|them|these|those)) {_LIST}{_TO_THE_END}")
_OF = lazily(rf"^of (?:the |all |its |these |those |our )?{_T}{_GAP}{{0,50}}?[, ]{_LIST}{_TO_THE_END}")
_APPOSED = lazily(rf"{_T}{_GAP}{{0,40}}?, {_LIST}(?P<rest>[^,.;:()]*)(?=[,.;)]|$)")
# "The others three", "and 12 in other vehicles": what closes a list.
_LAST = lazily(
    rf"\b(?:the )?(?:others?|rest|remaining|remainder)\b[^,;\ue000-\ue7ff]{{0,12}}{QUANTITY}|{QUANTITY}[^,;\ue000-\ue7ff]{{0,12}}\b(?:others?|the rest|elsewhere|something else)\b[^;]{{0,30}}$"
)
_REST = lazily(rf"(?:^|[,:;] |\bof ){_T}{_GAP}{{0,60}}? {_LIST}{_TO_THE_END}")
_ARE = lazily(rf"\b(?:the|all|these|those) {_T}(?: [a-z]+){{0,2}} (?:are|were) {_LIST}{_TO_THE_END}")
_NET = lazily(
    rf"\b(?:opened|gained|hired|added|won|bought|built|planted|acquired|recruited|welcomed|received|joined)\b{_GAP}{{0,20}}?(?P<a>{QUANTITY}){_GAP}{{0,30}}?"
    rf"\b(?:closed|lost|left|sold|cut|shut|scrapped|removed|dismissed|resigned)\b{_GAP}{{0,20}}?(?P<b>{QUANTITY})[^;\ue000-\ue4ff]{{0,40}}?"
    rf"\b(?:net|now|so|thus|leaving|making|a gain of|an increase of|a loss of)\b[^;\ue000-\ue4ff]{{0,25}}?(?P<c>{QUANTITY})(?= (?:more|fewer|less|net|in net)\b)"
)
_IN_ALL = lazily(
    rf"(?:^|[.;:(] ?|, |\bof ){_LABELLED.replace('(?:[a-z', '(?:[a-z', 1)}{_GAP}{{0,50}}?"
    rf"(?:, (?:(?:or|and|so|that is),? )?(?:a total of |for a total of |making |which makes |in all,? |together,? |that makes |altogether,? |all )(?:the )?{_T}"
    rf"|[, ](?:and |which |this |that |these |they )?(?:together |in all )?(?:adds? up to|added up to|(?:gave|give|gives|giving|for|bringing|brings|brought)(?: [a-z]+){{0,3}}? a total of|sum to|sums to|make up|total|totals|totalling|totaling|add to|makes?|making|giving|comes? to) (?:a total of )?{_T.replace('<t>', '<t2>')}(?: in (?:all|total)| altogether| together| overall)?"
    rf"|, {_T.replace('<t>', '<t3>')} (?:in (?:all|total)|altogether|together|all told|overall|combined)\b)"
)
_INCOME = r"(?:receipts?|revenues?|income|sales|takings|turnover|proceeds|earnings|inflows?|donations|grants|exports?|raised|earned|took in)"
_OUTGO = r"(?:payments?|costs?|expenses?|spending|expenditures?|outlays?|outgoings|outflows?|spent|imports?|paid out|expenditure)"
_LEFT = lazily(
    rf"(?P<one>\b(?:{_INCOME}|{_OUTGO})\b){_GAP}{{0,40}}?(?P<a>{QUANTITY}){_GAP}{{0,40}}?(?P<two>\b(?:{_INCOME}|{_OUTGO})\b){_GAP}{{0,30}}?(?P<b>{QUANTITY})"
    rf"{_GAP}{{0,60}}?(?P<c>{QUANTITY})"
)
_BALANCE = lazily(
    r"\b(?:surplus|profit|deficit|loss|gap|shortfall|balance|difference|margin|net|left|leaving|leaves|remains?|remaining|over|borrow\w*|short|result)\b"
)
_REMAINS = lazily(
    rf"(?P<b>{QUANTITY}){_GAP}{{0,60}}?\b(?:left|leaves|leaving)\b(?: [a-z]+){{0,2}} (?P<r>{QUANTITY}) of (?:the |its |their |all )*{_T}"
)
_OTHERS = lazily(
    rf"(?P<b>{QUANTITY}) (?:of (?:the|these|those|its|them|our)\b)?{_GAP}{{0,50}}?(?:,| and|;|\bwhile) (?:the )?(?:other|remaining|rest,?) (?P<r>{QUANTITY})"
)
_STATISTICS = lazily(
    r"\b(?:sd|s\.d\.|se|iqr|ci|mean|median|average|youngest|oldest|minimum|maximum|range|quartiles?|deviation)\b"
)
_PARTITIONS = tuple(
    frozenset(words.split())
    for words in (
        "man woman", "men women", "men women children", "men women child", "boy girl", "adult child", "adult children", "male female", "home abroad", "domestic foreign", "domestic international",
        "indoor outdoor", "inpatient outpatient", "win loss draw", "win draw defeat", "win defeat", "pupil teacher", "owner tenant", "full-time part-time", "day night", "goal behind",
        "yes no", "favour against", "for against abstention", "passenger crew", "senior junior",
    )
)  # fmt: skip
_OVERLAPS = lazily(
    r"\b(?:versions?|had|have|has|reported|experienced|showed|used|including|include[sd]?|such as|among|also|at least|more than|up to|older|aged|over|each|per|owned?|speak|spoke)\b"
)
_OF_ONE = lazily(
    r"^[a-z ]{3,40}: |\b(?:of (?:the|all|each|every|it|them|these|those|our|its|total|this)|named|find|found|say|said|chose|prefer\w*|answered|voted|share|shares|goes|went|go|rest|divided|split|made up|consists?|comprises?)\b"
)
_PERCENTS = lazily(rf"{PERCENT}(?:{_GAP}{{0,45}}?(?:,|,? and|;) ?{_GAP}{{0,35}}?{PERCENT}){{2,}}(?P<rest>[^.;:]*)")
_CLOSES = lazily(
    rf"\b(?:(?:the )?only other|(?:the )?(?:others?|rest|remaining|remainder)|something else|elsewhere)\b[^;\ue000-\ue7ff]{{0,25}}{PERCENT}|"
    rf"{PERCENT}[^,;\ue000-\ue7ff]{{0,25}}\b(?:something else|elsewhere|others?|the rest|no answer|no opinion|did not (?:say|know|answer))\b"
)
_CENTS = lazily(rf"\bof (?:each|every) (?:euro|dollar|pound|krona|franc)\b{_GAP}{{0,40}}?{_LIST}{_TO_THE_END}")
_NO_PARTS = lazily(
    r"\b(?:rose|fell|grew|increase\w*|decrease\w*|(?<!made )(?<!make )(?<!makes )up|down|higher|lower|more|less|growth|change|compared|against|rate|interest|discount|ci|confidence|yield|above|below|margin)\b"
)


def find_parts(sentence: Sentence) -> Iterator[Stated]:
    """TX02 for every whole that a sentence states with its parts."""
    if len(sentence.said) < 3:
        return
    taken: set[str] = set()
    for one in (*_wholes(sentence), *_totals(sentence), *_balances(sentence)):
        if one.subject not in taken:
            taken.add(one.subject)
            yield one


def _listed(sentence: Sentence, whole: Said, text: str) -> tuple[Said, ...]:
    """The figures of a list, when all can be parts of the whole, else none."""
    parts = sentence.figures(text)
    quantities = tuple(one for one in parts if one.kind == "q")
    if len(quantities) < 2 or len(quantities) != len([one for one in parts if one.kind != "d"]):
        return ()
    # Counted things may be of kinds of their own ("men", "women"), amounts must be in the whole's dimension.
    if whole.value <= 0 or any(one.value < 0 for one in quantities) or not any(one.value for one in quantities):
        return ()
    fits = all(one.unit == whole.unit or alike(one, whole) for one in quantities) and not any(
        one.rate for one in quantities
    )
    return quantities if fits and not any(one.hedge in ("<", ">", "<=", ">=") for one in (*quantities, whole)) else ()


def _wholes(sentence: Sentence) -> Iterator[Stated]:
    shape = sentence.shape
    for match in _CLOSED.finditer(shape):
        whole = sentence.at(match["t"])
        parts = _listed(sentence, whole, match["list"])
        if (
            parts
            and _is_inside(match)
            and not _OVERLAPS.search(match[0])
            and _is_made_of(sentence, whole, parts, match[0])
        ):
            yield _sum(sentence, whole, parts)
    for pattern in (_OF_WHICH, _OF):
        for match in pattern.finditer(shape):
            whole = sentence.at(match["t"])
            parts = _listed(sentence, whole, match["list"])
            if parts and not _OVERLAPS.search(match[0]) and _too_many_or_exact(whole, parts):
                yield _sum(sentence, whole, parts, Severity.WARNING)
    yield from _closed_lists(sentence)
    for match in _APPOSED.finditer(shape):
        whole = sentence.at(match["t"])
        parts = _listed(sentence, whole, match["list"])
        if parts and not _OVERLAPS.search(match[0]) and (_is_partition(parts) or _elliptic(whole, parts, match)):
            yield _sum(sentence, whole, parts)


def _is_inside(match: re.Match[str]) -> bool:
    """True unless a list that a bracket opens goes on behind it."""
    before = match[0][: match.start("list") - match.start()].rstrip()
    opened = before.endswith("(")
    return ")" not in match["list"] + before and (not opened or match.string[match.end() : match.end() + 1] == ")")


def _closed_lists(sentence: Sentence) -> Iterator[Stated]:
    """Lists that "the others", or "the 40 are", show to be whole."""
    for pattern in (_REST, _ARE):
        for match in pattern.finditer(sentence.shape):
            whole = sentence.at(match["t"])
            parts = _listed(sentence, whole, match["list"])
            is_closed = pattern is _ARE or (_LAST.search(match[0]) and (whole.noun or whole.unit))
            if parts and is_closed and not _OVERLAPS.search(match[0]) and _bare_or_same(whole, parts):
                yield _sum(sentence, whole, parts)


def _sum(sentence: Sentence, whole: Said, parts: Sequence[Said], severity: Severity | None = None) -> Stated:
    return tie("TX02", whole, adds_up(parts), sentence=sentence, figures=parts, severity=severity)


def _bare_or_same(whole: Said, parts: Sequence[Said]) -> bool:
    """True when a list behind a colon counts what the whole counts."""
    if whole.unit:
        bare = [one for one in parts if not (one.unit or one.noun)]
        return len(bare) in (0, len(parts)) and all(one.unit == whole.unit for one in parts if one not in bare)
    return not any(one.unit for one in parts)


def _is_made_of(sentence: Sentence, whole: Said, parts: Sequence[Said], words: str) -> bool:
    """True when a list can be the parts of a number: near it in all, no measures of a spread, no parts of another."""
    made = sum(one.value for one in parts)
    if not _bare_or_same(whole, parts) or not whole.value / 2 <= made <= whole.value * 2:
        return False
    if _STATISTICS.search(words):
        return False
    return all(one is whole or one.value != made or one.start > whole.start for one in sentence.said)


def _too_many_or_exact(whole: Said, parts: Sequence[Said]) -> bool:
    """Parts "of which" need not be all; but they cannot be more."""
    made = sum(one.value for one in parts)
    return whole.value <= made <= whole.value * 2


def _is_partition(parts: Sequence[Said]) -> bool:
    nouns = frozenset(stem(one.noun.split()[-1]) if one.noun else "" for one in parts)
    return any(nouns <= {stem(word) for word in words} | words and len(nouns) == len(parts) for words in _PARTITIONS)


def _elliptic(whole: Said, parts: Sequence[Said], match: re.Match[str]) -> bool:
    """As in "5,400 people work here, 3,100 at home and 2,300 abroad": bare numbers that a phrase of place tells apart."""
    if not (whole.noun or whole.unit) or any(one.noun for one in parts) or any(one.unit for one in parts):
        return False
    behind = re.findall(rf"{QUANTITY} ([a-z-]+)", match["list"] + match["rest"])
    return len(behind) == len(parts) and all(word in _PLACES for word in behind)


_PLACES = frozenset("in at on from for with by abroad overseas women men girls boys male female".split())


def _totals(sentence: Sentence) -> Iterator[Stated]:
    for match in _IN_ALL.finditer(sentence.shape):
        char = match["t"] or match["t2"] or match["t3"]
        whole = sentence.at(char)
        whole = replace(whole, hedge="") if "up to" in match[0] else whole
        parts = _listed(sentence, whole, match["list"])
        clause = re.split(r"[.;:(]", sentence.shape[: match.start("list")])[-1]
        if any(one.kind == "q" and alike(one, whole) for one in sentence.figures(clause)) and not clause.endswith(
            " of "
        ):
            continue
        if parts and not re.search(r"\b(?:times|each|per|of the)\b|×", match[0]) and _bare_or_same(whole, parts):
            yield _sum(sentence, whole, parts)


def _balances(sentence: Sentence) -> Iterator[Stated]:
    for match in _LEFT.finditer(sentence.shape):
        first, second, rest = (sentence.at(match[name]) for name in "abc")
        one_is_income, other_is_income = (re.fullmatch(_INCOME, match[name]) is not None for name in ("one", "two"))
        words = sentence.shape[match.start("b") : match.end() + 30]
        if (
            one_is_income != other_is_income
            and alike(first, second)
            and alike(first, rest)
            and rest.kind == "q"
            and _BALANCE.search(words)
        ):
            income, outgo = (first, second) if one_is_income else (second, first)
            made, turned = (difference(Name(a.id), Name(b.id)) for a, b in ((income, outgo), (outgo, income)))
            yield tie("TX02", rest, made, otherwise=(turned,), sentence=sentence, figures=(first, second))
    for match in _NET.finditer(sentence.shape):
        gained, gone, net = (sentence.at(match[name]) for name in "abc")
        if not (gained.unit or gone.unit or net.unit):
            made, turned = (difference(Name(a.id), Name(b.id)) for a, b in ((gained, gone), (gone, gained)))
            yield tie("TX02", net, made, otherwise=(turned,), sentence=sentence, figures=(gained, gone))
    for match in _REMAINS.finditer(sentence.shape):
        gone, rest, whole = (sentence.at(match[name]) for name in ("b", "r", "t"))
        if alike(rest, whole) and alike(gone, whole):
            yield tie(
                "TX02",
                rest,
                total([whole.id, gone.id], [1, -1]),
                sentence=sentence,
                figures=(gone, whole),
            )


def _goes_on(parts: Sequence[Said], after: Sentence | None) -> bool:
    """True when a share in the next sentence fills a list up to its whole."""
    rest = 100 - sum(one.value for one in parts)
    return after is not None and any(one.kind == "p" and abs(one.value - rest) <= 1 for one in after.said)


def _percents(sentence: Sentence, after: Sentence | None) -> Iterator[Stated]:
    """Shares of one whole: a note at most, since readers may have been free to choose several."""
    for match in _PERCENTS.finditer(sentence.shape):
        parts = tuple(one for one in sentence.figures(match[0]) if one.kind == "p")
        others = [char for char in match[0] if is_figure(char) and sentence.at(char).kind != "p"]
        if (
            others
            or _NO_PARTS.search(sentence.shape)
            or not _OF_ONE.search(sentence.shape)
            or any(one.hedge for one in parts)
        ):
            continue
        if 80 <= sum(one.value for one in parts) <= 125 and not _goes_on(parts, after):
            yield _hundred(sentence, parts, 100)
    closed = tuple(one for one in sentence.said if one.kind == "p")
    if len(closed) > 1 and _is_closed(sentence) and 80 <= sum(one.value for one in closed) <= 125:
        yield _hundred(sentence, closed, 100)
    for match in _CENTS.finditer(sentence.shape):
        parts = tuple(one for one in sentence.figures(match["list"]) if one.kind == "q")
        if len(parts) > 1:
            yield _hundred(sentence, parts, 1)


def _is_closed(sentence: Sentence) -> bool:
    """True when "the rest", "others" or "something else" end the shares of a sentence, which has no other figures."""
    alone = all(one.kind in "pd" for one in sentence.said)
    return alone and _CLOSES.search(sentence.shape) is not None and _NO_PARTS.search(sentence.shape) is None


def _hundred(sentence: Sentence, parts: Sequence[Said], whole: int) -> Stated:
    """The last part is what the others leave of the whole."""
    last = parts[-1]
    made = difference(number(whole, last.unit), adds_up(parts[:-1]))
    added = sum(one.value for one in parts)
    shown = f"{float(added):g} %" if whole == 100 else f"{float(added):g} of 1"
    says = f"the shares of one whole make {shown}"
    return replace(tie("TX02", last, made, sentence=sentence, figures=parts, says=says), evidence=Evidence.LIKENESS)


def find_parts_between(sentences: Sequence[Sentence]) -> Iterator[Stated]:
    """TX02 for "eighteen of the concerts are free, the other 24 …" and "together x and y weigh …", with what was said before."""
    for number_, sentence in enumerate(sentences):
        after = sentences[number_ + 1] if number_ + 1 < len(sentences) else None
        yield from _percents(sentence, after) if len(sentence.said) > 1 else ()
        for match in _OTHERS.finditer(sentence.shape):
            yield from _others(sentence, match, sentences[:number_])
        before = sentences[number_ - 1] if number_ and sentences[number_ - 1].block == sentence.block else None
        if before and (found := _LISTED_AFTER.match(sentence.shape)) and _LAST.search(found[0]):
            yield from _listed_after(sentence, found, before)
        for match in _TOGETHER.finditer(sentence.shape):
            yield from _together(sentence, match, sentences[max(0, number_ - 8) : number_])


def _others(sentence: Sentence, match: re.Match[str], before: Sequence[Sentence]) -> Iterator[Stated]:
    some, rest = sentence.at(match["b"]), sentence.at(match["r"])
    noun = stem(some.noun) or _word_behind(match)
    wholes = {
        one.value: one
        for other in before
        for one in other.said
        if one.kind == "q" and noun and stem(one.noun) == noun and one.value > some.value
    }
    if len(wholes) == 1 and not rest.unit and (not rest.noun or stem(rest.noun) == noun):
        whole = next(iter(wholes.values()))
        yield tie("TX02", rest, total([whole.id, some.id], [1, -1]), sentence=sentence, figures=(some,))


_LISTED_AFTER = lazily(rf"^(?:of (?:these|them|those),? )?{_LABELLED}{_TO_THE_END}\.?$")


def _listed_after(sentence: Sentence, match: re.Match[str], before: Sentence) -> Iterator[Stated]:
    """As in "93 were in cars, 51 on motorcycles and 12 in other vehicles", of what the sentence before counts."""
    parts = tuple(one for one in sentence.figures(match["list"]) if one.kind == "q")
    if len(parts) < _FEWEST or any(one.unit or one.hedge or one.value < 0 for one in parts):
        return
    wholes = [
        one for one in before.said if one.kind == "q" and not one.unit and one.value > max(part.value for part in parts)
    ]
    if not wholes:
        return
    told = [_sum(sentence, whole, parts, Severity.WARNING) for whole in wholes]
    yield replace(told[0], otherwise=tuple(one.statement for one in told[1:]), subject=parts[-1].id)


def _word_behind(match: re.Match[str]) -> str:
    found = re.match(r". of (?:the|these|those|its|our) (?:[a-z]+ )??([a-z-]+s)\b", match[0])
    return stem(found[1]) if found else ""


_TOGETHER = lazily(
    rf"\b(?:together|combined|between them|jointly),? (?:the )?(?P<names>[a-z-]+(?:, [a-z-]+)*(?:,? and [a-z-]+)) [a-z]+(?: [a-z]+)?? {_T}"
)


def _together(sentence: Sentence, match: re.Match[str], before: Sequence[Sentence]) -> Iterator[Stated]:
    """As in "Together lentils and carrots weigh 400 g": each name's one figure of that unit."""
    whole = sentence.at(match["t"])
    parts: list[Said] = []
    for name in re.split(r", | and ", match["names"]):
        pattern = lazily(rf"({QUANTITY}) (?:of )?(?:[a-z]+ )??{re.escape(name)}\b")
        found = {other.at(hit[1]).id: other.at(hit[1]) for other in before for hit in pattern.finditer(other.shape)}
        if len(found) != 1:
            return
        parts += found.values()
    if (
        len(parts) > 1
        and all(one.unit and alike(one, whole) for one in parts)
        and len({one.id for one in parts}) == len(parts)
    ):
        yield _sum(sentence, whole, parts)
