"""Fields and models of pandera that know units: what the author of `schemas/*.py`, or of any model, writes.

What a column measures stands in its field (`Quantity("0 .. 80 Mt/year", …)`), or in the schemas beside the model.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from tallystick import units
from tallystick.errors import CheckDefinitionError
from tallystick.model import Measure
from tallystick.schema import tables
from tallystick.schema.row_checks import RowCheck
from tallystick.showing import nearest

_LATER = "quantity_later"


@dataclass(frozen=True, slots=True)
class _Later:
    """Stands for a check that only a `TableModel` can make; elsewhere it says so, instead of passing."""

    what: str
    fix: str

    def passes(self, table: Any, column: str) -> Any:  # noqa: ANN401, ARG002
        """Never: it raises."""
        # pandera shows the first line alone.
        raise CheckDefinitionError(f"{self.what}: {self.fix}")


def Quantity(  # noqa: N802 - reads as a column's kind, as pandera's Field does
    within: str = "",
    *,
    measure: str = "",
    unit: str = "",
    unit_column: str = "",
    also: Sequence[RowCheck] = (),
    **checks: Any,  # noqa: ANN401 - whatever pandera's Field takes
) -> Any:  # noqa: ANN401
    """A column of values, within limits that have a unit, in a unit of its own or in the one its row names.

    Args:
        within: The limits, as "0 .. 80 Mt/year", "0 USD .." or ".. 100 %".
        measure: Of the workspace, instead of `within` or besides; of a `TableModel` only.
        unit: Of every value of the column.
        unit_column: The column that names the unit of each value.
        also: More checks that know units, as `total(…)` or `agreement_of(…)`.
        checks: What pandera's `Field` takes.

    Raises:
        DataError: a unit is not known, or does not go with the limits; told when the class is made.
    """
    field = tables.Quantity(measure=measure, unit=unit, unit_column=unit_column, **checks)
    field.checks = [*field.checks, *also]
    known = _units_of_caller() if within or unit else units.current()
    if within or (unit and not measure):
        from tallystick.bridges.checks import quantity

        options = {name: checks[name] for name in ("raise_warning", "n_failure_cases") if name in checks}
        with units.using(known):
            field.checks = [*field.checks, *quantity(within, unit=unit, unit_column=unit_column, **options)]
        return field
    if unit:
        with units.using(known):
            units.parse_unit(unit)
    what = f"nothing says what the values are: measure '{measure}' is not looked up here" if measure else "no limits"
    later = _Later(what, 'write the limits: Quantity("0 .. 80 Mt/year"), or derive from tallystick.pandera.TableModel')
    field.checks = [*field.checks, RowCheck(later, name=_LATER)]
    return field


def Key(*, dimension: str = "", **checks: Any) -> Any:  # noqa: N802, ANN401
    """A column that names a dimension of the measure, and is part of the row's key; of a `TableModel` only."""
    return _of_key(tables.Key(dimension=dimension, **checks))


def Period(**checks: Any) -> Any:  # noqa: N802, ANN401
    """The column of periods (2024, 2024-05, 2018/2022), part of the row's key; of a `TableModel` only."""
    return _of_key(tables.Period(**checks))


def _of_key(field: Any) -> Any:  # noqa: ANN401
    fix = "derive from tallystick.pandera.TableModel, or write unique = […] in the Config of the model"
    later = _Later("a key is looked for by a TableModel only", fix)
    field.checks = [*field.checks, RowCheck(later, name=_LATER)]
    return field


class TableModel(tables.TableModel):
    """A table of the workspace that can be validated alone: keys once, units that fit, values in their range."""

    _file: ClassVar[str] = ""

    def __init_subclass__(cls, *, table: str = "", measure: str = "", ids: str = "", **options: Any) -> None:  # noqa: ANN401
        """Keep what the class statement says of the table, and beside which schemas it stands."""
        super().__init_subclass__(table=table, measure=measure, ids=ids, **options)
        cls._file = str(getattr(sys.modules.get(cls.__module__), "__file__", None) or "")

    @classmethod
    def validate(cls, check_obj: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - pandera's own
        """The table, where its rows, keys, values and units are sound; see pandera's `validate`.

        Raises:
            SchemaErrors: rows fail; with `lazy=True` all of them.
            CheckDefinitionError: the schemas beside the model do not define a measure of it.
        """
        known, measures = surroundings(cls._file)
        with units.using(known):
            return _whole(cls, measures).validate(check_obj, *arguments, **options)


def _whole(model: type[TableModel], measures: Mapping[str, Measure]) -> Any:  # noqa: ANN401 - a schema of pandera
    """The schema of a model with what it leaves to the schemas beside it: measures and keys."""
    from tallystick.bridges.checks import quantity

    declared, parts = deepcopy(model.to_schema()), tables.roles(model)
    for name, role in parts.items():
        column = declared.columns[name]
        was_later = any(check.name == _LATER for check in column.checks)
        column.checks = [check for check in column.checks if check.name != _LATER]
        if role.kind == "value" and was_later:
            measure = _measure(model, name, role.name or tables.about(model).measure, measures)
            column.checks += quantity(unit=role.unit, unit_column=role.unit_column, measure=measure)
    told_apart = [name for name, role in parts.items() if role.kind in ("key", "period", "by")]
    keys = [name for name in told_apart if parts[name].kind != "by"]
    declared.unique = declared.unique or (told_apart if keys else None)
    return declared


def _measure(model: type[TableModel], column: str, name: str, measures: Mapping[str, Measure]) -> Measure:
    if name in measures:
        return measures[name]
    who = f"column '{column}' of {model.__name__}"
    what = (
        f"measure '{name}' of {who} is not known{nearest(name, measures)}"
        if name
        else f"nothing says what {who} measures"
    )
    raise CheckDefinitionError(what, fix='define it in schemas/, or write the limits: Quantity("0 .. 80 Mt/year")')


def surroundings(file: str) -> tuple[units.Units, Mapping[str, Measure]]:
    """The units and measures of the schemas beside a file."""
    from tallystick.reading.fields import Problems
    from tallystick.reading.schemas import SchemaReader
    from tallystick.reading.yaml_text import read_yaml

    known = _units_beside(file)
    folder = Path(file).parent
    with units.using(known):
        reader = SchemaReader(Problems())
        for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]) if file else ():
            fields = read_yaml(path.read_text(encoding="utf-8"), path.name, Problems())
            if fields is not None:
                reader.read(fields)
        return known, reader.schema().measures


def _units_beside(file: str) -> units.Units:
    """The units of `units.txt` beside a file, on top of ours; those in use where there is none."""
    from tallystick.reading.definitions import read_definitions
    from tallystick.reading.fields import Problems

    own = Path(file).parent / "units.txt"
    text = own.read_text(encoding="utf-8") if file and own.is_file() else ""
    defined = read_definitions(text, own.name, Problems()) if text else ""
    return units.load_definitions(defined) if defined.strip() else units.current()


def _units_of_caller() -> units.Units:
    """The units beside the file that makes a field: a model that is imported alone knows those of its workspace."""
    frame = inspect.currentframe()
    caller = frame.f_back.f_back if frame and frame.f_back else None
    return _units_beside(str(caller.f_globals.get("__file__") or "")) if caller else units.current()
