"""A stored value and its number format → the text that a reader of the workbook sees."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<digits>[#0?][#0?,.]*(?:[eE][+-]0+)?|\.[#0?]+)|(?P<percent>%)|(?P<other>.)"
)
_DATE = re.compile(r"yyyy|yy|y|mmmmm|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|AM/PM|am/pm|A/P|\.0+", re.IGNORECASE)
_SHOWN_DIGITS = 10
_PLAIN = ("general", "", "@")


def show(value: object, written: str) -> str:
    """What a cell shows.

    >>> show(0.153, "0.0%"), show(-1234.5, "#,##0;(#,##0)"), show(1234567, '0.0,,"m"'), show(0.1 + 0.2, "General")
    ('15.3%', '(1,235)', '1.2m', '0.3')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime, date, time)):
        return _show_date(value, written)
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, (int, float)):
        return _show_number(Decimal(repr(value)), written)
    return str(value)


def _show_number(value: Decimal, written: str) -> str:
    if not value.is_finite():
        return str(value)
    sections = _sections(written)
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    if section.strip().lower() in _PLAIN:
        return _general(value)
    if "?/" in section or "#/" in section or "0/" in section:
        return _general(value)
    return _fill(value, section)


@lru_cache(maxsize=512)
def _sections(written: str) -> tuple[str, ...]:
    """The parts of a format for what is positive, negative and zero."""
    parts = [""]
    for piece in re.findall(r'"[^"]*"|\\.|\[[^\]]*\]|.', written, re.DOTALL):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += piece
    return tuple(parts)


def _general(value: Decimal) -> str:
    """As many digits as a cell of common width shows."""
    if value == value.to_integral_value() and abs(value) < Decimal(10) ** 15:
        return str(value.to_integral_value())
    shown = f"{value:.{_SHOWN_DIGITS}g}"
    if "e" in shown.lower():
        return shown.upper()
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _fill(value: Decimal, section: str) -> str:
    """The value put into one section of a format."""
    pieces = list(_PIECE.finditer(section))
    digits = next((piece for piece in pieces if piece["digits"]), None)
    percents = sum(piece["percent"] is not None for piece in pieces)
    value = value * Decimal(100) ** percents
    sign = "-" if value < 0 else ""
    number = _digits(abs(value), digits["digits"]) if digits else ""
    if sign and digits and not any(char in "123456789" for char in number):
        sign = ""
    made = [sign]
    for piece in pieces:
        if piece is digits:
            made.append(number)
        elif not piece["digits"]:
            made.append(next((text for text in piece.groups() if text), ""))
    return "".join(made).strip()


def _digits(value: Decimal, pattern: str) -> str:
    if "e" in pattern.lower():
        places = len(re.split("[eE]", pattern)[0].partition(".")[2])
        mantissa, _, exponent = f"{value:.{places}E}".partition("E")
        return f"{mantissa}E{int(exponent):+03}"
    whole, _, decimals = pattern.partition(".")
    scale = len(pattern) - len(pattern.rstrip(","))
    value = value / Decimal(1000) ** scale
    places = len(decimals.replace(",", ""))
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if value < Decimal(10) ** 20 else value
    text = f"{rounded:{',' if ',' in whole.rstrip(',') else ''}f}"
    head, _, tail = text.partition(".")
    least = sum(char == "0" for char in decimals)
    while len(tail) > least and tail.endswith("0"):
        tail = tail[:-1]
    head = head.zfill(sum(char == "0" for char in whole)) if "," not in head else head
    if head == "0" and "0" not in whole:
        head = ""
    return f"{head}.{tail}" if "." in pattern else head or "0" * ("0" in whole)


def _show_date(value: datetime | date | time, written: str) -> str:
    """The date by the parts of its format; in ISO order where the format is not of dates."""
    section = re.sub(r"\[[^\]]*\]", "", _sections(written)[0])
    if not re.search("[ymdhs]", section, re.IGNORECASE):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    half_day = re.search("am/pm|a/p", section, re.IGNORECASE) is not None
    made, last = [], ""
    for part in re.findall(rf'"[^"]*"|\\.|_.|{_DATE.pattern}|.', section, re.IGNORECASE):
        if part[0] in '"\\':
            made.append(part.strip('"').removeprefix("\\"))
            continue
        is_date = _DATE.fullmatch(part) is not None
        made.append(_date_part(value, part.lower(), last, half_day=half_day) if is_date else part.replace("_", ""))
        last = part[0].lower() if is_date else last
    return "".join(made).strip()


def _date_part(value: datetime | date | time, part: str, last: str, *, half_day: bool) -> str:
    if part[0] in "hs" or part[0] == "." or part in ("am/pm", "a/p") or (part in ("m", "mm") and last == "h"):
        return _time_part(value, part, half_day=half_day)
    if isinstance(value, time):
        return ""
    shown = {"y": "%Y", "yy": "%y", "yyyy": "%Y", "mmmm": "%B", "mmm": "%b", "mm": "%m", "dddd": "%A", "ddd": "%a"}
    if part in shown:
        return value.strftime(shown[part])
    return {"m": str(value.month), "mmmmm": value.strftime("%b")[0], "d": str(value.day)}.get(part, f"{value.day:02}")


def _time_part(value: datetime | date | time, part: str, *, half_day: bool) -> str:
    if not isinstance(value, (datetime, time)):
        return "00" if len(part) > 1 else "0"
    if part in ("am/pm", "a/p"):
        return "AM" if value.hour < 12 else "PM"
    hour = (value.hour + 11) % 12 + 1 if half_day else value.hour
    number = {"h": hour, "m": value.minute, "s": value.second}.get(part[0], 0)
    return f"{number:02}" if len(part) > 1 else str(number)
