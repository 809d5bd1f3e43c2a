"""The number that a table's cell prints: its digits, sign, unit and scale. Cells that print none, or two, have none.

Cells are read by one pattern, not by the grammar of prose: a table has hundreds of thousands of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tallystick import units
from tallystick.errors import DataError

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-", "‒": "-", "\t": " "})
_NOTHING = re.compile(r"(?:[^\w\s()]{0,3}\s*)?[-–—]{1,3}\s*%?")
_CELL = re.compile(
    r"(?P<before>[^\d()+.-]{0,12})(?P<sign>[+-]?)(?P<open>\(?)(?P<inside>[^\d()+.-]{0,6})(?P<sign2>[+-]?)\s*"
    r"(?P<digits>\d[\d,.' ]*\d|\.?\d+)\s*(?P<unit>[^\d()]{0,24}?)\s*(?P<close>\)?)\s*(?P<after>[^\d()]{0,24})"
)
_POINT = re.compile(r"(?:\d{1,3}(?:[,' ]\d{3})+|\d*)(?:\.(\d+))?")
_COMMA = re.compile(r"(?:\d{1,3}(?:[.' ]\d{3})+|\d+)(?:,(\d+))?")
_ONLY_COMMA = re.compile(r"\d{1,3}(?:[. ]\d{3})+,\d+|\d+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:\.\d{3}){2,}")
# Behind a number: "1,234 p", "12*", "1,234 (e)".
_FLAGS = re.compile(r"(?<=[\d%)])\s*(?:[enpru]|\([a-z]\)|[*†‡§#^]{1,3})$")
_SCALES = {
    "k": 3, "thousand": 3, "thousands": 3, "tsd": 3, "'000": 3, "’000": 3, "000s": 3, "000": 3,
    "lakh": 5, "lakhs": 5, "crore": 7, "crores": 7, "m": 6, "mm": 6, "mn": 6, "mio": 6, "million": 6, "millions": 6,
    "bn": 9, "billion": 9, "billions": 9, "b": 9, "trillion": 12, "trillions": 12, "tn": 12,
}  # fmt: skip
_PER = re.compile(r"\s+per\s+(?=[a-z]+$)", re.IGNORECASE)
_MOST_DIGITS = 60  # longer ones are identifiers or rubbish, and no float holds their square
_MAGNITUDES = frozenset(("hundred", "thousand", "million", "billion", "trillion"))
_UNITS_TOO = ("m", "mm", "b")  # scales of money, units of all else
_NO_UNITS = ("in", "no", "no.")  # never inches, or nobelium, in a table
TIMES = "x"  # the kind of "3.5x": a multiple, which nobody adds up
_DASH_IS_ZERO = "0"


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as a cell prints it.

    `digits` is plain ("1452.40"), without sign and separators; `scale` a power of ten beside it in the cell.
    """

    digits: str
    negative: bool = False
    unit: str = ""
    scale: int = 0
    is_dash: bool = False

    @property
    def decimals(self) -> int:
        """How many digits stand behind the decimal mark."""
        at = self.digits.find(".")
        return len(self.digits) - at - 1 if at >= 0 else 0

    def digits_at(self, places: int) -> int:
        """The number with its sign as a whole number of its last of `places` decimals, without any scale."""
        whole, _, decimals = self.digits.partition(".")
        value = int(whole + decimals) * int(10 ** (places - len(decimals)))
        return -value if self.negative else value


def uses_comma(texts: list[str]) -> bool:
    """True when more cells with separators than not can only be read with a decimal comma."""
    marked = [text for text in texts if "," in text or text.count(".") > 1]
    bare = [text.translate(_SPACES).strip(" ()€%-") for text in marked]
    comma = sum(_ONLY_COMMA.fullmatch(text) is not None for text in bare)
    return comma > sum(_ONLY_COMMA.fullmatch(text) is None for text in bare)


@lru_cache(maxsize=65536)
def read_cell(text: str, *, comma: bool = False) -> Printed | None:
    """The number of a cell, or None. A dash is nothing printed as such: zero.

    >>> read_cell("$ (1,234.5)").digits_at(2), read_cell("(48.3)%").unit, read_cell("3-5")
    (-123450, 'percent', None)
    """
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
        return Printed(text)
    plain = _FLAGS.sub("", text.translate(_SPACES).strip())
    if not plain:
        return None
    if _NOTHING.fullmatch(plain):
        return Printed(_DASH_IS_ZERO, is_dash=True)
    found = _CELL.fullmatch(plain)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    digits = _plain(found["digits"], comma)
    around = [found[name].strip() for name in ("before", "inside", "unit", "after")]
    if digits is None or _is_name(around[0]) or _is_name(around[1]):
        return None
    meant = _units_of(tuple(part for part in around if part))
    if meant is None:
        return None
    signs = "-" in (found["sign"] + found["sign2"])
    return Printed(digits, signs != bool(found["open"]), *meant)


@lru_cache(maxsize=1024)
def _is_name(before: str) -> bool:
    """True for letters before a number that are no money: "K1", "T 12" and "Item 3" are names of things."""
    if not before or not before[-1].isalpha():
        return False
    meant = unit_word(before)
    return meant is not None and any(meant) and (meant[0] == TIMES or not units.is_currency(meant[0]))


def _plain(digits: str, comma: bool) -> str | None:  # noqa: FBT001  how the whole table writes its numbers
    found = (_COMMA if comma else _POINT).fullmatch(digits)
    if found is None or len(digits) > _MOST_DIGITS:
        return None
    decimals = found[1]
    whole = digits[: len(digits) - len(decimals) - 1] if decimals is not None else digits
    for mark in ",.' ":
        whole = whole.replace(mark, "")
    return f"{whole or '0'}.{decimals}" if decimals is not None else whole


@lru_cache(maxsize=4096)
def _units_of(around: tuple[str, ...]) -> tuple[str, int] | None:
    """(unit, power of ten) of what stands beside the digits; None when it is a word that is no unit."""
    unit, scale = "", 0
    for part in around:
        # "$ 3 m" is millions, "3 m" meters.
        is_scale = part in _UNITS_TOO and bool(unit) and units.is_currency(unit)
        meant = ("", _SCALES[part]) if is_scale else unit_word(part)
        if meant is None:
            return None
        unit, scale = meant[0] or unit, meant[1] or scale
    return unit, scale


def scale_word(text: str) -> int:
    """The power of ten of a word such as "millions", "bn" or the m of "€m"; 0 for others."""
    return _SCALES.get(text.strip().lower(), 0)


@lru_cache(maxsize=4096)
def unit_word(text: str) -> tuple[str, int] | None:
    """(unit, power of ten) of a unit as tables write it: "€m", "US$ millions", "$'000", "bps", "%"; None: no unit.

    >>> unit_word("$ millions"), unit_word("USDm"), unit_word("mm")
    (('USD', 6), ('USD', 6), ('millimeter', 0))
    """
    plain = " ".join(text.replace("in ", " ").split()).strip("[]():; ")
    if not plain or plain.lower() in _NO_UNITS:
        return "", 0
    if plain in (TIMES, "×"):
        return TIMES, 0
    if plain.lower() in _SCALES and plain not in _UNITS_TOO:
        return "", _SCALES[plain.lower()]
    own = _known(_PER.sub("/", plain))
    if own is not None:
        return own, 0
    for word in sorted(_SCALES, key=len, reverse=True):
        if plain.lower().endswith(word):
            rest = plain[: len(plain) - len(word)].strip(" '’")
            meant = _known(rest) if rest else ""
            if meant is not None and (not rest or len(word) > 2 or units.is_currency(meant)):
                return meant, _SCALES[word]
    first, _, rest = plain.partition(" ")
    if first.lower() in _SCALES and rest:
        meant = _known(rest.removeprefix("of ").strip())
        return None if meant is None else (meant, _SCALES[first.lower()])
    return None


def _known(text: str) -> str | None:
    if text in ("$", "US$"):
        return "USD"
    if text.lower() in ("bp", "bps", "basis points"):
        return "basis_point"
    if text.lower() in ("pp", "ppt", "ppts", "pts", "points", "percentage points"):
        return "percentage_point"
    try:
        unit = units.parse_unit(text).canonical
    except DataError:
        return None
    # "USD million" is money and a scale here, not a unit of its own.
    return None if _MAGNITUDES & set(unit.split()) else unit
