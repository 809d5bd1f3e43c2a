"""Footnote marks at the end of a label or number, set aside."""

from __future__ import annotations

import re

_RAISED = "¹²³⁴⁵⁶⁷⁸⁹⁰"
# A cheap look first: nearly no cell ends like this.
_MAY_END = frozenset(")]*†‡§¶#" + _RAISED + "ᵃᵇᶜᵈᵉᶠ")
_NOTE = rf"[{_RAISED},]*[{_RAISED}]|[*†‡§¶#]+|[ᵃᵇᶜᵈᵉᶠ]+|\[(?:\d{{1,2}}|[a-z*†‡])\]|\((?:[a-z]|[ivx]{{2,4}}|\*+)\)"
_AFTER_WORD = re.compile(rf"(?P<kept>.*?[^\W\d_].*?)\s*(?P<marks>(?:\s*(?:{_NOTE}|\(\d{{1,2}}\)))+)", re.DOTALL)
_AFTER_NUMBER = re.compile(rf"(?P<kept>.*?[\d%)].*?)\s*(?P<marks>(?:\s*(?:{_NOTE}))+)", re.DOTALL)
_ONLY = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|(\S+?)(?=\s|[(\[]|$)")
_POWER = re.compile(rf"(?:^|[^A-Za-z])(?:[kcdmµμn]?m|ft|in|yd|mi|s)[²³]$|(?:^|\D)10⁻?[{_RAISED}]+$")
_LOWER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
LONGEST = 300  # characters of a cell in which marks are looked for


def set_aside(text: str) -> tuple[str, str]:
    """A cell's text without the footnote marks at its end, and the marks, "1" for "(1)" and "¹".

    A number in brackets is negative, and stays; so does a lone digit in brackets behind a number ("12 (3)").

    >>> set_aside("Revenue (1)"), set_aside("(354,100)"), set_aside("12 (3)"), set_aside("1,204*")
    (('Revenue', '1'), ('(354,100)', ''), ('12 (3)', ''), ('1,204', '*'))
    """
    if not text or text[-1] not in _MAY_END or len(text) > LONGEST or _POWER.search(text):
        return text, ""
    has_word = any(char.isalpha() for char in text.rstrip(")]" + _RAISED)[:-1])
    match = (_AFTER_WORD if has_word else _AFTER_NUMBER).fullmatch(text)
    if match is None:
        return text, ""
    found = [next(part for part in one if part) for one in _ONLY.findall(match["marks"]) if any(one)]
    return match["kept"], " ".join(mark.translate(_LOWER) for mark in found)
