"""TX05: a rate that its amount and its number do not make: per head, per year, each; price × quantity; rate × time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from tallystick import units
from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.said import Said, stem
from tallystick.discovery.prose.sentences import DATE, QUANTITY, Sentence, is_figure
from tallystick.discovery.prose.tying import tie
from tallystick.discovery.stated import Stated, number
from tallystick.errors import DataError
from tallystick.expressions.nodes import Name, Node, Product
from tallystick.model import Severity

_EACH = lazily(
    r"^ (?:each|apiece|a piece|a head|per head|per person|per capita|(?:[a-z]+ ){0,3}(?:for|to|in|by) each)\b(?! [\ue000-\ue7ff])(?: (?:of )?(?:the )?(?P<of>[a-z-]+))?"
)
_EACH_BEFORE = lazily(r"\beach (?:[a-z]+ ){1,3}$")
_OF_THEM = frozenset("them those these on in at for and or of is was were are with year month day week".split())
_EITHER = lazily(rf"(?P<one>{QUANTITY}) ?(?:or|to|-) ?(?P<two>{QUANTITY})")
_COMPARED = lazily(
    rf"(?P<figure>{QUANTITY}) (?:more|less|fewer|higher|lower|larger|smaller|above|below|better|worse|longer|shorter)\b"
)
# A day that is told by its distance, and a goal that something is on the way to, take no part in a product.
_ELSEWHERE = lazily(
    rf"\bto (?:reach|hit|get to|meet) (?P<goal>{QUANTITY})|\b(?:reach|bring\w* (?:[a-z]+ )?(?:the )?(?:total|sum) to) (?P<sum>{QUANTITY})|(?P<ago>{QUANTITY}) (?:ago|hence|from now)\b"
)
_BOUGHT = lazily(
    rf"(?P<n>{QUANTITY})(?: (?!and\b|but\b)[a-z-]+){{0,3}} (?:at|for)(?: an?)?(?: average| mean)?(?: price| cost| rate)?(?: of)? (?P<r>{QUANTITY})(?: each| apiece)?"
    rf",?(?: for(?: a total of)?| comes? to| came to| makes?| making| costs?| gives?| or| =| totall?ing| in all| a total of| is| are| was| were) (?P<t>{QUANTITY})"
)
_OR_SO = r"(?:or |that is |i\.e\. |about |an average of |on average |which is |some |around |roughly |nearly )*"
_PACKED = (
    lazily(
        rf"(?P<n>{QUANTITY}) of (?P<r>{QUANTITY})(?: each)?[^;.\ue000-\ue4ff]{{0,30}}?, (?:or |that is |about |a total of |in all |together )*(?P<t>{QUANTITY}) (?:in all|in total|altogether|together|overall)\b"
    ),
    lazily(
        rf"(?P<n>{QUANTITY}) of (?P<r>{QUANTITY})(?: each)? (?:makes?|made|makes up|give|gives|come to|comes to|add up to|=|are|is) (?P<t>{QUANTITY})"
    ),
)
_YEARLY = (
    lazily(
        rf"(?P<t>{QUANTITY})[^;.\ue000-\ue4ff]{{0,25}}?\b(?:in|during|for|over) (?P<d>{DATE}),? {_OR_SO}(?P<r>{QUANTITY})"
    ),
    lazily(
        rf"\b(?:in|during) (?P<d>{DATE})[^;.\ue000-\ue5ff]{{0,40}}?(?P<t>{QUANTITY})(?: [a-z]+){{0,3}}, {_OR_SO}(?P<r>{QUANTITY})"
    ),
)
_TWO_RATES = lazily(
    rf"(?P<a>{QUANTITY})(?:,? (?:or|and|that is|i\.e\.|which is|equivalent to|equal to) |,? ?\(|, | ?= ?| ?/ ?)(?:(?:about|around|roughly|nearly|almost|some|approximately|or|=) )*(?P<b>{QUANTITY})"
)
_ONE_OF = lazily(r"(?:^|[,;:] )(?:a|an|each|every|one|per) (?:single |average |typical )?(?P<noun>[a-z-]+) ")
_BACK = lazily(
    r"^(?:that|this|which|it)\b(?: \w+){0,2}? (?:is|was|makes|made|means|meant|equals|comes to|amounts to|works out at|corresponds to)\b|\b(?:which|that) (?:is|was|makes|means|gives)\b|\b(?:so|thus|hence|therefore)\b"
)
_CALCULATES = lazily(
    r"\b(?:or|that is|which|that|makes?|making|made|means|meaning|so|thus|hence|therefore|each|apiece|average|averages|averaging|averaged|per|for|at|cost|costs|total|"
    r"in all|comes? to|came to|gives?|giving|equal|equals|works out|over|within|in|after|a)\b|[(=:]|, (?:or )?[\ue000-\ue0ff]"
)
_NEAR = Fraction(1, 20)
_MOST_READINGS = 3
_CLOCK = ("second", "minute", "hour")


def find_rates(sentence: Sentence) -> Iterator[Stated]:
    """TX05 for every rate that a sentence states with its amount and its number."""
    if len(sentence.said) < 2:
        return
    found: list[Stated] = [
        *_bought(sentence),
        *_packed(sentence),
        *_two_rates(sentence),
        *_yearly(sentence),
        *_triples(sentence),
    ]
    taken: set[str] = set()
    for one in found:
        if one.subject not in taken:
            taken.add(one.subject)
            yield one


def _bought(sentence: Sentence) -> Iterator[Stated]:
    """As in "400,000 shares at $22.50, for $9.0 million", "60 m² at €8.95 comes to €537"."""
    for match in _BOUGHT.finditer(sentence.shape):
        count, price, whole = (sentence.at(match[name]) for name in "nrt")
        if (
            price.unit
            and units.is_currency(_top(price))
            and _top(price) == whole.unit
            and not units.is_currency(count.unit or "day")
        ):
            yield _product(sentence, whole, price, count)


def _packed(sentence: Sentence) -> Iterator[Stated]:
    """As in "3.9 million bags of 60 kg, 234,000 t in all", "twelve teams of 11 players make 132"."""
    for match in (match for pattern in _PACKED for match in pattern.finditer(sentence.shape)):
        count, each, whole = (sentence.at(match[name]) for name in "nrt")
        fits = (
            count.noun
            and not count.unit
            and (
                _same(each.unit, whole.unit)
                if each.unit
                else not whole.unit and (not whole.noun or stem(whole.noun) == stem(each.noun))
            )
        )
        if fits and not each.rate and count.kind == each.kind == whole.kind == "q":
            yield _product(sentence, whole, each, count)


def _top(rate: Said) -> str:
    return rate.unit.partition(" / ")[0]


def _under(rate: Said) -> str:
    return rate.unit.partition(" / ")[2]


def _product(sentence: Sentence, whole: Said, rate: Said, count: Said, severity: Severity | None = None) -> Stated:
    """That an amount is a rate times a number; units that only one of the two has are set aside."""
    factors: list[Node] = [Name(rate.id), Name(count.id)]
    under = _under(rate)
    if under and not count.unit:
        factors.append(number(1, under))
    elif count.unit and not under:
        factors.append(number(1, units.power_unit(_time(rate) or count.unit, -1)))
    made = Product(tuple(factors), (1,) * len(factors))
    return tie("TX05", whole, made, sentence=sentence, figures=(rate, count), severity=severity)


def _time(rate: Said) -> str:
    """The unit that a rate is per, when it is one: "day" of "2,800 a day"."""
    try:
        return units.parse_unit(rate.rate).canonical if rate.rate else ""
    except DataError:
        return ""


def _two_rates(sentence: Sentence) -> Iterator[Stated]:
    """As in "1.5 million m³ a month and 18 million m³ a year": one flow over two times."""
    for match in _TWO_RATES.finditer(sentence.shape):
        first, second = sentence.at(match["a"]), sentence.at(match["b"])
        times = _time(first), _time(second)
        if not all(times) or times[0] == times[1] or first.kind != "q" or second.kind != "q":
            continue
        # "$5 a month or $50 a year" offers two prices.
        offers = units.is_currency(_top(first) or "day") and re.search(r"[,(=]|that is|i\.e", match[0]) is None
        if offers or not all(_is_time(time) for time in times):
            continue
        if _top(first) == _top(second) and "/" in first.unit and "/" in second.unit:
            yield tie("TX05", second, Name(first.id), sentence=sentence, figures=(first,))
        elif not first.unit and not second.unit and (not second.noun or second.noun == first.noun):
            made = Product((Name(first.id), number(units.convert(Fraction(1), times[1], times[0]))), (1, 1))
            yield tie("TX05", second, made, sentence=sentence, figures=(first,))


def _is_time(unit: str) -> bool:
    return units.same_dimension(unit, "day")


def _yearly(sentence: Sentence) -> Iterator[Stated]:
    """As in "1.022 million bicycles in 2023, 2,800 a day on average"."""
    for match in (match for pattern in _YEARLY for match in pattern.finditer(sentence.shape)):
        whole, rate, when = sentence.at(match["t"]), sentence.at(match["r"]), sentence.at(match["d"])
        time, days = _time(rate), when.figure.date
        if (
            not time
            or not _is_time(time)
            or days is None
            or days.first is None
            or days.last is None
            or not _numerator_of(whole, rate)
        ):
            continue
        length = (days.last - days.first).days + 1
        if length < 28 or whole.rate:
            continue
        times = units.convert(Fraction(length), "day", time)
        factors: tuple[Node, ...] = (Name(rate.id), number(times, _under(rate)))
        yield tie("TX05", whole, Product(factors, (1, 1)), sentence=sentence, figures=(rate, when))


def _numerator_of(whole: Said, rate: Said) -> bool:
    """True when an amount is of the kind that a rate has above its line."""
    if whole.rate or whole.kind != "q" or rate.kind != "q":
        return False
    top = _top(rate)
    if top or whole.unit:
        return bool(top and whole.unit) and _same(top, whole.unit)
    return not (rate.noun and whole.noun) or stem(rate.noun) == stem(whole.noun)


def _same(one: str, other: str) -> bool:
    try:
        return units.same_dimension(one, other)
    except DataError:
        return False


def _counts_for(count: Said, rate: Said) -> bool:
    """True when a number counts what a rate is per: days for "a day", pupils for "per pupil"."""
    # "A five-year bond" counts no years of a rate.
    if count.rate or count.kind != "q" or "-" in count.figure.value.text:
        return False
    if count.noun and rate.rate and stem(count.noun.split()[-1]) == stem(rate.rate.lower()):
        return True
    under = _time(rate)
    # Five days of work are no 120 hours: clocks meet clocks, calendars calendars.
    return bool(under and count.unit) and _same(under, count.unit) and (under in _CLOCK) == (count.unit in _CLOCK)


def _triples(sentence: Sentence) -> Iterator[Stated]:
    """A rate with the amount and the number beside it, where only these two can be."""
    compared = {sentence.at(match["figure"]).id for match in _COMPARED.finditer(sentence.shape)}
    compared |= {sentence.at(char).id for match in _EITHER.finditer(sentence.shape) for char in match.groups()}
    compared |= {
        sentence.at(char).id for match in _ELSEWHERE.finditer(sentence.shape) for char in match.groups() if char
    }
    said = [one for one in sentence.said if one.kind != "d" and one.id not in compared]
    for at, rate in enumerate(said):
        each = _each(sentence, rate)
        if rate.kind != "q" or not (rate.rate or each is not None):
            continue
        starts = (start for start in (at - 2, at - 1, at) if 0 <= start <= len(said) - 3)
        fits = [fit for start in starts for fit in _fits(said[start : start + 3], rate, each, sentence)]
        agreeing = [fit for fit in fits if _agrees(*fit, rate)]
        for whole, count in agreeing[:1] or _only(fits):
            if whole.hedge in ("", "~") or agreeing:
                yield _product(sentence, whole, rate, count)


def _only(fits: Sequence[tuple[Said, Said]]) -> Sequence[tuple[Said, Said]]:
    """The one way to read them; of two counts the later is the amount: "420 farms keep 12,600 cows, 30 each"."""
    if len(fits) == 2 and fits[0] == fits[1][::-1]:
        return [fit for fit in fits if fit[0].start > fit[1].start and fit[0].value > fit[1].value]
    return fits if len(fits) == 1 else ()


def _each(sentence: Sentence, rate: Said) -> str | None:
    """The noun that a number is said for each of, "" when none is named, None when it is for each of nothing."""
    at = next((n for n, char in enumerate(sentence.shape) if is_figure(char) and sentence.at(char) is rate), -1)
    match = _EACH.match(sentence.shape[at + 1 :]) if at >= 0 else None
    if match is None:
        return "" if _EACH_BEFORE.search(sentence.shape[: max(at, 0)]) else None
    noun = match["of"] or ""
    return "" if noun in _OF_THEM else stem(noun)


def _fits(three: Sequence[Said], rate: Said, each: str | None, sentence: Sentence) -> Iterator[tuple[Said, Said]]:
    first, second = (one for one in three if one is not rate)
    for whole, count in ((first, second), (second, first)):
        if rate.rate and not (each is not None and _is_time(_time(rate) or "meter")):
            counts = _counts_for(count, rate)
        else:
            counts = count.kind == "q" and bool(count.noun) and not count.unit and not count.rate and count.value > 1
            counts = counts and (not each or stem(count.noun.split()[-1]) == each)
        if counts and _numerator_of(whole, rate) and _CALCULATES.search(sentence.shape):
            yield whole, count


def _agrees(whole: Said, count: Said, rate: Said) -> bool:
    try:
        made = rate.value * count.value
        if _under(rate) and count.unit:
            made = (
                made
                * units.convert(Fraction(1), count.unit, _under(rate))
                * units.convert(Fraction(1), _top(rate), whole.unit)
            )
        elif _top(rate) and whole.unit:
            made = units.convert(made, _top(rate), whole.unit)
    except DataError:
        return False
    return bool(made) and abs(whole.value / made - 1) <= _NEAR


def find_rates_between(sentences: Sequence[Sentence]) -> Iterator[Stated]:
    """TX05 with the amount or the number in a sentence before: "That is 105 a day (31 days)", "which makes 70 per km²"."""
    for at, sentence in enumerate(sentences):
        before = sentences[at - 1] if at and sentences[at - 1].block == sentence.block else None
        for rate in sentence.said:
            if (
                rate.kind == "q"
                and rate.rate
                and not rate.hedge
                and (_BACK.search(sentence.shape) or _comes_last(sentence, rate))
            ):
                yield from _with_before(sentence, rate, before, sentences[:at])
        yield from _of_one(sentence, sentences[:at])
        yield from _for_each(sentence, sentences[:at])


def _comes_last(sentence: Sentence, rate: Said) -> bool:
    """True for a rate behind a comma at the end of a sentence: "… of wine, 0.70 litres per kg."."""
    return re.search(rf", {QUANTITY}\.?$", sentence.shape) is not None and sentence.said[-1] is rate


def _with_before(
    sentence: Sentence, rate: Said, before: Sentence | None, earlier: Sequence[Sentence]
) -> Iterator[Stated]:
    compared = {sentence.at(match["figure"]).id for match in _COMPARED.finditer(sentence.shape)}
    here = [one for one in sentence.said if one is not rate and one.id not in compared]
    wholes, counts = ([one for one in here if test(one, rate)] for test in (_numerator_of, _counts_for))
    near = list(before.said) if before else []
    if not wholes and len(counts) == 1:
        wholes = [one for one in near if _numerator_of(one, rate) and one.noun] or _named(rate.noun, earlier)
    elif len(wholes) == 1 and not counts:
        counts = [one for one in near if _counts_for(one, rate)]
        # A length of time said long before is not the one that is meant.
        counts = counts or [
            one
            for other in earlier
            for one in other.said
            if _counts_for(one, rate) and one.unit == _under(rate) and not _is_time(one.unit or "meter")
        ]
    else:
        return
    pairs = [(whole, count) for whole in wholes for count in counts]
    if 0 < len({(whole.value, count.value) for whole, count in pairs}) <= _MOST_READINGS:
        yield _any_of(sentence, rate, pairs)


def _any_of(sentence: Sentence, rate: Said, pairs: Sequence[tuple[Said, Said]]) -> Stated:
    """One of several amounts or numbers may be meant: broken where none of them fits, and a warning at most."""
    told = [_product(sentence, whole, rate, count) for whole, count in pairs]
    if len(told) == 1:
        return told[0]
    return replace(
        told[-1], otherwise=tuple(one.statement for one in told[:-1]), severity=Severity.WARNING, subject=rate.id
    )


def _named(noun: str, earlier: Sequence[Sentence]) -> list[Said]:
    """The figures before that count what a noun names."""
    return [
        one
        for sentence in earlier
        for one in sentence.said
        if noun and one.kind == "q" and stem(one.noun) == stem(noun) and not one.rate
    ]


def _for_each(sentence: Sentence, earlier: Sequence[Sentence]) -> Iterator[Stated]:
    """As in "earnings were $780 million, $200 for each bag", where the bags were counted before."""
    said = [one for one in sentence.said if one.kind == "q"]
    for whole, rate in pairwise(said):
        each = _each(sentence, rate)
        counts = _named(each, earlier) if each and not rate.rate else []
        if len({one.value for one in counts}) == 1 and _numerator_of(whole, rate) and whole.value > rate.value:
            yield _product(sentence, whole, rate, counts[-1])


def _of_one(sentence: Sentence, earlier: Sequence[Sentence]) -> Iterator[Stated]:
    """As in "A cow gives 7,500 kg a year, so the valley makes 94,500 t", where the cows were counted before."""
    match = _ONE_OF.search(sentence.shape)
    said = [one for one in sentence.said if one.kind == "q"]
    if (
        match is None
        or len(said) != 2
        or not re.search(r"\b(?:so|thus|hence|therefore|in all|altogether|together|total)\b", sentence.shape)
    ):
        return
    rate, whole = said
    counts = _named(match["noun"], earlier)
    if len({one.value for one in counts}) == 1 and _numerator_of(whole, rate) and rate.unit:
        factors: list[Node] = [Name(rate.id), Name(counts[-1].id)]
        if _under(rate):
            factors.append(number(1, _under(rate)))
        yield tie(
            "TX05",
            whole,
            Product(tuple(factors), (1,) * len(factors)),
            sentence=sentence,
            figures=(rate,),
        )
