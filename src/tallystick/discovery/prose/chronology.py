"""TX09: lengths of time, ages and orders that two dates do not make: "three weeks later", "founded in X, turned N in Y"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from tallystick import periods, units
from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.said import Said
from tallystick.discovery.prose.sentences import DATE, QUANTITY, TIME, Sentence
from tallystick.discovery.prose.tying import quoted
from tallystick.discovery.stated import Stated, compares, equals
from tallystick.expressions.nodes import Name, Node, Number, Sum
from tallystick.model import Bound, Evidence, Figure, Period, Quantity, Severity

# "26 months, two months longer than planned": a length beside another is not that between the dates.
_L = rf"(?P<l>{QUANTITY})(?! (?:longer|shorter|sooner|ahead|behind|late|early|overdue|more|less|faster|slower)\b| (?:later|earlier) than\b)"
_ONE, _TWO = f"(?P<one>{DATE})", f"(?P<two>{DATE})"
_GAP = r"[^;\ue000-\ue7ff]{0,70}?"
_ANY = r"[^;\ue500-\ue6ff]{0,90}?"
_LATER = r"(?:after|following)"
_EARLIER = r"(?:before|earlier|previously|prior)"
# Forms of a length between two dates; True: the second date named is the later one.
_LENGTHS: tuple[tuple[re.Pattern[str], bool | None], ...] = tuple(
    (lazily(pattern), later)
    for pattern, later in (
        # came on TWO, l after the last on ONE
        (rf"{_TWO}{_GAP}{_L} (?:{_LATER})\b(?! that\b| which\b| this\b){_GAP}{_ONE}", True),
        # finished in ONE, l before the first started in TWO
        (rf"{_ONE}{_GAP}{_L} (?:{_EARLIER})(?: to)?\b{_GAP}{_TWO}", True),
        # ONE …, and l later, in TWO · ONE … l after, on TWO
        (rf"{_ONE}{_GAP}[ ,]{_L} (?:later|afterwards?|after that),? {_GAP}{_TWO}", True),
        # in force since ONE, announced on TWO, l before
        (rf"{_TWO}{_GAP}{_ONE},? {_GAP}{_L} (?:{_EARLIER})(?=[,.;)]|$)", True),
        # ONE … TWO, l later
        (rf"{_ONE}{_GAP}{_TWO},? {_GAP}{_L} (?:later|afterwards?|after that|on)(?=[,.;)]|$)", True),
        # from ONE to TWO, l (days) · launched in ONE and taken out in TWO after l
        (rf"\b(?:from|between|since) (?:[a-z]+,? )?{_ONE}{_GAP}\b(?:to|until|till|through|and) (?:[a-z]+,? )?{_TWO}(?:,| \(| -| for| lasting|, lasting|, a total of|, or) ?(?:a total of |about |some |exactly |just |only |a period of |in all )*{_L}", None),
        (rf"{_ONE}{_GAP}{_TWO},? after {_L}", True),
        # took l to build, from ONE to TWO · l (ONE to TWO)
        (rf"{_L}(?: [a-z]+){{0,3}}(?:,| \(|,? -)? ?(?:from|between) (?:[a-z]+,? )?{_ONE} (?:to|until|till|through|and) (?:[a-z]+,? )?{_TWO}", None),
        (rf"\b(?:founded|established|created|launched|opened|born|built|started|introduced|set up|first held|began)\b{_GAP}{_ONE}{_GAP}\b(?:turned|turns|aged|celebrat\w+|marked|was|were|is|are|died|after|for|at)\b{_GAP}{_L}{_GAP}{_TWO}", True),
        (rf"\b(?:founded|established|created|launched|opened|born|built|started|introduced|set up|first held|began)\b{_GAP}{_ONE}{_GAP}\b(?:closed|died|ended|sold|demolished|dissolved|retired|finished)\b{_GAP}{_TWO}{_GAP}(?:aged|at the age of|after|at) {_L}", True),
    )
)  # fmt: skip
_AFTER_THAT = (
    lazily(rf"^(?:and |but |then )*(?:in|on|by) {_TWO}, {_L} (?:after that|later|afterwards?|on)\b"),
    lazily(rf"^(?:and |but |then )*{_L} (?:later|after that|afterwards),? (?:in|on) {_TWO}"),
)
_TOOK = lazily(
    rf"^(?:the|this|that|its|our|it)\b[^,;:]{{0,40}}?\b(?:took|lasted|lasts|went on for|ran for|stood for|was closed for|was shut for|spanned|covers|covered) (?:about |some |nearly |almost |just |exactly |a total of )*{_L}(?=[.,]|$| in all| altogether| in total)"
)
_TURNED = lazily(
    rf"\b(?:founded|established|born|opened|built|launched|created|set up)\b{_GAP}{_ONE}{_GAP}\b(?:turned|turns|turn|celebrated its|marked its|will be|would be) {_L}{_GAP}{_TWO}"
)
_AGED = lazily(rf"\bborn (?:in|on) {_ONE}{_GAP}\b(?:is|was|aged|turned|turns|at) (?:now |aged |just |already )*{_L}")
_AGO = lazily(rf"\b(?:in|on|since|until) {_ONE}, {_L} (?:before|earlier|ago)(?=[.;)]|$)")
_AFTER = lazily(rf"{_TWO},? (?:shortly |soon |just |only |long |well )*after {_ANY}{_ONE}")
_BEFORE = lazily(rf"{_ONE},? (?:shortly |soon |just |only |long |well )*before {_ANY}{_TWO}")
_SPANS = lazily(
    rf"\b(?:from|between) (?:[a-z]+,? )?{_ONE} (?:to|until|till|through|and) (?:[a-z]+,? )?{_TWO}(?P<same> of the same year)?"
)
_BIRTH = lazily(
    rf"\b(?:born|founded|opened|started|began|introduced|built|launched)\b (?:in|on) {_ONE}{_GAP}\b(?:died|closed|ended|dissolved|demolished|scrapped|retired|withdrawn|abolished)\b(?: [a-z]+)? (?:in|on) {_TWO}"
)
_CLOCK = lazily(
    rf"(?P<one>{TIME}){_GAP}(?P<two>{TIME})(?:,? (?:[a-z]+ ){{0,2}}?(?:after|lasting|taking|takes|took|a (?:journey|trip|ride|flight|drive|walk|total) of|that is|or|in|for|lasts|lasted)|,| \() ?(?:about |some |nearly |almost |just |exactly |over )*{_L}(?! (?:before|after|early|earlier|late|later|from|ahead))"
)
_MOST_SLIP = 1000
_NO_ORDER = lazily(
    r"\b(?:day|week|month|year|hour|not|never|until|unless|would|should|must|expected|planned)s? (?:after|before)\b|\bnot\b"
)


def find_chronology(sentence: Sentence) -> Iterator[Stated | Figure]:
    """TX09 for every length of time, age and order that a sentence states with its dates."""
    said = sentence.said
    if sum(one.kind in "dt" for one in said) < 2:
        return
    taken: set[str] = set()
    for pattern, later in (*_LENGTHS, (_TURNED, True)):
        for match in pattern.finditer(sentence.shape):
            length = sentence.at(match["l"])
            if length.id not in taken and (
                is_length(length) or (pattern is _TURNED and not length.unit and not length.noun)
            ):
                found = list(
                    _between(sentence, length, sentence.at(match["one"]), sentence.at(match["two"]), signed=bool(later))
                )
                taken |= {length.id} if found else set()
                yield from found
    for match in _CLOCK.finditer(sentence.shape):
        length = sentence.at(match["l"])
        if length.id not in taken and is_length(length) and units.convert(length.value, length.unit, "hour") <= 24:
            yield _clocked(sentence, length, sentence.at(match["one"]), sentence.at(match["two"]))
    yield from _orders(sentence)


def is_length(one: Said) -> bool:
    """True for a length of time."""
    return one.kind == "q" and bool(one.unit) and not one.rate and units.same_dimension(one.unit, "day")


def _dated(one: Said, other: Said) -> tuple[Said, Said] | None:
    """Both dates with their years, one lending its year to the other; None when a day is not known."""
    first = one if one.figure.date else _with_year(one, other)
    second = other if other.figure.date else _with_year(other, one)
    return (first, second) if first and second and first.figure.date and second.figure.date else None


def _with_year(one: Said, lender: Said) -> Said | None:
    period = lender.figure.date
    if period is None or period.first is None:
        return None
    text = f"{one.figure.value.text} {period.first.year}"
    try:
        found = periods.parse_period(text)
    except ValueError:
        return None
    value = replace(one.figure.value, bound=periods.to_days(found), unit="day")
    return replace(
        one, figure=replace(one.figure, id=f"{one.id}y", value=value, date=found), value=value.bound.low or Fraction(0)
    )


def _slack(length: Said) -> Number:
    """How far a length of time may be from the days between: half of its last unit, a day for the way of counting."""
    step = max(length.figure.value.steps) or Fraction(1)
    unit = length.unit or "year"
    half = max(units.convert(step / 2, unit, "day"), Fraction(1))
    return Number(Quantity(Bound(-half, half), "day", text="a day" if half == 1 else f"half a {unit}"))


def _between(sentence: Sentence, length: Said, one: Said, two: Said, *, signed: bool) -> Iterator[Stated | Figure]:
    """That the days between two dates are the length said."""
    dated = _dated(one, two)
    if dated is None:
        return
    yield from (one.figure for one in dated if one.id.endswith("y"))
    first, second = dated
    if not _is_of_its_size(length, abs(second.value - first.value)):
        return
    made = Sum((Name(second.id), Name(first.id), _slack(length)), (1, -1, 1))
    other = Sum((Name(first.id), Name(second.id), _slack(length)), (1, -1, 1))
    measured = length
    if not length.unit:
        value = replace(length.figure.value, unit="year")
        figure = replace(length.figure, id=f"{length.id}y", value=value)
        measured = replace(length, figure=figure)
        yield figure
    says = f"{_elapsed(first, second, measured)} between {first.figure.value.text} and {second.figure.value.text}, not {length.figure.value.text}"
    yield _stated(sentence, measured, made, (one, two, length), says=says, others=() if signed else (other,))


def _is_of_its_size(length: Said, days: Fraction) -> bool:
    """False for a length that can be no slip of the days between: a programme that ran for years lasts minutes."""
    said = units.convert(length.value, length.unit or "year", "day")
    return not days or (bool(said) and Fraction(1, _MOST_SLIP) < said / days < _MOST_SLIP)


def _stated(
    sentence: Sentence,
    length: Said,
    made: Node,
    figures: Sequence[Said],
    *,
    says: str,
    others: Sequence[Node] = (),
    severity: Severity | None = None,
) -> Stated:
    statement, rest = equals(length.id, made), tuple(equals(length.id, other) for other in others)
    if length.hedge in ("<", ">", "<=", ">="):
        statement = compares(
            Sum((made, Name(length.id)), (1, -1)),
            length.hedge,
            Number(Quantity(Bound(Fraction(0), Fraction(0)), "day", text="0 days")),
        )
    quote = quoted(sentence, figures)
    return Stated(
        "TX09", statement, Evidence.WORDS, quote, length.id, "T", severity, f"{says}; {quote}", weight=1, otherwise=rest
    )


def _elapsed(first: Said, second: Said, length: Said) -> str:
    """How long it is in the unit of the length said, in words."""
    days = second.value - first.value
    number = round(abs(units.convert(days, "day", length.unit)))
    unit = units.format_unit(length.unit) if length.unit else "year"
    return f"it is {number} {unit}"


def _clocked(sentence: Sentence, length: Said, one: Said, two: Said) -> Stated:
    """That a length is the time from one o'clock to another, over midnight where it must be."""
    slack = max(units.convert(max(length.figure.value.steps) / 2, length.unit, "minute"), Fraction(0))
    room = Number(Quantity(Bound(-slack, slack), "minute", text="rounding"))
    day = Number(Quantity(Bound(Fraction(1440), Fraction(1440)), "minute", text="24 h"))
    half = Number(Quantity(Bound(Fraction(720), Fraction(720)), "minute", text="12 h"))
    same = Sum((Name(two.id), Name(one.id), room), (1, -1, 1))
    others = (
        Sum((Name(two.id), Name(one.id), day, room), (1, -1, 1, 1)),
        Sum((Name(two.id), Name(one.id), half, room), (1, -1, 1, 1)),
    )
    minutes = int((two.value - one.value) % 1440)
    says = f"from {one.figure.value.text} to {two.figure.value.text} it is {minutes // 60} h {minutes % 60} min, not {length.figure.value.text}"
    return _stated(sentence, length, same, (one, two, length), says=says, others=others)


def _orders(sentence: Sentence) -> Iterator[Stated | Figure]:
    """Dates whose words say which comes first."""
    if _NO_ORDER.search(sentence.shape):
        return
    seen: set[tuple[str, str]] = set()
    for pattern in (_SPANS, _AFTER, _BEFORE, _BIRTH):
        for match in pattern.finditer(sentence.shape):
            one, two = sentence.at(match["one"]), sentence.at(match["two"])
            dated = (
                _pair(one, two, match)
                if pattern is _SPANS
                else ((one, two) if one.figure.date and two.figure.date else None)
            )
            if dated is None or (one.id, two.id) in seen:
                continue
            seen.add((one.id, two.id))
            yield from (figure.figure for figure in dated if figure.id.endswith("y"))
            first, second = dated
            # Compared by what each may be: 2021 is not before March 2021.
            statement = compares(
                Sum((Name(second.id), Name(first.id)), (1, -1)),
                ">=",
                Number(Quantity(Bound(Fraction(0), Fraction(0)), "day", text="0 days")),
            )
            quote = quoted(sentence, (one, two))
            says = f"{two.figure.value.text} is before {one.figure.value.text}; {quote}"
            yield Stated(
                "TX09", statement, Evidence.WORDS, quote, two.id if second is two else second.id, "T", says=says
            )


def _pair(one: Said, two: Said, match: re.Match[str]) -> tuple[Said, Said] | None:
    """Start and end of a span; without a year only where its words say that it is one year's."""
    if one.figure.date and two.figure.date:
        return one, two
    if match.groupdict().get("same"):
        year = replace(
            one, figure=replace(one.figure, date=Period(date(2001, 1, 1), date(2001, 12, 31), "2001", "year"))
        )
        first, second = _with_year(one, year), _with_year(two, year)
        return (first, second) if first and second else None
    return None


def find_chronology_between(sentences: Sequence[Sentence]) -> Iterator[Stated | Figure]:
    """TX09 with dates of the sentence before, or of the document: "fifteen years after that", "the outage took 50 days", ages."""
    day = _day_of(sentences)
    for at, sentence in enumerate(sentences):
        before = sentences[at - 1] if at and sentences[at - 1].block == sentence.block else None
        for match in (match for pattern in _AFTER_THAT if before and (match := pattern.search(sentence.shape))):
            dates = [one for one in before.said if one.kind == "d" and one.figure.date] if before else []
            if len(dates) == 1 and is_length(sentence.at(match["l"])):
                yield from _between(sentence, sentence.at(match["l"]), dates[0], sentence.at(match["two"]), signed=True)
        if before and (match := _TOOK.search(sentence.shape)):
            yield from _took(sentence, sentence.at(match["l"]), before)
        yield from _of_document(sentence, day)


def _took(sentence: Sentence, length: Said, before: Sentence) -> Iterator[Stated | Figure]:
    dates = [one for one in before.said if one.kind == "d"]
    if len(dates) == 2 and is_length(length) and not any(one.kind == "d" for one in sentence.said):
        yield from _between(sentence, length, dates[0], dates[1], signed=False)


def _day_of(sentences: Sequence[Sentence]) -> Said | None:
    """The document's own day: its first date that is a day with a year."""
    days = (one for sentence in sentences for one in sentence.said if one.kind == "d" and one.figure.date)
    return next((one for one in days if one.figure.date and one.figure.date.granularity == "day"), None)


def _of_document(sentence: Sentence, day: Said | None) -> Iterator[Stated | Figure]:
    """An age, or "nine years before", held against the document's day; a warning, since another day may be meant."""
    if day is None:
        return
    for pattern in (_AGED, _AGO):
        for match in pattern.finditer(sentence.shape):
            length, one = sentence.at(match["l"]), sentence.at(match["one"])
            if (
                not is_length(length)
                or one.id == day.id
                or not one.figure.date
                or sum(other.kind == "d" for other in sentence.said) != 1
            ):
                continue
            made = Sum((Name(day.id), Name(one.id), _slack(length)), (1, -1, 1))
            says = f"{_elapsed(one, day, length)} from {one.figure.value.text} to {day.figure.value.text}, not {length.figure.value.text}"
            yield _stated(sentence, length, made, (one, length), says=says, severity=Severity.WARNING)
