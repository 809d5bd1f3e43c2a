"""The metrics behind the expectations: one meaning, over pandas, SQL and Spark.

A metric says of every row that has a value whether it is as expected; rows without one are missing, not unexpected.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.core.metric_function_types import MetricPartialFunctionTypes
from great_expectations.execution_engine import (
    PandasExecutionEngine,
    SparkDFExecutionEngine,
    SqlAlchemyExecutionEngine,
)
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnMapMetricProvider,
    column_condition_partial,
)
from great_expectations.expectations.metrics.metric_provider import metric_partial

from tallystick.bridges import agreement, limits, sums
from tallystick.bridges.frames import Frame
from tallystick.bridges.gx import asked
from tallystick.bridges.sieve import Sieve, broken

Settings = Mapping[str, Any]
_SERIES = MetricPartialFunctionTypes.MAP_CONDITION_SERIES
_WINDOW = MetricPartialFunctionTypes.WINDOW_CONDITION_FN


class _Rows(ColumnMapMetricProvider):
    """Rows of a column that break a rule; the rule may look at their other columns, and at other rows."""

    sieve: ClassVar[Any]  # (frame, column, settings) → the sieve

    @metric_partial(engine=PandasExecutionEngine, partial_fn_type=_SERIES, domain_type=MetricDomainTypes.COLUMN)
    def _pandas(
        cls: type[_Rows],  # noqa: N805 - as the library calls it
        execution_engine: Any,  # noqa: ANN401
        metric_domain_kwargs: Settings,
        metric_value_kwargs: Settings,
        **_: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        from tallystick.bridges.frames.pandas import PandasFrame

        rows, compute, accessor = execution_engine.get_compute_domain(
            domain_kwargs=metric_domain_kwargs, domain_type=MetricDomainTypes.COLUMN
        )
        column = str(accessor["column"])
        frame = PandasFrame(rows[rows[column].notnull()])
        return broken(frame, cls.sieve(frame, column, metric_value_kwargs)), compute, accessor

    @column_condition_partial(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(cls: type[_Rows], column: Any, **settings: Any) -> Any:  # noqa: ANN401, N805
        from tallystick.bridges.frames.sql import SqlFrame

        engine, table = settings["_execution_engine"], settings["_table"]
        table = table.subquery() if hasattr(table, "subquery") else table
        frame = SqlFrame(table, engine.execute_query, engine.engine.dialect.name)
        return ~broken(frame, cls.sieve(frame, str(column.name), settings))

    @column_condition_partial(engine=SparkDFExecutionEngine)
    def _spark(cls: type[_Rows], column: Any, **settings: Any) -> Any:  # noqa: ANN401, ARG002, N805
        return _on_spark(cls, settings)


def _on_spark(metric: type[_Rows], settings: Settings) -> Any:  # noqa: ANN401
    from tallystick.bridges.frames.spark import SparkFrame

    frame = SparkFrame(settings["_table"])
    return ~broken(frame, metric.sieve(frame, str(settings["_accessor_domain_kwargs"]["column"]), settings))


def _between(frame: Frame, column: str, settings: Settings) -> Sieve:
    """Outside the limits, or in a unit that they cannot be held against."""
    wanted = asked.limits_of_between(settings)
    outside, unfit = limits.outside(frame, column, wanted), limits.unfit(frame, wanted)
    return Sieve(outside.sure | unfit.sure, outside.doubt, outside.cells, outside.decides)


def _unit(frame: Frame, column: str, settings: Settings) -> Sieve:
    return limits.unfit(frame, asked.limits_of_unit(column, settings))


def _total(frame: Frame, column: str, settings: Settings) -> Sieve:
    return sums.missed(frame, asked.sums_of_total(column, settings))


def _sources(frame: Frame, column: str, settings: Settings) -> Sieve:
    return agreement.disagreeing(frame, column, asked.sources_of_agreement(settings))


class QuantityBetween(_Rows):
    """Values with a unit within limits that have one."""

    condition_metric_name = "column_values.quantity_between"
    condition_value_keys = asked.BETWEEN
    sieve = staticmethod(_between)


class UnitOf(_Rows):
    """Units of one kind."""

    condition_metric_name = "column_values.unit_of"
    condition_value_keys = asked.UNIT
    sieve = staticmethod(_unit)


class QuantitiesMakeTotal(_Rows):
    """Totals that their parts make."""

    condition_metric_name = "column_values.quantities_make_total"
    condition_value_keys = asked.TOTAL
    sieve = staticmethod(_total)


class SourcesAgree(_Rows):
    """Values of one key that agree."""

    condition_metric_name = "column_values.sources_agree"
    condition_value_keys = asked.SOURCES
    sieve = staticmethod(_sources)

    @column_condition_partial(engine=SparkDFExecutionEngine, partial_fn_type=_WINDOW)
    def _spark(cls: type[_Rows], column: Any, **settings: Any) -> Any:  # noqa: ANN401, ARG002, N805
        return _on_spark(cls, settings)
