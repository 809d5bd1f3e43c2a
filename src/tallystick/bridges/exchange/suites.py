"""Tables → a project of Great Expectations: for each a suite, its data and a checkpoint, as the library writes them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

from tallystick.bounds import show_number
from tallystick.bridges.exchange import Tables, Written
from tallystick.bridges.exchange.columns import in_order, missing_of, shown, stated, told_apart_by, untold
from tallystick.bridges.exchange.reading import counted
from tallystick.bridges.wanted import expectations
from tallystick.errors import AuditError
from tallystick.model import Agreement, Measure, Role, TableColumn, TableSpec

Module = Any  # of expectations, with the names of its classes
_KEPT = ("expectations", "validation_definitions", "checkpoints")


def write_gx(tables: Tables) -> Written:
    """The files of a folder `gx/`, to stand beside the workspace: a checkpoint a table, which `tally convert` names.

    Raises:
        AuditError: Great Expectations is not installed.
    """
    ours = expectations()  # before the library itself, which it quiets
    left: list[str] = []
    # Great Expectations takes paths from where the program runs: from the root of the workspace.
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        try:
            _fill(Path(folder), tables, ours, left)
        except Exception as problem:  # noqa: BLE001 - the library raises many kinds
            said = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
            raise AuditError(f"Great Expectations refuses the suite: {said}", fix="correct the schema") from None
        return Written(dict(_files(Path(folder) / "gx")), counted(left))


def _fill(folder: Path, tables: Tables, ours: Module, left: list[str]) -> None:
    import great_expectations as gx

    context = gx.get_context(mode="file", project_root_dir=folder)
    for spec in tables.specs:
        table = Path(spec.paths[0])
        if table.suffix not in (".csv", ".parquet"):
            left.append(f"the data of '{spec.name}': {spec.paths[0]} is no CSV or Parquet")
            continue
        (folder / table).parent.mkdir(parents=True, exist_ok=True)
        (folder / table).touch()  # it asks whether the file is there
        source = context.data_sources.add_pandas_filesystem(spec.name, base_directory=table.parent)
        # What has a pattern is text, whatever a reader makes of its digits.
        texts = {column.name: "str" for column in spec.columns if column.pattern or column.values}
        as_text = {"dtype": texts} if texts else {}
        is_csv = table.suffix == ".csv"
        asset = source.add_csv_asset(spec.name, **as_text) if is_csv else source.add_parquet_asset(spec.name)
        batch = asset.add_batch_definition_path(spec.name, path=table.name)
        suite = gx.ExpectationSuite(spec.name, expectations=list(_asked(spec, tables, ours, left)))
        held = gx.ValidationDefinition(name=spec.name, data=batch, suite=context.suites.add(suite))
        context.checkpoints.add(
            gx.Checkpoint(name=spec.name, validation_definitions=[context.validation_definitions.add(held)])
        )


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """What was written, without what is the machine's own."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and (name == "great_expectations.yml" or name.split("/")[0] in _KEPT):
            yield f"gx/{name}", path.read_text("utf-8")


def _asked(spec: TableSpec, tables: Tables, ours: Module, left: list[str]) -> Iterator[Any]:
    """What a table is held to."""
    import great_expectations.expectations as theirs

    for column in spec.columns:
        if not column.is_nullable and column.role is not Role.OTHER:
            yield theirs.ExpectColumnValuesToNotBeNull(column=column.name)
        if column.values:
            yield theirs.ExpectColumnValuesToBeInSet(column=column.name, value_set=list(column.values))
        if column.pattern:
            yield theirs.ExpectColumnValuesToMatchRegex(column=column.name, regex=f"^(?:{column.pattern})$")
        if column.is_unique:
            yield theirs.ExpectColumnValuesToBeUnique(column=column.name)
        if column.role is Role.VALUE:
            yield from _of_value(column, spec, stated(column, tables.measures), ours)
    match told_apart_by(spec):
        case [one]:
            yield theirs.ExpectColumnValuesToBeUnique(column=one)
        case [_, *_] as several:
            yield theirs.ExpectCompoundColumnsToBeUnique(column_list=several)
    for total in spec.totals:
        units = {name: spec.column(name).unit for name in (total.whole, *total.parts)}
        apart = units if len(set(units.values())) > 1 else None
        way = missing_of(spec, total.parts)
        yield ours.ExpectQuantitiesToMakeTotal(
            column=total.whole, parts=list(total.parts), units=apart, missing=way, exactly=total.is_exact
        )
    left += [*in_order(spec), *untold(spec)]


def _of_value(column: TableColumn, spec: TableSpec, measure: Measure | None, ours: Module) -> Iterator[Any]:
    where = {"unit_column": column.unit_column} if column.unit_column else {"unit": column.unit or None}
    if measure is None:
        return
    ends = _ends(measure)
    if ends:
        yield ours.ExpectQuantityToBeBetween(column=column.name, **where, **ends)
    elif column.unit_column:
        yield ours.ExpectUnitToBeOf(column=column.unit_column, like=shown(measure.unit))
    if spec.agreement:
        like = {"like": shown(measure.unit)} if column.unit_column else {}
        within = _share(spec.agreement)
        yield ours.ExpectSourcesToAgree(column=column.name, key=list(spec.key), **where, **like, **within)


def _ends(measure: Measure) -> dict[str, Any]:
    unit, within = shown(measure.unit), measure.range
    told = {"min_value": (within.low, within.low_open), "max_value": (within.high, within.high_open)}
    made: dict[str, Any] = {}
    for name, (end, is_open) in told.items():
        if end is not None:
            made[name] = f"{show_number(end)} {unit}".strip()
            made |= {f"strict_{name[:3]}": True} if is_open else {}
    return made


def _share(agreement: Agreement) -> dict[str, str]:
    return {"within": f"{show_number(agreement.within * 100)} %"} if agreement.within else {}
