"""Rows in doubt, judged in fractions: the only place of this package that gives a verdict on a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from tallystick import bounds
from tallystick.engines import totals
from tallystick.engines.facts import Facts
from tallystick.engines.plan import Rule
from tallystick.model import TableColumn, TableSpec, Total


class Judge:
    """What a row in doubt comes to, with the facts of the run."""

    def __init__(
        self,
        spec: TableSpec,
        facts: Mapping[str, Sequence[Facts]],
        decimals: Mapping[str, int] = MappingProxyType({}),
        factors: Mapping[str, Fraction] = MappingProxyType({}),
    ) -> None:
        self.spec, self.decimals, self.factors = spec, decimals, factors
        self.facts = {column: {(one.measure, one.written): one for one in found} for column, found in facts.items()}

    def is_broken(self, rule: Rule, row: Mapping[str, Any]) -> bool:
        """Whether the row breaks the rule, exactly."""
        match rule.subject:
            case TableColumn() as column:
                return self._is_outside(column, row)
            case Total() as total:
                return self._misses(total, row)
        return True

    def _is_outside(self, column: TableColumn, row: Mapping[str, Any]) -> bool:
        measure = column.measure or str(row[_measure_column(self.spec)])
        written = column.unit or (str(row[column.unit_column]) if column.unit_column else "")
        fact = self.facts[column.name][measure, written]
        return not bounds.contains(fact.limits, bounds.point(Fraction(str(row[column.name]))))

    def _misses(self, total: Total, row: Mapping[str, Any]) -> bool:
        missed = totals.misses(self.spec, total, row, self.factors)
        room = Fraction(0) if total.is_exact else totals.allowed(total, row, self.decimals, self.factors)
        # Intervals that only touch agree in no more than a point, which is no agreement.
        return missed is not None and missed != 0 and abs(missed) >= room


def _measure_column(spec: TableSpec) -> str:
    return next(column.name for column in spec.columns if column.role == "measure")
