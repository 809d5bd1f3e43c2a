"""The expectations: what a suite names, what Data Docs say of it, and which metric judges it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from great_expectations.compatibility import pydantic
from great_expectations.expectations.expectation import ColumnMapExpectation, render_suite_parameter_string
from great_expectations.render import RenderedStringTemplateContent
from great_expectations.render.components import LegacyRendererType
from great_expectations.render.renderer.renderer import renderer
from great_expectations.render.renderer_configuration import RendererConfiguration, RendererValueType

from tallystick.bridges.gx import asked, metrics


class _Asked(ColumnMapExpectation):
    """An expectation whose settings are read when it is made, and which says itself in words."""

    _says: ClassVar[Any]  # settings → the sentence
    _reads: ClassVar[Any]  # settings → what is asked, or an error

    @pydantic.root_validator(skip_on_failure=True)
    def _refuse(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805 - as pydantic calls it
        """A unit that is not known, or limits that cannot be: told here, and not when data come."""
        cls._reads(values)
        return values

    @classmethod
    def _sentence(cls, settings: Mapping[str, Any]) -> str:
        """What is asked, as Data Docs say it."""
        mostly = settings.get("mostly")
        share = f", at least {mostly * 100:g} % of the time" if isinstance(mostly, float) and mostly < 1 else ""
        return f"{cls._says(settings)}{share}."

    @classmethod
    def _prescriptive_template(cls, renderer_configuration: RendererConfiguration) -> RendererConfiguration:
        """The sentence, for renderers that fill a template."""
        renderer_configuration.add_param(name="column", param_type=RendererValueType.STRING)
        sentence = _without_marks(cls._sentence(renderer_configuration.kwargs))
        named = renderer_configuration.include_column_name
        renderer_configuration.template_str = f"$column {sentence}" if named else sentence
        return renderer_configuration

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    @render_suite_parameter_string
    def _prescriptive_renderer(
        cls,
        configuration: Any = None,  # noqa: ANN401 - of the library
        result: Any = None,  # noqa: ANN401
        runtime_configuration: dict[str, Any] | None = None,
    ) -> list[RenderedStringTemplateContent]:
        """The sentence, for Data Docs."""
        known = RendererConfiguration(
            configuration=configuration, result=result, runtime_configuration=runtime_configuration
        )
        sentence = _without_marks(cls._sentence(known.kwargs))
        template = {
            "template": f"$column {sentence}" if known.include_column_name else sentence,
            "params": {"column": known.kwargs.get("column")},
            "styling": (runtime_configuration or {}).get("styling", {}),
        }
        return [RenderedStringTemplateContent(content_block_type="string_template", string_template=template)]


def _without_marks(sentence: str) -> str:
    """A sentence in which a dollar is a dollar, and no place for a parameter."""
    return sentence.replace("$", "$$")


class ExpectQuantityToBeBetween(_Asked):
    """Expect values to lie between limits that have units, whatever unit each of them is in.

    Args:
        column: The values.
        min_value: The least, as "0 Mt/year"; a bare number is in `unit`.
        max_value: The greatest.
        strict_min: The least itself is too little.
        strict_max: The greatest itself is too much.
        unit: Of all values.
        unit_column: The column that names the unit of each; a unit that does not fit is unexpected too.
    """

    min_value: float | str | None = None
    max_value: float | str | None = None
    strict_min: bool = False
    strict_max: bool = False
    unit: str | None = None
    unit_column: str | None = None

    map_metric: ClassVar[str] = metrics.QuantityBetween.condition_metric_name
    success_keys: ClassVar[tuple[str, ...]] = (*asked.BETWEEN, "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column", *asked.BETWEEN)
    _says = staticmethod(asked.says_between)
    _reads = staticmethod(asked.limits_of_between)


class ExpectUnitToBeOf(_Asked):
    """Expect a column of units to hold units of one kind.

    Args:
        column: The units.
        like: Any unit of that kind, as "t/year".
    """

    like: str

    map_metric: ClassVar[str] = metrics.UnitOf.condition_metric_name
    success_keys: ClassVar[tuple[str, ...]] = (*asked.UNIT, "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column", *asked.UNIT)
    _says = staticmethod(asked.says_unit)
    _reads = staticmethod(lambda values: asked.limits_of_unit(values["column"], values))


class ExpectQuantitiesToMakeTotal(_Asked):
    """Expect the parts of every row to make its total, within what rounding of the print allows.

    Args:
        column: The totals.
        parts: The columns that are added.
        units: Column → its unit, where they are not all in one.
        missing: What an empty part is: `unknown` (the row is unexpected), `zero`, or `skip`; or that of each part.
        exactly: No rounding is excused.
    """

    parts: list[str]
    units: dict[str, str] | None = None
    missing: str | dict[str, str] = "unknown"
    exactly: bool = False

    map_metric: ClassVar[str] = metrics.QuantitiesMakeTotal.condition_metric_name
    success_keys: ClassVar[tuple[str, ...]] = (*asked.TOTAL, "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column", *asked.TOTAL)
    _says = staticmethod(asked.says_total)
    _reads = staticmethod(lambda values: asked.sums_of_total(values["column"], values))


class ExpectSourcesToAgree(_Asked):
    """Expect rows that speak of one quantity, as those of several sources, to state the same.

    Args:
        column: The values.
        key: The columns that two such rows share.
        unit: Of all values.
        unit_column: The column that names the unit of each.
        like: Any unit of the kind that the values are in, needed beside `unit_column`.
        within: How far two may differ, as "1 %".
    """

    key: list[str]
    unit: str | None = None
    unit_column: str | None = None
    like: str | None = None
    within: str | None = None

    map_metric: ClassVar[str] = metrics.SourcesAgree.condition_metric_name
    success_keys: ClassVar[tuple[str, ...]] = (*asked.SOURCES, "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column", *asked.SOURCES)
    _says = staticmethod(asked.says_sources)
    _reads = staticmethod(asked.sources_of_agreement)
