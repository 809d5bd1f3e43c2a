"""One symbol or word behind a number that may be a unit, told from the words and names that look like one."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick import units
from tallystick.text.lexicon import words
from tallystick.text.tokens import Token
from tallystick.units.forms import contexts, listed

_LONGEST_SIGN = 3
_CONTEXT_REACH = 12
_QUOTE_REACH = 60
_QUOTES = frozenset(("'", '"', "’", "”", "''", "’’"))
_ORDINAL_ENDS = ("st", "nd", "rd", "th")
_HYPHENS = "-‑–"
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIGNS = "$€£¥₹₩₽₺₪"
# Marks that a symbol may start with or hold: "°C", "wt.%", "US$".
_MARKS = frozenset("%‰°º∘℃℉′″'’”¢.¹²³☉⊙$€£¥₵")


def read_symbol(tokens: Sequence[Token], at: int, *, bare: bool) -> tuple[str, int] | None:
    """One word or symbol of up to three tight tokens ("km", "°C", "wt.%"), read by its neighbours where it must be."""
    if at >= len(tokens) or tokens[at].kind == "number":
        return None
    for last in range(min(at + _LONGEST_SIGN, len(tokens)), at, -1):
        glued = _glued(tokens, at, last)
        form = glued and _form_of(glued)
        if form and (bare or _may_stand(form, tokens, at, last)):
            return in_context(form, tokens, at), last
    return None


def _glued(tokens: Sequence[Token], at: int, last: int) -> str:
    """The tokens as one symbol; "" when space stands between them, or none of them is a mark of a symbol."""
    if last == at + 1:
        return tokens[at].text
    piece = tokens[at:last]
    if not all(token.tight for token in piece[1:]) or piece[0].text == "×":
        return _set_off(piece)
    if piece[-1].text == "." or not any(token.text in _MARKS or token.kind == "number" for token in piece):
        return ""
    return "".join(token.text for token in piece)


def _set_off(piece: Sequence[Token]) -> str:
    """As in "° Celsius" and "wt. %", one part of which print has set off."""
    if len(piece) == 2 and piece[0].text in "°º∘" and piece[1].lower in ("c", "f", "celsius", "fahrenheit"):
        return f"°{piece[1].text[0].upper()}"
    if len(piece) == 2 and piece[0].text in "×x" and piece[1].text == "g":
        return "×g"
    shares = piece[-1].text == "%" and piece[0].lower in ("wt", "vol", "mol", "at", "mass")
    return f"{piece[0].lower}%" if shares and (len(piece) == 2 or piece[1].text == ".") else ""


def _form_of(glued: str) -> str:
    """The spelling that `units` knows: the one written, else that of a word written with a capital ("Days")."""
    if units.is_form(glued) or (glued[-1:] in _SUPERSCRIPTS and units.is_form(glued.rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹"))):
        return glued
    if glued[1:2] == glued[-1] == "." and glued.islower():
        glued = glued.replace(".", "")  # "60 m.p.h.", "5 k.g."
        return glued if len(glued) > 1 and units.is_form(glued) and glued not in listed("touching") else ""
    lower = glued.lower()
    if len(glued) < 3 or not units.is_form(lower):
        return ""
    return lower if glued[1:].islower() or units.is_currency(lower) else ""


def _may_stand(form: str, tokens: Sequence[Token], at: int, last: int) -> bool:
    """True for "5 km" and "5 W"; false for "3 in a row", "3 A levels", "40 won games" and "37 units"."""
    tight, following = tokens[at].tight, word(tokens, last)
    if is_kept_out(form, tokens, last) or (form in _QUOTES and not _is_inch(tokens, at)):
        return False
    if form in listed("signs") and (tight or counted_follows(tokens, last)):
        return False  # "8.74Rs" is no rupee
    if form in _SIGNS and following and tokens[last].kind == "number" and tokens[last].tight:
        return False  # "$1.10-$1.15"
    if form == "in":
        ties = following in _HYPHENS and bool(following) and tokens[last].tight
        # No preposition ends a sentence right behind a number: "the rod is 2 in."
        return (tight and not ties) or following == "." or tokens[min(last, len(tokens) - 1)].lower in listed("inch")
    touched = form.isalpha() and last < len(tokens) and tokens[last].kind == "number" and tokens[last].tight
    if touched or names_a_model(tokens, at):
        return bool(following in ("2", "3") and not names_a_model(tokens, at))  # "25 F-35 jets", "3 PS5"
    if following == "/" and tokens[last].tight and last + 1 < len(tokens) and units.is_form(tokens[last + 1].text):
        return True  # "100 U/ml"
    if form in listed("divided"):
        return False
    if (len(form) == 1 and form.isalpha()) or form in listed("touching"):
        if form in "MG" and in_context(form, tokens, at) != form and not is_tied(tokens, last):
            return True  # "0.5 M NaCl buffer"
        return (tight and not is_tied(tokens, last)) or _may_stand_apart(form, tokens, at, last)
    return tight or not form.isalpha() or _is_plain(form) or not counted_follows(tokens, last)


def _is_inch(tokens: Sequence[Token], at: int) -> bool:
    """True for 5" and 30′; false for the mark that closes a quotation."""
    opened = 0
    for n in range(max(0, at - _QUOTE_REACH), at):
        if tokens[n].text in ("“", "‘") or (tokens[n].text == tokens[at].text and not tokens[n].tight):
            opened += 1
        elif tokens[n].text == tokens[at].text and n and tokens[n - 1].kind != "number":
            opened -= 1
    between = at + 1 < len(tokens) and tokens[at + 1].kind == "number"  # 6'2"
    return tokens[at].tight and opened <= 0 and (between or not is_tied(tokens, at + 1))


def is_kept_out(form: str, tokens: Sequence[Token], last: int) -> bool:
    """True for what is counted ("units"), and for money that is a plain word here ("won games")."""
    lower = form.lower()
    if lower.replace(" ", "_") in listed("counted"):
        return True
    return lower in listed("adjectives") and counted_follows(tokens, last)


def _is_plain(form: str) -> bool:
    """True for a word or a usual symbol; false for letters that only chance makes a unit ("TV" as teravolt)."""
    if len(form) > _LONGEST_SIGN or form in listed("codes"):
        return True
    return units.is_usual(form) and not (len(form) == _LONGEST_SIGN and form.isupper())


def counted_follows(tokens: Sequence[Token], at: int) -> bool:
    """True when a noun seems to follow: "40 won games", "5,984 real command executions"."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return False
    return tokens[at].lower not in words("stop_words", "stop")


def names_a_model(tokens: Sequence[Token], at: int) -> bool:
    """True for a capital tied to a number: "F-35", "A320"."""
    after = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].text == "-" and tokens[at + 1].tight)
    tied = after < len(tokens) and tokens[after].tight and tokens[after].kind == "number"
    return tied and len(tokens[at].text) == 1 and tokens[at].text.isupper()


def _may_stand_apart(form: str, tokens: Sequence[Token], at: int, last: int) -> bool:
    """True for "126,000 t" and "5 W"; false for "3 A levels"."""
    if form not in listed("apart") or at == 0 or tokens[at - 1].kind != "number":
        return False
    following = tokens[last] if last < len(tokens) else None
    if following is None or len(following.text) == 1 or not following.lower.endswith("s"):
        return True
    return following.lower in words("stop_words", "stop")


def in_context(form: str, tokens: Sequence[Token], at: int) -> str:
    """What a form means among the words around token `at`: itself, or what in_text.txt says of them."""
    if form not in contexts():
        return form
    near = {token.lower for token in tokens[max(0, at - _CONTEXT_REACH) : at + _CONTEXT_REACH]}
    return next((meaning for meaning, cues in contexts()[form] if near & cues), form)


def is_tied(tokens: Sequence[Token], at: int) -> bool:
    """True when a word, number or hyphened word touches the token before `at`."""
    if at >= len(tokens) or not tokens[at].tight:
        return False
    return tokens[at].kind != "mark" or (tokens[at].text in "-_" and at + 1 < len(tokens) and tokens[at + 1].tight)


def word(tokens: Sequence[Token], at: int) -> str:
    """The text of token `at`; "" outside the text."""
    return tokens[at].text if 0 <= at < len(tokens) else ""


def joined(tokens: Sequence[Token], first: int, last: int) -> str:
    """The words from token `first` up to `last` with the spaces of the text, as one each."""
    pieces = [tokens[first].text, *(f"{'' if t.tight else ' '}{t.text}" for t in tokens[first + 1 : last])]
    return "".join(pieces)


def read_unknown(tokens: Sequence[Token], at: int, printed: str) -> tuple[str, int]:
    """Letters that touch a number and are no unit we know, kept as its unit ("8.74Rs", "3Rp"); "" for a label ("3b").

    Args:
        printed: The number before them: behind a decimal any letters are a unit.
    """
    token = tokens[at] if at < len(tokens) else None
    if token is None or not token.tight or token.kind != "word" or is_tied(tokens, at + 1) or token.lower == "x":
        return "", at
    if "." in printed:
        return token.text, at + 1
    is_mixed = not token.text.isupper() and not token.text.islower()
    is_short = token.text.islower() and len(token.text) > 1 and not set(token.text) & set("aeiou")
    is_unit = (is_mixed or is_short) and token.lower not in _ORDINAL_ENDS
    return (token.text, at + 1) if is_unit else ("", at)
