"""One path through the cases of a search: bounds, words and rows, and what follows from them.

Imports only `formula` and `elimination`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod

from tallystick.meaning.formula import Among, Curved, Either, Every, Formula, Linear, curved
from tallystick.solving.elimination import EQUAL, LESS, RELATIONS, STRICT, End, Row

_ROUNDS = 3


class Contradiction(Exception):
    """The labels of `mask` cannot hold together."""

    def __init__(self, mask: int) -> None:
        self.mask = mask


@dataclass(slots=True)
class _Words:
    words: frozenset[str]
    inside: bool
    mask: int


@dataclass(slots=True)
class State:
    """What is known on one path of the search."""

    whole: Collection[str]
    lows: dict[str, End] = field(default_factory=dict)
    highs: dict[str, End] = field(default_factory=dict)
    words: dict[str, _Words] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    curves: list[tuple[Curved, int]] = field(default_factory=list)
    choices: list[tuple[Either, int]] = field(default_factory=list)

    def copy(self) -> State:
        """The same, to go on with on a path of its own."""
        return State(
            self.whole,
            dict(self.lows),
            dict(self.highs),
            dict(self.words),
            list(self.rows),
            list(self.curves),
            list(self.choices),
        )

    # --- taking statements in ---------------------------------------------------------

    def add(self, formula: Formula, mask: int) -> None:
        """Take a statement in.

        Raises:
            Contradiction: The bounds leave nothing.
        """
        waiting = [formula]
        while waiting:
            part = waiting.pop()
            match part:
                case Every(parts):
                    waiting.extend(reversed(parts))
                case Either(()):
                    raise Contradiction(mask)
                case Either():
                    self.choices.append((part, mask))
                case Among():
                    self._add_words(part, mask)
                case Curved():
                    self.curves.append((part, mask))
                case Linear():
                    self._add_row(Row(dict(part.terms), RELATIONS[part.relation], part.constant, mask))

    def _add_row(self, row: Row) -> None:
        if len(row.terms) > 1:
            self.rows.append(row)
            return
        ((name, coefficient),) = row.terms.items()
        value, is_open = Fraction(row.constant, coefficient), row.relation == STRICT
        if coefficient > 0 or row.relation == EQUAL:
            self._lower_high(name, End(value, is_open, row.mask))
        if coefficient < 0 or row.relation == EQUAL:
            self._raise_low(name, End(value, is_open, row.mask))

    def _add_words(self, part: Among, mask: int) -> None:
        known = self.words.get(part.name)
        merged = _Words(part.words, part.inside, mask) if known is None else _both(known, part, mask)
        if merged.inside and not merged.words:
            raise Contradiction(merged.mask)
        self.words[part.name] = merged

    def _raise_low(self, name: str, end: End) -> bool:
        if name in self.whole:
            end = _rounded(end, up=True)
        known = self.lows.get(name)
        if known is not None and (known.value, known.is_open) >= (end.value, end.is_open):
            return False
        self.lows[name] = end
        self._check_ends(name)
        return True

    def _lower_high(self, name: str, end: End) -> bool:
        if name in self.whole:
            end = _rounded(end, up=False)
        known = self.highs.get(name)
        if known is not None and (known.value, not known.is_open) <= (end.value, not end.is_open):
            return False
        self.highs[name] = end
        self._check_ends(name)
        return True

    def _check_ends(self, name: str) -> None:
        low, high = self.lows.get(name), self.highs.get(name)
        if low is None or high is None or low.value < high.value:
            return
        if low.value > high.value or low.is_open or high.is_open:
            raise Contradiction(low.mask | high.mask)

    # --- what follows from the bounds -------------------------------------------------

    def least(self, terms: Iterable[tuple[str, int]], sign: int = 1) -> End | None:
        """The least value of sign · Σ terms within the bounds; None when there is none."""
        total, is_open, mask = Fraction(0), False, 0
        for name, coefficient in terms:
            weight = sign * coefficient
            end = (self.lows if weight > 0 else self.highs).get(name)
            if end is None:
                return None
            total += weight * end.value
            is_open = is_open or end.is_open
            mask |= end.mask
        return End(total, is_open, mask)

    def refute(self, formula: Formula) -> int | None:
        """The labels whose bounds make the statement false; None when they do not."""
        match formula:
            case Linear(terms, relation, constant):
                return self._refute_row(terms, relation, constant)
            case Among(name, words, inside):
                known = self.words.get(name)
                if known is None:
                    return None
                merged = _both(known, Among(name, words, inside), 0)
                return known.mask if merged.inside and not merged.words else None
            case Every(parts):
                return next((mask for mask in map(self.refute, parts) if mask is not None), None)
            case Either(parts):
                return self._refute_all(parts)
        return None

    def _refute_all(self, parts: Sequence[Formula]) -> int | None:
        total = 0
        for part in parts:
            mask = self.refute(part)
            if mask is None:
                return None
            total |= mask
        return total

    def _refute_row(self, terms: Sequence[tuple[str, int]], relation: str, constant: int) -> int | None:
        least = self.least(terms)
        if least is not None and (
            least.value > constant or (least.value == constant and (least.is_open or relation == "<"))
        ):
            return least.mask
        if relation == "==":
            least = self.least(terms, -1)
            if least is not None and (least.value > -constant or (least.value == -constant and least.is_open)):
                return least.mask
        return None

    def entails(self, formula: Formula) -> bool:
        """True when the bounds alone make the statement true."""
        match formula:
            case Linear(terms, relation, constant):
                least = self.least(terms, -1)
                if least is None or least.value < -constant:
                    return False
                if relation == "==":
                    return least.value == -constant and self.least(terms) == End(
                        Fraction(constant), is_open=False, mask=least.mask
                    )
                return relation == "<=" or least.value > -constant or least.is_open
            case Among(name, words, inside):
                known = self.words.get(name)
                if known is None:
                    return False
                if known.inside:
                    return known.words <= words if inside else not known.words & words
                return not inside and words <= known.words
            case Every(parts):
                return all(map(self.entails, parts))
            case Either(parts):
                return any(map(self.entails, parts))
        return False

    def narrow(self) -> None:
        """Tighten bounds through the rows and cases through the bounds; a few rounds only, so that it ends."""
        for _ in range(_ROUNDS):
            changed = [self._tighten(row) for row in self.rows]
            while self._settle_choices():
                changed.append(True)
            if not any(changed):
                return

    def _tighten(self, row: Row) -> bool:
        changed = self._tighten_one_way(row, 1)
        return (row.relation == EQUAL and self._tighten_one_way(row, -1)) or changed

    def _tighten_one_way(self, row: Row, sign: int) -> bool:
        free = [name for name, c in row.terms.items() if (self.lows if sign * c > 0 else self.highs).get(name) is None]
        if len(free) > 1:
            return False
        changed = False
        for name in free or list(row.terms):
            rest = self.least(((n, c) for n, c in row.terms.items() if n != name), sign)
            if rest is None:
                return changed
            coefficient = sign * row.terms[name]
            value = (sign * row.constant - rest.value) / coefficient
            end = End(value, rest.is_open or row.relation == STRICT, rest.mask | row.mask)
            changed = (self._lower_high if coefficient > 0 else self._raise_low)(name, end) or changed
        return changed

    def _settle_choices(self) -> bool:
        """Drop the cases that cannot be, and take those that must; True when something was taken."""
        waiting, self.choices = self.choices, []
        taken = False
        for choice, mask in waiting:
            possible, reasons = self._possible(choice.parts)
            if not possible:
                raise Contradiction(mask | reasons)
            if len(possible) == 1:
                self.add(possible[0], mask | reasons)
                taken = True
            elif not self.entails(choice):
                self.choices.append((Either(tuple(possible)), mask | reasons))
        return taken

    def _possible(self, parts: Sequence[Formula]) -> tuple[list[Formula], int]:
        possible, reasons = [], 0
        for part in parts:
            mask = self.refute(part)
            if mask is None:
                possible.append(part)
            else:
                reasons |= mask
        return possible, reasons

    # --- one case ---------------------------------------------------------------------

    def all_rows(self) -> list[Row]:
        """The rows and the bounds as rows."""
        rows = list(self.rows)
        for sign, ends in ((-1, self.lows), (1, self.highs)):
            for name, end in ends.items():
                rows.append(
                    Row(
                        {name: sign * end.value.denominator},
                        STRICT if end.is_open else LESS,
                        sign * end.value.numerator,
                        end.mask,
                    )
                )
        return rows

    def straighten(self) -> bool:
        """Make the curved rows linear where an unknown in them is settled; False when one stays curved."""
        left = []
        for curve, mask in self.curves:
            names = {name for monomial, _ in curve.terms for name in monomial}
            known, reasons = self._settled(names)
            straight = _put_in_curve(curve, known)
            if isinstance(straight, Curved):
                left.append((straight, mask | reasons))
            else:
                self.add(straight, mask | reasons)
        self.curves = left
        return not left

    def _settled(self, names: Iterable[str]) -> tuple[dict[str, Fraction], int]:
        known: dict[str, Fraction] = {}
        reasons = 0
        for name in sorted(names):
            low, high = self.lows.get(name), self.highs.get(name)
            if low is not None and high is not None and low.value == high.value:
                known[name] = low.value
                reasons |= low.mask | high.mask
        return known, reasons


def _put_in_curve(curve: Curved, known: dict[str, Fraction]) -> Formula:
    terms: dict[tuple[str, ...], Fraction] = {}
    for monomial, coefficient in curve.terms:
        rest = tuple(name for name in monomial if name not in known)
        value = prod((known[name] for name in monomial if name in known), start=coefficient)
        terms[rest] = terms.get(rest, Fraction(0)) + value
    return curved(terms, curve.relation)


def _both(known: _Words, part: Among, mask: int) -> _Words:
    mask |= known.mask
    if known.inside and part.inside:
        return _Words(known.words & part.words, inside=True, mask=mask)
    if known.inside or part.inside:
        inner, outer = (known.words, part.words) if known.inside else (part.words, known.words)
        return _Words(inner - outer, inside=True, mask=mask)
    return _Words(known.words | part.words, inside=False, mask=mask)


def _rounded(end: End, *, up: bool) -> End:
    value = end.value
    whole = -(-value.numerator // value.denominator) if up else value.numerator // value.denominator
    if end.is_open and whole == value:
        whole += 1 if up else -1
    return End(Fraction(whole), is_open=False, mask=end.mask)
