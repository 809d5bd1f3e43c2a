"""What the names of a table's check stand for: columns, measures of a long table, picked rows, the row before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any

from tallystick import units
from tallystick.bounds import EVERYTHING
from tallystick.errors import ExpressionError
from tallystick.expressions import nodes, parse
from tallystick.expressions.nodes import Node
from tallystick.meaning import Symbol
from tallystick.model import Bound, Kind, Measure, Pick, Role, RowCheck, TableColumn, TableSpec, Total
from tallystick.showing import nearest

GATHERED = ("sum", "mean", "min", "max", "count")
PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the plan knows it: the value of a column in some rows of a group, gathered or of the row before.

    `pick` is None for a column of the row itself; `function` gathers the rows of a group; `before`: the row before.
    """

    name: str
    column: TableColumn
    symbol: Symbol
    pick: Pick | None = None
    function: str = ""
    before: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it stands for a word, not a number."""
        return self.symbol.kind is Kind.CATEGORY

    @property
    def of_row(self) -> Named:
        """The same of the row itself."""
        return replace(self, name=self.name.removeprefix(f"{PREVIOUS}(").removesuffix(")"), before=False)


@dataclass(frozen=True, slots=True)
class Planned:
    """A check ready to be put to an engine: its tree, the tree of the plan, and what the names of that stand for.

    `group`: the columns whose rows are judged together; () where each row is judged by itself.
    """

    check: RowCheck
    node: Node
    plan: Node
    named: Mapping[str, Named]
    group: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it looks at."""
        picked = [name for one in self.named.values() if one.pick for name, _ in one.pick.where]
        return tuple(dict.fromkeys([*self.group, *(one.column.name for one in self.named.values()), *picked]))

    @property
    def gathered(self) -> tuple[Named, ...]:
        """Names that stand for several rows."""
        return tuple(one for one in self.named.values() if one.function)


def plan_check(check: RowCheck, spec: TableSpec, measures: Mapping[str, Measure]) -> Planned:
    """The check with its names resolved.

    Raises:
        ExpressionError: it cannot be read, or names what the table has not.
    """
    return _Namer(check, spec, measures).planned(parse(check.holds))


def plan_total(total: Total, spec: TableSpec, measures: Mapping[str, Measure]) -> Planned:
    """A total as a check of rows, whatever its columns are called."""
    check = RowCheck(total.id or total.whole, "", is_exact=total.is_exact)
    parts = tuple(nodes.Name(part) for part in total.parts)
    added = nodes.Sum(parts, (1,) * len(parts)) if len(parts) > 1 else parts[0]
    return _Namer(check, spec, measures).planned(nodes.Compare((nodes.Name(total.whole), added), ("==",)))


class _Namer:
    def __init__(self, check: RowCheck, spec: TableSpec, measures: Mapping[str, Measure]) -> None:
        self.check, self.spec, self.measures = check, spec, measures
        self.long = spec.of_role(Role.MEASURE)[:1]
        self.picks = {pick.name: pick for pick in check.picks}
        self.is_grouped = bool(check.for_each or check.picks or self.long)
        self.named: dict[str, Named] = {}

    def planned(self, node: Node) -> Planned:
        plan = self._plain(node)
        for name in nodes.names(plan):
            if name not in self.named:
                self.named[name] = self._named(name, node)
        group: tuple[str, ...] = ()
        if self.is_grouped:
            own = tuple(name for name in self.spec.key if name not in {one.name for one in self.long})
            group = self.check.for_each or own
        return Planned(self.check, node, plan, self.named, group)

    def _plain(self, node: Node) -> Node:
        """The tree with `previous(x)`, and what is gathered from a group, as names of their own."""
        match node:
            case nodes.Call(function, (nodes.Name(name),)) if function == PREVIOUS:
                made = f"{PREVIOUS}({name})"
                self.named[made] = self._as(replace(self._named(name, node), before=True), made)
                self.named.setdefault(name, self._named(name, node))
                return nodes.Name(made, span=node.span)
            case nodes.Call(function, _) if function == PREVIOUS:
                raise ExpressionError(
                    "previous() takes one name", column=node.span[0] + 1, fix="write previous(x), with x a column"
                )
            case nodes.Call(function, (nodes.Name(name),)) if function in GATHERED and self._is_gathered(name):
                made = f"{function}({name})"
                self.named[made] = self._as(replace(self._named(name, node), function=function), made)
                return nodes.Name(made, span=node.span)
        return _rebuilt(node, self._plain)

    def _as(self, named: Named, name: str) -> Named:
        unit = "" if named.function == "count" else named.symbol.unit
        return replace(named, name=name, symbol=replace(named.symbol, name=name, unit=unit))

    def _is_gathered(self, name: str) -> bool:
        return self.is_grouped and (name in self.picks or bool(self.check.for_each))

    def _named(self, name: str, node: Node) -> Named:
        if name in self.picks:
            pick = self.picks[name]
            return self._of(name, self._column(pick.column, node, name), pick)
        if self.long:
            found = self._of_long(name)
            if found is not None:
                return self._of(name, self.spec.column(found.column), found)
        column = self._column(name, node, name)
        return self._of(name, column, Pick(name, column.name) if self.is_grouped else None)

    def _of_long(self, name: str) -> Pick | None:
        """The rows of a long table that speak of a measure, by its name or as the table writes it."""
        values = self.spec.of_role(Role.VALUE)
        written = next((as_written for as_written, measure, _ in self.spec.names if measure == name), "")
        if not values or not (written or name in self.measures):
            return None
        return Pick(name, values[0].name, ((self.long[0].name, written or name),))

    def _column(self, name: str, node: Node, said: str) -> TableColumn:
        found = [one for one in self.spec.columns if one.name == name]
        found = found or [one for one in self.spec.columns if one.measure == name and one.role is Role.VALUE]
        if found:
            return found[0]
        start = next((part.span[0] for part in nodes.walk(node) if part == nodes.Name(said)), 0)
        known = [one.name for one in self.spec.columns]
        message = f"'{name}' is no column of table '{self.spec.name}'{nearest(name, known)}"
        raise ExpressionError(message, column=start + 1, fix="name a described column, or a measure of one")

    def _of(self, name: str, column: TableColumn, pick: Pick | None) -> Named:
        if column.values and column.role is not Role.VALUE:
            return Named(name, column, Symbol(name, Kind.CATEGORY, values=column.values), pick)
        measure = self._measure(column, pick)
        unit = measure.unit if measure else _canonical(column.unit)
        if measure and column.unit and not column.unit_column:
            unit = _canonical(column.unit)
        # What is never below zero divides without a case for each sign.
        at_least = measure.range.low if measure else None
        bound = Bound(Fraction(0), None) if at_least is not None and at_least >= 0 else EVERYTHING
        return Named(name, column, Symbol(name, Kind.QUANTITY, unit, bound=bound), pick)

    def _measure(self, column: TableColumn, pick: Pick | None) -> Measure | None:
        if column.measure:
            return self.measures.get(column.measure)
        if self.long and pick is not None:
            written = dict(pick.where).get(self.long[0].name, "")
            own = {as_written: measure for as_written, measure, _ in self.spec.names}
            return self.measures.get(own.get(written, written))
        return None


def _canonical(unit: str) -> str:
    return units.parse_unit(unit).canonical if unit else ""


def _rebuilt(node: Node, make: Callable[[Node], Node]) -> Node:
    """The node with what lies under it made anew."""
    made: dict[str, Any] = {}
    for part in fields(node):
        value = getattr(node, part.name)
        if isinstance(value, nodes.Node):
            made[part.name] = make(value)
        elif isinstance(value, tuple) and value and all(isinstance(one, nodes.Node) for one in value):
            made[part.name] = tuple(make(one) for one in value)
    return replace(node, **made) if made else node
