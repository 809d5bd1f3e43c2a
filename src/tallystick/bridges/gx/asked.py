"""The settings of an expectation → what is asked, and in which words; refused where it cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tallystick import bounds, units
from tallystick.bridges import agreement, limits, sums
from tallystick.errors import CheckDefinitionError
from tallystick.model import Bound, Measure, Quantity
from tallystick.text import read_value

Settings = Mapping[str, Any]
BETWEEN = ("min_value", "max_value", "strict_min", "strict_max", "unit", "unit_column")
UNIT = ("like",)
TOTAL = ("parts", "units", "missing", "exactly")
SOURCES = ("key", "unit", "unit_column", "like", "within")


def limits_of_between(settings: Settings) -> limits.Limits:
    """The limits of `ExpectQuantityToBeBetween`.

    Raises:
        DataError: an end cannot be read, or its unit does not go with the other's or the column's.
        CheckDefinitionError: there is no end.
    """
    ends = {name: _end(settings, name) for name in ("min_value", "max_value")}
    told = [end for end in ends.values() if end is not None]
    if not told:
        raise CheckDefinitionError("there are no limits", fix='write min_value="0 t" or max_value="80 Mt/year"')
    own = settings.get("unit") or ""
    unit = next((end.unit for end in told if end.unit), "") or (units.parse_unit(own).canonical if own else "")
    low, high = (_in_unit(ends[name], unit) for name in ("min_value", "max_value"))
    within = bounds.between(
        low, high, low_open=bool(settings.get("strict_min")), high_open=bool(settings.get("strict_max"))
    )
    if within is None:
        said = f"{settings.get('min_value')} and {settings.get('max_value')}"
        raise CheckDefinitionError(f"no value lies between {said}", fix="correct an end")
    measure = Measure("the limits", unit=unit, range=within)
    return limits.limits_of(unit=own, unit_column=settings.get("unit_column") or "", measure=measure)


def _end(settings: Settings, name: str) -> Quantity | None:
    written = settings.get(name)
    if written is None:
        return None
    said = read_value(str(written))
    if not said.bound.is_point:
        raise CheckDefinitionError(f"{name} '{written}' is no single value", fix=f'write {name}="80 Mt/year"')
    return said


def _in_unit(end: Quantity | None, unit: str) -> Any:  # noqa: ANN401 - a fraction or None
    if end is None:
        return None
    stated: Bound = units.convert_bound(end.bound, end.unit or unit, unit)
    return stated.low


def limits_of_unit(column: str, settings: Settings) -> limits.Limits:
    """The kind of unit of `ExpectUnitToBeOf`.

    Raises:
        UnitError: `like` is not known.
    """
    return limits.Limits(limits.limits_of(unit=settings["like"]).measure, unit_column=column)


def sums_of_total(column: str, settings: Settings) -> sums.Sums:
    """The sum of `ExpectQuantitiesToMakeTotal`; errors as `sums_of`."""
    missing, exactly = settings.get("missing") or "unknown", bool(settings.get("exactly"))
    return sums.sums_of(column, settings["parts"], units_of=settings.get("units"), missing=missing, exactly=exactly)


def sources_of_agreement(settings: Settings) -> agreement.Sources:
    """The agreement of `ExpectSourcesToAgree`; errors as `sources_of`."""
    unit, unit_column = settings.get("unit") or "", settings.get("unit_column") or ""
    measure = limits.limits_of(unit=settings.get("like") or unit).measure
    stated = limits.limits_of(unit=unit, unit_column=unit_column, measure=measure)
    return agreement.sources_of(settings["key"], stated, settings.get("within") or "")


def says_between(settings: Settings) -> str:
    """What `ExpectQuantityToBeBetween` asks, in words."""
    low, high = settings.get("min_value"), settings.get("max_value")
    least = "" if low is None else f"{'more than' if settings.get('strict_min') else 'at least'} {low}"
    most = "" if high is None else f"{'less than' if settings.get('strict_max') else 'at most'} {high}"
    unit, column = settings.get("unit"), settings.get("unit_column")
    where = f", in {unit}" if unit else f", in the unit that {column} names" if column else ""
    return f"must be {' and '.join(part for part in (least, most) if part)}{where}"


def says_unit(settings: Settings) -> str:
    """What `ExpectUnitToBeOf` asks, in words."""
    like = settings["like"]
    return f"must be units of {units.dimension_name(units.parse_unit(like).canonical)}, as {like} is"


def says_total(settings: Settings) -> str:
    """What `ExpectQuantitiesToMakeTotal` asks, in words."""
    known = settings.get("units") or {}
    parts = " + ".join(f"{part} ({known[part]})" if part in known else part for part in settings["parts"])
    return f"must be {parts}, {'exactly' if settings.get('exactly') else 'within what rounding of the print allows'}"


def says_sources(settings: Settings) -> str:
    """What `ExpectSourcesToAgree` asks, in words."""
    within = settings.get("within")
    return f"must agree{f' within {within}' if within else ''} where {', '.join(settings['key'])} are the same"
