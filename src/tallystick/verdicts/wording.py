"""A check in words: the numbers put in as their authors wrote them, both sides as intervals. Imports `evaluation`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext
from fractions import Fraction

from tallystick import bounds, units
from tallystick.errors import CheckDefinitionError, NotDecidable, UnitError
from tallystick.expressions import nodes
from tallystick.expressions.nodes import Node
from tallystick.expressions.showing import show
from tallystick.meaning import DATE, Translator, amounts, gathers, polynomials
from tallystick.meaning.amounts import Amount
from tallystick.meaning.dates import whole_days
from tallystick.model import Bound, Category, Claim, Period, Quantity, Side
from tallystick.verdicts.matching import show_period
from tallystick.verdicts.scope import Scope

# A side that is no amount has no interval to show.
_NO_AMOUNT = (UnitError, CheckDefinitionError, NotDecidable)
_SHOWN = 5
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_BEYOND_WORDS = 10**18
_DIGITS = 12


def substitute(node: Node, scope: Scope) -> str:
    """The expression with every name replaced by what its claim says, in the author's words and units."""

    def leaf(part: Node) -> tuple[str, bool] | None:
        match part:
            case nodes.Name(name) if name in scope.alone:
                return show_value(scope.alone[name]), _is_one_piece(scope.alone[name])
            case nodes.Name(name) if name in scope.every:
                return show_values(scope.every[name]), True
            case nodes.Call(function, (nodes.Name(name),)) if gathers(part):
                return f"{function}({show_values(scope.every.get(name, ()))})", True
        return None

    return show(node, leaf)


def show_values(claims: Sequence[Claim]) -> str:
    """What the claims say, the first five of them."""
    if not claims:
        return "nothing"
    shown = [show_value(claim) for claim in claims[:_SHOWN]]
    rest = len(claims) - len(shown)
    return ", ".join(shown) + (f", … and {rest} more" if rest else "")


def show_value(claim: Claim) -> str:
    """What a claim says, as it was written."""
    value = claim.value
    if isinstance(value, Category):
        return value.text if value.text in ("true", "false") else f'"{value.text}"'
    if isinstance(value, Period):
        return show_period(value)
    return value.text or show_bound(value.bound, value.unit)


def _is_one_piece(claim: Claim) -> bool:
    """True for a single number; "not more than 2 t" wants parentheses beside an operator."""
    return not isinstance(claim.value, Quantity) or claim.value.bound.is_point


def sides_of(node: Node, scope: Scope) -> tuple[tuple[Side, ...], str]:
    """Both sides of the comparison that a reader should see, in one unit an author wrote, and the relation.

    Empty when there is none between amounts.
    """
    for comparison in _comparisons(node):
        try:
            return _sides(comparison, scope)
        except _NO_AMOUNT:
            continue
    return (), ""


def _comparisons(node: Node) -> Iterator[tuple[Node, str, Node]]:
    for part in nodes.walk(node):
        match part:
            case nodes.Compare(operands, relations):
                yield from zip(operands[:-1], relations, operands[1:], strict=True)
            case nodes.Call("near", (first, second, _)):
                yield first, "near", second
            case nodes.Within(item, period):
                yield item, "in", period


def _sides(comparison: tuple[Node, str, Node], scope: Scope) -> tuple[tuple[Side, ...], str]:
    left, relation, right = comparison
    work = Translator(scope)
    both = amounts.in_one_unit(_both(left, right, work))
    unit = _unit_an_author_wrote((left, right), both[0].unit, scope)
    shown = [amounts.to_unit(amount, unit) for amount in both]
    found = [amounts.tightest(amount, work.unknowns) for amount in shown]
    if polynomials.bits(end for bound in found for end in (bound.low, bound.high)) > polynomials.PRINTABLE_BITS:
        raise NotDecidable("the number is too long to show")
    texts = (substitute(part, scope) for part in (left, right))
    return tuple(Side(text, bound, unit) for text, bound in zip(texts, found, strict=True)), relation


def _both(left: Node, right: Node, work: Translator) -> list[Amount]:
    """Both sides; a literal beside a date is read as a date."""
    if isinstance(left, nodes.Text) or isinstance(right, nodes.Text):
        return [work.date(part) for part in (left, right)]
    found = [work.amount(part) for part in (left, right)]
    is_date = any(amount.unit == DATE for amount in found)
    return [work.date(part) for part in (left, right)] if is_date else found


def _unit_an_author_wrote(parts: Sequence[Node], unit: str, scope: Scope) -> str:
    """The first unit written in the comparison that fits it, else the unit it was computed in."""
    if unit == DATE:
        return unit
    written = (each for part in parts for each in _written_units(part, scope))
    fits = (each for each in written if each and each != DATE and _may_stand_for(each, unit))
    return next(fits, unit)


def _may_stand_for(unit: str, computed: str) -> bool:
    return units.same_dimension(unit, computed) and units.is_affine(unit) == units.is_affine(computed)


def _written_units(node: Node, scope: Scope) -> Iterator[str]:
    for part in nodes.walk(node):
        if isinstance(part, nodes.Number):
            yield scope.reading.units.get(f"literal@{part.span[0]}", part.unit)
        elif isinstance(part, nodes.Name) and (claims := claims_of(part.name, scope)):
            value = claims[0].value
            yield scope.reading.units.get(claims[0].id, value.unit) if isinstance(value, Quantity) else ""


def claims_of(name: str, scope: Scope) -> tuple[Claim, ...]:
    """The claims a name stands for in a scope, alone and in aggregates."""
    alone = (scope.alone[name],) if name in scope.alone else ()
    return (*alone, *scope.every.get(name, ()))


def show_side(side: Side) -> str:
    """One side as an interval in words: "at most 1.5 Mt"."""
    return show_bound(side.bound, side.unit)


def show_bound(bound: Bound, unit: str) -> str:
    """An interval in words.

    >>> show_bound(bounds.at_most(1), "tonne"), show_bound(Bound(Fraction(3, 2), Fraction(2)), "")
    ('at most 1 t', '1.5 .. 2')
    """
    if unit == DATE:
        return show_period(whole_days(bound))
    if bound.is_point and bound.low is not None:
        return _with_unit(_show_number(bound.low), unit)
    if bound.low is None and bound.high is None:
        return "any value"
    if bound.high is None and bound.low is not None:
        return f"{'more than' if bound.low_open else 'at least'} {_with_unit(_show_number(bound.low), unit)}"
    if bound.low is None and bound.high is not None:
        return f"{'less than' if bound.high_open else 'at most'} {_with_unit(_show_number(bound.high), unit)}"
    low, high = _number(bound.low), _number(bound.high)
    ends = " (without the ends)" if bound.low_open and bound.high_open else ""
    ends = ends or (" (without the least)" if bound.low_open else " (without the greatest)" if bound.high_open else "")
    first, _, scale = _show_number(low).partition(" ")
    last, _, other = _show_number(high).partition(" ")
    shown = f"{first} .. {last} {other}" if scale == other else f"{_show_number(low)} .. {_show_number(high)}"
    return _with_unit(shown.rstrip(), unit) + ends


def _with_unit(number: str, unit: str) -> str:
    shown = units.format_unit(unit) if unit else ""
    plural = "s" if shown.replace(" ", "").isalpha() and shown.islower() and len(shown) > 2 and number != "1" else ""
    return f"{number} {shown}{plural}".rstrip()


def _show_number(value: Fraction) -> str:
    for size, word in _SCALES:
        if size <= abs(value) < _BEYOND_WORDS:
            return f"{_show_decimal(value / size)} {word}"
    return _show_decimal(value)


def _show_decimal(value: Fraction) -> str:
    """Exact where it is short, else to six significant digits with a sign that says so."""
    text = bounds.show_number(value)
    if "/" not in text and len(text) <= _DIGITS:
        whole, point, decimals = text.partition(".")
        return f"{int(whole):,}{point}{decimals}" if abs(value) >= 1 else text
    with localcontext(prec=6, Emax=MAX_EMAX, Emin=MIN_EMIN):
        rounded = (Decimal(value.numerator) / Decimal(value.denominator)).normalize()
    return f"≈{rounded:g}"


def show_reading(unit: str) -> str:
    """A reading of an ambiguous unit in the plural: "short tons per year"."""
    first, *rest = unit.replace("_", " ").split(" / ")
    return " per ".join([f"{first}s", *rest])


def _number(end: Fraction | None) -> Fraction:
    return Fraction(0) if end is None else end
