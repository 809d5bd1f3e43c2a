"""TX10: a unit of another kind than its words speak of: MW fed into a grid in a year, a speed in km, a conversion that turns power to energy."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tallystick import units
from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.said import Said
from tallystick.discovery.prose.sentences import DATE, QUANTITY, Sentence
from tallystick.discovery.prose.tying import quoted
from tallystick.discovery.stated import Stated, equals, number
from tallystick.errors import DataError
from tallystick.model import Evidence, Severity

_Q = f"(?P<q>{QUANTITY})"
_GAP = r"[^,;:.()\ue000-\ue7ff]{0,40}?"
_A_TIME = rf"(?:\b(?:a|per|each|every|this|last|that|in a|over the|in the|during the|the whole) (?:[a-z]+ )?(?:year|month|week|day|quarter|season|winter|summer|hour)\b|\bannually\b|\byearly\b|\b(?:in|during|for|over) {DATE})"
_ENERGY_VERB = (
    r"\b(?:fed|feeds?|generat(?:e|es|ed|ing)|produc(?:e|es|ed|ing)|consum(?:e|es|ed|ing)|use[sd]?|deliver(?:s|ed)?|suppl(?:y|ies|ied)|yield(?:s|ed)?|gave|gives?|"
    r"sav(?:e|es|ed)|sold|export(?:s|ed)?|import(?:s|ed)?|burn(?:s|ed|t)?|need(?:s|ed)?|harvest(?:s|ed)?)\b"
)
_POWER_WORDS = lazily(
    r"\b(?:capacity|peak|rated|installed|up to|load|at any|average|demand|maximum|nameplate|turbines?|plants? (?:of|with)|new|more|worth of|power of|output of)\b"
)
_FED = lazily(rf"{_ENERGY_VERB}{_GAP}{_Q}(?:{_GAP}{_A_TIME}| (?:of )?(?:electricity|energy|heat){_GAP}{_A_TIME})")
_RATED = lazily(
    rf"\b(?:peak|rated|maximum|nameplate|net|gross|installed|electrical|thermal) (?:power|load|demand|output|capacity)(?: of| is| was| at|:)? (?:about |around |roughly )*{_Q}"
)
_STORES = lazily(rf"\b(?:stores?|stored|can store|storage of)(?: (?:up to|about|some|nearly|around))* {_Q}")
_FED_THEN = lazily(
    rf"\b(?:fed|generated|produced|consumed|used|delivered|supplied|yield was|output was|consumption was)(?: (?:about|some|nearly|around))* {_Q}(?! (?:of|plant|turbine|unit|more|new))"
)
_WHEN = lazily(
    rf"\b(?:in|during|over) (?:the|its|their|that|this|a) (?:first|last|whole|full|past|normal|average)? ?(?:year|month|quarter|winter|summer|season)\b|\b(?:in|during|for) {DATE}|\ba year\b|\bannual"
)
_SHARE_OF = lazily(
    rf"(?P<a>{QUANTITY}),? (?:or |about |\()*[\ue100-\ue1ff] of (?:the |its |all |a |total )*(?P<b>{QUANTITY})"
)
_CONVERTS = lazily(
    rf"(?P<a>{QUANTITY})[^.\ue000-\ue7ff]{{0,40}}?(?:\b(?:that is|which is|that makes|which makes|that means|i\.e\.|or|equal to|equivalent to|corresponds to|that would be|which means)|[(=≈])"
    rf" ?(?:a |an |about |around |roughly |some |nearly |almost |approximately )*(?P<b>{QUANTITY})"
)
# Words, the dimension they want, and the one that is taken for it. Each is a slip of a letter or an exponent.
_LENGTH, _AREA, _VOLUME, _SPEED = "kilometer", "meter ** 2", "meter ** 3", "kilometer / hour"
_WANTED = (
    (lazily(rf"\b(?:speeds?|velocity|gusts?) (?:of|at|reached|up to|to|was|is|around|about)(?: (?:up to|about|around|over|more than|nearly))? {_Q}(?! (?:away|from|north|south|east|west|long|high|above|into|of|wide|deep))"), _SPEED, (_LENGTH,)),
    (lazily(rf"\b(?:distance|length|height|depth|width|altitude|elevation) (?:of|is|was) (?:about |around |nearly |roughly |over |some )*{_Q}"), _LENGTH, (_SPEED, _AREA, _VOLUME)),
    (lazily(rf"{_Q} (?:long|tall|deep|wide)\b"), _LENGTH, (_SPEED, _AREA, _VOLUME)),
    (lazily(rf"\b(?:area|surface|floor space|footprint) (?:of|is|was|covers?) (?:about |around |nearly |roughly |over |some )*{_Q}(?! by| x|-)"), _AREA, (_LENGTH, _VOLUME)),
    (lazily(rf"\bvolume (?:of|is|was) (?:about |around |nearly |roughly |over |some )*{_Q}(?! by| x|-)"), _VOLUME, (_LENGTH, _AREA)),
)  # fmt: skip
_NAMES = {_LENGTH: "a length", _AREA: "an area", _VOLUME: "a volume", _SPEED: "a speed"}
_ENERGY, _POWER = "megawatt_hour", "megawatt"


def find_kinds(sentence: Sentence) -> Iterator[Stated]:
    """TX10 for every figure whose unit is of another kind than its words want."""
    if not any(one.unit for one in sentence.said):
        return
    shape = sentence.shape
    taken: set[str] = set()
    for said, wanted in (*_energies(sentence, shape), *_others(sentence, shape)):
        if said.id not in taken:
            taken.add(said.id)
            yield _slip(
                sentence,
                said,
                f"{said.figure.value.text} is {units.dimension_name(said.unit)}, where the words speak of {wanted}",
            )
    for match in _SHARE_OF.finditer(shape):
        first, second = sentence.at(match["a"]), sentence.at(match["b"])
        if first.id not in taken and (
            (_is(first, _POWER) and _is(second, _ENERGY)) or (_is(first, _ENERGY) and _is(second, _POWER))
        ):
            taken.add(first.id)
            yield _slip(
                sentence,
                first,
                f"{first.figure.value.text} is {units.dimension_name(first.unit)}, its whole {units.dimension_name(second.unit)}",
                second,
            )
    for match in _CONVERTS.finditer(shape):
        first, second = sentence.at(match["a"]), sentence.at(match["b"])
        if second.id not in taken and (wanted := _turns(first, second)):
            taken.add(second.id)
            yield _slip(
                sentence, second, f"{first.figure.value.text} makes {wanted}, not {second.figure.value.text}", first
            )


def _slip(sentence: Sentence, said: Said, says: str, first: Said | None = None) -> Stated:
    """A statement that breaks: the figure is not what it is printed as."""
    figures = (said,) if first is None else (first, said)
    quote = quoted(sentence, figures)
    wrong = number(said.value + 2 * max(Fraction(1), abs(said.value)), said.unit)
    return Stated(
        "TX10", equals(said.id, wrong), Evidence.WORDS, quote, said.id, "U", Severity.WARNING, f"{says}; {quote}"
    )


def _is(said: Said, unit: str) -> bool:
    try:
        return bool(said.unit) and units.same_dimension(said.unit, unit)
    except DataError:
        return False


def _energies(sentence: Sentence, shape: str) -> Iterator[tuple[Said, str]]:
    for match in _FED.finditer(shape):
        said = sentence.at(match["q"])
        if _is(said, _POWER) and "watt" in said.unit and "/" not in said.unit and not _POWER_WORDS.search(match[0]):
            yield said, "energy over a time"
    for match in _STORES.finditer(shape):
        said = sentence.at(match["q"])
        if _is(said, _POWER) and "watt" in said.unit and "/" not in said.unit:
            yield said, "energy that is stored"
    if _WHEN.search(shape):
        for match in _FED_THEN.finditer(shape):
            said = sentence.at(match["q"])
            if _is(said, _POWER) and "watt" in said.unit and "/" not in said.unit and not _POWER_WORDS.search(match[0]):
                yield said, "energy over a time"
    for match in _RATED.finditer(shape):
        said = sentence.at(match["q"])
        if _is(said, _ENERGY) and "hour" in said.unit and "capacity" not in match[0] and "/" not in said.unit:
            yield said, "power"


def _others(sentence: Sentence, shape: str) -> Iterator[tuple[Said, str]]:
    for pattern, unit, taken_for in _WANTED:
        for match in pattern.finditer(shape):
            said = sentence.at(match["q"])
            if any(_is(said, other) for other in taken_for):
                yield said, _NAMES[unit]


def _turns(first: Said, second: Said) -> str:
    """What the first makes in the unit meant, where the second's digits fit but its unit lacks, or has, an hour; else ""."""
    if not first.unit or not second.unit or not second.value or first.kind != "q" or second.kind != "q":
        return ""
    for change in (units.divide_units, units.multiply_units):
        try:
            meant = change(second.unit, "hour")
            if units.same_dimension(first.unit, second.unit) or not units.same_dimension(first.unit, meant):
                continue
            ratio = units.convert(first.value, first.unit, meant) / second.value
        except DataError:
            continue
        if abs(ratio - 1) <= Fraction(1, 20):
            return f"{float(units.convert(first.value, first.unit, meant)):.3g} {units.format_unit(meant)}"
    return ""
